"""A crosstab that is walked cell by cell: stub, total and heads stay, everything else scrolls below and beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from topline.charts import CrossGrid, Glyphs, Line
from topline.survey import STATISTICS, Column, Row, Table, laid_out
from topline.tui.widgets.door import Door
from topline.tui.widgets.inked import strip_of
from topline.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell by what it says, so that it is found again in another order and another arrangement."""

    row: str
    """The row's code; empty for the base."""
    column: str
    """The column's code."""
    question: str = ""
    """The question of the row, where there are rows of several; of a table on its side that of the banner."""
    banner: str = ""
    """The question of the column, as a rule that of the banner; empty where its code alone tells it."""
    statistic: str = ""
    """The attribute of `STATISTICS` where it describes the column as a whole, which no row does."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on a line below the heads."""

    part: Table
    """The question that it is of."""
    row: Row | None = None
    """None for anything but a row."""
    line: Line | None = None
    """None for a row, which is drawn when it comes into sight."""
    is_base: bool = False
    """Whether it says how many people there are in each column."""
    statistic: str = ""
    """The attribute of `STATISTICS` that it says of each column."""


class CrossTable(LineList):
    """A table of columns; the cursor is on one cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "across(-1)", "Left", show=False),
        Binding("right", "across(1)", "Right", show=False),
        Binding("home", "far(-1)", "First column", show=False),
        Binding("end", "far(1)", "Last column", show=False),
    ]

    column: reactive[int] = reactive(0, repaint=False)
    """The column the cursor is on; 0 is the total."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="cells")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._whole: Table | None = None
        """As it was counted, upright."""
        self._asked: tuple[tuple[Row, str], ...] = ()
        """Of a table on its side: its rows, each with the banner question that it is of."""
        self._grid: CrossGrid | None = None
        self._above: tuple[Line, ...] = ()
        self._standing: tuple[Standing, ...] = ()
        self._sorted: int | None = None

    @property
    def row(self) -> Row | None:
        """The row the cursor is on; None on the base."""
        return standing.row if (standing := self._under) else None

    @property
    def part(self) -> Table | None:
        """The question whose row or base the cursor is on."""
        return standing.part if (standing := self._under) else self._table

    @property
    def column_under(self) -> Column | None:
        """The column under the cursor, as it is drawn."""
        return self._table.columns[self.column] if self._table and self.column < len(self._table.columns) else None

    @property
    def counted(self) -> int:
        """The place of the column under the cursor as it was counted: of a table on its side that is its row."""
        if self._table is None or not self._table.transposed or self.row is None:
            return self.column
        return next(at for at, row in enumerate(row for row in self._table.rows if row.cells) if row is self.row)

    @property
    def statistic_under(self) -> tuple[Table, int, str] | None:
        """What describes a column as a whole and is under the cursor: the question, the place of the column as it was
        counted, and the attribute of `STATISTICS`.
        """
        if self._whole is None or self._table is None or self._under is None:
            return None
        if self._table.transposed:
            column = self.column_under
            shown = next((name for _, name, shows in STATISTICS if column and column.shows is shows), "")
            part = next((one for one in self._whole.each if column and one.view.rows == column.question), None)
            return (part, self.counted, shown) if shown and part is not None else None
        return (self._under.part, self.column, self._under.statistic) if self._under.statistic else None

    @property
    def _under(self) -> Standing | None:
        at = self.cursor - len(self._above)
        return self._standing[at] if 0 <= at < len(self._standing) else None

    @property
    def spot(self) -> Spot | None:
        """Where the cursor is."""
        if self._table is None or self.column >= len(self._table.columns):
            return None
        column = self._table.columns[self.column]
        question = self._question_of(self._under) if self._under and (self._table.parts or self._asked) else ""
        statistic = self._under.statistic if self._under is not None else ""
        return Spot(self.row.code if self.row else "", column.code, question, column.question, statistic)

    @property
    def door(self) -> Door | None:
        """The people of the cell under the cursor; of the column, on its base."""
        if self.part is None:
            return None
        column, row = self.part.columns[self.column], self.row
        if row is None:
            base = column.base
            return Door(Line(), base.slice, base.unweighted, column.full_label, withheld=base.suppressed)
        cell = row.cells[self.column]
        label = f"{row.label}, {column.full_label}" if self.column else row.label
        return Door(Line(), cell.slice, cell.count, label, withheld=cell.suppressed)

    @property
    def wanted(self) -> int:
        """Cells in which every column would be in sight."""
        return self._grid.wanted + 1 if self._grid else 0

    def show(self, table: Table, sorted_: int | None, spot: Spot | None) -> None:
        """Show a table with the cursor on a cell, or where that is gone near it.

        Args:
            sorted_: The column that rows are sorted by, if any.
            spot: Where the cursor goes; None for the first cell of the banner.
        """
        counted, table = table, laid_out(table)
        self._whole = counted
        with_cells = (row for row in table.rows if row.cells)
        names = (column.question for column in counted.columns)
        self._asked = tuple(zip(with_cells, names, strict=True)) if table is not counted else ()
        self._table, self._sorted = table, None if table.transposed else sorted_
        last = len(table.columns) - 1
        column = min(self.column, last) if spot else min(1, last)
        found = [at for at, one in enumerate(table.columns) if spot and one.code == spot.column]
        if found:
            column = next((at for at in found if spot and table.columns[at].question == spot.banner), found[0])
        self.set_reactive(CrossTable.column, column)
        at = self.cursor - len(self._above)
        self._lay_out()
        self.reset(len(self._above) + len(self._standing), len(self._above) + self._place_of(spot, at))

    def _question_of(self, one: Standing) -> str:
        """The question that what stands on a line is of."""
        if not self._asked:
            return one.part.view.rows
        return next((question for row, question in self._asked if row is one.row), "")

    def _place_of(self, spot: Spot | None, near: int) -> int:
        """The line below the heads where a spot is; where it is gone a place near it, at first the first row."""
        rows = [at for at, one in enumerate(self._standing) if one.row is not None and one.row.cells]
        first = rows[0] if rows else 0
        if spot is None:
            return first
        for at, one in enumerate(self._standing):
            if spot.question in ("", self._question_of(one)) and self._is_at(one, spot):
                return at
        return max(near, first)

    @staticmethod
    def _is_at(one: Standing, spot: Spot) -> bool:
        """Whether what stands on a line is a spot's row, its base or what describes its column."""
        if spot.row:
            return one.row is not None and bool(one.row.cells) and one.row.code == spot.row
        return one.statistic == spot.statistic if spot.statistic else one.is_base

    def _lay_out(self) -> None:
        """Set the table in the width there is, the column of the cursor in sight."""
        # While something else is shown in its place it has no width; it will have that of what it is in.
        width = self.size.width or (self.parent.size.width if isinstance(self.parent, Widget) else 0)
        if self._table is None or not width:
            return
        first = self._grid.first if self._grid and len(self._grid.lanes) == len(self._table.columns) else 1
        grid = CrossGrid(self._table, width - 1, self._glyphs, first, self._sorted)
        self._take(grid.scrolled_to(self.column))

    def _take(self, grid: CrossGrid) -> None:
        self._grid = grid
        self._above = grid.heads(self.column)
        table = grid.table
        standing: list[Standing] = []
        for part in table.each:
            if table.parts:
                standing += [Standing(part, line=Line())] if standing else []
                standing.append(Standing(part, line=grid.heading(part)))
            bases = [Standing(part, line=one, is_base=not at) for at, one in enumerate(grid.bases(part))]
            standing += bases
            standing += [Standing(part, row) for row in part.rows]
            standing += [Standing(part, line=one, statistic=said) for said, one in grid.statistics(part)]
            # The bases of several questions scroll with their rows.
            self.pinned = len(self._above) + (0 if table.parts else len(bases))
        self._standing = tuple(standing)

    def stops_at(self, index: int) -> bool:
        """At the people of a base, and at cells."""
        at = index - len(self._above)
        if not 0 <= at < len(self._standing):
            return False
        one = self._standing[at]
        return one.is_base or bool(one.statistic) or (one.row is not None and bool(one.row.cells))

    def line_at(self, index: int, width: int) -> Line:
        """Heads, bases, rows, and what describes each column as a whole."""
        at = index - len(self._above)
        if self._grid is None or at >= len(self._standing):
            return Line()
        if at < 0:
            return self._above[index]
        one = self._standing[at]
        return self._grid.row_line(one.row, one.part) if one.row is not None else one.line or Line()

    def strip_at(self, index: int, width: int) -> Strip:
        """A line, with the cursor on one cell of it."""
        strip = strip_of(self, self.line_at(index, width), width)
        span = self._grid.span_of(self.column) if self._grid else None
        if index != self.cursor or not self.stops_at(index) or span is None:
            return strip
        start, size = span
        before, cell, after = strip.divide([start, start + size, width])
        highlight = self._highlight()
        # Laid over the cell, whose shade would hide it otherwise.
        marked = Strip([Segment(text, (style + highlight) if style else highlight) for text, style, _ in cell])
        return Strip.join([before, marked, after])

    def watch_column(self) -> None:
        """Bring the column into sight; where it is already, repaint its head and its cell."""
        if self._grid is None:
            return
        grid = self._grid.scrolled_to(self.column)
        if grid is not self._grid:
            self._take(grid)
            self.refresh()
        else:
            before, self._above = self._above, grid.heads(self.column)
            for y, (old, new) in enumerate(zip(before, self._above, strict=True)):
                if old != new:
                    self.refresh_line(y)
            self.refresh_line(self.cursor)
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self, event: events.Resize) -> None:
        """Set it anew in the new width."""
        at = self.cursor - len(self._above)
        self._lay_out()
        if self._table is not None:
            self.reset(len(self._above) + len(self._standing), len(self._above) + at)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor to a cell; a click on the cursor chooses."""
        event.prevent_default()
        index = self.index_at(event.y)
        column = self._grid.column_at(event.x) if self._grid else None
        if column is None or index >= self.count or not self.stops_at(index):
            return
        if (index, column) == (self.cursor, self.column):
            self.post_message(self.Chosen(self, index))
        self.cursor, self.column = index, column

    def action_across(self, by: int) -> None:
        """The next column, or the one before."""
        if self._table is not None:
            self.column = min(max(self.column + by, 0), len(self._table.columns) - 1)

    def action_far(self, by: int) -> None:
        """The total, or the last column."""
        if self._table is not None:
            self.column = 0 if by < 0 else len(self._table.columns) - 1


def turned(spot: Spot | None, rows: str) -> Spot | None:
    """The same cell once rows and columns are swapped.

    Args:
        spot: The cell.
        rows: The question of its row, where it does not say one.
    """
    if spot is None or not spot.row:
        return None
    return Spot(row=spot.column, column=spot.row, question=spot.banner, banner=spot.question or rows)
