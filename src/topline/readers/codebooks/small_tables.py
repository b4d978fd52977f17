"""Small tables that stand beside replies, such as a data dictionary: their headers first, the rest when wanted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from topline.readers.codebooks.codebook import folded
from topline.readers.dialect import opened, sniffed
from topline.readers.encoding import encoding_of, without_mark
from topline.readers.errors import UnreadableFileError
from topline.readers.sheet_checks import sheet_findings
from topline.readers.workbook_checks import checked
from topline.readers.workbook_checks import opened as opened_archive
from topline.survey import code_of

SNIFFED_LINES = 60
SNIFFED_BYTES = 1 << 16
"""As many of either as show a header."""
MOST_PACKED = 1 << 20
"""Bytes of a workbook that may be a dictionary."""
MOST_SHEETS = 20
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class SmallTable:
    """A header and the rows under it, all text."""

    header: tuple[str, ...]
    """Folded, as headers are compared."""
    rows: tuple[tuple[str, ...], ...]

    def column(self, *names: str) -> int | None:
        """The place of the first of these headers that the table has."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def records(self) -> Iterator[Mapping[str, str]]:
        """Rows by their headers; the first of columns of the same header counts, and cells are stripped."""
        for row in self.rows:
            record: dict[str, str] = {}
            for name, cell in zip(self.header, row, strict=False):
                record.setdefault(name, cell.strip())
            yield record


def delimited_header(path: Path) -> tuple[str, ...]:
    """The folded header of a file of delimited text; nothing where it has none."""
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    # Headers of dictionaries are ASCII, so that which encoding it is matters only if it is of two bytes.
    codec = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else without_mark(head) or "utf-8-sig"
    lines = head.decode(codec, "replace").splitlines(keepends=True)[:SNIFFED_LINES]
    try:
        return _folded(next((row for row in sniffed(lines).rows(lines) if any(row)), ()))
    except csv.Error:
        return ()


def delimited_table(path: Path) -> SmallTable | None:
    """A file of delimited text as a table; None where it is none."""
    encoding = encoding_of(path)
    with opened(path, encoding.codec) as file:
        lines = list(file)
    try:
        rows = [row for row in islice(sniffed(lines[:SNIFFED_LINES]).rows(lines), MOST_ROWS) if any(row)]
    except csv.Error:
        return None
    return _table(rows)


def sheets(path: Path) -> Mapping[str, SmallTable]:
    """The sheets of a workbook by their folded names, without empty ones; nothing where it cannot be read."""
    if path.stat().st_size > MOST_PACKED:
        return {}
    import python_calamine

    found: dict[str, SmallTable] = {}
    try:
        said = checked(path, path.name)
        with opened_archive(path, path.name) as archive:
            for name, part in said.sheets.items():
                with archive.open(part) as xml:
                    sheet_findings(xml, name, path.name)
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names[:MOST_SHEETS]:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=True)
            texts = [[_text(cell) for cell in row] for row in rows[:MOST_ROWS]]
            if table := _table([row for row in texts if any(row)]):
                found[folded(name)] = table
    except (python_calamine.CalamineError, UnreadableFileError, OSError, ValueError):
        return {}
    return found


def _text(cell: object) -> str:
    return "" if cell is None else code_of(cell).strip() if not isinstance(cell, bool) else str(cell).upper()


def _folded(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded(cell).strip("\"'") for cell in header)


def _table(rows: Sequence[Sequence[str]]) -> SmallTable | None:
    if not rows:
        return None
    return SmallTable(_folded(rows[0]), tuple(tuple(row) for row in rows[1:]))
