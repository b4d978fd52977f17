"""The table of replies: any number of rows, fetched in windows as they come into sight, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message

from topline.analysis import answer_words
from topline.charts import Ink, Line, fit, line, marked, shown
from topline.engine import Window
from topline.survey import Kind, Question, Role
from topline.tui.widgets.column_grid import NARROWEST, PROSE, WIDEST, ColumnGrid, GridColumn, laid_out

PAGE = 20
"""Replies kept and dropped together. Sorted ones lie all over the file, so no more are fetched than are seen."""
KEPT_PAGES = 60
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


@dataclass(slots=True)
class Page:
    """Some consecutive replies, as far as they are there."""

    rows: tuple[int, ...] = ()
    """Where they stand in the file."""
    answers: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """By column: of many columns only those that have come into sight are there."""


class ReplyGrid(ColumnGrid):
    """Replies of a view. What is not there yet is asked for and shown as it comes."""

    @dataclass
    class Wanted(Message):
        """Replies have come into sight that are not there, or columns of theirs."""

        offset: int
        limit: int
        columns: tuple[int, ...]

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReplyGrid.Wanted) and message == self

    def __init__(self) -> None:
        super().__init__(id="grid")
        self._questions: tuple[Question, ...] = ()
        self._pages: dict[int, Page] = {}
        self._asked: set[tuple[int, int]] = set()
        """Pages and columns that are on their way."""
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

    def in_sight(self, questions: Sequence[Question]) -> tuple[int, ...]:
        """Which of some questions will be seen, when these are the columns."""
        columns = columns_of(questions)
        first = self._first if columns == self._columns else 1
        lead = ROW if not questions or questions[0].role is not Role.ID else 0
        width = self.size.width or self.app.size.width
        return tuple(index for index, _ in laid_out(columns, first, width - lead))

    def start(
        self, questions: Sequence[Question], window: Window, columns: tuple[int, ...], search: str, cursor: int
    ) -> None:
        """Show replies.

        Args:
            questions: What can be seen of them.
            window: The first of them, or those around the cursor.
            columns: Which of the questions the window has the answers to.
            search: What is marked in them.
            cursor: The reply the cursor is on.
        """
        self._questions = tuple(questions)
        self.take_columns(columns_of(questions))
        self._search = search
        self._pages, self._asked = {}, set()
        self.receive(window, columns)
        self.reset(window.total, cursor)

    def receive(self, window: Window, columns: tuple[int, ...]) -> None:
        """Take in replies that were wanted, with the answers to these columns."""
        for start in range(0, max(len(window.replies), 1), PAGE):
            number, replies = (window.offset + start) // PAGE, window.replies[start : start + PAGE]
            page = self._pages.setdefault(number, Page())
            page.rows = tuple(reply.row for reply in replies)
            for at, column in enumerate(columns):
                page.answers[column] = tuple(reply.answers[at] for reply in replies)
                self._asked.discard((number, column))
        while len(self._pages) > KEPT_PAGES:
            here = self.cursor // PAGE
            del self._pages[max(self._pages, key=lambda number: abs(number - here))]
        self.refresh()

    def grow(self, count: int) -> None:
        """More replies have been found to be there; the cursor stays where it is."""
        self._count = count
        self.virtual_size = Size(self.size.width, count)
        self.refresh()

    def forget_asked(self) -> None:
        """What was asked for will not come (it was cancelled); ask again when it is seen again."""
        self._asked.clear()

    def row_at(self, index: int) -> int | None:
        """Where a reply stands in the file, if it is there."""
        page = self._pages.get(index // PAGE)
        return page.rows[index % PAGE] if page and index % PAGE < len(page.rows) else None

    def line_at(self, index: int, width: int) -> Line:
        """The answers of one person, in the columns in sight."""
        row, seen = self.row_at(index), self.layout_now
        if row is None:
            self._want(index // PAGE, [number for number, _ in seen])
            return line((" …", Ink.DIM))
        parts: list[tuple[str, Ink]] = [(" ", Ink.LABEL)]
        if self.is_numbered:
            parts.append((f"{row + 1:>{ROW - 2}}  ", Ink.DIM))
        answers = self._pages[index // PAGE].answers
        missing: list[int] = []
        for at, (number, cells) in enumerate(seen):
            question = self._questions[number]
            if number in answers:
                words = answer_words(question, answers[number][index % PAGE], personal=self.personal)
            else:
                words = "…"
                missing.append(number)
            text = fit(words, cells, right=self._columns[number].right) + "  "
            if self._search and question.kind is Kind.OPEN and number:
                parts += [(span.text, span.ink) for span in marked(text, self._search, Ink.LABEL).spans]
            else:
                parts.append((text, Ink.DIM if at == 0 else Ink.LABEL))
        self._want(index // PAGE, missing)
        return line(*parts, width=width)

    def _want(self, page: int, columns: Sequence[int]) -> None:
        """Ask for columns of a page, and of those after it that are in sight and lack the same."""
        wanted = self._lacking(page, columns)
        if not wanted:
            return
        last = (self.scroll_offset.y + self.size.height - 1) // PAGE
        end = page + 1
        while end <= last and end * PAGE < self.count and self._lacking(end, columns) == wanted:
            end += 1
        self._asked.update((number, column) for number in range(page, end) for column in wanted)
        self.post_message(self.Wanted(page * PAGE, (end - page) * PAGE, wanted))

    def _lacking(self, page: int, columns: Sequence[int]) -> tuple[int, ...]:
        """Which of some columns of a page are neither there nor on their way."""
        there = self._pages[page].answers if page in self._pages else {}
        return tuple(column for column in columns if column not in there and (page, column) not in self._asked)
