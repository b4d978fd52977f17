"""Numbers that describe a question column by column of a banner question, all columns from one statement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from topline.analysis.counts import stored_code
from topline.analysis.described import NOTHING, described_by
from topline.analysis.sources import Source, holds, people_of
from topline.analysis.summaries import answers_of, number_of, summary_of
from topline.engine import Cancel
from topline.survey import Answered, Condition, Kind, Question, Role, Slice, Sql, Summary, quoted

Keys = Mapping[str, Sql]
"""Columns that tell groups of people apart, by their names as identifiers."""


def keys_of_codes(questions: Sequence[Question]) -> Keys:
    """Those that tell people apart by their stored answers to questions of one answer each."""
    return {quoted(f"column:{at}"): Sql(quoted(one.column)) for at, one in enumerate(questions)}


def keys_of_conditions(source: Source, conditions: Sequence[Condition]) -> Keys:
    """The one that says the place of a condition that holds; of whoever several hold there is a row for each."""
    parts = [holds(source, condition) for condition in conditions]
    cases = ", ".join(f"case when {part.text} then {at} end" for at, part in enumerate(parts))
    text = f"unnest(list_filter([{cases}], lambda place: place is not null))"
    return {quoted("column:0"): Sql(text, tuple(value for part in parts for value in part.parameters))}


def summaries_by(
    source: Source, question: Question, people: Slice, keys: Keys, cancel: Cancel | None
) -> dict[tuple[Hashable, ...], Summary]:
    """What `summarise` gives for each group of people; a group is told by its stored codes or the condition's place.

    Groups of whom nobody gave an answer are not there.
    """
    if not (number := number_of(question)) or question.role in (Role.ID, Role.PERSONAL):
        return _ends(source, question, people, keys, cancel)
    answers = answers_of(source, number, question, people, keys)
    summaries = {
        _key(values): summary_of(question, described)
        for values, described in described_by(source, answers, list(keys), cancel).items()
    }
    if question.kind is Kind.NUMERIC:
        return summaries
    return {key: replace(summary, distinct=None) for key, summary in summaries.items()}


def summary_of_nobody(question: Question) -> Summary:
    """What `summarise` gives where nobody gave an answer."""
    summary = summary_of(question, NOTHING)
    is_number = question.kind in (Kind.NUMERIC, Kind.DATE) or question.role in (Role.ID, Role.PERSONAL)
    return summary if is_number else replace(summary, distinct=None)


def _ends(
    source: Source, question: Question, people: Slice, keys: Keys, cancel: Cancel | None
) -> dict[tuple[Hashable, ...], Summary]:
    """The first and the last date, and how many answers there are."""
    answered = people_of(source, people.narrowed(Answered(question.name)))
    told = ", ".join(f"{sql.text} as {name}" for name, sql in keys.items())
    by, column = ", ".join(keys), quoted(question.column)
    sql = (
        f"select {by}, min(x), max(x), count(distinct x) "
        f"from (select {told}, {column} as x from {answered.text}) group by {by}"
    )
    parameters = tuple(value for one in keys.values() for value in one.parameters) + answered.parameters
    is_date = question.kind is Kind.DATE and question.role not in (Role.ID, Role.PERSONAL)
    found: dict[tuple[Hashable, ...], Summary] = {}
    for *values, first, last, distinct in source.query(Sql(sql, parameters), cancel):
        found[_key(values)] = Summary(min=first if is_date else None, max=last if is_date else None, distinct=distinct)
    return found


def _key(values: Sequence[object]) -> tuple[Hashable, ...]:
    return tuple(map(stored_code, values))
