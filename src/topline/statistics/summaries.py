"""Numeric answers in one number: mean, standard deviation, standard error, quantile, NPS."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95% interval."""
ROUNDING = 1e-9
"""Relative error within which a cumulated weight counts as hitting a quantile exactly."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and how precisely the sample pins it down."""

    value: float
    """The estimate, in its own unit."""

    standard_error: float
    """The standard error, in the same unit."""

    def interval(self, least: float = -math.inf, most: float = math.inf) -> tuple[float, float]:
        """The 95% interval: 1.96 standard errors to either side, within what the value can be."""
        reach = Z95 * self.standard_error
        return max(least, self.value - reach), min(most, self.value + reach)


@dataclass(frozen=True, slots=True)
class Moments:
    """The sums over the replies to a numeric question from which its mean and spread follow.

    Each y is an answer minus `origin`. Any origin gives the same results on paper; one among the
    answers (their minimum will do) keeps large answers, such as incomes, from losing digits.
    For unweighted replies every w is 1.
    """

    n: int
    """How many replies, unweighted."""

    sum_w: float
    """Sum of the weights."""

    sum_w2: float
    """Sum of the squared weights."""

    sum_wy: float
    """Sum of w * y."""

    sum_wy2: float
    """Sum of w * y^2."""

    sum_w2y: float
    """Sum of w^2 * y."""

    sum_w2y2: float
    """Sum of w^2 * y^2."""

    origin: float = 0.0
    """What was taken off every answer before summing, in the unit of the answers."""

    def __post_init__(self) -> None:
        """Refuse sums that no replies can have."""
        for name in ("n", "sum_w", "sum_w2", "sum_wy2", "sum_w2y2"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must be 0 or more, not {getattr(self, name)}.")

    @classmethod
    def of(cls, answers: Iterable[tuple[float, float]]) -> Self:
        """The sums over (answer, weight) pairs, one a reply, about an origin among the answers."""
        pairs = list(answers)
        if not all(math.isfinite(y) and 0 <= w < math.inf for y, w in pairs):
            raise ValueError("Answers must be finite numbers with finite weights of 0 or more.")
        origin = pairs[0][0] if pairs else 0.0
        shifted = [(y - origin, w) for y, w in pairs]
        return cls(
            n=len(pairs),
            sum_w=math.fsum(w for _, w in shifted),
            sum_w2=math.fsum(w * w for _, w in shifted),
            sum_wy=math.fsum(w * y for y, w in shifted),
            sum_wy2=math.fsum(w * y * y for y, w in shifted),
            sum_w2y=math.fsum(w * w * y for y, w in shifted),
            sum_w2y2=math.fsum(w * w * y * y for y, w in shifted),
            origin=origin,
        )

    @property
    def mean(self) -> float | None:
        """The weighted mean, in the unit of the answers; None when nobody has a weight."""
        return self.origin + self.sum_wy / self.sum_w if self.sum_w else None

    @property
    def standard_deviation(self) -> float | None:
        """The spread of the answers, in their unit; None for fewer than two replies.

        Source: s^2 = sum w (y - mean)^2 / sum w * n/(n-1), as `svyvar` of R's survey package;
        the ordinary sample standard deviation when unweighted.
        """
        if self.n < 2 or not self.sum_w:
            return None
        shift = self.sum_wy / self.sum_w
        variance = self.sum_wy2 / self.sum_w - shift * shift
        return math.sqrt(max(0.0, variance) * self.n / (self.n - 1))

    @property
    def standard_error(self) -> float | None:
        """The standard error of the mean, in the unit of the answers; None below two replies.

        Source: Taylor linearisation for weights alone, SE^2 = n/(n-1) * sum (w (y - mean) / sum w)^2,
        as `svymean` of R's survey package (Binder 1983, International Statistical Review
        51:279-292); s / sqrt(n) when unweighted. With answers of 0 and 1 it is that of a share.
        """
        if self.n < 2 or not self.sum_w:
            return None
        shift = self.sum_wy / self.sum_w
        squares = self.sum_w2y2 - 2 * shift * self.sum_w2y + shift * shift * self.sum_w2
        return math.sqrt(max(0.0, squares) * self.n / (self.n - 1)) / self.sum_w


def quantile(tallies: Iterable[tuple[float, float]], q: float) -> float | None:
    """The answer below which a share q of the weight lies, by the "school" rule.

    The rule inverts the cumulative distribution: the smallest answer whose cumulated weight
    reaches q, or midway to the next one if it hits q exactly. So the median of 1, 2, 3, 4 is 2.5.

    Source: `qrule="school"` of R's survey package; type 2 of Hyndman and Fan (1996), The American
    Statistician 50:361-365.

    Args:
        tallies: Pairs of (answer, weight), in any order: one a reply, or one a distinct answer with
            the weight of all who gave it.
        q: The share of the weight, a fraction 0..1; 0.5 is the median.

    Returns:
        The quantile in the unit of the answers, or None when nobody has a weight.

    Raises:
        ValueError: If q, an answer or a weight is impossible.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"A quantile must be a fraction from 0 to 1, not {q}.")
    pairs = sorted(tallies)
    if not all(math.isfinite(y) and 0 <= w < math.inf for y, w in pairs):
        raise ValueError("Answers must be finite numbers with finite weights of 0 or more.")
    pairs = [(y, w) for y, w in pairs if w > 0]
    if not pairs:
        return None
    cumulated = list(accumulate(w for _, w in pairs))
    target = q * cumulated[-1]
    at = bisect_left(cumulated, target * (1 - ROUNDING))
    exact = cumulated[at] <= target * (1 + ROUNDING)
    beyond = min(at + 1, len(pairs) - 1) if exact else at
    return (pairs[at][0] + pairs[beyond][0]) / 2


def net_promoter_score(
    promoters: float,
    passives: float,
    detractors: float,
    n: float | None = None,
) -> Estimate | None:
    """The Net Promoter Score of a 0-10 question: per cent promoters minus per cent detractors.

    Source: Reichheld (2003), Harvard Business Review 81(12):46-54, score 100 (P - D); the standard
    error 100 sqrt((P + D - (P - D)^2) / n) is that of the mean of +1, 0 and -1.

    Args:
        promoters: Those who answered 9 or 10, counted or weighted.
        passives: Those who answered 7 or 8.
        detractors: Those who answered 0 to 6.
        n: The effective base; if left out, the three together (right for unweighted counts).

    Returns:
        The score from -100 to 100 and its standard error, in points; None when there is no base.

    Raises:
        ValueError: If a count or the base is negative or not finite.
    """
    total = promoters + passives + detractors
    base = total if n is None else n
    if not all(0 <= count < math.inf for count in (promoters, passives, detractors, base)):
        raise ValueError("Promoters, passives, detractors and their base must be finite and 0 or more.")
    if not (total and base):
        return None
    extreme, net = (promoters + detractors) / total, (promoters - detractors) / total
    return Estimate(100 * net, 100 * math.sqrt(max(0.0, extreme - net * net) / base))
