"""Raking against the reference values, and the laws it obeys."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import Group, InfeasibleTargetError, least_cap, rake

from .conftest import Row


def people(counts: dict[tuple[str, ...], int]) -> list[Group]:
    return [Group(levels, n, n, n) for levels, n in counts.items()]


TINY = people({("M", "Y"): 30, ("M", "O"): 20, ("F", "Y"): 35, ("F", "O"): 15})
TINY_TARGETS = [{"M": 0.48, "F": 0.52}, {"Y": 0.4, "O": 0.6}]


def test_four_groups_match_reference() -> None:
    found = rake(TINY, TINY_TARGETS)
    assert found.factors == pytest.approx((0.55233261, 1.57150109, 0.66942919, 1.90466522), abs=1e-8)
    assert found.effective == pytest.approx(77.73303298881555, abs=1e-7)
    assert found.converged
    assert found.efficiency == pytest.approx(0.7773303, abs=1e-7)
    assert (found.least, found.greatest) == pytest.approx((0.55233261, 1.90466522), abs=1e-8)
    assert found.ratio == pytest.approx(1.90466522 / 0.55233261, rel=1e-7)


def test_synthetic_60_matches_reference(synthetic_60: list[Row]) -> None:
    counts: dict[tuple[str, ...], int] = {}
    for row in synthetic_60:
        levels = (row.g, "NY"[row.yes])
        counts[levels] = counts.get(levels, 0) + 1
    found = rake(people(counts), [{"A": 24, "B": 21, "C": 15}, {"N": 27, "Y": 33}])
    expected = {
        ("A", "N"): 1.737781275464,
        ("A", "Y"): 2.052443745161,
        ("B", "N"): 0.813615620517,
        ("B", "Y"): 0.960938131209,
        ("C", "N"): 0.606690938092,
        ("C", "Y"): 0.716545309075,
    }
    assert dict(zip(counts, found.factors, strict=True)) == pytest.approx(expected, abs=2e-9)
    assert found.effective == pytest.approx(47.3174591457, abs=1e-7)


def test_the_unit_of_a_target_does_not_matter() -> None:
    in_people = rake(TINY, [{"M": 480, "F": 520}, {"Y": 4, "O": 6}])
    assert in_people.factors == pytest.approx(rake(TINY, TINY_TARGETS).factors)


def test_a_cap_holds_and_the_targets_are_met() -> None:
    free = rake(TINY, TINY_TARGETS)
    capped = rake(TINY, TINY_TARGETS, cap=1.8)
    assert capped.converged
    assert capped.greatest == pytest.approx(1.8)
    assert free.greatest > 1.8
    assert capped.worst < 1e-9


def test_a_cap_too_low_for_a_target_is_told_before_anything_is_raked() -> None:
    assert least_cap(TINY, TINY_TARGETS) == pytest.approx(0.6 / 0.35)
    with pytest.raises(InfeasibleTargetError, match=r"'O' needs weights of 1\.714 on average, above the cap of 1\.7"):
        rake(TINY, TINY_TARGETS, cap=1.7)


def test_what_no_weights_can_meet_says_how_far_it_stayed_off() -> None:
    """Who is old is male, so that the old cannot be three in four and the men half."""
    found = rake(people({("M", "O"): 50, ("F", "Y"): 50}), [{"M": 1, "F": 1}, {"O": 3, "Y": 1}])
    assert not found.converged
    assert found.worst == pytest.approx(0.25)


def test_weights_that_people_have_already_are_kept_in_proportion() -> None:
    heavy, light = Group(("M", "Y"), 10, 30, 90), Group(("M", "O"), 10, 10, 10)
    found = rake([heavy, light], [{"M": 1}])
    assert found.factors == pytest.approx((0.5, 0.5))
    assert found.effective == pytest.approx(40**2 / 100)


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        ([{"M": 1, "F": 1, "X": 1}], "nobody gave the answer 'X'"),
        ([{"M": 1}], "there is no target for the answer 'F'"),
    ],
)
def test_targets_that_cannot_be_met_name_the_answer(targets: list[dict[str, float]], reason: str) -> None:
    with pytest.raises(InfeasibleTargetError, match=reason):
        rake(people({("M",): 5, ("F",): 5}), targets)


def test_a_target_of_nothing_gives_no_weight() -> None:
    found = rake(people({("M",): 5, ("F",): 5, ("X",): 2}), [{"M": 1, "F": 1, "X": 0}])
    assert found.factors == pytest.approx((1.2, 1.2, 0))
    assert found.converged


@pytest.mark.parametrize(
    ("targets", "cap"),
    [
        ([], None),
        ([{"M": -1, "F": 2}], None),
        ([{"M": 0, "F": 0}], None),
        ([{"M": math.nan, "F": 1}], None),
        (TINY_TARGETS, 0.5),
    ],
)
def test_impossible_targets_are_refused(targets: list[dict[str, float]], cap: float | None) -> None:
    with pytest.raises(ValueError, match=r"target|cap"):
        rake(TINY, targets, cap)


COUNTS = st.lists(st.integers(1, 500), min_size=6, max_size=6)
SHARES = st.lists(st.floats(0.05, 1), min_size=5, max_size=5)


@given(COUNTS, SHARES)
def test_every_margin_is_met_and_the_mean_weight_is_one(counts: list[int], shares: list[float]) -> None:
    cells = [(a, b) for a in "ABC" for b in "YN"]
    groups = people(dict(zip(cells, counts, strict=True)))
    targets = [dict(zip("ABC", shares[:3], strict=True)), dict(zip("YN", shares[3:], strict=True))]
    found = rake(groups, targets)
    assert found.converged
    weights = [factor * group.n for factor, group in zip(found.factors, groups, strict=True)]
    assert math.fsum(weights) == pytest.approx(sum(counts))
    for at, target in enumerate(targets):
        for level, share in target.items():
            reached = math.fsum(w for w, group in zip(weights, groups, strict=True) if group.levels[at] == level)
            assert reached / sum(counts) == pytest.approx(share / math.fsum(target.values()), abs=1e-8)
    assert found.effective <= sum(counts) * (1 + 1e-9)
