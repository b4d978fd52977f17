"""Periods: the days, weeks, months, quarters or years that cover some time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from topline.survey import Period

LAST_YEAR = 9999
"""Of the calendar; 9999-12-31 is what many programs store for "never"."""
MOST_PERIODS = 40
"""Rows of a series at most, before it is cut more coarsely."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
"""How many months a period of months has."""
DECADE, CENTURY, MILLENNIUM = 120, 1_200, 12_000
"""Of them, for what spans more time than a survey does."""

Start = tuple[datetime | None, str]
"""When a period begins, and its label; no time where that lies beyond the calendar's end."""


def periods_between(
    first: datetime, last: datetime, period: Period | None = None, *, most: int = MOST_PERIODS
) -> Sequence[Start]:
    """The starts of the periods that cover two moments, each with its label, and the start of the one after.

    Args:
        first: The earlier moment.
        last: The later one.
        period: How long they are; None for the shortest of which there are at most `most`.
        most: How many there may be where nobody says how long they are.
    """
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (last - day).days + 1
    if period is Period.DAY or (period is None and days <= most):
        starts = [day + timedelta(days=n) for n in range(days)]
        return [*((d, f"{d:%Y-%m-%d} {WEEKDAYS[d.weekday()]}") for d in starts), (_after(starts[-1], 1), "")]
    if period is Period.WEEK or (period is None and days <= most * 7):
        # The week of the calendar's first day began that day: it is a Monday.
        monday = day - timedelta(days=day.weekday())
        weeks = (last - monday).days // 7 + 1
        starts = [monday + timedelta(weeks=n) for n in range(weeks)]
        return [*((d, f"week of {d:%Y-%m-%d}") for d in starts), (_after(starts[-1], 7), "")]
    step = MONTHS[period] if period else _months(first, last, most)
    begin = (first.year * 12 + first.month - 1) // step * step
    end = last.year * 12 + last.month - 1
    return [_month(number, step) for number in range(begin, end // step * step + step + 1, step)]


def number_between(first: datetime, last: datetime, period: Period) -> int:
    """How many periods of a length cover two moments."""
    match period:
        case Period.DAY:
            return (last.date() - first.date()).days + 1
        case Period.WEEK:
            monday = first.date() - timedelta(days=first.weekday())
            return (last.date() - monday).days // 7 + 1
        case _:
            step = MONTHS[period]
            return (last.year * 12 + last.month - 1) // step - (first.year * 12 + first.month - 1) // step + 1


def _months(first: datetime, last: datetime, most: int) -> int:
    """How many months a period has of which at most so many cover two moments."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    steps = (*MONTHS.values(), DECADE, CENTURY)
    return next((step for step in steps if months / step <= most), MILLENNIUM)


def _after(start: datetime, days: int) -> datetime | None:
    return start + timedelta(days=days) if (datetime.max - start).days >= days else None


def _month(number: int, step: int) -> Start:
    year, month = max(number // 12, 1), number % 12 + 1
    if year > LAST_YEAR:
        return None, ""
    labels = {1: f"{year:04}-{month:02}", 3: f"{year:04} Q{(month + 2) // 3}", 12: f"{year:04}"}
    return datetime(year, month, 1), labels.get(step, f"from {year:04}")
