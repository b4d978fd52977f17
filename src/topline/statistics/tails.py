"""How surprising a test statistic is where nothing differs: the probabilities of its distribution's tails.

`scipy.special` is imported when first needed: `scipy.stats`, which wraps the same functions, takes over a second.
"""

from __future__ import annotations

import math


def normal_two_sided(z: float) -> float:
    """The probability that a standard normal value lies at least as far from 0 as z, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def student_two_sided(t: float, df: float) -> float:
    """The same of Student's t distribution.

    Args:
        t: The statistic.
        df: Its degrees of freedom, above 0; they need not be whole.
    """
    from scipy.special import betainc

    if math.isinf(t):
        return 0.0
    # Abramowitz and Stegun (1964), 26.7.1 with 26.5.27: exact in the far tail, where 1 - cdf is not.
    return float(betainc(df / 2, 0.5, df / (df + t * t)))


def chi_square_above(x: float, df: float) -> float:
    """The probability that a chi-square value of so many degrees of freedom is x or more."""
    if df == 1:
        # The square of a normal value; what is shown first need not wait for scipy.
        return math.erfc(math.sqrt(x / 2))
    from scipy.special import chdtrc

    return float(chdtrc(df, x))


def f_above(f: float, numerator: float, denominator: float) -> float:
    """The probability that a value of the F distribution is f or more; degrees of freedom need not be whole."""
    from scipy.special import fdtrc

    return float(fdtrc(numerator, denominator, f))
