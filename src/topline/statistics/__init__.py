"""Numbers in, numbers out: intervals, weighting, numeric summaries and response rates.

This floor knows nothing of surveys, files or screens. It takes counts, shares and sums that
the engine has already computed, and gives plain numbers or small frozen dataclasses. Shares,
rates and margins are fractions (0.5 is 50 per cent) unless a docstring says otherwise.

Three rules hold throughout:

- Nobody is a normal answer: what has no value without a base is `None`, shown as `-`.
- Impossible input (a negative count, a share above 1) is a `ValueError` of one sentence.
- Every formula names its source in the docstring of the function that computes it.
"""

from topline.statistics.proportions import Interval, margin_of_error, wilson
from topline.statistics.response import Dispositions
from topline.statistics.summaries import Estimate, Moments, net_promoter_score, quantile
from topline.statistics.weights import design_effect, effective_base, efficiency

__all__ = [
    "Dispositions",
    "Estimate",
    "Interval",
    "Moments",
    "design_effect",
    "effective_base",
    "efficiency",
    "margin_of_error",
    "net_promoter_score",
    "quantile",
    "wilson",
]
