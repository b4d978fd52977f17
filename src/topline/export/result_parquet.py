"""The result of a statement as parquet."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from topline.engine import SqlResult
from topline.export.safe_text import whole

if TYPE_CHECKING:
    import polars

INTEGERS = re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?")
REALS = re.compile(r"FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)")
SMALLEST, LARGEST = -(2**63), 2**63 - 1
"""Of the whole numbers that every reader of parquet knows."""


def write_result(result: SqlResult, file: int) -> None:
    """Write a result to an open, empty file, each column of the type that DuckDB gave it.

    What parquet, or a reader of it, has no plain type for is text: intervals, structures, dates beyond the calendar.

    Raises:
        OSError: when the file takes no more.
    """
    import polars as pl

    names = list(_names(result.columns))
    columns = [
        _series(pl, name, kind, result, at) for at, (name, kind) in enumerate(zip(names, result.types, strict=True))
    ]
    with os.fdopen(os.dup(file), "wb") as stream:
        pl.DataFrame(columns).write_parquet(stream, compression="zstd")


def _names(columns: Sequence[str]) -> Iterator[str]:
    """A name for each column, unique whatever its case: parquet cannot hold two of one name."""
    taken: set[str] = set()
    for column in columns:
        name, number = whole(column), 2
        while name.casefold() in taken:
            name, number = f"{whole(column)}_{number}", number + 1
        taken.add(name.casefold())
        yield name


def _series(pl: Any, name: str, kind: str, result: SqlResult, at: int) -> polars.Series:
    values = [row[at] for row in result.rows]
    several = kind.endswith("[]") and not kind.endswith("[][]")
    dtype, made = _type_of(pl, kind.removesuffix("[]") if several else kind, _flat(values) if several else values)
    if several:
        lists = [
            None if value is None else [None if part is None else made(part) for part in value] for value in values
        ]
        return pl.Series(name, lists, dtype=pl.List(dtype))  # type: ignore[no-any-return]
    return pl.Series(name, [None if value is None else made(value) for value in values], dtype=dtype)  # type: ignore[no-any-return]


def _flat(lists: Sequence[Any]) -> list[Any]:
    return [part for parts in lists if isinstance(parts, (list, tuple)) for part in parts]


def _type_of(pl: Any, kind: str, values: Sequence[Any]) -> tuple[Any, Callable[[Any], Any]]:
    """The type of a column, and what makes a value of it; text where a value would not go into another."""
    given = [value for value in values if value is not None]
    if kind == "BOOLEAN" and all(isinstance(value, bool) for value in given):
        return pl.Boolean, bool
    if INTEGERS.fullmatch(kind) and all(isinstance(value, int) for value in given):
        return (pl.Int64, int) if all(SMALLEST <= value <= LARGEST for value in given) else (pl.Float64, float)
    if REALS.fullmatch(kind) and all(isinstance(value, (int, float)) for value in given):
        return pl.Float64, float
    try:
        if kind == "DATE":
            return pl.Date, dict(zip(given, map(date.fromisoformat, given), strict=True)).__getitem__
        if kind == "TIMESTAMP":
            moments = dict(zip(given, map(datetime.fromisoformat, given), strict=True))
            return pl.Datetime("us"), moments.__getitem__
    except (ValueError, TypeError):
        pass
    return pl.String, _text


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple, Mapping)):
        from topline.export.json_shape import json_text

        return json_text(value, indent=None)
    # Half of a pair of code units is no text.
    return str(value).encode("utf-8", "replace").decode()
