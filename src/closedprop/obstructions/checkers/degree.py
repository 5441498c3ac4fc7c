r"""The degree of a polynomial network along a line, from its highest coefficients alone.

With :math:`s = 1/t` an entry of formal degree D is :math:`t^D (c_0 + c_1 s + \dots)`; the network runs over the first few
:math:`c_k`. Where the formal degree is attained, this is the network without its biases, at the direction of the line.
"""

import flint
import numpy as np

from closedprop.networks import Network, network_from
from closedprop.networks.polynomial import polynomial
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, fractions, natural, prime, same, well_formed
from closedprop.scalars import PRIME

LABEL = "thm:degree"
_FIELDS = ("network", "point", "direction", "of", "component", "top", "prime", "formal", "degree", "operations")
_MOST_TERMS = 2**14  # arbitrary: a certificate whose degree falls further short is not worth the time


def operations_needed(degree: int) -> int:
    r"""Return :math:`\lceil \log_2 d \rceil`: so many multiplications and divisions reach the degree d, and not fewer.

    >>> [operations_needed(d) for d in (1, 2, 3, 4, 5)]
    [0, 1, 2, 2, 3]
    """
    return (degree - 1).bit_length()


def sentence(network: Network, of: str, component: int, formal: int, degree: int) -> str:
    """Return the claim."""
    entry = "output" if of == "output" else "entry"
    what = f"{entry} {component + 1}" + ("" if of == "output" else " of delta^(1)")
    size = "exactly" if degree == formal else "at least"
    layers = f"{network.depth - 1} layer{'s' if network.depth > 2 else ''}"
    return (
        f"Along the given line {what} of this {network.activation.name} network with {layers} is a "
        f"polynomial of degree {size} {degree}; so every program for it has at least {operations_needed(degree)} "
        "multiplications and divisions that are not by constants."
    )


def check(certificate: Certificate) -> None:
    """Accept a certificate whose degree is that of the highest coefficient which does not vanish modulo the prime."""
    exactly(certificate, _FIELDS)
    network = well_formed(lambda: network_from(field(certificate, "network", dict)), "network")
    coefficients = well_formed(lambda: polynomial(network.activation), "network")
    p = prime(certificate)
    point, direction = (fractions(certificate, name) for name in ("point", "direction"))
    of, component = field(certificate, "of", str), natural(certificate, "component")
    demand(of in ("output", "delta"), "the field of of a certificate", of, "give output or delta")
    width = network.widths[-1] if of == "output" else network.widths[0]
    shapes = len(point) == len(direction) == network.widths[0] and component < width
    demand(shapes, "the line of a certificate", "lengths that do not fit", "give a point and a direction of the input")
    top = fractions(certificate, "top")
    demand(len(top) == (network.widths[-1] if of == "delta" else 0), "the field top", f"{top}", "give delta^(L) or []")
    formal, degree = natural(certificate, "formal", 1), natural(certificate, "degree", 1)
    implied = (len(coefficients) - 1) ** (network.depth - 1) - (of == "delta")
    demand(formal == implied, "the field formal of a certificate", f"{formal}", f"it is {implied}")
    missing = formal - degree
    demand(0 <= missing < _MOST_TERMS, "the field degree", f"{degree}", f"give one from {formal - _MOST_TERMS + 1}")
    highest = well_formed(lambda: _highest(network, point, direction, top, of, p, missing + 1)[component], "prime")
    demand(
        highest.degree() == missing and all(c == 0 for c in highest.coeffs()[:missing]),
        "the degree of a certificate",
        f"{degree}, which the highest coefficients contradict",
    )
    operations = natural(certificate, "operations")
    demand(operations == operations_needed(degree), "the field operations", f"{operations}", "give ceil(log2 degree)")
    same(certificate, sentence(network, of, component, formal, degree), Verdict.PROVED, LABEL)


def _highest(network: Network, point: list, direction: list, top: list, of: str, p: int, terms: int) -> np.ndarray:
    """Return the first terms in s of the outputs or of the entries of delta^(1)."""
    residue = PRIME(p).convert
    f = [residue(c) for c in polynomial(network.activation)]
    slope = [j * f[j] for j in range(1, len(f))]

    def series(*coefficients: tuple[object, int]) -> flint.nmod_poly:
        """The sum of c s^k over the pairs (c, k) with k below the number of terms."""
        total = [0] * terms
        for c, k in coefficients:
            if k < terms:
                total[k] = int(residue(c))
        return flint.nmod_poly(total, p)

    def along(values: list, u: flint.nmod_poly, formal: int) -> flint.nmod_poly:
        """f(t^D u) / t^(dD), d the degree of f: by Horner, where the j-th coefficient comes with s^((d-j)D)."""
        total = series((values[-1], 0))
        for j in range(len(values) - 2, -1, -1):
            total = total.mul_low(u, terms) + series((values[j], (len(values) - 1 - j) * formal))
        return total

    z = [_array([series((q, 0), (a, 1)) for a, q in zip(point, direction, strict=True)])]
    formal = [1]
    weights = [_array([series((w, 0)) for w in weight.flat]).reshape(weight.shape) for weight in network.weights]
    for weight, bias in zip(weights, network.biases, strict=True):
        image = _array([along(f, u, formal[-1]) for u in z[-1]])
        formal.append((len(f) - 1) * formal[-1])
        z.append(weight @ image + _array([series((b, formal[-1])) for b in bias]))
    if of == "output":
        return z[-1]
    delta = _array([series((entry, 0)) for entry in top])
    for weight, u, D in zip(reversed(weights), reversed(z[:-1]), reversed(formal[:-1]), strict=True):
        pulled, slopes = weight.T @ delta, [along(slope, entry, D) for entry in u]
        delta = _array([a.mul_low(b, terms) for a, b in zip(pulled, slopes, strict=True)])
    return delta


def _array(polynomials: list[flint.nmod_poly]) -> np.ndarray:
    """Return an array of polynomials, filled one by one: NumPy takes a polynomial for a sequence."""
    array = np.empty(len(polynomials), dtype=object)
    for i, entry in enumerate(polynomials):
        array[i] = entry
    return array
