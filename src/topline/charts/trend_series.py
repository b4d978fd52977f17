"""What a plot of a trend draws, on a screen and on a page: its lines, its scale, and how their values are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from topline.charts import figures
from topline.charts.lines import fit
from topline.survey.table import Column, Row, Table
from topline.survey.view import Percent

MOST_LINES = 6
"""Lines that can be told apart."""
MEAN = "Mean"


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot."""

    label: str
    values: tuple[float | None, ...]
    """One a period; None where there is no base."""
    row: Row | None = None
    """Whose shares they are; None for means."""

    @property
    def points(self) -> list[tuple[int, float]]:
        """The values that there are, each with the place of its period from 1."""
        return [(place, value) for place, value in enumerate(self.values, 1) if value is not None]


def is_of_means(table: Table) -> bool:
    """Whether it is of numbers, whose mean says more than their bands do."""
    summary = table.summary
    return summary is not None and summary.mean is not None and summary.distinct is not None


def series_of(table: Table, row: int | None = None) -> tuple[Series, ...]:
    """The lines that are drawn of a trend, in the order of its rows.

    Those of most people, nets before others; of a scale its nets alone where it has any.

    Args:
        table: a trend.
        row: the place of a row that is among them in any case.
    """
    if is_of_means(table):
        return (Series(MEAN, tuple(summary.mean for summary in table.summaries[1:])),)
    places = range(len(table.rows))
    chosen = list(places)
    if len(chosen) > MOST_LINES:
        nets = [at for at in places if table.rows[at].net]
        is_scale = table.summary is not None and table.summary.mean is not None
        others = [] if nets and is_scale else [at for at in places if at not in nets]
        ranked = nets + sorted(others, key=lambda at: -table.rows[at].cells[0].weighted)
        first = [row] if row is not None and row < len(table.rows) else []
        chosen = sorted(list(dict.fromkeys([*first, *ranked]))[:MOST_LINES])
    return tuple(Series(table.rows[at].label, tuple(_values(table, table.rows[at])), table.rows[at]) for at in chosen)


def _values(table: Table, row: Row) -> Iterator[float | None]:
    for cell, column in zip(row.cells[1:], table.columns[1:], strict=True):
        if cell.suppressed or not column.base.unweighted:
            yield None
        elif table.view.percent is Percent.NONE:
            yield cell.weighted
        else:
            yield cell.percent


def sound_periods(table: Table) -> frozenset[int]:
    """The places of the periods whose base is not low, which lines go through; all where every base is low."""
    places = range(1, len(table.columns))
    sound = frozenset(at for at in places if not table.columns[at].base.is_low)
    return sound or frozenset(places)


def written(table: Table, value: float | None) -> str:
    """A value of a line as it is written."""
    if value is None:
        return figures.NO_BASE
    if is_of_means(table):
        return figures.number(value, years=any(summary.of_years for summary in table.summaries))
    return figures.number(value) if table.view.percent is Percent.NONE else f"{figures.whole(value)}%"


def ticks_of(table: Table, known: Sequence[float], marks: int) -> list[float]:
    """Where the scale of a plot has its marks: from 0 for shares and people, around the means for these.

    Args:
        table: A trend.
        known: The values that are drawn, at least one.
        marks: How many steps there is room for.
    """
    low, high = (min(known), max(known)) if is_of_means(table) else (0.0, max(known))
    if high <= low:
        low, high = (low - 1, high + 1) if is_of_means(table) else (0.0, 1.0)
    power = 10.0 ** floor(log10((high - low) / marks))
    step = next(
        step * power
        for step in (1, 2, 2.5, 5, 10, 20, 25, 50)
        if ceil(high / (step * power)) - floor(low / (step * power)) <= marks
    )
    if not is_of_means(table):
        step = max(1.0, step)
    first, last = floor(low / step), ceil(high / step)
    ticks = [round(step * number, 10) for number in range(first, last + 1)]
    # A share is never more than all.
    top = 100.0 if table.view.percent is not Percent.NONE and not is_of_means(table) else ticks[-1]
    return [tick for tick in ticks if tick <= top]


def short_period(column: Column) -> str:
    """A period below the axis, a day or a week by its date; in brackets where its base is low."""
    said = fit(column.code if column.code in column.label else column.label, 12).rstrip()
    low = column.base.is_low
    return f"({said})" if low else said
