r"""The algebraic degree of an inverse-square-root network, from characteristic polynomials modulo a prime.

The field that the roots :math:`s_k = \sqrt{1 + x_k^2}` generate has the basis of their products; there the iterate is a matrix,

.. math:: X_{k+1} = b + w \begin{pmatrix} 0 & X_k \\ X_k D_k^{-1} & 0 \end{pmatrix}, \qquad D_k = 1 + X_k^2, \qquad
          \Delta_{k+1} = w \begin{pmatrix} 0 & \Delta_k D_k^{-1} \\ \Delta_k D_k^{-2} & 0 \end{pmatrix},

and its characteristic polynomial at a point z is the norm that the finder takes step by step.
"""

from fractions import Fraction

import flint

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, fraction, natural, prime, same, well_formed

LABEL = "thm:radicals"
_FIELDS = ("weight", "bias", "layers", "of", "degree", "roots", "prime", "irreducible_at", "root_at", "root")
_MOST_LAYERS = 8  # arbitrary: the matrices have 2^n rows


def sentence(weight: Fraction, bias: Fraction, layers: int, of: str) -> str:
    """Return the claim."""
    what = "output" if of == "output" else "derivative of the output"
    return (
        f"Let F(z) = {weight}*z/sqrt(1 + z^2) + {bias}. The {what} of {layers} such layers has algebraic degree "
        f"{2**layers} over C(z); so every program of field operations and square roots for it takes at least {layers} roots."
    )


def check(certificate: Certificate) -> None:
    """Accept a certificate with an irreducible reduction at one point and a simple root at another, or a relation at b = 0."""
    exactly(certificate, _FIELDS)
    weight, bias = (fraction(certificate.data[name], name) for name in ("weight", "bias"))
    layers, of = natural(certificate, "layers", 1), field(certificate, "of", str)
    demand(weight != 0, "the field weight of a certificate", "0", "give a weight that is not 0")
    demand(layers <= _MOST_LAYERS, "the field layers of a certificate", f"{layers}", f"give at most {_MOST_LAYERS}")
    demand(of in ("output", "delta"), "the field of of a certificate", of, "give output or delta")
    degree, roots = natural(certificate, "degree"), natural(certificate, "roots")
    claim = sentence(weight, bias, layers, of)
    if bias == 0 and layers > 1:
        _check_relation(certificate, weight, layers, degree, roots)
        same(certificate, claim, Verdict.REFUTED, LABEL)
        return
    demand(degree == 2**layers, "the field degree of a certificate", f"{degree}", f"it is {2**layers}")
    demand(roots == layers, "the field roots of a certificate", f"{roots}", f"it is {layers}")
    p = prime(certificate)
    one, other, value = (natural(certificate, name) for name in ("irreducible_at", "root_at", "root"))
    demand(max(one, other, value) < p, "the points of a certificate", "no residues", f"give integers below {p}")
    for denominator in (weight.denominator, bias.denominator, weight.numerator):
        demand(denominator % p != 0, "the prime of a certificate", f"{p} divides weight or bias", "use another prime")
    norm = well_formed(lambda: characteristic(weight, bias, layers, of, one, p), "irreducible_at")
    demand(is_irreducible(norm, p), "the field irreducible_at", f"{one}, where the polynomial has factors")
    norm = well_formed(lambda: characteristic(weight, bias, layers, of, other, p), "root_at")
    simple = int(norm(value)) == 0 and int(norm.derivative()(value)) != 0
    demand(simple, "the field root of a certificate", f"{value}, which is no simple root")
    same(certificate, claim, Verdict.PROVED, LABEL)


def characteristic(weight: Fraction, bias: Fraction, layers: int, of: str, z: int, p: int) -> flint.nmod_poly:
    """Return the characteristic polynomial of the output, or of its derivative, at z modulo p.

    Raises ``ZeroDivisionError`` where some 1 + x_k^2 is no unit.

    >>> characteristic(Fraction(1), Fraction(0), 1, "output", 2, 101)  # (1 + z^2) y^2 = z^2
    x^2 + 80
    """
    w, b = (flint.nmod(c.numerator, p) / flint.nmod(c.denominator, p) for c in (weight, bias))
    x, delta = flint.nmod_mat(1, 1, [z], p), flint.nmod_mat(1, 1, [1], p)
    for _ in range(layers):
        inverse = (x * x + _scalar(x.nrows(), 1, p)).inv()
        delta = _antidiagonal(delta * inverse, delta * inverse * inverse, p) * w
        x = _antidiagonal(x, x * inverse, p) * w + _scalar(2 * x.nrows(), int(b), p)
    return (x if of == "output" else delta).charpoly()


def is_irreducible(polynomial: flint.nmod_poly, p: int) -> bool:
    r"""Return whether a monic polynomial of degree 2^n has no factor over GF(p) (Rabin).

    It has none if and only if it divides :math:`y^{p^{2^n}} - y` and is prime to :math:`y^{p^{2^{n-1}}} - y`.

    >>> is_irreducible(flint.nmod_poly([1, 0, 1], 7), 7), is_irreducible(flint.nmod_poly([1, 0, 1], 5), 5)
    (True, False)
    """
    y = flint.nmod_poly([0, 1], p)
    powers = [y]
    for _ in range(polynomial.degree()):
        powers.append(powers[-1].pow_mod(p, polynomial))
    half = powers[polynomial.degree() // 2]
    return (powers[-1] - y) % polynomial == 0 and polynomial.gcd(half - y).degree() == 0


def _check_relation(certificate: Certificate, weight: Fraction, layers: int, degree: int, roots: int) -> None:
    """Without bias :math:`x_n^2 = A_n / B_n` with :math:`A_{k+1} = w^2 A_k, B_{k+1} = A_k + B_k` from z^2 and 1.

    ``B_n = 1 + S z^2`` with S > 0 is no square and A_n is one, so x_n has degree 2, and with it its derivative
    :math:`w^n B_n^{-3/2}`.
    """
    square = flint.fmpq(weight.numerator, weight.denominator) ** 2
    a, b = flint.fmpq_poly([0, 0, 1]), flint.fmpq_poly([1])
    for _ in range(layers):
        a, b = square * a, a + b
    holds = b.degree() == 2 and b.gcd(b.derivative()).degree() == 0 and a == flint.fmpq_poly([0, 0, square**layers])
    demand(holds and degree == 2 and roots == 1, "the degree without bias", f"{degree}", "it is 2, by one root")
    for name in ("prime", "irreducible_at", "root_at", "root"):
        demand(certificate.data[name] == 0, f"the field {name} of a certificate", "not 0", "without bias give 0")


def _scalar(size: int, value: int, p: int) -> flint.nmod_mat:
    return flint.nmod_mat(size, size, [value if i == j else 0 for i in range(size) for j in range(size)], p)


def _antidiagonal(upper: flint.nmod_mat, lower: flint.nmod_mat, p: int) -> flint.nmod_mat:
    """The matrix with zero blocks on the diagonal."""
    size = upper.nrows()
    rows = [[0] * size + [int(c) for c in row] for row in upper.tolist()]
    rows += [[int(c) for c in row] + [0] * size for row in lower.tolist()]
    return flint.nmod_mat(2 * size, 2 * size, [c for row in rows for c in row], p)
