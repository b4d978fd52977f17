"""Conditions on replies: each says itself as SQL with bound parameters and as words for people.

The SQL is plain enough to run on any engine: values only as parameters, no dialect's own functions
beyond those that the engine defines. A condition on a reply is true or not true, never unknown.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from topline.survey.question import Kind, Question, Storage

if TYPE_CHECKING:
    from topline.survey.survey import Survey

Bound = float | int | date | datetime


class Sql(NamedTuple):
    """A piece of SQL and the values for its placeholders, in order."""

    text: str
    parameters: tuple[Any, ...] = ()


def quoted(column: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + column.replace('"', '""') + '"'


def written(value: str | Bound) -> str:
    """A value as it is written in a filter expression."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (date, datetime)):
        return f"'{value.isoformat(sep=' ') if isinstance(value, datetime) else value.isoformat()}'"
    return repr(value)


def is_plain(name: str) -> bool:
    """Whether a name can stand in an expression without quotes."""
    return re.fullmatch(r"[^\W\d]\w*", name) is not None and name.casefold() not in RESERVED


RESERVED = frozenset(["and", "or", "not", "in", "is", "contains", "answered", "missing", "asked", "blank", "words"])
"""Words of the filter language."""


def named(question: str) -> str:
    """A question's name as it is written in a filter expression."""
    return question if is_plain(question) else '"' + question.replace('"', '""') + '"'


class Condition(ABC):
    """Something that is true of some replies."""

    @abstractmethod
    def sql(self, survey: Survey) -> Sql:
        """This condition over the replies' columns."""

    @abstractmethod
    def words(self, survey: Survey) -> str:
        """This condition for people, as the part of a sentence about who is meant."""

    @abstractmethod
    def expression(self) -> str:
        """This condition in the filter language; reading it gives an equal condition."""

    def __and__(self, other: Condition) -> Condition:
        return All((self, other))


@dataclass(frozen=True, slots=True)
class Chose(Condition):
    """Gave any of these answers."""

    question: str
    codes: tuple[str, ...]

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        column = quoted(question.choices_column)
        values = tuple(question.stored(code) for code in self.codes)
        if not values:
            return Sql("false")
        if question.takes_several:
            return Sql("(" + " or ".join(f"array_contains({column}, ?)" for _ in values) + ")", values)
        if len(values) == 1:
            return Sql(f"{column} = ?", values)
        return Sql(f"{column} in ({', '.join('?' * len(values))})", values)

    def words(self, survey: Survey) -> str:
        question = survey[self.question]
        net = next((net for net in question.nets if set(net.codes) == set(self.codes)), None)
        labels = [net.label] if net else [question.option(code).label for code in self.codes]
        answers = " or ".join(labels) if len(labels) <= 3 else f"{labels[0]} or {len(labels) - 1} others"
        return f"{question.short} {'includes' if question.takes_several else 'is'} {answers}"

    def expression(self) -> str:
        if len(self.codes) == 1:
            return f"{named(self.question)} = {written(self.codes[0])}"
        return f"{named(self.question)} in ({', '.join(map(written, self.codes))})"


@dataclass(frozen=True, slots=True)
class Within(Condition):
    """A number or date from `low` up to `high`; either end may be open (None)."""

    question: str
    low: Bound | None = None
    high: Bound | None = None
    low_included: bool = True
    high_included: bool = False

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        column = quoted(question.column)
        bounds = [
            (f"{column} {'>=' if self.low_included else '>'} ?", self.low),
            (f"{column} {'<=' if self.high_included else '<'} ?", self.high),
        ]
        given = [(text, value) for text, value in bounds if value is not None]
        counts = Answered(self.question).sql(survey)
        text = " and ".join([f"({counts.text})", *(text for text, _ in given)])
        return Sql(f"({text})", (*counts.parameters, *(value for _, value in given)))

    def words(self, survey: Survey) -> str:
        label = survey[self.question].short
        low, high = _spoken(self.low), _spoken(self.high)
        if self.low is None or self.high is None:
            if self.low is not None:
                return f"{label} {'at least' if self.low_included else 'over'} {low}"
            return f"{label} {'at most' if self.high_included else 'under'} {high}"
        if self.low == self.high:
            return f"{label} is {low}"
        return f"{label} from {low} {'to' if self.high_included else 'to under'} {high}"

    def expression(self) -> str:
        name = named(self.question)
        parts = []
        if self.low is not None:
            parts.append(f"{name} {'>=' if self.low_included else '>'} {written(self.low)}")
        if self.high is not None:
            parts.append(f"{name} {'<=' if self.high_included else '<'} {written(self.high)}")
        return " and ".join(parts) or f"{name} is answered"


def _spoken(bound: Bound | None) -> str:
    if isinstance(bound, datetime) and not (bound.hour or bound.minute or bound.second):
        return bound.date().isoformat()
    return f"{bound:g}" if isinstance(bound, float) else str(bound)


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """A text answer contains this text, ignoring case."""

    question: str
    text: str

    def sql(self, survey: Survey) -> Sql:
        pattern = self.text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        return Sql(f"{_as_text(survey[self.question])} ilike ? escape '!'", (f"%{pattern}%",))

    def words(self, survey: Survey) -> str:
        return f'{survey[self.question].short} contains "{self.text}"'

    def expression(self) -> str:
        return f"{named(self.question)} contains {written(self.text)}"


def _as_text(question: Question) -> str:
    column = quoted(question.column)
    if question.kind is Kind.MULTI:
        return f"array_to_string({column}, ' ')"
    return column if question.storage is Storage.TEXT else f"cast({column} as varchar)"


@dataclass(frozen=True, slots=True)
class Answered(Condition):
    """Gave an answer that counts."""

    question: str

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        column = quoted(question.column)
        if question.has_words:
            text = f"trim({column}) <> ''"
        elif question.storage is Storage.REAL and question.kind is not Kind.MULTI:
            text = f"isfinite({column})"
        else:
            text = f"{column} is not null"
        apart = tuple(question.stored(option.code) for option in question.missing)
        if not apart:
            return Sql(text)
        if question.kind is Kind.MULTI:
            apart_text = " or ".join(f"array_contains({column}, ?)" for _ in apart)
        else:
            apart_text = f"{column} in ({', '.join('?' * len(apart))})"
        return Sql(f"({text} and not ({apart_text}))", apart)

    def words(self, survey: Survey) -> str:
        return f"answered {survey[self.question].short}"

    def expression(self) -> str:
        return f"{named(self.question)} is answered"


@dataclass(frozen=True, slots=True)
class Asked(Condition):
    """Was asked the question: its base in the survey file, everyone where there is none."""

    question: str

    def sql(self, survey: Survey) -> Sql:
        base = survey.base_of(self.question)
        return base.sql(survey) if base else Sql("true")

    def words(self, survey: Survey) -> str:
        question = survey[self.question]
        return question.base_text or f"was asked {question.short}"

    def expression(self) -> str:
        return f"{named(self.question)} is asked"


@dataclass(frozen=True, slots=True)
class Blank(Condition):
    """Has nothing stored for the question: neither an answer nor a reason for its absence."""

    question: str

    def sql(self, survey: Survey) -> Sql:
        answered = Answered(self.question).sql(survey)
        apart = Chose(self.question, tuple(option.code for option in survey[self.question].missing)).sql(survey)
        return Sql(f"(({answered.text} or {apart.text}) is not true)", answered.parameters + apart.parameters)

    def words(self, survey: Survey) -> str:
        return f"left {survey[self.question].short} blank"

    def expression(self) -> str:
        return f"{named(self.question)} is blank"


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

    def words(self, survey: Survey) -> str:
        label = survey[self.question].short
        if self.high is None:
            return f"{label} has {self.low or 0} words or more"
        if self.low is None or self.low == self.high:
            plural = "" if self.high == 1 else "s"
            return f"{label} has {'up to ' if self.low is None else ''}{self.high} word{plural}"
        return f"{label} has {self.low} to {self.high} words"

    def expression(self) -> str:
        name = named(self.question)
        parts = [f"words {name} >= {self.low}"] if self.low is not None else []
        parts += [f"words {name} <= {self.high}"] if self.high is not None else []
        return " and ".join(parts) or f"{name} is answered"


def word_count(question: Question) -> str:
    """The column of the number of words in a verbatim, words being what stands between white space.

    The engine keeps it beside each question that has words, so that a query counts those of a text only once.
    """
    return quoted(f"topline:words {question.column}")


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Is not so: true wherever the part is false or unknown."""

    part: Condition

    def sql(self, survey: Survey) -> Sql:
        part = self.part.sql(survey)
        return Sql(f"(({part.text}) is not true)", part.parameters)

    def words(self, survey: Survey) -> str:
        if isinstance(self.part, Answered):
            return f"did not answer {survey[self.part.question].short}"
        return f"not ({self.part.words(survey)})"

    def expression(self) -> str:
        if isinstance(self.part, Answered):
            return f"{named(self.part.question)} is missing"
        return f"not ({self.part.expression()})"


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every part is so; no parts: everyone."""

    parts: tuple[Condition, ...]

    def sql(self, survey: Survey) -> Sql:
        return _joined(self.parts, survey, "and", "true")

    def words(self, survey: Survey) -> str:
        return _said(self.parts, survey, "and", "everyone")

    def expression(self) -> str:
        return " and ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one part is so; no parts: nobody."""

    parts: tuple[Condition, ...]

    def sql(self, survey: Survey) -> Sql:
        return _joined(self.parts, survey, "or", "false")

    def words(self, survey: Survey) -> str:
        return _said(self.parts, survey, "or", "nobody")

    def expression(self) -> str:
        return " or ".join(_grouped(part) for part in self.parts)


def _is_compound(part: Condition) -> TypeGuard[All | AnyOf]:
    return isinstance(part, (All, AnyOf)) and len(part.parts) != 1


def _joined(parts: tuple[Condition, ...], survey: Survey, word: str, empty: str) -> Sql:
    if not parts:
        return Sql(empty)
    pieces = [part.sql(survey) for part in parts]
    text = f" {word} ".join(f"({piece.text})" for piece in pieces)
    return Sql(f"({text})", tuple(value for piece in pieces for value in piece.parameters))


def _said(parts: tuple[Condition, ...], survey: Survey, word: str, empty: str) -> str:
    said = [f"({part.words(survey)})" if _is_compound(part) else part.words(survey) for part in parts]
    return f" {word} ".join(said) or empty


def _grouped(part: Condition) -> str:
    several = isinstance(part, (AnyOf, All)) or (" and " in part.expression() and isinstance(part, (Within, WordCount)))
    return f"({part.expression()})" if several else part.expression()
