"""The list of the import report: what was mended in the file, then every question with what decided it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line
from topline.survey import Question
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.questions import KIND_MARKS

NAME, KIND, ROLE, COUNT = 18, 8, 13, 8
"""Cells of the columns; what decided has the rest."""
BAR = 1
"""Cells of the bar that shows how far it is scrolled."""
LONGEST = 2 * NAME
"""Cells of a name, where there is room for more."""
DECIDED = 24
"""Cells of what decided, before names get more room."""
Entry = Question | str
"""A question, or a remark on the file."""


def report_heading(width: int) -> Line:
    """What stands in each column."""
    said = f"   {fit('name', _name(width))} {fit('kind', KIND)}{fit('role', ROLE)}"
    return line((f"{said}{fit('answered', COUNT, right=True)}  decided by", Ink.HEADING), width=width)


def _name(width: int) -> int:
    return min(max(width - 7 - KIND - ROLE - COUNT - BAR - DECIDED, NAME), LONGEST)


def both_ends(text: str, width: int) -> str:
    """A text in so many cells: of one that is longer its beginning and its end, by which items of a grid differ."""
    if cell_len(text) <= width or width < 5:
        return fit(text, width)
    tail = ""
    for letter in reversed(text):
        if cell_len(letter + tail) > (width - 1) // 2:
            break
        tail = letter + tail
    # The head ends in the ellipsis that stands for what is between.
    return fit(fit(text, width - cell_len(tail)) + tail, width)


def decided_by(question: Question) -> str:
    """The rule, without the kind or role that is told beside it."""
    for told in (question.role, question.kind):
        if told is not None and question.rule.startswith(f"{told}: "):
            return question.rule.removeprefix(f"{told}: ")
    return question.rule


class ReportList(LineList):
    """Remarks and questions, as many as there are; only those in sight are drawn."""

    def __init__(self) -> None:
        super().__init__(id="report")
        self._entries: Sequence[Entry] = ()
        self._known: Mapping[str, int | None] = {}
        self._marked: Collection[str] = ()
        self._corrected: Collection[str] = ()

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    @property
    def in_sight(self) -> Sequence[Entry]:
        """What is seen of it, and a screen more."""
        top = self.scroll_offset.y
        return self._entries[top : top + 2 * max(1, self.size.height)]

    def show(
        self,
        entries: Sequence[Entry],
        known: Mapping[str, int | None],
        marked: Collection[str],
        corrected: Collection[str],
        cursor: int | None = None,
    ) -> None:
        """Show entries.

        Args:
            entries: From the top.
            known: Replies with an answer that counts, by the question's name, where the reading has not counted them.
            marked: Names of the questions that are marked.
            corrected: Names of those that were corrected a while ago.
            cursor: Where the cursor is to be; None to leave it.
        """
        self._entries, self._known, self._marked, self._corrected = entries, known, marked, corrected
        self.reset(len(entries), self.cursor if cursor is None else cursor)

    def line_at(self, index: int, width: int) -> Line:
        """A remark, or a question: its mark, name, kind, role, number of answers, and the rule."""
        entry = self._entries[index]
        if isinstance(entry, str):
            return line((" ! ", Ink.WARNING), (fit(entry, width - 4 - BAR), Ink.LABEL), width=width)
        answered = entry.answered if entry.answered is not None else self._known.get(entry.name)
        room = width - 3 - _name(width) - 1 - KIND - ROLE - COUNT - 2 - BAR
        is_marked = entry.name in self._marked
        name = Ink.HIT if entry.name in self._corrected else Ink.LABEL
        return line(
            ("*" if is_marked else " ", Ink.KEY),
            (f"{KIND_MARKS[entry.kind]} ", Ink.DIM),
            (both_ends(entry.name, _name(width)) + " ", Ink.NET if is_marked else name),
            (fit(entry.kind, KIND), name),
            (fit(entry.role or "", ROLE), Ink.HEADING),
            (fit("" if answered is None else f"{answered:,}", COUNT, right=True) + "  ", Ink.COUNT),
            (fit(decided_by(entry), max(room, 1)), Ink.DIM),
            width=width,
        )
