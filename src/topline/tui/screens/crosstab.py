"""Crosstab: a question by another or over time, walked cell by cell, and the voices of the people behind each cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widget import Widget

from topline.analysis import periods_offered
from topline.charts import Glyphs, Ink, has_figures, is_of_means, legend
from topline.survey import Chart, Order, Percent, Significance, Table, View, What, column_of
from topline.tui.action import Place
from topline.tui.screens.numbers import NumbersScreen, Shown
from topline.tui.widgets.chart import Bars, bar_doors
from topline.tui.widgets.cross_table import CrossTable, Spot, turned
from topline.tui.widgets.door import Door
from topline.tui.widgets.heading import LOW, Hints, heading_lines
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.trend_chart import TrendChart
from topline.tui.widgets.voices import Voices

LEAST_VOICES, VOICES = 5, 9
"""Lines of the voices below a table that needs more than there are; in a narrow window, and in others."""
VOICES_BESIDE = 56
"""Cells of the voices beside a table that needs more than there are."""
LEAST = 9
"""Lines of heading and table at least."""
BANNER = 30
"""Cells of a banner question's label in the heading."""
PERCENT_WORDS = {
    Percent.COLUMN: "column %",
    Percent.ROW: "row %",
    Percent.INDEX: "index to total",
    Percent.NONE: "counts",
}
"""What the cells say, in two words."""
ON_ITS_SIDE = PERCENT_WORDS | {Percent.COLUMN: "% of each row's base", Percent.ROW: "% of each answer"}
"""The same in a table on its side."""
TEST_WORDS = {
    Significance.BH: "BH",
    Significance.HOLM: "Holm",
    Significance.BONFERRONI: "Bonferroni",
    Significance.UNADJUSTED: "unadjusted",
    Significance.OFF: "no tests",
}
"""How the columns are tested."""


class CrossPane(Vertical):
    """A crosstab under its heading, as cells or as bars."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="chart")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._chart = Chart.TABLE
        self._hints: Hints = ()

    def compose(self) -> ComposeResult:
        """Heading; cells, or bars."""
        yield Lines(id="heading")
        yield CrossTable(self._glyphs)
        yield Bars()
        yield TrendChart(self._glyphs)

    def show(self, table: Table, chart: Chart, hints: Hints, spot: Spot | None) -> None:
        """Show a table.

        Args:
            chart: As cells or as bars.
            hints: Keys that change this table, and what they do; as many as there is room for.
            spot: The cell that the cursor goes to; None for the first one.
        """
        # A ranking stands in cells, as any table does.
        self._chart = chart if chart in (Chart.BARS, Chart.PLOT) else Chart.TABLE
        self._table, self._hints = table, hints
        view = table.view
        by = column_of(view.sort, table.columns) if view.order is Order.COUNT else None
        cells, bars, plot = self.query_one(CrossTable), self.query_one(Bars), self.query_one(TrendChart)
        for widget, its in ((cells, Chart.TABLE), (bars, Chart.BARS), (plot, Chart.PLOT)):
            widget.display = self._chart is its
        cells.show(table, by, spot)
        if self._chart is Chart.PLOT:
            plot.show(table, spot)
        self._draw(bars.cursor if spot else 0)

    @property
    def wanted(self) -> int:
        """Lines in which all of it would be in sight."""
        heading = len(self.query_one("#heading", Lines).lines)
        if self._chart is Chart.PLOT:
            return heading + self.query_one(TrendChart).wanted
        return heading + self.query_one(Bars if self._chart is Chart.BARS else CrossTable).count

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw(self.query_one(Bars).cursor)

    def _draw(self, cursor: int) -> None:
        table, width = self._table, self.size.width - 1
        # The pane is as high as the table, so it is the window that tells how much room there is.
        height = self.screen.size.height - VOICES - 3
        if table is None or width <= 0:
            return
        is_table, trend = self._chart is Chart.TABLE, table.view.what is What.TREND
        low = any(column.base.is_low for part in table.each for column in part.columns)
        # A bar has its length from a percentage, also where counts alone are asked for.
        is_bars = self._chart is Chart.BARS
        shown = Percent.COLUMN if is_bars and table.view.percent is not Percent.ROW else table.view.percent
        means = self._chart is Chart.PLOT and is_of_means(table)
        tests = [(f", {TEST_WORDS[table.view.test]}", Ink.HEADING)] if not is_bars else []
        words = ON_ITS_SIDE if table.view.transposed and is_table else PERCENT_WORDS
        said = "mean ranks" if table.is_of_means else "means" if means else words[shown]
        percent = ((f"  {said}", Ink.HIT), *tests)
        shaded = is_table and has_figures(table) and not table.is_of_means
        signs = legend(self._glyphs, low=low) if shaded else ()
        # The arrows of a trend are told below its rows; it has no shades.
        aside = [*_unplaced(table), *(signs[1:] if trend else signs)]
        close = not is_bars and height < LOW
        lines = heading_lines(table, width, height, self._hints, more=(percent,), aside=aside, close=close)
        self.query_one("#heading", Lines).show_lines(lines)
        if is_bars:
            self.query_one(Bars).show_doors(bar_doors(table, width, self._glyphs), cursor)


def _unplaced(table: Table) -> list[tuple[tuple[str, Ink]]]:
    """Who of the base is in no column, since they gave no answer to the banner question."""
    return [((f"  {one.words(BANNER)}", Ink.HEADING),) for one in table.unplaced]


class CrosstabScreen(NumbersScreen):
    """The second place: stub by banner."""

    PLACE = Place.CROSSTAB

    def __init__(self) -> None:
        super().__init__()
        self._drawn: View | None = None
        """What the cells show."""

    def body(self) -> Iterable[Widget]:
        """The table, and the voices below or beside it."""
        yield Container(CrossPane(self.explorer.glyphs), Voices(self.explorer.keymap.key("more_voices")), id="right")

    @property
    def cells(self) -> CrossTable:
        """The cells of the table."""
        return self.query_one(CrossTable)

    @property
    def plot(self) -> TrendChart:
        """The same as lines over time."""
        return self.query_one(TrendChart)

    @property
    def bars(self) -> Bars:
        """The same as bars."""
        return self.query_one(Bars)

    def on_mount(self) -> None:
        """The keys go to the cells."""
        self.set_focus(self.cells)
        self.show(self.desk)

    def draw(self, shown: Shown, *, keep: bool) -> None:
        """The cells, the cursor on the cell where it was; or bars."""
        table, view = shown.table, shown.table.view
        key = self.explorer.keymap.key
        hints = [(key("base"), "base")] if self.has_bases(view) else []
        dates = view.what is What.TREND and periods_offered(table, self.session.survey)
        hints += [(key("period"), "period")] if dates else []
        hints += [] if view.what is What.TREND or view.is_ranking else [(key("percent"), "percent")]
        hints += [(key("chart"), f"as {following}")] if (following := self.next_chart(view)) else []
        hints += [(key("significance"), "tests")] if view.chart is not Chart.BARS else []
        chart = self.chart_of(view)
        before, self._drawn = self._drawn, view
        alone = before is not None and not before.stub and not view.stub
        swapped = before is not None and alone and (before.rows, view.rows) == (*view.columns[:1], *before.columns[:1])
        over = before is not None and before.transposed is not view.transposed
        here = self.plot.spot if self.plot.display else self.cells.spot
        spot = turned(here, before.rows) if before and (swapped or (over and keep)) else here if keep else None
        self.query_one(CrossPane).show(table, chart, tuple(hints), spot)
        self._share_out()
        self.set_focus(self._shown)

    def on_resize(self) -> None:
        """There is another number of lines to share."""
        self.call_after_refresh(self._share_out)

    def _share_out(self) -> None:
        """Give the voices the lines below the table, or the cells beside it, that it does not need.

        Lines not where bytes count: each further voice is sent with every step of the cursor.
        """
        pane, right = self.query_one(CrossPane), self.query_one("#right").size
        if not self.query_one(Voices).display:
            pane.styles.width = pane.styles.height = "1fr"
        elif self.has_class("-wide"):
            wanted = self.cells.wanted if self.cells.display else right.width if self.plot.display else 0
            pane.styles.height = "1fr"
            pane.styles.width = max(right.width * 3 // 5, min(wanted, right.width - VOICES_BESIDE))
        else:
            room = right.height - (LEAST_VOICES if self.has_class("-narrow") else VOICES)
            pane.styles.height = max(1, room if self.explorer.remote else min(max(pane.wanted + 1, LEAST), room))
            pane.styles.width = "1fr"

    @property
    def door(self) -> Door | None:
        """The cell, or the bar, under the cursor."""
        return self._shown.door

    @property
    def statistic_under(self) -> tuple[Table, int, str] | None:
        """Where the cursor is on what describes a column as a whole."""
        return self.cells.statistic_under if self.cells.display else None

    @property
    def whose(self) -> str:
        """The voices are those of a cell."""
        what = "bar" if self.bars.display else "point" if self.plot.display else "cell"
        return f"the people behind this {what}"

    @property
    def _shown(self) -> Bars | TrendChart | CrossTable:
        """What the cursor is in."""
        return self.bars if self.bars.display else self.plot if self.plot.display else self.cells

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another cell, or another bar."""
        self.ask_other_voices()

    def do_transpose(self) -> None:
        """Columns down the side and rows across; and back."""
        view = replace(self.desk.crosstab, transposed=not self.desk.crosstab.transposed)
        self.change("side", replace(view, chart=None) if view.transposed else view)
        self.say("on its side: columns are rows, and no number changes" if view.transposed else "upright again")

    def do_unstub(self) -> None:
        """Take the question of the cursor out of the rows."""
        view, part, column = self.desk.crosstab, self.cells.part, self.cells.column_under
        # On its side the questions stand side by side.
        gone = column.question if view.transposed and column else part.view.rows if part else ""
        if not view.stub or gone not in view.questions:
            self.say(f"the rows are one question; {self.explorer.keymap.key('stub')} picks another, or one more")
            return
        rest = [name for name in view.questions if name != gone]
        self.change("rows", view.with_rows(rest))
        self.say(f"without {self.session.survey[gone].short}")

    def do_sort(self) -> None:
        """By the column of the cursor, the heaviest row first; and back to the codebook's order."""
        view, table = self.desk.crosstab, self.table
        if table is None or not self.cells.display:
            self.say(f"rows are sorted by a column of the table; {self.explorer.keymap.key('chart')} shows it")
            return
        column = table.columns[min(self.cells.counted, len(table.columns) - 1)]
        by = column.condition.expression() if column.condition else ""
        if view.order is Order.COUNT and view.sort == by:
            self.change("order", replace(view, order=Order.CODEBOOK, sort=""))
            self.say("in the codebook's order")
        else:
            self.change("order", replace(view, order=Order.COUNT, sort=by))
            self.say(f"sorted by {column.full_label}, the {'best' if view.is_ranking else 'most'} first")
