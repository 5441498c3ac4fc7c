"""Orders of networks: rows that differ in depth only become one line."""

from collections.abc import Iterable
from typing import Any

from closedprop.reports.latex import table
from closedprop.reports.records import Rows

#: The names of the cases in the table; a case that is not here has its own name.
_NAMES = {"gate": "scalar", "wide gate": "width 2", "refused": "scalar, refused"}
_ELSEWHERE = ("silu", "arctan", "softplus", "erf", "gelu")  # the gates of the other table
_LONGEST = 4  # arbitrary: progressions of more numbers are abbreviated


def typeset(order: Rows) -> str:
    """Return a line per case and quantity: layers, neurons joined to the quantity, rank of the jets, span, order."""
    lines: dict[tuple[Any, ...], Rows] = {}
    for row in order:
        if row["activation"] not in _ELSEWHERE:
            lines.setdefault(_line(row), []).append(row)
    body, last = [], ""
    for key, rows in lines.items():
        case = _case(rows[0]) + (", tied" if rows[-1]["tied"] == "True" else "")
        cells = [case if case != last else "", rows[0]["activation"], key[-1]]
        last = case
        columns = ("layers", "joined", "jet_rank", "span", "order")
        body.append([*cells, *(progression(row[column] for row in rows) for column in columns)])
    header = ["network", "activation", "quantity", "$n$", "neurons", "jets", "span", "order"]
    return table(header, body, "lllrrrrr")


def progression(values: Iterable[int | None]) -> str:
    r"""Return numbers for a cell: progressions abbreviated, a dash where there is none.

    >>> progression([1, 2, 3, 4, 5, 9]), progression([2, 4, 6, 8, 10]), progression([None])
    ('1--5, 9', '2, 4, \\dots, 10', '--')
    """
    given = list(values)
    numbers = [value for value in given if value is not None]
    if len(numbers) < len(given):
        return "--"
    shown: list[str] = []
    while numbers:
        step = numbers[1] - numbers[0] if len(numbers) > 1 else 0
        length = 1
        while length < len(numbers) and numbers[length] - numbers[length - 1] == step:
            length += 1
        head = numbers[:length]
        if length <= _LONGEST:
            shown += map(str, head)
        else:
            shown += [f"{head[0]}--{head[-1]}"] if step == 1 else [str(head[0]), str(head[1]), r"\dots", str(head[-1])]
        numbers = numbers[length:]
    return ", ".join(shown)


def quantity(row: dict[str, Any]) -> str:
    r"""Return the quantity of a row in the paper's notation, in which neurons count from 1; the last layer is n.

    >>> quantity({"of": "delta", "index": "3 0", "layers": 3, "case": "wide"})
    '$\\del{n}_{1}$'
    """
    if row["of"] in ("output", "derivative"):
        return {"output": "$y$", "derivative": "$Dy$"}[row["of"]]
    l, *neurons = (int(part) for part in str(row["index"]).split())
    layer = "n" if l == row["layers"] else str(l)
    entry = "".join(str(neuron + 1) for neuron in neurons)
    symbol = (
        rf"\del{{{layer}}}_{{{entry}}}" if row["of"] == "delta" else rf"\partial y / \partial \W{{{layer}}}_{{{entry}}}"
    )
    return f"${symbol}$"


def _case(row: dict[str, Any]) -> str:
    if row["case"] == "wide":
        return f"width {row['width']}"
    if row["case"] == "dependent direction":
        return f"direction $({', '.join(str(row['direction']).split())})$"
    return _NAMES.get(row["case"], row["case"])


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    tied = row["tied"] if row["case"] == "wide" else ""
    return row["case"], row["activation"], row["width"], tied, quantity(row)
