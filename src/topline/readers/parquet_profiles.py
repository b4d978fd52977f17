"""The columns of a parquet file as inference sees them: DuckDB counts their values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topline.readers.missing import is_blank
from topline.readers.naming import readable
from topline.readers.paths import literal_path
from topline.readers.profile import (
    LOOKED_AT,
    MOST_COUNTED,
    WHOLE_UP_TO,
    NumberStatistics,
    Profile,
    TextStatistics,
    ValueCount,
    number_statistics,
    text_statistics,
)
from topline.survey import Storage, code_of, quoted

if TYPE_CHECKING:
    import duckdb

COLUMNS_AT_ONCE = 60
"""Columns kept in memory at a time while their values are counted."""
_INTEGERS = re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?")
_REALS = re.compile(r"FLOAT|DOUBLE|DECIMAL\(.*\)")
_DATES = re.compile(r"DATE|TIMESTAMP.*")
_TEXTS = re.compile(r"VARCHAR|ENUM\(.*\)|UUID|JSON|\"?NULL\"?")


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column of a parquet file and the type that DuckDB reads it as."""

    name: str
    """As DuckDB exposes it."""
    header: str
    """As the file has it."""
    type: str
    position: int

    @property
    def is_list(self) -> bool:
        """Whether a reply holds a list of plain values, which makes several answers."""
        return self.type.endswith("[]") and _storage(self.type[:-2]) is not None

    @property
    def storage(self) -> Storage:
        """The type of the values, or of the elements of a list; text for what can only be shown."""
        element = self.type[:-2] if self.is_list else self.type
        return _storage(element) or Storage.TEXT

    @property
    def opaque(self) -> str:
        """The type where it is none of the plain ones, in a word."""
        if self.is_list or _storage(self.type) is not None:
            return ""
        return "LIST of lists or structs" if self.type.endswith("[]") else self.type.split("(")[0]


def _storage(type_: str) -> Storage | None:
    if type_ == "BOOLEAN":
        return Storage.BOOLEAN
    for pattern, storage in ((_INTEGERS, Storage.INTEGER), (_REALS, Storage.REAL), (_DATES, Storage.DATE)):
        if pattern.fullmatch(type_):
            return storage
    return Storage.TEXT if _TEXTS.fullmatch(type_) else None


def profiles_of(
    connection: duckdb.DuckDBPyConnection, path: Path, rows: int, columns: Mapping[str, ColumnType]
) -> Iterator[Profile]:
    """The profile of each of these columns, by question name, from the whole file or its first replies."""
    sampled = rows > WHOLE_UP_TO
    limit = f" limit {LOOKED_AT}" if sampled else ""
    names = list(columns)
    for start in range(0, len(names), COLUMNS_AT_ONCE):
        batch = {name: columns[name] for name in names[start : start + COLUMNS_AT_ONCE]}
        chosen = ", ".join(f"{_plain(column)} as {quoted(f'c{place}')}" for place, column in enumerate(batch.values()))
        connection.execute(
            f"create or replace temp table looked_at as select {chosen} "
            f"from read_parquet(?, hive_partitioning = false){limit}",
            [literal_path(path)],
        )
        for place, (name, column) in enumerate(batch.items()):
            looked = LOOKED_AT if sampled else rows
            yield _profile(connection, name, column, f"c{place}", looked, sampled)
    connection.execute("drop table if exists looked_at")


def _plain(column: ColumnType) -> str:
    """A column as it is looked at: keys and other types of text as text."""
    name = quoted(column.name)
    if column.opaque or (column.storage is Storage.TEXT and not column.is_list):
        return f"cast({name} as varchar)"
    return name


def _profile(
    connection: duckdb.DuckDBPyConnection, name: str, column: ColumnType, stored: str, rows: int, sampled: bool
) -> Profile:
    storage = column.storage
    base = Profile(
        name=name,
        text=readable(column.header) or name,
        header=column.header,
        column=column.name,
        storage=storage,
        position=column.position,
        rows=rows,
        answered=0,
        distinct=0,
        several=column.is_list,
        opaque=column.opaque,
        sampled=sampled,
    )
    if column.opaque or storage is Storage.DATE:
        answered = connection.execute(f"select count({stored}) from looked_at").fetchall()[0][0]
        return replace(base, answered=answered, distinct=answered)
    found = _counts(connection, stored, column.is_list)
    is_number = storage in (Storage.INTEGER, Storage.REAL) and not column.is_list
    if len(found) > MOST_COUNTED:
        return _uncountable(connection, stored, base, _codes(found[:MOST_COUNTED]), is_number)
    codes = _codes(found)
    blanks = tuple(count for count in codes if storage is Storage.TEXT and is_blank(count.value))
    counts = tuple(count for count in codes if count not in blanks)
    answered = sum(count.replies for count in counts)
    if column.is_list:
        answered = connection.execute(f"select count({stored}) from looked_at").fetchall()[0][0]
    return replace(
        base,
        answered=answered,
        distinct=len(counts),
        counts=counts,
        blanks=blanks,
        texts=text_statistics(counts) if storage is Storage.TEXT else None,
        numbers=number_statistics(found) if is_number else None,
    )


def _uncountable(
    connection: duckdb.DuckDBPyConnection, stored: str, base: Profile, codes: list[ValueCount], is_number: bool
) -> Profile:
    """The profile of a column with more values than are counted one by one."""
    is_text = base.storage is Storage.TEXT and not base.several
    value = f"nullif(trim({stored}), '')" if is_text else f"unnest({stored})" if base.several else stored
    answered, distinct = connection.execute(
        f"select count(v), count(distinct v) from (select {value} as v from looked_at)"
    ).fetchall()[0]
    return replace(
        base,
        answered=answered,
        distinct=distinct,
        counts=tuple(count for count in codes if not is_text or not is_blank(count.value)),
        blanks=tuple(count for count in codes if is_text and is_blank(count.value)),
        texts=_texts(connection, stored) if is_text else None,
        numbers=_numbers(connection, stored) if is_number else None,
    )


def _counts(connection: duckdb.DuckDBPyConnection, stored: str, is_list: bool) -> list[tuple[Any, int]]:
    """The most frequent values, one more than are of use, in order of appearance, and how many replies hold each."""
    # Within a list the first element comes first; a reply that repeats one still counts once.
    value, part = (f"unnest({stored})", f"generate_subscripts({stored}, 1)") if is_list else (stored, "0")
    return connection.execute(
        "select v, n from (select v, count(distinct place) as n, min(place * 1000000 + part) as first"
        f" from (select {value} as v, rowid as place, {part} as part from looked_at)"
        " where v is not null group by v order by n desc, first limit ?) order by first",
        [MOST_COUNTED + 1],
    ).fetchall()


def _codes(found: list[tuple[Any, int]]) -> list[ValueCount]:
    """Counted values as codes; numbers that are not finite are no answers."""
    codes: dict[str, int] = {}
    for value, replies in found:
        if isinstance(value, (float, int)) and not math.isfinite(value):
            continue
        code = code_of(value if isinstance(value, (bool, int, float, str)) else float(value))
        codes[code] = codes.get(code, 0) + replies
    return [ValueCount(code, replies) for code, replies in codes.items()]


def _texts(connection: duckdb.DuckDBPyConnection, stored: str) -> TextStatistics | None:
    mean, words = connection.execute(
        f"select avg(length({stored})), median(length(regexp_split_to_array(trim({stored}), '\\s+')))"
        f" from looked_at where trim({stored}) <> ''"
    ).fetchall()[0]
    return None if mean is None else TextStatistics(mean, float(words))


def _numbers(connection: duckdb.DuckDBPyConnection, stored: str) -> NumberStatistics | None:
    low, high, mean, fractional, not_finite = connection.execute(
        "select min(v) filter (isfinite(v)), max(v) filter (isfinite(v)), avg(v) filter (isfinite(v)),"
        " count(*) filter (isfinite(v) and v <> trunc(v)) > 0, count(*) filter (not isfinite(v))"
        f" from (select cast({stored} as double) as v from looked_at) where v is not null"
    ).fetchall()[0]
    if low is None or mean is None or not math.isfinite(mean):
        return None
    return NumberStatistics(low, high, mean, fractional, not_finite)
