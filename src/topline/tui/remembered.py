"""What is remembered of the queries of a survey: values given to parameters, and statements written at the console.

It is kept in a private file of the survey; one that cannot be read or written is no fault: less is remembered then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from topline.tui.private_file import PrivateFile

MOST_STATEMENTS = 200
MOST_QUERIES = 200
"""Queries whose values are remembered; those used longest ago are forgotten first."""
LONGEST = 20_000
"""Characters of a statement or a value that is worth remembering."""
LARGEST = 8 << 20
"""Bytes of the file; nothing that topline wrote is longer."""


@dataclass
class Memory:
    """What is known at one time."""

    statements: list[str] = field(default_factory=list)
    """The last one last."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the title of the query and the name of the parameter."""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Memory:
        """What a file says, as far as it can be used."""
        statements, values = said.get("statements"), said.get("values")
        found = cls()
        if isinstance(statements, list):
            found.statements = [text for text in statements if isinstance(text, str)][-MOST_STATEMENTS:]
        if isinstance(values, dict):
            for title, given in values.items():
                if isinstance(given, dict):
                    found.values[title] = {name: value for name, value in given.items() if isinstance(value, str)}
        return found

    def add_statement(self, statement: str) -> None:
        self.statements = [text for text in self.statements if text != statement][1 - MOST_STATEMENTS :]
        self.statements.append(statement)

    def set_values(self, query: str, given: Mapping[str, str]) -> None:
        self.values.pop(query, None)
        self.values[query] = dict(given)
        while len(self.values) > MOST_QUERIES:
            del self.values[next(iter(self.values))]


class Remembered:
    """The memory of one survey, to which every session on it adds. It may be used from any thread."""

    def __init__(self, file: Path) -> None:
        """Read what was remembered before.

        Args:
            file: The survey.
        """
        self._place = PrivateFile("queries", file, LARGEST)
        self._using = threading.Lock()
        self._keeping = threading.Lock()
        self._known = self._read() or Memory()
        self._since: list[Callable[[Memory], None]] = []
        """What is not written yet, to be done again upon what another session wrote meanwhile."""

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that were run from the console, the last one last."""
        with self._using:
            return tuple(self._known.statements)

    def values_of(self, query: str) -> Mapping[str, str]:
        """The values that the parameters of a query were given last, by name."""
        with self._using:
            return dict(self._known.values.get(query, {}))

    def add_statement(self, statement: str) -> None:
        """Remember a statement as the last one that was run."""
        if statement.strip() and len(statement) <= LONGEST:
            self._do(lambda memory: memory.add_statement(statement))

    def set_values(self, query: str, values: Mapping[str, str]) -> None:
        """Remember the values that the parameters of a query were given."""
        given = {name: value for name, value in values.items() if len(value) <= LONGEST}
        self._do(lambda memory: memory.set_values(query, given))

    def _do(self, change: Callable[[Memory], None]) -> None:
        with self._using:
            change(self._known)
            self._since.append(change)

    def keep(self) -> str:
        """Write it, for the sessions to come; gives back why it could not be written, empty where it is."""
        with self._keeping, self._place.alone():
            there = self._read()
            with self._using:
                now, written = there or self._known, len(self._since)
                if now is not self._known:
                    _do_again(self._since, now)
                said = {"statements": list(now.statements), "values": dict(now.values)}
            fault = self._place.write(said)
            if fault:
                return f"this is remembered only until you leave: {fault}"
            with self._using:
                del self._since[:written]
                if now is not self._known:
                    _do_again(self._since, now)
                    self._known = now
            return ""

    def _read(self) -> Memory | None:
        """What the file says; None where there is none, or none that can be read."""
        with suppress(OSError, ValueError):
            said = self._place.read()
            return None if said is None else Memory.of(said)
        return None


def _do_again(changes: Iterable[Callable[[Memory], None]], memory: Memory) -> None:
    for change in changes:
        change(memory)
