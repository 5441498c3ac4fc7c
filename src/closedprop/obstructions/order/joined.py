"""Which neurons a quantity of a network depends on."""

from collections.abc import Sequence

from closedprop.networks.line import Line
from closedprop.scalars import Invalid, nearest

#: What a certificate may be about: the output, its derivative along the line, delta^(l)_i, and dy/dW^(l)_ij.
QUANTITIES = ("output", "derivative", "delta", "weight")

Joined = tuple[tuple[int, ...], ...]


def joined(line: Line, of: str = "output", index: Sequence[int] = ()) -> Joined:
    r"""Return, for each hidden layer, the neurons that occur in a quantity or are joined to one that does.

    ``index`` is (l, i) for :math:`\delta^{(l)}_i` and (l, i, j) for the gradient with respect to :math:`W^{(l)}_{ij}`; layers
    count from 1, neurons from 0. In a delta occur the neurons on the paths of non-zero weights from it to the output, since
    different paths contribute different products of slopes; in a gradient the neuron at the lower end as well.
    Shapes: one tuple for each of the n hidden layers; all empty for a quantity that is constant.    Error: exact.
    Raises ``Invalid`` for a quantity or an index that does not exist.

    >>> from closedprop.networks import Network
    >>> line = Line.of(Network([[[1, 0], [0, 1]], [[1, 2]]]))
    >>> joined(line), joined(line, "delta", (2, 1))
    (((0, 1), (0, 1)), ((1,), (1,)))
    """
    _demand(line, of, index)
    n = line.layers
    alive = _alive(line)
    occurring: list[set[int]] = [set() for _ in range(n)]
    if of in ("output", "derivative"):
        occurring[n - 1] = alive[n - 1]
    elif index[0] + (of == "weight") <= n:
        first = index[0] + (of == "weight")
        occurring[first - 1] = {index[1]} & alive[first - 1]
        for l in range(first, n):
            occurring[l] = {k for k in alive[l] if any(_linked(line, l, k, j) for j in occurring[l - 1])}
    if of == "weight" and (occurring[index[0]] if index[0] < n else line.output[index[1]]):
        occurring[index[0] - 1].add(index[2])
    for l in range(n - 1, 0, -1):
        occurring[l - 1] |= {j for j in range(line.widths[l - 1]) if any(_linked(line, l, k, j) for k in occurring[l])}
    return tuple(tuple(sorted(layer)) for layer in occurring)


def top_weights(line: Line) -> list[int] | list:
    r"""Return :math:`v = W^{(n)\top} u`, the weights of the last hidden layer in the output; 1 for a generic number."""
    if line.weights is None:
        return [int(any(line.output))] * line.widths[-2]
    top = line.weights[-1]
    return [sum(u * row[k] for u, row in zip(line.output, top, strict=True)) for k in range(line.widths[-2])]


def _linked(line: Line, l: int, k: int, j: int) -> bool:
    """Return whether neuron j of layer l has a non-zero weight into neuron k of layer l + 1."""
    return line.weights is None or line.weights[l - 1][k][j] != 0


def _alive(line: Line) -> list[set[int]]:
    """Return the neurons of each hidden layer that are joined to the output."""
    layers = [{k for k, v in enumerate(top_weights(line)) if v}]
    for l in range(line.layers - 1, 0, -1):
        layers.insert(0, {j for j in range(line.widths[l - 1]) if any(_linked(line, l, k, j) for k in layers[0])})
    return layers


def _demand(line: Line, of: str, index: Sequence[int]) -> None:
    if of not in QUANTITIES:
        raise Invalid(f"the order of the {of}", "unknown", nearest(of, QUANTITIES))
    n, widths = line.layers, line.widths
    limits = {"delta": "[l, i] with 1 <= l <= L", "weight": "[l, i, j] with 1 <= l < L"}.get(of, "none")
    if of == "delta":
        proper = len(index) == 2 and 1 <= index[0] <= n + 1 and 0 <= index[1] < widths[index[0] - 1]
    elif of == "weight":
        proper = (
            len(index) == 3
            and 1 <= index[0] <= n
            and 0 <= index[1] < widths[index[0]]
            and 0 <= index[2] < widths[index[0] - 1]
        )
    else:
        proper = len(index) == 0
    if not proper:
        raise Invalid(f"the order of the {of} {list(index)}", f"widths {widths}", f"give the index {limits}")
