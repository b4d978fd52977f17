"""The list of questions: kind, name, the shape of the answers, and how many are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from textual.message import Message

from topline.analysis import own_base
from topline.charts import Ink, Line, fit, line, mini_bars
from topline.charts.glyphs import Glyphs
from topline.survey import Base, Kind, MissingKind, Question, Slice, Stage, Survey, Table
from topline.tui.session import RESPONSE, shares
from topline.tui.widgets.line_list import LineList

KIND_MARKS = {
    Kind.SINGLE: "o",
    Kind.MULTI: "+",
    Kind.SCALE: "=",
    Kind.NUMERIC: "#",
    Kind.DATE: "~",
    Kind.OPEN: '"',
}
"""One character a kind, told on the help screen."""
SHAPE = 8
"""Cells of the small chart."""
WIDE = 34
"""Cells from which on there is room for the missing."""
MOST_SHAPED = 300
"""Lines up to which the shapes of all are counted, whether in sight or not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    name: str
    """The question's, or that of the response funnel; empty for a heading."""
    label: str
    mark: str = " "
    asked: bool = True
    """Whether people were asked it; not so for a column that says something about the reply."""
    base: Base = Base.ANSWERED
    """Whom the shape's percentages are of."""


def entries_of(survey: Survey) -> tuple[Entry, ...]:
    """The response funnel where it is known, the questions in order, then the columns that are no questions."""
    asked = [question for question in survey if question.role is None]
    others = [question for question in survey if question.role is not None]
    known = survey.response is not None or survey.invited is not None
    entries = [Entry(RESPONSE, "Response", ">")] if known or not asked else []
    entries += map(_entry, asked)
    if others:
        entries += [Entry("", "About each reply"), *map(_entry, others)]
    return tuple(entries)


def _entry(question: Question) -> Entry:
    base = Base.ASKED if question.base else own_base(question)
    return Entry(question.name, question.label, KIND_MARKS[question.kind], question.role is None, base)


def lost_words(table: Table, base: Base) -> str:
    """The share of those asked who gave no answer that counts; nothing where it rounds to nothing.

    Args:
        table: A topline.
        base: Whom its percentages are of: those who answered, those who were asked (but for those whose replies wait to
            be coded), or those whose replies are coded.
    """
    counts = Counter[MissingKind | Stage]()
    for item in table.missing:
        counts[item.kind] += item.count
    waiting, cannot = counts[Stage.UNCODED], counts[Stage.UNCODABLE]
    lost = counts.total() - counts[MissingKind.NOT_ASKED] - waiting - cannot
    # Who answered is all of the one base; the other holds whoever was lost too.
    n = table.base.unweighted + waiting if base is not Base.ANSWERED else table.base.unweighted
    asked = max(n, lost) if base is Base.ASKED else n + lost + (cannot if base is Base.CODED else 0)
    return f"-{100 * lost / asked:.0f}%" if asked and lost * 200 >= asked else ""


class QuestionList(LineList):
    """The questions of the survey; moving over them shows their toplines."""

    @dataclass
    class Scrolled(Message):
        """Other questions of very many are in sight."""

        questions: QuestionList

        @property
        def control(self) -> QuestionList:
            """The list it happened in."""
            return self.questions

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, QuestionList.Scrolled)

    def __init__(self, entries: tuple[Entry, ...], glyphs: Glyphs) -> None:
        super().__init__(id="questions")
        self._entries = entries
        self._glyphs = glyphs
        self._shapes: dict[str, tuple[str, str]] = {}
        self._fresh: set[str] = set()
        """The questions whose shape is that of `people`."""
        self._people = Slice()
        self._note = ""
        self._places = {entry.name: index for index, entry in enumerate(entries)}

    @property
    def current(self) -> str:
        """The name of the question under the cursor."""
        return self._entries[self.cursor].name

    def on_mount(self) -> None:
        """All entries are there from the start; their shapes come later."""
        self.reset(len(self._entries))

    def point_at(self, name: str) -> None:
        """Put the cursor on a question."""
        if name in self._places:
            self.cursor = self._places[name]

    def unshaped(self) -> Iterable[str]:
        """The questions whose shape is to be known and is not yet of these people, those in sight first.

        Of very many questions only those in sight count, and a page either side: the others may never be.
        """
        top, height = self.scroll_offset.y, self.size.height
        others = self._entries if self._are_few else self._entries[max(0, top - height) : top + 2 * height]
        near = [*self._entries[top : top + height], *others]
        return (entry.name for entry in near if entry.name and entry.name not in self._fresh)

    @property
    def _are_few(self) -> bool:
        return len(self._entries) <= MOST_SHAPED

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other questions come into sight."""
        super().watch_scroll_y(old_value, new_value)
        if not self._are_few:
            self.post_message(self.Scrolled(self))

    @property
    def people(self) -> Slice:
        """Whose answers the shapes are of."""
        return self._people

    def follow(self, people: Slice, note: str = "") -> None:
        """Say whose answers the shapes are to be of; those of others stay until the new ones are known.

        Args:
            note: What is said of the shapes below the list.
        """
        if people != self._people:
            self._people = people
            self._fresh.clear()
        if note != self._note:
            self._note = note
            self.reset(len(self._entries) + bool(note), self.cursor)

    def learn(self, name: str, table: Table) -> None:
        """Show the shape of a question's answers."""
        self._fresh.add(name)
        if name == RESPONSE:
            replied = next((row.cells[0].percent for row in table.rows if row.label == "Replied"), None)
            self._shapes[name] = ("" if replied is None else f"{replied:.1f}%".rjust(SHAPE), "")
        else:
            at = self._places[name]
            lost = lost_words(table, self._entries[at].base) if self._entries[at].asked else ""
            self._shapes[name] = (mini_bars(shares(table), SHAPE, glyphs=self._glyphs), lost)
        self.refresh_line(self._places[name])

    def stops_at(self, index: int) -> bool:
        """Headings are no questions, and no more is what is said of the shapes."""
        return index < len(self._entries) and bool(self._entries[index].name)

    def line_at(self, index: int, width: int) -> Line:
        """Mark, label, shape, share of missing answers."""
        if index == len(self._entries):
            return line((f" {self._note}", Ink.DIM), width=width)
        entry = self._entries[index]
        if not entry.name:
            return line((f" {entry.label}", Ink.HEADING), width=width)
        shape, missing = self._shapes.get(entry.name, ("", ""))
        lost = 5 if width >= WIDE else 0
        room = width - SHAPE - lost - 5
        return line(
            (f" {entry.mark} ", Ink.DIM),
            (fit(entry.label, room) + " ", Ink.LABEL),
            (shape.ljust(SHAPE), Ink.BAR),
            (missing.rjust(lost) if lost else "", Ink.DIM),
            width=width,
        )
