"""Taylor series of layers over the rationals, Koenigs' function, and linear relations between series."""

from collections.abc import Sequence

import flint
import sympy as sp

from closedprop.solvable.solver.form import Z

PRIME = 2147483629  # 2 has a large order modulo it, unlike modulo a Mersenne prime
MOST_BITS = 50_000  # arbitrary: what a power in a layer may cost
_FUNCTIONS = {"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "atan", "asinh", "atanh"}


def series(expression: sp.Expr, c: sp.Rational) -> flint.fmpq_series:
    """Return the Taylor series at z = c over the rationals, up to ``flint.ctx.cap``.

    Raises ``ValueError``, ``ZeroDivisionError`` or ``NotImplementedError`` where there is none or it is not rational.
    """
    if expression == Z:
        return flint.fmpq_series([flint.fmpq(int(c.p), int(c.q)), 1])
    if expression.is_Rational:
        return flint.fmpq_series([flint.fmpq(int(expression.p), int(expression.q))])
    parts = [series(part, c) for part in expression.args if not (expression.is_Pow and part == expression.exp)]
    if expression.is_Add or expression.is_Mul:
        total = parts[0]
        for part in parts[1:]:
            total = total + part if expression.is_Add else total * part
        return total
    if expression.is_Pow and expression.exp.is_Rational:
        first, power = parts[0][0], expression.exp
        bits = max(int(x).bit_length() for c_j in (parts[0][j] for j in range(flint.ctx.cap)) for x in (c_j.p, c_j.q))
        if max(abs(power.p), power.q) * bits > MOST_BITS:
            raise NotImplementedError("numbers too long")
        if power.is_Integer:
            whole = parts[0] ** abs(int(power))
            return whole if power > 0 else 1 / whole
        constant = sp.Rational(int(first.p), int(first.q)) ** power
        if first <= 0 or not constant.is_Rational:
            raise ValueError("an irrational root")
        exponent, front = (flint.fmpq_series([flint.fmpq(int(x.p), int(x.q))]) for x in (power, constant))
        return ((parts[0] / flint.fmpq_series([first])).log() * exponent).exp() * front
    if expression.is_Function and expression.func.__name__ in _FUNCTIONS:
        return getattr(parts[0], expression.func.__name__)()
    raise NotImplementedError(str(expression.func))


def koenigs(image: flint.fmpq_series, terms: int) -> flint.fmpq_series:
    r"""Return K with :math:`K(F(x)) = \lambda K(x)`, :math:`K = x + \ldots`, from the series of F at its fixed point 0."""
    slope, power = image[1], image
    found = [flint.fmpq(0), flint.fmpq(1)]
    total = power  # sum of k_i F^i over the i known so far
    for j in range(2, terms):
        power = power * image
        found.append(total[j] / (slope - slope**j))
        total = total + power * flint.fmpq_series([found[j]])
    return flint.fmpq_series(found)


def relation(columns: Sequence[flint.fmpq_series], degree: int, terms: int) -> list[list[flint.fmpq]] | None:
    r"""Return polynomials :math:`p_i` of bounded degree with :math:`\sum_i p_i(x) y_i(x) = O(x^{terms})`, or ``None``.

    Full column rank modulo a prime decides that there are none; otherwise the null space is computed over the rationals.
    """
    shifts = [(y, k) for y in columns for k in range(degree + 1)]
    rows = [[y[row - k] if row >= k else flint.fmpq(0) for y, k in shifts] for row in range(terms)]
    if all(int(entry.q) % PRIME for row in rows for entry in row):
        residues = [[int(entry.p) * pow(int(entry.q), -1, PRIME) % PRIME for entry in row] for row in rows]
        if flint.nmod_mat(residues, PRIME).rank() == len(shifts):
            return None
    reduced, rank = flint.fmpq_mat(rows).rref()
    if rank == len(shifts):
        return None
    pivots = [next(j for j in range(len(shifts)) if reduced[i, j] != 0) for i in range(rank)]
    free = next(j for j in range(len(shifts)) if j not in pivots)
    vector = [flint.fmpq(0)] * len(shifts)
    vector[free] = flint.fmpq(1)
    for i, pivot in enumerate(pivots):
        vector[pivot] = -reduced[i, free]
    return [vector[i * (degree + 1) : (i + 1) * (degree + 1)] for i in range(len(columns))]
