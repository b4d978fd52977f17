"""What the XML of a sheet says before a library reads it: how far its cells reach, and which hold no answer.

A library lays a sheet out from its first filled cell to its last, so that a single cell a million rows below takes
the memory of a full table; and it gives blanks for cells that hold an error or a formula that was never worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from topline.readers.errors import UnreadableFileError

BLOCK = 1 << 20
_FIRST = 4096
"""Bytes in which the outermost tag of a sheet stands."""
MOST_CELLS = 30_000_000
"""Cells from the first filled one to the last, blank ones counted: about a gigabyte, however few are filled."""
_LONGEST = 64 << 20
"""Bytes without the end of a row or the start of a tag, from which no more is looked at: no program writes such."""

_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_PLACE = re.compile(rb"""(?<![\w:])r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_BEYOND = re.compile(rb'c r="(?:[A-Za-z]{4}|[A-Za-z]{1,3}[0-9]{8})')
_ERROR = re.compile(rb"""<(?:\w+:)?c\s((?:[^>]*\s)?t="e"(?:[^>]*[^/>])?)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c(?:\s([^>]*[^/>]))?>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})<")

_ODS_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="([0-9]{1,12})"')


@dataclass(slots=True)
class SheetFindings:
    """Cells of a sheet that a library would give as blank."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """The spelling of each error, such as #N/A, by row and column from 0."""
    unworked: int = 0
    """Formulas without the value that they come to."""


def sheet_findings(sheet: IO[bytes], called: str, shown: str) -> SheetFindings:
    """Look through the XML of a sheet of an xlsx workbook.

    Args:
        sheet: The XML.
        called: What errors call the sheet, such as "the sheet Data".
        shown: How errors name the file.

    Raises:
        UnreadableFileError: when its cells reach too far.
    """
    findings = SheetFindings()
    rows = columns = 0
    first = sheet.read(_FIRST)
    prefix = (match[1] or b"") if (match := _PREFIX.search(first)) else b""
    row_end = b"</%brow>" % prefix
    for block in _blocks(first, sheet, row_end):
        if _BEYOND.search(block):
            raise UnreadableFileError(
                f"{shown}: {called} is damaged: it has cells where no sheet has any; save it again"
            )
        for row in block.split(row_end):
            # Cells stand in their order; those that are but formatted have no end of their own.
            end = row.rfind(b"</%bc>" % prefix)
            if end >= 0 and (place := _PLACE.search(row, row.rfind(b"<%bc " % prefix, 0, end), end)):
                rows, columns = max(rows, int(place[2])), max(columns, _column(place[1]))
        if b"<%bf" % prefix in block:
            findings.unworked += sum(b't="str"' not in match[1] for match in _FORMULA.finditer(block) if match[1])
        if b't="e"' in block:
            _note_errors(block, findings.errors)
    _check_reach(rows, columns, called, shown)
    return findings


def _column(letters: bytes) -> int:
    """A column's place, counted from 1, as spreadsheets write it: A is 1, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _note_errors(block: bytes, errors: dict[int, dict[int, str]]) -> None:
    for match in _ERROR.finditer(block):
        place, value = _PLACE.search(match[1]), _VALUE.search(match[2])
        if place and value:
            errors.setdefault(int(place[2]) - 1, {})[_column(place[1]) - 1] = value[1].decode("ascii", "replace")


def _blocks(first: bytes, xml: IO[bytes], end: bytes) -> Iterator[bytes]:
    """XML in pieces that end as named, or else where a tag begins."""
    pending = first
    while block := xml.read(BLOCK):
        pending += block
        cut = pending.rfind(end)
        cut = cut + len(end) if cut >= 0 else max(pending.rfind(b"<"), 0)
        yield pending[:cut]
        pending = pending[cut:]
        if len(pending) > _LONGEST:
            break
    yield pending


def check_ods_reach(content: IO[bytes], shown: str) -> None:
    """Look through the XML of an OpenDocument spreadsheet, where a cell or a row may stand for a million.

    Raises:
        UnreadableFileError: when the filled cells of its sheets reach too far.
    """
    sheet = _Reach()
    row, repeats = _Reach(), 1
    for block in _blocks(b"", content, b"</table:table-row>"):
        for closes, tag, attributes in _ODS_TAG.findall(block):
            is_whole = attributes.endswith(b"/")
            if tag == b"table":
                _check_reach(sheet.rows, sheet.columns, "a sheet", shown)
                sheet = _Reach()
            elif tag == b"table-row":
                if not closes:
                    row, repeats = _Reach(), _repeats(attributes)
                if closes or is_whole:
                    sheet.passed += repeats
                    sheet.reached(sheet.passed if row.columns else 0, row.columns)
            elif not closes:
                row.passed += _repeats(attributes)
                row.reached(0, 0 if is_whole and b"value-type=" not in attributes else row.passed)


@dataclass(slots=True)
class _Reach:
    """How far filled cells reach in a sheet or a row."""

    rows: int = 0
    columns: int = 0
    passed: int = 0
    """Rows of the sheet, or cells of the row, so far."""

    def reached(self, rows: int, columns: int) -> None:
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)


def _repeats(attributes: bytes) -> int:
    match = _REPEATED.search(attributes) if b"repeated" in attributes else None
    return int(match[1]) if match else 1


def _check_reach(rows: int, columns: int, called: str, shown: str) -> None:
    if rows * columns > MOST_CELLS:
        raise UnreadableFileError(
            f"{shown}: the cells of {called} reach {rows:,} rows down and {columns:,} columns to the right;"
            " delete what stands far from the replies, or save them as CSV"
        )
