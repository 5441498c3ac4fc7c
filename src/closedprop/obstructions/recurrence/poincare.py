"""Attracting fixed points: the series that counts the exponentials in the depth."""

import flint

from closedprop.algebra.taylor import composed
from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.poincare import PAPER, poincare_claim
from closedprop.scalars import RATIONALS, Invalid, Undefined


def poincare_series(layer: str, terms: int) -> list[flint.fmpq]:
    r"""Return the coefficients of :math:`t, t^2, \dots` of the Poincare series P of a layer that fixes 0.

    .. math:: F(P(t)) = P(\lambda t), \qquad P = t + \dots; \qquad P = K^{-1}, \quad K \circ F = \lambda K

    Computed as the inverse of Koenigs' series K.
    Error: exact.    Cost: ``terms`` products of series.
    Raises ``Invalid`` unless F(0) = 0 and the multiplier is between 0 and 1 in modulus.

    >>> poincare_series("z/(2*(1+z))", 4)  # t / (1 - 2 t)
    [1, 2, 4, 8]
    """
    image = composed(parse(layer), Z, [0, 1] + [0] * max(terms - 1, 0))
    multiplier = image[1]
    if image[0] != 0 or not 0 < abs(multiplier) < 1:
        found = f"F(0) = {image[0]}, F'(0) = {multiplier}"
        raise Invalid(f"the Poincare series of {layer}", found, "move an attracting fixed point to 0")
    koenigs = [flint.fmpq(0), flint.fmpq(1)]
    power = one = flint.fmpq_poly(image)
    total = [*image]  # the coefficients of the sum of k_i F^i over the i known so far
    for j in range(2, terms + 1):
        power = flint.fmpq_poly((power * one).coeffs()[: terms + 1])
        koenigs.append(total[j] / (multiplier - multiplier**j))
        total = [a + koenigs[j] * power[i] for i, a in enumerate(total)]
    return _inverse(koenigs)[1:]


def _inverse(series: list[flint.fmpq]) -> list[flint.fmpq]:
    """The inverse of a series t + ... under composition, by Lagrange: ``n [t^n] P = [u^(n-1)] (u/K(u))^n``."""
    length = len(series)
    quotient = _reciprocal(series[1:])
    inverse, power = [flint.fmpq(0)], flint.fmpq_poly([1])
    for n in range(1, length):
        power = flint.fmpq_poly((power * flint.fmpq_poly(quotient)).coeffs()[: length - 1])
        inverse.append(power[n - 1] / n)
    return inverse


def _reciprocal(series: list[flint.fmpq]) -> list[flint.fmpq]:
    found: list[flint.fmpq] = []
    for n in range(len(series)):
        found.append(
            (int(n == 0) - sum((series[j] * found[n - j] for j in range(1, n + 1)), flint.fmpq(0))) / series[0]
        )
    return found


def certify_poincare(*, layer: str, order: int = 8, terms: int = 0) -> Certificate:
    r"""Return a certificate of kind ``poincare``: no recurrence of this order in the depth, whatever the degrees.

    .. math:: F^n(x) = \sum_k a_k \kappa^k \lambda^{kn}, \qquad \sum_j p_j(n) F^{n+j}(x) = 0
              \implies \sum_j p_j(n) \lambda^{kj} = 0 \text{ whenever } a_k \ne 0

    and a polynomial of degree r in :math:`\lambda^k` has at most r zeros. ``terms`` coefficients of the Poincare series are
    computed, by default twice as many as are needed when all are not zero. UNKNOWN if too few are not zero.
    Error: none.    Cost: that of :func:`poincare_series`.
    Raises ``Undefined`` for a layer whose series at 0 is not rational, ``Invalid`` for a fixed point that does not attract.
    Paper: thm:not-p-recursive.

    >>> certify_poincare(layer="tanh(z)/2", order=3).data["coefficients"][:5]
    ['1', '0', '4/9', '0', '224/675']
    >>> str(certify_poincare(layer="z/4 + (sqrt(1+4*z)-1)/8", order=2).verdict)  # P = t + t^2
    'UNKNOWN'
    """
    if order < 0:
        raise Invalid(f"recurrences of order {order}", "negative", "give an order >= 0")
    try:
        coefficients = poincare_series(layer, terms or 2 * order + 2)
    except Undefined as error:
        raise Undefined(f"the Poincare series of {layer}", error.found, error.do) from None
    multiplier = composed(parse(layer), Z, [0, 1])[1]
    count = sum(a != 0 for a in coefficients)
    data = {"layer": layer, "multiplier": str(multiplier), "order": order}
    data |= {"coefficients": [str(RATIONALS.convert(a)) for a in coefficients], "nonzero": count}
    verdict = Verdict.PROVED if count > order else Verdict.UNKNOWN
    return Certificate("poincare", poincare_claim(layer, order), verdict, PAPER, data)
