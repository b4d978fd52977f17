"""Correcting how the file was read: the survey file is written, and the file opened again under it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from topline.analysis.floor import floor_words
from topline.charts import Ink
from topline.coding.opening import open_coded
from topline.engine import Cancel, QueryCancelledError
from topline.export import Correction, ExportError, correction_of, unwritable
from topline.readers import ReadingCancelledError
from topline.readers.source import survey_file_of
from topline.survey import Chart, Kind, Question, Storage, Survey, ToplineError, View, What
from topline.tui.desk import Step
from topline.tui.screens.correction_words import Wanted, no_ranks
from topline.tui.screens.report import Progress, ReportScreen
from topline.tui.session import Session
from topline.tui.tasks.task import Task

if TYPE_CHECKING:
    from topline.tui.app import ToplineApp

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


@dataclass(slots=True)
class Made:
    """A correction that was made, or taken back."""

    correction: Correction
    words: str
    """What it changes."""
    names: tuple[str, ...]
    """The questions that it is about, the first one first."""
    changes: tuple[Step, ...] | None = None
    """The changes that could be undone when it was shown; None while the report has not been left since."""


class Correcting(Task):
    """The import report, corrections, and taking them back, one after the other."""

    _current = ""
    """The question that was looked at last in the report."""
    _number = 0

    def __init__(self, app: ToplineApp) -> None:
        super().__init__(app)
        self._made: list[Made] = []
        self._taken_back: list[Made] = []
        self._reading = threading.Lock()
        """One correction after the other: each is made of the survey file that the one before left."""
        self._newest: Survey | None = None
        """The survey as it was read after the last correction."""
        self._report: ReportScreen | None = None

    @property
    def session(self) -> Session:
        """The survey as it is read now, also while the places still show how it was read before."""
        return self.app.newest_session

    @property
    def report(self) -> ReportScreen | None:
        """The import report, where it is open."""
        return self._report if self._report is not None and self._report.is_attached else None

    def do_report(self) -> None:
        """How the file was read."""
        rows = self.desk.view.rows
        start = rows if rows in self.session.survey else self._current
        self._report = ReportScreen(self.session, self.app.glyphs, self, question=start, refusal=self.refusal)
        self.app.push_screen(self._report, partial(self._left, self._report))

    @property
    def refusal(self) -> str:
        """Why nothing can be saved, with a remedy; empty where it can."""
        if self.session.survey.min_base:
            floor = floor_words(self.session.survey.min_base)
            return f"nothing is corrected here, since {floor}; write it into the survey file"
        place = survey_file_of(self.session.file)
        why = unwritable(place)
        remedy = "copy the file to a folder of yours and open it there"
        return f"nothing can be saved beside this file; {remedy} ({why}, for {place})" if why else ""

    def _left(self, screen: ReportScreen, _: None) -> None:
        self._current = screen.current

    def save(self, wanted: Wanted) -> None:
        """Write a correction, and show the file as it is read then."""
        file = self.session.file

        def make(survey: Survey) -> Correction | None:
            along = wanted.along
            return correction_of(file, survey, wanted.question, wanted.wanted, wanted.also, along)

        said = f"saved: {wanted.done}; {self.app.keymap.key('undo')} takes it back"
        made = partial(Made, words=wanted.words or wanted.corrected, names=wanted.names)
        self._read_again(make, partial(_prove, wanted), said, wanted.names, partial(self._was_made, made))

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

        def holds(_: Survey, session: Session, cancel: Cancel) -> None:
            prove(session, cancel)

        made = partial(Made, words=words, names=())
        self._read_again(lambda _: make(), holds, f"saved: {words}", (), partial(self._was_made, made), then)

    def _was_made(self, made: Callable[[Correction], Made], correction: Correction) -> None:
        self._made.append(made(correction))
        self._taken_back.clear()

    def take_back(self, *, anything: bool = False) -> bool:
        """Take the last correction back; says whether there was one.

        Args:
            anything: Whether also where something else has been changed since.
        """
        if not self._made or not (anything or self._made[-1].changes in (None, self.app.history.changes)):
            return False
        made = self._made[-1]

        def back(correction: Correction) -> None:
            self._made.remove(made)
            self._taken_back.append(made)

        said = f"taken back: {made.words}, as it was before; {self.app.keymap.key('redo')} makes it again"
        self._read_again(lambda _: made.correction.taken_back, None, said, made.names, back)
        return True

    def make_again(self, *, anything: bool = False) -> bool:
        """Make the correction again that was taken back last; says whether there was one."""
        if not self._taken_back or not (anything or self._taken_back[-1].changes in (None, self.app.history.changes)):
            return False
        made = self._taken_back[-1]

        def again(correction: Correction) -> None:
            self._taken_back.remove(made)
            self._made.append(made)

        said = f"done again: {made.words}"
        self._read_again(lambda _: made.correction, None, said, made.names, again)
        return True

    def _read_again(
        self,
        make: Callable[[Survey], Correction | None],
        prove: Callable[[Survey, Session, Cancel], None] | None,
        said: str,
        names: tuple[str, ...],
        then: Callable[[Correction], None],
        and_then: Callable[[], None] = lambda: None,
    ) -> None:
        """Write a correction and open the file again, behind whatever is done; where it cannot be, leave all as it was.

        Args:
            make: Says what is to be written, of the survey as it is read before.
            prove: Makes sure that what was corrected can be counted.
            said: What is said once it is done.
            names: The questions that it is about.
            then: Remembers it.
            and_then: Called once the file is explored as it is read then.
        """
        report = self.report
        if self.session.survey.min_base:
            self._tell(self.refusal)
            return
        requests = report.requests if report else self.screen.requests

        def work(cancel: Cancel) -> Reread | None:
            with self._reading:
                if cancel.is_cancelled:
                    raise QueryCancelledError("cancelled")
                before = self._newest or self.session.survey
                correction = make(before)
                if correction is None:
                    return None
                reread = self._reread(correction, prove and partial(prove, before), cancel)
                self._newest = reread.session.survey
                return reread

        def receive(reread: Reread | None) -> None:
            if reread is None:
                self._tell("nothing was changed")
                return
            then(reread.correction)
            taken_up = partial(self._taken_up, reread.session, said, and_then)
            self.app.read_again(reread.session, reread.response, taken_up)
            if self.report is not None:
                self.report.show_session(reread.session, names[0] if names else self._current, names, said)

        if report:
            report.doing("reading the file again")
        else:
            self.say("reading the file again…")
        Correcting._number += 1
        requests.ask(f"correction {Correcting._number}", work, receive)

    def _tell(self, text: str) -> None:
        if self.report is not None:
            self.report.say(text)
        else:
            self.say(text)

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
        report = self.report

        def progress(words: str) -> None:
            if report is not None:
                report.post_message(Progress(words))

        def cancelled() -> bool:
            return cancel.is_cancelled or self.app.is_leaving

        return Session(open_coded(file, progress=progress, cancelled=cancelled), file)

    def _taken_up(self, session: Session, said: str, and_then: Callable[[], None]) -> None:
        for made in (*self._made, *self._taken_back):
            made.changes = made.changes if made.changes is not None else self.app.history.changes
        self.say(said, Ink.HIT)
        and_then()


def _prove(wanted: Wanted, before: Survey, session: Session, cancel: Cancel) -> None:
    """Make sure that corrected questions are what they should be, and can be counted.

    Raises:
        ToplineError: when one of them cannot, or when somebody's base can no longer be read.
    """
    for name in (question.name for question in before if question.base and question.name in session.survey):
        if _has_base(before, name) and not _has_base(session.survey, name):
            raise ToplineError(f"the base of {name} could no longer be read: {session.survey[name].base}")
    if wanted.also.get("apart"):
        return
    for now, then in ((wanted.question, wanted.wanted), *wanted.along):
        if now != then or wanted.also:
            _prove_one(then, session, cancel)


def _has_base(survey: Survey, name: str) -> bool:
    """Whether it can be told who was asked a question."""
    try:
        survey.base_of(name)
    except ToplineError:
        return False
    return True


def _prove_one(wanted: Question, session: Session, cancel: Cancel) -> None:
    name = wanted.name
    question = session.survey[name]
    stored, what = STORED.get(wanted.kind, ((), ""))
    if stored and question.kind is wanted.kind and question.storage not in stored:
        raise ToplineError(f"not every answer to {name} is {what}")
    if wanted.ranks and (fault := no_ranks(question)):
        raise ToplineError(fault)
    if wanted.ranks and not session.survey.ranking(name):
        raise ToplineError(f"{name} is no item of a ranking, since it is {question.kind}")
    try:
        session.table(View(What.TOPLINE, name), cancel)
        if wanted.ranks:
            session.table(View(What.TOPLINE, name, chart=Chart.RANKING), cancel)
    except QueryCancelledError:
        raise
    except ToplineError as error:
        raise ToplineError(f"{name} cannot be counted as {wanted.kind} ({error})") from error
