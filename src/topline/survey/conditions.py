"""Conditions on replies: each says itself as SQL with bound parameters and as words for people.

The SQL is plain enough to run on any engine: values only as parameters, no dialect's own functions
beyond those that the engine defines. A condition on a reply is true or not true, never unknown.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from topline.survey.beside import bits, bits_of, quoted, wrote
from topline.survey.question import SHORT, Kind, Question, Storage
from topline.survey.widths import cut

if TYPE_CHECKING:
    from topline.survey.survey import Survey

Bound = float | int | date | datetime


class Sql(NamedTuple):
    """A piece of SQL and the values for its placeholders, in order."""

    text: str
    parameters: tuple[Any, ...] = ()


def written(value: str | Bound) -> str:
    """A value as it is written in a filter expression."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (date, datetime)):
        return f"'{value.isoformat(sep=' ') if isinstance(value, datetime) else value.isoformat()}'"
    whole = isinstance(value, float) and value.is_integer() and abs(value) <= EXACT
    return str(int(value)) if whole else repr(value)


def is_plain(name: str) -> bool:
    """Whether a name can stand in an expression without quotes."""
    return re.fullmatch(r"[^\W\d]\w*", name) is not None and name.casefold() not in RESERVED


RESERVED = frozenset(
    "and or not in is contains has matches answered missing asked blank words".split()  # noqa: SIM905
    + "from to over under code everyone nobody".split()  # noqa: SIM905
)
"""Words of the filter language."""
EXACT = 2.0**53
"""Up to here whole numbers are written without a point."""
LEAST_ANSWER = 20
"""Cells that an answer keeps in a sentence, however short the labels of questions become."""


def named(question: str) -> str:
    """A question's name as it is written in a filter expression."""
    return question if is_plain(question) else '"' + question.replace('"', '""') + '"'


class Condition(ABC):
    """Something that is true of some replies."""

    @abstractmethod
    def sql(self, survey: Survey) -> Sql:
        """This condition over the replies' columns."""

    @abstractmethod
    def words(self, survey: Survey, label: int = SHORT) -> str:
        """This condition for people, as the part of a sentence about who is meant.

        Args:
            label: Cells that the label of a question may take.
        """

    def denied(self, survey: Survey, label: int = SHORT) -> str:
        """The words for those of whom it is not true."""
        return f"not ({self.words(survey, label)})"

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
    unlisted: bool = field(default=False, compare=False)
    """Whether some of these codes are not in the codebook. They are written `code 'x'` then, so that what is
    written can be read again, and a misspelt answer is still told from a code that nobody listed."""

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        column = quoted(question.choices_column)
        values = tuple(question.stored(code) for code in self.codes)
        if not values:
            return Sql("false")
        if question.takes_several and question.bits:
            return Sql(f"({bits(question)} & ?) <> 0", (bits_of(question, self.codes),))
        if question.takes_several:
            return Sql("(" + " or ".join(f"array_contains({column}, ?)" for _ in values) + ")", values)
        if len(values) == 1:
            return Sql(f"{column} = ?", values)
        return Sql(f"{column} in ({', '.join('?' * len(values))})", values)

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return self.said(survey, label, negated=False)

    def denied(self, survey: Survey, label: int = SHORT) -> str:
        return self.said(survey, label, negated=True)

    def said(self, survey: Survey, label: int, *, negated: bool) -> str:
        """The words for having given any of these answers, or none of them."""
        question = survey[self.question]
        net = next((net for net in question.nets if set(net.codes) == set(self.codes)), None)
        labels = [net.label] if net else [question.option(code).label for code in self.codes]
        if label < SHORT:
            labels = [cut(said, max(label, LEAST_ANSWER)) for said in labels]
        answers = " or ".join(labels) if len(labels) <= 3 else f"{labels[0]} or {len(labels) - 1} others"
        verb = (
            ("does not include" if negated else "includes") if question.takes_several else "is not" if negated else "is"
        )
        return f"{question.shortened(label)} {verb} {answers or 'none of its answers'}"

    def expression(self) -> str:
        values = [f"code {written(code)}" if self.unlisted else written(code) for code in self.codes]
        if len(values) == 1:
            return f"{named(self.question)} = {values[0]}"
        return f"{named(self.question)} in ({', '.join(values)})"


def chose(question: Question, *codes: str) -> Chose:
    """Gave any of these answers, which come from the data and may be ones that the codebook does not list."""
    unlisted = bool(question.options) and not all(map(question.lists, codes))
    return Chose(question.name, codes, unlisted)


@dataclass(frozen=True, slots=True)
class Within(Condition):
    """A number or date from `low` up to `high`; either end may be open (None)."""

    question: str
    low: Bound | None = None
    high: Bound | None = None
    low_included: bool = True
    high_included: bool = False

    def __post_init__(self) -> None:
        """A date is its first moment, and an open end neither has nor lacks anything."""
        object.__setattr__(self, "low", _moment(self.low))
        object.__setattr__(self, "high", _moment(self.high))
        object.__setattr__(self, "low_included", self.low_included or self.low is None)
        object.__setattr__(self, "high_included", self.high_included and self.high is not None)

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

    def words(self, survey: Survey, label: int = SHORT) -> str:
        said = survey[self.question].shortened(label)
        if band := self._band(survey[self.question]):
            return f"{said} is {band}"
        if isinstance(self.low, datetime) or isinstance(self.high, datetime):
            return f"{said} {self._when()}"
        low, high = _spoken(self.low), _spoken(self.high)
        if self.low is None or self.high is None:
            if self.low is not None:
                return f"{said} {'at least' if self.low_included else 'over'} {low}"
            return f"{said} {'at most' if self.high_included else 'under'} {high}"
        if self.low == self.high and self.low_included and self.high_included:
            return f"{said} is {low}"
        over, under = "" if self.low_included else "over ", "" if self.high_included else "under "
        return f"{said} from {over}{low} to {under}{high}"

    def _band(self, question: Question) -> str:
        """The name of the band that is meant; empty where none has these ends."""
        if self.high_included or not self.low_included:
            return ""
        ends = (self.low, self.high)
        return next((band.label for band in question.bands if (band.low, band.high) == ends), "")

    def _when(self) -> str:
        """A range of dates in words; whole days are named by their first and last."""
        last = self._last_day
        low, high = _spoken(self.low), last or _spoken(self.high)
        until = "to" if last or self.high_included else "to before"
        if self.high is None:
            return f"{'since' if self.low_included else 'after'} {low}"
        if self.low is None:
            return f"up to {high}" if last or self.high_included else f"before {high}"
        if low == high and self.low_included and (last or self.high_included):
            return f"on {low}"
        return f"from {'' if self.low_included else 'after '}{low} {until} {high}"

    @property
    def _last_day(self) -> str:
        """The last whole day of the range; empty where it ends within a day."""
        if not isinstance(self.high, datetime) or self.high_included or self.high.time() != time.min:
            return ""
        return (self.high.date() - timedelta(days=1)).isoformat() if self.high.date() > date.min else ""

    def expression(self) -> str:
        name = named(self.question)
        high = f"'{self._last_day}'" if self._last_day else self._end(self.high, not self.high_included)
        if self.low is None and self.high is None:
            return f"{name} is answered"
        low = self._end(self.low, self.low_included)
        if self.high is None:
            return f"{name} {'>=' if self.low_included else '>'} {low}"
        included = self.high_included or bool(self._last_day)
        if self.low is None:
            return f"{name} {'<=' if included else '<'} {high}"
        return f"{name} from {'' if self.low_included else 'over '}{low} to {'' if included else 'under '}{high}"

    @staticmethod
    def _end(bound: Bound | None, starts: bool) -> str:
        """An end as it is written: a day where its first moment is meant, else the moment."""
        if bound is None:
            return ""
        if starts and isinstance(bound, datetime) and bound.time() == time.min:
            return written(bound.date())
        return written(bound)


def _moment(bound: Bound | None) -> Bound | None:
    if isinstance(bound, date) and not isinstance(bound, datetime):
        return datetime.combine(bound, time.min)
    return bound


def _spoken(bound: Bound | None) -> str:
    if isinstance(bound, datetime) and bound.time() == time.min:
        return bound.date().isoformat()
    return f"{bound:.12g}" if isinstance(bound, float) else str(bound)


@dataclass(frozen=True, slots=True)
class Answered(Condition):
    """Gave an answer that counts."""

    question: str

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        column = quoted(question.column)
        if question.has_words:
            text = wrote(question)
        elif question.storage is Storage.REAL and question.kind is not Kind.MULTI:
            text = f"isfinite({column})"
        else:
            column = bits(question) if question.bits and question.kind is Kind.MULTI else column
            text = f"{column} is not null"
        apart = tuple(question.stored(option.code) for option in question.missing)
        if not apart:
            return Sql(text)
        if question.kind is Kind.MULTI and question.bits:
            set_apart = bits_of(question, (option.code for option in question.missing))
            return Sql(f"({text} and not ({column} & ? <> 0))", (set_apart,))
        if question.kind is Kind.MULTI:
            apart_text = " or ".join(f"array_contains({column}, ?)" for _ in apart)
        else:
            apart_text = f"{column} in ({', '.join('?' * len(apart))})"
        return Sql(f"({text} and not ({apart_text}))", apart)

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return f"answered {survey[self.question].shortened(label)}"

    def denied(self, survey: Survey, label: int = SHORT) -> str:
        return f"did not answer {survey[self.question].shortened(label)}"

    def expression(self) -> str:
        return f"{named(self.question)} is answered"


@dataclass(frozen=True, slots=True)
class Asked(Condition):
    """Was asked the question: its base in the survey file, everyone where there is none."""

    question: str

    def sql(self, survey: Survey) -> Sql:
        base = survey.base_of(self.question)
        return base.sql(survey) if base else Sql("true")

    def words(self, survey: Survey, label: int = SHORT) -> str:
        question = survey[self.question]
        return question.base_text or f"was asked {question.shortened(label)}"

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

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return f"left {survey[self.question].shortened(label)} blank"

    def expression(self) -> str:
        return f"{named(self.question)} is blank"


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Is not so: true wherever the part is false or unknown."""

    part: Condition

    def sql(self, survey: Survey) -> Sql:
        part = self.part.sql(survey)
        return Sql(f"(({part.text}) is not true)", part.parameters)

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return self.part.denied(survey, label)

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

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return _said(self.parts, survey, "and", "everyone", label)

    def expression(self) -> str:
        return _written(self.parts, "and") or "everyone"


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one part is so; no parts: nobody."""

    parts: tuple[Condition, ...]

    def sql(self, survey: Survey) -> Sql:
        return _joined(self.parts, survey, "or", "false")

    def words(self, survey: Survey, label: int = SHORT) -> str:
        return _said(self.parts, survey, "or", "nobody", label)

    def expression(self) -> str:
        return _written(self.parts, "or") or "nobody"


def _is_compound(part: Condition) -> bool:
    """Whether a part is said with `and` or `or`; a group of one is said as its part."""
    return isinstance(part, (All, AnyOf)) and (len(part.parts) > 1 or any(map(_is_compound, part.parts)))


def _joined(parts: tuple[Condition, ...], survey: Survey, word: str, empty: str) -> Sql:
    if not parts:
        return Sql(empty)
    pieces = [part.sql(survey) for part in parts]
    text = f" {word} ".join(f"({piece.text})" for piece in pieces)
    return Sql(f"({text})", tuple(value for piece in pieces for value in piece.parameters))


def _said(parts: tuple[Condition, ...], survey: Survey, word: str, empty: str, label: int) -> str:
    if len(parts) == 1:
        return parts[0].words(survey, label)
    said = [f"({part.words(survey, label)})" if _is_compound(part) else part.words(survey, label) for part in parts]
    return f" {word} ".join(said) or empty


def _written(parts: tuple[Condition, ...], word: str) -> str:
    if len(parts) == 1:
        return parts[0].expression()
    return f" {word} ".join(f"({part.expression()})" if _is_compound(part) else part.expression() for part in parts)
