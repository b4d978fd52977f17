"""A grid as one table: its answers are the rows, and each of its questions is a column with a base of its own.

On its side, as it is read best, each question is a row, with those who answered it in front and its mean at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from topline.analysis.cautions import LOW, named
from topline.analysis.stacked import bases_line
from topline.survey import (
    STATISTICS,
    Cell,
    Chart,
    Column,
    Missing,
    Order,
    Question,
    Row,
    Survey,
    Table,
    UnknownNameError,
    View,
    What,
)
from topline.survey.errors import did_you_mean


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
        # Under a privacy floor a kind that is not there may be withheld.
        missing=tuple(
            Missing(item.code, item.label, item.kind, item.count, item.slice, at)
            for at, table in enumerate(tables)
            for item in table.missing
            if not survey.min_base
        ),
        summaries=summaries if len(summaries) == len(tables) else (),
        footer=_footer(grid, tables, columns),
    )


def is_grid_table(view: View) -> bool:
    """Whether a view asks for a whole grid as one table on its side."""
    return view.what is What.TOPLINE and view.chart is Chart.TABLE and view.against is None


def grid_on_its_side(tables: Sequence[Table], view: View, survey: Survey) -> Table:
    """The table of a grid as a view asks for it: a row for each question, sorted by any of what stands in it.

    Args:
        tables: The toplines of its questions, in the order of the grid; at least one.
        view: How it is shown.
        survey: What it is of.
    """
    footer = ["Percentages are of the base at the left of each row"]
    if view.order is Order.COUNT:
        tables = sorted(tables, key=lambda table: -_heaviness(table, view.sort))
        footer.append(f"Sorted by {_named(tables, view.sort)}")
    table = grid_table(tables, survey)
    rows = (
        table.rows
        if view.zeros
        else tuple(row for row in table.rows if any(cell.count or cell.suppressed for cell in row.cells))
    )
    # It lies on its side whatever the view says of crosstabs.
    side = replace(view, transposed=True)
    return replace(table, view=side, rows=rows, footer=(*table.footer, *footer))


def grid_order(said: str, question: Question) -> str:
    """What a grid's questions are sorted by, as a view says it: an answer, a net or a statistic; empty for the base.

    Args:
        said: A code or a label, in any case; or the name of a statistic, such as "mean".
        question: Any of the grid.

    Raises:
        UnknownNameError: when it is none of these.
    """
    wanted = " ".join(said.split()).casefold()
    known = {option.label.casefold(): option.code for option in question.choices}
    known |= {net.label.casefold(): net.label for net in question.nets}
    known |= {option.code.casefold(): option.code for option in question.choices}
    if wanted in known:
        return known[wanted]
    statistics = [attribute for _, attribute, _ in STATISTICS]
    if wanted in statistics:
        return wanted
    labels = [option.label for option in question.choices] + [net.label for net in question.nets]
    hint = did_you_mean(said, labels) or f"; use one of: {', '.join([*labels, *statistics, Order.COUNT])}"
    raise UnknownNameError(f"a grid is not sorted by {said!r}{hint}")


def _heaviness(table: Table, by: str) -> float:
    """How much there is of what a grid is sorted by; less than nothing where there is none of it."""
    if not by:
        return table.base.weighted
    row = next((row for row in table.rows if by == row.code), None)
    if row is not None:
        return -1.0 if row.cells[0].percent is None else row.cells[0].percent
    value = getattr(table.summary, by, None) if by in [attribute for _, attribute, _ in STATISTICS] else None
    return float("-inf") if value is None else float(value)


def _named(tables: Sequence[Table], by: str) -> str:
    if not by:
        return "the base, the largest first"
    labels = {row.code: row.label for table in tables for row in table.rows}
    labels |= {attribute: label.casefold() for label, attribute, _ in STATISTICS if attribute not in labels}
    return f"{labels.get(by, by)}, the most first"


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
    alike = [text for text in tables[0].footer if all(text in table.footer for table in tables)]
    rest = [text for text in alike if not text.startswith(("Question: ", "Base: ", "Missing", "Caution: a base"))]
    small = [column.label for column in columns if column.base.is_low]
    caution = [LOW + named(small, len(columns), "columns")] if small else []
    return (f"Question: {grid}", bases_line(tables), *rest, *caution)
