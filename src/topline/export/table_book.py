"""Workbooks of tables: one table alone, or several behind an index."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from topline.export.layout import base_line, title_of
from topline.export.table_sheet import COUNT, Placed, TableSheet, set_up, set_widths, stub_width
from topline.export.workbook import LINE, TALLEST, Sheet, book_in, lines_of
from topline.survey import Table, View, What, laid_out

INDEX, STACKED = "Index", "Tables"
GAP = 2
"""Free rows between two tables on one sheet."""
INDEX_WIDTHS = (5, 70, 50, 9)
"""Characters of its columns; the titles take what the longest of them needs, up to `WIDEST_TITLE`."""
WIDEST_TITLE = 110
TITLE_LINE = 24
"""Points of the title above the index."""


def write_table(file: int, table: Table, *, footer: bool = True) -> int:
    """Write a workbook of one table; gives back how many texts had to be cut.

    Args:
        file: An open, empty file.
        table: What it is of.
        footer: Whether what is needed to trust the table follows it.

    Raises:
        OSError: when the file takes no more.
        ExportError: when it is more than a sheet holds.
    """
    with book_in(file) as book:
        _alone(book.sheet(short_title(table.view)), table, footer=footer)
    return book.cut


def write_tables(
    file: int,
    tables: Sequence[Table],
    title: str,
    lead: Sequence[str],
    *,
    stacked: bool = False,
) -> int:
    """Write a workbook of several tables: an index with links, and a sheet a table; gives back how many texts were cut.

    Args:
        file: An open, empty file.
        tables: In their order.
        title: What stands above the index.
        lead: What is said below that, a line each.
        stacked: Whether all tables stand on one sheet, below one another.

    Raises:
        OSError: when the file takes no more.
        ExportError: when it is more than a sheet holds.
    """
    with book_in(file) as book:
        index = book.sheet(INDEX)
        if stacked:
            places = _stacked(book.sheet(STACKED), index, tables, title)
        else:
            places = []
            for number, table in enumerate(tables, 1):
                sheet = book.sheet(f"{number} {short_title(table.view)}")
                placed = _alone(sheet, table, title=title)
                sheet.link(placed.end + 1, 0, index, 0, INDEX)
                places.append((sheet, placed.top))
        _index(index, tables, places, title, lead)
    return book.cut


def _alone(sheet: Sheet, table: Table, *, footer: bool = True, title: str = "") -> Placed:
    table = laid_out(table)
    drawn = TableSheet(sheet, table, stub_width(table))
    set_widths(sheet, [drawn])
    placed = drawn.write(footer=footer)
    set_up(sheet, placed, title=title or title_of(table))
    return placed


def _stacked(sheet: Sheet, index: Sheet, tables: Sequence[Table], title: str) -> list[tuple[Sheet, int]]:
    tables = [laid_out(table) for table in tables]
    stub = stub_width(*tables)
    drawn = [TableSheet(sheet, table, stub) for table in tables]
    set_widths(sheet, drawn)
    row, places = 0, []
    for one in drawn:
        placed = one.write(row)
        sheet.link(placed.end, 0, index, 0, INDEX)
        places.append((sheet, row))
        row = placed.end + 1 + GAP
    set_up(sheet, title=title)
    return places


def _index(
    sheet: Sheet, tables: Sequence[Table], places: Sequence[tuple[Sheet, int]], title: str, lead: Sequence[str]
) -> None:
    # Some programs never break a link.
    longest = max((cell_len(full_title(table)) for table in tables), default=0)
    widths = [*INDEX_WIDTHS]
    widths[1] = min(max(widths[1], longest + 4), WIDEST_TITLE)
    for column, width in enumerate(widths):
        sheet.made.set_column(column, column, width)
    sheet.text(0, 0, title, bold=True, font_size=16)
    sheet.made.set_row(0, TITLE_LINE)
    for row, text in enumerate(lead, 1):
        sheet.text(row, 0, text, font_color="#595959")
    head = len(lead) + 2
    for column, text in enumerate(("", "Table", "Base", "n")):
        sheet.text(head, column, text, bold=True, bottom=1, align="right" if text == "n" else "left")
    for row, (table, (to, top)) in enumerate(zip(tables, places, strict=True), head + 1):
        sheet.number(row, 0, row - head, align="left")
        called, base = full_title(table), base_line(table).removeprefix("Base: ")
        sheet.link(row, 1, to, top, called)
        sheet.text(row, 2, base, text_wrap=True)
        # Not every program makes a row as high as its texts.
        lines = max(lines_of(called, widths[1]), lines_of(base, widths[2]))
        sheet.made.set_row(row, min(LINE * lines, TALLEST))
        if not table.parts:
            sheet.number(row, 3, table.base.unweighted, num_format=COUNT)
    set_up(sheet, title=title)
    sheet.made.freeze_panes(head + 1, 0)


def full_title(table: Table) -> str:
    """What a table is called among others: its name, or its question and what it is crossed by."""
    by = f" by {', '.join(table.view.columns)}" if table.view.columns and not table.view.title else ""
    return title_of(table) + by


def short_title(view: View) -> str:
    """What a view is called where there is little room."""
    if view.title:
        return view.title
    if view.what is What.RESPONSE:
        return "Response"
    rows = " ".join(view.questions)
    return f"{rows} by {' '.join(view.columns)}" if view.columns else rows
