"""What an action is, and where it can be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from topline.tui.keys import written


class Place(StrEnum):
    """Where a person can be."""

    TOPLINE = "Topline"
    CROSSTAB = "Crosstab"
    REPLIES = "Replies"
    REPLY = "Reply"
    CODING = "Coding"
    QUERIES = "Queries"
    REPORT = "Report"
    """How the file was read; it lies over one of the others."""
    CORRECTION = "Correction"
    """The form in which a question is corrected."""
    OPTIONS = "Options"
    """The options of a question, to be corrected."""
    DIALOG = "Dialog"
    """A box over one of the others; it has its own few keys."""


EVERYWHERE = frozenset({Place.TOPLINE, Place.CROSSTAB, Place.REPLIES, Place.REPLY, Place.CODING, Place.QUERIES})
OVER = frozenset(Place) - EVERYWHERE
"""What lies over a place for a while; nobody is left off there."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do with a key."""

    id: str
    """Names the method that does it: `do_<id>` of the screen, else of one of the app's tasks, else of the app."""
    keys: str
    """Keys that do it, separated by commas, as Textual names them."""
    title: str
    """In two or three words, for hints and the palette."""
    meaning: str
    """One sentence for the help screen and the docs."""
    group: str
    places: frozenset[Place] = EVERYWHERE
    hint: bool = False
    """Whether the last line of the screen mentions it."""

    @property
    def key(self) -> str:
        """The key as it is shown: the first of its keys."""
        return written(self.keys.split(",")[0])

    @property
    def all_keys(self) -> str:
        """All its keys as they are shown."""
        return ", ".join(map(written, self.keys.split(",")))


ON_TOPLINE = frozenset({Place.TOPLINE})
ON_CROSSTAB = frozenset({Place.CROSSTAB})
ON_REPLIES = frozenset({Place.REPLIES})
ON_REPLY = frozenset({Place.REPLY})
ON_CODING = frozenset({Place.CODING})
ON_QUERIES = frozenset({Place.QUERIES})
ON_NUMBERS = ON_TOPLINE | ON_CROSSTAB
ON_TABLES = ON_NUMBERS | ON_REPLIES
ON_LISTS = ON_TABLES | ON_QUERIES
ON_PEOPLE = ON_TABLES | ON_REPLY
ON_REPORT = frozenset({Place.REPORT})
ON_CORRECTION = frozenset({Place.CORRECTION})
ON_OPTIONS = frozenset({Place.OPTIONS})
BUT_CODING = EVERYWHERE - ON_CODING
"""Where letters are no codes."""
