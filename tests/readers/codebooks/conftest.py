"""Replies and the file beside them, read as they are when somebody opens the replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from topline.readers.assembled import questions_of
from topline.readers.codebooks import codebook_for, overlaid
from topline.readers.raw import RawTable
from topline.readers.table import read_table
from topline.survey import Survey, SurveyFile

Written = Callable[..., Path]


@pytest.fixture
def opened(written: Written) -> Callable[..., Survey]:
    """Open replies (CSV text) that have a file of this name and content beside them."""

    def open_(replies: str, beside: str | bytes, name: str) -> Survey:
        written(beside, name)
        path = written(replies, "replies.csv")
        table = read_table(path, path.name)
        codebook = codebook_for(path, [column.header for column in table.columns])
        assert codebook is not None
        return survey_of(overlaid(table, codebook))

    return open_


def survey_of(table: RawTable) -> Survey:
    """The survey that a table is found to be, with its warnings."""
    questions = tuple(column.question for column in questions_of(table, SurveyFile("")))
    return Survey(table.title, questions, respondents=table.rows, warnings=table.warnings)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]:
    """Write a workbook of these sheets; skipped where the library that writes them is not installed."""
    xlsxwriter = pytest.importorskip("xlsxwriter")

    def write(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
        path = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        content = path.read_bytes()
        path.unlink()
        return content

    return write
