"""The stage of the stories: runs the explorer in memory, presses keys, and reads the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import key_to_character

from topline.cli.explorer import sample_path
from topline.tui import ToplineApp
from topline.tui.screens.place import PlaceScreen


class Stage:
    """One run of the explorer."""

    def __init__(self, app: ToplineApp, press: Callable[..., Awaitable[None]], pause: Callable[[], Awaitable[None]]):
        self.app = app
        self._press = press
        self._pause = pause

    async def press(self, *keys: str) -> str:
        """Press keys, one after the other, and wait until all is quiet; gives back the screen."""
        for key in keys:
            await self._press(key)
            await self.settle()
        return self.screen

    async def hurry(self, *keys: str) -> str:
        """Press keys one upon the other, and wait only then until all is quiet."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else key_to_character(key)))
        await self.settle()
        return self.screen

    async def type(self, text: str) -> str:
        """Type a text and wait until all is quiet."""
        return await self.press(*("space" if letter == " " else letter for letter in text))

    async def settle(self) -> None:
        """Wait until nothing is under way any more.

        It must be so twice: what follows upon an answer is asked for only once that is on the screen.
        """
        quiet = 0
        for _ in range(400):
            await self.app.workers.wait_for_complete()
            await self._pause()
            screens = [screen for screen in self.app.screen_stack if isinstance(screen, PlaceScreen)]
            running = any(not worker.is_finished for worker in self.app.workers)
            waiting = running or not screens or any(screen.requests.is_waiting for screen in screens)
            quiet = 0 if waiting else quiet + 1
            if quiet == 2:
                return
            if self.app.fault or not self.app.is_running:
                return
        raise AssertionError("the screen does not come to rest")

    @property
    def screen(self) -> str:
        """What is on the screen, without trailing spaces."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


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
            stage = Stage(app, pilot.press, pilot.pause)
            await stage.settle()
            await story(stage)
        return app

    return asyncio.run(run())
