import numpy as np
import pytest
from scipy.special import dawsn

from closedprop.approximations.in_law.variance import variance_map
from closedprop.reports.variance_maps import CASES, DAWSON, variance_map_study
from closedprop.solvable.solver import solve
from closedprop.validated.gaussian import gaussian_expectation


def test_the_square_root_of_dawsons_function_has_a_moebius_variance_map():
    """E f(sqrt(q) Z)^2 = q / (1 + q), by quadrature; f saturates at 1 and has slope 1 at 0."""
    for q in (0.1, 1.0, 20.0):
        root = np.sqrt(q / 2)
        moment = gaussian_expectation(lambda z, r=root: 2 * r * z * dawsn(r * z))
        assert moment.value == pytest.approx(q / (1 + q), rel=1e-12)
    assert str(DAWSON) == "q/(q + 1)"
    assert np.sqrt(2) * 1e4 * dawsn(1e4 / np.sqrt(2)) == pytest.approx(1, rel=1e-7)


@pytest.fixture(scope="module")
def rows():
    return variance_map_study(every=4)


def test_the_study(rows):
    assert [(row["activation"], row["solved"]) for row in rows] == [
        (case.activation, solved) for case, solved in zip(CASES[::4], (1, 1, 0), strict=True)
    ]
    assert rows[0]["family"] == "affine" and rows[-1]["known"] == "cor:hypertranscendence"


def test_the_iterate_is_the_mean_field():
    """The closed iterate of the relu map, sigma_w^2 = 3/2 and sigma_b^2 = 1/5, against twelve layers of quadrature."""
    form = solve("3*z/4 + 1/5").closed_form()
    q = 2.0
    for _ in range(12):
        q = variance_map("relu", q, 1.5**0.5, 0.2**0.5)
    assert float(form.iterate(np.array([2.0]), 12)[0]) == pytest.approx(q, rel=1e-12)


def test_the_multiplier_is_the_rate(rows):
    assert (rows[-1]["activation"], rows[-1]["weight"], rows[-1]["bias"]) == ("sin", "1", "1/10")
    q, orbit = 1.0, []
    for _ in range(40):
        q = variance_map("sin", q, 1.0, 0.1**0.5)
        orbit.append(q)
    assert (orbit[14] - orbit[-1]) / (orbit[13] - orbit[-1]) == pytest.approx(rows[-1]["multiplier"], rel=1e-4)
