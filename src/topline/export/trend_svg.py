"""The plot of a trend, as a picture within a page of HTML: a line an option over its periods, as on the screen.

Lines are told apart by the shapes at their points and by the names at their ends, and only then by colours, which are
the page's own, light or dark. The numbers are those of the table beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from rich.cells import cell_len

from topline.charts import Series, fit, series_of, short_period, sound_periods, ticks_of, written
from topline.export.safe_text import one_line
from topline.survey import Table, What

LETTER = 6.6
"""Units that a letter of the plot takes at most, in most fonts; all lengths here are units of its view box."""
WIDTH, TOP, BOTTOM = 800, 14, 34
HEIGHT = 300
LINE = 16
"""Between two names at the ends of lines, and two labels of the scale."""
LEAST = 2
"""Periods below which there is nothing to draw a line between."""
LONGEST_NAME = 28
"""Letters of a name at the end of a line; the table has all of it."""
MARKS = 6
"""Steps of the scale."""
ROOM = 10
"""Units between two periods below which the shapes at points are drawn smaller."""
SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.6-3.6h7.2v7.2h-7.2z",
    "M0-4.8L4.8 3.6H-4.8z",
    "M0-5.2L5.2 0L0 5.2L-5.2 0z",
    "M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    "M0 4.8L4.8-3.6H-4.8z",
)
"""A disc, a square, a triangle, a diamond, a cross and a triangle on its tip, around the point."""
ARROWS = {"UP": "▲", "up": "△", "DOWN": "▼", "down": "▽"}


def trend_svg(table: Table, number: int) -> Iterator[str]:
    """A trend as a picture; nothing where it has no two periods, or nobody is in any of them.

    Args:
        table: Any table; only a trend is drawn.
        number: Of the table on its page.
    """
    if table.view.what is not What.TREND:
        return
    for at, part in enumerate(table.each):
        series = series_of(part)
        known = [value for one in series for _, value in one.points]
        if len(part.columns) > LEAST and known:
            yield from _Picture(part, series, tuple(ticks_of(part, known, MARKS)), f"p{number}-{at}").pieces()


@dataclass(frozen=True)
class _Picture:
    """A plot that is laid out."""

    table: Table
    series: tuple[Series, ...]
    ticks: tuple[float, ...]
    name: str
    """What its title is called on the page."""

    @cached_property
    def _left(self) -> float:
        return 12 + LETTER * max(cell_len(written(self.table, tick)) for tick in self.ticks)

    @cached_property
    def _right(self) -> float:
        """Where the plot ends and the names begin."""
        ends = (f"{fit_name(one)} {self._end(one)}" for one in self.series)
        return WIDTH - 26 - LETTER * max(map(cell_len, ends))

    @cached_property
    def _sound(self) -> frozenset[int]:
        return sound_periods(self.table)

    def _x(self, place: int) -> float:
        """Half a period stands at either end, as each has room for its label."""
        return self._left + (place - 0.5) * (self._right - self._left) / (len(self.table.columns) - 1)

    def _y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - BOTTOM - (value - low) / ((high - low) or 1) * (HEIGHT - BOTTOM - TOP)

    @cached_property
    def _scale(self) -> str:
        """How the shapes are scaled, so that those of many periods do not hide one another."""
        room = self._x(2) - self._x(1)
        return f" scale({max(0.4, room / ROOM):.2f})" if room < ROOM else ""

    def _drawn(self, one: Series) -> list[tuple[int, float]]:
        """The points that a line goes through."""
        return [point for point in one.points if point[0] in self._sound]

    def _end(self, one: Series) -> str:
        points = self._drawn(one)
        return written(self.table, points[-1][1] if points else None)

    def pieces(self) -> Iterator[str]:
        """The picture."""
        title = f"{self.table.title}, as lines from {self._period(1)} to {self._period(len(self.table.columns) - 1)}"
        yield f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        yield f' aria-labelledby="{self.name} {self.name}d">\n'
        yield f'<title id="{self.name}">{_text(title)}</title>\n<desc id="{self.name}d">{_text(self._said())}</desc>\n'
        yield from self._axes()
        for at, one in enumerate(self.series):
            yield from self._line(at, one)
        yield from self._names()
        yield "</svg>\n"

    def _period(self, place: int) -> str:
        return self.table.columns[place].label

    def _said(self) -> str:
        """The picture in words: where every line begins and ends."""
        said = []
        for one in self.series:
            points = self._drawn(one)
            if points:
                ends = (f"{written(self.table, value)} in {self._period(place)}" for place, value in points)
                first, *_, last = [*ends, ""] if len(points) == 1 else ends
                said.append(f"{one.label}: {first}" + (f", {last}" if last else ""))
        rows = len(self.table.rows) if self.series[0].row is not None else 1
        left_out = f" {len(self.series)} of {rows} rows are drawn." if len(self.series) < rows else ""
        return "; ".join(said) + f".{left_out} All numbers are in the table below."

    def _axes(self) -> Iterator[str]:
        for tick in self.ticks:
            y = f"{self._y(tick):.1f}"
            yield f'<path class="rule" d="M{self._left:.1f} {y}H{self._right:.1f}"/>'
            yield f'<text class="axis" x="{self._left - 6:.1f}" y="{y}" dy=".32em" text-anchor="end">'
            yield f"{_text(written(self.table, tick))}</text>\n"
        labels = [short_period(column) for column in self.table.columns[1:]]
        room = (self._right - self._left) / len(labels)
        step = max(1, -int(-(max(map(cell_len, labels)) + 2) * LETTER // room))
        for place, label in list(enumerate(labels, 1))[::step]:
            x = max(self._x(place), LETTER * cell_len(label) / 2)
            yield f'<text class="axis" x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
            yield f"{_text(label)}</text>\n"

    def _line(self, at: int, one: Series) -> Iterator[str]:
        yield f'<g class="s{at}">\n'
        points = [f"{self._x(place):.1f} {self._y(value):.1f}" for place, value in self._drawn(one)]
        if len(points) > 1:
            yield f'<path class="line" d="M{"L".join(points)}"/>\n'
        for place, value in one.points:
            base = self.table.columns[place].base
            low = ' class="hollow"' if base.is_low else ""
            where = f'transform="translate({self._x(place):.1f} {self._y(value):.1f}){self._scale}"'
            said = f"{one.label}, {self._period(place)}: {written(self.table, value)}"
            yield f'<path{low} {where} d="{SHAPES[at]}"><title>{_text(f"{said}, base {base.unweighted:,}")}</title>'
            yield "</path>\n"
            if arrow := ARROWS.get(self._letters(one, place)):
                y = self._y(value) + (-9 if arrow in "▲△" else 17)
                yield f'<text class="change" x="{self._x(place):.1f}" y="{y:.1f}" text-anchor="middle">{arrow}</text>\n'
        yield "</g>\n"

    def _letters(self, one: Series, place: int) -> str:
        if one.row is not None:
            return one.row.cells[place].letters
        return self.table.summaries[place].letters

    def _names(self) -> Iterator[str]:
        """The name of each line and its latest value, beside where it ends or as near as there is room."""
        ends = {at: self._drawn(one)[-1] for at, one in enumerate(self.series) if self._drawn(one)}
        heights = apart([self._y(value) for _, value in ends.values()], TOP, HEIGHT - BOTTOM)
        for (at, (place, value)), y in zip(ends.items(), heights, strict=True):
            one, x = self.series[at], self._right
            yield f'<g class="s{at}"><path class="lead" d="M{self._x(place) + 6:.1f} {self._y(value):.1f}'
            yield f'L{x:.1f} {y:.1f}"/><path transform="translate({x + 8:.1f} {y:.1f})" d="{SHAPES[at]}"/>'
            yield f'<text x="{x + 18:.1f}" y="{y:.1f}" dy=".32em">{_text(fit_name(one))} '
            yield f'<tspan class="value">{_text(self._end(one))}</tspan></text></g>\n'


def fit_name(one: Series) -> str:
    """The name of a line as it stands at its end."""
    return fit(one_line(one.label), LONGEST_NAME).rstrip()


def apart(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights moved as little as can be until no two names on them touch, the highest first; in the order given."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed = list(heights)
    least = top
    for at in order:
        placed[at] = max(placed[at], least)
        least = placed[at] + LINE
    most = bottom
    for at in reversed(order):
        placed[at] = min(placed[at], most)
        most = placed[at] - LINE
    return placed


def _text(said: str) -> str:
    return escape(one_line(said), quote=True)
