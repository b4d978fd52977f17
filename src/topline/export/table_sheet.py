"""A table on a sheet, as research agencies deliver it: every answer one row, every number a number.

A column of the table takes a place for each of its parts: the percentage, stored as a fraction; the people; what they
weigh; the letters of the columns that it exceeds. What the screen says in signs a sheet says in number formats, so
that the number itself is still there: `*` for somebody under half a percent, brackets around a low base.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from math import isfinite
from typing import Any

from rich.cells import cell_len

from topline.charts import POINTS, figures
from topline.export.layout import (
    Part,
    base_line,
    bases_of,
    groups_of,
    letters_of,
    parts_at,
    statistics_of,
    title_of,
)
from topline.export.safe_text import one_line
from topline.export.workbook import LINE, TALLEST, Sheet, lines_of
from topline.survey import LOW_BASE, WEIGHTED_BASES, BaseCount, Cell, Shows, Table

SHARE, SOMEBODY, COUNT, SUM, MEAN = "0%", '"*"', "#,##0", "#,##0.0", "#,##0.0##"
FORMS = {Shows.SUM: SUM, Shows.MEAN: MEAN, Shows.NPS: "+0;-0;0", Shows.TOP2: SHARE}
"""How the statistics of a table on its side are written."""
LOW_COUNT = '"("#,##0")"'
"""A base that is too low to generalise from stands in brackets."""
DIFFERENCE, UNSOUND_DIFFERENCE = "+0;-0;0", '"("+0")";"("-0")";"("0")"'
WIDTHS = {
    Part.STATISTIC: 8.0,
    Part.SHARE: 7.0,
    Part.INDEX: 7.0,
    Part.LOW: 6.0,
    Part.HIGH: 6.0,
    Part.COUNT: 8.0,
    Part.WEIGHTED: 10.0,
    Part.LETTERS: 5.0,
}

"""Characters that fit into the place of a part."""
NARROWEST_STUB, WIDEST_STUB = 18, 50
NARROWEST_COLUMN = 11.0
"""Characters of a column of the table, all its parts together."""
BAND = 100.0
"""Characters of a line of a title or a footer."""
STANDARD_COLUMN = 8.43
"""Characters of a column whose width nobody said."""
TITLE_LINE = 20
"""Points of a line of a title."""
TALLEST_HEAD = 8
"""Lines of the label above a column."""
GREY, SHADE, WARNING = "#595959", "#F2F2F2", "#C00000"
A4 = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """Where on a sheet a table stands, in rows from 0."""

    top: int
    heads: int
    """The first row of the heads."""
    rows: int
    """The first row below heads and bases."""
    end: int
    """The first row that is free below it."""


@dataclass
class TableSheet:
    """A table that is being put on a sheet."""

    sheet: Sheet
    table: Table
    stub: float
    """Characters of the labels of the rows."""

    @cached_property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        """What each column of the table holds."""
        return tuple(parts_at(self.table, at) for at in range(len(self.table.columns)))

    @cached_property
    def widths(self) -> tuple[tuple[float, ...], ...]:
        """Characters of each place of each column of the table."""
        said = [cell.letters for one in self.table.each for row in one.rows for cell in row.cells]
        said += [text for one in self.table.each for stat, _ in statistics_of(one) for text in letters_of(one, stat)]
        letters = max(map(len, said), default=0)
        return tuple(self._widths_of(parts, letters) for parts in self.parts)

    def _widths_of(self, parts: tuple[Part, ...], letters: int) -> tuple[float, ...]:
        widths = [max(WIDTHS[part], letters + 3.0) if part is Part.LETTERS else WIDTHS[part] for part in parts]
        widths[-1] += max(0.0, NARROWEST_COLUMN - sum(widths))
        return tuple(widths)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """The column of the sheet where each column of the table begins; the one after the last, too."""
        return tuple(accumulate(map(len, self.parts), initial=1))

    @property
    def last(self) -> int:
        """The last column of the sheet that it takes."""
        return self._starts[-1] - 1 + self.table.is_comparison

    def place(self, column: int, part: Part | None = None) -> int:
        """The column of the sheet where a part of a column of the table stands, or its first part."""
        parts = self.parts[column] if column < len(self.parts) else ()
        return self._starts[column] + (parts.index(part) if part in parts else 0)

    def write(self, top: int = 0, *, footer: bool = True) -> Placed:
        """Write it.

        Args:
            top: The row that it begins at.
            footer: Whether what is needed to trust it follows.
        """
        heads = self._titles(top)
        bases = self._heads(heads)
        rows = row = bases if self.table.parts else self._bases(bases, self.table)
        for at, part in enumerate(self.table.each):
            if self.table.parts:
                row = self._bases(self._question(row + bool(at), part), part)
            row = self._rows(row, part)
            row = self._statistics(row, part)
            row = self._missing(row, part)
        if footer:
            row = self._footer(row + 1)
        return Placed(top, heads, rows, row)

    @cached_property
    def _across(self) -> tuple[int, float]:
        """The last column of titles and footers, and the characters that fit into them.

        They reach beyond a narrow table, and not to the end of a wide one: lines stay as long as can be read.
        """
        column, width = 0, self.stub
        each = [width for widths in self.widths for width in widths]
        while width < BAND:
            column += 1
            width += each[column - 1] if column <= len(each) else STANDARD_COLUMN
        return column, width

    def _said(self, row: int, text: str, **style: Any) -> int:
        last, width = self._across
        self.sheet.band(row, 0, last, text, width=width, **style)
        return row + 1

    def _titles(self, row: int) -> int:
        table, title = self.table, title_of(self.table)
        last, width = self._across
        self.sheet.band(row, 0, last, title, bold=True, font_size=14)
        self.sheet.made.set_row(row, min(TITLE_LINE * lines_of(title, width / 1.3), TALLEST))
        row += 1
        if title != table.title:
            row = self._said(row, table.title, italic=True)
        return self._said(row, base_line(table), font_color=GREY) + 1

    def _heads(self, row: int) -> int:
        table, sheet = self.table, self.sheet
        head: dict[str, Any] = {"bold": True, "align": "center", "bg_color": SHADE, "valign": "bottom"}
        for groups in groups_of(table):
            self.sheet.blank(row, 0, self.last, bg_color=SHADE)
            for group, at, columns in groups:
                if group:
                    width = sum(map(sum, self.widths[at : at + columns]))
                    sheet.band(row, self.place(at), self.place(at + columns) - 1, group, width=width, border=1, **head)
            row += 1
        self.sheet.blank(row, 0, self.last, bg_color=SHADE)
        height = 1
        for at, column in enumerate(table.columns):
            sheet.band(row, self.place(at), self.place(at + 1) - 1, column.label, **head)
            height = max(height, lines_of(column.label, sum(self.widths[at]) * 0.9))
        sheet.made.set_row(row, min(LINE * min(height, TALLEST_HEAD), TALLEST))
        row += 1
        if any(column.letter for column in table.columns):
            self.sheet.blank(row, 0, self.last, bg_color=SHADE)
            for at, column in enumerate(table.columns):
                sheet.band(row, self.place(at), self.place(at + 1) - 1, column.letter, **head)
            row += 1
        self.sheet.blank(row, 0, self.last, bg_color=SHADE, bottom=1)
        for at, parts in enumerate(self.parts):
            for part in parts:
                sheet.text(
                    row, self.place(at, part), part, font_color=GREY, align="right", bg_color=SHADE, bottom=1
                )  # fmt: skip
        if table.is_comparison:
            sheet.text(row, self.last, POINTS, font_color=GREY, align="right", bg_color=SHADE, bottom=1)
        return row + 1

    def _question(self, row: int, part: Table) -> int:
        """What stands above the rows of one question among several."""
        self._said(row, part.title, bold=True, bg_color=SHADE)
        return row + 1

    def _bases(self, row: int, table: Table) -> int:
        sheet = self.sheet
        for label, values in bases_of(table):
            counted = label not in WEIGHTED_BASES
            sheet.text(row, 0, label, italic=True, text_wrap=True)
            self._tall(row, label)
            for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                part = Part.COUNT if counted else Part.WEIGHTED
                if column.base.suppressed:
                    sheet.text(row, self.place(at, part), figures.WITHHELD, align="right", font_color=GREY)
                    continue
                form = self._base_form(column.base) if counted else {"num_format": SUM}
                sheet.number(row, self.place(at, part), value, italic=True, **form)
            row += 1
        return row

    def _base_form(self, base: BaseCount) -> dict[str, Any]:
        if not base.is_low:
            return {"num_format": COUNT}
        return {"num_format": LOW_COUNT, "font_color": WARNING, "bold": True}

    def _rows(self, row: int, table: Table) -> int:
        sheet = self.sheet
        for one in table.rows:
            shade = {} if one.cells else {"bg_color": SHADE}
            bold = one.net or not one.cells
            # Programs indent only what is said to stand at the left.
            depth = min(one.level, 15)
            sheet.text(row, 0, one.label, bold=bold, align="left", indent=depth, text_wrap=True, **shade)
            self._tall(row, one.label, one.level)
            if not one.cells:
                self.sheet.blank(row, 1, self.last, bg_color=SHADE)
            for at, (cell, column) in enumerate(zip(one.cells, table.columns, strict=False)):
                for part in self.parts[at]:
                    net = one.net or column.shows is Shows.NET
                    self._cell(row, self.place(at, part), cell, part, column.shows, net=net)
            if table.is_comparison:
                difference = table.difference(one, 1)
                if difference is None:
                    sheet.text(row, self.last, figures.NO_BASE, align="right")
                else:
                    form = DIFFERENCE if table.is_sound(one, 1) else UNSOUND_DIFFERENCE
                    # Subtracted, since no difference is not a negative one.
                    sheet.number(row, self.last, 0.0 - difference, num_format=form)
            row += 1
        return row

    def _cell(self, row: int, column: int, cell: Cell, part: Part, shows: Shows, *, net: bool) -> None:
        sheet = self.sheet
        bold = {"bold": True} if net else {}
        if part is Part.LETTERS:
            sheet.text(row, column, cell.letters, align="left", indent=1, font_color="#1F4E79", **bold)
            return
        if cell.suppressed:
            sheet.text(row, column, figures.WITHHELD, align="right", font_color=GREY)
            return
        match part:
            case Part.COUNT if shows is Shows.PEOPLE:
                low = cell.count < LOW_BASE
                form = {"num_format": LOW_COUNT, "font_color": WARNING, "bold": True} if low else {"num_format": COUNT}
                sheet.number(row, column, cell.count, italic=True, **form)
            case Part.STATISTIC | Part.WEIGHTED if not shows.is_share:
                self._statistic(row, column, cell.mean, shows)
            case Part.COUNT:
                sheet.number(row, column, cell.count, num_format=COUNT, **bold)
            case Part.WEIGHTED:
                sheet.number(row, column, cell.weighted, num_format=SUM, **bold)
            case Part.INDEX:
                self._index(row, column, cell.index, **bold)
            case Part.SHARE if cell.percent is None and cell.mean is not None:
                sheet.number(row, column, cell.mean, num_format=MEAN, **bold)
            case Part.SHARE:
                self._share(row, column, cell.percent, somebody=bool(cell.count), **bold)
            case _:
                value = cell.low if part is Part.LOW else cell.high
                if value is not None:
                    self._share(row, column, value, somebody=False, font_color=GREY)

    def _share(self, row: int, column: int, percent: float | None, *, somebody: bool, **style: Any) -> None:
        """A percentage as a fraction; `*` where it is under half a percent and somebody's."""
        if percent is None or not isfinite(percent):
            self.sheet.text(row, column, figures.NO_BASE, align="right", **style)
        else:
            form = SOMEBODY if somebody and percent < 0.5 else SHARE
            self.sheet.number(row, column, percent / 100, num_format=form, align="right", **style)

    def _index(self, row: int, column: int, index: float | None, **style: Any) -> None:
        if index is None:
            self.sheet.text(row, column, figures.NO_BASE, align="right", **style)
        else:
            self.sheet.number(row, column, index, num_format=COUNT, align="right", **style)

    def _statistic(self, row: int, column: int, value: float | None, shows: Shows) -> None:
        """A number that describes a row as a whole, in a table on its side."""
        if value is None or not isfinite(value):
            self.sheet.text(row, column, figures.NO_BASE, align="right")
        else:
            value = value / 100 if shows is Shows.TOP2 else value
            self.sheet.number(row, column, value, num_format=FORMS[shows], align="right")

    def _statistics(self, row: int, table: Table) -> int:
        first = row
        for one, values in statistics_of(table):
            line = {"top": 1} if row == first else {}
            self.sheet.blank(row, 0, self.last, **line)
            self.sheet.text(row, 0, one.label, italic=True, **line)
            for at, value in enumerate(values):
                if isinstance(value, datetime):
                    self.sheet.moment(row, self.place(at), value, **line)
                elif value is not None and isfinite(value):
                    share = value / 100 if one.of_hundred else value
                    self.sheet.number(row, self.place(at), share, num_format=one.form, **line)
                else:
                    self.sheet.text(row, self.place(at), figures.NO_BASE, align="right", **line)
            for at, letters in enumerate(letters_of(self.table, one)):
                if letters:
                    place = self.place(at, Part.LETTERS)
                    self.sheet.text(row, place, letters, align="left", indent=1, font_color="#1F4E79", **line)
            row += 1
        return row

    def _missing(self, row: int, table: Table) -> int:
        for item in table.missing:
            label = f"Missing: {item.label}"
            self.sheet.text(row, 0, label, font_color=GREY, text_wrap=True)
            self._tall(row, label)
            place = self.place(item.column, Part.COUNT)
            self.sheet.number(row, place, item.count, num_format=COUNT, font_color=GREY)
            row += 1
        return row

    def _footer(self, row: int) -> int:
        for text in self.table.footer:
            caution = text.startswith("Caution")
            row = self._said(row, text, font_size=9, font_color=WARNING if caution else GREY)
        return row

    def _tall(self, row: int, label: str, level: int = 0) -> None:
        """Make a row as high as its label needs."""
        lines = lines_of(label, self.stub - 2 * level - 1)
        if lines > 1:
            self.sheet.made.set_row(row, min(LINE * lines, TALLEST))


def stub_width(*tables: Table) -> float:
    """Characters of the labels at the left of these tables."""
    tables = tuple(part for table in tables for part in table.each)
    labels = [(row.label, row.level) for table in tables for row in table.rows]
    labels += [(f"Missing: {item.label}", 0) for table in tables for item in table.missing]
    labels += [(label, 0) for table in tables for label, _ in bases_of(table)]
    widest = max((cell_len(one_line(label)) + 2 * level + 2 for label, level in labels), default=0)
    return float(min(max(widest, NARROWEST_STUB), WIDEST_STUB))


def set_widths(sheet: Sheet, tables: list[TableSheet]) -> None:
    """Make the columns of a sheet as wide as all tables on it need."""
    widths: dict[int, float] = {0: max(table.stub for table in tables)}
    for table in tables:
        for at, each in enumerate(table.widths):
            for number, width in enumerate(each):
                place = table.place(at) + number
                widths[place] = max(widths.get(place, 0.0), width)
    for column, width in widths.items():
        sheet.made.set_column(column, column, width)


def set_up(sheet: Sheet, placed: Placed | None = None, *, title: str = "") -> None:
    """How a sheet is looked at and printed.

    Args:
        sheet: Which.
        placed: Where its one table stands, whose heads stay in sight and are printed on every page; None where there
            are several.
        title: What is said at the foot of every page.
    """
    made = sheet.made
    made.hide_gridlines(2)
    made.set_landscape()
    made.set_paper(A4)
    made.fit_to_pages(1, 0)
    made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    # A sign that would mean something else in a page's foot is doubled.
    # The space keeps a digit apart from the size of the letters before it.
    made.set_footer(f"&L&8 {one_line(title)[:80].replace('&', '&&')}&R&8 &P / &N")
    if placed is not None:
        made.repeat_rows(placed.heads, placed.rows - 1)
        made.repeat_columns(0, 0)
        made.freeze_panes(placed.rows, 1)
    else:
        made.freeze_panes(0, 1)
