"""The DuckDB engine: one in-memory database with a view `replies` over a parquet file, or over a store made of it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

import duckdb

from topline.engine.errors import EngineError, QueryCancelledError
from topline.engine.reply_columns import ROW, ReplyColumns, parquet_sql, reply_columns
from topline.engine.room import room_for
from topline.engine.store import Plan, plan_of, signature_of
from topline.readers.parquet import new_connection
from topline.readers.paths import literal_path
from topline.survey import Kind, Question, Sql, Storage, Survey, bits, quoted

WIDE = 200
"""Columns from which on a statement is given those alone that it names."""
CLOSING = 1.0
"""Seconds that closing waits for a query which is slow to give up."""
INTERRUPT_EVERY = 0.02
"""Seconds between interrupts: one that comes in a query's first moments can be lost."""
SORTING = "400MB"
"""Memory in which DuckDB sorts ten million whole replies on the disk, as fast as with any more."""
STREAMED = 2_000
"""Rows of a stream that are fetched at once: fetching holds up every other thread."""
DAMAGED = "Corrupt database file"
"""How DuckDB begins to say that a block of a store is not what was written."""

T = TypeVar("T")


class Interruptible(Protocol):
    """What runs and can be told to stop: a cursor, or a statement in the cage."""

    def interrupt(self) -> None:
        """Stop as soon as can be; may be told again and again, from any thread."""


class Cancel:
    """A handle to give up the queries that run under it, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[Interruptible] = set()
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
            for running in self._running:
                with suppress(duckdb.Error):  # what was closed runs no more
                    running.interrupt()
            return bool(self._running)

    def attach(self, running: Interruptible) -> None:
        """Put what is about to run under this handle.

        Raises:
            QueryCancelledError: when the handle was given up already.
        """
        with self._lock:
            if self.is_cancelled:
                raise QueryCancelledError("cancelled")
            self._running.add(running)

    def detach(self, running: Interruptible) -> None:
        """Take what has ended out again."""
        with self._lock:
            self._running.discard(running)


class Engine:
    """Answers SQL about the replies of one parquet file. Safe to use from several threads.

    A large file can have a store beside it: the same replies in a form that answers faster. Where one was made
    before it is used at once; `adopt` goes over to one that was made meanwhile. The answers are the same.
    """

    def __init__(
        self,
        replies: Path,
        survey: Survey,
        *,
        stored: bool = True,
        connection: duckdb.DuckDBPyConnection | None = None,
    ) -> None:
        """Open a parquet file.

        Args:
            replies: The file.
            survey: What is in it.
            stored: Whether its store is used where it has one.
            connection: One that the file was read through before, which is the engine's from now on.

        Raises:
            EngineError: when the file cannot be read.
        """
        self.survey = survey
        """What is in it; once a store is used, with what that knows besides."""
        self.store: Path | None = None
        """The store that is read instead of the file."""
        self._opened = replies, survey
        self._everything = Cancel()
        self._with: tuple[Cancel, ...] = ()
        """With what else everything is given up."""
        self._moving = threading.Lock()
        self._making_room = threading.Lock()
        room = room_for(survey.respondents)
        self.is_large = room.is_large
        """Whether what goes over all replies takes so long that a person should not wait for it."""
        self._spill = room.spill
        try:
            self._connection = connection or new_connection()
            for name, value in room.settings.items():
                self._connection.execute(f"set global {name} = {_literal(value)}")
            found = reply_columns(self._connection, parquet_sql(literal_path(replies)), str(replies), survey)
            self.selected = found.selected
            """The SELECT behind the view, as it is of the file."""
            self._wide = found if len(found.columns) >= WIDE else None
            """What each statement is given a part of, in place of a view of it all."""
            if self._wide is None:
                self._connection.execute(f"create view replies as {self.selected}")
        except duckdb.Error as error:
            raise EngineError(f"{replies}: cannot be read: {_first_line(error)}") from error
        self._replies = replies
        self._signature = _signature(replies)
        plan = self.plan() if stored and self.is_large else None
        if plan is not None and plan.is_made:
            self.adopt(plan.place)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def is_cancelled(self) -> bool:
        """Whether everything was given up."""
        return self._everything.is_cancelled

    def plan(self) -> Plan | None:
        """How a store of this file is made; None where there is nowhere to keep it, or the file is another one now."""
        if _signature(self._replies) != self._signature:
            return None
        return plan_of(self._replies, self.survey, self.selected)

    def adopt(self, store: Path) -> bool:
        """Read the replies from a store from now on; what runs goes on with what it began with.

        One that cannot be read is removed. Says whether it is used now.
        """
        path = str(store).replace("'", "''")
        with self._moving:
            if self.store is not None:
                return self.store == store
            try:
                cursor = self._connection.cursor()
            except duckdb.Error:
                return False
            try:
                cursor.execute(f"attach '{path}' as store (read_only)")
                with_bits = dict(cursor.execute("select name, codes from store.bits").fetchall())
                ranked = dict(cursor.execute("select name, codes from store.ranked").fetchall())
                names = [name for name, *_ in cursor.execute("describe store.replies").fetchall()]
                columns = {quoted(ROW): "rowid", **{quoted(name): quoted(name) for name in names}}
                stored = ReplyColumns("store.replies", columns)
                cursor.execute(f"create or replace view replies as {stored.selected}")
            except duckdb.Error:
                self._remove(store)
                return False
            with suppress(OSError):
                os.utime(store)
            self.store = store
            self._wide = stored if len(columns) >= WIDE else None
            questions = (_as_stored(question, with_bits, ranked) for question in self.survey)
            self.survey = replace(self.survey, questions=tuple(questions))
            return True

    def _abandon(self, store: Path | None) -> bool:
        """Go back from a damaged store to the file, and remove it; says whether that can help."""
        with self._moving:
            if store is None:
                return False
            if self.store == store:
                # What was asked of the store may speak of its bits, and rest on how it sorts categories.
                cursor = self._connection.cursor()
                ranked = {question.column: question.ranked for question in self.survey if question.ranked}
                kinds = {column: quoted(f"kind of {column}") for column in ranked}
                for column, kind in kinds.items():
                    codes = ", ".join(map(_literal, ranked[column]))
                    cursor.execute(f"create or replace type {kind} as enum ({codes})")
                replaced = ", ".join(f"cast({quoted(c)} as {kind}) as {quoted(c)}" for c, kind in kinds.items())
                everything = f"* replace ({replaced})" if replaced else "*"
                columns = ", ".join([everything, *(f"{_bits(q)} as {bits(q)}" for q in self.survey if q.bits)])
                cursor.execute(f"create or replace view replies as select {columns} from ({self.selected})")
                self.store = self._wide = None
                self._remove(store)
            return True

    def _remove(self, store: Path) -> None:
        """Let go of a store that is of no use, and delete it."""
        with suppress(duckdb.Error):
            self._connection.cursor().execute("detach database if exists store")
        with suppress(OSError):
            store.unlink()

    def query(self, sql: Sql, cancel: Cancel | None = None) -> list[tuple[Any, ...]]:
        """Run SQL and fetch every row; ask only for what is small.

        Raises:
            QueryCancelledError: when `cancel`, or the engine, was given up meanwhile.
            EngineError: when the engine refuses; one sentence, with the cause chained.
        """
        with self._running(cancel) as cursor:
            return self._insisted(lambda: cursor.execute(self._narrowed(sql.text), list(sql.parameters)).fetchall())

    def stream(self, sql: Sql, cancel: Cancel | None = None) -> Iterator[list[tuple[Any, ...]]]:
        """Run SQL and give its rows as they come, some thousands at once; memory does not grow with their number.

        Raises:
            QueryCancelledError: when `cancel`, or the engine, was given up meanwhile.
            EngineError: when the engine refuses; one sentence, with the cause chained.
        """
        with self._running(cancel) as cursor:
            self._insisted(lambda: cursor.execute(self._narrowed(sql.text), list(sql.parameters)))
            while rows := cursor.fetchmany(STREAMED):
                yield rows
                if self._everything.is_cancelled or (cancel and cancel.is_cancelled):
                    raise QueryCancelledError("cancelled")

    def _narrowed(self, statement: str) -> str:
        """A statement as it is run: over no more columns of a wide file than it names."""
        wide = self._wide
        return statement if wide is None or "replies" not in statement else wide.narrowed(statement)

    @contextmanager
    def _running(self, cancel: Cancel | None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that can be given up, its errors told in one line."""
        handles = (self._everything, *self._with, *([cancel] if cancel else []))
        self._refuse_another_file()
        try:
            cursor = self._connection.cursor()
        except duckdb.Error as error:
            raise QueryCancelledError("the file was closed") from error
        try:
            for handle in handles:
                handle.attach(cursor)
            yield cursor
        except duckdb.InterruptException as error:
            raise QueryCancelledError("cancelled") from error
        except duckdb.Error as error:
            raise EngineError(_first_line(error)) from error
        finally:
            for handle in handles:
                handle.detach(cursor)
            cursor.close()

    def _insisted(self, run: Callable[[], T]) -> T:
        """Run a query, once more where it failed for a reason that lies with us: a damaged store, too little memory."""
        store = self.store
        try:
            return run()
        except duckdb.OutOfMemoryException:
            with self._roomy():
                return run()
        except duckdb.Error as error:
            damaged = isinstance(error, duckdb.IOException) or str(error).startswith(DAMAGED)
            if damaged and self._abandon(store):
                return run()
            raise

    def _refuse_another_file(self) -> None:
        """The file may have been replaced since it was opened; its numbers would be mixed with those of the first.

        Raises:
            EngineError: when it is another one now.
        """
        if self.store is None and _signature(self._replies) != self._signature:
            raise EngineError(f"{self._replies} has changed since it was opened; open it again")

    @contextmanager
    def _roomy(self) -> Iterator[None]:
        """All the memory that DuckDB would take by itself, for a query that needs it; one at a time."""
        with self._making_room:
            before = self._connection.cursor().execute("select current_setting('memory_limit')").fetchall()[0][0]
            self._connection.cursor().execute("reset memory_limit")
            try:
                yield
            finally:
                with suppress(duckdb.Error):
                    self._connection.cursor().execute(f"set memory_limit = '{before}'")

    @contextmanager
    def alone(self) -> Iterator[Engine]:
        """Another engine over the same file for work that goes over all of it, one row after the other.

        It has one thread: several would hold back what they have until it is their turn, in memory. And it has
        memory enough to sort whole replies on the disk. It is given up with this one, whose queries it leaves in peace.
        """
        with Engine(*self._opened) as other:
            other._with = (self._everything,)
            other._connection.execute(f"set threads = 1; set memory_limit = '{SORTING}'")
            yield other

    def cancel(self) -> None:
        """Give up everything that runs, for good: what is asked afterwards is refused."""
        self._everything.cancel()

    def close(self) -> None:
        """Give up what runs and let go of the file."""
        self.cancel()
        # A thread that outlives the interpreter's end makes DuckDB's binding write over the terminal.
        self._everything.join(CLOSING)
        self._connection.close()
        if self._spill is not None:
            shutil.rmtree(self._spill, ignore_errors=True)


def _signature(replies: Path) -> tuple[int, int] | None:
    """What changes when a file does; None where it is gone."""
    try:
        return signature_of(replies)
    except OSError:
        return None


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _as_stored(question: Question, with_bits: dict[str, list[str]], ranked: dict[str, list[str]]) -> Question:
    """A question with what a store knows of its codes."""
    if question.takes_several:
        return replace(question, bits=tuple(with_bits.get(question.choices_column, ())))
    if question.kind in (Kind.SINGLE, Kind.SCALE) and question.storage is Storage.TEXT:
        return replace(question, ranked=tuple(ranked.get(question.column, ())))
    return question


def _bits(question: Question) -> str:
    """What a store keeps as the bits of several answers, from the answers themselves."""
    column = quoted(question.choices_column)
    codes = [code.replace("'", "''") for code in question.bits]
    given = (f"array_contains({column}, '{code}') then {1 << at}::bigint" for at, code in enumerate(codes))
    given = (f"case when {bit} else 0 end" for bit in given)
    return f"case when {column} is not null then {' | '.join(given)} end"


def _first_line(error: duckdb.Error) -> str:
    line = str(error).strip().splitlines()[0]
    kind = "Invalid Input Error: "
    # Our own SQL is sound: what is not is a pattern that somebody wrote, beyond what can be told without the engine.
    return f"a pattern or a value is refused: {line.removeprefix(kind)}" if line.startswith(kind) else line
