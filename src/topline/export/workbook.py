"""A workbook: sheets whose texts are always texts, under names that every program takes.

Nothing that came from a file is handed to xlsxwriter as anything but a string: no formula, no link, no number is
made of a text. What Excel could not hold is cut, and how much was is counted.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, isfinite
from typing import IO, Any

from rich.cells import cell_len

from topline.export.errors import ExportError
from topline.export.safe_text import one_line, whole

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet."""
MOST_UNITS = 32_767
"""Units of UTF-16 that a cell holds."""
LONGEST_NAME = 31
"""Units of UTF-16 of the name of a sheet."""
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
RESERVED_NAME = "history"
EXACT = 2**53
"""Whole numbers up to this one are kept to the last digit; larger ones are written as text."""
FIRST_YEAR = 1900
"""Before it a sheet knows no days."""
LINE = 15
"""Points of a line of text."""
TALLEST = 409
"""Points of the tallest row."""
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


@dataclass
class Book:
    """A workbook that is being made."""

    made: Any
    """xlsxwriter's."""
    cut: int = 0
    """Texts that were too long for a cell."""
    _styles: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def style(self, **said: Any) -> Any:
        """A cell's looks by xlsxwriter's names; the same ones are made once."""
        key = tuple(sorted(said.items()))
        if key not in self._styles:
            self._styles[key] = self.made.add_format({"font_name": "Calibri", "valign": "top", **said})
        return self._styles[key]

    def sheet(self, wanted: str) -> Sheet:
        """A new sheet, called as wanted as far as that is free and allowed."""
        name = free_sheet_name(wanted, self._names)
        self._names.add(name.casefold())
        return Sheet(self, self.made.add_worksheet(name), name)


@dataclass
class Sheet:
    """A sheet of a workbook."""

    book: Book
    made: Any
    """xlsxwriter's."""
    name: str

    def text(self, row: int, column: int, said: str, **style: Any) -> None:
        """Write a text, which stays one whatever it begins with."""
        self._place(row, column)
        safe = whole(said)
        kept = fitting(safe, MOST_UNITS)
        self.book.cut += kept != safe
        self.made.write_string(row, column, kept, self.book.style(**style))

    def blank(self, row: int, first: int, last: int, **style: Any) -> None:
        """Give empty cells of a row their looks."""
        self._place(row, last)
        for column in range(first, last + 1):
            self.made.write_blank(row, column, None, self.book.style(**style))

    def number(self, row: int, column: int, value: float, **style: Any) -> None:
        """Write a number; as text where a sheet could not keep its last digits."""
        self._place(row, column)
        if (isinstance(value, int) and abs(value) > EXACT) or not isfinite(value):
            self.text(row, column, str(value), **style)
        else:
            self.made.write_number(row, column, value, self.book.style(**style))

    def moment(self, row: int, column: int, value: datetime, **style: Any) -> None:
        """Write a day, or a moment; as text what comes before all days that a sheet knows."""
        self._place(row, column)
        is_day = not (value.hour or value.minute or value.second or value.microsecond)
        if value.year < FIRST_YEAR or value.tzinfo is not None:
            self.text(row, column, value.date().isoformat() if is_day else value.isoformat(), **style)
        else:
            self.made.write_datetime(
                row, column, value, self.book.style(num_format=DAY if is_day else MOMENT, align="left", **style)
            )

    def band(self, row: int, column: int, last: int, said: str, *, width: float = 0.0, **style: Any) -> int:
        """A text across several columns, on as many lines as it needs.

        Args:
            row: Where.
            column: The first column.
            last: The last column.
            said: The text.
            width: Characters that fit beside one another; 0 to leave the height of the row alone.
            style: How it looks.

        Returns:
            How many points high the row should be.
        """
        style = {"text_wrap": True, **style}
        self._place(row, last)
        if last > column:
            self.made.merge_range(row, column, row, last, "", self.book.style(**style))
        self.text(row, column, said, **style)
        height = min(LINE * lines_of(said, width), TALLEST) if width else 0
        if height > LINE:
            self.made.set_row(row, height)
        return height

    def link(self, row: int, column: int, sheet: Sheet, to: int, said: str, **style: Any) -> None:
        """A link to a row of a sheet of this workbook."""
        name = sheet.name.replace("'", "''")
        shown = fitting(one_line(said), MOST_UNITS) or sheet.name
        look = self.book.style(font_color="#0563C1", underline=1, text_wrap=True, **style)
        self.made.write_url(row, column, f"internal:'{name}'!A{to + 1}", look, string=shown)

    def _place(self, row: int, column: int) -> None:
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise ExportError(
                f"this is more than the {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns of a sheet; "
                "leave some out, or write csv"
            )


@contextmanager
def book_in(file: int, *, large: bool = False) -> Iterator[Book]:
    """A workbook that stands in an open file at the end; where something goes wrong inside, nothing does.

    Args:
        file: An open, empty file.
        large: Whether rows come one after the other, and are too many to be held.

    Raises:
        OSError: when it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="topline-") as folder:
        options = {
            "constant_memory": large,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        }
        stream: IO[bytes]
        with os.fdopen(os.dup(file), "w+b") as stream:
            made = xlsxwriter.Workbook(stream, options)
            yield Book(made)
            try:
                made.close()
            except FileCreateError as error:
                raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError()) from error


def free_sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet can have and no other one has, whatever the case.

    Args:
        wanted: What it should be called.
        taken: The others, in lower case.
    """
    plain = one_line(wanted).translate(NOT_IN_NAMES).strip("' ")
    base = fitting(plain, LONGEST_NAME).strip("' ") or "Table"
    if base.casefold() == RESERVED_NAME:
        base += "-"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = fitting(base, LONGEST_NAME - len(ending)).rstrip("' ") + ending
    return name


def fitting(text: str, most: int) -> str:
    """As much of a text as so many units of UTF-16 hold."""
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def lines_of(text: str, width: float) -> int:
    """How many lines a text needs, at a guess that is rather too many."""
    return sum(max(1, ceil(cell_len(line) * 1.05 / max(width, 1))) for line in (whole(text).split("\n") or [""]))
