"""Raking: weights with which the replies have the shares that are known of the population.

Iterative proportional fitting of whole groups of people: all who give the same answers to the questions raked by
get the same factor, so that it costs the same for a hundred replies and for a million.

Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11:427-444; Deville, Sarndal and Sautory (1993),
JASA 88:1013-1020; with epsilon towards 0 as `rake` of R's survey package.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.statistics.weights import effective_base

if TYPE_CHECKING:
    import numpy

CONVERGED = 1e-10
"""Raking is done when no factor of a round is farther from 1 than this."""
MOST_ROUNDS = 1_000
ROUNDING = 1e-9
"""Relative error within which a weight is at its cap."""
MET = 1e-4
"""The share of all people by which a reached share may be off its target, which then is met: a hundredth of a point.

No share that is shown to a tenth of a point tells it, and it is below what chance alone does to a share of ten million
people. Where weights must go towards 0, as a cap can make them, raking comes closer for ever and never arrives.
"""
WIDE = 100.0
"""Beyond this ratio of the greatest weight to the smallest it deserves a warning that some people hardly count; weights
that are trimmed as is usual, to between 0.2 or 0.3 and 3 to 5, have a ratio of 25 at most."""
LOW_EFFICIENCY = 0.8
"""Below this the weighting costs so much that it deserves a warning ..."""
POOR_EFFICIENCY = 0.7
"""... and below this, an alarm."""


@dataclass(frozen=True, slots=True)
class Group:
    """All people who give the same answers to the questions that are raked by."""

    levels: tuple[str, ...]
    """Their answers, in the order of the targets."""
    n: int
    """How many they are."""
    sum_w: float
    """Sum of the weights that they have before; `n` where they have none."""
    sum_w2: float
    """Sum of their squares; `n` where they have none."""


Target = Mapping[str, float]
"""The share of each answer in the population, in any unit: they are divided by their sum."""


@dataclass(frozen=True, slots=True)
class Residual:
    """How far a margin stayed from its target."""

    question: int
    """Which of the targets, by its place."""
    level: str
    target: float
    """A fraction of the population."""
    reached: float
    """The same of the weighted replies."""


@dataclass(frozen=True, slots=True)
class Raking:
    """The weights, and what they cost."""

    factors: tuple[float, ...]
    """What to multiply the weights of each group by; the mean weight of all people is then 1."""
    rounds: int
    """How often all targets were gone through."""
    converged: bool
    """Whether every target is met."""
    residuals: tuple[Residual, ...]
    """The share that each answer got, beside its target."""
    n: int
    effective: float
    """Kish's effective base of the raked weights."""
    least: float
    """The smallest mean weight of a group."""
    greatest: float
    """The greatest."""

    @property
    def efficiency(self) -> float:
        """The share of the replies that weighting leaves, a fraction."""
        return self.effective / self.n if self.n else 1.0

    @property
    def ratio(self) -> float:
        """The greatest weight as a multiple of the smallest."""
        return self.greatest / self.least if self.least else math.inf

    @property
    def worst(self) -> float:
        """How far the worst margin stayed from its target, as a fraction of all people."""
        return max((abs(one.reached - one.target) for one in self.residuals), default=0.0)


class InfeasibleTargetError(ValueError):
    """Targets that no weights can meet."""


def rake(groups: Sequence[Group], targets: Sequence[Target], cap: float | None = None) -> Raking:
    """Weights with which the people of these groups have the shares of the targets.

    Args:
        groups: The people, by their answers; a combination of answers once.
        targets: For each question the shares of its answers; those of 0 may be answers that nobody gave.
        cap: The greatest weight that anybody may get, as a multiple of the mean weight; applied in every round.

    Returns:
        The raking; where it has not `converged`, its residuals say by how much.

    Raises:
        InfeasibleTargetError: If a target names an answer that nobody gave, if somebody gave one that no target
            names, or if the cap is too low for a target.
        ValueError: If a share, a sum or the cap is impossible.
    """
    import numpy as np

    shares = [_normalised(target) for target in targets]
    _check(groups, shares)
    places = [
        np.array([list(share).index(group.levels[at]) for group in groups], int) for at, share in enumerate(shares)
    ]
    wanted = [np.array(list(share.values())) for share in shares]
    people = np.array([group.n for group in groups], float)
    before = np.array([group.sum_w for group in groups], float)
    n = float(people.sum())
    if cap is not None:
        _check_cap(cap, people / n, shares, places)
    mass = before / before.sum() * n
    rounds, moved = 0, math.inf
    while moved > CONVERGED and rounds < MOST_ROUNDS:
        rounds, start = rounds + 1, mass.copy()
        for place, share in zip(places, wanted, strict=True):
            margin = np.bincount(place, mass, len(share))
            factor = np.divide(share * n, margin, out=np.zeros_like(share), where=margin > 0)
            mass = mass * factor[place]
        if cap is not None:
            mass = np.minimum(mass, cap * people)
            mass *= n / mass.sum()
        changed = np.divide(mass, start, out=np.ones_like(mass), where=start > 0)
        moved = float(np.abs(changed - 1).max())
    factors = np.divide(mass, before, out=np.zeros_like(mass), where=before > 0)
    squares = float((factors**2 * np.array([group.sum_w2 for group in groups])).sum())
    residuals = tuple(
        Residual(at, level, float(share), float(reached / n))
        for at, target in enumerate(shares)
        for level, share, reached in zip(
            target, wanted[at], np.bincount(places[at], mass, len(wanted[at])), strict=True
        )
    )
    mean = np.divide(mass, people, out=np.zeros_like(mass), where=people > 0)
    met = all(abs(one.reached - one.target) <= MET for one in residuals)
    return Raking(
        tuple(map(float, factors)),
        rounds,
        met,
        residuals,
        int(n),
        effective_base(float(mass.sum()), squares),
        float(mean.min()),
        float(mean.max()),
    )


def least_cap(groups: Sequence[Group], targets: Sequence[Target]) -> float:
    """The cap below which no weights meet the targets: the greatest share wanted, as a multiple of the share had.

    It is necessary, and need not be enough where several questions are raked by.
    """
    n = sum(group.n for group in groups)
    ratios = [
        share * n / had
        for at, target in enumerate(targets)
        for level, share in _normalised(target).items()
        if (had := sum(group.n for group in groups if group.levels[at] == level))
    ]
    return max(ratios, default=1.0)


def _normalised(target: Target) -> dict[str, float]:
    if not all(0 <= share < math.inf for share in target.values()):
        raise ValueError("The shares of a target must be finite numbers of 0 or more.")
    total = math.fsum(target.values())
    if not total:
        raise ValueError("A target needs a share above 0.")
    return {level: share / total for level, share in target.items()}


def _check(groups: Sequence[Group], shares: Sequence[Mapping[str, float]]) -> None:
    if not shares or not any(group.sum_w for group in groups):
        raise ValueError("Raking needs targets, and people with weights.")
    if any(group.n < 0 or group.sum_w < 0 or group.sum_w2 < 0 for group in groups):
        raise ValueError("People and sums of weights must be 0 or more.")
    for at, share in enumerate(shares):
        given = {group.levels[at] for group in groups if group.sum_w}
        if lost := [level for level, part in share.items() if part and level not in given]:
            raise InfeasibleTargetError(f"nobody gave the answer {lost[0]!r}, so that no weight can give it a share")
        if extra := sorted({group.levels[at] for group in groups} - share.keys()):
            raise InfeasibleTargetError(f"there is no target for the answer {extra[0]!r}, which some gave")


def _check_cap(
    cap: float, part: numpy.ndarray, shares: Sequence[Mapping[str, float]], places: Sequence[numpy.ndarray]
) -> None:
    import numpy as np

    if not cap > 1 - ROUNDING:
        raise ValueError(f"A cap must be 1 or more, for the mean weight is 1, not {cap}.")
    for place, share in zip(places, shares, strict=True):
        had = np.bincount(place, part, len(share))
        for level, wanted, here in zip(share, share.values(), had, strict=True):
            if wanted > cap * here * (1 + ROUNDING):
                least = f"{wanted / here:.4g}" if here else "endless"
                raise InfeasibleTargetError(f"{level!r} needs weights of {least} on average, above the cap of {cap:g}")
