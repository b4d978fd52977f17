"""The queue: the replies to one question, put together by what they say, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from topline.coding.alike import Alike, alike
from topline.coding.bench import Bench
from topline.coding.errors import CodingError
from topline.coding.reply_key import ReplyKey
from topline.coding.standing import Standing
from topline.coding.state import State
from topline.coding.texts import normalised


class Which(StrEnum):
    """Which replies are in the queue."""

    ALL = "all replies, those to code first"
    OPEN = "replies to code"
    SECOND = "replies that need a second opinion"
    CONFLICTING = "replies that coders see differently"
    CHANGED = "replies whose text has changed since"
    CANNOT = "replies that can't be coded"

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


class Queue:
    """What is looked at, one group of replies after the other."""

    def __init__(self, bench: Bench) -> None:
        """Line up all replies.

        Args:
            bench: The replies that are to be coded, and what was done to them.
        """
        self.bench = bench
        self.pile = bench.pile
        self.groups: tuple[Alike[int], ...] = alike(dict(zip(self.pile.rows, self.pile.texts, strict=True)))
        """Rows of the file that say the same, the largest groups first."""
        self.which = Which.ALL
        """Which replies are in the queue."""
        self._rows: Collection[int] | None = None
        self._groups_of: dict[ReplyKey, list[int]] = {}
        for at, group in enumerate(self.groups):
            for row in group.keys:
                self._groups_of.setdefault(self._key(row), []).append(at)
        self._left: list[int] = []
        """How many replies of each group wait; empty where that is to be counted anew."""
        self._queue: tuple[int, ...] = ()
        self._at = 0
        self._row = -1
        self.line_up()

    @property
    def state(self) -> State:
        """How the replies stand."""
        return self.bench.state

    @property
    def queue(self) -> tuple[int, ...]:
        """What is looked at one after the other: groups, by their places in `groups`."""
        return self._queue

    @property
    def at(self) -> int:
        """Where one is in the queue."""
        return self._at

    @property
    def group(self) -> Alike[int] | None:
        """The replies that say what is looked at; None where the queue is empty."""
        return self.groups[self._queue[self._at]] if self._queue else None

    @property
    def row(self) -> int:
        """The reply that is looked at, by its 0-based position in the file; -1 where there is none."""
        return self._row

    @property
    def key(self) -> ReplyKey:
        """What its codes are kept under.

        Raises:
            CodingError: when there is none.
        """
        if self._row < 0:
            raise CodingError("there is no reply here")
        return self._key(self._row)

    @property
    def text(self) -> str:
        """What it says; empty where there is none."""
        return self.pile.texts[self.pile.place_of[self._row]] if self._row >= 0 else ""

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.state.reply(self.key) if self._row >= 0 else Standing("")

    @property
    def rows(self) -> Collection[int] | None:
        """The rows that the queue is made of; None for all of the pile."""
        return self._rows

    def _key(self, row: int) -> ReplyKey:
        return self.pile.keys[self.pile.place_of[row]]

    def line_up(self, which: Which | None = None, rows: Collection[int] | None = None) -> None:
        """Make the queue anew: what is to be coded comes first, and of that what most people say.

        Args:
            which: Which replies are in it; as before where it is left out.
            rows: Rows of the file that it is made of; None for all of the pile.
        """
        self.which = which or self.which
        self._rows = rows
        groups = [at for at, group in enumerate(self.groups) if any(map(self._is_wanted, group.keys))]
        self._queue = tuple(sorted(groups, key=lambda at: not self._has_waiting(at)))
        self._at = 0
        self._settle_on_row()

    def _is_wanted(self, row: int) -> bool:
        if self._rows is not None and row not in self._rows:
            return False
        return self.which is Which.ALL or self.which.holds(self.state.reply(self._key(row)))

    def left(self, group: int) -> int:
        """How many replies of a group wait to be coded."""
        if not self._left:
            self._left = [sum(map(self._waits, one.keys)) for one in self.groups]
        return self._left[group]

    def _has_waiting(self, group: int) -> bool:
        """Whether any reply of a group waits that is among those that the queue is made of."""
        if not self.left(group):
            return False
        return self._rows is None or any(row in self._rows and self._waits(row) for row in self.groups[group].keys)

    def _waits(self, row: int) -> bool:
        return self.state.reply(self._key(row)).is_open

    def go(self, at: int) -> None:
        """Look at another place of the queue; the nearest where there is none such."""
        if self._queue:
            self._at = min(max(at, 0), len(self._queue) - 1)
            self._settle_on_row()

    def _settle_on_row(self) -> None:
        rows = self.group.keys if self.group else ()
        wanted = [row for row in rows if self._is_wanted(row)] or rows
        self._row = next((row for row in wanted if self._waits(row)), next(iter(wanted), -1))

    def go_on(self) -> bool:
        """Look at the next reply that waits to be coded, from here on and then from the beginning.

        Says whether there was any; where there was none one goes on by a place.
        """
        if self.group and any(self._waits(row) for row in self.group.keys if row != self._row):
            here = self._row
            self._settle_on_row()
            if self._row != here and self._waits(self._row):
                return True
        number = len(self._queue)
        for step in range(1, number + 1):
            at = (self._at + step) % number
            if self._has_waiting(self._queue[at]) and (step < number or self._at != at):
                self.go(at)
                return True
        self.go(self._at + 1)
        return False

    def text_group(self, row: int) -> tuple[int, ...]:
        """The rows whose text is identical to that of one; white space, case and punctuation apart."""
        if self.group is None:
            return ()
        if row in self.group.same:
            return self.group.same
        said = normalised(self.pile.texts[self.pile.place_of[row]])
        return tuple(one for one in self.group.near if normalised(self.pile.texts[self.pile.place_of[one]]) == said)

    def look_at(self, key: ReplyKey) -> None:
        """Look at a reply, if it is in the queue."""
        groups = set(self._groups_of.get(key, ()))
        for at, group in enumerate(self._queue):
            if group in groups:
                self._at = at
                self._row = next(row for row in self.groups[group].keys if self._key(row) == key)
                return

    def stands_otherwise(self, key: ReplyKey) -> None:
        """A reply stands otherwise than before."""
        if self._left:
            for at in set(self._groups_of.get(key, ())):
                self._left[at] = sum(map(self._waits, self.groups[at].keys))

    def stand_otherwise(self) -> None:
        """Any reply may stand otherwise than before."""
        self._left = []
