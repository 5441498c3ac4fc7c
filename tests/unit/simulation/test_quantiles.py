from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closedprop.scalars import Invalid, Unable
from closedprop.simulation import QuantileSketch

POSITIVE = st.lists(st.floats(min_value=0, allow_nan=False, allow_infinity=False), min_size=1, max_size=40)


@given(POSITIVE, st.integers(0, 40))
def test_merging_is_exact(values, cut):
    whole = QuantileSketch.of(values)
    assert QuantileSketch.of(values[cut:]) + QuantileSketch.of(values[:cut]) == whole
    assert QuantileSketch.read(whole.text()) == whole


@given(POSITIVE, st.floats(0.01, 1))
def test_a_quantile_lies_in_its_bin(values, share):
    low, high = QuantileSketch.of(values).quantile(share)
    truth = sorted(values)[ceil(share * len(values)) - 1]
    assert low <= truth <= high
    if truth > 1e-300 and high < np.inf:  # among the subnormal doubles the ends of a bin may be rounded to one number
        assert truth < high <= 1.011 * low


def test_powers_of_two_open_a_bin():
    for value in (2.0**-1022, 0.5, 1.0, 2.0, 2.0**1023):
        low, high = QuantileSketch.of([value]).quantile(0.5)
        assert low == value < high


def test_memory_is_that_of_the_bins():
    values = np.random.default_rng(0).lognormal(size=20000)
    assert len(QuantileSketch.of(values).counts) < 1000


def test_refusals():
    with pytest.raises(Unable, match="negative or not finite"):
        QuantileSketch.of([-1.0])
    with pytest.raises(Invalid, match="of 0 samples: undefined"):
        QuantileSketch().quantile(0.5)
    with pytest.raises(Invalid, match="the quantile at 0 of 1 samples"):
        QuantileSketch.of([1.0]).quantile(0)
