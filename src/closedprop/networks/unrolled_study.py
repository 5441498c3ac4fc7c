r"""The unrolled forms: their equality on random networks, and their formulas as LaTeX, depth by depth.

Every formula is what :func:`ordered_product`, :func:`path_sum`, :func:`block_matrix` and :func:`unroll` return over
symbols, printed. Notation: :math:`d^{(l)}_i = f'(z^{(l)}_i)`; at width 1 no unit indices; :math:`\mathsf N` is the block matrix.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from closedprop.networks.activation import Activation, Z
from closedprop.networks.backward import backward
from closedprop.networks.forward import forward
from closedprop.networks.random import rational_network, stream
from closedprop.networks.symbolic import symbolic_network, unit_symbols, weight_symbols
from closedprop.networks.unroll import FORMS, block_matrix, ordered_product, path_sum, unroll
from closedprop.scalars import EXPRESSIONS, RATIONALS, Invalid

#: Those of the registry that exist over the rationals.
RATIONAL_ACTIVATIONS = ("identity", "relu", "leaky_relu", "abs", "hardtanh", "softsign", "quadratic", "logistic")

#: (widths, tied): single units, square, rectangular, narrow in the middle.
SHAPES: tuple[tuple[tuple[int, ...], bool], ...] = (
    ((1, 1, 1, 1), False),
    ((2, 2, 2, 2), False),
    ((3, 1, 2), False),
    ((2, 4, 3, 1), False),
    ((1, 1, 1, 1), True),
    ((2, 2, 2, 2), True),
    ((3, 3, 3), True),
)


def equality_study(
    seed: int,
    cases: int,
    activations: Sequence[str] = RATIONAL_ACTIVATIONS,
    shapes: Sequence[tuple[Sequence[int], bool]] = SHAPES,
) -> list[dict[str, Any]]:
    """Return how often the three unrolled forms and back-propagation are equal over RATIONALS on random networks.

    Columns: activation, widths, tied (0 or 1), cases, equal.    Error: none; equality of fractions.
    """
    rows: list[dict[str, Any]] = []
    for a, activation in enumerate(activations):
        for s, (widths, tied) in enumerate(shapes):
            equal = sum(
                _forms_agree(stream(seed, "unrolled", a, s, case), widths, activation, tied) for case in range(cases)
            )
            shape = "-".join(map(str, widths))
            rows.append({"activation": activation, "widths": shape, "tied": int(tied), "cases": cases, "equal": equal})
    return rows


def _forms_agree(rng: np.random.Generator, widths: Sequence[int], activation: str, tied: bool) -> bool:
    network = rational_network(rng, widths, activation, tied)
    x, top = rng.integers(-5, 6, widths[0]).tolist(), rng.integers(-5, 6, widths[-1]).tolist()
    delta = backward(network, x, top, over=RATIONALS).deltas[0]
    return all(bool((unroll(network, x, top, form, over=RATIONALS) == delta).all()) for form in FORMS)


def formulas(depth: int, width: int) -> list[dict[str, Any]]:
    r"""Return the unrolled delta^(1) of an untied network as LaTeX. Columns: form, width, depth, latex.

    ``latex`` is a list of display lines, each with an alignment mark ``&`` and at most 6.3 in wide at 10 points. Forms:
    ``product``; ``paths``; ``blocks``, with the matrix and its inverse (at width 2 in blocks, which are right for every
    width); and ``substituted``, where :math:`J = \sum_k f(z^{(L)}_k)` and nothing but ``f``, ``f'``, ``W`` and ``x`` is
    left (width 2: up to depth 2).
    Raises ``Invalid`` beyond depth 4 or width 2, where a formula fills more than a page line.

    >>> formulas(3, 1)[0]["latex"]
    ['\\delta^{(1)} &= d^{(1)} W^{(1)} d^{(2)} W^{(2)} \\delta^{(3)}']
    """
    if not (1 <= depth <= 4 and 1 <= width <= 2):
        raise Invalid(f"formulas of depth {depth} and width {width}", "too long to print", "take depth 1-4, width 1-2")
    forms = {"product": _product_lines, "paths": _path_lines, "blocks": _block_lines, "substituted": _substituted_lines}
    rows = []
    for form, lines in forms.items():
        latex = lines(depth, width)
        if latex:
            rows.append({"form": form, "width": width, "depth": depth, "latex": latex})
    return rows


def formula_study(depths: Sequence[int], widths: Sequence[int]) -> list[dict[str, Any]]:
    r"""Return the rows of :func:`formulas` over widths and depths, the lines of a display joined by ``\\``."""
    return [
        {**row, "latex": " \\\\\n".join(row["latex"])}
        for width in widths
        for depth in depths
        for row in formulas(depth, width)
    ]


def _symbols(depth: int, width: int) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray]:
    weights = [weight_symbols(width, l) for l in range(1, depth)]
    slopes = [unit_symbols("d", width, l) for l in range(1, depth)]
    return weights, slopes, unit_symbols(r"\delta", width, depth)


def _block_symbols(depth: int) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray]:
    r"""Symbols that do not commute, one for each of :math:`W^{(l)\top}`, :math:`D_l` and :math:`\delta^{(L)}`."""

    def block(name: str) -> np.ndarray:
        return np.array([sp.Symbol(name, commutative=False)], dtype=object)

    weights = [block(rf"W^{{({l})\top}}")[None, :] for l in range(1, depth)]
    return weights, [block(f"D_{{{l}}}") for l in range(1, depth)], block(rf"\delta^{{({depth})}}")


def _product_lines(depth: int, width: int) -> list[str]:
    if depth == 1:
        return [_given()]
    weights, slopes, top = _symbols(depth, width)
    if width == 1:
        return [rf"\delta^{{(1)}} &= {_latex(ordered_product(weights, slopes, top)[0])}"]
    general = ordered_product(*_block_symbols(depth))[0]
    matrix = block_matrix(weights, slopes, sp.S.Zero)
    factors = [matrix[l * width : (l + 1) * width, (l + 1) * width : (l + 2) * width] for l in range(depth - 1)]
    explicit = " ".join(_matrix(factor) for factor in [*factors, top[:, None]])
    return [rf"\delta^{{(1)}} &= {_latex(general)}", f"&= {explicit}"]


def _path_lines(depth: int, width: int) -> list[str]:
    if depth == 1:
        return [_given()]
    weights, slopes, top = _symbols(depth, width)
    lines = []
    for i, entry in enumerate(path_sum(weights, slopes, top), start=1):
        paths = sorted(_latex(term) for term in sp.Add.make_args(entry))
        lines += _broken(_entry(i, width), paths, per_line=3 if depth == 4 else 4)
    return lines


def _block_lines(depth: int, width: int) -> list[str]:
    weights, slopes, top = _symbols(depth, 1) if width == 1 else _block_symbols(depth)
    if depth == 1:
        return [r"I - \mathsf{N} &= I", _given()]
    one = sp.S.One if width == 1 else sp.Symbol("I", commutative=False)
    matrix = sp.Matrix(block_matrix(weights, slopes, sp.S.Zero))
    inverse = sum((matrix**k for k in range(1, depth)), sp.eye(depth))
    stacked = sp.Matrix([*[0] * (depth - 1), top[0]])

    def shown(square: sp.Matrix) -> np.ndarray:
        entries = np.array(square.tolist(), dtype=object)
        np.fill_diagonal(entries, one)
        return entries

    delta = (inverse * stacked)[0]
    return [
        rf"I - \mathsf{{N}} &= {_matrix(shown(sp.eye(depth) - matrix))}",
        rf"(I - \mathsf{{N}})^{{-1}} &= {_matrix(shown(inverse))}",
        rf"\delta^{{(1)}} &= {_latex(delta)}",
    ]


class _Slope(sp.Function):
    """The derivative of an activation that is left open."""


class _Open(sp.Function):
    """An activation that is left open."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope, as SymPy asks for a derivative."""
        return _Slope(self.args[0])


_OPEN = Activation("f", _Open(Z))
_OVER_OPEN = replace(
    EXPRESSIONS, name="OPEN", functions={**EXPRESSIONS.functions, "_Open": _Open, "_Slope": _Slope}, choose=None
)


def _substituted_lines(depth: int, width: int) -> list[str]:
    if width**depth > 4:  # the next one, width 2 at depth 3, has terms longer than a line
        return []
    x = unit_symbols("x", width)
    if depth == 1:
        return _entries([_Slope(value) for value in x])
    network, _ = symbolic_network(width, depth, tied=False, activation=_OPEN)
    top = _OPEN.slope(forward(network, x, _OVER_OPEN).output, _OVER_OPEN)
    return _entries(
        [sp.collect(entry, _Slope(x[i])) for i, entry in enumerate(unroll(network, x, top, "paths", _OVER_OPEN))]
    )


def _entries(values: Sequence[sp.Expr]) -> list[str]:
    return [rf"{_entry(i, len(values))} &= {_latex(value)}" for i, value in enumerate(values, start=1)]


def _entry(i: int, width: int) -> str:
    return r"\delta^{(1)}" + (f"_{{{i}}}" if width > 1 else "")


def _given() -> str:
    return r"\delta^{(1)} &= \delta^{(L)}"


def _broken(left: str, terms: list[str], per_line: int) -> list[str]:
    """Split a sum into lines of at most so many terms."""
    lines = [" + ".join(terms[k : k + per_line]) for k in range(0, len(terms), per_line)]
    return [f"{left} &= {lines[0]}", *(rf"&\quad {{}} + {line}" for line in lines[1:])]


def _matrix(entries: np.ndarray) -> str:
    rows = r" \\[2pt] ".join(" & ".join(map(_latex, row)) for row in entries)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _latex(expression: sp.Expr) -> str:
    """Print an expression with its factors in the order of the layers, as SymPy's own printer does not."""
    if isinstance(expression, _Open | _Slope):
        prime = "'" if isinstance(expression, _Slope) else ""
        return (
            f"f{prime}\\bigl({_latex(expression.args[0])}\\bigr)"
            if _height(expression) > 1
            else f"f{prime}({_latex(expression.args[0])})"
        )
    if expression.is_Add:
        return " + ".join(sorted(map(_latex, expression.args)))
    if expression.is_Mul:
        sign = "-" if expression.args[0] == -1 else ""
        factors = [factor for factor in expression.args if factor != -1]
        if expression.is_commutative:
            factors.sort(key=_layer)
        return sign + " ".join(f"\\bigl({_latex(f)}\\bigr)" if f.is_Add else _latex(f) for f in factors)
    return str(expression)


def _height(expression: sp.Expr) -> int:
    """How deep functions are nested."""
    inner = max(map(_height, expression.args), default=0)
    return inner + isinstance(expression, _Open | _Slope)


def _layer(factor: sp.Expr) -> tuple[int, int]:
    """The layer a factor belongs to, and its place there: a slope, its weight, then what the weight multiplies."""
    if factor.is_Symbol:
        match = re.search(r"\^\{\((\d+)\)\}", factor.name)
        return (int(match.group(1)) if match else 0), int(factor.name.startswith("W"))
    last_weight = max((_layer(symbol)[0] for symbol in factor.free_symbols), default=0)
    if factor.is_Add:
        return last_weight, 2
    return last_weight + 1, 0 if isinstance(factor, _Slope) else 2
