from fractions import Fraction
from math import exp, isclose, tanh

from hypothesis import given
from hypothesis import strategies as st

from closedprop.obstructions.order.reduced import common_unit, reduction

fractions = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@given(
    st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(fractions, min_size=n, max_size=n), min_size=1, max_size=4))
)
def test_rows_are_recovered(rows):
    constants = [Fraction(i, 3) for i in range(len(rows))]
    found = reduction(rows, constants)
    for row, exponents, offset, constant in zip(rows, found.exponents, found.offsets, constants, strict=True):
        again = [
            sum(Fraction(m, found.denominator) * rows[j][k] for m, j in zip(exponents, found.basis, strict=True))
            for k in range(len(row))
        ]
        assert again == list(row)
        assert offset == constant - sum(
            Fraction(m, found.denominator) * constants[j] for m, j in zip(exponents, found.basis, strict=True)
        )
    assert found.is_full == (len(found.basis) == len(rows))


def test_neurons_are_moebius_functions_of_monomials():
    """tanh(h_i) from e_j = exp(2 g_j / q), in floating point: error below 1e-12."""
    rows = [[Fraction(1), Fraction(2)], [Fraction(1, 2), Fraction(1, 3)], [Fraction(3, 2), Fraction(-1)]]
    constants = [Fraction(1), Fraction(0), Fraction(1, 5)]
    found = reduction(rows, constants)
    assert len(found.basis) == 2
    x = [0.3, -0.2]
    heights = [float(row[0]) * x[0] + float(row[1]) * x[1] + float(c) for row, c in zip(rows, constants, strict=True)]
    e = [exp(2 * heights[j] / found.denominator) for j in found.basis]
    for i, h in enumerate(heights):
        w = exp(2 * float(found.offsets[i]))
        for value, m in zip(e, found.exponents[i], strict=True):
            w *= value**m
        assert isclose((w - 1) / (w + 1), tanh(h), rel_tol=1e-12)


def test_common_unit():
    assert common_unit([Fraction(3, 4), Fraction(-1, 6), Fraction(0)]) == Fraction(1, 12)
    assert common_unit([]) == common_unit([Fraction(0)]) == 1
