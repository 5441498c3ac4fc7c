r"""What an approximation costs beside the recursion: counted operations, the machine-independent half of a comparison.

An operation is an addition, a multiplication, a division, a root, or one value of an elementary or special function.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Operations once for a network (``setup``: coefficients, eigenvectors) and then for each input (``evaluation``)."""

    setup: int
    evaluation: int


def product(width: int) -> int:
    """A matrix times a vector: N^2 multiplications, N (N - 1) additions."""
    return width * (2 * width - 1)


def recursion_cost(width: int, depth: int, order: int = 0) -> Cost:
    r"""Return the cost of the recursion itself: forward and backward through ``depth - 1`` layer maps of one width.

    A layer map takes a product, N biases and N activations; a step back a product, N slopes (two operations each, from the
    value of the activation) and N multiplications.

    >>> recursion_cost(width=1, depth=2)
    Cost(setup=0, evaluation=7)
    """
    return Cost(0, (depth - 1) * (2 * product(width) + 5 * width))


def polynomial_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the recursion with a polynomial of degree ``order`` in place of the activation.

    Horner's rule gives value and slope together in 4 k operations a neuron; one more for the distance from the center.
    """
    return Cost(0, (depth - 1) * (2 * product(width) + (4 * order + 3) * width))
