"""How far a percentage may be from the truth: the Wilson interval and the margin of error.

Both cover sampling only. Neither says anything about the people who did not answer.
"""

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

ROUNDING = 1e-9
"""How far outside 0..1 a share may fall and still be taken for rounding in the sums behind it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of values that the sample does not rule out."""

    low: float
    """Lower limit, in the unit of the estimate (a fraction for a proportion)."""

    high: float
    """Upper limit, in the same unit."""


def wilson(p: float, n: float, confidence: float = 0.95, population: int | None = None) -> Interval:
    """The Wilson score interval of a proportion.

    Unlike p plus or minus a margin it stays within 0..1 and is honest for small bases and for
    shares of 0 or 1.

    Source: Wilson (1927), JASA 22:209-212. With a finite population, n is first divided by
    (N-n)/(N-1), Cochran (1977), Sampling Techniques, section 3.2.

    Args:
        p: The observed share, a fraction 0..1.
        n: The base; for weighted replies the effective base, which need not be whole.
        confidence: The confidence level, a fraction strictly between 0 and 1.
        population: How many people could have replied, where that is known.

    Returns:
        The interval, within 0..1 and containing p; all of 0..1 when the base is 0, and p alone
        when everybody in the population replied.

    Raises:
        ValueError: If a share, base, level or population is impossible.
    """
    p, z = fraction(p), _z(confidence)
    n = _infinite_population_base(n, population)
    if math.isinf(n):
        return Interval(p, p)
    # The textbook formula times n/n: nothing is divided by n, so a base of 0 needs no exception.
    centre = n * p + z * z / 2
    reach = z * math.sqrt(n * p * (1 - p) + z * z / 4)
    whole = n + z * z
    low, high = (centre - reach) / whole, (centre + reach) / whole
    return Interval(max(0.0, min(low, p)), min(1.0, max(high, p)))


def exact_interval(count: int, n: int, confidence: float = 0.95) -> Interval:
    """The Clopper-Pearson interval of a proportion, which is never too short and mostly too long.

    Source: Clopper and Pearson (1934), Biometrika 26:404-413, by quantiles of the beta distribution.

    Args:
        count: People who gave the answer.
        n: The base, unweighted.
        confidence: The confidence level, a fraction strictly between 0 and 1.

    Raises:
        ValueError: If a count or level is impossible.
    """
    from scipy.special import betaincinv

    if not 0 <= count <= n:
        raise ValueError(f"{count} people cannot be some of {n}.")
    _z(confidence)
    tail = (1 - confidence) / 2
    low = float(betaincinv(count, n - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, n - count, 1 - tail)) if count < n else 1.0
    return Interval(low, high)


def margin_of_error(
    n: float,
    p: float = 0.5,
    design_effect: float = 1.0,
    confidence: float = 0.95,
    population: int | None = None,
) -> float:
    """Half the width of the normal interval of a proportion: the "plus or minus" of a report.

    Source: z * sqrt(deff * p(1-p)/n * (N-n)/(N-1)), Kish (1965), Survey Sampling, section 8.2,
    and Cochran (1977), Sampling Techniques, section 3.2.

    Args:
        n: The unweighted base; the cost of weighting goes into `design_effect`.
        p: The share it is for, a fraction; the default 0.5 gives the widest margin.
        design_effect: The variance relative to a simple random sample of n; 1 if unweighted.
        confidence: The confidence level, a fraction strictly between 0 and 1.
        population: How many people could have replied, where that is known.

    Returns:
        The margin as a fraction (0.067 is 6.7 percentage points), at most 1; it is 1 when the
        base is 0 and 0 when everybody in the population replied.

    Raises:
        ValueError: If a share, base, design effect, level or population is impossible.
    """
    if not design_effect > 0:
        raise ValueError(f"A design effect must be above 0, not {design_effect}.")
    p, z = fraction(p), _z(confidence)
    base = _infinite_population_base(n, population)
    if base == 0 or math.isinf(design_effect):
        return 1.0
    return min(1.0, z * math.sqrt(design_effect * p * (1 - p) / base))


def _infinite_population_base(n: float, population: int | None) -> float:
    """The base that, drawn from an endless population, would be as precise as n out of this one.

    A sample of one, or an effective base below one, teaches nothing about the rest of a finite
    population, so it stays as it is; a census is worth an infinite base.
    """
    if not 0 <= n < math.inf:
        raise ValueError(f"A base must be a finite number of replies, 0 or more, not {n}.")
    if population is not None and population < 0:
        raise ValueError(f"A population must be 0 or more people, not {population}.")
    if population is None or n == 0:
        return n
    if n >= population:
        return math.inf
    return n if n <= 1 else n * (population - 1) / (population - n)


def fraction(p: float) -> float:
    """The share p, cleared of rounding errors just outside 0..1."""
    if not -ROUNDING <= p <= 1 + ROUNDING:
        raise ValueError(f"A share must be a fraction from 0 to 1, not {p}.")
    return min(1.0, max(0.0, p))


@cache
def _z(confidence: float) -> float:
    """How many standard errors reach to either side at a two-sided confidence level."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence level must be a fraction between 0 and 1, not {confidence}.")
    return NormalDist().inv_cdf((1 + confidence) / 2)
