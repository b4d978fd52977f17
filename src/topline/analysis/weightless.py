"""People whose weight is 0: they are counted, and open, like all others, but no test and no rule of n rests on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from topline.analysis.passes import Counted
from topline.analysis.rows import RowSpec
from topline.analysis.sources import counting, people_of
from topline.engine import Cancel, Engine
from topline.survey import All, Answered, Condition, Kind, Question, Slice, Sql, Summary, chose


@dataclass(frozen=True, slots=True)
class Weightless:
    """How many of the people of each column of a table weigh nothing."""

    base: tuple[int, ...]
    """Of those in the base."""
    answered: tuple[int, ...]
    """Of those of them who answered."""
    scored: tuple[int, ...]
    """Of those of them whose answer is a point of a scale."""


def weightless(
    engine: Engine,
    question: Question,
    columns: Sequence[tuple[Slice, Condition | None]],
    lacking: Sequence[int],
    cancel: Cancel | None,
) -> Weightless:
    """How many people weigh nothing, column by column.

    Args:
        engine: Where they are.
        question: Of the rows.
        columns: Of each the people whose answers its are, and who of them is in it; None for all.
        lacking: How many of all people have no weight; where nobody lacks one nothing is counted.
        cancel: Gives it up.
    """
    if not any(lacking):
        nobody = (0,) * len(columns)
        return Weightless(nobody, nobody, nobody)
    answered = Answered(question.name)
    scored = chose(question, *_points(question)) if question.kind is Kind.SCALE else answered
    found: dict[int, tuple[int, ...]] = {}
    for people in dict.fromkeys(people for people, _ in columns):
        places = [at for at, (whose, _) in enumerate(columns) if whose == people]
        inside = [() if (condition := columns[at][1]) is None else (condition,) for at in places]
        each = [All((*one, *more)) for one in inside for more in ((), (answered,), (scored,))]
        counts = _counted(engine, people, each, cancel)
        found |= {at: counts[3 * place : 3 * place + 3] for place, at in enumerate(places)}
    base, answering, scoring = zip(*(found[at] for at in range(len(columns))), strict=True)
    return Weightless(base, answering, scoring)


def _points(question: Question) -> list[str]:
    return [option.code for option in question.choices if option.score is not None]


def _counted(engine: Engine, people: Slice, conditions: Sequence[Condition], cancel: Cancel | None) -> tuple[int, ...]:
    weight, found = counting(engine, people).weight, people_of(engine, people)
    parts = [condition.sql(engine.survey) for condition in conditions]
    counts = ", ".join(f"count(*) filter (where {part.text})" for part in parts)
    sql = f"select {counts} from (select * from {found.text}) where {weight} = 0"
    parameters = tuple(value for part in parts for value in part.parameters) + found.parameters
    return tuple(engine.query(Sql(sql, parameters), cancel)[0])


def of_those_who_weigh(column: Counted, question: Question, specs: Sequence[RowSpec], without: int) -> Summary | None:
    """The summary of a column once those who weigh nothing no longer count among the n of a scale.

    Args:
        column: As it was counted.
        question: Of the rows.
        specs: The rows.
        without: How many of those who gave a point weigh nothing.
    """
    summary = column.summary
    if not without or question.kind is not Kind.SCALE or summary is None:
        return summary
    points = set(_points(question))
    rows = zip(specs, column.rows, strict=True)
    n = sum(tally.n for spec, tally in rows if not spec.net and spec.code in points)
    left = n - without
    if left < 2 or summary.sd is None or summary.standard_error is None:
        return replace(summary, sd=None, standard_error=None, weightless=without)
    # Both have n / (n - 1) under their root; nothing else in them is moved by a weight of 0.
    factor = math.sqrt(left / (left - 1) * (n - 1) / n)
    spread, error = summary.sd * factor, summary.standard_error * factor
    return replace(summary, sd=spread, standard_error=error, weightless=without)
