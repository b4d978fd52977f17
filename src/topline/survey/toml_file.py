"""A TOML file that a person wrote for topline: what is wrong in it is told with its file, its line and a remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from topline.survey.errors import ToplineError, did_you_mean

KEY_NAMES = {bool: "true or false", int: "a whole number", str: "text", list: "a list", dict: "a table"}
Known = Mapping[str, type | tuple[type, ...]]
"""The keys that a table may have, and of what type their values are."""
Parts = Mapping[str, tuple[type | tuple[type, ...], str]]
"""What may stand inside the list or the table of a key: its types, and the words for them."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What such a file says."""

    FAULT: ClassVar[type[ToplineError]] = ToplineError
    """What a fault in it is."""

    path: str
    """Named in every error."""
    text: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)

    def fault(self, place: tuple[str, ...], what: str) -> ToplineError:
        """An error at a key, naming the file and its line."""
        line = line_of(self.text, place)
        at = f"{self.path}, line {line}" if line else self.path
        return self.FAULT(f"{at}: {what}")

    def check(self, place: tuple[str, ...], said: Any, known: Known) -> None:
        """Check that a table has known keys only, with values of the right types.

        Raises:
            ToplineError: when it has not; the message names the nearest known key.
        """
        if not isinstance(said, dict):
            raise self.fault(place, f"{'.'.join(place)} must be a table")
        for key, value in said.items():
            if key not in known:
                what = f"unknown key {key!r}{did_you_mean(key, known) or '; known: ' + ', '.join(known)}"
                raise self.fault((*place, key), what)
            allowed = known[key]
            wanted = allowed if isinstance(allowed, tuple) else (allowed,)
            if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
                kinds = " or ".join(KEY_NAMES[kind] for kind in wanted)
                raise self.fault((*place, key), f"{key} must be {kinds}, not {value!r}")

    def check_parts(self, place: tuple[str, ...], said: Mapping[str, Any], known: Parts) -> None:
        """Check what stands inside the lists and tables of a table whose keys have been checked.

        Raises:
            ToplineError: when one of them holds something else than it should.
        """
        for key, (allowed, what) in known.items():
            whole = said.get(key, ())
            parts = whole.items() if isinstance(whole, dict) else ((None, part) for part in whole)
            if isinstance(whole, str):
                continue
            for name, part in parts:
                inner = part.items() if isinstance(part, dict) and key == "codeframe" else ((name, part),)
                wrong = next((value for _, value in inner if not isinstance(value, allowed)), None)
                if wrong is not None:
                    at = (*place, key) if name is None else (*place, key, name)
                    raise self.fault(at, f"{key} must hold {what}, not {wrong!r}")


def line_of(text: str, place: tuple[str, ...]) -> int | None:
    """The line, from 1, where a key stands in a TOML text; the nearest table above it where it is nested deeper."""
    best: int | None = None
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[(\[?)(.+?)\]\]?\s*(#.*)?$", line):
            table = _path(f"[{header[2]}]")
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            elif table[:1] in counts:
                table = (table[0], str(counts[table[:1]]), *table[1:])
            here = table
        elif key := re.match(r"\s*([^=\[\]#]+?)\s*=", line):
            here = table + _path(f"{key[1]} = 0")
        else:
            continue
        if here[: len(place)] == place:
            return number
        if here == place[: len(here)] and here:
            best = number
    return best


def _path(line: str) -> tuple[str, ...]:
    try:
        content: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(content, dict) and content:
        key = next(iter(content))
        path.append(key)
        content = content[key]
    return tuple(path)
