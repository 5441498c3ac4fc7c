"""The numbers of the edge of chaos and of the gains."""

from collections.abc import Callable, Mapping
from typing import Any

from closedprop.reports.numbers.number import ROUNDED, Number, cell
from closedprop.reports.records import Rows


def _gain(key: str, meaning: str, value: Callable[[Rows], Any], digits: int) -> tuple[str, Number]:
    return key, Number(meaning, ("random/gains.csv",), "random_gains", "random.gains", value, ROUNDED, digits)


def _half_stable(name: str, digits: int) -> list[tuple[str, Number]]:
    """Return variance, squared weight and squared bias of the half-stable network of an activation."""

    def squared(column: str) -> Callable[[Rows], float | None]:
        def value(rows: Rows) -> float | None:
            found = cell(rows, column, activation=name)
            return None if found is None else found**2

        return value

    variance = lambda rows: cell(rows, "half_stable_q", activation=name)  # noqa: E731
    of = f"of the half-stable network of {name}"
    return [
        _gain(f"half-stable-{name}-q", f"variance {of}", variance, digits),
        _gain(f"half-stable-{name}-weight", f"sigma_w^2 {of}", squared("half_stable_sigma_w"), 9),
        _gain(f"half-stable-{name}-bias", f"sigma_b^2 {of}", squared("half_stable_sigma_b"), 8),
        _gain(
            f"attracts-from-{name}",
            f"sigma_b from which on the edge of {name} attracts",
            lambda rows: cell(rows, "attracts_from", activation=name),
            4,
        ),
    ]


MEAN_FIELD_NUMBERS: Mapping[str, Number] = dict(
    [
        *_half_stable("gelu", 9),
        *_half_stable("silu", 10),
    ]
)
