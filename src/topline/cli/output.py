"""Where answers go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from topline.charts import ASCII, BLOCKS, Glyphs, speaks_unicode
from topline.charts.plain import in_ascii
from topline.cli.exits import OutputError, UsageError, complain
from topline.export import ENDINGS, TABULAR, Format, Outgoing, refuse_source, write, write_text

STANDARD = Path("-")
"""The name that stands for standard output."""
DEFAULT_WIDTH = 100
"""Cells of a line where no terminal says otherwise."""
TEXT = "text"
"""The format for people."""
NO_TEXT = frozenset({".xls", ".ods", ".zsav", ".por", ".dta", ".pdf", ".docx", ".feather", ".arrow"})
"""Endings of names that promise what is written nowhere here."""


def format_of(arguments: Namespace) -> str:
    """The format asked for: by --format, else by the name after -o, else text.

    Raises:
        UsageError: when the name after -o promises a format that is not written here.
    """
    if arguments.format:
        return str(arguments.format)
    ending = arguments.output.suffix.casefold() if arguments.output else ""
    form = ENDINGS.get(ending, TEXT)
    if ending in NO_TEXT or form not in (TEXT, *arguments.formats):
        known = ", ".join(f".{form}" for form in Format if form in arguments.formats)
        where = "" if ending in NO_TEXT else " here"
        text = " or .txt" if TEXT in arguments.formats else ""
        raise UsageError(f"topline writes no {ending}{where}; name the file {known}{text}")
    return form


def refuse_format(form: str, formats: Sequence[Format], arguments: Namespace) -> None:
    """Refuse a format that an answer cannot be written as.

    Raises:
        UsageError: when it is none of these.
    """
    if form != TEXT and form not in formats:
        *others, last = formats
        raise UsageError(f"`topline {arguments.command}` gives no {form} here; use {', '.join(others)} or {last}")


def text_format_of(arguments: Namespace) -> str:
    """The format asked for, of an answer that only texts can hold.

    Raises:
        UsageError: when it is another one.
    """
    form = format_of(arguments)
    refuse_format(form, TABULAR, arguments)
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
    refuse_source(arguments.output, *sources_of(arguments))
    write_text(arguments.output, pieces, force=arguments.force)


def give_out(outgoing: Outgoing, arguments: Namespace) -> None:
    """Print an answer in the format asked for, which is not text, or write it to the file after -o.

    Raises:
        ExportError: when the file is there already, or cannot be written.
        OutputError: when standard output takes no more.
        UsageError: when it cannot be printed, or cannot be had in this format.
    """
    form = Format(format_of(arguments))
    refuse_format(form, outgoing.FORMATS, arguments)
    if arguments.output not in (None, STANDARD):
        written = write(outgoing, form, arguments.output, force=arguments.force, sources=sources_of(arguments))
        for note in written.notes:
            complain(note)
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


def sources_of(arguments: Namespace) -> tuple[Path | None, ...]:
    """The files that an answer is made from."""
    return arguments.file, getattr(arguments, "survey_file", None), getattr(arguments, "spec", None)
