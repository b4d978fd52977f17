"""The session: one survey being explored. The only thing through which the UI reaches the floors below."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from topline import analysis
from topline.analysis.floor import Ledger, WithheldError, refused, without_few
from topline.analysis.withholding import is_small
from topline.analysis.words import words_of, words_window
from topline.engine import Building, Cage, Cancel, Engine, SqlError, SqlResult, Window, Windows
from topline.readers import Source
from topline.survey import (
    Answered,
    CannedQuery,
    Condition,
    Kind,
    Question,
    Slice,
    Survey,
    Table,
    View,
    Weighting,
    What,
)

if TYPE_CHECKING:
    from topline.analysis.quotes import Quote
    from topline.coding import State
    from topline.coding.pile import Pile
    from topline.export import PersonOut, RepliesOut
    from topline.export.results import ResultOut

KEPT_TABLES = 200
WRITTEN_ROWS = 1_000_000
"""Rows of a statement's result that are written to a file at most."""
KEPT_RESULTS = 4
"""Results of statements; each can have 10,000 rows."""
WIDE, NEAR = 300, 8
"""Questions from which on the replies beside one are read with it, and how many either side."""
RESPONSE = "topline:response"
"""The name under which the response funnel stands among the questions."""


class Session:
    """Answers views from the replies of one file. Every method may be called from any thread."""

    def __init__(self, source: Source, file: Path) -> None:
        self.survey: Survey = without_few(source.survey)
        self.file = file
        """The file as the user named it."""
        self.uncoded = source.uncoded or source
        """The file without the codes that its coders gave."""
        self._engine = Engine(source.replies, source.survey, connection=source.take_connection())
        self._windows = Windows(self._engine)
        self._ledger = Ledger(self._engine)
        """Whose answers were shown, for the privacy floor."""
        self._tables: OrderedDict[View, Table] = OrderedDict()
        self._known_bands: dict[str, tuple[analysis.RowSpec, ...]] = {}
        self._facets: OrderedDict[tuple[str, Slice], analysis.Facet] = OrderedDict()
        self._persons: dict[int, analysis.Person] = {}
        """By their rows, those around the last who was shown, where there are many questions."""
        self._keeping = threading.Lock()
        self._building: Building | None = None
        self._closed = False
        self._cage = Cage(source.replies, source.survey)
        """Where statements of people run; it starts a process at the first of them."""
        self._results: OrderedDict[tuple[object, ...], SqlResult] = OrderedDict()

    @property
    def is_large(self) -> bool:
        """Whether the file is so large that what goes over all of it takes long."""
        return self._engine.is_large

    @property
    def wants_store(self) -> bool:
        """Whether the file is large and everything would be faster with a store."""
        return self._engine.is_large and self._engine.store is None

    def make_store(self) -> None:
        """Make the store and use it from then on. It takes its time, and can be given up by closing the session."""
        plan = self._engine.plan()
        if plan is None:
            return
        with self._keeping:
            if self._closed:
                return
            building = self._building = Building(plan)
        if building.run() and not self._closed:
            self._engine.adopt(plan.place)

    def close(self) -> None:
        """Give up what runs and let go of the file."""
        with self._keeping:
            self._closed = True
        if self._building is not None:
            self._building.give_up()
        self._cage.close()
        self._engine.close()

    def table(self, view: View, cancel: Cancel | None = None) -> Table:
        """The table of a view; one that was asked for before is there at once."""
        known = self.known(view)
        if known is not None:
            return known
        self._admit(cancel, view.slice, *([view.against] if view.against is not None else []))
        table = analysis.count_table(view.counted, self._engine, cancel)
        with self._keeping:
            self._tables[view.counted] = table
            while len(self._tables) > KEPT_TABLES:
                self._tables.popitem(last=False)
        return analysis.arranged(table, view, self.survey)

    def _admit(self, cancel: Cancel | None, *slices: Slice) -> None:
        """Take down whose answers will be shown.

        Raises:
            WithheldError: when these people, or what tells them from others shown before, are too few.
        """
        self._ledger.admit(*slices, cancel=cancel)

    def known(self, view: View) -> Table | None:
        """The table of a view if it was counted before, however it was shown then."""
        key = view.counted
        with self._keeping:
            if key in self._tables:
                self._tables.move_to_end(key)
            table = self._tables.get(key)
        return analysis.arranged(table, view, self.survey) if table else None

    def window(
        self,
        view: View,
        offset: int,
        limit: int,
        cancel: Cancel | None = None,
        fields: Sequence[Question] | None = None,
    ) -> Window:
        """Replies of a view from a position on, with the answers to its fields, or to these questions."""
        if self.survey.min_base:
            self._admit(cancel, view.slice)
            words = words_of(view, self.survey)
            self._admit(cancel, view.slice.narrowed(Answered(words[0].name)))
            return words_window(self._engine, view.slice, words[0], offset, limit, cancel)
        questions = analysis.fields_of(view, self.survey) if fields is None else fields
        return self._windows.window(view.slice, questions, offset, limit, view.sort, cancel)

    def rows_asked(self, question: Question, people: Slice, cancel: Cancel | None = None) -> frozenset[int]:
        """The 0-based rows of those of a slice who were asked a question and answered it."""
        return analysis.rows_to_code(self._windows, self.survey, question, people, cancel)

    def quotes(
        self, pile: Pile, state: State, profile: Sequence[str], cancel: Cancel | None = None
    ) -> tuple[Quote, ...]:
        """The quotes in the basket of a question, masked, and attributed to groups of several people.

        Args:
            profile: The questions that they are attributed by, by name; empty for the survey's choice.
        """
        from topline.analysis.quotes import quotes_of

        if self.survey.min_base:
            raise refused(self.survey, "a quote is one person's, and is not shown")
        return quotes_of(self._engine, pile, state, self.profile(profile), cancel)

    def profile(self, names: Sequence[str]) -> tuple[Question, ...]:
        """The questions by which it is told who wrote something: these, or the survey's choice."""
        return tuple(self.survey[name] for name in names) or analysis.profile_of(self.survey)

    def who_wrote(self, row: int, names: Sequence[str], cancel: Cancel | None = None) -> str:
        """Who the person of a row is, in few words; what tells exactly who it is is masked."""
        if self.survey.min_base:
            raise refused(self.survey, "a reply is one person, and is not shown")
        profile = self.profile(names)
        reply = self._windows.reply(row, profile, cancel)
        return analysis.profile_words(profile, reply.answers) if reply else ""

    def glimpse(self, row: int, cancel: Cancel | None = None) -> analysis.Glimpse | None:
        """What the person of a row wrote first."""
        return analysis.glimpse(self._windows, self.survey, row, cancel)

    def person_at(self, view: View, position: int, cancel: Cancel | None = None) -> tuple[analysis.Person | None, int]:
        """Everything the person at a position of a view answered, and how many the view has."""
        if self.survey.min_base:
            raise refused(self.survey, "a reply is one person, and is not shown")
        near = NEAR if len(self.survey.questions) > WIDE else 0
        first = max(0, position - near)
        window = self._windows.window(view.slice, (), first, position - first + 1 + near, view.sort, cancel)
        total = window.total if window.counted else self.count(view.slice, cancel)
        rows = [reply.row for reply in window.replies]
        if position - first >= len(rows):
            return None, total
        row = rows[position - first]
        if not near:
            return analysis.person(self._windows, self._engine, row, cancel), total
        # One row of thousands of columns takes as long to find as some around it, which are asked for next.
        person = self._persons.get(row)
        if person is None:
            found = analysis.persons(self._windows, self._engine, rows, cancel)
            self._persons = {one.row: one for one in found}
            person = self._persons[row]
        return person, total

    def voices(
        self, people: Slice, verbatim: Question, offset: int, limit: int, cancel: Cancel | None = None
    ) -> Window:
        """Some of the people of a slice who wrote something."""
        if self.survey.min_base:
            self._admit(cancel, people, people.narrowed(Answered(verbatim.name)))
        return analysis.voices(self._windows, self._engine, people, verbatim, offset, limit, cancel)

    def count_voices(self, people: Slice, verbatim: Question, cancel: Cancel | None = None) -> int:
        """How many of the people of a slice wrote something."""
        return self.count(people.narrowed(Answered(verbatim.name)), cancel)

    def verbatim_for(self, question: str) -> Question | None:
        """The words that belong to a question: its own if it is a verbatim, else the survey's first."""
        if question in self.survey and self.survey[question].kind is Kind.OPEN and not self.survey[question].role:
            return self.survey[question]
        return next(iter(self.survey.verbatims), None)

    def replies_out(
        self, view: View, questions: Sequence[Question], *, personal: bool, cancel: Cancel | None = None
    ) -> RepliesOut:
        """The replies of a view with these questions as columns, to be copied or written."""
        from topline.export import RepliesOut

        self._admit(cancel, view.slice)
        return RepliesOut(self._engine, view, questions, personal, cancel=cancel or Cancel())

    def person_out(self, view: View, position: int, *, personal: bool, cancel: Cancel | None = None) -> PersonOut:
        """The reply at a position of a view, to be copied or written."""
        from topline.export import PersonOut, every_column

        person, _ = self.person_at(view, position, cancel)
        columns = every_column(self.survey)
        return PersonOut(self._engine, view, columns, personal, position, 1, cancel or Cancel(), person=person)

    def result_out(self, view: View, *, personal: bool, cancel: Cancel | None = None) -> ResultOut:
        """What the statement of a view gives, to be written: also the rows that are too many to be shown."""
        from topline.export.results import ResultOut

        result = self.run_sql(view, personal=personal, cancel=cancel)
        if result.truncated:
            arguments = {name: value or None for name, value in view.arguments}
            result = self._cage.run(view.sql, arguments, personal=personal, limit=WRITTEN_ROWS, cancel=cancel)
        return ResultOut(result, view.title)

    def run_sql(self, view: View, *, personal: bool, cancel: Cancel | None = None, anew: bool = False) -> SqlResult:
        """What the statement of a view gives; what the last ones gave is there at once.

        Args:
            personal: Whether it may see the answers that tell who a person is.
            anew: Whether it is to be run again.
        """
        key = (view.sql, view.arguments, personal)
        with self._keeping:
            known = self._results.get(key)
        if known is not None and not anew:
            return known
        arguments = {name: value or None for name, value in view.arguments}
        result = self._cage.run(view.sql, arguments, personal=personal, cancel=cancel)
        with self._keeping:
            self._results[key] = result
            while len(self._results) > KEPT_RESULTS:
                self._results.popitem(last=False)
        return result

    def sql_obstacle(self, query: CannedQuery, *, personal: bool, cancel: Cancel | None = None) -> str:
        """Why a query in SQL cannot run over this survey; empty where it can. It is not run for that.

        Args:
            personal: Whether it may see the answers that tell who a person is.
        """
        none = {one.name: None for one in query.parameters}
        try:
            self._cage.run(f"describe {query.sql}", none, personal=personal, limit=1, cancel=cancel)
        except SqlError as error:
            return str(error)
        return ""

    def values_of(self, question: Question, cancel: Cancel | None = None) -> tuple[tuple[str, int | None], ...]:
        """The answers that a parameter can be given, with the replies that have each."""
        return analysis.values_of(question, self._engine, cancel)

    def learn(self, query: CannedQuery) -> None:
        """One canned query more, which has been kept in a file."""
        own = [one for one in self.survey.queries if one.source]
        others = [one for one in self.survey.queries if not one.source]
        queries = (*others, *own, query) if query.source else (*others, query, *own)
        self.survey = replace(self.survey, queries=queries)

    def weight_report(self, name: str, cancel: Cancel | None = None) -> analysis.WeightReport:
        """What a weight of the survey costs, and how a raked one meets its targets."""
        return analysis.weight_report(name, self._engine, cancel)

    def raking_report(self, weighting: Weighting, cancel: Cancel | None = None) -> analysis.WeightReport:
        """The same of a raked weight that is being made."""
        return analysis.raking_report(weighting, self._engine, cancel)

    def present_shares(
        self, questions: Sequence[str], cancel: Cancel | None = None, base: str = ""
    ) -> tuple[analysis.Margins, ...]:
        """How those who answered all of these questions are spread over their answers."""
        return analysis.present_shares(tuple(questions), self._engine, cancel, base)

    def count(self, people: Slice, cancel: Cancel | None = None) -> int:
        """How many replies a slice has."""
        self._admit(cancel, people)
        return self._windows.count(people, cancel)

    def facet(self, question: Question, others: Slice, cancel: Cancel | None = None) -> analysis.Facet:
        """What the replies that other conditions leave can be picked by in one question."""
        key = question.name, others
        with self._keeping:
            known = self._facets.get(key)
        if known is not None:
            return known
        self._admit(cancel, others)
        found = analysis.facet_of(self._engine, question, others, self._bands(question, cancel), cancel)
        with self._keeping:
            self._facets[key] = found
            while len(self._facets) > KEPT_TABLES:
                self._facets.popitem(last=False)
        return found

    def _bands(self, question: Question, cancel: Cancel | None) -> tuple[analysis.RowSpec, ...]:
        if question.name not in self._known_bands:
            self._known_bands[question.name] = analysis.bands_of(self._engine, question, cancel)
        return self._known_bands[question.name]

    def count_each(
        self, people: Slice, conditions: Sequence[Condition], cancel: Cancel | None = None
    ) -> tuple[int | None, ...]:
        """How many replies a slice has, and then for how many of them each condition is true; None where withheld."""
        return analysis.count_each(self._engine, people, conditions, cancel)

    def cut(self, question: Question, cutting: analysis.Cutting, people: Slice, cancel: Cancel | None = None) -> Table:
        """How some people's numbers would fall into bands; its view has the edges.

        Raises:
            ToplineError: when the numbers cannot be cut so.
        """
        edges = analysis.edges_for(self._engine, question, cutting, cancel)
        table = self.table(View(What.TOPLINE, question.name, slice=people, bands=edges), cancel)
        return analysis.called(table, cutting.bands) if cutting.bands else table

    def search(self, text: str, within: Slice, cancel: Cancel | None = None) -> analysis.Found:
        """Where a text occurs in questions, answers and verbatims."""
        found = analysis.search(text, self.survey, self._windows, within, cancel)
        if self.survey.min_base and found.replies:
            try:
                self._admit(cancel, found.people)
            except WithheldError:
                return replace(found, replies=0, withheld=True)
        return found

    def response_line(self, cancel: Cancel | None = None) -> str:
        """How many were asked and how many replied, in one line."""
        total = self.survey.respondents or 0
        if self.survey.min_base and is_small(abs((self.survey.invited or total) - total), self.survey.min_base):
            return f"{self.survey.invited or total:,} asked"
        if self.survey.replied is None:
            return analysis.response_summary(self.survey, self.survey.invited or total, total)
        # The funnel is what is shown first, as a rule: it tells both.
        funnel = self.table(View(What.RESPONSE), cancel)
        if any(row.cells[0].suppressed for row in funnel.rows):
            return f"{total:,} asked"
        return analysis.response_summary(self.survey, total, analysis.replied_in(funnel))

    def grid_tables(self, view: View, cancel: Cancel | None = None) -> tuple[Table, ...]:
        """The toplines of all questions of the grid that a view's question is of."""
        views = analysis.grid_views(view, self.survey)
        return tuple(analysis.as_item(self.table(one, cancel), self.survey) for one in views)

    def grid_on_its_side(self, view: View, cancel: Cancel | None = None) -> Table:
        """All questions of a grid as one table, a row each."""
        views = analysis.grid_views(view, self.survey)
        return analysis.grid_on_its_side([self.table(one, cancel) for one in views], view, self.survey)


def shares(table: Table) -> Sequence[float]:
    """The shape of a table for a small chart: percent of each row that is no net."""
    return [row.cells[0].percent or 0.0 for row in table.rows if not row.net]
