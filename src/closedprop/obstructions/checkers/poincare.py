r"""Certificates of kind ``poincare``: near an attracting fixed point no recurrence of a bounded order, of whatever degree.

The Poincare series P of a layer that fixes 0 with multiplier lambda is the one series with :math:`P = t + \dots` and
:math:`F(P(t)) = P(\lambda t)`. A recurrence is at least of the order of the number of its coefficients that are not zero.
"""

import flint

from closedprop.algebra.taylor import composed
from closedprop.networks.activation import Z
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, natural, same, well_formed
from closedprop.obstructions.checkers.sequences import layer_of, numbers

PAPER = "thm:not-p-recursive"
_FIELDS = ("layer", "multiplier", "order", "coefficients", "nonzero")
_MOST_TERMS = 500  # arbitrary: what a checker is willing to recompute


def poincare_claim(layer: str, order: int) -> str:
    """Return the sentence of a certificate."""
    return (
        f"For the layer F(z) = {layer} and every x whose orbit tends to the fixed point 0 without reaching it, the sequence "
        f"F^n(x) satisfies no recurrence of order <= {order} with coefficients polynomial in n, of any degree; nor does "
        f"(F^n)'(x), unless it is 0 from some n on."
    )


def check(certificate: Certificate) -> None:
    """Check the functional equation of the series, that the fixed point attracts, and the count of coefficients."""
    exactly(certificate, _FIELDS)
    text, order = field(certificate, "layer", str), natural(certificate, "order")
    layer = layer_of(text)
    series = [flint.fmpq(0), *numbers(field(certificate, "coefficients", list), "the series")]
    multiplier = numbers([certificate.data["multiplier"]], "the multiplier")[0]
    demand(2 <= len(series) <= _MOST_TERMS, "the series of a certificate", f"{len(series) - 1} terms", "give 1 to 499")
    demand(0 < abs(multiplier) < 1, "the multiplier of a fixed point", f"{multiplier}", "take an attracting one")
    image, slope = well_formed(lambda: (composed(layer, Z, series), composed(layer, Z, [0, 1])), "layer")
    demand(slope == [0, multiplier], "the multiplier of a fixed point", f"F = {slope[0]} + {slope[1]} z + ...")
    scaled = [a * multiplier**k for k, a in enumerate(series)]
    demand(series[1] == 1 and image == scaled, "the Poincare series", "F(P(t)) is not P(lambda t)")
    count = sum(a != 0 for a in series)
    demand(natural(certificate, "nonzero") == count, "the coefficients of a series", f"{count} are not zero")
    verdict = Verdict.PROVED if count > order else Verdict.UNKNOWN
    same(certificate, poincare_claim(text, order), verdict, PAPER)
