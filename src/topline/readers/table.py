"""Rows of delimited text as columns, blank rows dropped and uneven ones mended, with a word on each."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.dialect import Dialect, dialect_of, opened, sample
from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError
from topline.readers.header import Heading, header_of, is_blank_row

if TYPE_CHECKING:
    import polars

CHUNK = 20_000
"""Rows turned into columns at a time."""
_END = "\x1etopline: the end\x1e"
"""A last line of our own: it comes back as a row unless a quote is still open."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table whose cells are all text, as they stand in the file."""

    headings: tuple[Heading, ...]
    positions: tuple[int, ...]
    """0-based, in the file, of each column kept."""
    frame: polars.DataFrame
    """Columns named c0, c1 ..., one a heading."""
    delimiter: str
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Mended:
    """What was mended on the way, by the lines it stands on."""

    blank: int = 0
    short: int = 0
    long: list[int] = field(default_factory=list)


def read_table(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None) -> TextTable:
    """Read a file of delimited text.

    Raises:
        UnreadableFileError: when it holds no table, or a quote is opened and never closed.
    """
    encoding = encoding_of(path)
    dialect = dialect_of(path, encoding.codec)
    with opened(path, encoding.codec) as file:
        first_rows = list(_first_rows(dialect, list(sample(dialect.lines(file)))))
    header = header_of(first_rows)
    if header is None:
        raise UnreadableFileError(f"{shown} holds blank lines only; export it again")
    mended = _Mended()
    with opened(path, encoding.codec) as file:
        rows = replies(dialect, file, shown, header.first_reply, len(header.headings), mended)
        frame = _frame(rows, len(header.headings), progress)
    kept = _kept(header.headings, frame)
    warnings = [encoding.warning, *header.notes, *_said(mended)]
    return TextTable(
        headings=tuple(header.headings[place] for place in kept),
        positions=kept,
        frame=frame.select(f"c{place}" for place in kept),
        delimiter=dialect.delimiter,
        warnings=tuple(warning for warning in warnings if warning),
    )


def _first_rows(dialect: Dialect, lines: list[str]) -> Iterator[list[str]]:
    try:
        yield from islice(dialect.rows(lines), 200)
    except csv.Error:
        return


def replies(
    dialect: Dialect, file: Iterable[str], shown: str, first: int, width: int, mended: _Mended | None = None
) -> Iterator[list[str]]:
    """The rows of a file that are replies, each of the given width.

    Args:
        dialect: How the file is laid out.
        file: A file opened with `newline=""`.
        shown: How errors name the file.
        first: Rows that are no replies.
        width: Columns; further cells are left out and noted.
        mended: Where to note what had to be mended.
    """
    mended = mended or _Mended()
    reader = dialect.reader(chain(dialect.lines(file), (f"{_END}\n",)))
    number = 0
    start = 1
    try:
        for row in reader:
            opened_at, start = start, reader.line_num + 1
            if row and row[0] == _END and len(row) == 1:
                return
            if _END in (row[-1] if row else ""):
                line = opened_at + dialect.skipped_lines
                raise UnreadableFileError(
                    f'{shown}, line {line}: a quote (") opened in this row is never closed; close or remove it'
                )
            number += 1
            if number <= first:
                continue
            if len(row) != width or not row[0]:
                if is_blank_row(row):
                    mended.blank += 1
                    continue
                if len(row) < width:
                    mended.short += 1
                    row += [""] * (width - len(row))
                elif len(row) > width:
                    if not is_blank_row(row[width:]):
                        mended.long.append(opened_at + dialect.skipped_lines)
                    row = row[:width]
            elif row[0].isspace() and is_blank_row(row):
                mended.blank += 1
                continue
            yield row
    except csv.Error as error:
        raise UnreadableFileError(f"{shown}, line {reader.line_num + dialect.skipped_lines}: {error}") from None


def _frame(rows: Iterator[list[str]], width: int, progress: Callable[[str], None]) -> polars.DataFrame:
    import polars

    schema = dict.fromkeys((f"c{place}" for place in range(width)), polars.String)
    chunks = [polars.DataFrame(schema=schema)]
    read = 0
    while chunk := list(islice(rows, CHUNK)):
        columns = zip(*chunk, strict=True)
        chunks.append(polars.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema))
        read += len(chunk)
        progress(f"{read:,} replies read")
    return polars.concat(chunks, rechunk=True)


def _kept(headings: tuple[Heading, ...], frame: polars.DataFrame) -> tuple[int, ...]:
    """The columns, without a last one that has neither name nor content: every line ends in a delimiter."""
    nameless = [place for place, heading in enumerate(headings) if not heading.header.strip()]
    last = len(headings) - 1
    if nameless == [last] and last > 0 and (frame[f"c{last}"].str.strip_chars() == "").all():
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
        yield f"{rows} more cells than the header (line {lines}): the further cells are left out"
