"""Diverging bars, crosstabs, columns and summaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.charts import (
    ASCII,
    BLOCKS,
    Glyphs,
    Ink,
    Line,
    columns_lines,
    crosstab_lines,
    diverging_lines,
    summary_line,
)
from topline.survey.table import Row, Summary, Table
from topline.survey.view import View, What

from .tables import SCALE, cell, column, crosstab, days, grid, topline
from .texts import texts

Golden = Callable[[str, str], None]
Drawn = Callable[[Sequence[Line]], str]
both = pytest.mark.parametrize(("name", "glyphs"), [("blocks", BLOCKS), ("ascii", ASCII)])
widths = pytest.mark.parametrize("width", [46, 80, 140])


@widths
@both
def test_diverging_bars_look_as_before(golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs) -> None:
    golden(f"diverging-{name}-{width}.txt", drawn(diverging_lines(grid(), width, glyphs)))


@widths
@both
def test_crosstabs_look_as_before(golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs) -> None:
    golden(f"crosstab-{name}-{width}.txt", drawn(crosstab_lines(crosstab(), width, glyphs)))


def test_weighted_crosstabs_look_as_before(golden: Golden, drawn: Drawn) -> None:
    golden("crosstab-weighted-140.txt", drawn(crosstab_lines(crosstab(weight=1.3), 140, weighted=True)))


@widths
@both
def test_columns_look_as_before(golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs) -> None:
    golden(f"columns-{name}-{width}.txt", drawn(columns_lines(days(), width, 8, glyphs=glyphs)))


def test_scales_that_start_with_the_best_are_turned_round() -> None:
    counts = (5, 15, 0, 180, 160)
    up = topline(list(zip(SCALE, counts, strict=True)), 360)
    down = replace(up, rows=up.rows[::-1])
    assert diverging_lines([up], 80) == diverging_lines([down], 80, positive_first=True)


def test_a_few_people_can_be_seen_on_their_side() -> None:
    table = topline([("No", 1), ("Yes", 999)], 1000, title="Q")
    _, made = diverging_lines([table], 60)
    (negative,) = (span.text.split() for span in made.spans if span.ink is Ink.NEGATIVE)
    assert negative == ["*", "▐"]


def test_nothing_is_lost_in_panels() -> None:
    for width in (30, 46, 80):
        text = "\n".join(made.plain for made in crosstab_lines(crosstab(), width))
        for letter in "ABCDEF":
            assert sum(made.split() == [letter] or letter in made.split() for made in text.splitlines())
        for count in ("191", "115", "106"):
            assert count in text


def test_small_bases_are_in_brackets_and_withheld_cells_show_nothing() -> None:
    text = "\n".join(made.plain for made in crosstab_lines(crosstab(), 140))
    assert "(24)" in text
    assert "14" not in text
    assert any(span.ink is Ink.WARNING for made in crosstab_lines(crosstab(), 140) for span in made.spans)


def test_a_summary_speaks_the_words_of_the_field() -> None:
    summary = Summary(mean=7.234, sd=2.1, median=7.0, min=0.0, max=10.0, nps=12.3, top2=54.4)
    made = summary_line(topline([], 1, summary=summary))
    assert made is not None
    assert made.plain == "mean 7.23  sd 2.1  median 7  range 0-10  NPS +12  top 2 54%"
    short = summary_line(topline([], 1, summary=summary), 30)
    assert short is not None
    assert short.plain == "mean 7.23  sd 2.1  median 7"


def test_ranges_of_dates_and_of_negative_numbers_are_told_in_words() -> None:
    dates = Summary(min=datetime(2018, 9, 1), max=datetime(2018, 9, 30), distinct=21)
    made = summary_line(topline([], 1, summary=dates))
    assert made is not None
    assert made.plain == "range 2018-09-01 to 2018-09-30  distinct 21"
    below = summary_line(topline([], 1, summary=Summary(min=-5.0, max=5.0)))
    assert below is not None
    assert below.plain == "range -5 to 5"


def test_nothing_to_say_is_no_line() -> None:
    assert summary_line(topline([], 1)) is None
    assert summary_line(topline([], 1, summary=Summary())) is None


def test_too_low_a_pane_has_no_columns() -> None:
    assert columns_lines(days(), 40, 2) == ()
    assert columns_lines(topline([], 0), 40, 8) == ()


@given(st.lists(st.tuples(texts, st.integers(0, 10**7)), max_size=70), st.integers(0, 120), st.integers(0, 12))
def test_columns_fill_their_pane(rows: list[tuple[str, int]], width: int, height: int) -> None:
    lines = columns_lines(topline(rows, 10**7), width, height)
    assert len(lines) in (0, height)
    assert all(made.width == width for made in lines)


@given(
    st.lists(st.tuples(texts, st.lists(st.integers(0, 99), min_size=2, max_size=11)), max_size=5),
    st.integers(0, 120),
    st.sampled_from([BLOCKS, ASCII]),
)
def test_diverging_bars_are_as_wide_as_asked(asked: list[tuple[str, list[int]]], width: int, glyphs: Glyphs) -> None:
    tables = [
        topline([(f"{title}{at}", count) for at, count in enumerate(counts)], sum(counts), title=title)
        for title, counts in asked
    ]
    lines = diverging_lines(tables, width, glyphs)
    assert len(lines) == (len(tables) + 1 if tables and width else 0)
    assert all(made.width == width for made in lines)


@given(st.lists(st.tuples(texts, texts, st.integers(0, 5000)), min_size=1, max_size=6), texts, st.integers(0, 120))
def test_crosstabs_keep_to_their_width(heads: list[tuple[str, str, int]], label: str, width: int) -> None:
    columns = tuple(
        replace(column(name, base, letter), group=group)
        for letter, (name, group, base) in zip("ABCDEF", heads, strict=False)
    )
    cells = tuple(cell(base // 3, base, "ABC") for _, _, base in heads)
    table = Table(View(What.CROSSTAB, "q", ("b",)), "Q", columns, (Row("r", label, cells, level=1),))
    assert all(made.width <= width for made in crosstab_lines(table, width))


def test_which_two_boxes_are_the_top_is_said_where_there_is_room() -> None:
    summary = Summary(mean=4.1, top2=39.2, top2_of=("Bad", "Very bad"))
    full = "mean 4.1  top 2 (Bad, Very bad) 39%"
    said = [summary_line(topline([], 1, summary=summary), width) for width in (None, len(full))]
    assert [made.plain for made in said if made] == [full, full]
    short = summary_line(topline([], 1, summary=summary), 34)
    assert short is not None
    assert short.plain == "mean 4.1  top 2 39%"


def test_a_crosstab_names_the_top_two_boxes_where_its_labels_are_as_long() -> None:
    table = crosstab()
    summaries = tuple(Summary(top2=30.0, top2_of=("Bad", "Very bad")) for _ in table.columns)
    for stub, label in ((24, "Top 2 (Bad, Very bad)"), (12, "Top 2")):
        last = crosstab_lines(replace(table, summaries=summaries), 200, stub=stub)[-1].plain
        assert last[:stub].rstrip() == label
