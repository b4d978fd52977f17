"""Keys that come in a burst, as over a slow line, do what they would have done one by one."""

from __future__ import annotations

import pytest
from textual import events

from .reading import body
from .stage import Stage, play

BURSTS = {
    "a word behind the key of the search": ("slash", *"linkedin"),
    "questions, and then the bars": (*["down"] * 5, "up", "tab"),
    "a statement behind the key of the console": ("5", "tab", *"select", "space", *"role"),
    "a box, and what comes after it is closed": ("question_mark", "escape", "down", "down", "b"),
    "to and fro": ("3", "1", "down", "2", "1", "3", "down", "down", "1"),
    "a query, and a part of its parameter": ("f7", *"dire"),
}


@pytest.mark.parametrize("burst", BURSTS)
def test_a_burst_does_what_the_keys_do_one_by_one(burst: str) -> None:
    seen: list[str] = []

    async def slowly(stage: Stage) -> None:
        seen.append(body(await stage.press(*BURSTS[burst])))

    async def at_once(stage: Stage) -> None:
        seen.append(body(await stage.hurry(*BURSTS[burst])))

    play(slowly, size=(110, 34))
    play(at_once, size=(110, 34))
    assert seen[0] == seen[1]


def test_what_is_pasted_behind_a_key_goes_where_the_key_leads() -> None:
    async def story(stage: Stage) -> None:
        await stage.hurry("slash")
        stage.app.post_message(events.Key("escape", None))
        stage.app.post_message(events.Key("slash", "/"))
        stage.app.post_message(events.Paste("forecasting"))
        await stage.settle()
        assert "Forecasting   (How)" in stage.screen

    play(story, size=(110, 34))
