"""Where people are counted: the replies themselves, or a pool of them by their combinations of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from topline.analysis.weights import weight_sql
from topline.engine import Cancel, Engine
from topline.survey import All, Condition, Not, Slice, Sql, Survey

SMALL = 20_000
"""Rows up to which a pool is small."""


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
