"""Numbers in, numbers out: intervals, tests, weighting, raking, agreement, numeric summaries and response rates.

This floor knows nothing of surveys, files or screens. It takes counts, shares and sums that
the engine has already computed, and gives plain numbers or small frozen dataclasses. Shares,
rates and margins are fractions (0.5 is 50 per cent) unless a docstring says otherwise.

Three rules hold throughout:

- Nobody is a normal answer: what has no value without a base is `None`, shown as `-`.
- Impossible input (a negative count, a share above 1) is a `ValueError` of one sentence.
- Every formula names its source in the docstring of the function that computes it.
"""

from topline.statistics.agreement import Kappa, cohen_kappa, krippendorff_alpha, masi
from topline.statistics.comparisons import (
    Comparison,
    Mean,
    Score,
    Share,
    compare_means,
    compare_scores,
    compare_shares,
    mcnemar,
)
from topline.statistics.independence import IndependenceTest, fisher, pearson, rao_scott
from topline.statistics.letters import Adjustment, adjusted, column_letter, letters
from topline.statistics.proportions import Interval, exact_interval, margin_of_error, wilson
from topline.statistics.raking import Group, InfeasibleTargetError, Raking, least_cap, rake
from topline.statistics.response import Dispositions
from topline.statistics.summaries import Estimate, Moments, net_promoter_score, quantile
from topline.statistics.weights import design_effect, effective_base, efficiency

__all__ = [
    "Adjustment",
    "Comparison",
    "Dispositions",
    "Estimate",
    "Group",
    "IndependenceTest",
    "InfeasibleTargetError",
    "Interval",
    "Kappa",
    "Mean",
    "Moments",
    "Raking",
    "Score",
    "Share",
    "adjusted",
    "cohen_kappa",
    "column_letter",
    "compare_means",
    "compare_scores",
    "compare_shares",
    "design_effect",
    "effective_base",
    "efficiency",
    "exact_interval",
    "fisher",
    "krippendorff_alpha",
    "least_cap",
    "letters",
    "margin_of_error",
    "masi",
    "mcnemar",
    "net_promoter_score",
    "pearson",
    "quantile",
    "rake",
    "rao_scott",
    "wilson",
]
