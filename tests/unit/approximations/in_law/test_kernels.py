import numpy as np
import pytest
import sympy as sp

from closedprop.approximations.in_law.kernels import Q, closed_kernel
from closedprop.approximations.in_law.variance import second_moment
from closedprop.networks import ACTIVATIONS, Activation
from closedprop.validated.gaussian_pair import pair_expectation

OWN = [
    Activation("wide_erf", "3*erf(z/2)"),
    Activation("turned", "2*sin(z/2 + 1)"),
    Activation("cosine", "cos(2*z)"),
    Activation("slow_exp", "exp(z/2)/3"),
    Activation("cubic", "z**3 - 2*z + 1"),
    Activation("gelu_by_erf", "z*(1 + erf(z/sqrt(2)))/2"),
    Activation("folded", "max(2*z, -z)", kinks={0: 0}),
]
CLOSED = [act for act in [*ACTIVATIONS.values(), *OWN] if closed_kernel(act)]


def test_what_is_recognized():
    families = {act.name: closed_kernel(act).family for act in CLOSED}
    assert families == {
        "identity": "polynomial", "relu": "two slopes", "leaky_relu": "two slopes", "abs": "two slopes", "erf": "erf",
        "sin": "sine", "exp": "exponential", "gelu": "gelu", "quadratic": "polynomial", "logistic": "polynomial",
        "wide_erf": "erf", "turned": "sine", "cosine": "sine", "slow_exp": "exponential", "cubic": "polynomial",
        "gelu_by_erf": "gelu", "folded": "two slopes",
    }  # fmt: skip
    for act in (Activation("shifted", "max(0, z + 1)", kinks={-1: 0}), Activation("both", "sin(z) + z")):
        assert closed_kernel(act) is None


@pytest.mark.parametrize("act", CLOSED, ids=lambda act: act.name)
@pytest.mark.parametrize(("q1", "q2", "c"), [(1.3, 0.7, 0.4), (0.5, 2.0, -0.8), (0.5, 0.5, 0.99)])
def test_closed_kernels_are_the_expectations(act, q1, q2, c):
    kernel, kinks, roots = closed_kernel(act), act.kink_points, np.sqrt([q1, q2])
    for function, closed in ((act, kernel.value), (act.slope, kernel.slope)):
        found = pair_expectation(
            lambda x, y, f=function: f(roots[0] * x) * f(roots[1] * y), 1 - c, kinks / roots[0], kinks / roots[1]
        )
        assert closed(q1, q2, c) == pytest.approx(found.value, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("act", CLOSED, ids=lambda act: act.name)
def test_gaps_are_differences_of_values(act):
    kernel = closed_kernel(act)
    if kernel.gap is None:
        return
    for gap in (0.2, 1.0, 1.7, 2.0):
        difference = kernel.value(0.8, 0.8, 1.0) - kernel.value(0.8, 0.8, 1 - gap)
        assert kernel.gap(0.8, gap) == pytest.approx(difference, rel=1e-13, abs=1e-14)
    slope = kernel.slope(0.8, 0.8, 1.0)
    # derived: a kink adds a term of relative size sqrt(gap), an analytic activation one of size gap
    assert kernel.gap(0.8, 1e-14) == pytest.approx(0.8 * slope * 1e-14, rel=1e-6)


@pytest.mark.parametrize("act", CLOSED, ids=lambda act: act.name)
def test_second_moments(act):
    for q in (0.3, 2.0):
        assert float(closed_kernel(act).second_moment.subs(Q, sp.Float(q, 30))) == pytest.approx(
            second_moment(act, q).value, rel=1e-12
        )
