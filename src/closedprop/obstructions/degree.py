r"""The degree of polynomial networks, and the multiplications that it forces.

A multiplication or division is counted unless one of its operands (for a division: the divisor) is a constant; additions and
multiplications by constants are free.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import flint
import numpy as np

from closedprop.networks import Network, backward, forward, network_from, network_record, stream
from closedprop.networks.polynomial import polynomial
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.degree import LABEL, operations_needed, sentence
from closedprop.obstructions.sizes import Formulas, Node
from closedprop.scalars import PRIME, RATIONALS, Invalid, Scalars, Unable

DEFAULT_PRIME = 2147483629  # arbitrary: a prime below 2**31 that is no Mersenne prime
_MOST = 2**17  # arbitrary: polynomials up to this degree are multiplied out


def line_polynomials(
    network: Network, point: Any, direction: Any, top: Any = None, prime: int = DEFAULT_PRIME
) -> list[flint.nmod_poly]:
    r"""Return the outputs :math:`z^{(L)}(p + t q)`, or with :math:`\delta^{(L)}` the entries of delta^(1), modulo a prime.

    The specification runs over polynomials in t.
    Shapes: ``point``, ``direction`` (N_1,), ``top`` (N_L,); result (N_L,) or (N_1,).    Error: exact modulo the prime.
    Cost: that of products of polynomials of degree :math:`d^{L-1}`.
    Raises ``Unable`` for a degree above 2**17, ``Undefined`` for a prime that divides a denominator.

    >>> line_polynomials(Network([[[2]]], [[3]], "quadratic"), [0], [1], prime=101)
    [2*x^2 + 3]
    """
    formal = (len(polynomial(network.activation)) - 1) ** (network.depth - 1)
    if formal > _MOST:
        raise Unable(f"polynomials of degree {formal}", f"more than {_MOST}", "take fewer layers")
    residue = PRIME(prime).convert

    def convert(value: Any) -> flint.nmod_poly:
        return value if isinstance(value, flint.nmod_poly) else flint.nmod_poly([int(residue(value))], prime)

    over = Scalars("LINE", convert, {}, None)
    t = flint.nmod_poly([0, 1], prime)
    x = np.empty(network.widths[0], dtype=object)  # filled one by one: NumPy takes a polynomial for a sequence
    for i, (p, q) in enumerate(zip(point, direction, strict=True)):
        x[i] = convert(p) + t * convert(q)
    if top is None:
        return list(forward(network, x, over).output)
    return list(backward(network, x, top, over).deltas[0])


def certify_degree(
    network: Network | Mapping[str, Any] | None = None,
    activation: str = "quadratic",
    depth: int = 4,
    width: int = 1,
    of: str = "output",
    component: int = 0,
    seed: int = 0,
    prime: int = DEFAULT_PRIME,
) -> Certificate:
    r"""Return a certificate of the degree of one output, or of one entry of delta^(1), along a line.

    .. math:: \deg F^n = 2^n, \qquad \deg (F^n)' = 2^n - 1, \qquad
              k \text{ multiplications and divisions} \implies \deg \le 2^k

    A degree modulo the prime bounds the degree from below; it is the formal one, :math:`d^n` or :math:`d^n - 1`, unless highest
    coefficients cancel. ``depth`` counts layers of neurons; without a network, random weights p/q of the width are taken.
    Error: exact.    Raises ``Invalid`` for an activation that is no polynomial or another ``of`` than output, delta.
    Source: for the lower bound, V. Strassen.
    Paper: thm:degree.

    >>> certificate = certify_degree(depth=6, of="delta")
    >>> certificate.data["degree"], certificate.data["operations"]
    (63, 6)
    """
    if of not in ("output", "delta"):
        raise Invalid(f"the degree of {of}", "unknown", "ask for output or delta")
    given = network if isinstance(network, Network) else network_from(network) if network else None
    if given is None:
        given = random_polynomial_network(seed, width, depth, activation)
    record, exact = network_record(given.exactly()), given.exactly()
    rng = stream(seed, "obstructions", 6, exact.widths[0], exact.depth, 1)  # the case numbers of this file begin with 6
    point, direction = (rng.integers(-9, 10, exact.widths[0]).tolist(), (rng.permutation(exact.widths[0]) + 2).tolist())
    top = [1] * exact.widths[-1] if of == "delta" else None
    entry = line_polynomials(exact, point, direction, top, prime)[component]
    formal = (len(polynomial(exact.activation)) - 1) ** (exact.depth - 1) - (of == "delta")
    if entry.degree() < 1:
        raise Unable("a certificate of a degree", "a constant along the line", "take another component or seed")
    data = {
        "network": record,
        "point": [str(entry) for entry in point],
        "direction": [str(entry) for entry in direction],
        "of": of,
        "component": component,
        "top": [str(entry) for entry in top or ()],
        "prime": prime,
        "formal": formal,
        "degree": entry.degree(),
        "operations": operations_needed(entry.degree()),
    }
    claim = sentence(exact, of, component, formal, entry.degree())
    return Certificate("degree", claim, Verdict.PROVED, LABEL, data)


def random_polynomial_network(seed: int, width: int, depth: int, activation: str, tied: bool = True) -> Network:
    """Return a network of fractions p/q, p not 0, with as many layers of neurons as ``depth`` says.

    >>> random_polynomial_network(0, 1, 3, "quadratic").depth
    4
    """
    rng = stream(seed, "obstructions", 6, width, depth, 2)
    layers = 1 if tied else depth
    numerators = rng.integers(1, 7, (layers, width, width + 1)) * rng.choice([-1, 1], (layers, width, width + 1))
    denominators = rng.integers(1, 5, numerators.shape)
    fractions = np.vectorize(lambda a, b: f"{a}/{b}", otypes=[object])(numerators, denominators)
    weights, biases = list(fractions[..., :width]), list(fractions[..., width])
    return Network(weights * (depth // layers), biases * (depth // layers), activation)


def joint_bound(network: Network, of: str = "output") -> int:
    r"""Return a lower bound on the operations of a program for all outputs, or for all entries of delta^(1), together.

    .. math:: \text{outputs: } n N, \qquad \text{delta: } \lceil N \log_2 (2^n - 1) \rceil

    for quadratic f, n layers and invertible weights of width N; for delta the derivatives of the homogeneous part must have no
    common zero but 0. That is true outside a proper algebraic set of weights; it is verified for N = 2, and assumed for N > 2.
    Raises ``Invalid`` for another activation, widths that differ, a singular weight, or a common zero at N = 2.
    Source: V. Strassen, by Bezout's theorem.
    Paper: prop:degree-vector.

    >>> joint_bound(Network.tied([[1, 2], [0, 1]], depth=5, activation="quadratic"), "delta")
    8
    """
    width, layers = network.widths[0], network.depth - 1
    if len(set(network.widths)) > 1 or len(polynomial(network.activation)) != 3:
        raise Invalid("a bound for all outputs", "unequal widths or no quadratic", "use square layers of one width")
    for l, weight in enumerate(network.weights, start=1):
        if flint.fmpq_mat(width, width, [RATIONALS.convert(entry) for entry in weight.flat]).det() == 0:
            raise Invalid("a bound for all outputs", f"W^({l}) is singular", "use invertible weights")
    if of == "output":
        return width * layers
    if width == 2 and layers > 1 and not _is_regular(network):
        raise Invalid("a bound for delta", "a common zero of the derivatives", "use other weights")
    return operations_needed((2**layers - 1) ** width)


def _is_regular(network: Network) -> bool:
    """Whether delta without biases, two forms in two variables, vanishes at 0 only: it is read along (1, t) and at (0, 1).

    The highest coefficient of the activation multiplies these forms by a constant and is left out.
    """
    top = Network(network.weights, activation="quadratic")
    first, second = line_polynomials(top, [1, 0], [0, 1], [1, 1])
    whole = 2 ** (network.depth - 1) - 1
    return max(first.degree(), second.degree()) == whole and first.gcd(second).degree() == 0


def operations_used(network: Network, of: str = "output", top: Any = None) -> int:
    """Return how many multiplications, not by constants, the recursion uses for all outputs or all entries of delta^(1).

    It runs over formulas (:class:`closedprop.obstructions.sizes.Formulas`); equal ones are computed once.

    >>> network = Network.tied([[3]], depth=5, bias=[1], activation="quadratic")
    >>> operations_used(network), operations_used(network, "delta")
    (4, 6)
    """
    depends: dict[int, bool] = {}
    count = 0
    for node in _in_order(_formulas(network, of, top)):
        depends[id(node)] = node.label.startswith("x") or any(depends[id(operand)] for operand in node.operands)
        count += node.label == "*" and all(depends[id(operand)] for operand in node.operands)
    return count


def formula_leaves(network: Network, of: str = "output", component: int = 0, top: Any = None) -> int:
    """Return how often the input occurs in the recursion written out as a formula, a tree.

    >>> network = Network.tied([[3]], depth=5, bias=[1], activation="quadratic")
    >>> formula_leaves(network), formula_leaves(network, "delta")
    (16, 15)
    """
    root = _formulas(network, of, top)[component]
    leaves: dict[int, int] = {}
    for node in _in_order([root]):
        leaves[id(node)] = node.label.startswith("x") + sum(leaves[id(operand)] for operand in node.operands)
    return leaves[id(root)]


def _formulas(network: Network, of: str, top: Any) -> Sequence[Node]:
    """Return the recursion as formulas in the leaves x1, x2, ..."""
    formulas = Formulas()
    x = np.array([formulas.leaf(f"x{i + 1}") for i in range(network.widths[0])], dtype=object)
    if of == "output":
        return list(forward(network, x, formulas.scalars).output)
    delta = [1] * network.widths[-1] if top is None else top
    return list(backward(network, x, delta, formulas.scalars).deltas[0])


def _in_order(roots: Sequence[Node]) -> list[Node]:
    """Return the different nodes below some roots, operands first."""
    order: dict[int, Node] = {}
    waiting = [(root, False) for root in roots]
    while waiting:
        node, seen = waiting.pop()
        if seen:
            order.setdefault(id(node), node)
        elif id(node) not in order:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in node.operands)
    return list(order.values())
