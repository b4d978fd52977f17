"""Plots with axes, drawn by plotext: text with ANSI colours under a theme, plain text without one.

Dates stand at even steps, one a row, because a table has a row for every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import ceil
from typing import Any

from rich.cells import cell_len

from topline.charts.lines import fit
from topline.survey.table import Table

LEAST_WIDTH = 20
LEAST_HEIGHT = 6
"""Cells and lines below which axes leave no room for a plot, and nothing is drawn."""
LABEL = 24
"""Cells of the longest label beside an axis."""
MARKERS = ("braille", "o", "x", "+")
"""What tells lines apart where there are no colours."""


def histogram(
    table: Table, width: int, height: int, theme: str | None = None, *, column: int = 0, weighted: bool = False
) -> str:
    """How many people each row counts, as columns with a scale.

    Args:
        table: of bands of numbers or dates, in order.
        width: in cells.
        height: in lines.
        theme: one of plotext's, such as "dark"; None for plain text.
        column: whose cells are drawn, 0 being the total.
        weighted: whether counts are sums of weights.
    """
    counts = _counts(table, column, weighted)
    if not counts or _too_small(width, height):
        return ""
    figure = new_figure(width, height, theme)
    places = list(range(1, len(counts) + 1))
    figure.draw(figure.bar(places, counts, orientation="v", width=0.9))
    _label_rows(figure, table, width)
    _scale_counts(figure, max(counts), height)
    return text_of(figure, theme)


def series(
    table: Table,
    width: int,
    height: int,
    theme: str | None = None,
    *,
    columns: Sequence[int] = (0,),
    weighted: bool = False,
) -> str:
    """How many people each row counts, as a line over time; a line a column.

    Args:
        table: of dates, a row a step, in order.
        width: in cells.
        height: in lines.
        theme: one of plotext's; None for plain text.
        columns: whose cells are drawn, 0 being the total.
        weighted: whether counts are sums of weights.
    """
    if not table.rows or _too_small(width, height):
        return ""
    figure = new_figure(width, height, theme)
    places = list(range(1, len(table.rows) + 1))
    several = len(columns) > 1
    top = 0.0
    for at, index in enumerate(columns):
        counts = _counts(table, index, weighted)
        top = max(top, *counts)
        plain = several and theme is None
        signal = figure.signal(places, counts, marker=MARKERS[at % len(MARKERS)] if plain else "braille")
        signal.lines()
        if several:
            signal.label(_short(table.columns[index].label))
        figure.draw(signal)
    if several:
        figure.legend(x=width - len(f"{top:.0f}") - 4, y=0, ha="right")
    _label_rows(figure, table, width)
    _scale_counts(figure, top, height)
    return text_of(figure, theme)


def box(tables: Sequence[Table], width: int, height: int, theme: str | None = None, *, column: int = 0) -> str:
    """Minimum, quartiles and maximum of several numbers in one unit, the first at the top.

    Args:
        tables: of numbers; those without quartiles are left out.
        width: in cells.
        height: in lines.
        theme: one of plotext's; None for plain text.
        column: whose summary is drawn, 0 being the total.
    """
    labels: list[str] = []
    values: list[list[float]] = []
    for table in reversed(tables):
        five = _five(table, column)
        if five:
            labels.append(_short(table.title))
            values.append(five)
    if not values or _too_small(width, height):
        return ""
    figure = new_figure(width, height, theme)
    places = list(range(1, len(values) + 1))
    figure.draw(figure.box(places, values, orientation="h", width=0.6))
    figure.ruler("y").ticks(places, labels)
    return text_of(figure, theme)


def scatter(
    xs: Sequence[float],
    ys: Sequence[float],
    width: int,
    height: int,
    theme: str | None = None,
    *,
    x_label: str = "",
    y_label: str = "",
) -> str:
    """Two numbers of the same people, a point a person.

    Args:
        xs: the first number of each person.
        ys: the second, in the same order.
        width: in cells.
        height: in lines.
        theme: one of plotext's; None for plain text.
        x_label: what the first number is.
        y_label: what the second is.
    """
    if not xs or len(xs) != len(ys) or _too_small(width, height):
        return ""
    figure = new_figure(width, height, theme)
    figure.draw(figure.signal(list(xs), list(ys), marker="braille"))
    if x_label:
        figure.label(fit(x_label, width - 8).rstrip(), "x")
    if y_label:
        figure.label(fit(y_label, height - 4).rstrip(), "y")
    return text_of(figure, theme)


def path(
    xs: Sequence[float],
    ys: Sequence[float],
    labels: Sequence[str],
    width: int,
    height: int,
    theme: str | None = None,
    *,
    y_label: str = "",
) -> str:
    """Numbers along an axis, joined in their order.

    Args:
        xs: where each stands, rising.
        ys: as many.
        labels: what stands below each, where there is room.
        width: in cells.
        height: in lines.
        theme: one of plotext's; None for plain text.
        y_label: what the numbers are.
    """
    if len(xs) < 2 or not len(xs) == len(ys) == len(labels) or _too_small(width, height):
        return ""
    figure = new_figure(width, height, theme)
    signal = figure.signal(list(xs), list(ys), marker="braille")
    signal.lines()
    figure.draw(signal)
    step = _step_between([_short(label) for label in labels], width)
    figure.ruler("x").ticks(list(xs[::step]), [_short(label) for label in labels[::step]])
    if y_label:
        figure.label(fit(y_label, height - 4).rstrip(), "y")
    return text_of(figure, theme)


def _too_small(width: int, height: int) -> bool:
    return width < LEAST_WIDTH or height < LEAST_HEIGHT


def _counts(table: Table, column: int, weighted: bool) -> list[float]:
    cells = [row.cells[column] for row in table.rows]
    return [0.0 if cell.suppressed else cell.weighted if weighted else float(cell.count) for cell in cells]


def _five(table: Table, column: int) -> list[float]:
    """The five numbers of a box; of these, as of any five in order, they are also the quartiles."""
    if column >= len(table.summaries):
        return []
    of = table.summaries[column]
    five = (of.min, of.lower_quartile, of.median, of.upper_quartile, of.max)
    numbers = [float(value) for value in five if isinstance(value, int | float)]
    return numbers if len(numbers) == len(five) else []


def _short(label: str) -> str:
    return fit(label, LABEL).rstrip()


def _label_rows(figure: Any, table: Table, width: int) -> None:
    """As many row labels below the plot, at even steps, as stand apart."""
    labels = [_short(row.label) for row in table.rows]
    step = _step_between(labels, width)
    places = list(range(1, len(labels) + 1, step))
    figure.ruler("x").ticks(places, [labels[place - 1] for place in places])


def _step_between(labels: Sequence[str], width: int) -> int:
    """Every how many-th of some labels below a plot stands apart from the next."""
    widest = max(map(cell_len, labels)) + 2
    return max(1, -(-len(labels) * widest // max(1, width - 10)))


def _scale_counts(figure: Any, top: float, height: int) -> None:
    """A scale of whole people from 0 to just above the most, with a mark every few lines."""
    marks = max(1, min(5, (height - 3) // 3))
    steps = chain((1, 2, 5), (size * 10**power for power in range(16) for size in (10, 20, 25, 50)))
    step = next(step for step in steps if step * marks >= top)
    places = list(range(0, max(1, ceil(top / step)) * step + 1, step))
    ruler = figure.ruler("y")
    ruler.lim(0, places[-1])
    ruler.ticks(places, [f"{place:,}" for place in places])


def new_figure(width: int, height: int, theme: str | None = None) -> Any:
    """A figure of our own: plotext's shared one would keep what was drawn before."""
    import plotext

    plotext.terminal.limit(False, False)
    figure = type(plotext.figure)(plotext.terminal)
    figure.plot_size(width, height)
    figure.theme(theme or "colorless")
    return figure


def text_of(figure: Any, theme: str | None = None) -> str:
    """A figure as text, without ANSI colours where it has no theme."""
    text: str = figure.build().string(colorless=theme is None)
    return text.rstrip("\n")
