"""Topline: the questions, the chart of one of them, and the voices of the people behind each bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual import events, on
from textual.containers import Container, Horizontal
from textual.widget import Widget

from topline.survey import Chart, Order, Shows, Slice, Table, View, What
from topline.tui.action import Place
from topline.tui.desk import Desk
from topline.tui.screens.numbers import NumbersScreen, Shown
from topline.tui.session import RESPONSE
from topline.tui.widgets.chart import Bars, ChartPane
from topline.tui.widgets.cross_table import CrossTable
from topline.tui.widgets.door import Door
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.questions import QuestionList, entries_of
from topline.tui.widgets.voices import Voices


class ToplineScreen(NumbersScreen):
    """The first place: numbers and words on one screen."""

    PLACE = Place.TOPLINE
    VERTICAL_BREAKPOINTS = [(0, "-low"), (45, "-tall")]  # noqa: RUF012 - Textual declares it so

    def __init__(self) -> None:
        super().__init__()
        self._pointed = ""

    def body(self) -> Iterable[Widget]:
        """Questions | chart | voices."""
        yield Horizontal(
            QuestionList(entries_of(self.session.survey), self.explorer.glyphs),
            Container(ChartPane(self.explorer.glyphs), Voices(self.explorer.keymap.key("more_voices")), id="right"),
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

    @property
    def numbers(self) -> LineList:
        """What has the numbers: the bars, or the cells of a whole grid."""
        return self.cells if self.cells.display else self.bars

    @property
    def cells(self) -> CrossTable:
        """The cells of a whole grid as one table."""
        return self.query_one(CrossTable)

    def on_mount(self) -> None:
        """Start among the questions."""
        self.set_focus(self.questions)
        self.show(self.desk)

    def enter(self) -> None:
        """The cursor on the bars."""
        self.call_after_refresh(lambda: self.set_focus(self.numbers))

    def show(self, desk: Desk) -> None:
        """Show the desk's topline, its question under the cursor of the list."""
        name = _name_of(desk.topline)
        if self.questions.current != name:
            with self.prevent(LineList.Moved):
                self.questions.point_at(name)
        super().show(desk)

    def draw(self, shown: Shown, *, keep: bool) -> None:
        """The chart; the list learns the shape of a question's answers."""
        table, view = shown.table, shown.table.view
        key = self.explorer.keymap.key
        hints = [(key("compare"), "no longer compare")] if table.is_comparison else []
        hints += [(key("base"), "base")] if self.has_bases(view) else []
        if following := self.next_chart(view):
            hints.append((key("chart"), f"as {following}"))
        chart = self.chart_of(view) if table.rows else Chart.BARS
        among_numbers = self.focused in (self.bars, self.cells)
        self.query_one(ChartPane).show(table, chart, shown.grid, tuple(hints), keep=keep, side=shown.side)
        if among_numbers:
            self.set_focus(self.numbers)
        if self._pointed:
            self.bars.point_at(self._pointed)
            self._pointed = ""
        self._follow(view.slice)
        if view.counted == self._shape_of(_name_of(view)):
            self.questions.learn(_name_of(view), self.session.table(view.counted))
        self.call_after_refresh(self._ask_shapes)

    # The shapes in the question list come one by one, behind whatever the person is doing.

    def _ask_shapes(self) -> None:
        name = next(iter(self.questions.unshaped()), None)
        if name is not None:
            view = self._shape_of(name)
            self.requests.ask_at_leisure("shapes", lambda cancel: self.session.table(view, cancel), self._shaped)

    @on(QuestionList.Scrolled)
    def _scrolled(self) -> None:
        self._ask_shapes()

    def on_screen_suspend(self) -> None:
        """Whatever is in front now goes before the shapes."""
        self.requests.rest(True)

    def on_screen_resume(self) -> None:
        """Go on with them."""
        self.requests.rest(False)

    def _follow(self, people: Slice) -> None:
        """Let the shapes be of the people who are counted; of everyone where counting takes long."""
        if self.session.is_large:
            self.questions.follow(Slice(), "shapes: everyone" if people.conditions or people.search else "")
        else:
            self.questions.follow(people)

    def _shape_of(self, name: str) -> View:
        """The view whose shape stands beside a question."""
        people = self.questions.people
        return View(What.RESPONSE, slice=people) if name == RESPONSE else View(What.TOPLINE, name, slice=people)

    def _shaped(self, table: Table) -> None:
        if table.view.slice == self.questions.people:
            self.questions.learn(_name_of(table.view), table)
        self._ask_shapes()

    # The cursor.

    @property
    def door(self) -> Door | None:
        """The bar under the cursor; none while it is among the questions, and none in a plot."""
        if self.focused is self.cells:
            return self.cells.door
        door = self.bars.door if self.focused is self.bars else None
        return door if door is not None and door.stop else None

    @property
    def statistic_under(self) -> tuple[Table, int, str] | None:
        """Where the cursor is on what describes a question of a whole grid."""
        return self.cells.statistic_under if self.focused is self.cells else None

    @property
    def whose(self) -> str:
        """The voices are those of a bar."""
        return "the people behind this cell" if self.cells.display else "the people behind this bar"

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another question, or another bar."""
        if event.line_list is self.questions:
            self._go_to(self.questions.current)
        elif event.line_list is self.numbers:
            self.ask_other_voices()

    def on_descendant_focus(self) -> None:
        """The voices are those of the list that has the keys."""
        if self.table is not None:
            self.ask_other_voices()

    def _go_to(self, name: str) -> None:
        """Ask another question of the same people; what they are compared with stays as well."""
        view = self.desk.topline
        what = What.RESPONSE if name == RESPONSE else What.TOPLINE
        rows = "" if name == RESPONSE else name
        asked = View(what, rows, slice=view.slice, order=view.order, zeros=view.zeros, against=view.against)
        self.explorer.history.desk = replace(self.desk, topline=asked)
        self.show(self.desk)

    def go_to_answer(self, question: str, label: str) -> None:
        """Show a question with the cursor on one of its answers."""
        self._pointed = label
        self.questions.point_at(question)
        self._go_to(question)
        self.set_focus(self.bars)

    def do_open(self) -> None:
        """From the questions into the bars; from a bar to its people; from a line of a grid to its question."""
        if self.focused is self.questions:
            self.set_focus(self.numbers)
        elif self.door and self.door.question:
            self._go_to(self.door.question)
        else:
            super().do_open()

    def do_across(self) -> None:
        """Between questions and bars."""
        self.set_focus(self.numbers if self.focused is self.questions else self.questions)

    def key_right(self, event: events.Key) -> None:
        """Into the bars; among cells to the next one."""
        if self.focused is self.questions:
            event.prevent_default()
            event.stop()
            self.set_focus(self.numbers)

    def key_left(self) -> None:
        """Among cells to the one before; else back to the questions."""
        if self.focused is not self.cells or not self.cells.column:
            self.set_focus(self.questions)

    def do_back(self) -> None:
        """Cancel; else back to the questions; else where one came from."""
        if not self.requests.is_busy and self.focused is self.numbers:
            self.set_focus(self.questions)
        else:
            super().do_back()

    def do_sort(self) -> None:
        """By count, or as in the codebook."""
        view = self.desk.topline
        if self.cells.display:
            self._sort_grid(view)
            return
        order = Order.COUNT if view.order is Order.CODEBOOK else Order.CODEBOOK
        self.change("order", replace(view, order=order))
        by = "mean rank" if view.is_ranking else "count"
        self.say(f"sorted by {by}" if order is Order.COUNT else "in the codebook's order")

    def _sort_grid(self, view: View) -> None:
        """The questions of a grid by the column of the cursor; and back to the order of the grid."""
        column = self.cells.column_under
        if column is None:
            return
        by = "" if column.shows in (Shows.PEOPLE, Shows.SUM, Shows.MISSING) else column.code
        if view.order is Order.COUNT and view.sort == by:
            self.change("order", replace(view, order=Order.CODEBOOK, sort=""))
            self.say("in the order of the grid")
        else:
            self.change("order", replace(view, order=Order.COUNT, sort=by))
            self.say(f"sorted by {column.label}, the most first")


def _name_of(view: View) -> str:
    """What a view's question is called in the list."""
    return RESPONSE if view.what is What.RESPONSE else view.rows
