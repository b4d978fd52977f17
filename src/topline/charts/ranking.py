"""A ranking as bars: for each item who ranked it, and below it who put it first and among the first few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from topline.charts import figures
from topline.survey.table import Row, Table

MEAN = 1
"""The place of the mean rank among the columns of a ranking."""


def ranking_bars(table: Table) -> Table:
    """A ranking that is not crossed as a table of one column, so that each share of an item is a bar of its own.

    Args:
        table: an item a row, with a column for each of its numbers.
    """
    return replace(table, columns=table.columns[:1], rows=tuple(_rows(table)), overlaps={})


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        ranked, mean, *shares = row.cells
        label = f"{row.label}  mean rank {figures.share(mean)}" if mean.mean is not None else row.label
        yield Row(row.code, label, (ranked,), net=True, effective=row.effective)
        for column, cell in zip(table.columns[MEAN + 1 :], shares, strict=True):
            yield Row(f"{row.code}:{column.code}", column.label, (cell,), level=1, effective=row.effective)
