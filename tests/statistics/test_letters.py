"""Column letters and adjustments against the reference values, and the laws they obey."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import Adjustment, Comparison, Share, adjusted, column_letter, compare_shares, letters

P_VALUES = st.lists(st.floats(0, 1), max_size=12)


@pytest.mark.parametrize(
    ("adjustment", "expected"),
    [
        (Adjustment.NONE, (0.01, 0.04, 0.03, 0.005)),
        (Adjustment.BONFERRONI, (0.04, 0.16, 0.12, 0.02)),
        (Adjustment.HOLM, (0.03, 0.06, 0.06, 0.02)),
        (Adjustment.BH, (0.02, 0.04, 0.04, 0.02)),
    ],
)
def test_adjustments_match_reference(adjustment: Adjustment, expected: tuple[float, ...]) -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.005], adjustment) == pytest.approx(expected, abs=1e-15)


GROUPS = (Share(91 / 100, 100, 100), Share(26 / 50, 50, 50), Share(35 / 50, 50, 50))


def pairs_of_three() -> dict[tuple[int, int], Comparison]:
    found = {pair: compare_shares(GROUPS[pair[0]], GROUPS[pair[1]]) for pair in combinations(range(3), 2)}
    return {pair: test for pair, test in found.items() if test is not None}


@pytest.mark.parametrize(
    ("adjustment", "expected"),
    [
        (Adjustment.NONE, ("BC", "", "b")),
        (Adjustment.BH, ("BC", "", "b")),
        (Adjustment.HOLM, ("BC", "", "b")),
        (Adjustment.BONFERRONI, ("BC", "", "")),
    ],
)
def test_letters_match_reference(adjustment: Adjustment, expected: tuple[str, ...]) -> None:
    assert letters(pairs_of_three(), "ABC", adjustment=adjustment) == expected


@pytest.mark.parametrize(
    ("adjustment", "p_values"),
    [
        (Adjustment.BONFERRONI, (1.64e-7, 0.002827117, 0.195021937)),
        (Adjustment.HOLM, (1.64e-7, 0.001884745, 0.065007312)),
        (Adjustment.BH, (1.64e-7, 0.001413559, 0.065007312)),
    ],
)
def test_adjusted_pairs_match_reference(adjustment: Adjustment, p_values: tuple[float, ...]) -> None:
    assert adjusted([test.p for test in pairs_of_three().values()], adjustment) == pytest.approx(p_values, abs=5e-10)


@pytest.mark.parametrize(
    ("adjustment", "a_over_b"),
    [(Adjustment.NONE, "B"), (Adjustment.BH, "b"), (Adjustment.HOLM, "b"), (Adjustment.BONFERRONI, "")],
)
def test_an_adjustment_takes_letters_away(adjustment: Adjustment, a_over_b: str) -> None:
    """The p-values of synthetic-60's three groups: A exceeds B unless it is asked how many pairs were looked at."""
    p_values = {(0, 1): 0.039392600, (0, 2): 0.000793511, (1, 2): 0.056949206}
    tests = {pair: Comparison(1.0, 30, p) for pair, p in p_values.items()}
    assert letters(tests, "ABC", adjustment=adjustment)[0] == a_over_b + "C"


def test_pairs_that_differ_by_little_need_not_be_handed_over() -> None:
    """An adjusted p-value is never below the raw one, so that those above both levels count only by their number."""
    tests = pairs_of_three()
    plain = {pair: test for pair, test in tests.items() if test.p < 0.05}
    for adjustment in Adjustment:
        assert letters(plain, "ABC", second=None, adjustment=adjustment, pairs=3) == letters(
            tests, "ABC", second=None, adjustment=adjustment
        )


def test_one_level_alone() -> None:
    assert letters(pairs_of_three(), "ABC", second=None) == ("BC", "", "")


def test_columns_that_are_not_tested_get_no_letters() -> None:
    assert letters({(1, 2): Comparison(-9.0, None, 0.001)}, ("", "A", "B")) == ("", "", "A")
    assert letters({}, "AB") == ("", "")


def test_letters_go_on_after_z() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@given(P_VALUES, st.sampled_from(Adjustment))
def test_adjusting_never_makes_a_difference_plainer(p_values: list[float], adjustment: Adjustment) -> None:
    found = adjusted(p_values, adjustment)
    assert all(p <= larger <= 1 for p, larger in zip(p_values, found, strict=True))


@given(P_VALUES)
def test_the_stricter_adjustment_finds_no_more(p_values: list[float]) -> None:
    strict, stepwise, rate = (
        adjusted(p_values, one) for one in (Adjustment.BONFERRONI, Adjustment.HOLM, Adjustment.BH)
    )
    assert all(a >= b >= c for a, b, c in zip(strict, stepwise, rate, strict=True))


@given(P_VALUES, st.randoms())
def test_the_order_of_the_tests_does_not_matter(p_values: list[float], random: object) -> None:
    order = list(range(len(p_values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for adjustment in Adjustment:
        found = adjusted(p_values, adjustment)
        assert adjusted([p_values[at] for at in order], adjustment) == pytest.approx([found[at] for at in order])
