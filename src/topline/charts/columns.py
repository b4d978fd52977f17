"""Columns: the rows of a table as columns that stand on an axis, for dates and bands of numbers."""

from __future__ import annotations

from rich.cells import cell_len

from topline.charts.figures import number
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown
from topline.charts.sparklines import resample
from topline.survey.table import Table

LOWEST = 3
"""Lines below which there is no room for columns, axis and labels."""
WIDEST = 9
"""Cells of one column, its gap included."""


def columns_lines(
    table: Table,
    width: int,
    height: int,
    *,
    glyphs: Glyphs = BLOCKS,
    column: int = 0,
    weighted: bool = False,
) -> tuple[Line, ...]:
    """How many people each row counts, as `height` lines that are each `width` cells wide.

    The last two lines are the axis, and the labels of the first and the last row. Where there are more
    rows than cells, neighbours are added up.

    Args:
        table: of dates or bands of numbers, in order.
        width: in cells.
        height: in lines.
        glyphs: what to draw with.
        column: whose cells are drawn, 0 being the total.
        weighted: whether counts are sums of weights.
    """
    cells = [row.cells[column] for row in table.rows]
    values = [0.0 if cell.suppressed else cell.weighted if weighted else float(cell.count) for cell in cells]
    if height < LOWEST or not values or width <= 0:
        return ()
    scale, merged = _scaled(values, width)
    room = width - scale
    top = max(merged)
    slot = min(room // len(merged), WIDEST)
    body = slot - 1 if slot > 1 else 1
    rows = height - 2
    drawn = [glyphs.column(value / top if top else 0.0, rows) for value in merged]
    lines = []
    for level in reversed(range(rows)):
        mark = number(top) if level == rows - 1 else ""
        text = "".join((column_[level] * body).ljust(slot) for column_ in drawn)
        lines.append(_line(mark, text, Ink.BAR, scale, width))
    used = slot * len(merged) - (slot - body)
    lines.append(_line("0", glyphs.rule * used, Ink.AXIS, scale, width))
    ends = _ends(shown(table.rows[0].label), shown(table.rows[-1].label), max(used, min(room, 24)), glyphs)
    lines.append(_line("", ends, Ink.AXIS, scale, width))
    return tuple(lines)


def _scaled(values: list[float], width: int) -> tuple[int, list[float]]:
    """The cells of the scale at the left (0 where the pane is too narrow), and the values that fit beside it."""
    for scale in range(2, width - 4):
        merged = resample(values, width - scale, sum)
        if len(number(max(merged))) < scale:
            return scale, merged
    return 0, resample(values, width, sum)


def _line(mark: str, text: str, ink: Ink, scale: int, width: int) -> Line:
    left = mark.rjust(scale - 1) + " " if scale else ""
    return line((left, Ink.AXIS), (text + " " * (width - scale - cell_len(text)), ink), width=width)


def _ends(first: str, last: str, room: int, glyphs: Glyphs) -> str:
    """The first label at the left, the last at the right; the first alone where both don't fit."""
    gap = room - cell_len(first) - cell_len(last)
    if gap >= 1 and first != last:
        return first + " " * gap + last
    return fit(first, room, ellipsis=glyphs.ellipsis)
