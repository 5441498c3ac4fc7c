import pytest

from closedprop.atlas import COLUMNS, Answer
from closedprop.atlas.cell import Cell, Family, moot, no, unsettled, yes
from closedprop.atlas.evidence import PROVED
from closedprop.errors import Invalid


def test_an_answer_keeps_what_it_was_given():
    cell = yes("thm:order thm:degree", PROVED, formula="x^n", note="for all $x$")
    assert (cell.answer, cell.labels, cell.evidence) == (Answer.YES, ("thm:order", "thm:degree"), (PROVED,))
    assert no("thm:order", PROVED).answer == "no" and unsettled("why").answer == "open" and moot("why").answer == "n/a"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_without_a_label_is_refused(answer):
    with pytest.raises(Invalid, match="no label; name the theorem"):
        Cell(Answer(answer), (), (PROVED,))


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_without_evidence_is_refused(answer):
    with pytest.raises(Invalid, match="no evidence; name a file of results, a work, or PROVED"):
        Cell(Answer(answer), ("thm:order",))


@pytest.mark.parametrize("answer", ["open", "n/a"])
def test_no_answer_without_a_reason(answer):
    with pytest.raises(Invalid, match="no reason; give it as a note"):
        Cell(Answer(answer), ("thm:order",), (PROVED,))


def test_every_column_has_exactly_one_answer():
    shared = {"CF1 CF2 CF3 CF4 CF5 CF6 CF7": unsettled("a"), "law": unsettled("b"), "best": unsettled("c")}
    family = Family("x", "x", "any", shared)
    assert [family[column].note for column in COLUMNS] == [*"aaaaaaabc"]
    assert [columns for columns, _ in family.cells()] == [COLUMNS[:7], ("law",), ("best",)]
    for broken, found in (
        ({"law": unsettled("b")}, "missing"),
        (shared | {"CF1": unsettled("d")}, r"twice \['CF1', 'CF1'\]"),
        (shared | {"CF8": unsettled("d")}, r"unknown \['CF8'\]"),
    ):
        with pytest.raises(Invalid, match=found):
            Family("x", "x", "any", broken)


def test_an_unknown_column():
    with pytest.raises(Invalid, match="the column 'CF8': unknown; did you mean"):
        Family("x", "x", "any", {" ".join(COLUMNS): unsettled("a")})["CF8"]
