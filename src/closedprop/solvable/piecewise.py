"""Piecewise linear networks: one affine map a region, and the network with the most regions."""

from typing import Any

import numpy as np

from closedprop.networks import Network
from closedprop.networks.regions import side_slopes
from closedprop.scalars import RATIONALS, Scalars, Undefined


def affine_map(network: Network, x: Any, over: Scalars = RATIONALS) -> tuple[np.ndarray, np.ndarray]:
    r"""Return (M, c) with :math:`z^{(L)}(y) = M y + c` on the whole activation region of x.

    .. math:: M = W^{(L-1)} D_{L-1} \cdots W^{(1)} D_1, \quad
              c = \sum_{l<L} W^{(L-1)} D_{L-1} \cdots W^{(l+1)} D_{l+1}\, b^{(l)}, \quad \delta^{(1)} = M^\top \delta^{(L)}

    The activation is linear on either side of its one kink, 0: relu, leaky_relu, abs.
    Shapes: ``x`` (N_1,); result (N_L, N_1) and (N_L,).    Error: exact over RATIONALS.
    Cost: one forward pass and L - 2 products of matrices.
    Raises ``Invalid`` for another activation, ``Undefined`` for an x on the border of regions.
    Paper: thm:relu-region.

    >>> affine_map(Network([[[1, 2]], [[3]]], [[5], [0]], "relu"), [1, -1])  # 3 relu(relu(x_1) + 2 relu(x_2) + 5)
    (array([[3, 0]], dtype=object), array([15], dtype=object))
    """
    low, high = side_slopes(network)
    matrix, constant = None, None
    for l, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        W, b = over.array(weight), over.array(bias)
        if matrix is None:
            z = over.array(x)
            matrix, constant = over.array(np.eye(len(z), dtype=int)), z * over.zero
        else:
            z = matrix @ over.array(x) + constant
        if any(entry == 0 for entry in z):
            raise Undefined(
                "the affine map of a region", f"a preactivation of layer {l} is 0: x is on its border", "move x"
            )
        slopes = np.array([over.convert(high if entry > 0 else low) for entry in z], dtype=over.dtype)
        matrix, constant = (W * slopes) @ matrix, (W * slopes) @ constant + b
    assert matrix is not None and constant is not None  # a network has at least one weight
    return matrix, constant


def sawtooth(x: Any, steps: int, over: Scalars = RATIONALS) -> tuple[Any, Any]:
    r"""Return value and slope of the n-th iterate of :math:`1 - 2|z|` on [-1, 1], a sawtooth of :math:`2^n` edges.

    .. math:: j = \lfloor 2^{n-1} (x + 1) \rfloor \implies
              z^{(n+1)} = (-1)^j \bigl( 2^n (x + 1) - 2 j - 1 \bigr), \qquad \delta^{(1)} = (-1)^j\, 2^n\, \delta^{(n+1)}

    Shapes: scalars.    Error: exact over RATIONALS.    Cost: one floor.
    Raises ``Undefined`` for x outside [-1, 1].
    Source: Telgarsky (2016), for the tent map.    Paper: prop:sawtooth.

    >>> sawtooth("1/3", 2)
    (1/3, 4)
    """
    t = RATIONALS.convert(x)
    if not -1 <= t <= 1:
        raise Undefined(
            f"the sawtooth at {x}", "outside [-1, 1], where the pieces are not equally long", "use |x| <= 1"
        )
    if steps == 0:
        return over.convert(t), over.one
    phase = RATIONALS.convert(2) ** (steps - 1) * (t + 1)
    j = int(phase.floor())
    orientation = -1 if j % 2 else 1
    return over.convert(orientation * (2 * phase - 2 * j - 1)), over.convert(orientation * 2**steps)
