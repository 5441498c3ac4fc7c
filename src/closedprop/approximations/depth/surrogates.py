r"""Solvable surrogates: the activation replaced by one whose layers compose in closed form, of one neuron or of many."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, log, sqrt
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.algebra.geometric import geometric_sum, products_and_sum
from closedprop.approximations.depth.critical import CriticalExpansion, critical_expansion
from closedprop.approximations.depth.perturbation import perturbation, perturbation_bound
from closedprop.approximations.depth.saturation import Saturation, saturation
from closedprop.networks import Network
from closedprop.networks.activation import Z
from closedprop.networks.gramian import isru_delta, isru_tied_delta
from closedprop.scalars import (
    BALLS,
    EXPRESSIONS,
    FLOATS,
    Exact,
    Invalid,
    Scalars,
    Truncation,
    Unable,
    Undefined,
    evaluate,
)
from closedprop.validated.rounding import depth_of, enter, evaluated

_NEAR = 2.0**-48  # derived: the sum of a few hundred rounded products
_UP = 1 + 1e-9  # derived: covers the rounding of norms and differences


@dataclass(frozen=True, eq=False)
class Surrogate:
    r"""A network whose activation is replaced by a solvable one: what is needed of it at every depth.

    One neuron: :math:`g(z) = c z / (1 + a|z|^p)^{1/p}`. Many: :math:`c z / \sqrt{1 + a_N |z|^2}` of the vector z,
    :math:`a_N = 3 a / (N + 2)`.
    """

    network: Network
    saturation: Saturation
    exact: bool

    @cached_property
    def tied(self) -> bool:
        """Whether all layers are equal."""
        return self.network.is_tied

    @property
    def scalar(self) -> bool:
        """Whether every layer has one neuron."""
        return set(self.network.widths) == {1}

    @cached_property
    def strengths(self) -> list[sp.Expr]:
        """The strengths a_N of the layers of many neurons."""
        widths = self.network.widths[:1] if self.tied else self.network.widths[:-1]
        return [3 * self.saturation.strength / (width + 2) for width in widths]

    def delta(self, x: Any, delta_top: Any, depth: int, over: Scalars = FLOATS) -> np.ndarray:
        """Return delta^(1) of the surrogate network, exactly up to rounding. See :func:`surrogate`."""
        if over not in (FLOATS, BALLS):
            raise Undefined(f"a surrogate over {over}", "roots", "use over=FLOATS or BALLS")
        steps = self._steps(depth)
        for name, given, width in (("x", x, self.network.widths[0]), ("delta^(L)", delta_top, self.network.widths[-1])):
            if np.shape(given) != (width,):
                raise Invalid(f"{name} of a surrogate", f"shape {np.shape(given)}", f"give it shape ({width},)")
        formula = self._scalar if self.scalar else self._vector
        weights = [enter(weight, over) for weight in self._weights]
        return evaluated(lambda _: formula(weights, enter(x, over), enter(delta_top, over), steps), over)

    def truncation(self, x: Any, delta_top: Any, depth: int, over: Scalars = FLOATS) -> Truncation | Exact:
        """Return delta^(1) of the surrogate network with its order and its bound. See :func:`surrogate`."""
        value = self.delta(x, delta_top, depth, over)
        order = self.saturation.order if self.scalar else 2
        if order is None:
            return Exact((value,))
        return Truncation((value,), int(order), bound=self._bound(value, x, delta_top, depth, over))

    @property
    def _weights(self) -> Any:
        return self.network.weights[:1] if self.tied else self.network.weights

    def _steps(self, depth: int) -> int:
        if not self.tied and depth != self.network.depth:
            raise Invalid(
                f"a surrogate at depth {depth}",
                f"an untied network of depth {self.network.depth}",
                "leave the depth out",
            )
        return depth_of(depth - 1)

    def _scalar(self, weights: list[np.ndarray], x: np.ndarray, top: np.ndarray, steps: int) -> np.ndarray:
        c, a = _ball(self.saturation.slope), _ball(self.saturation.strength)
        factors = [weight[0, 0] * c for weight in weights]
        p = self.saturation.exponent
        if len(factors) == 1:
            product, total = factors[0] ** steps, a * geometric_sum(_power(abs(factors[0]), p), steps, BALLS)
        else:
            product = products_and_sum(factors, [a] * steps, BALLS)[0]
            total = products_and_sum([_power(abs(factor), p) for factor in factors], [a] * steps, BALLS)[1]
        base = 1 + _power(abs(x[0]), p) * total
        return product / (base * base ** _ball(sp.Rational(p.denominator, p.numerator))) * top

    def _vector(self, weights: list[np.ndarray], x: np.ndarray, top: np.ndarray, steps: int) -> np.ndarray:
        c = _ball(self.saturation.slope)
        layers = [
            (weight * c, _ball(a) * BALLS.array(np.eye(weight.shape[1], dtype=int)))
            for weight, a in zip(weights, self.strengths, strict=True)
        ]
        if self.tied:
            return isru_tied_delta(*layers[0], x, top, steps, BALLS)
        return isru_delta(layers, x, top, BALLS)

    def _bound(self, value: np.ndarray, x: Any, delta_top: Any, depth: int, over: Scalars) -> float | None:
        if not self.exact:
            return None
        inputs, tops = (_floats(values) for values in (x, delta_top))
        size, top = float(np.linalg.norm(inputs)) * _UP, float(np.linalg.norm(tops)) * _UP
        norms = [float(np.linalg.norm(FLOATS.array(weight), 2)) * _UP for weight in self._weights]
        known, steps = self.saturation, self._steps(depth)
        if not self.scalar:
            known = replace(known, strength=max(self.strengths))
        found = perturbation(self.network.activation, known, self._reach(size, norms, steps), radial=not self.scalar)
        bound = inf
        if found is not None:
            bound = sqrt(len(inputs)) * perturbation_bound(found, norms, steps, size, top)
        bound = min(bound, self._critical_bound(value, x, delta_top, depth, over))
        return bound if bound < inf else None

    def _reach(self, size: float, norms: list[float], steps: int) -> float:
        """Return a bound on every preactivation of the network and of its surrogate."""
        c, a, p = self.saturation.parameters
        growth = max(norms) * abs(c)
        if growth <= 1:
            return size
        offset = float(self.saturation.offset)
        low, high = self.network.activation.range
        width = max(self.network.widths)
        strongest = max(abs(low - offset), abs(high - offset)) * sqrt(width)
        own = abs(c) * a ** (-1 / p) if self.scalar else abs(c) / sqrt(min(map(float, self.strengths)))
        grown = size * growth**steps if steps * log(growth) < 700 else inf
        return max(size, min(max(norms) * max(strongest, own), grown))

    def _critical_bound(self, value: np.ndarray, x: Any, delta_top: Any, depth: int, over: Scalars) -> float:
        """Return the distance to the depth asymptotics plus their error: at a critical weight it is the error itself."""
        if self._critical is None:
            return inf
        try:
            truth = self._critical.truncation(x, delta_top, depth, over=over)
        except Unable:
            return inf
        if truth.bound is None:
            return inf
        distance = abs(truth.value[0][0] - value[0])
        return (float(distance.upper()) if over is BALLS else float(distance)) * _UP + truth.bound * _UP

    @cached_property
    def _critical(self) -> CriticalExpansion | None:
        weight = FLOATS.array(self.network.weights[0])
        critical = self.scalar and self.tied and abs(abs(weight[0, 0] * float(self.saturation.slope)) - 1) < _NEAR
        return critical_expansion(self.network) if critical and self.network.activation.is_analytic else None


def surrogate_network(network: Network, fit: str = "matched") -> Surrogate:
    """Return the surrogate of a network whose activation is odd about 0 and whose biases cancel f(0).

    Raises as :func:`surrogate` does.
    """
    many = set(network.widths) != {1}
    chosen = saturation(network.activation, fit)
    if many and (fit != "matched" or not network.activation.is_analytic):
        raise Undefined(
            "a surrogate of several neurons",
            f"the fit {fit} of {network.activation.name}",
            'use fit="matched" and a smooth activation',
        )
    offset = float(chosen.offset)
    exact = True
    for weight, bias in zip(network.weights, network.biases, strict=True):
        floats = FLOATS.array(weight), FLOATS.array(bias)
        size = np.abs(floats[0]).sum(axis=1) * abs(offset) + np.abs(floats[1])
        if (np.abs(floats[0].sum(axis=1) * offset + floats[1]) > _NEAR * size).any():
            raise Undefined(
                f"a surrogate of {network.activation.name} with this bias",
                "W f(0) + b is not 0, no closed form",
                "use moebius_surrogate, or a bias that cancels f(0)",
            )
        exact = exact and (not (bias.any() or offset) or _cancels(weight, bias, chosen.offset))
    return Surrogate(network, chosen, exact)


def surrogate(
    network: Network, x: Any, delta_top: Any, depth: int, fit: str = "matched", over: Scalars = FLOATS
) -> Truncation | Exact:
    r"""Return delta^(1) of the network with a solvable activation in place of f, closed in depth.

    One neuron, :math:`f(0) + c z / (1 + a|z|^p)^{1/p}`, with :math:`P_k = \prod_{j \le k} c w_j`:

    .. math:: \tilde\delta^{(1)} = \frac{P_n}{(1 + |x|^p S)^{1 + 1/p}}\, \delta^{(L)}, \qquad S = a \sum_{k<n} |P_k|^p

    Several neurons, :math:`f(0) + c z / \sqrt{1 + a_N |z|^2}`, :math:`a_N = 3a / (N + 2)`: the mean over directions of the cubic
    term of f. Layers may differ, then all are passed; equal ones take O(log n) products.
    ``fit`` is that of :func:`closedprop.approximations.depth.saturation.saturation`.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],).
    Error: :math:`O(h^q)`, h the amplitude of x: q = 4 for one neuron, matched; 2 for several; min(2, p) fitted, in the
    result rounded down to an integer; none
    (``Exact``) for one neuron with softsign or isru. The bound is proved; None where f' is not at most f'(0), where biases
    cancel up to rounding only, or where it overflows.
    Cost: O(log n), for equal layers.
    Raises ``Undefined`` for an activation that is not odd about 0, a bias that does not cancel f(0), other scalars; ``Invalid``
    for an unknown fit, wrong shapes, another depth of an untied network.
    Source: homogeneity of the solvable families.
    Paper: prop:surrogates.

    >>> surrogate(Network.tied([[1]], 2), [0.8], [1.0], depth=10**6 + 1).value[0] * 10**9  # (3/2)^(3/2) / 0.8^3
    array([3.5881...])
    """
    return surrogate_network(network, fit).truncation(x, delta_top, depth, over)


def _ball(value: sp.Expr) -> flint.arb:
    return evaluate(value, Z, flint.arb(0), BALLS)


def _power(base: flint.arb, p: Any) -> flint.arb:
    if p.denominator == 1:
        return base ** int(p)
    return base if base == 0 else base ** _ball(sp.Rational(p.numerator, p.denominator))


def _cancels(weight: np.ndarray, bias: np.ndarray, offset: sp.Expr) -> bool:
    exact = Network([weight], [bias]).exactly()
    return all(
        sp.simplify(offset * sum(EXPRESSIONS.convert(w) for w in row) + EXPRESSIONS.convert(b)) == 0
        for row, b in zip(exact.weights[0], exact.biases[0], strict=True)
    )


def _floats(values: Any) -> np.ndarray:
    """Return numbers or balls as floats; of a ball the end that is farther from 0."""
    return np.array(
        [float(abs(value).upper()) if isinstance(value, flint.arb) else FLOATS.convert(value) for value in values]
    )
