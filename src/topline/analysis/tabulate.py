"""The one door from a view to its table."""

from __future__ import annotations

from dataclasses import replace

from topline.analysis.arranged import arranged
from topline.analysis.floor import check_people
from topline.analysis.protected import check_shape, protected_table
from topline.analysis.protected_funnel import protected_funnel
from topline.analysis.ranking import ranking_table
from topline.analysis.response import response_table
from topline.analysis.stacked import stacked_table
from topline.analysis.tables import CountedTable, counted_table, question_table, with_footer
from topline.engine import Cancel, Engine
from topline.survey import Survey, Table, View, What


def tabulate(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """Answer a view with a table.

    Raises:
        ToplineError: when the view cannot be answered, in one line that says why.
        ValueError: when it is a view of replies, which are windows, or of SQL, which runs elsewhere.
    """
    return arranged(count_table(view.counted, engine, cancel), view, engine.survey)


def count_table(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """Count what a view asks; how it is shown makes no difference.

    Raises:
        ToplineError: when the view cannot be answered, in one line that says why; under a privacy floor also where its
            people are too few to be shown.
        ValueError: when it is a view of replies, which are windows, or of SQL, which runs elsewhere.
    """
    floor = engine.survey.min_base
    if floor:
        check_shape(view, engine.survey)
    if view.is_ranking and engine.survey.ranking(view.rows):
        return ranking_table(view, engine, cancel)
    match view.what:
        case What.RESPONSE if floor:
            check_people(view.slice, engine=engine, cancel=cancel)
            return protected_funnel(response_table(view, engine, cancel), floor)
        case What.RESPONSE:
            return response_table(view, engine, cancel)
        case What.TOPLINE | What.CROSSTAB | What.TREND if view.stub:
            return stacked_table(view, engine.survey, lambda one: _of_one_question(one, engine, cancel, alike=True))
        case What.TOPLINE | What.CROSSTAB | What.TREND:
            return _of_one_question(view, engine, cancel)
        case What.REPLIES | What.SQL:
            raise ValueError("neither replies nor SQL give a table of people")


def _of_one_question(view: View, engine: Engine, cancel: Cancel | None, *, alike: bool = False) -> Table:
    """The table of one question, without what a privacy floor withholds."""
    if not engine.survey.min_base:
        return question_table(view, engine, cancel, alike=alike)

    def count(one: View) -> CountedTable:
        return counted_table(one, engine, cancel, alike=alike)

    counted, lines = protected_table(view, engine, count, cancel)
    return with_footer(counted, engine, cancel, *lines)


def grid_views(view: View, survey: Survey) -> tuple[View, ...]:
    """The toplines of all questions of the grid that a view's question is of, asked of the same people."""
    grid = survey[view.rows].grid
    same = [question for question in survey if grid and question.grid == grid]
    return tuple(View(What.TOPLINE, question.name, slice=view.slice, base=view.base) for question in same)


def as_item(table: Table, survey: Survey) -> Table:
    """A topline as a line of a chart of its grid, without answers that are no point of the scale.

    It is named in short where its text begins with what all of the grid were asked.
    """
    question = survey[table.view.rows]
    points = {option.code for option in question.options if option.score is not None}
    rows = tuple(row for row in table.rows if row.net or row.code in points) if points else table.rows
    says_it_all = question.text.casefold().startswith(question.grid.casefold())
    return replace(table, title=question.label if says_it_all else question.text, rows=rows)
