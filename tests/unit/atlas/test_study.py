import pytest

from closedprop.atlas import COLUMNS, Contradicted, Family, answered, evidence_files
from closedprop.atlas.cell import no, unsettled, yes
from closedprop.atlas.evidence import PROVED, Rows, cited
from closedprop.atlas.study import require_labels, rows
from closedprop.errors import Invalid

EVEN = Rows("numbers.csv", "numbers", "even", lambda row: int(row["n"]) % 2 == 0)
FAMILY = Family(
    "x",
    "the $x$",
    "any",
    {
        "CF1 CF2": yes("thm:a thm:b", EVEN, cited("ax1971"), formula="x^n"),
        "CF3": no("thm:a", PROVED),
        "CF4 CF5 CF6 CF7 law best": unsettled("not asked yet"),
    },
)


@pytest.fixture
def results(tmp_path):
    (tmp_path / "numbers.csv").write_text("n\n2\n4\n")
    return tmp_path


def test_a_record_for_each_column(results):
    records = answered(results, [FAMILY])
    assert [record["column"] for record in records] == list(COLUMNS)
    assert records[1]["group"] == ["CF1", "CF2"] and records[1]["labels"] == ["thm:a", "thm:b"]
    assert records[0]["evidence"] == [
        {"kind": "rows", "file": "numbers.csv", "rule": "numbers", "says": "even", "found": "in all 2 rows"},
        {"kind": "cited", "file": "", "rule": "", "says": "ax1971", "found": "cited"},
    ]
    assert evidence_files([FAMILY]) == ["numbers.csv"]


def test_rows_for_a_table(results):
    row = rows(answered(results, [FAMILY]))[0]
    assert row["labels"] == "thm:a thm:b" and row["evidence"] == "numbers.csv; ax1971"
    assert row["found"] == "in all 2 rows; cited" and row["answer"] == "yes"


def test_without_results_nothing_is_read():
    assert answered(None, [FAMILY])[0]["evidence"][0]["found"] == ""


def test_an_answer_falls_with_its_evidence(results):
    (results / "numbers.csv").write_text("n\n2\n3\n")
    with pytest.raises(Contradicted, match="not so in 1 of 2 rows"):
        answered(results, [FAMILY])


def test_a_label_that_the_paper_lacks():
    require_labels({"thm:a", "thm:b"}, [FAMILY])
    with pytest.raises(Invalid, match=r"the labels thm:b \(the first is named by x\): the paper does not have them"):
        require_labels({"thm:a"}, [FAMILY])
