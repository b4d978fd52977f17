"""What the writers of all dialects share: columns with what they should be read as, and the files they go to."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from topline.survey import Kind, Role

from .model import Asked, Form, Model
from .reading import Expected

Cell = str | int | float | date | None
ONE = frozenset({Kind.SINGLE})
SCALE = frozenset({Kind.SCALE})
CODES = frozenset({Kind.SINGLE, Kind.SCALE})
"""Numbers without a codebook: whether they are points of a scale, or codes, only the question may tell."""
SEVERAL = frozenset({Kind.MULTI})
WORDS = frozenset({Kind.OPEN})
AMOUNT = frozenset({Kind.NUMERIC})
DAY = frozenset({Kind.DATE})


@dataclass(frozen=True)
class Column:
    """A column of a file: its header, in as many rows as the dialect has, and its cells."""

    head: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """Columns, and the questions that they should be read as, in order."""

    columns: tuple[Column, ...]
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Written:
    """A file, and the questions that it should be read as."""

    path: Path
    expected: tuple[Expected, ...]


Dialect = Callable[[Model, Path], Written]
"""Writes a survey into a folder."""


def one_column(head: Sequence[str], cells: Iterable[Cell], expected: Expected) -> Part:
    return Part((Column(tuple(head), tuple(cells)),), (replace(expected, columns=1),))


def own(head: Sequence[str], cells: Iterable[Cell], role: Role | None = None) -> Part:
    """A column of the tool's own, with what it is for."""
    return one_column(head, cells, Expected(role=role, is_role=role is not None))


def id_(head: Sequence[str], cells: Sequence[Cell]) -> Part:
    """A column that says who replied: whatever it looks like, it is a text and not an amount."""
    expected = Expected(WORDS, role=Role.ID, is_role=True, values=tuple(cells) if isinstance(cells[0], str) else None)
    return one_column(head, cells, expected)


def table(parts: Sequence[Part]) -> list[list[Cell]]:
    """The rows of a file, with its header."""
    columns = [column for part in parts for column in part.columns]
    return [list(row) for row in zip(*((*column.head, *column.cells) for column in columns), strict=True)]


def expected_of(parts: Iterable[Part]) -> tuple[Expected, ...]:
    return tuple(expected for part in parts for expected in part.expected)


def delimited(rows: Sequence[Sequence[Cell]], delimiter: str = ",", *, quote_all: bool = False) -> str:
    """Rows as delimited text."""
    file = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(
        [["" if cell is None else str(cell) for cell in row] for row in rows]
    )
    return file.getvalue()


def to_csv(path: Path, parts: Sequence[Part], delimiter: str = ",", *, encoding: str = "utf-8") -> Written:
    path.write_text(delimited(table(parts), delimiter), encoding=encoding, newline="")
    return Written(path, expected_of(parts))


def to_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Iterable[tuple[int, int]] = ()) -> None:
    """A workbook; dates as serial numbers with a format.

    Args:
        path: Where to write it.
        sheets: Rows by the name of the sheet.
        merged: First and last place of cells of a first row that are one; the first of them holds what they say.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        day, moment = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "m/d/yy h:mm:ss"))
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(at, place, cell, moment)
                    elif isinstance(cell, date):
                        sheet.write_datetime(at, place, datetime(cell.year, cell.month, cell.day), day)
                    elif isinstance(cell, str):
                        sheet.write_string(at, place, cell)
                    elif cell is not None:
                        sheet.write_number(at, place, cell)
            for first, last in merged:
                sheet.merge_range(0, first, 0, last, str(rows[0][first]))


def labels_of(asked: Asked, *, never: bool) -> tuple[str, ...]:
    """The options that a file has: all where it has those that nobody chose."""
    counts: dict[str, int] = {}
    for item in range(len(asked.items)) or [None]:
        for label, count in asked.counts(item).items():
            counts[label] = counts.get(label, 0) + count
    return tuple(option for option in asked.options if never or counts[option])


def as_single(asked: Asked, *, never: bool = False, text: bool = True) -> Expected:
    """One answer of several, in labels. Without a codebook the order of a scale is known, and no other."""
    return Expected(
        kinds=SCALE if asked.form is Form.SCALE else ONE,
        text=asked.text if text else None,
        labels=labels_of(asked, never=never),
        ordered=never or asked.form is Form.SCALE,
        counts=asked.counts(),
        base=len(asked.given()),
    )


def as_codes(asked: Asked, codes: Sequence[str], item: int | None = None) -> Expected:
    """One answer of several in codes that no codebook explains: kept apart, but what they mean is lost."""
    counts = asked.counts(item)
    held = asked.counts(item) if item is None else _summed(asked)
    return Expected(
        kinds=CODES,
        labels=None,
        counts={code: counts[option] for code, option in zip(codes, asked.options, strict=True) if held[option]},
        base=len(asked.given(item)),
        label=None if item is None else asked.items[item],
        grid="" if item is None else asked.name,
    )


def _summed(asked: Asked) -> dict[str, int]:
    found = dict.fromkeys(asked.options, 0)
    for item in range(len(asked.items)):
        for option, count in asked.counts(item).items():
            found[option] += count
    return found


def as_several(
    asked: Asked,
    *,
    never: bool = True,
    text: bool = True,
    ticks_only: bool = True,
    columns: int | None = None,
    labels: Sequence[str] | None = None,
    ordered: bool = True,
) -> Expected:
    """Several answers.

    Args:
        asked: The question.
        never: Whether the file has options that nobody chose.
        text: Whether it has the question's text.
        ticks_only: Whether who ticked nothing cannot be told from who was not asked.
        columns: How many columns it stands in.
        labels: What the options are called; as in the model where it is None.
        ordered: Whether the file says in which order they were offered.
    """
    named = dict(zip(asked.options, labels or asked.options, strict=True))
    return Expected(
        kinds=SEVERAL,
        text=asked.text if text else None,
        labels=tuple(named[option] for option in labels_of(asked, never=never)),
        ordered=ordered,
        counts={named[option]: count for option, count in asked.counts().items()},
        base=sum(bool(answer) for answer in asked.given()) if ticks_only else len(asked.given()),
        columns=columns,
    )


def as_item(asked: Asked, item: int, *, never: bool = False, text: str | None = None, label: bool = True) -> Expected:
    """An item of a grid, over the options that any of its items has."""
    return Expected(
        kinds=SCALE,
        text=text,
        label=asked.items[item] if label else None,
        grid=asked.name,
        labels=labels_of(asked, never=never),
        counts=asked.counts(item),
        base=len(asked.given(item)),
    )


def as_ranked(asked: Asked, item: int, *, label: bool = True) -> Expected:
    """An item of a ranking: one of the ranks, of which a mean would say nothing."""
    given = asked.given(item)
    ranks = [str(rank) for rank in range(1, len(asked.items) + 1)]
    return Expected(
        kinds=ONE,
        label=asked.items[item] if label else None,
        grid=asked.name,
        labels=tuple(ranks),
        counts={rank: given.count(int(rank)) for rank in ranks},
        base=len(given),
    )


def as_words(asked: Asked) -> Expected:
    """What was written in beside "Other", as a question of its own words."""
    written = tuple(asked.words)
    return Expected(kinds=WORDS, values=written, columns=1)


def as_values(asked: Asked, *, text: bool = True) -> Expected:
    """Words, numbers or dates."""
    kinds = {Form.OPEN: WORDS, Form.NUMERIC: AMOUNT, Form.DATE: DAY}[asked.form]
    said = asked.text if text else None
    return Expected(kinds, text=said, values=asked.answers, base=len(asked.given()), columns=1)


def picked(asked: Asked, shown: Sequence[Cell] | None = None, unasked: Cell = None) -> list[Cell]:
    """A cell with the option that was chosen."""
    said = shown or asked.options
    return [
        unasked if not asked.was_asked(person) else None if answer is None else said[answer]
        for person, answer in enumerate(asked.answers)
    ]


def of_item(asked: Asked, item: int, shown: Sequence[Cell] | None = None) -> list[Cell]:
    """A cell with the option that was chosen for an item, or the rank that it got."""
    held = [None if answer is None else answer[item] for answer in asked.answers]
    if asked.form is Form.RANKING:
        return held
    return [None if place is None else (shown or asked.options)[place] for place in held]


def ticked(asked: Asked, option: int, yes: Cell, no: Cell = None, unasked: Cell = None) -> list[Cell]:
    """A cell that says whether an option was chosen."""
    return [unasked if answer is None else yes if option in answer else no for answer in asked.answers]


def joined(asked: Asked, separator: str, shown: Sequence[str] | None = None, *, end: str = "") -> list[Cell]:
    """A cell with all that was chosen."""
    said = shown or asked.options
    return [separator.join(said[place] for place in answer) + end if answer else None for answer in asked.answers]


Writes = Callable[[Asked], Part]


@dataclass(frozen=True)
class Layout:
    """How a tool writes a survey as one table."""

    forms: Mapping[Form, Writes]
    """How it writes each form of question; forms that it does not know are left out."""
    lead: Callable[[Model], Iterable[Part]]
    """Its own columns before the questions."""
    tail: Callable[[Model], Iterable[Part]] = field(default=lambda _: ())
    """Its own columns behind them."""

    def parts(self, model: Model) -> list[Part]:
        asked = [self.forms[asked.form](asked) for asked in model.questions if asked.form in self.forms]
        return [*self.lead(model), *asked, *self.tail(model)]


def in_one_column(
    head: Callable[[Asked], Sequence[str]], shown: Callable[[Asked], Iterable[Cell]] | None = None
) -> Writes:
    """Words, numbers and dates in a column under this header; dates as texts where `shown` says so."""
    return lambda asked: one_column(head(asked), (shown or (lambda one: one.answers))(asked), as_values(asked))


def days(form: str) -> Callable[[Asked], list[Cell]]:
    """Dates as texts."""
    return lambda asked: [answer and answer.strftime(form) for answer in asked.answers]


def together(columns: Iterable[Column], *expected: Expected) -> Part:
    return Part(tuple(columns), expected)


def numbered(values: Sequence[Any]) -> list[str]:
    """Codes 1, 2, 3 and so on."""
    return [str(number) for number in range(1, len(values) + 1)]
