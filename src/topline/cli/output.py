"""Where answers go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from topline.cli.exits import OutputError
from topline.export import ExportError, write_text

STANDARD = Path("-")
"""The name that stands for standard output."""
DEFAULT_WIDTH = 100
"""Cells of a line where no terminal says otherwise."""
SUFFIXES = {".md": "md", ".csv": "csv", ".json": "json"}


def format_of(arguments: Namespace) -> str:
    """The format asked for: by --format, else by the name after -o, else text."""
    if arguments.format:
        return str(arguments.format)
    return SUFFIXES.get(arguments.output.suffix.lower(), "text") if arguments.output else "text"


def width_of(arguments: Namespace) -> int:
    """Cells of a line of text."""
    if arguments.width:
        return int(arguments.width)
    to_screen = arguments.output is None and sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns if to_screen else DEFAULT_WIDTH


def give(pieces: Iterable[str], arguments: Namespace) -> None:
    """Print an answer, or write it to the file after -o.

    Raises:
        ExportError: when the file is there already, or cannot be written.
        OutputError: when standard output takes no more.
    """
    if arguments.output in (None, STANDARD):
        to_screen(pieces)
        return
    refuse_own_source(arguments.output, arguments)
    write_text(arguments.output, pieces, force=arguments.force)


def to_screen(pieces: Iterable[str]) -> None:
    """Print an answer as it comes.

    Raises:
        BrokenPipeError: when nobody reads on.
        OutputError: when it could not be written.
    """
    if sys.stdout is None:
        return
    for piece in pieces:
        try:
            sys.stdout.write(piece)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error


def refuse_own_source(target: Path, arguments: Namespace) -> None:
    """Refuse to write over the replies that are being read, whatever was forced.

    Raises:
        ExportError: when the target is the file of replies or its survey file.
    """
    for source in (arguments.file, getattr(arguments, "survey_file", None)):
        with suppress(OSError):
            if source is not None and target.samefile(source):
                raise ExportError(f"{target} is what this was read from; write to another name")
