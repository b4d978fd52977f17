"""Crosstabs as text: the stub at the left, the total, then the banner; what doesn't fit follows in further panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lanes import (
    GAP,
    Lane,
    Part,
    base_parts,
    beside,
    change_parts,
    group_texts,
    head_parts,
    is_trend,
    lanes_of,
    part_heading,
    right,
    statistic_parts,
    stub_text,
    stub_texts,
    width_of,
)
from topline.charts.lines import Ink, Line, fit, line
from topline.survey.table import Row, Table
from topline.survey.transposed import laid_out

WIDEST_STUB = 0.35
"""Of the whole width."""


def crosstab_lines(
    table: Table, width: int, glyphs: Glyphs = BLOCKS, *, weighted: bool = False, stub: int | None = None
) -> tuple[Line, ...]:
    """The table as lines of at most `width` cells, panels set apart by an empty line.

    Each cell is its percentage and its count, and below them, where a test found any, the letters of the
    columns that it exceeds. A base below 30 stands in brackets.

    Args:
        table: of any question by any banner.
        width: in cells.
        glyphs: what to draw with.
        weighted: whether counts are sums of weights.
        stub: cells of the row labels; None for as many as they need, up to a third.
    """
    if width <= 0 or not table.columns:
        return ()
    table = laid_out(table)
    wanted = max(cell_len(text) for text in stub_texts(table))
    stub = min(wanted, max(10, int(width * WIDEST_STUB)), width) if stub is None else min(stub, width)
    lines: list[Line] = []
    for panel in _panels(lanes_of(table, glyphs, weighted=weighted), width - stub):
        lines += [Line()] if lines else []
        label = min(stub, max(0, width - width_of(panel)))
        lines += [line(*parts, width=width) for parts in _panel(table, panel, label, width, glyphs, weighted)]
    lines += [line(*parts, width=width) for parts in change_parts(table, glyphs)]
    return tuple(lines)


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
    if any(lane.column.group for lane in panel):
        yield from ([(text, Ink.HEADING)] for text in group_texts(panel, stub, width, glyphs))
    yield from head_parts(panel, stub)
    if any(column.letter for column in table.columns):
        yield [(" " * stub + "".join(right(lane.column.letter, lane) for lane in panel), Ink.LETTER)]
    yield [(glyphs.rule * (stub + width_of(panel)), Ink.AXIS)]
    for at, part in enumerate(table.each):
        if table.parts:
            yield from [[("", Ink.LABEL)]] if at else []
            yield [part_heading(part, width, glyphs)]
        yield from _question(part, panel, stub, glyphs, weighted)


def _question(
    table: Table, panel: Sequence[Lane], stub: int, glyphs: Glyphs, weighted: bool
) -> Iterator[Sequence[Part]]:
    """The bases, the rows and the statistics of one question."""
    yield from base_parts(table, panel, stub, glyphs)
    for row in table.rows:
        if not row.cells:
            yield [(fit(stub_text(row), stub + width_of(panel), ellipsis=glyphs.ellipsis).rstrip(), Ink.HEADING)]
            continue
        label = fit(stub_text(row), stub, ellipsis=glyphs.ellipsis)
        yield [(label, Ink.NET if row.net else Ink.LABEL), *_cells(table, row, panel, weighted, glyphs)]
        if not is_trend(table) and any(row.cells[lane.index].letters for lane in panel):
            letters = [right(row.cells[lane.index].letters, lane) for lane in panel]
            yield [(" " * stub + "".join(letters), Ink.LETTER)]
    yield from (parts for _, parts in statistic_parts(table, panel, stub, glyphs))


def _cells(table: Table, row: Row, panel: Sequence[Lane], weighted: bool, glyphs: Glyphs) -> Iterator[Part]:
    """Counts end where the column ends; percentages end one space before the widest count."""
    for lane in panel:
        cell = row.cells[lane.index]
        figure = lane.figure_text(cell, table)
        count = lane.count_text(cell, weighted=weighted).rjust(lane.count)
        arrow = beside(cell.letters, table, glyphs).ljust(lane.aside) if lane.aside else ""
        yield (
            (figure + arrow).rjust(GAP + lane.width - lane.count - bool(lane.count)) + " " * bool(lane.count),
            Ink.PERCENT if cell.count and not cell.suppressed else Ink.DIM,
        )
        yield count, Ink.DIM
