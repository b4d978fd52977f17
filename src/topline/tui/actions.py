"""The registry of actions: what a key does where. Bindings, palette, help screen and key docs all read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from topline.survey import FUNCTION_KEYS
from topline.tui.keys import written


class Place(StrEnum):
    """Where a person can be."""

    TOPLINE = "Topline"
    CROSSTAB = "Crosstab"
    REPLIES = "Replies"
    REPLY = "Reply"
    QUERIES = "Queries"
    REPORT = "Report"
    """How the file was read; it lies over one of the others."""
    CORRECTION = "Correction"
    """The form in which a question is corrected."""
    OPTIONS = "Options"
    """The options of a question, to be corrected."""
    DIALOG = "Dialog"
    """A box over one of the others; it has its own few keys."""


EVERYWHERE = frozenset({Place.TOPLINE, Place.CROSSTAB, Place.REPLIES, Place.REPLY, Place.QUERIES})
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
ON_QUERIES = frozenset({Place.QUERIES})
ON_NUMBERS = ON_TOPLINE | ON_CROSSTAB
ON_TABLES = ON_NUMBERS | ON_REPLIES
ON_LISTS = ON_TABLES | ON_QUERIES
ON_PEOPLE = ON_TABLES | ON_REPLY
ON_REPORT = frozenset({Place.REPORT})
ON_CORRECTION = frozenset({Place.CORRECTION})
ON_OPTIONS = frozenset({Place.OPTIONS})

ACTIONS: tuple[Action, ...] = (
    # Move
    Action(
        "open",
        "enter",
        "open",
        "Open what the cursor is on: the people of a bar or a cell, the whole of a reply, a query",
        "Move",
        ON_LISTS,
        hint=True,
    ),
    Action(
        "back",
        "escape,backspace",
        "back",
        "Cancel what is running, or go back one step",
        "Move",
        EVERYWHERE | ON_REPORT | ON_OPTIONS,
        hint=True,
    ),
    Action("visited", "left_square_bracket", "place before", "The place visited before this one", "Move"),
    Action("forward", "right_square_bracket", "place after", "The place that you came back from", "Move"),
    Action(
        "across",
        "tab",
        "across",
        "Go between the questions and the bars; between queries, console and result",
        "Move",
        ON_TOPLINE | ON_QUERIES,
    ),
    Action("next_reply", "J", "next", "The next reply of this slice", "Move", ON_REPLY, hint=True),
    Action("previous_reply", "K", "previous", "The previous reply of this slice", "Move", ON_REPLY, hint=True),
    # Places
    Action("topline", "1", "topline", "The questions and their toplines", "Places"),
    Action("crosstab", "2", "crosstab", "A question by another", "Places"),
    Action("replies", "3", "replies", "The replies themselves, as a table", "Places"),
    Action("queries", "5", "queries", "Canned queries with their keys, and a console for SQL", "Places"),
    Action(
        "search",
        "slash",
        "search",
        "Search questions, answers and verbatims at once",
        "Places",
        EVERYWHERE - ON_QUERIES,
        hint=True,
    ),
    Action("narrow", "slash", "find", "Find a query by words of its title", "Places", ON_QUERIES, hint=True),
    # People
    Action("filter", "f", "filter", "Choose whose replies are counted", "People", ON_TABLES, hint=True),
    Action(
        "keep",
        "plus",
        "keep only",
        "Keep only the people of this bar, cell or list, everywhere",
        "People",
        ON_TABLES,
    ),
    Action("leave_out", "minus", "leave out", "Leave the people of this bar or cell out", "People", ON_NUMBERS),
    Action("compare", "d", "compare", "Compare these people with others, side by side", "People", ON_TOPLINE),
    # Numbers
    Action(
        "banner",
        "x",
        "cross by",
        "Cross by another question: pick the one whose answers are the columns",
        "Numbers",
        ON_NUMBERS,
        hint=True,
    ),
    Action(
        "trend",
        "T",
        "over time",
        "Follow the question over time, by wave or by date; in a trend, over another question",
        "Numbers",
        ON_NUMBERS,
    ),
    Action(
        "period",
        "p",
        "period",
        "How long the columns of a trend are: days, weeks, months, quarters or years",
        "Numbers",
        ON_CROSSTAB,
    ),
    Action(
        "stub",
        "r",
        "rows",
        "Pick the question whose answers are the rows, or with Tab one more below the others",
        "Numbers",
        ON_CROSSTAB,
        hint=True,
    ),
    Action("next_rows", "J", "next rows", "The next question as rows, under the same columns", "Numbers", ON_CROSSTAB),
    Action("previous_rows", "K", "rows before", "The question before it as rows", "Numbers", ON_CROSSTAB),
    Action("unstub", "R", "fewer rows", "Take the question of the cursor out of the rows", "Numbers", ON_CROSSTAB),
    Action("swap", "o", "swap", "Swap rows and columns", "Numbers", ON_CROSSTAB, hint=True),
    Action("transpose", "O", "on its side", "Columns down the side and rows across, or back", "Numbers", ON_CROSSTAB),
    Action(
        "percent",
        "percent_sign",
        "percent",
        "Percent of the column, percent of the row, index to the total, or counts alone",
        "Numbers",
        ON_CROSSTAB,
        hint=True,
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
    Action(
        "weight",
        "w",
        "weight",
        "Weight the numbers: choose a weight or none, see what it costs, or rake a new one to targets",
        "Numbers",
        ON_TABLES,
        hint=True,
    ),
    Action(
        "sort",
        "s",
        "sort",
        "Sort bars by count or as in the codebook; a crosstab and replies by the column of the cursor",
        "Numbers",
        ON_TABLES,
        hint=True,
    ),
    Action(
        "zeros",
        "z",
        "zeros",
        "Show or hide what is empty: options that nobody chose, columns that nobody is in",
        "Numbers",
        ON_NUMBERS,
        hint=True,
    ),
    Action(
        "chart",
        "v",
        "chart",
        "Another chart: bars, a table, the whole grid or ranking, a plot with axes, where there is one",
        "Numbers",
        ON_NUMBERS | ON_QUERIES,
    ),
    Action(
        "explain",
        "equals_sign",
        "explain",
        "Explain this number: its formula and what went in, its interval, its tests, its SQL",
        "Numbers",
        ON_NUMBERS,
        hint=True,
    ),
    Action(
        "significance",
        "a",
        "tests",
        "How differences are tested: the adjustment for many pairs, or not at all",
        "Numbers",
        ON_NUMBERS,
        hint=True,
    ),
    Action(
        "build_net",
        "n",
        "nets",
        "Build a net of the rows' answers, which counts each person once; change or remove one that is there",
        "Numbers",
        ON_NUMBERS,
    ),
    Action(
        "bands",
        "B",
        "bands",
        "Cut numbers into bands: at edges that you type, into groups of about equal size, or in steps",
        "Numbers",
        ON_NUMBERS,
    ),
    Action(
        "undo",
        "u",
        "undo",
        "Undo the last change of filter, base, weight, order, zeros, columns, search, query, or how the file is read",
        "Numbers",
        ON_LISTS | ON_REPORT | ON_OPTIONS,
        hint=True,
    ),
    Action("redo", "U,ctrl+r", "redo", "Do again what was undone", "Numbers", ON_LISTS | ON_REPORT | ON_OPTIONS),
    # Words
    Action("more_voices", "m", "more voices", "The next of the people behind this number", "Words", ON_NUMBERS),
    Action("fewer_voices", "M", "earlier voices", "The ones before them", "Words", ON_NUMBERS),
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
        ON_NUMBERS,
    ),
    Action(
        "report",
        "I",
        "how it was read",
        "How the file was read: what was mended, what decided each question; correct it there",
        "Words",
    ),
    # How the file is read
    Action(
        "correct",
        "enter",
        "correct",
        "Correct the question under the cursor: kind, texts, role, columns, options",
        "Reading",
        ON_REPORT,
        hint=True,
    ),
    Action(
        "options",
        "o",
        "options",
        "Correct its options: what they are called, their order, what is set apart, nets",
        "Reading",
        ON_REPORT,
        hint=True,
    ),
    Action(
        "mark",
        "space,tab",
        "mark",
        "Mark a question to be put together with others, or an option to be changed along with others",
        "Reading",
        ON_REPORT | ON_OPTIONS,
        hint=True,
    ),
    Action(
        "together",
        "t,ctrl+t",
        "put together",
        "Put the marked columns together: as select-all, as a grid, or as one answer",
        "Reading",
        ON_REPORT,
        hint=True,
    ),
    Action(
        "find_question",
        "slash",
        "find",
        "Find questions by a part of a name, a text, a kind, a header or a rule",
        "Reading",
        ON_REPORT,
        hint=True,
    ),
    Action("option_down", "J,shift+down", "down", "Move the option down", "Reading", ON_OPTIONS, hint=True),
    Action("option_up", "K,shift+up", "up", "Move the option up", "Reading", ON_OPTIONS, hint=True),
    Action("reverse", "x", "turn round", "Turn the order of the answers that count round", "Reading", ON_OPTIONS),
    Action("rename", "r", "rename", "Call the option otherwise; its code stays", "Reading", ON_OPTIONS, hint=True),
    Action(
        "net", "n", "net", "Put the option into nets, which count each person once", "Reading", ON_OPTIONS, hint=True
    ),
    Action("as_answer", "0", "counts", "Let the option count as an answer", "Reading", ON_OPTIONS, hint=True),
    Action("as_not_asked", "1", "not asked", "Set the option apart as not asked", "Reading", ON_OPTIONS, hint=True),
    Action("as_no_answer", "2", "no answer", "Set the option apart as no answer", "Reading", ON_OPTIONS, hint=True),
    Action("as_dont_know", "3", "don't know", "Set the option apart as don't know", "Reading", ON_OPTIONS, hint=True),
    Action("as_refused", "4", "refused", "Set the option apart as refused", "Reading", ON_OPTIONS, hint=True),
    Action(
        "whole_grid",
        "a",
        "whole grid",
        "Correct all questions of its grid alike, or this one alone",
        "Reading",
        ON_OPTIONS,
        hint=True,
    ),
    Action("take_options", "enter", "save", "Save the options as they stand", "Reading", ON_OPTIONS, hint=True),
    Action(
        "save",
        "ctrl+s",
        "save",
        "Save a correction, whichever line the cursor is on",
        "Reading",
        ON_CORRECTION | ON_OPTIONS,
    ),
    # Out
    Action(
        "copy",
        "y",
        "copy",
        "Copy the table, or the command that gives it, to the terminal's clipboard",
        "Out",
        hint=True,
    ),
    Action("export", "e", "export", "Write what is shown, or these replies, to a file", "Out", hint=True),
    Action("save_query", "S", "save as query", "Keep this view as a canned query, on a key", "Out", ON_LISTS),
    # Program
    Action("theme", "t", "theme", "The next colours: dark, light, or those of your terminal", "Program"),
    Action("palette", "ctrl+p,colon", "commands", "Find any of these by name", "Program"),
    Action(
        "redraw",
        "ctrl+l",
        "redraw",
        "Draw the screen anew, should the terminal have garbled it",
        "Program",
    ),
    Action(
        "help",
        "question_mark",
        "help",
        "The keys of this place",
        "Program",
        EVERYWHERE | ON_REPORT | ON_OPTIONS,
        hint=True,
    ),
    Action("quit", "q,ctrl+q", "quit", "Leave", "Program"),
)

CANNED_KEYS = FUNCTION_KEYS
"""Keys that a survey file can put its queries on."""


def actions_at(place: Place) -> tuple[Action, ...]:
    """What can be done at a place, in the registry's order."""
    return tuple(action for action in ACTIONS if place in action.places)


def groups_at(place: Place) -> dict[str, tuple[Action, ...]]:
    """What can be done at a place, by group."""
    found = actions_at(place)
    return {group: tuple(a for a in found if a.group == group) for group in dict.fromkeys(a.group for a in found)}
