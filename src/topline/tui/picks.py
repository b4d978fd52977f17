"""Picking answers of one question: which of its values a condition stands for, and it with one more or one less.

Conditions of one question stand side by side in it with `or`: answers as one list of codes, bands that touch as one
range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from topline.survey import AnyOf, Chose, Condition, Within, WordCount


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """What stands in a condition side by side with `or`."""
    if condition is None:
        return ()
    return condition.parts if isinstance(condition, AnyOf) else (condition,)


def is_picked(condition: Condition | None, value: Condition) -> bool:
    """Whether everyone whom a value means is meant by a condition, as far as it can be told."""
    return any(covers(part, value) for part in parts_of(condition))


def toggled(condition: Condition | None, value: Condition, values: Sequence[Condition]) -> Condition | None:
    """A condition with a value picked, or no longer; None where nothing is picked any more.

    Args:
        values: All that can be picked, in order: where a range was picked as one, the rest of it stays.
    """
    parts = parts_of(condition)
    if not is_picked(condition, value):
        return joined((*parts, value), values)
    kept: list[Condition] = []
    for part in parts:
        if not covers(part, value):
            kept.append(part)
        elif isinstance(part, Chose) and isinstance(value, Chose):
            codes = tuple(code for code in part.codes if code not in value.codes)
            kept += [replace(part, codes=codes)] if codes else []
        else:
            kept += [other for other in values if other != value and covers(part, other) and not covers(value, other)]
    return joined(kept, values)


def covers(part: Condition, value: Condition) -> bool:
    """Whether a part of a condition is true of everyone of whom a value is."""
    match part, value:
        case Chose(), Chose():
            return part.question == value.question and bool(value.codes) and set(value.codes) <= set(part.codes)
        case Within(), Within():
            return part.question == value.question and _starts_before(part, value) and _ends_after(part, value)
        case WordCount(), WordCount():
            below = part.low is None or (value.low is not None and part.low <= value.low)
            above = part.high is None or (value.high is not None and value.high <= part.high)
            return part.question == value.question and below and above
    return part == value


def _starts_before(part: Within, value: Within) -> bool:
    first: Any = part.low
    second: Any = value.low
    if first is None or second is None:
        return first is None
    return bool(first < second or (first == second and part.low_included >= value.low_included))


def _ends_after(part: Within, value: Within) -> bool:
    first: Any = value.high
    second: Any = part.high
    if first is None or second is None:
        return second is None
    return bool(first < second or (first == second and part.high_included >= value.high_included))


def joined(parts: Iterable[Condition], values: Sequence[Condition]) -> Condition | None:
    """Parts side by side: codes in the codebook's order as one answer, ranges that touch as one range."""
    codes = [code for value in values if isinstance(value, Chose) for code in value.codes]
    order = {code: at for at, code in enumerate(dict.fromkeys(codes))}
    chosen: Chose | None = None
    ranges: list[Within | WordCount] = []
    others: list[Condition] = []
    for part in parts:
        if isinstance(part, Chose):
            both = (*chosen.codes, *part.codes) if chosen else part.codes
            ranked = sorted(dict.fromkeys(both), key=lambda code: order.get(code, len(order)))
            chosen = Chose(part.question, tuple(ranked), part.unlisted or bool(chosen and chosen.unlisted))
        elif isinstance(part, (Within, WordCount)):
            ranges.append(part)
        elif part not in others:
            others.append(part)
    found = [*([chosen] if chosen else []), *_merged(ranges), *others]
    if len(found) < 2:
        return found[0] if found else None
    return AnyOf(tuple(found))


def _merged(ranges: list[Within | WordCount]) -> list[Within | WordCount]:
    """Ranges in order, those that touch as one."""
    merged: list[Within | WordCount] = []
    for following in sorted(ranges, key=_start):
        last = merged[-1] if merged else None
        if last is not None and covers(last, following):
            continue
        if isinstance(last, Within) and isinstance(following, Within) and _touches(last, following):
            merged[-1] = replace(last, high=following.high, high_included=following.high_included)
        elif isinstance(last, WordCount) and isinstance(following, WordCount) and _follows(last, following):
            merged[-1] = replace(last, high=following.high)
        else:
            merged.append(following)
    return merged


def _start(part: Within | WordCount) -> tuple[bool, Any]:
    return (part.low is not None, part.low)


def _touches(last: Within, following: Within) -> bool:
    return last.high is not None and last.high == following.low and (last.high_included or following.low_included)


def _follows(last: WordCount, following: WordCount) -> bool:
    return last.high is not None and following.low == last.high + 1
