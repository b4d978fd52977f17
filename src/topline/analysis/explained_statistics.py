"""What stands behind what describes a column as a whole, its mean, its net promoter score or its share in the top two
boxes: what went in, how precise it is, its tests, its SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from topline.analysis.changed import tests_of_statistic as changes_of_statistic
from topline.analysis.explained import Explained, change_lines, literal, named_column, of_all, pair_lines, written
from topline.analysis.grid_table import is_grid_table
from topline.analysis.rows import nps_nets
from topline.analysis.tested import tests_of_statistic
from topline.statistics import Estimate, wilson
from topline.survey import (
    STATISTICS,
    Answered,
    Column,
    Kind,
    NetPromoter,
    Question,
    Summary,
    Survey,
    Table,
    What,
    quoted,
)

HEADINGS = {attribute: label for label, attribute, _ in STATISTICS}
TESTED = {
    "mean": "means (Welch's t)",
    "nps": "scores, by their standard errors",
    "top2": "shares of those who gave a point",
}

FAMILIES = {"mean": "of the means", "nps": "of the scores", "top2": "of these shares"}


def explained_statistic(table: Table, at: int, statistic: str, survey: Survey) -> Explained | None:
    """What describes a column as a whole explained; None where it is not described so.

    Args:
        table: One question, as it is shown.
        at: The place of the column.
        statistic: The attribute of `STATISTICS` that is meant.
        survey: What was asked.
    """
    column, summary = table.columns[at], table.summaries[at] if table.summaries else Summary()
    if getattr(summary, statistic) is None:
        return None
    if column.base.suppressed:
        return Explained(named_column(column), (("Withheld", ("too few people are behind this number",)),))
    of_grid = is_grid_table(table.view)
    question = survey[column.code if of_grid else table.view.rows]
    name = HEADINGS[statistic]
    parts = (
        (name, tuple(_lines(table, at, statistic, question, survey))),
        ("Beside the others", _tests(table, at, statistic)),
        ("SQL", tuple(_sql(column, question, statistic, summary, survey))),
    )
    heading = f"{name}, {named_column(column)}" if at or of_grid else name
    return Explained(heading, tuple((part, lines) for part, lines in parts if lines))


def _lines(table: Table, at: int, statistic: str, question: Question, survey: Survey) -> Iterator[str]:
    summary, weighted = table.summaries[at], bool(table.view.slice.weight)
    if statistic == "mean":
        yield from _sums(table, at, question)
        yield from _precision(summary, weighted)
    elif statistic == "top2":
        yield from _boxes(table, at, question, survey)
    elif summary.nps is not None and summary.net_promoter is not None:
        yield from _score(summary.nps, summary.net_promoter, summary.effective, weighted)


def _tests(table: Table, at: int, statistic: str) -> tuple[str, ...]:
    if table.view.what is not What.TREND:
        return pair_lines(table, at, lambda: tests_of_statistic(table, table.view, statistic), TESTED[statistic])
    return change_lines(table, at, lambda: changes_of_statistic(table, table.view, statistic), FAMILIES[statistic])


def _sums(table: Table, at: int, question: Question) -> Iterator[str]:
    """What was divided by what."""
    summary, weight = table.summaries[at], table.view.slice.weight
    given = _given(table, at, question)
    if given is not None:
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


def _given(table: Table, at: int, question: Question) -> list[tuple[float, float]] | None:
    """Each point of a scale and the sum of the weights of those who gave it; None where that is not all shown."""
    points = {option.code: option.score for option in question.choices if option.score is not None}
    cells = {row.code: row.cells[at] for row in table.rows if not row.net}
    if question.kind is not Kind.SCALE or not points.keys() <= cells.keys():
        return None
    if any(cell.suppressed for cell in cells.values()):
        return None
    return [(score, cells[code].weighted) for code, score in points.items() if cells[code].count]


def _precision(summary: Summary, weighted: bool) -> Iterator[str]:
    if summary.mean is None or summary.sd is None or summary.standard_error is None:
        return
    low, high = Estimate(summary.mean, summary.standard_error).interval()
    how = "by Taylor linearisation, weights only" if weighted else "the standard deviation over the root of n"
    yield f"standard deviation {summary.sd:,.4f}; standard error {summary.standard_error:,.4f}, {how}"
    yield f"95% interval {low:,.4f} to {high:,.4f}: 1.96 standard errors to either side"
    if weighted and summary.effective:
        yield f"effective base {summary.effective:,.1f}, of those who are in the mean; the tests rest on it"


def _boxes(table: Table, at: int, question: Question, survey: Survey) -> Iterator[str]:
    """The share in the top two boxes, of whom, and how precise it is."""
    summary, weight = table.summaries[at], table.view.slice.weight
    assert summary.top2 is not None
    given, best = _given(table, at, question), _best(question, summary)
    names = " and ".join(summary.top2_of)
    if given is None:
        yield f"{summary.top2:.2f}% of those who gave a point: {names}"
    else:
        held = [sum(number for score, number in given if score == point) for point in best]
        said = " + ".join(f"{number:,.{2 if weight else 0}f}" for number in held)
        people = sum(number for _, number in given)
        yield f"({said}) / {people:,.{2 if weight else 0}f} = {summary.top2:.2f}% of those who gave a point: {names}"
        if weight:
            yield f"sums of the weight {weight}"
    if summary.effective:
        population = survey.population(summary.effective)
        interval = wilson(min(1.0, summary.top2 / 100), summary.effective, population=population)
        on = f" on an effective base of {summary.effective:,.1f}" if weight else ""
        yield f"95% interval {100 * interval.low:.1f}% to {100 * interval.high:.1f}% (Wilson{on}{of_all(survey)})"


def _best(question: Question, summary: Summary) -> list[float]:
    """The points of the top two boxes, in the codebook's order."""
    inside = (option.score for option in question.choices if option.label in summary.top2_of)
    return [score for score in inside if score is not None]


def _score(nps: float, made: NetPromoter, effective: float | None, weighted: bool) -> Iterator[str]:
    """What a net promoter score is made of, and how precise it is."""
    yield (
        f"{made.promoters:.2f}% promoters (9-10) - {made.detractors:.2f}% detractors (0-6) = {nps:+.2f}; "
        f"{made.passives:.2f}% are passives (7-8)"
    )
    base = "the effective base" if weighted else "n"
    yield f"standard error {made.standard_error:.4f}: 100 times the root of (P + D - (P - D)^2) / {base}"
    yield f"95% interval {made.low:+.1f} to {made.high:+.1f}: 1.96 standard errors to either side"
    if weighted and effective:
        yield f"effective base {effective:,.1f}, of those who gave a point; the tests rest on it"


def _sql(column: Column, question: Question, statistic: str, summary: Summary, survey: Survey) -> Iterator[str]:
    """What gives the same from the replies; nothing where a raked weight, which is no column, went in."""
    people = column.base.slice
    number, stored = _number(question, statistic, summary), quoted(question.column)
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


def _number(question: Question, statistic: str, summary: Summary) -> str:
    """SQL for what a statistic is the mean of; empty where it is of no column."""
    if question.kind is Kind.NUMERIC:
        return f"cast({quoted(question.column)} as double)"
    if question.kind is not Kind.SCALE:
        return ""
    worth = _worth(question, statistic, summary)
    cases = " ".join(f"when {literal(question.stored(code))} then {literal(score)}" for code, score in worth.items())
    return f"(case {quoted(question.column)} {cases} end)"


def _worth(question: Question, statistic: str, summary: Summary) -> Mapping[str, float]:
    """What each point of a scale counts as."""
    points = {option.code: option.score for option in question.choices if option.score is not None}
    if statistic == "top2":
        best = _best(question, summary)
        return {code: 100.0 if score in best else 0.0 for code, score in points.items()}
    if statistic == "nps":
        promoters, _, detractors = (net.codes for net in nps_nets(question))
        return {code: 100.0 if code in promoters else -100.0 if code in detractors else 0.0 for code in points}
    return points
