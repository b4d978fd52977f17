"""The stage of the stories: runs the explorer in memory, presses keys, and reads the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from topline.cli.explorer import sample_path
from topline.tui import ToplineApp
from topline.tui.screens.place import PlaceScreen

QUIET = 2
"""How often nothing must be found under way."""


class Stage:
    """One run of the explorer."""

    def __init__(self, pilot: Pilot[Any]):
        self.app: Any = pilot.app
        self._pilot = pilot

    async def press(self, *keys: str) -> str:
        """Press keys, one after the other, and wait until all is quiet; gives back the screen."""
        for key in keys:
            self.app.post_message(_pressed(key))
            await self.settle()
        return self.screen

    async def hurry(self, *keys: str) -> str:
        """Press keys one upon the other, and wait only then until all is quiet."""
        for key in keys:
            self.app.post_message(_pressed(key))
        await self.settle()
        return self.screen

    async def type(self, text: str) -> str:
        """Type a text and wait until all is quiet."""
        return await self.press(*("space" if letter == " " else letter for letter in text))

    async def settle(self) -> None:
        """Wait until nothing is under way any more.

        It must be so several times: what follows upon an answer is asked for only once that is on the screen. Time
        says nothing about it: the pilot's own waiting for an idle processor takes ten times as long as the keys.
        """
        quiet, before = 0, ""
        for _ in range(400):
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self._pilot.pause(0)
            now = self.screen
            quiet = quiet + 1 if now == before and not self._is_at_work else 0
            before = now
            if quiet == QUIET or self.app.fault or not self.app.is_running:
                return
        raise AssertionError("the screen does not come to rest")

    @property
    def _is_at_work(self) -> bool:
        """Whether a key waits for the one before it, or anything for an answer."""
        keys = self.app._at_work is not None or self.app._typed
        running = any(not worker.is_finished for worker in self.app.workers)
        places = [screen for screen in self.app.screen_stack if isinstance(screen, PlaceScreen)]
        return bool(keys or running or not places or any(place.requests.is_waiting for place in places))

    @property
    def screen(self) -> str:
        """What is on the screen, without trailing spaces."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def _pressed(key: str) -> events.Key:
    """A key as a terminal sends it: `slash` for "/"."""
    name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
    return events.Key(name, key if len(key) == 1 else key_to_character(key))


def play(
    story: Callable[[Stage], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    file: Path | None = None,
    theme: str | None = "dark",
    **settings: Any,
) -> ToplineApp:
    """Run a story on the sample, or on another file; the settings are those of the app."""

    async def run() -> ToplineApp:
        app = ToplineApp(file or sample_path(), theme=theme, **settings)
        async with app.run_test(size=size) as pilot:
            stage = Stage(pilot)
            await stage.settle()
            await story(stage)
        return app

    return asyncio.run(run())
