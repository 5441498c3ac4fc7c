r"""The lift of a layer map: the matrix by which it acts on monomials up to a degree, and the degrees that iterates have."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement
from math import comb
from typing import Any

import numpy as np

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Scalars

_STEEPEST = 64  # arbitrary: an error of order 2^64 is none


@dataclass(frozen=True)
class Monomials:
    r"""The monomials :math:`y^\alpha`, :math:`1 \le |\alpha| \le k`, in N variables, each once, by increasing degree.

    There are :math:`\binom{N+k}{k} - 1` of them; the first N are the variables.

    >>> Monomials(2, 2).exponents.tolist()
    [[1, 0], [0, 1], [2, 0], [1, 1], [0, 2]]
    """

    width: int
    degree: int

    @property
    def count(self) -> int:
        """How many monomials there are."""
        return comb(self.width + self.degree, self.degree) - 1

    @cached_property
    def exponents(self) -> np.ndarray:
        """The exponents: shape (count, N)."""
        rows = [
            [chosen.count(i) for i in range(self.width)]
            for degree in range(1, self.degree + 1)
            for chosen in combinations_with_replacement(range(self.width), degree)
        ]
        return np.array(rows)

    @cached_property
    def degrees(self) -> np.ndarray:
        """The degree of each monomial: shape (count,)."""
        return self.exponents.sum(axis=1)

    @cached_property
    def position(self) -> dict[tuple[int, ...], int]:
        """Where a monomial of given exponents stands."""
        return {tuple(row): place for place, row in enumerate(self.exponents.tolist())}

    def multiplied(self, variable: int, power: int) -> tuple[np.ndarray, np.ndarray]:
        r"""Return the places of the monomials that stay within the degree when multiplied by :math:`y_j^m`, and where they go.

        >>> Monomials(2, 2).multiplied(variable=1, power=1)
        (array([0, 1]), array([3, 4]))
        """
        places = np.flatnonzero(self.degrees + power <= self.degree)
        shifted = self.exponents[places]
        shifted[:, variable] += power
        return places, np.array([self.position[tuple(row)] for row in shifted.tolist()], dtype=int)

    def gradient(self, coefficients: np.ndarray, y: np.ndarray, over: Scalars) -> np.ndarray:
        r"""Return the gradient of :math:`\sum_\alpha c_\alpha y^\alpha`.

        Shapes: ``coefficients`` (count,), ``y`` (N,); result (N,).    Cost: 2 N^2 products a monomial.
        """
        powers = np.empty((self.width, self.degree + 1), dtype=over.dtype)
        powers[:, 0] = over.one
        for power in range(1, self.degree + 1):
            powers[:, power] = powers[:, power - 1] * y
        result = np.empty(self.width, dtype=over.dtype)
        for variable in range(self.width):
            lowered = self.exponents.copy()
            factors = over.array(lowered[:, variable].tolist())
            lowered[:, variable] = np.maximum(lowered[:, variable] - 1, 0)
            terms = coefficients * factors
            for i in range(self.width):
                terms = terms * powers[i, lowered[:, i]]
            result[variable] = terms.sum()
        return result


def lifted_matrix(monomials: Monomials, weight: np.ndarray, coefficients: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return the matrix C of :math:`G(y)^\alpha = \sum_\beta C_{\alpha\beta}\, y^\beta`, cut off at the degree.

    .. math:: G_i(y) = \sum_j W_{ij} \sum_{m \ge 1} a_{jm} y_j^m

    ``coefficients[m, j]`` is :math:`a_{jm}`; the row m = 0 is not read, because G(0) = 0. Then C is block upper triangular by
    degree: :math:`C_{\alpha\beta} = 0` for :math:`|\beta| < |\alpha|`.
    Shapes: ``weight`` (N, N), ``coefficients`` (k + 1, N); result (count, count).    Cost: 2 N k count^2.

    >>> from closedprop.scalars import RATIONALS
    >>> lifted_matrix(Monomials(1, 3), RATIONALS.array([[2]]), RATIONALS.array([[0], [1], [3], [0]]), RATIONALS)
    array([[2, 6, 0],
           [0, 4, 24],
           [0, 0, 8]], dtype=object)
    """
    width, count = monomials.width, monomials.count
    matrix = np.full((count, count), over.zero, dtype=over.dtype)
    terms = [
        (j, coefficients[power, j], *monomials.multiplied(j, power))
        for j in range(width)
        for power in range(1, monomials.degree + 1)
    ]
    for i in range(width):
        for j in range(width):
            for power in range(1, monomials.degree + 1):
                place = monomials.position[tuple(power * (index == j) for index in range(width))]
                matrix[i, place] = weight[i, j] * coefficients[power, j]
    factors = _factors(monomials)
    for degree in range(2, monomials.degree + 1):
        for i in range(width):
            # A monomial of this degree is one of the degree below times y_i: so is its row, times G_i.
            rows = np.array(
                [row for row, (_, first) in factors.items() if first == i and monomials.degrees[row] == degree]
            )
            if not len(rows):
                continue
            below = matrix[[factors[row][0] for row in rows]]
            for j, coefficient, sources, targets in terms:
                matrix[np.ix_(rows, targets)] += below[:, sources] * (weight[i, j] * coefficient)
    return matrix


def iterate_exponent(act: Activation, order: int, at_zero: bool, steps: int) -> int:
    r"""Return the exponent in the error :math:`O(h^{m-1})` of delta: m > k is the least degree that occurs in :math:`F^n`.

    The degrees of :math:`F^n` are the sums of j degrees of :math:`F^{n-1}` for all j with :math:`a_j \ne 0`. At a fixed point
    other than 0 no coefficient is taken to be 0. If :math:`a_1 = 0` the least degree grows like :math:`2^n`.

    >>> from closedprop.networks import ACTIVATIONS
    >>> [iterate_exponent(ACTIVATIONS["tanh"], order, at_zero=True, steps=3) for order in range(1, 6)]
    [2, 2, 4, 4, 6]
    >>> iterate_exponent(ACTIVATIONS["quadratic"], 1, at_zero=True, steps=3)  # z^8
    7
    """
    if not at_zero:
        return order
    lowest = 1
    while act.taylor(0, lowest)[-1] == 0:
        lowest += 1
    if lowest > 1 and lowest ** min(steps, order) > order:
        return lowest ** min(steps, _STEEPEST) - 1
    limit = order
    while True:
        limit *= 2
        layer = np.array([coefficient != 0 for coefficient in act.taylor(0, limit)], dtype=int)
        layer[0] = 0
        degrees = np.eye(1, limit + 1, 1, dtype=int)[0]
        for _ in range(
            min(steps, limit)
        ):  # with a_1 the degrees settle within as many steps, without it steps is small
            degrees = _sums(layer, degrees)
        beyond = np.flatnonzero(degrees[order + 1 :])
        if len(beyond):
            return order + int(beyond[0])


def _sums(layer: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Return which numbers are sums of j degrees, for the j of the layer: the support of a composition."""
    total = np.zeros_like(degrees)
    for present in layer[::-1]:
        total = np.minimum(np.convolve(total, degrees)[: len(degrees)], 1)
        total[0] = present
    return np.where(np.arange(len(degrees)) > 0, total, 0)


def degree_within(act: Activation, order: int) -> int | None:
    """Return the degree of a polynomial activation of degree at most k, else None.

    >>> from closedprop.networks import ACTIVATIONS
    >>> degree_within(ACTIVATIONS["quadratic"], 3), degree_within(ACTIVATIONS["tanh"], 3)
    (2, None)
    """
    coefficients = act.taylor(Z, order + 1)
    if coefficients[-1] != 0:
        return None
    return max((power for power, coefficient in enumerate(coefficients) if coefficient != 0), default=0)


def _factors(monomials: Monomials) -> dict[int, tuple[int, int]]:
    """Return for each monomial above degree 1 the place of a factor one degree below, and the variable that is left."""
    factors = {}
    for place in range(monomials.width, monomials.count):
        exponents: list[Any] = monomials.exponents[place].tolist()
        first = next(i for i, exponent in enumerate(exponents) if exponent)
        exponents[first] -= 1
        factors[place] = monomials.position[tuple(exponents)], first
    return factors
