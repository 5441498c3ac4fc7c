r"""Carleman linearization in continuous depth: the scalar quadratic flow, where the bound is the error."""

from math import exp, expm1, inf
from typing import Any

import numpy as np

from closedprop.scalars import Invalid, Truncation


def carleman_flow(linear: float, quadratic: float, x: float, order: int, time: float) -> Truncation:
    r"""Return the solution of a scalar quadratic flow by its Carleman linearization, cut off at degree k.

    .. math:: z' = a z + b z^2, \quad z(0) = x: \qquad (z^j)' = j a\, z^j + j b\, z^{j+1} \;(j \le k), \qquad
              \tilde z(t) = \bigl[e^{tC} (x, x^2, .., x^k)\bigr]_1

    It is the limit of residual networks of one neuron with :math:`W f(z) = a z + b z^2` and small steps, and
    :math:`\tilde z = x e^{at} (1 + q + .. + q^{k-1})` with :math:`q = b x (e^{at} - 1)/a`: the Taylor polynomial in x.
    Error: :math:`|x| e^{at} |q|^k / |1 - q|`, so the Forets-Pouly ``bound`` :math:`|x| e^{at} |q|^k / (1 - |q|)` is an
    equality where b x > 0; None for :math:`|q| \ge 1`.    Cost: one exponential of a (k, k) matrix.
    Raises ``Invalid`` for an order below 1.
    Source: M. Forets and A. Pouly 2017.
    Paper: cor:carleman-flow.

    >>> print(carleman_flow(linear=1.0, quadratic=0.5, x=0.4, order=3, time=0.5))
    ~ 0.756154... + O(h^4), within 0.00166
    """
    if order < 1:
        raise Invalid(f"a Carleman linearization of order {order}", "no monomials", "ask for an order of at least 1")
    from scipy.linalg import expm  # here, because SciPy takes a third of a second to load and few jobs need it

    powers = np.arange(1, order + 1)
    lifted: Any = np.diag(linear * powers) + np.diag(quadratic * powers[:-1], 1)
    value = float(expm(time * lifted)[0] @ x**powers)
    q = abs(quadratic * x * (expm1(linear * time) / linear if linear else time))
    bound = abs(x) * exp(linear * time) * q**order / (1 - q) if q < 1 else inf
    return Truncation(value, order + 1, bound=bound if bound < inf else None)
