"""Questions over time: which columns there are, and what is said to have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import polars
import pytest

from topline.analysis import explained, period_of, periods_offered, tabulate
from topline.analysis.changed import tests_of_statistic as changes_of
from topline.analysis.changed import with_changes
from topline.engine import Engine
from topline.survey import (
    Base,
    Cell,
    Kind,
    Option,
    Period,
    Question,
    Significance,
    Slice,
    Storage,
    Table,
    ToplineError,
    View,
    What,
    read_expression,
    scored,
)

from .conftest import Opened


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, code) for code in codes)


SAID = Question("said", Kind.SINGLE, "Said", options=options("yes", "no"))
WAVE = Question("wave", Kind.SINGLE, "Wave", options=options("1", "2", "3", "4"))
ROUND = Question("round", Kind.NUMERIC, "Round", storage=Storage.INTEGER)
WHEN = Question("when", Kind.DATE, "When?", storage=Storage.DATE)
MINUTES = Question("minutes", Kind.NUMERIC, "Minutes", storage=Storage.REAL)
LIKE = Question("like", Kind.SCALE, "Like", storage=Storage.INTEGER, options=scored(options("1", "2", "3")))
FIVE = scored(options("1", "2", "3", "4", "5"))
AGREE = Question("agree", Kind.SCALE, "Agree", storage=Storage.INTEGER, options=FIVE)
TOOLS = Question("tools", Kind.MULTI, "Tools", options=options("saw", "file"))
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL)
QUESTIONS = (SAID, WAVE, ROUND, WHEN, MINUTES, LIKE, AGREE, TOOLS, WEIGHT)
START = datetime(2024, 1, 1)


def waves(**yes_of: tuple[int, int]) -> list[dict[str, object]]:
    """So many of so many said yes in each wave, w1 being the first."""
    return [
        {"wave": wave[1:], "round": int(wave[1:]), "said": "yes" if at < yes else "no"}
        for wave, (yes, all_) in yes_of.items()
        for at in range(all_)
    ]


def asked(opened: Opened, rows: list[dict[str, object]]) -> Engine:
    types = {"wave": polars.String, "round": polars.Int64, "said": polars.String, "when": polars.Datetime}
    types |= {"minutes": polars.Float64, "like": polars.Int64, "agree": polars.Int64}
    types |= {"tools": polars.List(polars.String), "w": polars.Float64}
    blank = dict.fromkeys(types)
    return opened(polars.DataFrame([blank | {"w": 1.0} | row for row in rows], schema=types), *QUESTIONS)


def trend(engine: Engine, rows: str = "said", over: str = "wave", **shown: object) -> Table:
    return tabulate(View(What.TREND, rows, (over,), **shown), engine)  # type: ignore[arg-type]


def changes(table: Table, label: str = "yes") -> list[str]:
    return next([cell.letters for cell in row.cells] for row in table.rows if row.label == label)


def bases(table: Table) -> list[tuple[str, int]]:
    return [(column.label, column.base.unweighted) for column in table.columns[1:]]


@pytest.fixture
def reference(opened: Opened) -> Engine:
    """208 of 400, and then 171 of 380: z 1.955128669, p .050567885."""
    return asked(opened, waves(w1=(208, 400), w2=(171, 380)))


def test_the_reference_value_is_found_through_a_whole_table(reference: Engine) -> None:
    table = trend(reference)
    assert bases(table) == [("1", 400), ("2", 380), ("3", 0), ("4", 0)]
    assert changes(table) == ["", "", "down", "", ""]
    assert changes(table, "no") == ["", "", "up", "", ""]
    assert changes(trend(reference, levels=(94,))) == ["", "", "DOWN", "", ""]
    assert changes(trend(reference, levels=(95,))) == [""] * 5
    assert changes(trend(reference, test=Significance.OFF)) == [""] * 5
    lines = dict(explained(table, table.rows[0], 2, reference.survey).parts)["Beside the others"]
    assert lines[1] == "1: z -1.96, p=0.051, adjusted p=0.051: less at 90%"


def test_each_period_is_tested_against_the_last_one_with_a_base_that_is_not_low(opened: Opened) -> None:
    engine = asked(opened, waves(w1=(20, 100), w2=(20, 20), w3=(60, 100), w4=(58, 100)))
    table = trend(engine)
    assert changes(table) == ["", "", "", "UP", ""]
    said = dict(explained(table, table.rows[0], 3, engine.survey).parts)["Beside the others"]
    assert said[0].endswith("Benjamini-Hochberg, 2 in this row")
    assert said[1].startswith("1: z +5.77")
    low = dict(explained(table, table.rows[0], 2, engine.survey).parts)["Beside the others"]
    first = dict(explained(table, table.rows[0], 1, engine.survey).parts)["Beside the others"]
    assert low == ("not tested: its base is below 30",)
    assert first == ("no period before it has a base of 30 or more",)
    assert "Caution: base below 30 in 2" in table.footer


def test_the_whole_trend_is_tested_however_low_its_bases_are(opened: Opened) -> None:
    footer = trend(asked(opened, waves(w1=(8, 9), w2=(2, 7)))).footer
    assert "Changes are not tested: no two periods have a base of 30 or more" in footer
    assert any(line.startswith("Wave: Fisher's exact test, p=0.035") for line in footer)


def test_a_rows_tests_are_one_family(opened: Opened) -> None:
    # Each step has p 0.028: alone it is significant, among three under Bonferroni it is not.
    engine = asked(opened, waves(w1=(40, 100), w2=(56, 101), w3=(56, 101), w4=(56, 101)))
    assert changes(trend(engine, test=Significance.UNADJUSTED))[2] == "UP"
    assert changes(trend(engine, test=Significance.BH))[2] == "up"
    assert changes(trend(engine, test=Significance.BONFERRONI))[2] == "up"
    assert changes(trend(engine, test=Significance.BONFERRONI, levels=(95,)))[2] == ""


def test_a_withheld_number_is_tested_against_none(reference: Engine) -> None:
    """It would be taken for nobody, and what is beside it for significantly more."""
    table = trend(reference, test=Significance.OFF)
    first, *others = table.rows
    cells = tuple(Cell(0, None, suppressed=True) if at == 1 else cell for at, cell in enumerate(first.cells))
    view = replace(table.view, test=Significance.BH)
    withheld = replace(table, view=view, rows=(replace(first, cells=cells), *others))
    changed = with_changes(withheld, view)
    assert changes(changed) == [""] * 5
    assert changes(changed, "no") == ["", "", "up", "", ""]
    said = dict(explained(withheld, withheld.rows[0], 2, reference.survey).parts)["Beside the others"]
    assert said == ("not tested: the period before it has nothing to be tested against",)


def test_weights_make_bases_smaller(opened: Opened) -> None:
    rows = waves(w1=(208, 400), w2=(150, 380))
    for at, row in enumerate(rows):
        row["w"] = 0.1 if at % 2 else 4.0
    engine = asked(opened, rows)
    table = trend(engine, slice=Slice(weight="w"), test=Significance.UNADJUSTED)
    assert any("pooled t on effective bases" in line for line in table.footer)
    assert table.columns[1].base.effective == pytest.approx(400 * 4.1**2 / 4 / ((16 + 0.01) / 2), rel=1e-9)
    assert changes(trend(engine))[2] == "DOWN"


def test_means_are_tested_too(opened: Opened) -> None:
    rows = waves(w1=(10, 50), w2=(10, 50), w3=(10, 50))
    for at, row in enumerate(rows):
        row["minutes"] = float(at % 10) + (3 if row["wave"] == "3" else 0)
        row["like"] = 1 + at % 3
    engine = asked(opened, rows)
    table = trend(engine, "minutes")
    assert [summary.mean for summary in table.summaries] == [5.5, 4.5, 4.5, 7.5, None]
    assert [summary.letters for summary in table.summaries] == ["", "", "", "UP", ""]
    assert any("means by Welch's t" in line for line in table.footer)
    scale = trend(engine, "like")
    assert [summary.letters for summary in scale.summaries] == [""] * 5
    assert any("chi-square" in line for line in scale.footer)


def test_the_top_two_boxes_are_tested_among_those_who_gave_a_point(opened: Opened) -> None:
    """208 of 400, and then 171 of 380: z -1.955128669. The rows are single points, which change less than both."""
    rows = waves(w1=(208, 400), w2=(171, 380))
    for at, row in enumerate(rows):
        row["agree"] = 4 + at % 2 if row["said"] == "yes" else 1
    rows += [{"wave": wave} for wave in "12" for _ in range(50)]
    engine = asked(opened, rows)
    for base in (Base.ANSWERED, Base.EVERYONE):
        table = trend(engine, "agree", base=base)
        assert [summary.top2_letters for summary in table.summaries] == ["", "", "down", "", ""]
        (test,) = changes_of(table, table.view, "top2").values()
        assert (test.statistic, test.p) == (pytest.approx(-1.955128669), pytest.approx(0.050567885))
        assert any("top 2 among those who gave a point" in line for line in table.footer)


def test_numbers_of_waves_have_those_between_them_too(opened: Opened) -> None:
    engine = asked(opened, waves(w1=(5, 10), w2=(5, 10), w5=(5, 10)))
    assert bases(trend(engine, over="round")) == [("1", 10), ("2", 10), ("3", 0), ("4", 0), ("5", 10)]
    few = trend(engine, over="round", slice=Slice((read_expression("round >= 2", engine.survey),)))
    assert bases(few) == [("2", 10), ("3", 0), ("4", 0), ("5", 10)]


def over_days(opened: Opened, *days: int) -> Engine:
    """A reply at noon, so many days after the first of 2024, which was a Monday."""
    return asked(opened, [{"said": "yes", "when": START + timedelta(days=day, hours=12)} for day in days])


@pytest.mark.parametrize(
    ("days", "period", "labels"),
    [
        ((0, 2), None, ["2024-01-01 Mon", "2024-01-02 Tue", "2024-01-03 Wed"]),
        ((0, 40), None, [f"week of 2024-{day}" for day in ("01-01", "01-08", "01-15", "01-22", "01-29", "02-05")]),
        ((0, 59), Period.MONTH, ["2024-01", "2024-02"]),
        ((0, 59), Period.QUARTER, ["2024 Q1"]),
        ((0, 90), Period.QUARTER, ["2024 Q1"]),
        ((0, 91), Period.QUARTER, ["2024 Q1", "2024 Q2"]),
        ((0, 800), Period.YEAR, ["2024", "2025", "2026"]),
        ((6, 7), Period.WEEK, ["week of 2024-01-01", "week of 2024-01-08"]),
    ],
)
def test_dates_are_cut_into_periods_in_time_order(
    opened: Opened, days: tuple[int, ...], period: Period | None, labels: list[str]
) -> None:
    table = trend(over_days(opened, *days), over="when", period=period)
    assert [column.label for column in table.columns[1:]] == labels
    assert sum(column.base.unweighted for column in table.columns[1:]) == len(days)


@pytest.mark.parametrize(
    ("days", "many", "first"), [(23, 24, "Mon"), (24, 4, "week"), (168, 6, "2024-01"), (731, 9, "Q1")]
)
def test_the_shortest_period_that_gives_few_columns_suits(opened: Opened, days: int, many: int, first: str) -> None:
    table = trend(over_days(opened, 0, days), over="when")
    assert len(table.columns) - 1 == many
    assert first in table.columns[1].label


def test_periods_that_can_be_chosen_give_neither_one_column_nor_too_many(opened: Opened) -> None:
    engine = over_days(opened, 0, 500)
    table = trend(engine, over="when", period=Period.MONTH)
    assert periods_offered(table, engine.survey) == (Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)
    assert period_of(table) is Period.MONTH
    assert periods_offered(trend(engine), engine.survey) == ()
    assert period_of(trend(engine)) is None


def test_a_date_at_the_end_of_the_calendar_breaks_nothing(opened: Opened) -> None:
    never = [{"said": "yes", "when": START}, {"said": "no", "when": datetime(9999, 12, 31)}]
    engine = asked(opened, never)
    table = trend(engine, over="when")
    assert [column.base.unweighted for column in table.columns[1:] if column.base.unweighted] == [1, 1]
    assert len(table.columns) < 25


def test_people_without_a_date_are_in_no_period_and_that_is_said(opened: Opened) -> None:
    engine = asked(opened, [{"said": "yes", "when": START}, {"said": "no"}])
    table = trend(engine, over="when")
    assert table.base.unweighted == 2
    assert "Columns: 1 has no answer to When?, and so stand in none of its columns" in table.footer
    assert "Over: When?" in table.footer


def test_nobody_at_all_leaves_the_total_alone(opened: Opened) -> None:
    nobody = trend(asked(opened, []), over="when")
    assert [column.label for column in nobody.columns] == ["Total"]
    assert any(line.startswith("Changes are not tested") for line in nobody.footer)


@pytest.mark.parametrize(
    ("rows", "over", "period", "complaint"),
    [
        ("said", "tools", None, "a trend goes over a wave or a date, and tools is neither; such as wave, round, when"),
        ("said", "said", None, "said cannot be followed over itself"),
        ("said", "wave", Period.DAY, "wave is no date, so that its columns are its answers and no days"),
        ("said", "minutes", None, "minutes has too many different numbers, or other than whole ones"),
        ("said", "when", Period.DAY, "by day there would be 1,001 columns from 2024-01-01 to 2026-09-27, over 400"),
    ],
)
def test_what_is_no_time_is_refused(
    opened: Opened, rows: str, over: str, period: Period | None, complaint: str
) -> None:
    told = [{"said": "yes", "when": START, "minutes": 0.5}]
    told.append({"said": "no", "when": START + timedelta(days=1000), "minutes": 2.0})
    with pytest.raises(ToplineError) as raised:
        trend(asked(opened, told), rows, over, period=period)
    assert complaint in str(raised.value)
