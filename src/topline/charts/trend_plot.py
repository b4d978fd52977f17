"""A trend as a plot: a line an option over its periods, each with a mark of its own and its name at its end.

plotext draws the axes and each line by itself; they are laid over each other here, so that every line has an ink of the
theme and the one that is looked at lies on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lanes import beside
from topline.charts.lines import Ink, Line, fit, line, shown
from topline.charts.plots import LEAST_HEIGHT, LEAST_WIDTH, new_figure, text_of
from topline.charts.trend_series import Series, series_of, short_period, sound_periods, ticks_of, written
from topline.survey.table import Table
from topline.survey.view import Percent

MARKS = "ox+*#@"
"""What stands at every point of a line, and before its name."""
LOW_MARK = "."
"""What stands at a point whose base is low; no line goes through it."""
INKS = (Ink.BAR, Ink.AGAINST, Ink.POSITIVE, Ink.NEGATIVE, Ink.NET_BAR, Ink.LABEL)
WIDEST_NAME = 30
"""Cells of a name at the end of a line."""
BLANK = " ⠀"


@dataclass(frozen=True)
class TrendPlot:
    """A trend laid out as a plot of some size."""

    table: Table
    width: int
    """In cells."""
    height: int
    """In lines."""
    glyphs: Glyphs = BLOCKS
    row: int | None = None
    """The place of the row that is looked at; None for none in particular."""
    column: int = 0
    """The place of the column that is looked at; 0 for none in particular."""

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The lines."""
        return series_of(self.table, self.row)

    @cached_property
    def _current(self) -> int | None:
        """The place of the line that is looked at."""
        if self.row is None or not self.series:
            return None
        if self.series[0].row is None:
            return 0
        here = self.table.rows[self.row] if self.row < len(self.table.rows) else None
        return next((at for at, one in enumerate(self.series) if one.row is here), None)

    @cached_property
    def _sound(self) -> frozenset[int]:
        """The periods whose base is not low, which lines go through; all where every base is low."""
        return sound_periods(self.table)

    def _drawn_points(self, at: int) -> list[tuple[int, float]]:
        """The points that a line goes through."""
        return [point for point in self.series[at].points if point[0] in self._sound]

    def _last(self, at: int) -> float | None:
        """Where a line ends."""
        points = self._drawn_points(at)
        return points[-1][1] if points else None

    @cached_property
    def _names(self) -> int:
        """Cells at the right for the names of the lines."""
        longest = max((cell_len(shown(one.label)) for one in self.series), default=0)
        return min(longest, WIDEST_NAME, self.width // 3) + 3 + max(map(len, self._ends), default=0)

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        """The latest value of every line, as it is written."""
        return tuple(self.written(self._last(at)) for at in range(len(self.series)))

    def written(self, value: float | None) -> str:
        """A value of a line as it is written."""
        return written(self.table, value)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The plot; a line that says why, where there is none."""
        plot = self.width - self._names
        known = [value for one in self.series for _, value in one.points]
        if not known:
            return (line(("nobody is in any of these periods", Ink.DIM)),)
        if plot < LEAST_WIDTH or self.height < LEAST_HEIGHT:
            return (line(("this window is too small for a plot", Ink.DIM)),)
        return tuple(self._drawn(plot, known))

    def _drawn(self, plot: int, known: Sequence[float]) -> Iterator[Line]:
        ticks = self._ticks(known)
        letters = _grid(self._axes(plot, ticks), plot)
        inks = [[Ink.AXIS] * plot for _ in letters]
        empty = [list(row) for row in letters]
        order = [at for at in range(len(self.series)) if at != self._current]
        order += [self._current] if self._current is not None else []
        ends: dict[int, int] = {}
        for at in order:
            ink = self._ink(at)
            drawn = _grid(self._line(at, plot, ticks), plot)
            for y, row in enumerate(drawn):
                for x, letter in enumerate(row):
                    if letter != empty[y][x] and letter not in BLANK:
                        letters[y][x], inks[y][x] = letter, ink
            ends[at] = _last_mark(drawn, empty, MARKS[at])
        self._point_at_period(letters, inks, plot, ticks)
        names = self._named(ends, len(letters))
        for y, row in enumerate(letters):
            yield line(*zip(row, inks[y], strict=True), *names.get(y, ()), width=self.width)

    def _ink(self, at: int) -> Ink:
        return Ink.HIT if at == self._current else INKS[at]

    def _point_at_period(
        self, letters: list[list[str]], inks: list[list[Ink]], plot: int, ticks: Sequence[float]
    ) -> None:
        """Mark the period that is looked at, on the axis and on the line that is looked at."""
        if not self.column or self._current is None:
            return
        value = self.series[self._current].values[self.column - 1]
        figure = self._figure(plot, ticks)
        figure.draw(figure.signal([self.column], [ticks[0] if value is None else value], marker="@"))
        bare = _grid(self._axes(plot, ticks), plot)
        found = [
            (y, x)
            for y, row in enumerate(_grid(text_of(figure), plot))
            for x, letter in enumerate(row)
            if letter == "@" and bare[y][x] != "@"
        ]
        for y, x in found[:1]:
            if value is not None:
                for place, letter in ((x - 1, "["), (x, MARKS[self._current]), (x + 1, "]")):
                    if 0 <= place < plot:
                        letters[y][place], inks[y][place] = letter, Ink.HIT
            axis = len(letters) - 2
            letters[axis][x], inks[axis][x] = self.glyphs.above, Ink.HIT

    def _named(self, ends: dict[int, int], height: int) -> dict[int, list[tuple[str, Ink]]]:
        """The name of each line beside where it ends, or as near as there is room, by line of the screen."""
        places: dict[int, int] = {}
        order = sorted(ends, key=lambda at: (ends[at], -(self._last(at) or 0.0)))
        lowest = -1
        for at in order:
            places[at] = lowest = max(ends[at], lowest + 1)
        ceiling = height - 3
        for at in reversed(order):
            places[at] = min(places[at], ceiling)
            ceiling = places[at] - 1
        width = max(map(len, self._ends))
        room = self._names - width - 3
        named: dict[int, list[tuple[str, Ink]]] = {}
        for at, y in places.items():
            label = fit(self.series[at].label, room, ellipsis=self.glyphs.ellipsis)
            ink = self._ink(at)
            said = Ink.HIT if at == self._current else Ink.LABEL
            named[y] = [(f"{MARKS[at]} ", ink), (label, said), (f" {self._ends[at].rjust(width)}", said)]
        return named

    def _ticks(self, known: Sequence[float]) -> list[float]:
        return ticks_of(self.table, known, max(2, min(6, (self.height - 3) // 3)))

    def _figure(self, plot: int, ticks: Sequence[float]) -> Any:
        """A figure with these axes and nothing in it."""
        figure = new_figure(plot, self.height)
        number = len(self.table.columns) - 1
        low, high = ticks[0], ticks[-1]
        ruler = figure.ruler("y")
        ruler.lim(low, high if high > low else low + 1)
        ruler.ticks(list(ticks), [self.written(tick) for tick in ticks])
        labels = [short_period(column) for column in self.table.columns[1:]]
        room = plot - max(len(self.written(tick)) for tick in ticks) - 2
        step = max(1, ceil(number * (max(map(cell_len, labels)) + 1) / max(1, room)))
        ruler = figure.ruler("x")
        # Half a period at either end, so that a label below the first point has room.
        ruler.lim(0.5, number + 0.5)
        ruler.ticks(list(range(1, number + 1, step)), labels[::step])
        return figure

    def _axes(self, plot: int, ticks: Sequence[float]) -> str:
        figure = self._figure(plot, ticks)
        # Without anything to draw there would be no axes either.
        figure.draw(figure.signal([1], [ticks[0]], marker=" "))
        return text_of(figure)

    def _line(self, at: int, plot: int, ticks: Sequence[float]) -> str:
        """One line alone: a stroke from period to period whose base is not low, its mark there, a dot elsewhere."""
        figure = self._figure(plot, ticks)
        points = self._drawn_points(at)
        stroke = "." if self.glyphs.full.isascii() else "braille"
        if points:
            # Also across periods without a base: the one before is the last that had any.
            signal = figure.signal([place for place, _ in points], [value for _, value in points], marker=stroke)
            figure.draw(signal.lines())
        others = [point for point in self.series[at].points if point[0] not in self._sound]
        for some, mark in ((others, LOW_MARK), (points, MARKS[at])):
            if some:
                figure.draw(figure.signal([place for place, _ in some], [value for _, value in some], marker=mark))
        return text_of(figure)

    @property
    def reading(self) -> Line:
        """The point that is looked at, in words."""
        if self._current is None:
            return Line()
        one, column = self.series[self._current], self.table.columns[self.column]
        if one.row is None:
            summary = self.table.summaries[self.column]
            letters = summary.letters
            value = self.written(summary.mean)
            people = f"n={column.base.unweighted:,}"
        else:
            cell = one.row.cells[self.column]
            letters = cell.letters
            value = figures.share(cell) if self.table.view.percent is not Percent.NONE else figures.people(cell)
            people = f"{figures.people(cell)} of {column.base.unweighted:,}"
        return line(
            (f"{MARKS[self._current]} {shown(one.label)}, {shown(column.label)}: ", Ink.LABEL),
            (value, Ink.HIT),
            (f"  {people}", Ink.COUNT),
            (f"  {beside(letters, self.table, self.glyphs)} {self._change(letters)}" if letters else "", Ink.LETTER),
            width=self.width,
        )

    def _change(self, letters: str) -> str:
        level = self.table.view.levels[0 if letters.isupper() else -1]
        return f"{letters.lower()} since the one before at {level}%"


def _grid(text: str, width: int) -> list[list[str]]:
    """A drawn plot as its cells; axis labels that take two cells a letter are cut short by a space behind them."""
    rows = []
    for row in text.split("\n"):
        cells: list[str] = []
        for letter in row:
            cells += [letter] if cell_len(letter) < 2 else [letter, ""]
        rows.append((cells + [" "] * width)[:width])
    return rows


def _last_mark(drawn: Sequence[Sequence[str]], empty: Sequence[Sequence[str]], mark: str) -> int:
    """The line of the screen at which a line of the plot ends."""
    places = [
        (x, y)
        for y, row in enumerate(drawn[:-2])
        for x, letter in enumerate(row)
        if letter == mark and empty[y][x] != mark
    ]
    return max(places)[1] if places else 0
