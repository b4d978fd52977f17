"""Tests of whole tables against the reference values, and the laws they obey."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import fisher, pearson, rao_scott

from .conftest import Row

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 200), min_size=width, max_size=width), min_size=1, max_size=5)
)


def test_pearson_matches_reference() -> None:
    found = pearson([[9, 24, 15], [91, 26, 35]])
    assert found is not None
    assert (found.statistic, found.df) == (pytest.approx(29.111842105263158), 2)
    assert found.p == pytest.approx(4.769181029957648e-07, rel=1e-10)
    assert found.cramer_v == pytest.approx(0.3815222280894205)
    assert not found.is_doubtful


def test_fisher_matches_reference() -> None:
    assert fisher([[8, 2], [1, 5]]) == pytest.approx(0.034965034965034975, abs=1e-12)


def test_fisher_of_the_lady_who_tasted_tea() -> None:
    """Fisher (1935): three of four cups told right."""
    assert fisher([[3, 1], [1, 3]]) == pytest.approx(34 / 70)
    assert fisher([[4, 0], [0, 4]]) == pytest.approx(2 / 70)
    assert fisher([[0, 0], [0, 0]]) == 1


def test_rao_scott_matches_reference(synthetic_60: list[Row]) -> None:
    def sums(power: int) -> list[list[float]]:
        return [
            [math.fsum(row.w**power for row in synthetic_60 if row.g == g and row.yes is yes) for g in "ABC"]
            for yes in (False, True)
        ]

    found = rao_scott(sums(1), sums(2), len(synthetic_60))
    assert found is not None
    assert found.statistic == pytest.approx(15.4137027773, abs=1e-9)
    assert found.f == pytest.approx(6.67299166961, abs=1e-10)
    assert (found.df, found.denominator) == pytest.approx((1.9831592045, 117.006393066), abs=1e-8)
    assert found.p == pytest.approx(0.00185524117628, abs=1e-13)


def test_with_equal_weights_rao_and_scott_hardly_correct_anything() -> None:
    """The covariance is that of a simple random sample, but for n / (n - 1)."""
    counts = [[90, 240, 150], [910, 260, 350]]
    plain, corrected = pearson(counts), rao_scott(counts, counts, 2000)
    assert plain is not None
    assert corrected is not None
    assert corrected.f is not None
    assert corrected.statistic == pytest.approx(plain.statistic)
    assert corrected.cramer_v == pytest.approx(plain.cramer_v)
    assert corrected.df == pytest.approx(plain.df, rel=0.2)


def test_small_expectations_are_told() -> None:
    found = pearson([[1, 2], [30, 2]])
    assert found is not None
    assert found.is_doubtful
    assert found.small == 0.75


@pytest.mark.parametrize("counts", [[], [[]], [[1, 2, 3]], [[1], [2]], [[0, 0], [1, 2]], [[1, 0], [2, 0]]])
def test_one_group_alone_is_no_table(counts: list[list[float]]) -> None:
    assert pearson(counts) is None
    assert rao_scott(counts, counts, 10) is None


def test_cells_of_nobody_do_no_harm() -> None:
    counts = [[20, 0, 5], [0, 30, 0], [5, 0, 40]]
    found = rao_scott(counts, counts, 100)
    assert found is not None
    assert 0 <= found.p < 1e-6


@pytest.mark.parametrize("counts", [[[1, 2], [3]], [[1, -2], [3, 4]], [[1, math.nan], [3, 4]]])
def test_impossible_tables_are_refused(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"equally long|finite"):
        pearson(counts)


@pytest.mark.parametrize("counts", [[[1, 2, 3], [4, 5, 6]], [[1, 2]], [[1.5, 2], [3, 4]], [[-1, 2], [3, 4]]])
def test_fisher_is_for_two_by_two_people(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="two rows by two columns"):
        fisher(counts)


@given(TABLES)
def test_a_table_turned_round_says_the_same(counts: list[list[int]]) -> None:
    found, turned = pearson(counts), pearson([list(column) for column in zip(*counts, strict=True)])
    assert (found is None) == (turned is None)
    if found and turned:
        assert (found.statistic, found.df, found.p) == pytest.approx((turned.statistic, turned.df, turned.p), abs=1e-9)
        assert 0 <= found.cramer_v <= 1 + 1e-9
        assert 0 <= found.p <= 1


@given(st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), min_size=2, max_size=2))
def test_fisher_is_a_probability(counts: list[list[int]]) -> None:
    assert 0 < fisher(counts) <= 1
    assert fisher(counts) == pytest.approx(fisher(counts[::-1]))
