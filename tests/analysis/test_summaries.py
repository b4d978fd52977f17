"""Summaries computed where the replies live, against the same numbers computed by the statistics floor."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import tabulate
from topline.engine import Engine
from topline.statistics import Moments, net_promoter_score, quantile
from topline.survey import Kind, Net, Option, Question, Role, Slice, Storage, Summary, Survey, View, What, scored

Opened = Callable[..., Engine]
NUMBER = Question("x", Kind.NUMERIC, storage=Storage.REAL)
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT)
SCALE = Question(
    "x", Kind.SCALE, storage=Storage.INTEGER, options=scored(tuple(Option(str(n), str(n)) for n in range(11)))
)
WEIGHTS = st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0, 1.0, 3.0])


def summary(engine: Engine, weight: str = "", question: str = "x") -> Summary:
    found = tabulate(View(What.TOPLINE, question, slice=Slice(weight=weight)), engine).summary
    assert found is not None
    return found


def summary_of(pairs: Sequence[tuple[float, float]], question: Question, weight: str = "") -> Summary:
    frame = polars.DataFrame(
        {"x": [x for x, _ in pairs], "w": [w for _, w in pairs]},
        schema={"x": polars.Float64 if question is NUMBER else polars.Int64, "w": polars.Float64},
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        frame.write_parquet(path)
        with Engine(path, Survey("x", (question, WEIGHT), respondents=len(frame))) as engine:
            return summary(engine, weight)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(-9, 9) | st.floats(-1e6, 1e6), WEIGHTS), min_size=1), st.sampled_from(["", "w"]))
def test_numbers_are_summarised_as_by_the_reference(pairs: list[tuple[float, float]], weight: str) -> None:
    found = summary_of(pairs, NUMBER, weight)
    # Whoever weighs nothing is left out.
    used = [(x, w if weight else 1.0) for x, w in pairs if w or not weight]
    moments = Moments.of(used)
    quartiles = (found.lower_quartile, found.median, found.upper_quartile)
    assert quartiles == tuple(
        expected if expected is None else pytest.approx(expected, rel=1e-12)
        for expected in (quantile(used, share) for share in (0.25, 0.5, 0.75))
    )
    for value, expected in (
        (found.mean, moments.mean),
        (found.sd, moments.standard_deviation),
        (found.standard_error, moments.standard_error),
    ):
        # The reference sums squares without moving the origin, which costs half of a float's digits.
        lost = 1e-7 * (1 + max(abs(x) for x, _ in pairs))
        assert value == (expected if expected is None else pytest.approx(expected, rel=1e-6, abs=lost))
    numbers = [x for x, _ in used]
    ends = (min(numbers), max(numbers)) if numbers else (None, None)
    assert (found.min, found.max, found.distinct) == (*ends, len(set(numbers)))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 10), WEIGHTS), min_size=1), st.sampled_from(["", "w"]))
def test_a_scale_is_summarised_as_by_the_reference(pairs: list[tuple[int, float]], weight: str) -> None:
    found = summary_of(pairs, SCALE, weight)
    used = [(x, w if weight else 1.0) for x, w in pairs if w or not weight]
    moments, total = Moments.of(used), math.fsum(w for _, w in used)
    assert found.median == quantile(used, 0.5)
    assert found.mean == (pytest.approx(moments.mean) if total else None)
    score = net_promoter_score(
        math.fsum(w for x, w in used if x >= 9),
        math.fsum(w for x, w in used if x in (7, 8)),
        math.fsum(w for x, w in used if x <= 6),
    )
    assert found.nps == (None if score is None else pytest.approx(score.value, abs=1e-9))


def test_the_net_promoter_score_by_hand(managers: Engine) -> None:
    """3 promoters and 2 detractors of 7."""
    found = summary(managers, question="likely")
    assert found.nps == pytest.approx(100 / 7)
    assert found.mean == pytest.approx(50 / 7)
    assert (found.min, found.median, found.max) == (0, 8, 10)


def test_nets_of_ones_own_stand_beside_those_of_the_score_and_leave_it_as_it_is(managers: Engine) -> None:
    nets = (Net("Top 2 box", ("9", "10")), Net("Passives (7-8)", ("8",)))
    table = tabulate(View(What.TOPLINE, "likely", nets=nets), managers)
    assert table.summary is not None
    assert table.summary.nps == pytest.approx(100 / 7), "its groups are told by score, whatever nets are called"
    told = {row.label: row.cells[0].count for row in table.rows if row.net}
    assert told == {"Promoters (9-10)": 3, "Detractors (0-6)": 2, "Top 2 box": 3, "Passives (7-8)": 1}


def test_a_scale_that_is_no_recommendation_has_top_two_boxes_and_no_score(opened: Opened) -> None:
    options = scored(tuple(Option(code, code) for code in ("bad", "fair", "good", "great")))
    scale = Question("x", Kind.SCALE, options=options)
    found = summary(opened(polars.DataFrame({"x": ["bad", "good", "good", "great", None]}), scale))
    assert (found.nps, found.top2, found.mean) == (None, 75, 2.75)
    assert found.top2_of == ("good", "great")
    assert found.sd == pytest.approx(statistics.stdev([1, 3, 3, 4]))


@pytest.mark.parametrize("offset", [0, 1e9, 2.0**50, -(2.0**50)])
def test_the_spread_of_great_numbers_keeps_its_digits(offset: float, opened: Opened) -> None:
    numbers = [offset + n for n in (1, 2, 3, 4, 10)]
    found = summary(opened(polars.DataFrame({"x": numbers}), NUMBER))
    assert found.mean == offset + 4
    assert found.sd == pytest.approx(math.sqrt(12.5))
    assert found.standard_error == pytest.approx(math.sqrt(2.5))


def test_what_is_no_number_is_left_out(opened: Opened) -> None:
    numbers = [1.0, 3.0, None, float("nan"), float("inf"), -float("inf")]
    found = summary(opened(polars.DataFrame({"x": numbers}), NUMBER))
    assert (found.mean, found.min, found.max, found.distinct) == (2, 1, 3, 2)


def test_nobody_has_no_summary(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"x": [None, None]}, schema={"x": polars.Float64}), NUMBER)
    assert summary(engine) == Summary(distinct=0)
    assert "No numbers to summarise" in tabulate(View(What.TOPLINE, "x"), engine).footer


def test_one_answer_has_a_mean_and_no_spread(opened: Opened) -> None:
    found = summary(opened(polars.DataFrame({"x": [7.0]}), NUMBER))
    assert (found.mean, found.median, found.sd, found.standard_error) == (7, 7, None, None)


def test_dates_have_a_first_and_a_last(managers: Engine) -> None:
    found = summary(managers, question="since")
    assert (found.min, found.max, found.distinct) == (datetime(2024, 1, 31), datetime(2024, 2, 2, 23, 59), 3)
    assert found.mean is None


def test_every_column_of_a_crosstab_has_its_own_summary(managers: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "team", ("impact",)), managers)
    assert [one.mean for one in table.summaries] == pytest.approx([28 / 6, 23 / 4, 2.5, None])


def test_points_with_words_at_the_ends_have_a_score_where_they_are_asked_of_recommending(opened: Opened) -> None:
    codes = ["0 - Not at all likely", *(str(point) for point in range(1, 10)), "10 - Extremely likely"]
    options = (
        *(Option(code, code, score=float(point)) for point, code in enumerate(codes)),
        Option("Don't know", "DK"),
    )
    replies = polars.DataFrame({"x": [codes[10], codes[10], codes[9], codes[7], codes[0], "Don't know"]})
    asked = Question("x", Kind.SCALE, "How likely are you to recommend us?", options=options)
    assert summary(opened(replies, asked)).nps == pytest.approx(100 * (3 - 1) / 5)
    other = Question("x", Kind.SCALE, "How satisfied are you?", options=options)
    assert summary(opened(replies, other)).nps is None


def test_years_are_shown_without_a_mark_between_thousands(opened: Opened) -> None:
    frame = polars.DataFrame({"x": [*range(1931, 2004, 3)]})
    born = Question("x", Kind.NUMERIC, "Year of birth", storage=Storage.INTEGER)
    for asked, first in ((born, "1930 to 1939"), (replace(born, text="Employees"), "1,930 to 1,939")):
        table = tabulate(View(What.TOPLINE, "x"), opened(frame, asked))
        assert table.summary is not None
        assert (table.rows[0].label, table.summary.of_years) == (first, asked is born)


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("banner", ["side", "side/half", "uses", "side/uses", "x", "day"])
@pytest.mark.parametrize("rows", ["x", "day", "said", "who"])
def test_columns_are_summarised_like_the_people_of_each_alone(
    rows: str, banner: str, is_large: bool, weight: str, opened: Opened
) -> None:
    engine = _cut(opened, is_large)
    view = View(What.CROSSTAB, rows, columns=(banner,), slice=Slice(weight=weight))
    table = tabulate(view, engine)
    assert len(table.summaries) == len(table.columns) > 2
    for column, found in zip(table.columns, table.summaries, strict=True):
        people = replace(view.slice, conditions=column.base.slice.conditions)
        (alone,) = tabulate(View(What.TOPLINE, rows, slice=people), engine).summaries
        for field in fields(Summary):
            value, expected = getattr(found, field.name), getattr(alone, field.name)
            is_number = isinstance(expected, float) and not field.name.endswith("letters")
            assert value == (pytest.approx(expected, rel=1e-9) if is_number else expected) or field.name == "letters"


@pytest.mark.parametrize("weight", ["", "w"])
def test_a_wide_nest_takes_no_more_statements_than_a_narrow_one(weight: str, opened: Opened) -> None:
    engine = _cut(opened, False)

    def asked(*banner: str) -> int:
        with patch.object(Engine, "query", autospec=True, side_effect=Engine.query) as query:
            tabulate(View(What.CROSSTAB, "x", columns=banner, slice=Slice(weight=weight)), engine)
        return query.call_count

    assert asked("side/half") <= asked("half") + 1
    assert asked("side/uses") <= asked("uses") + 1


def _cut(opened: Opened, is_large: bool) -> Engine:
    frame = polars.DataFrame(
        {
            "x": [None if at % 11 == 0 else float(at * 37 % 23) for at in range(90)],
            "day": [datetime(2024, 1 + at % 5, 1 + at % 28) for at in range(90)],
            "said": [" ".join(["word"] * (at % 7)) for at in range(90)],
            "who": [f"person {at // 2}" for at in range(90)],
            # Nobody of the third side gave a number.
            "side": ["c" if at % 11 == 0 else "ab"[at % 2] for at in range(90)],
            "half": ["first" if at < 45 else "second" for at in range(90)],
            "uses": [[code for code in ("mail", "chat", "phone") if (at * 7) % len(code)] for at in range(90)],
            "w": [float(at % 4) / 2 for at in range(90)],
        }
    )
    engine = opened(
        frame,
        NUMBER,
        Question("day", Kind.DATE, storage=Storage.DATE),
        Question("said", Kind.OPEN),
        Question("who", Kind.OPEN, role=Role.PERSONAL),
        Question("side", Kind.SINGLE, options=tuple(Option(code, code) for code in "abc")),
        Question("half", Kind.SINGLE, options=(Option("first", "First"), Option("second", "Second"))),
        Question("uses", Kind.MULTI, options=tuple(Option(code, code) for code in ("mail", "chat", "phone"))),
        WEIGHT,
    )
    engine.is_large = is_large
    return engine
