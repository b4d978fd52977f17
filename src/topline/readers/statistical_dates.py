"""Dates and times as statistical packages keep them: numbers, told by the format that shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

_UNIX = date(1970, 1, 1)
_SPSS = (date(1582, 10, 14) - _UNIX).days
_STATA_AND_SAS = (date(1960, 1, 1) - _UNIX).days
_DAY = 86_400
_FIRST, _LAST = (date.min - _UNIX).days, (date.max - _UNIX).days
"""Days from 1970 that a date can be."""


class Package(Enum):
    """Whose formats and whose first day apply."""

    SPSS = "SPSS"
    STATA = "Stata"
    SAS = "SAS"


class Shape(Enum):
    """What a number stands for."""

    DAY = "day"
    MOMENT = "moment"
    TIME = "time"
    """A time of day, or how long something took."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a format counts."""

    shape: Shape
    seconds: float = 1.0
    """In a unit."""
    origin: int = 0
    """Where it counts from, in days from 1970."""
    months: int = 0
    """In a unit, for formats that count months, quarters or half years from 1960; 0 for others."""
    weeks: bool = False
    """Whether it counts weeks from 1960, of which Stata has 52 a year."""
    note: str = ""


_SPSS_SHAPES = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"), Shape.DAY),
    **dict.fromkeys(("DATETIME", "YMDHMS"), Shape.MOMENT),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), Shape.TIME),
}
_SAS_TIMES = re.compile(r"TIME(?:AMPM)?|TOD|HHMM|HOUR|MMSS|(?:B8601|E8601|IS8601)(?:TM|TZ|LZ|TX)|NLTIM\w*")
_SAS_DAYS_OF_MOMENTS = re.compile(
    r"DT(?:DATE|MONYY|WKDATX|YEAR|YYQC)|(?:B8601|E8601|IS8601)DN|NLDATM(?:AP|DT|MD|MN|WN|YM|YQ)"
)
_SAS_MOMENTS = re.compile(r"DATETIME|DATEAMPM|MDYAMPM|(?:B8601|E8601|IS8601)(?:DT|DZ|DX|LX)|NLDATM\w*")
_SAS_DAYS = re.compile(
    r"DATE|DAY|(?:DDMMYY|MMDDYY|YYMMDD)[BCDNPS]?|(?:MMYY|YYMM|YYQ|YYQR)[CDNPS]?|YYQZ|YYMON|MONYY|MONNAME|MONTH|QTRR?|YEAR"
    r"|JULDAY|JULIAN|PDJUL[GI]|WEEK(?:DATE|DATX|DAY|[UVW])|DOWNAME|WORDDAT[EX]|(?:B8601|E8601|IS8601)DA|NLDATE\w*"
    r"|EUR(?:DF|DT)\w*|HDATE|HEBDATE|MINGUO|NENGO"
)
_STATA = re.compile(r"%-?(?:t([cCdwmqh])|(d))(.*)", re.DOTALL)


def clock_of(format_: str, package: Package) -> Clock | None:
    """How the numbers that a format shows count days or seconds; None for formats of other numbers."""
    if package is Package.STATA:
        return _stata(format_)
    name = re.sub(r"(\d+)?(\.\d*)?$", "", format_.strip().upper())
    if package is Package.SPSS:
        shape = _SPSS_SHAPES.get(name)
        return Clock(shape, origin=_SPSS if shape is not Shape.TIME else 0) if shape else None
    if _SAS_TIMES.fullmatch(name):
        return Clock(Shape.TIME)
    if _SAS_DAYS_OF_MOMENTS.fullmatch(name):
        return Clock(Shape.DAY, origin=_STATA_AND_SAS)
    if _SAS_MOMENTS.fullmatch(name):
        return Clock(Shape.MOMENT, origin=_STATA_AND_SAS)
    return Clock(Shape.DAY, seconds=_DAY, origin=_STATA_AND_SAS) if _SAS_DAYS.fullmatch(name) else None


def _stata(format_: str) -> Clock | None:
    match = _STATA.fullmatch(format_)
    if match is None:
        return None
    unit = match[1] or match[2]
    if unit == "d":
        return Clock(Shape.DAY, seconds=_DAY, origin=_STATA_AND_SAS)
    if unit in "cC":
        # A format without any part of a date is of times alone: "MM" is minutes, months are "NN" or "Mon".
        if match[3] and not re.search(r"[CYNnDdJjWwq]|[Mm]on", match[3]):
            return Clock(Shape.TIME, seconds=0.001)
        note = "leap seconds are counted in, less than half a minute" if unit == "C" else ""
        return Clock(Shape.MOMENT, seconds=0.001, origin=_STATA_AND_SAS, note=note)
    months = {"m": 1, "q": 3, "h": 6}.get(unit, 0)
    if months:
        period = {1: "month", 3: "quarter", 6: "half year"}[months]
        return Clock(Shape.DAY, months=months, note=f"the first day of each {period}")
    return Clock(Shape.DAY, weeks=True, note="the first day of each week") if unit == "w" else None


def moments_of(numbers: polars.Series, clock: Clock) -> polars.Series:
    """The days, moments or times that numbers stand for; null where one is no date between the years 1 and 9999.

    Times are text, as hours may be more than a day has.
    """
    import polars

    value = polars.col("value")
    frame = (
        numbers.cast(polars.Float64)
        .to_frame("value")
        .select(polars.when(value.is_finite() & (value.abs() < 2**53)).then(value))
    )
    if clock.months or clock.weeks:
        return frame.select(_periods(value, clock)).to_series().alias(numbers.name)
    if clock.shape is Shape.DAY:
        days = (value * clock.seconds / _DAY).floor() + clock.origin
        return frame.select(_within(days).cast(polars.Int32).cast(polars.Date)).to_series().alias(numbers.name)
    milliseconds = value.floor() * 1000 + ((value - value.floor()) * 1000).round()
    if clock.seconds < 1:  # they count thousandths already
        milliseconds = value.round()
    if clock.shape is Shape.TIME:
        return frame.select(_written(milliseconds)).to_series().alias(numbers.name)
    days = (milliseconds / (_DAY * 1000)).floor() + clock.origin
    since = polars.when(_within(days).is_not_null()).then(milliseconds + clock.origin * _DAY * 1000.0)
    moment = since.cast(polars.Int64).cast(polars.Datetime("ms")).cast(polars.Datetime("us"))
    return frame.select(moment).to_series().alias(numbers.name)


def _within(days: polars.Expr) -> polars.Expr:
    import polars

    return polars.when(days.is_between(_FIRST, _LAST)).then(days)


def _periods(value: polars.Expr, clock: Clock) -> polars.Expr:
    """The first day of months, quarters and half years, or of weeks, counted from 1960."""
    import polars

    if clock.weeks:
        years = (value / 52).floor()
        month, days = polars.lit(1), (value.floor() - years * 52) * 7
    else:
        in_months = value.floor() * clock.months
        years = (in_months / 12).floor()
        month, days = in_months - years * 12 + 1, polars.lit(0.0)
    year = years + 1960
    year = polars.when(year.is_between(1, 9998)).then(year)
    first = polars.date(year.cast(polars.Int32), month.cast(polars.Int8), 1)
    return first.cast(polars.Int32).add(days.cast(polars.Int32)).cast(polars.Date)


def _written(milliseconds: polars.Expr) -> polars.Expr:
    """A time as hours, minutes and seconds, with thousandths where it has any."""
    import polars

    whole = milliseconds.abs().cast(polars.Int64)
    sign = polars.when(milliseconds < 0).then(polars.lit("-")).otherwise(polars.lit(""))

    def digits(number: polars.Expr, width: int) -> polars.Expr:
        return number.cast(polars.String).str.zfill(width)

    part = polars.when(whole % 1000 > 0).then(polars.lit(".") + digits(whole % 1000, 3)).otherwise(polars.lit(""))
    return polars.concat_str(
        sign,
        digits(whole // 3_600_000, 2),
        polars.lit(":"),
        digits(whole // 60_000 % 60, 2),
        polars.lit(":"),
        digits(whole // 1000 % 60, 2),
        part,
    )
