"""Requests: the one place of the UI where work that takes time happens.

A screen asks; the work runs in a thread and can be interrupted; its answer comes back as a message and is
handed to the screen in the UI's own thread. A newer request of the same name supersedes the older one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.message import Message
from textual.widget import Widget

from topline.engine import Cancel, QueryCancelledError
from topline.survey import ToplineError

T = TypeVar("T")
SLOW = 0.2
"""Seconds after which a person is told that something runs, and how to cancel it."""


@dataclass
class Answered(Message):
    """The answer to a request, or the fault that took its place."""

    requests: Requests
    name: str
    number: int
    value: Any
    fault: ToplineError | None


@dataclass
class Busy(Message):
    """Something has been running for a while, or nothing is any more."""

    busy: bool

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Busy)


@dataclass(frozen=True, slots=True)
class Running:
    """A request whose answer is still to come."""

    number: int
    cancel: Cancel
    then: Callable[[Any], None]
    quiet: bool


class Requests:
    """The running requests of one widget or screen."""

    def __init__(self, owner: Widget) -> None:
        self._owner = owner
        self._number = 0
        self._running: dict[str, Running] = {}

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return any(not running.quiet for running in self._running.values())

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come, also one that nobody waits for."""
        return bool(self._running)

    def ask(self, name: str, work: Callable[[Cancel], T], then: Callable[[T], None], *, quiet: bool = False) -> None:
        """Start work in a thread.

        Args:
            name: What is asked; a request of the same name that still runs is interrupted and forgotten.
            work: Runs in the thread; it must not touch widgets.
            then: Gets the answer, in the UI's thread; it is not called when the work was cancelled.
            quiet: Whether nobody waits for it, so that it never shows as busy.
        """
        self.forget(name)
        self._number += 1
        number, cancel = self._number, Cancel()
        self._running[name] = Running(number, cancel, then, quiet)

        def run() -> None:
            value, fault = None, None
            try:
                value = work(cancel)
            except QueryCancelledError:
                return
            except ToplineError as error:
                fault = error
            if not cancel.is_cancelled:
                self._owner.post_message(Answered(self, name, number, value, fault))

        self._owner.run_worker(run, thread=True, group=f"{id(self)}-{name}", exit_on_error=True)
        if not quiet:
            self._owner.set_timer(SLOW, self._tell)

    def forget(self, name: str) -> None:
        """Interrupt a request; its answer is wanted no more."""
        if name in self._running:
            self._running.pop(name).cancel.cancel()

    def receive(self, answer: Answered) -> ToplineError | None:
        """Hand an answer to whoever asked, unless it was superseded; gives back the fault if it was one."""
        running = self._running.get(answer.name)
        if running is None or running.number != answer.number:
            return None
        del self._running[answer.name]
        if not self.is_busy:
            self._owner.post_message(Busy(False))
        if answer.fault is None:
            running.then(answer.value)
        return answer.fault

    def cancel(self) -> bool:
        """Interrupt what somebody waits for; says whether there was anything."""
        waited = [name for name, running in self._running.items() if not running.quiet]
        for name in waited:
            self.forget(name)
        had = bool(waited)
        if had:
            self._owner.post_message(Busy(False))
        return had

    def _tell(self) -> None:
        if self.is_busy:
            self._owner.post_message(Busy(True))
