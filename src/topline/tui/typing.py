"""Typing ahead: each key does all that it does before the next one is looked at.

Keys come in bursts over a slow line. Textual hands each at once to the widget that has the focus at that moment,
so what is typed behind a key that opens a box, or goes elsewhere, would be lost or do something else.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TypeVar

from textual import events
from textual.app import App, ScreenStackError
from textual.message import Message

Result = TypeVar("Result")
PATIENCE = 1.0
"""Seconds after which the next key is looked at in any case."""


Typed = events.Key | events.Paste


class Passed(Message):
    """A key has been where this message comes from; it follows the key from widget to widget."""

    def __init__(self, key: Typed) -> None:
        super().__init__()
        self.key = key


class TypingApp(App[Result]):
    """An app in which one may type faster than it draws."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Typed] = deque()
        self._at_work: Typed | None = None
        """The key that is doing something."""
        self._impatience: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Let keys, and what is pasted, wait for each other; everything else goes its way."""
        if not isinstance(event, Typed):
            await super().on_event(event)
        elif event.is_forwarded:
            # No widget took it: here its bindings are looked up.
            await super().on_event(event)
            self._done(event)
        else:
            self._typed.append(event)
            await self._take()

    async def _take(self) -> None:
        """Look at the next key, unless one is still doing something."""
        if self._at_work is not None or not self._typed:
            return
        key = self._at_work = self._typed.popleft()
        self._impatience = asyncio.get_running_loop().call_later(PATIENCE, self._free, key)
        with suppress(ScreenStackError):
            target = self.focused or self.screen
            await super().on_event(key)
            if key.is_forwarded:
                target.post_message(Passed(key))
                return
        self._done(key)

    def on_passed(self, message: Passed) -> None:
        """A widget took the key, and is done with it."""
        self._done(message.key)

    def _done(self, key: Typed) -> None:
        """The key has done what it does; what it has opened must be there before the next one."""
        if key is self._at_work:
            with suppress(ScreenStackError):
                self.screen.call_later(self._free, key)

    def _free(self, key: Typed) -> None:
        if key is self._at_work:
            self._at_work = None
            if self._impatience is not None:
                self._impatience.cancel()
            if self._typed:
                self.call_later(self._take)
