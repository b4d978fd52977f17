"""What all places have in common: masthead, status line, requests, and the keys of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from topline.charts import Ink
from topline.survey import Slice
from topline.tui.action import Place
from topline.tui.actions import ACTIONS, CANNED_KEYS
from topline.tui.desk import Desk
from topline.tui.keymap import Keymap
from topline.tui.requests import Answered, Busy, Requests
from topline.tui.session import Session
from topline.tui.widgets.masthead import Heading, Masthead
from topline.tui.widgets.status import Status

if TYPE_CHECKING:
    from topline.tui.app import ToplineApp


class PlaceScreen(Screen[None]):
    """A place. Subclasses say what lies between masthead and status line, and how a desk is shown there."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"canned('{key}')", f"Query on {key.upper()}", show=False) for key in CANNED_KEYS),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._bind(self.explorer.keymap)
        self.requests = Requests(self)
        self._heading = Heading("")

    def _bind(self, keymap: Keymap) -> None:
        """The keys of what can be done here. One that a person chose comes before any widget's own."""
        for action in keymap.at(self.PLACE):
            for key in action.keys.split(","):
                chosen = key in keymap.chosen
                does = Binding(key, f"act('{action.id}')", action.title, show=False, priority=chosen)
                self._bindings.key_to_bindings[key] = [does]

    @property
    def explorer(self) -> ToplineApp:
        """The app, as what it is."""
        from topline.tui.app import ToplineApp

        assert isinstance(self.app, ToplineApp)
        return self.app

    @property
    def session(self) -> Session:
        """The survey being explored."""
        return self.explorer.session

    @property
    def desk(self) -> Desk:
        """What lies before the person."""
        return self.explorer.history.desk

    def compose(self) -> ComposeResult:
        """Masthead, body, status line."""
        yield Masthead()
        yield from self.body()
        yield Status(self.explorer.keymap.at(self.PLACE))

    def on_screen_resume(self) -> None:
        """What goes on behind everything may have ended meanwhile."""
        for status in self.query(Status):
            status.renew()
        self.call_after_refresh(self.explorer.take_up)

    def body(self) -> Iterable[Widget]:
        """What lies between masthead and status line."""
        raise NotImplementedError

    def show(self, desk: Desk) -> None:
        """Show a desk that is at this place."""
        raise NotImplementedError

    def head(self, people: Slice, n: int | None = None, *, count_them: bool = True) -> None:
        """Say in the masthead whose replies are shown.

        Args:
            people: Whose.
            n: How many they are.
            count_them: Whether they are counted where nobody knows that yet.
        """
        survey = self.session.survey
        whole = not people.conditions and not people.search
        count = n if n is not None else survey.respondents if whole else None
        self._heading = Heading(
            title=survey.title + (f"  ({survey.note})" if survey.note and self.size.width >= 160 else ""),
            response=self.explorer.response,
            place=self.PLACE,
            who=people.sentences(survey),
            people=count,
            weight=survey.weight_label(people.weight) if people.weight else "",
            personal=self.explorer.personal,
            keymap=self.explorer.keymap,
        )
        self.query_one(Masthead).show(self._heading)
        self.requests.forget("people")
        if count is None and count_them:
            self.requests.ask("people", lambda cancel: self.session.count(people, cancel), self.counted)

    def counted(self, n: int) -> None:
        """The people of the heading have been counted."""
        self._heading = replace(self._heading, people=n)
        self.query_one(Masthead).show(self._heading)

    def say(self, text: str, ink: Ink = Ink.HIT) -> None:
        """Say something in the status line, as soon as there is one."""
        if found := self.query(Status):
            found.first().say(text, ink)
        else:
            self.call_later(self.say, text, ink)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done here is done."""
        if action != "act":
            return True
        return any(known.id == parameters[0] and self.PLACE in known.places for known in ACTIONS)

    def action_act(self, name: str) -> None:
        """Do what a key stands for."""
        self.query_one(Status).hush()
        doers = (self, *self.explorer.tasks, self.explorer)
        doing = next(doer for doer in doers if hasattr(doer, f"do_{name}"))
        getattr(doing, f"do_{name}")()

    def action_canned(self, key: str) -> None:
        """Run the canned query on a key."""
        self.explorer.canned.run_key(key)

    def enter(self) -> None:
        """Something was brought here to be looked at: put the cursor on it."""

    def pointed(self) -> Slice | None:
        """The people of what the cursor is on; None where nobody in particular is."""
        return None

    @property
    def is_on_others(self) -> bool:
        """Whether the cursor is on people that those who are counted are compared with."""
        return False

    def do_back(self) -> None:
        """Cancel what runs; else go back."""
        if self.requests.cancel():
            self.cancelled()
            self.say(
                "; ".join(("cancelled", *filter(None, (task.told_when_cancelled() for task in self.explorer.tasks))))
            )
        else:
            self.explorer.go_back()

    def cancelled(self) -> None:
        """Everything that was asked for was cancelled."""

    def on_answered(self, answer: Answered) -> None:
        """An answer has come: hand it on, or say what went wrong."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self.say(str(fault), Ink.WARNING)

    def on_busy(self, message: Busy) -> None:
        """Something takes long, or nothing any more."""
        self.query_one(Status).set_busy(message.busy and self.requests.is_busy)

    def on_key(self, event: events.Key) -> None:
        """A key ends what was said; one that does something at other places alone says at which."""
        self.query_one(Status).hush()
        elsewhere = self.explorer.keymap.elsewhere(event.key, self.PLACE)
        if elsewhere and event.key not in self.active_bindings:
            self.say(elsewhere)
