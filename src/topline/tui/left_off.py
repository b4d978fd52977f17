"""Where a survey was left off: a small private file for each, read when it is opened again.

It says which views a person looked at, never what anybody replied.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from topline.survey import Survey
from topline.tui.desk import Desk, History
from topline.tui.private_file import PrivateFile
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
        self._place = PrivateFile("surveys", file, LARGEST)
        self._identity = _identity(file)
        self._fault = ""
        self._said: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._is_over = False
        """Whether the session has ended."""
        self._keeping = threading.Lock()
        self.blind: frozenset[str] = frozenset()
        """The coders who code without seeing what others gave."""
        if not fresh:
            self._read()
        blind = self._said.get("blind")
        if isinstance(blind, list):
            self.blind = frozenset(one for one in blind if isinstance(one, str))

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

    def keep(self, history: History, theme: str, *, ended: str | None = None) -> str:
        """Write where somebody is. It may be called from any thread.

        Args:
            theme: The colours that they chose; empty where they chose none.
            ended: How the session ends: "fault" where by one, empty where by choice; None while it goes on. Where
                it ended stays, whatever a thread that began before it still wants to write.

        Returns:
            Why it could not be written; empty where it is, or was already.
        """
        said = {"topline": VERSION, "identity": self._identity, "theme": theme, "ended": ended or ""}
        said["blind"] = sorted(self.blind)
        said |= told_history(history)
        with self._keeping:
            if self._is_over or said == self._kept:
                self._is_over = self._is_over or ended is not None
                return ""
            self._is_over = ended is not None
            fault = self._place.write(said)
            if fault:
                return f"where you are cannot be kept: {fault}"
            self._kept = said
            return ""

    def _read(self) -> None:
        try:
            said = self._place.read()
        except OSError as error:
            self._fault = f"where you left off could not be restored: {error.strerror}"
        except ValueError:
            self._fault = "where you left off could not be restored: its file is damaged"
        else:
            if said is None:
                return
            if said.get("topline") == VERSION:
                self._said = said
            else:
                self._fault = "where you left off could not be restored: another version of topline wrote it"


def _identity(file: Path) -> list[int]:
    """What tells a file from another one in its place, at no cost: its size, and when it was written."""
    with suppress(OSError):
        status = file.stat()
        return [status.st_size, status.st_mtime_ns]
    return []
