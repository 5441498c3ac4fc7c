"""The compiled paper, as a reader gets it: its text can be searched, its links lead somewhere, its body is short."""

import re

import pypdf
import pytest

from closedprop.reports.catalogue import FIGURES, TABLES
from closedprop.reports.links import code_of, statements
from closedprop.reports.numbers import NUMBERS

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("smoke")]
BUILD = "build/smoke/paper"


@pytest.fixture(scope="module")
def pdf(finished):
    return pypdf.PdfReader(finished.path / BUILD / "closed-backprop.pdf")


@pytest.fixture(scope="module")
def text(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


@pytest.fixture(scope="module")
def actions(pdf):
    """The actions of all links."""
    links = [link.get_object() for page in pdf.pages for link in page.get("/Annots", [])]
    return [link["/A"].get_object() for link in links if "/A" in link]


def test_every_reference_is_resolved(text):
    assert "??" not in text


def test_words_with_ligatures_can_be_searched(text):
    assert not re.findall("[\ufb00-\ufb06]", text)
    for word in ("coefficient", "difference", "finite", "affine"):
        assert word in text


def test_nothing_was_overlooked(finished):
    """What compiling refuses: an overfull line, an undefined reference, a link without its target."""
    told = (finished.path / BUILD / "build/closed-backprop.log").read_text(errors="replace")
    assert [float(width) for width in re.findall(r"Overfull \\hbox \((\S+)pt", told) if float(width) > 1] == []
    assert not re.search(r"Warning: (Reference|Citation|There were|Label)|\(dest\)", told)


def test_every_link_to_a_file_has_its_file(finished, actions):
    addresses = {action["/URI"] for action in actions if action["/S"] == "/URI"}
    files = {address.removeprefix("../") for address in addresses if address.startswith("../")}
    assert [file for file in sorted(files) if not (finished.path / file).is_file()] == []
    drawn = {code_of("figures", name) for name in FIGURES} | {code_of("tables", name) for name in TABLES}
    assert drawn | {homes[0] for homes in statements(finished.path).values()} <= files


def test_every_number_and_every_caption_leads_to_its_origin(pdf, actions):
    targets = {str(action["/D"]) for action in actions if action["/S"] == "/GoTo"}
    assert targets <= set(pdf.named_destinations)
    assert {f"number:{key}" for key in NUMBERS} <= targets
    assert {f"data:fig:{name}" for name in FIGURES} <= targets


def test_the_body_is_short(finished):
    auxiliary = (finished.path / BUILD / "build/closed-backprop.aux").read_text(errors="replace")
    first, last = (
        int(re.search(rf"\\newlabel\{{{label}\}}\{{\{{.*?\}}\{{(\d+)\}}", auxiliary)[1])
        for label in ("sec:question", "page:end")
    )
    assert last - first + 1 <= 46
