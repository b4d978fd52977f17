"""A crosstab that is walked cell by cell: stub, total and heads stay, everything else scrolls below and beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from topline.charts import CrossGrid, Glyphs, Line
from topline.survey import Row, Table
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
        self._grid: CrossGrid | None = None
        self._above: tuple[Line, ...] = ()
        self._bases: tuple[Line, ...] = ()
        self._below: tuple[Line, ...] = ()
        self._sorted: int | None = None

    @property
    def row(self) -> Row | None:
        """The row the cursor is on; None on the base."""
        at = self.cursor - self.pinned
        return self._table.rows[at] if self._table and 0 <= at < len(self._table.rows) else None

    @property
    def spot(self) -> Spot | None:
        """Where the cursor is."""
        if self._table is None or self.column >= len(self._table.columns):
            return None
        return Spot(self.row.code if self.row else "", self._table.columns[self.column].code)

    @property
    def door(self) -> Door | None:
        """The people of the cell under the cursor; of the column, on its base."""
        if self._table is None:
            return None
        column, row = self._table.columns[self.column], self.row
        if row is None:
            base = column.base
            return Door(Line(), base.slice, base.unweighted, column.label, withheld=base.suppressed)
        cell = row.cells[self.column]
        label = f"{row.label}, {column.label}" if self.column else row.label
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
        self._table, self._sorted = table, sorted_
        codes = [column.code for column in table.columns]
        last = len(codes) - 1
        column = min(self.column, last) if spot else min(1, last)
        if spot and spot.column in codes:
            column = codes.index(spot.column)
        self.set_reactive(CrossTable.column, column)
        at = self.cursor - self.pinned if spot else 0
        self._lay_out()
        if spot is not None:
            rows = [row.code for row in table.rows]
            at = rows.index(spot.row) if spot.row in rows else -len(self._bases) if not spot.row else max(at, 0)
        self.reset(self.pinned + len(table.rows) + len(self._below), self.pinned + at)

    def _lay_out(self) -> None:
        """Set the table in the width there is, the column of the cursor in sight."""
        if self._table is None or not self.size.width:
            return
        first = self._grid.first if self._grid and len(self._grid.lanes) == len(self._table.columns) else 1
        grid = CrossGrid(self._table, self.size.width - 1, self._glyphs, first, self._sorted)
        self._take(grid.scrolled_to(self.column))

    def _take(self, grid: CrossGrid) -> None:
        self._grid = grid
        self._above, self._bases, self._below = grid.heads(self.column), grid.bases(), grid.statistics()
        self.pinned = len(self._above) + len(self._bases)

    def stops_at(self, index: int) -> bool:
        """At the people of a base, and at cells."""
        first = len(self._above)
        return index == first or self.pinned <= index < self.count - len(self._below)

    def line_at(self, index: int, width: int) -> Line:
        """Heads, bases, rows, and what describes each column as a whole."""
        fixed = self._above + self._bases
        if self._grid is None or self._table is None:
            return Line()
        if index < self.pinned:
            return fixed[index]
        at = index - self.pinned
        rows = self._table.rows
        return self._grid.row_line(rows[at]) if at < len(rows) else self._below[at - len(rows)]

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
        at = self.cursor - self.pinned
        self._lay_out()
        if self._table is not None:
            self.reset(self.pinned + len(self._table.rows) + len(self._below), self.pinned + at)

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


def turned(spot: Spot | None) -> Spot | None:
    """The same cell once rows and columns are swapped."""
    if spot is None or not spot.row:
        return None
    return replace(spot, row=spot.column, column=spot.row)
