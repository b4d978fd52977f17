"""Nets of one question beside one another: whether the same people gave answers of one more often than of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from topline.analysis.association import p_words
from topline.analysis.counts import Tally, count_flags
from topline.analysis.rows import RowSpec
from topline.engine import Cancel, Engine
from topline.statistics import Moments, mcnemar
from topline.statistics.tails import student_two_sided
from topline.survey import LOW_BASE, All, Not, PairedNets, Question, Slice

MOST_NETS = 6
"""Nets that are compared, each with each other; more of them would say more pairs than anybody reads."""


def paired_nets(
    engine: Engine,
    question: Question,
    people: Slice,
    base: Tally,
    specs: Sequence[RowSpec],
    cancel: Cancel | None,
    weightless: int = 0,
) -> tuple[PairedNets, ...]:
    """Every two nets of a question of several answers, compared among the people of its base.

    The same people stand behind both shares, so that a test of two groups would be wrong: unweighted it is McNemar's
    test; weighted it is the t-test of the mean of +1 (the first alone), -1 (the second alone) and 0, with Taylor's
    standard error.

    Args:
        engine: The replies.
        question: The question.
        people: Those of its base.
        base: How many they are.
        specs: Its rows.
        cancel: Gives it up.
        weightless: How many of them weigh nothing; the test does not rest on them.
    """
    base = replace(base, n=base.n - weightless)
    nets = [spec for spec in specs if spec.net and not spec.level]
    if not question.takes_several or not 2 <= len(nets) <= MOST_NETS or base.n < LOW_BASE:
        return ()
    pairs = list(combinations(nets, 2))
    flags = [All((first.condition, Not(second.condition))) for pair in pairs for first, second in (pair, pair[::-1])]
    _, *counted = count_flags(engine, people, flags, cancel=cancel)[None]
    found = []
    for at, (first, second) in enumerate(pairs):
        words, p = _test(counted[2 * at], counted[2 * at + 1], base, weighted=bool(people.weight))
        if words:
            found.append(PairedNets(first.label, second.label, words, p))
    return tuple(found)


def _test(first: Tally, second: Tally, base: Tally, *, weighted: bool) -> tuple[str, float]:
    """The test in words, and its p; no words where nobody is in one net alone, or nothing can be tested."""
    if not first.n + second.n:
        return "", 1.0
    if not weighted:
        test = mcnemar(first.n, second.n)
        return (f"McNemar's chi-square {test.statistic:,.1f}, {p_words(test.p)}", test.p) if test else ("", 1.0)
    moments = Moments(
        n=base.n,
        sum_w=base.weighted,
        sum_w2=base.squared,
        sum_wy=first.weighted - second.weighted,
        sum_wy2=first.weighted + second.weighted,
        sum_w2y=first.squared - second.squared,
        sum_w2y2=first.squared + second.squared,
    )
    if moments.mean is None or not moments.standard_error:
        return "", 1.0
    statistic = moments.mean / moments.standard_error
    p = student_two_sided(statistic, base.n - 1)
    return f"paired t {statistic:+.2f} on {base.n - 1:,} df, {p_words(p)}", p
