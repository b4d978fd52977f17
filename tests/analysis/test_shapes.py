"""Tables of other shapes: several questions below each other, a grid as one table, a crosstab on its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from topline.analysis import grid_on_its_side, grid_order, grid_views, tabulate, view_of
from topline.cli.explorer import sample_path
from topline.engine import Engine, Windows
from topline.readers import open_source
from topline.survey import (
    Base,
    CannedQuery,
    Chart,
    Chose,
    Kind,
    Option,
    Order,
    Percent,
    Question,
    Shows,
    Slice,
    Storage,
    Survey,
    Table,
    ToplineError,
    UnknownNameError,
    View,
    What,
    laid_out,
)

from .test_law import every_door

STUB = View(What.CROSSTAB, "impact", ("role", "linkedin_minutes"), stub=("how", "agree_work", "quota"))
GRID = View(What.TOPLINE, "agree_work", chart=Chart.TABLE)


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def assert_lawful(table: Table, engine: Engine) -> None:
    """The law: behind every number are as many replies as it says."""
    windows = Windows(engine)
    doors = {(count, people) for _, count, people in every_door(table)}
    for count, people in doors:
        assert windows.count(people) == count


def heads(table: Table) -> list[tuple[str, str, str]]:
    return [(column.question, column.code, column.letter) for column in table.columns]


# Several questions below each other.


def test_each_question_keeps_its_base_its_rows_its_statistics_and_its_test(sample: Engine) -> None:
    table = tabulate(STUB, sample)
    impact, how, agree, quota = table.parts
    assert table.rows == ()
    assert [part.view.rows for part in table.parts] == ["impact", "how", "agree_work", "quota"]
    assert [part.base.unweighted for part in table.parts] == [412, 205, 412, 412]
    assert [bool(part.summaries) for part in table.parts] == [False, False, True, True]
    assert [[one.question for one in part.associations] for part in table.parts] == [["role"], [], ["role"], []]
    alone = tabulate(View(What.CROSSTAB, "agree_work", ("role",)), sample)
    assert [row.cells for row in agree.rows] == [
        (*row.cells, *mine.cells[len(row.cells) :]) for row, mine in zip(alone.rows, agree.rows, strict=True)
    ]
    assert impact.base.text == "replied"
    assert how.base.text == "said yes"
    assert quota.base.text == "replied"


def test_all_questions_have_the_same_columns_also_where_nobody_of_a_base_is_in_one(sample: Engine) -> None:
    table = tabulate(STUB, sample)
    assert all(heads(part) == heads(table) for part in table.parts)
    bands = tabulate(View(What.CROSSTAB, "how", ("linkedin_minutes",)), sample)
    assert len(bands.columns) <= len(table.columns) - 4
    assert_lawful(table, sample)


def test_codes_that_nobody_listed_are_columns_of_every_question(tmp_path: Path) -> None:
    questions = (
        Question("a", Kind.SINGLE, options=(Option("x", "X"), Option("y", "Y"))),
        Question("b", Kind.SINGLE, options=(Option("x", "X"), Option("y", "Y"))),
        Question("by", Kind.SINGLE, options=(Option("1", "One"), Option("2", "Two"))),
        Question("several", Kind.MULTI, options=(Option("p", "P"),)),
    )
    rows: list[dict[str, object]] = [
        {"a": "x", "b": None, "by": "1", "several": ["p"]},
        {"a": None, "b": "y", "by": "unlisted", "several": ["other"]},
        {"a": "y", "b": "x", "by": "2", "several": ["p"]},
        {"a": None, "b": None, "by": "of nobody", "several": []},
    ]
    path = tmp_path / "replies.parquet"
    schema: dict[str, pl.DataType] = {name: pl.String() for name in ("a", "b", "by")}
    schema["several"] = pl.List(pl.String)
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)
    with Engine(path, Survey("Codes", questions=questions, respondents=len(rows))) as engine:
        table = tabulate(View(What.CROSSTAB, "a", ("by", "several"), stub=("b",)), engine)
        first, second = table.parts
        assert [column.code for column in first.columns] == ["total", "1", "2", "unlisted", "p", "other"]
        assert heads(first) == heads(second)
        assert [column.letter for column in first.columns] == ["", *"ABCDE"]
        assert [column.base.unweighted for column in first.columns] == [2, 1, 1, 0, 2, 0]
        assert [column.base.unweighted for column in second.columns] == [2, 0, 1, 1, 1, 1]
        assert first.rows[0].cells[3].percent is None
        assert_lawful(table, engine)


def test_what_all_questions_say_is_said_once_and_each_says_its_base_and_its_missing(sample: Engine) -> None:
    footer = tabulate(STUB, sample).footer
    assert footer[0] == "Base: of each question its own, n=205 to 412"
    assert sum(text.startswith("Question: ") for text in footer) == 4
    assert sum(text.startswith("Base: ") for text in footer) == 5
    assert [footer.count("Missing: Not asked 4,588"), footer.count("Weight: none")] == [3, 1]
    assert sum(text.startswith("Letters: ") for text in footer) == 1
    assert any("means by Welch's t" in text for text in footer)


def test_questions_without_a_banner_are_toplines_below_each_other(sample: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "impact", stub=("agree_work",)), sample)
    assert [column.code for column in table.columns] == ["total"]
    for part in table.parts:
        alone = tabulate(View(What.TOPLINE, part.view.rows), sample)
        assert part.rows == alone.rows
    assert not any("Letters" in text or "tested" in text for text in table.footer)


def test_rows_are_sorted_within_their_question_and_an_asked_base_holds_for_all(sample: Engine) -> None:
    view = replace(STUB, order=Order.COUNT, base=Base.EVERYONE, slice=Slice(weight="weight"))
    table = tabulate(view, sample)
    assert [part.view.rows for part in table.parts] == list(view.questions)
    for part in table.parts:
        assert part.base.unweighted == 5000
        blocks = [row.cells[0].weighted for row in part.rows if not row.level]
        assert blocks == sorted(blocks, reverse=True)


def test_a_grid_stands_for_all_its_questions_wherever_rows_are_named(sample: Engine) -> None:
    survey = sample.survey
    names = tuple(question.name for question in survey if question.grid == "Statements")
    assert tuple(question.name for question in survey.find_rows("grid:state")) == names
    assert tuple(question.name for question in survey.find_rows("statements")) == names
    assert [question.name for question in survey.find_rows("impact")] == ["impact"]
    view = view_of(CannedQuery("T", rows="impact", stub=("grid:Statements",), columns=("role",)), survey)
    assert view.questions == ("impact", *names)
    assert view_of(CannedQuery("T", rows="Statements"), survey).what is What.CROSSTAB
    with pytest.raises(UnknownNameError, match="is no grid of this survey; it has: Statements"):
        survey.find_rows("grid:nothing")


def test_rows_of_several_questions_go_with_no_other_table(sample: Engine) -> None:
    with pytest.raises(ToplineError, match="rows of several questions go with a crosstab"):
        view_of(CannedQuery("T", view="topline", rows="impact", stub=("how",)), sample.survey)


# A crosstab on its side.


@pytest.mark.parametrize("view", [STUB, replace(STUB, stub=()), replace(STUB, slice=Slice(weight="weight"))])
def test_on_its_side_every_cell_keeps_its_numbers_its_letters_and_its_people(sample: Engine, view: View) -> None:
    table = tabulate(replace(view, transposed=True), sample)
    side = laid_out(table)
    rows = [row for row in side.rows if row.cells]
    assert len(rows) == len(table.columns)
    assert [row.label for row in rows] == [
        f"{one.label} ({one.letter})" if one.letter else one.label for one in table.columns
    ]
    upright = [row for part in table.each for row in part.rows]
    shares = [at for at, column in enumerate(side.columns) if column.shows.is_share]
    assert [side.columns[at].code for at in shares] == [row.code for row in upright]
    for at, row in enumerate(rows):
        assert [row.cells[place] for place in shares] == [one.cells[at] for one in upright]
    bases = [at for at, column in enumerate(side.columns) if column.shows is Shows.PEOPLE]
    for place, part in zip(bases, table.each, strict=True):
        assert [row.cells[place].count for row in rows] == [column.base.unweighted for column in part.columns]
        assert [row.cells[place].slice for row in rows] == [column.base.slice for column in part.columns]
    assert_lawful(side, sample)


def test_on_its_side_means_stand_at_the_right_with_their_letters(sample: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "agree_work", ("policy",), transposed=True), sample)
    side = laid_out(table)
    at = next(at for at, column in enumerate(side.columns) if column.shows is Shows.MEAN)
    cells = [row.cells[at] for row in side.rows if row.cells]
    assert [cell.mean for cell in cells] == [summary.mean for summary in table.summaries]
    assert [cell.letters for cell in cells] == [summary.letters for summary in table.summaries]
    assert any(cell.letters for cell in cells)


def test_on_its_side_a_cell_is_as_far_from_the_total_as_upright(sample: Engine) -> None:
    upright = tabulate(View(What.CROSSTAB, "impact", ("role",)), sample)
    side = laid_out(replace(upright, view=replace(upright.view, transposed=True)))
    rows = [row for row in side.rows if row.cells]
    for at, row in enumerate(upright.rows, 1):
        for place in range(1, len(upright.columns)):
            assert side.difference(rows[place], at) == upright.difference(row, place)
            assert side.is_sound(rows[place], at) == upright.is_sound(row, place)


def test_on_its_side_the_footer_says_what_percentages_are_of(sample: Engine) -> None:
    for percent in Percent:
        footer = tabulate(View(What.CROSSTAB, "impact", ("role",), percent=percent, transposed=True), sample).footer
        assert any(text.startswith("On its side: ") for text in footer)
        assert any(text.startswith("Letters: the row exceeds") for text in footer)


# A grid as one table.


def grid(view: View, engine: Engine) -> Table:
    return grid_on_its_side([tabulate(one, engine) for one in grid_views(view, engine.survey)], view, engine.survey)


@pytest.mark.parametrize("weight", ["", "weight"])
def test_a_grid_is_one_table_of_its_questions_with_percentages_of_the_bases_of_their_own(
    sample: Engine, weight: str
) -> None:
    view = replace(GRID, slice=Slice((Chose("role", ("VP", "Director")),), weight=weight))
    side = laid_out(grid(view, sample))
    names = [question.name for question in sample.survey if question.grid == "Statements"]
    assert [row.code for row in side.rows] == names
    mean = next(at for at, column in enumerate(side.columns) if column.shows is Shows.MEAN)
    windows = Windows(sample)
    for row in side.rows:
        alone = tabulate(View(What.TOPLINE, row.code, slice=view.slice), sample)
        counted = {(one.code, one.net): one.cells[0] for one in alone.rows}
        for column, cell in zip(side.columns, row.cells, strict=True):
            if column.shows.is_share:
                other = counted[column.code, column.shows is Shows.NET]
                assert (cell.count, cell.slice) == (other.count, other.slice)
                assert cell.percent == pytest.approx(other.percent)
            assert cell.slice is None or windows.window(cell.slice, (), limit=1).total == cell.count
        assert row.cells[0].count == alone.base.unweighted
        assert row.cells[mean].mean == (alone.summary.mean if alone.summary else None)


@pytest.mark.parametrize("by", ["", "mean", "Agree", "Agree, either way", "top2"])
def test_a_grid_is_sorted_by_any_of_its_columns(sample: Engine, by: str) -> None:
    table = grid(replace(GRID, order=Order.COUNT, sort=by), sample)
    side = laid_out(table)
    at = next(at for at, column in enumerate(side.columns) if column.code == (by or "base"))
    said = [row.cells[at].percent or row.cells[at].mean or float(row.cells[at].count) for row in side.rows]
    assert said == sorted(said, reverse=True)
    assert any(text.startswith("Sorted by ") for text in table.footer)


def test_what_a_grid_is_sorted_by_is_said_by_code_label_or_statistic(sample: Engine) -> None:
    question = sample.survey["agree_work"]
    assert grid_order(" strongly  AGREE", question) == "Strongly agree"
    assert grid_order("agree, either way", question) == "Agree, either way"
    assert grid_order("mean", question) == "mean"
    with pytest.raises(UnknownNameError, match="nearest: Strongly agree"):
        grid_order("strngly agree", question)


def test_items_of_a_grid_with_few_people_and_with_answers_of_their_own(tmp_path: Path) -> None:
    scale = tuple(Option(str(n), f"{n}", score=n) for n in range(1, 4))
    questions = tuple(
        Question(name, Kind.SCALE, storage=Storage.INTEGER, options=scale, grid="All of it") for name in ("one", "two")
    )
    path = tmp_path / "replies.parquet"
    pl.DataFrame({"one": [1, 2, 9, None], "two": [3, None, None, None]}).write_parquet(path)
    with Engine(path, Survey("Few", questions=questions, respondents=4)) as engine:
        side = laid_out(grid(View(What.TOPLINE, "one", chart=Chart.TABLE), engine))
        codes = [column.code for column in side.columns if column.shows is Shows.SHARE]
        assert codes == ["1", "2", "3", "9"]
        assert [cell.count for cell in side.rows[1].cells][:5] == [1, 0, 0, 1, 0]
        assert side.rows[0].cells[0].count == 3
