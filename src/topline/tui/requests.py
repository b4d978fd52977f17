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


@dataclass(frozen=True, slots=True)
class Idle:
    """Work for when nothing else is to be done."""

    work: Callable[[Cancel], Any]
    then: Callable[[Any], None]


class Requests:
    """The running requests of one widget or screen."""

    def __init__(self, owner: Widget) -> None:
        self._owner = owner
        self._number = 0
        self._running: dict[str, Running] = {}
        self._idle: dict[str, Idle] = {}
        """Work that can wait, whether it runs at the moment or not."""
        self._resting = False

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return any(not running.quiet for running in self._running.values())

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come, also one that nobody waits for."""
        return bool(self._running) or bool(self._idle and not self._resting)

    def ask(self, name: str, work: Callable[[Cancel], T], then: Callable[[T], None], *, quiet: bool = False) -> None:
        """Start work in a thread.

        Args:
            name: What is asked; a request of the same name that still runs is interrupted and forgotten.
            work: Runs in the thread; it must not touch widgets.
            then: Gets the answer, in the UI's thread; it is not called when the work was cancelled.
            quiet: Whether nobody waits for it, so that it never shows as busy.
        """
        self._drop(name)
        self._pause()
        self._start(name, work, then, quiet)
        if not quiet:
            self._owner.set_timer(SLOW, self._tell)

    def ask_at_leisure(self, name: str, work: Callable[[Cancel], T], then: Callable[[T], None]) -> None:
        """Do work while nothing else runs here; it is interrupted for anything else, and begun again after that."""
        self._drop(name)
        self._idle[name] = Idle(work, then)
        self._resume()

    def rest(self, resting: bool) -> None:
        """Leave what can wait for later, or go on with it."""
        self._resting = resting
        if resting:
            self._pause()
        else:
            self._resume()

    def _start(self, name: str, work: Callable[[Cancel], T], then: Callable[[T], None], quiet: bool) -> None:
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

    def _pause(self) -> None:
        for name in self._idle:
            if name in self._running:
                self._running.pop(name).cancel.cancel()

    def _resume(self) -> None:
        if not self._running and not self._resting:
            for name, idle in self._idle.items():
                self._start(name, idle.work, idle.then, quiet=True)

    def _drop(self, name: str) -> None:
        self._idle.pop(name, None)
        if name in self._running:
            self._running.pop(name).cancel.cancel()

    def forget(self, name: str) -> None:
        """Interrupt a request; its answer is wanted no more."""
        self._drop(name)
        self._resume()

    def receive(self, answer: Answered) -> ToplineError | None:
        """Hand an answer to whoever asked, unless it was superseded; gives back the fault if it was one."""
        running = self._running.get(answer.name)
        if running is None or running.number != answer.number:
            return None
        del self._running[answer.name]
        self._idle.pop(answer.name, None)
        if not self.is_busy:
            self._owner.post_message(Busy(False))
        if answer.fault is None:
            running.then(answer.value)
        self._resume()
        return answer.fault

    def cancel(self) -> bool:
        """Interrupt what somebody waits for; says whether there was anything."""
        waited = [name for name, running in self._running.items() if not running.quiet]
        for name in waited:
            self._drop(name)
        had = bool(waited)
        if had:
            self._owner.post_message(Busy(False))
        self._resume()
        return had

    def end(self) -> None:
        """Interrupt everything, also what nobody waits for: whoever asked is there no more."""
        for name in (*self._running, *self._idle):
            self._drop(name)

    def _tell(self) -> None:
        if self.is_busy:
            self._owner.post_message(Busy(True))
