"""People by every combination of the answers they gave, where these are few.

Most conditions look only at columns of few different values. Then the people are first counted by every
combination of these, which is one plain grouping, and everything else is sums over the few combinations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set, Sized
from math import prod

from topline.analysis.sources import POOLED, WHICH, counting, people_of
from topline.analysis.weights import Raked, raked_of
from topline.engine import Engine
from topline.survey import Kind, Question, Slice, Sql, Survey, bits, quoted, told_of, word_count, wrote

COMBINATIONS = 1 << 16
"""Combinations of values up to which they are counted before anything else."""
LISTED = 12
"""Options up to which lists of answers, as they are stored, are combinations worth counting."""
UNLISTED = 50
"""Different answers that a question without options is taken to have."""
UNKNOWN = 32
"""Values that a column is taken to have of which nothing is known, such as one of bands."""
LENGTHS = 500
"""Different numbers of words that texts are taken to have."""
_IDENTIFIER = re.compile(r'"(?:[^"]|"")+"')


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
        by = one_by_one(list(columns), apart)
        return Sql(f"select {', '.join([*_named(columns), *apart, *sums])} from {people.text}{by}", people.parameters)
    return Sql(f"select {', '.join([*_named(columns), *sums])} from {people.text}{_by(columns)}", people.parameters)


def one_by_one(keys: Sequence[str], apart: Sequence[str]) -> str:
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
