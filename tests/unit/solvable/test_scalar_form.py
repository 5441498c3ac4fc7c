"""From compositions to closed forms: the doubles, the messages."""

import flint
import numpy as np
import pytest

from closedprop.scalars import EXPRESSIONS, FLOATS, RATIONALS, Invalid, Unable, Undefined
from closedprop.solvable.isru import ISRU
from closedprop.solvable.moebius import MOEBIUS
from closedprop.solvable.scalar_form import certified, integer, to_float
from closedprop.solvable.softsign import SOFTSIGN


def test_a_double_is_certified_or_refused():
    assert certified(lambda: flint.arb(2).sqrt()) == 2**0.5
    assert certified(lambda: flint.arb(0)) == 0
    with pytest.raises(Unable, match="undecided at 256 bits"):
        certified(lambda: flint.arb("nan"), 256)


def test_beyond_the_doubles():
    assert to_float(flint.arb(10) ** 400) == float("inf") and to_float(-(flint.arb(10) ** 400)) == float("-inf")
    assert to_float(flint.arb(10) ** -400) == 0


def test_messages():
    with pytest.raises(Invalid, match="give an integer >= 0"):
        SOFTSIGN.tied((1, 1), FLOATS).iterate([1.0], -1)
    with pytest.raises(Invalid, match="give an integer >= 1"):
        integer(0, "the degree d")
    with pytest.raises(Undefined, match="use over=FLOATS or BALLS"):
        ISRU.tied((1, 1), RATIONALS)
    with pytest.raises(Undefined, match="no closed form there"):
        SOFTSIGN.tied((1, 1), EXPRESSIONS)
    with pytest.raises(Invalid, match="give an integer from 0 to 2"):
        SOFTSIGN.untied([(1, 1), (2, 1)], FLOATS).iterate([1.0], 3)
    with pytest.raises(Undefined, match="pole"):
        MOEBIUS.tied((1, 1, 1, -1), RATIONALS).iterate([1], 1)


def test_a_prefix_of_the_layers():
    form = SOFTSIGN.untied([(2.0, 1.0), (3.0, 1.0)], FLOATS)
    assert form.iterate([1.0], 0) == [1.0] and form.iterate([1.0], 1) == [1.0]
    assert np.allclose(form.iterate([1.0], 2), [1.5], rtol=1e-15)
