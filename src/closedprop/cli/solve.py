"""``closedprop solve EXPR``: a closed form of a layer map."""

import argparse
import json
from typing import Any

import sympy as sp

from closedprop.solvable.solver import NotFound, Solved, solve
from closedprop.solvable.solver.form import DEPTH

#: Depths up to this are put into the formula and worked out; larger ones are only put in.
WORKED_OUT = 20  # arbitrary: 2**20 still prints


def add(commands: Any) -> None:
    """Add the command to the parsers of the command line."""
    asked = commands.add_parser("solve", help="find the closed form of a weight-tied scalar layer map")
    asked.add_argument(
        "expression", metavar="EXPR", help="the layer map in z and parameters, such as 'w*z/sqrt(1+a*z**2)'"
    )
    asked.add_argument("--json", action="store_true", help="print one JSON object")
    asked.add_argument("--latex", action="store_true", help="print the formulas as LaTeX")
    asked.add_argument("--depth", type=_depth, metavar="N", help="also put n = N into the formulas")
    asked.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the answer, found or not; return 0."""
    answer = solve(options.expression.strip())
    print(_json(answer, options) if options.json else _text(answer, options), flush=True)
    return 0


def _depth(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("the depth is at least 0")
    return value


def _at(expression: sp.Expr, depth: int) -> sp.Expr:
    """Return the expression at n = depth; a large depth stays as it is written, since 2**(10**6) has no use in full."""
    if depth <= WORKED_OUT:
        return expression.subs(DEPTH, depth).doit()
    return expression.subs(DEPTH, sp.Symbol(str(depth), integer=True, positive=True))


def _json(answer: Solved | NotFound, options: argparse.Namespace) -> str:
    record = answer.record()
    if isinstance(answer, Solved):
        if options.depth is not None:
            iterate, delta = (str(_at(expression, options.depth)) for expression in (answer.iterate, answer.delta))
            record["at"] = {"n": options.depth, "iterate": iterate, "delta": delta}
        if options.latex:
            record["latex"] = {"iterate": sp.latex(answer.iterate), "delta": sp.latex(answer.delta)}
    return json.dumps(record, indent=2, ensure_ascii=False)


def _text(answer: Solved | NotFound, options: argparse.Namespace) -> str:
    if isinstance(answer, NotFound):
        lines = [f"No closed form found for  z -> {answer.layer}", "Tried:", *(f"  - {item}" for item in answer.tried)]
        return "\n".join([*lines, "This does not say that none exists."])
    write = sp.latex if options.latex else str
    record = answer.record()
    lines = [
        f"z -> {write(answer.layer)}",
        f"family:    {answer.family}",
        f"z_n      = {write(answer.iterate)}",
        f"delta_n  = {write(answer.delta)}",
    ]
    for case, named in zip(answer.cases, record.get("cases", []), strict=True):
        lines += [f"if {named['when']}:", f"  z_n      = {write(case.iterate)}", f"  delta_n  = {write(case.delta)}"]
    if options.depth is not None:
        for name, expression in (("z", answer.iterate), ("delta", answer.delta)):
            lines.append(f"{name}_{options.depth} = {write(_at(expression, options.depth))}")
    if answer.phi is not None:
        lines.append(f"conjugacy: phi(z) = {write(answer.phi)}, A(u) = {answer.core}")
    lines += [
        f"domain:    {answer.domain}",
        f"classes:   {', '.join(sorted(answer.classes))}",
        f"verified:  {answer.verified}",
        *(f"where      {meaning}" for meaning in record.get("functions", [])),
        "delta_n is the derivative of z_n in z: what the recursion multiplies the loss's delta by.",
    ]
    return "\n".join(lines)
