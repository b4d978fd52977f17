"""The result of a statement: a table that scrolls both ways, bars, or a plot; and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from topline.analysis.results import charts_of, is_number, value_words
from topline.charts import Glyphs, Ink, Line, fit, line, shown, wrap
from topline.charts.result_charts import result_bar_lines, result_plot_lines
from topline.engine.results import SqlResult
from topline.survey import Chart
from topline.tui.widgets.column_grid import NARROWEST, PROSE, WIDEST, ColumnGrid, GridColumn, GridHeader
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList, Ready

LOOKED_AT = 200
"""Rows that decide how wide a column is."""


class ResultGrid(ColumnGrid):
    """The rows of a result, all of which are there."""

    def __init__(self) -> None:
        super().__init__(id="result-grid")
        self._result: SqlResult | None = None

    def show(self, result: SqlResult, cursor: int) -> None:
        """Show a result."""
        self._result = result
        self.take_columns(tuple(_column(result, at) for at in range(len(result.columns))))
        self.reset(len(result.rows), cursor)

    def line_at(self, index: int, width: int) -> Line:
        """The values of a row, in the columns in sight."""
        assert self._result is not None
        row = self._result.rows[index]
        parts: list[tuple[str, Ink]] = [(" ", Ink.LABEL)]
        for number, cells in self.layout_now:
            text = fit(value_words(row[number]), cells, right=self._columns[number].right) + "  "
            parts.append((text, Ink.DIM if number == self._result.identity else Ink.LABEL))
        return line(*parts, width=width)


def _column(result: SqlResult, at: int) -> GridColumn:
    """A column of a result, as wide as its name and its first values want it."""
    name = result.columns[at]
    longest = max((cell_len(shown(value_words(row[at]))) for row in result.rows[:LOOKED_AT]), default=0)
    wanted = max(longest, min(cell_len(shown(name)), WIDEST), NARROWEST)
    # The first column stays in sight, so it leaves room for others.
    most = WIDEST if at == 0 and len(result.columns) > 1 else PROSE
    return GridColumn(name, name, min(wanted, most if longest > WIDEST else WIDEST), right=is_number(result, at))


class ResultBars(Ready):
    """The rows of a result as bars, below the names of what they are of."""

    pinned = 1

    def __init__(self) -> None:
        super().__init__(id="result-bars")

    def stops_at(self, index: int) -> bool:
        """The names are no row."""
        return index > 0

    def show(self, result: SqlResult, width: int, glyphs: Glyphs, row: int) -> None:
        """Show a result with the cursor on one of its rows."""
        self.show_lines(result_bar_lines(result, width, glyphs=glyphs), row + 1)


@dataclass(frozen=True, slots=True)
class Stated:
    """What was run: its title and the values that it was given."""

    title: str = ""
    arguments: tuple[tuple[str, str], ...] = ()


class ResultPane(Vertical, can_focus=True):
    """A result with the line that says what it is; or why there is none.

    The keys go to its rows; it takes them itself where no rows are seen.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="result")
        self._glyphs = glyphs
        self.result: SqlResult | None = None
        """What is shown; None where nothing was run, or it failed."""
        self._chart = Chart.TABLE
        self._stated = Stated()
        self._hints: tuple[tuple[str, str], ...] = ()
        self._told: tuple[tuple[str, Ink], ...] = ()

    def compose(self) -> ComposeResult:
        """What it is, and each way to draw it; one of them is seen."""
        grid = ResultGrid()
        yield Lines(id="result-head")
        yield GridHeader(grid, classes="-drawn")
        yield grid
        yield ResultBars()
        yield Lines(id="result-plot")
        yield Lines(id="result-told")

    def on_mount(self) -> None:
        """Nothing was run yet."""
        self._see()

    @property
    def rows(self) -> LineList | None:
        """The list of rows that the cursor moves over; None where none is seen."""
        if self.result is None or self._chart is Chart.PLOT:
            return None
        return self.query_one(ResultBars) if self._chart is Chart.BARS else self.query_one(ResultGrid)

    @property
    def row(self) -> int | None:
        """The row of the result that the cursor is on; None where there is none."""
        rows = self.rows
        if rows is None or self.result is None or not self.result.rows:
            return None
        return rows.cursor - 1 if isinstance(rows, ResultBars) else rows.cursor

    @property
    def taker(self) -> Widget:
        """What the keys go to."""
        return self.rows or self

    @property
    def is_at_keys(self) -> bool:
        """Whether the keys go somewhere in here."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors_with_self

    def show(self, result: SqlResult, chart: Chart | None, stated: Stated, hints: tuple[tuple[str, str], ...]) -> Chart:
        """Show a result, as a table where it cannot be drawn as wanted; gives back how it is drawn.

        Args:
            chart: How it is wanted; None for a table.
            stated: What was run.
            hints: Keys that do something with it, as many as there is room for.
        """
        same = result is self.result
        row = (self.row if same else None) or 0
        self.result, self._stated, self._hints = result, stated, hints
        self._chart = chart if chart in charts_of(result) else Chart.TABLE
        self._draw(row)
        return self._chart

    def tell(self, *told: tuple[str, Ink]) -> None:
        """Say something in place of a result."""
        self.result, self._told = None, told
        self._draw(0)

    def on_resize(self) -> None:
        """Draw it anew in the new size."""
        self._draw(self.row or 0)

    def _see(self) -> None:
        """Only what is drawn is seen."""
        is_there = self.result is not None
        seen = {
            "#result-head": is_there,
            "#grid-header": is_there and self._chart is Chart.TABLE,
            "#result-grid": is_there and self._chart is Chart.TABLE,
            "#result-bars": is_there and self._chart is Chart.BARS,
            "#result-plot": is_there and self._chart is Chart.PLOT,
            "#result-told": not is_there,
        }
        for name, display in seen.items():
            self.query_one(name).display = display

    def _draw(self, row: int) -> None:
        width, height = self.size.width, self.size.height
        self._see()
        if width <= 2 or height <= 0:
            return
        result = self.result
        if result is None:
            lines = [
                line((f" {row}", ink)) for text, ink in self._told for row in wrap(text, width - 2, height) or ("",)
            ]
            self.query_one("#result-told", Lines).show_lines(lines[:height])
            return
        self.query_one("#result-head", Lines).show_lines((head_line(result, self._stated, self._hints, width),))
        match self._chart:
            case Chart.BARS:
                self.query_one(ResultBars).show(result, width - 1, self._glyphs, row)
            case Chart.PLOT:
                self.query_one("#result-plot", Lines).show_lines(result_plot_lines(result, width, height - 1))
            case _:
                self.query_one(ResultGrid).show(result, row)
                self.query_one(GridHeader).refresh()


def count_words(result: SqlResult) -> str:
    """How many rows a result has, and whether these are all."""
    rows = len(result.rows)
    if result.truncated:
        return f"first {rows:,} rows; there are more"
    return "no rows" if not rows else f"{rows:,} {'row' if rows == 1 else 'rows'}"


def head_line(result: SqlResult, stated: Stated, hints: Sequence[tuple[str, str]], width: int) -> Line:
    """What was run, how many rows it gave and in what time, what was masked or cut, and what can be done."""
    given = "".join(f"  {name}: {value or 'any'}" for name, value in stated.arguments)
    counted = f"{count_words(result)}  {result.seconds:.2f} s"
    cautions = []
    if result.masked:
        cautions.append(f"masked: {', '.join(result.masked)}")
    if result.shortened:
        cautions.append(f"{result.shortened:,} {'value' if result.shortened == 1 else 'values'} cut short")
    caution = "".join(f"  {text}" for text in cautions)
    room = width - len(counted) - 2 - cell_len(shown(caution))
    title = f" {stated.title}{given}  " if stated.title or given else " "
    title = fit(title, room).rstrip() + "  " if cell_len(shown(title)) > room else title
    parts = [
        (title if room > 4 else " ", Ink.NET),
        (counted, Ink.WARNING if result.truncated else Ink.HEADING),
        (caution, Ink.WARNING),
    ]
    left = width - sum(cell_len(shown(text)) for text, _ in parts)
    for key, does in hints:
        if (size := len(f"  {key} {does}")) <= left:
            parts += [(f"  {key}", Ink.KEY), (f" {does}", Ink.HEADING)]
            left -= size
    return line(*parts, width=width)
