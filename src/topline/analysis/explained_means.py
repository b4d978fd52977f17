"""What stands behind the mean of a column: what went in, how precise it is, its tests, its SQL."""

from __future__ import annotations

from collections.abc import Iterator

from topline.analysis.changed import tests_of_means as changes_of_means
from topline.analysis.explained import Explained, change_lines, literal, named_column, pair_lines, written
from topline.analysis.tested import tests_of_means
from topline.statistics import Estimate
from topline.survey import Answered, Column, Kind, Question, Summary, Survey, Table, What, quoted


def explained_mean(table: Table, at: int, survey: Survey) -> Explained | None:
    """The mean of a column explained; None where it has none.

    Args:
        table: One question, as it is shown.
        at: The place of the column.
        survey: What was asked.
    """
    column, summary = table.columns[at], table.summaries[at] if table.summaries else Summary()
    if summary.mean is None:
        return None
    if column.base.suppressed:
        return Explained(named_column(column), (("Withheld", ("too few people are behind this number",)),))
    if table.view.what is What.TREND:
        tests = change_lines(table, at, lambda: changes_of_means(table), "of the means")
    else:
        tests = pair_lines(table, at, lambda: tests_of_means(table, table.view), "means (Welch's t)")
    question = survey[table.view.rows]
    parts = (
        ("Mean", (*_sums(table, at, question), *_precision(summary, bool(table.view.slice.weight)))),
        ("Beside the others", tests),
        ("SQL", tuple(_sql(column, question, survey))),
    )
    heading = f"Mean, {named_column(column)}" if at else "Mean"
    return Explained(heading, tuple((name, lines) for name, lines in parts if lines))


def _sums(table: Table, at: int, question: Question) -> Iterator[str]:
    """What was divided by what."""
    summary, weight = table.summaries[at], table.view.slice.weight
    points = {option.code: option.score for option in question.choices if option.score is not None}
    cells = {row.code: row.cells[at] for row in table.rows if not row.net}
    if question.kind is Kind.SCALE and points.keys() <= cells.keys() and not any(c.suppressed for c in cells.values()):
        given = [(score, cells[code].weighted) for code, score in points.items() if cells[code].count]
        people = sum(number for _, number in given)
        total = sum(score * number for score, number in given)
        said = " + ".join(f"{score:g} x {number:,.{2 if weight else 0}f}" for score, number in given)
        yield f"({said}) / {people:,.{2 if weight else 0}f} = {total / people:.4f} points" if people else ""
        if weight:
            yield f"each point by the sum of the weight {weight} of those who gave it"
    elif weight:
        yield f"{summary.mean:,.4f}: the sum of weight {weight} times number, over the sum of the weights"
    else:
        yield f"{summary.mean:,.4f}: the sum of the numbers, over how many gave one"


def _precision(summary: Summary, weighted: bool) -> Iterator[str]:
    if summary.mean is None or summary.sd is None or summary.standard_error is None:
        return
    low, high = Estimate(summary.mean, summary.standard_error).interval()
    how = "by Taylor linearisation, weights only" if weighted else "the standard deviation over the root of n"
    yield f"standard deviation {summary.sd:,.4f}; standard error {summary.standard_error:,.4f}, {how}"
    yield f"95% interval {low:,.4f} to {high:,.4f}: 1.96 standard errors to either side"
    if weighted and summary.effective:
        yield f"effective base {summary.effective:,.1f}, of those who are in the mean; the tests rest on it"


def _sql(column: Column, question: Question, survey: Survey) -> Iterator[str]:
    """What gives the same mean from the replies; nothing where a raked weight, which is no column, went in."""
    people = column.base.slice
    number, stored = _number(question), quoted(question.column)
    if not number or (people.weight and survey.weighting(people.weight) is not None):
        return
    where = written(people.narrowed(Answered(question.name)).sql(survey))
    if not people.weight:
        yield f"select avg({number}) from responses where {where}"
        return
    weight = quoted(survey[people.weight].column)
    weighing = f"{weight} > 0 and isfinite({weight}) and {stored} is not null"
    gave = f" and {number} is not null" if question.kind is Kind.SCALE else ""
    yield (f"select sum({weight} * {number}) / sum({weight}) from responses where {where} and {weighing}{gave}")


def _number(question: Question) -> str:
    """SQL for what the mean is of; empty where it is of no column."""
    if question.kind is Kind.NUMERIC:
        return f"cast({quoted(question.column)} as double)"
    if question.kind is not Kind.SCALE:
        return ""
    scored = [(option.code, option.score) for option in question.choices if option.score is not None]
    cases = " ".join(f"when {literal(question.stored(code))} then {literal(score)}" for code, score in scored)
    return f"(case {quoted(question.column)} {cases} end)"
