"""Values at fixed positions as numbers: written with a decimal point, or with so many decimals and no point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

_NUMBER = r"^[+-]?(?:[0-9]{1,18}\.?[0-9]*|\.[0-9]+)(?:[eEdD][+-]?[0-9]{1,3})?$"
_LEAST_NAMED = 30
"""Replies from which it is no chance that no amount occurs twice."""
_WHOLE = 2**53
"""Whole numbers from here on are not exact."""


@dataclass(frozen=True, slots=True)
class Written:
    """How the numbers of a variable are written."""

    decimals: int = 0
    """Digits behind a decimal point that is not written; it counts only where none is."""
    codes: frozenset[float] = frozenset()
    """Values that a description lists as they stand in the data."""
    bounds: tuple[float, float] | None = None
    """The least and the most that there is, where a description says it."""


def numbers_of(raw: polars.Series, written: Written | None) -> tuple[polars.Series, tuple[str, ...]]:
    """Values as numbers, where they are said to be some and all are; else as text; and what there is to say of it.

    Args:
        raw: As they stand in the file; blank ones say nothing, nor does a point alone, which is how packages write it.
        written: How the numbers are written; None for what is no number.
    """
    import polars

    bare = raw.str.strip_chars(" \t\0\x1a")
    bare = polars.select(polars.when(bare != "").then(bare)).to_series()
    if written is None:
        return bare, ()
    bare = polars.select(polars.when(bare != ".").then(bare)).to_series()
    if not bare.str.contains(_NUMBER).all(ignore_nulls=True):
        return bare, ("left as text: not all are numbers, though its description says so",)
    has_point = bool(bare.str.contains(".", literal=True).any())
    if not has_point and _are_names(bare):
        return bare, ()
    if not written.decimals and bare.str.contains(r"^[+-]?[0-9]+$").all(ignore_nulls=True):
        return bare.cast(polars.Int64), ()
    values = bare.str.replace("[dD]", "e").cast(polars.Float64)
    if not written.decimals or has_point or values.null_count() == len(values):
        return _plain(values), ()
    shifted = _shifted(values, written)
    if shifted is None:
        return _plain(values), ()
    last = (
        "the last digit is a decimal" if written.decimals == 1 else f"the last {written.decimals} digits are decimals"
    )
    return _plain(shifted), (last,)


def _are_names(bare: polars.Series) -> bool:
    """Whether digits name who replied rather than count: none occurs twice, and zeros stand before some."""
    held = bare.drop_nulls()
    same_length = held.str.len_chars().n_unique() == 1
    return (
        len(held) >= _LEAST_NAMED
        and same_length
        and held.n_unique() == len(held)
        and bool(held.str.contains("^0[0-9]").any())
    )


def _shifted(values: polars.Series, written: Written) -> polars.Series | None:
    """Whole numbers with their last digits as decimals; None where the bounds say that there are no decimals."""
    import polars

    by = 10.0**written.decimals
    listed = [code for code in written.codes if code / by not in written.codes]
    # What a description lists as it stands in the data, such as 9999 for no answer, is no number to shift.
    is_listed = values.is_in(listed) if listed else polars.repeat(False, len(values), eager=True)
    decimal = (values / by).round(written.decimals)
    shifted = polars.select(polars.when(is_listed.fill_null(False)).then(values).otherwise(decimal)).to_series()
    if written.bounds is not None and not _within(shifted, written) and _within(values, written):
        return None
    return shifted


def _within(values: polars.Series, written: Written) -> bool:
    """Whether all but the listed values are within the bounds."""
    assert written.bounds is not None
    least, most = written.bounds
    own = values.filter(~values.is_in(list(written.codes))).drop_nulls()
    room = 1e-6 * max(1.0, abs(least), abs(most))
    return bool(own.is_between(least - room, most + room).all())


def _plain(values: polars.Series) -> polars.Series:
    """Numbers as integers where all are whole."""
    import polars

    if values.null_count() == len(values) or not (values.abs() < _WHOLE).all():
        return values
    whole = values.cast(polars.Int64)
    return whole if (whole.cast(polars.Float64) == values).all() else values
