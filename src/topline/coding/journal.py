"""The journals of a survey: one a coder, each only ever added to, all read by everybody.

No coder waits for another and no file is shared for writing, so that this holds on a network's file system as well.
What all coders did is the fold of all journals; see `topline.coding.state`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from topline.coding.appending import append, check_writable
from topline.coding.errors import CodingError
from topline.coding.events import Event
from topline.coding.place import JOURNAL
from topline.coding.reading import Fault, Growing, JournalChangedError, journals_in
from topline.coding.written import LATEST, line_of

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class News:
    """What the journals hold beyond what was read before."""

    events: tuple[Event, ...] = ()
    """In the order of each journal; those of different coders as they were read. Those that were passed over as
    unknown are among them."""
    faults: tuple[Fault, ...] = ()
    """What of it could not be read."""
    afresh: bool = False
    """Whether a journal was replaced or cut, so that these are all events from the beginning: nothing that was read
    before counts any more."""

    def __bool__(self) -> bool:
        return bool(self.events or self.faults or self.afresh)


class Journals:
    """The journals of one survey, and the coder's own among them."""

    def __init__(self, folder: Path, coder: str = "", *, now: Callable[[], float] = time.time) -> None:
        """Begin with them; with a coder, make sure that their codes can be kept.

        Args:
            folder: As `codes_folder` says it.
            coder: As `coder_name` says it; empty to read only.
            now: The clock that events are stamped with.

        Raises:
            CodingError: when the coder could not write there, or it is no folder but a link or a file.
        """
        self.folder = folder
        self.coder = coder
        self._now = now
        self._files: dict[str, Growing] = {}
        self._waiting: list[Event] = []
        self._faults: list[Fault] = []
        self._told: set[tuple[Path, str]] = set()
        if folder.is_symlink():
            raise CodingError(f"codes are not read from {folder}: it is a link; move it away")
        if coder:
            check_writable(folder, f"{coder}{JOURNAL}")

    @property
    def own(self) -> Path:
        """The coder's own journal; it is there from the first event on."""
        return self.folder / f"{self.coder}{JOURNAL}"

    def poll(self) -> News:
        """Everything that was added to any journal since, by other sessions of the same coder as well.

        What `append` gave back is not among it. A journal that cannot be read is told of once.
        """
        try:
            return self._poll(afresh=False)
        except JournalChangedError:
            return self._anew()

    def _anew(self) -> News:
        while True:
            self._files.clear()
            self._waiting.clear()
            try:
                return self._poll(afresh=True)
            except JournalChangedError:
                continue

    def _poll(self, *, afresh: bool) -> News:
        try:
            found, faults = journals_in(self.folder)
        except OSError as error:  # what was read of it before still holds
            why = (error.strerror or str(error)).lower()
            found = {coder: file.path for coder, file in self._files.items()}
            faults = [Fault(self.folder, 0, f"it cannot be read: {why}; codes in it may be missing here")]
        gone = self._files.keys() - found.keys()
        if any(self._files[coder].is_known for coder in gone):
            raise JournalChangedError
        faults = [fault for fault in faults if self._is_untold(fault)] + self._faults
        events, self._waiting, self._faults = self._waiting, [], []
        try:
            for coder, path in found.items():
                file = self._files.setdefault(coder, Growing(path, coder))
                try:
                    if file.has_news():
                        read, wrong = file.news()
                        events += read
                        faults += [fault for fault in wrong if fault.line or self._is_untold(fault)]
                except OSError as error:
                    why = "it is a link" if path.is_symlink() else (error.strerror or str(error)).lower()
                    fault = Fault(path, 0, f"it cannot be read: {why}; ask {coder} to mend that")
                    if self._is_untold(fault):
                        faults.append(fault)
        except JournalChangedError:
            self._faults = faults
            raise
        return News(tuple(events), tuple(faults), afresh)

    def _is_untold(self, fault: Fault) -> bool:
        """Whether this is new, of what is wrong with a file as a whole."""
        told = (fault.file, fault.what)
        is_new = told not in self._told
        self._told.add(told)
        return is_new

    def append(self, *events: E) -> tuple[E, ...]:
        """Write what the coder did, in one stroke. When this returns it is on the disk.

        Args:
            events: As they were made, without a stamp; they are undone together.

        Returns:
            The events as they stand in the journal.

        Raises:
            CodingError: when they could not be kept.
            ValueError: when one holds what no event may hold.
        """
        if not self.coder:
            raise CodingError("these codes are open for reading only; give a coder's name")
        if not events:
            return ()
        file = self._files.setdefault(self.coder, Growing(self.own, self.coder))
        stamped: tuple[E, ...] = ()

        def lines(opened: int) -> bytes:
            nonlocal stamped
            self._catch_up(file, opened)
            stamped = self._stamped(events, file)
            return b"".join(line_of(event) for event in stamped)

        append(self.folder, self.own.name, lines)
        with suppress(
            OSError, JournalChangedError
        ):  # it is saved; what happened to the file since, the next poll tells
            read, wrong = file.news()
            self._faults += wrong
            ours = {event.seq for event in stamped}
            self._waiting += [event for event in read if event.seq not in ours]
        return stamped

    def _catch_up(self, file: Growing, opened: int) -> None:
        """Read what other sessions of the coder added: it is stamped before what comes now."""
        try:
            read, wrong = file.news_of(opened)
        except JournalChangedError:
            raise CodingError(
                f"nothing was saved: {self.own} was replaced meanwhile; see what it holds, then do it again"
            ) from None
        self._waiting += read
        self._faults += wrong

    def _stamped(self, events: tuple[E, ...], file: Growing) -> tuple[E, ...]:
        first = max(file.last, file.lines) + 1
        latest = max((one.latest for one in self._files.values()), default=0)
        now = round(max(self._now(), 0.0), 3)
        return tuple(
            replace(event, at=min(latest + at, LATEST), coder=self.coder, seq=first + at - 1, step=first, time=now)
            for at, event in enumerate(events, 1)
        )
