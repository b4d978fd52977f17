"""The session: one survey being explored. The only thing through which the UI reaches the floors below."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from topline import analysis
from topline.engine import Cancel, Engine, Window, Windows
from topline.readers import Source
from topline.survey import Kind, Question, Slice, Survey, Table, View, What

KEPT_TABLES = 200
RESPONSE = "topline:response"
"""The name under which the response funnel stands among the questions."""


class Session:
    """Answers views from the replies of one file. Every method may be called from any thread."""

    def __init__(self, source: Source, file: Path) -> None:
        self.survey: Survey = source.survey
        self.file = file
        """The file as the user named it."""
        self._engine = Engine(source.replies, source.survey)
        self._windows = Windows(self._engine)
        self._tables: OrderedDict[View, Table] = OrderedDict()
        self._keeping = threading.Lock()

    def close(self) -> None:
        """Give up what runs and let go of the file."""
        self._engine.close()

    def table(self, view: View, cancel: Cancel | None = None) -> Table:
        """The table of a view; one that was asked for before is there at once."""
        known = self.known(view)
        if known is not None:
            return known
        table = analysis.tabulate(view, self._engine, cancel)
        with self._keeping:
            self._tables[view] = table
            while len(self._tables) > KEPT_TABLES:
                self._tables.popitem(last=False)
        return table

    def known(self, view: View) -> Table | None:
        """The table of a view if it was asked for before."""
        with self._keeping:
            if view in self._tables:
                self._tables.move_to_end(view)
            return self._tables.get(view)

    def window(self, view: View, offset: int, limit: int, cancel: Cancel | None = None) -> Window:
        """Replies of a view from a position on, with the answers to its fields."""
        fields = analysis.fields_of(view, self.survey)
        return self._windows.window(view.slice, fields, offset, limit, view.sort, cancel)

    def person_at(self, view: View, position: int, cancel: Cancel | None = None) -> tuple[analysis.Person | None, int]:
        """Everything the person at a position of a view answered, and how many the view has."""
        window = self._windows.window(view.slice, (), position, 1, view.sort, cancel)
        if not window.replies:
            return None, window.total
        return analysis.person(self._windows, self._engine, window.replies[0].row, cancel), window.total

    def voices(
        self, people: Slice, verbatim: Question, offset: int, limit: int, cancel: Cancel | None = None
    ) -> Window:
        """Some of the people of a slice who wrote something."""
        return analysis.voices(self._windows, self._engine, people, verbatim, offset, limit, cancel)

    def verbatim_for(self, question: str) -> Question | None:
        """The words that belong to a question: its own if it is a verbatim, else the survey's first."""
        if question in self.survey and self.survey[question].kind is Kind.OPEN and not self.survey[question].role:
            return self.survey[question]
        return next(iter(self.survey.verbatims), None)

    def count(self, people: Slice, cancel: Cancel | None = None) -> int:
        """How many replies a slice has."""
        return self._windows.count(people, cancel)

    def search(self, text: str, within: Slice, cancel: Cancel | None = None) -> analysis.Found:
        """Where a text occurs in questions, answers and verbatims."""
        return analysis.search(text, self.survey, self._windows, within, cancel)

    def response_line(self, cancel: Cancel | None = None) -> str:
        """How many were asked and how many replied, in one line."""
        total = self.survey.respondents or 0
        replied = self.survey.replied
        if replied is None:
            return analysis.response_summary(self.survey, self.survey.invited or total, total)
        return analysis.response_summary(self.survey, total, self.count(Slice((replied,)), cancel))

    def grid_tables(self, view: View, cancel: Cancel | None = None) -> tuple[Table, ...]:
        """The toplines of all questions of the grid that a view's question is of."""
        grid = self.survey[view.rows].grid
        same = [question for question in self.survey if grid and question.grid == grid]
        return tuple(self.table(View(What.TOPLINE, q.name, slice=view.slice, base=view.base), cancel) for q in same)


def shares(table: Table) -> Sequence[float]:
    """The shape of a table for a small chart: percent of each row that is no net."""
    return [row.cells[0].percent or 0.0 for row in table.rows if not row.net]
