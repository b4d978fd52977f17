"""Where answers go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from topline.charts import ASCII, BLOCKS, Glyphs, speaks_unicode
from topline.charts.plain import in_ascii
from topline.cli.exits import OutputError, UsageError
from topline.export import ENDINGS, Format, Outgoing, refuse_source, write, write_text

STANDARD = Path("-")
"""The name that stands for standard output."""
DEFAULT_WIDTH = 100
"""Cells of a line where no terminal says otherwise."""
TEXT = "text"
"""The format for people."""
NO_TEXT = frozenset({".xlsx", ".xls", ".ods", ".sav", ".dta", ".pdf", ".docx", ".html", ".feather", ".arrow"})
"""Endings of names that promise what this is not."""


def format_of(arguments: Namespace) -> str:
    """The format asked for: by --format, else by the name after -o, else text.

    Raises:
        UsageError: when the name after -o promises a format that is not written here.
    """
    if arguments.format:
        return str(arguments.format)
    ending = arguments.output.suffix.casefold() if arguments.output else ""
    if ending in NO_TEXT:
        known = ", ".join(f".{form}" for form in Format if form in arguments.formats)
        raise UsageError(f"topline writes no {ending}; name the file {known} or .txt")
    return ENDINGS.get(ending, TEXT)


def text_format_of(arguments: Namespace) -> str:
    """The format asked for, of an answer that only texts can hold.

    Raises:
        UsageError: when it is parquet.
    """
    form = format_of(arguments)
    if form == Format.PARQUET:
        raise UsageError(f"`topline {arguments.command}` gives no parquet here; use csv, tsv, md or json")
    return form


def width_of(arguments: Namespace) -> int:
    """Cells of a line of text."""
    if arguments.width:
        return int(arguments.width)
    to_screen = arguments.output is None and sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns if to_screen else DEFAULT_WIDTH


def glyphs_for(arguments: Namespace) -> Glyphs:
    """What a page is drawn with: in files always the best, on the screen what it has."""
    return BLOCKS if arguments.output not in (None, STANDARD) or speaks_unicode() else ASCII


def give_page(pieces: Iterable[str], arguments: Namespace) -> None:
    """Print a page for people, or write it to the file after -o.

    Raises:
        ExportError: when the file is there already, or cannot be written.
        OutputError: when standard output takes no more.
    """
    give(map(in_ascii, pieces) if glyphs_for(arguments) is ASCII else pieces, arguments)


def give(pieces: Iterable[str], arguments: Namespace) -> None:
    """Print an answer, or write it to the file after -o.

    Raises:
        ExportError: when the file is there already, or cannot be written.
        OutputError: when standard output takes no more.
    """
    if arguments.output in (None, STANDARD):
        to_screen(pieces)
        return
    refuse_source(arguments.output, *_sources(arguments))
    write_text(arguments.output, pieces, force=arguments.force)


def give_out(outgoing: Outgoing, arguments: Namespace) -> None:
    """Print an answer in the format asked for, which is not text, or write it to the file after -o.

    Raises:
        ExportError: when the file is there already, or cannot be written.
        OutputError: when standard output takes no more.
        UsageError: when it cannot be printed, or cannot be had in this format.
    """
    form = Format(format_of(arguments))
    if form not in outgoing.FORMATS:
        text_format_of(arguments)
    if arguments.output not in (None, STANDARD):
        write(outgoing, form, arguments.output, force=arguments.force, sources=_sources(arguments))
    elif form.is_text:
        to_screen(outgoing.pieces(form))
    else:
        raise UsageError(f"{form} cannot be printed; add -o FILE")


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


def _sources(arguments: Namespace) -> tuple[Path | None, ...]:
    """The files that an answer is made from."""
    return arguments.file, getattr(arguments, "survey_file", None)
