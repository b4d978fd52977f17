"""Table: the answer to a view, in which every number knows the people behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from topline.survey.conditions import Condition
from topline.survey.question import MissingKind
from topline.survey.slice import Slice
from topline.survey.view import Percent, View, What
from topline.survey.widths import cut

LOW_BASE = 30
"""A base below so many replies is flagged: its percentages are unsafe to generalise."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and the slice of the people behind it.

    Its law: `slice` opens exactly `count` replies.
    """

    count: int
    """People, unweighted."""
    slice: Slice | None
    """These people; None where the file has no rows for them, so that there is no door."""
    weighted: float = 0.0
    """Sum of weights; equal to `count` where no weight is used."""
    percent: float | None = None
    """Of the column's base, or of the row's people where the view says so, 0 to 100; None where those are nobody."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95% Wilson interval, in percent."""
    mean: float | None = None
    """For a number crossed by a banner: the column's statistic, in the question's unit."""
    letters: str = ""
    """Letters of the columns that this one significantly exceeds; small ones at the less strict level."""
    suppressed: bool = False
    """Withheld because too few people are behind it, or would be given away by it; its numbers are 0 then."""


@dataclass(frozen=True, slots=True)
class BaseCount:
    """How many people a percentage is of."""

    text: str
    """Who they are, in words."""
    unweighted: int
    weighted: float
    effective: float
    """Kish's effective base: how many equally weighted replies would be as precise."""
    slice: Slice
    suppressed: bool = False
    """Withheld because too few people are behind it, or would be given away by it; its numbers are 0 then."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the total, or an answer of the banner; in a comparison, one of the two slices."""

    code: str
    label: str
    base: BaseCount
    letter: str = ""
    """What tests call it: A, B, C ...; the total has none."""
    group: str = ""
    """The label of the banner question it belongs to; empty for the total."""
    condition: Condition | None = None
    """What narrows the total to these people; None for the total, and in a comparison."""
    question: str = ""
    """The name of the banner question it belongs to; only columns of one question are tested against each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: an option, a net of options, or a band of numbers."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    """One a column."""
    net: bool = False
    level: int = 0
    """How deep it stands below its net."""
    effective: float = 0.0
    """Kish's effective number of the row's people in the base of the total."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Replies set apart from the base, and why."""

    code: str
    """The stored answer, empty where nothing is stored."""
    label: str
    kind: MissingKind
    count: int
    slice: Slice
    column: int = 0
    """Which column's people these would have been; 0 unless two slices are compared."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """People of the base who are in no column of a banner question."""

    label: str
    """The question's."""
    n: int

    def words(self, room: int | None = None) -> str:
        """Such as "10 have no answer to Company policy".

        Args:
            room: Cells of the question's label; None for all of it.
        """
        label = self.label if room is None else cut(self.label, room)
        return f"{self.n:,} {'has' if self.n == 1 else 'have'} no answer to {label}"


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers that describe a whole distribution; None for what does not apply."""

    mean: float | None = None
    sd: float | None = None
    """Sample standard deviation."""
    standard_error: float | None = None
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    min: float | datetime | None = None
    max: float | datetime | None = None
    nps: float | None = None
    """Promoters minus detractors, in points."""
    top2: float | None = None
    """Percent in the top two boxes of a scale."""
    top2_of: tuple[str, ...] = ()
    """The labels of these two, which have the highest scores, in the codebook's order."""
    distinct: int | None = None
    of_years: bool = False
    """Whether the numbers are years, which are written without a mark between thousands."""
    effective: float | None = None
    """Kish's effective number of those whose numbers these are."""
    letters: str = ""
    """Letters of the columns whose mean this one significantly exceeds."""


@dataclass(frozen=True, slots=True)
class Association:
    """Whether the question of a table has to do with a banner question, as a test of all its people says."""

    question: str
    """The name of the banner question."""
    words: str
    """The test and its figures, such as "Pearson's chi-square 29.1, df 2, p<0.001, Cramer's V 0.38"."""
    p: float
    doubtful: bool = False
    """Whether too few people are expected in too many cells for the test to be relied on."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a view."""

    view: View
    title: str
    """The question as asked, or what was counted."""
    columns: tuple[Column, ...]
    """The total first; in a comparison the slice, and then those that it is compared with."""
    rows: tuple[Row, ...]
    missing: tuple[Missing, ...] = ()
    summaries: tuple[Summary, ...] = ()
    """One a column, for scales, numbers and dates; else empty."""
    margin: float | None = None
    """Half the widest 95% interval of the total, in points."""
    overlap: int | None = None
    """For a comparison: people who are in both bases."""
    overlaps: Mapping[tuple[int, int], float] = field(default_factory=dict, hash=False)
    """How many people, as an effective base, are in both of two columns, by their places; left out where nobody is."""
    associations: tuple[Association, ...] = ()
    """For a crosstab of answers of which everyone gave one: one for each such banner question."""
    unplaced: tuple[Unplaced, ...] = ()
    """For a crosstab: the banner questions that some of the base did not answer."""
    footer: tuple[str, ...] = field(default=())
    """Everything needed to trust the table, a line each."""

    @property
    def base(self) -> BaseCount:
        """The base of the total."""
        return self.columns[0].base

    @property
    def summary(self) -> Summary | None:
        """The summary of the total."""
        return self.summaries[0] if self.summaries else None

    @property
    def is_comparison(self) -> bool:
        """Whether its columns are two slices, side by side."""
        return self.view.what is What.TOPLINE and self.view.against is not None

    def difference(self, row: Row, at: int) -> float | None:
        """How far the percentage of a cell lies from that of the total, in points; None where there is none.

        A share of the row is held against the share that the column has of everyone.
        """
        cell, total = row.cells[at], row.cells[0]
        if cell.suppressed or total.suppressed or cell.percent is None or total.percent is None:
            return None
        if self.view.percent is not Percent.ROW:
            return cell.percent - total.percent
        whole = self.base.weighted
        return cell.percent - 100 * self.columns[at].base.weighted / whole if whole else None

    def is_sound(self, row: Row, at: int) -> bool:
        """Whether the bases that a difference from the total rests on have enough people to say something."""
        rests_on = [self.base.unweighted, self.columns[at].base.unweighted]
        if self.view.percent is Percent.ROW:
            rests_on.append(row.cells[0].count)
        return min(rests_on) >= LOW_BASE
