"""Two slices side by side: for each row a bar of either, a full one and a thin one, and the points between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.bars import INDENT, NARROW, NARROW_LABEL, WIDEST_LABEL
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown, wrap
from topline.survey.table import Row, Table

POINTS = "points"
FEWEST_POINTS = 5.0
"""A difference below so many points is drawn as one of second rank."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Who gets how many cells of a line; everything but the label has its gap before it."""

    label: int
    bar: int
    percent: int
    count: int
    letters: int
    points: int
    width: int


def comparison_heads(table: Table, width: int, *, glyphs: Glyphs = BLOCKS) -> tuple[Line, Line]:
    """Who the two are, each behind a piece of its bar, and how many."""
    return _head(table, 0, width, glyphs), _head(table, 1, width, glyphs)


def comparison_lines(table: Table, width: int, *, glyphs: Glyphs = BLOCKS) -> tuple[Line, ...]:
    """Two lines for each row, of the slice and of those it is compared with, each exactly `width` cells wide.

    The first of them ends in the difference in points, in brackets where either base is low.

    Args:
        table: a comparison.
        width: in cells.
        glyphs: what to draw with.
    """
    layout = _layout(table, width)
    return tuple(chain.from_iterable(_pair(table, row, layout, glyphs) for row in table.rows))


def comparison_heading(table: Table, width: int) -> Line:
    """The line that says what stands in the columns below it."""
    layout = _layout(table, width)
    return line(
        (" " * (layout.label + layout.bar), Ink.HEADING),
        (fit("%", layout.percent, right=True), Ink.HEADING),
        (fit("n", layout.count, right=True), Ink.HEADING),
        (" " * layout.letters, Ink.HEADING),
        (fit(POINTS, layout.points, right=True), Ink.HEADING),
        width=width,
    )


def is_lettered(table: Table) -> bool:
    """Whether a test found either of the two to exceed the other anywhere."""
    return any(cell.letters for row in table.rows for cell in row.cells)


def points_words(table: Table, row: Row) -> str:
    """The first percentage less the second, in points with their sign; in brackets where either base is low."""
    difference = table.difference(row, 1)
    if difference is None:
        return figures.NO_BASE
    text = figures.signed(-difference)
    return text if table.is_sound(row, 1) else f"({text})"


def _layout(table: Table, width: int) -> Layout:
    cells = [cell for row in table.rows for cell in row.cells]
    gap = 1 if width < NARROW else 2
    percent = gap + max([3, *(len(figures.share(cell)) for cell in cells)])
    count = gap + max([1, *(len(figures.people(cell)) for cell in cells)])
    letters = 2 if is_lettered(table) else 0
    points = gap + max([len(POINTS), *(len(points_words(table, row)) for row in table.rows)])
    room = max(0, width - percent - count - letters - points)
    wanted = max([0, *(INDENT * row.level + cell_len(shown(row.label)) for row in table.rows)])
    label = min(wanted, room, max(int(width * (WIDEST_LABEL if width >= NARROW else NARROW_LABEL)), 6))
    bar = room - label
    if bar <= 2:
        label, bar = room, 0
    return Layout(label, bar, percent, count, letters, points, width)


def _head(table: Table, at: int, width: int, glyphs: Glyphs) -> Line:
    base = table.columns[at].base
    n = f"  n={base.unweighted:,}"
    if base.suppressed:
        n = f"  n={figures.WITHHELD}"
    elif table.view.slice.weight:
        n += f" (weighted {base.weighted:,.0f}, effective {base.effective:,.0f})"
    key = glyphs.thin_bar(1, 2) if at else glyphs.bar(1, 2)
    who = shown(table.columns[at].label)
    letter = f"{table.columns[at].letter} " if is_lettered(table) else ""
    room = max(0, width - cell_len(n) - 3 - len(letter))
    return line(
        (f"{key} ", Ink.AGAINST if at else Ink.BAR),
        (letter, Ink.LETTER),
        (fit(who, min(cell_len(who), room), ellipsis=glyphs.ellipsis), Ink.LABEL),
        (n, Ink.WARNING if base.is_low else Ink.HEADING),
        width=width,
    )


def _pair(table: Table, row: Row, layout: Layout, glyphs: Glyphs) -> tuple[Line, Line]:
    indent = " " * INDENT * row.level
    labels = wrap(row.label, layout.label - len(indent), 2, ellipsis=glyphs.ellipsis) or ("",)
    first, second = (
        _line(table, row, at, indent + (labels[at] if at < len(labels) else ""), layout, glyphs) for at in (0, 1)
    )
    return first, second


def _line(table: Table, row: Row, at: int, label: str, layout: Layout, glyphs: Glyphs) -> Line:
    cell = row.cells[at]
    draw = glyphs.thin_bar if at else glyphs.bar
    bar = "" if cell.suppressed else draw((cell.percent or 0.0) / 100, layout.bar - 1)
    ink = Ink.AGAINST if at else Ink.NET_BAR if row.net else Ink.BAR
    known = Ink.DIM if cell.suppressed or not cell.count else Ink.PERCENT
    parts = [
        (fit(label, layout.label), Ink.NET if row.net else Ink.LABEL if row.cells[0].count else Ink.DIM),
        ((" " + fit(bar, layout.bar - 1)) if layout.bar else "", ink),
        (figures.share(cell).rjust(layout.percent), known),
        (figures.people(cell).rjust(layout.count), Ink.COUNT if cell.count else Ink.DIM),
        (cell.letters.rjust(layout.letters), Ink.LETTER),
    ]
    difference = table.difference(row, 1)
    if not at:
        large = difference is not None and abs(difference) >= FEWEST_POINTS and table.is_sound(row, 1)
        parts.append((points_words(table, row).rjust(layout.points), Ink.PERCENT if large else Ink.DIM))
    else:
        parts.append((" " * layout.points, Ink.DIM))
    return line(*parts, width=layout.width)
