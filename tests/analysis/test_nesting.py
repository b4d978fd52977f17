"""Nested banners: one question's answers within those of another."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from topline.analysis import tabulate
from topline.engine import Engine, Windows
from topline.survey import (
    All,
    Chose,
    Kind,
    Option,
    Order,
    Percent,
    Question,
    Significance,
    Slice,
    Storage,
    Survey,
    Table,
    ToplineError,
    UnknownNameError,
    View,
    What,
    banner_question,
)

from .conftest import Opened

TOWNS = ("Ayr", "Bern", "Cork")
SURVEY = Survey(
    "Generated",
    questions=(
        Question("role", Kind.SINGLE, label="Role", options=(Option("m", "Manager"), Option("r", "Rep"))),
        Question("town", Kind.SINGLE, label="Town", options=tuple(Option(town, town) for town in TOWNS)),
        Question("uses", Kind.MULTI, label="Uses", options=(Option("mail", "Mail"), Option("chat", "Chat"))),
        Question("calls", Kind.NUMERIC, label="Calls", storage=Storage.REAL),
        Question("happy", Kind.SINGLE, label="Happy", options=(Option("y", "Yes"), Option("n", "No"))),
        Question("a/b", Kind.SINGLE, label="Slashed", options=(Option("1", "One"),)),
        Question("a", Kind.SINGLE, options=(Option("1", "One"),)),
        Question("b", Kind.SINGLE, options=(Option("1", "One"),)),
    ),
)


@pytest.fixture
def engine(opened: Opened) -> Engine:
    """240 replies: every fourth town is missing, nobody in Cork is a rep."""
    rows = []
    for at in range(240):
        role = "mr"[at % 2]
        town = (*TOWNS, None)[at // 2 % 4]
        if (role, town) == ("r", "Cork"):
            role = "m"
        uses = [["mail"], ["mail", "chat"], ["chat"], []][at // 8 % 4]
        happy = "y" if (role == "m") == (at % 5 < 4) else "n"
        rows.append({"role": role, "town": town, "uses": uses, "calls": float(at % 7), "happy": happy})
    frame = pl.DataFrame(rows).with_columns(pl.lit("1").alias(name) for name in ("a/b", "a", "b"))
    return opened(frame, *SURVEY.questions)


def table_of(engine: Engine, *columns: str, rows: str = "happy", **more: object) -> Table:
    return tabulate(View(What.CROSSTAB, rows, columns, **more), engine)  # type: ignore[arg-type]


def test_columns_are_the_inner_answers_within_each_outer_one_and_know_what_stands_above(engine: Engine) -> None:
    table = table_of(engine, "role/town")
    assert [(column.group, column.within, column.label) for column in table.columns[1:]] == [
        ("Town within Role", ("Manager",), "Ayr"),
        ("Town within Role", ("Manager",), "Bern"),
        ("Town within Role", ("Manager",), "Cork"),
        ("Town within Role", ("Rep",), "Ayr"),
        ("Town within Role", ("Rep",), "Bern"),
    ]
    manager_in_cork = table.columns[3]
    assert manager_in_cork.condition == All((Chose("role", ("m",)), Chose("town", ("Cork",))))
    assert manager_in_cork.base.unweighted == 60
    assert [column.base.unweighted for column in table.columns] == [240, 30, 30, 60, 30, 30]


def test_columns_that_nobody_is_in_are_left_out_and_those_in_none_are_told(engine: Engine) -> None:
    table = table_of(engine, "role/town")
    assert "Columns: 1 of Town within Role that nobody of the base is in is left out" in table.footer
    assert [one.words() for one in table.unplaced] == ["60 have no answer to Town within Role"]


@pytest.mark.parametrize("nest", ["role/town", "town/role", "role/uses", "uses/town", "calls/role", "uses/calls/town"])
@pytest.mark.parametrize("weight", ["", "calls"])
def test_each_column_counts_as_the_same_people_would_alone(engine: Engine, nest: str, weight: str) -> None:
    table = table_of(engine, nest, slice=Slice(weight=weight))
    assert len(table.columns) > 2
    for at, column in enumerate(table.columns[1:], start=1):
        alone = tabulate(View(What.TOPLINE, "happy", slice=Slice((column.condition,), weight=weight)), engine)  # type: ignore[arg-type]
        assert column.base.unweighted == alone.base.unweighted > 0
        assert [row.cells[at].weighted for row in table.rows] == pytest.approx(
            [row.cells[0].weighted for row in alone.rows]
        )
    inside = {reply.row for column in table.columns[1:] for reply in _people(engine, column.base.slice)}
    unplaced = sum(one.n for one in table.unplaced)
    assert unplaced == table.base.unweighted - len(inside)


def _people(engine: Engine, people: Slice) -> tuple[object, ...]:
    return Windows(engine).window(people, (), limit=1000).replies


def test_only_columns_within_the_same_answers_are_tested_against_each_other(engine: Engine) -> None:
    table = table_of(engine, "town/role", test=Significance.UNADJUSTED)
    letters = {column.letter: column for column in table.columns if column.letter}
    found = [
        (column, letters[letter.upper()])
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        for letter in cell.letters
    ]
    assert found
    assert all(column.within == other.within for column, other in found)


def test_people_in_two_columns_within_the_same_answers_are_allowed_for(engine: Engine) -> None:
    table = table_of(engine, "role/uses")
    named = {(column.within, column.label): at for at, column in enumerate(table.columns)}
    pair = named[("Manager",), "Mail"], named[("Manager",), "Chat"]
    both = Slice((Chose("role", ("m",)), Chose("uses", ("mail",)), Chose("uses", ("chat",))))
    assert table.overlaps[pair] == Windows(engine).count(both) > 0
    assert {table.columns[one].within for pair in table.overlaps for one in pair} == {("Manager",), ("Rep",)}
    assert all(table.columns[one].within == table.columns[other].within for one, other in table.overlaps)


def test_a_nest_can_be_sorted_by(engine: Engine) -> None:
    column = table_of(engine, "role/town").columns[4]
    assert column.condition is not None
    table = table_of(engine, "role/town", order=Order.COUNT, sort=column.condition.expression())
    assert "Sorted by Rep, Ayr (Town within Role)" in table.footer


def test_indexes_are_percent_of_the_total_s_percentage(engine: Engine) -> None:
    table = table_of(engine, "role", percent=Percent.INDEX)
    for row in table.rows:
        total, *cells = row.cells
        assert total.index == 100
        for cell in cells:
            assert cell.index == pytest.approx(100 * (cell.percent or 0) / (total.percent or 1))
    nobody = table_of(engine, "role", percent=Percent.INDEX, slice=Slice((Chose("happy", ("y",)),)))
    assert [cell.index for cell in nobody.rows[1].cells] == [None] * 3


def test_columns_without_people_are_hidden_with_the_rows_that_nobody_chose(engine: Engine) -> None:
    people = Slice((Chose("town", ("Cork",)),))
    shown, hidden = (table_of(engine, "role", "town", slice=people, zeros=zeros) for zeros in (True, False))
    assert [column.label for column in shown.columns] == ["Total", "Manager", "Rep", *TOWNS]
    assert [column.label for column in hidden.columns] == ["Total", "Manager", "Cork"]
    assert [column.letter for column in hidden.columns] == ["", "A", "E"]
    assert all(len(row.cells) == 3 for row in hidden.rows)
    assert "Columns: 3 that nobody of the base is in are hidden" in hidden.footer
    of_two = View(What.CROSSTAB, "happy", ("role", "town"), people, stub=("role",))
    for one in (shown, tabulate(of_two, engine)):
        assert any("below 30 in Rep" in said for said in one.footer)
    for one in (hidden, tabulate(replace(of_two, zeros=False), engine)):
        assert not any("below 30 in" in said for said in one.footer)


def test_the_questions_of_a_nest_are_found_by_name_where_a_name_holds_the_sign_too() -> None:
    assert [question.name for question in banner_question("a/b", SURVEY).questions] == ["a/b"]
    assert [question.name for question in banner_question("a/b/role", SURVEY).questions] == ["a/b", "role"]
    assert [question.name for question in banner_question("role / a", SURVEY).questions] == ["role", "a"]
    assert [question.name for question in banner_question("Role/Town", SURVEY).questions] == ["role", "town"]


def test_a_nest_that_cannot_be_is_refused_in_one_line(engine: Engine) -> None:
    with pytest.raises(ToplineError, match="nests role within itself; name each question once"):
        banner_question("role/role", SURVEY)
    with pytest.raises(UnknownNameError, match="twon"):
        banner_question("role/twon", SURVEY)


@pytest.mark.parametrize("nest", ["calls/town", "calls/role/town", "town/calls"])
def test_a_number_within_itself_is_counted_alike_in_a_large_file(engine: Engine, nest: str) -> None:
    view = View(What.CROSSTAB, "calls", (nest,))
    small = tabulate(view, engine)
    engine.is_large = True
    large = tabulate(view, engine)
    assert [[cell.count for cell in row.cells] for row in large.rows] == [
        [cell.count for cell in row.cells] for row in small.rows
    ]
