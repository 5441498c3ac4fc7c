import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closedprop.scalars import Invalid, Unable
from closedprop.simulation import Moments

SAMPLES = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=2, max_size=30)


@given(SAMPLES, st.randoms(use_true_random=False), st.integers(0, 30))
def test_merging_is_exact_in_any_order(values, random, cut):
    shuffled = list(values)
    random.shuffle(shuffled)
    whole = Moments.of(values)
    assert Moments.of(shuffled[:cut]) + Moments.of(shuffled[cut:]) == whole == whole + Moments()


def test_no_cancellation_far_from_zero():
    values = 1e9 + np.array([0.0, 1.0, 2.0, 3.0])
    estimate = Moments.of(values).estimate(seed=0)
    assert estimate.mean == 1e9 + 1.5
    assert estimate.stderr == pytest.approx(np.sqrt(5 / 3 / 4), rel=1e-15)


def test_refusals():
    with pytest.raises(Unable, match="a value that is not finite; condition on what is finite"):
        Moments.of([1.0, -np.inf])
    with pytest.raises(Invalid, match="1 samples; give at least 2"):
        Moments.of([1.0]).estimate(seed=0)
