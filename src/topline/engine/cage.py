"""The cage: where SQL that a user wrote runs, in a child process that can do nothing but answer.

What holds the child is told in `topline.engine.caged`, where its code is.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from topline.engine.asking import Asking, Collected, ComplainedError, NonsenseError
from topline.engine.caged.admitted import FUNCTIONS
from topline.engine.duck import Cancel
from topline.engine.errors import EngineError
from topline.engine.keeper import Child, GoneError
from topline.engine.responses import TABLES, SqlColumn, as_order, columns_of
from topline.engine.results import Identity, SqlError, SqlKilledError, SqlRefusedError, SqlResult
from topline.readers.sanitise import sanitise
from topline.survey import Survey

__all__ = [
    "FUNCTIONS",
    "Cage",
    "Identity",
    "SqlColumn",
    "SqlError",
    "SqlKilledError",
    "SqlRefusedError",
    "SqlResult",
    "columns_of",
]

MEMORY = 1536 << 20
"""Bytes of address space that the child may have."""
SECONDS = 60.0
"""Seconds that a statement may take."""
MOST_ROWS = 10_000
"""Rows that are handed over unless more are asked for."""
LONGEST = 100_000
"""Bytes of a statement, and of its arguments."""
THREADS = 4
"""That DuckDB uses at most; each takes address space."""
STARTING = 30.0
"""Seconds that the child may take to be ready."""
GRACE = 0.25
"""Seconds that DuckDB has to stop by itself before the child is killed."""
LOOK = 0.05
"""Seconds between two looks at whether an answer is still wanted."""
LIVE_ON = frozenset({"refused", "sql", "interrupted"})
"""Complaints after which the child goes on."""
OUT_OF_TIME = -24
"""How a child ends that used up its processor time."""


class Cage:
    """Runs statements over the replies of one survey, each alone, in a child process that is started when needed.

    Safe to use from several threads: statements wait for one another.
    """

    def __init__(self, replies: Path, survey: Survey, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        """Remember what to ask of; nothing is started or opened yet.

        Args:
            replies: The parquet file.
            survey: What it holds.
            memory: Bytes of address space that the child may have.
            seconds: How long a statement may take.
        """
        self.survey = survey
        self.memory = memory
        self.seconds = seconds
        self._replies = replies
        self._everything = Cancel()
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._personal = False
        """Whether the child may see the answers that tell who a person is."""
        self._number = 0

    def __enter__(self) -> Cage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def run(
        self,
        statement: str,
        arguments: Mapping[str, str | None] | None = None,
        *,
        personal: bool = False,
        limit: int = MOST_ROWS,
        cancel: Cancel | None = None,
    ) -> SqlResult:
        """Run one SELECT over `responses`.

        Args:
            statement: As the user wrote it; `$name` stands for a parameter.
            arguments: The parameters' values, bound as texts, never written into the statement; None for
                NULL. One that the statement does not name is left out.
            personal: Whether it may see the answers that tell who a person is. Otherwise those columns hold a
                mask where there is an answer, so nothing that a statement does can tell more; a statement that
                does anything with them but show or count them is refused.
            limit: Rows handed over at most.
            cancel: Gives it up, from any thread.

        Raises:
            SqlRefusedError: when it is not one SELECT over the replies, or uses what is not admitted.
            SqlError: when DuckDB cannot run it.
            SqlKilledError: when it took too much time or memory.
            QueryCancelledError: when it was given up, or the cage was closed.
        """
        if self.survey.min_base:
            raise SqlRefusedError(f"SQL is refused: it could show groups under {self.survey.min_base:,} (min_base)")
        given = dict(arguments or {})
        _check(statement, given)
        asking = Asking()
        handles = (self._everything, cancel) if cancel else (self._everything,)
        try:
            for handle in handles:
                handle.attach(asking)
            with self._in_turn(asking):
                return self._asked(asking, statement, given, personal, limit)
        finally:
            for handle in handles:
                handle.detach(asking)

    def cancel(self) -> None:
        """Give up everything that runs, for good: what is asked afterwards is refused."""
        self._everything.cancel()

    def close(self) -> None:
        """Give up what runs and end the child. What is asked afterwards is refused."""
        self.cancel()
        child = self._child
        if child is not None:
            child.end()
            child.join()

    @contextmanager
    def _in_turn(self, asking: Asking) -> Iterator[None]:
        while not self._turn.acquire(timeout=LOOK):
            asking.check()
        try:
            asking.check()
            yield
        finally:
            self._turn.release()

    def _asked(
        self, asking: Asking, statement: str, arguments: dict[str, str | None], personal: bool, limit: int
    ) -> SqlResult:
        began = time.monotonic()
        child = self._ready(asking, personal)
        self._number += 1
        request = {"number": self._number, "statement": statement, "arguments": arguments, "limit": limit}
        deadline = time.monotonic() + self.seconds + GRACE
        answer = Collected(limit)
        asking.begin(child, self._number)
        try:
            child.ask(request, deadline)
            while not answer.is_whole:
                answer.take(self._heard(child, deadline))
        except GoneError as gone:
            asking.check()
            raise self._killed(gone.status, late=time.monotonic() >= deadline) from None
        except ComplainedError as complaint:
            if complaint.kind not in LIVE_ON:
                child.end()
            asking.check()
            raise self._error_of(complaint, statement) from None
        except NonsenseError:
            child.end()
            asking.check()
            raise SqlKilledError("the statement was stopped: what came back was no answer") from None
        return answer.result(time.monotonic() - began)

    def _ready(self, asking: Asking, personal: bool) -> Child:
        """The child, started anew where there is none, or where it sees more or less than this statement may."""
        child = self._child
        if child is not None and child.is_alive and self._personal == personal:
            return child
        if child is not None:
            child.end()
        order = {
            "questions": as_order(self.survey),
            "personal": personal,
            "memory": self.memory,
            "seconds": self.seconds,
            "milliseconds": max(int(self.seconds * 1000), 1),
            "threads": min(_processors(), THREADS),
        }
        try:
            child = Child(self._replies, order)
        except OSError as error:
            raise SqlError(f"{self._replies} cannot be opened: {(error.strerror or str(error)).casefold()}") from error
        self._child, self._personal = child, personal
        try:
            self._hear_ready(asking, child)
        except BaseException:
            child.end()
            raise
        return child

    def _hear_ready(self, asking: Asking, child: Child) -> None:
        deadline = time.monotonic() + STARTING
        try:
            while (said := child.hear(LOOK)) is None:
                asking.check()
                if time.monotonic() > deadline:
                    raise SqlKilledError("the process that runs statements took too long to start; try again")
        except GoneError as gone:
            asking.check()
            raise SqlKilledError(f"the process that runs statements did not start{_signal(gone.status)}") from None
        if "ready" not in said:
            told = said.get("error")
            why = _line(str(told.get("text"))) if isinstance(told, dict) else "no reason given"
            raise SqlError(f"{self._replies}: the replies cannot be read: {why}")

    def _heard(self, child: Child, deadline: float) -> dict[str, Any]:
        """What the child says next to the statement.

        Raises:
            GoneError: when it has ended, by itself or because it took too long.
        """
        while True:
            said = child.hear(deadline - time.monotonic())
            if said is None:
                child.end()
                raise GoneError(None)
            if said.get("number") == self._number:
                return said

    def _killed(self, status: int | None, *, late: bool) -> SqlKilledError:
        """Why there is no child any more."""
        if late or status == OUT_OF_TIME:
            return self._out_of_time()
        if status == 0 or status is None:
            return SqlKilledError("the process that ran the statement ended; run it again")
        return SqlKilledError(
            f"the process that ran the statement was ended{_signal(status)}: it may have needed more than "
            f"{_size(self.memory)} of memory; the replies are as they were"
        )

    def _out_of_time(self) -> SqlKilledError:
        return SqlKilledError(f"the statement took more than {self.seconds:g} seconds and was stopped; ask for less")

    def _error_of(self, complaint: ComplainedError, statement: str) -> EngineError:
        """What the child complains of, for the user."""
        match complaint.kind:
            case "refused" | "sql":
                kind = SqlRefusedError if complaint.kind == "refused" else SqlError
                at = _characters(statement, complaint.position)
                return kind(f"{_line(complaint.text)}{_place(statement, at)}", at)
            case "interrupted":
                return self._out_of_time()
            case "memory":
                return SqlKilledError(
                    f"the statement needed more than {_size(self.memory)} of memory and was stopped; ask for less"
                )
            case _:
                return SqlKilledError(f"the statement was stopped by a fault ({_line(complaint.text)})")


def _check(statement: str, arguments: Mapping[str, str | None]) -> None:
    """Refuse at once what is no text of a reasonable length."""
    if not statement.strip():
        raise SqlRefusedError(f"there is no statement; write one, such as SELECT * FROM {TABLES[0]}")
    _check_text("statement", statement)
    for value in arguments.values():
        if value is not None:
            try:
                _check_text("value of a parameter", value)
            except SqlRefusedError as error:
                raise SqlRefusedError(str(error)) from None  # it is no place in the statement


def _check_text(what: str, text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise SqlRefusedError(f"the {what} holds what is no character", error.start) from None
    if size > LONGEST:
        raise SqlRefusedError(f"the {what} is {size:,} bytes long; {LONGEST:,} at most")
    if "\0" in text:
        raise SqlRefusedError(f"the {what} holds a NUL character; take it out", text.index("\0"))


def _characters(statement: str, position: int | None) -> int | None:
    """A place in characters, of one in bytes; None where it is not in the statement."""
    if position is None:
        return None
    at = len(statement.encode()[:position].decode(errors="ignore"))
    return at if at <= len(statement) else None


def _place(statement: str, at: int | None) -> str:
    if at is None:
        return ""
    line, column = statement.count("\n", 0, at) + 1, at - statement.rfind("\n", 0, at)
    return f" (line {line}, column {column})"


def _line(text: str) -> str:
    return sanitise(" ".join(text.split()), one_line=True, limit=600)


def _signal(status: int | None) -> str:
    return f" (signal {-status})" if status is not None and status < 0 else ""


def _size(memory: int) -> str:
    return f"{memory / (1 << 30):.3g} GB"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
