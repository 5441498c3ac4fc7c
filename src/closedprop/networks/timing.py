"""Measured times, and the dated record that says on which machine and with which versions they were measured."""

import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from timeit import Timer
from typing import Any

import numpy as np

_REPEAT = 0.02  # arbitrary: seconds of one repeat, far above the resolution of the clock

_SLOW = 2.0  # arbitrary: seconds above which a call is timed once


def quartiles(call: Callable[[], Any], repeats: int) -> tuple[float, float, float]:
    """Return the quartiles of the seconds that one call takes, over that many repeats of about 20 ms each; a slow call once.

    Raises what the call raises.
    """
    timer = Timer(call)
    first = timer.timeit(1)  # what is cached for good is cached now
    if first > _SLOW:
        return first, first, first
    calls = max(1, int(_REPEAT / timer.timeit(1)))
    low, median, high = np.quantile([total / calls for total in timer.repeat(repeats, calls)], [0.25, 0.5, 0.75])
    return float(low), float(median), float(high)


def dated(rows: list[dict[str, Any]], repeats: int, libraries: Sequence[str]) -> dict[str, Any]:
    """Return the rows of a measurement with the date, the machine and the versions of Python and of the libraries.

    >>> sorted(dated([], repeats=1, libraries=["numpy"]))
    ['date', 'machine', 'repeats', 'rows', 'versions']
    """
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, one core, {platform.system()}",
        "versions": {"python": platform.python_version()} | {name: version(name) for name in libraries},
        "repeats": repeats,
        "rows": rows,
    }
