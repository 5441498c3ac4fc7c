r"""Which activations are solvable for all weights: the layer algebra of each example, by series modulo a prime.

The residues of transcendental numbers are random: a minor that is not zero for them is not the zero polynomial in these
numbers, hence not zero. (Two numbers of one example, as :math:`\Phi(z_0)` and :math:`\varphi(z_0)` of GELU, may not be
independent at this z_0, but as functions of z_0 they are, and the layer algebra has the same dimension at every z_0.)
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from closedprop.algebra.layer_algebra import closure, family_dimension, generators_at
from closedprop.algebra.power_series import (
    Series,
    arctangent,
    composition,
    exponential,
    logarithm,
    power,
    primitive,
    product,
    quotient,
)
from closedprop.scalars import PRIME, Invalid, Scalars

#: The parameters that are free, and the fields along which they move the output of a layer.
SETTINGS = {"weights and biases": "1 z", "weights": "z", "biases": "1"}

_PRIME = 2147483629  # arbitrary: any large prime; a bad one could only lower a rank
_SPARE = 16  # tuned: every bracket uses up one term, and no example needs more than 8 in a row

Expansion = Callable[[Any, Series, int, Callable[[], Any]], Series]


@dataclass(frozen=True)
class Example:
    """An activation in one setting: its formula in LaTeX, the base point, and its series there.

    ``expansion(z0, z, length, constant)`` returns the series of f, given the series z of the variable; every call of
    ``constant`` returns another random residue, for another transcendental number.
    """

    name: str
    formula: str
    setting: str
    base: str
    expansion: Expansion


def _saturating(p: int) -> Expansion:
    # a = 2^p - 1, so that 1 + a z^p is the p-th power of 2 at z = 1
    def expansion(z0, z, length, constant):
        one = z0 * 0 + 1
        inside = [(2**p - 1) * term for term in power(z, one * p, one)]
        inside[0] = inside[0] + 1
        return quotient(z, power(inside, one / p, one * 2))

    return expansion


def _rational(numerator: Sequence[int], denominator: Sequence[int]) -> Expansion:
    def expansion(z0, z, length, constant):
        return quotient(_polynomial(numerator, z), _polynomial(denominator, z))

    return expansion


def _polynomial(coefficients: Sequence[int], z: Series) -> list[Any]:
    total = [z[0] * 0 + coefficients[-1], *[z[0] * 0] * (len(z) - 1)]
    for coefficient in reversed(coefficients[:-1]):
        total = product(total, z)
        total[0] = total[0] + coefficient
    return total


def _tanh(z0, z, length, constant):
    t = [z0 * 0 if z0 == 0 else constant()]
    for n in range(length - 1):
        t.append((int(n == 0) - sum((t[i] * t[n - i] for i in range(n + 1)), z0 * 0)) / (z0 * 0 + n + 1))
    return t


def _exp(z0, z, length, constant):
    return exponential(z, z0 * 0 + 1 if z0 == 0 else constant())


def _sigmoid(z0, z, length, constant):
    grown = _exp(z0, z, length, constant)
    return quotient(grown, [grown[0] + 1, *grown[1:]])


def _softplus(z0, z, length, constant):
    return primitive(_sigmoid(z0, z, length, constant), constant())[:length]


def _log_sigmoid(z0, z, length, constant):
    return [a - b for a, b in zip(z, _softplus(z0, z, length, constant), strict=True)]


def _silu(z0, z, length, constant):
    return product(z, _sigmoid(z0, z, length, constant))


def _gelu(z0, z, length, constant):
    density = exponential([-term / 2 for term in product(z, z)], constant())
    return product(z, primitive(density, (z0 * 0 + 1) / 2 if z0 == 0 else constant())[:length])


def _erf(z0, z, length, constant):  # up to the factor 2 / sqrt(pi), which a weight takes up
    return primitive(exponential([-term for term in product(z, z)], z0 * 0 + 1), z0 * 0)[:length]


def _arctan(z0, z, length, constant):
    return arctangent(z, z0 * 0)


def _isru(z0, z, length, constant):  # at z = 3/4, where the root is 5/4
    return quotient(z, power(_polynomial([1, 0, 1], z), (z0 * 0 + 1) / 2, (z0 * 0 + 5) / 4))


def _parabolic(z0, z, length, constant):
    s = logarithm(z, z0 * 0)
    return exponential(quotient(s, [s[0] + 1, *s[1:]]), z0)


def _elliptic(z0, z, length, constant):
    # f = z exp(arctan((k - 1) t / (1 + k t^2))) with t = tan log z and k = 3; t' = 1 + t^2 in s = log z
    zero = z0 * 0
    s = logarithm(z, zero)
    tan = [zero]
    for n in range(length - 1):
        tan.append((int(n == 0) + sum((tan[i] * tan[n - i] for i in range(n + 1)), zero)) / (zero + n + 1))
    t = composition(tan, s)
    angle = arctangent(quotient([2 * term for term in t], _polynomial([1, 0, 3], t)), zero)
    return product(z, exponential(angle, zero + 1))


_MOEBIUS = _rational([1, 2], [3, 1])

#: The examples of the paper's table.
EXAMPLES: tuple[Example, ...] = (
    Example("affine", r"2z + 1", "weights and biases", "0", _rational([1, 2], [1])),
    Example("moebius", r"(2z + 1)/(z + 3)", "weights and biases", "0", _MOEBIUS),
    Example("isru", r"z/\sqrt{1 + z^2}", "weights and biases", "3/4", _isru),
    Example("quadratic", r"z^2", "weights and biases", "1", _rational([0, 0, 1], [1])),
    Example("tanh", r"\tanh z", "weights and biases", "0", _tanh),
    Example("sigmoid", r"1/(1 + e^{-z})", "weights and biases", "0", _sigmoid),
    Example("gelu", r"z \Phi(z)", "weights and biases", "0", _gelu),
    Example("erf", r"\operatorname{erf} z", "weights and biases", "0", _erf),
    Example("arctan", r"\arctan z", "weights and biases", "0", _arctan),
    Example("softplus", r"\log(1 + e^z)", "weights and biases", "0", _softplus),
    Example("silu", r"z/(1 + e^{-z})", "weights and biases", "0", _silu),
    Example("power", r"z^3", "weights", "1", _rational([0, 0, 0, 1], [1])),
    Example("softsign", r"z/(1 + z)", "weights", "1", _saturating(1)),
    Example("isru", r"z/\sqrt{1 + 3 z^2}", "weights", "1", _saturating(2)),
    Example("cubic saturation", r"z/(1 + 7 z^3)^{1/3}", "weights", "1", _saturating(3)),
    Example("moebius", r"(2z + 1)/(z + 3)", "weights", "1", _MOEBIUS),
    Example("parabolic", r"z^{1/(1 + \log z)}", "weights", "1", _parabolic),
    Example("elliptic", r"\tan \log f = 3 \tan \log z", "weights", "1", _elliptic),
    Example("tanh", r"\tanh z", "weights", "1", _tanh),
    Example("sigmoid", r"1/(1 + e^{-z})", "weights", "1", _sigmoid),
    Example("gelu", r"z \Phi(z)", "weights", "1", _gelu),
    Example("softplus", r"\log(1 + e^z)", "weights", "1", _softplus),
    Example("softplus", r"\log(1 + e^z)", "biases", "0", _softplus),
    Example("log-sigmoid", r"-\log(1 + e^{-z})", "biases", "0", _log_sigmoid),
    Example("moebius", r"z/(1 + z)", "biases", "0", _rational([0, 1], [1, 1])),
    Example("tanh", r"\tanh z", "biases", "0", _tanh),
    Example("sigmoid", r"1/(1 + e^{-z})", "biases", "0", _sigmoid),
    Example("gelu", r"z \Phi(z)", "biases", "0", _gelu),
)


def layers_of(example: Example, length: int, count: int, rng: random.Random, over: Scalars) -> list[list[Any]]:
    """Return series F - z_0 of ``count`` layers that fix the base point, with random weights where a bias makes room.

    All are built from one series of the activation, with the same residues.
    Raises ``Invalid`` for an unknown setting, or where the base point is a critical point of the activation.
    """
    if example.setting not in SETTINGS:
        raise Invalid(f"the setting {example.setting!r}", "unknown", f"use one of {', '.join(SETTINGS)}")
    base = over.convert(example.base)
    z = [base, over.one, *[over.zero] * (length - 2)]
    f = list(example.expansion(base, z, length, lambda: over.convert(rng.randrange(2, _PRIME))))
    if f[1] == 0:
        raise Invalid(
            f"the layer algebra of {example.name} at {example.base}", "a critical point", "take another point"
        )
    layers = []
    for _ in range(count):
        weight = over.one
        if example.setting == "weights":
            weight = base / f[0]
        elif example.setting == "weights and biases":
            weight = over.convert(rng.randrange(2, _PRIME))
        layers.append([over.zero, *(weight * term for term in f[1:])])
    return layers


def lie_study(order: int = 24, limit: int = 8, depth: int = 5, seed: int = 1) -> list[dict[str, Any]]:
    """Return a row per example: the rank of its layer algebra, and the dimension of its networks of one depth.

    Columns: activation, formula, setting, base, order, rank (a lower bound on the dimension of the layer algebra; the
    search stops at ``limit``), closed (to the order), infinite (proved: the rank is above 3), depth, parameters,
    dimension (a lower bound on that of the family of networks).

    >>> [(row["rank"], row["closed"]) for row in lie_study(order=12, limit=4, depth=2)][:5]
    [(2, True), (3, True), (4, False), (4, False), (4, False)]
    """
    over, rows = PRIME(_PRIME), []
    for example in EXAMPLES:
        rng = random.Random(f"{seed} {example.name} {example.setting}")
        length = order + _SPARE
        layers = layers_of(example, length + 1, max(depth, 1), rng, over)
        fields = generators_at(over.convert(example.base), length, SETTINGS[example.setting])
        found = closure(fields, layers[:2], order, limit)
        rows.append(
            {
                "activation": example.name,
                "formula": example.formula,
                "setting": example.setting,
                "base": example.base,
                "order": order,
                "rank": found.rank,
                "closed": found.closed,
                "infinite": found.rank > 3,
                "depth": depth,
                "parameters": depth * len(fields),
                "dimension": family_dimension(fields, layers, order),
            }
        )
    return rows
