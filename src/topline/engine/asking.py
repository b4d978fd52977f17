"""One statement being asked: the handle that gives it up, and what has been heard of its answer so far."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from topline.engine.errors import QueryCancelledError
from topline.engine.keeper import Child
from topline.engine.results import Identity, SqlResult

INSISTING = 0.15
"""Seconds for which a statement that was given up is asked to stop before the child is killed."""


class Asking:
    """A statement that can be given up, from any thread; it stands under a `Cancel` as a cursor does."""

    def __init__(self) -> None:
        self._given_up: float | None = None
        self._child: Child | None = None
        self._number = 0

    def begin(self, child: Child, number: int) -> None:
        """It is about to run there, under this number."""
        self._child, self._number = child, number

    def interrupt(self) -> None:
        """Give it up: ask the child to stop, and kill it where that was of no use for a moment."""
        if self._given_up is None:
            self._given_up = time.monotonic()
        child = self._child
        if child is None:
            return
        if time.monotonic() - self._given_up > INSISTING:
            child.end()
        else:
            child.give_up(self._number)

    def check(self) -> None:
        """Go on, unless it was given up.

        Raises:
            QueryCancelledError: when it was.
        """
        if self._given_up is not None:
            raise QueryCancelledError("cancelled")


class ComplainedError(Exception):
    """The child says why there is no answer."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__()
        self.kind = str(told.get("kind"))
        self.text = str(told.get("text"))
        position = told.get("position")
        self.position = position if isinstance(position, int) and position >= 0 else None
        """Bytes before the place."""


class NonsenseError(Exception):
    """What the child says is no answer."""


class Collected:
    """An answer as it comes in, every part of it looked at: the child's word is not trusted."""

    def __init__(self, limit: int) -> None:
        """Collect at most so many rows."""
        self.is_whole = False
        self._limit = limit
        self._columns: tuple[str, ...] = ()
        self._types: tuple[str, ...] = ()
        self._identities: list[Any] = []
        self._masked: tuple[str, ...] = ()
        self._rows: list[tuple[Any, ...]] = []
        self._truncated = False
        self._shortened = 0

    def take(self, said: Mapping[str, Any]) -> None:
        """One more message.

        Raises:
            ComplainedError: when there will be no answer.
            NonsenseError: when it is no part of one.
        """
        try:
            self._take(said)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NonsenseError from error

    def _take(self, said: Mapping[str, Any]) -> None:
        if "error" in said:
            raise ComplainedError(dict(said["error"]))
        if "columns" in said:
            self._columns, self._types = _texts(said["columns"]), _texts(said["types"])
            self._identities, self._masked = list(said["identities"]), _texts(said["masked"])
            if not len(self._columns) == len(self._types) == len(self._identities):
                raise NonsenseError
        elif "rows" in said:
            for row in said["rows"]:
                if len(row) != len(self._columns) or len(self._rows) >= self._limit or not isinstance(row, list):
                    raise NonsenseError
                self._rows.append(tuple(row))
        else:
            self._truncated, self._shortened = bool(said["truncated"]), int(said["shortened"])
            self.is_whole = True

    def result(self, seconds: float) -> SqlResult:
        """The whole answer."""
        identity = next(
            (at for kind in Identity for at, told in enumerate(self._identities) if told == kind.value), None
        )
        return SqlResult(
            self._columns,
            self._types,
            tuple(self._rows),
            self._truncated,
            self._shortened,
            seconds,
            identity,
            None if identity is None else Identity(self._identities[identity]),
            self._masked,
        )


def _texts(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise NonsenseError
    return tuple(said)
