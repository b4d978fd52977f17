"""A table on its side as a grid: a row for each column that was counted, its bases first, the answers across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from topline.charts import figures
from topline.export.grid import Entry, Grid
from topline.export.layout import (
    Part,
    heading_of,
    is_weighted,
    needs_groups,
    parts_at,
    people_words,
    statistic_words,
)
from topline.survey import Cell, Column, Percent, Shows, Table


def side_grid(table: Table, *, exact: bool) -> Grid:
    """A table that lies on its side as a grid.

    Args:
        table: It.
        exact: Whether it is for a spreadsheet, with each number in a column of its own and unrounded, or for a page.
    """
    return _exact(table) if exact else _for_a_page(table)


NAMES = {
    Part.SHARE: "%",
    Part.INDEX: "index",
    Part.COUNT: "n",
    Part.WEIGHTED: "weighted",
    Part.LETTERS: "letters",
    Part.STATISTIC: "",
}


def _exact(table: Table) -> Grid:
    """Each row is led by the banner question that it is an answer of."""
    grouped = needs_groups(table)
    headings = ["question", "code", "answer"]
    for at, column in enumerate(table.columns):
        head = _head(column, grouped=grouped)
        names = ["" if column.shows is Shows.SUM else NAMES[part] for part in parts_at(table, at)]
        headings += [f"{head} {name}".strip() for name in names]
    rows: list[list[Entry]] = []
    question = ""
    for row in table.rows:
        if not row.cells:
            question = row.label
            continue
        numbers = [
            Entry(_number(cell, part, column))
            for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
            for part in parts_at(table, at)
        ]
        rows.append([Entry(question), Entry(row.code), Entry(row.label, row.net), *numbers])
    return Grid(tuple(headings), rows, table.title, footer=table.footer, figures_from=3)


def _head(column: Column, *, grouped: bool) -> str:
    """What stands above a column, of several questions with the name of its own."""
    return heading_of(replace(column, group=column.question), grouped=grouped)


def _number(cell: Cell, part: Part, column: Column) -> str:
    if cell.suppressed and part is not Part.LETTERS:
        return figures.WITHHELD
    match part:
        case Part.COUNT:
            return str(cell.count)
        case Part.WEIGHTED:
            return _written(cell.mean if column.shows is Shows.SUM else cell.weighted)
        case Part.LETTERS:
            return cell.letters
        case Part.STATISTIC:
            return _written(cell.mean)
        case Part.INDEX:
            return _written(cell.index)
        case _:
            return _written(cell.percent)


def _written(value: float | None) -> str:
    return f"{value:.12g}" if value is not None and isfinite(value) else ""


def _for_a_page(table: Table) -> Grid:
    grouped = needs_groups(table)
    headings = [_head(column, grouped=grouped) for column in table.columns]
    rows: list[list[Entry]] = []
    for row in table.rows:
        said = [Entry(text) for text in _said(table, row.cells)] if row.cells else [Entry("")] * len(headings)
        rows.append([Entry(row.label, net=row.net or not row.cells, level=row.level), *said])
    return Grid(("", *headings), rows, table.title, footer=table.footer, figures_from=1)


def _said(table: Table, cells: tuple[Cell, ...]) -> Iterator[str]:
    for cell, column in zip(cells, table.columns, strict=True):
        letters = f" {cell.letters}" if cell.letters else ""
        if column.shows in (Shows.PEOPLE, Shows.MISSING):
            yield people_words(cell, column.shows)
        elif not column.shows.is_share:
            yield statistic_words(cell, column.shows) + letters
        elif cell.suppressed:
            yield figures.WITHHELD
        else:
            people = figures.people(cell)
            if table.view.percent is not Percent.NONE:
                said = figures.index(cell) if table.view.percent is Percent.INDEX else figures.share(cell)
                yield f"{said} ({people}){letters}"
            else:
                yield f"{figures.people(cell, weighted=True)} ({people})" if is_weighted(table) else people
