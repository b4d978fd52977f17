"""Questions as the columns of a table, and what tells the answers to any question apart."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from weakref import WeakKeyDictionary

from topline.analysis.counts import Banner
from topline.analysis.rows import rows_of
from topline.analysis.sources import Source
from topline.engine import Cancel, Engine
from topline.survey import (
    BannerQuestion,
    Kind,
    Question,
    Slice,
    Sql,
    ToplineError,
    bits,
    quoted,
    word_count,
    wrote,
)

LOOKED_AT = 10_000
"""Numbers that are looked at to learn whether they are different ones."""
MOST_NESTED = 6_000
"""Cells of a nest at most, those that nobody is in among them."""


def is_keyed(question: Question) -> bool:
    """Whether each reply has one stored code, so that one grouping counts every answer."""
    return question.kind in (Kind.SINGLE, Kind.SCALE)


def banner_flags(source: Source, banner: Question, people: Slice, cancel: Cancel | None) -> tuple[Banner, ...]:
    """The columns of a question: its options, or its bands."""
    specs = rows_of(source, banner, people, cancel=cancel)
    return tuple(
        Banner(spec.code, spec.label, spec.condition, banner.label, banner.name, family=banner.name)
        for spec in specs
        if not spec.net
    )


def is_keyed_banner(banner: BannerQuestion) -> bool:
    """Whether each reply is in one column of it at most, which its stored codes tell."""
    return all(map(is_keyed, banner.questions))


def nested(banner: BannerQuestion, parts: Sequence[Sequence[Banner]], rows: int = 1) -> tuple[Banner, ...]:
    """The columns of a banner question, from those of each of its questions.

    Args:
        banner: Which.
        parts: The columns that each of its questions would have alone.
        rows: How many cells of a column are counted, each by a condition of its own.

    Raises:
        ToplineError: when they are too many to be read.
    """
    number = prod(map(len, parts))
    if banner.is_nested and number * rows > MOST_NESTED:
        raise ToplineError(f"{banner.name} would have {number:,} columns; nest questions of fewer answers")
    found = tuple(parts[0])
    for inner in parts[1:]:
        found = tuple(one.inside(outer, banner) for outer in found for one in inner)
    return found


def has_own_words(question: Question) -> bool:
    """Whether about every answer is one of its own, as names and texts of other kinds are."""
    return question.kind is Kind.OPEN and not question.is_coded and not (question.has_words and question.role is None)


def columns_of(question: Question) -> dict[str, str]:
    """SQL for the columns that tell the answers to a question apart, by their names as identifiers.

    Moments are told apart by day: the periods that they are counted by begin at midnight.
    """
    if question.takes_several:
        name = bits(question) if question.bits else quoted(question.choices_column)
        return {name: name}
    if question.kind is Kind.OPEN:
        return {name: name for name in (wrote(question), word_count(question))}
    name = quoted(question.column)
    if question.kind is Kind.DATE and not question.missing:
        return {name: f"date_trunc('day', {name})"}
    return {name: name}


_MANY_VALUED: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()


def is_many_valued(engine: Engine, question: Question, cancel: Cancel | None) -> bool:
    """Whether about every other number of a large file is a new one, so that they are not worth counting singly."""
    if not engine.is_large or question.kind is not Kind.NUMERIC:
        return False
    known = _MANY_VALUED.setdefault(engine, {})
    if question.name not in known:
        column = quoted(question.column)
        sql = f"select count(*), count(distinct x) from (select {column} as x from replies where x is not null limit ?)"
        looked_at, distinct = engine.query(Sql(sql, (LOOKED_AT,)), cancel)[0]
        known[question.name] = looked_at == LOOKED_AT and 3 * distinct > looked_at
    return known[question.name]
