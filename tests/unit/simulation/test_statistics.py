from fractions import Fraction

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


@given(SAMPLES)
def test_power_sums_and_text_are_exact(values):
    moments = Moments.of(values)
    assert moments.sums == tuple(sum(Fraction(x) ** k for x in values) for k in (1, 2, 3, 4))
    assert Moments.read(moments.text()) == moments


def test_extreme_doubles():
    values = [5e-324, -1.7976931348623157e308, 0.0, 1.0]
    moments = Moments.of(values)
    assert moments.sums == tuple(sum(Fraction(x) ** k for x in values) for k in (1, 2, 3, 4))
    assert Moments.read(moments.text()) == moments


def test_no_cancellation_far_from_zero():
    values = 1e9 + np.array([0.0, 1.0, 2.0, 3.0])
    estimate = Moments.of(values).estimate(seed=0)
    assert estimate.mean == 1e9 + 1.5
    assert estimate.stderr == pytest.approx(np.sqrt(5 / 3 / 4), rel=1e-15)


def test_third_and_fourth_moments():
    values = np.random.default_rng(1).standard_exponential(50)
    moments, centered = Moments.of(values), values - values.mean()
    assert moments.variance == pytest.approx(np.var(values, ddof=1), rel=1e-13)
    assert moments.skewness == pytest.approx(np.mean(centered**3) / np.std(values) ** 3, rel=1e-12)
    assert moments.kurtosis == pytest.approx(np.mean(centered**4) / np.std(values) ** 4, rel=1e-12)


def test_refusals():
    with pytest.raises(Unable, match="a value that is not finite; condition on what is finite"):
        Moments.of([1.0, -np.inf])
    with pytest.raises(Invalid, match="1 samples; give at least 2"):
        Moments.of([1.0]).estimate(seed=0)
    with pytest.raises(Invalid, match="central moment of order 5 of 1 samples: undefined"):
        Moments.of([1.0]).central(5)
    with pytest.raises(Unable, match="all samples are equal"):
        _ = Moments.of([1.0, 1.0]).skewness
