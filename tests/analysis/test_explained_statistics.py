"""What describes a column explained: what went in, its interval, its tests, and SQL that gives the same number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars
import pytest

from topline.analysis import explained, explained_statistic, tabulate
from topline.engine import Engine
from topline.survey import (
    Kind,
    Option,
    Percent,
    Question,
    Role,
    Significance,
    Slice,
    Storage,
    Survey,
    Table,
    View,
    What,
    read_expression,
    scored,
)

Opened = Callable[..., Engine]
POINTS = scored(tuple(Option(f"{n}", f"{n}") for n in range(1, 6)))
LIKELY = scored(tuple(Option(f"{n}", f"{n}") for n in range(11)))
QUESTIONS = (
    Question("point", Kind.SCALE, storage=Storage.INTEGER, options=POINTS),
    Question("likely", Kind.SCALE, "How likely are you to recommend us?", storage=Storage.INTEGER, options=LIKELY),
    Question("hours", Kind.NUMERIC, storage=Storage.INTEGER),
    Question("group", Kind.SINGLE, "Group", options=(Option("a", "A"), Option("b", "B"), Option("c", "C"))),
    Question("wave", Kind.SINGLE, options=(Option("1", "First"), Option("2", "Second"))),
    Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
)
FRAME = polars.DataFrame(
    {
        "point": [None if at % 17 == 0 else min(5, at * 3 % 5 + 1 + at % 3) for at in range(150)],
        "likely": [None if at % 11 == 0 else (at * 7 + at % 3) % 11 for at in range(150)],
        "hours": [None if at % 13 == 0 else at * 7 % 31 + 9 * (at % 3) for at in range(150)],
        "group": ["abc"[at % 3] if at < 120 else "ab"[at % 2] for at in range(150)],
        "wave": ["12"[at % 2] for at in range(150)],
        "w": [None if at % 19 == 0 else 1.0 + at % 4 for at in range(150)],
    }
)


def parts(table: Table, at: int, survey: Survey, statistic: str = "mean") -> dict[str, tuple[str, ...]]:
    told = explained_statistic(table, at, statistic, survey)
    assert told
    return dict(told.parts)


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize(
    ("rows", "statistic"), [("point", "mean"), ("hours", "mean"), ("point", "top2"), ("likely", "nps")]
)
def test_its_sql_gives_the_same(rows: str, statistic: str, weight: str, opened: Opened, tmp_path: Path) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = tabulate(View(What.CROSSTAB, rows, ("group",), Slice(weight=weight)), engine)
    connection = duckdb.connect()
    connection.sql(f"create view responses as select * from '{tmp_path / 'replies0.parquet'}'")
    for at, summary in enumerate(table.summaries):
        (statement,) = parts(table, at, engine.survey, statistic)["SQL"]
        assert connection.sql(statement).fetchall() == [(pytest.approx(getattr(summary, statistic)),)]


@pytest.mark.parametrize("percent", [Percent.COLUMN, Percent.ROW])
@pytest.mark.parametrize("asked", [(), ("group = 'a' or wave = '2'",)])
def test_sql_of_a_weighted_share_gives_the_number_shown(
    percent: Percent, asked: tuple[str, ...], opened: Opened, tmp_path: Path
) -> None:
    """Also where some weigh nothing, or have no weight, and where nobody is in a cell."""
    frame = FRAME.with_columns(w=polars.when(polars.col("hours") == 7).then(-2.0).otherwise(polars.col("w")))
    engine = opened(frame, *QUESTIONS)
    people = Slice(tuple(read_expression(said, engine.survey) for said in asked), weight="w")
    table = tabulate(View(What.CROSSTAB, "likely", ("group",), people, percent=percent), engine)
    connection = duckdb.connect()
    connection.sql(f"create view responses as select * from '{tmp_path / 'replies0.parquet'}'")
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            count, share = dict(explained(table, row, at, engine.survey).parts)["SQL"]
            assert connection.sql(count).fetchall() == [(cell.count,)]
            assert cell.percent is not None
            assert connection.sql(share).fetchall() == [(pytest.approx(cell.percent),)]


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
    plain = tabulate(View(What.CROSSTAB, "wave", ("group",)), engine)
    assert explained_statistic(plain, 1, "mean", engine.survey) is None


def test_a_net_promoter_score_is_what_it_is_made_of(opened: Opened) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = tabulate(View(What.CROSSTAB, "likely", ("group",)), engine)
    told, summary = parts(table, 1, engine.survey, "nps"), table.summaries[1]
    given = FRAME.filter(polars.col("group") == "a", polars.col("likely").is_not_null())["likely"]
    promoters, detractors = 100 * (given > 8).mean(), 100 * (given < 7).mean()
    assert told["NPS"][0].startswith(
        f"{promoters:.2f}% promoters (9-10) - {detractors:.2f}% detractors (0-6) = {promoters - detractors:+.2f}; "
    )
    worth = (given > 8).cast(int) - (given < 7).cast(int)
    error = 100 * float(worth.std(ddof=0)) / len(given) ** 0.5
    assert told["NPS"][1].startswith(f"standard error {error:.4f}: ")
    assert f"95% interval {summary.nps_low:+.1f} to {summary.nps_high:+.1f}" in told["NPS"][2]
    first, *tests = told["Beside the others"]
    assert "scores, by their standard errors" in first
    assert [line[:5] for line in tests] == ["B (B)", "C (C)"]


def test_a_share_in_the_top_two_boxes_is_of_those_who_gave_a_point(opened: Opened) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = tabulate(View(What.CROSSTAB, "point", ("group",)), engine)
    told = parts(table, 1, engine.survey, "top2")
    given = FRAME.filter(polars.col("group") == "a", polars.col("point").is_not_null())["point"]
    four, five = (given == 4).sum(), (given == 5).sum()
    share = 100 * (four + five) / len(given)
    assert told["Top 2"][0] == f"({four} + {five}) / {len(given)} = {share:.2f}% of those who gave a point: 4 and 5"
    assert "Wilson" in told["Top 2"][1]
    assert "shares of those who gave a point" in told["Beside the others"][0]
    hidden = replace(table, rows=table.rows[1:])
    assert parts(hidden, 1, engine.survey, "top2")["Top 2"][0] == f"{share:.2f}% of those who gave a point: 4 and 5"


@pytest.mark.parametrize(
    ("rows", "statistic", "family"), [("likely", "nps", "the scores"), ("point", "top2", "these shares")]
)
def test_scores_and_shares_of_a_trend_are_held_against_the_wave_before(
    rows: str, statistic: str, family: str, opened: Opened
) -> None:
    engine = opened(FRAME, *QUESTIONS)
    trend = tabulate(View(What.TREND, rows, ("wave",)), engine)
    first, test = parts(trend, 2, engine.survey, statistic)["Beside the others"]
    assert first.endswith(f"each period against the one before; Benjamini-Hochberg, 1 of {family}")
    assert test.startswith("First: z ")
    assert "adjusted p=" in test
    assert parts(trend, 1, engine.survey, statistic)["Beside the others"] == (
        "no period before it has a base of 30 or more",
    )
