import pytest

from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.obstructions.horseshoe.certify import certify_horseshoe
from closedprop.scalars import Invalid, Unable


def test_the_block_of_the_paper():
    found = certify_horseshoe()
    assert found.verdict is Verdict.PROVED and found.data["iterate"] == 1 and check(found) is Verdict.PROVED
    assert (
        certify_horseshoe("tanh").record()
        == certify_horseshoe(block=TANH_BLOCK, iterate=1, intervals=[["-1", "-1/4"], ["1/4", 1]]).record()
    )


@pytest.mark.parametrize("name", ["relu", "gelu", "quadratic"])
def test_an_activation(name):
    found = certify_horseshoe(name, most_iterates=2)
    assert check(found) is Verdict.PROVED and name in found.claim


@pytest.mark.parametrize("text", ["4*z*(1-z)", "7/2*sin(z)", "z**2 - 2", "3*z*exp(1 - z**2) - z"])
def test_a_map(text):
    found = certify_horseshoe(map=text)
    assert check(found) is Verdict.PROVED and found.data["block"] == {"map": text}


def test_crossings_of_an_iterate():
    found = certify_horseshoe(map="4*z*(1-z)", most_iterates=2, crossings=2)
    assert [len(part["intervals"]) for part in found.data["crossings"]] == [2, 6]
    assert "F^(2n) crosses a level at least 2^n times" in found.claim and check(found) is Verdict.PROVED


def test_a_pole_is_refused():
    """The ends of both intervals are mapped to -13.3 and 13.3, around a pole."""
    with pytest.raises(
        Unable, match=r"a horseshoe of 10/z .*: not proved to be continuous on \[-1, 1/2\]; choose intervals"
    ):
        certify_horseshoe(map="10/z + 10/(z-2)", iterate=1, intervals=[[-1, "1/2"], ["3/2", 3]])


def test_messages():
    with pytest.raises(Invalid, match="a horseshoe: activation and map; give one of activation, map and block"):
        certify_horseshoe("tanh", map="z")
    with pytest.raises(Invalid, match="intervals without an iterate, or the other way round; give both or neither"):
        certify_horseshoe(iterate=2)
    with pytest.raises(Invalid, match="iterate 1 with the ends 0, 1, 1, 2; give two or more disjoint intervals"):
        certify_horseshoe(block=TANH_BLOCK, iterate=1, intervals=[[0, 1], [1, 2]])
    with pytest.raises(Unable, match=r"a horseshoe of 2\*tanh\(z\): none up to iterate 1"):
        certify_horseshoe(block=Block.of("tanh", [1], [0], [2]), most_iterates=1)
    with pytest.raises(Unable, match="a covering of"):
        certify_horseshoe(block=TANH_BLOCK, iterate=1, intervals=[[-3, -2], [2, 3]])
