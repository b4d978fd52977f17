"""A bar for each row."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.charts import ASCII, BLOCKS, Glyphs, Ink, Line, Span, bar_heading, bar_lines
from topline.survey.table import Cell, Row, Table
from topline.survey.view import View, What

from .tables import EVERYONE, cell, column, crosstab, how, languages, topline
from .texts import texts

Golden = Callable[[str, str], None]
Drawn = Callable[[Sequence[Line]], str]


@pytest.mark.parametrize("width", [20, 46, 80, 140])
@pytest.mark.parametrize(("name", "glyphs"), [("blocks", BLOCKS), ("ascii", ASCII)])
def test_bars_look_as_before(golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs) -> None:
    text = ""
    for table in (how(), languages()):
        text += drawn([bar_heading(table, width, glyphs=glyphs), *bar_lines(table, width, glyphs=glyphs)])
    golden(f"bars-{name}-{width}.txt", text)


def test_inks_look_as_before(golden: Golden) -> None:
    lines = bar_lines(how(), 46)
    golden("bars-inks-46.txt", "".join(" ".join(f"{s.ink}<{s.text}>" for s in line.spans) + "\n" for line in lines))


def test_a_scale_to_the_largest_says_where_it_ends(golden: Golden, drawn: Drawn) -> None:
    table = topline([("Recruiting", 41), ("Coaching", 9)], 412)
    golden("bars-max-60.txt", drawn([bar_heading(table, 60, scale="max"), *bar_lines(table, 60, scale="max")]))


def test_nobody_is_zero_without_a_bar_and_dim() -> None:
    (made,) = bar_lines(topline([("Coaching", 0)], 205), 46)
    assert made.spans == (Span("Coaching" + "0%".rjust(36) + " 0", Ink.DIM),)


def test_somebody_under_half_a_percent_is_a_star_with_a_sliver() -> None:
    (made,) = bar_lines(topline([("Coaching", 1)], 1000), 46)
    assert made.plain.split() == ["Coaching", "▏", "*", "1"]


def test_no_base_is_a_dash() -> None:
    (made,) = bar_lines(topline([("Coaching", 0)], 0), 46)
    assert made.plain.split() == ["Coaching", "-", "0"]


def test_a_withheld_number_is_nowhere() -> None:
    table = topline([("Coaching", 7)], 205)
    table = replace(table, rows=(Row("c", "Coaching", (cell(7, 205, suppressed=True),)),))
    for width in (46, 120):
        assert bar_lines(table, width)[0].plain.split() == ["Coaching", "withheld", "x", "x"]


def test_counts_can_be_weighted() -> None:
    table = topline([("Selling", 1000)], 2000, weight=1.2345)
    assert bar_lines(table, 46, weighted=True)[0].plain.endswith(" 50% 1,235")
    assert bar_lines(table, 46)[0].plain.endswith(" 50% 1,000")


def test_any_column_can_be_drawn() -> None:
    assert bar_lines(crosstab(), 80, column=1)[0].plain.endswith("96%  115")


def test_bars_have_few_style_runs() -> None:
    assert max(len(made.spans) for made in bar_lines(how(), 80)) <= 4


def test_a_table_without_rows_has_no_bars() -> None:
    assert bar_lines(topline([], 0), 80) == ()


def test_thirty_bars_take_less_than_a_few_milliseconds() -> None:
    table = topline([(f"An answer of usual length, number {n}", n * 7) for n in range(30)], 210)
    bar_lines(table, 80)
    best = min(_seconds(table) for _ in range(20))
    assert best < 0.003


def _seconds(table: Table) -> float:
    start = time.perf_counter()
    bar_lines(table, 80)
    return time.perf_counter() - start


percents = st.one_of(st.none(), st.floats(0, 100), st.sampled_from([0.0, 0.4999, 0.5, 99.5, 100.0]))
cells = st.builds(
    Cell,
    count=st.integers(0, 2_000_000),
    slice=st.just(EVERYONE),
    weighted=st.floats(0, 3e6),
    percent=percents,
    low=percents,
    high=percents,
    suppressed=st.booleans(),
)
rows = st.builds(
    Row, code=st.just("c"), label=texts, cells=st.tuples(cells), net=st.booleans(), level=st.integers(0, 3)
)


@given(
    st.lists(rows, max_size=6),
    st.integers(0, 160),
    st.sampled_from([BLOCKS, ASCII]),
    st.sampled_from(["full", "max"]),
    st.booleans(),
)
def test_every_line_is_as_wide_as_asked(
    made: list[Row], width: int, glyphs: Glyphs, scale: str, weighted: bool
) -> None:
    table = Table(View(What.TOPLINE, "q"), "Q", (column("Total", 100),), tuple(made))
    lines = bar_lines(table, width, glyphs=glyphs, scale=scale, weighted=weighted)  # type: ignore[arg-type]
    heading = bar_heading(table, width, glyphs=glyphs, scale=scale, weighted=weighted)  # type: ignore[arg-type]
    assert len(lines) == len(made)
    assert {made_line.width for made_line in (*lines, heading)} == {width}


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 160), st.sampled_from([BLOCKS, ASCII]))
def test_a_larger_percentage_never_has_a_shorter_bar(one: float, other: float, width: int, glyphs: Glyphs) -> None:
    low, high = sorted((one, other))
    assert _length(glyphs.bar(low, width), glyphs) <= _length(glyphs.bar(high, width), glyphs) <= width
    assert bool(glyphs.bar(low, width)) == (low > 0)


def _length(bar: str, glyphs: Glyphs) -> float:
    """In cells; an ASCII sliver is counted as half a cell."""
    if glyphs is ASCII:
        return 0.5 if bar == ASCII.sliver else float(len(bar))
    return sum(1.0 if char == "█" else (glyphs.partials.index(char) + 1) / 8 for char in bar)
