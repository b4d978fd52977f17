"""Canned queries made into views: their names checked, their parameters filled in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar

from topline.survey import (
    Base,
    CannedQuery,
    Order,
    Question,
    Slice,
    Survey,
    ToplineError,
    UnknownNameError,
    View,
    What,
    read_expression,
)

Word = TypeVar("Word", Base, What)


class QueryError(ToplineError):
    """A canned query that cannot run as it is written, or without a value for a parameter."""


def view_of(query: CannedQuery, survey: Survey, given: Mapping[str, str] | None = None) -> View:
    """The view that a canned query asks for.

    Args:
        given: Values for its parameters, by name.

    Raises:
        QueryError: when a parameter has no value, a name is unknown, or the query is SQL.
    """
    values = _values(query, survey, given or {})
    name = f"query {query.title!r}"
    if query.sql:
        raise QueryError(f"{name} is written in SQL, which this version does not run yet; use rows, columns and where")
    try:
        what = _what(query)
        rows = survey.find(_filled(query.rows, values)).name if query.rows else ""
        columns = tuple(survey.find(_filled(column, values)).name for column in query.columns)
        fields = tuple(survey.find(field).name for field in query.fields)
        weight = survey.find(query.weight).name if query.weight not in ("", "none") else ""
        where = read_expression(query.where, survey, values) if query.where else None
        base = _one_of(Base, query.base, "base") if query.base else None
    except ToplineError as error:
        raise QueryError(f"{name}: {error}") from None
    if what in (What.TOPLINE, What.CROSSTAB) and not rows:
        raise QueryError(f'{name} says no question; add rows = "QUESTION" to it')
    people = Slice(search=_filled(query.search, values), weight=weight).narrowed(where)
    order, sort = (Order(query.sort), "") if query.sort in tuple(Order) else (Order.CODEBOOK, query.sort)
    if sort:
        with suppress(UnknownNameError):
            sort = "-" * sort.startswith("-") + survey.find(sort.removeprefix("-")).name
        if sort.removeprefix("-") not in survey:
            raise QueryError(f"{name}: cannot sort by {query.sort!r}; use count, codebook or a question's name")
    return View(what, rows, columns, people, base, order, query.zeros, fields, sort, query.title)


def _what(query: CannedQuery) -> What:
    if query.view:
        return _one_of(What, query.view, "view")
    return What.CROSSTAB if query.columns else What.TOPLINE


def _one_of(words: type[Word], said: str, what: str) -> Word:
    if said not in tuple(words):
        raise ToplineError(f"there is no {what} {said!r}; one of: {', '.join(words)}")
    return words(said)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return values.get(text[1:], text) if text.startswith("$") else text


def _values(query: CannedQuery, survey: Survey, given: Mapping[str, str]) -> dict[str, str]:
    known = {parameter.name for parameter in query.parameters}
    for name in given:
        if name not in known:
            has = f"it has: {', '.join(sorted(known))}" if known else "it has none"
            raise QueryError(f"query {query.title!r} has no parameter {name!r}; {has}")
    values = {parameter.name: parameter.default for parameter in query.parameters if parameter.default} | dict(given)
    for parameter in query.parameters:
        if parameter.name not in values:
            choices = choices_of(parameter.choices, survey)
            hint = f", such as {choices[0]!r}" if choices else ""
            raise QueryError(
                f"query {query.title!r} needs a value for {parameter.name}: give {parameter.name}=VALUE{hint}"
            )
    return values


def choices_of(question: str, survey: Survey) -> tuple[str, ...]:
    """The values that can be picked for a parameter: the labels of a question's options."""
    if not question:
        return ()
    try:
        found: Question = survey.find(question)
    except UnknownNameError:
        return ()
    return tuple(option.label for option in found.choices)
