"""Footers: everything a person needs to trust a table, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from topline.analysis.cautions import low_base_lines
from topline.analysis.trends import time_words
from topline.analysis.weight_report import missed_words
from topline.analysis.weights import Raked, raked_of
from topline.engine import Engine
from topline.survey import LOW_BASE, Kind, Missing, Question, Slice, Survey, Table, What


def footer(table: Table, question: Question, engine: Engine, lacking: Sequence[int]) -> tuple[str, ...]:
    """Question, base, weight, filter, several answers, missing treatment, margin and warnings.

    Args:
        table: What the footer is for.
        question: What it is of.
        engine: Who answered.
        lacking: How many replies of the slice have no usable weight, and of the one it is compared with.
    """
    survey = engine.survey
    lines = [f"Question: {question.text}"]
    if question.takes_several:
        what = "Coded from verbatims, several" if question.is_coded else "Several"
        lines.append(f"{what} answers each: percentages can add up to more than 100; nets count each person once")
    lines.append(base_line(table))
    lines.append(weight_line(table.view.slice, engine, lacking[0]))
    lines += ["Counts are people, percentages are weighted"] if table.view.slice.weight else []
    lines.append(filter_line(table.view.slice, survey))
    lines += _against_lines(table, engine, lacking[1]) if table.is_comparison else []
    lines += [f"Missing{_among(item, table)}: {_missing_words(item)} {item.count:,}" for item in table.missing]
    lines += [time_words(table, survey)] if table.view.what is What.TREND else []
    lines += [f"Columns: {one.words()}, and so stand in none of its columns" for one in table.unplaced]
    lines += [f"Nets: {one.first} and {one.second} of the same people: {one.words}" for one in table.paired]
    if best := next((one.top2_of for one in table.summaries if one.top2_of), ()):
        lines.append(f"Top 2: {' and '.join(best)}, the two of the highest score, of those who gave a point")
    lines += margin_lines(table, survey)
    if table.base.is_low:
        weighing = " with a weight" if table.base.weightless else ""
        n = table.base.unweighted - table.base.weightless
        lines.append(f"Caution: a base of {n}{weighing} is below {LOW_BASE}; do not generalise")
    lines += low_base_lines(table)
    if table.is_comparison:
        lines.append("Differences are the first column less the second, in points")
    if question.kind is Kind.NUMERIC and table.summary and table.summary.distinct == 0:
        lines.append("No numbers to summarise")
    return tuple(lines)


def _against_lines(table: Table, engine: Engine, lacking: int) -> list[str]:
    """Whom a comparison is against, their base, and how many people are on both sides."""
    lines = [f"Against: {table.columns[1].label}, {_base_words(table, 1)}"]
    if lacking:
        lines.append(f"Weight against: {without_weight(raked_of(table.view.slice, engine), engine.survey, lacking)}")
    if table.overlap is None:
        return lines
    both = table.overlap
    people = "nobody is" if not both else "1 person is" if both == 1 else f"{both:,} people are"
    return [*lines, f"Overlap: {people} in both"]


def _among(item: Missing, table: Table) -> str:
    return f" among {table.columns[item.column].label}" if item.column else ""


def _missing_words(item: Missing) -> str:
    return item.label if item.label.casefold() == item.kind or not item.code else f"{item.label} ({item.kind})"


def filter_line(slice_: Slice, survey: Survey) -> str:
    """Whose answers they are."""
    return f"Filter: {slice_.sentence(survey)}" if slice_.conditions or slice_.search else "Filter: none"


def base_line(table: Table) -> str:
    """Who the percentages of the total are of, and how many they are."""
    return f"Base: {_base_words(table, 0)}"


def _base_words(table: Table, at: int) -> str:
    base = table.columns[at].base
    words = f"{base.text}, n={base.unweighted:,}"
    if table.view.slice.weight:
        words += f", weighted {base.weighted:,.1f}, effective {base.effective:,.1f}"
    return words


def weight_line(slice_: Slice, engine: Engine, lacking: int) -> str:
    """What the replies are weighted by, what a raked weight costs, and how many of them have no usable weight."""
    if not slice_.weight:
        return "Weight: none"
    found = raked_of(slice_, engine)
    about = f" ({', '.join(raked_words(found, engine.survey))})" if found else ""
    without = f"; {without_weight(found, engine.survey, lacking)}" if lacking else ""
    return f"Weight: {slice_.weight}{about}{without}"


def raked_words(raked: Raked, survey: Survey) -> Iterator[str]:
    """To what a weight is raked, at what cost, and how far it stays from its targets."""
    to = ", ".join(survey[name].short for name in raked.weighting.questions)
    start = f" from {raked.weighting.base}" if raked.weighting.base else ""
    raking = raked.raking
    yield f"raked to {to}{start}; efficiency {100 * raking.efficiency:.0f}%"
    if not raking.converged:
        yield missed_words(100 * raking.worst)


def without_weight(raked: Raked | None, survey: Survey, lacking: int) -> str:
    """How many replies count for nothing, and why."""
    if lacking < survey.min_base:
        return f"fewer than {survey.min_base:,} replies count as 0"
    if raked is None:
        return f"{lacking:,} {'reply' if lacking == 1 else 'replies'} without a positive weight count as 0"
    return f"{lacking:,} {raked.weighting.left_out(replied=survey.replied is not None)} count as 0"


def margin_lines(table: Table, survey: Survey) -> list[str]:
    """The margin of error, what population it is for, and what it does not cover."""
    if table.margin is None or table.base.is_low:
        return []
    population = f", finite population of {survey.invited:,} invited" if survey.invited else ""
    return [
        f"Margin: at most +-{table.margin:.1f} points at 95%{population}; "
        "it covers sampling, not the people who did not answer"
    ]
