import json
import subprocess
import sys
from pathlib import Path

import pytest

from closedprop.cli import main


def test_readable_answer(capsys):
    assert main(["solve", "w*z/sqrt(1+a*z^2)", "--depth", "3"]) == 0
    shown = capsys.readouterr().out
    assert "z_n      = w**n*z/sqrt(a*z**2*(w**(2*n) - 1)/(w**2 - 1) + 1)" in shown
    assert "if w**2 = 1:\n  z_n      = w**n*z/sqrt(a*n*z**2 + 1)" in shown
    assert "z_3 = " in shown and "domain:    all real z" in shown


def test_json_answer(capsys):
    assert main(["solve", "z/(1+z)", "--json", "--latex"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["status"] == "solved"
    assert record["iterate"] == "z/(n*z + 1)"
    assert record["delta"] == "(n*z + 1)**(-2)"
    assert set(record) >= {"family", "domain", "classes", "verified", "tried", "latex"}


def test_a_large_depth_is_put_in_and_not_worked_out(capsys):
    assert main(["solve", "z**2", "--depth", "1000000"]) == 0
    assert "z_1000000 = z**(2**1000000)" in capsys.readouterr().out


def test_not_found_says_what_was_tried(capsys):
    assert main(["solve", "z**2+1", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["status"] == "not-found" and record["iterate"] is None and len(record["tried"]) > 5


def test_an_expression_may_start_with_a_minus(capsys):
    assert main(["solve", "-z/2"]) == 0
    assert "(-1/2)**n*z" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("z + tahn(z)", "at column 5 is not a known function"),
        ("z/(1+", "near column"),
        ("__import__('os').system('ls')", "is not mathematics"),
        ("z.real", "at column 1"),
        ("n*z", "is the depth"),
        ("sqrt(-1)*z", "not real"),
        ("1/0", "division by zero"),
        ("((9**999)**999)*z", "bits"),
        ("", "not an expression"),
    ],
)
def test_a_bad_expression_is_one_line_and_exit_two(text, where, capsys):
    assert main(["solve", text]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("\n") == 1 and where in shown.err


def test_runs_as_a_module():
    source = Path(__file__).parents[2] / "src"
    command = [sys.executable, "-m", "closedprop", "solve", "z/(1+z)"]
    done = subprocess.run(command, env={"PYTHONPATH": str(source)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "z/(n*z + 1)" in done.stdout
