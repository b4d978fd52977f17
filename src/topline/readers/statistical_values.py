"""A column of a statistical package: its values as a series, with the codes of those that are set apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from topline.readers.missing_labels import kind_of_label
from topline.readers.statistical_dates import Clock, moments_of
from topline.survey import MissingKind, Option, code_of

if TYPE_CHECKING:
    import polars

MOST_CODES = 200
"""Different values without a label that are set apart one by one."""
_BASES = tuple(10**zeros for zeros in range(2, 15))
"""Below which of these the codes of letters begin; numbers that are lower yet would not tell them apart."""
_WHOLE = 2**53
"""Whole numbers from here on are not exact."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file says of a column, as pyreadstat hands it on."""

    text: bool
    """Whether its values are text."""
    single: bool = False
    """Whether its numbers are of four bytes, which hold seven digits."""
    labels: Mapping[Any, str] | None = None
    """By value, in the codebook's order; a letter stands for a value that is set apart, in a column of numbers."""
    ranges: tuple[tuple[Any, Any], ...] = ()
    """The values that are set apart, each the first and the last of a range."""
    clock: Clock | None = None
    """For dates and times."""


@dataclass(frozen=True, slots=True)
class Held:
    """A column as it is kept."""

    cells: polars.Series
    options: tuple[Option, ...]
    notes: tuple[str, ...] = ()


class Pieces:
    """A column that comes piece by piece."""

    def __init__(self, name: str, text: bool, whole: bool) -> None:
        import polars

        self.name = name
        self._type = polars.String() if text else polars.Int64() if whole else polars.Float64()
        self._values: list[polars.Series] = []
        self._letters: dict[int, polars.Series] = {}
        """By the piece."""

    def add(self, values: Sequence[Any], lettered: bool) -> None:
        """The next replies; `lettered` says that some are letters, which tell why there is no number."""
        import polars

        if lettered:
            letters = [value if isinstance(value, str) else None for value in values]
            values = [None if isinstance(value, str) else value for value in values]
            self._letters[len(self._values)] = polars.Series(self.name, letters, dtype=polars.String)
        self._values.append(polars.Series(self.name, values, dtype=self._type))

    def joined(self) -> tuple[polars.Series, polars.Series | None]:
        """All values, and the letters that stand where there is none; None where no letter does."""
        import polars

        if not self._values:
            return polars.Series(self.name, [], dtype=self._type), None
        values = polars.concat(self._values, rechunk=True)
        if not self._letters:
            return values, None
        none = polars.Series(self.name, [], dtype=polars.String)
        pieces = (self._letters.get(at, none.clear(len(piece))) for at, piece in enumerate(self._values))
        return values, polars.concat(pieces, rechunk=True)


def held(values: polars.Series, letters: polars.Series | None, stored: Stored) -> Held:
    """A column as topline keeps it.

    Whole numbers are integers. Numbers that a format shows as dates or times are these, unless one of them that is
    not set apart is none. Letters that stand for a missing number become numbers below all others, so that the
    column stays one of numbers and each letter keeps its own code.
    """
    if stored.text:
        return _texts(values, stored)
    if values.dtype.is_float() and values.is_nan().any():
        values = values.fill_nan(None)
    if stored.clock:
        dated = _dated(values, letters, stored, stored.clock)
        if dated:
            return dated
    numbers = _plain(values, stored.single)
    notes: tuple[str, ...] = ("left as numbers: not all are dates or times",) if stored.clock else ()
    codes = _codes_of_letters(numbers, letters, stored)
    if letters is not None and not codes:
        notes += _left_blank(letters, stored)
    elif letters is not None:
        replaced = letters.replace_strict(codes, default=None, return_dtype=numbers.dtype)
        numbers = numbers.zip_with(letters.is_null(), replaced)
    apart, blank, said = _apart(numbers, stored)
    options = _options(stored, apart, codes, code_of)
    if blank is not None:
        numbers = numbers.zip_with(~blank, numbers.clear(len(numbers)))
    return Held(numbers, options, (*notes, *said))


def _texts(values: polars.Series, stored: Stored) -> Held:
    import polars

    bare = values.str.strip_chars_end(" \0")
    cells = polars.select(polars.when(bare != "").then(bare)).to_series().alias(values.name)
    apart = [text for low, _ in stored.ranges if (text := _bare(low))]
    present = cells.filter(cells.is_in(apart)).unique(maintain_order=True).to_list() if apart else []
    return Held(cells, _options(stored, present, {}, _bare))


def _bare(text: object) -> str:
    """A text without what fills up its place in the file."""
    return str(text).rstrip(" \0")


def _plain(values: polars.Series, single: bool) -> polars.Series:
    """Numbers as integers where all are whole; those of four bytes with the digits that they were written with."""
    import polars

    if not values.dtype.is_float() or values.null_count() == len(values):
        return values
    whole = values.cast(polars.Int64, strict=False)
    least, most = whole.min(), whole.max()
    if (
        whole.null_count() == values.null_count()
        and isinstance(least, int)
        and isinstance(most, int)
        and -_WHOLE < least <= most < _WHOLE
        and (whole.cast(polars.Float64) == values).all()
    ):
        return whole
    return values.cast(polars.Float32).cast(polars.String).cast(polars.Float64) if single else values


def _within(stored: Stored, value: Any) -> bool:
    """Whether the file sets a value apart."""
    if stored.text:
        return any(_bare(low) == _bare(value) for low, _ in stored.ranges)
    return any(low <= value <= high for low, high in stored.ranges)


def _apart(numbers: polars.Series, stored: Stored) -> tuple[list[Any], polars.Series | None, tuple[str, ...]]:
    """The values present that are set apart and have no label, from the least; and where they are blank instead.

    A range may hold more values than anyone can read, such as all below zero of an amount.
    """
    if not stored.ranges:
        return [], None, ()
    present = sorted(value for value in numbers.unique() if value is not None and _within(stored, value))
    if len(present) <= MOST_CODES:
        return present, None, ()
    labelled = {value for value in stored.labels or () if not isinstance(value, str)}
    blank = numbers.is_in([value for value in present if value not in labelled]).fill_null(False)
    spans = ", ".join(code_of(low) if low == high else f"{low:g} to {high:g}" for low, high in stored.ranges)
    return [], blank, (f"{blank.sum():,} values that the file sets apart ({spans}) stored as blank",)


def _codes_of_letters(numbers: polars.Series, letters: polars.Series | None, stored: Stored) -> dict[str, int]:
    """A number for each letter that says why there is none: -101 for "a", or lower where there are such numbers.

    None get one where the numbers are too low for that.
    """
    present = [] if letters is None else letters.unique().drop_nulls().to_list()
    labelled = [key for key in stored.labels or () if isinstance(key, str)]
    if not present and not labelled:
        return {}
    others = [key for key in stored.labels or () if not isinstance(key, str)]
    least = min(
        (value for value in (numbers.min(), *others) if isinstance(value, (int, float)) and value == value), default=0
    )
    base = next((base for base in _BASES if least > -base), None)
    return {letter: -base - _place(letter) for letter in sorted({*present, *labelled}, key=_place)} if base else {}


def _place(letter: str) -> int:
    """1 for "a" and "A"; SAS has "_" too."""
    return ord(letter.casefold()) - ord("a") + 1 if letter.isalpha() else 0


def _dated(values: polars.Series, letters: polars.Series | None, stored: Stored, clock: Clock) -> Held | None:
    """Numbers as the dates or times that they are; None where one that counts is no date."""
    moments = moments_of(values, clock)
    lost = values.filter(values.is_not_null() & moments.is_null()).unique().to_list()
    if any(not _within(stored, value) for value in lost):
        return None
    notes = [clock.note] if clock.note and moments.null_count() < len(moments) else []
    notes += _left_blank(letters, stored) if letters is not None else ()
    if lost:
        replies = values.is_in(lost).sum()
        notes.append(f"{replies:,} that the file sets apart, and that are no dates, stored as blank")

    def code(value: Any) -> str:
        import polars

        moment = moments_of(polars.Series([value], dtype=polars.Float64), clock)[0]
        return "" if moment is None else code_of(moment)

    apart, blank, said = _apart(values, stored)
    options = _options(stored, [value for value in apart if value not in lost], {}, code)
    if blank is not None:
        moments = moments.zip_with(~blank, moments.clear(len(moments)))
    return Held(moments, options, (*notes, *said))


def _left_blank(letters: polars.Series, stored: Stored) -> tuple[str, ...]:
    """How many of each letter are stored as blank."""
    labels = stored.labels or {}
    return tuple(
        f'{(letters == letter).sum():,} "{labels.get(letter) or f".{letter}"}" stored as blank'
        for letter in letters.unique().drop_nulls().sort()
    )


def _options(
    stored: Stored, apart: Iterable[Any], letters: Mapping[str, int], code: Callable[[Any], str]
) -> tuple[Option, ...]:
    """The labelled values in the codebook's order, then those that are set apart without a label."""
    found: dict[str, Option] = {}
    for value, label in (stored.labels or {}).items():
        if isinstance(value, float) and value != value:
            continue  # the label of "no value at all"
        lettered = isinstance(value, str) and not stored.text
        if lettered and value not in letters:
            continue
        written = str(letters[value]) if lettered else code(value)
        is_apart = lettered or _within(stored, value)
        label = label.strip() or (f".{value}" if lettered else written)
        if written:
            found.setdefault(written, Option(written, label, kind_of_label(label) if is_apart else None))
    for value in apart:
        written = code(value)
        found.setdefault(written, Option(written, written, kind_of_label(written)))
    for letter, number in letters.items():
        found.setdefault(str(number), Option(str(number), f".{letter}", MissingKind.NO_ANSWER))
    return tuple(found.values())
