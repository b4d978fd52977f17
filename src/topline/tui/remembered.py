"""What is remembered of the queries of a survey: values given to parameters, and statements written at the console.

It is kept in a small private file for each survey. Statements may tell of people, so nobody else can read it; one
that cannot be read or written is no fault: less is remembered then.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from topline.readers.folders import private, state_folder

MOST_STATEMENTS = 200
MOST_QUERIES = 200
"""Queries whose values are remembered; those used longest ago are forgotten first."""
LONGEST = 20_000
"""Characters of a statement or a value that is worth remembering."""
LARGEST = 8 << 20
"""Bytes of the file; nothing that topline wrote is longer."""


class Remembered:
    """The memory of one survey. It may be used from any thread."""

    def __init__(self, file: Path) -> None:
        """Read what was remembered before.

        Args:
            file: The survey.
        """
        name = blake2b(str(file.resolve()).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        self._place = state_folder() / "queries" / f"{name}.json"
        self._using = threading.Lock()
        said = self._read()
        self._statements = [text for text in _list(said.get("statements")) if isinstance(text, str)][-MOST_STATEMENTS:]
        self._values = {
            title: {name: value for name, value in values.items() if isinstance(value, str)}
            for title, values in _mapping(said.get("values")).items()
            if isinstance(values, dict)
        }

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that were run from the console, the last one last."""
        with self._using:
            return tuple(self._statements)

    def values_of(self, query: str) -> Mapping[str, str]:
        """The values that the parameters of a query were given last, by name."""
        with self._using:
            return dict(self._values.get(query, {}))

    def add_statement(self, statement: str) -> None:
        """Remember a statement as the last one that was run."""
        if not statement.strip() or len(statement) > LONGEST:
            return
        with self._using:
            self._statements = [text for text in self._statements if text != statement][1 - MOST_STATEMENTS :]
            self._statements.append(statement)

    def set_values(self, query: str, values: Mapping[str, str]) -> None:
        """Remember the values that the parameters of a query were given."""
        with self._using:
            self._values.pop(query, None)
            self._values[query] = {name: value for name, value in values.items() if len(value) <= LONGEST}
            while len(self._values) > MOST_QUERIES:
                del self._values[next(iter(self._values))]

    def keep(self) -> str:
        """Write it, for the sessions to come; gives back why it could not be written, empty where it is."""
        from topline.export import ExportError, write_text

        with self._using:
            text = json.dumps({"statements": self._statements, "values": self._values}, separators=(",", ":"))
            try:
                private(self._place.parent)
                write_text(self._place, text, force=True)
            except OSError as error:
                return f"this is remembered only until you leave: {error.strerror}"
            except ExportError as error:
                return f"this is remembered only until you leave: {error}"
            return ""

    def _read(self) -> Mapping[str, Any]:
        with suppress(OSError, ValueError, RecursionError), self._place.open("rb") as file:
            return _mapping(json.loads(file.read(LARGEST)))
        return {}


def _mapping(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []
