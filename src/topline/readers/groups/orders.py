"""Microsoft Forms: ";" behind every answer in a cell; a ranking is all its items in everyone's order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from topline.readers.header import Header, Heading
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together

if TYPE_CHECKING:
    import polars

MARK = ";"
MOST_ITEMS = 60
"""Items that people can be asked to rank; different orders are told from other texts by fewer."""


def takes_several(cells: polars.Series) -> bool:
    """Whether every answer ends in the mark, as it does where several can be picked."""
    import polars

    if cells.dtype != polars.String:
        return False
    bare = cells.str.strip_chars()
    return len(cells) > cells.null_count() and bool(bare.str.ends_with(MARK).all(ignore_nulls=True))


def with_ranks(table: RawTable) -> RawTable:
    """A table with a column of ranks for each item that was ranked in one column."""
    if table.header is None or table.groups:
        return table
    columns: list[RawColumn] = []
    headings: list[Heading] = []
    groups: list[RawGroup] = []
    for column, heading in zip(table.columns, table.header.headings, strict=True):
        items = _ranked(column)
        if items:
            places = tuple(range(len(columns), len(columns) + len(items)))
            why = "a column of all items in everyone's order, as Microsoft Forms writes a ranking"
            groups.append(RawGroup(Together.RANKING, places, column.text or column.header, items, why))
            columns += _ranks(column, items)
            headings += [heading] * len(items)
        else:
            columns.append(column)
            headings.append(heading)
    header: Header = replace(table.header, headings=tuple(headings))
    return replace(table, columns=tuple(columns), groups=tuple(groups), header=header) if groups else table


def _ranked(column: RawColumn) -> tuple[str, ...]:
    """The items that everyone ranked, as first seen; nothing where the cells are something else."""
    if not takes_several(column.cells):
        return ()
    different = column.cells.drop_nulls().unique(maintain_order=True)
    first = _items(different[0])
    if not 2 <= len(first) <= MOST_ITEMS or len(set(first)) < len(first):
        return ()
    orders = {_items(cell) for cell in different.to_list()}
    is_ranking = len(orders) > 1 and all(len(order) == len(first) and set(order) == set(first) for order in orders)
    return first if is_ranking else ()


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.strip().removesuffix(MARK).split(MARK))


def _ranks(column: RawColumn, items: tuple[str, ...]) -> list[RawColumn]:
    import polars

    different = column.cells.drop_nulls().unique().to_list()
    asked = column.text or column.header
    return [
        replace(
            column,
            text=f"{asked} - {item}",
            cells=column.cells.replace_strict(
                {cell: str(1 + _items(cell).index(item)) for cell in different},
                default=None,
                return_dtype=polars.String,
            ),
        )
        for item in items
    ]
