import pytest

from closedprop.approximations.in_law.quadrature_study import quadrature_study


@pytest.mark.parametrize(("q", "error"), [(0.57, 1.5e-5), (2.2, 0.017), (12.6, 0.68)])
def test_gauss_hermite_of_degree_25_errs(q, error):
    """Independent computation: +1.5e-5, +1.7 %, +68 % for tanh."""
    (row,) = quadrature_study("tanh", [q], [25], [])
    assert row["error"] == pytest.approx(error, rel=0.03)


def test_the_trapezoid_does_not():
    assert all(abs(row["error"]) < 1e-13 for row in quadrature_study("tanh", [0.57, 2.2], [], [161]))
    assert abs(quadrature_study("tanh", [12.6], [], [321])[0]["error"]) < 4e-14
