"""Running a command line: from its words to an exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from topline.cli import exits
from topline.cli.interrupts import ending_on_signals
from topline.cli.parser import OPEN, read_arguments

Upstairs = Mapping[str, Callable[[Namespace], int | None]]
"""Commands of the floor above, by name, which is handed in; they may return an exit code."""


def run(words: Sequence[str], upstairs: Upstairs) -> int:
    """Run a command line and return its exit code. Whatever goes wrong is one line on stderr.

    Args:
        words: The arguments, without the program's name.
        upstairs: Opens the explorer, and does what else is done with it.
    """
    _speak_utf8()
    try:
        arguments = read_arguments(words)
        if arguments.command == OPEN:
            return upstairs[OPEN](arguments) or exits.DONE
        with ending_on_signals():
            carry_out = upstairs.get(arguments.command, _command)
            code = carry_out(arguments) or exits.DONE
            _flush()
        return code
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


def _command(arguments: Namespace) -> int | None:
    """Carry out a command; each is imported only when it is asked for. Gives back the exit code of one that has any."""
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
        case "sql":
            from topline.cli.sql import sql

            sql(arguments)
        case "report":
            from topline.cli.report import report

            return report(arguments)
        case "weights":
            from topline.cli.weights import weights

            weights(arguments)
        case "code":
            from topline.cli.code import code

            code(arguments)
        case "sample":
            from topline.cli.sample import sample

            sample(arguments)
        case "init":
            from topline.cli.init import init

            init(arguments)
        case _:
            from topline.cli.help import give_help

            give_help(arguments)
    return None


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
