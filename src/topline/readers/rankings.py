"""Rankings as a column for each item, whatever they are written as: all in one cell, or a column for each rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from topline.readers.joined import SEPARATORS, Joined, ranking_in, tokens_of
from topline.readers.naming import readable
from topline.readers.profile import Profile, ValueCount
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.readers.together import texts_of
from topline.survey import Storage

if TYPE_CHECKING:
    import polars

LOOKED_AT = 200
"""Rows that show whether a column may hold a ranking."""


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What takes the place of columns that hold a ranking otherwise."""

    items: tuple[RawColumn, ...]
    """Each with the rank of its item, 1 the first."""
    group: RawGroup
    """Its columns count from the first of the items."""


def with_rankings(table: RawTable, separators: Sequence[str] = ()) -> RawTable:
    """A table in which each item of a ranking has a column that holds its rank, 1 the first.

    Args:
        table: The table.
        separators: What the platform writes between several answers in a cell, besides what any may.
    """
    between = tuple(dict.fromkeys((*separators, *SEPARATORS)))
    grouped = {at for group in table.groups for at in (*group.columns, group.other)}
    found = {
        at: _of_one_cell(column, ranking)
        for at, column in enumerate(table.columns)
        if at not in grouped and not column.options and column.kind is None and (ranking := _ranking(column, between))
    }
    by_rank = [group for group in table.groups if group.how is Together.RANKS]
    found |= {min(group.columns): _of_columns(group, [table.columns[at] for at in group.columns]) for group in by_rank}
    if not found:
        return table
    gone = {at for group in by_rank for at in group.columns}
    left = replace(table, groups=tuple(group for group in table.groups if group.how is not Together.RANKS))
    return _with_items(left, found, gone)


def _with_items(table: RawTable, found: Mapping[int, _Ranking], gone: set[int]) -> RawTable:
    """A table with the items of rankings at the places where these were found, without the columns that are gone."""
    columns: list[RawColumn] = []
    places: dict[int, int] = {}
    groups: list[RawGroup] = []
    for at, column in enumerate(table.columns):
        places[at] = len(columns)
        if at in found:
            items, group = found[at].items, found[at].group
            groups.append(replace(group, columns=tuple(range(len(columns), len(columns) + len(items)))))
            columns.extend(items)
        elif at not in gone:
            columns.append(column)
    moved = (
        replace(
            group,
            columns=tuple(places[at] for at in group.columns),
            other=None if group.other is None else places[group.other],
        )
        for group in table.groups
    )
    return replace(table, columns=tuple(columns), groups=(*moved, *groups))


def _of_columns(group: RawGroup, columns: Sequence[RawColumn]) -> _Ranking:
    """The items of columns that hold the item at a rank each; who was not asked, or why, is as in the first of them."""
    import polars

    labels = {option.code: option.label for column in columns for option in column.options}
    apart = {option.code for column in columns for option in column.options if option.missing}
    apart |= {cell for column in columns for cell, _ in column.apart}
    texts = polars.DataFrame([texts_of(one.cells).str.strip_chars().alias(str(at)) for at, one in enumerate(columns)])
    held = texts.select(polars.concat_list(polars.all()).alias("all"))["all"].explode().drop_nulls()
    seen = held.unique(maintain_order=True).to_list()
    codes = [code for code in dict.fromkeys((*labels, *seen)) if code and code not in apart]
    names = tuple(readable(labels.get(code, code)) or code for code in codes)
    text, first = readable(group.text), columns[0]
    items = []
    for code, item in zip(codes, names, strict=True):
        rank = polars.coalesce(
            *(polars.when(polars.col(str(at)) == code).then(polars.lit(str(at + 1))) for at in range(len(columns))),
            polars.when(polars.col("0").is_in([*apart])).then(polars.col("0")),
        )
        items.append(
            replace(
                first,
                header=f"{group.name or text or first.header} [{item}]",
                cells=texts.select(rank.cast(polars.String)).to_series(),
                name="",
                text=f"{text} - {item}" if text else item,
                options=tuple(option for option in first.options if option.missing),
            )
        )
    return _Ranking(tuple(items), replace(group, how=Together.RANKING, labels=names, columns=()))


def _of_one_cell(column: RawColumn, ranking: Joined) -> _Ranking:
    rule = "each cell holds all options, in the order that somebody gave them"
    text = column.text or column.header
    group = RawGroup(Together.RANKING, (), text, ranking.offered, rule)
    return _Ranking(tuple(_ranks(column, ranking)), group)


def _ranking(column: RawColumn, separators: Sequence[str]) -> Joined | None:
    import polars

    if column.cells.dtype != polars.String:
        return None
    first = _counts(column.cells.head(LOOKED_AT))
    if not first or not ranking_in(_profile(column, first), separators):
        return None
    return ranking_in(_profile(column, _counts(column.cells)), separators)


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
