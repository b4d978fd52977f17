"""Cautions about bases that are too low: few enough names to be read, and none of what is hidden."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from topline.survey import LOW_BASE, Column, Table, What

MOST_NAMED = 6
"""Columns with a low base that are named one by one."""
LOW = f"Caution: base below {LOW_BASE} in "


def named(labels: Sequence[str], of: int, noun: str) -> str:
    """Some of several things, the first of them by name.

    Args:
        labels: What each of them is called.
        of: How many things there are.
        noun: What they are, in the plural.
    """
    if len(labels) <= MOST_NAMED:
        return ", ".join(labels)
    if len(labels) == of:
        return f"all {of:,} {noun}"
    return f"{', '.join(labels[:MOST_NAMED])} and {len(labels) - MOST_NAMED:,} more"


def low_base_lines(table: Table, hidden: Collection[int] = ()) -> list[str]:
    """Which columns of a table have a low base, in a line; none where no column has.

    Args:
        table: It; its total is told of elsewhere.
        hidden: The places of columns that are not shown.
    """
    columns = [column for at, column in enumerate(table.columns) if at and at not in hidden]
    small = [column.full_label for column in columns if _is_low(column)]
    if not small:
        return []
    trend = table.view.what is What.TREND
    if trend and MOST_NAMED < len(small) < len(columns):
        # Of periods their number tells more than the names of the first ones.
        return [f"{LOW}{len(small):,} of {len(columns):,} periods"]
    return [LOW + named(small, len(columns), "periods" if trend else "columns")]


def _is_low(column: Column) -> bool:
    return column.base.is_low and not column.base.suppressed


def without_hidden(table: Table, hidden: Collection[int]) -> Table:
    """A table whose footer cautions of none of the columns that are about to be hidden."""
    if not hidden:
        return table
    footer: list[str] = []
    for text in table.footer:
        footer += low_base_lines(table, hidden) if text.startswith(LOW) else [text]
    return replace(table, footer=tuple(footer))
