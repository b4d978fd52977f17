"""Which columns of a table significantly exceed which: letters in the cells, and whole banners tested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import NormalDist
from weakref import finalize

from topline.statistics import (
    Adjustment,
    Comparison,
    Mean,
    Score,
    Share,
    compare_means,
    compare_scores,
    compare_shares,
    letters,
)
from topline.survey import LOW_BASE, All, BaseCount, Column, Row, Significance, Summary, Table, View

ADJUSTMENTS = {
    Significance.BH: Adjustment.BH,
    Significance.HOLM: Adjustment.HOLM,
    Significance.BONFERRONI: Adjustment.BONFERRONI,
    Significance.UNADJUSTED: Adjustment.NONE,
}
Pair = tuple[int, int]
_LETTERED: dict[int, tuple[Significance, tuple[int, ...], Table]] = {}
"""For each table that is in use, by its identity, how it was tested last: to compare all its cells with those of
another would take longer than to test them. It goes with the table."""


def with_letters(table: Table, view: View) -> Table:
    """A table with the letters that the tests of a view give its cells and means; without any where it tests nothing.

    The columns of one banner question are tested against each other, row by row, those whose base is low apart. Each
    row is a family of its own, so that nets neither ask for nor take away anything of another row's adjustment.

    A table that was tested a moment ago, and is only put in another order, is not tested again.
    """
    pairs = [pair for group in _families(table) for pair in combinations(group, 2)]
    if view.test is Significance.OFF or not pairs:
        return table
    known = _LETTERED.get(id(table))
    if known is None or known[:2] != (view.test, view.levels):
        if known is None:
            finalize(table, _LETTERED.pop, id(table), None)
        known = view.test, view.levels, _lettered(table, view, tuple(pairs))
        _LETTERED[id(table)] = known
    return known[2]


def _lettered(table: Table, view: View, pairs: tuple[Pair, ...]) -> Table:
    tests = _Tests(table, replace(table.view, test=view.test, levels=view.levels), pairs)
    rows = tuple(tests.of_row(row) for row in table.rows)
    return replace(table, rows=rows, summaries=tests.of_means(table.summaries))


def _families(table: Table) -> list[list[int]]:
    """The columns that are tested against each other, by their places."""
    families: dict[str, list[int]] = {}
    for at, column in enumerate(table.columns):
        if column.letter and not column.base.is_low and column.base.weighted and not is_of_itself(table, column):
            families.setdefault(column.family, []).append(at)
    return list(families.values())


def is_of_itself(table: Table, column: Column) -> bool:
    """Whether a column is an answer to the question of the rows, alone or in a nest: that its people gave it, and the
    others did not, says nothing.
    """
    of_column = column.condition.parts if isinstance(column.condition, All) else (column.condition,)
    return not table.view.is_ranking and table.view.rows in [getattr(part, "question", None) for part in of_column]


def tests_of_row(table: Table, row: Row, view: View) -> Mapping[Pair, Comparison]:
    """Every test of a row, also of pairs that differ by little, by the places of the columns."""
    pairs = tuple(pair for group in _families(table) for pair in combinations(group, 2))
    if not pairs:
        return {}
    tests = _Tests(table, view, pairs)
    return tests.of_every_mean(row) if row.summaries else tests.of_every_pair(row)


def tests_of_statistic(table: Table, view: View, statistic: str) -> Mapping[Pair, Comparison]:
    """Every test of what describes whole columns, by their places.

    Args:
        table: As it is shown.
        view: How it is tested.
        statistic: An attribute of `STATISTICS`.
    """
    pairs = tuple(pair for group in _families(table) for pair in combinations(group, 2))
    if not pairs:
        return {}
    tests = _Tests(table, view, pairs)
    of = {"mean": tests.of_every_column_mean, "top2": tests.of_every_box, "nps": tests.of_every_score}
    return of[statistic](table.summaries)


class _Tests:
    """The tests of a table's columns, as a view asks for them."""

    def __init__(self, table: Table, view: View, pairs: tuple[Pair, ...]) -> None:
        self._table = table
        self._view = view
        self._pairs = pairs
        self._names = [column.letter for column in table.columns]
        bases = [column.base for column in table.columns]
        self._weights = [base.weighted for base in bases]
        self._effective = [base.effective for base in bases]
        loosest = min(view.levels) / 100
        critical = NormalDist().inv_cdf((1 + loosest) / 2) ** 2
        # What the squared difference has to exceed, as a multiple of the variance of one answer.
        self._least = [critical * self._spread(*pair) * (1 - 1e-9) for pair in pairs]
        self._sizes = self._family_sizes()

    def _spread(self, one: int, other: int) -> float:
        first, second = self._effective[one], self._effective[other]
        return 1 / first + 1 / second - 2 * self._overlap(one, other) / (first * second)

    def _overlap(self, one: int, other: int) -> float:
        return min(self._table.overlaps.get((one, other), 0.0), self._effective[one], self._effective[other])

    def _family_sizes(self) -> Mapping[str, int]:
        sizes: dict[str, int] = {}
        for one, _ in self._pairs:
            name = self._table.columns[one].family
            sizes[name] = sizes.get(name, 0) + 1
        return sizes

    def of_row(self, row: Row) -> Row:
        """A row with its letters."""
        if row.summaries:
            return self._of_mean_row(row)
        weights, counted = self._weights, [cell.weighted for cell in row.cells]
        shares = [counted[at] / weight if weight else 0.0 for at, weight in enumerate(weights)]
        found: dict[Pair, Comparison] = {}
        untested: list[str] = []
        for (one, other), least in zip(self._pairs, self._least, strict=True):
            if row.cells[one].suppressed or row.cells[other].suppressed:
                untested.append(self._table.columns[one].family)
                continue
            difference = shares[one] - shares[other]
            pooled = (counted[one] + counted[other]) / (weights[one] + weights[other])
            # Most pairs differ by too little for any letter, which is quick to see.
            if difference * difference > least * pooled * (1 - pooled):
                test = compare_shares(
                    self._share(one, shares[one]),
                    self._share(other, shares[other]),
                    self._overlap(one, other),
                    weighted=bool(self._view.slice.weight),
                )
                if test is not None:
                    found[one, other] = test
        if not found:
            return row
        given = self._letters(found, {name: n - untested.count(name) for name, n in self._sizes.items()})
        cells = (replace(cell, letters=said) for cell, said in zip(row.cells, given, strict=True))
        return replace(row, cells=tuple(cells))

    def of_every_pair(self, row: Row) -> dict[Pair, Comparison]:
        """The tests of a row."""
        tested = {at for pair in self._pairs for at in pair}
        shares = {at: self._share(at, row.cells[at].weighted / self._weights[at]) for at in tested}
        weighted = bool(self._view.slice.weight)
        tests = {
            pair: compare_shares(shares[pair[0]], shares[pair[1]], self._overlap(*pair), weighted=weighted)
            for pair in self._pairs
            if not any(row.cells[at].suppressed for at in pair)
        }
        return {pair: test for pair, test in tests.items() if test is not None}

    def _share(self, at: int, share: float) -> Share:
        return Share(min(1.0, share), self._weights[at], self._effective[at])

    def _of_mean_row(self, row: Row) -> Row:
        """A row of means with its letters; a cell of few people is not tested."""
        given = self._letters(self.of_every_mean(row))
        cells = (replace(cell, letters=said) for cell, said in zip(row.cells, given, strict=True))
        return replace(row, cells=tuple(cells))

    def of_every_mean(self, row: Row) -> dict[Pair, Comparison]:
        """The tests of a row of means."""
        numbers = (cell.count - one.weightless for cell, one in zip(row.cells, row.summaries, strict=True))
        enough = (number >= LOW_BASE for number in numbers)
        return self._tested_means(
            [mean_of(one) if is_enough else None for one, is_enough in zip(row.summaries, enough, strict=True)]
        )

    def of_every_column_mean(self, summaries: Sequence[Summary]) -> dict[Pair, Comparison]:
        """The tests of the means of columns."""
        return self._tested_means([mean_of(summary) for summary in summaries])

    def of_means(self, summaries: tuple[Summary, ...]) -> tuple[Summary, ...]:
        """Summaries with the letters of their means."""
        if found := self.of_every_column_mean(summaries):
            given = self._letters(found)
            summaries = tuple(replace(one, letters=said) for one, said in zip(summaries, given, strict=True))
        if shares := self.of_every_box(summaries):
            given = self._letters(shares)
            summaries = tuple(replace(one, top2_letters=said) for one, said in zip(summaries, given, strict=True))
        if scores := self.of_every_score(summaries):
            given = self._letters(scores)
            summaries = tuple(with_score_letters(one, said) for one, said in zip(summaries, given, strict=True))
        return summaries

    def of_every_box(self, summaries: Sequence[Summary]) -> dict[Pair, Comparison]:
        """The tests of the shares in the top two boxes; none where there are none."""
        found: dict[Pair, Comparison] = {}
        for one, other in self._pairs if any(summary.top2 is not None for summary in summaries) else ():
            first, second = (box_of(summaries[at], self._table.columns[at].base) for at in (one, other))
            if first and second:
                overlap = self._overlap_of(one, other, first.effective, second.effective)
                test = compare_shares(first, second, overlap, weighted=bool(self._view.slice.weight))
                if test is not None:
                    found[one, other] = test
        return found

    def of_every_score(self, summaries: Sequence[Summary]) -> dict[Pair, Comparison]:
        """The tests of net promoter scores; none where there are none."""
        scores = [score_of(summary) for summary in summaries]
        found: dict[Pair, Comparison] = {}
        for one, other in self._pairs if scores else ():
            first, second = scores[one], scores[other]
            if first and second:
                overlap = self._overlap_of(one, other, first.effective, second.effective)
                test = compare_scores(first, second, overlap, weighted=bool(self._view.slice.weight))
                if test is not None:
                    found[one, other] = test
        return found

    def _overlap_of(self, one: int, other: int, first: float, second: float) -> float:
        """The people in both columns who have a number, as an effective base.

        Of the people in both columns as many have a number as of the columns' people altogether.
        """
        part = min(first / self._effective[one], second / self._effective[other], 1.0)
        return min(self._overlap(one, other) * part, first, second)

    def _tested_means(self, means: Sequence[Mean | None]) -> dict[Pair, Comparison]:
        found: dict[Pair, Comparison] = {}
        for one, other in self._pairs:
            first, second = means[one] if means else None, means[other] if means else None
            if first and second:
                overlap = self._overlap_of(one, other, first.effective, second.effective)
                if (test := compare_means(first, second, overlap)) is not None:
                    found[one, other] = test
        return found

    def _letters(self, found: Mapping[Pair, Comparison], sizes: Mapping[str, int] | None = None) -> Sequence[str]:
        """The letters of each column, family by family.

        Args:
            found: The tests.
            sizes: How many pairs of each family were tested, where those are not there that are far from any letter.
        """
        view, given = self._view, [""] * len(self._names)
        levels = [1 - level / 100 for level in view.levels]
        for family in self._sizes:
            tests = {pair: test for pair, test in found.items() if self._table.columns[pair[0]].family == family}
            said = letters(
                tests,
                self._names,
                level=levels[0],
                second=levels[1] if len(levels) > 1 else None,
                adjustment=ADJUSTMENTS[view.test],
                pairs=sizes[family] if sizes else None,
            )
            given = [have + more for have, more in zip(given, said, strict=True)]
        return given


def mean_of(summary: Summary) -> Mean | None:
    """The mean of a column as a test needs it; None where there is none, or nobody behind it."""
    if summary.mean is None or summary.sd is None or not summary.effective:
        return None
    return Mean(summary.mean, summary.sd, summary.effective)


def box_of(summary: Summary, base: BaseCount) -> Share | None:
    """The share of a column in the top two boxes as a test needs it; None as for a mean."""
    if summary.top2 is None or not summary.effective or not base.effective:
        return None
    # Of those who gave a point as many weigh what they do as of the whole column.
    weighs = base.weighted * min(1.0, summary.effective / base.effective)
    return Share(min(1.0, summary.top2 / 100), weighs, summary.effective)


def score_of(summary: Summary) -> Score | None:
    """The net promoter score of a column as a test needs it; None as for a mean."""
    if summary.nps is None or summary.net_promoter is None or not summary.effective:
        return None
    return Score(summary.nps, summary.net_promoter.standard_error, summary.effective)


def with_score_letters(summary: Summary, said: str) -> Summary:
    """A summary with the letters of its net promoter score, where it has one."""
    return (
        replace(summary, net_promoter=replace(summary.net_promoter, letters=said)) if summary.net_promoter else summary
    )


def mean_test_line(table: Table, view: View) -> list[str]:
    """What was tested and how where every cell is a mean rank, for the footer."""
    if view.test is Significance.OFF:
        return ["Differences between columns are not tested"]
    if not any(len(family) > 1 for family in _families(table)):
        return [f"Differences between columns are not tested: no two of a question have a base of {LOW_BASE} or more"]
    overlapping = ", people in both columns allowed for" if table.overlaps else ""
    within = " within each row" if view.test is not Significance.UNADJUSTED else ""
    return [
        f"Letters: the mean rank is higher, so that the item comes later, than in the columns named, at "
        f"{levels_words(view)}; two-sided, Welch's t{overlapping}; {ADJUSTMENTS[view.test].label}{within}; "
        f"fewer than {LOW_BASE} are not tested"
    ]


def levels_words(view: View) -> str:
    """The levels of a view's tests, such as "95% (capitals) or 90% (small)"."""
    first, *second = view.levels
    return f"{first}% (capitals)" + "".join(f" or {level}% (small)" for level in second)


def statistics_words(table: Table) -> str:
    """How what describes whole columns is tested, as a footer goes on to say; nothing where there is none of it."""
    pairs = [(summary, column.base) for summary, column in zip(table.summaries, table.columns, strict=False)]
    said = ", means by Welch's t" if any(mean_of(summary) for summary, _ in pairs) else ""
    said += ", NPS by its standard errors" if any(score_of(summary) for summary, _ in pairs) else ""
    return said + (", top 2 among those who gave a point" if any(box_of(*pair) for pair in pairs) else "")


def significance_lines(table: Table, view: View) -> list[str]:
    """What was tested and how, for the footer."""
    if len(table.columns) < 2:
        return []
    if view.test is Significance.OFF:
        return ["Differences between columns are not tested"]
    itself = dict.fromkeys(column.group for column in table.columns if is_of_itself(table, column))
    own = [f"{group} is crossed with itself, which is not tested" for group in itself]
    if all(is_of_itself(table, column) for column in table.columns if column.letter):
        return own
    if not any(len(family) > 1 for family in _families(table)):
        low = f"Differences between columns are not tested: no two of a question have a base of {LOW_BASE} or more"
        return [low, *own, *association_lines(table)]
    kind = "t on effective bases" if view.slice.weight else "z"
    overlapping = ", people in both columns allowed for" if table.overlaps else ""
    levels, adjustment = levels_words(view), ADJUSTMENTS[view.test].label
    which, family = ("row", "answer") if view.transposed else ("column", "row")
    within = f" within each {family} of a banner question" if view.test is not Significance.UNADJUSTED else ""
    return [
        f"Letters: the {which} exceeds those named, at {levels}; two-sided, pooled {kind}{statistics_words(table)}"
        f"{overlapping}; {adjustment}{within}; bases below {LOW_BASE} are not tested",
        *own,
        *association_lines(table),
    ]


def association_lines(table: Table) -> Iterator[str]:
    """What the tests of whole banner questions say, which small bases are no reason to leave out."""
    for one in table.associations:
        label = next((column.group for column in table.columns if column.question == one.question), one.question)
        caution = "; caution: too few people are expected in too many cells" if one.doubtful else ""
        yield f"{label}: {one.words}{caution}"
