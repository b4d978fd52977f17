"""How a command ends: exit codes, and the one line on stderr that says what was wrong."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from topline.survey import ToplineError

DONE = 0
WRONG = 1
"""The data, or what was asked of it, is wrong."""
USAGE = 2
"""The command line cannot be read, or there is no terminal to draw on."""
BUG = 70
"""A fault of topline's own (EX_SOFTWARE)."""
SIGNALLED = 128
"""Plus the signal's number: 130 for Ctrl-C."""

DEBUG = "TOPLINE_DEBUG"
"""Environment variable: any value but "" and "0" shows the traceback of a bug, which can hold data."""
LONGEST = 2_000
"""Characters of an error."""
ROOT = Path(__file__).parents[1]


class UsageError(ToplineError):
    """A command line that cannot be read."""


class Interrupted(BaseException):
    """A signal asked the program to end."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


def complain(text: str) -> None:
    """Say what was wrong, in one line that is safe to show."""
    from topline.readers.sanitise import sanitise

    said = sanitise(" ".join(text.split()), one_line=True, limit=LONGEST)
    print(f"topline: {said}", file=sys.stderr)


def code_of_fault(error: BaseException) -> int:
    """The exit code of whatever ended a command, once it has been said in one line."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case Interrupted():
            complain("interrupted")
            return SIGNALLED + error.signal
        case KeyboardInterrupt():
            complain("interrupted")
            return SIGNALLED + 2
        case UsageError():
            complain(str(error))
            return USAGE
        case ToplineError():
            complain(str(error))
            return WRONG
        case MemoryError():
            complain("there is not enough memory for this")
            return WRONG
        case RecursionError():
            complain("this is nested too deeply; write the filter with fewer brackets")
            return WRONG
        case OutputError():
            complain(f"cannot write to the output: {error.strerror or error}")
            return WRONG
    return tell_bug(error)


def is_debugging() -> bool:
    """Whether a fault is to be shown whole, with the data it may hold."""
    return os.environ.get(DEBUG, "0") not in ("", "0")


def tell_bug(error: BaseException) -> int:
    """Say in one line, without any data, that a fault of our own ended the program; gives back its exit code."""
    if is_debugging():
        traceback.print_exception(error)
    complain(
        f"this is a bug in topline, not in your data ({type(error).__name__} in {_place(error.__traceback__)}); "
        f"please report it; {DEBUG}=1 shows more"
    )
    return BUG


class OutputError(OSError):
    """Standard output took no more."""


def _place(at: TracebackType | None) -> str:
    """The last line of ours that a fault went through, which tells where and holds no data."""
    place = "unknown place"
    while at is not None:
        file = Path(at.tb_frame.f_code.co_filename)
        if file.is_relative_to(ROOT):
            place = f"{file.relative_to(ROOT)}:{at.tb_lineno}"
        at = at.tb_next
    return place
