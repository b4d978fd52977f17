"""Ctrl-C, a closed terminal and `kill`: each ends a command the same clean way, at once.

Python runs signal handlers between its own instructions, so not while the engine counts. The operating
system's note that a signal came is therefore also read by a thread, which stops what is running.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from topline.cli.exits import Interrupted

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_stops: list[Callable[[], object]] = []
"""What stops the work in hand. Signals belong to the whole process, and so does this."""


@contextmanager
def stopped_by_signals(stop: Callable[[], object]) -> Iterator[None]:
    """While this lasts, a signal calls `stop`, from another thread."""
    _stops.append(stop)
    try:
        yield
    finally:
        _stops.remove(stop)


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Make signals end what happens inside; a signal that the shell said to ignore (nohup) stays ignored.

    Raises:
        Interrupted: when one came, whatever else came of that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        arrived.append(number)
        raise Interrupted(number)

    before = {number: signal.getsignal(number) for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN}
    notes, noted = socket.socketpair()
    noted.setblocking(False)
    earlier = signal.set_wakeup_fd(noted.fileno(), warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(notes, frozenset(before)), name="signals", daemon=True)
    watch.start()
    for number in before:
        signal.signal(number, end)
    try:
        yield
    except BaseException as error:
        if arrived and not isinstance(error, Interrupted):
            raise Interrupted(arrived[0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(earlier)
        noted.close()
        watch.join(timeout=1)


def _watch(notes: socket.socket, ending: frozenset[signal.Signals]) -> None:
    """Read the number of each signal as it comes, until the other end is closed."""
    with notes:
        while number := notes.recv(1):
            if number[0] in ending:
                for stop in tuple(_stops):
                    stop()
