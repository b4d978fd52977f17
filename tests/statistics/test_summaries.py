"""Means, spreads, quantiles and NPS against the reference values, and the laws they obey."""

import math
import statistics
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import Moments, effective_base, net_promoter_score, quantile

ANSWERS = st.floats(-1e6, 1e6)
WEIGHTS = st.floats(0.001, 1000)
PAIRS = st.lists(st.tuples(ANSWERS, WEIGHTS), min_size=1, max_size=60)
COUNTS = st.integers(0, 10_000)


def test_mean_matches_reference(synthetic_60: list[Any]) -> None:
    moments = Moments.of((row.y, row.w) for row in synthetic_60)
    assert moments.n == 60
    assert moments.sum_w == pytest.approx(85.8, abs=1e-12)
    assert effective_base(moments.sum_w, moments.sum_w2) == pytest.approx(51.94496189669773, abs=1e-10)
    assert moments.mean == pytest.approx(5.189976689976689, abs=1e-12)
    assert moments.standard_error == pytest.approx(0.3911763656339929, abs=1e-12)
    assert moments.standard_deviation == pytest.approx(math.sqrt(8.209119117617394), abs=1e-12)


def test_share_matches_reference(synthetic_60: list[Any]) -> None:
    moments = Moments.of((row.yes, row.w) for row in synthetic_60)
    assert moments.mean == pytest.approx(0.3986013986013985, abs=1e-12)
    assert moments.standard_error == pytest.approx(0.06872038582598014, abs=1e-12)


def test_sums_from_elsewhere_give_the_same(synthetic_60: list[Any]) -> None:
    """Sums about 0, as plain SQL would add them up, rather than about an answer."""
    rows = [(row.y, row.w) for row in synthetic_60]
    moments = Moments(
        n=60,
        sum_w=sum(w for _, w in rows),
        sum_w2=sum(w * w for _, w in rows),
        sum_wy=sum(w * y for y, w in rows),
        sum_wy2=sum(w * y * y for y, w in rows),
        sum_w2y=sum(w * w * y for y, w in rows),
        sum_w2y2=sum(w * w * y * y for y, w in rows),
    )
    assert moments.mean == pytest.approx(5.189976689976689, abs=1e-12)
    assert moments.standard_error == pytest.approx(0.3911763656339929, abs=1e-10)


def test_an_origin_keeps_the_digits_of_large_answers() -> None:
    moments = Moments.of((1e12 + y, 1) for y in (1, 2, 3))
    assert moments.mean == 1e12 + 2
    assert moments.standard_deviation == 1


def test_mean_and_spread_of_too_few() -> None:
    nobody, one, unweighted = Moments.of([]), Moments.of([(7, 2)]), Moments.of([(7, 0), (8, 0)])
    assert (nobody.mean, nobody.standard_deviation, nobody.standard_error) == (None, None, None)
    assert (one.mean, one.standard_deviation, one.standard_error) == (7, None, None)
    assert (unweighted.mean, unweighted.standard_deviation, unweighted.standard_error) == (None, None, None)


@pytest.mark.parametrize("name", ["n", "sum_w", "sum_w2", "sum_wy2", "sum_w2y2"])
def test_impossible_sums_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be 0 or more, not -1"):
        replace(Moments.of([(1, 1), (2, 1)]), **{name: -1})


@pytest.mark.parametrize("pair", [(math.nan, 1), (math.inf, 1), (1, -1), (1, math.nan), (1, math.inf)])
def test_impossible_answers_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        Moments.of([pair])
    with pytest.raises(ValueError, match="finite"):
        quantile([pair], 0.5)


@given(st.lists(ANSWERS, min_size=2, max_size=60))
def test_without_weights_it_is_the_textbook(answers: list[float]) -> None:
    moments = Moments.of((y, 1) for y in answers)
    deviation = statistics.stdev(answers)
    assert moments.mean == pytest.approx(statistics.mean(answers), rel=1e-9, abs=1e-6)
    assert moments.standard_deviation == pytest.approx(deviation, rel=1e-6, abs=1e-2)
    assert moments.standard_error == pytest.approx(deviation / math.sqrt(len(answers)), rel=1e-6, abs=1e-2)


@given(PAIRS)
def test_the_mean_lies_among_the_answers(pairs: list[tuple[float, float]]) -> None:
    answers = [y for y, _ in pairs]
    mean = Moments.of(pairs).mean
    assert mean is not None
    assert min(answers) - 1e-6 <= mean <= max(answers) + 1e-6


def test_quantiles_match_reference(synthetic_60: list[Any]) -> None:
    replies = [(row.y, row.w) for row in synthetic_60]
    answers = {y for y, _ in replies}
    tallies = [(answer, sum(w for y, w in replies if y == answer)) for answer in answers]
    for pairs in (replies, tallies):
        assert [quantile(pairs, q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)] == [1, 3, 5, 7, 9]


def test_quantile_is_midway_when_it_hits_exactly() -> None:
    assert quantile([(y, 1) for y in (4, 2, 3, 1)], 0.5) == 2.5
    assert quantile([(1, 1), (2, 1), (3, 2)], 0.5) == 2.5
    assert quantile([(1, 0.1), (2, 0.2), (3, 0.3)], 0.5) == 2.5  # 0.1 + 0.2 is not quite half of 0.6


def test_quantile_ignores_those_without_weight() -> None:
    assert quantile([(1, 0), (2, 1), (3, 0), (4, 1), (5, 0)], 0.5) == 3
    assert [quantile([(0, 0), (2, 1), (9, 0)], q) for q in (0, 1)] == [2, 2]
    assert quantile([(1, 0)], 0.5) is None
    assert quantile([], 0.5) is None


@pytest.mark.parametrize("q", [-0.1, 1.1, 50, math.nan])
def test_impossible_quantiles_are_refused(q: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        quantile([(1, 1)], q)


@given(PAIRS, st.lists(st.floats(0, 1), min_size=2, max_size=10))
def test_quantiles_rise_from_the_least_to_the_greatest(
    pairs: list[tuple[float, float]],
    shares: list[float],
) -> None:
    found = [quantile(pairs, q) for q in [0, *sorted(shares), 1]]
    answers = [y for y, _ in pairs]
    assert (found[0], found[-1]) == (min(answers), max(answers))
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(found))


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=60))
def test_the_median_without_weights_is_the_textbook(answers: list[int]) -> None:
    assert quantile([(y, 1) for y in answers], 0.5) == statistics.median(answers)


def test_net_promoter_score_matches_reference() -> None:
    score, effective = net_promoter_score(50, 30, 20), net_promoter_score(50, 30, 20, n=80)
    assert score is not None
    assert effective is not None
    assert (score.value, score.standard_error) == pytest.approx((30, 7.810249675906654))
    assert (effective.value, effective.standard_error) == pytest.approx((30, 8.732124598286491))


def test_net_promoter_score_of_nobody() -> None:
    assert net_promoter_score(0, 0, 0) is None
    assert net_promoter_score(50, 30, 20, n=0) is None


@pytest.mark.parametrize("counts", [(-1, 2, 3), (1, -2, 3), (1, 2, -3), (1, 2, math.nan), (1, 2, 3, -1)])
def test_net_promoter_score_of_impossible_counts_is_refused(counts: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        net_promoter_score(*counts)


@given(COUNTS, COUNTS, st.integers(1, 10_000))
def test_net_promoter_score_is_the_mean_of_plus_and_minus_one(
    promoters: int,
    passives: int,
    detractors: int,
) -> None:
    score = net_promoter_score(promoters, passives, detractors)
    assert score is not None
    assert -100 <= score.value <= 100
    n = promoters + passives + detractors
    mean = (promoters - detractors) / n
    squares = promoters * (1 - mean) ** 2 + passives * mean**2 + detractors * (1 + mean) ** 2
    assert score.standard_error == pytest.approx(100 * math.sqrt(squares) / n, abs=1e-4)
