"""``closedprop atlas``."""

import json

import closedprop
from closedprop.atlas import ATLAS, COLUMNS
from closedprop.cli import main


def test_the_matrix_fits_a_terminal(capsys):
    assert main(["atlas"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 120
    assert lines[0].split() == ["family", "layers", *COLUMNS]
    rows = {line.split()[0]: line.split()[-len(COLUMNS) :] for line in lines[2 : 2 + len(ATLAS)]}
    assert list(rows) == list(ATLAS)
    assert rows["tanh-neuron"] == ["no"] * 5 + ["open", "yes", "n/a", "amplitude"]


def test_one_family_with_statements_and_evidence(capsys):
    assert main(["atlas", "--family", "tanh-neuron"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "CF3 CF4 CF5: no every w and b" in shown
    assert "statements: thm:order, prop:program-order" in shown
    assert "evidence: certificates/order-tanh-6.json: order 6 with 6 neurons" in shown
    assert "$" not in shown and "\\" not in shown


def test_json(capsys):
    assert main(["atlas", "--family", "linear-tied", "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["column"] for record in records] == list(COLUMNS)
    assert records[0]["labels"] == ["thm:cayley-hamilton"] and records[0]["answer"] == "yes"


def test_an_unknown_family(capsys):
    assert main(["atlas", "--family", "linear-teid"]) == 2
    assert "the family 'linear-teid': not in the atlas; did you mean linear-tied" in capsys.readouterr().err


def test_evidence_is_read_where_results_are_named(capsys, tmp_path):
    assert main(["atlas", "--family", "chebyshev", "--results", str(tmp_path)]) == 2
    assert "certificates/heights-logistic.json" in capsys.readouterr().err
    assert main(["atlas", "--results", str(tmp_path / "nowhere")]) == 2
    assert "no such folder; give the folder results/ of a run" in capsys.readouterr().err


def test_the_public_name():
    assert closedprop.ATLAS is ATLAS and "ATLAS" in closedprop.__all__
