"""Array code from an expression: NumPy functions that neither overflow nor cancel where the value exists."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

# Opaque to SymPy, so that it cannot rewrite erfc(-u) as 2 - erfc(u) and the like.
_EXPIT, _LOGADDEXP, _SECH, _ERFC = map(sp.Function, ("expit", "logaddexp", "sech_", "erfc_"))


@cache
def _modules() -> list[Any]:
    """Return where array code finds its functions; SciPy takes a third of a second to load, and exact work needs none."""
    from scipy import special

    own = {"expit": special.expit, "logaddexp": np.logaddexp, "sech_": lambda u: 1 / np.cosh(u), "erfc_": special.erfc}
    return [own, "scipy", "numpy"]


def array_function(expression: sp.Expr, z: sp.Symbol) -> Callable[[np.ndarray], np.ndarray]:
    r"""Return ``expression`` as a vectorized double-precision function of ``z``.

    The forms of :func:`stable` are used, and SymPy's own rules add ``expm1`` and ``log1p``.
    Shapes: any; result the same.    Error: a few units in the last place where the function is well conditioned.

    >>> z = sp.Symbol("z", real=True)
    >>> array_function(1 / (1 + sp.exp(-z)), z)(np.array([-800.0, 0.0]))
    array([0. , 0.5])
    """
    from sympy.codegen.rewriting import optimize, optims_numpy  # here, because few jobs need it and it loads slowly

    code = sp.lambdify(z, optimize(_with_rounded_constants(stable(expression, z), z), optims_numpy), _modules())

    def evaluated(values: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore", under="ignore"):
            return np.broadcast_to(code(values), np.shape(values)).astype(np.float64)

    return evaluated


def stable(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    r"""Return an equal expression that keeps full relative accuracy where the plain one overflows or cancels.

    :math:`\log(1 + e^u)` becomes ``logaddexp``; :math:`1 - \tanh^2 u` becomes :math:`\operatorname{sech}^2 u`;
    :math:`1 \pm \operatorname{erf} u` and :math:`2 - \operatorname{erfc} u` become ``erfc``; and with
    :math:`s(z) = 1/(1 + e^{-z})` a term with :math:`1 + e^z` below the bar becomes a polynomial in :math:`s(z), s(-z)`.
    """
    u = sp.Wild("u")
    expression = expression.replace(sp.log(1 + sp.exp(u)), _LOGADDEXP(0, u))
    expression = expression.replace(1 - sp.tanh(u) ** 2, _SECH(u) ** 2)
    expression = expression.replace(lambda node: node.is_Add, _with_complementary_error_function)
    return sp.Add(*(_in_sigmoids(term, z) for term in sp.Add.make_args(expression)))


def _with_rounded_constants(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """Round the constants of an expression once, here, and not at every call of the code."""
    if not expression.has(z):
        return expression if expression.is_Rational else expression.evalf(17)
    if not expression.args:
        return expression
    if expression.is_Add or expression.is_Mul:
        constant, rest = expression.as_independent(z, as_Add=expression.is_Add)
        parts = [_with_rounded_constants(part, z) for part in expression.func.make_args(rest)]
        return expression.func(_with_rounded_constants(constant, z), *parts)
    return expression.func(*(_with_rounded_constants(argument, z) for argument in expression.args))


def _with_complementary_error_function(total: sp.Expr) -> sp.Expr:
    constant, rest = total.as_coeff_Add()
    terms = list(sp.Add.make_args(rest))
    for i, term in enumerate(terms):
        factor, function = term.as_coeff_Mul()
        if isinstance(function, sp.erf) and constant == factor:
            terms[i] = factor * _ERFC(-function.args[0])
        elif isinstance(function, sp.erf) and constant == -factor:
            terms[i] = -factor * _ERFC(function.args[0])
        elif isinstance(function, sp.erfc) and constant == -2 * factor:
            terms[i] = -factor * _ERFC(-function.args[0])
        else:
            continue
        return sp.Add(*terms)
    return total


def _in_sigmoids(term: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """Rewrite a term with ``1 + exp(+-z)`` below the bar as a product of ``expit(z)`` and ``expit(-z)``."""
    below = sp.factor(sp.denom(sp.together(term)))
    if not below.has(1 + sp.exp(z), 1 + sp.exp(-z)):
        return term
    s, t = sp.symbols("s t", positive=True)  # expit(z), expit(-z): s + t = 1
    ratio = sp.factor(sp.together(term.subs(sp.exp(-z), t / s).subs(sp.exp(z), s / t)))
    return ratio.subs(s + t, 1).subs({s: _EXPIT(z), t: _EXPIT(-z)})
