r"""A closed form over floats: evaluated in balls, at twice the precision until the rounded answer is certain.

A closed form may cancel where the recursion does not: delta of an expanding normalized network is the difference of two
terms that agree to all digits of a double. In ball arithmetic that costs bits, not digits; and a ball's exponent is
unbounded, so :math:`w^n` neither overflows nor underflows on the way.
"""

from collections.abc import Callable, Sequence
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable
from closedprop.validated.precision import doubling

#: Bits of a double's significand plus one: a ball this accurate rounds to a neighbor of the true value.
ACCURATE = 54  # derived: 2^-54 is half a unit in the last place of 1

#: A value below this is 0 as a double.
VANISHING = flint.arb(2) ** -1080  # derived: the least positive double is 2^-1074

#: Where the doubling stops.
MOST_BITS = 2**15  # arbitrary: 30 times what a difference between 1 and the least double takes


def enter(values: Any, over: Scalars) -> np.ndarray:
    """Return an array over the system in which a closed form over ``over`` is evaluated: BALLS for FLOATS, exactly.

    >>> enter([0.5, "1/4"], FLOATS)
    array([0.500000000000000, 0.250000000000000], dtype=object)
    """
    array = over.array(values)
    if over is not FLOATS:
        return array
    balls = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        balls[index] = flint.arb(float(array[index]))
    return balls


def working(over: Scalars) -> Scalars:
    """Return the system in which a closed form over ``over`` is evaluated."""
    return BALLS if over is FLOATS else over


def evaluated(formula: Callable[[Scalars], np.ndarray], over: Scalars) -> np.ndarray:
    """Return ``formula(over)``; over FLOATS, the correctly rounded enclosure that the formula has over BALLS.

    Error: over FLOATS less than one unit in the last place (a value below the least double is 0), else that of the system.
    Raises ``Unable`` when 2^15 bits do not suffice.

    >>> evaluated(lambda over: over.array([1]) / over.array([3]), FLOATS)
    array([0.33333333])
    """
    if over is not FLOATS:
        return formula(over)
    for _ in doubling(128, MOST_BITS):
        balls = formula(BALLS)
        if all(_certain(ball) for ball in balls.flat):
            return np.array([float(ball.mid()) for ball in balls.flat]).reshape(balls.shape)
    raise Unable("a closed form over FLOATS", f"no certain digit at {MOST_BITS} bits", "use over=BALLS or RATIONALS")


def _certain(ball: flint.arb) -> bool:
    return bool(ball.rel_accuracy_bits() >= ACCURATE or ball.abs_upper() < VANISHING)


def product(left: np.ndarray, right: np.ndarray, over: Scalars) -> np.ndarray:
    """Return the product of two matrices, through FLINT where it is faster.

    >>> product(RATIONALS.array([[1, 1], [1, 0]]), RATIONALS.array([[1, 1], [1, 0]]), RATIONALS)
    array([[2, 1],
           [1, 1]], dtype=object)
    """
    if over is BALLS or over is RATIONALS:
        return _array(_flint(left, over) * _flint(right, over))
    return left @ right


def power(matrix: np.ndarray, exponent: int, over: Scalars) -> np.ndarray:
    """Return a power of a square matrix by repeated squaring.

    >>> power(RATIONALS.array([[1, 1], [1, 0]]), 10, RATIONALS)
    array([[89, 55],
           [55, 34]], dtype=object)
    """
    return _array(_flint(matrix, over) ** int(exponent))


def chain_product(matrices: Sequence[np.ndarray], over: Scalars) -> np.ndarray:
    r"""Return :math:`T_n \cdots T_1` of at least one matrix, first layer first.

    >>> chain_product([RATIONALS.array([[1, 1]]), RATIONALS.array([[2], [3]])], RATIONALS)
    array([[2, 2],
           [3, 3]], dtype=object)
    """
    total = matrices[0]
    for matrix in matrices[1:]:
        total = product(matrix, total, over)
    return total


def _flint(matrix: np.ndarray, over: Scalars) -> Any:
    kind: Any = flint.arb_mat if over is BALLS else flint.fmpq_mat
    return kind(*matrix.shape, list(matrix.ravel()))


def _array(matrix: Any) -> np.ndarray:
    return np.array(matrix.entries(), dtype=object).reshape(matrix.nrows(), matrix.ncols())


def elementwise(name: str, array: np.ndarray, over: Scalars) -> np.ndarray:
    """Return a function of every entry: NumPy's over FLOATS, the system's own elsewhere.

    >>> elementwise("sqrt", RATIONALS.array([4, "1/9"]), RATIONALS)
    array([2, 1/3], dtype=object)
    """
    if over is FLOATS:
        return getattr(np, name)(array)
    function, result = over.function(name), np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        result[index] = function(array[index])
    return result


def depth_of(steps: Any, most: int | None = None) -> int:
    """Return the number of layers as an int, or raise ``Invalid``; ``most`` is how many an untied network has.

    >>> depth_of(3, most=2)
    Traceback (most recent call last):
    closedprop.errors.Invalid: a closed form at depth 3: not a number of layers; give an integer from 0 to 2
    """
    if isinstance(steps, bool) or not hasattr(steps, "__index__") or steps < 0 or (most is not None and steps > most):
        allowed = ">= 0" if most is None else f"from 0 to {most}"
        raise Invalid(f"a closed form at depth {steps}", "not a number of layers", f"give an integer {allowed}")
    return int(steps)
