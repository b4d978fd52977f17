"""A terminal that went away, noticed also where no signal tells of it."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watched_terminal(gone: Callable[[], object]) -> Iterator[None]:
    """While this lasts, call `gone`, from another thread, once the terminal on standard input has hung up.

    SIGHUP comes only to programs that the terminal controls. To others standard input just ends, over and over,
    and what is written blocks the event loop.
    """
    terminal = sys.__stdin__
    if terminal is None or not terminal.isatty():
        yield
        return
    over, end = os.pipe()
    poll = select.poll()
    poll.register(terminal.fileno(), 0)  # no event but the hang-up, which is always reported
    poll.register(over, 0)

    def watch() -> None:
        if over not in dict(poll.poll()):
            gone()

    thread = threading.Thread(target=watch, name="hang-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.close(end)
        thread.join()
        os.close(over)
