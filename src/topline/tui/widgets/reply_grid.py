"""The table of replies: any number of rows, fetched in windows as they come into sight, drawn line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from topline.analysis import answer_words
from topline.charts import Ink, Line, fit, line, marked, shown
from topline.engine import Reply, Window
from topline.survey import Kind, Question, Role
from topline.tui.widgets.inked import strip_of
from topline.tui.widgets.line_list import LineList

PAGE = 100
"""Replies fetched at once."""
KEPT_PAGES = 12
NARROWEST, WIDEST = 5, 22
MORE = 4
"""Cells at the right of the header that say how many columns are out of sight."""
ROW = 9
"""Cells of a row's number, and the gap after it."""
PROSE = 36
"""Least cells of a verbatim."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A question as a column of the grid."""

    question: Question
    width: int
    right: bool = False
    """Whether its answers are numbers, set flush right."""


def columns_of(questions: Sequence[Question]) -> tuple[GridColumn, ...]:
    """How wide each question wants to be."""
    return tuple(_column(question) for question in questions)


def _column(question: Question) -> GridColumn:
    heading = min(cell_len(shown(question.label)), 14)
    if question.kind is Kind.OPEN and question.role is None:
        return GridColumn(question, PROSE)
    if question.kind is Kind.DATE:
        return GridColumn(question, 16)
    if question.kind is Kind.NUMERIC or question.role in (Role.ID, Role.WEIGHT):
        return GridColumn(question, max(heading, 6), right=question.storage != "text")
    if question.kind is Kind.MULTI or question.role is Role.PERSONAL:
        return GridColumn(question, WIDEST)
    longest = max([NARROWEST, *(cell_len(shown(option.label)) for option in question.options[:60])])
    return GridColumn(question, min(max(longest, heading), WIDEST))


def laid_out(columns: Sequence[GridColumn], first: int, width: int) -> tuple[tuple[int, int], ...]:
    """Which columns are seen, as (index, cells): the frozen first one, then those from `first` on that fit.

    A verbatim takes the room that is left, or else the columns that had to be cut share it.
    """
    seen: list[tuple[int, int]] = []
    room = width - 1 - MORE
    for index in (0, *range(max(first, 1), len(columns))):
        if index >= len(columns):
            break
        wanted = columns[index].width if len(seen) > 1 else min(columns[index].width, max(NARROWEST, room))
        if room < wanted and len(seen) > 1:
            break
        seen.append((index, wanted))
        room -= wanted + 2
    prose = [at for at, (index, _) in enumerate(seen) if columns[index].width == PROSE][:1]
    growing = prose or [at for at, (index, _) in enumerate(seen) if columns[index].width == WIDEST]
    for at in growing if room > 0 else ():
        index, cells = seen[at]
        seen[at] = (index, cells + room // len(growing))
    return tuple(seen)


class ReplyGrid(LineList):
    """Replies of a view. Rows that are not there yet are asked for and shown as they come."""

    @dataclass
    class Wanted(Message):
        """Replies have come into sight that are not there."""

        offset: int
        limit: int

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReplyGrid.Wanted) and message.offset == self.offset

    column: reactive[int] = reactive(0, repaint=False)
    """The column the cursor is on."""

    def __init__(self) -> None:
        super().__init__(id="grid")
        self._columns: tuple[GridColumn, ...] = ()
        self._pages: dict[int, tuple[Reply, ...]] = {}
        self._asked: set[int] = set()
        self._first = 1
        self._search = ""
        self.personal = False
        """Whether personal answers are shown."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are columns."""
        return tuple(column.question for column in self._columns)

    @property
    def layout_now(self) -> tuple[tuple[int, int], ...]:
        """The columns in sight, as (index, cells)."""
        return laid_out(self._columns, self._first, self.size.width - (ROW if self.is_numbered else 0))

    @property
    def is_numbered(self) -> bool:
        """Whether rows have their number in front, because no id stands there."""
        return not self._columns or self._columns[0].question.role is not Role.ID

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """All columns."""
        return self._columns

    def start(self, questions: Sequence[Question], window: Window, search: str, cursor: int) -> None:
        """Show replies, of which the first window is there already."""
        if self.questions != tuple(questions):
            self._first = 1
            self.set_reactive(ReplyGrid.column, 0)
        self._columns = columns_of(questions)
        self._search = search
        self._pages, self._asked = {}, set()
        self.receive(window)
        self.reset(window.total, cursor)

    def receive(self, window: Window) -> None:
        """Take in replies that were wanted."""
        page = window.offset // PAGE
        self._pages[page] = window.replies
        self._asked.discard(page)
        while len(self._pages) > KEPT_PAGES:
            here = self.cursor // PAGE
            del self._pages[max(self._pages, key=lambda number: abs(number - here))]
        self.refresh()

    def forget_asked(self) -> None:
        """What was asked for will not come (it was cancelled); ask again when it is seen again."""
        self._asked.clear()

    def reply_at(self, index: int) -> Reply | None:
        """A reply, if it is there."""
        page = self._pages.get(index // PAGE, ())
        return page[index % PAGE] if index % PAGE < len(page) else None

    def line_at(self, index: int, width: int) -> Line:
        """The answers of one person, in the columns in sight."""
        reply = self.reply_at(index)
        if reply is None:
            self._want(index // PAGE)
            return line((" …", Ink.DIM))
        parts: list[tuple[str, Ink]] = [(" ", Ink.LABEL)]
        if self.is_numbered:
            parts.append((f"{reply.row + 1:>{ROW - 2}}  ", Ink.DIM))
        for at, (number, cells) in enumerate(self.layout_now):
            column = self._columns[number]
            words = answer_words(column.question, reply.answers[number], personal=self.personal)
            text = fit(words, cells, right=column.right) + "  "
            if self._search and column.question.kind is Kind.OPEN and number:
                parts += [(span.text, span.ink) for span in marked(text, self._search, Ink.LABEL).spans]
            else:
                parts.append((text, Ink.DIM if at == 0 else Ink.LABEL))
        return line(*parts, width=width)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page * PAGE, PAGE))

    def watch_column(self) -> None:
        """Bring the column of the cursor into sight."""
        seen = [index for index, _ in self.layout_now]
        if self.column not in seen and self.column:
            while self.column < self._first:
                self._first -= 1
            while self.column not in [index for index, _ in self.layout_now] and self._first < self.column:
                self._first += 1
            self.refresh()


class GridHeader(Widget):
    """The line above the grid: the names of the columns in sight, and which way they are sorted."""

    def __init__(self, grid: ReplyGrid, sort: Callable[[], str]) -> None:
        super().__init__(id="grid-header")
        self._grid = grid
        self._sort = sort

    def render_line(self, y: int) -> Strip:
        """The names."""
        sort = self._sort()
        parts: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
        if self._grid.is_numbered:
            parts.append((f"{'row':>{ROW - 2}}  ", Ink.HEADING))
        seen = self._grid.layout_now
        for number, cells in seen:
            column = self._grid.columns[number]
            name = column.question.name
            arrow = " ▲" if sort == name else " ▼" if sort == f"-{name}" else ""
            text = (
                fit(shown(column.question.label) + arrow, cells, right=column.right)
                if not arrow
                else (fit(column.question.label, cells - 2).rstrip() + arrow)
            )
            text = text.rjust(cells) if column.right else text + " " * (cells - cell_len(text))
            ink = Ink.HIT if number == self._grid.column else Ink.HEADING
            parts += [(text, ink), ("  ", Ink.HEADING)]
        hidden = len(self._grid.columns) - len(seen)
        if hidden > 0:
            parts.append((f"+{hidden}", Ink.KEY))
        return strip_of(self, line(*parts, width=self.size.width), self.size.width)
