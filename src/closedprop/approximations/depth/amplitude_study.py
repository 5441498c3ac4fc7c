r"""Orders of the amplitude expansion, its error at small and at great depth, and the discs in which it converges."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import cos, log2, pi, sin, tanh
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.amplitude import amplitude_expansion
from closedprop.approximations.depth.fixed_points import activated, layer_fixed_point
from closedprop.approximations.depth.koenigs import koenigs_expansion
from closedprop.approximations.depth.linearized import linearized
from closedprop.networks import Network, activation, stream
from closedprop.scalars import BALLS
from closedprop.validated.precision import precision

Row = dict[str, Any]

_BITS = 400  # derived: an error of h^7 at h = 2^-31 keeps 180 bits
_HALVINGS = (30, 31)
_BIAS = Fraction(-1, 5)  # arbitrary: moves the fixed point of an odd activation off 0
_LAYERS = 600  # derived: 0.9^1200 is far below the rounding of a double
_STATIONARY = 200  # derived: bits to which an orbit has settled, far more than an error needs


def amplitude_orders(
    names: Sequence[str],
    weights: Mapping[str, str],
    orders: Sequence[int],
    widths: Sequence[int],
    depth: int,
    amplitude: str,
    depths: tuple[int, int],
    seed: int,
) -> list[Row]:
    r"""Return predicted and measured exponents of the error of delta^(1), and its size over the depth, in 400-bit balls.

    .. math:: \text{measured} = \log_2 \frac{|\tilde\delta^{(1)} - \delta^{(1)}|(h)}
              {|\tilde\delta^{(1)} - \delta^{(1)}|(h/2)}, \qquad h = 2^{-30}

    ``shallow`` and ``deep`` are :math:`|\tilde\delta^{(1)} - \delta^{(1)}| / |\delta^{(1)}|` at the given ``amplitude`` and
    at the two ``depths``. The networks are small and rational; ``weights`` scales the weights of each activation, so that
    its layers contract. Odd activations are looked at without biases, at 0, as well; the others with the bias -1/5 only.
    """
    rows = []
    for name in names:
        act = activation(name)
        odd = act.taylor(0, 2)[::2] == [0, 0] and act.taylor(0, 1)[1] != 0
        for width in widths:
            weight = _weight(stream(seed, "approximations", 5, width), width, Fraction(weights[name]))
            for place in ("origin", "fixed point") if odd else ("fixed point",):
                network = Network.tied(weight, depth, None if place == "origin" else [_BIAS] * width, act)
                with precision(_BITS):
                    local = linearized(network, over=BALLS)
                    far = _beside(local, BALLS.convert(amplitude))
                    truths = [_delta(local, far, steps - 1) for steps in depths]
                    for order in orders:
                        expansion = amplitude_expansion(network, order, over=BALLS)
                        row = {"activation": name, "width": width, "place": place, "order": order}
                        row |= {"predicted": expansion.exponent, "measured": _measured(expansion, network)}
                        for column, steps, truth in zip(("shallow", "deep"), depths, truths, strict=True):
                            error = _length(expansion.delta(far, [1] * width, steps) - truth) / _length(truth)
                            row[column] = float(error.mid())
                        rows.append(row)
    return rows


def amplitude_discs(weights: Sequence[str]) -> list[Row]:
    r"""Return the discs of convergence of the two series for :math:`w \tanh z` about 0: proved, and where they end.

    The Koenigs function is singular at :math:`\pm i y`, :math:`\tan y = y / w`, and at no point nearer; its inverse at
    :math:`\pm \varphi(w) / w`, the limits of phi at infinity. ``first`` is the number of layers to do exactly so that every
    real input comes into the proved disc of phi.
    Paper: prop:tanh-discs.
    """
    from scipy.optimize import brentq  # here, because it takes half a second to load and few jobs need it

    rows = []
    for text in weights:
        w = float(Fraction(text))
        bounds = koenigs_expansion(layer_fixed_point(Network.tied([[text]], 2, activation="tanh")), order=3).bounds
        with precision(128):
            z = multiplier = BALLS.convert(text)
            for _ in range(_LAYERS):
                z = multiplier * z.tanh()
            limit = float((z / multiplier ** (_LAYERS + 1)).mid())
        first, farthest = 1, w
        while not farthest < bounds.radius:
            first, farthest = first + 1, w * tanh(farthest)
        singular = brentq(lambda y, w=w: w * sin(y) - y * cos(y), 1e-3, pi / 2)
        row = {"weight": w, "radius": bounds.radius, "singularity": singular, "reach": bounds.reach}
        rows.append(row | {"asymptote": limit, "first": first})
    return rows


def _weight(rng: np.random.Generator, width: int, scale: Fraction) -> list[list[Fraction]]:
    """Return ``scale`` for one neuron, else a matrix with the diagonal 7/8, 4/8, 1/8, .. and small entries beside it."""
    if width == 1:
        return [[scale]]
    entries = [[Fraction(int(rng.integers(-6, 7)), 32) for _ in range(width)] for _ in range(width)]
    return [
        [scale * (Fraction(7 - 3 * i, 8) if i == j else entry) for j, entry in enumerate(row)]
        for i, row in enumerate(entries)
    ]


def _beside(local: Any, h: flint.arb) -> np.ndarray:
    """Return a point at the distance h from the fixed point."""
    return local.fixed.point + h * np.array(
        [(-1) ** i / flint.arb(i + 1) for i in range(local.fixed.width)], dtype=object
    )


def _measured(expansion: Any, network: Network) -> float:
    errors = []
    for bits in _HALVINGS:
        x, top = _beside(expansion, flint.arb(2) ** -bits), [1] * network.widths[-1]
        truth = _delta(expansion, x, network.depth - 1)
        errors.append(float(_length(expansion.delta(x, top, network.depth) - truth).mid()))
    return log2(errors[0] / errors[1])


def _delta(local: Any, x: np.ndarray, steps: int) -> np.ndarray:
    """Return delta^(1) for delta^(L) = (1, .., 1): the recursion, and powers from where the orbit has settled.

    It has settled within :math:`2^{-200}`; what follows is linear up to a relative error of that order.
    """
    fixed, slopes, z, left = local.fixed, [], x, steps
    act, close = fixed.activation, flint.arb(2) ** -_STATIONARY
    while left and not all(abs(value) < close for value in z - fixed.point):
        slopes.append(activated(act, z, BALLS, slope=True))
        z, left = fixed.weight @ activated(act, z, BALLS) + fixed.bias, left - 1
    delta = BALLS.array([1] * fixed.width)
    if left:
        delta = local.delta(z, delta, left + 1)
    for slope in reversed(slopes):
        delta = (fixed.weight.T @ delta) * slope
    return delta


def _length(vector: np.ndarray) -> flint.arb:
    return sum((value * value for value in vector), flint.arb(0)).sqrt()
