"""Texts that are numbers: only when every one of a column is written as a number is written.

"0001" is a code, "1E5" may be one, and a number of nineteen digits is an id that no float holds: these stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_CURRENCY = "$€£¥"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_REAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})?\.[0-9]{1,17}|-?[0-9](?:\.[0-9]{1,17})?[eE]-[0-9]{1,3}")
_DECIMAL_COMMA = re.compile(r"-?(?:0|[1-9][0-9]{0,2}(?:[. \u00a0'’][0-9]{3})+|[1-9][0-9]{0,14}),[0-9]{1,17}")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,17})?")
_POINT_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:[. \u00a0'’][0-9]{3})+")

_TERM = re.compile(r"(?:19|20)[0-9]{2}\.[1-4]")
"""A part of a year, such as the second term of 2018: half a year later than 2018.1, and not 2018 and a fifth."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the different texts of a column stand for."""

    values: dict[str, float] | dict[str, int]
    whole: bool
    """Whether all are whole numbers."""
    unit: str = ""
    """A percent sign or a currency that all of them carry."""
    note: str = ""
    """How they were read, where they are not written plainly."""


def numbers_of(different: Sequence[str], *, decimal_commas: bool = False) -> Numbers | None:
    """The numbers that these texts are; None unless every one is a number.

    Args:
        different: The different texts of a column, those that say "no answer" left out.
        decimal_commas: Whether "1,250" is likelier one and a quarter, as where semicolons stand between cells.
    """
    if not different:
        return None
    if all(_TERM.fullmatch(text.strip()) for text in different):
        return None
    bare, unit = _without_unit([text.strip() for text in different])
    for read in (
        (_plain, _with_thousands, _with_decimal_comma)
        if not decimal_commas
        else (_plain, _with_decimal_comma, _with_thousands)
    ):
        found = read(bare)
        if found is None:
            continue
        numbers, note = found
        if any(abs(number) == float("inf") for number in numbers):
            return None
        whole = all(number.is_integer() for number in numbers)  # "1.0" is how pandas writes codes beside blanks
        if whole:
            return Numbers(
                {text: int(number) for text, number in zip(different, numbers, strict=True)}, True, unit, note
            )
        return Numbers(dict(zip(different, numbers, strict=True)), False, unit, note)
    return None


def _without_unit(texts: list[str]) -> tuple[list[str], str]:
    """Numbers without the sign that every one of them carries, and that sign."""
    if all(text.endswith("%") for text in texts):
        return [text[:-1].rstrip() for text in texts], "%"
    first = texts[0][:1]
    if first and first in _CURRENCY and all(text.startswith(first) for text in texts):
        return [text[1:].lstrip() for text in texts], first
    return texts, ""


def _plain(texts: list[str]) -> tuple[list[float], str] | None:
    if all(_INTEGER.fullmatch(text) or _REAL.fullmatch(text) for text in texts):
        return [float(text) for text in texts], ""
    return None


def _with_thousands(texts: list[str]) -> tuple[list[float], str] | None:
    if _all(texts, _THOUSANDS.fullmatch, _REAL.fullmatch):
        return [float(text.replace(",", "")) for text in texts], "thousands separators read as such"
    return None


def _with_decimal_comma(texts: list[str]) -> tuple[list[float], str] | None:
    if _all(texts, _DECIMAL_COMMA.fullmatch, _POINT_THOUSANDS.fullmatch):
        plain = (re.sub(r"[. \u00a0'’]", "", text).replace(",", ".") for text in texts)
        return [float(text) for text in plain], "decimal commas read as such"
    return None


def _all(texts: list[str], telling: Callable[[str], object], allowed: Callable[[str], object]) -> bool:
    """Whether every text is of a way of writing, at least one in a manner that tells it from others."""
    return any(map(telling, texts)) and all(
        telling(text) or allowed(text) or _INTEGER.fullmatch(text) for text in texts
    )
