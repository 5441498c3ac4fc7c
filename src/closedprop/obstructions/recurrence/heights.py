"""The heights of the orbit of a rational layer: too large for any recurrence with polynomial coefficients."""

from typing import Any

import flint

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.heights import PAPER, heights_claim
from closedprop.obstructions.recurrence.rational_layer import RationalLayer
from closedprop.scalars import RATIONALS, Invalid, Unable

_MOST_STEPS = 40  # arbitrary: far beyond the few steps that an infinite orbit needs


def certify_heights(*, layer: str, start: Any) -> Certificate:
    r"""Return a certificate of kind ``heights``: no recurrence of any order and degree for iterates and delta.

    .. math:: H(F(z)) \ge H(z)^D / B \quad\text{and}\quad H(z_k)^{D-1} > B
              \implies \log H(z_n) \ge c\, D^n, \quad\text{but}\quad \log H(a_n) = O(n \log n)

    for every rational sequence :math:`a_n` with a recurrence. H is the height, D >= 2 the degree of the rational layer F.
    Delta is included unless it is 0 from some n on.
    Error: none.    Cost: a linear system of size 2 D and a few steps of the orbit.
    Raises ``Undefined`` for a layer that is not rational, ``Invalid`` for degree 1 or less, ``Unable`` where the orbit is finite
    or meets a pole.
    Source: Silverman, The Arithmetic of Dynamical Systems, 3.2, for the inequality.
    Paper: thm:rational-orbits.

    >>> certify_heights(layer="4*z*(1-z)", start="1/3").data["steps"]
    1
    """
    rational = RationalLayer.of(layer)
    if rational.degree < 2:
        raise Invalid(f"heights under {layer}", f"degree {rational.degree}", "use certify_recurrence")
    resultant, cofactors = _cofactors(rational)
    sums = [sum(abs(c) for part in pair for c in part) for pair in (cofactors[:2], cofactors[2:])]
    critical = max(abs(int(c)) for c in rational.slope_numerator.coeffs())
    z, steps, of = RATIONALS.convert(start), 0, "iterate and delta"
    x, seen = str(z), {z}
    while True:
        _, slope = rational.step(z, RATIONALS)
        if slope == 0:
            of = "iterate"
        height = max(abs(int(z.p)), int(z.q))
        if height ** (rational.degree - 1) > max(sums) and (of == "iterate" or height > critical):
            break
        z, steps = rational.step(z, RATIONALS)[0], steps + 1
        if z in seen or steps > _MOST_STEPS:
            found = "it repeats, so it is finite" if z in seen else f"they stay small for {steps} steps"
            raise Unable(f"heights of the orbit of {x} under {layer}", found, "it is periodic, thus C-finite")
        seen.add(z)
    data: dict[str, Any] = {"layer": layer, "start": x, "of": of}
    data |= {"numerator": _integers(rational.numerator), "denominator": _integers(rational.denominator)}
    data |= {"resultant": resultant, "cofactors": cofactors, "steps": steps}
    return Certificate("heights", heights_claim(layer, x, of), Verdict.PROVED, PAPER, data)


def _cofactors(layer: RationalLayer) -> tuple[int, list[list[int]]]:
    """R and u_1, v_1, u_2, v_2 with u_1 f + v_1 g = R z^(2D-1) and u_2 f + v_2 g = R, from Sylvester's system."""
    f, g, size = layer.numerator, layer.denominator, 2 * layer.degree
    shifted = [(part, i) for part in (f, g) for i in range(layer.degree)]
    sylvester = flint.fmpz_mat([[int(part[k - i]) if k >= i else 0 for part, i in shifted] for k in range(size)])
    wanted = flint.fmpz_mat([[int(k == size - 1), int(k == 0)] for k in range(size)])
    solution = sylvester.solve(wanted)
    common = flint.fmpz(1)
    for entry in solution.entries():
        common = common.lcm(entry.q)
    columns = [[int((solution[i, j] * common).p) for i in range(size)] for j in (0, 1)]
    return int(common), [part for column in columns for part in (column[: size // 2], column[size // 2 :])]


def _integers(polynomial: flint.fmpz_poly) -> list[int]:
    return [int(c) for c in polynomial.coeffs()]
