"""Reports: several tables in one file, listed by a file of their own or all that a survey has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from topline.analysis import grid_on_its_side, grid_table, grid_views, is_grid_table, view_of
from topline.charts import charts_of
from topline.export.errors import ExportError
from topline.export.formats import OF_REPORTS, Format
from topline.export.grid import markdown_pieces
from topline.export.grids import table_grid
from topline.export.html import tables_page
from topline.export.outgoing import Outgoing, cut_words
from topline.export.safe_text import markdown_text
from topline.export.table_book import full_title, write_tables
from topline.export.workbook import MOST_UNITS
from topline.survey import (
    All,
    AnyOf,
    Chart,
    Condition,
    Kind,
    Not,
    Question,
    Survey,
    Table,
    ToplineError,
    View,
    What,
    asked_across,
)
from topline.survey.recorded import differences, recorded_of, recorded_weighting
from topline.survey.report_file import ReportFile, query_of

PLACES = (
    *(
        "rows",
        "columns",
        "period",
        "where",
        "against",
        "weight",
        "base",
        "sort",
        "percent",
        "test",
        "levels",
        "chart",
        "view",
    ),
    "search",
)
"""Keys of a table that can be at fault."""
TABLES = (What.TOPLINE, What.CROSSTAB, What.TREND, What.RESPONSE)


def every_topline(survey: Survey) -> tuple[View, ...]:
    """The views of a report that nobody specified: who answered, and each question that can be counted."""
    funnel = [View(What.RESPONSE)] if survey.response is not None or survey.invited else []
    return (*funnel, *(View(What.TOPLINE, question.name) for question in survey if _is_counted(question)))


def _is_counted(question: Question) -> bool:
    """Whether a question has a topline of its own: one that asks something, and not for words alone."""
    asked = question.has_options or question.kind in (Kind.NUMERIC, Kind.DATE)
    return question.role is None and asked


def views_of(told: ReportFile, survey: Survey) -> tuple[View, ...]:
    """The views of the tables that a report lists.

    Raises:
        ReportFileError: when one of them asks for what the survey does not have; it names the file and the line.
    """
    return tuple(_view(told, number, said, survey) for number, said in enumerate(told.said))


def _view(told: ReportFile, number: int, said: Mapping[str, Any], survey: Survey) -> View:
    try:
        return _read(said, survey)
    except ToplineError as error:
        key = next((key for key in PLACES if key in said and not _fails(said, key, survey)), "rows")
        own = told.content["table"][number]
        place = ("table", str(number), key) if key in own or key not in told.content else (key,)
        # Its title stands in the file at that line.
        what = str(error).partition("': ")[2] if str(error).startswith("query '") else str(error)
        raise told.fault(place, what) from None


def _read(said: Mapping[str, Any], survey: Survey) -> View:
    view = view_of(query_of(said), survey)
    if view.what not in TABLES:
        raise ToplineError(f"{view.what} give no table; replies and statements have commands of their own")
    of_rows = view.what is What.TOPLINE and view.chart in (Chart.GRID, Chart.TABLE)
    if (of_rows or view.chart is Chart.RANKING) and view.chart not in charts_of(view, survey):
        kind = "item of a ranking" if view.chart is Chart.RANKING else "question of a grid"
        raise ToplineError(f"{view.rows} is no {kind}")
    return view


def _fails(said: Mapping[str, Any], without: str, survey: Survey) -> bool:
    """Whether a table cannot be had without one of its keys either; what it must have is put in its place."""
    rest = {key: value for key, value in said.items() if key != without}
    if without == "rows":
        rest["rows"] = next((question.name for question in survey if _is_counted(question)), "")
    try:
        _read(rest, survey)
    except ToplineError:
        return True
    return False


def table_of(view: View, survey: Survey, count: Callable[[View], Table]) -> Table:
    """The table of a view; where the view asks for a grid, upright or on its side, that of all its questions.

    Args:
        view: Of people, not of their replies.
        survey: What it is of.
        count: Gives the table of a view that is no grid.

    Raises:
        ToplineError: when it cannot be counted.
    """
    if is_grid_table(view) and Chart.TABLE in charts_of(view, survey):
        return grid_on_its_side([count(one) for one in grid_views(view, survey)], view, survey)
    if view.chart is not Chart.GRID or view.what is not What.TOPLINE:
        return count(view)
    return replace(grid_table([count(one) for one in grid_views(view, survey)], survey), view=view)


def changes(told: ReportFile, survey: Survey) -> tuple[str, ...]:
    """How a survey differs from what a report asks for and recorded, a line each with its place."""
    # What stands at the top of a report is wrong for every table, and said once.
    return tuple(dict.fromkeys(_changes(told, survey)))


def _changes(told: ReportFile, survey: Survey) -> Iterator[str]:
    for number, said in enumerate(told.said):
        try:
            _view(told, number, said, survey)
        except ToplineError as error:
            yield str(error)
    for name, was in told.recorded.items():
        for place, what in differences(name, was, survey):
            yield str(told.fault(("recorded", name, *place), f"{name}: {what}"))


def recorded(views: Sequence[View], survey: Survey) -> dict[str, dict[str, Any]]:
    """What is recorded of all questions that these views speak of, in the survey's order, and then of raked weights."""
    names: set[str] = set()
    weights = {people.weight for view in views for people in (view.slice, view.against) if people}
    raked = [one for one in survey.weightings if one.name in weights]
    for one in raked:
        names |= {*one.questions, one.base}
    for view in views:
        names |= {*view.questions, view.slice.weight}
        names |= {each.name for each in asked_across(view.columns, survey)}
        if view.chart is Chart.GRID or is_grid_table(view):
            names |= {each.rows for each in grid_views(view, survey)}
        if view.is_ranking:
            names |= {item.name for item in survey.ranking(view.rows)}
        people = (*view.slice.conditions, *(view.against.conditions if view.against else ()))
        names |= {name for condition in people for name in _asked(condition)}
        if view.what is What.RESPONSE and survey.response is not None:
            names.add(survey.response.status)
    told = {question.name: recorded_of(question) for question in survey if question.name in names}
    return told | {one.name: recorded_weighting(one) for one in raked}


def _asked(condition: Condition) -> Iterator[str]:
    """The questions that a condition speaks of."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked(part)
        case Not(part):
            yield from _asked(part)
        case _:
            yield str(getattr(condition, "question", ""))


@dataclass
class ReportOut(Outgoing):
    """Several tables together."""

    FORMATS: ClassVar[tuple[Format, ...]] = OF_REPORTS

    views: Sequence[View]
    survey: Survey
    count: Callable[[View], Table]
    """Gives the table of a view that is no grid."""
    title: str = ""
    """What it is called; empty for the survey's title."""
    stacked: bool = False
    """Whether a workbook has all tables on one sheet."""
    tell: Callable[[int, View], None] | None = None
    """Called with how many tables have been counted, and what is counted next."""
    _done: int = field(default=0, init=False)
    _cut: int = field(default=0, init=False)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, counted when they are written."""
        return tuple(self._counted())

    def _counted(self) -> Iterator[Table]:
        for number, view in enumerate(self.views):
            self._done = number
            if self.tell is not None:
                self.tell(number, view)
            yield table_of(view, self.survey, self.count)

    @property
    def rows(self) -> int:
        """How many tables it has."""
        return len(self.views)

    @property
    def progress(self) -> str:
        """Which table is being counted."""
        return f"table {self._done + 1:,} of {self.rows:,}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether texts had to be cut."""
        return cut_words(self._cut, MOST_UNITS)

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.title or self.survey.title

    @property
    def lead(self) -> tuple[str, ...]:
        """What stands below the heading: the survey, what is remarked of it, how many people it has."""
        survey = self.survey
        people = f"{survey.respondents:,} respondents" if survey.respondents is not None else ""
        invited = f"{survey.invited:,} invited" if survey.invited else ""
        name = survey.title if survey.title != self.heading else ""
        said = (name, survey.note, ", ".join(part for part in (people, invited) if part))
        return tuple(text for text in said if text)

    def pieces(self, form: Format) -> Iterator[str]:
        """The report as text, a table at a time."""
        if form is Format.HTML:
            return tables_page(self.tables, [full_title(table) for table in self.tables], self.heading, self.lead)
        if form is Format.MARKDOWN:
            return self._markdown()
        raise ExportError(f"a report is not written as {form}; use one of {', '.join(OF_REPORTS)}")

    def _markdown(self) -> Iterator[str]:
        yield f"# {markdown_text(self.heading)}\n"
        for text in self.lead:
            yield f"\n{markdown_text(text)}\n"
        for table in self.tables:
            yield "\n"
            title = full_title(table)
            lead = () if table.title in title else (table.title,)
            yield from markdown_pieces(replace(table_grid(table, exact=False), title=title, lead=lead))

    def fill(self, file: int, form: Format) -> None:
        """The report as a workbook with an index."""
        self._cut = write_tables(file, self.tables, self.heading, self.lead, stacked=self.stacked)
