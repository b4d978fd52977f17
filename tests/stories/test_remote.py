"""The remote profile: nothing moves by itself, and the colours are the terminal's own."""

from __future__ import annotations

from textual.widgets import Input

from .stage import Stage, play


def test_far_away_nothing_blinks_or_moves_and_colours_are_the_terminals_own() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        assert not stage.app.screen.query_one(Input).cursor_blink
        await stage.press("escape", "5", "tab")
        assert not stage.app.focused.cursor_blink

    app = play(story, theme=None, remote=True)
    assert (app.theme, app.animation_level) == ("topline-ansi", "none")


def test_nearby_the_cursor_blinks_and_there_are_more_colours() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        assert stage.app.screen.query_one(Input).cursor_blink

    assert play(story, theme=None).theme == "topline-dark"


def test_colours_that_were_asked_for_hold_far_away_too() -> None:
    async def story(stage: Stage) -> None:
        assert "412 replied" in stage.screen

    assert play(story, theme="light", remote=True).theme == "topline-light"
