"""Kish's effective base against the reference values, and the laws it obeys."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import design_effect, effective_base, efficiency

WEIGHTS = st.lists(st.floats(0.001, 1000), min_size=1, max_size=60)


def sums(weights: list[float]) -> tuple[float, float]:
    """The sum of the weights and that of their squares."""
    return math.fsum(weights), math.fsum(w * w for w in weights)


def test_synthetic_60_matches_reference(synthetic_60: list[Any]) -> None:
    sum_w, sum_w2 = sums([row.w for row in synthetic_60])
    assert sum_w == pytest.approx(85.8, abs=1e-12)
    assert effective_base(sum_w, sum_w2) == pytest.approx(51.94496189669773, abs=1e-10)


@pytest.mark.parametrize(
    ("group", "n", "base"),
    [("A", 12, 10.838709677419356), ("B", 24, 20.546349041947174), ("C", 24, 20.61038961038961)],
)
def test_columns_of_synthetic_60_match_reference(
    synthetic_60: list[Any],
    group: str,
    n: int,
    base: float,
) -> None:
    weights = [row.w for row in synthetic_60 if row.g == group]
    assert len(weights) == n
    assert effective_base(*sums(weights)) == pytest.approx(base, abs=1e-10)


def test_design_effect_matches_reference() -> None:
    """The 200 schools of apistrat: an effective base of 168.58 is a design effect of 1.186."""
    assert design_effect(200, 168.58133128075573, 168.58133128075573) == pytest.approx(1.18637098473804)


def test_raked_weights_match_reference() -> None:
    """Four cells of 30, 20, 35 and 15 people, raked to an effective base of 77.733."""
    cells = [(30, 0.55233261), (20, 1.57150109), (35, 0.66942919), (15, 1.90466522)]
    sum_w, sum_w2 = sums([w for count, w in cells for _ in range(count)])
    assert effective_base(sum_w, sum_w2) == pytest.approx(77.73303298881555, rel=1e-7)
    assert efficiency(100, sum_w, sum_w2) == pytest.approx(0.7773303298881555, rel=1e-7)


def test_without_weights_nothing_is_lost() -> None:
    assert effective_base(40, 40) == 40
    assert efficiency(40, 40, 40) == 1
    assert design_effect(40, 40, 40) == 1


def test_nobody_and_nobody_with_a_weight() -> None:
    assert effective_base(0, 0) == 0
    assert (efficiency(0, 0, 0), design_effect(0, 0, 0)) == (1, 1)
    assert (efficiency(5, 0, 0), design_effect(5, 0, 0)) == (0, math.inf)


@pytest.mark.parametrize(
    ("sum_w", "sum_w2"),
    [(-1, 1), (1, -1), (1, 0), (0, 1), (2, 5), (math.nan, 1), (1, math.nan), (math.inf, math.inf)],
)
def test_impossible_sums_are_refused(sum_w: float, sum_w2: float) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        effective_base(sum_w, sum_w2)


@pytest.mark.parametrize("n", [-1, 0, 9])
def test_fewer_replies_than_the_effective_base_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="cannot have an effective base"):
        design_effect(n, 10, 10)


@given(WEIGHTS)
def test_the_effective_base_is_between_one_and_n(weights: list[float]) -> None:
    n, (sum_w, sum_w2) = len(weights), sums(weights)
    assert 1 - 1e-9 <= effective_base(sum_w, sum_w2) <= n * (1 + 1e-9)
    assert 0 < efficiency(n, sum_w, sum_w2) <= 1 <= design_effect(n, sum_w, sum_w2)


@given(WEIGHTS, st.floats(0.01, 100))
def test_the_scale_of_the_weights_does_not_matter(weights: list[float], factor: float) -> None:
    scaled = [w * factor for w in weights]
    assert effective_base(*sums(scaled)) == pytest.approx(effective_base(*sums(weights)))
