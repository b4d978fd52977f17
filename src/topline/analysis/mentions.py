"""Several answers among many options, counted by taking each list apart once, and not option by option."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from topline.analysis.banners import is_keyed
from topline.analysis.combinations import LISTED
from topline.analysis.counts import Codes, Tally, count_beside, grouped_by, stored_code, tally_of
from topline.analysis.sources import Counting, Pool, Source, counting, holds, people_of
from topline.engine import Cancel, Engine
from topline.survey import Condition, Question, Slice, Sql, code_of, quoted

_REPEATED: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()
Mentions = dict[tuple[str | None, str], tuple[Tally, ...]]
"""By the stored code of a banner question, None for nothing stored or where there is none, and a mentioned code."""


def is_many(question: Question) -> bool:
    """Whether a question has so many options that looking through each list for each of them takes long."""
    return question.takes_several and not question.bits and len(question.options) > LISTED


def count_mentions(
    source: Source,
    slice_: Slice,
    question: Question,
    flags: Sequence[Condition],
    by: Sequence[Question] = (),
    cancel: Cancel | None = None,
) -> tuple[Mentions, ...]:
    """Count who gave each answer, of the people of a slice of whom each flag is true, in one pass.

    Args:
        source: Where they are.
        slice_: Whose answers.
        question: The one with several answers.
        flags: Conditions; each is looked at once a reply.
        by: Questions with one answer each; the counts are then given for the stored codes of each of them.
        cancel: Gives it up.

    Returns:
        For each question of `by`, or once where there is none: a tally for each flag, by its code, None where there
        is none, and each code that somebody gave.
    """
    people, each = people_of(source, slice_), counting(source, slice_)
    parts = [holds(source, flag) for flag in flags]
    names = [quoted(f"flag:{at}") for at in range(len(parts))]
    column = quoted(question.choices_column)
    once = f"list_distinct({column})" if _is_repeated(source, question, cancel) else column
    keys = {quoted(f"key:{at}"): quoted(one.column) for at, one in enumerate(by)} or {'"no key"': "1"}
    inner = [f"unnest({once}) as code", *(f"{sql} as {name}" for name, sql in keys.items())]
    inner += [f"{part.text} as {name}" for part, name in zip(parts, names, strict=True)]
    taken = Counting('"each:n"' if each.n else "", '"each:w"' if each.weight else "", '"each:w2"')
    told = ((each.n, taken.n), (each.weight, taken.weight), (each.square, taken.square))
    inner += [f"{sql} as {name}" for sql, name in told if sql]
    sums = ", ".join(taken.sums(name) for name in names)
    sets = ", ".join(f"({key}, code)" for key in keys)
    # What a row is grouped by tells which of the questions it is of: nothing may be stored for it, too.
    flagged = tuple(value for part in parts for value in part.parameters)
    sql = (
        f"select grouping_id({', '.join(keys)}), code, {', '.join(keys)}, {sums} "
        f"from (select {', '.join(inner)} from {people.text}) group by grouping sets ({sets})"
    )
    found: tuple[Mentions, ...] = tuple({} for _ in keys)
    places = grouped_by(len(keys))
    starts = range(0, len(names) * taken.width, taken.width)
    for group, code, *values in source.query(Sql(sql, flagged + people.parameters), cancel):
        if code is None:
            continue
        at, numbers = places[group], values[len(keys) :]
        tallies = tuple(tally_of(numbers[start : start + taken.width]) for start in starts)
        place = (stored_code(values[at]) if by else None, code_of(code))
        # Stored values that make one code, such as nothing and what is not a number, are one key.
        had = found[at].get(place)
        found[at][place] = tallies if had is None else tuple(map(Tally.__add__, had, tallies))
    return found


class CountedTogether:
    """Banner questions of one answer each, by all of which a question is counted in one pass and not one after another.

    What is counted is the same for all of them.
    """

    def __init__(self, question: Question, banners: Sequence[Question]) -> None:
        """Take the questions of one table."""
        self._by = (question,) if is_keyed(question) else ()
        self._banners = tuple(banners)
        self._bases: tuple[dict[Codes, tuple[Tally, ...]], ...] = ()
        self._mentions: tuple[Mentions, ...] = ()

    def bases(
        self, banner: Question, source: Source, slice_: Slice, flags: Sequence[Condition], cancel: Cancel | None
    ) -> dict[Codes, tuple[Tally, ...]]:
        """What `count_crossed` gives by one of them."""
        if not self._bases:
            self._bases = count_beside(source, slice_, flags, self._by, self._banners, cancel)
        return self._bases[self._banners.index(banner)]

    def mentions(
        self,
        banner: Question,
        source: Source,
        slice_: Slice,
        question: Question,
        flags: Sequence[Condition],
        cancel: Cancel | None,
    ) -> Mentions:
        """What `count_mentions` gives by one of them."""
        if not self._mentions:
            self._mentions = count_mentions(source, slice_, question, flags, self._banners, cancel)
        return self._mentions[self._banners.index(banner)]


def _is_repeated(source: Source, question: Question, cancel: Cancel | None) -> bool:
    """Whether any list has a code twice, which counts once; looked at once for each question."""
    engine = source.engine if isinstance(source, Pool) else source
    known = _REPEATED.setdefault(engine, {})
    if question.choices_column not in known:
        column = quoted(question.choices_column)
        sql = f"select count(*) from replies where len({column}) > 1 and list_unique({column}) < len({column})"
        known[question.choices_column] = bool(engine.query(Sql(sql), cancel)[0][0])
    return known[question.choices_column]
