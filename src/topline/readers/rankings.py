"""Rankings that stand in one cell, all options in the order that somebody gave them, as a column for each option."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from topline.readers.joined import Joined, ranking_in, tokens_of
from topline.readers.profile import Profile, ValueCount
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.survey import Storage

if TYPE_CHECKING:
    import polars

LOOKED_AT = 200
"""Rows that show whether a column may hold a ranking."""


def with_rankings(table: RawTable) -> RawTable:
    """A table in which each option of such a ranking has a column that holds its rank, 1 the first."""
    grouped = {at for group in table.groups for at in (*group.columns, group.other)}
    found = {
        at: ranking
        for at, column in enumerate(table.columns)
        if at not in grouped and not column.options and column.kind is None and (ranking := _ranking(column))
    }
    if not found:
        return table
    columns: list[RawColumn] = []
    places: dict[int, int] = {}
    groups: list[RawGroup] = []
    for at, column in enumerate(table.columns):
        places[at] = len(columns)
        if at not in found:
            columns.append(column)
            continue
        ranking = found[at]
        items = tuple(range(len(columns), len(columns) + len(ranking.offered)))
        text = column.text or column.header
        rule = "each cell holds all options, in the order that somebody gave them"
        groups.append(RawGroup(Together.RANKING, items, text, ranking.offered, rule))
        columns.extend(_ranks(column, ranking))
    moved = (
        replace(
            group,
            columns=tuple(places[at] for at in group.columns),
            other=None if group.other is None else places[group.other],
        )
        for group in table.groups
    )
    return replace(table, columns=tuple(columns), groups=(*moved, *groups))


def _ranking(column: RawColumn) -> Joined | None:
    import polars

    if column.cells.dtype != polars.String:
        return None
    first = _counts(column.cells.head(LOOKED_AT))
    return (
        ranking_in(_profile(column, _counts(column.cells))) if first and ranking_in(_profile(column, first)) else None
    )


def _counts(cells: polars.Series) -> tuple[ValueCount, ...]:
    counted = cells.drop_nulls().to_frame("value").group_by("value", maintain_order=True).len()
    return tuple(ValueCount(value, replies) for value, replies in counted.iter_rows())


def _profile(column: RawColumn, counts: tuple[ValueCount, ...]) -> Profile:
    return Profile(
        name=column.header,
        text=column.text,
        header=column.header,
        column=column.header,
        storage=Storage.TEXT,
        position=column.position,
        rows=len(column.cells),
        answered=sum(count.replies for count in counts),
        distinct=len(counts),
        counts=counts,
    )


def _ranks(column: RawColumn, ranking: Joined) -> list[RawColumn]:
    """A column for each option: its place among those of the cell."""
    import polars

    orders = {cell: tokens_of(cell, ranking.separator) for cell in column.cells.unique().drop_nulls().to_list()}
    ranked = []
    for option in ranking.offered:
        ranks = {cell: str(order.index(option) + 1) for cell, order in orders.items() if option in order}
        cells = column.cells.replace_strict(ranks, default=None, return_dtype=polars.String)
        header = f"{column.header} [{option}]"
        ranked.append(replace(column, header=header, cells=cells, text=f"{column.text or column.header} - {option}"))
    return ranked
