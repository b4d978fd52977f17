"""The numbers of a table by name, and what of them is withheld under a privacy floor."""

from __future__ import annotations

from dataclasses import dataclass, field

from topline.survey import Column, Row, Table

RowName = tuple[bool, str]
"""Whether it is a net, and its code."""
ColumnName = tuple[str, str]
"""The banner question and the code."""
REST = "topline:rest"
"""Stands for those in none of the rows, or in none of the columns; they are printed nowhere."""
TOTAL: ColumnName = ("", "")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The counts of a table, by names that are the same in other tables of the same questions."""

    cells: dict[tuple[RowName, ColumnName], int]
    bases: dict[ColumnName, int]
    kinds: dict[tuple[str, str], int]
    """Kinds of missing answers, by code and label."""
    unplaced: dict[str, int]
    """Those in no column of a banner question, by its label."""

    def cell(self, row: RowName, column: ColumnName) -> int:
        """How many people; 0 where there is no such row or column."""
        return self.cells.get((row, column), 0)

    def base(self, column: ColumnName) -> int:
        """How many people a column is of."""
        return self.bases.get(column, 0)


@dataclass(slots=True)
class Withheld:
    """What of a table is withheld."""

    rows: set[RowName] = field(default_factory=set)
    """Those whose total is."""
    columns: set[ColumnName] = field(default_factory=set)
    """Those of which everything is."""
    cells: set[object] = field(default_factory=set)
    """Pairs of a row and a column."""
    kinds: set[tuple[str, str]] = field(default_factory=set)
    """Kinds of missing answers, by code and label."""
    unplaced: set[str] = field(default_factory=set)
    """Banner questions, by label: how many are in none of their columns."""

    def add(self, other: Withheld) -> None:
        """Withhold as well what another withholds: to withhold more never gives anything away."""
        self.rows |= other.rows
        self.columns |= other.columns
        self.cells |= other.cells
        self.kinds |= other.kinds
        self.unplaced |= other.unplaced

    def has(self, row: RowName, column: ColumnName) -> bool:
        """Whether a cell is withheld."""
        return column in self.columns or (row in self.rows if column == TOTAL else (row, column) in self.cells)


def row_name(row: Row) -> RowName:
    """What a row is called in every table."""
    return row.net, row.code


def column_name(column: Column) -> ColumnName:
    """What a column is called in every table; the total, and either side of a comparison, is the total."""
    return (column.question, column.code) if column.question else TOTAL


def numbers_of(table: Table) -> Numbers:
    columns = [column_name(column) for column in table.columns]
    return Numbers(
        {
            (row_name(row), column): cell.count
            for row in table.rows
            for column, cell in zip(columns, row.cells, strict=True)
        },
        {column_name(column): column.base.unweighted for column in table.columns},
        {(item.code, item.label): item.count for item in table.missing},
        {one.label: one.n for one in table.unplaced},
    )
