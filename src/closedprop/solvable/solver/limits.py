"""Time limits for steps that may not end soon, such as a simplification."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class TimeUp(BaseException):
    """Raised inside a limited step when its time is over; not an ``Exception``, so that no library swallows it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Run the block for at most ``seconds``; then leave it silently.

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

    begun = time.monotonic()
    previous_handler = signal.signal(signal.SIGALRM, ring)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    own = min(seconds, outer) if outer else seconds
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, max(own, 1e-3))
            yield
        finally:
            active = False
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeUp:
        pass
    finally:
        signal.signal(signal.SIGALRM, previous_handler)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - begun), 1e-3))
