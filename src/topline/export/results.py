"""Results of SQL as grids and JSON, for the command line and the explorer's console alike."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from topline.analysis.results import is_number, value_words
from topline.engine import SqlResult
from topline.export.formats import OF_RESULTS, Format
from topline.export.grid import Entry, Grid
from topline.export.json_shape import json_text
from topline.export.outgoing import Outgoing, grid_pieces

MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)")
"""How DuckDB writes a TIMESTAMP."""
JSON_INDENT = "\n    "


@dataclass
class ResultOut(Outgoing):
    """The result of a statement."""

    FORMATS: ClassVar[tuple[Format, ...]] = OF_RESULTS

    result: SqlResult
    title: str = ""
    footer: bool = True
    """Whether what is not all, not whole or masked is said below the rows; JSON always says it."""

    @property
    def rows(self) -> int:
        """Those that were fetched."""
        return len(self.result.rows)

    @property
    def notes(self) -> tuple[str, ...]:
        """How far it is not all there as it is."""
        return result_notes(self.result)

    def pieces(self, form: Format) -> Iterator[str]:
        """The result, a row at a time."""
        if form is Format.JSON:
            return result_pieces(self.result)
        grid = result_grid(self.result, title=self.title, exact=form is not Format.MARKDOWN)
        return grid_pieces(form, grid if self.footer else replace(grid, footer=()))

    def fill(self, file: int, form: Format) -> None:
        """The result, a column a column: on a sheet, or as parquet of the types that it had."""
        if form is Format.XLSX:
            from topline.export.record_sheet import write_result as write_sheet

            rows = (
                [_sheet_value(value, kind) for value, kind in zip(row, self.result.types, strict=True)]
                for row in self.result.rows
            )
            write_sheet(file, self.result.columns, rows, self.title, self.notes if self.footer else ())
            return
        from topline.export.result_parquet import write_result

        write_result(self.result, file)


def result_grid(result: SqlResult, *, title: str = "", exact: bool) -> Grid:
    """A result as a grid.

    Args:
        title: Stands above it.
        exact: Whether it is for a program, with numbers in full and dates as ISO writes them, or for a page.
    """
    write = exact_text if exact else page_text
    rows = ([Entry(write(value, kind)) for value, kind in zip(row, result.types, strict=True)] for row in result.rows)
    words = [at for at in range(len(result.columns)) if not is_number(result, at)]
    return Grid(result.columns, rows, title, footer=result_notes(result), figures_from=max(words) + 1 if words else 0)


def result_notes(result: SqlResult) -> tuple[str, ...]:
    """What has to be known to trust a result, a line each; nothing where it is all there as it is."""
    notes = []
    if result.truncated:
        rows = "row" if len(result.rows) == 1 else f"{len(result.rows):,} rows"
        notes.append(f"Only the first {rows}; there are more")
    if result.shortened:
        what = "1 value was" if result.shortened == 1 else f"{result.shortened:,} values were"
        notes.append(f"{what} too long and had to be cut")
    if result.masked:
        notes.append(f"Masked, since it tells who a person is: {', '.join(result.masked)}")
    return tuple(notes)


def result_pieces(result: SqlResult) -> Iterator[str]:
    """A result as JSON, a row a line.

    Its shape: {"columns": [{"name", "type"}], "truncated": there are more rows than these, "shortened": values that
    had to be cut, "masked": [names of questions], "rows": [[value]]}. A number that JSON does not have is null.
    """
    head = {
        "columns": [{"name": name, "type": kind} for name, kind in zip(result.columns, result.types, strict=True)],
        "truncated": result.truncated,
        "shortened": result.shortened,
        "masked": list(result.masked),
    }
    yield json_text(head)[: -len("\n}")] + ',\n  "rows": ['
    separator = JSON_INDENT
    for row in result.rows:
        values = [_moment(value, kind) for value, kind in zip(row, result.types, strict=True)]
        yield separator + json_text(values, indent=None)
        separator = f",{JSON_INDENT}"
    yield "\n  ]\n}\n"


def exact_text(value: Any, kind: str) -> str:
    """A value for a program, in one text: numbers in full, dates as ISO, several values as in a cell of answers."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case list() | tuple() if not any(isinstance(part, (list, tuple, Mapping)) for part in value):
            return "; ".join(exact_text(part, kind) for part in value if part is not None)
        case list() | tuple() | Mapping():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(_moment(value, kind))


def _sheet_value(value: Any, kind: str) -> str | int | float | None:
    """A value for a sheet: numbers as numbers, all else as the text that programs get."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number else exact_text(value, kind) or None


def page_text(value: Any, kind: str) -> str:
    """A value for a person: numbers in as many digits as tell them apart, dates without a time that is none."""
    if isinstance(value, str) and kind.startswith("TIMESTAMP"):
        return MIDNIGHT.sub(r"\1", value)
    if isinstance(value, (list, tuple)) and not any(isinstance(part, (list, tuple, Mapping)) for part in value):
        return "; ".join(value_words(part) for part in value)
    return value_words(value)


def _moment(value: Any, kind: str) -> Any:
    """A moment as ISO writes it; midnight is a day."""
    if not isinstance(value, str) or not kind.startswith("TIMESTAMP"):
        return value
    day = MIDNIGHT.fullmatch(value)
    return day[1] if day else MOMENT.sub(r"\1T\2", value, count=1)


def figures_of(result: SqlResult) -> Sequence[bool]:
    """Which columns hold numbers."""
    return [is_number(result, at) for at in range(len(result.columns))]
