"""Footers: everything a person needs to trust a table, a line each."""

from __future__ import annotations

from topline.analysis.counts import weight_sql
from topline.engine import Cancel, Engine
from topline.survey import LOW_BASE, Kind, Missing, Question, Slice, Sql, Survey, Table


def footer(table: Table, question: Question, survey: Survey, engine: Engine, cancel: Cancel | None) -> tuple[str, ...]:
    """Question, base, weight, filter, several answers, missing treatment, margin and warnings."""
    base = table.base
    lines = [f"Question: {question.text}"]
    if question.takes_several:
        what = "Coded from verbatims, several" if question.is_coded else "Several"
        lines.append(f"{what} answers each: percentages can add up to more than 100; nets count each person once")
    lines.append(_base_line(table))
    lines.append(weight_line(table.view.slice, engine, cancel))
    lines.append(f"Filter: {table.view.slice.sentence(survey)}" if _is_filtered(table.view.slice) else "Filter: none")
    lines += [f"Missing: {_missing_words(item)} {item.count:,}" for item in table.missing]
    lines += margin_lines(table, survey)
    if base.unweighted < LOW_BASE:
        lines.append(f"Caution: a base of {base.unweighted} is below {LOW_BASE}; do not generalise")
    small = [column.label for column in table.columns[1:] if column.base.unweighted < LOW_BASE]
    if small:
        lines.append(f"Caution: base below {LOW_BASE} in {', '.join(small)}")
    if len(table.columns) > 1:
        lines.append("Percentages are of the column's base; differences between columns are not tested")
    if question.kind is Kind.NUMERIC and table.summary and table.summary.distinct == 0:
        lines.append("No numbers to summarise")
    return tuple(lines)


def _missing_words(item: Missing) -> str:
    return item.label if item.label.casefold() == item.kind or not item.code else f"{item.label} ({item.kind})"


def _is_filtered(slice_: Slice) -> bool:
    return bool(slice_.conditions or slice_.search)


def _base_line(table: Table) -> str:
    base = table.base
    line = f"Base: {base.text}, n={base.unweighted:,}"
    if table.view.slice.weight:
        line += f", weighted {base.weighted:,.1f}, effective {base.effective:,.1f}"
    return line


def weight_line(slice_: Slice, engine: Engine, cancel: Cancel | None) -> str:
    """What the replies are weighted by, and how many of them have no usable weight."""
    weight = weight_sql(slice_, engine)
    if weight is None:
        return "Weight: none"
    where = slice_.sql(engine.survey)
    sql = Sql(f"select count(*) from replies where {where.text} and {weight} = 0", where.parameters)
    lacking = engine.query(sql, cancel)[0][0]
    without = f"; {lacking:,} replies without a positive weight count as 0" if lacking else ""
    return f"Weight: {slice_.weight}{without}"


def margin_lines(table: Table, survey: Survey) -> list[str]:
    """The margin of error, what population it is for, and what it does not cover."""
    if table.margin is None or table.base.unweighted < LOW_BASE:
        return []
    population = f", finite population of {survey.invited:,} invited" if survey.invited else ""
    return [
        f"Margin: at most +-{table.margin:.1f} points at 95%{population}; "
        "it covers sampling, not the people who did not answer"
    ]
