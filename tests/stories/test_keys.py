"""Help, palette, canned queries and themes, all fed by the registry and the survey file."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.tui.actions import ACTIONS, CANNED_KEYS, Place, actions_at
from topline.tui.app import ToplineApp
from topline.tui.screens.replies import RepliesScreen
from topline.tui.screens.reply import ReplyScreen
from topline.tui.screens.topline import ToplineScreen

from .reading import status
from .stage import Stage, play

SCREENS = {Place.TOPLINE: ToplineScreen, Place.REPLIES: RepliesScreen, Place.REPLY: ReplyScreen}
KEYS_TO = {Place.TOPLINE: (), Place.REPLIES: ("3",), Place.REPLY: ("3", "enter")}


@pytest.mark.parametrize("place", SCREENS)
def test_every_action_has_a_method_at_its_places(place: Place) -> None:
    for action in actions_at(place):
        assert hasattr(SCREENS[place], f"do_{action.id}") or hasattr(ToplineApp, f"do_{action.id}"), action.id


@pytest.mark.parametrize("place", SCREENS)
def test_no_key_stands_for_two_actions_at_a_place(place: Place) -> None:
    keys = [key for action in actions_at(place) for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(CANNED_KEYS)


@pytest.mark.parametrize("place", KEYS_TO)
def test_help_tells_every_key_of_the_place(place: Place) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press(*KEYS_TO[place], "question_mark")
        text = screen
        for _ in range(12):
            text += await stage.press("pagedown")
        for action in actions_at(place):
            assert any(part.strip().startswith(action.key) for part in text.replace("\n", "│").split("│")), action.id
        assert f"Keys: {place}" in screen
        assert "Keys:" not in await stage.press("escape")

    play(story, size=(100, 30))


def test_the_palette_finds_actions_and_queries_by_name() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("ctrl+p")
        await stage.type("coaching")
        assert "Nobody said coaching" in await stage.press("enter")

    play(story, size=(100, 30))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("f2", "Counted as work"),
        ("f3", "VP  n=55"),
        ("f4", "n=41"),
        ("f5", "base: said yes"),
        ("f6", "Coaching"),
        ("f8", "mean"),
        ("f9", "2018-09-13"),
    ],
)
def test_canned_queries_sit_on_their_keys_and_can_be_undone(key: str, said: str) -> None:
    async def story(stage: Stage) -> None:
        assert said in await stage.press(key)
        assert "undone: query" in status(await stage.press("u"))
        assert "Who was asked" in stage.screen

    play(story, size=(120, 50))


def test_a_parameter_is_picked_from_the_answers_of_its_question() -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press("f7")
        assert "which role?" in box
        await stage.type("dire")
        screen = await stage.press("enter")
        assert "Role is Director" in screen
        assert "which role?" in await stage.press("f7")
        assert "Role is Director" in await stage.press("escape")

    play(story, size=(140, 36))


def test_the_menu_of_queries_shows_their_keys_and_narrows() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("5")
        assert "F2   Impact by company policy" in screen
        narrowed = await stage.type("coaching")
        assert "F6" in narrowed
        assert "F2   Impact" not in narrowed
        assert "Nobody said coaching" in await stage.press("enter")

    play(story)


def test_a_key_without_a_query_says_so() -> None:
    async def story(stage: Stage) -> None:
        assert "no canned query sits on F1" in status(await stage.press("f1"))

    play(story)


def test_every_theme_draws_every_place() -> None:
    async def story(stage: Stage) -> None:
        for _ in range(3):
            for keys in KEYS_TO.values():
                assert "Social media" in await stage.press("1", *keys)
            assert "colours:" in status(await stage.press("t"))

    play(story)


def test_the_key_table_of_the_docs_is_the_registry() -> None:
    table = Path(__file__).parents[2] / "docs" / "keys.md"
    text = table.read_text(encoding="utf-8")
    for action in ACTIONS:
        assert f"| {action.key.replace('|', chr(92) + '|')} | {action.meaning} |" in text, action.id
