"""Agreement of coders against the reference values, and the laws it obeys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import cohen_kappa, krippendorff_alpha, masi

GAP = None
CANONICAL = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3),
    (GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP),
)
"""Krippendorff's example of four coders and twelve units, some of which not all have coded."""
UNITS = [[value for value in unit if value is not GAP] for unit in zip(*CANONICAL, strict=True)]


def test_kappa_matches_reference() -> None:
    found = cohen_kappa([[20, 5], [10, 15]])
    assert found is not None
    assert (found.value, found.observed, found.expected) == pytest.approx((0.4, 0.7, 0.5))
    assert found.standard_error == pytest.approx(0.12699606293110033, abs=1e-15)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743421052631579), ("ordinal", 0.8153875037548814), ("interval", 0.8491071428571428)],
)
def test_alpha_matches_reference(level: str, alpha: float) -> None:
    assert krippendorff_alpha(UNITS, level) == pytest.approx(alpha, abs=1e-14)


def test_distance_of_sets_of_codes() -> None:
    a, b, c, d = "abcd"
    assert masi({a}, {a}) == 0
    assert masi({a}, {b}) == 1
    assert masi({a, b}, {a}) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi({a, b}, {b, c}) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(set(), set()) == 0
    assert masi(set(), {d}) == 1


def test_agreement_on_several_codes() -> None:
    """Two coders, three replies; worked out by hand from the distances above."""
    units = [[frozenset("a"), frozenset("a")], [frozenset("ab"), frozenset("a")], [frozenset("b"), frozenset("b")]]
    observed = 2 * (2 / 3)
    a, ab, b = 3, 1, 2
    expected = 2 * (a * ab * (2 / 3) + a * b * 1 + ab * b * (2 / 3))
    assert krippendorff_alpha(units, masi) == pytest.approx(1 - 5 * observed / expected)


def test_nothing_to_agree_about() -> None:
    assert cohen_kappa([[0, 0], [0, 0]]) is None
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([["a"], ["b"]]) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    alike = cohen_kappa([[10, 0], [0, 0]])
    assert alike is not None
    assert (alike.value, alike.observed) == (None, 1)


def test_impossible_agreement_is_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        cohen_kappa([[1, 2]])
    with pytest.raises(ValueError, match="nominal, ordinal or interval"):
        krippendorff_alpha(UNITS, "cardinal")


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=40))
def test_coders_who_always_agree_have_1(codes: list[str]) -> None:
    found = krippendorff_alpha([[code, code] for code in codes])
    assert found == (pytest.approx(1) if len(set(codes)) > 1 else None)


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), max_size=20))
def test_agreement_is_never_above_1(units: list[list[int]]) -> None:
    for level in ("nominal", "ordinal", "interval"):
        alpha = krippendorff_alpha(units, level)
        assert alpha is None or alpha <= 1 + 1e-9
