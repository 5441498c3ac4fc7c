"""Array code from an expression: NumPy functions that neither overflow nor cancel where the value exists."""

from collections.abc import Callable

import numpy as np
import sympy as sp
from scipy import special
from sympy.codegen.rewriting import optimize, optims_numpy

_EXPIT, _LOGADDEXP, _SECH = sp.Function("expit"), sp.Function("logaddexp"), sp.Function("sech_")
_MODULES = [
    {"expit": special.expit, "logaddexp": np.logaddexp, "sech_": lambda u: 1 / np.cosh(u)},
    "scipy",
    "numpy",
]


def array_function(expression: sp.Expr, z: sp.Symbol) -> Callable[[np.ndarray], np.ndarray]:
    r"""Return ``expression`` as a vectorized double-precision function of ``z``.

    Three rewritings keep full relative accuracy where the plain formula overflows or cancels:
    :math:`\log(1 + e^u)` becomes ``logaddexp``; with :math:`s = 1/(1 + e^{-z})`, rational functions of :math:`e^z` with
    :math:`1 + e^z` below the bar become polynomials in :math:`s` and :math:`1 - s = s(-z)`; and
    :math:`1 - \tanh^2 u` becomes :math:`\operatorname{sech}^2 u`. SymPy's own rules add ``expm1`` and ``log1p``.

    Shapes: any; result the same.    Error: a few units in the last place where the function is well conditioned.

    >>> z = sp.Symbol("z", real=True)
    >>> array_function(1 / (1 + sp.exp(-z)), z)(np.array([-800.0, 0.0]))
    array([0. , 0.5])
    """
    code = sp.lambdify(z, optimize(_stable(expression, z), optims_numpy), _MODULES)

    def evaluated(values: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore", under="ignore"):
            return np.broadcast_to(code(values), np.shape(values)).astype(np.float64)

    return evaluated


def _stable(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    u = sp.Wild("u")
    expression = expression.replace(sp.log(1 + sp.exp(u)), _LOGADDEXP(0, u))
    expression = expression.replace(1 - sp.tanh(u) ** 2, _SECH(u) ** 2)
    terms = sp.Add.make_args(expression)
    return sp.Add(*(_in_sigmoids(term, z) for term in terms))


def _in_sigmoids(term: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """Rewrite a term with ``1 + exp(+-z)`` below the bar as a product of ``expit(z)`` and ``expit(-z)``."""
    below = sp.denom(sp.together(term))
    if not below.has(1 + sp.exp(z), 1 + sp.exp(-z)):
        return term
    s, t = sp.symbols("s t", positive=True)  # expit(z), expit(-z): s + t = 1
    ratio = sp.factor(sp.together(term.subs(sp.exp(-z), t / s).subs(sp.exp(z), s / t)))
    return ratio.subs(s + t, 1).subs({s: _EXPIT(z), t: _EXPIT(-z)})
