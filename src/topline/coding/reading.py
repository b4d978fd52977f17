"""Reading the journals of a folder as they grow: each time only what is new, and only whole lines."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from topline.coding.events import Event
from topline.coding.place import JOURNAL, is_coder_name
from topline.coding.written import events_in

CHUNK = 1 << 20
"""Bytes that are read at a time."""
LONGEST_LINE = 64 << 20
"""Bytes from which on a line is no event: a hundred thousand replies take 5 MB."""
_NO_LINE = b"\0"
"""Stands for a line that is too long."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read of a journal; everything else of it could."""

    file: Path
    line: int
    """From 1; 0 for the file as a whole."""
    what: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{place}: {self.what}"


class JournalChangedError(Exception):
    """A journal is another file than before, or shorter: what was read of it may not stand there any more."""


class Growing:
    """One journal that is read as it grows."""

    def __init__(self, path: Path, coder: str) -> None:
        """Say which; nothing is opened yet."""
        self.path = path
        self.coder = coder
        self.lines = 0
        """Whole lines read so far, damaged ones with them."""
        self.last = 0
        """The highest `seq` read so far."""
        self.latest = 0
        """The highest `at` read so far."""
        self._file: tuple[int, int] | None = None
        self._offset = 0
        self._seen = 0
        self._too_long = False

    @property
    def is_known(self) -> bool:
        """Whether something of it was read."""
        return self._file is not None

    def has_news(self) -> bool:
        """Whether there is more of it than was read, or another file.

        Raises:
            OSError: when it is not there.
        """
        found = self.path.lstat()
        return (found.st_dev, found.st_ino) != self._file or found.st_size != self._seen

    def news(self) -> tuple[list[Event], list[Fault]]:
        """What was added to it since.

        Raises:
            OSError: when it cannot be opened.
            JournalChangedError: when it is another file than before.
        """
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        file = os.open(self.path, flags)
        try:
            return self.news_of(file)
        finally:
            os.close(file)

    def news_of(self, file: int) -> tuple[list[Event], list[Fault]]:
        """What was added to the journal that is open already.

        Raises:
            JournalChangedError: when it is another file than before, or shorter.
        """
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            return [], [Fault(self.path, 0, "it is no ordinary file, and is not read")]
        here = (found.st_dev, found.st_ino)
        if self._file is not None and (here != self._file or found.st_size < self._offset):
            raise JournalChangedError
        self._file = here
        events: list[Event] = []
        faults: list[Fault] = []
        for number, line in self._lines(file):
            read, wrong = events_in(line, self.coder)
            if line and wrong:
                saved = f"; {len(read)} events of it are whole" if read else ""
                faults.append(Fault(self.path, number, f"{wrong}, and is passed over{saved}"))
            events += read
        if events:
            self.last = max(self.last, max(event.seq for event in events))
            self.latest = max(self.latest, max(event.at for event in events))
        return events, faults

    def _lines(self, file: int) -> Iterator[tuple[int, bytes]]:
        """Whole lines from where it was left off, with their numbers.

        One that goes on is read again the next time, since its writer may take it back.
        """
        part = bytearray()
        at = self._offset
        while chunk := os.pread(file, CHUNK, at):
            at += len(chunk)
            *whole, rest = chunk.split(b"\n")
            for piece in whole:
                line = bytes(part) + piece if part else piece
                part.clear()
                self.lines += 1
                yield self.lines, _NO_LINE if self._too_long else line
                self._too_long = False
            if whole:
                self._offset = at - len(rest)
            part += rest
            if len(part) > LONGEST_LINE or self._too_long:
                self._too_long = True
                self._offset = at
                part.clear()
        self._seen = at


def journals_in(folder: Path) -> tuple[dict[str, Path], list[Fault]]:
    """The journals of a folder by their coders, and what is called as one and cannot be.

    A folder that is not there yet has none.

    Raises:
        OSError: when it cannot be read.
    """
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in sorted(folder.iterdir()):
            name = path.name
            if not name.endswith(JOURNAL) or name.startswith("."):
                continue
            coder = name[: -len(JOURNAL)]
            if is_coder_name(coder):
                found[coder] = path
            else:
                faults.append(Fault(path, 0, "no coder is called so, and it is not read"))
    return found, faults
