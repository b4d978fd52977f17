"""Arranging a table that was counted: its order, its percentages, and what is left out. Nothing is counted anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from topline.analysis.cautions import without_hidden
from topline.analysis.changed import change_lines, with_changes
from topline.analysis.ranking import arranged_ranking
from topline.analysis.stacked import stacked
from topline.analysis.tested import significance_lines, with_letters
from topline.statistics import wilson
from topline.survey import Column, Order, Percent, Row, Significance, Survey, Table, View, What, column_of


def arranged(table: Table, view: View, survey: Survey) -> Table:
    """A table as another view shows it.

    Args:
        table: The answer to `view.counted`: every row, in the codebook's order, in percent of the column.
        view: How it is to be shown.
    """
    if view.what is What.RESPONSE:
        return replace(table, view=view)
    if view.is_ranking and survey.ranking(view.rows):
        return arranged_ranking(table, view)
    hidden = () if view.zeros or view.what is not What.CROSSTAB else _empty_columns(table)
    if table.parts:
        plain = replace(view, stub=(), title="", nets=(), bands=(), chart=None)
        counted = [without_hidden(part, hidden) for part in table.parts]
        parts = [_of_one_question(part, _shown_part(part, plain), survey) for part in counted]
        table = stacked(view, parts, survey)
    else:
        table = _of_one_question(without_hidden(table, hidden), view, survey)
    return _without_columns(table, hidden) if hidden else table


def _shown_part(part: Table, plain: View) -> View:
    """How one question of several is shown: with the nets and bands that it was counted with."""
    return replace(plain, rows=part.view.rows, nets=part.view.nets, bands=part.view.bands)


def _of_one_question(table: Table, view: View, survey: Survey) -> Table:
    """The table of one question as a view shows it, with all its columns."""
    trend = view.what is What.TREND
    crossed = trend or view.what is What.CROSSTAB
    footer = list(table.footer)
    said = (TRANSPOSED if view.transposed else PERCENTAGES)[view.percent]
    footer += [said.replace("letters", "arrows" if trend else "letters")] if crossed else []
    if view.test is Significance.OFF:
        table = replace(table, associations=())
    if trend:
        table = with_changes(table, view)
        footer += change_lines(table, view)
    elif crossed or table.is_comparison:
        table = with_letters(table, view)
        footer += significance_lines(table, view)
    rows = list(table.rows)
    if crossed and view.percent is Percent.ROW:
        rows = [_of_the_row(row, survey) for row in rows]
    if crossed and view.percent is Percent.INDEX:
        rows = [_indexed(row) for row in rows]
    if view.order is Order.COUNT:
        at = column_of(view.sort, table.columns)
        by_share = crossed and view.percent in (Percent.ROW, Percent.INDEX)
        rows = _by_count(rows, lambda row: _heaviness(row, at or 0, by_share))
        footer += [_sorted_words(at, view, table.columns)] if view.sort else []
    if not view.zeros:
        rows = [row for row in rows if any(cell.count or cell.suppressed for cell in row.cells)]
    return replace(table, view=view, rows=tuple(rows), footer=tuple(footer))


def _empty_columns(table: Table) -> tuple[int, ...]:
    """The places of the columns, but for the total, that nobody of any base is in."""
    places = range(1, len(table.columns))
    return tuple(at for at in places if not any(_has_people(part.columns[at]) for part in table.each))


def _without_columns(table: Table, hidden: Sequence[int]) -> Table:
    """A crosstab without some columns that nobody of the base is in; the others keep their letters."""
    stay = [at for at in range(len(table.columns)) if at not in hidden]
    footer = (*table.footer, f"Columns: {len(hidden):,} that nobody of the base is in are hidden")
    parts = tuple(_with_columns(part, stay) for part in table.parts)
    return replace(_with_columns(table, stay), parts=parts, footer=footer)


def _has_people(column: Column) -> bool:
    """Whether a column could have people: one that is withheld always could."""
    return column.base.suppressed or bool(column.base.unweighted)


def _with_columns(table: Table, stay: Sequence[int]) -> Table:
    """A table with some of its columns."""
    places = {at: place for place, at in enumerate(stay)}
    return replace(
        table,
        columns=tuple(table.columns[at] for at in stay),
        rows=tuple(replace(row, cells=tuple(row.cells[at] for at in stay)) for row in table.rows),
        summaries=tuple(table.summaries[at] for at in stay) if table.summaries else (),
        overlaps={
            (places[one], places[other]): shared
            for (one, other), shared in table.overlaps.items()
            if one in places and other in places
        },
    )


PERCENTAGES = {
    Percent.COLUMN: "Percentages are of the column's base",
    Percent.ROW: "Percentages are of the row's people in the base; letters compare shares of the columns' bases",
    Percent.INDEX: "Indexes: 100 is the total's percentage; letters compare shares of the columns' bases",
    Percent.NONE: "Counts alone; letters compare shares of the columns' bases",
}


TRANSPOSED = {
    Percent.COLUMN: "On its side: percentages are of the base at the left of each row",
    Percent.ROW: "On its side: percentages are of each answer's people in the base; letters compare shares "
    "of the rows' bases",
    Percent.INDEX: "On its side: indexes, 100 is the total's percentage; letters compare shares of the rows' bases",
    Percent.NONE: "On its side: counts alone; letters compare shares of the rows' bases",
}


def _sorted_words(at: int | None, view: View, columns: Sequence[Column]) -> str:
    if at is None:
        return f"Sorted by the total: no column here is {view.sort}"
    return f"Sorted by {columns[at].full_label} ({columns[at].group})"


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
        interval = wilson(share, row.effective, population=survey.population(row.effective))
        cells.append(replace(cell, percent=100 * share, low=100 * interval.low, high=100 * interval.high))
    return replace(row, cells=tuple(cells))


def _indexed(row: Row) -> Row:
    """A row with its indexes to the total."""
    whole = row.cells[0].percent
    if not whole:
        return row
    cells = (replace(cell, index=None if cell.percent is None else 100 * cell.percent / whole) for cell in row.cells)
    return replace(row, cells=tuple(cells))


Heaviness = tuple[float, float]


def _heaviness(row: Row, at: int, by_share: bool) -> Heaviness:
    """What a row is sorted by, the least first: what its cell says, and then its people."""
    cell = row.cells[at]
    share = cell.index if cell.index is not None else cell.percent
    return -(share or 0.0) if by_share else 0.0, -cell.weighted


def _by_count(rows: Sequence[Row], heaviness: Callable[[Row], Heaviness]) -> list[Row]:
    """The heaviest first; rows below a net stay with it, and are sorted among themselves."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row.level > blocks[-1][0].level:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ranked = sorted(blocks, key=lambda block: heaviness(block[0]))
    return [row for head, *below in ranked for row in (head, *_by_count(below, heaviness))]
