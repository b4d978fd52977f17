"""What stands behind one number of a table: its formula and what went in, its interval, its tests, its SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from topline.analysis.association import p_words
from topline.analysis.changed import compared_periods
from topline.analysis.changed import tests_of_row as changes_of_row
from topline.analysis.grid_table import is_grid_table
from topline.analysis.tested import ADJUSTMENTS, Pair, is_of_itself, tests_of_row
from topline.statistics import Comparison, adjusted
from topline.survey import (
    LOW_BASE,
    Cell,
    Column,
    Percent,
    Row,
    Significance,
    Slice,
    Sql,
    Survey,
    Table,
    View,
    What,
    quoted,
)

_PLACEHOLDER = re.compile(r'"(?:[^"]|"")*"|\?')


@dataclass(frozen=True, slots=True)
class Explained:
    """A number explained, part by part."""

    heading: str
    """What is counted."""
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """What each part is about, and its lines."""


def explained(table: Table, row: Row, at: int, survey: Survey) -> Explained:
    """A cell of a table explained.

    Args:
        table: As it is shown.
        row: One of its rows.
        at: The place of the column.
        survey: What was asked.
    """
    column = table.columns[at]
    cell = row.cells[at]
    where = f"{row.label}, {named_column(column)}" if at or is_grid_table(table.view) else row.label
    if cell.suppressed:
        return Explained(where, (("Withheld", ("too few people are behind this number",)),))
    parts = [
        ("Mean rank", _mean_lines(row, at))
        if cell.mean is not None
        else ("Share", _share_lines(table, row, at, survey))
    ]
    if row.summaries and cell.mean is None and not at:
        # Of one door with who ranked it.
        parts.append(("Mean rank", _mean_lines(row, 1)))
    if table.columns[1:]:
        parts.append(("Beside the others", _test_lines(table, row, at)))
    if cell.slice is not None:
        parts.append(("SQL", tuple(_sql(table, row, at, cell.slice, survey))))
    return Explained(where, tuple((name, lines) for name, lines in parts if lines))


def named_column(column: Column) -> str:
    return f"{column.full_label} ({column.letter})" if column.letter else column.full_label


def _of_item(row: Row, at: int) -> bool:
    """Whether a share is of those who ranked an item, who are the row's first cell, as those who put it first are."""
    return bool(row.summaries) and at > 0


def _share_lines(table: Table, row: Row, at: int, survey: Survey) -> tuple[str, ...]:
    cell, base, weight = row.cells[at], table.columns[at].base, table.view.slice.weight
    of_item = _of_item(row, at)
    of_row = table.view.percent is Percent.ROW or of_item
    whole = row.cells[0].weighted if of_row else base.weighted
    effective = row.effective if of_row else base.effective
    if cell.percent is None:
        return ("there is no base, so that there is no share",)
    what = "those who ranked it" if of_item else "the row's people in the base" if of_row else base.text
    sums = f"{cell.weighted:,.2f} / {whole:,.2f}" if weight else f"{cell.count:,} / {whole:,.0f}"
    lines = [f"{sums} = {cell.percent:.2f}% of {what}"]
    if weight:
        people = row.cells[0].count if of_row else base.unweighted
        lines.append(f"sums of the weight {weight} of {cell.count:,} and {people:,} people")
    if cell.low is not None and cell.high is not None:
        lines.append(
            f"95% interval {cell.low:.1f}% to {cell.high:.1f}% (Wilson{_on(table, effective)}{of_all(survey)})"
        )
    if table.view.percent is Percent.INDEX and table.view.what in (What.CROSSTAB, What.TREND) and not of_item:
        lines.append(_index_line(cell, row.cells[0]))
    # The first column of a grid as one table is one of its questions, and no total.
    difference = table.difference(row, at) if at and not is_grid_table(table.view) else None
    if difference is not None:
        lines.append(f"{difference:+.1f} points from the {'other' if table.is_comparison else 'total'}")
    return tuple(lines)


def _index_line(cell: Cell, total: Cell) -> str:
    """What an index is made of."""
    if cell.index is None or cell.percent is None or total.percent is None:
        return "there is no index: nobody of the total is in this row"
    # Halves away from zero, as the table has them.
    return f"index: {cell.percent:.2f} / {total.percent:.2f} = {int(cell.index + 0.5):,}, 100 being the total's share"


def _sql(table: Table, row: Row, at: int, people: Slice, survey: Survey) -> Iterator[str]:
    """What counts the same people from the replies, and what gives their weighted share; nothing for that where a
    raked weight, which is no column, went in.
    """
    inside = written(people.sql(survey))
    yield f"select count(*) from responses where {inside}"
    cell, weighting = row.cells[at], table.view.slice.weight
    if not weighting or cell.percent is None or survey.weighting(weighting) is not None:
        return
    of_row = table.view.percent is Percent.ROW or _of_item(row, at)
    whole = row.cells[0].slice if of_row else table.columns[at].base.slice
    if whole is not None:
        weight = quoted(survey[weighting].column)
        share = f"100 * coalesce(sum({weight}) filter (where {inside}), 0) / sum({weight})"
        weighing = f"{weight} > 0 and isfinite({weight})"
        yield f"select {share} from responses where {written(whole.sql(survey))} and {weighing}"


def _mean_lines(row: Row, at: int) -> tuple[str, ...]:
    """The mean of a cell, of how many, and how precise it is."""
    cell, summary = row.cells[at], row.summaries[at]
    if summary.mean is None:
        return ()
    lines = [f"{summary.mean:.4f}, of {cell.count:,} people who ranked it; 1 is the first"]
    if summary.sd is not None and summary.standard_error is not None:
        lines.append(f"standard deviation {summary.sd:.4f}, standard error {summary.standard_error:.4f}")
    return tuple(lines)


def of_all(survey: Survey) -> str:
    return f", finite population of {survey.invited:,}" if survey.invited else ""


def _on(table: Table, effective: float) -> str:
    return f" on an effective base of {effective:,.1f}" if table.view.slice.weight else ""


def _test_lines(table: Table, row: Row, at: int) -> tuple[str, ...]:
    """Each pair of the row that this column is in, with the family's adjustment."""
    if table.view.what is What.TREND:
        return change_lines(table, at, lambda: changes_of_row(table, row, table.view), "in this row")
    what = "mean ranks" if row.summaries else "shares of the columns' bases"
    return pair_lines(table, at, lambda: tests_of_row(table, row, table.view), what)


Tests = Callable[[], Mapping[Pair, Comparison]]


def pair_lines(table: Table, at: int, tests_of: Tests, what: str) -> tuple[str, ...]:
    """The tests of one column against the others of its question.

    Args:
        table: As it is shown.
        at: The place of the column.
        tests_of: Gives every test of the family.
        what: What is tested.
    """
    view, column = table.view, table.columns[at]
    if view.test is Significance.OFF:
        return ("differences are not tested",)
    if not column.letter:
        return ()
    if is_of_itself(table, column):
        return ("not tested: the question is crossed with itself",)
    if column.base.is_low:
        return (f"not tested: its base is below {LOW_BASE}",)
    tests = {pair: test for pair, test in tests_of().items() if table.columns[pair[0]].family == column.family}
    if not tests:
        return ("no other column of its question has a base to be tested against",)
    adjustment = ADJUSTMENTS[view.test]
    raised = dict(zip(tests, adjusted([test.p for test in tests.values()], adjustment), strict=True))
    lines = []
    for pair, test in tests.items():
        if at in pair:
            other = table.columns[pair[0] if pair[1] == at else pair[1]]
            lines.append(_test_line(other, test, raised[pair], view, 1 if pair[0] == at else -1))
    number = "1 pair" if len(tests) == 1 else f"{len(tests)} pairs"
    first = f"two-sided tests of the {what}; {adjustment.label}, {number} in this row"
    return (first, *lines)


def change_lines(table: Table, at: int, tests_of: Tests, where: str) -> tuple[str, ...]:
    """The test of a period against the one before, with the family's adjustment.

    Args:
        table: A trend, as it is shown.
        at: The place of the period.
        tests_of: Gives every test of the family.
        where: What the family is of.
    """
    view = table.view
    if view.test is Significance.OFF:
        return ("differences are not tested",)
    if not at:
        return ()
    if table.columns[at].base.is_low:
        return (f"not tested: its base is below {LOW_BASE}",)
    tests = tests_of()
    pair = next((pair for pair in tests if pair[0] == at), None)
    if pair is None and any(later == at for later, _ in compared_periods(table)):
        return ("not tested: the period before it has nothing to be tested against",)
    if pair is None:
        return (f"no period before it has a base of {LOW_BASE} or more",)
    adjustment = ADJUSTMENTS[view.test]
    raised = dict(zip(tests, adjusted([test.p for test in tests.values()], adjustment), strict=True))
    first = f"two-sided tests of each period against the one before; {adjustment.label}, {len(tests)} {where}"
    return (first, _test_line(table.columns[pair[1]], tests[pair], raised[pair], view))


def _test_line(other: Column, test: Comparison, raised: float, view: View, sign: int = 1) -> str:
    statistic = sign * test.statistic
    df = "" if test.df is None else f" on {test.df:,.1f} df"
    said = f"{named_column(other)}: {'z' if test.df is None else 't'} {statistic:+.2f}{df}, {p_words(test.p)}"
    adjusted_to = f", adjusted {p_words(raised)}" if view.test is not Significance.UNADJUSTED else ""
    return f"{said}{adjusted_to}{_verdict(raised, view.levels, statistic)}"


def _verdict(p: float, levels: tuple[int, ...], statistic: float) -> str:
    level = next((level for level in levels if p <= 1 - level / 100), None)
    if level is None:
        return ": not significant"
    return f": {'more' if statistic > 0 else 'less'} at {level}%"


def written(sql: Sql) -> str:
    """SQL with its values written into it, for a person to read and to run again.

    Placeholders stand outside of names only: every value is a parameter.
    """
    values = iter(sql.parameters)
    return _PLACEHOLDER.sub(lambda found: literal(next(values)) if found[0] == "?" else found[0], sql.text)


def literal(value: Any) -> str:
    """A value as it is written in SQL."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case date():
            return f"'{value.isoformat()}'"
        case _:
            return "'" + str(value).replace("'", "''") + "'"
