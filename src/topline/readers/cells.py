"""Cells of a sheet as the texts that a CSV export of it would hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

_DIGITS = 15
"""Significant digits of a number that spreadsheets show and keep."""
_MOST_WHOLE = 1e21
"""From here on numbers are written with an exponent: they are no ids."""
_MOST_KEPT = 10_000
"""Different numbers whose texts are kept."""
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_DAY = 60
"""The serial number of 29 February 1900, a day that there was not, but spreadsheets count."""
_LONG_TIME = re.compile("PT([0-9]+)H([0-9]{1,2})M([0-9]{1,2})(?:[.][0-9]+)?S")


class _Numbers(dict[float, str]):
    """Texts of numbers, kept: most of a survey's are few, and written again and again."""

    def __missing__(self, value: float) -> str:
        text = _number(value)
        if len(self) < _MOST_KEPT:
            self[value] = text
        return text


@dataclass(frozen=True, slots=True)
class Texts:
    """How the cells of a workbook become texts."""

    text_of: Callable[[Cell], str]
    plain: type | None
    """The type of cells that are texts already; None where each has to be looked at."""


def texts_of(serials: bool, from_1904: bool = False) -> Texts:
    """What turns the cells of a workbook into texts.

    Args:
        serials: Whether dates are stored as numbers of days, as in all formats but OpenDocument. Then a date in the
            first year that can be stored is a small number, a rating or an age, in a cell that was formatted as a
            date by accident.
        from_1904: Whether the days are counted from 1904.
    """
    first_year = (1904 if from_1904 else 1900) if serials else 0

    def text_of_date(cell: date) -> str:
        if cell.year == first_year:
            return _number(_serial(cell, from_1904))
        return _date(cell)

    written: dict[type, Callable[..., str]] = {
        str: str if serials else _open_document_text,
        float: _Numbers().__getitem__,
        int: str,
        bool: lambda cell: "TRUE" if cell else "FALSE",
        datetime: text_of_date,
        date: text_of_date,
        time: _time,
        timedelta: _duration,
    }
    return Texts(lambda cell: written[type(cell)](cell), str if serials else None)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = repr(value) if value.is_integer() else format(value, f".{_DIGITS}g")
    if "e" in text and math.isfinite(value) and 1 / _MOST_WHOLE < abs(value) < _MOST_WHOLE:
        return format(Decimal(text), "f")
    return text.removesuffix(".0")


def _serial(moment: date, from_1904: bool) -> float:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    days = (moment - (_EPOCH_1904 if from_1904 else _EPOCH)) / timedelta(days=1)
    return days if from_1904 or days > _LEAP_DAY else days - 1


def _date(value: date) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    return value.isoformat()


def _time(value: time) -> str:
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return _clock(min(seconds, 86_399))


def _duration(value: timedelta) -> str:
    seconds = value.total_seconds()
    return f"-{_clock(-seconds)}" if seconds < 0 else _clock(seconds)


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def _open_document_text(text: str) -> str:
    """A text, or a time of a day and more, which comes as it stands in the file."""
    long_time = _LONG_TIME.fullmatch(text) if text.startswith("PT") else None
    if long_time is None:
        return text
    hours, minutes, seconds = map(int, long_time.groups())
    return _clock(hours * 3600 + minutes * 60 + seconds)
