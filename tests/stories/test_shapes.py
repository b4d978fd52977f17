"""Tables of other shapes: questions below each other, a grid walked as one table, a crosstab turned on its side."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from topline.survey import Order, Shows
from topline.tui.action import Place

from .reading import body, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def people(said: str) -> int:
    """How many replies the list is of."""
    found = re.search(r"n=([\d,]+)", said)
    assert found
    return int(found[1].replace(",", ""))


async def add_rows(stage: Stage, *names: str) -> str:
    """Put questions below those that are the rows."""
    for name in names:
        await stage.press("r")
        await stage.type(name)
        await stage.press("tab")
    return stage.screen


@sizes
def test_questions_are_put_below_each_other_walked_and_taken_away(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2")
        await add_rows(stage, "if so", "counts as work")
        view = stage.app.history.desk.crosstab
        assert view.questions == ("impact", "how", "agree_work")
        assert "3 questions below each other; R takes one away" in status(stage.screen)
        assert "base: of each question its own, n=205 to 412" in body(stage.screen)
        cells = stage.app.screen.cells
        seen = set()
        for _ in range(60):
            part = cells.part
            seen.add((part.view.rows, cells.row.code if cells.row else ""))
            await stage.press("down")
        table = stage.app.screen.table
        for part in table.parts[1:]:
            # Each base is a place for the cursor, as each row is.
            assert {(part.view.rows, code) for code in ("", *(row.code for row in part.rows))} <= seen
        assert cells.part.view.rows == "agree_work"
        await stage.press("R")
        assert stage.app.history.desk.crosstab.questions == ("impact", "how")
        await stage.press("u")
        assert stage.app.history.desk.crosstab.questions == ("impact", "how", "agree_work")
        await stage.press("o")
        assert stage.app.history.desk.crosstab.questions == ("role",)
        assert stage.app.history.desk.crosstab.columns == ("impact", "how", "agree_work")

    play(story, size=size)


def test_the_bases_of_every_question_and_its_cells_are_doors_and_explain_themselves() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2")
        await add_rows(stage, "if so")
        cells = stage.app.screen.cells
        while cells.part.view.rows != "how":
            await stage.press("down")
        assert cells.row is None
        assert cells.door.count == 32
        await stage.press("enter")
        assert stage.app.history.desk.place is Place.REPLIES
        assert "n=32 " in stage.screen.splitlines()[1]
        await stage.press("escape", "down")
        assert (cells.row.label, cells.door.count) == ("Selling", 30)
        explained = await stage.press("equals_sign")
        assert "30 / 32 = 93.75% of said yes" in explained
        await stage.press("escape", "plus")
        assert stage.app.history.desk.crosstab.slice.conditions

    play(story, size=(120, 36))


def test_a_whole_grid_is_put_below_the_rows_that_are_there() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2", "r")
        screen = await stage.type("statements")
        assert "all 5 questions of a grid" in screen
        await stage.press("tab")
        grid = tuple(question.name for question in stage.app.session.survey.of_grid("Statements"))
        assert stage.app.history.desk.crosstab.questions == ("impact", *grid)

    play(story, size=(120, 36))


def test_rows_are_sorted_within_each_question() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2")
        await add_rows(stage, "counts as work")
        await stage.press("s")
        table = stage.app.screen.table
        at = stage.app.screen.cells.column
        for part in table.parts:
            counts = [row.cells[at].weighted for row in part.rows]
            assert counts == sorted(counts, reverse=True)

    play(story, size=(120, 36))


@sizes
def test_a_crosstab_is_turned_on_its_side_and_back_with_the_cursor_on_the_same_cell(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2", "down", "right")
        cells = stage.app.screen.cells
        before = cells.door
        screen = await stage.press("O")
        assert (cells.door.people, cells.door.count) == (before.people, before.count)
        assert "% of each row's base" in body(screen)
        assert "Manager (B)" in body(screen)
        assert stage.app.history.desk.crosstab.transposed
        await stage.press("s")
        view = stage.app.history.desk.crosstab
        assert (view.order, view.sort) == (Order.COUNT, "role = 'Manager'")
        await stage.press("home")
        assert cells.column_under.shows is Shows.PEOPLE
        assert cells.door.count == 163
        await stage.press("s", "O")
        assert not stage.app.history.desk.crosstab.transposed

    play(story, size=size)


@sizes
def test_a_grid_is_walked_as_one_table_sorted_and_opened(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        await stage.type("counts as work")
        await stage.press("enter")
        await stage.press("v", "v")
        screen = stage.app.screen
        assert "Statements" in body(stage.screen)
        assert screen.cells.display
        await stage.press("right")
        if screen.focused is not screen.cells:
            await stage.press("tab")
        while screen.cells.column_under.code != "Agree":
            await stage.press("right")
        assert screen.cells.door.label.endswith(", Agree")
        await stage.press("s")
        assert stage.app.history.desk.topline.sort == "Agree"
        shares = [row.cells[screen.cells.column].percent for row in screen.cells._table.rows]
        assert shares == sorted(shares, reverse=True)
        count = screen.cells.door.count
        explained = await stage.press("equals_sign")
        assert f"{count:,} / 412 = " in explained
        await stage.press("escape", "enter")
        assert stage.app.history.desk.place is Place.REPLIES
        assert people(stage.screen) == count
        await stage.press("escape")
        assert screen.cells.display

    play(story, size=size)


def test_the_cursor_stays_on_its_question_where_two_have_the_same_answers(tmp_path: Path) -> None:
    path = tmp_path / "alike.csv"
    answers = ("yes", "no")
    rows = [f"{answers[at % 2]},{answers[at % 3 // 2]},{answers[at % 5 // 3]}" for at in range(60)]
    path.write_text("\n".join(["Bought,Told,Kept", *rows]), encoding="utf-8")

    async def story(stage: Stage) -> None:
        await stage.press("2")
        screen = stage.app.screen
        rows, first, second = (question.name for question in stage.app.session.survey)
        screen.change("a banner of two", replace(stage.app.history.desk.crosstab, rows=rows, columns=(first, second)))
        await stage.settle()
        await stage.press("home", *["right"] * 3)
        cells = stage.app.screen.cells
        before, opened = cells.spot, cells.door.people
        assert before.banner == second
        await stage.press("O")
        assert cells.door.people == opened
        assert cells.spot.question == second
        await stage.press("O")
        assert (cells.spot, cells.door.people) == (before, opened)

    play(story, size=(120, 36), file=path)
