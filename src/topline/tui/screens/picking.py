"""The boxes in which a question is picked to cross by, and people to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from topline.analysis import profile_of
from topline.charts import Ink, Line, fit, line, wrap
from topline.survey import GRID, Chose, ExpressionError, Kind, Not, Question, Role, Slice, Survey, read_people
from topline.tui.fuzzy import ranked
from topline.tui.screens.dialogs import Box, Choice
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.questions import KIND_MARKS

WIDTH = 68
"""Cells of a line: with its frame it fits the smallest screen."""
NAME = 26
"""Cells of a question's label."""
MOST = 60
"""Answers that are offered at once."""
ALIKE = re.compile(r"[=<>]|\b(is|in|has|contains|matches|words|not|from|everyone)\b", re.IGNORECASE)
"""What makes a text look like a filter expression."""


class Taken(Enum):
    """What becomes of the questions that are there already when one is picked."""

    INSTEAD = auto()
    """It takes their place."""
    BESIDE = auto()
    """It comes after them."""
    WITHIN = auto()
    """It is nested in the last of them."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A question that was picked."""

    name: str
    how: Taken = Taken.INSTEAD


class QuestionBox(Box[Picked]):
    """Pick a question by a few of its letters."""

    PROMPT = "type a part of its name or text"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "take it"), ("↑↓", "move"), ("Esc", "close"))

    def __init__(
        self,
        title: str,
        survey: Survey,
        *,
        recent: Sequence[str] = (),
        without: Sequence[str] = (),
        adds: str = "",
        takes: str = "take it",
        grids: bool = False,
        nests: bool = False,
    ) -> None:
        """Offer the questions of a survey.

        Args:
            title: What it is picked for.
            recent: Questions that were picked before, the latest first; they are offered first.
            without: Questions that are not offered.
            adds: Where a question can come that does not take the place of those that are there, such as "beside the
                others"; empty where it cannot.
            takes: What Enter does then.
            grids: Whether a whole grid can be picked as well.
            nests: Whether a question can be nested in the last of those that are there.
        """
        super().__init__()
        self.TITLE_TEXT = title  # type: ignore[misc]
        if adds:
            self.KEYS = (  # type: ignore[misc]
                ("Enter", takes), ("Tab", adds), *((("⇧Tab", "within last"),) if nests else ()), ("Esc", "close"),
            )  # fmt: skip
        self._is_pointed = False
        """Whether the person has pointed at a question, by typing or by moving."""
        self._ways = {Taken.BESIDE: bool(adds), Taken.WITHIN: nests}
        names = dict.fromkeys(question.grid for question in survey if question.grid) if grids else {}
        self._grids = {name: len(survey.of_grid(name)) for name in names}
        offered = [q for q in survey if q.name not in without and q.role not in (Role.ID, Role.PERSONAL)]
        first = [q for name in recent for q in offered if q.name == name]
        later = sorted((q for q in offered if q not in first), key=lambda q: q.role is not None)
        self._recent = len(first)
        self._questions = first + later

    @property
    def offers_any(self) -> bool:
        """Whether there is a question to pick."""
        return bool(self._questions)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "add('BESIDE')", "Beside the others", show=False, priority=True),
        Binding("shift+tab", "add('WITHIN')", "Within the last", show=False, priority=True),
    ]

    def choices(self, typed: str) -> tuple[Choice[Picked], ...]:
        """Those that have the letters, best first; the recent ones first while nothing is typed."""
        found = ranked(typed, self._questions, lambda question: (question.label, question.name, question.text))
        lines: list[Choice[Picked]] = [Choice(_question_line(q.kind, q.label, q.text), Picked(q.name)) for q in found]
        if not typed.strip() and self._recent:
            lines.insert(self._recent, Choice(Line()))
        for name in ranked(typed, list(self._grids), lambda grid: (grid,)):
            said = f"all {self._grids[name]} questions of a grid"
            lines.append(Choice(_question_line(Kind.SCALE, name, said), Picked(f"{GRID}{name}")))
        nothing = "no question has these letters" if self.offers_any else "there is no other question to pick"
        return tuple(lines) or (Choice(line((f" {nothing}", Ink.DIM))),)

    def action_add(self, how: str) -> None:
        """Take it beside those that are there, or within the last of them, once it was pointed at."""
        if not self._ways[Taken[how]] or self.picked is None:
            return
        if self._is_pointed or self.choice_list.cursor:
            self.dismiss(Picked(self.picked.name, Taken[how]))
        else:
            # Elsewhere this key goes to the next thing: nobody means the first question by it.
            key = "Tab" if how == Taken.BESIDE.name else "⇧Tab"
            said = f" type a part of its name, or ↓ to it; then {key} adds it"
            self.query_one("#box-keys", Lines).show_lines((line((said, Ink.WARNING)),))

    def on_input_changed(self) -> None:
        """Who types points at what is found."""
        self._is_pointed = bool(self.query_one(Input).value.strip())
        super().on_input_changed()

    def key_down(self) -> None:
        """Who moves points at it."""
        self._is_pointed = True
        super().key_down()

    def key_up(self) -> None:
        """Who moves points at it."""
        self._is_pointed = True
        super().key_up()


@lru_cache(8192)
def _question_line(kind: Kind, label: str, text: str) -> Line:
    """A question to pick; kept, since every letter typed asks for those of all that are left."""
    mark = (f" {KIND_MARKS[kind]} ", Ink.DIM)
    if text == label:
        return line(mark, (fit(label, WIDTH - 3), Ink.LABEL))
    return line(mark, (fit(label, NAME) + "  ", Ink.LABEL), (fit(text, WIDTH - NAME - 5), Ink.DIM))


class PeopleBox(Box[Slice]):
    """Pick the people that others are compared with: everyone else, an answer, or whom an expression means."""

    PROMPT = "type an answer, or a filter such as role = 'VP'"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "compare with them"), ("↑↓", "move"), ("Esc", "close"))

    def __init__(self, survey: Survey, people: Slice) -> None:
        """Offer whom to compare some people with."""
        super().__init__()
        self._survey = survey
        self._people = people
        self.TITLE_TEXT = fit(f"Compare {people.sentence(survey)} with", WIDTH).rstrip()  # type: ignore[misc]

    def choices(self, typed: str) -> tuple[Choice[Slice], ...]:
        """Everyone else and everyone, and answers; what was typed, where it can be read as an expression."""
        said = typed.strip()
        if not said:
            return (*self._whole(), *(answer.choice for answer in answers_of(profile_of(self._survey))))
        found = ranked(said, answers_of(self._survey), lambda answer: (f"{answer.label} ({answer.question.label})",))
        offered = (*self._read(said), *(answer.choice for answer in found[:MOST]))
        return offered or (Choice(line((" no answer has these letters", Ink.DIM))),)

    def _whole(self) -> Iterable[Choice[Slice]]:
        """Those who are not among the people, and all."""
        if self._people.conditions or self._people.search:
            others = Slice((Not(self._people.condition(self._survey)),))
            yield Choice(line((" everyone else", Ink.NET)), others)
            yield Choice(line((" everyone", Ink.NET), ("   these people included", Ink.DIM)), Slice())
            yield Choice(Line())

    def _read(self, said: str) -> Iterable[Choice[Slice]]:
        """What was typed as an expression; why it is none, where it looks like one."""
        if not ALIKE.search(said):
            return
        try:
            people = read_people(said, self._survey)
        except ExpressionError as error:
            for text in wrap(error.what, WIDTH, 3):
                yield Choice(line((f" {text}", Ink.WARNING)))
            return
        yield Choice(line((f" {fit(people.sentence(self._survey), WIDTH)}", Ink.NET)), people)


@dataclass(frozen=True, slots=True)
class Answer:
    """An option or a net of a question, and so the people who chose it."""

    question: Question
    label: str
    codes: tuple[str, ...]

    @property
    def choice(self) -> Choice[Slice]:
        """It as a line of a box."""
        shown = line(
            (f" {fit(self.label, WIDTH - NAME - 2)} ", Ink.LABEL), (fit(f"({self.question.label})", NAME), Ink.DIM)
        )
        return Choice(shown, Slice((Chose(self.question.name, self.codes),)))


def answers_of(questions: Iterable[Question]) -> list[Answer]:
    """The nets and options of questions that have any."""
    found: list[Answer] = []
    for question in questions:
        if question.has_options:
            found += [Answer(question, net.label, net.codes) for net in question.nets]
            found += [Answer(question, option.label, (option.code,)) for option in question.choices]
    return found
