"""What can go wrong, said as: what was asked, what was found, what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class ClosedPropError(Exception):
    """An error that names the remedy; printed as ``asked: found; do``."""

    def __init__(self, asked: str, found: str, do: str):
        super().__init__(f"{asked}: {found}; {do}")
        self.asked, self.found, self.do = asked, found, do

    def __reduce__(self):
        # Worker processes send exceptions back by pickling; the default would pass one argument.
        return type(self), (self.asked, self.found, self.do)


class Undefined(ClosedPropError):
    """Mathematics says no: the object asked for does not exist in this number system."""


class Unable(ClosedPropError):
    """The object may exist, but this computation cannot decide or reach it."""


class Invalid(ClosedPropError, ValueError):
    """The input has no meaning: a wrong shape, a NaN, an unknown name."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the advice for a misspelled name: the close ones, else all of them.

    >>> nearest("tahn", ["tanh", "relu"])
    'did you mean tanh?'
    >>> nearest("xyz", ["tanh", "relu"])
    'use one of tanh, relu'
    """
    names = list(known)
    close = get_close_matches(name, names, n=3)
    return f"did you mean {' or '.join(close)}?" if close else f"use one of {', '.join(names)}"
