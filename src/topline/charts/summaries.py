"""Summaries: a distribution in one line of numbers."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from topline.charts.figures import number, signed, whole
from topline.charts.lines import Ink, Line, line, shown
from topline.survey.table import Summary, Table

TOP_TWO = "top 2"


def top_two(summary: Summary) -> str:
    """What the share of the top two boxes is called, such as "top 2 (Agree, Agree strongly)"."""
    return f"{TOP_TWO} ({', '.join(map(shown, summary.top2_of))})" if summary.top2_of else TOP_TWO


def summary_line(table: Table, width: int | None = None, *, column: int = 0) -> Line | None:
    """A line such as "mean 3.2  sd 1.1  top 2 (Agree, Agree strongly) 54%", or None if there's nothing to say.

    Which two are meant is said where there is room for it.

    Args:
        table: of a scale, a number or a date.
        width: in cells; what no longer fits is left out from the end. None for all of it.
        column: whose summary, 0 being the total.
    """
    if column >= len(table.summaries):
        return None
    parts: list[tuple[str, Ink]] = []
    used = 0
    summary = table.summaries[column]
    for words, value in _said(summary):
        gap = "  " if parts else ""
        if words == TOP_TWO:
            full = top_two(summary)
            rest = used + len(gap) + 1 + len(value)
            words = full if width is None or rest + cell_len(full) <= width else words
        used += len(gap) + cell_len(words) + 1 + len(value)
        if width is not None and used > width:
            break
        parts += [(f"{gap}{words} ", Ink.DIM), (value, Ink.PERCENT)]
    return line(*parts) if parts else None


def _said(summary: Summary) -> Iterator[tuple[str, str]]:
    if summary.mean is not None:
        yield "mean", number(summary.mean, years=summary.of_years)
    if summary.sd is not None:
        yield "sd", number(summary.sd)
    if summary.median is not None:
        yield "median", number(summary.median, years=summary.of_years)
    if summary.lower_quartile is not None and summary.upper_quartile is not None:
        quartiles = (summary.lower_quartile, summary.upper_quartile)
        yield "quartiles", _span(*(number(quartile, years=summary.of_years) for quartile in quartiles))
    if summary.min is not None and summary.max is not None:
        yield "range", _span(*(number(end, years=summary.of_years) for end in (summary.min, summary.max)))
    if summary.nps is not None:
        yield "NPS", signed(summary.nps)
    if summary.top2 is not None:
        yield TOP_TWO, f"{whole(summary.top2)}%"
    if summary.distinct is not None:
        yield "distinct", number(summary.distinct)


def _span(low: str, high: str) -> str:
    """Two ends joined by a hyphen, or by a word where a hyphen would be taken for a sign or part of a date."""
    return f"{low} to {high}" if "-" in low + high else f"{low}-{high}"
