"""The recursion of the question: delta at every layer, and the gradients it gives."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.networks.forward import forward
from closedprop.networks.network import Network
from closedprop.scalars import FLOATS, Invalid, Scalars


@dataclass(frozen=True, eq=False)
class Gradients:
    r"""What back-propagation returns: :math:`\delta^{(1)}, .., \delta^{(L)}` and the gradients of each layer.

    ``weights[l]`` and ``biases[l]`` belong to the layer map ``l`` alone; for a weight-tied network the gradient of the
    shared weight is their sum, :attr:`tied_weight`.
    """

    deltas: tuple[np.ndarray, ...]
    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    @property
    def tied_weight(self) -> np.ndarray:
        """The gradient of a weight that every layer shares."""
        return sum(self.weights[1:], self.weights[0])

    @property
    def tied_bias(self) -> np.ndarray:
        """The gradient of a bias that every layer shares."""
        return sum(self.biases[1:], self.biases[0])


def backward(network: Network, x: Any, delta_top: Any, over: Scalars = FLOATS) -> Gradients:
    r"""Return delta at every layer and the gradients of weights and biases.

    .. math:: \delta^{(l)} = \bigl(W^{(l)\top} \delta^{(l+1)}\bigr) \odot f'(z^{(l)}), \qquad
              \frac{\partial J}{\partial W^{(l)}} = \delta^{(l+1)} f(z^{(l)})^{\top}, \qquad
              \frac{\partial J}{\partial b^{(l)}} = \delta^{(l+1)}

    ``delta_top`` is :math:`\delta^{(L)} = \partial J / \partial z^{(L)}`, which the loss gives. At a kink the slope is the
    documented one of the activation.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],).    Error: as for the forward pass.
    Cost: two products of a matrix and a vector per layer more than the forward pass.
    Raises ``Invalid`` for a wrong shape, and what the forward pass raises.
    Paper: def:backpropagation.

    >>> from closedprop.scalars import RATIONALS
    >>> network = Network([[[2]], [[3]]], activation="quadratic")
    >>> [delta.tolist() for delta in backward(network, [1], [1], over=RATIONALS).deltas]
    [[48], [12], [1]]
    """
    z = forward(network, x, over).preactivations
    delta = over.array(delta_top)
    if delta.shape != (network.widths[-1],):
        raise Invalid("delta^(L)", f"shape {delta.shape}", f"give it shape ({network.widths[-1]},)")
    deltas, weight_gradients, bias_gradients = [delta], [], []
    for weight, preactivation in zip(reversed(network.weights), reversed(z[:-1]), strict=True):
        weight_gradients.append(np.outer(delta, network.activation(preactivation, over)))
        bias_gradients.append(delta)
        delta = (over.array(weight).T @ delta) * network.activation.slope(preactivation, over)
        deltas.append(delta)
    return Gradients(tuple(deltas[::-1]), tuple(weight_gradients[::-1]), tuple(bias_gradients[::-1]))
