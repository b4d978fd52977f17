"""Help, palette, canned queries and themes, all fed by the registry and the survey file."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.__main__ import main
from topline.cli.explorer import sample_path
from topline.tui import ToplineApp
from topline.tui.action import OVER, Place
from topline.tui.actions import ACTIONS, CANNED_KEYS, actions_at
from topline.tui.places import SCREENS
from topline.tui.screens.place import PlaceScreen

from .reading import status
from .stage import Stage, play

KEYS_TO = {
    Place.TOPLINE: (),
    Place.CROSSTAB: ("2",),
    Place.REPLIES: ("3",),
    Place.REPLY: ("3", "enter"),
    Place.CODING: ("4",),
    Place.QUERIES: ("5",),
}


def test_every_place_is_told_in_the_registry_and_has_a_way_to_it() -> None:
    assert set(KEYS_TO) == set(Place) - OVER == set(SCREENS)


KEYS_TO_REPORT = {Place.REPORT: ("I",), Place.CORRECTION: ("I", "enter"), Place.OPTIONS: ("I", "o")}


def test_every_action_of_the_report_has_a_method_and_every_key_is_bound() -> None:
    async def story(stage: Stage) -> None:
        for place, keys in KEYS_TO_REPORT.items():
            await stage.press("1", "home", "down", *keys)
            for action in actions_at(place):
                assert hasattr(stage.app.screen, f"do_{action.id}"), (place, action.id)
                assert set(action.keys.split(",")) <= set(stage.app.screen._bindings.key_to_bindings)
            await stage.press("escape", "escape")

    play(story)


@pytest.mark.parametrize("place", [Place.REPORT, Place.OPTIONS])
def test_help_tells_every_key_of_the_report(place: Place) -> None:
    async def story(stage: Stage) -> None:
        text = await stage.press("down", *KEYS_TO_REPORT[place], "question_mark")
        assert f"Keys: {place}" in text
        for _ in range(6):
            text += await stage.press("pagedown")
        for action in actions_at(place):
            assert any(part.strip().startswith(action.key) for part in text.replace("\n", "│").split("│")), action.id

    play(story, size=(100, 30))


def test_every_action_has_a_method_at_its_places() -> None:
    async def story(stage: Stage) -> None:
        tasks = stage.app.tasks
        for place, keys in KEYS_TO.items():
            await stage.press("1", *keys)
            screen = stage.app.screen
            assert isinstance(screen, PlaceScreen)
            assert screen.PLACE is place
            for action in actions_at(place):
                assert any(hasattr(doer, f"do_{action.id}") for doer in (screen, *tasks, stage.app)), (place, action.id)

    play(story)


def test_no_task_does_what_is_not_in_the_registry() -> None:
    known = {f"do_{action.id}" for action in ACTIONS}
    app = ToplineApp(sample_path())
    for doer in (*app.tasks, app):
        assert {name for name in dir(doer) if name.startswith("do_")} <= known


@pytest.mark.parametrize("place", Place)
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
        ("f2", "Company policy"),
        ("f3", "Team lead"),
        ("f4", "n=41"),
        ("f5", "base: said yes"),
        ("f6", "Coaching"),
        ("f8", "meetings_booked"),
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
        assert "Longest replies of a role" in box
        await stage.type("dire")
        screen = await stage.press("enter")
        assert "role: Director" in screen
        assert "Enter run" in await stage.press("f7")
        assert "role: Director" in await stage.press("escape")

    play(story, size=(140, 36))


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


def test_the_key_table_of_the_docs_is_what_topline_keys_writes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--format", "md"]) == 0
    assert (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8") == capsys.readouterr().out
