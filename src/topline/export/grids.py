"""Answers as grids: tables, replies and listings of questions, in figures for programs or for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from math import isfinite

from topline.analysis import answer_words
from topline.charts import POINTS, figures, points_words
from topline.engine import Reply
from topline.export.answers import iso
from topline.export.grid import Entry, Grid
from topline.export.layout import (
    heading_of,
    is_lettered,
    is_weighted,
    letters_of,
    needs_groups,
    statistics_of,
)
from topline.export.side_grid import side_grid
from topline.survey import WEIGHTED_BASES, BaseCount, Cell, Percent, Question, Row, Survey, Table, laid_out


def table_grid(table: Table, *, exact: bool) -> Grid:
    """A table as a grid: its rows, then its base, statistics and missing replies.

    Args:
        table: A topline, a crosstab or the response funnel.
        exact: Whether it is for a spreadsheet, with each number in a column of its own and unrounded, or for a
            page, with a percentage and a count in each cell.
    """
    table = laid_out(table)
    if table.transposed:
        return side_grid(table, exact=exact)
    return _exact(table) if exact else _for_a_page(table)


def _exact(table: Table) -> Grid:
    weighted, grouped = is_weighted(table), needs_groups(table)
    single = len(table.columns) == 1
    ranked = table.is_of_means
    shares = [] if table.view.percent is Percent.NONE and not ranked else ["%", *(["low", "high"] if single else [])]
    shares += ["index"] if table.view.percent is Percent.INDEX else []
    shares += ["mean"] if ranked else []
    parts = ["n", *(["weighted"] if weighted else []), *shares]
    parts += ["letters"] if is_lettered(table) else []
    headings = ["code", "answer"]
    heads = [heading_of(column, grouped=grouped) for column in table.columns]
    headings += parts if single else [f"{head} {part}" for head in heads for part in parts]
    headings += [f"difference in {POINTS}"] if table.is_comparison else []
    rows: list[list[Entry]] = []
    for part in table.each:
        # Of several questions each row is led by the name of its own.
        lead = [Entry(part.view.rows)] if table.parts else []
        rows += [[*lead, *row] for row in _exact_rows(part, parts, headings)]
    lead_heading = ["question"] if table.parts else []
    figures_from = 2 + len(lead_heading)
    return Grid((*lead_heading, *headings), rows, table.title, footer=table.footer, figures_from=figures_from)


def _exact_rows(table: Table, parts: Sequence[str], headings: Sequence[str]) -> list[list[Entry]]:
    """The rows of one question, its bases, its statistics and its missing replies."""
    weighted = is_weighted(table)
    blank = [Entry("")] * (len(parts) - 1 - weighted)
    rows = [[Entry(row.code), _label(row), *_numbers(row.cells, parts), *_apart(table, row)] for row in table.rows]
    bases = [Entry(""), Entry("Base")]
    effective = [Entry(""), Entry("Effective base")]
    for column in table.columns:
        base, gone = column.base, figures.WITHHELD if column.base.suppressed else ""
        sums = [Entry(gone or _number(base.weighted))] if weighted else []
        bases += [Entry(gone or str(base.unweighted)), *sums, *blank]
        effective += [Entry(""), Entry(gone or _number(base.effective)), *blank]
    rows += [_filled(bases, headings), *([_filled(effective, headings)] if weighted else [])]
    for one, values in statistics_of(table):
        said = zip(values, letters_of(table, one), strict=True)
        spread = [cell for value, letters in said for cell in _statistic(value, letters, parts)]
        rows.append(_filled([Entry(""), Entry(one.label), *spread], headings))
    for item in table.missing:
        before = [Entry("")] * (len(parts) * item.column)
        missing = [Entry(item.code), Entry(f"Missing: {item.label}"), *before, Entry(str(item.count))]
        rows.append(_filled(missing, headings))
    return rows


def _statistic(value: float | datetime | None, letters: str, parts: Sequence[str]) -> list[Entry]:
    """A statistic at the first place of a column, and its letters where those of cells stand."""
    return [Entry(_number(value)), *(Entry(letters if part == "letters" else "") for part in parts[1:])]


def _filled(entries: Sequence[Entry], headings: Sequence[str]) -> list[Entry]:
    """Entries, and empty ones up to the last heading."""
    return [*entries, *[Entry("")] * (len(headings) - len(entries))]


def _apart(table: Table, row: Row) -> list[Entry]:
    """For a comparison: how many points lie between the first and the second."""
    if not table.is_comparison:
        return []
    difference = table.difference(row, 1)
    # Subtracted, since no difference is not a negative one.
    return [Entry(_number(None if difference is None else 0.0 - difference))]


def _numbers(cells: Sequence[Cell], parts: Sequence[str]) -> Iterator[Entry]:
    for cell in cells:
        values = {
            "n": str(cell.count),
            "weighted": _number(cell.weighted),
            "%": _number(cell.percent),
            "low": _number(cell.low),
            "high": _number(cell.high),
            "index": _number(cell.index),
            "mean": _number(cell.mean),
            "letters": cell.letters,
        }
        for part in parts:
            yield Entry(figures.WITHHELD if cell.suppressed and part != "letters" else values[part])


def _for_a_page(table: Table) -> Grid:
    grouped, single = needs_groups(table), len(table.columns) == 1
    lettered = single and is_lettered(table)
    headings = ["%", "n", "95%", *(["letters"] if lettered else [])]
    headings = headings if single else [heading_of(column, grouped=grouped) for column in table.columns]
    headings += [POINTS] if table.is_comparison else []
    rows: list[list[Entry]] = []
    for part in table.each:
        rows += [_filled([Entry(part.title, net=True)], ["", *headings])] if table.parts else []
        rows += _page_rows(part, headings, lettered=lettered)
    return Grid(("", *headings), rows, table.title, footer=table.footer, figures_from=1)


def _page_rows(table: Table, headings: Sequence[str], *, lettered: bool) -> list[list[Entry]]:
    """The rows of one question, its bases and its statistics."""
    weighted, single = is_weighted(table), len(table.columns) == 1
    rows: list[list[Entry]] = []
    for row in table.rows:
        if single:
            cell = row.cells[0]
            said = [figures.share(cell), figures.people(cell), figures.interval(cell)]
            said += [cell.letters] if lettered else []
        else:
            said = [_share(cell, table, weighted) for cell in row.cells]
        said += [points_words(table, row)] if table.is_comparison else []
        rows.append([_label(row), *map(Entry, said)])
    for label, numbers in _bases(table):
        rows.append(_filled([Entry(label), *map(Entry, ["", *numbers] if single else numbers)], ["", *headings]))
    years = any(summary.of_years for summary in table.summaries)
    for one, values in statistics_of(table):
        numbers = [figures.number(value, years=years) for value in values]
        said = [f"{number} {letters}".rstrip() for number, letters in zip(numbers, letters_of(table, one), strict=True)]
        rows.append(_filled([Entry(one.label), *map(Entry, said)], ["", *headings]))
    return rows


def _bases(table: Table) -> Iterator[tuple[str, list[str]]]:
    """People, in brackets where they are few; where they are weighted what they weigh, and what that is worth."""
    bases = [column.base for column in table.columns]
    yield "Base", [figures.base(base) for base in bases]
    if is_weighted(table):
        yield WEIGHTED_BASES[0], [_whole(base.weighted, base) for base in bases]
        yield WEIGHTED_BASES[1], [_whole(base.effective, base) for base in bases]


def _whole(value: float, base: BaseCount) -> str:
    return figures.WITHHELD if base.suppressed else f"{figures.whole(value):,}"


def _label(row: Row) -> Entry:
    return Entry(row.label, row.net, row.level)


def _share(cell: Cell, table: Table, weighted: bool) -> str:
    if cell.suppressed:
        return figures.WITHHELD
    if table.view.percent is Percent.NONE and not table.is_of_means:
        people = figures.people(cell)
        return f"{figures.people(cell, weighted=True)} ({people})" if weighted else people
    letters = f" {cell.letters}" if cell.letters else ""
    said = figures.index(cell) if table.view.percent is Percent.INDEX and not table.is_of_means else figures.share(cell)
    return f"{said} ({figures.people(cell)}){letters}"


def _number(value: float | datetime | None) -> str:
    if isinstance(value, datetime):
        return iso(value)
    return f"{value:.12g}" if value is not None and isfinite(value) else ""


def replies_grid(
    survey: Survey,
    who: str,
    total: int,
    questions: Sequence[Question],
    replies: Iterable[Reply],
    *,
    personal: bool = False,
) -> Grid:
    """Replies as a grid for a page, a reply a row, led by its row in the file.

    Args:
        survey: Whose replies they are.
        who: The sentence that says whose.
        total: How many replies these people have sent, shown or not.
        questions: The columns.
        replies: Read once, as they are written.
        personal: Whether answers that tell who a person is may be shown.
    """

    def row_of(reply: Reply) -> list[Entry]:
        said = (
            answer_words(question, answer, personal=personal)
            for question, answer in zip(questions, reply.answers, strict=True)
        )
        return [Entry(str(reply.number)), *map(Entry, said)]

    lead = (f"{survey.title}: {who}, {total:,} {'reply' if total == 1 else 'replies'}",)
    return Grid(("row", *(question.name for question in questions)), map(row_of, replies), "Replies", lead)


def listing_grid(survey: Survey, respondents: int, *, exact: bool) -> Grid:
    """The questions of a survey as a grid."""
    headings = ("name", "kind", "role", "answered", "question", "rule")
    rows = [
        [Entry(text) for text in (q.name, q.kind.value, q.role or "", _count(q, exact), q.text, q.rule)]
        for q in survey.questions
    ]
    grid = Grid(headings, rows, survey.title, (f"{respondents:,} respondents",))
    footer = tuple(f"Warning: {warning}" for warning in survey.warnings)
    return grid if exact else replace(grid, footer=footer)


def _count(question: Question, exact: bool) -> str:
    if question.answered is None:
        return ""
    return str(question.answered) if exact else f"{question.answered:,}"


def queries_grid(survey: Survey) -> Grid:
    """The canned queries of a survey as a grid."""
    rows = [
        [Entry(text) for text in (q.key, q.title, " ".join(one.name for one in q.parameters), q.source)]
        for q in survey.queries
    ]
    return Grid(("key", "title", "parameters", "source"), rows, "Canned queries", (survey.title,))
