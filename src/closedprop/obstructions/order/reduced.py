r"""Layers whose rows are linearly dependent over Q: fewer variables than neurons."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import flint

Rows = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class Reduction:
    r"""The preactivations of a layer over a basis of their rows.

    .. math:: h_i = \sum_{j \in B} \frac{m_{ij}}{q}\, h_j + \gamma_i

    ``basis`` is B, positions among the rows; ``exponents`` are the integers m, ``denominator`` is q, ``offsets`` the rational
    :math:`\gamma`. With :math:`e_j = \exp(\lambda h_j / q)` every :math:`\exp(\lambda h_i)` is a constant times a monomial.
    """

    basis: tuple[int, ...]
    exponents: tuple[tuple[int, ...], ...]
    denominator: int
    offsets: tuple[Fraction, ...]

    @property
    def is_full(self) -> bool:
        """Whether the rows are linearly independent, so that every neuron has its own variable."""
        return len(self.basis) == len(self.exponents)

    @property
    def is_reduced(self) -> bool:
        """Whether no neuron is constant and no two are equal up to sign."""
        seen = set()
        for exponents, offset in zip(self.exponents, self.offsets, strict=True):
            sign = next((1 if m > 0 else -1 for m in exponents if m), 0)
            seen.add((*(sign * m for m in exponents), sign * offset))
            if not sign:
                return False
        return len(seen) == len(self.exponents)


def reduction(rows: Rows, constants: Sequence[Fraction]) -> Reduction:
    r"""Return a layer in reduced variables: the order counts :math:`\rho_l` for it, the rank of its rows over Q.

    .. math:: \operatorname{ord}(y) = \sum_l \rho_l

    The basis is the first rows that are independent; the others are combinations of them, read from a reduced echelon form.
    This holds for tanh and its affine images (:func:`closedprop.networks.riccati.is_scaled_tanh`) in a real network without
    constant or dead neurons in which no two neurons of a layer are equal up to sign (``is_reduced``): then 1 and the neurons of
    a layer are linearly independent, by their poles, and Ax's theorem applies to the variables :math:`e_j`.
    Shapes: ``rows`` (N, M), ``constants`` (N,), the biases.    Error: exact.    Cost: one elimination.
    Paper: thm:order-rational.

    >>> one, two = Fraction(1), Fraction(2)
    >>> reduction([[one], [two]], [one, one])
    Reduction(basis=(0,), exponents=((1,), (2,)), denominator=1, offsets=(Fraction(0, 1), Fraction(-1, 1)))
    """
    columns = len(rows[0]) if rows else 0
    transposed = flint.fmpq_mat(
        columns, len(rows), [flint.fmpq(row[j].numerator, row[j].denominator) for j in range(columns) for row in rows]
    )
    echelon, rank = transposed.rref()
    table = [[Fraction(int(x.p), int(x.q)) for x in line] for line in echelon.tolist()[:rank]]
    basis = tuple(next(i for i, x in enumerate(line) if x) for line in table)
    q = lcm(1, *(x.denominator for line in table for x in line))
    return Reduction(
        basis,
        tuple(tuple(int(line[i] * q) for line in table) for i in range(len(rows))),
        q,
        tuple(
            constants[i] - sum((line[i] * constants[j] for line, j in zip(table, basis, strict=True)), Fraction(0))
            for i in range(len(rows))
        ),
    )


def common_unit(offsets: Sequence[Fraction]) -> Fraction:
    """Return the largest number of which all are integer multiples; 1 if all are 0.

    >>> common_unit([Fraction(1, 2), Fraction(-1, 3)])
    Fraction(1, 6)
    """
    denominator = lcm(1, *(offset.denominator for offset in offsets))
    return Fraction(gcd(*(int(offset * denominator) for offset in offsets)) or denominator, denominator)
