"""Lanes: where the columns of a crosstab stand, and what each of their cells says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.bars import INDENT
from topline.charts.glyphs import Glyphs
from topline.charts.lines import Ink, fit, shown, wrap
from topline.charts.summaries import top_two
from topline.survey.table import LOW_BASE, BaseCount, Cell, Column, Row, Table
from topline.survey.view import Percent

Part = tuple[str, Ink]

WIDEST_HEAD = 16
"""Cells that a column's label alone may ask for."""
HEAD_LINES = 3
GAP = 2
"""Cells before a column."""
WEIGHTED_BASES = ("Weighted base", "Effective base")
SUMMARIES = (("Mean", "mean"), ("NPS", "nps"), ("Top 2", "top2"))
"""Statistics that stand below the columns, and the attribute of a Summary that each is."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A column's place in a table."""

    index: int
    column: Column
    figure: int
    """Cells of its percentages, or of the sums of weights that stand in their place; 0 where there are neither."""
    aside: int
    """Cells for marks and letters behind each percentage."""
    count: int
    """Cells of its counts."""
    width: int
    """Cells of the whole, without the gap before it."""
    head: tuple[str, ...]


def lanes_of(table: Table, glyphs: Glyphs, *, weighted: bool = False, marks: int = 0) -> tuple[Lane, ...]:
    """The columns of a table, each as wide as what stands in it.

    Args:
        table: of any question by any banner.
        glyphs: what to draw with.
        weighted: whether counts are sums of weights.
        marks: cells to keep free behind each percentage.
    """
    return tuple(_lane(index, table, glyphs, weighted, marks) for index in range(len(table.columns)))


def _lane(index: int, table: Table, glyphs: Glyphs, weighted: bool, marks: int) -> Lane:
    column = table.columns[index]
    cells = [row.cells[index] for row in table.rows]
    figure = max([2, *(len(figure_of(cell, table)) for cell in cells)]) if has_figures(table) else 0
    count = max([1, *(len(figures.people(cell, weighted=weighted)) for cell in cells)])
    # Letters go below a percentage on a page; where marks stand beside it, they do too.
    letters = max([0, *(len(cell.letters) for cell in cells)])
    aside = marks + letters if marks else 0
    inner = figure + aside + (1 if figure else 0) + count
    least = max(inner, letters, len(figures.base(column.base)))
    label = shown(column.label)
    width = next((size for size in range(least, WIDEST_HEAD) if _fits(label, size)), max(least, WIDEST_HEAD))
    return Lane(index, column, figure, aside, count, width, wrap(label, width, HEAD_LINES, ellipsis=glyphs.ellipsis))


def _fits(label: str, width: int) -> bool:
    words_fit = all(cell_len(word) <= width for word in label.split())
    return words_fit and len(wrap(label, width, HEAD_LINES + 1)) <= HEAD_LINES


def has_figures(table: Table) -> bool:
    """Whether each cell says more than how many people it counts."""
    return table.view.percent is not Percent.NONE or bool(table.view.slice.weight)


def figure_of(cell: Cell, table: Table) -> str:
    """What a cell says before its count: a percentage, or where there is none the sum of weights."""
    if table.view.percent is Percent.NONE:
        return figures.people(cell, weighted=True)
    return figures.share(cell)


def is_weighted(table: Table) -> bool:
    """Whether bases weigh anything else than they count."""
    return any(abs(column.base.weighted - column.base.unweighted) > 1e-6 for column in table.columns)


def stub_texts(table: Table) -> Iterator[str]:
    """The words at the left of the rows."""
    yield base_label(table)
    yield from WEIGHTED_BASES if is_weighted(table) else ()
    yield from (stub_text(row) for row in table.rows)


def stub_text(row: Row) -> str:
    """The words at the left of a row, as far in as it stands."""
    return " " * INDENT * row.level + shown(row.label)


def base_label(table: Table) -> str:
    """What stands before the bases."""
    text = shown(table.base.text)
    return f"Base: {text}" if text else "Base"


def right(text: str, lane: Lane) -> str:
    """A text at the right end of a lane, its gap before it."""
    return " " * GAP + fit(text, lane.width, right=True)


def width_of(lanes: Iterable[Lane]) -> int:
    """Cells of some lanes, their gaps included."""
    return sum(lane.width + GAP for lane in lanes)


def head_parts(lanes: Sequence[Lane], stub: int) -> Iterator[list[Part]]:
    """The labels above the columns, line by line."""
    height = max(len(lane.head) for lane in lanes)
    for level in range(height):
        texts = [right(lane.head[at] if (at := level - height + len(lane.head)) >= 0 else "", lane) for lane in lanes]
        yield [(" " * stub, Ink.HEADING), *((text, Ink.HEADING) for text in texts)]


def group_text(lanes: Sequence[Lane], stub: int, width: int, glyphs: Glyphs, rule: str = "") -> str:
    """Each banner question above its columns; the last may reach beyond them.

    Args:
        rule: what fills the room above the columns behind a label; empty for spaces.
    """
    text, used = "", stub
    groups = [(group, list(inside)) for group, inside in groupby(lanes, key=lambda lane: lane.column.group)]
    for at, (group, inside) in enumerate(groups):
        room = width_of(inside) - GAP
        if at == len(groups) - 1:
            room = max(room, min(cell_len(shown(group)), width - used - GAP))
        label = fit(group, room, ellipsis=glyphs.ellipsis)
        if rule and (said := label.rstrip()):
            label = f"{said} ".ljust(room - (cell_len(said) - len(said)), rule)[: max(room, len(said))]
        text += " " * GAP + label
        used += GAP + room
    return " " * stub + text


def base_parts(table: Table, lanes: Sequence[Lane], stub: int, glyphs: Glyphs) -> Iterator[list[Part]]:
    """The bases below the heads: people, and where they are weighted what they weigh and are worth."""
    parts: list[Part] = [(fit(base_label(table), stub, ellipsis=glyphs.ellipsis), Ink.COUNT)]
    for lane in lanes:
        small = lane.column.base.unweighted < LOW_BASE
        parts.append((right(figures.base(lane.column.base), lane), Ink.WARNING if small else Ink.COUNT))
    yield parts
    if is_weighted(table):
        bases = [lane.column.base for lane in lanes]
        for label, numbers in zip(WEIGHTED_BASES, zip(*map(_sums, bases), strict=True), strict=True):
            texts = [right(said, lane) for said, lane in zip(numbers, lanes, strict=True)]
            yield [(fit(label, stub, ellipsis=glyphs.ellipsis) + "".join(texts), Ink.COUNT)]


def _sums(base: BaseCount) -> tuple[str, str]:
    """What the people of a base weigh, and what that is worth."""
    if base.suppressed:
        return figures.WITHHELD, figures.WITHHELD
    return f"{figures.whole(base.weighted):,}", f"{figures.whole(base.effective):,}"


def statistic_parts(table: Table, lanes: Sequence[Lane], stub: int) -> Iterator[list[Part]]:
    """What describes each column as a whole, below its cells."""
    for label, attribute in SUMMARIES:
        values = [getattr(summary, attribute) for summary in table.summaries]
        if any(value is not None for value in values):
            texts = _written(attribute, values, years=any(summary.of_years for summary in table.summaries))
            if attribute == "top2":
                # Which two is said where the labels of the rows leave room for it.
                full = _capitalised(next((top_two(one) for one in table.summaries if one.top2_of), label))
                label = full if cell_len(full) <= stub else label
            yield [(fit(label, stub) + "".join(right(texts[lane.index], lane) for lane in lanes), Ink.PERCENT)]
            said = [right(table.summaries[lane.index].letters, lane) for lane in lanes]
            if attribute == "mean" and any(map(str.strip, said)):
                yield [(" " * stub + "".join(said), Ink.LETTER)]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _written(attribute: str, values: Sequence[float | None], *, years: bool) -> Sequence[str]:
    match attribute:
        case "nps":
            return [figures.NO_BASE if value is None else figures.signed(value) for value in values]
        case "top2":
            return [figures.NO_BASE if value is None else f"{figures.whole(value)}%" for value in values]
        case _:
            return figures.aligned(values, years=years)
