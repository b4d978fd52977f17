"""The report of a weight as lines of text, as wide as there is room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from topline.charts.figures import WITHHELD, number
from topline.charts.lines import Ink, Line, fit, line, wrap

if TYPE_CHECKING:
    from topline.analysis import Margins, WeightReport

LABEL = 40
"""Cells of an answer at most."""
NUMBER = 12
NAME = 18
"""Cells of what a number is called."""


def weight_lines(report: WeightReport, width: int) -> tuple[Line, ...]:
    """Everything that is to be known of a weight, the most important first."""
    return tuple(_lines(report, width))


def _lines(report: WeightReport, width: int) -> Iterator[Line]:
    for text in report.cautions:
        yield from (line((said, Ink.WARNING)) for said in wrap(text, width, 4))
    efficiency = report.efficiency
    if efficiency is not None:
        poor = Ink.WARNING if report.cautions else Ink.PERCENT
        effect = f"   design effect {number(1 / efficiency)}" if efficiency else ""
        yield _named("Efficiency", (f"{100 * efficiency:.0f}%", poor), (effect, Ink.HEADING))
    yield _named("Replies", (f"{report.n:,}", Ink.COUNT), (f" weigh as {number(report.effective)}", Ink.HEADING))
    if report.lacking:
        # Of a raked weight those who did not reply are not among the people.
        raked = report.weighting
        why = raked.left_out(replied=False) if raked else "without a weight above 0"
        first, *rest = wrap(f"{report.lacking:,} {why}", max(width - NAME, 20), 3)
        yield _named("Count as 0", (first, Ink.WARNING))
        yield from (_named("", (text, Ink.WARNING)) for text in rest)
    if report.least is not None and report.greatest is not None:
        spread = f"{number(report.least)} to {number(report.greatest)}"
        ratio = f", {number(report.ratio)} times as much" if report.ratio and report.ratio > 1 else ""
        mean = "" if report.weighting and not report.lacking else f"; mean {number(report.mean)}"
        yield _named("Weights", (spread, Ink.COUNT), (f"{ratio}{mean}", Ink.HEADING))
    if report.weighting is None:
        return
    cap = "none" if report.weighting.cap is None else f"{report.weighting.cap:g} times the mean"
    yield _named("Cap", (cap, Ink.COUNT))
    if report.weighting.base:
        yield _named("Raked from", (report.weighting.base, Ink.LABEL))
    how = report.missed or "all targets met"
    rounds = f"{report.rounds:,} round{'' if report.rounds == 1 else 's'}"
    yield _named("Raking", (f"{how} after {rounds}", Ink.COUNT if report.met else Ink.WARNING))
    for margins in report.margins:
        yield Line()
        yield from _margins(margins, width)


def _named(name: str, *parts: tuple[str, Ink]) -> Line:
    return line((fit(name, NAME), Ink.HEADING), *parts)


def _margins(margins: Margins, width: int) -> Iterator[Line]:
    """Target, unweighted and weighted share of each answer."""
    room = max(8, min(LABEL, width - 4 * NUMBER))
    heads = ("n", "unweighted", "target", "weighted")
    yield line((fit(margins.label, room), Ink.NET), *((fit(head, NUMBER, right=True), Ink.HEADING) for head in heads))
    for one in margins.answers:
        missed = abs(one.weighted - one.target) >= MISSED and not one.suppressed
        shown = (f"{one.n:,}", f"{one.unweighted:.1f}%", f"{one.weighted:.1f}%")
        n, unweighted, weighted = (WITHHELD,) * 3 if one.suppressed else shown
        yield line(
            (fit(one.label, room), Ink.LABEL),
            (fit(n, NUMBER, right=True), Ink.COUNT),
            (fit(unweighted, NUMBER, right=True), Ink.HEADING),
            (fit(f"{one.target:.1f}%", NUMBER, right=True), Ink.PERCENT),
            (fit(weighted, NUMBER, right=True), Ink.WARNING if missed else Ink.PERCENT),
        )


MISSED = 0.05
"""Points by which a share is off its target so that it shows."""
