"""Correcting how the file was read: the survey file is written, and the file opened again under it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from topline.charts import Ink
from topline.engine import Cancel, QueryCancelledError
from topline.export import Correction, ExportError, correction_of, unwritable
from topline.readers import ReadingCancelledError, open_source
from topline.readers.source import survey_file_of
from topline.survey import Kind, Storage, ToplineError, View, What
from topline.tui.desk import Step
from topline.tui.screens.correction import Wanted
from topline.tui.screens.report import ReportScreen
from topline.tui.session import Session
from topline.tui.tasks.task import Task

STORED: dict[Kind, tuple[tuple[Storage, ...], str]] = {
    Kind.NUMERIC: ((Storage.INTEGER, Storage.REAL), "a number"),
    Kind.DATE: ((Storage.DATE,), "a date"),
}
"""How answers must be stored for a question of a kind, and what they must be for that."""


@dataclass(frozen=True, slots=True)
class Reread:
    """The file as it is read after a correction."""

    correction: Correction
    session: Session
    response: str


class Correcting(Task):
    """The import report, corrections, and taking the last one back."""

    _last: tuple[Correction, str, tuple[Step, ...]] | None = None
    """The last correction, in words, and the changes that could be undone when it was made."""
    _current = ""
    """The question that was looked at last in the report."""
    _reading: threading.Lock | None = None

    def do_report(self) -> None:
        """How the file was read."""
        rows = self.desk.view.rows
        start = rows if rows in self.session.survey else self._current
        screen = ReportScreen(self.session, self.app.glyphs, question=start, refusal=self.refusal)
        self.app.push_screen(screen, partial(self._reported, screen))

    @property
    def refusal(self) -> str:
        """Why nothing can be saved, with a remedy; empty where it can."""
        place = survey_file_of(self.session.file)
        why = unwritable(place)
        remedy = "copy the file to a folder of yours and open it there"
        return f"nothing can be saved beside this file; {remedy} ({why}, for {place})" if why else ""

    def _reported(self, screen: ReportScreen, wanted: Wanted | None) -> None:
        self._current = screen.current
        if wanted is None:
            return
        changes = wanted.changes
        if not changes:
            self.say("nothing was changed")
            return
        file, survey = self.session.file, self.session.survey
        said = changes[0].now if len(changes) == 1 else f"{wanted.corrected}"
        self._read_again(
            lambda: correction_of(file, survey, wanted.question, wanted.wanted, wanted.also),
            partial(_prove, wanted),
            f"saved: {said}; {self.app.keymap.key('undo')} takes it back",
            wanted.corrected,
        )

    def keep(
        self,
        make: Callable[[], Correction | None],
        prove: Callable[[Session, Cancel], None],
        words: str,
        then: Callable[[], None],
    ) -> None:
        """Write something else into the survey file, and open the file again under it.

        Args:
            make: Says what is to be written.
            prove: Makes sure that it holds.
            words: What it is, for when it is taken back.
            then: Called once the file is explored as it is read now.
        """
        self._read_again(make, prove, f"saved: {words}", words, then)

    def take_back(self) -> bool:
        """Take the last correction back, where nothing has been changed since; says whether there was one."""
        if self._last is None or self._last[2] != self.app.history.changes:
            return False
        correction, words, _ = self._last
        self._read_again(lambda: correction.taken_back, None, f"taken back: {words}, as it was before", "")
        return True

    def _read_again(
        self,
        make: Callable[[], Correction | None],
        prove: Callable[[Session, Cancel], None] | None,
        said: str,
        words: str,
        and_then: Callable[[], None] = lambda: None,
    ) -> None:
        """Write a correction and open the file again, behind whatever is done; where it cannot be, leave all as it was.

        Args:
            make: Says what is to be written.
            prove: Makes sure that the question can be counted.
            said: What is said once it is done.
            words: What the correction changes; empty where it takes one back.
            and_then: Called after that.
        """
        self._reading = self._reading or threading.Lock()
        lock = self._reading
        if not lock.acquire(blocking=False):
            self.say("the correction before is still being read; wait for it, or cancel it")
            return

        def work(cancel: Cancel) -> Reread | None:
            try:
                correction = make()
                return self._reread(correction, prove, cancel) if correction else None
            finally:
                lock.release()

        def then(reread: Reread | None) -> None:
            if reread is None:
                self.say("nothing was changed")
            else:
                taken_up = partial(self._taken_up, reread, said, words, and_then)
                self.app.read_again(reread.session, reread.response, taken_up)

        self.say("reading the file again…")
        self.screen.requests.ask("correction", work, then)

    def _reread(
        self, correction: Correction, prove: Callable[[Session, Cancel], None] | None, cancel: Cancel
    ) -> Reread:
        correction.write()
        try:
            session = self._opened(cancel)
            try:
                if prove is not None:
                    prove(session, cancel)
                response = session.response_line(cancel)
                if cancel.is_cancelled:
                    raise QueryCancelledError("cancelled")
            except BaseException:
                session.close()
                raise
        except BaseException as error:
            if not self.app.is_leaving:
                # Who leaves meanwhile has saved it all the same.
                with suppress(ExportError):
                    correction.taken_back.write()
            if isinstance(error, ReadingCancelledError):
                raise QueryCancelledError("cancelled") from error
            if isinstance(error, ToplineError) and not isinstance(error, QueryCancelledError):
                raise ToplineError(f"not saved: {error}; {correction.path.name} is as it was") from error
            raise
        return Reread(correction, session, response)

    def _opened(self, cancel: Cancel) -> Session:
        file = self.session.file
        source = open_source(file, cancelled=lambda: cancel.is_cancelled or self.app.is_leaving)
        return Session(source, file)

    def _taken_up(self, reread: Reread, said: str, words: str, and_then: Callable[[], None]) -> None:
        self._last = (reread.correction, words, self.app.history.changes) if words else None
        self.say(said, Ink.HIT)
        and_then()


def _prove(wanted: Wanted, session: Session, cancel: Cancel) -> None:
    """Make sure that a corrected question is what it should be, and can be counted.

    Raises:
        ToplineError: when it cannot.
    """
    name = wanted.question.name
    if wanted.also.get("apart"):
        return
    question = session.survey[name]
    stored, what = STORED.get(wanted.wanted.kind, ((), ""))
    if stored and question.kind is wanted.wanted.kind and question.storage not in stored:
        raise ToplineError(f"not every answer to {name} is {what}")
    try:
        session.table(View(What.TOPLINE, name), cancel)
    except QueryCancelledError:
        raise
    except ToplineError as error:
        raise ToplineError(f"{name} cannot be counted as {wanted.wanted.kind} ({error})") from error
