"""A coder at one question: what they do is on the disk first, and then in the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from topline.coding.codeframe import Codeframe
from topline.coding.errors import CodingError
from topline.coding.events import Event, Redone, Undone
from topline.coding.journal import Journals
from topline.coding.reading import Fault
from topline.coding.reply_key import ReplyKey
from topline.coding.state import State

E = TypeVar("E", bound=Event)


class Desk:
    """The journals and the state of one question, kept together."""

    def __init__(
        self,
        journals: Journals,
        question: str,
        start: Codeframe,
        replies: Iterable[ReplyKey] | None = None,
        *,
        blind: bool = False,
        before: Mapping[ReplyKey, frozenset[str]] | None = None,
    ) -> None:
        """Read all journals.

        Args:
            journals: Those of the survey, which nothing else reads from.
            question: The name of the question.
            start: The codeframe that the survey states.
            replies: The replies that are to be coded, one a row of the file.
            blind: Whether the coder does not see what others gave.
            before: Codes that replies have already, as a column of the file says.
        """
        self.journals = journals
        self.faults: list[Fault] = []
        """What could not be read of the journals."""
        keys = None if replies is None else tuple(replies)
        blind_for = journals.coder if blind else ""
        self._fresh: Callable[[], State] = lambda: State(
            question, start, keys, blind_for=blind_for, before=before or {}
        )
        self.state = self._fresh()
        self.refresh()

    def refresh(self) -> bool:
        """See what others did, and other sessions of the same coder; gives back whether there is anything new.

        When a journal was replaced the state is another one, made of what the journals hold now.
        """
        news = self.journals.poll()
        if news.afresh:
            version = self.state.version
            self.state = self._fresh()
            self.state.version = version
        if news.events or news.afresh:
            self.state.add(news.events)
        self.faults += news.faults
        return bool(news)

    def record(self, *events: E) -> tuple[E, ...]:
        """Do something, in one stroke; it is on the disk and in the state when this returns.

        Raises:
            CodingError: when it could not be kept; nothing has changed then.
        """
        try:
            done = self.journals.append(*events)
        except ValueError as error:  # what no event may hold, such as a text that is too long
            raise CodingError(f"nothing was written: {error}") from None
        self.state.add(done)
        return done

    def undo(self) -> tuple[Event, ...]:
        """Undo what the coder did last; gives back what that was, none where there is nothing.

        Raises:
            CodingError: when it could not be kept; nothing has changed then.
        """
        return self._turn(self.state.next_undo(self.journals.coder), Undone)

    def redo(self) -> tuple[Event, ...]:
        """Do again what the coder undid last; gives back what that was, none where there is nothing.

        Raises:
            CodingError: when it could not be kept; nothing has changed then.
        """
        return self._turn(self.state.next_redo(self.journals.coder), Redone)

    def _turn(self, events: tuple[Event, ...], kind: type[Undone] | type[Redone]) -> tuple[Event, ...]:
        if events:
            self.record(kind(question=self.state.question, events=tuple(event.seq for event in events)))
        return events
