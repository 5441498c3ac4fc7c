"""``closedprop certify`` and ``closedprop check``."""

import json

import pytest

from closedprop.cli import main
from closedprop.cli.certify import KINDS
from closedprop.networks import Network, save_network
from closedprop.obstructions.finders import CERTIFIERS

CIRCUIT = {"inputs": ["a", "b"], "gates": [{"name": "g", "op": "and", "of": ["a", "b"]}], "output": "g"}
#: One small question of each kind.
QUESTIONS = {
    "order": ["--activation", "tanh", "--depth", "3"],
    "ade": ["--map", "tanh(z)/2", "--order", "1", "--degree", "2", "--coefficient-degree", "2"],
    "recurrence": ["--weight", "1,1;1,0", "--top", "1,0", "--order", "2", "--degree", "0"],
    "heights": ["--map", "3*z*(1-z)", "--start", "1/5"],
    "poincare": ["--map", "tanh(z)/2", "--order", "2"],
    "horseshoe": ["--map", "4*z*(1-z)"],
    "circuit": ["(a and b) or not c"],
    "machine": ["addition", "--counters", "a=2,b=1"],
    "degree": ["--activation", "quadratic", "--depth", "3"],
    "pieces": ["--depth", "3"],
    "radicals": ["--weight", "1", "--bias", "1", "--depth", "2"],
    "counting": ["--activation", "tanh", "--widths", "1,2,1"],
    "skolem": ["--weight", "1,1;-1,0", "--top", "1,0"],
}


def test_every_kind_has_its_options():
    assert set(KINDS) == set(CERTIFIERS) == set(QUESTIONS)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_certify_and_check(kind, capsys, tmp_path):
    assert main(["certify", kind, *QUESTIONS[kind], "--json"]) == 0
    text = capsys.readouterr().out
    record = json.loads(text)
    assert list(record)[:4] == ["kind", "claim", "verdict", "paper"] and record["kind"] == kind
    (tmp_path / "c.json").write_text(text)
    assert main(["check", str(tmp_path / "c.json")]) == 0
    assert f"accepted: {record['verdict']}: {record['claim']}" in capsys.readouterr().out


def test_what_is_shown(capsys):
    assert main(["certify", "order", *QUESTIONS["order"]]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("PROVED: ") and "\norder: 3\n" in shown and "checked:  accepted" in shown


def test_a_tampered_certificate_is_rejected(capsys, tmp_path):
    main(["certify", "order", *QUESTIONS["order"], "--json"])
    record = json.loads(capsys.readouterr().out)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(record))
    bad.write_text(json.dumps(record | {"order": 4}))
    assert main(["check", str(good), str(bad)]) == 1
    shown = capsys.readouterr().out
    assert f"{good}: accepted: PROVED" in shown and f"{bad}: rejected: " in shown


def test_files(capsys, tmp_path):
    save_network(Network([[[1, 2], [3, 5]], [[1, 1]]]), tmp_path / "n.json")
    assert main(["certify", "order", "--network", str(tmp_path / "n.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["order"] == 4
    (tmp_path / "circuit.json").write_text(json.dumps(CIRCUIT))
    assert main(["certify", "circuit", str(tmp_path / "circuit.json")]) == 0
    (tmp_path / "machine.txt").write_text("1: dec a 1 2\n2: halt\n")
    assert main(["certify", "machine", str(tmp_path / "machine.txt"), "--counters", "a=2"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["certify", "order", "--activation", "tahn"], "did you mean tanh"),
        (["certify", "ade", "--map", "relu(z)"], "not a known function"),
        (["certify", "circuit", "a nand b"], "not an expression"),
        (["certify", "machine", "nonsense"], "line 1 of a counter program"),
        (["check", "missing.json"], "the certificate missing.json"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_two(arguments, message, capsys):
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("\n") == 1 and message in shown.err


def test_a_network_file_that_is_none(capsys, tmp_path):
    (tmp_path / "n.json").write_text("{}")
    with pytest.raises(SystemExit) as stopped:
        main(["certify", "order", "--network", str(tmp_path / "n.json")])
    assert stopped.value.code == 2 and "no weights" in capsys.readouterr().err
