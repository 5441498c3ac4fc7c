r"""What an approximation costs beside the recursion: counted operations, the machine-independent half of a comparison.

An operation is an addition, a multiplication, a division, a root, or one value of an elementary or special function.
"""

from dataclasses import dataclass
from math import comb


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


_EXCHANGES = 10  # tuned: the most that Remez's exchange took for the activations of the library
_NODES = 256  # tuned: nodes of a Gaussian quadrature of tanh at variance 1


def pade_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the recursion with Pade approximants of type [m/n], m + n = ``order``, at one center.

    Once: a linear system of n = floor(k/2) unknowns and the numerator. A neuron: Horner's rule for the values and slopes of
    numerator and denominator in 4 k operations, five to join them, one for the distance, and as in the recursion.

    >>> pade_cost(width=1, depth=2, order=3)
    Cost(setup=8, evaluation=22)
    """
    unknowns = order // 2
    system, numerator = 2 * unknowns**3 // 3 + 2 * unknowns**2, 2 * (order + 1 - unknowns) * unknowns
    return Cost(system + numerator, (depth - 1) * (2 * product(width) + (4 * order + 8) * width))


def chebyshev_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the recursion with interpolants in Chebyshev points of one interval.

    Once: k + 1 values and a cosine transform as a product. A neuron: two sums by Clenshaw's rule, three operations a term.

    >>> chebyshev_cost(width=1, depth=2, order=3)
    Cost(setup=32, evaluation=23)
    """
    nodes = order + 1
    return Cost(nodes + product(nodes), _clenshaw(width, depth, order, 3))


def minimax_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the recursion with minimax polynomials on one interval.

    Once, for each exchange: a linear system of k + 2 unknowns and the error on a grid of 24 (k + 1) points. A neuron: as for
    the interpolant.
    """
    unknowns, grid = order + 2, 24 * (order + 1)
    setup = grid + _EXCHANGES * (2 * unknowns**3 // 3 + 2 * unknowns**2 + grid * (3 * order + 1))
    return Cost(setup, _clenshaw(width, depth, order, 3))


def hermite_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the recursion with Hermite expansions in one Gaussian.

    Once: f, the density and k + 1 polynomials at the nodes of a quadrature. A neuron: two sums by Clenshaw's rule, four
    operations a term.
    """
    return Cost(_NODES * (2 + (order + 1) * (order + 5)), _clenshaw(width, depth, order, 4))


def _clenshaw(width: int, depth: int, order: int, operations: int) -> int:
    """Two sums of ``order`` and ``order - 1`` steps a neuron, four for the scaled distance, two as in the recursion."""
    return (depth - 1) * (2 * product(width) + (operations * (2 * order - 1) + 6) * width)


_EXPONENTIAL = 10  # derived: a Pade approximant of type (13, 13) takes 6 products, a linear system and some squarings


def carleman_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the Carleman linearization with :math:`M = \binom{N+k}{k} - 1` monomials.

    Once: the lifted matrix in 2 N k M^2 operations, and its squares. An input: one product of a vector with a square for each
    binary digit of the number of layer maps, and a gradient of M terms.

    >>> carleman_cost(width=1, depth=3, order=2)
    Cost(setup=28, evaluation=21)
    """
    count, digits = comb(width + order, order) - 1, max(depth - 1, 1).bit_length()
    setup = 2 * width * order * count**2 + (digits - 1) * count * product(count)
    gradient = width * (1 + order + count * (2 + width))
    return Cost(setup, digits * product(count) + gradient)


def magnus_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the Magnus expansion given the path: everything is for one input.

    A layer takes the forward pass, its matrix, and k products of matrices; the logarithm k^2 (k + 1) / 2 more, the
    exponential ten.
    """
    layer = product(width) + 7 * width + 2 * width**2 + order * (width * product(width) + width**2)
    matrices = order**2 * (order + 1) // 2 + _EXPONENTIAL
    return Cost(0, (depth - 1) * layer + matrices * width * product(width) + product(width))


def magnus_frozen_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the Magnus expansion along a path guessed from the input: the same at every depth.

    A layer map, k matrices of N^2 products, one product of matrices for k = 2, and the exponential.
    """
    matrices = _EXPONENTIAL + order - 1
    return Cost(0, 2 * product(width) + 8 * width + 4 * order * width**2 + matrices * width * product(width))


def surrogate_cost(width: int, depth: int, order: int = 0) -> Cost:
    r"""Return the cost of a solvable surrogate of equal layers.

    One neuron: two powers and a geometric sum once, then :math:`|x|^p` and a root. Several: for each binary digit of the number
    of layer maps five products of matrices, then two products with a vector.

    >>> surrogate_cost(width=1, depth=10**6)
    Cost(setup=8, evaluation=8)
    """
    if width == 1:
        return Cost(8, 8)
    digits = max(depth - 1, 1).bit_length()
    return Cost(digits * (5 * width * product(width) + 2 * width**2), 2 * product(width) + 8 * width)


def moebius_cost(width: int, depth: int, order: int = 0) -> Cost:
    r"""Return the cost of the osculating Moebius map: a fixed point by ten Newton steps, f', f'', a power and a geometric sum."""
    return Cost(10 * 7 + 12, 7)


def critical_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the depth asymptotics of order k: k + 2 products of series of k + 20 terms, circles left out.

    An input: thirty layers passed exactly (a typical number), and eight Newton steps with values and slopes of k + 4 terms.
    """
    return Cost((order + 2) * (order + 20) ** 2, 30 * 7 + 9 * 4 * (order + 4))


def linearization_cost(width: int, depth: int, order: int = 0) -> Cost:
    r"""Return the cost of the linearization at a fixed point, in its eigenvectors.

    Once: ten Newton steps of N equations, 25 N^3 for the eigenvectors of a real matrix (Golub & Van Loan, 7.5.6), 2 N^3 for
    their inverse. An input: two products with a vector in complex numbers (six operations a product, two a sum), N powers.

    >>> linearization_cost(width=1, depth=10**6)
    Cost(setup=98, evaluation=20)
    """
    newton = 10 * (product(width) + 5 * width + 2 * width**3 // 3 + width)
    return Cost(newton + (25 + 2) * width**3 + width, 2 * width * (8 * width - 2) + 8 * width)


def amplitude_cost(width: int, depth: int, order: int) -> Cost:
    r"""Return the cost of the amplitude expansion of order k; one neuron in real, several in complex arithmetic.

    One neuron: phi and P take k products of series and a reversion once; an input two polynomials with their slopes and a
    power. Several: the normal form takes (k - 1) N products of series in N variables, of :math:`\binom{2N+k}{k}` terms each; an
    input the powers of all monomials on a ray, their sums, k products of matrices and a gradient.

    >>> amplitude_cost(width=1, depth=10**6, order=3).evaluation
    22
    """
    if width == 1:
        newton = 10 * 8
        return Cost(newton + 2 * order * order * (order + 1), 6 * order + 4)
    count, pairs = comb(width + order, order), comb(2 * width + order, order)
    complex_product = 8  # with the sum it belongs to
    normal = (order - 1) * width * pairs + 2 * order * width * count * width
    ray = count * order * (order + 1) // 2 + width**2 * comb(width + order - 1, order - 1) * (order + 1)
    matrices = order * (order + 1) // 2 * width**3
    linear = linearization_cost(width, depth)
    return Cost(
        linear.setup + complex_product * normal,
        linear.evaluation + complex_product * (ray + matrices + 3 * width**2),
    )
