"""A grid as one table: its answers are the rows, and each of its questions is a column with a base of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from topline.survey import LOW_BASE, Cell, Chart, Column, Missing, Row, Survey, Table


def grid_table(tables: Sequence[Table], survey: Survey) -> Table:
    """One table of the toplines of all questions of a grid.

    Args:
        tables: The toplines, in the order of the grid; at least one.
        survey: What they are of.
    """
    questions = [survey[table.view.rows] for table in tables]
    grid = questions[0].grid
    columns = tuple(
        Column(question.name, question.label, table.base) for question, table in zip(questions, tables, strict=True)
    )
    summaries = tuple(table.summary for table in tables if table.summary is not None)
    return Table(
        view=replace(tables[0].view, chart=Chart.GRID),
        title=grid,
        columns=columns,
        rows=tuple(_rows(tables)),
        missing=tuple(
            Missing(item.code, item.label, item.kind, item.count, item.slice, at)
            for at, table in enumerate(tables)
            for item in table.missing
        ),
        summaries=summaries if len(summaries) == len(tables) else (),
        footer=_footer(grid, tables, columns),
    )


def _rows(tables: Sequence[Table]) -> list[Row]:
    """The rows of all of them; where a question does not have one, nobody gave that answer."""
    found = [{(row.code, row.net): row for row in table.rows} for table in tables]
    known: dict[tuple[str, bool], Row] = {}
    for rows in found:
        for key, row in rows.items():
            known.setdefault(key, row)

    def cell(rows: dict[tuple[str, bool], Row], key: tuple[str, bool], table: Table) -> Cell:
        return rows[key].cells[0] if key in rows else Cell(0, None, percent=0.0 if table.base.weighted else None)

    return [
        replace(row, cells=tuple(cell(rows, key, table) for rows, table in zip(found, tables, strict=True)))
        for key, row in known.items()
    ]


def _footer(grid: str, tables: Sequence[Table], columns: Sequence[Column]) -> tuple[str, ...]:
    """What is said of all of them alike, and their bases."""
    bases = [column.base for column in columns]
    people = sorted({base.unweighted for base in bases})
    n = f"n={people[0]:,}" if len(people) == 1 else f"n={people[0]:,} to {people[-1]:,}"
    words = bases[0].text if len({base.text for base in bases}) == 1 else "of each question its own"
    alike = [text for text in tables[0].footer if all(text in table.footer for table in tables)]
    rest = [text for text in alike if not text.startswith(("Question: ", "Base: ", "Missing", "Caution: a base"))]
    small = [column.label for column in columns if column.base.unweighted < LOW_BASE]
    caution = [f"Caution: base below {LOW_BASE} in {', '.join(small)}"] if small else []
    return (f"Question: {grid}", f"Base: {words}, {n}", *rest, *caution)
