"""Figures: how the numbers of a table are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import floor, isfinite, log10

from topline.survey.table import BaseCount, Cell
from topline.survey.years import grouped

WITHHELD = "x"
"""Stands for a number with too few people behind it to be shown."""

NO_BASE = "-"
SOMEBODY = "*"
"""More than nobody, and under half a percent."""


def share_words(part: float) -> str:
    """A share, a fraction 0..1, in whole percent, where few are not none and nearly all not all."""
    return "<1%" if 0 < part < 0.005 else ">99%" if 0.995 <= part < 1 else f"{part:.0%}"


def percent(value: float | None, people: int) -> str:
    """A percentage without decimals.

    Args:
        value: 0 to 100; None where the base is empty.
        people: how many are behind it: a percentage of somebody is never written as 0.
    """
    if value is None or not isfinite(value):
        return NO_BASE
    if value < 0.5:
        return SOMEBODY if people else "0%"
    return f"{whole(value)}%"


def share(cell: Cell) -> str:
    """What a cell says: its percentage, or its column's statistic."""
    if cell.suppressed:
        return WITHHELD
    if cell.percent is None and cell.mean is not None:
        return f"{cell.mean:.2f}"
    return percent(cell.percent, cell.count)


def index(cell: Cell) -> str:
    """A cell's percentage as a whole percentage of the total's."""
    if cell.suppressed:
        return WITHHELD
    return NO_BASE if cell.index is None else f"{whole(cell.index):,}"


def people(cell: Cell, *, weighted: bool = False) -> str:
    """How many people a cell counts."""
    if cell.suppressed:
        return WITHHELD
    return f"{whole(cell.weighted) if weighted else cell.count:,}"


def interval(cell: Cell) -> str:
    """The 95% interval of a cell's percentage, such as "43-57"; empty where there is none."""
    if cell.suppressed or cell.low is None or cell.high is None:
        return ""
    return f"{whole(cell.low)}-{whole(cell.high)}"


def base(of: BaseCount) -> str:
    """How many people a percentage is of; in brackets where they are few."""
    if of.suppressed:
        return WITHHELD
    return f"({of.unweighted:,})" if of.is_low else f"{of.unweighted:,}"


def whole(value: float) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(value + 0.5) if value >= 0 else -floor(-value + 0.5)


def signed(value: float) -> str:
    """A whole number of points with its sign, such as "+12"; 0 has none."""
    points = whole(value)
    return f"{points:+,}" if points else "0"


def aligned(values: Sequence[float | None], *, years: bool = False) -> tuple[str, ...]:
    """Numbers that are compared, with as many decimals as any of them needs; years without a mark in them."""
    texts = [number(value, years=years) for value in values]
    places = max([0, *(len(text.partition(".")[2]) for text in texts if "e" not in text)])
    return tuple(
        text if value is None or not isfinite(value) or "e" in text else grouped(value, f",.{places}f", years=years)
        for value, text in zip(values, texts, strict=True)
    )


def number(value: float | date | None, *, digits: int = 3, years: bool = False) -> str:
    """A number in as many digits as can be read at a glance, or a date as ISO writes it.

    Args:
        value: None and what is not finite is written as "-".
        digits: significant ones; all the digits of the whole part are kept, trailing zeros are not.
        years: whether it is a year, which has no mark between thousands.
    """
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == value.min.time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or not isfinite(value):
        return NO_BASE
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-4:
        return f"{value:.{digits - 1}e}"
    places = max(0, digits - 1 - floor(log10(size))) if size else 0
    text = grouped(value, f",.{places}f", years=years)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
