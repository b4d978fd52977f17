"""The program's entry: the command line, and the explorer where no command is named."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Sequence

from topline.cli import run
from topline.cli.parser import KEYS, OPEN


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; `topline --help` says what each code means.

    Args:
        argv: The arguments without the program's name; those of the process by default.
    """
    return run(sys.argv[1:] if argv is None else argv, {OPEN: explore, KEYS: keys})


def explore(arguments: Namespace) -> int:
    """Open the explorer on a file, or on the sample. Nothing of weight is imported before all is well.

    Raises:
        UsageError: when there is no terminal to draw on.
        ToplineError: when there is no such file.
    """
    from topline.cli.explorer import file_to_open, need_terminal

    file = file_to_open(arguments.file)
    need_terminal()
    # What is imported now stays for good; collecting garbage meanwhile only holds up the first screen. The app
    # turns it on again.
    gc.disable()
    from topline.tui import run_app

    return run_app(file, arguments)


def keys(arguments: Namespace) -> None:
    """Print what every key does.

    Raises:
        ToplineError: when the user's own keymap does not say what it should.
    """
    from topline.cli.output import give
    from topline.tui.key_table import key_table

    give(key_table(arguments.format), arguments)


if __name__ == "__main__":
    sys.exit(main())
