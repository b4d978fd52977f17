"""Bars: a line for each row of a table, with its label, bar, percentage and count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown
from topline.survey.table import Row, Table

Scale = Literal["full", "max"]
"""What the whole width of a bar stands for: 100%, or a round figure just above the largest percentage."""

INDENT = 2
"""Cells a level stands below its net."""
WIDEST_LABEL = 0.45
NARROW_LABEL = 0.54
"""Of the whole width; where that is less than `NARROW`, words go before bars."""
NARROW = 60
WIDE = 100
"""Cells from which on intervals are shown."""
LEAST = 12
"""Cells below which numbers give way to label and bar."""
ROUND = (1, 2, 5, 10, 20, 25, 30, 40, 50, 60, 80, 100)
"""Percentages that a scale may end at."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Who gets how many cells of a line. Their sum is its width; a part of 0 cells isn't drawn."""

    label: int
    bar: int
    """With no gap of its own; one cell stands before it."""
    percent: int
    """This and what follows include the gap before it."""
    count: int
    interval: int
    top: float
    """The percentage that a full bar stands for."""


def bar_lines(
    table: Table,
    width: int,
    *,
    glyphs: Glyphs = BLOCKS,
    column: int = 0,
    weighted: bool = False,
    scale: Scale = "full",
) -> tuple[Line, ...]:
    """A line for each row of the table, in its order, each exactly `width` cells wide.

    Args:
        table: of any question whose answers are counted.
        width: in cells. From 100 on there is room for 95% intervals.
        glyphs: what to draw with.
        column: whose cells are drawn, 0 being the total.
        weighted: whether counts are sums of weights (percentages are what the table says).
        scale: what a full bar stands for.
    """
    layout = _layout(table, width, column, weighted, scale)
    return tuple(_line(row, layout, glyphs, column, weighted) for row in table.rows)


def bar_heading(
    table: Table,
    width: int,
    *,
    glyphs: Glyphs = BLOCKS,
    column: int = 0,
    weighted: bool = False,
    scale: Scale = "full",
) -> Line:
    """The line that says what stands in the columns below it, given the arguments of `bar_lines`."""
    layout = _layout(table, width, column, weighted, scale)
    full = "" if scale == "full" or layout.bar < 6 else f"{layout.top:g}%"
    return line(
        (" " * layout.label + (" " if layout.bar else ""), Ink.HEADING),
        (fit("0" if full else "", layout.bar - len(full)) + full if layout.bar else "", Ink.HEADING),
        (fit("%", layout.percent, right=True), Ink.HEADING),
        (fit("weighted" if weighted and layout.count > 8 else "n", layout.count, right=True), Ink.HEADING),
        (fit("95%", layout.interval, right=True), Ink.HEADING),
        width=width,
    )


def bar_top(table: Table, column: int = 0, *, scale: Scale = "full") -> float:
    """The percentage that a full bar stands for."""
    if scale == "full":
        return 100.0
    cells = [row.cells[column] for row in table.rows]
    largest = max([0.0, *(cell.percent or 0.0 for cell in cells if not cell.suppressed)])
    return float(next((end for end in ROUND if end >= largest), 100))


def _layout(table: Table, width: int, column: int, weighted: bool, scale: Scale) -> Layout:
    cells = [row.cells[column] for row in table.rows]
    gap = 1 if width < 60 else 2
    percent = gap + max([3, *(len(figures.share(cell)) for cell in cells)])
    count = gap + max([1, *(len(figures.people(cell, weighted=weighted)) for cell in cells)])
    interval = max([0, *(len(figures.interval(cell)) for cell in cells)])
    interval = interval + gap if interval and width >= WIDE else 0
    if width - percent - count < LEAST:
        count = 0
    if width - percent < LEAST // 2:
        percent = 0
    room = max(0, width - percent - count - interval)
    wanted = max([0, *(INDENT * row.level + cell_len(shown(row.label)) for row in table.rows)])
    label = min(wanted, room, max(int(width * (WIDEST_LABEL if width >= NARROW else NARROW_LABEL)), LEAST // 2))
    bar = room - label - 1
    if bar < 2:
        label, bar = room, 0
    return Layout(label, bar, percent, count, interval, bar_top(table, column, scale=scale))


def _line(row: Row, layout: Layout, glyphs: Glyphs, column: int, weighted: bool) -> Line:
    cell = row.cells[column]
    label = fit(" " * INDENT * row.level + shown(row.label), layout.label, ellipsis=glyphs.ellipsis)
    if cell.suppressed:
        bar = fit("withheld", layout.bar, ellipsis=glyphs.ellipsis)
    else:
        bar = glyphs.bar((cell.percent or 0.0) / layout.top, layout.bar)
    if layout.bar:
        label += " "
    percent = " " * (layout.bar - len(bar))
    if layout.percent:
        percent += figures.share(cell).rjust(layout.percent)
    count = figures.people(cell, weighted=weighted).rjust(layout.count) if layout.count else ""
    interval = figures.interval(cell).rjust(layout.interval) if layout.interval else ""
    if cell.suppressed or not cell.count:
        return line((label + bar + percent + count + interval, Ink.DIM))
    return line(
        (label, Ink.NET if row.net else Ink.LABEL),
        (bar, Ink.NET_BAR if row.net else Ink.BAR),
        (percent, Ink.PERCENT),
        (count, Ink.COUNT),
        (interval, Ink.DIM),
    )
