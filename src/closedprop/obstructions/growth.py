r"""How many monomials the fully expanded delta^(1) has: quadratic activation, symbolic weights and input.

Convention: :math:`f(z) = z^2`, no biases, :math:`z^{(1)} = x`, :math:`J = \sum_k f(z^{(L)}_k)`, all layers of width
``N``; counted are the monomials in the symbols ``x`` and ``W``, summed over the ``N`` entries of delta^(1).
"""

from functools import cache
from math import comb, log2
from typing import Any

import flint
import numpy as np

from closedprop.networks import Network, forward
from closedprop.networks.symbolic import symbolic_network
from closedprop.scalars import Invalid, Scalars, Unable

GIBIBYTE = 2**30

Exponents = tuple[int, ...]


def quadratic_delta(network: Network, x: Any, over: Scalars) -> np.ndarray:
    r"""Return delta^(1) for the loss :math:`J = \sum_k f(z^{(L)}_k)`, so that :math:`\delta^{(L)} = f'(z^{(L)})`.

    The recursion of :func:`closedprop.networks.backward` without the weight gradients, which a count does not need.
    Shapes: ``x`` (widths[0],); result (widths[0],).    Error: that of the scalars.
    """
    z = list(forward(network, x, over).preactivations)
    delta = network.activation.slope(z.pop(), over)
    for weight in reversed(network.weights):
        delta = (over.array(weight).T @ delta) * network.activation.slope(z.pop(), over)
    return delta


def expanded_delta(width: int, depth: int, tied: bool) -> np.ndarray:
    r"""Return delta^(1) as expanded polynomials (python-flint ``fmpz_mpoly``), by running the recursion over them.

    Shapes: result (width,).    Error: exact.    Cost: see :func:`expansion_bytes`.

    >>> expanded_delta(1, 3, tied=False)[0]
    8*x^7*W1^4*W2^2
    """
    network, x = symbolic_network(width, depth, tied)
    symbols = list(dict.fromkeys([*x, *(entry for weight in network.weights for entry in weight.flat)]))
    names = ["".join(c for c in str(symbol) if c.isalnum()) for symbol in symbols]
    ring = flint.fmpz_mpoly_ctx.get(names, "lex")
    generators = dict(zip(symbols, ring.gens(), strict=True))

    def polynomial(value: Any) -> flint.fmpz_mpoly:
        if isinstance(value, flint.fmpz_mpoly):
            return value
        return generators[value] if value in generators else ring.constant(int(value))

    return quadratic_delta(network, x, Scalars("POLYNOMIALS", polynomial, {}, None))


def chain_monomials(width: int, depth: int) -> int:
    r"""Return the number of monomials of delta^(1) with untied weights, without expanding it.

    .. math:: T(L) = N\, t_L(2, 0, \dots, 0), \qquad t_{l+1}(a) = \sum_{B \mathbf{1} = a} t_l(2 B^\top \mathbf{1}),
              \qquad t_1(a) = \#\{i : a_i > 0\}

    ``B`` runs over the nonnegative integer matrices with row sums ``a``;
    :math:`\log_2 T(L) = N (N - 1) L^2 / 2 + O(L)`.
    Error: exact.    Cost: polynomial in :math:`2^L` for fixed N.
    Paper: prop:monomial-growth.

    >>> [chain_monomials(2, depth) for depth in range(2, 8)]
    [8, 64, 1312, 84736, 19491968, 16990997504]
    """
    _check(width, depth)
    return width * _chains(depth, (2, *(0,) * (width - 1)))


@cache
def _chains(layer: int, powers: Exponents) -> int:
    """The sum over the monomials of ``prod_j z_j^powers_j`` at a layer of the number of entries of x in each."""
    if layer == 1:
        return sum(power > 0 for power in powers)
    sums: dict[Exponents, int] = {(0,) * len(powers): 1}  # column sums -> number of matrices
    for row_sum in powers:
        extended: dict[Exponents, int] = {}
        for columns, count in sums.items():
            for row in _compositions(row_sum, len(powers)):
                key = tuple(c + b for c, b in zip(columns, row, strict=True))
                extended[key] = extended.get(key, 0) + count
        sums = extended
    # The count is symmetric in the units, so that one order of the powers stands for all.
    return sum(count * _chains(layer - 1, tuple(sorted(2 * c for c in columns))) for columns, count in sums.items())


@cache
def _compositions(total: int, parts: int) -> tuple[Exponents, ...]:
    if parts == 1:
        return ((total,),)
    return tuple((first, *rest) for first in range(total + 1) for rest in _compositions(total - first, parts - 1))


def tied_bound(width: int, depth: int) -> int:
    r"""Return an upper bound on the number of monomials of delta^(1) with weight-tied layers.

    .. math:: T(L) \le N^2 \binom{2^L + N^2 - 3}{N^2 - 1}, \qquad T(L) = \Theta\bigl(2^{(N^2 - 1) L}\bigr)

    Paper: prop:tied-monomial-growth.

    >>> tied_bound(2, 7)
    1398016
    """
    _check(width, depth)
    return width**2 * _exponent_matrices(width, 2**depth - 2)


def _exponent_matrices(width: int, degree: int) -> int:
    """The number of nonnegative integer matrices whose entries sum to ``degree``: what the monomials of J_k can be."""
    return comb(degree + width**2 - 1, width**2 - 1)


def graded_monomials(width: int, depth: int) -> int:
    r"""Return the number of monomials of delta^(1) with weight-tied layers, expanding in ``N^2 - 1`` symbols only.

    A monomial of :math:`J_k = (z_k^{(L)})^2` is determined by its exponents of ``W``, whose sum is :math:`2^L - 2`; so
    ``x`` and the last entry of ``W`` are set to 1 and no two monomials merge. The monomials of
    :math:`\delta^{(1)}_i` are as many as those of :math:`J_1, \dots, J_N` with :math:`x_i` in them: all less those that
    are left at :math:`x_i = 0`. By symmetry :math:`J_1` stands for all k, and one :math:`i \ne 1` for all others.
    Error: exact.    Cost: N squares of z^(l) a layer; see :func:`graded_bytes`.
    Paper: lem:grading.

    >>> [graded_monomials(2, depth) for depth in range(2, 7)]
    [8, 64, 672, 6304, 54368]
    """
    _check(width, depth)
    ring = flint.fmpz_mpoly_ctx.get([f"w{i}" for i in range(max(1, width**2 - 1))], "lex")
    entries = [*ring.gens()[: width**2 - 1], ring.constant(1)]
    weight = np.empty((width, width), dtype=object)
    for entry, index in zip(entries, np.ndindex(width, width), strict=True):
        weight[index] = entry

    def monomials(x: list[int]) -> int:
        z = np.array([None] * width)
        for i, value in enumerate(x):
            z[i] = ring.constant(value)
        for layer in range(2, depth + 1):
            z = (weight if layer < depth else weight[:1]) @ (z * z)
        return len(z[0] * z[0])

    everything = monomials([1] * width)
    containing = everything - monomials([0] + [1] * (width - 1))
    if width > 1:
        containing += (width - 1) * (everything - monomials([1] * (width - 1) + [0]))
    return width * containing


def _coefficient_bits(width: int, depth: int) -> int:
    """All coefficients are positive, and those of delta^(1) sum to at most ``2^L J(1, .., 1) = 2^L N^(2^L - 1)``."""
    return int((2**depth - 1) * log2(width)) + depth + 1


def _term_bytes(width: int, depth: int, symbols: int) -> int:
    """One term of an ``fmpz_mpoly``: packed exponents, and a coefficient of one word or a pointer to an ``mpz``."""
    bits = depth + 2  # an exponent up to 2^L and FLINT's guard bit
    words = -(-symbols // (64 // bits)) if bits <= 64 else symbols * -(-bits // 64)
    coefficient = _coefficient_bits(width, depth)
    limbs = 0 if coefficient <= 62 else -(-coefficient // 64) + 2  # derived: an mpz_t is two words and its limbs
    return 8 * (words + 1 + limbs)


def expansion_bytes(width: int, depth: int) -> int:
    """Return a bound on the memory of :func:`expanded_delta` with untied weights, before it is run.

    In the last step delta^(2), its products with ``W``, their sum and delta^(1) live together, and as no coefficient is
    negative none has more terms than delta^(1): four times the terms of :func:`chain_monomials`.

    >>> expansion_bytes(2, 6) < 8 * GIBIBYTE < expansion_bytes(2, 7)
    True
    """
    symbols = width + (depth - 1) * width**2
    return 4 * chain_monomials(width, depth) * _term_bytes(width, depth, symbols)


def graded_bytes(width: int, depth: int) -> int:
    r"""Return a bound on the memory of :func:`graded_monomials`, before it is run.

    Twice the terms that :math:`J_1` can have; where FLINT multiplies in a dense box (its product count over 32 exceeds
    the box, see ``fmpz_mpoly_mul``), the box, with the integers into which its coefficients are packed.

    >>> graded_bytes(2, 8) < 8 * GIBIBYTE < graded_bytes(2, 9)
    True
    """
    sparse = 2 * _exponent_matrices(width, 2**depth - 2) * _term_bytes(width, depth, width**2 - 1)
    box = (2**depth - 1) ** (width**2 - 1)
    pairs = _exponent_matrices(width, 2 ** (depth - 1) - 1) ** 2
    if box >= pairs // 32:
        return sparse
    limbs = -(-_coefficient_bits(width, depth) // 64)
    return max(sparse, box * 8 * (6 + 3 * limbs))


def monomials(width: int, depth: int, tied: bool, limit: int = 8 * GIBIBYTE) -> int:
    """Return the number of monomials of the expanded delta^(1), if the expansion fits into ``limit`` bytes.

    Untied weights: the terms of :func:`expanded_delta`; tied: :func:`graded_monomials`, which reaches further.
    Raises ``Unable`` where the bound on the memory, known beforehand, exceeds the limit.

    >>> monomials(2, 5, tied=False)
    84736
    >>> monomials(3, 5, tied=False)
    Traceback (most recent call last):
    closedprop.errors.Unable: delta^(1) of width 3 and depth 5, untied: 2308174380 terms, up to 413 GiB; raise \
the limit of 8 GiB or take depth 4
    """
    needed = graded_bytes(width, depth) if tied else expansion_bytes(width, depth)
    if needed > limit:
        bound = f"at most {tied_bound(width, depth)}" if tied else str(chain_monomials(width, depth))
        raise Unable(
            f"delta^(1) of width {width} and depth {depth}, {'tied' if tied else 'untied'}",
            f"{bound} terms, up to {needed / GIBIBYTE:.3g} GiB",
            f"raise the limit of {limit / GIBIBYTE:.3g} GiB or take depth {depth - 1}",
        )
    if tied:
        return graded_monomials(width, depth)
    return sum(len(entry) for entry in expanded_delta(width, depth, tied=False))


def _check(width: int, depth: int) -> None:
    if width < 1 or depth < 2:
        raise Invalid(f"growth at width {width} and depth {depth}", "no layer map", "give width >= 1 and depth >= 2")
