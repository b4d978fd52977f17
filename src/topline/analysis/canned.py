"""Canned queries made into views: their names checked, their parameters filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from topline.analysis.grid_table import grid_order
from topline.analysis.trends import check_trend
from topline.survey import (
    LEVELS,
    NO_WEIGHT,
    WITHIN,
    All,
    Base,
    CannedQuery,
    Chart,
    Condition,
    Order,
    Parameter,
    Percent,
    Period,
    Question,
    Significance,
    Slice,
    Survey,
    ToplineError,
    UnknownNameError,
    View,
    What,
    bands_at,
    banner_question,
    levels_of,
    nets_of_each_other,
    read_expression,
)
from topline.survey.errors import did_you_mean
from topline.survey.view import EVERYONE

Word = TypeVar("Word", Base, What, Percent, Period, Significance, Chart)


class QueryError(ToplineError):
    """A canned query that cannot run as it is written, or with the values that it was given."""


def view_of(query: CannedQuery, survey: Survey, given: Mapping[str, str] | None = None) -> View:
    """The view that a canned query asks for.

    A parameter without a value means any: of a filter, the smallest condition that it stands in is left out; a
    column, a field or a search that it stands for is left out; SQL gets NULL.

    Args:
        given: Values for its parameters, by name; for those that are not given, their defaults hold.

    Raises:
        QueryError: when a name or a value is unknown to the survey.
    """
    values = values_for(query, given or {})
    if query.sql:
        return _statement(query, survey, values)
    try:
        what = _what(query)
        rows, *stub = _rows(query, values, survey)
        what = What.CROSSTAB if stub and not query.view else what
        columns = tuple(name for said in query.columns if (name := _banner(said, values, survey)))
        fields = tuple(name for said in query.fields if (name := _question(said, values, survey)))
        weight = _filled(query.weight, values)
        weight = survey.find_weight(weight) if weight not in ("", NO_WEIGHT) else ""
        where = _condition(query.where, survey, values)
        against = _condition(query.against, survey, values)
        base = _one_of(Base, query.base, "base") if query.base else None
        period = _one_of(Period, query.period, "period") if query.period else None
        percent = _one_of(Percent, query.percent, "percent") if query.percent else Percent.COLUMN
        test = _one_of(Significance, query.test, "test") if query.test else Significance.BH
        levels = levels_of(query.levels) if query.levels else LEVELS
        chart = _chart(query)
        nets = nets_of_each_other(dict(query.nets), survey[rows]) if rows else ()
        bands_at(query.bands)
        order, sort = _order(what, _filled(query.sort, values), survey, survey[rows] if chart is Chart.TABLE else None)
        if what is What.CROSSTAB and not columns and not stub and not query.view:
            what = What.TOPLINE
        _fits(query, what, (rows, *stub), columns, period, survey)
    except ToplineError as error:
        raise QueryError(f"{_name(query)}: {error}") from None
    return View(
        what,
        rows,
        columns,
        Slice(search=_filled(query.search, values).strip(), weight=weight).narrowed(*_parts(where)),
        against=Slice(weight=weight).narrowed(against) if query.against else None,
        base=base,
        order=order,
        zeros=query.zeros,
        fields=fields,
        sort=sort,
        period=period,
        percent=percent,
        test=test,
        levels=levels,
        chart=chart,
        nets=nets,
        bands=query.bands,
        title=query.title,
        stub=tuple(stub),
        transposed=query.transposed and what is What.CROSSTAB,
    )


def values_for(query: CannedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """A value for each parameter of a query, in their order: the given one, else its default; empty for any.

    Raises:
        QueryError: when it has no such parameter.
    """
    known = {parameter.name for parameter in query.parameters}
    for name in given:
        if name not in known:
            has = f"it has: {', '.join(sorted(known))}" if known else "it has none"
            raise QueryError(f"{_name(query)} has no parameter {name!r}; {has}")
    return {parameter.name: given.get(parameter.name, parameter.default).strip() for parameter in query.parameters}


def obstacle(query: CannedQuery, survey: Survey) -> str:
    """Why a query cannot run over a survey as far as its names tell; empty where nothing stands in its way.

    The words of an SQL statement are not looked at: only the engine knows what they mean.
    """
    try:
        for parameter in query.parameters:
            if parameter.choices:
                survey.find(parameter.choices)
        view_of(query, survey)
    except ToplineError as error:
        return str(error).removeprefix(f"{_name(query)}: ")
    return ""


def choices_of(question: str, survey: Survey) -> tuple[str, ...]:
    """The values that can be picked for a parameter: the labels of a question's options."""
    if not question:
        return ()
    try:
        found: Question = survey.find(question)
    except UnknownNameError:
        return ()
    return tuple(option.label for option in found.choices)


def _name(query: CannedQuery) -> str:
    return f"query {query.title!r}"


def _statement(query: CannedQuery, survey: Survey, values: Mapping[str, str]) -> View:
    """A query in SQL. It speaks of what is stored, so an answer that was given by its label becomes its code."""
    try:
        parameters = {parameter.name: parameter for parameter in query.parameters}
        arguments = tuple((name, _stored(parameters[name], value, survey)) for name, value in values.items())
        chart = _chart(query)
    except ToplineError as error:
        raise QueryError(f"{_name(query)}: {error}") from None
    return View(What.SQL, title=query.title, sql=query.sql, arguments=arguments, chart=chart)


def _stored(parameter: Parameter, value: str, survey: Survey) -> str:
    """The code that a value of a parameter means, given by code or by label.

    Raises:
        QueryError: when the question whose answers can be picked does not have it.
    """
    if not parameter.choices or not value:
        return value
    question = survey.find(parameter.choices)
    if not question.options or question.lists(value):
        return value
    wanted = " ".join(value.split()).casefold()
    for option in question.options:
        if wanted in (" ".join(option.label.split()).casefold(), option.code.casefold()):
            return option.code
    labels = [option.label for option in question.options]
    hint = did_you_mean(value, labels) or f"; it has: {', '.join(labels[:8])}"
    raise QueryError(f"{question.name} has no answer {value!r}{hint}")


def parameters_with(view: View, query: CannedQuery, survey: Survey) -> tuple[Parameter, ...]:
    """The parameters of a query in SQL, with the values that a view of it has as their defaults.

    An answer that can be picked is given by its label, as where it is picked.
    """
    values = dict(view.arguments)
    return tuple(
        replace(parameter, default=_picked(parameter, values[parameter.name], survey))
        for parameter in query.parameters
        if parameter.name in values
    )


def _picked(parameter: Parameter, value: str, survey: Survey) -> str:
    """The label of an answer by its code, where it leads back to it."""
    if not parameter.choices or not value:
        return value
    labels = (option.label for option in survey.find(parameter.choices).options if option.code == value)
    return next((label for label in labels if _stored(parameter, label, survey) == value), value)


def _what(query: CannedQuery) -> What:
    if query.view == What.SQL:
        raise ToplineError('it has no statement; add sql = "select ..." to it')
    if query.view:
        return _one_of(What, query.view, "view")
    return What.CROSSTAB if query.columns else What.TOPLINE


def _rows(query: CannedQuery, values: Mapping[str, str], survey: Survey) -> Sequence[str]:
    """The names of the questions that are the rows, from the top; one that is empty where there is none."""
    filled = [_filled(said, values) for said in (query.rows, *query.stub)]
    found = [question.name for said in filled if said for question in survey.find_rows(said)]
    return tuple(dict.fromkeys(found)) or (_any_question(query.rows, survey),)


def _fits(
    query: CannedQuery,
    what: What,
    rows: Sequence[str],
    columns: tuple[str, ...],
    period: Period | None,
    survey: Survey,
) -> None:
    """Refuse a view that lacks what it is about."""
    if what in (What.TOPLINE, What.CROSSTAB, What.TREND) and not rows[0]:
        raise ToplineError('it says no question; add rows = "QUESTION" to it')
    if what is not What.CROSSTAB and len(rows) > 1:
        raise ToplineError(f"rows of several questions go with a crosstab, not with {what}; leave view out")
    if what is What.CROSSTAB and not columns and len(rows) == 1:
        raise ToplineError('it says no question for the columns; add columns = "QUESTION" to it')
    if what is What.TREND and len(columns) != 1:
        raise ToplineError('a trend goes over one wave or date; say columns = "QUESTION"')
    if what is What.TREND:
        check_trend(View(what, rows[0], columns, period=period), survey)
    if query.period and what is not What.TREND:
        raise ToplineError(f"period goes with a trend, not with {what}; leave one of them out")
    for said, name in ((query.bands, "bands"), (query.nets, "nets")):
        if said and what not in (What.TOPLINE, What.CROSSTAB, What.TREND):
            raise ToplineError(f"{name} go with tables of a question, not with {what}; leave one of them out")
    if query.against and what is not What.TOPLINE:
        raise ToplineError(f"against goes with a topline, not with {what}; leave one of them out")


def _question(said: str, values: Mapping[str, str], survey: Survey) -> str:
    """The name of a question that is written out or stands in a parameter; empty where that is empty."""
    filled = _filled(said, values)
    return survey.find(filled).name if filled else ""


def _banner(said: str, values: Mapping[str, str], survey: Survey) -> str:
    """The same of a banner question, of whose nest any part can stand in a parameter."""
    if said.startswith("$") and WITHIN not in said:
        return _question(said, values, survey)
    parts = [_filled(part.strip(), values) for part in said.split(WITHIN)] if "$" in said else [said]
    filled = WITHIN.join(part for part in parts if part)
    return banner_question(filled, survey).name if filled else ""


def _any_question(said: str, survey: Survey) -> str:
    """The first question that was asked, for rows whose parameter says any."""
    return next((question.name for question in survey if question.role is None), "") if said else ""


def _condition(said: str, survey: Survey, values: Mapping[str, str]) -> Condition | None:
    if said.strip().casefold() in ("", EVERYONE):
        return None
    condition = read_expression(said, survey, values)
    return None if condition == All(()) else condition


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    """What must all be true, each a condition of its own, so that a person can take one of them back."""
    if isinstance(condition, All):
        return condition.parts
    return () if condition is None else (condition,)


def _order(what: What, said: str, survey: Survey, tabled: Question | None) -> tuple[Order, str]:
    """The order of a view, and the question or the answer of the banner that it is by.

    Args:
        tabled: The question whose grid is shown as one table, where that is asked for.
    """
    if not said or said in tuple(Order):
        return (Order(said) if said else Order.CODEBOOK), ""
    if what is What.TOPLINE and tabled is not None and tabled.grid:
        return Order.COUNT, grid_order(said, tabled)
    if what is not What.REPLIES:
        try:
            return Order.COUNT, read_expression(said, survey).expression()
        except ToplineError as error:
            way = "count, codebook, or an answer of the columns, such as policy = 'Banned'"
            raise ToplineError(f"cannot sort by {said!r}; use {way} ({error})") from None
    sort = said
    with suppress(UnknownNameError):
        sort = "-" * said.startswith("-") + survey.find(said.removeprefix("-")).name
    if sort.removeprefix("-") not in survey:
        raise ToplineError(f"cannot sort by {said!r}; use a question's name, with - before it for downwards")
    return Order.CODEBOOK, sort


def _chart(query: CannedQuery) -> Chart | None:
    return _one_of(Chart, query.chart, "chart") if query.chart else None


def _one_of(words: type[Word], said: str, what: str) -> Word:
    if said not in tuple(words):
        raise ToplineError(f"there is no {what} {said!r}; one of: {', '.join(words)}")
    return words(said)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return values.get(text[1:], text) if text.startswith("$") else text
