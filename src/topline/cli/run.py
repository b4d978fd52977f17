"""Running a command line: from its words to an exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from topline.cli import exits
from topline.cli.interrupts import ending_on_signals
from topline.cli.parser import OPEN, read_arguments


class OpenUi(Protocol):
    """Opens the explorer. Its place is above this floor, so it is handed in."""

    def __call__(self, arguments: Namespace) -> int:
        """Open it and return the exit code."""


def run(words: Sequence[str], open_ui: OpenUi) -> int:
    """Run a command line and return its exit code. Whatever goes wrong is one line on stderr.

    Args:
        words: The arguments, without the program's name.
        open_ui: Opens the explorer.
    """
    _speak_utf8()
    try:
        arguments = read_arguments(words)
        if arguments.command == OPEN:
            return open_ui(arguments)
        with ending_on_signals():
            _command(arguments)
            _flush()
        return exits.DONE
    except BrokenPipeError:
        _let_go_of_stdout()
        code = exits.DONE
    except BaseException as error:
        code = exits.WRONG
        with suppress(OSError, ValueError):
            code = _ended(error)
    # A fault's traceback holds the queries it went through, and DuckDB complains about those left at the end.
    gc.collect()
    return code


def _ended(error: BaseException) -> int:
    try:
        _flush()
    except OSError:
        _let_go_of_stdout()
    return exits.code_of_fault(error)


def _command(arguments: Namespace) -> None:
    """Carry out a command; each is imported only when it is asked for."""
    match arguments.command:
        case "list":
            from topline.cli.listing import list_questions

            list_questions(arguments)
        case "show":
            from topline.cli.show import show

            show(arguments)
        case "replies":
            from topline.cli.replies import replies

            replies(arguments)
        case "query":
            from topline.cli.query import query

            query(arguments)
        case "init":
            from topline.cli.init import init

            init(arguments)
        case _:
            from topline.cli.help import give_help

            give_help(arguments)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")


def _flush() -> None:
    """Make sure that what was printed is out; a full disk shows only now.

    Raises:
        BrokenPipeError: when nobody reads on.
        OutputError: when it could not be written.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go_of_stdout()
        raise exits.OutputError(error.errno, error.strerror) from error


def _let_go_of_stdout() -> None:
    """Lead standard output to nowhere, so that the interpreter does not complain about it when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
