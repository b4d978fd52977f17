"""Nets of the question in sight: built, changed and removed, and kept in the survey file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from topline.analysis import with_every_net
from topline.charts import Ink
from topline.engine import Cancel
from topline.survey import Kind, Question, Slice, View, What, chose
from topline.tui.screens.correction_words import Wanted, counts_of, of_same_grid
from topline.tui.screens.nets import Entry, NetBox, NetMade
from topline.tui.screens.numbers import NumbersScreen
from topline.tui.tasks.task import Task


class Netting(Task):
    """Groups of answers that count each person once."""

    def do_build_net(self) -> None:
        """Build a net of the answers of the rows."""
        view = self.desk.view
        if view.what is What.RESPONSE:
            self.say("the response funnel has no answers to group; pick a question first")
            return
        question = self.session.survey[view.rows]
        if not question.has_options or not question.choices:
            bands = f"; {self.app.keymap.key('bands')} cuts it into bands" if question.kind is Kind.NUMERIC else ""
            self.say(f"{question.short} has no answers to group into a net{bands}")
        elif refusal := self.app.correcting.refusal:
            self.say(refusal, Ink.WARNING)
        else:
            self._build(question, view)

    def _build(self, question: Question, view: View) -> None:
        screen = self.screen
        table = screen.table if isinstance(screen, NumbersScreen) else None
        is_shown = table is not None and table.view.rows == question.name
        people = table.base.slice if table is not None and is_shown else view.slice
        box = NetBox(
            with_every_net(question),
            counts_of(table) if table is not None and is_shown else {},
            len(of_same_grid(question, self.session.survey)),
            partial(self._count, question, replace(people, weight="")),
        )
        self.app.push_screen(box, partial(self._made, question.name))

    def _count(self, question: Question, people: Slice, codes: Sequence[str], cancel: Cancel) -> tuple[int, int]:
        """How many of some people gave any of these answers, and how many they are."""
        # Nothing is withheld: nets are not built under a privacy floor.
        base, n = self.session.count_each(people, (chose(question, *codes),), cancel)
        return n or 0, base or 0

    def _made(self, name: str, made: Entry | None) -> None:
        """Keep the nets in the survey file."""
        if not isinstance(made, NetMade):
            return
        survey = self.app.correcting.session.survey
        question = survey[name]
        if made.wanted.nets == question.nets and not made.whole:
            self.say("nothing was changed")
            return
        wanted = replace(question, nets=made.wanted.nets)
        others = of_same_grid(question, survey)
        self.app.correcting.save(Wanted(question, wanted, others=others, whole=made.whole, words=made.words))
