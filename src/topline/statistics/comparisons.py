"""Whether two groups differ: tests of two shares, of two means, and of two answers of the same people."""

from __future__ import annotations

import math
from dataclasses import dataclass

from topline.statistics.proportions import ROUNDING, fraction
from topline.statistics.tails import chi_square_above, normal_two_sided, student_two_sided


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a test between two groups."""

    statistic: float
    """z, t or chi-square; above 0 where the first group has more. Infinite where nothing varies but the groups."""
    df: float | None
    """Degrees of freedom; None for a z, whose distribution is normal."""
    p: float
    """Two-sided probability of a difference at least so large where the groups do not differ."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a base, as a test needs it."""

    share: float
    """A fraction 0..1, weighted where the replies are."""
    weight: float
    """Sum of the weights of the base; its number of replies if unweighted."""
    effective: float
    """Kish's effective base; its number of replies if unweighted."""


def compare_shares(
    one: Share, other: Share, overlap: float = 0.0, *, weighted: bool = False, pooled: bool = True
) -> Comparison | None:
    """Test whether two shares differ.

    z = d / sqrt(p(1-p) (1/n1 + 1/n2)), with p the share of both together. Where replies are weighted or some people
    are in both groups, t = d / sqrt(p(1-p) (1/e1 + 1/e2 - 2 e12/(e1 e2))) on e1 + e2 - e12 - 2 degrees of freedom,
    with e the effective bases.

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 3.1; with weights
    and overlap IBM SPSS Data Collection Survey Reporter, Statistical Tests, column proportions.

    Args:
        one: The first share.
        other: The second.
        overlap: The effective number of people who are in both bases; 0 if they are apart.
        weighted: Whether the shares are of weighted replies.
        pooled: Whether the variance is that of the share of both together, as it is where they do not differ; else
            each has its own.

    Returns:
        The comparison; None where a base is empty, too small for a t, or the groups are the same people.

    Raises:
        ValueError: If a share, base or overlap is impossible.
    """
    for share in (one, other):
        _check(share, overlap)
    if not (one.effective and other.effective):
        return None
    common = overlap / (one.effective * other.effective)
    if 1 / one.effective + 1 / other.effective - 2 * common <= ROUNDING / max(one.effective, other.effective):
        return None
    first, second = fraction(one.share), fraction(other.share)
    if pooled:
        first = second = fraction((first * one.weight + second * other.weight) / (one.weight + other.weight))
    own, others = first * (1 - first), second * (1 - second)
    variance = own / one.effective + others / other.effective - 2 * math.sqrt(own * others) * common
    statistic = _standardised(one.share - other.share, math.sqrt(max(0.0, variance)))
    if not weighted and not overlap:
        return Comparison(statistic, None, normal_two_sided(statistic))
    df = one.effective + other.effective - overlap - 2
    return Comparison(statistic, df, student_two_sided(statistic, df)) if df > 0 else None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of some replies, as a test needs it."""

    mean: float
    deviation: float
    """The standard deviation of the answers, in their unit."""
    effective: float
    """Kish's effective number of them; how many they are if unweighted."""


def compare_means(one: Mean, other: Mean, overlap: float = 0.0) -> Comparison | None:
    """Test whether two means differ, whatever their spreads: Welch's t on effective bases.

    SE^2 = s^2 / e with e Kish's effective base, and Welch's degrees of freedom on e. People in both groups take
    2 s1 s2 e12 / (e1 e2) off the variance of the difference, as in the test of two shares.

    Source: Welch (1947), Biometrika 34:28-35, with the bases of Kish (1965), Survey Sampling, section 11.7.

    Args:
        one: The first mean.
        other: The second.
        overlap: The effective number of people who are in both groups.

    Returns:
        The comparison; None where a group has an effective base of 1 or less, or where both are the same people.

    Raises:
        ValueError: If a spread, base or overlap is impossible.
    """
    for group in (one, other):
        if not (0 <= group.deviation < math.inf and 0 <= group.effective < math.inf and math.isfinite(group.mean)):
            raise ValueError(f"A mean needs a finite spread and base of 0 or more, not {group}.")
        if overlap < 0 or overlap > group.effective * (1 + ROUNDING):
            raise ValueError(f"{overlap} people cannot be in both of two groups, one of which has {group.effective}.")
    if min(one.effective, other.effective) <= 1:
        return None
    first, second = (group.deviation**2 / group.effective for group in (one, other))
    variance = first + second - 2 * one.deviation * other.deviation * overlap / (one.effective * other.effective)
    if overlap and variance <= ROUNDING * (first + second):
        return None
    statistic = _standardised(one.mean - other.mean, math.sqrt(max(0.0, variance)))
    within = first**2 / (one.effective - 1) + second**2 / (other.effective - 1)
    df = (first + second) ** 2 / within if within else one.effective + other.effective - 2
    return Comparison(statistic, df, student_two_sided(statistic, df))


@dataclass(frozen=True, slots=True)
class Score:
    """A score with its standard error, as a test needs it."""

    value: float
    standard_error: float
    """In the unit of the value."""
    effective: float
    """Kish's effective base; how many people it is of if unweighted."""


def compare_scores(one: Score, other: Score, overlap: float = 0.0, *, weighted: bool = False) -> Comparison | None:
    """Test whether two net promoter scores differ, by their standard errors.

    z = d / sqrt(SE1^2 + SE2^2 - 2 SE1 SE2 e12 / sqrt(e1 e2)). Where replies are weighted or some people are in both
    groups, the same is a t on e1 + e2 - e12 - 2 degrees of freedom, as for two shares. A score is the mean of 100, 0
    and -100, whose standard error is known from the three shares alone.

    Source: the difference of two independent estimates; Kish (1965), Survey Sampling, section 12.4, for those that
    have people in common.

    Args:
        one: The first score.
        other: The second.
        overlap: The effective number of people who are in both groups; 0 if they are apart.
        weighted: Whether the scores are of weighted replies.

    Returns:
        The comparison; None where a group is empty or too small for a t, or where both are the same people.

    Raises:
        ValueError: If a standard error, base or overlap is impossible.
    """
    for group in (one, other):
        if not (
            0 <= group.standard_error < math.inf and 0 <= group.effective < math.inf and math.isfinite(group.value)
        ):
            raise ValueError(f"A score needs a finite standard error and base of 0 or more, not {group}.")
        if overlap < 0 or overlap > group.effective * (1 + ROUNDING):
            raise ValueError(f"{overlap} people cannot be in both of two groups, one of which has {group.effective}.")
    if not (one.effective and other.effective):
        return None
    errors = one.standard_error**2 + other.standard_error**2
    common = overlap / math.sqrt(one.effective * other.effective)
    variance = errors - 2 * one.standard_error * other.standard_error * common
    if overlap and variance <= ROUNDING * errors:
        return None
    statistic = _standardised(one.value - other.value, math.sqrt(max(0.0, variance)))
    if not weighted and not overlap:
        return Comparison(statistic, None, normal_two_sided(statistic))
    df = one.effective + other.effective - overlap - 2
    return Comparison(statistic, df, student_two_sided(statistic, df)) if df > 0 else None


def mcnemar(only_first: float, only_second: float) -> Comparison | None:
    """Test whether the same people gave one answer more often than another: McNemar's chi-square.

    Source: McNemar (1947), Psychometrika 12:153-157, without correction for continuity: (b - c)^2 / (b + c).

    Args:
        only_first: People who gave the first answer and not the second.
        only_second: People who gave the second and not the first.

    Returns:
        The comparison, on one degree of freedom; None where nobody gave one without the other.

    Raises:
        ValueError: If a count is negative.
    """
    if only_first < 0 or only_second < 0:
        raise ValueError(f"Counts must be 0 or more people, not {only_first} and {only_second}.")
    either = only_first + only_second
    if not either:
        return None
    statistic = (only_first - only_second) ** 2 / either
    return Comparison(statistic, 1, chi_square_above(statistic, 1))


def _standardised(difference: float, error: float) -> float:
    """A difference in standard errors; of none where both are the same, without end where nothing else varies."""
    if error:
        return difference / error
    return math.copysign(math.inf, difference) if abs(difference) > ROUNDING else 0.0


def _check(share: Share, overlap: float) -> None:
    fraction(share.share)
    if not (0 <= share.effective < math.inf and 0 <= share.weight < math.inf):
        raise ValueError(f"A base must be finite and 0 or more, not {share.effective} of weight {share.weight}.")
    if (share.weight == 0) != (share.effective == 0):
        raise ValueError(f"A base of weight {share.weight} cannot be worth {share.effective} replies.")
    if overlap < 0 or overlap > share.effective * (1 + ROUNDING):
        raise ValueError(f"{overlap} people cannot be in both of two bases, one of which has {share.effective}.")
