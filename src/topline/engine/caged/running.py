"""Statements in the child: judged, bound, run in a transaction that is rolled back, and fetched."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import duckdb

from topline.engine.caged import guard, lineage, one_file, personal, values
from topline.engine.caged.complaints import UnreadableError
from topline.engine.caged.guard import RefusedError
from topline.engine.reply_columns import parquet_sql, reply_columns
from topline.engine.responses import ROW_NAME, columns_of, from_order, responses_sql
from topline.engine.results import Identity
from topline.readers.parquet import SETTINGS
from topline.survey import Role

MEMORY_OF_DATA = 0.6
"""How much of the address space DuckDB may fill with data; the rest is its code, threads and what Python holds."""
LOCKED = (
    "set global TimeZone = 'UTC'",
    "set allow_community_extensions = false",
    "set allow_persistent_secrets = false",
    "set temp_directory = ''",
    f"set allowed_paths = ['{one_file.NAME}']",
    "set enable_external_access = false",
    "set disabled_filesystems = 'LocalFileSystem'",
    "set lock_configuration = true",
)
"""In this order: external access goes before the file system, and nothing can be set after the last."""
ALONE: dict[str, Any] = {
    **SETTINGS,
    "errors_as_json": True,
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
    "threads": 1,
    "async_threads": 0,
}
"""How DuckDB begins: without threads of its own, so that what binds this one binds those that come later."""
BEFORE = "select {} from (\n"
"""What stands before a statement when it is run."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer, and a cursor on its rows."""

    columns: list[str]
    types: list[str]
    identities: list[Identity | None]
    """What each column tells of a reply's identity."""
    masked: list[str]
    cursor: duckdb.DuckDBPyConnection
    limit: int
    """Rows that are handed over at most; the cursor has one more where there are more."""


class Statements:
    """The table of replies, and what may be asked of it."""

    def __init__(self, order: Mapping[str, Any]) -> None:
        """Start DuckDB, which reads what kind of machine it is on; of the replies nothing is read yet.

        Args:
            order: questions, personal, file, memory, threads and milliseconds, as `topline.engine.cage` says them.
        """
        self._order = order
        survey = from_order(order["questions"])
        columns = columns_of(survey)
        self._survey = survey
        hidden = () if order["personal"] else [column for column in columns if column.role is Role.PERSONAL]
        self._masked = {column.name: column.question for column in hidden}
        """The columns that hold masks, and the questions they belong to."""
        self._identities = [(column.name, _identity(column.name, column.role)) for column in columns]
        room = {"memory_limit": f"{int(order['memory'] * MEMORY_OF_DATA)}B"}
        self._empty = duckdb.connect(config=ALONE | room)
        self._replies = duckdb.connect(config=ALONE | room | {"max_execution_time": order["milliseconds"]})
        self._lock = threading.Lock()
        self._running: tuple[int, duckdb.DuckDBPyConnection] | None = None
        self.before = 0
        """Bytes that stood before the statement when it was run last."""

    def open(self) -> None:
        """Make the table of replies, and lock everything else out. The process can open nothing by now.

        Raises:
            duckdb.Error: when the replies cannot be read.
        """
        one_file.stand_in_for_fsspec()
        self._replies.register_filesystem(one_file.OneFile(self._order["file"]))
        self._replies.execute(f"set threads = {int(self._order['threads'])}")
        selected = reply_columns(self._replies, parquet_sql(one_file.NAME), "the replies", self._survey).selected
        for statement in responses_sql(self._survey, selected, personal=bool(self._order["personal"])):
            self._replies.execute(statement)
        for connection in (self._empty, self._replies):
            for statement in LOCKED:
                connection.execute(statement)

    def warm_up(self) -> None:
        """Have everything imported that a statement may need: nothing can be opened later."""
        every = "1.5::decimal(5, 2), [1], {'a': 1}, 'x', 1::double, 1::hugeint, true, null"
        self._replies.execute(f"select {every}").fetchall()
        self._tree("select 1")
        duckdb.tokenize("select 1")

    def interrupt(self, number: int) -> None:
        """Give up the statement of this number, if it runs."""
        with self._lock:
            if self._running is not None and self._running[0] == number:
                self._running[1].interrupt()

    @contextmanager
    def asked(self, request: Mapping[str, Any]) -> Iterator[Answer]:
        """Judge a statement, and while this lasts give its answer.

        Args:
            request: number, statement, arguments (texts by name) and limit (rows at most).

        Raises:
            RefusedError: when it is not let in.
            UnreadableError: when it is no SQL.
            duckdb.Error: when it cannot run.
        """
        statement, given, limit = str(request["statement"]), dict(request["arguments"]), int(request["limit"])
        self.before = 0
        trees = self._statements(statement)
        query = guard.admit(trees, given)
        masked = personal.masked_in(query, self._masked)
        used = {told["key"] for told in trees[0].get("named_param_map", ())}
        arguments = {name: value for name, value in given.items() if name in used}
        with self._cursor(int(request["number"])) as cursor:
            shape = cursor.execute(self._within("*", statement, "", 0, query), arguments).description
            names, types = [f"c{at}" for at in range(len(shape))], [column[1] for column in shape]
            outer = values.selected(types, names)
            cursor.execute(self._within(outer, statement, f"({', '.join(names)})", limit + 1, query), arguments)
            identities = lineage.identities_of(query, self._identities)
            yield Answer(
                [str(column[0]) for column in shape],
                [str(kind) for kind in types],
                identities if len(identities) == len(shape) else [None] * len(shape),
                sorted(masked),
                cursor,
                limit,
            )

    @contextmanager
    def _cursor(self, number: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that can only read, and by which the statement of this number is given up."""
        cursor = self._replies.cursor()
        with self._lock:
            self._running = (number, cursor)
        try:
            cursor.execute("begin transaction read only")
            yield cursor
        finally:
            with self._lock:
                self._running = None
            with suppress(duckdb.Error):
                cursor.execute("rollback")
            cursor.close()

    def _statements(self, text: str) -> list[Any]:
        """The statements in a text, as syntax trees.

        Raises:
            RefusedError: when one of them is no SELECT.
            UnreadableError: when it is no SQL.
        """
        told = json.loads(self._tree(text))
        if not told["error"]:
            return list(told["statements"])
        if "expression depth" in str(told.get("error_message")):
            raise RefusedError("the statement is nested too deeply")
        if told.get("error_type") == "parser":
            raise UnreadableError(told)
        hint = "; a pivot names its values: PIVOT ... ON role IN ('VP', 'Director')" if "pivot" in text.lower() else ""
        raise RefusedError(f"{guard.READING}, and nothing that changes, sets or loads anything{hint}")

    def _tree(self, text: str) -> str:
        """DuckDB's syntax tree of what is written, as JSON, made where there is nothing to read."""
        asked = "select json_serialize_sql(?, skip_empty := true, skip_null := true)"
        return str(self._empty.execute(asked, [text]).fetchall()[0][0])

    def _within(self, outer: str, statement: str, names: str, limit: int, query: guard.Node) -> str:
        """A statement as what another selects from.

        Its text is the one that was judged, and it is made sure that DuckDB takes it for the same where it stands
        now: that nothing in it ends the brackets around it.
        """
        opening = BEFORE.format(outer)
        self.before = len(opening.encode())
        text = f"{opening}{_without_semicolons(statement)}\n) as answer{names} limit {limit}"
        statements = self._statements(text)
        inside = statements[0]["node"].get("from_table", {}).get("subquery", {}).get("node")
        if len(statements) != 1 or inside is None or _bare(inside) != _bare(query):
            raise RefusedError(guard.READING)
        return text


def _identity(name: str, role: Role | None) -> Identity | None:
    if role is Role.ID:
        return Identity.RESPONDENT
    return Identity.ROW if name == ROW_NAME else None


def _without_semicolons(statement: str) -> str:
    """A statement without what ends it."""
    text = bytearray(statement.encode())
    for at, _ in duckdb.tokenize(statement):
        if text[at : at + 1] == b";":
            text[at : at + 1] = b" "
    return text.decode()


def _bare(part: Any) -> Any:
    """A syntax tree without where its parts stood."""
    if isinstance(part, list):
        return [_bare(one) for one in part]
    if isinstance(part, dict):
        return {key: _bare(one) for key, one in part.items() if not key.startswith("query_location")}
    return part
