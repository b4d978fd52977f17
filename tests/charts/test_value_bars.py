"""Bars of labelled numbers, and what of an SQL result can be drawn."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from topline.analysis.results import bars_of, charts_of, is_number, plot_of, points_of, value_words
from topline.charts import ASCII, BLOCKS
from topline.charts.result_charts import result_bar_lines, result_plot_lines
from topline.charts.value_bars import value_bar_lines
from topline.engine import SqlResult
from topline.survey import Chart

BANDS = SqlResult(
    ("touches", "meetings", "managers"),
    ("VARCHAR", "DOUBLE", "BIGINT"),
    (("under 5", 3.7, 177), ("5 to 9", 4.1, 115), (None, None, 3), ("20 and more", 8.2, 28)),
    truncated=False,
)
HOURS = SqlResult(("hour", "n"), ("BIGINT", "BIGINT"), ((9, 3), (10, 12), (12, 5)), truncated=False)
DAYS = SqlResult(
    ("day", "n", "city"),
    ("DATE", "BIGINT", "VARCHAR"),
    (("2018-09-04", 3, "A"), ("2018-09-06", None, "B"), ("2018-09-10", 5, "C")),
    truncated=False,
)
PEOPLE = SqlResult(
    ("respondent", "how"), ("INTEGER", "VARCHAR"), ((7, "a"), (8, "b")), truncated=False, identity=0
)  # fmt: skip


def test_bars_grow_from_zero_on_one_scale_with_their_numbers_in_line() -> None:
    lines = [line.plain for line in value_bar_lines(["a", "bb", "none", "no"], [10, 2.5, 0, None], 30)]
    assert lines == [
        "a    ███████████████████  10.0",
        "bb   ████▊                 2.5",
        "none                       0.0",
        "no                           -",
    ]


def test_numbers_below_zero_grow_to_the_left() -> None:
    lines = [line.plain for line in value_bar_lines(["up", "down"], [3, -1], 20, glyphs=ASCII)]
    assert lines == ["up      ########   3", "down ###          -1"]


@given(
    st.lists(st.tuples(st.text(max_size=30), st.none() | st.floats() | st.integers(-(10**20), 10**20)), max_size=8),
    st.integers(1, 120),
    st.sampled_from([BLOCKS, ASCII]),
)
@example(rows=[("most", 1.7e308), ("least", -1.7e308), ("hardly", 5e-324)], width=40, glyphs=BLOCKS)
def test_lines_are_as_wide_as_they_claim_whatever_the_numbers(rows, width, glyphs) -> None:  # type: ignore[no-untyped-def]
    lines = value_bar_lines([label for label, _ in rows], [value for _, value in rows], width, glyphs=glyphs)
    assert [line.width for line in lines] == [width] * len(rows)


@pytest.mark.parametrize(
    ("result", "charts"),
    [
        (BANDS, (Chart.TABLE, Chart.BARS, Chart.PLOT)),
        (HOURS, (Chart.TABLE, Chart.BARS, Chart.PLOT)),
        (DAYS, (Chart.TABLE, Chart.BARS, Chart.PLOT)),
        (PEOPLE, (Chart.TABLE,)),
        (SqlResult((), (), (), truncated=False), (Chart.TABLE,)),
        (SqlResult(("a", "b"), ("VARCHAR", "BIGINT"), (), truncated=False), (Chart.TABLE,)),
        (SqlResult(("a", "b"), ("VARCHAR", "BIGINT"), (("x", 3),), truncated=False), (Chart.TABLE, Chart.BARS)),
    ],
)
def test_a_result_can_be_drawn_as_its_columns_allow(result: SqlResult, charts: tuple[Chart, ...]) -> None:
    assert charts_of(result) == charts


def test_bars_are_of_the_first_words_and_the_first_numbers() -> None:
    drawn = bars_of(BANDS)
    assert drawn is not None
    assert (drawn.labels, drawn.values) == (0, 1)
    lines = [line.plain for line in result_bar_lines(BANDS, 40)]
    assert lines[0].split() == ["touches", "meetings"]
    assert [line.split()[-1] for line in lines[1:]] == ["3.7", "4.1", "-", "8.2"]
    assert result_bar_lines(PEOPLE, 40) == ()
    hours = bars_of(HOURS)
    assert hours is not None
    assert (hours.labels, hours.values) == (0, 1)


def test_a_plot_is_of_dates_or_of_two_numbers_and_leaves_gaps_out() -> None:
    drawn = plot_of(DAYS)
    assert drawn is not None
    xs, ys, labels = points_of(DAYS, drawn)
    assert (ys, labels) == ([3.0, 5.0], ["2018-09-04", "2018-09-10"])
    assert xs[1] - xs[0] == 6
    assert plot_of(BANDS) is not None
    assert "2018-09-10" in result_plot_lines(DAYS, 60, 12)[-2].plain
    assert result_plot_lines(PEOPLE, 60, 12) == ()
    assert "too little room" in result_plot_lines(DAYS, 45, 3)[0].plain


def test_the_column_that_says_whose_row_it_is_is_never_drawn() -> None:
    counted = SqlResult(
        ("respondent", "years"), ("INTEGER", "DOUBLE"), ((7, 1.5), (8, 2.5)), truncated=False, identity=0
    )
    assert bars_of(counted) is None
    assert plot_of(counted) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (2.0, "2"),
        (0.1 + 0.2, "0.3"),
        (float("nan"), ""),
        (float("-inf"), "-infinite"),
        (1e20, "1e+20"),
        ("a\nb", "a\nb"),
        (["a", None, 3], "a, , 3"),
        ({"a": 1, "b": ["x"]}, "a: 1, b: x"),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert value_words(value) == words


def test_only_types_of_numbers_are_numbers() -> None:
    kinds = ("BIGINT", "DECIMAL(10,2)", "INTERVAL", "BIGINT[]", "BOOLEAN", "VARCHAR")
    result = SqlResult(kinds, kinds, ((1, 2.5, "1 day", [1], True, "3"),), truncated=False)
    assert [is_number(result, at) for at in range(len(kinds))] == [True, True, False, False, False, False]
