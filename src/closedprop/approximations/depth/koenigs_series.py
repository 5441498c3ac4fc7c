r"""The power series that straighten a scalar layer at a fixed point: Koenigs' function and its inverse."""

from collections.abc import Sequence

import flint

from closedprop.scalars import Unable


def koenigs_series(layer: Sequence[flint.arb]) -> tuple[tuple[flint.arb, ...], tuple[flint.arb, ...]]:
    r"""Return the coefficients of phi and of its inverse P, as many as are given of the layer G.

    .. math:: \varphi \circ G = \lambda \varphi, \qquad G \circ P = P(\lambda\, \cdot), \qquad
              \varphi_j (\lambda - \lambda^j) = \sum_{i<j} \varphi_i\, [u^j]\, G(u)^i, \qquad \varphi_1 = 1

    ``layer`` holds the coefficients of :math:`G(u) = F(z^* + u) - z^* = \lambda u + \dots`, from degree 0.
    Error: enclosures.    Cost: a product of series for each degree.
    Raises ``Unable`` at a multiplier that is 0 or of modulus 1.
    Source: Koenigs (1884); Milnor, Dynamics in one complex variable, section 8.

    >>> koenigs, poincare = koenigs_series([flint.arb(0), flint.arb(1) / 2, flint.arb(1)])
    >>> koenigs[2], poincare[2]
    (4.00000000000000, -4.00000000000000)
    """
    multiplier, length = layer[1], len(layer)
    if multiplier.contains(0):
        raise Unable(
            "an amplitude expansion", "the multiplier 0", "choose another fixed point: here delta falls faster"
        )
    if abs(multiplier).contains(1):
        raise Unable(
            "an amplitude expansion",
            f"the resonant multiplier {float(multiplier.mid()):.6g}",
            'choose another fixed point; at multiplier 1 or -1 there is method="critical"',
        )
    before = flint.ctx.cap
    flint.ctx.cap = length
    try:
        map_ = flint.arb_series(list(layer))
        power, total = map_, map_
        koenigs = [flint.arb(0), flint.arb(1)]
        for j in range(2, length):
            koenigs.append(total[j] / (multiplier - multiplier**j))
            power = power * map_
            total = total + koenigs[j] * power
        inverse = flint.arb_series(koenigs).reversion()
        return tuple(koenigs), tuple(inverse[j] for j in range(length))
    finally:
        flint.ctx.cap = before


def value_at(series: Sequence[flint.arb], u: flint.arb) -> flint.arb:
    """Return the value of a polynomial given by its coefficients, by Horner's rule.

    >>> value_at([flint.arb(1), flint.arb(2)], flint.arb(3))
    7.00000000000000
    """
    total = flint.arb(0)
    for coefficient in reversed(series):
        total = total * u + coefficient
    return total


def slope_at(series: Sequence[flint.arb], u: flint.arb) -> flint.arb:
    """Return the slope of a polynomial given by its coefficients."""
    return value_at([j * coefficient for j, coefficient in enumerate(series)][1:], u)
