r"""Residual networks: every layer adds a small step, so that delta is a product of matrices near the identity."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.networks.activation import Activation
from closedprop.networks.backward import Gradients
from closedprop.networks.forward import Trace
from closedprop.networks.network import Network
from closedprop.scalars import FLOATS, Invalid, Scalars, Unable


@dataclass(frozen=True, eq=False)
class ResidualNetwork:
    r"""A network whose layers are steps of size s from where they stand.

    .. math:: z^{(1)} = x, \qquad z^{(l+1)} = z^{(l)} + s \bigl( W^{(l)} f(z^{(l)}) + b^{(l)} \bigr), \qquad 1 \le l < L

    ``network`` holds the weights, biases and the activation; ``step`` is s, and 1/(L - 1) if it is left out.
    Raises ``Invalid`` for layers of different widths, which cannot be added, and for a step that is NaN.
    Paper: def:residual.

    >>> ResidualNetwork(Network.tied([[2]], depth=5)).step
    Fraction(1, 4)
    """

    network: Network
    step: Any = None  # as given None or a number; then a number

    def __post_init__(self):
        widths = set(self.network.widths)
        if len(widths) > 1:
            raise Invalid("a residual network", f"widths {self.network.widths}", "give every layer the same width")
        step = Fraction(1, self.network.depth - 1) if self.step is None else self.step
        if isinstance(step, float | np.floating) and np.isnan(step):
            raise Invalid("the step of a residual network", "NaN", "remove it or find where it arose")
        object.__setattr__(self, "step", step)

    @property
    def depth(self) -> int:
        """The number ``L`` of layers of preactivations."""
        return self.network.depth

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the layers, all equal."""
        return self.network.widths

    @property
    def is_tied(self) -> bool:
        """Whether every layer has the same weight and bias."""
        return self.network.is_tied

    @property
    def activation(self) -> Activation:
        """The activation of every layer."""
        return self.network.activation


def residual_forward(network: ResidualNetwork, x: Any, over: Scalars = FLOATS) -> Trace:
    r"""Return all preactivations of a residual network at the input ``x``.

    .. math:: z^{(l+1)} = z^{(l)} + s \bigl( W^{(l)} f(z^{(l)}) + b^{(l)} \bigr)

    Shapes: ``x`` (N,).    Error: exact over exact scalars, enclosures over BALLS, rounding over FLOATS.
    Cost: one product of a matrix and a vector, and one activation, per layer.
    Raises ``Invalid`` for a wrong shape or NaN, ``Undefined`` where the activation does not exist over the scalars,
    ``Unable`` when floats overflow.

    >>> from closedprop.scalars import RATIONALS
    >>> network = ResidualNetwork(Network.tied([[2]], depth=3, activation="relu"))
    >>> [z.tolist() for z in residual_forward(network, [3], over=RATIONALS).preactivations]
    [[3], [6], [12]]
    """
    z, step = over.array(x), over.convert(network.step)
    if z.shape != (network.widths[0],):
        raise Invalid("the input x", f"shape {z.shape}", f"give it shape ({network.widths[0]},)")
    preactivations = [z]
    for l, (weight, bias) in enumerate(zip(network.network.weights, network.network.biases, strict=True), start=2):
        with np.errstate(over="ignore", invalid="ignore"):
            z = z + step * (over.array(weight) @ network.activation(z, over) + over.array(bias))
        if over is FLOATS and not np.isfinite(z).all():
            raise Unable(f"z^({l}) over FLOATS", "overflow", "use over=BALLS, or a smaller step, weights or inputs")
        preactivations.append(z)
    return Trace(tuple(preactivations))


def residual_backward(network: ResidualNetwork, x: Any, delta_top: Any, over: Scalars = FLOATS) -> Gradients:
    r"""Return delta at every layer of a residual network, and the gradients of weights and biases.

    .. math:: \delta^{(l)} = (I + s A_l)\, \delta^{(l+1)}, \qquad A_l = \operatorname{diag}\bigl(f'(z^{(l)})\bigr) W^{(l)\top},
              \qquad \frac{\partial J}{\partial W^{(l)}} = s\, \delta^{(l+1)} f(z^{(l)})^{\top}, \qquad
              \frac{\partial J}{\partial b^{(l)}} = s\, \delta^{(l+1)}

    Shapes: ``x``, ``delta_top`` (N,).    Error: as for the forward pass.
    Cost: two products of a matrix and a vector per layer more than the forward pass.
    Raises ``Invalid`` for a wrong shape, and what the forward pass raises.

    >>> from closedprop.scalars import RATIONALS
    >>> network = ResidualNetwork(Network.tied([[2]], depth=3, activation="relu"))
    >>> [delta.tolist() for delta in residual_backward(network, [3], [1], over=RATIONALS).deltas]
    [[4], [2], [1]]
    """
    z, step = residual_forward(network, x, over).preactivations, over.convert(network.step)
    delta = over.array(delta_top)
    if delta.shape != (network.widths[-1],):
        raise Invalid("delta^(L)", f"shape {delta.shape}", f"give it shape ({network.widths[-1]},)")
    deltas, weight_gradients, bias_gradients = [delta], [], []
    for weight, preactivation in zip(reversed(network.network.weights), reversed(z[:-1]), strict=True):
        weight_gradients.append(step * np.outer(delta, network.activation(preactivation, over)))
        bias_gradients.append(step * delta)
        pulled = (over.array(weight).T @ delta) * network.activation.slope(preactivation, over)
        delta = delta + step * pulled
        deltas.append(delta)
    return Gradients(tuple(deltas[::-1]), tuple(weight_gradients[::-1]), tuple(bias_gradients[::-1]))


def residual_matrices(network: ResidualNetwork, preactivations: Any, over: Scalars = FLOATS) -> list[np.ndarray]:
    r"""Return :math:`s A_l = s \operatorname{diag}(f'(z^{(l)})) W^{(l)\top}` of every layer: delta^(1) is the product of the
    :math:`I + s A_l`, first layer leftmost, applied to delta^(L).

    Shapes: ``preactivations`` at least L - 1 vectors (N,); results (N, N).    Cost: N^2 a layer.
    """
    step = over.convert(network.step)
    return [
        step * (network.activation.slope(z, over)[:, None] * over.array(weight).T)
        for weight, z in zip(network.network.weights, preactivations, strict=False)
    ]
