r"""Many networks of one shape side by side: the same recursion on arrays with a leading axis, in double precision."""

from collections.abc import Callable, Sequence

import numpy as np

Layerwise = Callable[[int, np.ndarray], np.ndarray]


def gaussian_stack(
    rng: np.random.Generator,
    count: int,
    widths: Sequence[int],
    sigma_w: float,
    sigma_b: float = 0.0,
    tied: bool = False,
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    r"""Return the weights and biases of ``count`` networks, drawn as :func:`closedprop.networks.gaussian_network` does.

    Shapes: for each layer ``(count, N_{l+1}, N_l)`` and ``(count, N_{l+1})``; if tied, every layer is the same array.

    >>> weights, biases = gaussian_stack(np.random.default_rng(0), 5, (3, 2, 4), sigma_w=1.0)
    >>> [weight.shape for weight in weights]
    [(5, 2, 3), (5, 4, 2)]
    """
    layers = list(zip(widths[1:], widths[:-1], strict=True))
    drawn = layers[:1] if tied else layers
    weights = [sigma_w / np.sqrt(fan_in) * rng.standard_normal((count, out, fan_in)) for out, fan_in in drawn]
    biases = [sigma_b * rng.standard_normal((count, out)) for out, _ in drawn]
    return (weights * len(layers), biases * len(layers)) if tied else (weights, biases)


def stacked_forward(
    weights: Sequence[np.ndarray], biases: Sequence[np.ndarray], x: np.ndarray, value: Layerwise
) -> list[np.ndarray]:
    """Return ``z^(1), .., z^(L)``; ``value(l, z)`` is the activation of layer ``l``, counted from 0.

    Shapes: ``x`` (count, widths[0]); the l-th result (count, widths[l]).
    """
    preactivations = [x]
    for l, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        outputs = value(l, preactivations[-1])
        preactivations.append(np.matmul(weight, outputs[..., None])[..., 0] + bias)
    return preactivations


def stacked_backward(
    weights: Sequence[np.ndarray], preactivations: Sequence[np.ndarray], delta_top: np.ndarray, slope: Layerwise
) -> list[np.ndarray]:
    """Return ``delta^(1), .., delta^(L)``; ``slope(l, z)`` is the slope of layer ``l``, counted from 0.

    Shapes: ``delta_top`` (count, widths[-1]); the l-th result (count, widths[l]).
    """
    deltas = [delta_top]
    for l in reversed(range(len(weights))):
        pulled = np.matmul(deltas[-1][..., None, :], weights[l])[..., 0, :]
        deltas.append(pulled * slope(l, preactivations[l]))
    return deltas[::-1]
