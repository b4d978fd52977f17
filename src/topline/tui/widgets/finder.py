"""Finding a question by a few letters of it, or of one of its answers: the list narrows while one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events

from topline.charts import Ink, Line, fit, line, shown
from topline.survey import Option, Question
from topline.tui.fuzzy import ranked
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.questions import KIND_MARKS

LEAST = 2
"""Letters from which on answers are searched as well."""
HELP = "?"
"""Begins no name: it asks for help where nothing is typed yet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that was found."""

    question: Question
    option: Option | None = None
    """The answer that holds what was typed, where the question itself does not."""


class QuestionFinder(LineList):
    """The questions; typing narrows them, the cursor says which one is meant."""

    def __init__(self, questions: Iterable[Question]) -> None:
        super().__init__(id="finder")
        self._questions = tuple(questions)
        self._hits = tuple(map(Hit, self._questions))
        self._used: frozenset[str] = frozenset()
        self.typed = ""
        """What the list is narrowed by."""
        self._done = False
        """Whether the next letter begins anew, since the person was elsewhere meanwhile."""

    @property
    def hit(self) -> Hit | None:
        """The question under the cursor."""
        return self._hits[self.cursor] if self.cursor < len(self._hits) else None

    def on_mount(self) -> None:
        """All questions, while nothing is typed."""
        self.reset(len(self._hits), self.cursor)

    def point_at(self, name: str) -> None:
        """Put the cursor on a question, and show all of them where it is not among those found."""
        places = {hit.question.name: at for at, hit in enumerate(self._hits)}
        if name not in places:
            self.typed, self._hits = "", tuple(map(Hit, self._questions))
            places = {hit.question.name: at for at, hit in enumerate(self._hits)}
        self.reset(len(self._hits), places.get(name, 0))

    def mark(self, used: frozenset[str]) -> None:
        """Mark the questions that the filter has conditions on."""
        if used != self._used:
            self._used = used
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Letters narrow the list, and the key that deletes widens it again."""
        if event.key == "backspace":
            self._narrow(self.typed[:-1])
        elif event.character == HELP and not self.typed:
            return
        elif event.is_printable and event.character:
            self._narrow(event.character if self._done else self.typed + event.character)
        else:
            return
        self._done = False
        event.stop()
        event.prevent_default()

    def on_blur(self, event: events.Blur) -> None:
        """What was looked for was found."""
        self._done = True

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted narrows as what is typed does."""
        event.stop()
        self._narrow(self.typed + (event.text.splitlines() or [""])[0])

    def _narrow(self, typed: str) -> None:
        self.typed = shown(typed)
        found = ranked(self.typed, self._questions, _texts if len(self.typed) >= LEAST else _names)
        # Letters left out count only where nobody holds the words as they stand.
        found = [question for question in found if _holds(question, self.typed)] or found
        self._hits = tuple(Hit(question, _answer(question, self.typed)) for question in found)
        self.reset(len(self._hits))
        self.post_message(self.Moved(self, self.cursor))

    def line_at(self, index: int, width: int) -> Line:
        """Kind, label, the answer that was found, and whether the filter is on it already."""
        hit = self._hits[index]
        used = hit.question.name in self._used
        label = f"{hit.question.label}: {hit.option.label}" if hit.option else hit.question.label
        return line(
            (f" {KIND_MARKS[hit.question.kind]} ", Ink.DIM),
            (fit(label, max(0, width - 6)), Ink.NET if used else Ink.LABEL),
            (" * " if used else "   ", Ink.KEY),
            width=width,
        )


def _names(question: Question) -> tuple[str, ...]:
    return (question.label, question.name, question.text)


def _texts(question: Question) -> tuple[str, ...]:
    return (*_names(question), *(option.label for option in question.options))


def _holds(question: Question, typed: str) -> bool:
    """Whether every typed word stands somewhere in the question or its answers."""
    texts = [said.casefold() for said in _texts(question)]
    return all(any(word in said for said in texts) for word in typed.casefold().split())


def _answer(question: Question, typed: str) -> Option | None:
    wanted = typed.strip().casefold()
    if len(wanted) < LEAST or any(wanted in said.casefold() for said in _names(question)):
        return None
    return next((option for option in question.options if wanted in option.label.casefold()), None)
