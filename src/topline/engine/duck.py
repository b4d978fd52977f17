"""The DuckDB engine: one in-memory database with a view `replies` over a parquet file."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from topline.readers.parquet import SETTINGS
from topline.readers.paths import literal_path
from topline.survey import Kind, Question, Sql, Storage, Survey, ToplineError, quoted, word_count

ROW = "topline:row"
"""The column of the view `replies` that holds a reply's 0-based position in the file."""

CLOSING = 1.0
"""Seconds that closing waits for a query which is slow to give up."""
INTERRUPT_EVERY = 0.02
"""Seconds between interrupts: one that comes in a query's first moments can be lost."""


class EngineError(ToplineError):
    """A query that could not be answered."""


class QueryCancelledError(EngineError):
    """A query that was cancelled before it was answered."""


class Cancel:
    """A handle to give up the queries that run under it, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._cancelled = threading.Event()
        self._insisting: threading.Thread | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it was given up; nothing runs under it any more then."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Interrupt what runs and refuse what is still to come; returns at once."""
        self._cancelled.set()
        if self._interrupt():
            self._insisting = threading.Thread(target=self._insist, name="interrupt", daemon=True)
            self._insisting.start()

    def join(self, timeout: float) -> None:
        """Wait until nothing runs any more, or so many seconds."""
        if self._insisting is not None:
            self._insisting.join(timeout)

    def _insist(self) -> None:
        pause = threading.Event()
        while self._interrupt():
            pause.wait(INTERRUPT_EVERY)

    def _interrupt(self) -> bool:
        with self._lock:
            for cursor in self._running:
                cursor.interrupt()
            return bool(self._running)

    def attach(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Put a cursor that is about to run under this handle.

        Raises:
            QueryCancelledError: when the handle was given up already.
        """
        with self._lock:
            if self.is_cancelled:
                raise QueryCancelledError("cancelled")
            self._running.add(cursor)

    def detach(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take a cursor that has ended out again."""
        with self._lock:
            self._running.discard(cursor)


class Engine:
    """Answers SQL about the replies of one parquet file. Safe to use from several threads."""

    def __init__(self, replies: Path, survey: Survey) -> None:
        """Open a parquet file.

        Raises:
            EngineError: when the file cannot be read.
        """
        self.survey = survey
        self._everything = Cancel()
        try:
            self._connection = duckdb.connect(config=SETTINGS)
            self._connection.execute(_view_sql(self._connection, replies, survey))
        except duckdb.Error as error:
            raise EngineError(f"{replies}: cannot be read: {_first_line(error)}") from error

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def query(self, sql: Sql, cancel: Cancel | None = None) -> list[tuple[Any, ...]]:
        """Run SQL and fetch every row; ask only for what is small.

        Raises:
            QueryCancelledError: when `cancel`, or the engine, was given up meanwhile.
            EngineError: when the engine refuses; one sentence, with the cause chained.
        """
        handles = (self._everything, cancel) if cancel else (self._everything,)
        try:
            cursor = self._connection.cursor()
        except duckdb.Error as error:
            raise QueryCancelledError("the file was closed") from error
        try:
            for handle in handles:
                handle.attach(cursor)
            return cursor.execute(sql.text, list(sql.parameters)).fetchall()
        except duckdb.InterruptException as error:
            raise QueryCancelledError("cancelled") from error
        except duckdb.Error as error:
            raise EngineError(_first_line(error)) from error
        finally:
            for handle in handles:
                handle.detach(cursor)
            cursor.close()

    def cancel(self) -> None:
        """Give up everything that runs, for good: what is asked afterwards is refused."""
        self._everything.cancel()

    def close(self) -> None:
        """Give up what runs and let go of the file."""
        self.cancel()
        # A thread that outlives the interpreter's end makes DuckDB's binding write over the terminal.
        self._everything.join(CLOSING)
        self._connection.close()


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]


def _view_sql(connection: duckdb.DuckDBPyConnection, replies: Path, survey: Survey) -> str:
    """The view `replies`: each column as its question's storage promises, and the row number."""
    path = literal_path(replies).replace("'", "''")
    source = f"read_parquet('{path}', hive_partitioning = false)"
    types = {name: kind for name, kind, *_ in connection.execute(f"describe select * from {source}").fetchall()}
    reserved = next((name for name in types if name.casefold().startswith("topline:")), None)
    if reserved:
        raise EngineError(f"{replies}: a column cannot be called {reserved!r}; rename it to something else")
    if any(kind.endswith("WITH TIME ZONE") for kind in types.values()):
        connection.execute("set global TimeZone = 'UTC'")
    coded = {question.codes for question in survey if question.codes}
    columns = [_column_sql(question, types.get(question.column, "VARCHAR")) for question in survey]
    columns += [quoted(column) for column in coded]
    columns += [f"{_words(quoted(q.column))} as {word_count(q)}" for q in survey if q.has_words]
    clash = any(name.casefold() == "file_row_number" for name in types)
    row = "row_number() over () - 1" if clash else "file_row_number"
    return f"create view replies as select {', '.join([f'{row} as {quoted(ROW)}', *columns])} from {source}"


def _column_sql(question: Question, kind: str) -> str:
    """A column converted, where its stored type differs, to what its question's storage promises."""
    column = quoted(question.column)
    if question.separator and not kind.endswith("[]"):
        return f"{_split(column, question.separator)} as {column}"
    if question.kind is Kind.MULTI:
        wanted = {Storage.INTEGER: "HUGEINT[]", Storage.REAL: "DOUBLE[]", Storage.BOOLEAN: "BOOLEAN[]"}
        target = wanted.get(question.storage, "VARCHAR[]")
        return column if kind == target else f"cast({column} as {target}) as {column}"
    match question.storage:
        case Storage.TEXT if kind != "VARCHAR":
            return f"cast({column} as varchar) as {column}"
        case Storage.REAL:
            # "Not a number" is no answer. As it stands it must not be filtered: the least and the greatest that
            # a file states for its blocks leave it out, and DuckDB takes these to be the bounds of all of them.
            real = column if kind == "DOUBLE" else f"cast({column} as double)"
            return f"case when not isnan({real}) then {real} end as {column}"
        case Storage.INTEGER if kind not in INTEGERS:
            return f"cast({column} as hugeint) as {column}"
        case Storage.DATE if kind != "TIMESTAMP":
            return f"cast({column} as timestamp) as {column}"
        case _:
            return column


def _words(column: str) -> str:
    return f"len(regexp_extract_all(cast({column} as varchar), '\\S+'))"


def _split(column: str, separator: str) -> str:
    literal = "'" + (separator.strip() or separator).replace("'", "''") + "'"
    pieces = f"list_transform(string_split({column}, {literal}), lambda piece: trim(piece))"
    return f"case when trim({column}) <> '' then list_distinct(list_filter({pieces}, lambda piece: piece <> '')) end"


INTEGERS = frozenset(
    "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT".split()  # noqa: SIM905
)
