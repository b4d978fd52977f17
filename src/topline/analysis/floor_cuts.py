"""Under a privacy floor: what filters may be made of, so that no two of them differ by too few people.

A table shown for two filters tells of those in whom they differ. So each answer that a filter names must be given by
enough people, and numbers and dates are cut only where enough lie between two cuts: filters differ by groups then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from math import floor as floored
from weakref import WeakKeyDictionary

from topline.analysis.rows import rows_of
from topline.engine import Cancel, Engine
from topline.survey import (
    All,
    Answered,
    AnyOf,
    Chose,
    Condition,
    Contains,
    HasWords,
    IsCoded,
    Kind,
    Matches,
    Question,
    Slice,
    Stage,
    Storage,
    Within,
    WordCount,
    grouped,
)

Count = Callable[[Engine, Sequence[Condition], Cancel | None], tuple[int, ...]]
Bound = int | float | date | None
TOLD = 6
"""Places that a refusal names at most."""
_PIECES: WeakKeyDictionary[Engine, dict[str, tuple[tuple[Within, ...], ...]]] = WeakKeyDictionary()


def is_of_words(condition: Condition) -> bool:
    """Whether a condition looks at what people wrote, of which any two differ by few."""
    if isinstance(condition, AnyOf | All):
        return any(map(is_of_words, condition.parts))
    return isinstance(condition, Contains | HasWords | Matches | WordCount)


def finer(
    leaves: Sequence[Condition], engine: Engine, count: Count, cancel: Cancel | None
) -> tuple[tuple[Condition, ...], str]:
    """What else must be told apart: each answer alone, those who gave another, and the numbers next to a cut.

    Args:
        leaves: The single conditions of a filter.
        engine: Who answered.
        count: For how many replies conditions are true.
        cancel: Gives it up.

    Returns:
        These conditions; and what is wrong, in words, where a number is cut in another place than it may be.
    """
    found: list[Condition] = []
    for leaf in leaves:
        match leaf:
            case Chose(name, codes):
                found += [Chose(name, (code,)) for code in codes] if len(codes) > 1 else []
                found.append(Answered(name))
                found += [IsCoded(name)] if engine.survey[name].is_coded else []
            case IsCoded(name):
                found += [Answered(name), *(IsCoded(name, stage) for stage in Stage)]
            case Answered(name) if engine.survey[name].coded_here:
                found += [IsCoded(name, stage) for stage in Stage]
            case Within(name):
                question = engine.survey[name]
                pieces = _pieces(question, engine, count, cancel)
                inside = [_is_inside(leaf, piece, question) for piece in pieces]
                if None in inside:
                    return (), f"{question.short} is not cut there; {_places(pieces, question)}"
                found += [_whole(pieces[at]) for at in range(len(pieces)) if _is_near(at, inside)]
                found.append(Answered(name))
    return tuple(dict.fromkeys(one for one in found if one not in leaves)), ""


def _is_near(at: int, inside: Sequence[bool | None]) -> bool:
    """Whether a piece is next to one on the other side of a cut, or inside."""
    beside = [inside[other] for other in (at - 1, at + 1) if 0 <= other < len(inside)]
    return bool(inside[at]) or any(one is not inside[at] for one in beside)


def _pieces(question: Question, engine: Engine, count: Count, cancel: Cancel | None) -> tuple[tuple[Within, ...], ...]:
    """Bands that lie beside each other, put together until enough people are in each piece."""
    known = _PIECES.setdefault(engine, {})
    if question.name not in known:
        rows = rows_of(engine, question, Slice(), cancel=cancel)
        bands = [row.condition for row in rows if isinstance(row.condition, Within)]
        pieces: list[list[Within]] = [[]]
        n = 0
        for band, people in zip(bands, count(engine, bands, cancel), strict=True):
            pieces[-1].append(band)
            n += people
            if n >= engine.survey.min_base:
                pieces.append([])
                n = 0
        last = pieces.pop()
        if pieces:
            pieces[-1] += last
        elif last:
            pieces.append(last)
        known[question.name] = tuple(map(tuple, pieces))
    return known[question.name]


def _whole(piece: Sequence[Within]) -> Condition:
    return piece[0] if len(piece) == 1 else AnyOf(tuple(piece))


def _is_inside(condition: Within, piece: Sequence[Within], question: Question) -> bool | None:
    """Whether a condition holds for all of a piece or for nothing of it; None where it cuts it."""
    low, low_in, high, high_in = _ends(condition, question)
    start, _, _, _ = _ends(piece[0], question)
    _, _, end, end_in = _ends(piece[-1], question)
    if _before(high, start, beside=not high_in) or _before(end, low, beside=not (end_in and low_in)):
        return False
    starts = low is None or (start is not None and (low < start or (low == start and low_in)))  # type: ignore[operator]
    ends = high is None or (end is not None and (high > end or (high == end and (high_in or not end_in))))  # type: ignore[operator]
    return True if starts and ends else None


def _before(one: Bound, other: Bound, *, beside: bool) -> bool:
    """Whether what ends at one place lies before what begins at another."""
    if one is None or other is None:
        return False
    return one < other or (one == other and beside)  # type: ignore[operator]


def _ends(condition: Within, question: Question) -> tuple[Bound, bool, Bound, bool]:
    """Where a range begins and ends, and whether it does with these; of whole numbers always up to the next one."""
    low, low_in, high, high_in = condition.low, condition.low_included, condition.high, condition.high_included
    if question.kind is Kind.NUMERIC and question.storage is Storage.INTEGER:
        if isinstance(low, int | float) and not low_in:
            low, low_in = floored(low) + 1, True
        if isinstance(high, int | float) and high_in:
            high, high_in = floored(high) + 1, False
    return low, low_in, high, high_in


def _places(pieces: Sequence[Sequence[Within]], question: Question) -> str:
    said = list(_starts(pieces, question))
    if not said:
        return "too few answered it for any cut"
    more = " ..." if len(said) > TOLD else ""
    return f"it can be at {', '.join(said[:TOLD])}{more}"


def _starts(pieces: Sequence[Sequence[Within]], question: Question) -> Iterator[str]:
    for piece in pieces[1:]:
        low = piece[0].low
        if isinstance(low, datetime):
            yield f"{low:%Y-%m-%d}"
        elif isinstance(low, int | float):
            yield grouped(low, ",.12g", years=False)
