"""Counting people: the few shapes of SQL that every table is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from topline.analysis.combinations import columns_in, combined, one_by_one, pooled_sql
from topline.analysis.sources import POOLED, WHICH, Counting, Pool, Source, counting, holds, people_of
from topline.analysis.weights import raked_of
from topline.engine import Cancel, Engine
from topline.survey import WITHIN, All, BannerQuestion, Condition, Question, Slice, Sql, chose, code_of, quoted

Codes = tuple[str | None, ...]
"""Stored codes of questions; None for nothing stored."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Some people: how many, and what they weigh."""

    n: int = 0
    weighted: float = 0.0
    """Sum of weights."""
    squared: float = 0.0
    """Sum of squared weights."""
    lacking: int = 0
    """How many have no usable weight; counted only for all people of a slice."""

    def __add__(self, other: Tally) -> Tally:
        weighted, squared = self.weighted + other.weighted, self.squared + other.squared
        return Tally(self.n + other.n, weighted, squared, self.lacking + other.lacking)


NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class Banner:
    """One column of a table: its heading and the people it is of, before any base."""

    code: str
    label: str
    condition: Condition | None = None
    """None for the total."""
    group: str = ""
    """The label of the question this is an answer of."""
    question: str = ""
    """Its name."""
    within: tuple[str, ...] = ()
    """In a nest: the labels of the answers that it stands within, the outermost first."""
    family: str = ""
    """What it shares with the columns that it is tested against."""

    def inside(self, outer: Banner, nest: BannerQuestion) -> Banner:
        """The same within a column of the questions that its own is nested in."""
        conditions = tuple(one.condition for one in (outer, self) if one.condition is not None)
        return Banner(
            WITHIN.join((outer.code, self.code)),
            self.label,
            All(tuple(part for one in conditions for part in (one.parts if isinstance(one, All) else (one,)))),
            nest.label,
            nest.name,
            (*outer.within, outer.label),
            f"{nest.name}: {outer.code}",
        )


def count_flags(
    source: Source,
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
    counted = count_crossed(source, slice_, flags, [by] if by else [], cancel)
    return {key[0] if by else None: tallies for key, tallies in counted.items()}


def count_crossed(
    source: Source,
    slice_: Slice,
    flags: Sequence[Condition],
    by: Sequence[Question],
    cancel: Cancel | None = None,
    band: str = "",
) -> dict[Codes, tuple[Tally, ...]]:
    """Count the people of a slice, and of each flag within it, for every combination of answers, in one pass.

    Args:
        by: Questions with one answer each.
        band: A column of a pool that says which of several conditions holds; it comes last.

    Returns:
        For each combination of their stored codes (None for nothing stored): the tally of everyone first, then one
        a flag. Without questions there is one entry, under `()`.
    """
    keys = [*(quoted(question.column) for question in by), *filter(None, [band])]
    return _count(source, slice_, flags, keys, (), cancel)[0]


def count_beside(
    source: Source,
    slice_: Slice,
    flags: Sequence[Condition],
    by: Sequence[Question],
    beside: Sequence[Question],
    cancel: Cancel | None = None,
) -> tuple[dict[Codes, tuple[Tally, ...]], ...]:
    """What `count_crossed` gives by some questions and each of others beside these, one after another, in one pass.

    Args:
        by: Questions with one answer each.
        beside: Others of that kind, no two of them stored in the same column and none with one of `by`.
    """
    columns = [quoted(question.column) for question in beside]
    keys = [quoted(question.column) for question in by]
    # What a flag looks at, such as the question that a base is told by, is there in every group, and so not apart.
    spoken = frozenset().union(*(columns_in(holds(source, flag)) for flag in flags))
    apart = [one for one in columns if one not in spoken]
    if len(apart) == 1 or raked_of(slice_, source.engine if isinstance(source, Pool) else source):
        # The factors of a raked weight are looked up once for all who share them, which goes by one grouping.
        apart = []
    found = dict(zip(apart, _count(source, slice_, flags, keys, apart, cancel), strict=True)) if apart else {}
    return tuple(
        found[one] if one in found else _count(source, slice_, flags, [*keys, one], (), cancel)[0] for one in columns
    )


def _count(
    source: Source,
    slice_: Slice,
    flags: Sequence[Condition],
    keys: Sequence[str],
    apart: Sequence[str],
    cancel: Cancel | None,
) -> tuple[dict[Codes, tuple[Tally, ...]], ...]:
    """By columns, and one after another by each of those that stand apart, where there are any."""
    people, each = people_of(source, slice_), counting(source, slice_)
    parts = [holds(source, flag) for flag in flags]
    spoken = frozenset(keys).union(*map(columns_in, parts))
    are_groups, which, grouping = False, "", f" group by {', '.join(keys)}" if keys else ""
    if apart:
        which, grouping = f"grouping_id({', '.join(apart)})", one_by_one(keys, apart)
    sets = [spoken | {one} for one in apart] or [spoken]
    if isinstance(source, Engine) and parts and spoken and all(combined(one, source.survey) for one in sets):
        pool = pooled_sql(source, slice_, {column: column for column in sorted(spoken)}, apart)
        people, each = Sql(f"({pool.text})", pool.parameters), POOLED if slice_.weight else Counting(POOLED.n)
        if apart:
            which, grouping = WHICH, f" group by {', '.join([WHICH, *keys, *apart])}"
        # Where nothing but the columns of a group is spoken of, the rows of the pool are the groups.
        if are_groups := spoken.issubset(keys):
            grouping = ""
    heads = [*keys, *apart]
    told = each.values if are_groups else each.sums
    selected = [*heads, *filter(None, [which]), told(), *(told(part.text) for part in parts)]
    if each.lacking:
        selected.append(each.lacking if are_groups else f"sum({each.lacking})")
    # Only the flags of the SELECT, once a sum, and then the people have parameters.
    repeated = tuple(value for part in parts for value in part.parameters * each.width)
    sql = Sql(f"select {', '.join(selected)} from {people.text}{grouping}", repeated + people.parameters)
    found: tuple[dict[Codes, tuple[Tally, ...]], ...] = tuple({} for _ in sets)
    start, width = len(heads) + bool(which), each.width
    places = grouped_by(len(apart))
    for row in source.query(sql, cancel):
        at = places[row[start - 1]] if apart else 0
        key = tuple(stored_code(value) for value in row[: len(keys)])
        if apart:
            key = (*key, stored_code(row[len(keys) + at]))
        values = row[start:]
        tallies = [tally_of(values[at : at + width]) for at in range(0, (1 + len(parts)) * width, width)]
        if each.lacking:
            tallies[0] = replace(tallies[0], lacking=int(values[-1] or 0))
        # Stored values that make one code, such as nothing and what is not a number, are one key.
        known = found[at].get(key)
        found[at][key] = tuple(map(Tally.__add__, known, tallies)) if known else tuple(tallies)
    return found


def grouped_by(number: int) -> dict[int, int]:
    """Which of so many columns a row is grouped by, one of them a row, by what `grouping_id` of them all gives."""
    everything = (1 << number) - 1
    return {everything - (1 << (number - 1 - at)): at for at in range(number)}


def stored_code(value: object) -> str | None:
    """A stored value as a code; None where nothing is stored, which for numbers includes "not a number"."""
    return None if value is None or value != value else code_of(value)


def tally_of(values: Sequence[Any]) -> Tally:
    """Some people from the numbers of `Counting.sums`."""
    number = int(values[0] or 0)
    if not number:
        return NOBODY
    if len(values) == 1:
        return Tally(number, float(number), float(number))
    return Tally(number, float(values[1] or 0), float(values[2] or 0))


def banner_of(question: Question, seen: Sequence[str | None] = ()) -> tuple[Banner, ...]:
    """The columns a question gives to a table: its options in order, then codes that nobody listed."""
    codes = [option.code for option in question.choices]
    apart = {option.code for option in question.missing}
    extra = sorted({code for code in seen if code is not None and code not in codes and code not in apart})
    return tuple(
        Banner(
            code,
            question.option(code).label,
            chose(question, code),
            question.label,
            question.name,
            family=question.name,
        )
        for code in codes + extra
    )
