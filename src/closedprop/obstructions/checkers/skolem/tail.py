"""The part of a C-finite sequence that can be run backwards."""

from collections.abc import Sequence
from dataclasses import dataclass

import flint


@dataclass(frozen=True)
class Tail:
    r"""The terms :math:`a_s, a_{s+1}, \dots` of a sequence with a recurrence whose last s coefficients are zero.

    .. math:: a_{m+d} = c_1 a_{m+d-1} + \dots + c_d a_m, \qquad m \ge s, \quad c_d \ne 0

    ``before`` holds :math:`a_0, \dots, a_{s-1}`, ``initial`` the next d terms; ``order`` is d. With :math:`c_d \ne 0` the
    recurrence continues the tail to all integers m below s as well (with other values than those before).
    """

    coefficients: tuple[flint.fmpq, ...]
    before: tuple[flint.fmpq, ...]
    initial: tuple[flint.fmpq, ...]

    @classmethod
    def of(cls, coefficients: Sequence[flint.fmpq], terms: Sequence[flint.fmpq]) -> "Tail":
        """Return the tail of a recurrence :math:`(c_1, \\dots, c_r)` and at least r first terms.

        >>> one, zero = flint.fmpq(1), flint.fmpq(0)
        >>> Tail.of([one, zero], [zero, one, one]).start
        1
        """
        order = len(coefficients)
        while order and coefficients[order - 1] == 0:
            order -= 1
        start = len(coefficients) - order
        return cls(tuple(coefficients[:order]), tuple(terms[:start]), tuple(terms[start : start + order]))

    @property
    def order(self) -> int:
        """The order d of the tail."""
        return len(self.coefficients)

    @property
    def start(self) -> int:
        """The index s at which the tail begins."""
        return len(self.before)

    def term(self, m: int) -> flint.fmpq:
        """Return :math:`a_m`, m >= 0."""
        return self.before[m] if m < self.start else self.state(m - self.start)[0]

    def state(self, k: int) -> list[flint.fmpq]:
        r"""Return :math:`a_{s+k}, \dots, a_{s+k+d-1}` for any integer k, from :math:`x^k` modulo the characteristic polynomial.

        >>> one = flint.fmpq(1)
        >>> Tail((one, one), (), (one, one)).state(-4)
        [2, -1]
        """
        if self.order == 0:
            return [flint.fmpq(0)]
        modulus = flint.fmpq_poly([*(-c for c in reversed(self.coefficients)), 1])
        x = flint.fmpq_poly([0, 1])
        if k < 0:
            # x times (x^(d-1) - c_1 x^(d-2) - .. - c_(d-1)) is c_d modulo the polynomial
            x = flint.fmpq_poly(modulus.coeffs()[1:]) / self.coefficients[-1]
        power = flint.fmpq_poly([1])
        for bit in bin(abs(k))[2:]:
            power = power * power % modulus
            if bit == "1":
                power = power * x % modulus
        states = []
        for _ in range(self.order):
            power = power % modulus
            states.append(sum((power[i] * a for i, a in enumerate(self.initial)), flint.fmpq(0)))
            power = power * flint.fmpq_poly([0, 1])
        return states

    def is_reversible(self, p: int) -> bool:
        """Return whether the recurrence and its terms can be reduced modulo the prime, and run backwards there."""
        integral = all(int(value.q) % p for value in (*self.coefficients, *self.initial))
        return integral and self.order > 0 and int(self.coefficients[-1].p) % p != 0

    def modulo(self, modulus: int, count: int, k: int = 0) -> list[int]:
        """Return ``count`` terms from :math:`a_{s+k}` on, modulo a power of a prime that :meth:`is_reversible` accepts."""
        c = [_residue(value, modulus) for value in self.coefficients]
        terms = [_residue(value, modulus) for value in self.state(k)]
        while len(terms) < count:
            recent = terms[: -self.order - 1 : -1]
            terms.append(sum(x * a for x, a in zip(c, recent, strict=True)) % modulus)
        return terms[:count]


def _residue(value: flint.fmpq, modulus: int) -> int:
    return int(value.p) * pow(int(value.q), -1, modulus) % modulus
