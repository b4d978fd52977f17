"""A screen over a place with keys of the registry: what lies there for a while, and has a help of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from topline.tui.action import Place
from topline.tui.keymap import Keymap
from topline.tui.requests import Answered, Busy, Requests

if TYPE_CHECKING:
    from topline.tui.app import ToplineApp

T = TypeVar("T")


def bind(screen: Screen[T], keymap: Keymap, place: Place) -> None:
    """Give a screen the keys of what can be done at a place. One that a person chose comes before any widget's own."""
    for action in keymap.at(place):
        for key in action.keys.split(","):
            does = Binding(key, f"act('{action.id}')", action.title, show=False, priority=key in keymap.chosen)
            screen._bindings.key_to_bindings[key] = [does]


class KeyedScreen(ModalScreen[T | None]):
    """Covers a place. Subclasses have a `do_<id>` for each action of theirs."""

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        bind(self, self.explorer.keymap, self.PLACE)
        self.requests = Requests(self)

    @property
    def explorer(self) -> ToplineApp:
        """The app, as what it is."""
        from topline.tui.app import ToplineApp

        assert isinstance(self.app, ToplineApp)
        return self.app

    def action_act(self, name: str) -> None:
        """Do what a key stands for."""
        self.hush()
        getattr(self, f"do_{name}")()

    def hush(self) -> None:
        """What was said has been read."""

    def fault(self, text: str) -> None:
        """Say what went wrong."""

    def on_key(self, event: events.Key) -> None:
        """A key ends what was said."""
        self.hush()

    def on_answered(self, answer: Answered) -> None:
        """An answer has come: hand it on, or say what went wrong."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self.fault(str(fault))

    def on_busy(self, message: Busy) -> None:
        """Whoever waits is told what for by the screen itself."""

    def on_unmount(self) -> None:
        """Nobody waits for anything any more."""
        self.requests.end()

    def do_help(self) -> None:
        """The keys of this place."""
        from topline.tui.screens.boxes import help_box

        self.app.push_screen(help_box(self.PLACE, self.explorer.session.survey, self.explorer.keymap))
