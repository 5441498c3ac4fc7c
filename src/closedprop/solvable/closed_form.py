"""What a solvable family of networks delivers: iterate and delta without the layers in between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.scalars import Invalid

#: The classes of expressions in the depth n (the paper's definition of "closed form").
CLASSES: Mapping[str, str] = {
    "CF1": "C-finite: sums of poly(n) lambda^n",
    "CF2": "P-recursive in n",
    "CF3": "bounded size, algebraic",
    "CF4": "bounded size, Pfaffian",
    "CF5": "bounded size, D-algebraic",
    "CF6": "evaluable in polylogarithmic parallel time",
    "CF7": "expressions whose zeros can be decided",
}


@dataclass(frozen=True, eq=False)
class ClosedForm:
    r"""A closed form of one network: of its iterate and of its delta.

    .. math:: \texttt{iterate}(x, n) = z^{(1+n)}, \qquad
              \texttt{delta}(x, \delta^{(1+n)}, n) = \delta^{(1)} = (\partial z^{(1+n)} / \partial x)^{\top}\, \delta^{(1+n)}

    ``n`` counts layer maps. ``domain`` says for which x it holds; ``classes`` are keys of :data:`CLASSES`; ``statement`` is
    the theorem in one line and ``label`` its label in the paper. A family given by a conjugacy
    :math:`F = \varphi^{-1} \circ A \circ \varphi` fills the same fields: iterate from the powers of A, delta by the chain rule.
    Raises ``Invalid`` for an unknown class.
    """

    name: str
    iterate: Callable[[Any, int], np.ndarray]
    delta: Callable[[Any, Any, int], np.ndarray]
    domain: str
    classes: frozenset[str]
    statement: str
    label: str

    def __post_init__(self):
        unknown = sorted(set(self.classes) - set(CLASSES))
        if unknown:
            raise Invalid(f"the closed form {self.name}", f"classes {unknown}", f"use {', '.join(CLASSES)}")
