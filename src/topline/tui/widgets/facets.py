"""One question as something to pick replies by: a line to type in where it has one, and its values with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from topline.analysis import Facet
from topline.charts import Glyphs, Ink, Line, fit, line, shown
from topline.charts.figures import WITHHELD
from topline.survey import Condition, Contains, HasWords, Kind, Matches, Question
from topline.tui.picks import is_picked
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import Ready
from topline.tui.widgets.prompt import Prompt

KEYS = (("Space", "pick"), ("!", "leave out"), ("x", "none"), ("u", "undo"), ("←", "questions"))
"""What can be done with values."""
TextMeaning = type[Contains] | type[HasWords] | type[Matches]
MEANINGS: tuple[tuple[TextMeaning, str], ...] = (
    (Contains, "contains this text"),
    (HasWords, "has these words, whole"),
    (Matches, "matches this pattern"),
)
"""How a typed text can be meant."""
MARKED, LEFT_OUT, FREE = "[x] ", "[-] ", "[ ] "
COUNT = 9
"""Cells of a number of replies."""
SHORTEST, LONGEST = 6, 40
"""Cells that the longest bar has, at least and at most."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed, with what it would find."""

    text: str = ""
    meaning: TextMeaning = Contains
    counts: tuple[int | None, ...] = (None, None, None)
    """Replies for each meaning; None while they are counted, or where it has none."""
    fault: str = ""
    """Why it cannot be read as a pattern."""

    def conditions(self, question: str) -> list[Condition]:
        """What each meaning of it would be, as far as it has one."""
        return [meaning(question, self.text) for meaning, _ in MEANINGS if not (self.fault and meaning is Matches)]


@dataclass(frozen=True, slots=True)
class Item:
    """A line that something can be picked by."""

    line: Line
    condition: Condition | None = None
    meaning: TextMeaning | None = None

    @property
    def stops(self) -> bool:
        """Whether there is something to pick."""
        return self.condition is not None or self.meaning is not None


class FacetList(Ready):
    """The values of a question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.pick", "Pick", show=False),
        Binding("exclamation_mark,minus", "screen.leave_out", "Leave out", show=False),
        Binding("x,delete,backspace", "screen.pick_none", "Pick none", show=False),
        Binding("left", "screen.to_questions", "Questions", show=False),
        Binding("u", "screen.undo", "Undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="values")
        self._items: tuple[Item, ...] = ()

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        return self._items[self.cursor] if self.cursor < len(self._items) else None

    def show_items(self, items: tuple[Item, ...], cursor: int) -> None:
        """Show these lines."""
        self._items = items
        self.show_lines(tuple(item.line for item in items), cursor)

    def point_at(self, condition: Condition) -> None:
        """Put the cursor on a value."""
        at = next((at for at, item in enumerate(self._items) if item.condition == condition), None)
        if at is not None:
            self.cursor = at

    def stops_at(self, index: int) -> bool:
        """The cursor stops at what can be picked."""
        return index < len(self._items) and self._items[index].stops


class Range(Horizontal):
    """Two lines to type in: from and to."""

    def compose(self) -> ComposeResult:
        """From and to."""
        yield Lines(id="from-label", classes="range-label")
        yield Prompt(id="from", compact=True)
        yield Lines(id="to-label", classes="range-label")
        yield Prompt(id="to", compact=True)

    def on_mount(self) -> None:
        """Say which is which."""
        self.query_one("#from-label", Lines).show_lines((line((" from ", Ink.HEADING)),))
        self.query_one("#to-label", Lines).show_lines((line(("  to ", Ink.HEADING)),))


class FacetPane(Vertical):
    """One question as something to pick replies by."""

    @dataclass
    class TextTyped(Message):
        """Another text was typed."""

        text: str

    @dataclass
    class RangeTyped(Message):
        """Another range was typed; an end that was left open is empty."""

        low: str
        high: str

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="facet")
        self._glyphs = glyphs
        self._question: Question | None = None
        self._shown: tuple[Facet | None, Condition | None, bool, Typed] = (None, None, False, Typed())

    def compose(self) -> ComposeResult:
        """Heading, lines to type in, values."""
        yield Lines(id="facet-head")
        yield Prompt(id="text", compact=True, select_on_focus=False)
        yield Range(id="range")
        yield FacetList()

    @property
    def list(self) -> FacetList:
        """The values."""
        return self.query_one(FacetList)

    @property
    def text(self) -> Prompt:
        """The line for a text."""
        return self.query_one("#text", Prompt)

    @property
    def ends(self) -> tuple[Prompt, Prompt]:
        """The lines for a range."""
        return self.query_one("#from", Prompt), self.query_one("#to", Prompt)

    def set_question(self, question: Question, text: str, low: str, high: str) -> None:
        """Begin with another question, and what is typed for it already."""
        self._question = question
        self.text.display = takes_text(question)
        self.query_one(Range).display = takes_range(question)
        dates = question.kind is Kind.DATE
        self.text.placeholder = "type what they wrote"
        for prompt, said in zip(self.ends, (low, high), strict=True):
            prompt.placeholder = "a day, YYYY-MM-DD" if dates else "a number"
            self._fill(prompt, said)
        self._fill(self.text, text)

    def clear(self) -> None:
        """There is no question."""
        self._question = None
        self.text.display = self.query_one(Range).display = False
        self.list.show_items((), 0)

    def _fill(self, prompt: Prompt, said: str) -> None:
        if prompt.value != shown(said) and not prompt.has_focus:
            with self.prevent(Input.Changed):
                prompt.value = shown(said)

    def show_facet(self, facet: Facet | None, own: Condition | None, typed: Typed, *, negated: bool) -> None:
        """Show the values.

        Args:
            facet: None while they are counted.
            own: The condition that was picked, without the `not` before it.
            typed: For a question with words: the text and what it would find.
            negated: Whether those who are meant by `own` are left out.
        """
        self._shown = facet, own, negated, typed
        self._draw()

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw()

    def _draw(self) -> None:
        facet, own, negated, typed = self._shown
        width = self.list.size.width - 1
        if self._question is None or width <= 0:
            return
        items = text_items(typed, width) if takes_text(self._question) and typed.text else ()
        if facet is None:
            items = (*items, Item(line((" counting…", Ink.DIM))))
        else:
            items = (*items, *value_items(facet, own, width, self._glyphs, negated=negated))
        before = self.list.item
        keys = [(item.condition, item.meaning) for item in items]
        same = (before.condition, before.meaning) if before and before.stops else None
        self.list.show_items(tuple(items), keys.index(same) if same in keys else 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Hand on what is typed."""
        event.stop()
        if event.input is self.text:
            self.post_message(self.TextTyped(self.text.value))
        else:
            low, high = self.ends
            self.post_message(self.RangeTyped(low.value.strip(), high.value.strip()))

    def on_key(self, event: events.Key) -> None:
        """Down from a line to type in goes to the values, up from the first value goes there."""
        typing = isinstance(self.screen.focused, Prompt)
        if event.key == "down" and typing:
            self.list.action_end(-1)
            self.screen.set_focus(self.list)
            event.stop()
        elif event.key == "up" and not typing and self.is_on_first:
            self.focus_line()
            event.stop()
            event.prevent_default()

    @property
    def is_on_first(self) -> bool:
        """Whether the cursor is on the first value."""
        return not any(self.list.stops_at(at) for at in range(self.list.cursor))

    def focus_line(self) -> None:
        """The keys go to the line to type in, where there is one."""
        if self.text.display:
            self.screen.set_focus(self.text)
        elif self.query_one(Range).display:
            self.screen.set_focus(self.ends[0])

    def enter(self) -> None:
        """The keys come here: to the line to type in for a text without codes, else to the values."""
        if self._question is None:
            return
        if self.text.display and not self._question.has_options:
            self.screen.set_focus(self.text)
        else:
            self.screen.set_focus(self.list)


def takes_text(question: Question) -> bool:
    """Whether a text can be looked for among the answers."""
    return question.kind is Kind.OPEN


def takes_range(question: Question) -> bool:
    """Whether the answers have a range."""
    return question.kind in (Kind.NUMERIC, Kind.DATE)


def text_items(typed: Typed, width: int) -> tuple[Item, ...]:
    """How a typed text can be meant, and how many replies each finds."""
    items = []
    for (meaning, said), count in zip(MEANINGS, typed.counts, strict=True):
        fault = "cannot be read" if meaning is Matches and typed.fault else ""
        number = fault or ("" if count is None else f"{count:,}")
        number = fit(number, min(cell_len(number), max(0, width - 6 - cell_len(said))))
        chosen = meaning is typed.meaning
        told = line(
            (" (x) " if chosen else " ( ) ", Ink.KEY if chosen else Ink.DIM),
            (fit(said, max(0, width - 5 - cell_len(number))), Ink.NET if chosen else Ink.LABEL),
            (number, Ink.WARNING if fault else Ink.COUNT),
            width=width,
        )
        items.append(Item(told, meaning=meaning))
    return tuple(items)


def value_items(facet: Facet, own: Condition | None, width: int, glyphs: Glyphs, *, negated: bool) -> tuple[Item, ...]:
    """A line a value: whether it is picked, its label, a bar beside those of the other answers, its count."""
    listed = {value.condition for value in facet.values}
    apart = tuple(
        value
        for value in facet.apart
        if value.condition not in listed and (value.count or is_picked(own, value.condition))
    )
    longest = max((value.count or 0 for value in facet.values), default=0)
    widest = max((2 * value.level + cell_len(shown(value.label)) for value in (*facet.values, *apart)), default=0)
    label = min(widest, max(8, width - len(FREE) - COUNT - SHORTEST - 3))
    bar = min(LONGEST, max(0, width - len(FREE) - label - COUNT - 3))
    items = []
    for value in (*facet.values, *apart):
        if value in apart[:1] and facet.values:
            items.append(Item(line((" Answered at all", Ink.HEADING))))
        picked = is_picked(own, value.condition)
        mark = (LEFT_OUT if negated else MARKED) if picked else FREE
        drawn = glyphs.bar((value.count or 0) / longest, bar) if longest and value not in apart else ""
        ink = Ink.NET if value.net or picked else Ink.LABEL if value.count else Ink.DIM
        told = line(
            (" " + mark, Ink.KEY if picked else Ink.DIM),
            (fit(" " * 2 * value.level + shown(value.label), label) + " ", ink),
            (drawn, Ink.NET_BAR if value.net else Ink.BAR),
            (
                " " * (bar - len(drawn) + 1) + (WITHHELD if value.count is None else f"{value.count:,}").rjust(COUNT),
                Ink.COUNT if value.count else Ink.DIM,
            ),
            width=width,
        )
        items.append(Item(told, value.condition))
    if facet.unlisted:
        rarer = f" and {facet.unlisted:,} rarer codes, which only the line below can name"
        items.append(Item(line((rarer, Ink.DIM), width=width)))
    return tuple(items) or (Item(line((" nobody", Ink.DIM))),)


def conditions_of(facet: Facet | None) -> Sequence[Condition]:
    """All that can be picked, in order."""
    return [value.condition for value in (*facet.values, *facet.apart)] if facet else []
