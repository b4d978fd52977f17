"""Canned queries: routine questions that sit on a key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that is asked for when the query runs."""

    name: str
    choices: str = ""
    """The question whose answers can be picked."""
    default: str = ""


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A `[[query]]` of a survey file: a view, or SQL, with a title and perhaps a key."""

    title: str
    key: str = ""
    """The key that runs it, such as "f2"."""
    view: str = ""
    """topline, crosstab, response or replies; empty: crosstab where columns are given, else topline."""
    rows: str = ""
    columns: tuple[str, ...] = ()
    where: str = ""
    search: str = ""
    weight: str = ""
    base: str = ""
    sort: str = ""
    zeros: bool = True
    fields: tuple[str, ...] = ()
    sql: str = ""
    parameters: tuple[Parameter, ...] = ()
