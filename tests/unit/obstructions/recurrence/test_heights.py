from fractions import Fraction
from math import log

import pytest

from closedprop.obstructions.recurrence.heights import certify_heights
from closedprop.obstructions.recurrence.rational_layer import RationalLayer
from closedprop.obstructions.recurrence.sequences import terms
from closedprop.scalars import Invalid, Unable, Undefined


@pytest.mark.parametrize(("layer", "start"), [("7/2*z*(1-z)", "1/3"), ("(z+2/z)/2", "1"), ("(z^3-2)/(z^2+5)", "-3/4")])
def test_heights_grow_like_powers_of_the_degree(layer, start):
    degree = RationalLayer.of(layer).degree
    heights = [max(abs(int(z.p)), int(z.q)) for z in terms({"layer": layer, "start": start, "of": "iterate"}, 9)]
    assert log(heights[-1]) / log(heights[-2]) == pytest.approx(degree, rel=0.01)


@pytest.mark.parametrize("layer", ["7/2*z*(1-z)", "(z+2/z)/2", "(z^3-2)/(z^2+5)", "z^2-29/16"])
def test_the_inequality_on_a_grid(layer):
    """H(F(z)) >= H(z)^D / B for all fractions of small height, with the B of the certificate."""
    record = certify_heights(layer=layer, start="7/11").record()
    cofactors = record["cofactors"]
    bound = max(sum(abs(c) for part in pair for c in part) for pair in (cofactors[:2], cofactors[2:]))
    f, g = record["numerator"], record["denominator"]
    degree = max(len(f), len(g)) - 1
    for q in range(1, 13):
        for p in range(-12, 13):
            z = Fraction(p, q)
            above, below = (sum(c * z**i for i, c in enumerate(part)) for part in (f, g))
            if below:
                image = above / below
                assert (
                    bound * max(abs(image.numerator), image.denominator)
                    >= max(abs(z.numerator), z.denominator) ** degree
                )


def test_what_is_claimed_of_delta():
    assert certify_heights(layer="7/2*z*(1-z)", start="1/2").data["of"] == "iterate"  # the critical point
    assert certify_heights(layer="7/2*z*(1-z)", start="1/3").data["of"] == "iterate and delta"


def test_refusals():
    with pytest.raises(Unable, match="it repeats, so it is finite"):
        certify_heights(layer="z^2-29/16", start="1/4")
    with pytest.raises(Invalid, match="use certify_recurrence"):
        certify_heights(layer="z/(1+z)", start="1/2")
    with pytest.raises(Undefined, match="not a rational function over Q"):
        certify_heights(layer="tanh(z)", start="1/2")
    with pytest.raises(Undefined, match="not a rational function over Q"):
        RationalLayer.of("sqrt(2)*z^2")
    with pytest.raises(Undefined, match="a pole"):
        certify_heights(layer="(z+2/z)/2", start="0")
