"""A table turned on its side: its columns become rows, its bases the first column. No number changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from topline.survey.table import BaseCount, Cell, Column, Missing, Row, Shows, Table
from topline.survey.view import What

STATISTICS = (("Mean", "mean", Shows.MEAN), ("NPS", "nps", Shows.NPS), ("Top 2", "top2", Shows.TOP2))
"""What stands at the right of the answers, and the attribute of a Summary that each is."""

LETTERS_OF = {"mean": "letters", "nps": "nps_letters", "top2": "top2_letters"}
"""The attribute that has the letters of each of them."""
WEIGHTED_BASES = ("Weighted base", "Effective base")
"""What stands before what a base weighs, and what that is worth."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What becomes a column, with a cell for each column of the table as it was counted."""

    head: Column
    cells: tuple[Cell, ...]


def laid_out(table: Table) -> Table:
    """A table as its view has it drawn: on its side, where that is asked for."""
    return transposed(table) if table.view.transposed and not table.transposed else table


def transposed(table: Table) -> Table:
    """A table on its side: every cell keeps its number, its letters and its people.

    The letter of a column stands behind its label, which leads a row now. Of several questions the answers follow
    each other at the right, each behind the bases of its own.
    """
    lines = [line for part in table.each for line in _lines(part, table)]
    return replace(
        table,
        columns=tuple(line.head for line in lines),
        rows=tuple(_rows(table.columns, lines)),
        summaries=(),
        missing=(),
        parts=(),
        transposed=True,
    )


def _lines(part: Table, whole: Table) -> Iterator[_Line]:
    group = part.title if whole.parts else ""
    bases = [column.base for column in part.columns]

    def line(code: str, label: str, shows: Shows, cells: Sequence[Cell]) -> _Line:
        return _Line(Column(code, label, part.base, group=group, question=part.view.rows, shows=shows), tuple(cells))

    yield line("base", "Base", Shows.PEOPLE, [_people(base) for base in bases])
    if whole.view.slice.weight:
        sums = [replace(_people(base), mean=base.weighted) for base in bases]
        yield line("weighted", WEIGHTED_BASES[0], Shows.SUM, sums)
        yield line("effective", WEIGHTED_BASES[1], Shows.SUM, [replace(_people(b), mean=b.effective) for b in bases])
    for row in part.rows:
        yield line(row.code, row.label, Shows.NET if row.net else Shows.SHARE, row.cells)
    for label, attribute, shows in STATISTICS:
        values = [getattr(summary, attribute) for summary in part.summaries]
        if any(value is not None for value in values):
            cells = [replace(_people(base), mean=value) for base, value in zip(bases, values, strict=True)]
            letters = [getattr(summary, LETTERS_OF[attribute]) for summary in part.summaries]
            cells = [replace(cell, letters=said) for cell, said in zip(cells, letters, strict=True)]
            yield line(attribute, label, shows, cells)
    if whole.view.what is What.TOPLINE:
        for code, label, cells in _missing(part):
            yield line(f"missing {code}", label, Shows.MISSING, cells)


def _missing(part: Table) -> Iterator[tuple[str, str, list[Cell]]]:
    """For questions that are rows: those who are set apart from each, by why."""
    kinds = dict.fromkeys((item.code, item.label) for item in part.missing)
    for code, label in kinds:
        found = {item.column: item for item in part.missing if (item.code, item.label) == (code, label)}
        yield code or label, f"Missing: {label}", [_apart(found.get(at)) for at in range(len(part.columns))]


def _apart(item: Missing | None) -> Cell:
    return Cell(item.count, item.slice) if item is not None else Cell(0, None)


def _people(base: BaseCount) -> Cell:
    if base.suppressed:
        return Cell(0, None, suppressed=True)
    return Cell(base.unweighted, base.slice, base.weighted)


def _rows(columns: Sequence[Column], lines: Sequence[_Line]) -> Iterator[Row]:
    group = ""
    for at, column in enumerate(columns):
        if column.group and column.group != group:
            # A heading has no cells.
            yield Row("", column.group, ())
        group = column.group
        label = f"{column.full_label} ({column.letter})" if column.letter else column.full_label
        yield Row(column.code, label, tuple(line.cells[at] for line in lines), level=1 if group else 0)
