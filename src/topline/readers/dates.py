"""Texts that are dates: recognised for a whole column at once, so that day and month are never swapped within it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

MOST_ZONES = 2
"""Names of time zones that stand behind the times of one column: that of winter and that of summer."""
_YEARS = range(1850, 2201)
"""Years outside these are no dates of a survey."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = rf"(?P<word>{'|'.join(_MONTHS)})[a-z]*\.?"
_BEFORE_NOON = ("am", "上午", "午前", "오전", "ก่อนเที่ยง", "πμ", "sa", "ص")
_AFTER_NOON = ("pm", "下午", "午後", "오후", "หลังเที่ยง", "μμ", "ch", "م")
_AFTER_NOON_BARE = frozenset(re.sub(r"[^\w]", "", half) for half in _AFTER_NOON)
_THAI = frozenset(["ก่อนเที่ยง", "หลังเที่ยง"])
_BUDDHIST = range(2450, 2650)
"""Years as Thai forms write them, told by the Thai words for before and after noon."""
_HALF = "|".join(_BEFORE_NOON[1:] + _AFTER_NOON[1:])
_TIME = (
    rf"(?:(?:,?[ T]+)(?:(?P<first_half>{_HALF}) ?)?"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    rf"(?: ?(?P<half>[ap]\.?[ \u00a0\u202f]?m\.?|[πμ]\.μ\.|{_HALF}))?"
    r"(?: ?(?:Z|(?:UTC|GMT)?(?P<zone>[+-][0-9]{1,2}(?::?[0-9]{2})?)|UTC|GMT|(?P<named>[A-Z]{2,5})))?)?"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A way to write a date; `orders` says what its two ambiguous numbers may stand for, likeliest first."""

    pattern: re.Pattern[str]
    orders: tuple[str, ...] = ()


def _shape(written: str, *orders: str) -> _Shape:
    return _Shape(re.compile(written + _TIME, re.IGNORECASE), orders)


_SHAPES = (
    _shape(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    _shape(r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})"),
    _shape(r"(?P<year>[0-9]{4})\. (?P<month>[0-9]{1,2})\. (?P<day>[0-9]{1,2})\.?"),
    _shape(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"),
    _shape(r"(?P<year>[0-9]{4})\.(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})\.?"),
    _shape(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4}|[0-9]{2})"),
    _shape(r"(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})", "month first", "day first"),
    _shape(r"(?P<one>[0-9]{1,2})-(?P<two>[0-9]{1,2})-(?P<year>[0-9]{4})", "month first", "day first"),
    _shape(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{_WORD}[ -](?P<year>[0-9]{{4}}|[0-9]{{2}})"),
    _shape(rf"{_WORD} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})"),
)


@dataclass(frozen=True, slots=True)
class Dates:
    """What the different texts of a column stand for."""

    moments: dict[str, datetime]
    have_time: bool
    """Whether any has a time of day; else they are days."""
    note: str = ""
    """How they were read, where that was a choice."""


def dates_of(different: Sequence[str]) -> Dates | None:
    """The dates that these texts are; None unless every one is a date, and all are written alike."""
    first = different[0].strip() if different else ""
    shape = next((shape for shape in _SHAPES if shape.pattern.fullmatch(first)), None)
    if shape is None:
        return None
    parts: dict[str, dict[str, str | None]] = {}
    for text in different:
        match = shape.pattern.fullmatch(text.strip())
        if match is None:
            return None
        parts[text] = match.groupdict()
    have_time = any(part["hour"] for part in parts.values())
    named = sorted({part["named"].upper() for part in parts.values() if part["named"]})
    if len(named) > MOST_ZONES or (named and not all(part["named"] for part in parts.values())):
        return None
    note = f"local time of {' and '.join(named)}" if named else ""
    note = "in UTC" if any(part["zone"] for part in parts.values()) else note
    read = {order: found for order in shape.orders or ("",) if (found := _by_order(parts, order)) is not None}
    if not read:
        return None
    order, reason = _likelier(read)
    if order:
        note = f"{order}: {reason}"
    # Some tools write days as moments at midnight.
    have_time = have_time and any(moment.time() != time.min for moment in read[order].values())
    return Dates(read[order], have_time, note)


def _likelier(read: Mapping[str, Mapping[str, datetime]]) -> tuple[str, str]:
    """The order of day and month that the dates are in, of those that give any, and what tells."""
    if len(read) == 1:
        return next(iter(read)), "no other order gives dates"
    in_time = [order for order, moments in read.items() if _one_after_another(list(moments.values()))]
    if len(in_time) == 1:
        return in_time[0], "by it replies stand in the order of time, though either is possible"
    order = min(read, key=lambda order: _span(read[order].values()))
    return order, "that spans less time, though either is possible"


def _one_after_another(moments: Sequence[datetime]) -> bool:
    """Whether moments come one after another, or the latest first."""
    return all(one <= other for one, other in pairwise(moments)) or all(
        one >= other for one, other in pairwise(moments)
    )


def _by_order(parts: dict[str, dict[str, str | None]], order: str) -> dict[str, datetime] | None:
    """The moments by one order of day and month; None where any text is none by it."""
    try:
        return {text: _moment(part, order) for text, part in parts.items()}
    except (ValueError, OverflowError):
        return None


def _moment(part: dict[str, str | None], order: str) -> datetime:
    if order:
        names = ("month", "day") if order == "month first" else ("day", "month")
        part = part | dict(zip(names, (part["one"], part["two"]), strict=True))
    year = int(part["year"] or 0)
    if len(part["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    word = part.get("word")
    month = 1 + _MONTHS.index(word[:3].casefold()) if word else int(part["month"] or 0)
    hour = int(part["hour"] or 0)
    if half := part["half"] or part["first_half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        bare = re.sub(r"[^\w]", "", half.casefold())
        hour = hour % 12 + (12 if bare in _AFTER_NOON_BARE else 0)
        if year in _BUDDHIST and half in _THAI:
            year -= 543
    if year not in _YEARS:
        raise ValueError(year)
    micros = int(((part["part"] or "") + "000000")[:6])
    moment = datetime(
        year, month, int(part["day"] or 0), hour, int(part["minute"] or 0), int(part["second"] or 0), micros
    )
    return moment - _offset(part["zone"])


def _offset(zone: str | None) -> timedelta:
    if not zone:
        return timedelta()
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return (1 if zone[0] == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes))


def _span(moments: Iterable[datetime]) -> timedelta:
    found = list(moments)
    return max(found) - min(found)


def as_days(moments: dict[str, datetime]) -> dict[str, date]:
    """Moments without a time as the days they are."""
    return {text: moment.date() for text, moment in moments.items()}
