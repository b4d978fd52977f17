"""Whether two questions have to do with each other: tests of a whole table of people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.statistics.tails import chi_square_above, f_above

if TYPE_CHECKING:
    import numpy

NOTHING = 1e-10
"""Relative size of a direction that is there by rounding alone."""
ROUNDING = 1e-7
"""Relative error within which two tables are equally likely; as R's fisher.test has it."""
SMALL = 5
"""An expected number of people below which chi-square is not to be relied on ..."""
MOST_SMALL = 0.2
"""... in more than this share of the cells. Source: Cochran (1954), Biometrics 10:417-451."""


@dataclass(frozen=True, slots=True)
class IndependenceTest:
    """The outcome of a test of independence."""

    statistic: float
    """Pearson's chi-square."""
    df: float
    """Its degrees of freedom; for the F of weighted replies, those of the numerator."""
    p: float
    """Probability of a table at least so uneven where the questions have nothing to do with each other."""
    cramer_v: float
    """How strong it is, from 0 to 1: sqrt(chi-square / (n * (min(rows, columns) - 1)))."""
    small: float
    """The share of the cells in which fewer than five people are expected."""
    f: float | None = None
    """Rao and Scott's F, for weighted replies."""
    denominator: float | None = None
    """Degrees of freedom of its denominator."""

    @property
    def is_doubtful(self) -> bool:
        """Whether too many cells expect too few people for chi-square to be relied on."""
        return self.small > MOST_SMALL


Counts = Sequence[Sequence[float]]
"""A table of people, row by row."""


def pearson(counts: Counts) -> IndependenceTest | None:
    """Pearson's chi-square test of independence with Cramer's V, of unweighted counts.

    Source: Pearson (1900), Philosophical Magazine 50:157-175; Cramer (1946), Mathematical Methods of Statistics,
    section 21.9. Without correction for continuity; rows and columns of nobody are left out.

    Returns:
        The test; None where fewer than two rows or columns have anybody.

    Raises:
        ValueError: If a count is negative or the rows are not equally long.
    """
    table = _filled(counts)
    if table is None:
        return None
    n = float(table.sum())
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / n
    statistic = float(((table - expected) ** 2 / expected).sum())
    rows, columns = table.shape
    df = (rows - 1) * (columns - 1)
    strength = math.sqrt(statistic / (n * (min(rows, columns) - 1)))
    return IndependenceTest(statistic, df, chi_square_above(statistic, df), strength, float((expected < SMALL).mean()))


def fisher(counts: Counts) -> float:
    """Fisher's exact test of a table of two rows by two columns: its two-sided p-value.

    Source: Fisher (1935), JRSS 98:39-82; two-sided as in R: all tables of the same margins count that are not more
    likely than this one.

    Raises:
        ValueError: If it is no table of two by two counts of people.
    """
    if [len(row) for row in counts] != [2, 2] or any(n < 0 or n != int(n) for row in counts for n in row):
        raise ValueError("Fisher's test is for two rows by two columns of whole numbers of people.")
    (a, b), (c, d) = ([int(n) for n in row] for row in counts)
    first, second, left = a + b, c + d, a + c
    range_ = range(max(0, left - second), min(first, left) + 1)
    likely = [_ways(first, k) + _ways(second, left - k) - _ways(first + second, left) for k in range_]
    here = likely[a - range_.start] + ROUNDING
    return min(1.0, math.fsum(math.exp(value) for value in likely if value <= here))


def rao_scott(weights: Counts, squares: Counts, n: int) -> IndependenceTest | None:
    """The test of independence for weighted replies: Pearson's chi-square with Rao and Scott's second correction.

    X^2 = n sum (P - E)^2 / E of the weighted shares P. F = X^2 / trace(D) on trace(D)^2 / trace(D^2) and that times
    n - 1 degrees of freedom, where the generalised design effects D compare the covariance of the shares, by Taylor
    linearisation for weights alone, with that of a simple random sample.

    Source: Rao and Scott (1984), Annals of Statistics 12:46-60; Thomas and Rao (1987), JASA 82:630-636; `svychisq`
    with `statistic = "F"` of R's survey package.

    Args:
        weights: Sum of the weights of the people in each cell, row by row.
        squares: Sum of their squared weights.
        n: How many people there are in all cells, unweighted.

    Returns:
        The test, of which `df` and `denominator` are the F's; None where fewer than two rows or columns have
        anybody with a weight.

    Raises:
        ValueError: If a sum is negative or the tables are not of one shape.
    """
    import numpy as np

    table = _filled(weights)
    if table is None or n < 2:
        return None
    whole = np.asarray(weights, float)
    spread = np.asarray(squares, float)[whole.sum(1) > 0][:, whole.sum(0) > 0]
    total = table.sum()
    shares, square = table / total, spread.ravel() / total**2
    independent = shares.sum(1, keepdims=True) * shares.sum(0, keepdims=True)
    statistic = float(n * ((shares - independent) ** 2 / independent).sum())
    trace, trace_of_square = _design_effects(shares, square, n)
    if trace <= 0 or trace_of_square <= 0:
        return None
    f, df = statistic / trace, trace**2 / trace_of_square
    denominator = df * (n - 1)
    strength = math.sqrt(statistic / (n * (min(table.shape) - 1)))
    small = float((independent * n < SMALL).mean())
    return IndependenceTest(statistic, df, f_above(f, df, denominator), strength, small, f, denominator)


def _design_effects(shares: numpy.ndarray, square: numpy.ndarray, n: int) -> tuple[float, float]:
    """The trace of the generalised design effects, and of their square.

    They are n H W, where W is the covariance of the shares, each divided by the root of its share, and H projects on
    what departs from independence: on all that is orthogonal to sums of a row's and a column's number. So nothing as
    large as the number of contrasts squared has to be inverted. Cells of nobody leave nothing to divide by: they are
    left out, and of the sums only those stay that are 0 there.

    Args:
        shares: Of each cell.
        square: Sum of the squared weights of each cell, as the square of a share, cell by cell.
        n: How many people there are in all cells, unweighted.
    """
    import numpy as np

    rows, columns = shares.shape
    p = shares.ravel()
    sums = np.hstack([np.repeat(np.eye(rows), columns, axis=0), np.tile(np.eye(columns), (rows, 1))])
    some = p > 0
    if not some.all():
        _, sizes, directions = np.linalg.svd(sums[~some], full_matrices=True)
        rank = int((sizes > NOTHING * max(1.0, sizes[0])).sum())
        sums = sums @ directions[rank:].T
    root, spread = np.sqrt(p[some]), square[some]
    base, sizes, _ = np.linalg.svd(root[:, None] * sums[some], full_matrices=False)
    base = base[:, sizes > NOTHING * max(1.0, *sizes)] if sizes.size else base
    scaled = spread / root
    covariance = np.diag(spread / p[some]) - np.outer(scaled, root) - np.outer(root, scaled)
    covariance += square.sum() * np.outer(root, root)
    covariance *= n / (n - 1)
    effects = n * (covariance - base @ (base.T @ covariance))
    return float(np.trace(effects)), float((effects * effects.T).sum())


def _filled(counts: Counts) -> numpy.ndarray | None:
    """A table without rows and columns of nobody; None where fewer than two are left either way."""
    import numpy as np

    if len({len(row) for row in counts}) > 1:
        raise ValueError("All rows of a table must be equally long.")
    table = np.asarray(counts, float)
    if table.size and not (np.isfinite(table).all() and (table >= 0).all()):
        raise ValueError("Counts of people must be finite and 0 or more.")
    if table.ndim != 2:
        return None
    table = table[table.sum(1) > 0][:, table.sum(0) > 0]
    return table if min(table.shape) > 1 else None


def _ways(n: int, k: int) -> float:
    """The logarithm of how many ways there are to choose k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
