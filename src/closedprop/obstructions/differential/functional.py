r"""The functions that turn a layer into a scaling or a flow: Koenigs, Poincare and Julia series modulo a prime.

A layer F is a series without constant term; :math:`\lambda = F'(0)`. Newton's method on Poincare's equation takes one
composition a step, since P' solves the linearised equation.
"""

import flint

from closedprop.errors import Invalid, Unable
from closedprop.obstructions.differential.layer_series import inverses

Series = flint.nmod_poly

#: derived: the largest prime below 2^62 that is 1 modulo 840, so that -1, 2, 3, 5 and 7 have square roots.
PRIME = 4611686018427385801


def nonresonant(multiplier: int, prime: int, length: int) -> None:
    r"""Assert that :math:`\lambda^j \ne \lambda` modulo the prime for 2 <= j < length, and that it is not 0.

    Modulo a Mersenne prime :math:`2^q - 1` the multipliers 2, 4 and 1/2 fail at or before j = q + 1, and what is computed
    then is not the image of the true series.
    Raises ``Unable`` naming j.

    >>> nonresonant(2, 2**31 - 1, 64)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    closedprop.errors.Unable: the series for the multiplier 2 modulo 2147483647 to 64 terms: multiplier^32 = multiplier; ...
    """
    asked, do = (
        f"the series for the multiplier {multiplier} modulo {prime} to {length} terms",
        f"use another prime, such as {PRIME}",
    )
    if multiplier % prime == 0:
        raise Unable(asked, "the multiplier vanishes", do)
    power = multiplier % prime
    for j in range(2, length):
        power = power * multiplier % prime
        if power == multiplier % prime:
            raise Unable(asked, f"multiplier^{j} = multiplier", do)


def poincare_series(layer: Series, length: int) -> Series:
    r"""Return P = t + ... with :math:`F(P(t)) = P(\lambda t)`, to ``length`` terms.

    .. math:: P \leftarrow P + P' \cdot \epsilon, \qquad
              \epsilon(\lambda t) - \lambda \epsilon(t) = \frac{F(P(t)) - P(\lambda t)}{P'(\lambda t)}

    Error: exact modulo the prime.    Cost: two compositions of that length, or a few products for a polynomial layer.
    Raises ``Unable`` for a resonance modulo the prime.

    >>> poincare_series(flint.nmod_poly([0, 2, -2], 1000003), 4) * 3  # (1 - exp(-2 t)) / 2
    2*x^3 + 1000000*x^2 + 3*x
    """
    p, multiplier = int(layer.modulus()), int(layer[1])
    nonresonant(multiplier, p, length)
    powers = [1]
    for _ in range(1, length):
        powers.append(powers[-1] * multiplier % p)
    divisors = _inverted([(power - multiplier) % p if j != 1 else 1 for j, power in enumerate(powers)], p)
    found, known = flint.nmod_poly([0, 1], p), 2
    while known < length:
        size = min(2 * known - 1, length)
        slope = found.derivative()
        error = composed(layer, found, size) - _scaled(found, powers)
        right = error.mul_low(_scaled(slope, powers).inverse_series_trunc(size), size)
        step = flint.nmod_poly([int(right[j]) * divisors[j] % p for j in range(size)], p)
        found, known = found + slope.mul_low(step, size), size
    return found.truncate(length)


def koenigs_series(layer: Series, length: int) -> Series:
    r"""Return K = x + ... with :math:`K(F(x)) = \lambda K(x)`: the inverse of Poincare's series.

    Error: exact modulo the prime.    Cost: four compositions of that length.
    Raises ``Unable`` for a resonance modulo the prime.

    >>> koenigs_series(flint.nmod_poly([0, 2, -2], 1000003), 4) * 3  # -log(1 - 2 x) / 2
    4*x^3 + 3*x^2 + 3*x
    """
    return inverse_series(poincare_series(layer, length), length)


def iterative_logarithm(layer: Series, length: int) -> Series:
    r"""Return the solution phi = x^(r+1) + ... of Julia's equation, of a layer x + a x^(r+1) + ..., to ``length`` terms.

    .. math:: \phi(F) = F' \phi, \qquad \phi = x^{r+1} \e^{\psi}, \qquad
              \psi(F) - \psi = \log F' - (r + 1) \log (F / x)

    It is 1/a times the vector field whose flow at time 1 is F. ``layer`` has r + 1 more terms than wanted.
    Error: exact modulo the prime.    Cost: ``length`` products.
    Raises ``Invalid`` where the layer is not x + a x^(r+1) + ... .

    >>> iterative_logarithm(flint.nmod_poly([0, 1, -1, 1, -1, 1, -1], 1000003), 4)  # x / (1 + x)
    x^2
    """
    p = int(layer.modulus())
    late = next((j for j in range(2, layer.length()) if layer[j] != 0), 0)
    if layer[0] != 0 or layer[1] != 1 or not late:
        raise Invalid("an iterative logarithm", "not a layer x + a x^(r+1) + ...", "give one of multiplier 1")
    r, size = late - 1, length + late
    logarithms = flint.nmod_poly([0, *((-1) ** (n + 1) * v for n, v in enumerate(inverses(size, p)[1:], 1))], p)
    quotient = layer.right_shift(1)
    right = composed(logarithms, layer.derivative() - 1, size) - (r + 1) * composed(logarithms, quotient - 1, size)
    psi, power, total = [0], flint.nmod_poly([1], p), -right
    scale = pow(int(layer[late]), -1, p)
    for j, v in zip(range(1, length), inverses(length, p)[1:], strict=False):
        power = power.mul_low(layer, size)
        psi.append(-int(total[j + r]) * scale % p * v % p)
        total = total + psi[j] * (power - flint.nmod_poly([*[0] * j, 1], p))
    exponentials = [1]
    for v in inverses(length, p)[1:]:
        exponentials.append(exponentials[-1] * v % p)
    found = composed(flint.nmod_poly(exponentials, p), flint.nmod_poly(psi, p), length)
    return found.left_shift(r + 1).truncate(length)


def inverse_series(series: Series, length: int) -> Series:
    r"""Return the compositional inverse of x + ..., by Newton: :math:`K \leftarrow K - (P(K) - x) / P'(K)`.

    >>> inverse_series(flint.nmod_poly([0, 1, 1], 7), 4)
    2*x^3 + 6*x^2 + x
    """
    p = int(series.modulus())
    found, known = flint.nmod_poly([0, 1], p), 2
    while known < length:
        size = min(2 * known - 1, length)
        image = composed(series, found, size)
        # P'(K) = (P(K))' / K', known to one term less, which multiplies an error that starts at x^known.
        slope = image.derivative().mul_low(found.derivative().inverse_series_trunc(size), size)
        error = image - flint.nmod_poly([0, 1], p)
        found, known = (found - error.mul_low(slope.inverse_series_trunc(size), size)).truncate(size), size
    return found.truncate(length)


def composed(outer: Series, inner: Series, length: int) -> Series:
    """Return outer(inner) to ``length`` terms; by Horner for a polynomial of small degree."""
    p = int(outer.modulus())
    outer = outer.truncate(length)
    if outer.degree() > 8:  # tuned: a composition costs about as much as sqrt(length) products
        return outer.compose_mod(inner, flint.nmod_poly([*[0] * length, 1], p))
    total = flint.nmod_poly([], p)
    for j in range(outer.degree(), -1, -1):
        total = total.mul_low(inner, length) + int(outer[j])
    return total


def _scaled(series: Series, powers: list[int]) -> Series:
    p = int(series.modulus())
    return flint.nmod_poly([int(a) * power % p for a, power in zip(series.coeffs(), powers, strict=False)], p)


def _inverted(residues: list[int], p: int) -> list[int]:
    """Return all inverses, from one (Montgomery)."""
    products = [1]
    for residue in residues:
        products.append(products[-1] * residue % p)
    inverse, found = pow(products[-1], -1, p), [0] * len(residues)
    for j in range(len(residues) - 1, -1, -1):
        found[j] = inverse * products[j] % p
        inverse = inverse * residues[j] % p
    return found
