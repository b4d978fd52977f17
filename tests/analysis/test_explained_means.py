"""The mean of a column explained: what went in, its interval, its tests, and SQL that gives the same number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars
import pytest

from topline.analysis import explained_mean, tabulate
from topline.engine import Engine
from topline.survey import Kind, Option, Question, Role, Significance, Slice, Storage, Survey, Table, View, What, scored

Opened = Callable[..., Engine]
POINTS = scored(tuple(Option(f"{n}", f"{n}") for n in range(1, 6)))
QUESTIONS = (
    Question("point", Kind.SCALE, storage=Storage.INTEGER, options=POINTS),
    Question("hours", Kind.NUMERIC, storage=Storage.INTEGER),
    Question("group", Kind.SINGLE, "Group", options=(Option("a", "A"), Option("b", "B"), Option("c", "C"))),
    Question("wave", Kind.SINGLE, options=(Option("1", "First"), Option("2", "Second"))),
    Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
)
FRAME = polars.DataFrame(
    {
        "point": [None if at % 17 == 0 else min(5, at * 3 % 5 + 1 + at % 3) for at in range(150)],
        "hours": [None if at % 13 == 0 else at * 7 % 31 + 9 * (at % 3) for at in range(150)],
        "group": ["abc"[at % 3] if at < 120 else "ab"[at % 2] for at in range(150)],
        "wave": ["12"[at % 2] for at in range(150)],
        "w": [None if at % 19 == 0 else 1.0 + at % 4 for at in range(150)],
    }
)


def parts(table: Table, at: int, survey: Survey) -> dict[str, tuple[str, ...]]:
    told = explained_mean(table, at, survey)
    assert told
    return dict(told.parts)


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("rows", ["point", "hours"])
def test_its_sql_gives_the_mean(rows: str, weight: str, opened: Opened, tmp_path: Path) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = tabulate(View(What.CROSSTAB, rows, ("group",), Slice(weight=weight)), engine)
    connection = duckdb.connect()
    connection.sql(f"create view responses as select * from '{tmp_path / 'replies0.parquet'}'")
    for at, summary in enumerate(table.summaries):
        (statement,) = parts(table, at, engine.survey)["SQL"]
        assert connection.sql(statement).fetchall() == [(pytest.approx(summary.mean),)]


def test_what_went_in_its_interval_and_its_tests(opened: Opened) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = tabulate(View(What.CROSSTAB, "point", ("group",)), engine)
    told, summary = parts(table, 1, engine.survey), table.summaries[1]
    given = FRAME.filter(polars.col("group") == "a", polars.col("point").is_not_null())["point"]
    assert summary.mean
    assert summary.standard_error
    assert told["Mean"][0].endswith(f") / {len(given)} = {given.mean():.4f} points")
    reach = 1.959964 * summary.standard_error
    assert f"95% interval {summary.mean - reach:.4f} to {summary.mean + reach:.4f}" in told["Mean"][2]
    first, *tests = told["Beside the others"]
    assert "means (Welch's t)" in first
    assert [line[:5] for line in tests] == ["B (B)", "C (C)"]
    assert all(": t " in line and "adjusted p" in line for line in tests)
    marked = [other for other, line in zip("BC", tests, strict=True) if "more at 95%" in line]
    assert "".join(marked) == "".join(letter for letter in summary.letters if letter.isupper())


def test_a_trend_is_held_against_the_wave_before_and_what_has_no_mean_has_none(opened: Opened) -> None:
    engine = opened(FRAME, *QUESTIONS)
    trend = tabulate(View(What.TREND, "hours", ("wave",)), engine)
    assert "each period against the one before" in parts(trend, 2, engine.survey)["Beside the others"][0]
    assert "no period before it" in parts(trend, 1, engine.survey)["Beside the others"][0]
    plain = tabulate(replace(trend.view, what=What.CROSSTAB, test=Significance.OFF), engine)
    assert parts(plain, 1, engine.survey)["Beside the others"] == ("differences are not tested",)
    assert explained_mean(tabulate(View(What.CROSSTAB, "wave", ("group",)), engine), 1, engine.survey) is None
