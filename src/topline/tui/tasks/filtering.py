"""Filtering: whose replies are counted, chosen in the filter or by what the cursor is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from topline.analysis import base_condition, own_base
from topline.engine import Cancel
from topline.survey import All, Condition, Not, Slice, View, What
from topline.tui.action import Place
from topline.tui.screens.filter import FilterScreen
from topline.tui.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Pointed:
    """The people of what the cursor is on."""

    people: Slice
    number: int
    """How many they are."""
    parts: tuple[Condition, ...]
    """What is true of them and was not asked of everyone who is counted."""
    rest: Slice
    """Everyone else who is counted."""
    left: int
    """How many those are."""


class Filtering(Task):
    """The filter, which holds at every place; among the replies it is that of the replies shown."""

    @property
    def is_among_replies(self) -> bool:
        """Whether the person looks at the replies themselves."""
        return self.desk.place is Place.REPLIES

    def do_filter(self) -> None:
        """Choose whose replies are counted."""
        title = "Which replies are shown" if self.is_among_replies else "Whose replies are counted"
        view = self.desk.view
        box = FilterScreen(self.session, view.slice, self.app.glyphs, title=title, question=view.rows)
        self.app.push_screen(box, self._take)

    def _take(self, people: Slice | None) -> None:
        if people is None:
            return
        if people == self.desk.view.slice:
            self.say("the filter is as it was")
        elif self.is_among_replies:
            desk = self.desk
            self.app.change("filter", replace(desk, replies=desk.replies.of(people), position=0))
        else:
            self._hold(people)

    def _hold(self, people: Slice) -> None:
        """Count these people at every place."""
        replied = self.session.survey.replied
        self.app.change_everywhere("filter", lambda desk: desk.about(people, replied))

    # By what the cursor is on.

    def do_keep(self) -> None:
        """Keep only the people of what the cursor is on, at every place."""
        if self.is_among_replies:
            people = self.desk.replies.slice
            self._hold(people)
            who = people.sentence(self.session.survey)
            self.say(f"kept only these, at every place: {who}; {self._takes_back} takes it back")
        else:
            self._ask(self._keep)

    def _keep(self, pointed: Pointed) -> None:
        if not pointed.number:
            self.say("nobody is behind this number; there would be no replies left")
        elif pointed.people == self.desk.view.slice:
            self.say("these are all who are counted already")
        else:
            self._hold(pointed.people)
            self.say(f"kept only {pointed.number:,}: {self._said(pointed.parts)}; {self._takes_back} takes it back")

    def do_leave_out(self) -> None:
        """Leave the people of what the cursor is on out, at every place."""
        self._ask(self._leave_out)

    def _leave_out(self, pointed: Pointed) -> None:
        if not pointed.number:
            self.say("nobody is behind this number; there is nobody to leave out")
        elif not pointed.left:
            self.say("these are all who are counted; without them nobody would be left")
        else:
            self._hold(pointed.rest)
            self.say(f"left out {pointed.number:,}: {self._said(pointed.parts)}; {self._takes_back} takes it back")

    def _ask(self, then: Callable[[Pointed], None]) -> None:
        """Find out about the people of what the cursor is on; say so where there is nobody in particular."""
        people, view = self.screen.pointed(), self.desk.view
        if people is None:
            self.say("put the cursor on a number with people behind it first")
        elif self.screen.is_on_others:
            key = self.app.keymap.key
            self.say(f"{key('keep')} and {key('leave_out')} work on the first of the two who are compared")
        else:
            self.screen.requests.ask("filter", lambda cancel: self._pointed(people, view, cancel), then)

    def _pointed(self, people: Slice, view: View, cancel: Cancel) -> Pointed:
        number = self.session.count(people, cancel)
        lean = self._without_base(people, view)
        if lean != people and self.session.count(lean, cancel) == number:
            people = lean
        parts = tuple(part for part in people.conditions if part not in view.slice.conditions)
        rest = view.slice.narrowed(Not(parts[0] if len(parts) == 1 else All(parts)))
        return Pointed(people, number, parts, rest, self.session.count(rest, cancel))

    def _without_base(self, people: Slice, view: View) -> Slice:
        """People without the condition of the table's base, unless it was there before or is all that there is.

        Whoever named recruiting was asked how: to keep them it is enough to say that they named it. A base that
        does leave somebody out stays, so that as many are kept as the number says.
        """
        if not view.rows or view.what not in (What.TOPLINE, What.CROSSTAB, What.TREND):
            return people
        survey = self.session.survey
        for name in view.questions:
            question = survey[name]
            base = base_condition(view.base or own_base(question), question, survey)
            rest = tuple(part for part in people.conditions if part != base)
            if base in people.conditions and base not in view.slice.conditions and rest != view.slice.conditions:
                return replace(people, conditions=rest)
        return people

    @property
    def _takes_back(self) -> str:
        """The key that undoes."""
        return self.app.keymap.key("undo")

    def _said(self, conditions: tuple[Condition, ...]) -> str:
        return Slice(conditions).sentence(self.session.survey)
