"""Precision is borrowed: by ``with``, and by doubling around a decision."""

from collections.abc import Iterator
from contextlib import contextmanager

import flint

from closedprop.errors import Invalid


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Give ball arithmetic ``bits`` bits inside the block, and the old precision back after it.

    >>> with precision(200):
    ...     flint.arb.pi().rel_accuracy_bits() > 190
    True
    """
    if bits < 2:
        raise Invalid(f"precision({bits})", "fewer than 2 bits", "ask for at least 2, e.g. 128")
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def doubling(start: int = 64, stop: int = 4096) -> Iterator[int]:
    """Yield ``start, 2 start, ...`` up to ``stop`` bits, each as the precision in force while the caller works.

    >>> list(doubling(64, 256))
    [64, 128, 256]
    """
    bits = start
    while bits <= stop:
        with precision(bits):
            yield bits
        bits *= 2
