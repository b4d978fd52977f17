"""Canned queries: routine questions that sit on a key."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 10))
"""Keys that run a query anywhere."""
LETTERS = "abcdfhilmnoprswxz"
"""Letters that run a query from the list of queries: those that mean nothing else there."""
KEYS = (*FUNCTION_KEYS, *LETTERS)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that is asked for when the query runs."""

    name: str
    choices: str = ""
    """The question whose answers can be picked."""
    default: str = ""
    """The value where none is given; empty for any."""


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A `[[query]]` of a survey file: a view, or SQL, with a title and perhaps a key."""

    title: str
    key: str = ""
    """The key that runs it: f1 to f9 anywhere, or a letter among the queries."""
    view: str = ""
    """topline, crosstab, trend, response or replies; empty: crosstab where columns are given, else topline."""
    rows: str = ""
    stub: tuple[str, ...] = ()
    """Further questions whose answers follow below those of `rows`."""
    columns: tuple[str, ...] = ()
    period: str = ""
    """For a trend over dates: day, week, month, quarter or year; empty for what suits."""
    where: str = ""
    against: str = ""
    """A filter expression: the people that those of `where` are compared with."""
    search: str = ""
    weight: str = ""
    base: str = ""
    sort: str = ""
    zeros: bool = True
    percent: str = ""
    test: str = ""
    levels: tuple[int, ...] = ()
    chart: str = ""
    nets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Nets of the rows beside those of the survey: the name and the answers of each."""
    bands: tuple[float, ...] = ()
    """The edges that the numbers of the rows are cut at."""
    transposed: bool = False
    fields: tuple[str, ...] = ()
    sql: str = ""
    parameters: tuple[Parameter, ...] = ()
    source: str = ""
    """The file it was read from, where that is not the survey's own."""
    clash: str = ""
    """The key it asks for, where another query has it; it has none itself then."""


def overlaid(below: Sequence[CannedQuery], above: Sequence[CannedQuery]) -> tuple[CannedQuery, ...]:
    """The queries of a survey with those of a file that comes on top of it.

    One with the title of an earlier one takes its place; a key goes to the later one that asks for it.
    """
    mine = {_folded(query.title): query for query in above}
    taken = {query.key for query in above if query.key}
    here = {_folded(query.title) for query in below}
    kept = [mine.get(_folded(query.title)) or _freed(query, taken) for query in below]
    return (*kept, *(query for query in above if _folded(query.title) not in here))


def with_own(queries: Sequence[CannedQuery], own: Sequence[CannedQuery]) -> tuple[CannedQuery, ...]:
    """The queries of a survey and after them the user's own; a key that the survey uses stays with the survey."""
    taken = {query.key for query in queries if query.key}
    return (*queries, *(_freed(query, taken) for query in own))


def _freed(query: CannedQuery, taken: Set[str]) -> CannedQuery:
    """The query without its key, where that is taken."""
    return replace(query, key="", clash=query.key) if query.key in taken else query


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
