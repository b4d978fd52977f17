"""Counting people: the few shapes of SQL that every table is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from topline.engine import Cancel, Engine
from topline.survey import Chose, Condition, Question, Slice, Sql, code_of, quoted

LEAST_WEIGHT = 1e-12
"""What weighs no more weighs nothing: its square would vanish beside any other."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Some people: how many, and what they weigh."""

    n: int = 0
    weighted: float = 0.0
    """Sum of weights."""
    squared: float = 0.0
    """Sum of squared weights."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.n + other.n, self.weighted + other.weighted, self.squared + other.squared)


@dataclass(frozen=True, slots=True)
class Banner:
    """One column of a table: its heading and the people it is of, before any base."""

    code: str
    label: str
    condition: Condition | None = None
    """None for the total."""
    group: str = ""
    """The label of the question this is an answer of."""


def weight_sql(slice_: Slice, engine: Engine) -> str | None:
    """SQL for what a reply weighs, or None where everyone counts as one.

    A reply whose weight is absent, not a number, or not above `LEAST_WEIGHT` weighs nothing.
    """
    if not slice_.weight:
        return None
    column = quoted(engine.survey[slice_.weight].column)
    weight = f"cast({column} as double)"
    return f"(case when {weight} > {LEAST_WEIGHT} and isfinite({weight}) then {weight} else 0 end)"


def _sums(weight: str | None, when: str = "") -> str:
    counted = f" filter (where {when})" if when else ""
    if weight is None:
        return f"count(*){counted}"
    return f"count(*){counted}, sum({weight}){counted}, sum({weight} * {weight}){counted}"


def _code(value: object) -> str | None:
    """A stored value as a code; None where nothing is stored, which for numbers includes "not a number"."""
    return None if value is None or value != value else code_of(value)


def _tally(values: Sequence[Any], weight: str | None) -> Tally:
    if weight is None:
        return Tally(values[0], float(values[0]), float(values[0]))
    return Tally(values[0], float(values[1] or 0), float(values[2] or 0))


def count_flags(
    engine: Engine,
    slice_: Slice,
    flags: Sequence[Condition],
    by: Question | None = None,
    cancel: Cancel | None = None,
) -> dict[str | None, tuple[Tally, ...]]:
    """Count the people of a slice, and of each flag within it, in one pass.

    Args:
        by: A question with one answer each; the counts are then given for each of its stored codes (None for
            nothing stored). Without it there is one entry, under None.

    Returns:
        For each code of `by`: the tally of everyone first, then one a flag.
    """
    weight = weight_sql(slice_, engine)
    width = 1 if weight is None else 3
    parts = [flag.sql(engine.survey) for flag in flags]
    keys = [quoted(by.column)] if by else []
    selected = [*keys, _sums(weight), *(_sums(weight, part.text) for part in parts)]
    where = slice_.sql(engine.survey)
    text = f"select {', '.join(selected)} from replies where {where.text}"
    if by:
        text += f" group by {keys[0]}"
    # A weight is a plain column: only the flags of the SELECT and the WHERE have parameters, in that order.
    repeated = tuple(value for part in parts for value in part.parameters * width)
    rows = engine.query(Sql(text, repeated + where.parameters), cancel)
    counted = {}
    for row in rows:
        key = _code(row[0]) if by else None
        values = row[len(keys) :]
        counted[key] = tuple(_tally(values[at : at + width], weight) for at in range(0, len(values), width))
    return counted


def count_answers(
    engine: Engine,
    slice_: Slice,
    question: Question,
    by: Question | None = None,
    cancel: Cancel | None = None,
) -> dict[str | None, dict[str | None, Tally]]:
    """Count the people of a slice by their stored answer to a question that takes one.

    Returns:
        For each code of `by` (None alone without it): a tally for each stored code, None for nothing stored.
    """
    weight = weight_sql(slice_, engine)
    keys = [quoted(question.column)] + ([quoted(by.column)] if by else [])
    where = slice_.sql(engine.survey)
    text = f"select {', '.join(keys)}, {_sums(weight)} from replies where {where.text} group by {', '.join(keys)}"
    counted: dict[str | None, dict[str | None, Tally]] = {}
    for row in engine.query(Sql(text, where.parameters), cancel):
        code, column = (_code(value) for value in (row[0], row[1] if by else None))
        answers = counted.setdefault(column, {})
        answers[code] = answers.get(code, Tally()) + _tally(row[len(keys) :], weight)
    return counted


def banner_of(question: Question, tallies: Mapping[str | None, Any] | None = None) -> tuple[Banner, ...]:
    """The columns a question gives to a table: its options in order, then codes that nobody listed."""
    codes = [option.code for option in question.choices]
    apart = {option.code for option in question.missing}
    extra = sorted(code for code in tallies or () if code is not None and code not in codes and code not in apart)
    return tuple(
        Banner(code, question.option(code).label, Chose(question.name, (code,)), question.label)
        for code in codes + extra
    )
