"""Plots with axes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from rich.cells import cell_len

from topline.charts import plots
from topline.survey.table import Summary, Table

from .tables import days, topline

Golden = Callable[[str, str], None]


def minutes() -> list[Table]:
    """Three numbers in one unit."""
    return [
        topline(
            [],
            1,
            title=title,
            summary=Summary(min=low, lower_quartile=low + 2, median=low + 3.5, upper_quartile=low + 5, max=low + 9),
        )
        for title, low in (("LinkedIn, minutes a day", 0.0), ("日本語", 2.0), ("2024", 4.0))
    ]


def test_plots_look_as_before(golden: Golden) -> None:
    golden("plot-histogram-60.txt", plots.histogram(days(), 60, 12) + "\n")
    golden("plot-series-60.txt", plots.series(days(), 60, 12) + "\n")
    golden("plot-box-60.txt", plots.box(minutes(), 60, 14) + "\n")
    golden(
        "plot-scatter-60.txt", plots.scatter([1, 2, 3, 4.5], [3, 5, 1, 9], 60, 12, x_label="calls", y_label="y") + "\n"
    )


def test_plots_fill_their_pane_and_are_plain_without_a_theme() -> None:
    for text in (plots.histogram(days(), 70, 15), plots.series(days(), 70, 15), plots.box(minutes(), 70, 15)):
        lines = text.split("\n")
        assert len(lines) == 15
        assert {cell_len(line) for line in lines} == {70}
        assert "\x1b" not in text


def test_a_theme_brings_colours() -> None:
    assert "\x1b[" in plots.series(days(), 60, 12, "dark")


def test_a_second_plot_knows_nothing_of_the_first() -> None:
    first = plots.series(days(), 60, 12, "dark")
    plots.box(minutes(), 60, 12)
    assert plots.series(days(), 60, 12, "dark") == first


def test_escapes_in_labels_stay_out_of_plots() -> None:
    table = topline([("\x1b[31mred\x1b[2J", 4), ("b\nc", 3)], 7)
    text = plots.histogram(table, 60, 12)
    assert "\x1b" not in text
    assert len(text.split("\n")) == 12


def test_small_panes_and_empty_tables_have_no_plot() -> None:
    assert plots.histogram(days(), 10, 12) == ""
    assert plots.series(days(), 60, 3) == ""
    assert plots.box([topline([], 0)], 60, 12) == ""
    assert plots.scatter([], [], 60, 12) == ""
    assert plots.histogram(topline([], 0), 60, 12) == ""


def test_counts_of_zero_have_a_scale() -> None:
    assert "0┤" in plots.histogram(topline([("a", 0), ("b", 0)], 0), 60, 12)


def test_plotext_and_textual_are_not_imported_with_the_charts() -> None:
    heavy = ("plotext", "textual", "duckdb", "polars")
    program = f"import sys, topline.charts.plots; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
