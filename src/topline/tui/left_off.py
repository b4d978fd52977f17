"""Where a survey was left off: a small private file for each, read when it is opened again.

It says which views a person looked at, never what anybody replied.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from topline.readers.folders import private, state_folder
from topline.survey import Survey
from topline.tui.desk import Desk, History
from topline.tui.state import UNREADABLE, at_first, history_of, on_other_replies, told_history
from topline.tui.themes import NAMES

VERSION = 1
"""Of the format; what another version wrote is not read."""
LARGEST = 1 << 21
"""Bytes of a state; nothing that topline wrote is longer."""
FRESH = "--fresh starts anew"


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was left, and what is to be said of it."""

    history: History
    said: str = ""


class LeftOff:
    """The state of one survey, from the session before and for the next one."""

    def __init__(self, file: Path, *, fresh: bool = False) -> None:
        """Read what was left.

        Args:
            file: The survey.
            fresh: Whether what was left is of no interest.
        """
        self._file = file.resolve()
        self._place = state_folder() / "surveys" / f"{_digest(self._file)}.json"
        self._identity = _identity(self._file)
        self._fault = ""
        self._said: dict[str, Any] = {}
        self._kept = ""
        self._keeping = threading.Lock()
        if not fresh:
            self._read()

    @property
    def theme(self) -> str:
        """The colours that were chosen; empty where none were."""
        theme = self._said.get("theme")
        return theme if theme in NAMES else ""

    def recall(self, survey: Survey, first: Desk, *, elsewhere: bool = False) -> Recalled:
        """What was left, as far as it still holds.

        Args:
            first: The desk of somebody who has just come.
            elsewhere: Whether something else is to be shown first, such as a canned query.
        """
        if self._fault or not self._said:
            return Recalled(History(first), self._fault)
        try:
            history = history_of(self._said, survey, first)
        except UNREADABLE:
            return Recalled(History(first), "where you left off could not be restored: its file is damaged")
        if self._said.get("identity") != self._identity:
            history = on_other_replies(history)
        if history.desk == first:
            return Recalled(history)
        if elsewhere:
            return Recalled(at_first(history, first))
        if self._said.get("ended") == "fault":
            return Recalled(at_first(history, first), "the last session ended by a fault; go back to be where it was")
        return Recalled(history, f"where you left off; {FRESH}")

    def keep(self, history: History, theme: str, *, ended: str = "") -> str:
        """Write where somebody is. It may be called from any thread.

        Args:
            theme: The colours that they chose; empty where they chose none.
            ended: "fault" where the session ends by one.

        Returns:
            Why it could not be written; empty where it is, or was already.
        """
        from topline.export import ExportError, write_text

        said = {"topline": VERSION, "identity": self._identity, "theme": theme, "ended": ended}
        text = json.dumps(said | told_history(history), separators=(",", ":"))
        with self._keeping:
            if text == self._kept:
                return ""
            try:
                private(self._place.parent)
                write_text(self._place, text, force=True)
            except OSError as error:
                return f"where you are cannot be kept: {error.strerror}"
            except ExportError as error:
                return f"where you are cannot be kept: {error}"
            self._kept = text
            return ""

    def _read(self) -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            try:
                with self._place.open("rb") as file:
                    said = json.loads(file.read(LARGEST))
                if not isinstance(said, dict):
                    raise TypeError
            except (FileNotFoundError, NotADirectoryError):
                raise
            except OSError as error:
                self._fault = f"where you left off could not be restored: {error.strerror}"
            except (ValueError, TypeError, RecursionError):
                self._fault = "where you left off could not be restored: its file is damaged"
            else:
                if said.get("topline") == VERSION:
                    self._said = said
                else:
                    self._fault = "where you left off could not be restored: another version of topline wrote it"


def _digest(file: Path) -> str:
    return blake2b(str(file).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _identity(file: Path) -> list[int]:
    """What tells a file from another one in its place, at no cost: its size, and when it was written."""
    with suppress(OSError):
        status = file.stat()
        return [status.st_size, status.st_mtime_ns]
    return []
