"""Keeping a view as a canned query: a `[[query]]` added to a survey file, or to the user's own file of queries.

What stood in the file stays as it was, byte by byte; the file is read again and checked before it takes the
place of the old one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from topline.analysis import view_of
from topline.export.errors import ExportError
from topline.export.in_place import exchange, text_of
from topline.readers import sanitise
from topline.readers.correcting import BOM
from topline.readers.survey_text import text_item
from topline.survey import (
    All,
    CannedQuery,
    Parameter,
    Slice,
    Survey,
    ToplineError,
    View,
    read_own_queries,
    read_survey_file,
)
from topline.survey.query_file import queries_of


def save_query(
    view: View,
    title: str,
    key: str,
    path: Path,
    survey: Survey,
    *,
    own: bool = False,
    beside: Path | None = None,
    parameters: Sequence[Parameter] = (),
) -> CannedQuery:
    """Add a view to a file as a canned query, and give back the query as it will be read from there.

    Args:
        view: What the query shows.
        title: What it is called.
        key: The key it sits on; empty for none.
        path: The file; it is made where it is not there yet.
        survey: Whose view it is.
        own: Whether the file is the user's own, for every survey, rather than that of the survey.
        beside: The replies that the file stands beside: where it is made, whoever may read them may read it. Without,
            its owner alone may.
        parameters: For a statement: its parameters, the defaults being the values that the view has.

    Raises:
        ExportError: when the file cannot be written, or the view cannot be said in it; the file is as it was then.
        SurveyFileError: when what stands in the file cannot be read.
    """
    said = _said(view, title, key, parameters)
    there = text_of(path)
    before = there or ""
    shown = sanitise(str(path), one_line=True, limit=400)
    _queries_in(before, shown, own=own)
    after = _added(before, said)
    expected = dict(tomllib.loads(before.removeprefix(BOM)))
    expected["query"] = [*expected.get("query", []), said]
    if tomllib.loads(after.removeprefix(BOM)) != expected:
        raise ExportError(f"cannot write {path}: the query could not be added to what stands there; add it by hand")
    query = _queries_in(after, shown, own=own)[-1]
    _check(query, view, survey)
    exchange(path, there, after, beside)
    return query


def _said(view: View, title: str, key: str, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The view as the keys of a `[[query]]`, title and key first."""
    title = " ".join(sanitise(title, one_line=True).split())
    rest = {name: value for name, value in view.as_mapping().items() if name != "title"}
    if parameters:
        rest["parameters"] = rest.get("parameters", {}) | {
            one.name: {**({"choices": one.choices} if one.choices else {}), "default": one.default}
            for one in parameters
        }
    return {"title": title, **({"key": key} if key else {}), **rest}


def _queries_in(text: str, path: str, *, own: bool) -> tuple[CannedQuery, ...]:
    text = text.removeprefix(BOM)
    return read_own_queries(text, path) if own else queries_of(read_survey_file(text, path))


def _added(text: str, said: Mapping[str, Any]) -> str:
    """The text of a file with one more query."""
    import tomlkit

    document = tomlkit.parse(text.removeprefix(BOM))
    if "query" in document and not isinstance(document["query"], tomlkit.items.AoT):
        # It holds its queries as a list in one line: this is the one place where they can be added.
        document["query"].append(_inline(said))
        return (BOM if text.startswith(BOM) else "") + tomlkit.dumps(document)
    table = tomlkit.table()
    for name, value in said.items():
        table.add(name, _item(value))
    added = tomlkit.document()
    queries = tomlkit.aot()
    queries.append(table)
    added.add("query", queries)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    return text + gap + tomlkit.dumps(added).strip("\n").replace("\n", end) + end


def _item(value: Any) -> Any:
    """A value as it is written: a statement over several lines as it is, tables within one line."""
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.table()
        for name, inner in value.items():
            table.add(name, _inline(inner) if isinstance(inner, Mapping) else inner)
        return table
    return text_item(value) if isinstance(value, str) else tomlkit.item(value)


def _inline(said: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    for name, value in said.items():
        table.add(name, _inline(value) if isinstance(value, Mapping) else value)
    return table


def _check(query: CannedQuery, view: View, survey: Survey) -> None:
    """Make sure that the query shows what the view shows."""
    try:
        again = view_of(query, survey)
    except ToplineError as error:
        raise ExportError(f"this view cannot be kept as a query: {error}") from None
    same = replace(again, slice=view.slice, title=view.title) == view and _who(again.slice) == _who(view.slice)
    if not same:
        raise ExportError("this view cannot be kept as a query: it would show something else")


def _who(people: Slice) -> tuple[str, str, str]:
    parts = people.conditions
    where = parts[0] if len(parts) == 1 else All(parts)
    return where.expression(), people.search.strip(), people.weight
