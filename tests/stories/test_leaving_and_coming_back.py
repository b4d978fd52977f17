"""Leaving and coming back: a survey opens where it was left, and what was done can still be undone."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.readers.folders import STATE
from topline.tui import ToplineApp
from topline.tui.desk import History
from topline.tui.left_off import LeftOff

from .reading import body, numbers, status
from .stage import Stage, play

SIZE = (120, 36)
SAID = "where you left off; --fresh starts anew"


def session(story: Callable[[Stage], Awaitable[None]], *, fresh: bool = False, **settings: object) -> ToplineApp:
    """Open the sample, do something, leave."""

    async def and_leave(stage: Stage) -> None:
        await story(stage)
        await stage.press("q")
        assert not stage.app.is_running

    return play(and_leave, size=SIZE, theme=None, left_off=LeftOff(sample_path(), fresh=fresh), **settings)


def test_the_first_time_nothing_is_said() -> None:
    async def story(stage: Stage) -> None:
        assert "Who was asked, and who answered" in stage.screen
        assert "left off" not in stage.screen

    session(story)


def test_the_question_and_its_base_are_those_that_were_left_and_u_still_undoes() -> None:
    seen: list[str] = []

    async def leave(stage: Stage) -> None:
        await stage.press("down", "down")
        seen.append(body(stage.screen))
        seen.append(body(await stage.press("b")))

    async def come_back(stage: Stage) -> None:
        assert SAID in status(stage.screen)
        assert body(stage.screen) == seen[1]
        assert numbers(stage.screen, "Selling") == ["46%", "191"]
        assert body(await stage.press("u")) == seen[0]
        assert body(await stage.press("U")) == seen[1]

    session(leave)
    session(come_back)


def test_a_thread_that_began_to_keep_before_the_end_changes_nothing_after_it() -> None:
    before: list[History] = []

    async def leave(stage: Stage) -> None:
        before.append(History(stage.app.history.trail))
        await stage.press("3")

    async def come_back(stage: Stage) -> None:
        assert "1 of 412" in stage.screen

    app = session(leave)
    app._write_down(before[0], "")
    session(come_back)


def test_a_reply_and_the_way_back_from_it() -> None:
    seen: list[str] = []

    async def leave(stage: Stage) -> None:
        seen.append(await stage.press("down", "down", "tab", *["down"] * 6))
        seen.append(body(await stage.press("enter", "enter", "J")))

    async def come_back(stage: Stage) -> None:
        assert body(stage.screen) == seen[1]
        assert "Reply 2 of 41" in stage.screen
        assert "2 of 41 ──" in await stage.press("escape")
        assert "If so, how?" in await stage.press("escape")

    session(leave)
    session(come_back)


def test_columns_order_and_position_of_the_replies() -> None:
    seen: list[str] = []

    async def leave(stage: Stage) -> None:
        await stage.press("3", "c", "x", "down", "space", "up", "space", "enter", "s", "down", "down")
        seen.append(body(stage.screen))

    async def come_back(stage: Stage) -> None:
        assert body(stage.screen) == seen[0]
        assert "3 of 412" in stage.screen

    session(leave)
    session(come_back)


def test_colours_that_were_chosen_stay_and_names_are_masked_again() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("t", "P", "3", "enter", "end")
        assert "names shown" in stage.screen
        assert stage.app.theme == "topline-light"

    async def come_back(stage: Stage) -> None:
        assert stage.app.theme == "topline-light"
        assert "names shown" not in stage.screen
        assert "@example.org" not in await stage.press("end")

    session(leave)
    session(come_back)


def test_colours_asked_for_on_the_command_line_are_not_kept() -> None:
    async def nothing(stage: Stage) -> None: ...

    app = play(nothing, left_off=LeftOff(sample_path()), theme="light")
    assert app.theme == "topline-light"

    async def come_back(stage: Stage) -> None:
        assert stage.app.theme == "topline-dark"

    session(come_back)


def test_fresh_starts_anew_and_is_kept_in_its_turn() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("3")

    async def nothing(stage: Stage) -> None:
        assert "Who was asked, and who answered" in stage.screen

    session(leave)
    session(nothing, fresh=True)
    session(nothing)


def test_a_canned_query_comes_first_and_what_was_left_is_one_step_back() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("3", "down", "down")

    async def come_back(stage: Stage) -> None:
        assert "n=41" in stage.screen
        await stage.press("left_square_bracket")
        assert "3 of 412" in await stage.press("left_square_bracket")

    session(leave)
    session(come_back, query="f4")


def test_a_damaged_state_is_said_in_the_status_line_and_nothing_else_is_different() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("3")

    async def come_back(stage: Stage) -> None:
        assert "could not be restored" in status(stage.screen)
        assert "Who was asked, and who answered" in stage.screen
        assert "412" in await stage.press("3")

    session(leave)
    for place in Path(os.environ[STATE]).rglob("*.json"):
        place.write_text('{"topline": 1, "desks": [')
    session(come_back)


def test_nothing_that_anybody_replied_is_kept() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("P", "3", "enter", "J", "escape", "c", "escape", "1", "down", "down", "tab", "down", "m")
        await stage.press("enter", "slash")
        await stage.type("linkedin")
        await stage.press("enter")

    session(leave)
    (place,) = Path(os.environ[STATE]).rglob("*.json")
    said = json.dumps(json.loads(place.read_text())["desks"])
    assert "linkedin" in said
    assert not any(len(word.split()) > 4 for word in said.split('"') if "status" not in word)
    assert "@" not in said


def test_where_nothing_can_be_kept_it_leaves_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATE, "/dev/null/state")

    async def leave(stage: Stage) -> None:
        await stage.press("3")
        stage.app._keep()
        await stage.settle()
        assert "where you are cannot be kept" in status(stage.screen)

    assert session(leave).return_code == 0
