"""Arranging a table that was counted: its order, its percentages, and what is left out. Nothing is counted anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from topline.analysis.tested import significance_lines, with_letters
from topline.statistics import wilson
from topline.survey import Column, Order, Percent, Row, Survey, Table, View, What


def arranged(table: Table, view: View, survey: Survey) -> Table:
    """A table as another view shows it.

    Args:
        table: The answer to `view.counted`: every row, in the codebook's order, in percent of the column.
        view: How it is to be shown.
    """
    if view.what is What.RESPONSE:
        return replace(table, view=view)
    crossed = view.what is What.CROSSTAB
    footer = list(table.footer)
    footer += [PERCENTAGES[view.percent]] if crossed else []
    if crossed or table.is_comparison:
        table = with_letters(table, view)
        footer += significance_lines(table, view)
    rows = list(table.rows)
    if crossed and view.percent is Percent.ROW:
        rows = [_of_the_row(row, survey) for row in rows]
    if view.order is Order.COUNT:
        at = column_of(view.sort, table.columns)
        by_share = crossed and view.percent is Percent.ROW
        rows = _by_count(rows, lambda row: _heaviness(row, at or 0, by_share))
        footer += [_sorted_words(at, view, table.columns)] if view.sort else []
    if not view.zeros:
        rows = [row for row in rows if any(cell.count or cell.suppressed for cell in row.cells)]
    return replace(table, view=view, rows=tuple(rows), footer=tuple(footer))


PERCENTAGES = {
    Percent.COLUMN: "Percentages are of the column's base",
    Percent.ROW: "Percentages are of the row's people in the base; letters compare shares of the columns' bases",
    Percent.NONE: "Counts alone; letters compare shares of the columns' bases",
}


def column_of(expression: str, columns: Sequence[Column]) -> int | None:
    """The place of the column whose people an expression means; None where no column is theirs."""
    if not expression:
        return 0
    conditions = [column.condition.expression() if column.condition else "" for column in columns]
    return conditions.index(expression) if expression in conditions else None


def _sorted_words(at: int | None, view: View, columns: Sequence[Column]) -> str:
    if at is None:
        return f"Sorted by the total: no column here is {view.sort}"
    return f"Sorted by {columns[at].label} ({columns[at].group})"


def _of_the_row(row: Row, survey: Survey) -> Row:
    """A row in percent of its own people."""
    whole = row.cells[0].weighted
    if row.cells[0].suppressed or not whole:
        return replace(row, cells=tuple(replace(cell, percent=None, low=None, high=None) for cell in row.cells))
    cells = []
    for cell in row.cells:
        if cell.suppressed:
            cells.append(cell)
            continue
        share = min(1.0, cell.weighted / whole)
        population = survey.invited if survey.invited and survey.invited >= row.effective else None
        interval = wilson(share, row.effective, population=population)
        cells.append(replace(cell, percent=100 * share, low=100 * interval.low, high=100 * interval.high))
    return replace(row, cells=tuple(cells))


Heaviness = tuple[float, float]


def _heaviness(row: Row, at: int, by_share: bool) -> Heaviness:
    """What a row is sorted by, the least first: what its cell says, and then its people."""
    cell = row.cells[at]
    return -(cell.percent or 0.0) if by_share else 0.0, -cell.weighted


def _by_count(rows: Sequence[Row], heaviness: Callable[[Row], Heaviness]) -> list[Row]:
    """The heaviest first; rows below a net stay with it."""
    blocks: list[list[Row]] = []
    for row in rows:
        if row.level and blocks:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ranked = [[block[0], *sorted(block[1:], key=heaviness)] for block in blocks]
    return [row for block in sorted(ranked, key=lambda block: heaviness(block[0])) for row in block]
