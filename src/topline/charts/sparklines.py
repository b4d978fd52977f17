"""Sparklines: the shape of some numbers in a few cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import isfinite

from topline.charts.glyphs import BLOCKS, Glyphs


def sparkline(values: Sequence[float], width: int, *, glyphs: Glyphs = BLOCKS) -> str:
    """A run of numbers, such as replies a day, as columns of one cell's height.

    Args:
        values: from 0 up, in order. If there are more than cells, neighbours are averaged.
        width: of the text, in cells; padded with spaces.
        glyphs: what to draw with.
    """
    return _columns(values, width, glyphs, lambda group: sum(group) / len(group))


def mini_bars(shares: Sequence[float], width: int, *, glyphs: Glyphs = BLOCKS) -> str:
    """How the answers to a question are spread: a column of one cell for each option.

    An option that nobody chose keeps its place on the ground, and the largest share fills its cell.

    Args:
        shares: one an option, from 0 up, in any unit. If there are more than cells, the larger of neighbours stands.
        width: of the text, in cells; padded with spaces.
        glyphs: what to draw with.
    """
    return _columns(shares, width, glyphs, max)


def _columns(values: Sequence[float], width: int, glyphs: Glyphs, merge: Callable[[Sequence[float]], float]) -> str:
    if width <= 0:
        return ""
    merged = resample([value if isfinite(value) else 0.0 for value in values], width, merge)
    top = max(merged, default=0.0)
    return "".join(_column(value / top if top > 0 else 0.0, glyphs) for value in merged).ljust(width)


def _column(share: float, glyphs: Glyphs) -> str:
    """A column that can be told from nothing: the lowest height is left to zero."""
    if share <= 0:
        return glyphs.nothing
    taller = glyphs.heights[2:]
    return taller[min(int(share * len(taller)), len(taller) - 1)]


def resample(values: Sequence[float], count: int, merge: Callable[[Sequence[float]], float]) -> list[float]:
    """At most `count` numbers, in order: runs of neighbours, as even as can be, merged into one."""
    if len(values) <= count:
        return list(values)
    return [merge(values[start:end]) for start, end in runs(len(values), count)]


def runs(length: int, count: int) -> Iterable[tuple[int, int]]:
    """Where `count` even runs of `length` things begin and end."""
    ends = [round(index * length / count) for index in range(count + 1)]
    return pairwise(ends)
