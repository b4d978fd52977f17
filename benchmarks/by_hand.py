"""How somebody who knows the file and DuckDB well would ask for the numbers of a table, in one statement.

People are grouped by what tells them apart before anything is added up: for every one of these tables that is the
fastest form that was found, on both storages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ASKED = "status = 'replied'"


@dataclass(frozen=True, slots=True)
class Storage:
    """Where the replies are, and how their columns are spoken of there."""

    name: str
    replies: str
    """What stands after FROM."""
    bits: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """In a store, the codes by bit of the columns that hold several answers; in a parquet file these are lists."""

    def several(self, column: str) -> str:
        """The column that holds several answers."""
        return f'"topline:bits {column}"' if self.bits else column

    def gave(self, column: str, *codes: str) -> str:
        """Whether any of these answers was given, among several."""
        if self.bits:
            return f"{self.several(column)} & {sum(1 << self.bits[column].index(code) for code in codes)} <> 0"
        return " or ".join(f"array_contains({column}, '{code}')" for code in codes)

    def words(self, column: str) -> str:
        """How many words a text has."""
        return f'"topline:words {column}"' if self.bits else f"len(regexp_extract_all({column}, '\\S+'))"

    def wrote(self, column: str) -> str:
        """Whether a text says anything."""
        return f'"topline:wrote {column}"' if self.bits else f"trim({column}) <> ''"


def same(column: str, codes: Sequence[str]) -> list[str]:
    """A condition for every answer to a question that takes one."""
    return [f"{column} = '{code}'" for code in codes]


def bands(column: str, edges: Sequence[object]) -> list[str]:
    """A condition for every band from one edge up to the next."""
    return [f"{column} >= {low} and {column} < {high}" for low, high in pairwise(edges)]


def crossed(
    storage: Storage,
    keys: Mapping[str, str],
    blank: str,
    rows: Sequence[str],
    columns: Sequence[str] = (),
    weight: str = "",
    where: str = "true",
) -> str:
    """Cells, bases and missing answers.

    Args:
        keys: What people are grouped by, by its name in the conditions.
        blank: Whether there is no answer.
        rows: A condition a row.
        columns: A condition a column, beside the total.
        weight: The column that says what people weigh.
        where: Who is counted.
    """
    sums = {"n": "count(*)"} | ({"w": f"sum({weight})", "w2": f"sum({weight} * {weight})"} if weight else {})
    names = ", ".join(f"{sql} as {name}" for name, sql in {**keys, **sums}.items())
    added = [
        f"sum({name}) filter (where {cell}){'' if name == 'n' else '::double'}"
        for cell in _cells(blank, rows, columns)
        for name in sums
    ]
    return (
        f"with t as (select {names} from {storage.replies} where {where} group by {', '.join(keys)}) "
        f"select {', '.join(added)} from t"
    )


def measured(
    storage: Storage, x: str, blank: str, rows: Sequence[str], keys: Mapping[str, str], by: str = "", *columns: str
) -> str:
    """Bands, base, missing answers, moments, range, quartiles and the number of different numbers, from few numbers.

    Args:
        storage: Where.
        x: The numbers, by their name in the conditions.
        blank: Whether there is no answer.
        rows: A condition a band.
        keys: What people are grouped by, by name.
        by: The banner question, where there is one.
        columns: A condition a column.
    """
    names = ", ".join(f"{sql} as {name}" for name, sql in keys.items())
    added = ", ".join(f"sum(n) filter (where {cell})" for cell in _cells(blank, rows, columns))
    described = (
        f"sum(n * {x}::double), sum(n * {x}::double * {x}::double), min({x})::varchar, max({x})::varchar, "
        f"count(distinct {x})::double"
    )
    quartiles = ", ".join(f"min({x}) filter (where reached >= {share} * total)" for share in (0.25, 0.5, 0.75))
    each = f"{by}, {x}" if by else x
    sets = f"grouping sets (({by}, {x}), ({x}))" if by else x
    part, group = (f"partition by {by} ", f" group by {by}") if by else ("", "")
    return (
        f"with t as materialized (select {names}, count(*) as n from {storage.replies} group by {', '.join(keys)}), "
        f"a as materialized (select {each}, sum(n) as n from t where {ASKED} and not ({blank}) group by {sets}), "
        f"r as (select {f'{by}, ' if by else ''}{x}::double as {x}, sum(n) over ({part}order by {x}) as reached, "
        f"sum(n) over ({part}) as total from a) "
        f"select * from (select {added} from t), (select {described} from a{group}), (select {quartiles} from r{group})"
    )


def spread(storage: Storage, x: str, width: int, highest: int) -> str:
    """The same from many numbers, of which most are different. Where the bands begin and end has to be found first."""
    added = ", ".join(
        f"sum(n) filter (where {cell})" for cell in _cells("b is null", [f"b = {at}" for at in range(highest)], ())
    )
    answered = f"from {storage.replies} where {ASKED}"
    return (
        f"with t as (select floor({x} / {width}) as b, status, count(*) as n, sum({x}) as s, sum({x} * {x}) as s2 "
        f"from {storage.replies} group by all) "
        f"select * from (select min({x}), max({x}) {answered}), (select {added}, sum(s), sum(s2) from t), "
        f"(select quantile_disc({x}, [0.25, 0.5, 0.75]) {answered}), (select count(distinct {x})::double {answered})"
    )


def spread_by(storage: Storage, x: str, width: int, highest: int, by: str, *columns: str) -> str:
    """The same by the answers to another question."""
    bands_ = [f"b = {at}" for at in range(highest)]
    added = ", ".join(f"sum(n) filter (where {cell})" for cell in _cells("b is null", bands_, columns))
    answered = f"from {storage.replies} where {ASKED}"
    quartiles = f"quantile_disc({x}, [0.25, 0.5, 0.75]), count(distinct {x})::double"
    return (
        f"with t as (select {by}, floor({x} / {width}) as b, status, count(*) as n, sum({x}) as s, "
        f"sum({x} * {x}) as s2 from {storage.replies} group by all) "
        f"select * from (select min({x}), max({x}) {answered}), (select {added} from t), "
        f"(select {by}, sum(s), sum(s2) from t group by {by}), "
        f"(select {by}, {quartiles} {answered} group by {by}), (select {quartiles} {answered})"
    )


def ranged(storage: Storage, column: str, rows: Sequence[str]) -> str:
    """Days, base, missing answers, range and the number of different moments."""
    names = f"date_trunc('day', {column}) as day, status, count(*) as n, min({column}) as low, max({column}) as high"
    added = ", ".join(f"sum(n) filter (where {cell})" for cell in _cells("day is null", rows, ()))
    return (
        f"with t as (select {names} from {storage.replies} group by all) "
        f"select * from (select {added}, min(low)::varchar, max(high)::varchar from t), "
        f"(select count(distinct {column})::double from {storage.replies} where {ASKED})"
    )


def _cells(blank: str, rows: Sequence[str], columns: Sequence[str]) -> list[str]:
    whole = ["true", *columns]
    cells = [f"({ASKED}) and ({column}) and ({row})" for column in whole for row in ["true", *rows]]
    silent = [f"({blank}) and ({ASKED})", f"({blank}) and ({ASKED}) is not true"]
    return [*cells, *silent, f"not ({blank}) and ({ASKED}) is not true"]
