"""How the numbers of a table stand beside one another, in a sheet and on a page of HTML alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from topline.charts import figures
from topline.survey import (
    LETTERS_OF,
    LOW_BASE,
    WEIGHTED_BASES,
    BaseCount,
    Cell,
    Column,
    Percent,
    Shows,
    Summary,
    Table,
    heads_above,
)


class Part(StrEnum):
    """What stands in one of the places that a column of a table takes; its value is what stands above it."""

    SHARE = "%"
    INDEX = "index"
    LOW = "low"
    HIGH = "high"
    COUNT = "n"
    WEIGHTED = "weighted"
    LETTERS = "sig."
    STATISTIC = ""
    """A mean or the like, in a table on its side: the head of the column says which."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number that describes a column as a whole."""

    label: str
    attribute: str
    """Of a Summary."""
    form: str
    """How a sheet writes it."""
    of_hundred: bool = False
    """Whether it is a percentage."""


NUMBER = "#,##0.0##"
STATISTICS = (
    Statistic("Mean", "mean", NUMBER),
    Statistic("Standard deviation", "sd", NUMBER),
    Statistic("Standard error", "standard_error", NUMBER),
    Statistic("Median", "median", NUMBER),
    Statistic("Lower quartile", "lower_quartile", NUMBER),
    Statistic("Upper quartile", "upper_quartile", NUMBER),
    Statistic("Minimum", "min", NUMBER),
    Statistic("Maximum", "max", NUMBER),
    Statistic("NPS", "nps", "+0;-0;0"),
    Statistic("NPS standard error", "nps_error", NUMBER),
    Statistic("NPS 95% from", "nps_low", "+0.0;-0.0;0"),
    Statistic("NPS 95% to", "nps_high", "+0.0;-0.0;0"),
    Statistic("Top 2 %", "top2", "0%", of_hundred=True),
    Statistic("Distinct", "distinct", "#,##0"),
)
"""What a summary says, in the order in which it is said."""


def is_weighted(table: Table) -> bool:
    """Whether people weigh something in it."""
    return bool(table.view.slice.weight)


def is_lettered(table: Table) -> bool:
    """Whether any cell or mean exceeds another one significantly, or the one before."""
    summaries = [summary for part in table.each for summary in part.summaries]
    means = any(getattr(summary, name) for summary in summaries for name in LETTERS_OF.values())
    return means or any(cell.letters for part in table.each for row in part.rows for cell in row.cells)


def is_single(table: Table) -> bool:
    """Whether it has one column alone, with room for more of what is known of each share."""
    return len(table.columns) == 1 and not table.transposed


def parts_at(table: Table, at: int) -> tuple[Part, ...]:
    """What one of its columns holds."""
    match table.columns[at].shows:
        case Shows.SHARE | Shows.NET:
            return parts_of(table)
        case Shows.PEOPLE | Shows.MISSING:
            return (Part.COUNT,)
        case Shows.SUM:
            return (Part.WEIGHTED,)
        case _:
            lettered = any(row.cells[at].letters for row in table.rows if row.cells)
            return (Part.STATISTIC, Part.LETTERS) if lettered else (Part.STATISTIC,)


def parts_of(table: Table) -> tuple[Part, ...]:
    """What each of its columns holds."""
    single = is_single(table)
    match table.view.percent:
        case Percent.INDEX if not table.is_of_means:
            parts = [Part.INDEX]
        case Percent.NONE if not table.is_of_means:
            parts = []
        case _:
            parts = [Part.SHARE, *([Part.LOW, Part.HIGH] if single else [])]
    parts += [Part.COUNT]
    parts += [Part.WEIGHTED] if is_weighted(table) else []
    return (*parts, Part.LETTERS) if is_lettered(table) else tuple(parts)


def groups_of(table: Table) -> Iterator[tuple[tuple[str, int, int], ...]]:
    """What stands above the columns' labels, line by line: the banner questions, then what columns are nested in.

    Each text with the column it begins at, and how many columns it stands above.
    """
    for heads in heads_above(table.columns):
        at, spans = 0, []
        for text, number in heads:
            spans.append((text, at, number))
            at += number
        if any(text for text, _ in heads):
            yield tuple(spans)


def base_label(table: Table) -> str:
    """What stands before the bases: who they are, where that is the same for all columns."""
    words = {column.base.text for column in table.columns}
    return f"Base: {table.base.text}" if len(words) == 1 and table.base.text else "Base"


def bases_of(table: Table) -> Iterator[tuple[str, Sequence[float]]]:
    """What the columns' percentages are of: people, and where they are weighted what they weigh and are worth."""
    if table.transposed:
        # They are its first cells.
        return
    bases: list[BaseCount] = [column.base for column in table.columns]
    yield base_label(table), [base.unweighted for base in bases]
    if is_weighted(table):
        yield WEIGHTED_BASES[0], [base.weighted for base in bases]
        yield WEIGHTED_BASES[1], [base.effective for base in bases]


def statistics_of(table: Table) -> Iterator[tuple[Statistic, Sequence[float | datetime | None]]]:
    """What describes any of its columns, column by column."""
    for one in STATISTICS:
        values = [value_of(summary, one) for summary in table.summaries]
        if any(value is not None for value in values):
            yield one, values


def letters_of(table: Table, one: Statistic) -> Sequence[str]:
    """What the tests of a statistic say, column by column; those of the score and of means."""
    if one.attribute not in LETTERS_OF:
        return [""] * len(table.summaries)
    return [getattr(summary, LETTERS_OF[one.attribute]) for summary in table.summaries]


def value_of(summary: Summary, one: Statistic) -> float | datetime | None:
    """A number of a summary."""
    value: float | datetime | None = getattr(summary, one.attribute)
    return value


def heading_of(column: Column, *, grouped: bool = False) -> str:
    """What stands above a column: its label and its letter.

    Args:
        column: Which.
        grouped: Whether the question that it is an answer to is said, too.
    """
    label = f"{column.group}: {column.full_label}" if grouped and column.group else column.full_label
    return f"{label} ({column.letter})" if column.letter else label


def needs_groups(table: Table) -> bool:
    """Whether there are several banner questions, so that an answer alone does not tell a column."""
    return len({column.group for column in table.columns if column.group}) > 1


def statistic_words(cell: Cell, shows: Shows) -> str:
    """What a cell of a statistic says on a page."""
    if cell.suppressed:
        return figures.WITHHELD
    if cell.mean is None:
        return figures.NO_BASE
    match shows:
        case Shows.SUM:
            return f"{figures.whole(cell.mean):,}"
        case Shows.NPS:
            return figures.signed(cell.mean)
        case Shows.TOP2:
            return f"{figures.whole(cell.mean)}%"
        case _:
            return figures.number(cell.mean)


def people_words(cell: Cell, shows: Shows) -> str:
    """What a cell of people alone says on a page: a base in brackets where it is low."""
    said = figures.people(cell)
    return f"({said})" if shows is Shows.PEOPLE and cell.count < LOW_BASE and not cell.suppressed else said


def title_of(table: Table) -> str:
    """What it is called: the name that a person gave it, else the question."""
    return table.view.title or table.title


def base_line(table: Table) -> str:
    """The line of the footer that says the base, or the same made of the table."""
    said = next((text for text in table.footer if text.startswith("Base: ")), "")
    return said or f"{base_label(table)}, n={table.base.unweighted:,}"
