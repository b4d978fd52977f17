"""Two groups of people side by side: picked from answers or written as a filter, every bar of either a door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from topline.analysis import tabulate
from topline.charts import figures, points_words
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import Chose, Not, Order, Slice, Table, View, What

from .reading import body, row, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]
VP = Slice((Chose("role", ("VP",)),))
IMPACT = View(What.TOPLINE, "impact", against=VP)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The sample's replies, counted without the explorer."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as opened:
        yield opened


def pair(screen: str, label: str) -> tuple[list[str], list[str]]:
    """The numbers of the two bars with this label: percentage, count and points; percentage and count."""
    lines = [line.split("▕", 1)[-1].strip() for line in screen.splitlines()]
    at = next(number for number, line in enumerate(lines) if line.startswith(label) and "%" in line)
    return _numbers(lines[at], 3), _numbers(lines[at + 1], 2)


def _numbers(line: str, count: int) -> list[str]:
    # Letters of the other side, where a test found a difference, stand between the count and the points.
    words = [word for word in line.split() if word not in ("A", "a", "B", "b")]
    at = next(number for number, word in enumerate(words) if word.endswith("%") or word in ("*", "-"))
    return words[at : at + count]


def said(table: Table, label: str) -> tuple[list[str], list[str]]:
    """What these two bars say."""
    found = next(one for one in table.rows if one.label == label)
    first, second = ([figures.share(cell), figures.people(cell)] for cell in found.cells)
    return [*first, points_words(table, found)], second


async def compare_with(stage: Stage, typed: str) -> str:
    """Press d, type, take the first that is offered."""
    await stage.press("d")
    await stage.type(typed)
    return await stage.press("enter")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_d_compares_with_the_people_of_an_answer_and_d_ends_it(size: tuple[int, int], engine: Engine) -> None:
    table = tabulate(IMPACT, engine)

    async def story(stage: Stage) -> None:
        before = body(await stage.press("down", "tab"))
        screen = await compare_with(stage, "vp role")
        assert "compared with Role is VP" in status(screen)
        assert "everyone  n=412" in screen
        assert "Role is VP  n=55" in screen
        for label in ("Yes", "No"):
            assert pair(screen, label) == said(table, label)
        assert "no longer compared" in status(await stage.press("d"))
        assert body(stage.screen) == before
        assert "undone: comparison" in status(await stage.press("u"))
        assert pair(stage.screen, "Yes") == said(table, "Yes")

    play(story, size=size)


def test_every_bar_and_both_heads_open_their_people(engine: Engine) -> None:
    table = tabulate(IMPACT, engine)
    first, second = table.rows[0].cells

    async def story(stage: Stage) -> None:
        await stage.press("down")
        await compare_with(stage, "vp role")
        # It starts on the first bar, below the two heads.
        await stage.press("home")
        for people in (412, 55, first.count, second.count):
            assert f"n={people}" in await stage.press("enter")
            await stage.press("escape", "down")

    play(story, size=(120, 36))


def test_everyone_else_is_offered_once_somebody_is_left_out(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down")
        box = await stage.press("d")
        assert "Compare everyone with" in box
        assert "everyone else" not in box
        await stage.press("escape")
        # Keep those who said yes at the question, and go to another one.
        await stage.press("down", "down", "tab", "down", "plus")
        people = stage.app.history.desk.topline.slice
        assert people.conditions
        box = await stage.press("d")
        assert "everyone else" in box
        screen = await stage.press("enter")
        others = Slice((Not(people.condition(engine.survey)),))
        view = stage.app.history.desk.topline
        assert view.against == others
        table = tabulate(view, engine)
        assert table.overlap == 0
        assert [column.base.unweighted for column in table.columns] == [
            int(line.split("n=")[1].split()[0].replace(",", ""))
            for line in screen.splitlines()
            if line.split("▕", 1)[-1].strip().startswith(("██", "▀▀")) and "n=" in line
        ]
        assert "nobody is in both" in await stage.press("i")

    play(story, size=(120, 40))


def test_everyone_includes_the_people_themselves_and_the_footer_says_so() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "tab", "plus")
        screen = await stage.press("d", "down", "enter")
        assert "compared with everyone" in status(screen)
        assert "Overlap:" in await stage.press("i")
        assert "nobody is in both" not in stage.screen

    play(story, size=(120, 44))


def test_a_filter_can_be_typed_and_mistakes_are_told(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "d")
        box = await stage.type("roel = 'VP'")
        assert "no question 'roel'; nearest: role" in box
        assert "roel" in await stage.press("enter")
        await stage.press("escape")
        screen = await compare_with(stage, "role = 'VP' and region = 'EMEA'")
        view = stage.app.history.desk.topline
        assert view.against is not None
        assert pair(screen, "Yes") == said(tabulate(view, engine), "Yes")

    play(story, size=(120, 36))


def test_the_comparison_stays_from_question_to_question_and_sorts(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down")
        await compare_with(stage, "vp role")
        screen = await stage.press("escape", "down", "s")
        view = View(What.TOPLINE, "how", against=VP, order=Order.COUNT)
        assert stage.app.history.desk.topline == view
        table = tabulate(view, engine)
        for label in ("Selling", "Recruiting and hiring"):
            assert pair(screen, label) == said(table, label)
        assert "0%" in row(await stage.press("tab", "end", "pageup"), "Coaching")

    play(story, size=(120, 50))


def test_a_low_base_puts_the_difference_in_brackets(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down")
        screen = await compare_with(stage, "banned")
        view = View(What.TOPLINE, "how", against=Slice((Chose("policy", ("Banned",)),)))
        assert "n=11" in screen
        points = pair(screen, "Selling")[0][2]
        assert points.startswith("(")
        assert points == said(tabulate(view, engine), "Selling")[0][2]

    play(story, size=(120, 36))


def test_both_sides_are_weighted(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down")
        await compare_with(stage, "vp role")
        screen = await stage.press("w", "enter")
        view = stage.app.history.desk.topline
        assert view == replace(IMPACT, slice=Slice(weight="weight"))
        assert view.against == Slice(VP.conditions, weight="weight")
        assert pair(screen, "Yes") == said(tabulate(view, engine), "Yes")

    play(story, size=(120, 36))


def test_the_funnel_compares_nobody_and_says_so() -> None:
    async def story(stage: Stage) -> None:
        assert "pick a question first" in status(await stage.press("d"))

    play(story)


def test_the_cursor_starts_on_the_first_bar_and_the_voices_are_its_people(engine: Engine) -> None:
    first = tabulate(IMPACT, engine).rows[0].cells[0]

    async def story(stage: Stage) -> None:
        await stage.press("down")
        screen = await compare_with(stage, "vp role")
        assert f"of {first.count}" in screen
        assert f"n={first.count}" in await stage.press("enter")

    play(story, size=(120, 36))


def test_the_cursor_stays_on_its_answer_when_a_comparison_begins_and_ends(engine: Engine) -> None:
    second = tabulate(IMPACT, engine).rows[1].cells[0]

    async def story(stage: Stage) -> None:
        await stage.press("down", "tab", "down")
        await compare_with(stage, "vp role")
        assert f"n={second.count}" in await stage.press("enter")
        await stage.press("escape", "d")
        assert f"n={second.count}" in await stage.press("enter")

    play(story, size=(120, 36))


@pytest.mark.parametrize("key", ["plus", "minus"])
def test_keeping_and_leaving_out_are_for_the_first_of_the_two(key: str) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down")
        await compare_with(stage, "vp role")
        before = stage.app.history.desk
        assert "work on the first of the two" in status(await stage.press("down", key))
        assert "work on the first of the two" in status(await stage.press("home", "down", key))
        assert stage.app.history.desk == before
        await stage.press("down", key)
        assert stage.app.history.desk.topline.slice.conditions

    play(story, size=(120, 36))
