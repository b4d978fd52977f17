"""What coders do, an event each: the words of the journals.

An event says the whole of what it sets (all codes that a coder now gives a reply, not the one that was added), so that
each can be read without those before it. Undoing is an event too, and so survives a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar

from topline.coding.reply_key import ReplyKey

NOBODY = ""
"""The coder of an event that is not in a journal yet."""

Order = tuple[int, str, int]
"""Where an event stands among those of all coders: its `at`, its coder, its `seq`."""


class How(StrEnum):
    """What a coder went by."""

    HAND = "hand"
    RULE = "rule"
    SUGGESTED = "suggested"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that a coder did about one question. Its journal says by whom, when and which."""

    KIND: ClassVar[str] = ""
    """How the journal calls events of this kind."""

    question: str
    """The name of the question whose replies are coded."""
    at: int = 0
    """A Lamport clock: 1 more than the highest that its writer had seen in all journals, so later than its causes."""
    coder: str = NOBODY
    seq: int = 0
    """1, 2, 3 ... in the coder's journal; with the coder, what the event is known by."""
    step: int = 0
    """The `seq` of the first event that was done in the same stroke; these are undone in one as well."""
    time: float = 0.0
    """When, by the writer's clock, in seconds since 1970 UTC; only to be shown and for the pace, not for the order."""

    @property
    def order(self) -> Order:
        """Where it stands among the events of all coders, the same for everybody who reads them."""
        return (self.at, self.coder, self.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded(Event):
    """A coder gave replies these codes, and no others: none means that they took theirs back."""

    KIND: ClassVar[str] = "coded"

    replies: tuple[ReplyKey, ...]
    codes: frozenset[str]
    how: How = How.HAND
    by: str = ""
    """Which rule or suggester, or from which file; empty by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged(Event):
    """What a coder now remarks on replies beside their codes; all empty takes it back."""

    KIND: ClassVar[str] = "flagged"

    replies: tuple[ReplyKey, ...]
    cannot: bool = False
    """It can't be coded."""
    second: bool = False
    """It needs a second opinion."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Event):
    """The final codes of replies, whoever coded them otherwise, until they are settled anew."""

    KIND: ClassVar[str] = "settled"

    replies: tuple[ReplyKey, ...]
    codes: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted(Event):
    """A coder put replies into the basket of quotes, or took them out."""

    KIND: ClassVar[str] = "quoted"

    replies: tuple[ReplyKey, ...]
    is_in: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAdded(Event):
    """A code came into the codeframe."""

    KIND: ClassVar[str] = "code added"

    code: str
    """Its id: never used for another one."""
    label: str
    net: str = ""
    """The id of the net that it stands in; empty for none."""
    letter: str = ""
    """Its key; empty lets the codeframe choose."""
    definition: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRenamed(Event):
    """A code is called otherwise; it is the same code."""

    KIND: ClassVar[str] = "code renamed"

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDefined(Event):
    """What belongs under a code, examples of it, and its key."""

    KIND: ClassVar[str] = "code defined"

    code: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    letter: str = ""
    """Its key; empty keeps the one that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMoved(Event):
    """A code stands in another net, or elsewhere in its own."""

    KIND: ClassVar[str] = "code moved"

    code: str
    net: str = ""
    """The id of the net; empty for none."""
    before: str = ""
    """The code that it stands before; empty for the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMerged(Event):
    """A code went into another one, and so did whoever had it or will be found to have been given it."""

    KIND: ClassVar[str] = "code merged"

    code: str
    into: str


@dataclass(frozen=True, slots=True)
class Part:
    """A new code that was split from another, and the replies that went over to it."""

    code: str
    label: str
    replies: tuple[ReplyKey, ...]
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSplit(Event):
    """Replies of a code went to new ones; those that are not named stay with it."""

    KIND: ClassVar[str] = "code split"

    code: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDeleted(Event):
    """A code left the codeframe, and its replies lose it."""

    KIND: ClassVar[str] = "code deleted"

    code: str
    into: str = ""
    """The code that its replies get instead; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAdded(Event):
    """A heading came into the codeframe."""

    KIND: ClassVar[str] = "net added"

    net: str
    """Its id: never used for another one."""
    label: str
    within: str = ""
    """The id of the net that it stands in; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRenamed(Event):
    """A net is called otherwise."""

    KIND: ClassVar[str] = "net renamed"

    net: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRemoved(Event):
    """A heading left the codeframe; what stood in it now stands in the net around it, or in none."""

    KIND: ClassVar[str] = "net removed"

    net: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Event):
    """Events of the same coder that do not count, until they are redone."""

    KIND: ClassVar[str] = "undone"

    events: tuple[int, ...]
    """Their `seq`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone(Event):
    """Events of the same coder that had been undone, and count again."""

    KIND: ClassVar[str] = "redone"

    events: tuple[int, ...]
    """Their `seq`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Event):
    """An event of a kind that this version does not know: it is left in the journal, and passed over."""

    kind: str
    said: dict[str, Any] = field(default_factory=dict, compare=False)
    """All that stands there."""


FrameEvent = (
    CodeAdded
    | CodeRenamed
    | CodeDefined
    | CodeMoved
    | CodeMerged
    | CodeSplit
    | CodeDeleted
    | NetAdded
    | NetRenamed
    | NetRemoved
)
"""An event that changes the codeframe."""
ReplyEvent = Coded | Flagged | Settled | Quoted
"""An event that tells of replies."""
FRAME_EVENTS: tuple[type[Event], ...] = (
    *(CodeAdded, CodeRenamed, CodeDefined, CodeMoved, CodeMerged, CodeSplit, CodeDeleted),
    *(NetAdded, NetRenamed, NetRemoved),
)
_KINDS: tuple[type[Event], ...] = (Coded, Flagged, Settled, Quoted, *FRAME_EVENTS, Undone, Redone)
KINDS = {one.KIND: one for one in _KINDS}
"""The kinds of events by what the journal calls them."""
STAMP = tuple(one.name for one in fields(Event) if one.name != "question")
"""What its journal gives an event."""
