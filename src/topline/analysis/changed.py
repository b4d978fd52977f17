"""What changed in a trend: each period tested against the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from topline.analysis.tested import (
    ADJUSTMENTS,
    association_lines,
    box_of,
    mean_of,
    score_of,
    statistics_words,
    with_score_letters,
)
from topline.statistics import Comparison, Share, adjusted, compare_means, compare_scores, compare_shares
from topline.survey import CHANGES, LOW_BASE, Row, Significance, Summary, Table, View

Pair = tuple[int, int]
"""A period and the one that it is tested against, by the places of their columns."""


def compared_periods(table: Table) -> tuple[Pair, ...]:
    """Each period whose base is not low, and the last one before it of which that is true."""
    sound = [at for at, column in enumerate(table.columns) if at and not column.base.is_low and column.base.weighted]
    return tuple((later, earlier) for earlier, later in pairwise(sound))


def with_changes(table: Table, view: View) -> Table:
    """A trend with what its tests say of each share and of what describes whole periods, their means, net promoter
    scores and shares in the top two boxes; without any of it where the view tests nothing.

    Each row is a family of its own, and so is each of these.
    """
    pairs = compared_periods(table)
    if view.test is Significance.OFF or not pairs:
        return table
    rows = tuple(_changed(row, table, view) for row in table.rows)
    return replace(table, rows=rows, summaries=_changed_summaries(table, view))


def tests_of_row(table: Table, row: Row, view: View) -> Mapping[Pair, Comparison]:
    """The tests of a row's shares; above 0 where the later period has more."""
    weighted = bool(view.slice.weight)
    found: dict[Pair, Comparison] = {}
    for pair in _told_periods(table, row):
        later, earlier = (_share(table, row, at) for at in pair)
        if (test := compare_shares(later, earlier, weighted=weighted)) is not None:
            found[pair] = test
    return found


def tests_of_statistic(table: Table, view: View, statistic: str) -> Mapping[Pair, Comparison]:
    """The tests of what describes whole periods; above 0 where the later one has more of it.

    Args:
        table: As it is shown.
        view: How it is tested.
        statistic: An attribute of `STATISTICS`.
    """
    found: dict[Pair, Comparison] = {}
    for later, earlier in compared_periods(table) if table.summaries else ():
        if (test := _compared(table, view, statistic, later, earlier)) is not None:
            found[later, earlier] = test
    return found


def _compared(table: Table, view: View, statistic: str, later: int, earlier: int) -> Comparison | None:
    """The test of two periods; None where one of them has nothing to be tested."""
    (more, after), (less, before) = ((table.summaries[at], table.columns[at].base) for at in (later, earlier))
    weighted = bool(view.slice.weight)
    match statistic:
        case "mean" if (mean := mean_of(more)) and (other := mean_of(less)):
            return compare_means(mean, other)
        case "nps" if (score := score_of(more)) and (former := score_of(less)):
            return compare_scores(score, former, weighted=weighted)
        case "top2" if (share := box_of(more, after)) and (past := box_of(less, before)):
            return compare_shares(share, past, weighted=weighted)
    return None


def _told_periods(table: Table, row: Row) -> Sequence[Pair]:
    """Those of a row of which neither number is withheld."""
    return [pair for pair in compared_periods(table) if not any(row.cells[at].suppressed for at in pair)]


def _share(table: Table, row: Row, at: int) -> Share:
    base = table.columns[at].base
    return Share(min(1.0, row.cells[at].weighted / base.weighted), base.weighted, base.effective)


def _changed(row: Row, table: Table, view: View) -> Row:
    said = _said(tests_of_row(table, row, view), view, len(_told_periods(table, row)))
    if not said:
        return row
    cells = (replace(cell, letters=said.get(at, "")) for at, cell in enumerate(row.cells))
    return replace(row, cells=tuple(cells))


def _changed_summaries(table: Table, view: View) -> tuple[Summary, ...]:
    """What describes whole periods, each number a family of its own."""
    means, scores, shares = (_changed_statistic(table, view, statistic) for statistic in ("mean", "nps", "top2"))
    return tuple(
        with_score_letters(
            replace(summary, letters=means.get(at, ""), top2_letters=shares.get(at, "")), scores.get(at, "")
        )
        for at, summary in enumerate(table.summaries)
    )


def _changed_statistic(table: Table, view: View, statistic: str) -> Mapping[int, str]:
    found = tests_of_statistic(table, view, statistic)
    return _said(found, view, len(found))


def _said(tests: Mapping[Pair, Comparison], view: View, size: int) -> dict[int, str]:
    """What is said of each period that changed, by the place of its column.

    Args:
        tests: Of one family.
        view: Whose levels and adjustment hold.
        size: How many were tested; those that gave no figure at all count as found above both levels.
    """
    others = [1.0] * (size - len(tests))
    p_values = adjusted([*(test.p for test in tests.values()), *others], ADJUSTMENTS[view.test])
    levels = [1 - level / 100 for level in view.levels]
    found: dict[int, str] = {}
    for ((later, _), test), p in zip(tests.items(), p_values, strict=False):
        strict = next((number for number, level in enumerate(levels) if p <= level), None)
        if strict is not None and test.statistic:
            found[later] = CHANGES[strict if test.statistic > 0 else strict + 2]
    return found


def change_lines(table: Table, view: View) -> list[str]:
    """What was tested and how, for the footer."""
    if view.test is Significance.OFF:
        return ["Changes from period to period are not tested"]
    if not compared_periods(table):
        low = f"Changes are not tested: no two periods have a base of {LOW_BASE} or more"
        return [low, *association_lines(table)]
    kind = "t on effective bases" if view.slice.weight else "z"
    first, *second = view.levels
    levels = f"{first}% (capitals, filled arrows)" + "".join(f" or {level}% (small, hollow)" for level in second)
    adjustment = ADJUSTMENTS[view.test].label
    within = " within each row" if view.test is not Significance.UNADJUSTED else ""
    return [
        f"Arrows, UP and DOWN: more or less than in the last period before it with a base of {LOW_BASE} or more, at "
        f"{levels}; two-sided, pooled {kind}{statistics_words(table)}; {adjustment}{within}; "
        f"bases below {LOW_BASE} are not tested",
        *association_lines(table),
    ]
