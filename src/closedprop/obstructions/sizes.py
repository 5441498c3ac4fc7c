r"""The size of the unexpanded formula of delta^(1): as a tree, as a DAG, and as the recursion that computes it.

A formula is built from the leaves ``x_i``, ``W^(l)_ij`` and the constant 2 by binary additions and multiplications,
with ``f(z) = z * z`` and ``f'(z) = 2 * z``. It is whatever the recursion builds when it runs over :class:`Formulas`.

- **tree**: nodes (leaves and operations) of the ``N`` entries of delta^(1), where a subexpression is written out again
  wherever it is used.
- **dag**: different nodes of the ``N`` entries; two nodes are one if they are the same leaf, or the same operation on
  the same two nodes in the same order (hash-consing). No algebraic identity is applied.
- **recursion**: additions and multiplications that the forward and the backward pass execute; no weight gradients.
"""

from dataclasses import dataclass, field
from typing import Any

from closedprop.networks.symbolic import symbolic_network
from closedprop.obstructions.growth import quadratic_delta
from closedprop.scalars import Invalid, Scalars


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """A node of a formula; two nodes of one :class:`Formulas` are equal only if they are the same object."""

    owner: "Formulas" = field(repr=False)
    label: str
    operands: tuple["Node", ...]
    tree: int

    def __add__(self, other: "Node") -> "Node":
        zero = self.owner.leaf("0")
        if zero in (self, other):  # a missing bias is no operation
            return other if self is zero else self
        return self.owner.operation("+", self, other)

    def __mul__(self, other: "Node") -> "Node":
        return self.owner.operation("*", self, other)

    def __pow__(self, exponent: int) -> "Node":
        if exponent != 2:
            raise Invalid(f"the power {exponent} of a formula", "not a square", "write it as products")
        return self.owner.operation("*", self, self)


class Formulas:
    """A number system whose numbers are formulas with every subexpression stored once, and which counts operations.

    >>> formulas = Formulas()
    >>> x = formulas.leaf("x")
    >>> (x * x + x * x).tree, formulas.operations, formulas.different([x * x + x * x])
    (7, 3, 3)
    """

    def __init__(self):
        self._nodes: dict[Any, Node] = {}
        self.operations = 0
        self.scalars = Scalars("FORMULAS", self._convert, {}, None)

    def _convert(self, value: Any) -> Node:
        return value if isinstance(value, Node) else self.leaf(str(value))

    def leaf(self, label: str) -> Node:
        """Return the leaf of that name."""
        return self._interned(label)

    def operation(self, label: str, left: Node, right: Node) -> Node:
        """Return the node of an operation, executed once more."""
        self.operations += 1
        return self._interned(label, left, right)

    def _interned(self, label: str, *operands: Node) -> Node:
        key = (label, *map(id, operands))
        if key not in self._nodes:
            self._nodes[key] = Node(self, label, operands, 1 + sum(operand.tree for operand in operands))
        return self._nodes[key]

    @staticmethod
    def different(roots: list[Node]) -> int:
        """Return the number of different nodes below some roots, these included."""
        seen, waiting = set(), list(roots)
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                waiting.extend(node.operands)
        return len(seen)


@dataclass(frozen=True)
class Sizes:
    """The three sizes of delta^(1), as defined above."""

    tree: int
    dag: int
    recursion: int


def measured_sizes(width: int, depth: int, tied: bool) -> Sizes:
    """Return the sizes by building the formula: the specification runs over :class:`Formulas`.

    Cost: that of the recursion; the tree is counted, not built.

    >>> measured_sizes(2, 3, tied=True)
    Sizes(tree=518, dag=45, recursion=38)
    """
    network, x = symbolic_network(width, depth, tied)
    formulas = Formulas()
    delta = quadratic_delta(network, x, formulas.scalars).tolist()
    operations = formulas.operations
    return Sizes(sum(entry.tree for entry in delta), Formulas.different(delta), operations)


def tree_size(width: int, depth: int) -> int:
    r"""Return the size of delta^(1) as a tree, tied or untied.

    .. math:: t_l = \frac{(6N - 2)(2N)^{l-1} - (4N - 1)}{2N - 1}, \qquad d_L = t_L + 2, \qquad
              d_l = N d_{l+1} + t_l + 3N + 2; \qquad N d_1 = \Theta\bigl((2N^2)^L\bigr)

    ``t_l`` and ``d_l`` are the trees of one entry of z^(l) and delta^(l).
    Paper: prop:tree-size.

    >>> [tree_size(1, depth) for depth in (2, 3, 4)]  # 2^(L+2) + 2 L - 7
    [13, 31, 65]
    """
    _check(width, depth)

    def preactivation(layer: int) -> int:
        return ((6 * width - 2) * (2 * width) ** (layer - 1) - (4 * width - 1)) // (2 * width - 1)

    delta = preactivation(depth) + 2
    for layer in range(depth - 1, 0, -1):
        delta = width * delta + preactivation(layer) + 3 * width + 2
    return width * delta


def recursion_size(width: int, depth: int) -> int:
    r"""Return the number of additions and multiplications of the recursion, :math:`(L - 1)(4 N^2 + N) + N`."""
    _check(width, depth)
    return (depth - 1) * (4 * width**2 + width) + width


def dag_size(width: int, depth: int, tied: bool) -> int:
    r"""Return the size of delta^(1) as a DAG: the operations of the recursion, no two of them equal, and the leaves.

    .. math:: (L - 1)(4 N^2 + N) + N + (N + 1) + m N^2, \qquad m = 1 \text{ if tied, else } L - 1

    Paper: prop:dag-size.

    >>> dag_size(2, 3, tied=True), dag_size(2, 3, tied=False)
    (45, 49)
    """
    leaves = width + 1 + (1 if tied else depth - 1) * width**2
    return recursion_size(width, depth) + leaves


def _check(width: int, depth: int) -> None:
    if width < 1 or depth < 2:
        raise Invalid(f"sizes at width {width} and depth {depth}", "no layer map", "give width >= 1 and depth >= 2")
