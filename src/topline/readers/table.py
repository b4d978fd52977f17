"""Rows of delimited text as columns, blank rows dropped and uneven ones mended, with a word on each."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.dialect import Dialect, dialect_of, opened, sample
from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError
from topline.readers.header import Header, Heading, header_of, is_blank_row
from topline.readers.missing import BLANKS, is_blank
from topline.readers.quick import parsed
from topline.readers.raw import RawColumn, RawTable

if TYPE_CHECKING:
    import polars

FIRST = 200
"""Rows that are enough to tell a header."""
MOST_COLUMNS = 50_000
"""Columns of a file at most."""
CHUNK = 1_000_000
"""Cells turned into columns at a time."""
_END = f"\x1etopline: the end {secrets.token_hex(8)}\x1e"
"""A last line of our own, that no file holds: it comes back as a row unless a quote is still open."""


Row = tuple[int, list[str]]
"""Where a row begins, counted from 1, and its cells."""


@dataclass(slots=True)
class _Mended:
    """What was mended on the way."""

    place: str
    """What a place in the file is called: a line, or a row."""
    blank: int = 0
    short: int = 0
    long: list[int] = field(default_factory=list)
    """Where rows begin that are too long."""


def read_table(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None) -> RawTable:
    """Read a file of delimited text.

    Raises:
        UnreadableFileError: when it holds no table, or a quote is opened and never closed.
    """
    progress("finding out how the text is written")
    encoding = encoding_of(path)
    dialect = dialect_of(path, encoding.codec)
    with opened(path, encoding.codec) as file:
        first_rows = list(_first_rows(dialect, list(sample(dialect.lines(file)))))
    _refuse_too_wide(first_rows, shown)
    header = _header(first_rows, shown, "line")
    at_once = parsed(path, encoding.codec, dialect, len(header.headings), progress)
    mended = _Mended("line")
    if at_once is not None:
        progress(f"{at_once.height - header.first_reply:,} replies read")
        frame = _without_blank_rows(_without_blanks(at_once.slice(header.first_reply)), mended)
    else:
        with opened(path, encoding.codec) as file:
            frame = _without_blanks(_frame(rows_of(dialect, file, shown), header, mended, progress))
    return _table(header, frame, mended, dialect.delimiter, [encoding.warning])


def _refuse_too_wide(rows: Iterable[list[str]], shown: str) -> None:
    """Refuse what has more cells in a row than any survey has questions.

    Raises:
        UnreadableFileError: when a row has more than `MOST_COLUMNS` cells; it names the row.
    """
    for number, cells in enumerate(rows, 1):
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFileError(
                f"{shown}: row {number:,} has {len(cells):,} cells, and no survey has more than {MOST_COLUMNS:,} "
                "questions; perhaps the lines of the file have lost their ends"
            )


def table_of(
    rows: Callable[[], Iterator[list[str]]],
    shown: str,
    *,
    progress: Callable[[str], None] = lambda _: None,
    warnings: Iterable[str] = (),
    place: str = "row",
) -> RawTable:
    """A table from rows of texts, such as those of a sheet.

    Args:
        rows: Gives them afresh each time, from the first of the file on; the first is counted as 1.
        shown: How errors name the file.
        progress: Told how many replies were read.
        warnings: What there is to say already.
        place: What a row is called.

    Raises:
        UnreadableFileError: when every row is blank.
    """
    header = _header(list(islice(rows(), FIRST)), shown, place)
    mended = _Mended(place)
    frame = _without_blanks(_frame(enumerate(rows(), 1), header, mended, progress))
    return _table(header, frame, mended, ",", warnings)


def _header(first: list[list[str]], shown: str, place: str) -> Header:
    header = header_of(first)
    if header is None:
        raise UnreadableFileError(f"{shown} holds blank {place}s only; export it again")
    return header


def _table(
    header: Header, frame: polars.DataFrame, mended: _Mended, delimiter: str, warnings: Iterable[str]
) -> RawTable:
    kept = _kept(header.headings, frame)
    headings = tuple(header.headings[at] for at in kept)
    columns = (
        RawColumn(heading.header, frame[f"c{at}"], at, text=heading.text, own_words=heading.own_words)
        for at, heading in zip(kept, headings, strict=True)
    )
    return RawTable(
        columns=tuple(columns),
        rows=frame.height,
        header=replace(header, headings=headings),
        delimiter=delimiter,
        warnings=tuple(warning for warning in (*warnings, *header.notes, *_said(mended)) if warning),
    )


def _first_rows(dialect: Dialect, lines: list[str]) -> Iterator[list[str]]:
    try:
        yield from islice(dialect.rows(lines), FIRST)
    except csv.Error:
        return


def rows_of(dialect: Dialect, file: Iterable[str], shown: str) -> Iterator[Row]:
    """The rows of a file, each with the line on which it begins.

    Args:
        dialect: How the file is laid out.
        file: A file opened with `newline=""`.
        shown: How errors name the file.

    Raises:
        UnreadableFileError: when a quote is opened and never closed.
    """
    reader = dialect.reader(chain(dialect.lines(file), (f"{_END}\n",)))
    start = 1
    try:
        for row in reader:
            opened_at, start = start, reader.line_num + 1
            if row and row[0] == _END and len(row) == 1:
                return
            line = opened_at + dialect.skipped_lines
            if _END in (row[-1] if row else ""):
                raise UnreadableFileError(
                    f'{shown}, line {line}: a quote (") opened in this row is never closed; close or remove it'
                )
            yield line, row
    except csv.Error as error:
        raise UnreadableFileError(f"{shown}, line {reader.line_num + dialect.skipped_lines}: {error}") from None


def _even(rows: Iterable[Row], width: int, mended: _Mended) -> Iterator[list[str]]:
    """The rows that are replies, each of the given width; what had to be mended is noted."""
    for at, row in rows:
        if len(row) != width or not row[0]:
            if is_blank_row(row):
                mended.blank += 1
                continue
            if len(row) < width:
                mended.short += 1
                row += [""] * (width - len(row))
            elif len(row) > width:
                if not is_blank_row(row[width:]):
                    mended.long.append(at)
                row = row[:width]
        elif is_blank(row[0]) and is_blank_row(row):
            mended.blank += 1
            continue
        yield row


def _frame(rows: Iterator[Row], header: Header, mended: _Mended, progress: Callable[[str], None]) -> polars.DataFrame:
    """The rows that are replies, as columns c0, c1 ... of text."""
    import polars

    width = len(header.headings)
    even = _even(islice(rows, header.first_reply, None), width, mended)
    schema = dict.fromkeys((f"c{place}" for place in range(width)), polars.String)
    chunks = [polars.DataFrame(schema=schema)]
    read, at_a_time = 0, max(1, CHUNK // width)
    while chunk := list(islice(even, at_a_time)):
        columns = zip(*chunk, strict=True)
        chunks.append(polars.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema))
        read += len(chunk)
        progress(f"{read:,} replies read")
    return polars.concat(chunks, rechunk=True)


def _without_blanks(frame: polars.DataFrame) -> polars.DataFrame:
    """Columns of text, null where a cell holds no more than white space."""
    import polars

    every = polars.all()
    # White space stands before all else in ASCII, or beyond it: the cells of most columns need no look inside.
    suspected = frame.select(((every < "!") | (every >= "\x80")).any()).row(0)
    names = [name for name, is_suspected in zip(frame.columns, suspected, strict=True) if is_suspected]
    cells = (polars.col(name) for name in names)
    return frame.with_columns(polars.when(cell.str.strip_chars(BLANKS) != "").then(cell) for cell in cells)


def _without_blank_rows(frame: polars.DataFrame, mended: _Mended) -> polars.DataFrame:
    import polars

    full = frame.filter(~polars.all_horizontal(polars.all().is_null()))
    mended.blank = frame.height - full.height
    return full


def _kept(headings: tuple[Heading, ...], frame: polars.DataFrame) -> tuple[int, ...]:
    """The columns, without a last one that has neither name nor content: every line ends in a delimiter."""
    nameless = [place for place, heading in enumerate(headings) if not heading.header.strip()]
    last = len(headings) - 1
    if nameless == [last] and last > 0 and frame[f"c{last}"].null_count() == frame.height:
        return tuple(range(last))
    return tuple(range(len(headings)))


def _said(mended: _Mended) -> Iterator[str]:
    if mended.blank:
        yield "a blank row left out" if mended.blank == 1 else f"{mended.blank:,} blank rows left out"
    if mended.short:
        rows = "a row is" if mended.short == 1 else f"{mended.short:,} rows are"
        yield f"{rows} shorter than the header: the missing cells count as blank"
    if mended.long:
        lines = ", ".join(f"{line:,}" for line in mended.long[:5]) + (" ..." if len(mended.long) > 5 else "")
        rows = "a row has" if len(mended.long) == 1 else f"{len(mended.long):,} rows have"
        yield f"{rows} more cells than the header ({mended.place} {lines}): the further cells are left out"
