"""A terminal that went away, noticed also where no signal tells of it."""

from __future__ import annotations

import select
import sys
import threading
from collections.abc import Callable
from weakref import WeakMethod


def watch_terminal(gone: Callable[[], None]) -> None:
    """Call a method, from another thread, once the terminal on standard input has hung up.

    SIGHUP comes only to programs that the terminal controls. To others standard input just ends, over and over,
    and what is written blocks the event loop. The method is held weakly: its app must be able to go.
    """
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return
    held = WeakMethod(gone)
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)  # no event but the end, which is always reported

    def watch() -> None:
        hung_up = any(happened & select.POLLHUP for _, happened in poll.poll())
        if hung_up and (call := held()):
            call()

    threading.Thread(target=watch, name="hang-up", daemon=True).start()
