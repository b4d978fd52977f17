"""Results of SQL as pages of plain text: a table where it fits, else row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.cells import cell_len

from topline.charts import fit, shown, wrap
from topline.engine import SqlResult
from topline.export.results import figures_of, page_text

GAP = "  "
WIDEST = 48
"""Cells that a column takes at most while there is room."""
NARROWEST = 8
"""Cells that a column keeps at least, if it has so much to say."""
MEASURED = 1_000
"""Rows that are looked at to know how wide a column is."""
LONGEST = 400
"""Lines of one value, row by row."""


def result_page(result: SqlResult, width: int) -> Iterator[str]:
    """A result as lines of text.

    Args:
        width: In cells.
    """
    if not result.columns:
        return
    widths = _widths(result, width)
    yield from _table(result, widths) if widths else _records(result, width)


def _texts(result: SqlResult) -> Iterator[list[str]]:
    for row in result.rows:
        yield [page_text(value, kind) for value, kind in zip(row, result.types, strict=True)]


def _widths(result: SqlResult, width: int) -> list[int]:
    """Cells of each column, the widest made narrower until all fit; none where they cannot."""
    natural = [cell_len(shown(name)) for name in result.columns]
    for row in islice(_texts(result), MEASURED):
        natural = [max(most, cell_len(shown(text[: 4 * WIDEST]))) for most, text in zip(natural, row, strict=True)]
    widths = [min(most, WIDEST) for most in natural]
    room = width - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    if sum(widths) > room:
        return []
    for at, most in enumerate(natural):  # what is left over goes to those that were cut
        widths[at] += min(most - widths[at], room - sum(widths))
    return widths


def _table(result: SqlResult, widths: Sequence[int]) -> Iterator[str]:
    figures = figures_of(result)
    columns = list(zip(widths, figures, strict=True))
    for row in (result.columns, *_texts(result)):
        cells = [fit(text, cells, right=right) for text, (cells, right) in zip(row, columns, strict=True)]
        yield GAP.join(cells).rstrip() + "\n"


def _records(result: SqlResult, width: int) -> Iterator[str]:
    name = min(max(cell_len(shown(column)) for column in result.columns), WIDEST // 2)
    for number, row in enumerate(_texts(result), 1):
        yield f"{'' if number == 1 else chr(10)}row {number} of the result\n"
        for column, text in zip(result.columns, row, strict=True):
            for at, line in enumerate(wrap(text, max(width - name - 2 * len(GAP), NARROWEST), LONGEST)):
                yield f"{GAP}{fit(column if at == 0 else '', name)}{GAP}{line}".rstrip() + "\n"
