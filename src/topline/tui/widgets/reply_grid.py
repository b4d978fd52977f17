"""The table of replies: any number of rows, fetched in windows as they come into sight, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message

from topline.analysis import answer_words
from topline.charts import Ink, Line, fit, line, marked, shown
from topline.engine import Reply, Window
from topline.survey import Kind, Question, Role
from topline.tui.widgets.column_grid import NARROWEST, PROSE, WIDEST, ColumnGrid, GridColumn

PAGE = 50
"""Replies fetched at once."""
BLOCK = 12
"""Columns fetched at once: of many columns only those that come into sight."""
KEPT_PAGES = 24
ROW = 9
"""Cells of a row's number, and the gap after it."""


def columns_of(questions: Sequence[Question]) -> tuple[GridColumn, ...]:
    """How wide each question wants to be."""
    return tuple(_column(question) for question in questions)


def _column(question: Question) -> GridColumn:
    width, right = _wanted(question)
    return GridColumn(question.name, question.label, width, right)


def _wanted(question: Question) -> tuple[int, bool]:
    """Cells of a question's column, and whether its answers are set flush right."""
    heading = min(cell_len(shown(question.label)), 14)
    if question.kind is Kind.OPEN and question.role is None:
        return PROSE, False
    if question.kind is Kind.DATE:
        return 16, False
    if question.kind is Kind.NUMERIC or question.role in (Role.ID, Role.WEIGHT):
        return max(heading, 6), question.storage != "text"
    if question.kind is Kind.MULTI or question.role is Role.PERSONAL:
        return WIDEST, False
    longest = max([NARROWEST, *(cell_len(shown(option.label)) for option in question.options[:60])])
    return min(max(longest, heading), WIDEST), False


class ReplyGrid(ColumnGrid):
    """Replies of a view. Rows that are not there yet are asked for and shown as they come."""

    @dataclass
    class Wanted(Message):
        """Replies have come into sight that are not there, or columns of theirs."""

        offset: int
        block: int
        """Of columns."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReplyGrid.Wanted) and message == self

    def __init__(self) -> None:
        super().__init__(id="grid")
        self._questions: tuple[Question, ...] = ()
        self._pages: dict[tuple[int, int], tuple[Reply, ...]] = {}
        """By page and block of columns."""
        self._asked: set[tuple[int, int]] = set()
        self._search = ""
        self.personal = False
        """Whether personal answers are shown."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are columns."""
        return self._questions

    @property
    def is_numbered(self) -> bool:
        """Whether rows have their number in front, because no id stands there."""
        return not self._questions or self._questions[0].role is not Role.ID

    @property
    def lead(self) -> int:
        """The number of a row, where there is no id."""
        return ROW if self.is_numbered else 0

    @property
    def lead_heading(self) -> str:
        """What stands over the numbers."""
        return "row"

    def start(self, questions: Sequence[Question], window: Window, search: str, cursor: int) -> None:
        """Show replies, of which the first window is there already."""
        self._questions = tuple(questions)
        self.take_columns(columns_of(questions))
        self._search = search
        self._pages, self._asked = {}, set()
        self.receive(window)
        self.reset(window.total, cursor)

    def receive(self, window: Window, block: int = 0) -> None:
        """Take in replies that were wanted, with a block of columns."""
        page = window.offset // PAGE
        self._pages[page, block] = window.replies
        self._asked.discard((page, block))
        while len(self._pages) > KEPT_PAGES:
            here = self.cursor // PAGE
            del self._pages[max(self._pages, key=lambda place: abs(place[0] - here))]
        self.refresh()

    def grow(self, count: int) -> None:
        """More replies have been found to be there; the cursor stays where it is."""
        self._count = count
        self.virtual_size = Size(self.size.width, count)
        self.refresh()

    def forget_asked(self) -> None:
        """What was asked for will not come (it was cancelled); ask again when it is seen again."""
        self._asked.clear()

    def reply_at(self, index: int, block: int = 0) -> Reply | None:
        """A reply with a block of columns, if it is there."""
        replies = self._pages.get((index // PAGE, block), ())
        return replies[index % PAGE] if index % PAGE < len(replies) else None

    def line_at(self, index: int, width: int) -> Line:
        """The answers of one person, in the columns in sight."""
        reply = self.reply_at(index)
        if reply is None:
            self._want(index // PAGE, 0)
            return line((" …", Ink.DIM))
        parts: list[tuple[str, Ink]] = [(" ", Ink.LABEL)]
        if self.is_numbered:
            parts.append((f"{reply.number:>{ROW - 2}}  ", Ink.DIM))
        for at, (number, cells) in enumerate(self.layout_now):
            question = self._questions[number]
            text = fit(self._words(index, number), cells, right=self._columns[number].right) + "  "
            if self._search and question.kind is Kind.OPEN and number:
                parts += [(span.text, span.ink) for span in marked(text, self._search, Ink.LABEL).spans]
            else:
                parts.append((text, Ink.DIM if at == 0 else Ink.LABEL))
        return line(*parts, width=width)

    def _words(self, index: int, number: int) -> str:
        """The answer to a question in words, if it is there."""
        block, at = divmod(number, BLOCK)
        reply = self.reply_at(index, block)
        if reply is None:
            self._want(index // PAGE, block)
            return "…"
        return answer_words(self._questions[number], reply.answers[at], personal=self.personal)

    def _want(self, page: int, block: int) -> None:
        if (page, block) not in self._asked:
            self._asked.add((page, block))
            self.post_message(self.Wanted(page * PAGE, block))
