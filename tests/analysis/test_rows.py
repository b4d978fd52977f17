"""Bands and periods: every answer falls into exactly one, and there are never too many."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topline.analysis import tabulate
from topline.analysis.periods import MOST_PERIODS
from topline.analysis.rows import MOST_BANDS, RowSpec, option_rows, round_edges, rows_of
from topline.engine import Engine
from topline.survey import Band, Kind, Net, Option, Question, Slice, Storage, Survey, View, What, Within, bands_at

Opened = Callable[..., Engine]
REAL = Question("x", Kind.NUMERIC, storage=Storage.REAL)
WHOLE = Question("x", Kind.NUMERIC, storage=Storage.INTEGER)
DATE = Question("x", Kind.DATE, storage=Storage.DATE)
HUGE = 1.7976931348623157e308


def banded(question: Question, answers: list[Any], kind: Any) -> tuple[list[RowSpec], list[int]]:
    """The rows of a question and how many people each has."""
    frame = polars.DataFrame({"x": answers}, schema={"x": kind})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        frame.write_parquet(path)
        with Engine(path, Survey("x", (question,), respondents=len(frame))) as engine:
            table = tabulate(View(What.TOPLINE, "x"), engine)
            return list(rows_of(engine, question, Slice())), [row.cells[0].count for row in table.rows]


def holds(condition: object, answer: Any) -> bool:
    assert isinstance(condition, Within)
    if condition.low is not None and (
        answer < condition.low or (answer == condition.low and not condition.low_included)
    ):
        return False
    return condition.high is None or answer < condition.high or (answer == condition.high and condition.high_included)


def assert_each_falls_into_one(rows: list[RowSpec], counts: list[int], answers: list[Any]) -> None:
    for answer in answers:
        assert sum(holds(row.condition, answer) for row in rows) == 1, f"{answer!r} in {[row.label for row in rows]}"
    assert counts == [sum(holds(row.condition, answer) for answer in answers) for row in rows]
    assert len({row.label for row in rows}) == len({row.code for row in rows}) == len(rows)


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-1000, 1000),
    st.integers(-50, 50).map(float),
    st.sampled_from([0.0, -0.0, 5e-324, HUGE, -HUGE, 2.0**53, 2.0**53 + 2, 0.1, 0.1 + 2**-55, 1e16, -1e-300]),
)


@settings(max_examples=40)
@given(st.lists(NUMBERS, min_size=1, max_size=12))
@example([HUGE, -HUGE])
@example([5e-324, 0.0])
@example([2.0**53, 2.0**53 + 2])
@example([7.5, 7.5])
def test_every_number_falls_into_exactly_one_band(numbers: list[float]) -> None:
    rows, counts = banded(REAL, numbers, polars.Float64)
    assert_each_falls_into_one(rows, counts, numbers)
    assert len(rows) <= MOST_BANDS


@settings(max_examples=40)
@given(
    st.lists(
        st.integers(-20, 20) | st.integers(-(2**63), 2**63 - 1) | st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1]),
        min_size=1,
        max_size=14,
    )
)
@example([2**63 - 1, 2**63 - 2])
@example([-(2**63), 2**63 - 1])
def test_every_whole_number_falls_into_exactly_one_band(numbers: list[int]) -> None:
    rows, counts = banded(WHOLE, numbers, polars.Int64)
    assert sum(counts) == len(numbers)
    assert len(rows) <= max(MOST_BANDS, len(set(numbers)))
    if max(map(abs, numbers)) <= 2**53:
        assert_each_falls_into_one(rows, counts, numbers)


@given(st.floats(-HUGE, HUGE), st.floats(-HUGE, HUGE), st.booleans())
@example(0.0, 24.0, True)
@example(0.0, 1.0, True)
@example(-6.0, 6.0, True)
def test_edges_rise_and_enclose_everything(one: float, other: float, whole: bool) -> None:
    low, high = sorted((math.floor(one), math.floor(other)) if whole else (one, other))
    if whole and max(abs(low), abs(high)) > 2**53:
        return
    edges = round_edges(float(low), float(high), whole)
    assert all(start < end for start, end in pairwise(edges))
    assert edges[0] <= low
    assert edges[-1] > high if whole else edges[-1] >= high
    assert 2 <= len(edges) <= MOST_BANDS + 1


def test_bands_are_round(opened: Opened) -> None:
    frame = polars.DataFrame({"x": [0.5, 3.2, 18.0, 41.7, 99.9]})
    engine = opened(frame, REAL)
    labels = [row.label for row in tabulate(View(What.TOPLINE, "x"), engine).rows]
    assert labels == [f"{n} to <{n + 10}" for n in range(0, 100, 10)]
    engine = opened(polars.DataFrame({"x": list(range(0, 60, 2))}), WHOLE)
    labels = [row.label for row in tabulate(View(What.TOPLINE, "x"), engine).rows]
    assert labels[:2] == ["0 to 9", "10 to 19"]


MOMENTS = st.datetimes(datetime(1, 1, 1), datetime.max.replace(microsecond=0))


@settings(max_examples=40)
@given(
    st.lists(MOMENTS, min_size=1, max_size=6)
    | st.builds(
        lambda start, hours: [start + timedelta(hours=h) for h in hours],
        st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
        st.lists(st.integers(0, 24 * 400), min_size=1, max_size=6),
    )
)
@example([datetime(1, 1, 1), datetime.max])
@example([datetime(9999, 12, 31, 23, 59)])
@example([datetime(1, 1, 1), datetime(1, 1, 1)])
def test_every_moment_falls_into_exactly_one_period(moments: list[datetime]) -> None:
    rows, counts = banded(DATE, moments, polars.Datetime("us"))
    assert_each_falls_into_one(rows, counts, moments)
    assert len(rows) <= MOST_PERIODS + 1


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (3, "2024-01-31 Wed", "2024-02-03 Sat"),
        (100, "week of 2024-01-29", "week of 2024-05-06"),
        (400, "2024-01", "2025-03"),
        (3000, "2024 Q1", "2032 Q2"),
        (14000, "2024", "2062"),
        (100_000, "from 2020", "from 2290"),
    ],
)
def test_periods_grow_with_the_time_they_cover(days: int, first: str, last: str) -> None:
    start = datetime(2024, 1, 31, 12)
    rows, _ = banded(DATE, [start, start + timedelta(days=days)], polars.Datetime("us"))
    assert (rows[0].label, rows[-1].label) == (first, last)


@pytest.mark.parametrize(
    ("bands", "answers", "labels"),
    [
        (bands_at((18, 25, 50)), [17, 18, 24, 25, 49, 50, None], ["under 18", "18 to 24", "25 to 49", "50 and over"]),
        (bands_at((1, 2)), [1, 1], ["under 1", "1", "2 and over"]),
        (bands_at((1000, 2000)), [1500], ["under 1,000", "1,000 to 1,999", "2,000 and over"]),
        (bands_at((2.5,)), [2, 3], ["under 2.5", "2.5 and over"]),
        ((Band(0, 30, "Young"), Band(30, 120, "Older")), [0, 29, 30, 119], ["Young", "Older"]),
        (
            (Band(0, 30, "Young"), Band(40, 120, "Older")),
            [-1, 0, 30, 39, 40, 119, 120],
            ["under 0", "Young", "30 to 39", "Older", "120 and over"],
        ),
        ((Band(None, 30, "Young"), Band(40, None, "Older")), [-1, 35], ["Young", "30 to 39", "Older"]),
        ((Band(None, 30, "Young"), Band(40, None, "Older")), [-1, 45], ["Young", "Older"]),
    ],
)
def test_stated_bands_hold_every_answer_and_are_there_whether_anybody_gave_one(
    bands: tuple[Band, ...], answers: list[Any], labels: list[str]
) -> None:
    for question, kind in ((WHOLE, polars.Int64), (REAL, polars.Float64)):
        rows, counts = banded(replace(question, bands=bands), answers, kind)
        assert [row.label for row in rows] == labels
        assert_each_falls_into_one(rows, counts, [answer for answer in answers if answer is not None])


def test_bands_of_numbers_with_fractions_end_below_the_next_whoever_is_looked_at(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"x": [18.0, 20.5, 30.0]}), replace(REAL, bands=bands_at((18, 25))))
    whole = Slice((Within("x", 30, 40),))
    assert [row.label for row in rows_of(engine, engine.survey["x"], whole)] == ["under 18", "18 to <25", "25 and over"]


def test_a_net_within_another_stands_below_it_before_the_options_that_only_the_outer_one_has() -> None:
    question = Question(
        "x",
        Kind.MULTI,
        options=tuple(Option(code, code.upper()) for code in "abcdef"),
        nets=(
            Net("Late", ("e", "d")),
            Net("Pair", ("b", "c")),
            Net("All but f", tuple("abcde")),
            Net("Same pair", ("c", "b")),
            Net("One", ("c",)),
            Net("Across", ("a", "f")),
            Net("Nobody", ()),
        ),
    )
    assert [(row.label, row.level, row.net) for row in option_rows(question)] == [
        ("All but f", 0, True),
        *(("Late", 1, True), ("D", 2, False), ("E", 2, False)),
        *(("Pair", 1, True), ("One", 2, True), ("C", 3, False), ("B", 2, False)),
        *(("Same pair", 1, True), ("A", 1, False)),
        *(("Across", 0, True), ("F", 1, False), ("Nobody", 0, True)),
    ]
    scale = replace(question, kind=Kind.SCALE, nets=(Net("Top 2", ("e", "f")), Net("Top 3", ("d", "e", "f"))))
    assert [(row.label, row.level) for row in option_rows(scale)][6:] == [("Top 3", 0), ("Top 2", 1)]


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=6), max_size=6))
def test_whatever_nets_there_are_each_row_is_there_once_below_what_holds_it(groups: list[frozenset[str]]) -> None:
    nets = tuple(Net(f"Net {at}", tuple(sorted(group))) for at, group in enumerate(groups))
    question = Question("x", Kind.MULTI, options=tuple(Option(code, code) for code in "abcdef"), nets=nets)
    rows = option_rows(question)
    assert sorted(row.label for row in rows) == sorted([*"abcdef", *(net.label for net in nets)])
    above: list[RowSpec] = []
    for row in rows:
        above = above[: row.level]
        assert len(above) == row.level, "no level is left out"
        if above:
            assert above[-1].net
            assert set(row.codes) <= set(above[-1].codes)
            assert not row.net or set(row.codes) < set(above[-1].codes)
        held_by_more = [net for net in nets if row.net and row.codes and set(row.codes) < set(net.codes)]
        assert bool(held_by_more) == (row.net and row.level > 0)
        above.append(row)


def test_options_stand_below_the_first_net_that_holds_them() -> None:
    question = Question(
        "x",
        Kind.MULTI,
        options=tuple(Option(code, code.upper()) for code in "abcd"),
        nets=(Net("One", ("b", "a")), Net("Two", ("b", "c"))),
    )
    assert [(row.label, row.level, row.net) for row in option_rows(question, ("d", "z", None))] == [
        *(("One", 0, True), ("A", 1, False), ("B", 1, False)),
        *(("Two", 0, True), ("C", 1, False), ("D", 0, False), ("z", 0, False)),
    ]
