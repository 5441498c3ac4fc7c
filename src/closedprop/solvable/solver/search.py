"""The methods in their order, and the answer."""

import time
from collections.abc import Callable

import sympy as sp

from closedprop.networks import Network
from closedprop.scalars import EXPRESSIONS, Invalid
from closedprop.solvable.solver.angles import solve_rational
from closedprop.solvable.solver.answer import NotFound, Solved
from closedprop.solvable.solver.conjugacy import solve_conjugate
from closedprop.solvable.solver.form import Case, Form, derivative
from closedprop.solvable.solver.homogeneous import solve_homogeneous
from closedprop.solvable.solver.inverse import solve_inverse
from closedprop.solvable.solver.koenigs import HIGHEST, TERMS, solve_koenigs
from closedprop.solvable.solver.lattes import solve_lattes
from closedprop.solvable.solver.limits import limited, patience
from closedprop.solvable.solver.moebius import solve_moebius
from closedprop.solvable.solver.piecewise import solve_piecewise
from closedprop.solvable.solver.polynomial import HIGHEST_DEGREE, solve_monomial, solve_polynomial
from closedprop.solvable.solver.reading import read
from closedprop.solvable.solver.substitution import solve_substituted
from closedprop.solvable.solver.verification import case_holds, verify

#: General before particular; each with what it covers, for the list of what was tried.
METHODS: tuple[tuple[str, Callable[[sp.Expr], Form | None]], ...] = (
    ("affine and Moebius maps", solve_moebius),
    (f"polynomials conjugate to powers or Chebyshev maps, degree <= {HIGHEST_DEGREE}", solve_polynomial),
    ("monomials with any exponent", solve_monomial),
    (f"rational maps Moebius conjugate to these, degree <= {HIGHEST_DEGREE}", solve_rational),
    ("duplication on an elliptic curve, degree 4", solve_lattes),
    ("normalized powers w z/(1 + a |z|^p)^(1/p), p as it occurs or <= 6", solve_homogeneous),
    ("one kink: homogeneous, clipped, tent", solve_piecewise),
    ("inverse branches of rational maps, degree <= 6", solve_inverse),
    ("conjugacy to a Moebius map by compositions of up to 3 elementary functions", solve_conjugate),
    ("changes of variable to these rational maps, by up to 12 powers and functions in the layer", solve_substituted),
    (
        "Koenigs series at rational fixed points of rational multiplier, maps without parameters: algebraic of degree <= 2 "
        f"or first-order differential relations, degree <= {HIGHEST} in z, {TERMS} terms",
        solve_koenigs,
    ),
)
#: Seconds a call may take, one method within it, and the check of one special case.
LIMIT, METHOD_LIMIT, CASE_LIMIT = 15.0, 6.0, 1.5


def solve(layer: str | sp.Expr | Network, limit: float = LIMIT) -> Solved | NotFound:
    r"""Return a verified closed form of the iterates of a tied scalar layer map and of its delta, or what was tried.

    .. math:: z_n = F^n(z), \qquad \delta_n = (F^n)'(z)

    Every returned form passed the verification of :mod:`closedprop.solvable.solver.verification` on the domain stated
    with it: 50 digits against the recursion at random points and parameters, or an exact identity as well.
    ``layer`` is text, a SymPy expression in ``z`` and parameters, or a weight-tied network of width 1.
    Cost: at most ``limit`` seconds of processor time, typically one or two.
    Raises ``Invalid`` for text that is not mathematics and for a network that is wide or untied.
    Paper: thm:solver-soundness.

    >>> solve("z/(1 + z)").iterate
    z/(n*z + 1)
    """
    expression = _unfolded(_layer_map(layer))
    deadline = time.process_time() + limit * patience()
    tried: list[str] = []
    for name, method in METHODS:
        remaining = min(METHOD_LIMIT, (deadline - time.process_time()) / patience())
        if remaining <= 0:
            tried.append(f"{name}: no time left of {limit:g} s")
            continue
        answer, finished = None, False
        with limited(remaining):
            answer = _attempt(expression, method, (*tried, name))
            finished = True
        if answer is not None:
            return answer
        tried.append(name if finished else f"{name}: stopped after {remaining:.1f} s")
    return NotFound(expression, tuple(tried))


def _attempt(layer: sp.Expr, method: Callable[[sp.Expr], Form | None], tried: tuple[str, ...]) -> Solved | None:
    try:
        form = method(layer)
        verdict = verify(layer, form) if form is not None else None
    except Exception:
        return None  # what SymPy cannot do with this layer; the next method may
    if form is None or verdict is None or not verdict.holds:
        return None
    cases = []
    for condition, iterate in form.cases:
        with limited(CASE_LIMIT):
            if case_holds(layer, condition, iterate, form):
                cases.append(Case(condition, iterate, derivative(iterate)))
    return Solved(
        layer, form.iterate, form.slope(), form.family, verdict.domain, form.classes, verdict.how,
        form.phi, form.core, tuple(cases), tried,
    )  # fmt: skip


def _layer_map(layer: str | sp.Expr | Network) -> sp.Expr:
    """Return the layer map as an expression in z."""
    if isinstance(layer, str):
        return read(layer)
    if isinstance(layer, Network):
        if not layer.is_tied or set(layer.widths) != {1}:
            raise Invalid("a closed form in depth", f"widths {layer.widths}", "give a weight-tied network of width 1")
        exact = layer.exactly()
        weight, bias = (EXPRESSIONS.convert(values[0].ravel()[0]) for values in (exact.weights, exact.biases))
        return weight * layer.activation.expression + bias
    real = {symbol: sp.Symbol(symbol.name, real=True) for symbol in layer.free_symbols}
    return sp.nsimplify(layer, rational=True).xreplace(real)


def _unfolded(layer: sp.Expr) -> sp.Expr:
    """Return the layer with roots of squares as moduli, so that no kink hides in ``sqrt(z**2 - 2*z + 1)``."""

    def factored(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
        with limited(1.0):
            base = sp.factor(base)
        return base**exponent

    return layer.replace(
        lambda part: part.is_Pow and part.exp.is_Rational and not part.exp.is_Integer and part.base.is_Add,
        lambda part: factored(*part.args),
    )
