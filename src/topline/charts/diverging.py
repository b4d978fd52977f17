"""Diverging bars: scales over the same options side by side, negative answers left, positive answers right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown
from topline.survey.table import Cell, Row, Table

WIDEST_LABEL = 0.4
"""Of the whole width."""
FIGURE = 4
"""Cells of a percentage, as wide as "100%"."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The answers to one scale, in percent of its base, from the outermost to the middle."""

    negative: tuple[float, ...]
    neutral: float
    positive: tuple[float, ...]
    says: tuple[str, str]
    """The percentages of all negative and of all positive answers, as written."""

    @property
    def reach(self) -> float:
        """How far this bar reaches from the middle, in points."""
        return max(sum(self.negative), sum(self.positive)) + self.neutral / 2


def diverging_lines(
    tables: Sequence[Table],
    width: int,
    glyphs: Glyphs = BLOCKS,
    *,
    column: int = 0,
    positive_first: bool = False,
) -> tuple[Line, ...]:
    """A legend, then a line for each table, each exactly `width` cells wide.

    The lower half of the options is negative, the upper half positive; the middle one of an odd number is
    neutral and straddles the middle of the chart.

    Args:
        tables: toplines of the questions of a grid, rows in the order of the scale.
        width: in cells.
        glyphs: what to draw with.
        column: whose cells are drawn, 0 being the total.
        positive_first: whether the options run from best to worst.
    """
    if not tables or width <= 0:
        return ()
    sides = [_sides(_options(table, positive_first), column) for table in tables]
    wanted = max(cell_len(shown(table.title)) for table in tables)
    label = min(wanted, int(width * WIDEST_LABEL), max(0, width - 2 * FIGURE - 6))
    half = max(0, (width - label - 2 * FIGURE - 3) // 2)
    label = max(0, width - 2 * half - 2 * FIGURE - 3)
    reach = max([1.0, *(side.reach for side in sides)])
    rows = [
        _line(table.title, side, label, half, min(reach, 100.0), width, glyphs)
        for table, side in zip(tables, sides, strict=True)
    ]
    return _legend(_options(tables[0], positive_first), width, glyphs), *rows


def _options(table: Table, positive_first: bool) -> tuple[Row, ...]:
    rows = tuple(row for row in table.rows if not row.net)
    return rows[::-1] if positive_first else rows


def _sides(rows: Sequence[Row], column: int) -> Sides:
    cells = [row.cells[column] for row in rows]
    half = len(cells) // 2
    below, above = cells[:half], cells[len(cells) - half :][::-1]
    middle = cells[half] if len(cells) % 2 else None
    return Sides(
        tuple(_percent(cell) for cell in below),
        _percent(middle) if middle else 0.0,
        tuple(_percent(cell) for cell in above),
        (_sum(below), _sum(above)),
    )


def _percent(cell: Cell) -> float:
    return 0.0 if cell.suppressed else cell.percent or 0.0


def _sum(cells: Sequence[Cell]) -> str:
    if any(cell.suppressed for cell in cells):
        return figures.WITHHELD
    known = [cell.percent for cell in cells if cell.percent is not None]
    return figures.percent(sum(known) if known else None, sum(cell.count for cell in cells))


def _line(title: str, side: Sides, label: int, half: int, reach: float, width: int, glyphs: Glyphs) -> Line:
    """The neutral answers straddle the middle; what is left of either side is empty."""
    inner = side.neutral / 2
    neutral = _cells(inner * half / reach, half)
    left = _segments(inner, side.negative, half / reach, half, glyphs, glyphs.right_half)[::-1]
    right = _segments(inner, side.positive, half / reach, half, glyphs, glyphs.left_half)
    return line(
        (fit(title, label, ellipsis=glyphs.ellipsis) + " ", Ink.LABEL),
        (side.says[0].rjust(FIGURE) + " " * (1 + half - neutral - len(left)) + left, Ink.NEGATIVE),
        (glyphs.neutral * (2 * neutral), Ink.NEUTRAL),
        (right + " " * (half - neutral - len(right)) + " " + side.says[1].rjust(FIGURE), Ink.POSITIVE),
        width=width,
    )


def _segments(inner: float, outer: Sequence[float], scale: float, half: int, glyphs: Glyphs, end: str) -> str:
    """The shades of one side, from the middle outwards.

    Each segment ends where the sum of the percentages up to there ends, so that rounding never adds up.

    Args:
        inner: points between the middle and this side's first segment.
        outer: percentages from the outermost answer to the innermost.
        scale: cells a point.
        half: cells of the whole side.
        glyphs: what to draw with.
        end: half a cell, for a rest of about half a cell, or for more than nobody in too few cells.
    """
    text, reached, done = "", inner, _cells(inner * scale, half)
    for depth in reversed(range(len(outer))):
        reached += outer[depth]
        upto = max(done, _cells(reached * scale, half))
        text += _shade(depth, len(outer), glyphs) * (upto - done)
        done = upto
    rest = reached * scale - done
    if reached > inner and done < half and (rest >= 0.25 or not text):
        text += end or ("" if text else _shade(0, len(outer), glyphs))
    return text


def _shade(depth: int, count: int, glyphs: Glyphs) -> str:
    return glyphs.shades[min(depth * 3 // max(count, 3) if count > 3 else depth, 2)]


def _cells(size: float, most: int) -> int:
    return min(floor(size + 0.5), most)


def _legend(rows: Sequence[Row], width: int, glyphs: Glyphs) -> Line:
    """Every option with its shade, or only the ends where there's no room for all."""
    half = len(rows) // 2
    parts: list[tuple[str, Ink]] = []
    for index, row in enumerate(rows):
        depth = min(index, len(rows) - 1 - index)
        ink = Ink.NEGATIVE if index < half else Ink.POSITIVE if index >= len(rows) - half else Ink.NEUTRAL
        shade = glyphs.neutral if ink is Ink.NEUTRAL else _shade(depth, half, glyphs)
        parts.append((f"{shade * 2} {shown(row.label)}", ink))
    gaps = 2 * (len(parts) - 1)
    if sum(cell_len(text) for text, _ in parts) + gaps > width and len(parts) > 2:
        parts = [parts[0], parts[-1]]
    if sum(cell_len(text) for text, _ in parts) + 2 > width:
        each = max(1, (width - 2) // max(1, len(parts)))
        parts = [(fit(text, each, ellipsis=glyphs.ellipsis), ink) for text, ink in parts]
    spaced = [(text + "  ", ink) for text, ink in parts[:-1]] + parts[-1:]
    used = sum(cell_len(text) for text, _ in spaced)
    return line(*spaced, (" " * max(0, width - used), Ink.HEADING), width=width)
