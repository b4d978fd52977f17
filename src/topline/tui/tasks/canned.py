"""Canned queries: run one by its key or name, after asking for what it needs; keep a view as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from topline.analysis import obstacle, parameters_with, view_of
from topline.charts import Ink
from topline.engine import Cancel
from topline.export import save_query, unwritable
from topline.readers import own_queries_file
from topline.readers.folders import private
from topline.readers.source import survey_file_of
from topline.survey import CannedQuery, Parameter, ToplineError, View, What, banner_question
from topline.tui.action import Place
from topline.tui.remembered import Remembered
from topline.tui.screens.query_forms import NO_KEY, Keeping, ParameterForm, SaveForm
from topline.tui.tasks.task import Task
from topline.tui.widgets.query_list import key_words

THIS_SURVEY = "this survey"
EVERY_SURVEY = "every survey"


class Canned(Task):
    """The canned queries of the survey, and those of the person."""

    _memory: Remembered | None = None
    last = View(What.SQL)
    """The statement that was run last, whatever was gone back to since."""

    @property
    def memory(self) -> Remembered:
        """What is remembered of them; read when it is first asked for."""
        if self._memory is None:
            self._memory = Remembered(self.session.file)
        return self._memory

    def remember(self) -> None:
        """Keep for later sessions what is remembered now, behind whatever the person does."""
        self.screen.requests.ask("remember", lambda cancel: self.memory.keep(), self._kept, quiet=True)

    def _kept(self, fault: str) -> None:
        if fault:
            self.say(fault, Ink.WARNING)

    # Running.

    def do_queries(self) -> None:
        """The canned queries and the console."""
        query = self.desk.query if self.desk.query.sql else self.last
        self.app.move(replace(self.desk, place=Place.QUERIES, query=query))

    def run_key(self, key: str) -> None:
        """Run the query that sits on a key."""
        query = next((query for query in self.session.survey.queries if query.key == key), None)
        if query is None:
            self.say(
                f"no canned query sits on {key_words(key)}; {self.app.keymap.key('queries')} shows those there are"
            )
            return
        self.run(query)

    def run_named(self, name: str) -> None:
        """Run the query that a person named."""
        try:
            self.run(self.session.survey.query(name))
        except ToplineError as error:
            self.say(str(error), Ink.WARNING)

    def run(self, query: CannedQuery) -> None:
        """Run a query, after asking for the values of its parameters."""
        in_the_way = obstacle(query, self.session.survey)
        if in_the_way:
            self.say(f"{query.title} cannot run here: {in_the_way}", Ink.WARNING)
        elif query.parameters:
            known = {parameter.name: parameter.default for parameter in query.parameters}
            remembered = self.memory.values_of(query.title)
            known |= {name: value for name, value in remembered.items() if name in known}
            self.app.push_screen(ParameterForm(query, self.session, known), partial(self._run_with, query))
        else:
            self._run_with(query, {})

    def _run_with(self, query: CannedQuery, values: Mapping[str, str] | None) -> None:
        if values is None:
            return
        try:
            view = view_of(query, self.session.survey, values)
        except ToplineError as error:
            self.say(str(error), Ink.WARNING)
            return
        if values:
            self.memory.set_values(query.title, values)
            self.remember()
        weight = view.slice.weight or self.desk.topline.slice.weight
        view = view.of(replace(view.slice, weight=weight))
        if view.against is not None:
            view = replace(view, against=replace(view.against, weight=weight))
        if view.what is not What.SQL or self.desk.place is not Place.QUERIES:
            self.app.history.mark()
        self.app.change(f"query {query.title}", self.desk.showing(view))
        self.screen.enter()

    # Keeping.

    def do_save_query(self) -> None:
        """Keep what is shown as a canned query."""
        view = self.desk.view
        if view.what is What.SQL and not view.sql:
            self.say("there is no statement to keep; write one in the console and run it first")
            return
        if view.what is What.CROSSTAB and not (view.rows and (view.columns or view.stub)):
            self.say("there is nothing to keep: no question is crossed by another yet")
            return
        form = SaveForm(self._title_of(view), self.session.survey.queries, self._places())
        self.app.push_screen(form, partial(self._keep, view))

    def _title_of(self, view: View) -> str:
        """What a view could be called."""
        survey = self.session.survey
        if view.title and all(query.title != view.title for query in survey.queries):
            return view.title
        match view.what:
            case What.SQL:
                return ""
            case What.REPLIES:
                return f"Replies: {view.slice.sentence(survey)}"
            case What.RESPONSE:
                return "Response"
            case _:
                rows = ", ".join(survey[name].label for name in view.questions)
                by = " over " if view.what is What.TREND else " by "
                named = by.join([rows, *(banner_question(name, survey).label for name in view.columns[:1])])
                whole = not view.slice.conditions and not view.slice.search
                return named if whole else f"{named}: {view.slice.sentence(survey)}"

    def _places(self) -> tuple[Keeping, ...]:
        """Where a query can be kept: beside the data first."""
        beside, own = survey_file_of(self.session.file), own_queries_file()
        return (
            Keeping(THIS_SURVEY, beside, unwritable(beside)),
            Keeping(EVERY_SURVEY, own, unwritable(own)),
        )

    def _keep(self, view: View, values: Mapping[str, str] | None) -> None:
        if values is None:
            return
        own = values["where"] == EVERY_SURVEY
        path = own_queries_file() if own else survey_file_of(self.session.file)
        key = values["key"].casefold()
        key = "" if key == NO_KEY else key

        parameters = self._parameters_of(view)
        beside = None if own else self.session.file

        def work(cancel: Cancel) -> CannedQuery:
            if own:
                self._make_folder()
            title, survey = values["title"], self.session.survey
            return save_query(view, title, key, path, survey, own=own, beside=beside, parameters=parameters)

        def then(query: CannedQuery) -> None:
            self.session.learn(query)
            if self.desk.place is Place.QUERIES:
                self.screen.show(self.desk)
            on = f" on {key_words(query.key)}" if query.key else ""
            self.say(f"kept{on}: {query.title}, in {path}")

        self.screen.requests.ask("keep query", work, then)

    def _parameters_of(self, view: View) -> tuple[Parameter, ...]:
        """For a statement: the parameters of the query that it came from, with the values that it has now."""
        survey = self.session.survey
        for query in survey.queries:
            if query.sql and (query.title, query.sql) == (view.title, view.sql):
                return parameters_with(view, query, survey)
        return ()

    @staticmethod
    def _make_folder() -> None:
        try:
            private(own_queries_file().parent)
        except OSError as error:
            raise ToplineError(f"{own_queries_file().parent} cannot be made: {error.strerror}") from None
