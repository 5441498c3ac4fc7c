"""The numbers of the obstructions: degrees, orders, certificates, circuits and machines."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from closedprop.reports.numbers.number import Number, cell
from closedprop.reports.records import Rows, select


def _ade(key: str, meaning: str, value: Callable[..., Any]) -> tuple[str, Number]:
    return key, Number(meaning, ("obstructions/ade.csv",), "obstruction_ade", "obstructions.ade", value)


def _depth(key: str, meaning: str, name: str, value: Callable[..., Any]) -> tuple[str, Number]:
    return key, Number(meaning, (f"obstructions/{name}.csv",), f"obstruction_{name}", f"obstructions.{name}", value)


_RECURRENCES = dict(
    (
        _depth("recurrence-order", "order searched", "recurrences", lambda rows: cell(rows, "order")),
        _depth("recurrence-degree", "degree searched", "recurrences", lambda rows: cell(rows, "degree")),
        _depth("recurrence-columns", "unknown coefficients", "recurrences", lambda rows: cell(rows, "columns")),
        _depth(
            "recurrence-excluded",
            "orbits and deltas without a recurrence",
            "recurrences",
            lambda rows: len(select(rows, verdict="PROVED")),
        ),
        _depth(
            "skolem-searched", "depth of the sieve", "skolem", lambda rows: max(row["searched"] or 0 for row in rows)
        ),
        _depth(
            "skolem-higher",
            "networks that need residues",
            "skolem",
            lambda rows: len([row for row in rows if row["searched"]]),
        ),
        _depth(
            "skolem-isolated",
            "of them decided by isolation",
            "skolem",
            lambda rows: len(select(rows, method="isolation")),
        ),
    )
)


def _certified_depth(rows: Rows, **wanted: Any) -> int:
    """Return up to which number of layers, without a gap, every certificate wanted is proved."""
    found = select(rows, **wanted)
    layers = {row["layers"] for row in found} - {row["layers"] for row in found if row["verdict"] != "PROVED"}
    return next(depth for depth in count() if depth + 1 not in layers)


def _order(key: str, meaning: str, value: Callable[..., Any]) -> tuple[str, Number]:
    return key, Number(meaning, ("obstructions/order.csv",), "obstruction_order", "obstructions.order", value)


def _certified_neurons(rows: Rows) -> int:
    return min(width * _certified_depth(rows, case="wide", width=width) for width in (2, 3))


def _irreducible(rows: Any) -> int:
    """Return how many norms with bias were factored over Q and are irreducible of degree 2^n."""
    return sum(row["bias"] != 0 and row["factors"] == 2 ** row["layers"] for row in rows)


_RADICALS = dict(
    (
        _depth("radicals-prime", "prime of the norms", "radicals", lambda rows: max(row["prime"] for row in rows)),
        _depth("radicals-irreducible", "norms with bias that are irreducible over Q", "radicals", _irreducible),
    )
)

_COMPILERS = dict(
    (
        _depth(
            "circuits-small",
            "small circuits, all of them",
            "circuits",
            lambda rows: sum(row["circuits"] for row in select(rows, family="all")),
        ),
        _depth(
            "circuits-lists",
            "gate lists that they stand for",
            "circuits",
            lambda rows: sum(row["lists"] for row in select(rows, family="all")),
        ),
        _depth(
            "circuits-runs",
            "forward and backward passes of circuits whose delta is the output",
            "circuits",
            lambda rows: sum(row["runs"] + row["narrow_runs"] - row["wrong"] - row["narrow_wrong"] for row in rows),
        ),
        _depth(
            "machines-longest",
            "steps of the longest run to a halt",
            "machines",
            lambda rows: max(row["steps"] or 0 for row in rows),
        ),
        _depth(
            "rule-110-depth",
            "layers of the network of Rule 110",
            "automaton",
            lambda rows: cell(rows, "depth", depth=max),
        ),
    )
)


def _chaos(key: str, meaning: str, name: str, value: Callable[..., Any], digits: int = 3) -> tuple[str, Number]:
    files = (f"obstructions/{name}.csv",)
    return key, Number(meaning, files, f"obstruction_{name}", f"obstructions.{name}", value, digits=digits)


_HORSESHOES: Mapping[str, Number] = dict(
    (
        _chaos("horseshoes-count", "certified horseshoes", "horseshoes", len),
        _chaos("horseshoe-tanh-below", "F(1) is less", "horseshoes", lambda rows: rows[0]["below"], digits=4),
        _chaos("horseshoe-tanh-above", "F(1/4) is more", "horseshoes", lambda rows: rows[0]["above"], digits=4),
        _chaos(
            "crossings-depth",
            "largest depth at which crossings are isolated",
            "crossings",
            lambda rows: max(row["depth"] for row in rows if row["crossings"]),
        ),
        _chaos(
            "crossings-count",
            "crossings isolated there",
            "crossings",
            lambda rows: max(row["crossings"] or 0 for row in rows),
        ),
        _chaos(
            "crossings-gates", "gates at the largest depth", "crossings", lambda rows: cell(rows, "gates", depth=max)
        ),
        _chaos("crossings-gates-depth", "that depth", "crossings", lambda rows: max(row["depth"] for row in rows)),
    )
)

OBSTRUCTIONS: Mapping[str, Number] = {
    **_HORSESHOES,
    **_COMPILERS,
    **_RADICALS,
    "certificates-count": Number(
        "certificates of the run, all accepted",
        ("certificates/checked.csv",),
        "obstruction_checked",
        "obstructions.certificates",
        len,
    ),
    **dict(
        (
            _order(
                "order-scalar-depth",
                "scalar networks are certified at every depth up to this one",
                lambda rows: _certified_depth(rows, case="scalar"),
            ),
            _order("order-neurons", "networks of width 2 and 3 are certified up to this size", _certified_neurons),
        )
    ),
    **dict(
        (
            _ade("ade-columns", "differential monomials", lambda rows: cell(rows, "columns")),
            _ade("ade-order", "largest order", lambda rows: cell(rows, "order")),
            _ade("ade-degree", "largest degree", lambda rows: cell(rows, "degree")),
            _ade("ade-coefficient-degree", "degree of coefficients", lambda rows: cell(rows, "coefficient_degree")),
            _ade("ade-none", "functions without an equation", lambda rows: len(select(rows, verdict="PROVED"))),
            _ade("ade-found", "functions with a proved equation", lambda rows: len(select(rows, verdict="REFUTED"))),
        )
    ),
    **_RECURRENCES,
}
