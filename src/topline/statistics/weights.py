"""What weighting costs: Kish's effective base, design effect and efficiency.

All of them need only sums over the replies of one cell's base, taken after the filter: n the
number of replies, sum_w the sum of their weights, sum_w2 the sum of the squared weights.

Source: Kish (1965), Survey Sampling, section 11.7; Kish (1992), Journal of Official
Statistics 8:183-200.
"""

import math

ROUNDING = 1e-9
"""Relative error allowed in sums that another program added up."""


def effective_base(sum_w: float, sum_w2: float) -> float:
    """How many equally weighted replies would be as precise: (sum w)^2 / sum w^2.

    Args:
        sum_w: The sum of the weights; the number of replies if unweighted.
        sum_w2: The sum of the squared weights; the number of replies if unweighted.

    Returns:
        The effective base in replies, from 1 to n; 0 when nobody has a weight.

    Raises:
        ValueError: If no set of weights of 0 or more has these sums.
    """
    if not (0 <= sum_w < math.inf and 0 <= sum_w2 < math.inf):
        raise ValueError(f"Sums of weights must be finite and 0 or more, not {sum_w} and {sum_w2}.")
    if (sum_w == 0) != (sum_w2 == 0) or sum_w2 > sum_w * sum_w * (1 + ROUNDING):
        raise ValueError(f"No weights of 0 or more sum to {sum_w} with squares that sum to {sum_w2}.")
    return sum_w * sum_w / sum_w2 if sum_w2 else 0.0


def efficiency(n: int, sum_w: float, sum_w2: float) -> float:
    """The share of the replies that weighting leaves: effective base / n.

    Args:
        n: The number of replies, unweighted.
        sum_w: The sum of their weights.
        sum_w2: The sum of their squared weights.

    Returns:
        A fraction 0..1: 1 when all weights are equal or there is no reply, 0 when all are 0.

    Raises:
        ValueError: If no n weights of 0 or more have these sums.
    """
    base = effective_base(sum_w, sum_w2)
    if n < 0 or base > n * (1 + ROUNDING):
        raise ValueError(f"{n} replies cannot have an effective base of {base}.")
    return min(1.0, base / n) if n else 1.0


def design_effect(n: int, sum_w: float, sum_w2: float) -> float:
    """By how much weighting multiplies the variance of a share: n / effective base.

    Args:
        n: The number of replies, unweighted.
        sum_w: The sum of their weights.
        sum_w2: The sum of their squared weights.

    Returns:
        A factor of 1 or more: 1 when all weights are equal or there is no reply, infinite when
        all are 0.

    Raises:
        ValueError: If no n weights of 0 or more have these sums.
    """
    kept = efficiency(n, sum_w, sum_w2)
    return 1 / kept if kept else math.inf
