"""A trend as a plot to walk in: up and down go from line to line, left and right from period to period."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from topline.charts import Glyphs, Line, TrendPlot, is_of_means
from topline.survey import Row, Table
from topline.tui.widgets.cross_table import Spot
from topline.tui.widgets.door import Door
from topline.tui.widgets.inked import strip_of
from topline.tui.widgets.line_list import LineList

WANTED = 26
"""Lines in which a plot shows all that it can."""


class TrendChart(LineList):
    """Lines over periods. The cursor is on a row of the table, and on one of its columns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "across(-1)", "Left", show=False),
        Binding("right", "across(1)", "Right", show=False),
        Binding("home", "far(-1)", "First period", show=False),
        Binding("end", "far(1)", "Last period", show=False),
    ]

    column: reactive[int] = reactive(1, repaint=False)
    """The column the cursor is on, from 1."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="trend")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._lines: tuple[Line, ...] = ()

    @property
    def row(self) -> Row | None:
        """The row the cursor is on; None on means."""
        if self._table is None or is_of_means(self._table) or self.cursor >= len(self._table.rows):
            return None
        return self._table.rows[self.cursor]

    @property
    def spot(self) -> Spot | None:
        """Where the cursor is."""
        if self._table is None or self.column >= len(self._table.columns):
            return None
        return Spot(self.row.code if self.row else "", self._table.columns[self.column].code)

    @property
    def door(self) -> Door | None:
        """The people of the point under the cursor."""
        if self._table is None or self.column >= len(self._table.columns):
            return None
        column, row = self._table.columns[self.column], self.row
        if row is None:
            return Door(Line(), column.base.slice, column.base.unweighted, column.label)
        cell = row.cells[self.column]
        return Door(Line(), cell.slice, cell.count, f"{row.label}, {column.label}")

    @property
    def wanted(self) -> int:
        """Lines in which it shows all that it can."""
        return WANTED

    def show(self, table: Table, spot: Spot | None) -> None:
        """Show a trend with the cursor on a point.

        Args:
            spot: Where the cursor goes; None for the latest period of the first row.
        """
        self._table = table
        # Of numbers there is the line of their means alone.
        self._count = 1 if is_of_means(table) else len(table.rows)
        codes = [column.code for column in table.columns]
        at = codes.index(spot.column) if spot and spot.column in codes else 0
        self.set_reactive(TrendChart.column, at or len(codes) - 1)
        rows = [row.code for row in table.rows]
        row = rows.index(spot.row) if spot and spot.row in rows else 0
        self.set_reactive(LineList.cursor, min(row, max(0, self.count - 1)))
        self._draw()

    def _draw(self) -> None:
        """Draw the plot in the room there is, and repaint the lines that differ."""
        width, height = self.size.width - 1, self.size.height
        if self._table is None or width <= 0 or height <= 0:
            self._lines = ()
            return
        plot = TrendPlot(self._table, width, height - 1, self._glyphs, self.cursor, self.column)
        before, self._lines = self._lines, (plot.reading, *plot.lines)
        for y in range(max(len(before), len(self._lines))):
            if before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh_line(y)

    def line_at(self, index: int, width: int) -> Line:
        """The point in words, and the plot below it."""
        return self._lines[index] if index < len(self._lines) else Line()

    def render_line(self, y: int) -> Strip:
        """One line of the screen; the cursor is drawn within the plot."""
        width = self.size.width
        return strip_of(self, self.line_at(y, width), width)

    def watch_cursor(self, before: int, after: int) -> None:
        """Another line of the plot stands out."""
        self._draw()
        self.post_message(self.Moved(self, after))

    def watch_column(self) -> None:
        """Another period is pointed at."""
        self._draw()
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self, event: events.Resize) -> None:
        """Draw it anew; all of it is in sight."""
        self.virtual_size = Size(self.size.width, self.size.height)
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """The plot has no cells to click on."""
        event.prevent_default()

    def action_across(self, by: int) -> None:
        """The next period, or the one before."""
        if self._table is not None:
            self.column = min(max(self.column + by, 1), len(self._table.columns) - 1)

    def action_far(self, by: int) -> None:
        """The first period, or the last."""
        if self._table is not None:
            self.column = 1 if by < 0 else len(self._table.columns) - 1
