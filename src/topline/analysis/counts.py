"""Counting people: the few shapes of SQL that every table is made of.

Most conditions look only at columns of few different values. Then the people are first counted by every
combination of these, which is one plain grouping, and everything else is sums over the few combinations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set, Sized
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

from topline.analysis.weights import Raked, raked_of, weight_sql
from topline.engine import Cancel, Engine
from topline.survey import (
    WITHIN,
    All,
    BannerQuestion,
    Condition,
    Kind,
    Not,
    Question,
    Slice,
    Sql,
    Survey,
    bits,
    chose,
    code_of,
    quoted,
    told_of,
    word_count,
    wrote,
)

COMBINATIONS = 1 << 16
"""Combinations of values up to which they are counted before anything else."""
LISTED = 12
"""Options up to which lists of answers, as they are stored, are combinations worth counting."""
UNLISTED = 50
"""Different answers that a question without options is taken to have."""
SMALL = 20_000
"""Rows up to which a pool is small."""
UNKNOWN = 32
"""Values that a column is taken to have of which nothing is known, such as one of bands."""
LENGTHS = 500
"""Different numbers of words that texts are taken to have."""
_IDENTIFIER = re.compile(r'"(?:[^"]|"")+"')


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


@dataclass(frozen=True, slots=True)
class Pool:
    """The people of a slice by every combination of some columns, counted once and kept while a table is made.

    Whatever counts people takes it in place of the engine; it is then asked about fewer rows.
    """

    engine: Engine
    slice: Slice
    """Who was counted, and by what they weigh."""
    table: Sql
    """What stands after FROM."""
    rows: int
    """Of the table, as far as is known."""
    flags: Mapping[Condition, str] = field(default_factory=dict)
    """Conditions that were looked at reply by reply, each with the SQL for whether it holds."""
    bands: Mapping[tuple[Condition, ...], str] = field(default_factory=dict)
    """Columns that say which of several conditions holds, by its place; below 0 where none does."""

    @property
    def survey(self) -> Survey:
        """What was asked."""
        return self.engine.survey

    @property
    def is_large(self) -> bool:
        """Whether what goes over all of it takes long."""
        return self.rows > SMALL

    def query(self, sql: Sql, cancel: Cancel | None = None) -> list[tuple[Any, ...]]:
        """Run SQL, as the engine does."""
        return self.engine.query(sql, cancel)


Source = Engine | Pool
"""Where people are counted."""


@dataclass(frozen=True, slots=True)
class Counting:
    """SQL for what a row of a source counts for. Only the number is there where everyone counts as one."""

    n: str
    """How many people it stands for; empty where it is one."""
    weight: str = ""
    """The sum of their weights."""
    square: str = ""
    """The sum of their squared weights."""
    lacking: str = ""
    """How many of them have no usable weight."""

    @property
    def width(self) -> int:
        """How many numbers a tally takes."""
        return 3 if self.weight else 1

    def sums(self, when: str = "") -> str:
        """The tally of those for whom something holds."""
        only = f" filter (where {when})" if when else ""
        number = f"sum({self.n}){only}" if self.n else f"count(*){only}"
        return f"{number}, sum({self.weight}){only}, sum({self.square}){only}" if self.weight else number

    def values(self, when: str = "") -> str:
        """The same where each row of a pool is a group already."""
        numbers = [self.n, self.weight, self.square] if self.weight else [self.n]
        return ", ".join(f"case when {when} then {one} end" if when else one for one in numbers)


WHICH = '"topline:which"'
"""The column of a pool that says which of several columns its row is by."""
POOLED = Counting('"topline:n"', '"topline:weight"', '"topline:square"', '"topline:lacking"')
"""The columns of a pool."""


def people_of(source: Source, slice_: Slice) -> Sql:
    """What stands after FROM for the people of a slice."""
    if isinstance(source, Engine):
        where = slice_.sql(source.survey)
        return Sql(f"replies where {where.text}", where.parameters)
    more = [holds(source, part) for part in slice_.conditions if part not in source.slice.conditions]
    text = " and ".join(f"({part.text})" for part in more) or "true"
    values = tuple(value for part in more for value in part.parameters)
    return Sql(f"{source.table.text} where {text}", source.table.parameters + values)


def holds(source: Source, condition: Condition) -> Sql:
    """SQL for whether a condition holds."""
    if isinstance(source, Engine):
        return condition.sql(source.survey)
    if condition in source.flags:
        return Sql(source.flags[condition])
    if isinstance(condition, Not):
        part = holds(source, condition.part)
        return Sql(f"(({part.text}) is not true)", part.parameters)
    if isinstance(condition, All) and condition.parts:
        parts = [holds(source, part) for part in condition.parts]
        text = " and ".join(f"({part.text})" for part in parts)
        return Sql(f"({text})", tuple(value for part in parts for value in part.parameters))
    return condition.sql(source.survey)


def counting(source: Source, slice_: Slice) -> Counting:
    """What each row of a source counts for, for the people of a slice."""
    if isinstance(source, Pool):
        return POOLED if slice_.weight else Counting(POOLED.n)
    weight = weight_sql(slice_, source)
    return Counting("", weight, f"{weight} * {weight}", f"({weight} = 0)::bigint") if weight else Counting("")


def pooled_sql(source: Engine, slice_: Slice, columns: Mapping[str, str], apart: Sequence[str] = ()) -> Sql:
    """A SELECT of the people of a slice by every combination of columns, as a pool has it.

    Args:
        source: Where they are.
        slice_: Whose they are.
        columns: SQL for each of them, by its name as an identifier.
        apart: More columns of the replies; not all at once but one after another stands beside these, and the others
            are null; `WHICH` tells them apart.
    """
    people = people_of(source, slice_)
    weight = raked_of(slice_, source)
    if not apart and weight and source.is_large and _is_worth_grouping({*columns, *weight.columns}, source.survey):
        return _pooled_by_factor(weight, people, columns)
    each = counting(source, slice_)
    sums = [f"count(*) as {POOLED.n}"]
    if each.weight:
        sums.append(f"sum({each.weight}) as {POOLED.weight}")
        sums.append(f"sum({each.square}) as {POOLED.square}")
        sums.append(f"sum({each.lacking}) as {POOLED.lacking}")
    if apart:
        sums.append(f"grouping_id({', '.join(apart)}) as {WHICH}")
        by = _one_by_one(list(columns), apart)
        return Sql(f"select {', '.join([*_named(columns), *apart, *sums])} from {people.text}{by}", people.parameters)
    return Sql(f"select {', '.join([*_named(columns), *sums])} from {people.text}{_by(columns)}", people.parameters)


def _one_by_one(keys: Sequence[str], apart: Sequence[str]) -> str:
    """Grouping by some columns and, one after another, by each of others."""
    sets = ["(" + ", ".join([*keys, one]) + ")" for one in apart]
    return f" group by grouping sets ({', '.join(sets)})"


def _named(columns: Mapping[str, str]) -> list[str]:
    return [sql if sql == name else f"{sql} as {name}" for name, sql in columns.items()]


def _by(columns: Sized) -> str:
    # By number: an expression would be worked out a second time.
    return f" group by {', '.join(str(at + 1) for at in range(len(columns)))}" if columns else ""


def _is_worth_grouping(columns: Set[str], survey: Survey) -> bool:
    """Whether these columns have so few combinations that finding one factor for each is less work than for each reply.

    Of a column that is not known the values are taken to be as many as bands are.
    """
    few = few_valued(survey)
    return prod(few.get(column, UNKNOWN) for column in columns) <= COMBINATIONS


def _pooled_by_factor(weight: Raked, people: Sql, columns: Mapping[str, str]) -> Sql:
    """The same of people whose weight is raked, who are first counted by what it is raked by as well.

    So each factor is looked up once for all who have it.
    """
    names: dict[str, str] = {}
    for column in weight.columns:
        names[column] = column if columns.get(column) == column else quoted(f"topline:raked {len(names)}")
    first = {**columns, **{name: column for column, name in names.items()}}
    base, (n, before, square, lacking), factor = weight.base, ('"n:"', '"w:"', '"w2:"', '"lacking:"'), '"factor:"'
    sums = [f"count(*) as {n}"]
    if base:
        sums += [f"sum({base}) as {before}", f"sum({base} * {base}) as {square}"]
        sums.append(f"count(*) filter (where {base} = 0) as {lacking}")
    else:
        before, square, lacking = n, n, "0"
    grouped = f"select {', '.join([*_named(first), *sums])} from {people.text}{_by(first)}"
    each = f"select *, {weight.factor(names.__getitem__)} as {factor} from ({grouped})"
    totals = [
        f"sum({n})::bigint as {POOLED.n}",
        f"sum({factor} * {before}) as {POOLED.weight}",
        f"sum({factor} * {factor} * {square}) as {POOLED.square}",
        f"sum(case when {factor} = 0 then {n} else {lacking} end)::bigint as {POOLED.lacking}",
    ]
    return Sql(f"select {', '.join([*columns, *totals])} from ({each}){_by(columns)}", people.parameters)


def columns_in(sql: Sql) -> frozenset[str]:
    """The columns that a piece of SQL speaks of, as identifiers; all values in it are parameters."""
    return frozenset(_IDENTIFIER.findall(sql.text))


def few_valued(questions: Iterable[Question]) -> dict[str, int]:
    """The columns that have few different values, as identifiers, each with how many at most, as far as is known."""
    few: dict[str, int] = {}
    for question in questions:
        column = quoted(question.column)
        if question.kind in (Kind.SINGLE, Kind.SCALE):
            few[column] = (len(question.options) or UNLISTED) + 2
        if question.has_words:
            few[wrote(question)], few[word_count(question)] = 3, LENGTHS
        if question.bits:
            few[bits(question)] = (1 << len(question.bits)) + 1
        elif question.takes_several and len(question.options) <= LISTED:
            few[quoted(question.choices_column)] = (1 << len(question.options)) + 1
    return few


def combined(columns: frozenset[str], survey: Survey) -> bool:
    """Whether the combinations of these columns are few enough to be counted first."""
    told_of_them = {told_of(column) for column in columns}
    few = few_valued(q for q in survey if q.column in told_of_them or q.codes in told_of_them)
    number = 1
    for column in columns:
        number *= few.get(column, COMBINATIONS + 1)
        if number > COMBINATIONS:
            return False
    return True


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
    apart = [quoted(question.column) for question in beside]
    keys = [quoted(question.column) for question in by]
    if len(apart) == 1 or raked_of(slice_, source.engine if isinstance(source, Pool) else source):
        # The factors of a raked weight are looked up once for all who share them, which goes by one grouping.
        return tuple(_count(source, slice_, flags, [*keys, one], (), cancel)[0] for one in apart)
    return _count(source, slice_, flags, keys, apart, cancel)


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
        which, grouping = f"grouping_id({', '.join(apart)})", _one_by_one(keys, apart)
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
