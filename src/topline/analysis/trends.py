"""Trends: the periods that a question is followed over, as the columns of its table."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from topline.analysis.counts import Banner
from topline.analysis.periods import number_between, periods_between
from topline.analysis.sources import people_of
from topline.engine import Cancel, Engine
from topline.survey import (
    Answered,
    Kind,
    Period,
    Question,
    Role,
    Slice,
    Sql,
    Survey,
    Table,
    ToplineError,
    View,
    What,
    Within,
    are_years,
    grouped,
    quoted,
    times_of,
)

SUITING = 24
"""Columns of a trend at most where nobody says how long a period is: more of them leave too few people in each."""
MOST = 400
"""Columns of a trend at most: a year by day."""
MOST_WAVES = 60
"""Different numbers that are waves at most."""
KINDS = (Kind.SINGLE, Kind.SCALE, Kind.NUMERIC, Kind.DATE)
"""Kinds of questions that a trend can go over."""


def can_be_time(question: Question) -> bool:
    """Whether a trend can go over a question, as far as its kind tells."""
    return question.kind in KINDS and not question.takes_several and question.role is not Role.PERSONAL


def check_trend(view: View, survey: Survey) -> None:
    """Make sure that the question a trend goes over says when somebody answered.

    Raises:
        ToplineError: when there is none, or it cannot be one.
    """
    if len(view.columns) != 1:
        raise ToplineError("a trend goes over one question, a wave or a date")
    over = survey[view.columns[0]]
    if over.name == view.rows:
        raise ToplineError(f"{over.name} cannot be followed over itself; pick another question for the time")
    if not can_be_time(over):
        others = ", ".join(question.name for question in times_of(survey, view.rows)[:5])
        hint = f"; such as {others}" if others else ""
        raise ToplineError(f"a trend goes over a wave or a date, and {over.name} is neither{hint}")
    if view.period and over.kind is not Kind.DATE:
        raise ToplineError(f"{over.name} is no date, so that its columns are its answers and no {view.period}s")


def periods_of(view: View, engine: Engine, people: Slice, cancel: Cancel | None = None) -> tuple[Banner, ...]:
    """The columns of a trend in time order, from the first that any of these people is in to the last one.

    Args:
        view: A trend.
        engine: Who answered.
        people: Those whom it is about.
        cancel: Gives it up.

    Returns:
        Days, weeks ... or the numbers of waves; nothing where the question has an option for each.

    Raises:
        ToplineError: when the question is no time, or there would be too many columns.
    """
    check_trend(view, engine.survey)
    over = engine.survey[view.columns[0]]
    if over.kind is Kind.DATE:
        return _dates(over, view.period, engine, people, cancel)
    return _numbers(over, engine, people, cancel) if over.kind is Kind.NUMERIC else ()


def _dates(
    over: Question, period: Period | None, engine: Engine, people: Slice, cancel: Cancel | None
) -> tuple[Banner, ...]:
    column, answered = quoted(over.column), people_of(engine, people.narrowed(Answered(over.name)))
    sql = f"select min({column}), max({column}) from {answered.text}"
    first, last = engine.query(Sql(sql, answered.parameters), cancel)[0]
    if first is None:
        return ()
    if period and (number := number_between(first, last, period)) > MOST:
        raise ToplineError(
            f"by {period} there would be {number:,} columns from {first:%Y-%m-%d} to {last:%Y-%m-%d}, over {MOST}; "
            "take longer periods, or filter for a shorter time"
        )
    starts = periods_between(first, last, period, most=SUITING)
    return tuple(
        _banner(over, f"{start:%Y-%m-%d}", label, Within(over.name, start, end))
        for (start, label), (end, _) in pairwise(starts)
        if start is not None
    )


def _numbers(over: Question, engine: Engine, people: Slice, cancel: Cancel | None) -> tuple[Banner, ...]:
    """A column for each whole number, those between that nobody has included where there are few."""
    column, answered = quoted(over.column), people_of(engine, people.narrowed(Answered(over.name)))
    sql = f"select distinct {column} from {answered.text} order by 1 limit {MOST_WAVES + 1}"
    found = [row[0] for row in engine.query(Sql(sql, answered.parameters), cancel)]
    if len(found) > MOST_WAVES or any(value != value or value % 1 for value in found):
        raise ToplineError(
            f"{over.name} has too many different numbers, or other than whole ones, to be followed over; "
            "take a wave or a date, or cross by it"
        )
    values = [int(value) for value in found]
    if values and values[-1] - values[0] < MOST_WAVES:
        values = list(range(values[0], values[-1] + 1))
    years = bool(values) and are_years(over, values[0], values[-1])
    return tuple(
        _banner(over, str(value), grouped(value, ",", years=years), Within(over.name, value, value, high_included=True))
        for value in values
    )


def _banner(over: Question, code: str, label: str, condition: Within) -> Banner:
    return Banner(code, label, condition, over.label, over.name)


def time_words(table: Table, survey: Survey) -> str:
    """What a trend goes over, for the footer: the question, and how long its periods are."""
    over = survey[table.view.columns[0]]
    said = f"Over: {over.text}"
    if over.kind is not Kind.DATE or len(table.columns) < 2:
        return said
    label = table.columns[1].label
    week = ", each from Monday to Sunday" if label.startswith("week") else ""
    return f"{said}{week}"


def periods_offered(table: Table, survey: Survey) -> tuple[Period, ...]:
    """The periods that a trend can be cut into over the time that its columns cover, the shortest first.

    Only those that give at least two columns and not too many; none where it goes over waves.
    """
    view, spans = table.view, _spans(table)
    if view.what is not What.TREND or survey[view.columns[0]].kind is not Kind.DATE or not spans:
        return ()
    first, last = spans[0][0], spans[-1][1] - timedelta(microseconds=1)
    return tuple(period for period in Period if 2 <= number_between(first, last, period) <= MOST)


def period_of(table: Table) -> Period | None:
    """How long the columns of a trend are; None where they are none of the periods, or waves."""
    spans = _spans(table)
    if not spans:
        return None
    days = (spans[0][1] - spans[0][0]).days
    return next((period for period, longest in LENGTHS.items() if days <= longest), None)


LENGTHS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
"""Days of each period at most."""


def _spans(table: Table) -> list[tuple[datetime, datetime]]:
    """When the periods of a trend over dates begin and end."""
    conditions = (column.condition for column in table.columns[1:])
    ends = [(one.low, one.high) for one in conditions if isinstance(one, Within)]
    return [(low, high or datetime.max) for low, high in ends if isinstance(low, datetime)]  # type: ignore[misc]
