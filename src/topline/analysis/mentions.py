"""Several answers among many options, counted by taking each list apart once, and not option by option."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from topline.analysis.counts import (
    LISTED,
    Counting,
    Pool,
    Source,
    Tally,
    counting,
    holds,
    people_of,
    stored_code,
    tally_of,
)
from topline.engine import Cancel, Engine
from topline.survey import Condition, Question, Slice, Sql, code_of, quoted

_REPEATED: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()
Key = tuple[str | None, str]
"""A stored code of the banner question, None for nothing stored or where there is none; and a mentioned code."""


def is_many(question: Question) -> bool:
    """Whether a question has so many options that looking through each list for each of them takes long."""
    return question.takes_several and not question.bits and len(question.options) > LISTED


def count_mentions(
    source: Source,
    slice_: Slice,
    question: Question,
    flags: Sequence[Condition],
    by: Question | None = None,
    cancel: Cancel | None = None,
) -> dict[Key, tuple[Tally, ...]]:
    """Count who gave each answer, of the people of a slice of whom each flag is true, in one pass.

    Args:
        source: Where they are.
        slice_: Whose answers.
        question: The one with several answers.
        flags: Conditions; each is looked at once a reply.
        by: A question with one answer each; the counts are then given for each of its stored codes.
        cancel: Gives it up.

    Returns:
        For each code that somebody gave, and each of `by`: a tally for each flag.
    """
    people, each = people_of(source, slice_), counting(source, slice_)
    parts = [holds(source, flag) for flag in flags]
    names = [quoted(f"flag:{at}") for at in range(len(parts))]
    inner = [f"{part.text} as {name}" for part, name in zip(parts, names, strict=True)]
    taken = Counting('"mention:n"' if each.n else "", '"mention:w"' if each.weight else "", '"mention:w2"')
    told = ((each.n, taken.n), (each.weight, taken.weight), (each.square, taken.square))
    inner += [f"{sql} as {name}" for sql, name in told if sql]
    column = quoted(question.choices_column)
    once = f"list_distinct({column})" if _is_repeated(source, question, cancel) else column
    key = quoted(by.column) if by is not None else "null"
    lists = f"select {', '.join([f'{key} as k', f'unnest({once}) as code', *inner])} from {people.text}"
    sums = ", ".join(taken.sums(name) for name in names)
    flagged = tuple(value for part in parts for value in part.parameters)
    sql = Sql(f"select k, code, {sums} from ({lists}) group by 1, 2", flagged + people.parameters)
    found: dict[Key, tuple[Tally, ...]] = {}
    for key_value, code, *values in source.query(sql, cancel):
        if code is None:
            continue
        place = (stored_code(key_value), code_of(code))
        tallies = tuple(
            tally_of(values[at : at + taken.width]) for at in range(0, len(names) * taken.width, taken.width)
        )
        found[place] = tuple(map(Tally.__add__, found[place], tallies)) if place in found else tallies
    return found


def _is_repeated(source: Source, question: Question, cancel: Cancel | None) -> bool:
    """Whether any list has a code twice, which counts once; looked at once for each question."""
    engine = source.engine if isinstance(source, Pool) else source
    known = _REPEATED.setdefault(engine, {})
    if question.choices_column not in known:
        column = quoted(question.choices_column)
        sql = f"select count(*) from replies where len({column}) > 1 and list_unique({column}) < len({column})"
        known[question.choices_column] = bool(engine.query(Sql(sql), cancel)[0][0])
    return known[question.choices_column]
