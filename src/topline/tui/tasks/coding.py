"""Coding: the sitting of the person who runs this, and bringing what was coded into every other place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from topline.analysis.floor import refused
from topline.charts import Ink
from topline.coding.bench import bench_for
from topline.coding.opening import can_be_coded, with_given_codes
from topline.coding.sitting import Sitting
from topline.coding.suggestions import Suggester
from topline.engine import Cancel, TextPatterns
from topline.readers import Source
from topline.survey import Question, Slice
from topline.tui.action import Place
from topline.tui.session import Session
from topline.tui.tasks.task import Task

if TYPE_CHECKING:
    from topline.tui.app import ToplineApp

NOTHING = -1
"""Stands for the version of a state of which other places show less than all."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A sitting that has begun."""

    sitting: Sitting
    question: Question
    people: Slice
    """Whose replies are in the queue."""
    blind: bool
    source: Source
    """The file as it was read; where that is read otherwise, the sitting is over."""


class Coding(Task):
    """Which question is coded, and the sitting that goes on at it."""

    def __init__(self, app: ToplineApp) -> None:
        super().__init__(app)
        self.opened: Opened | None = None
        """What goes on; None until something is coded."""
        self._brought_in = 0
        """The version of the state that the other places show."""

    def do_coding(self) -> None:
        """Go to where replies are coded."""
        self._go(self.question_to_code())

    def do_code(self) -> None:
        """Code the question that is looked at."""
        rows = self.desk.view.rows
        if rows in self.session.survey and can_be_coded(self.session.survey[rows]):
            self._go(self.session.survey[rows])
        else:
            self.say("only open-ended questions are coded: people's own words")

    def _go(self, question: Question | None) -> None:
        if question is None:
            self.say("there is no open-ended question to code here")
        elif self.session.survey.min_base:
            self.say(f"replies are read one by one to be coded, and {self.app.floor}", Ink.WARNING)
        else:
            self.app.move(replace(self.desk, place=Place.CODING, coding=question.name))

    def question_to_code(self) -> Question | None:
        """The question that is coded, or that suggests itself: the one that is looked at, or the survey's first."""
        survey = self.session.survey
        names = (self.desk.coding, self.desk.topline.rows)
        near = [survey[name] for name in names if name and name in survey and can_be_coded(survey[name])]
        return next(iter([*near, *filter(can_be_coded, survey.verbatims)]), None)

    def work(self, question: Question, people: Slice, *, blind: bool = False) -> Callable[[Cancel], Opened]:
        """What begins a sitting, to be done in a thread."""
        session, file, coder = self.session, self.session.file, self.app.coder

        def begin(cancel: Cancel) -> Opened:
            if session.survey.min_base:  # as where a place is taken up again that was left without a floor
                raise refused(session.survey, "replies are read one by one to be coded")
            asked = session.rows_asked(question, Slice(), cancel)
            bench = bench_for(session.uncoded, file, question.name, coder, asked, blind=blind)
            sitting = Sitting(bench, Suggester(bench.question.rules, TextPatterns()))
            if people.conditions or people.search:
                sitting.line_up(rows=session.rows_asked(question, people, cancel))
            return Opened(sitting, question, people, blind, session.uncoded)

        return begin

    def began(self, opened: Opened) -> None:
        """A sitting goes on; what was coded at the one before it is brought in with what is coded now."""
        was_behind = self.is_behind
        self.opened = opened
        self._brought_in = NOTHING if was_behind else opened.sitting.state.version

    @property
    def is_behind(self) -> bool:
        """Whether the other places do not show yet what was coded."""
        return self.opened is not None and self.opened.sitting.state.version != self._brought_in

    def told_when_cancelled(self) -> str:
        """That a place does not show what was coded."""
        if self.desk.place is Place.CODING or not self.is_behind:
            return ""
        return f"what was coded shows here once you were at {self.app.keymap.key('coding')} again"

    def bring_in(self) -> None:
        """Show what was coded at every other place."""
        opened = self.opened
        if opened is None or not self.is_behind:
            return
        version, session, screen = opened.sitting.state.version, self.session, self.screen

        def read(cancel: Cancel) -> tuple[Session, str]:
            fresh = Session(with_given_codes(session.uncoded, session.file), session.file)
            return fresh, fresh.response_line(cancel)

        def show(found: tuple[Session, str]) -> None:
            if self.opened is opened:  # where it was cancelled, or another sitting has begun, it is still to be done
                self._brought_in = version
            self.app.read_again(*found, lambda: None)

        screen.requests.ask("codes", read, show)
