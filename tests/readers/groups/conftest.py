"""Small tables as survey tools write them, and what is found in them."""

import csv
import io
from collections.abc import Callable, Sequence

import polars
import pytest

from topline.readers.groups import Found, find
from topline.readers.header import header_of
from topline.readers.raw import RawColumn, RawTable

Rows = Sequence[Sequence[str]]


@pytest.fixture(scope="session")
def found_in() -> Callable[[str | Rows], Found]:
    """What is found in a table, given as rows or as delimited text; the header is part of it."""

    def found(table: str | Rows) -> Found:
        rows = [*csv.reader(io.StringIO(table))] if isinstance(table, str) else [list(row) for row in table]
        header = header_of(rows)
        assert header is not None
        replies = rows[header.first_reply :]
        columns = tuple(
            RawColumn(
                heading.header,
                polars.Series([(row[place].strip() and row[place]) or None for row in replies], dtype=polars.String),
                place,
            )
            for place, heading in enumerate(header.headings)
        )
        return find(RawTable(columns, len(replies)), header)

    return found
