"""The list of canned queries: the key of each, its title, and why one cannot run here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from topline.charts import Ink, Line, fit, line, shown, wrap
from topline.survey import LETTERS, CannedQuery
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt

KEY = 4
"""Cells of a query's key, with the gap after it."""
MOST_TOLD = 13
"""Lines that tell of a query, where the screen has room for so many."""
ROOMY = 64
"""Cells from which on there is room for what a query shows, beside its title."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A query, and what is known of it."""

    query: CannedQuery
    shows: str = ""
    """What it shows, in few words."""
    obstacle: str = ""
    """Why it cannot run over this survey; empty where it can."""

    @property
    def searched(self) -> str:
        """What it is found by."""
        return f"{self.query.key} {self.query.title} {self.shows}".casefold()


def key_words(key: str) -> str:
    """A query's key as it is shown: a letter as it is typed."""
    return key if key in LETTERS else key.upper()


class QueryList(LineList):
    """The canned queries, those of the survey first. Their letters run them from here."""

    @dataclass
    class Letter(Message):
        """A letter that a query sits on was pressed."""

        query: CannedQuery

    def __init__(self) -> None:
        super().__init__(id="queries")
        self._entries: tuple[Offered | str, ...] = ()
        """Queries, and the headings between them."""
        self._taken: frozenset[str] = frozenset()
        self._longest = 0
        """Cells of the longest title."""

    @property
    def current(self) -> Offered | None:
        """The query under the cursor."""
        entry = self._entries[self.cursor] if self.cursor < len(self._entries) else None
        return entry if isinstance(entry, Offered) else None

    def show(self, queries: Sequence[Offered], taken: frozenset[str], *, keep: bool) -> None:
        """Show these queries.

        Args:
            taken: Letters that do something else here.
            keep: Whether the cursor stays on the query that it is on; it goes to the first one otherwise.
        """
        before = self.current if keep else None
        survey = [one for one in queries if not one.query.source]
        own = [one for one in queries if one.query.source]
        self._taken = taken
        self._longest = max((cell_len(shown(one.query.title)) for one in queries), default=0)
        heading = [f"Your own, in {own[0].query.source}"] if own else []
        self._entries = (*survey, *heading, *own)
        at = (
            i
            for i, one in enumerate(self._entries)
            if isinstance(one, Offered) and before and one.query == before.query
        )
        self.reset(len(self._entries), next(at, 0))

    def point_at(self, query: CannedQuery) -> None:
        """Put the cursor on a query."""
        at = (i for i, one in enumerate(self._entries) if isinstance(one, Offered) and one.query == query)
        self.cursor = next(at, self.cursor)

    def stops_at(self, index: int) -> bool:
        """Headings are no queries."""
        return isinstance(self._entries[index], Offered)

    def line_at(self, index: int, width: int) -> Line:
        """Key, title, and where there is room what the query shows."""
        entry = self._entries[index]
        if isinstance(entry, str):
            return line((f" {entry}", Ink.HEADING), width=width)
        query = entry.query
        room = width - KEY - 2
        titled = min(self._longest, room * 2 // 3) if room >= ROOMY else room
        shows = fit(entry.shows, room - titled - 2) if titled < room else ""
        title = fit(query.title, titled)
        return line(
            (f" {fit(key_words(query.key), KEY)}", Ink.KEY if not entry.obstacle else Ink.DIM),
            (title, Ink.DIM if entry.obstacle else Ink.LABEL),
            (f"  {shows}" if shows else "", Ink.DIM),
            width=width,
        )

    def on_key(self, event: events.Key) -> None:
        """The letter of a query runs it."""
        if event.key in LETTERS and event.key not in self._taken:
            found = (one.query for one in self._entries if isinstance(one, Offered) and one.query.key == event.key)
            query = next(found, None)
            if query is not None:
                event.stop()
                event.prevent_default()
                self.post_message(self.Letter(query))


class QueryPane(Vertical):
    """The list with a line to narrow it by, and below it what there is to know of the query under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="listed")
        self._offered: tuple[Offered, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self._none = ""

    def compose(self) -> ComposeResult:
        """A line to type in, the list, and what there is to know."""
        yield Prompt(placeholder="words of a title", id="find", compact=True)
        yield QueryList()
        yield Lines(id="about")

    @property
    def list(self) -> QueryList:
        """The list."""
        return self.query_one(QueryList)

    @property
    def prompt(self) -> Prompt:
        """The line that narrows it; seen while it does."""
        return self.query_one(Prompt)

    def on_mount(self) -> None:
        """Nothing is typed yet."""
        self.prompt.display = False

    def show(self, offered: Sequence[Offered], taken: frozenset[str], none: str) -> None:
        """Show these queries.

        Args:
            taken: Letters that do something else here.
            none: What is said where there are no queries at all.
        """
        self._offered, self._taken, self._none = tuple(offered), taken, none
        self._narrow(keep=True)

    def narrow(self) -> None:
        """Let it be narrowed by typing."""
        self.prompt.display = True
        self.prompt.focus()

    def widen(self) -> None:
        """Show all queries again."""
        self.prompt.value = ""
        self.prompt.display = False

    def on_input_changed(self) -> None:
        """What is typed narrows the list."""
        self._narrow(keep=False)

    def on_line_list_moved(self) -> None:
        """What there is to know follows the cursor."""
        self._tell()

    def on_resize(self) -> None:
        """Lines are as wide as the pane."""
        self.call_after_refresh(self._tell)

    def key_down(self) -> None:
        """The arrows move the list, also while typing."""
        if self.prompt.has_focus:
            self.list.action_step(1)

    def key_up(self) -> None:
        """The arrows move the list, also while typing."""
        if self.prompt.has_focus:
            self.list.action_step(-1)

    def _narrow(self, *, keep: bool) -> None:
        """Show the queries whose title has every word that was typed."""
        words = self.prompt.value.casefold().split()
        found = [one for one in self._offered if all(word in one.searched for word in words)]
        self.list.show(found, self._taken, keep=keep)
        self._tell()

    def _tell(self) -> None:
        about = self.query_one("#about", Lines)
        width, height = about.size.width, MOST_TOLD
        if self.list.count:
            about.show_lines(about_lines(self.list.current, width, height))
        else:
            none = "no query has these words" if self._offered else self._none
            about.show_lines(tuple(line((f" {row}", Ink.DIM)) for row in wrap(none, max(width - 2, 1), height)))


def about_lines(offered: Offered | None, width: int, height: int) -> tuple[Line, ...]:
    """What there is to know of the query under the cursor: what it shows, asks for, and what is in its way."""
    if offered is None or width <= 0:
        return ()
    query = offered.query
    told = [(query.title, Ink.NET), ("" if query.sql else offered.shows, Ink.LABEL)]
    for parameter in query.parameters:
        first = f"{parameter.default} to begin with" if parameter.default else "empty is any"
        told.append((f"asks for {parameter.name}; {first}", Ink.HEADING))
    if query.clash:
        told.append((f"its key {key_words(query.clash)} is another query's", Ink.WARNING))
    if offered.obstacle:
        told.append((f"cannot run here: {offered.obstacle}", Ink.WARNING))
    lines = [line((f" {row}", ink)) for text, ink in told if text for row in wrap(text, width - 2, 4)]
    lines += [line((f" {fit(row, width - 2)}", Ink.DIM)) for row in query.sql.strip().splitlines()]
    return tuple(lines[:height])
