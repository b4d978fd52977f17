"""Results of SQL as bars, and as plots with axes."""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len

from topline.analysis.results import bars_of, plot_of, points_of, value_words
from topline.charts import plots
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown
from topline.charts.value_bars import value_bar_lines
from topline.engine.results import SqlResult


def result_bar_lines(result: SqlResult, width: int, *, glyphs: Glyphs = BLOCKS) -> tuple[Line, ...]:
    """The rows of a result as bars, below the names of the two columns that they are of; none where there are no such.

    Args:
        result: Any result.
        width: In cells.
        glyphs: What to draw with.
    """
    drawn = bars_of(result)
    if drawn is None:
        return ()
    labels = [f" {value_words(row[drawn.labels]) or '-'}" for row in result.rows]
    values = [row[drawn.values] for row in result.rows]
    of, what = shown(result.columns[drawn.labels]), shown(result.columns[drawn.values])
    right = fit(what, min(cell_len(what), width // 2))
    heading = line((fit(f" {of}", max(0, width - cell_len(right))) + right, Ink.HEADING), width=width)
    return (heading, *value_bar_lines(labels, values, width, glyphs=glyphs))


def result_plot_lines(result: SqlResult, width: int, height: int) -> tuple[Line, ...]:
    """Two columns of a result with axes: along dates or rising numbers a path, else points; none where there are none.

    Args:
        result: Any result.
        width: In cells.
        height: In lines.
    """
    drawn = plot_of(result)
    if drawn is None:
        return ()
    xs, ys, labels = points_of(result, drawn)
    x_label, y_label = result.columns[drawn.labels], result.columns[drawn.values]
    if all(one < other for one, other in pairwise(xs)):
        text = plots.path(xs, ys, labels, width - 1, height, y_label=y_label)
    else:
        text = plots.scatter(xs, ys, width - 1, height, x_label=x_label, y_label=y_label)
    return tuple(line((f" {row}", Ink.BAR), width=width) for row in text.splitlines()) or (
        line((" there is too little room for a plot", Ink.DIM), width=width),
    )
