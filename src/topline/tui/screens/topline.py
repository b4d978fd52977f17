"""Topline: the questions, the chart of one of them, and the voices of the people behind each bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.containers import Container, Horizontal
from textual.widget import Widget

from topline.analysis import base_words, bases_of, own_base, profile_of
from topline.engine import Cancel, Window
from topline.survey import Order, Slice, Table, View, What
from topline.tui.actions import Place
from topline.tui.desk import Desk
from topline.tui.screens.place import PlaceScreen
from topline.tui.session import RESPONSE
from topline.tui.widgets.chart import Bars, Chart, Door, Form, forms_of
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.questions import QuestionList, entries_of
from topline.tui.widgets.voices import Voices


@dataclass(frozen=True, slots=True)
class Shown:
    """A table that came back, with the grid around it where that is what was asked for."""

    table: Table
    grid: tuple[Table, ...] = ()


class ToplineScreen(PlaceScreen):
    """The first place: numbers and words on one screen."""

    PLACE = Place.TOPLINE
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._form = Form.BARS
        self._voices_from = 0
        self._pointed = ""

    def body(self) -> Iterable[Widget]:
        """Questions | chart | voices."""
        yield Horizontal(
            QuestionList(entries_of(self.session.survey), self.explorer.glyphs),
            Container(Chart(self.explorer.glyphs), Voices(), id="right"),
            id="body",
        )

    @property
    def questions(self) -> QuestionList:
        """The list of questions."""
        return self.query_one(QuestionList)

    @property
    def bars(self) -> Bars:
        """The bars of the chart."""
        return self.query_one(Bars)

    def on_mount(self) -> None:
        """Start among the questions."""
        self.set_focus(self.questions)
        self.query_one(Voices).display = bool(self.session.survey.verbatims)
        self.show(self.desk)

    def show(self, desk: Desk) -> None:
        """Show the desk's topline."""
        view = desk.topline
        name = RESPONSE if view.what is What.RESPONSE else view.rows
        if self.questions.current != name:
            with self.prevent(LineList.Moved):
                self.questions.point_at(name)
        self.head(view.slice)
        if self._table is not None and self._table.view.rows != view.rows:
            self._form = Form.BARS
        known = self.session.known(view)
        if known is not None and self._form is not Form.GRID:
            self.requests.forget("table")
            self._received(Shown(known))
            return
        form = self._form
        self.requests.ask("table", lambda cancel: self._compute(view, form, cancel), self._received)

    def _compute(self, view: View, form: Form, cancel: Cancel) -> Shown:
        table = self.session.table(view, cancel)
        return Shown(table, self.session.grid_tables(view, cancel) if form is Form.GRID else ())

    def _received(self, shown: Shown) -> None:
        table = shown.table
        before, self._table = self._table, table
        view = table.view
        if self._form not in forms_of(table, self.session.survey):
            self._form = Form.BARS
        forms = forms_of(table, self.session.survey)
        hints: list[tuple[str, str]] = []
        if view.what is not What.RESPONSE and len(bases_of(self.session.survey[view.rows], self.session.survey)) > 1:
            hints.append(("b", "base"))
        if len(forms) > 1:
            hints.append(("v", f"as {forms[(forms.index(self._form) + 1) % len(forms)]}"))
        same = before is not None and (before.view.what, before.view.rows) == (view.what, view.rows)
        self.query_one(Chart).show(table, self._form, shown.grid, tuple(hints), keep=same)
        if self._pointed:
            self.bars.point_at(self._pointed)
            self._pointed = ""
        if view.what is not What.CROSSTAB and view == View(view.what, view.rows):
            self.questions.learn(RESPONSE if view.what is What.RESPONSE else view.rows, table)
        self._voices_from = 0
        # Numbers first: words and shapes follow when they are on the screen.
        self.call_after_refresh(self._ask_voices)
        self.call_after_refresh(self._ask_shapes)

    # The shapes in the question list come one by one, behind whatever the person is doing.

    def _ask_shapes(self) -> None:
        name = next(iter(self.questions.unshaped()), None)
        if name is not None:
            view = View(What.RESPONSE) if name == RESPONSE else View(What.TOPLINE, name)
            self.requests.ask("shapes", lambda cancel: self.session.table(view, cancel), self._shaped, quiet=True)

    def _shaped(self, table: Table) -> None:
        view = table.view
        self.questions.learn(RESPONSE if view.what is What.RESPONSE else view.rows, table)
        self._ask_shapes()

    # The voices follow the cursor.

    def _behind(self) -> tuple[str, Slice | None, int]:
        """Whose voices are shown: those of the bar under the cursor, or of everyone in the base."""
        door = self.bars.door
        if self.focused is self.bars and door is not None:
            return door.label, door.people, door.count
        base = self._table.base if self._table else None
        return (base.text, base.slice, base.unweighted) if base else ("", None, 0)

    def _ask_voices(self) -> None:
        if self._table is None:
            return
        voices = self.query_one(Voices)
        label, people, count = self._behind()
        verbatim = self.session.verbatim_for(self._table.view.rows)
        self.requests.forget("voices")
        whose = "the people behind this bar" if self.focused is self.bars else f"the people: {label}"
        if verbatim is None:
            voices.remark(whose, "this survey has no open answers")
        elif people is None or not count:
            voices.remark(whose, "nobody" if not count else "no replies of theirs are in this file")
        else:
            offset, limit = self._voices_from, voices.room
            chosen = verbatim
            self.requests.ask(
                "voices",
                lambda cancel: self.session.voices(people, chosen, offset, limit, cancel),
                lambda window: self._heard(whose, window),
            )

    def _heard(self, whose: str, window: Window) -> None:
        search = self._table.view.slice.search if self._table else ""
        self.query_one(Voices).show(whose, window, profile_of(self.session.survey), search)

    def on_voices_resized(self) -> None:
        """As many voices as fit."""
        self._ask_voices()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another question, or another bar."""
        if event.line_list is self.questions:
            self._go_to(self.questions.current)
        elif event.line_list is self.bars:
            self._voices_from = 0
            self._ask_voices()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click opens."""
        self.do_open()

    def on_descendant_focus(self) -> None:
        """The voices are those of the list that has the keys."""
        if self._table is not None:
            self._voices_from = 0
            self._ask_voices()

    def _go_to(self, name: str) -> None:
        view = self.desk.topline
        what = View(What.RESPONSE) if name == RESPONSE else View(What.TOPLINE, name, order=view.order, zeros=view.zeros)
        self.explorer.history.desk = replace(self.desk, topline=what.of(view.slice))
        self.show(self.desk)

    def go_to_answer(self, question: str, label: str) -> None:
        """Show a question with the cursor on one of its answers."""
        self._pointed = label
        self.questions.point_at(question)
        self._go_to(question)
        self.set_focus(self.bars)

    def do_open(self) -> None:
        """From the questions into the bars; from a bar to its people."""
        if self.focused is self.questions:
            self.set_focus(self.bars)
            return
        door: Door | None = self.bars.door
        if door is None or not door.stop:
            self.say("there is nobody behind this line")
        elif door.question:
            self._form = Form.BARS
            self.questions.point_at(door.question)
        elif door.people is None:
            self.say("these people are known only as a number; the file has no rows for them")
        elif not door.count:
            self.say(f"nobody: 0 replies behind {door.label}")
        else:
            self.explorer.open_people(door.people)

    def do_across(self) -> None:
        """Between questions and bars."""
        self.set_focus(self.bars if self.focused is self.questions else self.questions)

    def key_right(self) -> None:
        """Into the bars."""
        self.set_focus(self.bars)

    def key_left(self) -> None:
        """Back to the questions."""
        self.set_focus(self.questions)

    def do_back(self) -> None:
        """Cancel; else back to the questions; else where one came from."""
        if not self.requests.is_busy and self.focused is self.bars:
            self.set_focus(self.questions)
        else:
            super().do_back()

    def do_base(self) -> None:
        """The next base of this question."""
        view = self.desk.topline
        if view.what is What.RESPONSE:
            self.say("the base of the funnel is everyone who was asked")
            return
        question = self.session.survey[view.rows]
        bases = bases_of(question, self.session.survey)
        if len(bases) == 1:
            self.say("this question has only one base")
            return
        now = view.base or own_base(question)
        following = bases[(bases.index(now) + 1) % len(bases)] if now in bases else bases[0]
        self.explorer.change("base", replace(self.desk, topline=replace(view, base=following)))
        self.say(f"base: {base_words(following, question, self.session.survey)}")

    def do_sort(self) -> None:
        """By count, or as in the codebook."""
        view = self.desk.topline
        order = Order.COUNT if view.order is Order.CODEBOOK else Order.CODEBOOK
        self.explorer.change("order", replace(self.desk, topline=replace(view, order=order)))
        self.say("sorted by count" if order is Order.COUNT else "in the codebook's order")

    def do_zeros(self) -> None:
        """Show or hide what nobody chose."""
        view = self.desk.topline
        self.explorer.change("zeros", replace(self.desk, topline=replace(view, zeros=not view.zeros)))
        self.say("options that nobody chose are hidden" if view.zeros else "options that nobody chose are shown")

    def do_chart(self) -> None:
        """The next form of this chart."""
        if self._table is None:
            return
        forms = forms_of(self._table, self.session.survey)
        if len(forms) == 1:
            self.say("bars are the only chart of this question")
            return
        self._form = forms[(forms.index(self._form) + 1) % len(forms)]
        self.show(self.desk)

    def do_more_voices(self) -> None:
        """The next of the people behind this bar."""
        voices = self.query_one(Voices)
        total = voices.total
        if self._voices_from + voices.shown < total:
            self._voices_from += max(1, voices.shown)
            self._ask_voices()
        elif total:
            self.say(f"these were the last of {total:,}")

    def do_fewer_voices(self) -> None:
        """The ones before them."""
        if self._voices_from:
            self._voices_from = max(0, self._voices_from - max(1, self.query_one(Voices).shown))
            self._ask_voices()

    def do_footer(self) -> None:
        """Everything needed to trust this table."""
        if self._table is not None:
            self.explorer.show_footer(self._table)
