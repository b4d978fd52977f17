"""The columns of `replies`: each question's answers as its storage promises them, and what is kept beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.engine.errors import EngineError
from topline.survey import Kind, Question, Storage, Survey, quoted, word_count, wrote
from topline.survey.errors import did_you_mean

if TYPE_CHECKING:
    import duckdb

ROW = "topline:row"
"""The column of `replies` that holds a reply's 0-based position in the file."""

_IDENTIFIERS = re.compile(r"""'(?:[^']|'')*'|("(?:[^"]|"")*")""")
"""What is quoted in a statement; the first group where it is an identifier and no text."""
_HEAD = re.compile(r"(create table \S+ as )?(with )?")
"""How a statement of ours begins that asks replies for anything."""


@dataclass(frozen=True, slots=True)
class ReplyColumns:
    """What `replies` selects, and from where."""

    source: str
    """What stands after FROM."""
    columns: Mapping[str, str]
    """The SQL of each column, by its name as an identifier."""

    @property
    def selected(self) -> str:
        """The SELECT of all columns."""
        return self._select(self.columns)

    def narrowed(self, statement: str) -> str:
        """A statement over `replies` with a `replies` of its own in front, of the columns alone that it names.

        DuckDB takes tens of milliseconds to make out thousands of columns, for every statement anew.
        """
        named = {name for name in _IDENTIFIERS.findall(statement) if name in self.columns}
        head = _HEAD.match(statement)
        assert head is not None
        made, others = head[1] or "", ", " if head[2] else " "
        few = self._select(name for name in self.columns if name in named)
        return f"{made}with replies as not materialized ({few}){others}{statement[head.end() :]}"

    def _select(self, names: Iterable[str]) -> str:
        columns = ", ".join(f"{self.columns[name]} as {name}" for name in names)
        return f"select {columns or '1'} from {self.source}"


def parquet_sql(file: str) -> str:
    """What stands after FROM for a parquet file, named as DuckDB takes names."""
    path = file.replace("'", "''")
    return f"read_parquet('{path}', hive_partitioning = false)"


def reply_columns(connection: duckdb.DuckDBPyConnection, source: str, shown: str, survey: Survey) -> ReplyColumns:
    """The columns of `replies`: each as its question's storage promises, and the row number.

    Args:
        connection: Where they will be asked for.
        source: What stands after FROM.
        shown: How an error names the file.
        survey: What is in it.
    """
    types = {name: kind for name, kind, *_ in connection.execute(f"describe select * from {source}").fetchall()}
    reserved = next((name for name in types if name.casefold().startswith("topline:")), None)
    if reserved:
        raise EngineError(f"{shown}: a column cannot be called {reserved!r}; rename it to something else")
    if any(kind.endswith("WITH TIME ZONE") for kind in types.values()):
        connection.execute("set global TimeZone = 'UTC'")
    clash = any(name.casefold() == "file_row_number" for name in types)
    columns = {quoted(ROW): "row_number() over () - 1" if clash else "file_row_number"}
    for question in survey:
        columns[quoted(question.column)] = _column_sql(question, types.get(question.column, "VARCHAR"))
    for question in survey:
        if question.codes:
            columns[quoted(question.codes)] = quoted(question.codes)
    for question in survey:
        if question.has_words:
            text = f"cast({quoted(question.column)} as varchar)"
            columns |= {wrote(question): f"trim({text}) <> ''", word_count(question): _words(text)}
    here = {name.casefold() for name in types}
    asked = (column for question in survey for column in (question.column, question.codes) if column)
    if absent := next((column for column in asked if column.casefold() not in here), None):
        raise EngineError(f"{shown}: cannot be read: there is no column {absent!r}{did_you_mean(absent, types)}")
    return ReplyColumns(source, columns)


def _column_sql(question: Question, kind: str) -> str:
    """A column, converted where its stored type differs from what its question's storage promises."""
    column = quoted(question.column)
    if question.separator and not kind.endswith("[]"):
        return _split(column, question.separator)
    if question.kind is Kind.MULTI:
        wanted = {Storage.INTEGER: "HUGEINT[]", Storage.REAL: "DOUBLE[]", Storage.BOOLEAN: "BOOLEAN[]"}
        target = wanted.get(question.storage, "VARCHAR[]")
        return column if kind == target else f"cast({column} as {target})"
    match question.storage:
        case Storage.TEXT if kind != "VARCHAR":
            return f"cast({column} as varchar)"
        case Storage.REAL:
            # "Not a number" is no answer. As it stands it must not be filtered: the least and the greatest that
            # a file states for its blocks leave it out, and DuckDB takes these to be the bounds of all of them.
            real = column if kind == "DOUBLE" else f"cast({column} as double)"
            return f"case when not isnan({real}) then {real} end"
        case Storage.INTEGER if kind not in INTEGERS:
            return f"cast({column} as hugeint)"
        case Storage.DATE if kind != "TIMESTAMP":
            return f"cast({column} as timestamp)"
        case _:
            return column


def _words(text: str) -> str:
    """How many words a text has. Where only single spaces stand between them, counting those takes a quarter of it."""
    others = " or ".join(f"contains({text}, chr({code}))" for code in (9, 10, 12, 13))
    odd = f"{text} = '' or starts_with({text}, ' ') or ends_with({text}, ' ') or contains({text}, '  ') or {others}"
    spaces = f"strlen({text}) - strlen(replace({text}, ' ', ''))"
    return f"case when {odd} then len(regexp_extract_all({text}, '\\S+')) else {spaces} + 1 end"


def _split(column: str, separator: str) -> str:
    literal = "'" + (separator.strip() or separator).replace("'", "''") + "'"
    pieces = f"list_transform(string_split({column}, {literal}), lambda piece: trim(piece))"
    return f"case when trim({column}) <> '' then list_distinct(list_filter({pieces}, lambda piece: piece <> '')) end"


INTEGERS = frozenset(
    "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT".split()  # noqa: SIM905
)
