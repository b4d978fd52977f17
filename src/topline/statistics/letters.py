"""Column letters: which columns of a row significantly exceed which, when many pairs are looked at at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate

from topline.statistics.comparisons import Comparison

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Adjustment(StrEnum):
    """What is done about the many pairs of a row, of which some would differ by chance."""

    NONE = "none"
    """Nothing, as most agencies do: each pair stands for itself."""
    BH = "bh"
    """Of the differences found, at most 5 in 100 are expected to be chance: the false discovery rate."""
    HOLM = "holm"
    """At most 5 rows in 100 have a difference by chance alone; stepwise."""
    BONFERRONI = "bonferroni"
    """The same, by the number of pairs; the strictest."""

    @property
    def label(self) -> str:
        """As a footer names it."""
        return {"none": "no adjustment", "bh": "Benjamini-Hochberg", "holm": "Holm", "bonferroni": "Bonferroni"}[self]


def adjusted(p_values: Sequence[float], adjustment: Adjustment) -> tuple[float, ...]:
    """The p-values of a family of tests, each made as large as the number of tests asks for.

    Source: Benjamini and Hochberg (1995), JRSS B 57:289-300; Holm (1979), Scandinavian Journal of Statistics
    6:65-70; Bonferroni as in Dunn (1961), JASA 56:52-64. All three agree with R's `p.adjust`.

    Returns:
        The adjusted values, in the order given; none above 1.
    """
    many = len(p_values)
    order = sorted(range(many), key=p_values.__getitem__)
    raised: Iterable[float]
    match adjustment:
        case Adjustment.NONE:
            return tuple(p_values)
        case Adjustment.BONFERRONI:
            return tuple(min(1.0, p * many) for p in p_values)
        case Adjustment.HOLM:
            raised = accumulate(((many - rank) * p_values[at] for rank, at in enumerate(order)), max)
        case Adjustment.BH:
            upward = enumerate(reversed(order))
            raised = reversed([*accumulate((many / (many - rank) * p_values[at] for rank, at in upward), min)])
    found = {at: min(1.0, p) for at, p in zip(order, raised, strict=True)}
    return tuple(found[at] for at in range(many))


Pair = tuple[int, int]
"""Two columns of a row, by their places."""


def letters(
    tests: Mapping[Pair, Comparison],
    names: Sequence[str],
    *,
    level: float = 0.05,
    second: float | None = 0.10,
    adjustment: Adjustment = Adjustment.BH,
    pairs: int | None = None,
) -> tuple[str, ...]:
    """The letters that each column of a row gets: those of the columns that it significantly exceeds.

    Args:
        tests: The comparison of each pair that was tested; its statistic is above 0 where the first has more.
        names: The letter of each column, empty for one that is not tested.
        level: The p-value from which down a letter is written in capitals.
        second: That from which down it is written in small letters; None for one level alone.
        adjustment: What is done about the many pairs.
        pairs: How many were tested; those that are not in `tests` were found above both levels. None for these alone.

    Returns:
        For each column its letters, in the order of the columns; empty where it exceeds none. Commas stand between
        them where columns have names such as AA.
    """
    others = [1.0] * ((pairs or len(tests)) - len(tests))
    p_values = adjusted([*(test.p for test in tests.values()), *others], adjustment)
    found: list[list[tuple[int, str]]] = [[] for _ in names]
    for (one, other), p in zip(tests, p_values, strict=False):
        more, less = (one, other) if tests[one, other].statistic > 0 else (other, one)
        if p <= level:
            found[more].append((less, names[less].upper()))
        elif second is not None and p <= second:
            found[more].append((less, names[less].lower()))
    between = "," if any(len(name) > 1 for name in names) else ""
    return tuple(between.join(name for _, name in sorted(column)) for column in found)


def column_letter(place: int) -> str:
    """The letter of a banner's column: A to Z, then AA, AB ... as in a spreadsheet.

    Args:
        place: 0 for the first.
    """
    letter = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, len(ALPHABET))
        letter = ALPHABET[rest] + letter
    return letter
