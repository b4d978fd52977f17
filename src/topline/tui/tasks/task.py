"""What every task stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topline.charts import Ink
from topline.tui.desk import Desk
from topline.tui.screens.place import PlaceScreen
from topline.tui.session import Session

if TYPE_CHECKING:
    from topline.tui.app import ToplineApp


class Task:
    """Something that is done with the desk, at more than one place."""

    def __init__(self, app: ToplineApp) -> None:
        self.app = app

    @property
    def session(self) -> Session:
        """The survey being explored."""
        return self.app.session

    @property
    def desk(self) -> Desk:
        """What lies before the person."""
        return self.app.history.desk

    @property
    def screen(self) -> PlaceScreen:
        """The place where the person is, also while a box is over it."""
        return self.app.place_screen

    def told_when_cancelled(self) -> str:
        """What to know when the person cancels what runs; empty where that is nothing in particular."""
        return ""

    def say(self, text: str, ink: Ink = Ink.HIT) -> None:
        """Say something in the status line."""
        self.screen.say(text, ink)
