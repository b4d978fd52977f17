"""Records on sheets, a reply or a row of a result each: written as they come, however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from topline.engine import Reply
from topline.export.answers import answer_cell, answer_value
from topline.export.errors import ExportError
from topline.export.workbook import MOST_COLUMNS, MOST_ROWS, Book, Sheet, book_in
from topline.survey import MASK, Kind, Question, Role

Value = str | int | float | datetime | None
OPEN_WIDTH, DATE_WIDTH, WIDTH = 60, 16, 14
"""Characters of a column."""
CODEBOOK = "Questions"
HEAD = {"bold": True, "bg_color": "#F2F2F2", "bottom": 1}


def write_replies(
    file: int, who: str, total: int, questions: Sequence[Question], replies: Iterable[Reply], *, personal: bool = False
) -> int:
    """Write replies to a workbook, and on a sheet of its own what was asked; gives back how many texts were cut.

    Args:
        file: An open, empty file.
        who: The sentence that says whose replies they are.
        total: How many these people have sent, given or not.
        questions: The columns.
        replies: Read once, as they are written.
        personal: Whether answers that tell who a person is may be given; they are masked otherwise.

    Raises:
        OSError: when the file takes no more.
        ExportError: when there are more questions than a sheet has columns.
    """

    def values(reply: Reply) -> list[Value]:
        return [reply.number, *(_value(q, a, personal) for q, a in zip(questions, reply.answers, strict=True))]

    headings = ["row", *(question.name for question in questions)]
    widths = [8, *map(_width, questions)]
    with book_in(file, large=True) as book:
        _records(book, "Replies", headings, widths, map(values, replies))
        sheet = book.sheet(CODEBOOK)
        for column, width in enumerate((24, 70, 12, 40)):
            sheet.made.set_column(column, column, width)
        sheet.text(0, 0, f"{who}: {total:,} {'reply' if total == 1 else 'replies'}")
        _line(sheet, 2, ("column", "question", "kind", "shared by"), HEAD)
        for row, question in enumerate(questions, 3):
            _line(sheet, row, (question.name, question.text, question.kind.value, question.grid), {"text_wrap": True})
    return book.cut


def write_result(
    file: int, headings: Sequence[str], rows: Iterable[Sequence[Value]], title: str, notes: Sequence[str]
) -> int:
    """Write the rows of a result to a workbook; gives back how many texts were cut.

    Args:
        file: An open, empty file.
        headings: The names of the columns.
        rows: Read once.
        title: What the result is called; may be empty.
        notes: What must be known of it; they stand on a sheet of their own.

    Raises:
        OSError: when the file takes no more.
        ExportError: when it has more columns than a sheet.
    """
    with book_in(file, large=True) as book:
        _records(book, title or "Result", headings, [WIDTH] * len(headings), rows)
        if notes:
            sheet = book.sheet("Notes")
            for row, note in enumerate(notes):
                sheet.text(row, 0, note)
    return book.cut


def _line(sheet: Sheet, row: int, texts: Sequence[str], style: dict[str, Any]) -> None:
    for column, text in enumerate(texts):
        sheet.text(row, column, text, **style)


def _records(
    book: Book, name: str, headings: Sequence[str], widths: Sequence[int], records: Iterable[Sequence[Value]]
) -> None:
    """Records below their headings; those that a sheet does not hold go on to the next one."""
    if len(headings) > MOST_COLUMNS:
        raise ExportError(f"a sheet has {MOST_COLUMNS:,} columns, and this has {len(headings):,}; write csv or parquet")

    def begin() -> Sheet:
        sheet = book.sheet(name)
        for column, width in enumerate(widths):
            sheet.made.set_column(column, column, width)
        _line(sheet, 0, headings, HEAD)
        sheet.made.freeze_panes(1, 1)
        sheet.made.set_landscape()
        sheet.made.repeat_rows(0)
        return sheet

    sheet, row = begin(), 0
    for record in records:
        if row == MOST_ROWS - 1:
            _filtered(sheet, row, len(headings))
            sheet, row = begin(), 0
        row += 1
        _record(sheet, row, record)
    _filtered(sheet, row, len(headings))


def _record(sheet: Sheet, row: int, record: Sequence[Value]) -> None:
    for column, value in enumerate(record):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.text(row, column, value)
        elif isinstance(value, datetime):
            sheet.moment(row, column, value)
        else:
            # A little away from the text that may stand in the next column.
            sheet.number(row, column, value, align="right", indent=1)


def _filtered(sheet: Sheet, row: int, columns: int) -> None:
    """Give the headings their buttons."""
    if row and columns:
        sheet.made.autofilter(0, 0, row, columns - 1)


def _value(question: Question, answer: Any, personal: bool) -> Value:
    """An answer as a cell holds it: numbers as numbers, days as days, several answers in one text."""
    if answer is None or answer != answer:
        return None
    if question.role is Role.PERSONAL and not personal:
        return MASK
    if isinstance(answer, datetime):
        return answer
    if isinstance(answer, date):
        return datetime(answer.year, answer.month, answer.day)
    value = answer_value(question, answer, personal=personal)
    return value if isinstance(value, (int, float)) else answer_cell(question, answer, personal=personal)


def _width(question: Question) -> int:
    if question.kind is Kind.DATE:
        return DATE_WIDTH
    return OPEN_WIDTH if question.kind is Kind.OPEN and question.role is None else WIDTH
