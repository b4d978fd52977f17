"""Rows of several questions below each other: a table of each, brought under the same columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from topline.analysis.counts import Tally
from topline.analysis.tables import cell_of
from topline.statistics import column_letter
from topline.survey import BaseCount, Cell, Column, Row, Summary, Survey, Table, View

Place = tuple[str, str]
"""What a column is told by: its banner question, and its code."""


def stacked_table(view: View, survey: Survey, count: Callable[[View], Table]) -> Table:
    """The table of a view whose rows are several questions: each is counted for itself, with the base of its own.

    Args:
        view: What is asked.
        survey: Of whom.
        count: Counts one of the questions, with columns that are the same whatever the question.

    Raises:
        UnknownNameError: when the view names a question that the survey does not have.
        ToplineError: when the view weights by what holds no numbers, or cannot be raked.
    """
    first = replace(view, stub=())
    # Nets and bands of a view's own are those of its first question.
    others = [replace(first, rows=name, nets=(), bands=()) for name in view.stub]
    return stacked(view, under_same_columns([count(one) for one in (first, *others)], survey), survey)


def stacked(view: View, parts: Sequence[Table], survey: Survey) -> Table:
    """Tables of several questions as one."""
    title = ", ".join(survey[part.view.rows].label for part in parts)
    return Table(view, title, parts[0].columns, (), footer=footer_of(parts), parts=tuple(parts))


def under_same_columns(tables: Sequence[Table], survey: Survey) -> tuple[Table, ...]:
    """The same tables, each with all columns that any of them has; nobody of its base is in those that it had not."""
    heads: list[Column] = []
    for table in tables:
        heads = _merged(heads, table.columns)
    letters = [column_letter(at - 1) if at and len(heads) > 1 else "" for at in range(len(heads))]
    return tuple(_with(table, heads, letters, survey) for table in tables)


def _place(column: Column) -> Place:
    return column.question, column.code


def _merged(heads: Sequence[Column], more: Sequence[Column]) -> list[Column]:
    """Columns with those that are new among them, each before the next one that is known, within its question."""
    merged = list(heads)
    known = {_place(column) for column in heads}
    new: list[Column] = []
    for column in more:
        if _place(column) not in known:
            new.append(column)
            continue
        _put(merged, new, next(at for at, one in enumerate(merged) if _place(one) == _place(column)))
        new = []
    _put(merged, new, len(merged))
    return merged


def _put(heads: list[Column], new: Sequence[Column], before: int) -> None:
    """New columns before a place; those of other questions than the one there behind the last of their own."""
    for column in reversed(new):
        own = [at for at, one in enumerate(heads) if one.question == column.question]
        at = before
        if own and (before == len(heads) or heads[before].question != column.question):
            at = own[-1] + 1
        heads.insert(at, column)


def _with(table: Table, heads: Sequence[Column], letters: Sequence[str], survey: Survey) -> Table:
    """A table with all these columns, under these letters."""
    places = {_place(column): at for at, column in enumerate(table.columns)}
    if [_place(column) for column in table.columns] == [_place(column) for column in heads]:
        return table
    total = table.columns[0].base
    found = [places.get(_place(column)) for column in heads]
    columns = tuple(
        replace(
            head if at is None else table.columns[at],
            letter=letter,
            base=_nobody(total, head) if at is None else table.columns[at].base,
        )
        for head, at, letter in zip(heads, found, letters, strict=True)
    )
    now = {at: number for number, at in enumerate(found) if at is not None}
    return replace(
        table,
        columns=columns,
        rows=tuple(_row(row, columns, found, survey) for row in table.rows),
        summaries=tuple(Summary() if at is None else table.summaries[at] for at in found) if table.summaries else (),
        overlaps={(now[one], now[other]): shared for (one, other), shared in table.overlaps.items()},
    )


def _nobody(total: BaseCount, head: Column) -> BaseCount:
    return BaseCount(total.text, 0, 0.0, 0.0, total.slice.narrowed(head.condition))


def _row(row: Row, columns: Sequence[Column], found: Sequence[int | None], survey: Survey) -> Row:
    people = row.cells[0].slice

    def empty(column: Column) -> Cell:
        # Whoever is in the row and the column would be in the base of the column, where nobody is.
        cell = cell_of(Tally(), column.base, None, survey)
        return replace(cell, slice=people.narrowed(column.condition) if people is not None else None)

    cells = (empty(column) if at is None else row.cells[at] for column, at in zip(columns, found, strict=True))
    return replace(row, cells=tuple(cells))


def footer_of(tables: Sequence[Table]) -> tuple[str, ...]:
    """What is needed to trust tables of several questions: what each says for itself, then once what all say."""
    alike = [text for text in tables[0].footer if all(text in table.footer for table in tables[1:])]
    tests = [[text for text in table.footer if text.startswith(LETTERS)] for table in tables]
    # They differ in whether means are tested as well.
    tested = [max((text for texts in tests for text in texts), key=len)] if all(tests) else []
    told = (*alike, *(text for texts in tests for text in texts if tested))
    shared = [text for text in alike if not text.startswith((*OWN, LETTERS))] + tested
    own = [text for table in tables for text in table.footer if text not in told or text.startswith(OWN)]
    return (bases_line(tables), *own, *shared)


OWN = ("Question: ", "Base: ", "Missing")
"""What is said of each question, also where it is the same for all."""
LETTERS = "Letters: "


def bases_line(tables: Sequence[Table]) -> str:
    """Whose the bases of several questions are, and how large."""
    bases = [table.base for table in tables]
    people = sorted({base.unweighted for base in bases})
    n = f"n={people[0]:,}" if len(people) == 1 else f"n={people[0]:,} to {people[-1]:,}"
    words = bases[0].text if len({base.text for base in bases}) == 1 else "of each question its own"
    return f"Base: {words}, {n}"
