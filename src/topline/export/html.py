"""Tables as one page of HTML that needs nothing else: no script, no picture or style from elsewhere.

Everything that comes from a file is escaped. Tables are told to screen readers by caption, heads and scopes; bars are
drawn beside the numbers they stand for, which say the same, and are passed over by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from topline.charts import POINTS, figures, points_words
from topline.export.answers import iso
from topline.export.html_style import STYLE
from topline.export.layout import (
    WEIGHTED_BASES,
    Part,
    Statistic,
    base_line,
    bases_of,
    groups_of,
    is_weighted,
    parts_of,
    statistics_of,
    title_of,
)
from topline.export.safe_text import one_line
from topline.export.table_book import full_title
from topline.survey import LOW_BASE, Cell, Column, Percent, Row, Table

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: nothing."""


def table_page(table: Table, *, footer: bool = True) -> Iterator[str]:
    """A page of one table.

    Args:
        table: A topline, a comparison, a crosstab or the response funnel.
        footer: Whether what is needed to trust it follows.
    """
    yield from _page(title_of(table))
    yield from _table(table, 1, footer=footer)
    yield "</main>\n</body>\n</html>\n"


def tables_page(tables: Iterable[Table], titles: Sequence[str], title: str, lead: Sequence[str]) -> Iterator[str]:
    """A page of several tables behind a list of links to them.

    Args:
        tables: Read once, as they are written.
        titles: What each is called in the list.
        title: What stands above.
        lead: What is said below that, a line each.
    """
    yield from _page(title)
    yield f"<header>\n<h1>{_text(title)}</h1>\n"
    for text in lead:
        yield f"<p>{_text(text)}</p>\n"
    yield '</header>\n<nav aria-label="Tables">\n<ol>\n'
    for number, one in enumerate(titles, 1):
        yield f'<li><a href="#t{number}">{_text(one)}</a></li>\n'
    yield "</ol>\n</nav>\n"
    for number, table in enumerate(tables, 1):
        yield from _table(table, number)
    yield "</main>\n</body>\n</html>\n"


def _page(title: str) -> Iterator[str]:
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


def _table(table: Table, number: int, *, footer: bool = True) -> Iterator[str]:
    title = full_title(table)
    yield f'<section id="t{number}">\n<h2>{_text(title)}</h2>\n'
    if title_of(table) != table.title:
        yield f'<p class="asked">{_text(table.title)}</p>\n'
    yield f'<p class="base">{_text(base_line(table))}</p>\n<div class="wide" tabindex="0" role="region"'
    yield f' aria-label="{_text(title)}">\n<table>\n<caption>{_text(title)}; {_text(base_line(table))}</caption>\n'
    yield from _head(table)
    yield "<tbody>\n"
    for row in table.rows:
        yield from _row(table, row)
    yield "</tbody>\n"
    yield from _foot(table)
    yield "</table>\n</div>\n"
    if footer and table.footer:
        yield '<ul class="footer">\n'
        for text in table.footer:
            caution = ' class="caution"' if text.startswith("Caution") else ""
            yield f"<li{caution}>{_text(text)}</li>\n"
        yield "</ul>\n"
    yield "</section>\n"


def _is_single(table: Table) -> bool:
    return len(table.columns) == 1


def _head(table: Table) -> Iterator[str]:
    """The heads of the columns, below the questions that they are answers to, and their bases."""
    yield "<thead>\n"
    if any(column.group for column in table.columns):
        yield "<tr><td></td>"
        for group, _, columns in groups_of(table):
            yield f'<th scope="colgroup" colspan="{columns}">{_text(group)}</th>' if group else "<td></td>"
        yield "</tr>\n"
    yield "<tr><td></td>"
    if _is_single(table):
        heads = {Part.SHARE: '<th scope="col" class="bar"></th><th scope="col">%</th>', Part.LOW: "", Part.HIGH: ""}
        for part in parts_of(table):
            yield heads.get(part, f'<th scope="col">{_text(part)}</th>')
        yield '<th scope="col">95%</th>' if Part.LOW in parts_of(table) else ""
    else:
        for column in table.columns:
            yield f'<th scope="col">{_column(column)}</th>'
        yield f'<th scope="col">{POINTS}</th>' if table.is_comparison else ""
    yield "</tr>\n"
    for label, values in bases_of(table):
        yield f'<tr class="bases"><th scope="row">{_text(label)}</th>'
        places = [_base(value, column) for value, column in zip(values, table.columns, strict=True)]
        yield from _across(table, places, label in WEIGHTED_BASES)
        yield "</tr>\n"
    yield "</thead>\n"


def _column(column: Column) -> str:
    letter = f' <span class="letter">{_text(column.letter)}</span>' if column.letter else ""
    return f"{_text(column.label)}{letter}"


def _base(value: float, column: Column) -> str:
    if column.base.suppressed:
        return f"<td>{figures.WITHHELD}</td>"
    low = column.base.unweighted < LOW_BASE
    said = f"{figures.whole(value):,}"
    return f'<td class="low">({said})</td>' if low else f"<td>{said}</td>"


def _across(table: Table, places: Sequence[str], weighted: bool = False) -> Iterator[str]:
    """One place a column; of a table of one column it stands where the people, or what they weigh, do."""
    if not _is_single(table):
        yield from places
        yield "<td></td>" if table.is_comparison else ""
        return
    for part in parts_of(table):
        if part is Part.SHARE:
            yield "<td></td><td></td>"
        elif part is (Part.WEIGHTED if weighted else Part.COUNT):
            yield places[0]
        elif part not in (Part.LOW, Part.HIGH):
            yield "<td></td>"
    yield "<td></td>" if Part.LOW in parts_of(table) else ""


def _row(table: Table, row: Row) -> Iterator[str]:
    kind = f' class="{"net " if row.net else ""}level{min(row.level, 3)}"'
    yield f'<tr{kind}><th scope="row">{_text(row.label)}</th>'
    if _is_single(table):
        yield from _single(table, row.cells[0])
    else:
        for cell in row.cells:
            yield f"<td>{_cell(table, cell)}</td>"
        yield f"<td>{_text(points_words(table, row))}</td>" if table.is_comparison else ""
    yield "</tr>\n"


def _single(table: Table, cell: Cell) -> Iterator[str]:
    for part in parts_of(table):
        match part:
            case Part.SHARE:
                yield f'<td class="bar">{_bar(cell)}</td><td class="share">{_text(figures.share(cell))}</td>'
            case Part.COUNT:
                yield f'<td class="n">{figures.people(cell)}</td>'
            case Part.WEIGHTED:
                yield f'<td class="n">{figures.people(cell, weighted=True)}</td>'
            case Part.LETTERS:
                yield f'<td class="letters">{_text(cell.letters)}</td>'
            case _:
                pass
    yield f'<td class="n">{figures.interval(cell)}</td>' if Part.LOW in parts_of(table) else ""


def _cell(table: Table, cell: Cell) -> str:
    """What a cell of several columns says: its share and its bar, people, letters."""
    if cell.suppressed:
        return f'<span class="n">{figures.WITHHELD}</span>'
    counts = [figures.people(cell)] + ([figures.people(cell, weighted=True)] if is_weighted(table) else [])
    said = f'<span class="n">{" / ".join(counts)}</span>'
    if table.view.percent is Percent.NONE:
        return said
    letters = f' <span class="letters">{_text(cell.letters)}</span>' if cell.letters else ""
    return f'<span class="share">{_text(figures.share(cell))}</span> {said}{letters}{_bar(cell)}'


def _bar(cell: Cell) -> str:
    if cell.suppressed or cell.percent is None:
        return ""
    width = f"{min(max(cell.percent, 0.0), 100.0):.2f}".rstrip("0").rstrip(".")
    return (
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="100" height="8"/><rect width="{width}" height="8"/></svg>'
    )


def _foot(table: Table) -> Iterator[str]:
    """What describes the columns as a whole, and who is set apart from them."""
    lines = list(_statistics(table))
    for column, items in groupby(table.missing, key=lambda item: item.column):
        for item in items:
            places = ["<td></td>"] * len(table.columns)
            places[column] = f"<td>{item.count:,}</td>"
            lines.append((f"Missing: {item.label}", "".join(_across(table, places)), ' class="missing"'))
    if not lines:
        return
    yield "<tfoot>\n"
    for label, places_, kind in lines:
        yield f'<tr{kind}><th scope="row">{_text(label)}</th>{places_}</tr>\n'
    yield "</tfoot>\n"


def _statistics(table: Table) -> Iterator[tuple[str, str, str]]:
    for one, values in statistics_of(table):
        places = [f"<td>{_text(_number(one, value))}</td>" for value in values]
        yield one.label.removesuffix(" %"), "".join(_across(table, places)), ""


def _number(one: Statistic, value: float | datetime | None) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if value is None:
        return figures.NO_BASE
    if one.attribute == "nps":
        return figures.signed(value)
    return f"{figures.whole(value)}%" if one.of_hundred else figures.number(value)


def _text(said: str) -> str:
    """A text as HTML may hold it anywhere: on one line, and nothing of it is HTML."""
    return escape(one_line(said), quote=True)
