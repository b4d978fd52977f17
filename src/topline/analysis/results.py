"""Results of SQL as people read them: each value in words, and what can be drawn of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from topline.engine import SqlResult
from topline.survey import Chart

MOST_BARS = 1_000
"""Rows of a result up to which bars are worth offering."""
DATES = ("DATE", "TIMESTAMP")
NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
    *("FLOAT", "DOUBLE", "DECIMAL"),
)
"""How the names of DuckDB's types begin that hold numbers; INTERVAL does not begin like INTEGER."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which two columns of a result are drawn: what stands along the axis, and the numbers."""

    labels: int
    values: int


def value_words(value: Any) -> str:
    """A value of a result in words; empty where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case list() | tuple():
            return ", ".join(map(value_words, value))
        case Mapping():
            return ", ".join(f"{key}: {value_words(part)}" for key, part in value.items())
        case _:
            return str(value)


def is_number(result: SqlResult, column: int) -> bool:
    """Whether a column of a result holds numbers, and nothing else but gaps."""
    if not result.types[column].startswith(NUMBERS) or result.types[column].endswith("]"):
        return False
    value = next((row[column] for row in result.rows if row[column] is not None), None)
    return isinstance(value, int | float) and not isinstance(value, bool)


def charts_of(result: SqlResult) -> tuple[Chart, ...]:
    """How a result can be drawn, as a table first."""
    charts = [Chart.TABLE]
    if bars_of(result) and len(result.rows) <= MOST_BARS:
        charts.append(Chart.BARS)
    if plot_of(result):
        charts.append(Chart.PLOT)
    return tuple(charts)


def bars_of(result: SqlResult) -> Drawn | None:
    """What bars are drawn of: the first column of words or dates, and the first of numbers.

    Where all are numbers, the first of them says what the second are of.
    """
    numbers, words = _columns(result)
    if words and numbers:
        return Drawn(words[0], numbers[0])
    return Drawn(numbers[0], numbers[1]) if len(numbers) > 1 else None


def plot_of(result: SqlResult) -> Drawn | None:
    """What a plot with axes is drawn of: dates and the first numbers, or else the first two columns of numbers."""
    numbers, words = _columns(result)
    if len(result.rows) < 2 or not numbers:
        return None
    dates = [column for column in words if result.types[column].startswith(DATES)]
    if dates:
        return Drawn(dates[0], numbers[0])
    return Drawn(numbers[0], numbers[1]) if len(numbers) > 1 else None


def points_of(result: SqlResult, drawn: Drawn) -> tuple[list[float], list[float], list[str]]:
    """The points of a plot: where each stands along the axis, its number, and its label; rows with gaps left out."""
    xs, ys, labels = [], [], []
    for row in result.rows:
        x, y = _place(row[drawn.labels]), row[drawn.values]
        if x is not None and y is not None and isfinite(y):
            xs.append(x)
            ys.append(float(y))
            labels.append(value_words(row[drawn.labels]))
    return xs, ys, labels


def _columns(result: SqlResult) -> tuple[list[int], list[int]]:
    """The columns of numbers, and those of words and dates; none that only says whose row it is."""
    columns = [column for column in range(len(result.columns)) if column != result.identity]
    numbers = [column for column in columns if is_number(result, column)]
    return numbers, [column for column in columns if column not in numbers and _is_told(result, column)]


def _is_told(result: SqlResult, column: int) -> bool:
    return any(row[column] is not None for row in result.rows)


def _place(value: Any) -> float | None:
    """Where a value stands on an axis: a number itself, a date by its day."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if isfinite(value) else None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1440


def _number(value: float) -> str:
    """A real number in as many digits as tell it apart at a glance."""
    if not isfinite(value):
        return "" if value != value else "infinite" if value > 0 else "-infinite"
    return f"{value:.6g}" if abs(value) < 1e15 else f"{value:g}"
