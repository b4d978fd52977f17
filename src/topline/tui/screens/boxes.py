"""The boxes of the program: help, search, columns, what a table rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from topline.analysis import Explained, Found
from topline.analysis.floor import floor_words
from topline.charts import Ink, Line, fit, line, marked, wrap
from topline.charts.cross_grid import MUCH
from topline.survey import CannedQuery, Kind, Option, Question, Slice, Survey, Table
from topline.survey.table import LOW_BASE
from topline.tui.action import Place
from topline.tui.keymap import Keymap
from topline.tui.requests import Answered, Requests
from topline.tui.screens.dialogs import Box, Choice, Told
from topline.tui.session import Session
from topline.tui.widgets.query_list import key_words
from topline.tui.widgets.questions import KIND_MARKS

KEY_CELLS = 12
HELP_CELLS = 54
"""Cells of an explanation: with its key it fits a box on the smallest screen."""


def help_box(place: Place, survey: Survey, keymap: Keymap) -> Told:
    """The keys of a place, grouped, and what the marks mean."""
    lines: list[Line] = []
    for group, actions in keymap.groups_at(place).items():
        lines.append(line((f" {group}", Ink.HEADING)))
        for action in actions:
            first, *rest = wrap(action.meaning, HELP_CELLS, 3)
            lines.append(line((f"  {fit(action.key, KEY_CELLS)}", Ink.KEY), (first, Ink.LABEL)))
            lines += [line((" " * (KEY_CELLS + 2) + more, Ink.LABEL)) for more in rest]
        lines.append(Line())
    lines.append(line((" Moving", Ink.HEADING)))
    lines.append(line((f"  {fit('arrows', KEY_CELLS)}", Ink.KEY), ("and PgUp PgDn Home End", Ink.LABEL)))
    lines.append(Line())
    if survey.queries:
        lines.append(line((" Canned queries", Ink.HEADING)))
        lines += [_query_line(query, 72) for query in survey.queries]
        lines.append(Line())
    lines.append(line((" Marks of the question list", Ink.HEADING)))
    for kind, words in KIND_WORDS.items():
        lines.append(line((f"  {fit(KIND_MARKS[kind], KEY_CELLS)}", Ink.KEY), (words, Ink.LABEL)))
    lines.append(Line())
    lines.append(line((" Signs beside numbers", Ink.HEADING)))
    for sign, meaning in SIGNS:
        first, *rest = wrap(meaning, HELP_CELLS, 3)
        lines.append(line((f"  {fit(sign, KEY_CELLS)}", Ink.KEY), (first, Ink.LABEL)))
        lines += [line((" " * (KEY_CELLS + 2) + more, Ink.LABEL)) for more in rest]
    lines.append(Line())
    lines += [line((f" {text}", Ink.LABEL)) for note in NOTES for text in wrap(note, 70, 4)]
    return Told(f"Keys: {place}", tuple(lines))


KIND_WORDS = {
    Kind.SINGLE: "one answer",
    Kind.MULTI: "several answers",
    Kind.SCALE: "a scale, with mean and top two boxes",
    Kind.NUMERIC: "a number",
    Kind.DATE: "a date",
    Kind.OPEN: "people's own words; their codes, where they are coded",
}
SIGNS = (
    ("*", "more than nobody, and under half a percent; 0% is nobody"),
    ("-", "there is no base: nobody was asked, or nobody answered"),
    ("±", "the margin of error in points, at a confidence of 95%"),
    ("↑ ↓", f"in a crosstab, at least {MUCH:g} points above or below the total"),
    ("(n)", f"a base under {LOW_BASE}: too low to rest anything on"),
)
"""What stands beside numbers besides digits."""
NOTES = (
    "A share with a minus behind a question is that of those asked who gave no answer.",
    "Copying asks your terminal to take a text into its clipboard. Within tmux that needs set-clipboard on: "
    "tmux set -g set-clipboard on",
    "Every number is a door: Enter on a bar opens exactly the people it counts.",
)


def footer_box(table: Table, rule: str, warnings: tuple[str, ...]) -> Told:
    """What a table rests on."""
    told = [*table.footer, *([f"Kind: {rule}"] if rule else []), *(f"Reading the file: {text}" for text in warnings)]
    lines = [line((f" {text}", Ink.LABEL)) for said in told for text in (*wrap(said, 70, 6), "")]
    return About("About this table", tuple(lines))


def explained_box(told: Explained) -> Told:
    """What stands behind a number."""
    lines = [line((f" {text}", Ink.NET)) for text in wrap(told.heading, 70, 3)]
    for name, said in told.parts:
        lines += [Line(), line((f" {name}", Ink.HEADING))]
        for number, text in enumerate(said):
            hanging = "" if not number else "  "
            lines += [line((f"   {hanging}{part}", Ink.LABEL)) for part in wrap(text, 66, 12)]
    return Told("This number", tuple(lines))


class About(Told):
    """What a table rests on; from here to how the file was read."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("i", "how this file was read"), ("Esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i,I", "report", "How this file was read", show=False)]

    def action_report(self) -> None:
        """How the file was read comes next."""
        self.dismiss("report")


def _query_line(query: CannedQuery, width: int) -> Line:
    return line((f"  {fit(key_words(query.key), 5)}", Ink.KEY), (fit(query.title, width - 7), Ink.LABEL))


class ColumnsBox(Box[tuple[str, ...]]):
    """The columns of the table of replies, in the order in which they are picked."""

    TITLE_TEXT = "Columns, in the order you pick them"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Space", "pick or drop"), ("x", "drop all"), ("Enter", "show these"), ("Esc", "leave as it was"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "Pick or drop", show=False),
        Binding("x", "clear", "Drop all", show=False),
    ]

    def __init__(self, survey: Survey, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._survey = survey
        self._chosen = list(chosen)

    def choices(self, typed: str) -> tuple[Choice[tuple[str, ...]], ...]:
        """Every question, numbered where it is picked."""
        return tuple(Choice(self._line(question), (question.name,)) for question in self._survey)

    def _line(self, question: Question) -> Line:
        number = str(self._chosen.index(question.name) + 1) if question.name in self._chosen else ""
        return line(
            (f" {fit(number, 3, right=True)}  ", Ink.KEY),
            (f"{KIND_MARKS[question.kind]} ", Ink.DIM),
            (fit(question.label, 24) + " ", Ink.LABEL),
            (fit(question.text, 36) if question.text != question.label else "", Ink.DIM),
        )

    def action_pick(self) -> None:
        """Pick the question under the cursor, or drop it."""
        picked = self.picked
        if picked:
            if picked[0] in self._chosen:
                self._chosen.remove(picked[0])
            else:
                self._chosen.append(picked[0])
            self.renew(self.choice_list.cursor)

    def action_clear(self) -> None:
        """Drop all of them."""
        self._chosen.clear()
        self.renew(self.choice_list.cursor)

    def action_choose(self) -> None:
        """Show the picked ones; the one under the cursor where none is picked."""
        self.dismiss(tuple(self._chosen) or self.picked)


Hit = Question | tuple[Question, Option] | Found
"""What a search can lead to: a question, an answer of it, or the replies in which the text stands."""


class SearchBox(Box[Hit]):
    """Search questions, answers and verbatims at once."""

    TITLE_TEXT = "Search questions, answers and what people wrote"
    PROMPT = "type a word"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "go there"), ("↑↓", "move"), ("Esc", "close"))

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._requests = Requests(self)
        self._found: Found | None = None

    def on_input_changed(self) -> None:
        """Look for it behind the typing."""

        typed = self.query_one(Input).value
        self._requests.forget("count")
        if not typed.strip():
            self._found = None
            self.renew()
            return
        self._requests.ask("search", lambda cancel: self._session.search(typed, Slice(), cancel), self._receive)

    def on_answered(self, answer: Answered) -> None:
        """An answer has come."""
        answer.requests.receive(answer)

    def _receive(self, found: Found) -> None:
        self._found = found
        self.renew()
        if found.replies is None:
            self._requests.ask("count", lambda cancel: self._session.count(found.people, cancel), self._counted)

    def _counted(self, replies: int) -> None:
        if self._found is not None:
            self._found = replace(self._found, replies=replies)
            self.renew(self.choice_list.cursor)

    def choices(self, typed: str) -> tuple[Choice[Hit], ...]:
        """The replies first, then questions, then answers."""
        found = self._found
        if found is None:
            return (Choice(line((" such as a name, a word of a question, or something people wrote", Ink.DIM))),)
        text = found.text.strip()
        number = "" if found.replies is None else f"{found.replies:,} "
        said = f" {number}{'reply' if found.replies == 1 else 'replies'}"
        lines: list[Choice[Hit]] = []
        if found.replies != 0:
            counting = "  counting…" if found.replies is None else ""
            where = f' in which people wrote "{text}"'
            lines.append(Choice(line((said, Ink.NET), (where, Ink.LABEL), (counting, Ink.DIM)), found))
            lines += [Choice(_hit_line(hit, text)) for hit in found.first]
        if found.questions:
            lines.append(Choice(line((" Questions", Ink.HEADING))))
            for question in found.questions:
                shown = marked(fit(f"   {question.label}: {question.text}", 68), text, Ink.LABEL)
                lines.append(Choice(shown, question))
        if found.options:
            lines.append(Choice(line((" Answers", Ink.HEADING))))
            for question, option in found.options:
                shown = marked(fit(f"   {option.label}   ({question.label})", 68), text, Ink.LABEL)
                lines.append(Choice(shown, (question, option)))
        if found.withheld:
            floor = floor_words(self._session.survey.min_base)
            lines.insert(0, Choice(line((f" too few replies hold this, or too few do not: {floor}", Ink.DIM))))
        return tuple(lines) or (Choice(line((f' nothing holds "{text}"', Ink.DIM))),)


def _hit_line(hit: str, text: str) -> Line:
    """A text that holds what was looked for, from a little before it."""
    said = " ".join(hit.split())
    at = said.casefold().find(text.casefold())
    start = said.rfind(" ", 0, max(at - 20, 0)) + 1 if at > 40 else 0
    return marked(fit(f"   {'…' if start else ''}{said[start:]}", 68), text, Ink.VOICE)
