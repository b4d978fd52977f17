"""View: what is asked of a slice, and how the answer is shown."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from topline.survey.conditions import All, written
from topline.survey.errors import ToplineError
from topline.survey.expression import read_expression
from topline.survey.nets import written_net
from topline.survey.question import Net, Number
from topline.survey.slice import Slice

if TYPE_CHECKING:
    from topline.survey.survey import Survey

EVERYONE = "everyone"
"""What stands in place of an expression for people who are not narrowed down at all."""


class What(StrEnum):
    """The questions that can be put to a slice."""

    TOPLINE = "topline"
    CROSSTAB = "crosstab"
    TREND = "trend"
    """A question over time: its one column question is a wave or a date, whose periods are the columns."""
    RESPONSE = "response"
    REPLIES = "replies"
    SQL = "sql"
    """A statement that a user wrote; it never runs in this process."""


class Base(StrEnum):
    """Who a percentage is of."""

    ASKED = "asked"
    """Those who were asked the question, whether they answered or not."""
    ANSWERED = "answered"
    """Those who gave an answer that counts."""
    CODED = "coded"
    """Of a verbatim, those whose reply has a code; where it is stated who was asked, these but for those whose reply
    waits to be coded. Of other questions, those who gave an answer that counts."""
    REPLIED = "replied"
    """Those who replied to the survey at all."""
    EVERYONE = "everyone"
    """All of the slice."""


class Order(StrEnum):
    """The order of a table's rows."""

    CODEBOOK = "codebook"
    """As the options were offered."""
    COUNT = "count"
    """The most frequent first, within their net."""


class Percent(StrEnum):
    """What the cells of a crosstab say beside their counts."""

    COLUMN = "column"
    """Of the column's base."""
    ROW = "row"
    """Of the row's people in the base."""
    INDEX = "index"
    """The column's percentage as a percentage of the total's: 100 is as in the total."""
    NONE = "none"
    """Nothing: counts alone."""


class Significance(StrEnum):
    """Whether differences between columns are tested, and what is done about the many pairs of a row."""

    BH = "bh"
    """Tested, adjusted after Benjamini and Hochberg within each row."""
    HOLM = "holm"
    BONFERRONI = "bonferroni"
    UNADJUSTED = "unadjusted"
    """Tested, each pair for itself."""
    OFF = "off"
    """Not tested."""


class Period(StrEnum):
    """How long each column of a trend over dates is."""

    DAY = "day"
    WEEK = "week"
    """From Monday to Sunday."""
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


LEVELS = (95, 90)
"""Levels of confidence, in percent: the letters of the first are capitals, those of the second small."""


def levels_of(said: Sequence[int]) -> tuple[int, ...]:
    """Levels of confidence as a person gives them, the stricter first.

    Raises:
        ToplineError: when they are not one or two percentages that a test can have.
    """
    levels = tuple(sorted(set(said), reverse=True))
    if not 1 <= len(levels) <= 2 or not all(50 <= level <= 99 for level in levels):
        given = ", ".join(map(str, said)) or "none"
        raise ToplineError(f"tests have one or two levels from 50 to 99 percent, such as 95, 90; not {given}")
    return levels


class Chart(StrEnum):
    """How a table is drawn."""

    BARS = "bars"
    GRID = "grid"
    """All questions of a grid, as diverging bars."""
    RANKING = "ranking"
    """All items of a ranking, a row each: who ranked it, its mean rank, how many put it first."""
    PLOT = "plot"
    """With axes."""
    TABLE = "table"
    """Columns of numbers."""


@dataclass(frozen=True, slots=True)
class View:
    """A question put to a slice. Two equal views give equal tables."""

    what: What
    rows: str = ""
    """The question whose answers are the rows."""
    columns: tuple[str, ...] = ()
    """The banner: questions whose answers are the columns; for a trend the one that says when."""
    slice: Slice = field(default_factory=Slice)
    base: Base | None = None
    """Who percentages are of; None for the question's own: asked where a base is stated, else answered."""
    order: Order = Order.CODEBOOK
    zeros: bool = True
    """Whether options that nobody chose are shown."""
    against: Slice | None = None
    """For a topline: the people that the slice's are compared with; the table has a column for each.

    They weigh as the slice's people do, several conditions are held as one, and there is no search among them.
    """
    fields: tuple[str, ...] = ()
    """For replies: the questions shown, in order; empty for the survey's choice."""
    sort: str = ""
    """For replies: the question they are sorted by, with a leading "-" for descending; empty for file order.

    For a table in the order of counts: the column whose heaviest rows come first, as the expression of that
    answer of the banner (`policy = 'Banned'`); empty for the total.
    """
    period: Period | None = None
    """For a trend over dates: how long each column is; None for what suits the time that they cover."""
    percent: Percent = Percent.COLUMN
    test: Significance = Significance.BH
    """How the columns of a crosstab are tested against each other, the two sides of a comparison, and each period of a
    trend against the one before it."""
    levels: tuple[int, ...] = LEVELS
    """One or two levels of confidence of these tests, in percent, the stricter first."""
    chart: Chart | None = None
    """None for the one that suits the view best."""
    nets: tuple[Net, ...] = ()
    """Nets of the rows beside those that the survey states; one of the same name takes the place of such a net."""
    bands: tuple[Number, ...] = ()
    """The edges that the numbers of the rows are cut at, rising; empty for the survey's bands."""
    sql: str = ""
    """For SQL: one SELECT over `responses`, with `$name` for its parameters."""
    arguments: tuple[tuple[str, str], ...] = ()
    """For SQL: the values of its parameters, by name."""
    title: str = ""
    """A name given by a person, such as that of a canned query."""
    stub: tuple[str, ...] = ()
    """For a crosstab: further questions whose answers follow below those of `rows`, under the same columns."""
    transposed: bool = False
    """For a crosstab: whether its columns are drawn down the side and its rows across; no number changes."""

    def __post_init__(self) -> None:
        if self.against is not None:
            parts = self.against.conditions
            one = parts if len(parts) < 2 else (All(parts),)
            object.__setattr__(self, "against", replace(self.against, conditions=one, weight=self.slice.weight))

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers are the rows, from the top."""
        return (self.rows, *self.stub) if self.rows else ()

    def with_rows(self, questions: Sequence[str]) -> View:
        """The same with the answers of these questions as rows, below each other."""
        rows, *stub = dict.fromkeys(questions)
        return replace(self, rows=rows, stub=tuple(stub))

    def of(self, slice_: Slice) -> View:
        """The same question put to other people."""
        return replace(self, slice=slice_)

    @property
    def counted(self) -> View:
        """What has to be counted for this view: views that differ only in how they are shown give equal ones."""
        if self.what not in (What.TOPLINE, What.CROSSTAB, What.TREND, What.RESPONSE):
            return self
        one = self.what is What.RESPONSE
        return View(
            self.what,
            "" if one else self.rows,
            self.columns if self.what in (What.CROSSTAB, What.TREND) else (),
            self.slice,
            against=self.against if self.what is What.TOPLINE else None,
            base=None if one else self.base,
            period=self.period if self.what is What.TREND else None,
            chart=self.chart if self.is_ranking else None,
            nets=() if one else self.nets,
            bands=() if one else self.bands,
            stub=self.stub if self.what is What.CROSSTAB else (),
        )

    @property
    def is_ranking(self) -> bool:
        """Whether all items of the ranking that its question is of are asked for, not that one alone.

        A ranking has rows of its own, which no other question's follow, and is not drawn on its side.
        """
        if self.stub or self.transposed or self.against is not None:
            return False
        return self.chart is Chart.RANKING and self.what in (What.TOPLINE, What.CROSSTAB)

    def command(self, file: str, min_base: int = 0) -> str:
        """The command line that shows this view.

        Args:
            file: What it is of.
            min_base: The privacy floor under which it is shown; 0 for none.
        """
        match self.what:
            case What.REPLIES:
                words = ["topline", "replies", file]
                words += [word for name in self.fields for word in ("--field", name)]
                words += [f"--sort={self.sort}"] if self.sort else []
            case What.RESPONSE:
                words = ["topline", "show", file, "response"]
            case What.SQL:
                given = [word for name, value in self.arguments for word in ("--set", f"{name}={value}")]
                # A statement that begins with a comment would be taken for an option.
                rest = ["--", self.sql] if self.sql.startswith("-") else [self.sql]
                return shlex.join(["topline", "sql", file, *given, *rest])
            case _:
                words = ["topline", "show", file, self.rows, *self.stub, *self._shown()]
        words += ["--min-base", str(min_base)] if min_base else []
        return shlex.join(words + self.slice.arguments())

    def _shown(self) -> list[str]:
        """The arguments of a table that say what is asked and how it is shown."""
        across = "--over" if self.what is What.TREND else "--by"
        words = [word for name in self.columns for word in (across, name)]
        words += ["--period", self.period.value] if self.period else []
        words += ["--against", expression_of(self.against)] if self.against is not None else []
        words += ["--base", self.base.value] if self.base else []
        words += [f"--net={written_net(net)}" for net in self.nets]
        words += [f"--bands={','.join(map(written, self.bands))}"] if self.bands else []
        words += ["--sort", self._order()] if self._order() else []
        words += ["--percent", self.percent.value] if self.percent is not Percent.COLUMN else []
        words += ["--test", self.test.value] if self.test is not Significance.BH else []
        words += ["--level", ",".join(map(str, self.levels))] if self.levels != LEVELS else []
        words += ["--chart", self.chart.value] if self.chart else []
        words += ["--transposed"] if self.transposed and self.what is What.CROSSTAB else []
        return words + ([] if self.zeros else ["--no-zeros"])

    def _order(self) -> str:
        """The order of the rows as it is written; empty for the codebook's, and for replies in the file's."""
        return self.sort or (self.order.value if self.order is not Order.CODEBOOK else "")

    def as_mapping(self) -> dict[str, Any]:
        """This view as the keys of a `[[query]]` in a survey file; what has its default is left out."""
        said: dict[str, Any]
        if self.what is What.SQL:
            parameters = {name: {"default": value} for name, value in self.arguments}
            said = {"title": self.title, "sql": self.sql, "chart": self.chart.value if self.chart else ""}
            return {key: value for key, value in (said | {"parameters": parameters}).items() if value}
        said = {"title": self.title, "view": self.what.value}
        said["rows"] = list(self.questions) if self.stub else self.rows
        said["columns"] = list(self.columns)
        said["period"] = self.period.value if self.period else ""
        parts = self.slice.conditions
        several = " and ".join(f"({part.expression()})" for part in parts)
        said["where"] = several if len(parts) > 1 else "".join(part.expression() for part in parts)
        said |= {"search": self.slice.search, "weight": self.slice.weight}
        said["against"] = "" if self.against is None else expression_of(self.against)
        said["base"] = self.base.value if self.base else ""
        said["fields"] = list(self.fields)
        said["sort"] = self._order()
        said["percent"] = self.percent.value if self.percent is not Percent.COLUMN else ""
        said["test"] = self.test.value if self.test is not Significance.BH else ""
        said["levels"] = list(self.levels) if self.levels != LEVELS else []
        said["chart"] = self.chart.value if self.chart else ""
        said["nets"] = {net.label: list(net.codes) for net in self.nets}
        said["bands"] = list(self.bands)
        said["zeros"] = self.zeros
        said = {key: value for key, value in said.items() if value not in ("", [], {}, True)}
        return said | ({"transposed": True} if self.transposed else {})


def expression_of(people: Slice) -> str:
    """The people of a slice without a search, as one filter expression."""
    parts = people.conditions
    return (parts[0] if len(parts) == 1 else All(parts)).expression() or EVERYONE


def read_people(text: str, survey: Survey, parameters: Mapping[str, str] | None = None) -> Slice:
    """The people that a filter expression means, or everyone where it says so.

    Raises:
        ExpressionError: when it cannot be read.
    """
    if text.strip().casefold() == EVERYONE:
        return Slice()
    return Slice((read_expression(text, survey, parameters),))
