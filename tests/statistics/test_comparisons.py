"""Tests between two groups against the reference values, and the laws they obey."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from topline.statistics import Mean, Moments, Share, compare_means, compare_shares, effective_base, mcnemar
from topline.statistics.tails import chi_square_above, f_above, normal_two_sided, student_two_sided

from .conftest import Row

A, B, C = Share(91 / 100, 100, 100), Share(26 / 50, 50, 50), Share(35 / 50, 50, 50)
BASES = st.integers(1, 10_000)


def mean_of(answers: list[tuple[float, float]]) -> Mean:
    found = Moments.of(answers)
    assert found.mean is not None
    assert found.standard_deviation is not None
    return Mean(found.mean, found.standard_deviation, effective_base(found.sum_w, found.sum_w2))


@st.composite
def shares(draw: st.DrawFn) -> Share:
    n = draw(BASES)
    return Share(draw(st.integers(0, n)) / n, n, n)


@pytest.mark.parametrize(
    ("one", "other", "pooled", "z", "p"),
    [
        (A, B, True, 5.435573065, 5.46205969e-08),
        (A, C, True, 3.307189139, 0.000942372405),
        (B, C, True, -1.845207828, 0.065007312192),
        (A, B, False, 5.116101704, 3.11914919e-07),
        (A, C, False, 2.9642218, 0.00303449482),
        (B, C, False, -1.877446185, 0.0604569665340207),
        (Share(208 / 400, 400, 400), Share(171 / 380, 380, 380), True, 1.9551286690232406, 0.05056788518434989),
    ],
)
def test_shares_match_reference(one: Share, other: Share, pooled: bool, z: float, p: float) -> None:
    found = compare_shares(one, other, pooled=pooled)
    assert found is not None
    assert found.statistic == pytest.approx(z, abs=1e-9)
    assert found.p == pytest.approx(p, rel=1e-8)
    assert found.df is None


def test_people_in_both_groups_match_reference() -> None:
    """36 of 60 against 20 of 50, of whom 20 people are in both."""
    one, other = Share(0.6, 60, 60), Share(0.4, 50, 50)
    found = compare_shares(one, other, overlap=20)
    assert found is not None
    assert (found.statistic, found.df) == pytest.approx((2.6190476190476186, 88), abs=1e-12)
    assert found.p == pytest.approx(0.010382784287664688, abs=1e-12)
    apart = compare_shares(one, other, weighted=True)
    assert apart is not None
    assert (apart.statistic, apart.df, apart.p) == pytest.approx((2.089277, 108, 0.039031997), abs=5e-7)


@pytest.mark.parametrize(
    ("pair", "t", "df", "p"),
    [
        ("AB", 2.1561042852363226, 29.38505871936653, 0.039392600376648795),
        ("AC", 3.73951483269155, 29.449099287808966, 0.0007935108243264193),
        ("BC", 1.961578027207578, 39.156738652336784, 0.056949205834262266),
    ],
)
def test_weighted_shares_match_reference(synthetic_60: list[Row], pair: str, t: float, df: float, p: float) -> None:
    def share(group: str) -> Share:
        rows = [row for row in synthetic_60 if row.g == group]
        weight = math.fsum(row.w for row in rows)
        yes = math.fsum(row.w for row in rows if row.yes)
        return Share(yes / weight, weight, effective_base(weight, math.fsum(row.w**2 for row in rows)))

    found = compare_shares(share(pair[0]), share(pair[1]), weighted=True)
    assert found is not None
    assert (found.statistic, found.df, found.p) == pytest.approx((t, df, p), abs=1e-10)


def test_weighted_means_match_reference(synthetic_60: list[Row]) -> None:
    yes, no = (mean_of([(row.y, row.w) for row in synthetic_60 if row.yes is said]) for said in (True, False))
    found = compare_means(yes, no)
    assert found is not None
    expected = (-0.09887508116195977, 47.21771683387444, 0.921656031120293)
    assert (found.statistic, found.df, found.p) == pytest.approx(expected, abs=1e-10)


def test_mcnemar_matches_reference() -> None:
    """53 people sell and do not manage, two manage and do not sell."""
    found = mcnemar(53, 2)
    assert found is not None
    assert (found.statistic, found.df) == (pytest.approx(47.29090909090909), 1)
    assert found.p == pytest.approx(6.119537640488306e-12, rel=1e-10)


def test_tails_are_those_of_the_tables_in_textbooks() -> None:
    assert normal_two_sided(1.959963984540054) == pytest.approx(0.05, abs=1e-15)
    assert student_two_sided(2.22813885198627, 10) == pytest.approx(0.05, abs=1e-12)
    assert student_two_sided(math.inf, 3) == 0
    assert chi_square_above(3.841458820694124, 1) == pytest.approx(0.05, abs=1e-12)
    assert f_above(4.102821015, 2, 10) == pytest.approx(0.05, abs=1e-9)


def test_nobody_is_compared_with_nobody() -> None:
    nobody = Share(0, 0, 0)
    assert compare_shares(nobody, A) is None
    assert compare_shares(A, nobody) is None
    assert mcnemar(0, 0) is None
    assert compare_means(Mean(0, 0, 0), Mean(1.5, 0.7, 2)) is None


def test_a_group_is_not_compared_with_itself() -> None:
    assert compare_shares(A, A, overlap=100) is None
    same = Mean(2.3, 1.5, 3)
    assert compare_means(same, same, overlap=3) is None


def test_what_does_not_vary_at_all() -> None:
    all_alike = compare_shares(Share(1, 40, 40), Share(1, 60, 60))
    assert all_alike is not None
    assert (all_alike.statistic, all_alike.p) == (0, 1)
    apart = compare_means(Mean(3, 0, 5), Mean(2, 0, 5))
    assert apart is not None
    assert (apart.statistic, apart.p) == (math.inf, 0)


@given(shares(), shares())
def test_the_other_way_round_is_the_same_with_the_other_sign(one: Share, other: Share) -> None:
    found, turned = compare_shares(one, other), compare_shares(other, one)
    assert found is not None
    assert turned is not None
    assert (found.statistic, found.p) == pytest.approx((-turned.statistic, turned.p))
    assert 0 <= found.p <= 1
    assert (found.statistic > 0) == (one.share > other.share)


@given(shares(), shares(), st.floats(0, 1))
def test_people_in_both_groups_make_a_difference_plainer(one: Share, other: Share, part: float) -> None:
    overlap = part * min(one.effective, other.effective)
    apart, shared = compare_shares(one, other, weighted=True), compare_shares(one, other, overlap, weighted=True)
    assume(apart is not None and shared is not None)
    assert apart is not None
    assert shared is not None
    assert abs(shared.statistic) >= abs(apart.statistic) * (1 - 1e-9)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Share(1.2, 10, 10), A, 0),
        (Share(0.5, -1, 10), A, 0),
        (Share(0.5, 10, math.inf), A, 0),
        (Share(0.5, 0, 10), A, 0),
        (B, A, 51),
        (B, A, -1),
    ],
)
def test_impossible_groups_are_refused(one: Share, other: Share, overlap: float) -> None:
    with pytest.raises(ValueError, match=r"fraction|finite|cannot be"):
        compare_shares(one, other, overlap)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more people"):
        mcnemar(-1, 2)
    few = Mean(1.5, 0.7, 2)
    with pytest.raises(ValueError, match="cannot be in both"):
        compare_means(few, few, overlap=3)
