"""The people behind the numbers: voices, replies, one reply, search, columns, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import body, row, status
from .stage import Stage, play


def test_the_voices_follow_the_cursor_over_the_bars() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab")
        assert "of 191" in stage.screen
        assert "of 94" in await stage.press("down")
        assert "of 74" in await stage.press("down")
        heard = stage.screen
        later = await stage.press("m")
        assert body(later) != body(heard)
        assert body(await stage.press("M")) == body(heard)
        assert "nobody" in await stage.press(*["down"] * 5)

    play(story)


def test_enter_opens_exactly_the_people_of_the_bar_and_then_one_of_them() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", *["down"] * 6)
        assert "n=41" in await stage.press("enter")
        assert "1 of 41" in stage.screen
        assert "Reply 1 of 41" in await stage.press("enter")
        second = await stage.press("J")
        assert "Reply 2 of 41" in second
        assert "Reply 1 of 41" in await stage.press("K")
        assert "first reply" in status(await stage.press("K"))
        assert "2 of 41" in await stage.press("J", "escape")
        assert "Recruiting and hiring" in row(await stage.press("escape"), "Recruiting")

    play(story)


def test_a_bar_of_nobody_says_so_and_stays() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "tab", *["down"] * 7, "enter")
        assert "nobody: 0 replies behind Coaching" in status(screen)
        assert "If so, how?" in screen

    play(story)


def test_nothing_is_further_than_two_steps_from_the_topline() -> None:
    async def story(stage: Stage) -> None:
        start = body(await stage.press("down", "tab"))
        await stage.press("enter", "enter", "J", "J")
        assert body(await stage.press("escape", "escape")) == start

    play(story)


def test_replies_are_those_who_replied_until_b() -> None:
    async def story(stage: Stage) -> None:
        assert "n=412" in await stage.press("3")
        assert "n=5,000" in await stage.press("b")
        assert "n=412" in await stage.press("b")

    play(story)


def test_s_sorts_by_the_column_of_the_cursor_up_down_and_not_at_all() -> None:
    async def story(stage: Stage) -> None:
        unsorted = body(await stage.press("3", "right"))
        up = await stage.press("s")
        assert "How ▲" in up
        down = await stage.press("s")
        assert "How ▼" in down
        assert "I've been doing this since" in down.splitlines()[3]
        assert body(await stage.press("s")) == unsorted
        assert "How ▼" in await stage.press("u")

    play(story)


def test_the_table_reaches_its_last_reply_and_the_frozen_number_stays() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("3", "b", "end")
        assert "5000" in screen.splitlines()[-8].split()[0] or any(
            line.split()[:1] == ["5000"] for line in screen.splitlines()
        )
        assert "5,000 of 5,000" in screen
        far = await stage.press(*["right"] * 7)
        assert "Number" in far.splitlines()[2]
        assert any(line.split()[:1] == ["5000"] for line in far.splitlines())

    play(story)


def test_c_chooses_columns_in_the_order_they_are_picked() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("3")
        before = body(stage.screen)
        screen = await stage.press("c", "x", "down", "space", "up", "space", "enter")
        assert screen.splitlines()[2].split() == ["row", "Sent", "Number"]
        assert body(await stage.press("u")) == before

    play(story)


def test_search_finds_replies_questions_and_answers_and_marks_the_hits() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        found = await stage.type("linkedin")
        assert '36 replies in which people wrote "linkedin"' in found or "replies in which people wrote" in found
        assert "LinkedIn: How many minutes" in found
        replies = await stage.press("enter")
        assert 'wrote "linkedin"' in replies
        assert "linkedin" in replies.casefold()
        assert "undone: search" in status(await stage.press("u"))

    play(story, size=(120, 36))


def test_search_goes_to_an_answer() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        found = await stage.type("forecasting")
        assert "Forecasting   (How)" in found
        screen = await stage.press("enter")
        assert "If so, how?" in screen
        assert "the people behind this bar" in screen

    play(story, size=(120, 36))


def test_names_are_masked_until_they_are_asked_for() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("3", "enter", "end")
        assert "•••" in stage.screen
        assert "example.org" not in stage.screen
        await stage.press("P")
        shown = await stage.press("end")
        assert "example.org" in shown or "names shown" in shown
        assert "names shown" in shown
        assert "example.org" not in await stage.press("P", "end")

    play(story, size=(120, 36))


PLAIN = """id,colour,score,comment
1,red,3,I like it because it is warm
2,blue,9,no
3,,7,
4,red,,[b]not bold[/b] and [red]not red
"""


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_a_plain_csv_of_ones_own_works_the_same(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "colours.csv"
    file.write_text(PLAIN)

    async def story(stage: Stage) -> None:
        assert "4 replies" in stage.screen
        assert row(stage.screen, "red").split()[-2:] == ["67%", "2"] or "67%" in row(stage.screen, "red")
        people = await stage.press("tab", "enter")
        assert "n=2" in people
        assert "[b]not bold[/b]" in await stage.press("down")
        one = await stage.press("enter")
        assert "[b]not bold[/b] and [red]not red" in one

    play(story, size=size, file=file)
