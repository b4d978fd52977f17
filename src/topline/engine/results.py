"""What a statement that a user wrote gives: rows of plain values, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from topline.engine.errors import EngineError


class SqlError(EngineError):
    """A statement that DuckDB cannot run; its complaint in one line, with the place in the statement."""

    def __init__(self, text: str, position: int | None = None) -> None:
        super().__init__(text)
        self.position = position
        """Characters before the place, from the statement's start; None where it is not one place."""


class SqlRefusedError(SqlError):
    """A statement that is not let in; the message says what is not allowed, and what is."""


class SqlKilledError(EngineError):
    """A statement that took more time or memory than it may, or was ended from outside; the message says which."""


class Identity(StrEnum):
    """What tells which reply a row of a result is."""

    ROW = "row"
    """The 1-based row of the file."""
    RESPONDENT = "respondent"
    """The answer to the survey's id question."""


@dataclass(frozen=True, slots=True)
class SqlResult:
    """The rows that a statement gave.

    Everything in it came from a child process that worked on somebody's data: none of it is fit to be shown
    before it went through `topline.charts` or `topline.export`.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    """DuckDB's names of the columns' types, such as BIGINT or VARCHAR[]."""
    rows: tuple[tuple[Any, ...], ...]
    """Each value is None, a bool, an int, a float (also not a number and infinite), a text, a list of such, or a
    dict of such by text; what is none of these, such as a date, is the text that DuckDB writes."""
    truncated: bool
    """Whether there are more rows than these: known, never guessed."""
    shortened: int = 0
    """Values that were too long to be handed over whole: texts, which end in an ellipsis, and lists."""
    seconds: float = 0.0
    """From asking to the last row."""
    identity: int | None = None
    """The column whose values tell which reply a row is, where one of the survey's stands in it unaltered."""
    identified_by: Identity | None = None
    masked: tuple[str, ...] = ()
    """Names of the personal questions that are masked in what the statement gives or counts; empty when shown."""
