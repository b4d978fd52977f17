"""Canned queries as they stand in a file: the `[[query]]` of a survey file, or of the user's own queries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from topline.survey.errors import SurveyFileError
from topline.survey.query import KEYS, LETTERS, CannedQuery, Parameter
from topline.survey.toml_file import Known, Parts, TomlFile, line_of

QUERY_KEYS: Known = {
    "title": str,
    "key": str,
    "view": str,
    "rows": (str, list),
    "columns": (str, list),
    "period": str,
    "where": str,
    "against": str,
    "search": str,
    "weight": str,
    "base": str,
    "sort": str,
    "zeros": bool,
    "percent": str,
    "test": str,
    "levels": list,
    "chart": str,
    "nets": dict,
    "bands": list,
    "transposed": bool,
    "fields": list,
    "sql": str,
    "parameters": dict,
}
SQL_KEYS = frozenset({"title", "key", "sql", "chart", "parameters"})
"""What a query that is written in SQL can say."""
PARAMETER_KEYS: Known = {"choices": str, "default": str}
PART_KEYS: Parts = {
    "rows": (str, "names of questions"),
    "columns": (str, "names of questions"),
    "fields": (str, "names of questions"),
    "levels": (int, "percentages"),
    "nets": (list, "lists of answers"),
    "bands": ((int, float), "numbers"),
}
OWN_KEYS: Known = {"query": list}


class OwnQueriesFile(TomlFile):
    """The file of canned queries that a person keeps for every survey."""

    FAULT = SurveyFileError


def read_own_queries(text: str, path: str) -> tuple[CannedQuery, ...]:
    """The queries of a file that holds nothing else; each says that it came from there.

    Raises:
        SurveyFileError: when it is no TOML, or has a key that is unknown, of the wrong type or taken; the message
            names the file, the line and the nearest known key.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SurveyFileError(f"{path}: not a readable file of queries: {error}") from None
    told = OwnQueriesFile(path, text, content)
    told.check((), content, OWN_KEYS)
    check_queries(told)
    return tuple(replace(query, source=path) for query in queries_of(told))


def check_queries(told: TomlFile) -> None:
    """Check the shape of every `[[query]]` of a file, and that no two want the same key.

    Raises:
        ToplineError: when something is wrong; it names the file and the line.
    """
    keys: dict[str, int] = {}
    for number, said in enumerate(told.content.get("query", ())):
        place = ("query", str(number))
        told.check(place, said, QUERY_KEYS)
        told.check_parts(place, said, PART_KEYS)
        for name, given in said.get("parameters", {}).items():
            told.check((*place, "parameters", name), given, PARAMETER_KEYS)
            if not re.fullmatch(r"[^\W\d]\w*", name):
                what = (
                    f"a parameter cannot be called {name!r}; write letters, digits and _, so that it can stand as $name"
                )
                raise told.fault((*place, "parameters", name), what)
        other = next((key for key in said if key not in SQL_KEYS), None)
        if "sql" in said and other:
            what = f"a query is either SQL or a view: {other} does not go with sql; say it in the statement"
            raise told.fault((*place, other), what)
        key = said.get("key", "").casefold()
        if key and key not in KEYS:
            free = f"f1 to f9, or one of the letters {' '.join(LETTERS)}"
            what = "means something else among the queries" if len(key) == 1 else "is no key for a query"
            raise told.fault((*place, "key"), f"{said['key']!r} {what}; use {free}")
        if key in keys:
            first = line_of(told.text, ("query", str(keys[key]), "key"))
            raise told.fault((*place, "key"), f"the key {key} is taken in line {first}; a key runs one query")
        if key:
            keys[key] = number


def queries_of(told: TomlFile) -> tuple[CannedQuery, ...]:
    """The queries of a file whose shape was checked."""
    return tuple(_query(said) for said in told.content.get("query", ()))


def _query(said: Mapping[str, Any]) -> CannedQuery:
    columns, (rows, *stub) = said.get("columns", ()), rows_of(said)
    parameters = tuple(Parameter(name, **given) for name, given in said.get("parameters", {}).items())
    plain = {key: value for key, value in said.items() if key not in (*LISTS, "parameters")}
    query = CannedQuery(
        **{"title": "", **plain, "key": said.get("key", "").casefold()},
        rows=rows,
        stub=tuple(stub),
        columns=(columns,) if isinstance(columns, str) else tuple(columns),
        fields=tuple(said.get("fields", ())),
        levels=tuple(said.get("levels", ())),
        nets=nets_said(said),
        bands=tuple(said.get("bands", ())),
        parameters=parameters,
    )
    return query if query.title.strip() else replace(query, title=_untitled(query))


LISTS = ("rows", "columns", "fields", "levels", "nets", "bands")
"""Keys whose values are lists or tables, and tuples of the query."""


def nets_said(said: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The nets that a query or a table of a report adds to its rows."""
    return tuple((label, tuple(map(str, answers))) for label, answers in said.get("nets", {}).items())


def rows_of(said: Mapping[str, Any]) -> Sequence[str]:
    """The questions that are the rows, from the top; one that is empty where none is said."""
    rows = said.get("rows", "")
    return (rows,) if isinstance(rows, str) else tuple(rows) or ("",)


def _untitled(query: CannedQuery) -> str:
    """What a query is called that has no title: what it shows."""
    if query.sql:
        return " ".join(query.sql.split())
    shown = " by ".join([", ".join([query.rows or query.view or "query", *query.stub]), *query.columns[:1]])
    return f"{shown}, {query.where}" if query.where else shown
