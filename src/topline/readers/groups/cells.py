"""What the cells of columns say: which hold few different answers, and which of these are ticks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from topline.readers.missing import missing_kind
from topline.readers.naming import readable
from topline.readers.raw import RawColumn
from topline.readers.ticks import NO, OFFERED_ONLY, YES

if TYPE_CHECKING:
    import polars

MOST_ANSWERS = 60
"""Different cells that a column may have to be looked at; columns of options, items and ranks have far fewer."""
LOOKED_AT = 200
"""Rows at the start, in the middle and at the end that are looked at before whole columns are."""
OWN_OPTION = 0.95
"""Share of the cells that must hold the option that their header names."""

_WHOLE = re.compile(r"(-?\d+)\.0+")


class Tick(StrEnum):
    """How a column says that its option was chosen."""

    OWN = "own"
    """By the option's own text."""
    WORD = "word"
    """By a word or sign that ticks any option."""
    VALUE = "value"
    """By one text of its own, which the header does not have."""
    NEVER = "never"
    """Not at all: nothing in it, or only that it was not chosen."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """A column that holds one option, chosen or not."""

    how: Tick
    chosen: tuple[str, ...] = ()
    """The cells that say so, as they stand in the file."""
    says_no: bool = False
    """Whether cells say that the option was offered and not chosen."""
    only_offers: bool = False
    """Whether they say so in words that could not answer any question."""


@dataclass(frozen=True)
class Counted:
    """The different cells of a column, and how many rows hold each."""

    cells: Mapping[str, int]
    """As they stand in the file; blank ones are not among them."""
    apart: Collection[str] = ()
    """Cells that say why there is no answer, besides those that say so anywhere."""

    @cached_property
    def answers(self) -> Mapping[str, tuple[str, ...]]:
        """The answers, whole numbers without a point, and how each is spelled in the file."""
        found: dict[str, tuple[str, ...]] = {}
        for cell in self.cells:
            if cell.strip() not in self.apart and missing_kind(cell) is None:
                answer = plain(cell)
                found[answer] = (*found.get(answer, ()), cell)
        return found

    @cached_property
    def filled(self) -> int:
        """Rows with anything in the column."""
        return sum(self.cells.values())

    def rows(self, spellings: Iterable[str]) -> int:
        """Rows that hold one of these cells."""
        return sum(self.cells[cell] for cell in spellings)


def plain(cell: str) -> str:
    """A cell as answers are compared: one space between words, whole numbers without a point."""
    text = " ".join(cell.split())
    whole = _WHOLE.fullmatch(text)
    return whole.group(1) if whole else text


def folded(text: str) -> str:
    """An option or a cell as these are compared with each other: without markup, case, and signs at its end."""
    return readable(text).casefold().rstrip(" .:…")


def ticks_of(counted: Counted, label: str) -> Ticks | None:
    """How a column ticks the option of this label, or None where it holds something else.

    Args:
        counted: The cells.
        label: The option that the header names; empty where it names none.
    """
    own_words = folded(label)
    own = [cell for cell in counted.cells if own_words and folded(cell) == own_words]
    if own and counted.rows(own) >= OWN_OPTION * counted.filled:
        return Ticks(Tick.OWN, tuple(own))
    yes, no, rest = _told_apart(counted)
    chosen = tuple(cell for answer in yes for cell in counted.answers[answer])
    only_offers = bool(no) and all(answer.casefold() in OFFERED_ONLY for answer in no)
    if not rest:
        return Ticks(Tick.WORD if yes else Tick.NEVER, chosen, bool(no), only_offers)
    # Beside a word of its own a nought says that it was not chosen: it answers no question that has words.
    only_offers = only_offers or (no == ["0"] and any(map(str.isalpha, "".join(rest))))
    if len(rest) == 1 and not yes and (only_offers or not no):
        spellings = counted.answers[rest[0]]
        how = Tick.OWN if own else Tick.VALUE
        return Ticks(how, spellings, bool(no), only_offers)
    if own and not yes and no and len(rest) == 1:
        return Ticks(Tick.OWN, tuple(own), says_no=True)
    return None


def _told_apart(counted: Counted) -> tuple[list[str], list[str], list[str]]:
    yes: list[str] = []
    no: list[str] = []
    rest: list[str] = []
    for answer in counted.answers:
        bare = answer.casefold()
        (yes if bare in YES else no if bare in NO else rest).append(answer)
    return yes, no, rest


def read_by_label(column: RawColumn) -> Mapping[str, str]:
    """The labels of a column's codes where they say that something was chosen or not; else nothing.

    A nought needs no label beside one of an option. Other columns are looked at by their codes.
    """
    labels = {option.code: option.label.strip() for option in column.options if not option.missing}
    if not 1 <= len(labels) <= 2 or not all(labels.values()) or not _kind_of(labels.values()):
        return {}
    apart = {option.code for option in column.options if option.missing}
    held = {text for text in _texts(column.cells).unique().drop_nulls().to_list() if text not in apart}
    unlabelled = held - labels.keys()
    if unlabelled and not (unlabelled == {"0"} and len(labels) == 1):
        return {}
    return {**labels, **dict.fromkeys(unlabelled, "0")}


def _kind_of(labels: Iterable[str]) -> str:
    """The labels of ticks in one form: what they say, or that the option alone is labelled; nothing for others."""
    said = sorted(folded(label) for label in labels if label != "0")
    no = [label for label in said if label in NO]
    rest = [label for label in said if label not in NO]
    if len(rest) != 1:
        return ""
    if rest[0] in YES:
        return "|".join(said)
    # "Male" and "No" are no tick; "Bread" alone is one, and so is "Bread" beside "Not selected".
    return "|".join((*no, "its option")) if all(label in OFFERED_ONLY for label in no) else ""


def _option_in(labels: Iterable[str]) -> str:
    return next((label for label in labels if folded(label) not in NO | YES), "")


class Cells:
    """The cells of a table's columns, looked at when they are first asked for."""

    def __init__(self, columns: Sequence[RawColumn], rows: int, apart: Collection[str] = ()) -> None:
        import polars

        self.rows = rows
        self._apart = frozenset(apart)
        labelled = {place: said for place, column in enumerate(columns) if (said := read_by_label(column))}
        texts = [_texts(column.cells).alias(str(place)) for place, column in enumerate(columns)]
        for place, said in labelled.items():
            texts[place] = texts[place].replace_strict(said, default=None, return_dtype=polars.String)
        self._options = {place: _option_in(said.values()) for place, said in labelled.items()}
        self._says = {place: _kind_of(said.values()) for place, said in labelled.items()}
        self._frame = polars.DataFrame(texts) if texts else polars.DataFrame()
        self._counted: dict[int, Counted | None] = {}
        self._sampled: dict[int, frozenset[str]] = {}

    def with_apart(self, apart: Collection[str]) -> Cells:
        """The same cells, of which these say why there is no answer."""
        cells = copy(self)
        cells._apart, cells._counted = frozenset(apart), {}
        return cells

    def says(self, place: int) -> str:
        """How a column's labels say that its option was chosen, in one form for all that say it so; else nothing."""
        return self._says.get(place, "")

    def option(self, place: int) -> str:
        """The option that a column's labels name, where they say more of it than that it was chosen; else nothing."""
        return self._options.get(place, "")

    def sampled(self, places: Iterable[int]) -> Mapping[int, frozenset[str]]:
        """The different cells in some of the rows; a column that has many of them there has many altogether."""
        import polars

        missing = [str(place) for place in places if place not in self._sampled]
        if missing:
            middle, end = max(0, self.rows // 2 - LOOKED_AT // 2), max(0, self.rows - LOOKED_AT)
            found: dict[str, set[str]] = {name: set() for name in missing}
            for start in sorted({0, middle, end}):
                part = self._frame.select(missing).slice(start, LOOKED_AT)
                lists = part.select(polars.all().drop_nulls().unique().implode())
                for name in missing:
                    found[name].update(lists[name][0].to_list())
            self._sampled.update({int(name): frozenset(cells) for name, cells in found.items()})
        return self._sampled

    def look_at(self, places: Iterable[int]) -> None:
        """Count the cells of these columns in one go."""
        import polars

        missing = [place for place in places if place not in self._counted]
        sampled = self.sampled(missing)
        few = [str(place) for place in missing if len(sampled[place]) <= MOST_ANSWERS]
        self._counted.update(dict.fromkeys(missing))
        if not few:
            return
        lists = self._frame.select(polars.col(few).drop_nulls().value_counts(name="rows").implode())
        for name in few:
            counts = lists[name][0].struct.unnest()
            if counts.height <= MOST_ANSWERS:
                cells = dict(zip(counts.to_series(0).to_list(), counts.to_series(1).to_list(), strict=True))
                kept = {cell: rows for cell, rows in cells.items() if cell.strip()}
                self._counted[int(name)] = Counted(kept, self._apart)

    def few(self, place: int) -> Counted | None:
        """The different cells of a column, or None where these are many."""
        if place not in self._counted:
            self.look_at([place])
        return self._counted[place]

    def ticks_a_row(self, chosen: Mapping[int, Collection[str]], rows: int | None = None) -> polars.Series:
        """How many of these columns hold one of their cells, for every row or the first ones."""
        import polars

        frame = self._frame if rows is None else self._frame.head(rows)
        said = [_is_one_of(polars.col(str(place)), cells) for place, cells in chosen.items() if cells]
        if not said:
            return polars.zeros(frame.height, polars.UInt32, eager=True)
        return frame.select(polars.sum_horizontal(said)).to_series()

    def share_without_repeats(self, places: Sequence[int]) -> float:
        """Of the rows with two answers at least in these columns, the share where no answer stands twice."""
        import polars

        spelled: dict[str, str] = {}
        for place in places:
            counted = self.few(place)
            if counted is not None:
                spelled |= {cell: answer for answer, cells in counted.answers.items() for cell in cells}
        numbers = {answer: number for number, answer in enumerate(dict.fromkeys(spelled.values()))}
        codes = {cell: numbers[answer] for cell, answer in spelled.items()}
        names = [str(place) for place in places]
        frame = self._frame.select(
            polars.col(names).replace_strict(codes, default=None, return_dtype=polars.UInt8)
        ).filter(polars.sum_horizontal(polars.all().is_not_null()) > 1)
        if not frame.height:
            return 0.0
        answers = polars.sum_horizontal(polars.all().is_not_null())
        different = polars.sum_horizontal(
            polars.any_horizontal(polars.all() == number).cast(polars.UInt32) for number in numbers.values()
        )
        return float(frame.select((answers == different).mean()).item())

    def are_filled_in_order(self, places: Sequence[int]) -> bool:
        """Whether nobody left a column blank and filled one behind it."""
        import polars

        gaps = [
            polars.col(str(before)).is_null() & polars.col(str(place)).is_not_null()
            for before, place in pairwise(places)
        ]
        return not self._frame.select(polars.any_horizontal(gaps).any()).item()


def _is_one_of(column: polars.Expr, cells: Collection[str]) -> polars.Expr:
    found = column == next(iter(cells)) if len(cells) == 1 else column.is_in(list(cells))
    return found.fill_null(False)


def _texts(cells: polars.Series) -> polars.Series:
    """Cells as text, numbers written as codes; what has no text, such as a list, counts as blank."""
    import polars

    if cells.dtype == polars.String:
        return cells
    if cells.dtype.is_nested() or cells.dtype == polars.Object:
        return polars.Series(cells.name, [None], polars.String).new_from_index(0, len(cells))
    if cells.dtype.is_float() and not (cells % 1 != 0).any():
        cells = cells.cast(polars.Int64, strict=False)
    return cells.cast(polars.String, strict=False)
