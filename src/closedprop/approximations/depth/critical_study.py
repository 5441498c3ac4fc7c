"""Constants of critical layers, and predicted against measured exponents of surrogates and depth asymptotics."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import log2
from typing import Any

import flint

from closedprop.approximations.depth.critical import CriticalExpansion, critical_expansion
from closedprop.approximations.depth.moebius import moebius_surrogate
from closedprop.approximations.depth.saturation import saturation
from closedprop.approximations.depth.surrogates import surrogate
from closedprop.networks import Network, activation, backward
from closedprop.scalars import BALLS, Exact
from closedprop.validated.precision import precision

Row = dict[str, Any]
Method = Callable[[Sequence[Any]], Any]

_BITS = 500  # derived: an error of h^19 at h = 2^-21 keeps 100 bits
_LIMIT = 1024  # arbitrary: 1/h for the relative error at all depths
_SHARP = 16  # arbitrary: the order whose constant stands for the true one


def critical_constants(layers: Sequence[Mapping[str, Any]], order: int) -> list[Row]:
    r"""Return the constants of :math:`|\delta_n| \sim C(x)\, n^{-1-1/m}` at critical layers, beside those of the solvable ones.

    A layer has ``activation``, ``weight``, ``bias``, ``center`` and ``start``, numbers as text. Columns: m, a, the iterative
    residue, the constant with its proved error, and :math:`C_0 = (m a)^{-1-1/m} h^{-m-1}`, that of
    :math:`h / (1 + m a h^m)^{1/m}`, the solvable layer with the same m and a, with h the distance of the start.
    """
    rows = []
    for case in layers:
        network = Network.tied([[case["weight"]]], 2, [case["bias"]], case["activation"])
        expansion = critical_expansion(network, order, case["center"])
        constant = expansion.constant(str(case["start"])).value
        distance = Fraction(str(case["start"])) - Fraction(str(case["center"]))
        series = expansion.side(1 if distance > 0 else -1).series.rounded()
        m, a = series.exponent, series.leading
        solvable = (m * a / expansion.layer.stride) ** (-1 - 1 / m) * float(abs(distance)) ** (-m - 1)
        rows.append(
            {key: str(case[key]) for key in ("activation", "weight", "bias", "center", "start")}
            | {"m": m, "a": a, "residue": series.residue, "constant": float(constant.mid())}
            | {"error": float(constant.rad()), "solvable": solvable, "ratio": solvable / float(constant.mid()) - 1}
        )
    return rows


def surrogate_orders(
    surrogates: Sequence[str], osculating: Sequence[str], layers: Sequence[Mapping[str, Any]], orders: Sequence[int]
) -> list[Row]:
    r"""Return predicted and measured exponents of the error of delta, in 500-bit balls.

    ``surrogates`` and ``osculating`` are activations, ``layers`` critical ones as in :func:`critical_constants`.

    .. math:: \text{measured} = \log_2 \frac{|\tilde\delta^{(1)} - \delta^{(1)}|(h)}
              {|\tilde\delta^{(1)} - \delta^{(1)}|(h/2)}, \qquad h = 2^{-20}

    at a fixed depth; and at all depths, from the limit of the relative error as the depth grows, at h = 1/1024.
    """
    rows = [_at_fixed_depth(*case) for case in (*_surrogates(surrogates), *_osculating(osculating))]
    for case in layers:
        network = Network.tied([[case["weight"]]], 5, [case["bias"]], case["activation"])
        center = str(case["center"])
        side = 1 if Fraction(str(case["start"])) > Fraction(center) else -1
        sharp = critical_expansion(network, _SHARP, center)
        for order in orders:
            shown = f"{case['activation']}, w = {case['weight']}"
            label = {"method": "critical", "activation": shown, "case": f"order {order}"}
            rough = critical_expansion(network, order, center)

            def apply(x: Any, rough: CriticalExpansion = rough, depth: int = network.depth) -> Any:
                return rough.truncation(x, [1], depth, first=0, over=BALLS)

            rows.append(_at_fixed_depth(label, network, [side], [center], apply))
            rows.append(label | {"at": "all depths"} | _at_all_depths(rough, sharp, Fraction(center), side))
    return rows


def _surrogates(names: Sequence[str]) -> list[tuple[Row, Network, list[int], list[Any], Method]]:
    cases = []
    weights = (["3/4", "-5/4", "2/3"], [0, 0, 0])
    for name, fit in ((name, fit) for name in names for fit in ("matched", "fitted")):
        act = activation(name)
        shift = saturation(act).offset
        biases = [[-Fraction(str(shift)) * Fraction(w)] for w in weights[0]]
        network = Network([[[w]] for w in weights[0]], biases, act)
        label = {"method": "surrogate", "activation": name, "case": f"one neuron, {fit}"}
        cases.append((label, network, [1], [0], _surrogate(network, fit)))
    many = Network([[["1/2", "-1/3"], ["2/5", "3/4"], [1, "1/7"]], [["1/2", 1, "-1/3"]]], activation="tanh")
    label = {"method": "surrogate", "activation": "tanh", "case": "several neurons"}
    return [*cases, (label, many, [1, -1], [0, 0], _surrogate(many, "matched"))]


def _osculating(names: Sequence[str]) -> list[tuple[Row, Network, list[int], list[Any], Method]]:
    cases: list[tuple[Row, Network, list[int], list[Any], Method]] = []
    for name in names:
        network = Network([[["1/2"]], [["-3/4"]], [["2/3"]]], [["1/3"], ["-1/5"], [0]], name)
        center = ["2/5"]

        def apply(x: Any, network: Network = network, center: Any = center) -> Any:
            return moebius_surrogate(network, x, [1], network.depth, center=center, over=BALLS)

        label = {"method": "moebius_surrogate", "activation": name, "case": "operating point"}
        cases.append((label, network, [1], center, apply))
    return cases


def _surrogate(network: Network, fit: str) -> Method:
    return lambda x: surrogate(network, x, [1] * network.widths[-1], network.depth, fit, over=BALLS)


def _at_fixed_depth(label: Row, network: Network, direction: list[int], center: list[Any], method: Method) -> Row:
    errors, predicted = [], None
    for bits in (20, 21):
        x = [Fraction(value) + Fraction(sign, 2**bits) for value, sign in zip(center, direction, strict=True)]
        with precision(_BITS):
            rough = method(x)
            assert not isinstance(rough, Exact)
            truth = backward(network, x, [1] * network.widths[-1], over=BALLS).deltas[0]
            gaps = [abs(a - b) for a, b in zip(rough.value[0], truth, strict=True)]
            errors.append(sum(gaps, flint.arb(0)).mid())
            predicted = rough.order
    if label["case"].endswith("fitted"):
        predicted = saturation(network.activation, "fitted").order
    return label | {"at": "one depth", "predicted": predicted, "measured": log2(float(errors[0] / errors[1]))}


def _at_all_depths(rough: CriticalExpansion, sharp: CriticalExpansion, center: Fraction, side: int) -> Row:
    gaps = []
    with precision(_BITS):
        for denominator in (_LIMIT, 2 * _LIMIT):
            x = center + Fraction(side, denominator)
            constants = [expansion.constant(x, 0).value.mid() for expansion in (rough, sharp)]
            gaps.append(abs(constants[0] / constants[1] - 1))
        series = rough.side(side).series
        return {"predicted": series.omitted + series.exponent, "measured": log2(float(gaps[0] / gaps[1]))}
