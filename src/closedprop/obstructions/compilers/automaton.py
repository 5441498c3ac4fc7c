r"""One weight-tied ReLU layer of thirteen units whose deltas write out the cellular automaton Rule 110, row by row.

The bits that wait are the digits 1 + 2 y, in base 4, of one integer P; the first of w has the place :math:`B = 4^{w-1}`.
Since no digit is 0 or 2, the first bit is read without a jump:

.. math:: \max(0, 2P - 4B) - \max(0, 2P - 6B) = 2 B y, \qquad \max(0, 3c - 1) - \max(0, 3c - 2) = y, \quad c = P - 2B

Each layer takes the first digit away and adds, at the end, that of the new state of a cell that the three bits before give:

.. math:: y_{j+w} = \rho(y_{j-3}, y_{j-2}, y_{j-1}), \qquad \rho = 1 - [\text{none of the last two}] - [\text{all three}]
"""

from collections.abc import Iterable, Sequence

from closedprop.errors import Invalid
from closedprop.obstructions.compilers.affine import Affine
from closedprop.obstructions.compilers.circuits import GATE, OUTPUT, SWITCH
from closedprop.obstructions.compilers.tied import TiedLayer

_LABELS = ("P", "B", "low", "high", "above", "beyond", "last", "before", "none", "all", SWITCH, GATE, OUTPUT)


def rule_110_layer() -> TiedLayer:
    r"""Return the layer; its weights are integers, and they depend on nothing.

    .. math:: \delta^{(1)}_s = y_n, \qquad L = n + 3, \quad \delta^{(L)} = e_{\text{output}}

    where :math:`y_0, .., y_{w-1}` are the cells of the input (see :func:`rule_110_input`). With rows of w + 2 bits, cell i
    after t steps of Rule 110 is :math:`y_{i + t(w+2)}` for :math:`t \le i \le w - 1 - t`.
    Error: exact. No preactivation is 0.    Cost: integers of 2 w bits in each layer.
    Source: Rule 110 predicts no faster than it runs, unless P = NC (Neary and Woods 2006).
    Paper: prop:rule-110.

    >>> layer = rule_110_layer()
    >>> cells = [0, 0, 0, 0, 1, 0, 0]
    >>> "".join(map(str, layer.deltas(rule_110_input(cells), 24)))[9:16]  # the next row, shown are the cells 0 to 6
    '0001100'
    """
    unit = {label: Affine.of(column) for column, label in enumerate(_LABELS)}
    bit, place = unit["above"] + -1 * unit["beyond"], unit["B"]
    new = (-1 * unit["none"] + -1 * unit["all"]).plus(1)
    rest = unit["P"] + -1 * place + -1 * unit["low"] + unit["high"]  # without its first digit
    waiting = 4 * rest + (2 * new).plus(1)
    functions = {
        "P": waiting,
        "B": place,
        **_thresholds(waiting, place),
        "last": (2 * bit).plus(-1),
        "before": (2 * unit["last"]).plus(-1),
        # The bits before, seen from the next layer: this one, the last one and the one before it.
        "none": (-2 * (bit + unit["last"])).plus(1),
        "all": (2 * (bit + unit["last"] + unit["before"])).plus(-5),
        SWITCH: unit[SWITCH],
        GATE: (2 * bit + unit[SWITCH]).plus(-2),
        OUTPUT: unit[GATE].plus(1),
    }
    return TiedLayer(tuple(functions[label].unit for label in _LABELS), _LABELS)


def rule_110_input(cells: Iterable[int]) -> list[int]:
    """Return z^(1) for the states of the cells, 0 or 1: at least two of them.

    Raises ``Invalid`` for fewer, or other states.
    """
    states = list(cells)
    if len(states) < 2 or not set(states) <= {0, 1}:
        raise Invalid("cells of Rule 110", f"{states!r:.40}", "give at least two states 0 or 1")
    integer = 0
    for state in states:
        integer = 4 * integer + 1 + 2 * state
    waiting, place = Affine.number(integer), Affine.number(4 ** (len(states) - 1))
    thresholds = [function.constant for function in _thresholds(waiting, place).values()]
    return [integer, place.constant, *thresholds, -1, -1, 1, -5, 1, -1, 1]  # nothing before: the bits 0


def rule_110(cells: Sequence[int]) -> list[int]:
    """Return the next states of the cells that have two neighbours: all but the first and the last.

    >>> rule_110([0, 1, 1, 1, 0])
    [1, 0, 1]
    """
    return [0b01101110 >> (4 * l + 2 * c + r) & 1 for l, c, r in zip(cells, cells[1:], cells[2:], strict=False)]


def _thresholds(waiting: Affine, place: Affine) -> dict[str, Affine]:
    """The preactivations that read the first digit of an integer, in the order of the labels."""
    above = waiting + -2 * place
    return {
        "low": 2 * above,
        "high": 2 * (waiting + -3 * place),
        "above": (3 * above).plus(-1),
        "beyond": (3 * above).plus(-2),
    }
