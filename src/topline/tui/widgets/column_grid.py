"""A table on the screen: rows that scroll, columns that scroll beside the first one, drawn line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from topline.charts import Ink, fit, line, shown
from topline.tui.widgets.inked import strip_of
from topline.tui.widgets.line_list import LineList

NARROWEST, WIDEST = 5, 22
"""Cells of a column of words. One that wants more than the widest is cut, and gets what room is left."""
MORE = 4
"""Cells at the right of the header that say how many columns are out of sight."""
PROSE = 36
"""Least cells of a column of whole sentences."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column, and how wide it wants to be."""

    name: str
    """By which it is sorted."""
    label: str
    width: int
    right: bool = False
    """Whether it holds numbers, set flush right."""


def laid_out(columns: Sequence[GridColumn], first: int, width: int) -> tuple[tuple[int, int], ...]:
    """Which columns are seen, as (index, cells): the frozen first one, then those from `first` on that fit.

    A column of sentences takes the room that is left, or else the columns that had to be cut share it.
    """
    seen: list[tuple[int, int]] = []
    room = width - 1 - MORE
    for index in (0, *range(max(first, 1), len(columns))):
        if index >= len(columns):
            break
        wanted = columns[index].width if len(seen) > 1 else min(columns[index].width, max(NARROWEST, room))
        if room < wanted and len(seen) > 1:
            break
        seen.append((index, wanted))
        room -= wanted + 2
    prose = [at for at, (index, _) in enumerate(seen) if columns[index].width == PROSE][:1]
    growing = prose or [at for at, (index, _) in enumerate(seen) if columns[index].width == WIDEST]
    for at in growing if room > 0 else ():
        index, cells = seen[at]
        seen[at] = (index, cells + room // len(growing))
    return tuple(seen)


class ColumnGrid(LineList):
    """A list whose lines are rows of cells. Subclasses say the columns, and each row's words."""

    column: reactive[int] = reactive(0, repaint=False)
    """The column the cursor is on."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._columns: tuple[GridColumn, ...] = ()
        self._first = 1
        """The first column after the frozen one that is in sight."""

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """All columns."""
        return self._columns

    @property
    def lead(self) -> int:
        """Cells that stand before the columns, such as those of a row's number."""
        return 0

    @property
    def lead_heading(self) -> str:
        """What the header says over them."""
        return ""

    @property
    def layout_now(self) -> tuple[tuple[int, int], ...]:
        """The columns in sight, as (index, cells)."""
        return laid_out(self._columns, self._first, self.size.width - self.lead)

    def take_columns(self, columns: tuple[GridColumn, ...]) -> None:
        """Show other columns; the cursor goes to the first where they differ."""
        if columns != self._columns:
            self._first = 1
            self.set_reactive(ColumnGrid.column, 0)
        self._columns = columns

    def watch_column(self) -> None:
        """Bring the column of the cursor into sight."""
        seen = [index for index, _ in self.layout_now]
        if self.column not in seen and self.column:
            while self.column < self._first:
                self._first -= 1
            while self.column not in [index for index, _ in self.layout_now] and self._first < self.column:
                self._first += 1
            self.refresh()

    def move_column(self, by: int) -> None:
        """Move the cursor sideways."""
        if self._columns:
            self.column = min(max(self.column + by, 0), len(self._columns) - 1)


class GridHeader(Widget):
    """The line above a grid: the names of the columns in sight, and which way they are sorted."""

    def __init__(self, grid: ColumnGrid, sort: Callable[[], str] = str, *, classes: str | None = None) -> None:
        super().__init__(id="grid-header", classes=classes)
        self._grid = grid
        self._sort = sort

    def render_line(self, y: int) -> Strip:
        """The names."""
        sort = self._sort()
        parts: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
        if self._grid.lead:
            parts.append((f"{self._grid.lead_heading:>{self._grid.lead - 2}}  ", Ink.HEADING))
        seen = self._grid.layout_now
        for number, cells in seen:
            column = self._grid.columns[number]
            arrow = " ▲" if sort == column.name else " ▼" if sort == f"-{column.name}" else ""
            text = (
                fit(shown(column.label) + arrow, cells, right=column.right)
                if not arrow
                else (fit(column.label, cells - 2).rstrip() + arrow)
            )
            text = text.rjust(cells) if column.right else text + " " * (cells - cell_len(text))
            ink = Ink.HIT if number == self._grid.column else Ink.HEADING
            parts += [(text, ink), ("  ", Ink.HEADING)]
        hidden = len(self._grid.columns) - len(seen)
        if hidden > 0:
            parts.append((f"+{hidden}", Ink.KEY))
        return strip_of(self, line(*parts, width=self.size.width), self.size.width)
