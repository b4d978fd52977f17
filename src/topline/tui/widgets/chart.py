"""The chart of a question: its heading, its bars (each a door), its summary; or another chart of it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from topline.charts import (
    Glyphs,
    Ink,
    Line,
    Scale,
    bar_heading,
    bar_lines,
    bar_top,
    comparison_heading,
    comparison_heads,
    comparison_lines,
    diverging_lines,
    fit,
    line,
    nps_lines,
    number,
    plot_lines,
    ranking_bars,
    summary_line,
)
from topline.charts.figures import WITHHELD
from topline.charts.promoters import HEIGHT
from topline.survey import Chart, Table
from topline.tui.widgets.cross_table import CrossTable
from topline.tui.widgets.door import Door
from topline.tui.widgets.heading import Hints, heading_lines
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import Ready

SMALL_SHARES = 25.0
"""Where no bar is longer than this, in percent, they are drawn to the longest: no shape would show otherwise."""


class Bars(Ready):
    """The bars of a table; the cursor moves from door to door."""

    def __init__(self) -> None:
        super().__init__(id="bars")
        self._doors: tuple[Door, ...] = ()

    @property
    def door(self) -> Door | None:
        """The door under the cursor."""
        return self._doors[self.cursor] if self.cursor < len(self._doors) else None

    def stops_at(self, index: int) -> bool:
        """The cursor stops at doors."""
        return index < len(self._doors) and self._doors[index].stop

    def show_doors(self, doors: tuple[Door, ...], cursor: int) -> None:
        """Show these lines with the cursor near one of them."""
        self._doors = doors
        self.show_lines(tuple(door.line for door in doors), cursor)

    def point_at(self, label: str) -> None:
        """Put the cursor on the bar with this label."""
        at = next((index for index, door in enumerate(self._doors) if door.label == label and door.stop), None)
        if at is not None:
            self.cursor = at


class ChartPane(Vertical):
    """Everything about one table."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="chart")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._grid: tuple[Table, ...] = ()
        self._chart = Chart.BARS
        self._hints: Hints = ()

    def compose(self) -> ComposeResult:
        """Heading, bars, summary."""
        yield Lines(id="heading")
        yield CrossTable(self._glyphs)
        yield Bars()
        yield Lines(id="summary")

    def on_mount(self) -> None:
        """Cells are seen where a whole grid is one table."""
        self.cells.display = False

    @property
    def bars(self) -> Bars:
        """The lines the cursor moves over."""
        return self.query_one(Bars)

    @property
    def cells(self) -> CrossTable:
        """The cells of a whole grid as one table."""
        return self.query_one(CrossTable)

    def show(
        self,
        table: Table,
        chart: Chart,
        grid: tuple[Table, ...],
        hints: Hints,
        *,
        keep: bool,
        side: Table | None = None,
    ) -> None:
        """Show a table.

        Args:
            chart: How it is drawn.
            grid: For the chart of that name: the toplines of the whole grid.
            hints: Keys that change this chart, and what they do; as many as there is room for.
            keep: Whether the cursor stays where it is.
            side: For a whole grid as one table: it.
        """
        spot = self.cells.spot if keep and self.cells.display else None
        self.cells.display, self.bars.display = side is not None, side is None
        if side is not None:
            self._table, self._chart, self._grid, self._hints = side, chart, grid, hints
            self.cells.show(side, None, spot)
            self._draw(0)
            return
        before, door = self._table, self.bars.door
        self._table, self._chart, self._grid, self._hints = table, chart, grid, hints
        # The cursor starts on the first bar, below the two heads of a comparison.
        first = len(table.columns) if table.is_comparison else 0
        is_alike = before is not None and before.is_comparison == table.is_comparison
        self._draw(self.bars.cursor if keep and is_alike else first)
        if keep and not is_alike and door is not None:
            self.bars.point_at(door.label)

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw(self.bars.cursor)

    def _draw(self, cursor: int) -> None:
        table = self._table
        width = self.size.width - 1
        if table is None or width <= 0:
            return
        scale = _scale_of(table)
        drawn = self._chart is Chart.BARS and scale == "max" and table.rows
        more = [[(f"  bars to {bar_top(table, scale=scale):g}%", Ink.HEADING)]] if drawn else []
        more += [[("  % of each row's base", Ink.HIT)]] if self.cells.display else []
        heading = heading_lines(table, width, self.size.height, self._hints, more=more)
        self.query_one("#heading", Lines).show_lines(heading)
        if self.cells.display:
            self.query_one("#summary", Lines).show_lines(())
            return
        summary = summary_line(table, width) if not table.is_comparison else None
        score = self._score(table, width, len(heading)) if not table.is_comparison else ()
        self.query_one("#summary", Lines).show_lines((*score, *((summary,) if summary else ())))
        self.bars.show_doors(self._doors(table, width), cursor)

    def _score(self, table: Table, width: int, above: int) -> tuple[Line, ...]:
        """The net promoter score: large where the bars leave room for it, else in one line."""
        free = self.size.height - above - len(table.rows) - 1
        lines = nps_lines(table, width, self._glyphs, large=free > HEIGHT)
        return (Line(), *lines, Line()) if free > HEIGHT + 1 and lines else lines

    def _doors(self, table: Table, width: int) -> tuple[Door, ...]:
        match self._chart:
            case Chart.GRID:
                lines = diverging_lines(self._grid, width, self._glyphs)
                return (
                    Door(lines[0], stop=False),
                    *(
                        Door(shape, one.base.slice, one.base.unweighted, one.title, question=one.view.rows)
                        for shape, one in zip(lines[1:], self._grid, strict=True)
                    ),
                )
            case Chart.RANKING:
                return bar_doors(ranking_bars(table), width, self._glyphs)
            case Chart.PLOT:
                height = max(8, self.bars.size.height)
                return tuple(Door(shape, stop=False) for shape in plot_lines(table, width, height))
            case _:
                return bar_doors(table, width, self._glyphs)


def bar_doors(table: Table, width: int, glyphs: Glyphs) -> tuple[Door, ...]:
    """A line a row; for a crosstab, column after column with its own heading. Every line is a door."""
    if not table.rows:
        return (Door(line(("nobody answered this question", Ink.DIM)), stop=False),)
    if table.is_comparison:
        return compared_doors(table, width, glyphs)
    # What is counted is always people, since Enter opens people.
    scale = _scale_of(table)
    columns = range(len(table.columns))
    doors: list[Door] = []
    for at in columns:
        column = table.columns[at]
        if len(columns) > 1:
            if at:
                doors.append(Door(Line(), stop=False))
            base = column.base
            head = _column_line(table, at, width)
            doors.append(Door(head, base.slice, base.unweighted, column.label, withheld=base.suppressed))
        if scale == "max":
            doors.append(Door(bar_heading(table, width, glyphs=glyphs, scale=scale), stop=False))
        lines = bar_lines(table, width, glyphs=glyphs, column=at, scale=scale)
        doors += [
            Door(shape, row.cells[at].slice, row.cells[at].count, row.label, withheld=row.cells[at].suppressed)
            for shape, row in zip(lines, table.rows, strict=True)
        ]
    return tuple(doors)


def compared_doors(table: Table, width: int, glyphs: Glyphs) -> tuple[Door, ...]:
    """Who the two are, and two bars a row; every line but the heading is a door."""
    heads = [
        Door(shape, column.base.slice, column.base.unweighted, column.label, against=at > 0)
        for at, (shape, column) in enumerate(
            zip(comparison_heads(table, width, glyphs=glyphs), table.columns, strict=True)
        )
    ]
    cells = [(row, cell, at > 0) for row in table.rows for at, cell in enumerate(row.cells)]
    bars = [
        Door(shape, cell.slice, cell.count, row.label, withheld=cell.suppressed, against=against)
        for shape, (row, cell, against) in zip(comparison_lines(table, width, glyphs=glyphs), cells, strict=True)
    ]
    return (*heads, Door(comparison_heading(table, width), stop=False), *bars)


def _scale_of(table: Table) -> Scale:
    """What the bars of a table are drawn to."""
    return "max" if len(table.columns) == 1 and _largest(table) <= SMALL_SHARES else "full"


def _largest(table: Table) -> float:
    return max((row.cells[0].percent or 0.0 for row in table.rows), default=0.0)


def _column_line(table: Table, at: int, width: int) -> Line:
    column = table.columns[at]
    n = WITHHELD if column.base.suppressed else f"{column.base.unweighted:,}"
    said = f"{column.label}  n={n}"
    summary = table.summaries[at] if table.summaries else None
    if summary is not None and summary.mean is not None:
        said += f"  mean {number(summary.mean, years=summary.of_years)}"
    ink = Ink.WARNING if column.base.is_low else Ink.HEADING
    return line((fit(said, width), ink))
