"""The response funnel: asked, bounced, delivered, replied, and the steps after."""

from __future__ import annotations

from topline.analysis.counts import Tally, count_flags
from topline.analysis.footers import margin_lines, weight_line
from topline.analysis.tables import TOTAL, cell_of
from topline.analysis.weights import check_weight
from topline.engine import Cancel, Engine
from topline.statistics import Dispositions, effective_base
from topline.survey import (
    BaseCount,
    Cell,
    Column,
    Condition,
    Row,
    Slice,
    Survey,
    Table,
    View,
    chose,
    read_expression,
)

TITLE = "Who was asked, and who answered"
REPLIED = 2
"""How deep in the funnel the replies stand."""


def response_table(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """The funnel of a slice; of the whole survey it also gives the response rates.

    Percentages are of those asked. Where the file has only replies, the people invited are a number
    without a door, since no rows stand behind it.
    """
    survey = engine.survey
    check_weight(view.slice, engine, cancel)
    steps = _steps(survey)
    everyone, *counted = count_flags(engine, view.slice, [condition for _, condition, _ in steps], cancel=cancel)[None]
    whole = not view.slice.conditions and not view.slice.search
    unlisted = bool(whole and survey.invited and survey.response is None and survey.invited > everyone.n)
    if unlisted and survey.invited:
        asked = Tally(survey.invited, float(survey.invited), float(survey.invited))
    else:
        asked = everyone
    base = BaseCount("asked", asked.n, asked.weighted, effective_base(asked.weighted, asked.squared), view.slice)
    rows = [Row("asked", "Asked", (Cell(asked.n, None if unlisted else view.slice, asked.weighted, 100.0),))]
    if unlisted:
        rows.append(Row("replied", "Replied", (_share(everyone, asked, view.slice),)))
    rows += [
        Row(label.casefold(), label, (cell_of(tally, base, condition, survey),), level=level)
        for (label, condition, level), tally in zip(steps, counted, strict=True)
    ]
    table = Table(view, TITLE, (Column(TOTAL.code, TOTAL.label, base),), tuple(rows))
    filtered = "none" if whole else view.slice.sentence(survey)
    weight = weight_line(view.slice, engine, everyone.lacking)
    footer = [f"Base: asked, n={asked.n:,}", weight, f"Filter: {filtered}"]
    if whole:
        footer += _rates(survey, {row.label: row.cells[0].count for row in reversed(rows)})
    return Table(view, TITLE, table.columns, table.rows, footer=tuple(footer + margin_lines(table, survey)))


def _share(part: Tally, whole: Tally, slice_: Slice) -> Cell:
    return Cell(part.n, slice_, part.weighted, 100 * part.weighted / whole.weighted if whole.weighted else None)


def _steps(survey: Survey) -> list[tuple[str, Condition, int]]:
    """Label, people and depth of each step after the asking."""
    response = survey.response
    if response is None:
        return []
    status = survey[response.status]
    reached = response.delivered + response.partial + response.replied
    steps: list[tuple[str, Condition, int]] = []
    if response.bounced:
        steps.append(("Bounced", chose(status, *response.bounced), 1))
    steps.append(("Delivered", chose(status, *reached), 1))
    if response.partial:
        steps.append(("Replied in part", chose(status, *response.partial), REPLIED))
    steps.append(("Replied", chose(status, *response.replied), REPLIED))
    for label, expression in response.steps:
        steps.append((label, read_expression(expression, survey), 3))
    return steps


def _rates(survey: Survey, counts: dict[str, int]) -> list[str]:
    """Response rates as AAPOR defines them; a bounce leaves it unknown whether the person could have answered."""
    if survey.response is None:
        if not survey.invited or "Replied" not in counts:
            return []
        return [f"Response rate: {counts['Replied']:,} of {survey.invited:,} invited"]
    asked, complete = counts["Asked"], counts["Replied"]
    partial = counts.get("Replied in part", 0)
    dispositions = Dispositions(complete=complete, partial=partial, unknown=asked - complete - partial)
    return [
        _rate("RR1", dispositions.rr1, "complete replies", asked),
        _rate("RR2", dispositions.rr2, "complete and partial replies", asked),
    ]


def _rate(name: str, rate: float | None, what: str, asked: int) -> str:
    share = "-" if rate is None else f"{100 * rate:.1f}%"
    return f"{name} {share}: {what} of {asked:,} asked; those silent or bounced count as unknown (AAPOR)"


def response_summary(survey: Survey, asked: int, replied: int) -> str:
    """The one line under the title: how many were asked and how many replied."""
    if survey.response is None and not survey.invited:
        return f"{asked:,} {'reply' if asked == 1 else 'replies'}"
    share = f" ({100 * replied / asked:.1f}%)" if asked else ""
    return f"{asked:,} asked > {replied:,} replied{share}"


def replied_in(table: Table) -> int:
    """How many replied, in full or in part, as a funnel tells it."""
    return sum(row.cells[0].count for row in table.rows if row.level == REPLIED)
