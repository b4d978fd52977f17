"""The filter's values: what can be picked in one question, typed as a text, or typed as a range."""

from __future__ import annotations

from dataclasses import replace

from topline.analysis import Facet
from topline.charts import Glyphs
from topline.survey import Condition, ExpressionError, Matches, Not, Slice
from topline.survey.patterns import fault_in
from topline.tui.draft import Path, core_of
from topline.tui.picks import toggled
from topline.tui.screens.filter_board import FilterBoard
from topline.tui.screens.filter_words import read_range, typed_of, typed_range
from topline.tui.session import Session
from topline.tui.widgets.facets import FacetPane, Typed, conditions_of


class FilterValues(FilterBoard):
    """Picks replies by the values of a question."""

    def __init__(self, session: Session, people: Slice, glyphs: Glyphs, *, title: str, question: str = "") -> None:
        super().__init__(session, people, glyphs, title=title, question=question)
        self.typed = Typed()
        """What is typed to be looked for, and how it is meant."""
        self._facet: Facet | None = None
        self._facet_key: tuple[str, Slice] = ("", Slice())

    def renew_values(self) -> None:
        """Show the values of the question, counted among those whom the other conditions leave."""
        question = self.question
        if question is None:
            self._facet, self._facet_key = None, ("", Slice())
            self.pane.clear()
            return
        path = self.draft.own(question.name, text=False)
        key = (question.name, self.draft.others(path))
        if key != self._facet_key:
            if key[0] != self._facet_key[0]:
                self._facet = None
            self._facet_key = key
            self.requests.ask(
                "facet",
                lambda cancel: self.session.facet(question, key[1], cancel),
                lambda facet: self._received(facet, key),
            )
        own = self.own(text=True)[1]
        if own is None and self.focused not in (self.pane.text, self.pane.list):
            self.typed = Typed(meaning=self.typed.meaning)
        self.typed = typed_of(own, self.typed)
        self.pane.set_question(question, self.typed.text, *typed_range(self.own(text=False)[1]))
        self._count_typed()
        self._mark()

    def _received(self, facet: Facet, key: tuple[str, Slice]) -> None:
        if key != self._facet_key:
            return
        first = self._facet is None
        self._facet = facet
        self._mark()
        hit = self.finder.hit
        if first and hit is not None and hit.option is not None:
            code = hit.option.code
            value = next((v for v in facet.values if getattr(v.condition, "codes", ()) == (code,)), None)
            if value is not None:
                self.pane.list.point_at(value.condition)

    def _mark(self) -> None:
        """Show which values are picked."""
        _, own, negated = self.own(text=False)
        self.pane.show_facet(self._facet, own, self.typed, negated=negated)

    def own(self, *, text: bool) -> tuple[Path | None, Condition | None, bool]:
        """The condition that picking changes: its place, itself without a `not`, and whether it has one."""
        path = self.draft.own(self.question.name, text=text) if self.question else None
        if path is None:
            return None, None, False
        return path, *core_of(self.draft.node(path))

    def _count_typed(self) -> None:
        """Count what each meaning of the typed text finds."""
        question, typed = self.question, self.typed
        if question is None or not typed.text:
            return
        others = self.draft.others(self.own(text=True)[0])
        conditions = typed.conditions(question.name)
        self.requests.ask(
            "typed",
            lambda cancel: self.session.count_each(others, conditions, cancel),
            lambda counts: self._typed_counted(typed, counts[1:]),
        )

    def _typed_counted(self, typed: Typed, counts: tuple[int | None, ...]) -> None:
        if typed.text == self.typed.text:
            self.typed = replace(self.typed, counts=(*counts, None)[:3])
            self._mark()

    # Changing it.

    def action_pick(self) -> None:
        """Pick the value under the cursor, or no longer; choose how the typed text is meant."""
        item = self.pane.list.item
        if item is None or self.question is None:
            return
        if item.meaning is not None:
            self._type(replace(self.typed, meaning=item.meaning))
        elif item.condition is not None:
            path, own, negated = self.own(text=False)
            picked = toggled(own, item.condition, conditions_of(self._facet))
            self.change(self.draft.put(path, Not(picked) if picked and negated else picked))

    def action_leave_out(self) -> None:
        """Leave out those who are picked, or let them in again; where none is, those of the value under the cursor."""
        item = self.pane.list.item
        if item is None:
            return
        path, _, _ = self.own(text=item.meaning is not None)
        if path is not None:
            self.change(self.draft.negated(path))
        elif item.condition is not None:
            self.change(self.draft.put(None, Not(item.condition)))

    def action_pick_none(self) -> None:
        """Pick nothing of this question."""
        item = self.pane.list.item
        text = item is not None and item.meaning is not None
        path, _, _ = self.own(text=text)
        if path is not None:
            if text:
                self.typed = Typed(meaning=self.typed.meaning)
            self.change(self.draft.removed(path))

    def on_facet_pane_text_typed(self, event: FacetPane.TextTyped) -> None:
        """Another text is looked for."""
        self._type(Typed(event.text, self.typed.meaning))

    def _type(self, typed: Typed) -> None:
        """Look for a text; a pattern that cannot be read finds nothing yet."""
        question = self.question
        if question is None:
            return
        fault = fault_in(typed.text)
        self.typed = typed = replace(typed, fault=f"{fault.what}, at character {fault.at + 1}" if fault else "")
        path, _, negated = self.own(text=True)
        usable = bool(typed.text.strip()) and not (typed.fault and typed.meaning is Matches)
        condition = typed.meaning(question.name, typed.text) if usable else None
        before = self.draft
        self.change(before.put(path, Not(condition) if condition and negated else condition))
        self.tell_pattern()
        if self.draft == before:
            self._count_typed()
            self._mark()

    def tell_pattern(self) -> None:
        """Say what is wrong with a typed pattern, if it is meant as one."""
        if self.typed.text and self.typed.fault and self.typed.meaning is Matches:
            self.fault = (self.focused, None, f"the pattern cannot be read: {self.typed.fault}")
            self.say()

    def on_facet_pane_range_typed(self, event: FacetPane.RangeTyped) -> None:
        """Another range is meant."""
        question = self.question
        if question is None:
            return
        try:
            condition = read_range(question, event.low, event.high, self.session.survey)
        except ExpressionError as error:
            self.fault = (self.focused, None, error.what)
            self.say()
            return
        path, _, negated = self.own(text=False)
        self.change(self.draft.put(path, Not(condition) if condition and negated else condition))
        self.say()

    def action_undo(self) -> None:
        """The filter before the last change, and nothing typed beside it."""
        self.typed = Typed(meaning=self.typed.meaning)
        super().action_undo()
