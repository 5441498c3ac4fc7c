"""The catalogue of solvable families."""

from itertools import groupby

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows, select

#: What the caption says of the matrices.
MOEBIUS = r"\text{the M\"obius map of } "


def typeset(families: Rows) -> str:
    """Return the scalar families."""
    return catalogue(select(families, dimension="scalar"))


def catalogue(families: Rows) -> str:
    """Return one line a family: layer, coordinate phi, the layer A there, classes, theorem; tied families are starred."""
    header = ["family", "layer $F$", r"coordinate $\varphi$", "$A$, the layer there", r"\textsf{CF}", "where"]
    body = [
        [
            escaped(row["family"]) + ("" if row["untied"] else r"\rlap{$^*$}"),
            *(f"${_inline(row[column]).removeprefix(MOEBIUS)}$" for column in ("layer", "phi", "A")),
            _runs(sorted(int(name.removeprefix("CF")) for name in row["classes"].split())),
            rf"\ref{{{row['label']}}}",
        ]
        for row in families
    ]
    return table(header, body, "llllll")


def _inline(formula: str) -> str:
    r"""Return a formula for one line: the example for ``d = 2`` after a semicolon, other remarks after a comma.

    >>> _inline(r"T_d(z), \quad 2 z^2 - 1 \text{ for } d = 2")
    'T_d(z);\\ 2 z^2 - 1'
    """
    main, _, remark = formula.partition(r", \quad ")
    example, found, _ = remark.partition(r" \text{ for } d = 2")
    if found:
        return rf"{main};\ {example}"
    return rf"{main},\ {remark}" if remark else main


def _runs(numbers: list[int]) -> str:
    """Return increasing numbers with runs of three and more shortened.

    >>> _runs([3, 4, 5, 7])
    '3--5, 7'
    """
    runs = []
    for _, pairs in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in pairs]
        runs += [f"{run[0]}--{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(runs)
