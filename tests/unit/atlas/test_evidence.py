import json

import pytest

from closedprop.atlas.evidence import PROVED, Certified, Contradicted, Rows, check, cited, files
from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.finders import certify

DEGREE = Certified("degree", Verdict.PROVED, "of degree exactly 8", "degree $2^3$")
DOUBLED = Rows(
    "maps.csv", "maps", "twice", lambda row: int(row["y"]) == 2 * int(row["x"]), lambda row: row["map"] == "double"
)


@pytest.fixture
def results(tmp_path):
    """A folder of results: one certificate and one file of rows."""
    (tmp_path / "certificates").mkdir()
    record = certify("degree", depth=3).record()
    (tmp_path / "certificates/degree.json").write_text(json.dumps(record))
    (tmp_path / "maps.csv").write_text("map,x,y\ndouble,1,2\ndouble,2,4\ntriple,1,3\n")
    return tmp_path


def tamper(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_the_files_say(results):
    assert check(DEGREE, results) == "accepted, PROVED"
    assert check(DOUBLED, results) == "in all 2 rows"
    assert check(PROVED, results) == "the proof" and check(cited("ax1971"), results) == "cited"
    assert files([DOUBLED, PROVED, DEGREE, DOUBLED, cited("ax1971")]) == ["certificates/degree.json", "maps.csv"]


def test_a_certificate_that_was_touched(results):
    tamper(results / "certificates/degree.json", "exactly 8", "exactly 9")
    with pytest.raises(Contradicted, match=r"certificates/degree.json says: degree \$2\^3\$: its checker rejects it"):
        check(DEGREE, results)


def test_a_certificate_with_another_verdict_or_claim(results):
    with pytest.raises(Contradicted, match="the verdict is PROVED, not REFUTED"):
        check(Certified("degree", Verdict.REFUTED, "degree", "-"), results)
    with pytest.raises(Contradicted, match="without 'of degree exactly 16'"):
        check(Certified("degree", Verdict.PROVED, "of degree exactly 16", "-"), results)


def test_a_row_that_was_touched(results):
    tamper(results / "maps.csv", "double,2,4", "double,2,5")
    with pytest.raises(
        Contradicted, match=r"says: twice: not so in 1 of 2 rows, first in .*'y': '5'.*; correct the file"
    ):
        check(DOUBLED, results)


def test_rows_that_are_gone(results):
    tamper(results / "maps.csv", "double,1,2\ndouble,2,4\n", "")
    with pytest.raises(Contradicted, match="no row is about this"):
        check(DOUBLED, results)


@pytest.mark.parametrize(("old", "new"), [("map,x,y", "map,x,z"), ("double,2,4", "double,2,four")])
def test_a_column_or_number_that_is_gone(results, old, new):
    tamper(results / "maps.csv", old, new)
    with pytest.raises(Contradicted, match="no such column or number"):
        check(DOUBLED, results)


def test_a_file_that_is_gone(results):
    (results / "maps.csv").unlink()
    with pytest.raises(Contradicted, match=r"No such file or directory; make it by `\./reproduce`"):
        check(DOUBLED, results)
