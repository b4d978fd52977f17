"""Replies: the people themselves, as a table of any size, with the current one's words below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from topline.analysis import Glimpse, fields_of
from topline.charts import Ink, Line, line, prose_lines
from topline.engine import Cancel, Window
from topline.survey import Condition, Kind, Slice, View
from topline.tui.action import Place
from topline.tui.desk import Desk
from topline.tui.screens.place import PlaceScreen
from topline.tui.widgets.column_grid import GridHeader
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.reply_grid import PAGE, ReplyGrid


class RepliesScreen(PlaceScreen):
    """The people behind a number, or all of them."""

    PLACE = Place.REPLIES

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Grid and preview."""
        grid = ReplyGrid()
        yield GridHeader(grid, lambda: self.desk.replies.sort)
        yield grid
        yield Lines(id="preview")

    @property
    def grid(self) -> ReplyGrid:
        """The table."""
        return self.query_one(ReplyGrid)

    def on_mount(self) -> None:
        """The keys go to the table."""
        self.grid.focus()
        # Under a privacy floor the words are all there is to see.
        self.query_one("#preview").display = self._has_preview
        self.show(self.desk)

    def show(self, desk: Desk) -> None:
        """Show the desk's replies, the cursor on its position."""
        view = desk.replies
        key = (view, self.explorer.personal)
        if key == self._shown:
            self.requests.forget("window")
            self.grid.cursor = desk.position
            return
        self.head(view.slice, count_them=False)
        # So many around the cursor that they fill the screen, wherever on it that will be.
        height = self.size.height
        offset = max(0, desk.position - height // 2) // PAGE * PAGE
        limit = -(-(desk.position + height - offset) // PAGE) * PAGE
        questions = fields_of(view, self.session.survey)
        columns = self.grid.in_sight(questions)

        def work(cancel: Cancel) -> Window:
            return self.session.window(view, offset, limit, cancel, [questions[column] for column in columns])

        def then(window: Window) -> None:
            self._shown = key
            self.grid.personal = self.explorer.personal
            self.grid.start(questions, window, columns, view.slice.search, desk.position)
            self.query_one(GridHeader).refresh()
            # First the replies, then how many there are.
            self.head(view.slice, window.total if window.counted else None)
            self._preview()

        self.requests.ask("window", work, then)

    def on_reply_grid_wanted(self, event: ReplyGrid.Wanted) -> None:
        """Fetch what has come into sight."""
        view, columns = self.desk.replies, event.columns
        questions = [self.grid.questions[column] for column in columns]
        self.requests.ask(
            f"window {event.offset} {columns}",
            lambda cancel: self.session.window(view, event.offset, event.limit, cancel, questions),
            lambda window: self._received(view, window, columns),
        )

    def _received(self, view: View, window: Window, columns: tuple[int, ...]) -> None:
        # Rows of another order have no place among those that are shown now.
        if (view, self.explorer.personal) == self._shown:
            was_there = self.grid.row_at(self.grid.cursor) is not None
            self.grid.receive(window, columns)
            if not was_there:
                self._preview()

    def counted(self, n: int) -> None:
        """Now it is known how many replies there are."""
        super().counted(n)
        if self._shown == (self.desk.replies, self.explorer.personal) and n != self.grid.count:
            self.grid.grow(n)
            self._preview()

    def cancelled(self) -> None:
        """Rows that were cancelled are asked for again when they are seen again."""
        self.grid.forget_asked()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """The preview follows the cursor."""
        self.explorer.history.desk = replace(self.desk, position=event.index)
        self._preview()

    @property
    def _has_preview(self) -> bool:
        return bool(self.session.survey.verbatims) and not self.explorer.floor

    def _preview(self) -> None:
        if not self._has_preview:
            return
        position = self.grid.cursor
        if not self.grid.count:
            self.query_one("#preview", Lines).show_lines((Line(), line((" nobody here", Ink.DIM))))
            return
        row = self.grid.row_at(position)
        if row is None:
            # It follows as soon as the reply is there.
            self.requests.forget("preview")
            return
        self.requests.ask(
            "preview",
            lambda cancel: self.session.glimpse(row, cancel),
            lambda found: self._previewed(found, position),
        )

    def _previewed(self, found: Glimpse | None, position: int) -> None:
        preview = self.query_one("#preview", Lines)
        if found is None:
            return
        width, height = preview.size.width, preview.size.height
        place = f" {position + 1:,} of {self.grid.count:,} ──"
        head = f"── {found.who} " if found.who else "──"
        rule = line(
            (head, Ink.HEADING),
            ("─" * max(0, width - len(head) - len(place)), Ink.AXIS),
            (place, Ink.HEADING),
            width=width,
        )
        if not found.text:
            preview.show_lines((rule, line((" wrote nothing", Ink.DIM))))
            return
        prose = prose_lines(found.text, width - 2, search=self.desk.replies.slice.search, limit=max(1, height - 1))
        lines = [Line((line((" ", Ink.VOICE)).spans[0], *one.spans)) for one in prose]
        if found.codes and len(lines) < height - 1:
            lines.append(line((" coded: ", Ink.DIM), (", ".join(found.codes), Ink.HEADING), width=width))
        preview.show_lines((rule, *lines))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click opens."""
        self.do_open()

    def do_open(self) -> None:
        """The whole of the current reply."""
        if self.grid.count:
            self.explorer.open_reply(self.grid.cursor)

    def key_right(self) -> None:
        """The column to the right."""
        self._move_column(1)

    def key_left(self) -> None:
        """The column to the left."""
        self._move_column(-1)

    def _move_column(self, by: int) -> None:
        self.grid.move_column(by)
        self.query_one(GridHeader).refresh()

    def do_sort(self) -> None:
        """By the column of the cursor: upwards, downwards, not at all."""
        grid = self.grid
        if self.explorer.floor:
            self.say(f"replies cannot be sorted: {self.explorer.floor}")
            return
        if not grid.columns:
            return
        question = grid.questions[grid.column]
        view = self.desk.replies
        following = {question.name: f"-{question.name}", f"-{question.name}": ""}.get(view.sort, question.name)
        self.explorer.change("order", replace(self.desk, replies=replace(view, sort=following), position=0))
        by = "length of " if question.kind is Kind.OPEN and question.role is None else ""
        way = "downwards" if following.startswith("-") else "upwards"
        self.say(f"sorted by {by}{question.label}, {way}" if following else "in the file's order")

    def do_base(self) -> None:
        """Those who replied, or everyone."""
        replied = self.session.survey.replied
        view = self.desk.replies
        if replied is None:
            self.say("every row of this file is a reply")
            return
        conditions = self._without(view.slice, replied)
        people = conditions if replied in view.slice.conditions else view.slice.narrowed(replied)
        self.explorer.change("base", replace(self.desk, replies=view.of(people), position=0))
        self.say("those who replied" if replied in people.conditions else "everyone who was asked")

    @staticmethod
    def _without(people: Slice, condition: Condition) -> Slice:
        return replace(people, conditions=tuple(part for part in people.conditions if part != condition))

    def do_columns(self) -> None:
        """Choose the columns."""
        self.explorer.choose_columns()
