"""A solvable family of networks: the layer, the conjugacy that solves it, and its closed form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.scalars import FLOATS, Invalid, Scalars
from closedprop.solvable.closed_form import CLASSES, ClosedForm

Layer = Any
"""The parameters of one layer, whatever the family takes."""


@dataclass(frozen=True, eq=False)
class Family:
    r"""A family of layers :math:`F_l = \varphi_{l+1}^{-1} \circ A_l \circ \varphi_l` whose products are closed.

    ``step(layer, z, over)`` is one layer map and ``pull(layer, z, delta, over)`` its transposed Jacobian at z applied to
    delta: together the recursion. ``tied(layer, over)`` and ``untied(layers, over)`` return its closed form; ``untied`` is
    ``None`` where only equal layers are solved. ``draw(rng, exact)`` returns random parameters of one layer and
    ``start(rng, layer, exact)`` an input in the domain, as fractions if ``exact``. ``systems`` are the number systems it runs over.
    ``formulas`` are LaTeX: the layer, phi, A, the iterate and delta.
    ``z`` and ``delta`` are arrays of shape (N,), scalars shape (1,), so that scalar and vector families are one thing.
    Raises ``Invalid`` for an unknown class.
    Paper: prop:conjugacy.
    """

    name: str
    dimension: str  # "scalar" or "vector"
    formulas: dict[str, str]  # keys: layer, phi, A, iterate, delta
    classes: frozenset[str]
    domain: str
    source: str
    label: str
    step: Callable[[Layer, np.ndarray, Scalars], np.ndarray]
    pull: Callable[[Layer, np.ndarray, np.ndarray, Scalars], np.ndarray]
    tied: Callable[[Layer, Scalars], ClosedForm]
    untied: Callable[[Sequence[Layer], Scalars], ClosedForm] | None
    draw: Callable[[np.random.Generator, bool], Layer]
    start: Callable[[np.random.Generator, Layer, bool], Any]
    systems: tuple[Scalars, ...] = (FLOATS,)

    def __post_init__(self):
        unknown = sorted(set(self.classes) - set(CLASSES))
        if unknown:
            raise Invalid(f"the family {self.name}", f"classes {unknown}", f"use {', '.join(CLASSES)}")
        missing = sorted({"layer", "phi", "A", "iterate", "delta"} - set(self.formulas))
        if missing:
            raise Invalid(f"the family {self.name}", f"no formula for {missing}", "give all five, in LaTeX")

    def recursion(self, layers: Sequence[Layer], x: Any, over: Scalars = FLOATS) -> list[np.ndarray]:
        """Return :math:`z^{(1)}, .., z^{(n+1)}` by applying the n layers one after another."""
        z = [over.array(x)]
        for layer in layers:
            z.append(self.step(layer, z[-1], over))
        return z

    def backpropagation(self, layers: Sequence[Layer], x: Any, delta_top: Any, over: Scalars = FLOATS) -> np.ndarray:
        """Return :math:`\\delta^{(1)}` by the recursion: what every closed form is compared with."""
        z, delta = self.recursion(layers, x, over), over.array(delta_top)
        for layer, at in zip(reversed(layers), reversed(z[:-1]), strict=True):
            delta = self.pull(layer, at, delta, over)
        return delta
