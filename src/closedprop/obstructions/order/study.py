"""The table of orders: scalar and wide networks, dead neurons, dependent rows, other gates, and what is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from closedprop.networks import Network, gaussian_network
from closedprop.networks.activation import Activation
from closedprop.networks.random import stream
from closedprop.obstructions.order.certify import PRIME_62, certify_order

#: Activations of a user, not in the library: a rescaled sigmoid, and the one that is refused.
BIPOLAR = Activation("bipolar", "2/(1 + exp(-z)) - 1")
MOEBIUS = Activation("moebius", "1/(1 + z)")
_INTEGERS = [[1, 2, 3], [0, 1, 4], [5, 6, 0]]
_SCALAR = ("tanh", "sigmoid")
_SQUARE = [[1, 2], [3, -1]]

#: The orders of output and derivative of n scalar layers: a multiple of n, and a constant for each.
_GATE_ORDERS = {
    "exp": (1, 0, 0),
    "sin": (1, 0, 0),
    "silu": (1, 0, 0),
    "arctan": (1, 0, -1),
    "softplus": (1, 1, 0),
    "erf": (2, 0, -1),
    "gelu": (2, 0, 0),
}


@dataclass(frozen=True)
class Case:
    """A network and a quantity, with the order that the theorems give; None where there is none to call so."""

    name: str
    expected: int | None
    options: dict[str, Any]
    network: Any = None


def order_study(
    depths: int = 40,
    deepest: int = 100,
    neurons: int = 24,
    largest: int = 60,
    gate_depths: int = 6,
    prime: int = PRIME_62,
    seed: int = 0,
) -> list[dict[str, Any]]:
    r"""Return a row per certificate.

    Columns: case, activation, width, layers (hidden), tied, direction, of, index, neurons (hidden), joined, expected (by the
    theorems), jet_rank, span (of the derivatives by the symmetries; for the output those are the deltas), order (empty where it
    is refused), verdict, paper, prime.
    Scalar networks have ``depths`` layers at most, and one ``deepest``; wide ones ``neurons``, and one ``largest``; other gates
    ``gate_depths`` layers.

    >>> rows = order_study(depths=2, deepest=3, neurons=4, largest=6, gate_depths=1)
    >>> {row["order"] == row["expected"] for row in rows if row["expected"] is not None}
    {True}
    """
    rows = []
    cases = [
        *_scalar(depths, deepest),
        *_gates(gate_depths),
        *_wide(neurons, largest),
        *_special(seed),
        *_dependent(),
        *_refused(),
    ]
    for number, case in enumerate(cases):
        certificate = certify_order(case.network, **case.options, prime=prime, seed=seed + number)
        data = certificate.data
        counts = data["hypotheses"]["joined"]
        activation = data["network"]["activation"]
        widths = _widths(data["network"])
        rows.append(
            {
                "case": case.name,
                "activation": activation if isinstance(activation, str) else activation["name"],
                "width": max(widths[:-1]),
                "layers": len(counts),
                "tied": data["network"]["tied"],
                "direction": " ".join(data["direction"]) if isinstance(data["direction"], list) else data["direction"],
                "of": data["of"],
                "index": " ".join(map(str, data["index"])),
                "neurons": data["neurons"],
                "joined": sum(counts),
                "expected": case.expected,
                "jet_rank": data["jet_rank"],
                "span": data["span"],
                "order": data["order"],
                "verdict": str(certificate.verdict),
                "paper": certificate.paper,
                "prime": prime,
            }
        )
    return rows


def _widths(network: dict[str, Any]) -> list[int]:
    if network["weights"] == "generic":
        return network["widths"]
    if network["tied"]:
        return [len(network["weights"])] * network["depth"]
    return [len(network["weights"][0][0]), *map(len, network["weights"])]


def _scalar(depths: int, deepest: int) -> Iterator[Case]:
    for of in ("output", "derivative"):
        for activation in _SCALAR:
            for depth in [*range(1, depths + 1), *([deepest] if activation == "tanh" else [])]:
                yield Case("scalar", depth, {"activation": activation, "depth": depth, "tied": True, "of": of})


def _wide(neurons: int, largest: int) -> Iterator[Case]:
    for width in (2, 3):
        for tied in (False, True):
            for depth in range(2 if tied else 1, neurons // width + 1):
                options = {"width": width, "depth": depth, "tied": tied}
                yield Case("wide", width * depth, options)
                yield Case("wide", width * (depth - 1) + 1, {**options, "of": "delta", "index": (depth, 0)})
    yield Case("wide", largest // 3 * 3, {"width": 3, "depth": largest // 3})
    for activation in ("exp", "sin", "silu"):
        yield Case("wide gate", 6, {"activation": activation, "width": 2, "depth": 3})


def _special(seed: int) -> Iterator[Case]:
    def square(l: int) -> list[list[int]]:
        return [[l, 1, -2], [1, 3, l], [2, -1, 5]]

    zero_output = Network([square(1), square(2), [[1, 0, 2]]])
    yield Case("zero output weight", 8, {}, zero_output)
    yield Case("dead neuron", 7, {}, Network([square(1), [[1, 0, 2], [3, 0, 1]], [[1, 1]]]))
    integers = Network.tied(_INTEGERS, 4)
    yield Case("integer weights", 9, {}, integers)
    yield Case("integer weights", 9, {"of": "derivative"}, integers)
    yield Case("integer weights", 7, {"of": "delta", "index": (3, 0)}, integers)
    floats = gaussian_network(stream(seed, "obstructions", 8, 1), [3, 3, 3, 1], sigma_w=1.5, sigma_b=0.5)
    yield Case("double precision", 9, {}, floats)
    yield Case("user's activation", 6, {"activation": BIPOLAR, "width": 2, "depth": 3})
    for index, expected in (((1, 0, 1), 6), ((2, 0, 1), 5), ((3, 0, 1), 5)):
        yield Case("weight gradient", expected, {"width": 2, "depth": 3, "of": "weight", "index": index})


def _dependent() -> Iterator[Case]:
    for depth in range(1, 5):
        network = Network.tied(_SQUARE, depth + 1, ["1/2", "-1/3"])
        yield Case("dependent direction", 2 * depth - 1, {"direction": (1, 2)}, network)
    for depth in range(1, 5):  # every layer sees one number, a multiple of T_1 + T_2
        network = Network.tied([[1, 1], [2, 2]], depth + 1, ["1/2", "-1/3"])
        yield Case("bottleneck", depth, {"direction": (1, 2)}, network)
    dead = Network([[[1, 2, 3], [2, 1, 0], [0, 1, 1]], [[1, 0, 2], [3, 0, 1], [1, 0, -1]], [[1, 1, 1]]])
    yield Case("dead neuron, dependent rows", 7, {}, dead)


def _gates(gate_depths: int) -> Iterator[Case]:
    for activation, (factor, output, derivative) in _GATE_ORDERS.items():
        for of, constant in (("output", output), ("derivative", derivative)):
            for depth in range(1, gate_depths + 1):
                options = {"activation": activation, "depth": depth, "of": of}
                weights = "generic" if activation == "softplus" else "rational"
                yield Case("gate", factor * depth + constant, {**options, "weights": weights})


def _refused() -> Iterator[Case]:
    for depth in range(1, 7):
        yield Case("refused", None, {"activation": MOEBIUS, "depth": depth, "tied": True})
    yield Case("refused", None, {}, Network.tied([["3/2"]], 4, ["1/3"], "softplus"))
