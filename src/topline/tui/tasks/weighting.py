"""Weighting: which weight is used, what it costs, and raking a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from topline.analysis import Margins, WeightReport
from topline.engine import Cancel
from topline.export import declaration_of
from topline.survey import Weighting as Raked
from topline.tui.screens.raking import RakingScreen
from topline.tui.screens.weights import EDIT, NEW, REPORT, Chosen, RakedByBox, WeightBox, WeightTold
from topline.tui.session import Session
from topline.tui.targets import Targets, known_targets, new_targets
from topline.tui.tasks.task import Task


class Weighting(Task):
    """The weight that holds at every place."""

    def do_weight(self) -> None:
        """Choose a weight, or none."""
        weight = self.desk.topline.slice.weight
        self.app.push_screen(WeightBox(self.session, weight, self.app.correcting.refusal), self._chosen)

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.does == REPORT:
            work = partial(self.session.weight_report, chosen.name)
            self.screen.requests.ask("weight report", work, self._tell)
        elif chosen.does == NEW:
            self.app.push_screen(RakedByBox(self.session.survey), self._begin)
        elif chosen.does == EDIT:
            self._edit(chosen.name)
        else:
            self._use(chosen.name)

    def _use(self, name: str) -> None:
        if name == self.desk.topline.slice.weight:
            self.say("nothing was changed")
            return
        self.app.change_everywhere("weight", lambda desk: desk.with_weight(name))
        self.say(f"weighted by {self.session.survey.weight_label(name)}" if name else "not weighted")

    def _tell(self, report: WeightReport) -> None:
        used = report.name == self.desk.topline.slice.weight

        def then(said: str | None) -> None:
            if said is not None:
                self._use(report.name)

        self.app.push_screen(WeightTold(report, "" if used else "weight by it"), then)

    # Raking.

    def _begin(self, questions: tuple[str, ...] | None) -> None:
        if questions:
            work = partial(self.session.present_shares, questions)
            self.screen.requests.ask("shares", work, self._type_new)

    def _type_new(self, present: Sequence[Margins]) -> None:
        self._type(new_targets(self.session.survey, present))

    def _edit(self, name: str) -> None:
        raked = self.session.survey.weighting(name)
        if raked is None:
            return

        def work(cancel: Cancel) -> Targets:
            present = self.session.present_shares(raked.questions, cancel, raked.base)
            return known_targets(self.session.survey, raked, present)

        self.screen.requests.ask("shares", work, self._type)

    def _type(self, targets: Targets) -> None:
        self.app.push_screen(RakingScreen(self.session, targets), self._keep)

    def _keep(self, report: WeightReport | None) -> None:
        raked = report.weighting if report else None
        if raked is None:
            return
        file, survey = self.session.file, self.session.survey
        if survey.weighting(raked.name) == raked:
            self._use(raked.name)
            return
        self.app.correcting.keep(
            lambda: declaration_of(file, survey, raked),
            partial(_prove, raked),
            f"the weighting {raked.name}",
            partial(self._kept, raked),
        )

    def _kept(self, raked: Raked) -> None:
        self.app.change_everywhere("weight", lambda desk: desk.with_weight(raked.name))
        undo = self.app.keymap.key("undo")
        self.say(f"kept in the survey file, and weighted by {raked.label}; {undo} {undo} takes both back")


def _prove(raked: Raked, session: Session, cancel: Cancel) -> None:
    """Make sure that the survey file says what was meant, and that it can be raked.

    Raises:
        ToplineError: when it cannot.
    """
    session.weight_report(raked.name, cancel)
