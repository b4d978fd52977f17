"""Conditions on what people wrote: a text, words, a pattern, how much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.survey.beside import quoted, word_count
from topline.survey.conditions import Answered, Condition, Sql, named, written
from topline.survey.question import SHORT, Kind, Question, Storage

if TYPE_CHECKING:
    from topline.survey.survey import Survey

LETTERS = r"\pL\pM\pN_"
"""What a word is made of: letters of any script with their marks, numbers, and the underscore."""


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """A text answer contains this text, ignoring case."""

    question: str
    text: str

    def sql(self, survey: Survey) -> Sql:
        pattern = self.text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        return Sql(f"{_as_text(survey[self.question])} ilike ? escape '!'", (f"%{pattern}%",))

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return f'{survey[self.question].shortened(label)} contains "{self.text}"'

    def expression(self) -> str:
        return f"{named(self.question)} contains {written(self.text)}"


@dataclass(frozen=True, slots=True)
class HasWords(Condition):
    """A text answer has every one of these words, each as a whole word, in any order and ignoring case.

    Without a word it is true of every text, as `Contains` is without a text.
    """

    question: str
    text: str
    """The words, with white space between."""

    def sql(self, survey: Survey) -> Sql:
        column = _as_text(survey[self.question])
        patterns = tuple(
            f"(?:^|[^{LETTERS}]){re.escape(word)}(?:$|[^{LETTERS}])" for word in dict.fromkeys(self.text.split())
        )
        if not patterns:
            return Sql(f"{column} is not null")
        return Sql("(" + " and ".join(_matching(column) for _ in patterns) + ")", patterns)

    def words(self, survey: Survey, label: int = SHORT) -> str:
        several = "s" if len(self.text.split()) > 1 else ""
        return f'{survey[self.question].shortened(label)} has the word{several} "{self.text}"'

    def expression(self) -> str:
        return f"{named(self.question)} has {written(self.text)}"


@dataclass(frozen=True, slots=True)
class Matches(Condition):
    """A regular expression of RE2 matches somewhere in a text answer, ignoring case."""

    question: str
    pattern: str

    def sql(self, survey: Survey) -> Sql:
        return Sql(_matching(_as_text(survey[self.question])), (self.pattern,))

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return f'{survey[self.question].shortened(label)} matches "{self.pattern}"'

    def expression(self) -> str:
        return f"{named(self.question)} matches {written(self.pattern)}"


def _matching(column: str) -> str:
    """SQL for whether a pattern occurs in a column; every engine has this function, or defines it."""
    return f"regexp_matches({column}, ?, 'i')"


def _as_text(question: Question) -> str:
    column = quoted(question.column)
    if question.kind is Kind.MULTI:
        return f"array_to_string({column}, ' ')"
    return column if question.storage is Storage.TEXT else f"cast({column} as varchar)"


@dataclass(frozen=True, slots=True)
class WordCount(Condition):
    """Wrote from `low` up to and including `high` words; either may be open (None)."""

    question: str
    low: int | None = None
    high: int | None = None

    def sql(self, survey: Survey) -> Sql:
        count = word_count(survey[self.question])
        answered = Answered(self.question).sql(survey)
        bounds = [(f"{count} >= ?", self.low), (f"{count} <= ?", self.high)]
        given = [(text, value) for text, value in bounds if value is not None]
        text = " and ".join([f"({answered.text})", *(text for text, _ in given)])
        return Sql(f"({text})", (*answered.parameters, *(value for _, value in given)))

    def words(self, survey: Survey, label: int = SHORT) -> str:
        said = survey[self.question].shortened(label)
        if self.high is None:
            return f"{said} has {self.low or 0} words or more"
        if self.low is None or self.low == self.high:
            plural = "" if self.high == 1 else "s"
            return f"{said} has {'up to ' if self.low is None else ''}{self.high} word{plural}"
        return f"{said} has {self.low} to {self.high} words"

    def expression(self) -> str:
        name = named(self.question)
        if self.low is None and self.high is None:
            return f"{name} is answered"
        if self.high is None:
            return f"words {name} >= {self.low}"
        if self.low is None:
            return f"words {name} <= {self.high}"
        return f"words {name} = {self.low}" if self.low == self.high else f"words {name} from {self.low} to {self.high}"
