"""A sitting: one coder, the replies to one question put together by what they say, and what can be done with them.

Everything that is done here is on the disk when it returns. Nothing here knows screens: each thing that a key does is a
method, and gives back what happened in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from topline.coding.alike import Alike, alike
from topline.coding.codeframe import Code
from topline.coding.desk import Desk
from topline.coding.errors import CodingError
from topline.coding.events import Coded, Event, Flagged, How, Settled
from topline.coding.pile import Pile
from topline.coding.reply_key import ReplyKey
from topline.coding.standing import Standing
from topline.coding.suggestions import Suggester, Suggestion


class Which(StrEnum):
    """Which replies are in the queue."""

    ALL = "all, those to code first"
    OPEN = "to code"
    SECOND = "second opinion needed"
    CONFLICTING = "coded differently"
    CHANGED = "text changed since"
    CANNOT = "can't be coded"

    def holds(self, standing: Standing) -> bool:
        """Whether a reply that stands so is one of them."""
        match self:
            case Which.ALL:
                return True
            case Which.OPEN:
                return standing.is_open
            case Which.SECOND:
                return standing.second
            case Which.CONFLICTING:
                return standing.conflicting
            case Which.CHANGED:
                return standing.is_changed
            case Which.CANNOT:
                return standing.cannot


class Sitting:
    """A coder at the pile of one question."""

    def __init__(self, pile: Pile, desk: Desk, suggester: Suggester[ReplyKey] | None = None) -> None:
        """Begin.

        Args:
            pile: The replies that are to be coded.
            desk: The journals and the state, of the same replies.
            suggester: Learns from what is coded here; None to suggest nothing.
        """
        self.pile = pile
        self.desk = desk
        self.suggester = suggester or Suggester()
        self.groups: tuple[Alike[int], ...] = alike(dict(zip(pile.rows, pile.texts, strict=True)))
        """Rows of the file that say the same, the largest groups first."""
        self._last: frozenset[str] = frozenset()
        """The codes that were given last, to be repeated."""
        self._queue: tuple[int, ...] = ()
        self._at = 0
        self._row = -1
        for standing in self.state.told():
            self._learn(standing)
        self.line_up()

    # Where one is

    @property
    def state(self):  # type: ignore[no-untyped-def]
        """How the replies stand."""
        return self.desk.state

    @property
    def queue(self) -> tuple[int, ...]:
        """The groups in the order in which they are looked at, by their places in `groups`."""
        return self._queue

    @property
    def at(self) -> int:
        """Where one is in the queue."""
        return self._at

    @property
    def group(self) -> Alike[int] | None:
        """The replies that are looked at; None where the queue is empty."""
        return self.groups[self._queue[self._at]] if self._queue else None
