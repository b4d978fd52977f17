"""Bands of numbers: how they are said, what is wrong with them, and what each is called."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from topline.survey.errors import ToplineError
from topline.survey.question import Band, Kind, Number, Question
from topline.survey.years import grouped

MOST_EDGES = 100
"""Edges at most: more bands than these nobody reads."""
EXACT = 2**53
"""Up to here whole numbers are kept as such."""


def bands_at(edges: Sequence[Any]) -> tuple[Band, ...]:
    """The bands that edges cut: below the first, from each up to the next, and from the last on; none of no edges.

    Raises:
        ToplineError: when they are no numbers, do not rise, or are too many.
    """
    for edge in edges:
        if not _is_number(edge) or not math.isfinite(edge):
            raise ToplineError(f"bands are cut at numbers such as 18, 25, 35; {edge!r} is none")
    for one, other in pairwise(edges):
        if other <= one:
            raise ToplineError(f"the edges of bands rise; {_said(other)} comes after {_said(one)}")
    if len(edges) > MOST_EDGES:
        raise ToplineError(f"{len(edges):,} edges are too many for bands; take at most {MOST_EDGES}")
    ends = [None, *map(_plain, edges), None]
    return tuple(Band(low, high) for low, high in pairwise(ends)) if edges else ()


def named_bands(said: Mapping[str, Any]) -> tuple[Band, ...]:
    """Bands by their names, each from a number up to but without another one; inf and -inf are open ends.

    Raises:
        ToplineError: when one is not said so, or they do not rise.
    """
    bands: list[Band] = []
    for label, ends in said.items():
        name = " ".join(label.split())
        shape = f'a band is written "{name or "Young"}" = [18, 30]: from 18 up to but without 30; -inf and inf are open'
        if not name or not isinstance(ends, list) or len(ends) != 2 or not all(map(_is_number, ends)):
            raise ToplineError(f"{shape}; not {ends!r}")
        low, high = ends
        if math.isnan(low) or math.isnan(high) or not low < high or low == math.inf or high == -math.inf:
            raise ToplineError(
                f"the band {name!r} ends at {_said(high)} and begins at {_said(low)}; its ends must rise"
            )
        if bands and (bands[-1].high is None or low < bands[-1].high):
            both = f"the bands {bands[-1].label!r} and {name!r} overlap or do not rise"
            raise ToplineError(f"{both}; let each begin where the one before ends, or later")
        bands.append(Band(_open(low), _open(high), name))
    if len(bands) > MOST_EDGES:
        raise ToplineError(f"{len(bands):,} bands are too many; take at most {MOST_EDGES}")
    return tuple(bands)


def check_numeric(question: Question) -> None:
    """Refuse bands of what is no number.

    Raises:
        ToplineError: when the question holds none.
    """
    if question.kind is not Kind.NUMERIC:
        raise ToplineError(f"bands cut numbers, and {question.name} is {question.kind}; leave them out")


def bands_said(said: Any) -> tuple[Band, ...]:
    """Bands as a survey file says them: a list of edges, or a table of names and ends.

    Raises:
        ToplineError: when they cannot be.
    """
    return named_bands(said) if isinstance(said, Mapping) else bands_at(said)


def as_said(bands: Sequence[Band]) -> Any:
    """Bands as a survey file says them."""
    if edges := edges_of(bands):
        return list(edges)
    ends = {"low": -math.inf, "high": math.inf}
    return {
        band.label: [ends["low"] if band.low is None else band.low, ends["high"] if band.high is None else band.high]
        for band in bands
    }


def edges_of(bands: Sequence[Band]) -> tuple[Number, ...]:
    """The edges that cut these bands; empty where they have names."""
    edges = tuple(band.low for band in bands if band.low is not None)
    return edges if bands_at(edges) == tuple(bands) else ()


def read_edges(text: str) -> tuple[Number, ...]:
    """Edges between commas, or spaces.

    Raises:
        ToplineError: when they are none, or cut no bands.
    """
    edges: list[Number] = []
    for part in text.replace(";", " ").replace(",", " ").split():
        try:
            edges.append(_plain(float(part)))
        except (ValueError, OverflowError):
            raise ToplineError(f"bands are cut at numbers such as 18,25,35; {part!r} is none") from None
    if not edges:
        raise ToplineError("bands are cut at numbers such as 18,25,35; there is none")
    bands_at(edges)
    return tuple(edges)


def band_words(band: Band, *, whole: bool, years: bool = False) -> str:
    """What a band is called: its name, else its ends.

    Args:
        whole: Whether there are whole numbers only, so that a band can be named by its last one.
        years: Whether the numbers are years.
    """

    def said(number: Number) -> str:
        return grouped(number, ",.12g", years=years)

    if band.label:
        return band.label
    if band.low is None:
        return "any number" if band.high is None else f"under {said(band.high)}"
    if band.high is None:
        return f"{said(band.low)} and over"
    if whole and float(band.low).is_integer() and float(band.high).is_integer():
        return said(band.low) if band.high - band.low == 1 else f"{said(band.low)} to {said(band.high - 1)}"
    return f"{said(band.low)} to <{said(band.high)}"


def _is_number(said: object) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool)


def _open(number: Number) -> Number | None:
    return None if math.isinf(number) else _plain(number)


def _plain(number: Number) -> Number:
    """A whole number as such, so that it is written without a point."""
    return int(number) if math.isfinite(number) and float(number).is_integer() and abs(number) <= EXACT else number


def _said(number: Number) -> str:
    return f"{number:.12g}"
