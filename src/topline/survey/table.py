"""Table: the answer to a view, in which every number knows the people behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import groupby

from topline.survey.coding_conditions import Stage
from topline.survey.conditions import Condition
from topline.survey.question import MissingKind
from topline.survey.slice import Slice
from topline.survey.view import Percent, View, What
from topline.survey.widths import cut

LOW_BASE = 30
"""A base below so many replies is flagged: its percentages are unsafe to generalise."""


CHANGES = ("UP", "up", "DOWN", "down")
"""What stands in the place of letters in a trend: significantly more or less than the period before; in small letters
at the less strict level."""


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
    """In a column that shows something else than shares: the number that it shows."""
    letters: str = ""
    """Letters of the columns that this one significantly exceeds; small ones at the less strict level. In a trend one
    of `CHANGES`."""
    index: float | None = None
    """Its percentage as a percentage of the total's, where the view says so: 100 is as in the total. None where the
    total's is 0."""
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
    weightless: int = 0
    """How many of the unweighted weigh nothing; they are counted, but nothing is tested on them."""

    @property
    def is_low(self) -> bool:
        """Whether it is too small to rest anything on: fewer than `LOW_BASE` people who weigh anything."""
        return self.unweighted - self.weightless < LOW_BASE


class Shows(StrEnum):
    """What the cells of a column say; only those of a table on its side say anything but shares."""

    SHARE = "share"
    """Shares and people of an answer."""
    NET = "net"
    """The same of a net."""
    PEOPLE = "people"
    """People alone: a base."""
    SUM = "sum"
    """What a base weighs, or what that is worth."""
    MISSING = "missing"
    """People who are set apart from a base."""
    MEAN = "mean"
    NPS = "nps"
    TOP2 = "top2"
    """Statistics of the row's people."""

    @property
    def is_share(self) -> bool:
        """Whether there are shares in it."""
        return self in (Shows.SHARE, Shows.NET)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the total, or an answer of the banner; in a comparison, one of the two slices."""

    code: str
    label: str
    base: BaseCount
    letter: str = ""
    """What tests call it: A, B, C ...; the total has none, nor have the periods of a trend."""
    group: str = ""
    """The label of the banner question it belongs to; empty for the total."""
    condition: Condition | None = None
    """What narrows the total to these people; None for the total, and in a comparison."""
    question: str = ""
    """The name of the banner question it belongs to."""
    within: tuple[str, ...] = ()
    """In a nest: the labels of the answers that it stands within, the outermost first."""
    family: str = ""
    """Only columns of one family are tested against each other: those of one banner question, and of a nest those
    within the same answers."""
    shows: Shows = Shows.SHARE

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above its label, the farthest first: its banner question, and what it is nested in."""
        return (self.group, *self.within)

    @property
    def full_label(self) -> str:
        """Its label, after those of the answers that it is nested in."""
        return ", ".join((*self.within, self.label))


def heads_above(columns: Sequence[Column]) -> Iterator[tuple[tuple[str, int], ...]]:
    """What stands above the labels of columns, line by line: the banner questions, then what columns are nested in.

    Returns:
        For each line its texts, empty ones among them, each with how many columns it stands above.
    """
    for level in range(1, 1 + max((len(column.heads) for column in columns), default=0)):
        spans = [list(same) for _, same in groupby(columns, key=partial(_head, level))]
        yield tuple((span[0].heads[level - 1] if level <= len(span[0].heads) else "", len(span)) for span in spans)


def _head(level: int, column: Column) -> tuple[str, ...]:
    return column.heads[:level]


def column_of(expression: str, columns: Sequence[Column]) -> int | None:
    """The place of the column whose people an expression means; None where no column is theirs."""
    if not expression:
        return 0
    conditions = [column.condition.expression() if column.condition else "" for column in columns]
    return conditions.index(expression) if expression in conditions else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: an option, a net of options, or a band of numbers."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    """One a column; none for a heading above the rows of a banner question, in a table on its side."""
    net: bool = False
    level: int = 0
    """How deep it stands below its net."""
    effective: float = 0.0
    """Kish's effective number of the row's people in the base of the total."""
    summaries: tuple[Summary, ...] = ()
    """For rows whose cells are means, such as the items of a ranking: one a column; else empty."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Replies set apart from the base, and why."""

    code: str
    """The stored answer, empty where nothing is stored."""
    label: str
    kind: MissingKind | Stage
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
class NetPromoter:
    """What a net promoter score is made of, and how precise it is."""

    promoters: float
    passives: float
    detractors: float
    """Percent of those who gave a point."""
    standard_error: float
    """Of the score, in points, on the effective base."""
    low: float
    high: float
    """Ends of the 95% interval of the score, in points."""
    letters: str = ""
    """Letters of the columns whose score this one significantly exceeds; in a trend one of `CHANGES`."""


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
    net_promoter: NetPromoter | None = None
    """What that score is made of; None where there is none."""
    top2: float | None = None
    """Percent in the top two boxes of a scale."""
    top2_of: tuple[str, ...] = ()
    """The labels of these two, which have the highest scores, in the codebook's order."""
    top2_letters: str = ""
    """Letters of the columns whose share in these two this one significantly exceeds; in a trend one of `CHANGES`."""
    distinct: int | None = None
    of_years: bool = False
    """Whether the numbers are years, which are written without a mark between thousands."""
    effective: float | None = None
    """Kish's effective number of those whose numbers these are."""
    weightless: int = 0
    """How many of those whose points of a scale these are weigh nothing; no test rests on them."""
    letters: str = ""
    """Letters of the columns whose mean this one significantly exceeds; in a trend one of `CHANGES`."""

    @property
    def nps_error(self) -> float | None:
        """The standard error of the net promoter score, in points."""
        return self.net_promoter.standard_error if self.net_promoter else None

    @property
    def nps_low(self) -> float | None:
        """The lower end of its 95% interval, in points."""
        return self.net_promoter.low if self.net_promoter else None

    @property
    def nps_high(self) -> float | None:
        """The upper end of it."""
        return self.net_promoter.high if self.net_promoter else None

    @property
    def nps_letters(self) -> str:
        """Letters of the columns whose score this one significantly exceeds."""
        return self.net_promoter.letters if self.net_promoter else ""


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
class PairedNets:
    """Whether the same people gave answers of one net more often than of another."""

    first: str
    """The label of the one net."""
    second: str
    """The label of the other."""
    words: str
    """The test and its figures, such as "McNemar's chi-square 47.3, p<0.001"."""
    p: float


@dataclass(frozen=True, slots=True, weakref_slot=True)
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
    paired: tuple[PairedNets, ...] = ()
    """For a topline of several answers each: one for every two of its nets."""
    unplaced: tuple[Unplaced, ...] = ()
    """For a crosstab: the banner questions that some of the base did not answer."""
    footer: tuple[str, ...] = field(default=())
    """Everything needed to trust the table, a line each."""
    parts: tuple[Table, ...] = ()
    """For rows of several questions: a table of each, from the top, all with the same columns and with bases of their
    own; the table itself then has no rows, and the bases of its first question. Empty for any other table."""

    transposed: bool = False
    """Whether it lies on its side: a row for each column that was counted, with its bases as the first cells."""

    @property
    def each(self) -> tuple[Table, ...]:
        """The tables of single questions that it is made of; itself where it is one."""
        return self.parts or (self,)

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

    @property
    def is_of_means(self) -> bool:
        """Whether its rows are things that are ranked, and cells can say a mean."""
        return any(row.summaries for row in self.rows)

    def difference(self, row: Row, at: int) -> float | None:
        """How far the percentage of a cell lies from that of the total, in points; None where there is none.

        A share of the row is held against the share that the column has of everyone. The cells of a ranked item say
        different things of it, so that none is held against another.
        """
        if row.summaries:
            return None
        cell, total = row.cells[at], self.rows[0].cells[at] if self.transposed else row.cells[0]
        if self.transposed and (self.view.what is not What.CROSSTAB or self.view.percent is Percent.ROW):
            return None
        if cell.suppressed or total.suppressed or cell.percent is None or total.percent is None:
            return None
        if self.view.percent is not Percent.ROW:
            return cell.percent - total.percent
        whole = self.base.weighted
        return cell.percent - 100 * self.columns[at].base.weighted / whole if whole else None

    def is_sound(self, row: Row, at: int) -> bool:
        """Whether the bases that a difference from the total rests on have enough people to say something."""
        if self.transposed:
            base = max(place for place in range(at + 1) if self.columns[place].shows is Shows.PEOPLE)
            held_against = self.rows[:1] if self.view.what is What.CROSSTAB else ()
            return min(one.cells[base].count for one in (row, *held_against)) >= LOW_BASE
        if self.base.is_low or self.columns[at].base.is_low:
            return False
        return self.view.percent is not Percent.ROW or row.cells[0].count >= LOW_BASE
