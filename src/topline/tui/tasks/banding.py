"""Bands of numbers: typed with their counts in sight, and kept in the survey file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from topline.analysis import Cutting
from topline.charts import Ink
from topline.engine import Cancel
from topline.survey import Kind, Question, Slice, Table, View, What, Within, asked_across, edges_of
from topline.tui.screens.bands import BandBox, BandsMade, Entry
from topline.tui.screens.correction_words import Wanted
from topline.tui.screens.numbers import NumbersScreen
from topline.tui.tasks.task import Task


class Banding(Task):
    """What numbers are counted by."""

    def do_bands(self) -> None:
        """Cut the numbers of the rows; in a crosstab of other answers, those of the banner."""
        view = self.desk.view
        if view.what is What.RESPONSE:
            self.say("the response funnel has no numbers; pick a question first")
            return
        survey = self.session.survey
        asked = [survey[view.rows], *asked_across(view.columns, survey)]
        question = next((one for one in asked if one.kind is Kind.NUMERIC), None)
        if question is None:
            nets = self.app.keymap.key("build_net")
            self.say(f"{asked[0].short} has no numbers to cut into bands; {nets} groups answers")
        elif refusal := self.app.correcting.refusal:
            self.say(refusal, Ink.WARNING)
        else:
            self._open(question, view)

    def _open(self, question: Question, view: View) -> None:
        screen = self.screen
        table = screen.table if isinstance(screen, NumbersScreen) else None
        step = _step_of(table, question) if table is not None else ""
        people = replace(view.slice, weight="")
        box = BandBox(question, step, partial(self._cut, question, people), self.app.glyphs)
        self.app.push_screen(box, partial(self._made, question.name))

    def _cut(self, question: Question, people: Slice, cutting: Cutting, cancel: Cancel) -> Table:
        return self.session.cut(question, cutting, people, cancel)

    def _made(self, name: str, made: Entry | None) -> None:
        """Keep them in the survey file."""
        if not isinstance(made, BandsMade):
            return
        question = self.app.correcting.session.survey[name]
        wanted = replace(question, bands=made.bands)
        if wanted == question:
            self.say("nothing was changed")
            return
        if at := ", ".join(f"{edge:,.12g}" for edge in edges_of(made.bands)):
            words = f"{question.short} cut at {at}"
        elif made.bands:
            words = f"{question.short} in {len(made.bands)} bands: {', '.join(band.label for band in made.bands)}"
        else:
            words = f"{question.short} without bands of its own"
        self.app.correcting.save(Wanted(question, wanted, words=words))


def _step_of(table: Table, question: Question) -> str:
    """The width of the bands that are shown, where they have one."""
    conditions = [row.cells[0].slice.conditions[-1] for row in table.rows if row.cells[0].slice]
    lows = [
        one.low
        for one in conditions
        if isinstance(one, Within) and one.question == question.name and isinstance(one.low, int | float)
    ]
    widths = {other - low for low, other in pairwise(lows)}
    return f"steps of {widths.pop():.12g}" if len(widths) == 1 and len(lows) > 2 else ""
