r"""The Magnus expansion along a path that is guessed from the input: closed in depth, for a short total time."""

from dataclasses import dataclass
from functools import cache
from math import comb, exp, expm1, inf
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.approximations.depth.magnus import (
    SLACK,
    exponential,
    exponential_tail,
    nearest_doubles,
    one_norm,
    top_of,
)
from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.networks.residual import ResidualNetwork
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Truncation, Undefined, evaluate

_PIECES = 8  # tuned: an interval in so many pieces bounds the derivatives of the registered activations within a tenth
_WIDENINGS = 40  # arbitrary: rounds in which the box must have closed around the path
_WIDER = 1.1  # arbitrary: how much a box is widened beyond what the last round asked for
_NORMS = 690.0  # derived: the exponential of more is no double


def magnus_frozen(
    network: ResidualNetwork, x: Any, delta_top: Any, order: int, depth: int, over: Scalars = FLOATS
) -> Truncation:
    r"""Return delta^(1) of a tied residual network by the Magnus expansion along the first Taylor polynomial of its path.

    .. math:: \Omega = n s A \;(k = 1), \qquad \Omega = n s A - \tfrac12 n s^2 A^2 + \tbinom{n}{2} s^2 B \;(k = 2), \qquad
              \tilde\delta^{(1)} = e^{\Omega} \delta^{(L)}

    with n = L - 1, :math:`v = W f(x) + b`, :math:`A = \operatorname{diag}(f'(x)) W^\top` and
    :math:`B = \operatorname{diag}(f''(x) \odot v) W^\top`: the slopes frozen at the input, or moving with it along
    :math:`z^{(l)} \approx x + s (l - 1) v`. It is a formula in n, but for :math:`T = n s` that is small.
    Shapes: ``x``, ``delta_top`` (N,); the value is the 1-tuple of delta^(1), (N,). ``depth`` is L; the step stays.
    Error: :math:`O(T^{k+1})`, uniformly in n; ``bound`` is on its 1-norm (:func:`frozen_bound`), None where the derivatives
    of the activation are not bounded near the path.
    Cost: one exponential of a matrix, whatever the depth.
    Raises ``Invalid`` for another network than a tied residual one, an order other than 1 and 2 or a wrong shape,
    ``Undefined`` for an activation with kinks or scalars without an exponential.
    Source: Magnus 1954; Taylor's theorem for the path.
    Paper: prop:magnus-frozen.

    >>> from closedprop.networks import Network
    >>> network = ResidualNetwork(Network.tied([[0.5]], depth=3, activation="tanh"), step=0.001)
    >>> print(magnus_frozen(network, [0.3], [1.0], order=1, depth=101))
    ~ (array([1.04681984]),) + O(h^2), within 0.000231
    """
    top = top_of(network, delta_top, over)
    if not network.is_tied:
        raise Invalid("the frozen Magnus expansion", "weights that are not tied", "use method='magnus'")
    if not network.activation.is_analytic:
        raise Undefined(f"the path through {network.activation.name} layers", "it has kinks", "use a smooth activation")
    if depth < 1:
        raise Invalid(f"a network of depth {depth}", "no layer", "give a depth of at least 1")
    if order not in (1, 2):
        raise Invalid(f"a frozen Magnus expansion of order {order}", "not worked out", "ask for order 1 or 2")
    act, steps, z, step = network.activation, depth - 1, over.array(x), over.convert(network.step)
    if z.shape != top.shape:
        raise Invalid("the input x", f"shape {z.shape}", f"give it shape {top.shape}")
    weight, bias = over.array(network.network.weights[0]), over.array(network.network.biases[0])
    velocity = weight @ act(z, over) + bias
    frozen = step * (act.slope(z, over)[:, None] * weight.T)
    terms = [steps * frozen]
    moving = frozen * over.zero
    if order == 2:
        moving = step * step * ((_second_slope(act, z, over) * velocity)[:, None] * weight.T)
        terms.append(comb(steps, 2) * moving - over.convert(steps) * (frozen @ frozen) / over.convert(2))
    value = exponential(sum(terms[1:], terms[0]), over) @ top
    doubles = nearest_doubles(weight), nearest_doubles(z), nearest_doubles(velocity)
    path = ShortPath(act, doubles[0], doubles[1], doubles[2], abs(float(step)), steps)
    norms = [one_norm(nearest_doubles(array)) for array in (frozen, moving, *terms)]
    bound = frozen_bound(path, norms[0], norms[1], norms[2:]) * float(np.abs(nearest_doubles(top)).sum())
    return Truncation((value,), order + 1, bound=bound if bound < inf else None)


@dataclass(frozen=True, eq=False)
class ShortPath:
    """A path of n small steps: the activation and the weight, where it starts, with which velocity, s > 0 and n."""

    act: Activation
    weight: np.ndarray
    start: np.ndarray
    velocity: np.ndarray
    step: float
    steps: int

    def extents(self) -> tuple[float, float, float, float] | None:
        """Return bounds of |F|, |f'|, |f''| and |f'''| on a box that contains the path; None if no box is found."""
        size, speed = _row_norm(self.weight), SLACK * float(np.abs(self.velocity).max())
        reach = _WIDER * self.steps * self.step * speed
        for _ in range(_WIDENINGS):
            slope = _largest(self.act, 1, self.start, reach)
            growth = self.step * size * slope
            if not self.steps * growth < _NORMS:
                return None
            # Gronwall: as long as it is in the box the path goes no farther than v ((1 + s w S)^n - 1) / (w S).
            far = SLACK * self.step * speed * (expm1(self.steps * growth) / growth if growth else self.steps)
            if far <= reach:
                second, third = (_largest(self.act, k, self.start, reach) for k in (2, 3))
                return speed + size * slope * reach, slope, second, third
            reach = _WIDER * far
        return None


def frozen_bound(path: ShortPath, frozen: float, moving: float, terms: list[float]) -> float:
    r"""Return the proved bound on the error of delta^(1) in the 1-norm, for a delta^(L) of norm 1.

    With bounds V of :math:`|F|_\infty`, S, C, D of :math:`|f'|, |f''|, |f'''|` on a box around the path and w that of the
    absolute row sums of W, it is for k = 1, and for k = 2, with g the larger of 1 + s w S and :math:`1 + s\|A\| + n s^2\|B\|`,

    .. math:: (1 + swS)^{n-1} s^2 \tbinom{n}{2} w C V + \tau_1, \qquad
              g^{n-1} s^3 w \Bigl( C w S V \tbinom{n}{3} + \tfrac12 D V^2 \tfrac{(n-1) n (2n-1)}{6} \Bigr) + \tau_2

    with :math:`\tau_1 = \tfrac12 n (s\|A\|)^2 e^{ns\|A\|}` and
    :math:`\tau_2 = [e^{ns\|A\| t + \binom{n}{2} s^2 \|B\| t^2}]_{>2} + [e^{\|\Omega_1\| t + \|\Omega_2\| t^2}]_{>2}` at t = 1.
    ``frozen`` and ``moving`` are the norms of sA and s^2 B, ``terms`` those of :math:`\Omega_m`. Infinity without a box.
    Paper: prop:magnus-frozen-bound.
    """
    extents = path.extents()
    if extents is None:
        return inf
    speed, slope, curvature, third = extents
    size, step, steps, order = _row_norm(path.weight), path.step, path.steps, len(terms)
    growth = max(step * size * slope, frozen + steps * moving)
    if not steps * growth < _NORMS:
        return inf
    if order == 1:
        drift = step**2 * comb(steps, 2) * size * curvature * speed
        tails = steps * frozen**2 * exp(steps * frozen) / 2
    else:
        squares = (steps - 1) * steps * (2 * steps - 1) / 6
        bent = curvature * size * slope * speed * comb(steps, 3) + third * speed**2 * squares / 2
        drift = step**3 * size * bent
        layers = [steps * frozen, comb(steps, 2) * moving]
        tails = exponential_tail(layers, order) + exponential_tail(terms, order)
    return SLACK * ((1 + growth) ** max(steps - 1, 0) * drift + tails)


def _largest(act: Activation, derivative: int, center: np.ndarray, reach: float) -> float:
    """Return a bound of a derivative of the activation on the intervals of that half-width around the centers."""
    expression, largest = _derivative(act, derivative), 0.0
    for middle in center:
        for piece in range(_PIECES):
            point = middle + reach * (2 * piece + 1 - _PIECES) / _PIECES
            ball = flint.arb(float(point), SLACK * reach / _PIECES + 1e-12 * abs(point))
            value = evaluate(expression, Z, ball, BALLS)
            largest = max(largest, float(value.abs_upper()) if value.is_finite() else inf)
    return largest


def _second_slope(act: Activation, z: np.ndarray, over: Scalars) -> np.ndarray:
    if over is FLOATS:
        return 2 * act.taylor_array(z, 2)[2]
    return np.array([evaluate(_derivative(act, 2), Z, value, over) for value in z], dtype=object)


@cache
def _derivative(act: Activation, order: int) -> sp.Expr:
    return sp.diff(act.expression, Z, order)


def _row_norm(weight: np.ndarray) -> float:
    return SLACK * float(np.abs(weight).sum(axis=1).max())
