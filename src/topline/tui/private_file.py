"""What the explorer keeps of a survey between sessions: a small private file for each kind of thing and each survey.

Statements and filters may tell of people, so nobody but the user can read it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from topline.readers.folders import private, state_of


class PrivateFile:
    """A file of the user's that says something of one survey, as JSON."""

    def __init__(self, kind: str, survey: Path, largest: int) -> None:
        """Say which; nothing is opened yet.

        Args:
            kind: What it says; the folder of all of its kind.
            survey: The file of replies; a link to it is the same survey.
            largest: Bytes that are read of it; nothing that topline writes is longer.
        """
        self._place = state_of(survey, kind)
        self._largest = largest

    def read(self) -> dict[str, Any] | None:
        """What it says; None where there is none yet.

        Raises:
            OSError: when it cannot be read.
            ValueError: when it is damaged.
        """
        try:
            with self._place.open("rb") as file:
                said = json.loads(file.read(self._largest))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except RecursionError:
            raise ValueError("it is nested too deep") from None
        if not isinstance(said, dict):
            raise ValueError("it is no mapping")
        return said

    def write(self, said: Mapping[str, Any]) -> str:
        """Write it anew, whole or not at all; gives back why it could not be written, empty where it is."""
        from topline.export import ExportError, write_text

        try:
            private(self._place.parent)
            write_text(self._place, json.dumps(said, separators=(",", ":")), force=True)
        except OSError as error:
            return error.strerror or str(error)
        except ExportError as error:
            return str(error)
        return ""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Between reading and writing it, no other session of the user does; where it cannot be made sure, as if."""
        folder = -1
        with suppress(OSError):
            folder = os.open(private(self._place.parent), os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(folder, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if folder >= 0:
                os.close(folder)
