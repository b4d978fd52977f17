"""Trends as a plot: which lines there are, what tells them apart, and the point that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.charts import ASCII, BLOCKS, Glyphs, Ink, Line, TrendPlot, crosstab_lines
from topline.charts.cross_grid import CrossGrid
from topline.charts.trend_plot import MARKS
from topline.charts.trend_series import MOST_LINES, series_of
from topline.survey.table import Row, Summary, Table
from topline.survey.view import Percent, View, What

from .tables import cell, column
from .texts import texts

Golden = Callable[[str, str], None]
Drawn = Callable[[Sequence[Line]], str]
GLYPHS = {"blocks": BLOCKS, "ascii": ASCII}
BASES = (1000, 250, 240, 12, 0, 260)
LABELS = ("Total", "Wave 1", "Wave 2", "Wave 3", "Wave 4", "Wave 5")
COUNTS = {"Web": (160, 170, 9, 0, 215), "Phone": (140, 101, 3, 0, 70), "In a shop of ours": (40, 41, 1, 0, 45)}
CHANGED = {("Web", 2): "up", ("Web", 5): "UP", ("Phone", 2): "DOWN", ("Phone", 5): "down"}


def row(label: str, counts: Sequence[int], *, net: bool = False) -> Row:
    """Of these people in each wave, the total being all of them."""
    cells = [cell(sum(counts), BASES[0])]
    cells += [
        cell(count, base, CHANGED.get((label, at), ""))
        for at, (count, base) in enumerate(zip(counts, BASES[1:], strict=True), 1)
    ]
    return Row(label, label, tuple(cells), net)


def trend(*rows: Row, summaries: tuple[Summary, ...] = ()) -> Table:
    """Waves, of which the third has a low base and the fourth none."""
    columns = tuple(
        replace(column(label, base, group="Wave" if at else ""), question="wave" if at else "")
        for at, (label, base) in enumerate(zip(LABELS, BASES, strict=True))
    )
    made = rows or tuple(row(label, counts) for label, counts in COUNTS.items())
    return Table(View(What.TREND, "channel", ("wave",)), "How?", columns, made, summaries=summaries)


def means(*letters: str) -> Table:
    """The mean of a number, which rises."""
    numbers = (15.2, 14.0, 15.0, 15.5, None, 17.5)
    said = letters or ("", "", "UP", "", "", "up")
    summaries = tuple(Summary(mean=mean, distinct=9, letters=one) for mean, one in zip(numbers, said, strict=True))
    return trend(summaries=summaries)


@pytest.mark.parametrize("name", GLYPHS)
def test_plots_look_as_before(golden: Golden, drawn: Drawn, name: str) -> None:
    plot = TrendPlot(trend(), 70, 18, GLYPHS[name], row=1, column=2)
    golden(f"trend-plot-{name}-70.txt", drawn((plot.reading, *plot.lines)))


@pytest.mark.parametrize("name", GLYPHS)
def test_tables_have_arrows_beside_their_numbers_and_say_what_they_mean(
    golden: Golden, drawn: Drawn, name: str
) -> None:
    golden(f"trend-table-{name}-90.txt", drawn(crosstab_lines(trend(), 90, GLYPHS[name])))


def test_cells_to_walk_in_have_the_same_arrows_and_no_letters_above_them() -> None:
    grid = CrossGrid(trend(), 90, BLOCKS)
    assert grid.row_line(grid.table.rows[0]).plain.split()[2:] == (
        ["55%", "554", "64%", "160", "71%△", "170", "75%", "9", "-", "0", "83%▲", "215"]
    )
    inks = {span.text.strip(): span.ink for span in grid.row_line(grid.table.rows[1]).spans}
    assert inks["42%▼ 101"] is Ink.MUCH_LESS
    assert inks["27%▽  70"] is Ink.LESS
    assert grid.statistics()[-1][1].plain == "▲ up, ▼ down since the one before at 95%; △ ▽ at 90%"
    assert not any(line.plain.strip() in ("A", "UP") for line in grid.heads(None))


def test_rows_have_a_shape_where_there_is_room_and_low_bases_none() -> None:
    wide = CrossGrid(trend(), 90, BLOCKS)
    assert wide.row_line(wide.table.rows[1]).plain.startswith("Phone             █▇▁▁▅")
    assert all(line.width <= 90 for line in map(wide.row_line, wide.table.rows))
    narrow = CrossGrid(trend(), wide.wanted - 1, BLOCKS)
    assert "█" not in narrow.row_line(narrow.table.rows[1]).plain
    assert len(narrow.seen) == len(wide.seen) == 6


def test_means_have_their_arrows_too(drawn: Drawn) -> None:
    page = drawn(crosstab_lines(means(), 90, BLOCKS))
    assert "15.0▲" in page
    assert "17.5△" in page
    unchanged = replace(means(*[""] * 6), rows=())
    assert CrossGrid(unchanged, 90, BLOCKS).statistics()[-1][1].plain.startswith("Mean")


def test_the_point_that_is_looked_at_is_told_in_words_and_stands_in_brackets() -> None:
    plot = TrendPlot(trend(), 70, 18, row=1, column=2)
    assert plot.reading.plain == "x Phone, Wave 2: 42%  101 of 240  ▼ down since the one before at 95%"
    (line,) = [line for line in plot.lines if "[x]" in line.plain]
    assert [span.ink for span in line.spans if "[x]" in span.text] == [Ink.HIT]
    (named,) = [line for line in plot.lines if "x Phone" in line.plain]
    assert named.spans[-1].ink is Ink.HIT
    assert TrendPlot(trend(), 70, 18, row=0, column=5).reading.plain.endswith(
        "83%  215 of 260  ▲ up since the one before at 95%"
    )
    assert TrendPlot(means(), 70, 18, row=0, column=5).reading.plain == (
        "o Mean, Wave 5: 17.5  n=260  △ up since the one before at 90%"
    )


def test_low_bases_are_in_brackets_and_no_line_goes_through_them() -> None:
    text = "\n".join(line.plain for line in TrendPlot(trend(), 90, 20).lines)
    assert "(Wave 3)" in text
    assert "(Wave 2)" not in text
    # A mark at each of three periods, and before the name.
    assert text.count("+") == 4
    only_low = replace(
        trend(), columns=tuple(replace(one, base=replace(one.base, unweighted=9)) for one in trend().columns)
    )
    assert "\n".join(line.plain for line in TrendPlot(only_low, 90, 20).lines).count("+") == 5


def test_at_most_six_lines_nets_first_and_the_one_that_is_looked_at_in_any_case() -> None:
    many = [row(f"Option {at}", (100 - at, 90, 5, 0, 90), net=at in (7, 8)) for at in range(10)]
    assert [one.label for one in series_of(trend(*many))] == [f"Option {at}" for at in (0, 1, 2, 3, 7, 8)]
    assert [one.label for one in series_of(trend(*many), 9)] == [f"Option {at}" for at in (0, 1, 2, 7, 8, 9)]
    scale = trend(*many, summaries=(Summary(mean=4.0),) * 6)
    assert [one.label for one in series_of(scale)] == ["Option 7", "Option 8"]
    assert len(set(MARKS)) == len(MARKS) == MOST_LINES


def test_counts_alone_are_drawn_as_people() -> None:
    counts = replace(trend(), view=replace(trend().view, percent=Percent.NONE))
    plot = TrendPlot(counts, 70, 18, row=0, column=1)
    assert plot.reading.plain == "o Web, Wave 1: 160  160 of 250"
    assert not any("%" in line.plain for line in plot.lines)
    assert plot.series[0].values == (160.0, 170.0, 9.0, None, 215.0), "nobody at all is in the fourth wave"


def test_a_plot_needs_room_and_people() -> None:
    assert "too small" in TrendPlot(trend(), 24, 18).lines[0].plain
    assert "too small" in TrendPlot(trend(), 70, 4).lines[0].plain
    nobody = replace(
        trend(), columns=trend().columns[:1], rows=(replace(trend().rows[0], cells=trend().rows[0].cells[:1]),)
    )
    assert "nobody" in TrendPlot(nobody, 70, 18, row=0).lines[0].plain


@given(texts, texts, st.integers(40, 90), st.sampled_from([BLOCKS, ASCII]))
def test_every_line_keeps_within_its_width_whatever_things_are_called(
    option: str, period: str, width: int, glyphs: Glyphs
) -> None:
    table = trend(row(option, COUNTS["Web"]), row("Phone", COUNTS["Phone"]))
    odd = tuple(replace(one, label=period, code=period) for one in table.columns)
    for line in TrendPlot(replace(table, columns=odd), width, 14, glyphs, row=0, column=1).lines:
        assert line.width <= width
        assert "\n" not in line.plain
        assert "\x1b" not in line.plain
