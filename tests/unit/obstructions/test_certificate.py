import subprocess
import sys
from pathlib import Path

import pytest

from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checked import checked
from closedprop.obstructions.checkers import CHECKERS, check
from closedprop.obstructions.finders import CERTIFIERS, finder
from closedprop.scalars import Invalid, Unable

SOME = Certificate("order", "It holds.", Verdict.PROVED, "thm:x", {"order": 3})


def test_flat_record_and_back():
    assert Certificate.of(SOME.record()) == SOME
    assert list(SOME.record())[:4] == ["kind", "claim", "verdict", "paper"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("PROVED", "give a JSON object"),
        ({"kind": "order"}, "no text under claim"),
        (SOME.record() | {"verdict": "CERTAIN"}, "use one of PROVED, REFUTED, UNKNOWN"),
        (SOME.record() | {"paper": 3}, "no text under paper"),
    ],
)
def test_what_is_no_certificate(record, message):
    with pytest.raises(InvalidCertificate, match=message):
        Certificate.of(record)
    with pytest.raises(InvalidCertificate):
        check(record)


def test_an_unknown_kind():
    with pytest.raises(InvalidCertificate, match="did you mean order"):
        check(SOME.record() | {"kind": "ordre"})
    with pytest.raises(Invalid, match="did you mean order"):
        finder("ordre")


def test_every_finder_has_a_checker():
    assert set(CERTIFIERS) == set(CHECKERS)
    assert all(callable(finder(kind)) for kind in CERTIFIERS)


def test_a_rejected_certificate_stops_the_run():
    with pytest.raises(Unable, match=r"rejected: broken \("):
        checked({"broken": SOME.record()})


def test_checkers_load_no_finder():
    """Also at run time: importing every checker leaves the finders unloaded."""
    modules = [f"closedprop.obstructions.checkers.{name}" for name in CHECKERS.values()]
    homes = sorted({home.split(":")[0] for home in CERTIFIERS.values()})
    load = f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)"
    code = f"{load}\nprint([name for name in {homes} if name in sys.modules])"
    source = Path(__file__).parents[3] / "src"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(source)}, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
