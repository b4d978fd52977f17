"""How well coders agree, beyond what chance alone would give."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa of two coders."""

    value: float | None
    """1 for perfect agreement, 0 for that of chance; None where both give everything the same one code."""
    observed: float
    """The share of replies that they coded alike."""
    expected: float
    """That which chance would give, from how often each coder uses each code."""
    standard_error: float | None
    """Of the value; None where it has none."""


def cohen_kappa(counts: Sequence[Sequence[float]]) -> Kappa | None:
    """Cohen's kappa of two coders who gave each reply one code.

    Source: Cohen (1960), Educational and Psychological Measurement 20:37-46; the standard error of Fleiss, Cohen and
    Everitt (1969), Psychological Bulletin 72:323-327.

    Args:
        counts: Replies by the first coder's code (rows) and the second's (columns), codes in the same order.

    Returns:
        The kappa; None of no replies.

    Raises:
        ValueError: If the table is not square or a count is negative.
    """
    size = len(counts)
    if any(len(row) != size or any(n < 0 for n in row) for row in counts):
        raise ValueError("Agreement needs a square table of counts of 0 or more.")
    n = math.fsum(count for row in counts for count in row)
    if not n:
        return None
    shares = [[count / n for count in row] for row in counts]
    first = [math.fsum(row) for row in shares]
    second = [math.fsum(row[at] for row in shares) for at in range(size)]
    observed = math.fsum(shares[at][at] for at in range(size))
    expected = math.fsum(a * b for a, b in zip(first, second, strict=True))
    if expected >= 1:
        return Kappa(None, observed, expected, None)
    kappa = (observed - expected) / (1 - expected)
    agreeing = math.fsum(shares[at][at] * (1 - (first[at] + second[at]) * (1 - kappa)) ** 2 for at in range(size))
    differing = math.fsum(
        shares[i][j] * (second[i] + first[j]) ** 2 for i in range(size) for j in range(size) if i != j
    )
    variance = agreeing + (1 - kappa) ** 2 * differing - (kappa - expected * (1 - kappa)) ** 2
    return Kappa(kappa, observed, expected, math.sqrt(max(0.0, variance) / n) / (1 - expected))


Distance = Callable[[Hashable, Hashable], float]
"""How far two codings are apart, whichever comes first: 0 for the same."""


def nominal(one: Hashable, other: Hashable) -> float:
    """Codes are the same or they are not."""
    return float(one != other)


def interval(one: Hashable, other: Hashable) -> float:
    """The squared difference of two numbers."""
    return float(one - other) ** 2  # type: ignore[operator]


def masi(one: Hashable, other: Hashable) -> float:
    """How far two sets of codes are apart: 1 less their Jaccard index, times how one is part of the other.

    Source: Passonneau (2006), Measuring Agreement on Set-valued Items (MASI), LREC.
    """
    first, second = frozenset(one), frozenset(other)  # type: ignore[call-overload]
    both = first & second
    if first == second:
        return 0.0
    if not both:
        return 1.0
    monotone = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - len(both) / len(first | second) * monotone


def ordinal(values: Sequence[float]) -> Distance:
    """The distance of two ranks: squared, in how many codings lie between them.

    Source: Krippendorff (2018), Content Analysis, 4th edition, section 12.3.4.

    Args:
        values: All values that were given and can be paired, as often as they were.
    """
    given = Counter(values)
    ranks = sorted(given)
    upto = dict(zip(ranks, accumulate(given[rank] for rank in ranks), strict=True))

    def distance(one: Hashable, other: Hashable) -> float:
        low, high = sorted((one, other))  # type: ignore[type-var]
        between = upto[high] - upto[low] + given[low]  # type: ignore[index]
        return (between - (given[low] + given[high]) / 2) ** 2  # type: ignore[index]

    return distance


def krippendorff_alpha(
    units: Sequence[Sequence[Hashable]], distance: Distance | str = "nominal", times: Sequence[int] | None = None
) -> float | None:
    """Krippendorff's alpha: agreement of any number of coders, who need not all have coded every reply.

    Source: Krippendorff (2018), Content Analysis, 4th edition, chapter 12: 1 - Do/De.

    Args:
        units: For each reply the codings that it got, one a coder who coded it, in any order; numbers, codes, or
            for `masi` sets of codes.
        distance: How far two codings are apart; "ordinal" for ranks, "interval" for numbers, "nominal" for codes.
        times: Replies that each unit stands for, where equal ones are told once; left out, 1 each.

    Returns:
        1 for perfect agreement, 0 for that of chance, below 0 for less; None where no reply has two codings or all
        codings are alike.

    Raises:
        ValueError: If the distance is none of these.
    """
    each = times if times is not None else [1] * len(units)
    pairable = [(unit, many) for unit, many in zip(units, each, strict=True) if len(unit) > 1]
    given: Counter[Hashable] = Counter()
    for unit, many in pairable:
        for value in unit:
            given[value] += many
    apart = _distance(distance, given)
    n = given.total()
    expected = _disagreement(given, apart)
    if n < 2 or not expected:
        return None
    observed = math.fsum(many * _disagreement(Counter(unit), apart) / (len(unit) - 1) for unit, many in pairable)
    return 1 - (n - 1) * observed / expected


def _disagreement(given: Counter[Hashable], apart: Distance) -> float:
    """The distances of all pairs of these codings, added up."""
    pairs = combinations(given.items(), 2)
    return 2 * math.fsum(many * others * apart(value, other) for (value, many), (other, others) in pairs)


def _distance(distance: Distance | str, given: Counter[Hashable]) -> Distance:
    if callable(distance):
        return distance
    match distance:
        case "nominal":
            return nominal
        case "interval":
            return interval
        case "ordinal":
            return ordinal(list(given.elements()))  # type: ignore[arg-type]
    raise ValueError(f"Agreement is nominal, ordinal or interval, not {distance}.")
