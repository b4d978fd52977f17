"""What went wrong with a statement, as the child tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from topline.engine.caged.guard import RefusedError

NEAREST = 3
"""Names that are offered in place of an unknown one."""
LONGEST = 1_000
"""Characters of a complaint."""
FATAL = (duckdb.FatalException, duckdb.InternalException)
"""After these nobody knows what state DuckDB is in."""


class UnreadableError(Exception):
    """A statement that is no SQL."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__()
        self.told = told
        """DuckDB's own complaint."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why there is no answer."""

    kind: str
    """refused, sql, interrupted, memory or broken; after the last two the child is of no more use."""
    text: str = ""
    position: int | None = None
    """Bytes from the statement's start."""

    @staticmethod
    def of(error: BaseException, before: int = 0) -> Complaint:
        """What an error says.

        Args:
            before: Bytes that stood before the statement when it was run.
        """
        match error:
            case RefusedError():
                return Complaint("refused", str(error), error.position)
            case UnreadableError():
                return Complaint("sql", *_told(error.told, 0))
            case duckdb.InterruptException():
                return Complaint("interrupted")
            case MemoryError() | duckdb.OutOfMemoryException():
                return Complaint("memory")
            case RecursionError():
                return Complaint("refused", "the statement is nested too deeply")
            case UnicodeDecodeError():  # DuckDB cuts what it quotes anywhere
                return Complaint("sql", "DuckDB cannot run this, and what it says of it is no text")
            case duckdb.Error() if not isinstance(error, FATAL):
                return Complaint("sql", *_said(str(error), before))
            case _:
                return Complaint("broken", type(error).__name__)

    def as_message(self) -> dict[str, Any]:
        """For the pipe."""
        return {"kind": self.kind, "text": self.text[:LONGEST], "position": self.position}


def _said(text: str, before: int) -> tuple[str, int | None]:
    try:
        return _told(json.loads(text[text.index("{") :]), before)
    except (ValueError, AttributeError):
        return text.strip().partition("\n")[0], None


def _told(told: Mapping[str, Any], before: int) -> tuple[str, int | None]:
    """DuckDB's complaint in one line, and where in the statement."""
    said = str(told.get("exception_message", told.get("error_message", ""))).strip()
    text = said.partition("\n")[0]
    near = [name for name in str(told.get("candidates", "")).split(",") if name][:NEAREST]
    if near:
        text = f"{text.rstrip('!.')}; nearest: {', '.join(near)}"
    place = str(told.get("position", ""))
    at = int(place) - before if place.isdigit() else -1
    return text, at if at >= 0 else None
