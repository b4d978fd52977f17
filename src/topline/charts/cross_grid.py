"""A crosstab to walk in: stub and total stay, the others pass by; each cell says how far it is from the total.

On its side it has a base for each question, and the one that stays is that of the question that passes by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from rich.cells import cell_len

from topline.charts.crosstab import WIDEST_STUB
from topline.charts.glyphs import Glyphs
from topline.charts.lanes import (
    GAP,
    HEAD_LINES,
    Lane,
    Part,
    base_parts,
    beside,
    change_parts,
    group_texts,
    has_figures,
    head_parts,
    is_trend,
    is_weighted,
    lanes_of,
    part_heading,
    right,
    statistic_parts,
    stub_text,
    stub_texts,
    width_of,
)
from topline.charts.lines import Ink, Line, fit, line, shown, wrap
from topline.charts.sparklines import sparkline
from topline.survey.table import CHANGES, LOW_BASE, Row, Shows, Table

SOME, MUCH = 5.0, 10.0
"""Points from the total from which on a cell is shaded, and has a mark."""
CHANGED = dict(zip(CHANGES, (Ink.MUCH_MORE, Ink.MORE, Ink.MUCH_LESS, Ink.LESS), strict=True))
"""The ink of what changed in a trend."""
NARROWEST_STUB = 10
FEWEST_SHAPED, WIDEST_SHAPE = 3, 12
"""Periods from which on the rows of a trend have a shape, and its cells at most."""
SPARE = 4
"""Cells by which a column may be wider than it needs, where there is room."""


@dataclass(frozen=True)
class CrossGrid:
    """A crosstab laid out for a width, scrolled to a column."""

    table: Table
    width: int
    """In cells."""
    glyphs: Glyphs
    first: int = 1
    """The first column seen after the one that stays."""
    sorted: int | None = None
    """The column that rows are sorted by."""

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """All columns, seen or not."""
        lanes = self._least
        spare = (self.width - self.stub_wanted - self._shape - width_of(lanes)) // len(lanes)
        return tuple(_widened(lane, min(spare, SPARE), self.glyphs) for lane in lanes) if spare > 0 else lanes

    @cached_property
    def _least(self) -> tuple[Lane, ...]:
        return lanes_of(self.table, self.glyphs, marks=1)

    @property
    def wanted(self) -> int:
        """Cells in which every column would be in sight."""
        return self.stub_wanted + self._shape_wanted + width_of(self._least)

    @cached_property
    def stub_wanted(self) -> int:
        """Cells that the longest label needs."""
        return max(cell_len(text) for text in stub_texts(self.table))

    @cached_property
    def _shape(self) -> int:
        """Cells of the shape of each row of a trend, behind its label and a gap; 0 where there is no room for it."""
        return self._shape_wanted if self.wanted <= self.width else 0

    @cached_property
    def _shape_wanted(self) -> int:
        periods = len(self.table.columns) - 1
        return min(periods, WIDEST_SHAPE) + 1 if is_trend(self.table) and periods >= FEWEST_SHAPED else 0

    @cached_property
    def stub(self) -> int:
        """Cells of the labels: all they need where every column is seen, else up to a third."""
        most = max(NARROWEST_STUB, int(self.width * WIDEST_STUB), self.width - width_of(self.lanes))
        widest = max(self.lanes[at].width for at in self._leads)
        return min(self.stub_wanted + self._shape, most, max(0, self.width - GAP - widest))

    @cached_property
    def _leads(self) -> tuple[int, ...]:
        """The columns that stay in sight while those after them pass by: the total, or the base of each question."""
        if not self.table.transposed:
            return (0,)
        return tuple(lane.index for lane in self._least if lane.column.shows is Shows.PEOPLE)

    @cached_property
    def staying(self) -> Lane:
        """The total; on its side, the base of the question whose column is the first to be seen.

        Beside the numbers of a question no other question's base may stand: they are not percentages of it.
        """
        first = min(max(self.first, 1), len(self.lanes) - 1)
        return self.lanes[max(at for at in self._leads if at <= first)]

    @cached_property
    def seen(self) -> tuple[Lane, ...]:
        """The column that stays, and those that fit beside it."""
        room = self.width - self.stub - width_of([self.staying])
        seen = [self.staying]
        for lane in self.lanes[max(self.first, 1, self.staying.index + 1) :]:
            if room < lane.width + GAP:
                break
            seen.append(lane)
            room -= lane.width + GAP
        return tuple(seen)

    @property
    def hidden(self) -> tuple[int, int]:
        """How many columns are out of sight at the left, behind the one that stays, and at the right."""
        first = min(max(self.first, 1), len(self.lanes))
        before = first - (self.staying.index < first)
        return before, len(self.lanes) - before - len(self.seen)

    def span_of(self, column: int) -> tuple[int, int] | None:
        """Where the cells of a column begin and how wide they are; None where it is out of sight."""
        x = self.stub
        for lane in self.seen:
            if lane.index == column:
                return x + GAP - 1, lane.width + 1
            x += GAP + lane.width
        return None

    def column_at(self, x: int) -> int | None:
        """The column that stands at a place of the line; the one that stays for the labels at its left."""
        if x < self.stub:
            return self.staying.index
        for lane in self.seen:
            start, width = self.span_of(lane.index) or (0, 0)
            if start <= x < start + width:
                return lane.index
        return None

    def heads(self, at: int | None) -> tuple[Line, ...]:
        """What stands above the bases: the banner questions, the columns' labels, and a rule.

        Args:
            at: the column whose label stands out.
        """
        # As high as with the highest label of all, so that nothing moves when columns pass by.
        above = max(len(lane.head) for lane in self.lanes) - max(len(lane.head) for lane in self.seen)
        lines = [Line()] * above
        if any(lane.column.group for lane in self.lanes):
            groups = list(group_texts(self.seen, self.stub, self.width, self.glyphs, self.glyphs.rule))
            lines += [Line()] * (max(len(lane.column.heads) for lane in self.lanes) - len(groups))
            lines += [line((text, Ink.HEADING), width=self.width) for text in groups]
        for parts in head_parts(self.seen, self.stub):
            inked = [
                (text, Ink.HIT if lane.index == at else ink)
                for (text, ink), lane in zip(parts[1:], self.seen, strict=True)
            ]
            lines.append(line(parts[0], *inked, width=self.width))
        cells = (cell for part in self.table.each for row in part.rows for cell in row.cells)
        if any(lane.column.letter for lane in self.lanes) and any(cell.letters for cell in cells):
            letters = "".join(right(lane.column.letter, lane) for lane in self.seen)
            lines.append(line((" " * self.stub + letters, Ink.LETTER), width=self.width))
        return (*lines, self._rule())

    def _rule(self) -> Line:
        """The rule below the heads: how many columns are out of sight at either end, and which one sorts the rows."""
        before, after = self.hidden
        ends: list[tuple[int, str]] = []
        x = self.stub
        for lane in self.seen:
            x += GAP + lane.width
            mark = self.glyphs.sorted if lane.index == self.sorted else ""
            mark += f" {self.glyphs.left} +{before} " if before and lane is self.staying else ""
            ends += [(x, mark)] if mark else []
        ends += [(self.width, f" +{after} {self.glyphs.right}")] if after else []
        parts: list[Part] = []
        drawn = 0
        for end, mark in ends:
            parts += [(self.glyphs.rule * (end - len(mark) - drawn), Ink.AXIS), (mark, Ink.KEY)]
            drawn = end
        return line(*parts, (self.glyphs.rule * (self.width - drawn), Ink.AXIS), width=self.width)

    def heading(self, part: Table) -> Line:
        """What stands above the rows of one question among several."""
        return line(part_heading(part, self.width, self.glyphs), width=self.width)

    def bases(self, part: Table | None = None) -> tuple[Line, ...]:
        """People, and where they are weighted what they weigh and are worth.

        Args:
            part: The question whose they are; None where there is one.
        """
        parts = base_parts(part or self.table, self.seen, self.stub, self.glyphs, weighted=is_weighted(self.table))
        return tuple(line(*one, width=self.width) for one in parts)

    def row_line(self, row: Row, part: Table | None = None) -> Line:
        """A row: its label, and a cell for each column in sight.

        Args:
            row: Which.
            part: The question that it is of; None where there is one.
        """
        if not row.cells:
            return line((fit(stub_text(row), self.width, ellipsis=self.glyphs.ellipsis), Ink.HEADING))
        shape = self._shape_of(row)
        label = fit(stub_text(row), self.stub - len(shape), ellipsis=self.glyphs.ellipsis)
        parts: list[Part] = [(label, Ink.NET if row.net else Ink.LABEL), (shape, Ink.BAR)]
        for lane in self.seen:
            parts += self._cell(part or self.table, row, lane)
        return line(*parts, width=self.width)

    def _shape_of(self, row: Row) -> str:
        """How the shares of a row rise and fall; a period with a low base leaves its place on the ground."""
        if not self._shape:
            return ""
        shares = [
            0.0 if cell.suppressed or column.base.is_low else cell.percent or 0.0
            for cell, column in zip(row.cells[1:], self.table.columns[1:], strict=True)
        ]
        return " " + sparkline(shares, self._shape - 1, glyphs=self.glyphs)

    def _cell(self, part: Table, row: Row, lane: Lane) -> Iterator[Part]:
        """The gap; the percentage, its mark and its letters; the count. Few inks, so that few bytes are sent."""
        cell = row.cells[lane.index]
        ink, mark = self._heat(part, row, lane.index)
        figure = lane.figure_text(cell, self.table).rjust(lane.figure) if lane.figure else ""
        said = mark if is_trend(self.table) else mark.ljust(1) + cell.letters
        aside = said.ljust(lane.aside) if lane.figure else ""
        count = lane.count_text(cell).rjust(lane.count + (1 if lane.figure and lane.count else 0))
        text = (figure + aside + count).rjust(lane.width)
        yield " " * (GAP - 1), Ink.LABEL
        if ink is not Ink.PERCENT or not lane.figure or not count:
            yield " " + text, ink
        else:
            yield " " + text[: -len(count)], Ink.PERCENT
            yield count, Ink.COUNT

    def _heat(self, part: Table, row: Row, at: int) -> tuple[Ink, str]:
        """The ink of a cell by how far it is from the total, and the mark where it is far."""
        cell = row.cells[at]
        faint = cell.suppressed or not cell.count or (at > 0 and not part.is_sound(row, at))
        # Where there are counts alone, no mark has a place, and so there are no shades either.
        if is_trend(self.table):
            changed = beside(cell.letters, self.table, self.glyphs)
            return (CHANGED[cell.letters] if changed else Ink.DIM if faint else Ink.PERCENT), changed
        marked = at > 0 and has_figures(self.table) and part.columns[at].shows.is_share
        difference = part.difference(row, at) if marked else None
        if difference is None or abs(difference) < SOME or not part.is_sound(row, at):
            return (Ink.DIM if faint else Ink.PERCENT), ""
        if difference > 0:
            return (Ink.MUCH_MORE, self.glyphs.above) if difference >= MUCH else (Ink.MORE, "")
        return (Ink.MUCH_LESS, self.glyphs.below) if difference <= -MUCH else (Ink.LESS, "")

    def statistics(self, part: Table | None = None) -> tuple[tuple[str, Line], ...]:
        """What describes each column as a whole, of one question, and what the arrows of a trend mean.

        Each line comes with the attribute of `STATISTICS` that it says, or with none.
        """
        notes = (*change_parts(self.table, self.glyphs), *_association_parts(part or self.table))
        parts = (*statistic_parts(part or self.table, self.seen, self.stub, self.glyphs), *(("", one) for one in notes))
        return tuple((attribute, line(*one, width=self.width)) for attribute, one in parts)

    def scrolled_to(self, column: int) -> CrossGrid:
        """The same, scrolled as little as can be so that a column is in sight."""
        grid = self
        if any(lane.index == column for lane in grid.seen):
            return grid
        if column < grid.first:
            return grid._scrolled(max(column, 1))
        while grid.first < column and not any(lane.index == column for lane in grid.seen):
            grid = grid._scrolled(grid.first + 1)
        return grid

    def _scrolled(self, first: int) -> CrossGrid:
        grid = replace(self, first=first)
        # How wide the columns are does not change with what is in sight.
        vars(grid).update(lanes=self.lanes, _least=self._least, _shape=self._shape, _leads=self._leads)
        return grid


def _association_parts(table: Table) -> Iterator[list[Part]]:
    """The tests of whole banner questions, where the table stands upright."""
    groups = {column.question: column.group for column in table.columns}
    for one in () if table.transposed else table.associations:
        caution = " (caution: too few expected)" if one.doubtful else ""
        yield [(f"{shown(groups.get(one.question, one.question))}: {one.words}{caution}", Ink.DIM)]


def _widened(lane: Lane, by: int, glyphs: Glyphs) -> Lane:
    width = lane.width + by
    return replace(lane, width=width, head=wrap(lane.column.label, width, HEAD_LINES, ellipsis=glyphs.ellipsis))


def legend(glyphs: Glyphs, *, low: bool) -> tuple[tuple[Part, ...], ...]:
    """What shades, marks and brackets mean, the most needed first.

    Args:
        low: whether any base is too low to be compared.
    """
    shades = (
        (" ", Ink.HEADING),
        (" more ", Ink.MORE),
        (" less ", Ink.LESS),
        (f" by {SOME:g} points, {glyphs.above}{glyphs.below} {MUCH:g}", Ink.HEADING),
    )
    brackets = ((f"  (n) under {LOW_BASE}: not compared", Ink.HEADING),)
    return (shades, brackets) if low else (shades,)
