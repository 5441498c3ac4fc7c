"""Time limits for steps that may not end soon, such as a simplification: in time of the processor, not of the clock.

So an answer does not depend on how busy the machine is.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PATIENCE: ContextVar[float] = ContextVar("patience", default=1.0)


class TimeUp(BaseException):
    """Raised inside a limited step when its time is over; not an ``Exception``, so that no library swallows it."""


@contextmanager
def patient(factor: float) -> Iterator[None]:
    """Make all limits inside the block ``factor`` times as long: for results that are kept, which nobody waits for."""
    token = _PATIENCE.set(factor * _PATIENCE.get())
    try:
        yield
    finally:
        _PATIENCE.reset(token)


def patience() -> float:
    """Return the factor in force."""
    return _PATIENCE.get()


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Run the block for at most ``seconds`` of processor time; then leave it silently.

    Limits nest: the inner one never outlives the outer one. Where signals are not available (another thread than the
    main one, or a system without them) the block runs to its end.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    active = True

    def ring(signum, frame):
        if active:
            raise TimeUp

    begun = time.process_time()
    previous_handler = signal.signal(signal.SIGVTALRM, ring)
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    own = min(seconds * patience(), outer) if outer else seconds * patience()
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, max(own, 1e-3))
            yield
        finally:
            active = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TimeUp:
        pass
    finally:
        signal.signal(signal.SIGVTALRM, previous_handler)
        if outer:
            signal.setitimer(signal.ITIMER_VIRTUAL, max(outer - (time.process_time() - begun), 1e-3))
