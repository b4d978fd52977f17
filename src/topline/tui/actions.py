"""The registry of actions: what a key does where. Bindings, palette, help screen and key docs all read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a person can be."""

    TOPLINE = "Topline"
    REPLIES = "Replies"
    REPLY = "Reply"
    DIALOG = "Dialog"
    """A box over one of the others; it has its own few keys."""


EVERYWHERE = frozenset({Place.TOPLINE, Place.REPLIES, Place.REPLY})


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do with a key."""

    id: str
    """Names the method that does it: `do_<id>` of the screen, else of the app."""
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
    said: str = ""
    """How the key is written for people; empty for the first of `keys`."""

    @property
    def key(self) -> str:
        """The key as it is shown."""
        return self.said or self.keys.split(",")[0]


ON_TOPLINE = frozenset({Place.TOPLINE})
ON_REPLIES = frozenset({Place.REPLIES})
ON_REPLY = frozenset({Place.REPLY})
ON_TABLES = ON_TOPLINE | ON_REPLIES

ACTIONS: tuple[Action, ...] = (
    Action(
        "open",
        "enter",
        "open",
        "Open what the cursor is on: the people of a bar, the whole of a reply",
        "Move",
        ON_TABLES,
        hint=True,
        said="Enter",
    ),
    Action(
        "back", "escape,backspace", "back", "Cancel what is running, or go back one step", "Move", hint=True, said="Esc"
    ),
    Action(
        "across", "tab", "questions | bars", "Go between the questions and the bars", "Move", ON_TOPLINE, said="Tab"
    ),
    Action("next_reply", "j,J", "next", "The next reply of this slice", "Move", ON_REPLY, hint=True, said="J"),
    Action(
        "previous_reply", "k,K", "previous", "The previous reply of this slice", "Move", ON_REPLY, hint=True, said="K"
    ),
    Action("topline", "1", "topline", "The questions and their toplines", "Places"),
    Action("replies", "3", "replies", "The replies themselves, as a table", "Places"),
    Action("queries", "5", "queries", "The canned queries of this survey, with their keys", "Places"),
    Action(
        "search", "slash", "search", "Search questions, answers and verbatims at once", "Places", hint=True, said="/"
    ),
    Action(
        "base",
        "b",
        "base",
        "Change who the percentages are of; among replies, whether the silent are shown",
        "Numbers",
        ON_TABLES,
        hint=True,
    ),
    Action("weight", "w", "weight", "Weight the numbers, or stop weighting them", "Numbers", ON_TABLES, hint=True),
    Action(
        "sort",
        "s",
        "sort",
        "Sort bars by count or as in the codebook; replies by the column of the cursor",
        "Numbers",
        ON_TABLES,
        hint=True,
    ),
    Action("zeros", "z", "zeros", "Show or hide the options that nobody chose", "Numbers", ON_TOPLINE, hint=True),
    Action(
        "chart",
        "v",
        "chart",
        "Another chart: the whole grid, or a plot with axes, where there is one",
        "Numbers",
        ON_TOPLINE,
    ),
    Action(
        "undo",
        "u",
        "undo",
        "Undo the last change of base, weight, order, zeros, columns, search or query",
        "Numbers",
        ON_TABLES,
        hint=True,
    ),
    Action("more_voices", "n", "more voices", "The next of the people behind this bar", "Words", ON_TOPLINE),
    Action("fewer_voices", "N", "earlier voices", "The ones before them", "Words", ON_TOPLINE),
    Action(
        "columns",
        "c",
        "columns",
        "Choose the columns, in the order in which you pick them",
        "Words",
        ON_REPLIES,
        hint=True,
    ),
    Action("personal", "P", "personal", "Show or mask names, addresses and the like", "Words"),
    Action(
        "footer",
        "i",
        "about",
        "Everything needed to trust this table: base, weight, missing, margin",
        "Words",
        ON_TOPLINE,
    ),
    Action("theme", "t", "theme", "The next colours: dark, light, or those of your terminal", "Program"),
    Action("palette", "ctrl+p,colon", "commands", "Find any of these by name", "Program", said="Ctrl+P"),
    Action(
        "redraw",
        "ctrl+l",
        "redraw",
        "Draw the screen anew, should the terminal have garbled it",
        "Program",
        said="Ctrl+L",
    ),
    Action("help", "question_mark", "help", "The keys of this place", "Program", hint=True, said="?"),
    Action("quit", "q,ctrl+q", "quit", "Leave", "Program", said="q"),
)

CANNED_KEYS = tuple(f"f{number}" for number in range(1, 10))
"""Keys that a survey file can put its queries on."""


def actions_at(place: Place) -> tuple[Action, ...]:
    """What can be done at a place, in the registry's order."""
    return tuple(action for action in ACTIONS if place in action.places)


def groups_at(place: Place) -> dict[str, tuple[Action, ...]]:
    """What can be done at a place, by group."""
    found = actions_at(place)
    return {group: tuple(a for a in found if a.group == group) for group in dict.fromkeys(a.group for a in found)}
