"""``closedprop certify KIND ...``: find a certificate, check it, and print it."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from closedprop.errors import ClosedPropError
from closedprop.networks import Network, load_network
from closedprop.obstructions.certificate import Certificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.finders import certify

_WIDTH = 100  # arbitrary: characters of a field that are shown; --json shows all


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _integers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _matrix(text: str) -> list[list[str]]:
    return [_list(row) for row in text.split(";")]


def _counters(text: str) -> dict[str, int]:
    pairs = (part.split("=") for part in text.split(","))
    return {name.strip(): int(value) for name, value in pairs}


def _source(text: str) -> str:
    """Return what the file of that name holds if there is one, else the text itself."""
    try:
        return Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _network(path: str) -> Network:
    try:
        return load_network(path)
    except ClosedPropError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


Options = Mapping[str, dict[str, Any]]

_NETWORK: Options = {
    "--network": {"type": _network, "metavar": "FILE", "help": "a network in a .json or .npz file"},
    "--activation": {"metavar": "NAME", "help": "the activation, by name"},
    "--depth": {"type": int, "metavar": "N", "help": "layers of neurons"},
    "--width": {"type": int, "metavar": "N", "help": "neurons a layer"},
}
_OF: Options = {"--of": {"metavar": "WHAT", "help": "output, delta, ...: what of the network"}}
_PRIME: Options = {"--prime": {"type": int, "metavar": "P", "help": "compute modulo this prime"}}
_SEED: Options = {"--seed": {"type": int, "metavar": "S", "help": "of the random weights or points"}}
_MAP: dict[str, Any] = {"metavar": "EXPR", "help": "a layer map in z, such as 'tanh(z)/2'"}

#: Meaning and options of each kind; an option that is not given is left to the finder's default.
KINDS: Mapping[str, tuple[str, Options]] = {
    "order": (
        "the differential order of a network along an input line: how many evaluations it needs",
        {
            **_NETWORK,
            **_OF,
            "--index": {
                "type": _integers,
                "metavar": "I,J,..",
                "help": "which delta (layer, unit) or weight (layer, i, j)",
            },
            "--tied": {"action": "store_true", "help": "the same weights in every layer"},
            "--direction": {"type": _list, "metavar": "A,B,..", "help": "of the line, fractions; generic if left out"},
            **_PRIME,
            **_SEED,
        },
    ),
    "ade": (
        "no algebraic differential equation within bounds, or one, for the function that straightens a layer",
        {
            "--map": {**_MAP, "dest": "layer", "required": True},
            "--function": {
                "metavar": "NAME",
                "help": "koenigs, poincare or itlog; chosen by the multiplier if left out",
            },
            "--fixed-point": {"metavar": "C", "help": "a rational fixed point; looked for if left out"},
            "--order": {"type": int, "metavar": "K", "help": "of the equation"},
            "--degree": {"type": int, "metavar": "D", "help": "in the function and its derivatives"},
            "--coefficient-degree": {"type": int, "metavar": "M", "help": "of the coefficients, in z"},
            **_PRIME,
            **_SEED,
        },
    ),
    "recurrence": (
        "no linear recurrence with polynomial coefficients within bounds, or one, for a sequence",
        {
            "--map": {**_MAP, "dest": "layer"},
            "--start": {"metavar": "X", "help": "where the orbit of the map starts, a fraction"},
            "--weight": {"type": _matrix, "metavar": "'1,1;1,0'", "help": "of a weight-tied linear network"},
            "--top": {"type": _list, "metavar": "A,B,..", "help": "its delta at the top"},
            "--unit": {"type": int, "metavar": "I", "help": "which component of delta"},
            "--terms": {"type": _list, "metavar": "A,B,..", "help": "the sequence itself, fractions"},
            "--of": {"metavar": "WHAT", "help": "iterate or delta"},
            "--order": {"type": int, "metavar": "R", "help": "of the recurrence"},
            "--degree": {"type": int, "metavar": "D", "help": "of its coefficients, in n"},
            **_PRIME,
        },
    ),
    "heights": (
        "no recurrence of any size for the orbit of a rational layer: its heights grow too fast",
        {
            "--map": {**_MAP, "dest": "layer", "required": True},
            "--start": {"required": True, "metavar": "X", "help": "where the orbit starts, a fraction"},
        },
    ),
    "poincare": (
        "no recurrence up to an order for the orbits of an analytic layer at its attracting fixed point 0",
        {
            "--map": {**_MAP, "dest": "layer", "required": True},
            "--order": {"type": int, "metavar": "R", "help": "of the recurrences that are excluded"},
        },
    ),
    "horseshoe": (
        "chaos: disjoint intervals each of which an iterate maps over all of them",
        {
            "--activation": {"metavar": "NAME", "help": "a block of two neurons; the one of the paper for tanh"},
            "--map": _MAP,
            "--most-iterates": {"type": int, "metavar": "K", "help": "how far to search"},
            "--crossings": {"type": int, "metavar": "N", "help": "isolate the crossings of the first N iterates"},
        },
    ),
    "circuit": (
        "a Boolean circuit as a ReLU network whose delta is non-zero where the circuit is true",
        {
            "spec": {
                "type": _source,
                "metavar": "FILE|EXPR",
                "help": "JSON, or an expression such as '(a and b) or not c'",
            }
        },
    ),
    "machine": (
        "a counter machine as one weight-tied ReLU block whose delta is non-zero once the machine has halted",
        {
            "program": {
                "type": _source,
                "metavar": "FILE|NAME",
                "help": "lines such as '1: dec a 2 3', or a known program",
            },
            "--counters": {"type": _counters, "metavar": "a=2,b=3", "help": "at the start"},
            "--steps": {"type": int, "metavar": "N", "help": "how long to run"},
        },
    ),
    "degree": (
        "the degree of a polynomial network: how many multiplications it needs",
        {**_NETWORK, **_OF, **_PRIME, **_SEED},
    ),
    "pieces": (
        "the linear pieces of a piecewise linear network on a segment: how many comparisons it needs",
        {
            **_NETWORK,
            "--start": {"metavar": "X", "help": "of the segment"},
            "--stop": {"metavar": "Y", "help": "of the segment"},
            **_SEED,
        },
    ),
    "radicals": (
        "the algebraic degree of inverse-square-root layers: how many roots they need",
        {
            "--weight": {"metavar": "W", "help": "a fraction"},
            "--bias": {"metavar": "B", "help": "a fraction"},
            "--depth": {"type": int, "metavar": "N", "help": "layers of neurons"},
            **_OF,
            **_PRIME,
        },
    ),
    "counting": (
        "the dimension of the functions of an untied network: how many constants an expression needs",
        {
            "--activation": {"metavar": "NAME", "help": "the activation, by name"},
            "--widths": {"type": _integers, "metavar": "N1,N2,..", "help": "of the layers, input first"},
            **_OF,
            **_PRIME,
            **_SEED,
        },
    ),
    "skolem": (
        "the depths at which a component of delta of a weight-tied linear network is zero",
        {
            "--weight": {
                "type": _matrix,
                "metavar": "'1,1;1,0'",
                "required": True,
                "help": "the weight, rows by semicolons",
            },
            "--top": {"type": _list, "metavar": "A,B,..", "required": True, "help": "delta at the top"},
            "--unit": {"type": int, "metavar": "I", "help": "which component"},
            "--bound": {"type": int, "metavar": "N", "help": "how far to sieve where no theorem decides"},
        },
    ),
}


def add(commands: Any) -> None:
    """Add the command to the parsers of the command line."""
    asked = commands.add_parser("certify", help="compute a certificate: why there is no closed form")
    kinds = asked.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, (meaning, options) in KINDS.items():
        parser = kinds.add_parser(kind, help=meaning, description=meaning, argument_default=argparse.SUPPRESS)
        for name, settings in options.items():
            parser.add_argument(name, **settings)
        parser.add_argument("--json", action="store_true", help="print the certificate")
        parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the certificate, check it, print it; return 0."""
    given = vars(options)
    json_wanted = given.pop("json", False)
    certificate = certify(
        given["kind"], **{name: value for name, value in given.items() if name not in ("command", "kind", "run")}
    )
    check(certificate)
    print(json.dumps(certificate.record(), indent=2) if json_wanted else _text(certificate), flush=True)
    return 0


def _text(certificate: Certificate) -> str:
    lines = [f"{certificate.verdict}: {certificate.claim}", f"theorem:  {certificate.paper}"]
    for name, value in certificate.data.items():
        shown = json.dumps(value) if isinstance(value, list | dict) else str(value)
        lines.append(f"{name}: {shown if len(shown) <= _WIDTH else shown[: _WIDTH - 4] + ' ...'}")
    return "\n".join([*lines, "checked:  accepted; --json prints the whole certificate"])
