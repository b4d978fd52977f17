"""Keeping only the people of what the cursor is on, or leaving them out."""

from __future__ import annotations

import pytest

from .conftest import Truth
from .reading import head, numbers, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
def test_plus_keeps_the_people_of_a_bar_and_says_so(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", *["down"] * 6)
        screen = await stage.press("plus")
        assert "kept only 41: How includes Recruiting and hiring" in status(screen)
        assert "who: How includes Recruiting" in head(screen)
        assert "n=41" in head(screen)
        assert numbers(screen, "Managing") == ["100%", "41"]
        assert "n=41" in head(await stage.press("3"))
        assert "n=41" in head(await stage.press("escape"))
        assert "undone: filter" in status(await stage.press("u"))
        assert "who: everyone" in head(stage.screen)

    play(story, size=size)


def test_minus_leaves_the_people_of_a_bar_out(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", *["down"] * 6)
        screen = await stage.press("minus")
        assert "left out 41: How includes Recruiting and hiring" in status(screen)
        assert numbers(screen, "Recruiting") == ["0%", "0"]
        assert f"n={truth('not how = recruiting'):,}" in head(screen)
        screen = await stage.press("minus")
        assert "nobody is behind this number" in status(screen)

    play(story)


def test_a_base_that_leaves_somebody_out_is_kept_with_the_bar(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        stage.app.screen.go_to_answer("role", "")
        await stage.settle()
        await stage.press("b")
        assert "base: replied" in stage.screen
        screen = await stage.press("home", "plus")
        expected = truth("role = 'Team lead' and status = replied")
        assert expected < truth("role = 'Team lead'")
        assert f"n={expected}" in head(screen)
        assert "replied" in head(screen).casefold()

    play(story, size=(120, 36))


def test_plus_needs_the_cursor_on_a_number_and_people_behind_it() -> None:
    async def story(stage: Stage) -> None:
        assert "put the cursor on a number" in status(await stage.press("plus"))
        screen = await stage.press("down", "down", "tab", *["down"] * 7, "plus")
        assert "nobody is behind this number" in status(screen)
        assert "who: everyone" in head(screen)
        await stage.press("escape", "up", "up", "tab", "home", "plus")
        assert "all who are counted already" in status(stage.screen)
        assert "nobody would be left" in status(await stage.press("minus"))

    play(story)


@pytest.mark.parametrize(("key", "sign"), [("plus", ""), ("minus", "not ")])
def test_a_cell_of_a_crosstab_is_its_row_and_its_column(key: str, sign: str, truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "x")
        await stage.type("policy")
        await stage.press("enter", "right")
        screen = await stage.press(key)
        expected = truth(f"{sign}(impact = Yes and policy = 'Allowed, no time given')")
        assert f"n={expected:,}" in head(screen)
        assert "Company policy is Allowed, no time given and said yes" in status(screen)
        assert "undone: filter" in status(await stage.press("u"))
        assert "who: everyone" in head(stage.screen)

    play(story, size=(140, 36))


def test_plus_among_replies_counts_only_these_everywhere() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", *["down"] * 6, "enter")
        screen = await stage.press("plus")
        assert "kept only these, at every place" in status(screen)
        screen = await stage.press("escape")
        assert "n=41" in head(screen)
        assert numbers(screen, "Recruiting") == ["100%", "41"]
        assert "who: everyone" in head(await stage.press("u", "1"))

    play(story, size=(120, 36))
