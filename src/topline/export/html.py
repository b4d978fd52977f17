"""Tables as one page of HTML that needs nothing else: no script, no picture or style from elsewhere.

Everything that comes from a file is escaped. Tables are told to screen readers by caption, heads and scopes; bars are
drawn beside the numbers they stand for, which say the same, and are passed over by them. A trend has its plot above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from topline.charts import POINTS, figures, points_words
from topline.export.answers import iso
from topline.export.html_style import STYLE
from topline.export.layout import (
    Part,
    Statistic,
    base_line,
    bases_of,
    groups_of,
    is_single,
    is_weighted,
    letters_of,
    parts_of,
    people_words,
    statistic_words,
    statistics_of,
    title_of,
)
from topline.export.safe_text import one_line
from topline.export.table_book import full_title
from topline.export.trend_svg import trend_svg
from topline.survey import LOW_BASE, WEIGHTED_BASES, Cell, Column, Percent, Row, Shows, Table, laid_out

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: nothing."""
DATE = re.compile(r"\b\d+(?:-\d+)+\b")
TWO_COUNTS = "In each cell: people / their weighted count"
"""What is said of a weighted table of several columns, whose cells have two counts without heads of their own."""


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
    plot = "".join(trend_svg(table, number))
    table = laid_out(table)
    yield f'<p class="base">{_text(base_line(table))}</p>\n'
    if is_weighted(table) and not _is_single(table):
        yield f'<p class="base">{TWO_COUNTS}</p>\n'
    yield f'{plot}<div class="wide" tabindex="0" role="region"'
    yield f' aria-label="{_text(title)}">\n<table>\n<caption>{_text(title)}; {_text(base_line(table))}</caption>\n'
    yield from _head(table)
    yield from _questions(table) if table.parts else _body(table)
    yield "</table>\n</div>\n"
    if footer and table.footer:
        yield '<ul class="footer">\n'
        for text in table.footer:
            caution = ' class="caution"' if text.startswith("Caution") else ""
            yield f"<li{caution}>{_text(text)}</li>\n"
        yield "</ul>\n"
    yield "</section>\n"


def _body(table: Table) -> Iterator[str]:
    """The rows of one question, and what stands below them."""
    yield "<tbody>\n"
    for row in table.rows:
        yield from _row(table, row)
    yield "</tbody>\n"
    below = "".join(_below(table))
    yield f"<tfoot>\n{below}</tfoot>\n" if below else ""


def _questions(table: Table) -> Iterator[str]:
    """The rows of several questions, each below its heading and its own bases."""
    for part in table.parts:
        yield f'<tbody>\n<tr class="question"><th scope="rowgroup" colspan="{_places(table)}">{_text(part.title)}</th>'
        yield "</tr>\n"
        yield from _bases(part)
        for row in part.rows:
            yield from _row(part, row)
        yield from _below(part)
        yield "</tbody>\n"


def _places(table: Table) -> int:
    """How many places a row has, its label among them."""
    if not _is_single(table):
        return 1 + len(table.columns)
    return 1 + sum(2 if part is Part.SHARE else part is not Part.HIGH for part in parts_of(table))


def _is_single(table: Table) -> bool:
    return is_single(table)


def _head(table: Table) -> Iterator[str]:
    """The heads of the columns, below the questions that they are answers to, and their bases."""
    yield "<thead>\n"
    for groups in groups_of(table):
        yield "<tr><td></td>"
        for group, _, columns in groups:
            if group:
                yield f'<th scope="colgroup" colspan="{columns}">{_text(group)}</th>'
            else:
                yield "<td></td>" * columns
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
    # Each of several questions has bases of its own.
    yield from () if table.parts else _bases(table)
    yield "</thead>\n"


def _bases(table: Table) -> Iterator[str]:
    for label, values in bases_of(table):
        yield f'<tr class="bases"><th scope="row">{_text(label)}</th>'
        places = [_base(value, column) for value, column in zip(values, table.columns, strict=True)]
        yield from _across(table, places, label in WEIGHTED_BASES)
        yield "</tr>\n"


def _column(column: Column) -> str:
    letter = f' <span class="letter">{_text(column.letter)}</span>' if column.letter else ""
    # A date is not broken at its hyphens.
    label = DATE.sub(r'<span class="whole">\g<0></span>', _text(column.label))
    return f"{label}{letter}"


def _base(value: float, column: Column) -> str:
    if column.base.suppressed:
        return f"<td>{figures.WITHHELD}</td>"
    low = column.base.is_low
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
    if not row.cells:
        yield f'<tr class="question"><th scope="rowgroup" colspan="{_places(table)}">{_text(row.label)}</th></tr>\n'
        return
    kind = f' class="{"net " if row.net else ""}level{min(row.level, 3)}"'
    yield f'<tr{kind}><th scope="row">{_text(row.label)}</th>'
    if _is_single(table):
        yield from _single(table, row.cells[0])
    else:
        for cell, column in zip(row.cells, table.columns, strict=True):
            yield _aside(cell, column) or f"<td>{_cell(table, cell)}</td>"
        yield f"<td>{_text(points_words(table, row))}</td>" if table.is_comparison else ""
    yield "</tr>\n"


def _aside(cell: Cell, column: Column) -> str:
    """The place of a cell that is no share, in a table on its side; nothing for one that is."""
    if column.shows.is_share:
        return ""
    if column.shows in (Shows.PEOPLE, Shows.MISSING):
        low = ' class="low"' if column.shows is Shows.PEOPLE and cell.count < LOW_BASE else ""
        return f"<td{low}>{people_words(cell, column.shows)}</td>"
    letters = f' <span class="letters">{_text(cell.letters)}</span>' if cell.letters else ""
    return f"<td>{statistic_words(cell, column.shows)}{letters}</td>"


def _single(table: Table, cell: Cell) -> Iterator[str]:
    for part in parts_of(table):
        match part:
            case Part.SHARE:
                yield f'<td class="bar">{_bar(cell)}</td><td class="share">{_text(figures.share(cell))}</td>'
            case Part.INDEX:
                yield f'<td class="share">{figures.index(cell)}</td>'
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
    if table.view.percent is Percent.NONE and not table.is_of_means:
        return said
    share = figures.index(cell) if table.view.percent is Percent.INDEX else figures.share(cell)
    return f'<span class="share">{_text(share)}</span> {said}{_letters(cell.letters)}{_bar(cell)}'


def _letters(letters: str) -> str:
    """What tests say of a number, behind it."""
    return f' <span class="letters">{_text(letters)}</span>' if letters else ""


def _bar(cell: Cell) -> str:
    if cell.suppressed or cell.percent is None:
        return ""
    width = f"{min(max(cell.percent, 0.0), 100.0):.2f}".rstrip("0").rstrip(".")
    return (
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="100" height="8"/><rect width="{width}" height="8"/></svg>'
    )


def _below(table: Table) -> Iterator[str]:
    """What describes the columns as a whole, and who is set apart from them."""
    lines = list(_statistics(table))
    for column, items in groupby(table.missing, key=lambda item: item.column):
        for item in items:
            places = ["<td></td>"] * len(table.columns)
            places[column] = f"<td>{item.count:,}</td>"
            lines.append((f"Missing: {item.label}", "".join(_across(table, places)), ' class="missing"'))
    for label, places_, kind in lines:
        yield f'<tr{kind}><th scope="row">{_text(label)}</th>{places_}</tr>\n'


def _statistics(table: Table) -> Iterator[tuple[str, str, str]]:
    for one, values in statistics_of(table):
        said = zip(values, letters_of(table, one), strict=True)
        places = [f"<td>{_text(_number(one, value))}{_letters(letters)}</td>" for value, letters in said]
        yield one.label.removesuffix(" %"), "".join(_across(table, places)), ""


def _number(one: Statistic, value: float | datetime | None) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if value is None:
        return figures.NO_BASE
    if one.attribute in ("nps", "nps_low", "nps_high"):
        return figures.signed(value)
    return f"{figures.whole(value)}%" if one.of_hundred else figures.number(value)


def _text(said: str) -> str:
    """A text as HTML may hold it anywhere: on one line, and nothing of it is HTML."""
    return escape(one_line(said), quote=True)
