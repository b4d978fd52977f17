"""Crosstabs as text: the stub at the left, the total, then the banner; what doesn't fit follows in further panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.bars import INDENT
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, fit, line, shown, wrap
from topline.survey.table import LOW_BASE, Column, Row, Table

Part = tuple[str, Ink]

WIDEST_STUB = 0.35
"""Of the whole width."""
WIDEST_HEAD = 16
"""Cells that a column's label alone may ask for."""
HEAD_LINES = 3
GAP = 2
"""Cells before a column."""
SUMMARIES = (("Mean", "mean"), ("NPS", "nps"), ("Top 2", "top2"))
"""Statistics that stand below the columns, and the attribute of a Summary that each is."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A column's place in a panel."""

    index: int
    column: Column
    count: int
    """Cells of its counts."""
    width: int
    """Cells of the whole, without the gap before it."""
    head: tuple[str, ...]


def crosstab_lines(
    table: Table, width: int, glyphs: Glyphs = BLOCKS, *, weighted: bool = False, stub: int | None = None
) -> tuple[Line, ...]:
    """The table as lines of at most `width` cells, panels set apart by an empty line.

    Each cell is its column percentage and its count, and below them, where a test found any, the letters of
    the columns that it exceeds. A base below 30 stands in brackets.

    Args:
        table: of any question by any banner.
        width: in cells.
        glyphs: what to draw with.
        weighted: whether counts are sums of weights.
        stub: cells of the row labels; None for as many as they need, up to a third.
    """
    if width <= 0 or not table.columns:
        return ()
    wanted = max(cell_len(text) for text in _stub_texts(table))
    stub = min(wanted, max(10, int(width * WIDEST_STUB)), width) if stub is None else min(stub, width)
    lanes = [_lane(index, column, table, weighted, glyphs) for index, column in enumerate(table.columns)]
    lines: list[Line] = []
    for panel in _panels(lanes, width - stub):
        lines += [Line()] if lines else []
        needed = sum(lane.width + GAP for lane in panel)
        label = min(stub, max(0, width - needed))
        lines += [line(*parts, width=width) for parts in _panel(table, panel, label, width, glyphs, weighted)]
    return tuple(lines)


def _stub_texts(table: Table) -> Iterator[str]:
    yield _base_label(table)
    yield from (" " * INDENT * row.level + shown(row.label) for row in table.rows)


def _base_label(table: Table) -> str:
    text = shown(table.base.text)
    return f"Base: {text}" if text else "Base"


def _lane(index: int, column: Column, table: Table, weighted: bool, glyphs: Glyphs) -> Lane:
    cells = [row.cells[index] for row in table.rows]
    percent = max([2, *(len(figures.share(cell)) for cell in cells)])
    count = max([1, *(len(figures.people(cell, weighted=weighted)) for cell in cells)])
    letters = max([0, *(len(cell.letters) for cell in cells)])
    least = max(percent + 1 + count, letters, len(figures.base(column.base)))
    label = shown(column.label)
    width = next(
        (size for size in range(least, WIDEST_HEAD) if _fits(label, size)),
        max(least, WIDEST_HEAD),
    )
    return Lane(index, column, count, width, wrap(label, width, HEAD_LINES, ellipsis=glyphs.ellipsis))


def _fits(label: str, width: int) -> bool:
    words_fit = all(cell_len(word) <= width for word in label.split())
    return words_fit and len(wrap(label, width, HEAD_LINES + 1)) <= HEAD_LINES


def _panels(lanes: Sequence[Lane], room: int) -> Iterator[list[Lane]]:
    panel: list[Lane] = []
    used = 0
    for lane in lanes:
        if panel and used + GAP + lane.width > room:
            yield panel
            panel, used = [], 0
        panel.append(lane)
        used += GAP + lane.width
    if panel:
        yield panel


def _panel(
    table: Table, panel: Sequence[Lane], stub: int, width: int, glyphs: Glyphs, weighted: bool
) -> Iterator[Sequence[Part]]:
    yield from _heads(panel, stub, width, glyphs, any(column.letter for column in table.columns))
    yield [(glyphs.rule * (stub + sum(lane.width + GAP for lane in panel)), Ink.AXIS)]
    yield from _bases(table, panel, stub, glyphs)
    for row in table.rows:
        label = fit(" " * INDENT * row.level + shown(row.label), stub, ellipsis=glyphs.ellipsis)
        yield [(label, Ink.NET if row.net else Ink.LABEL), *_cells(row, panel, weighted)]
        if any(row.cells[lane.index].letters for lane in panel):
            letters = [_right(row.cells[lane.index].letters, lane) for lane in panel]
            yield [(" " * stub + "".join(letters), Ink.LETTER)]
    yield from _statistics(table, panel, stub)


def _heads(panel: Sequence[Lane], stub: int, width: int, glyphs: Glyphs, lettered: bool) -> Iterator[Sequence[Part]]:
    if any(lane.column.group for lane in panel):
        yield [(_groups(panel, stub, width, glyphs), Ink.HEADING)]
    height = max(len(lane.head) for lane in panel)
    for level in range(height):
        texts = [_right(lane.head[at] if (at := level - height + len(lane.head)) >= 0 else "", lane) for lane in panel]
        yield [(" " * stub + "".join(texts), Ink.HEADING)]
    if lettered:
        yield [(" " * stub + "".join(_right(lane.column.letter, lane) for lane in panel), Ink.LETTER)]


def _groups(panel: Sequence[Lane], stub: int, width: int, glyphs: Glyphs) -> str:
    """Each banner question above its columns; the last may reach beyond them."""
    text, used = "", stub
    groups = [(group, list(lanes)) for group, lanes in groupby(panel, key=lambda lane: lane.column.group)]
    for at, (group, lanes) in enumerate(groups):
        room = sum(lane.width + GAP for lane in lanes) - GAP
        if at == len(groups) - 1:
            room = max(room, min(cell_len(shown(group)), width - used - GAP))
        text += " " * GAP + fit(group, room, ellipsis=glyphs.ellipsis)
        used += GAP + room
    return " " * stub + text


def _bases(table: Table, panel: Sequence[Lane], stub: int, glyphs: Glyphs) -> Iterator[Sequence[Part]]:
    parts: list[Part] = [(fit(_base_label(table), stub, ellipsis=glyphs.ellipsis), Ink.COUNT)]
    for lane in panel:
        small = lane.column.base.unweighted < LOW_BASE
        parts.append((_right(figures.base(lane.column.base), lane), Ink.WARNING if small else Ink.COUNT))
    yield parts
    if any(abs(column.base.weighted - column.base.unweighted) > 1e-6 for column in table.columns):
        sums = [_right(f"{figures.whole(lane.column.base.weighted):,}", lane) for lane in panel]
        yield [(fit("Weighted base", stub, ellipsis=glyphs.ellipsis) + "".join(sums), Ink.COUNT)]
        effective = [_right(f"{figures.whole(lane.column.base.effective):,}", lane) for lane in panel]
        yield [(fit("Effective base", stub, ellipsis=glyphs.ellipsis) + "".join(effective), Ink.COUNT)]


def _cells(row: Row, panel: Sequence[Lane], weighted: bool) -> Iterator[Part]:
    """Counts end where the column ends; percentages end one space before the widest count."""
    for lane in panel:
        cell = row.cells[lane.index]
        percent = figures.share(cell).rjust(GAP + lane.width - lane.count - 1)
        count = figures.people(cell, weighted=weighted).rjust(lane.count + 1)
        yield percent, Ink.PERCENT if cell.count and not cell.suppressed else Ink.DIM
        yield count, Ink.DIM


def _statistics(table: Table, panel: Sequence[Lane], stub: int) -> Iterator[Sequence[Part]]:
    for label, attribute in SUMMARIES:
        values = [getattr(summary, attribute) for summary in table.summaries]
        if any(value is not None for value in values):
            texts = _written(attribute, values)
            yield [(fit(label, stub) + "".join(_right(texts[lane.index], lane) for lane in panel), Ink.PERCENT)]


def _written(attribute: str, values: Sequence[float | None]) -> Sequence[str]:
    match attribute:
        case "nps":
            return [figures.NO_BASE if value is None else figures.signed(value) for value in values]
        case "top2":
            return [figures.NO_BASE if value is None else f"{figures.whole(value)}%" for value in values]
        case _:
            return figures.aligned(values)


def _right(text: str, lane: Lane) -> str:
    return " " * GAP + fit(text, lane.width, right=True)
