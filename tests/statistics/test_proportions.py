"""Intervals and margins of error against the reference values, and the laws they obey."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import Interval, exact_interval, margin_of_error, wilson

SHARES = st.floats(0, 1)
BASES = st.floats(0, 1e9)
LEVELS = st.floats(0.01, 0.999)
POPULATIONS = st.none() | st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("count", "n", "population", "low", "high"),
    [
        (59, 120, None, 0.40387571727697, 0.57997460216334),
        (59, 120, 5000, 0.40489193262289, 0.5789464530193),
        (6, 59, None, 0.0474479724624, 0.20463813626233),
        (0, 59, None, 0.0, 0.06112937052679),
    ],
)
def test_wilson_matches_reference(
    count: int,
    n: int,
    population: int | None,
    low: float,
    high: float,
) -> None:
    interval = wilson(count / n, n, population=population)
    assert interval.low == pytest.approx(low, abs=1e-12)
    assert interval.high == pytest.approx(high, abs=1e-12)


def test_wilson_on_an_effective_base_matches_reference() -> None:
    """The share of Y in synthetic-60, on its fractional effective base."""
    interval = wilson(0.3986013986013985, 51.94496189669773)
    assert interval.low == pytest.approx(0.2769144438772704, abs=1e-12)
    assert interval.high == pytest.approx(0.5342529901220675, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "population", "margin"),
    [
        (120, None, 0.08945970718586),
        (120, 5000, 0.08838851042132),
        (1000, None, 0.03098975161523),
        (1000, 5000, 0.02772084871048),
    ],
)
def test_margin_of_error_matches_reference(n: int, population: int | None, margin: float) -> None:
    assert margin_of_error(n, population=population) == pytest.approx(margin, abs=1e-12)


def test_margin_of_the_founding_survey() -> None:
    """205 said yes, of 5,000 asked: plus or minus 6.7 points, as the first sketch of the screen said."""
    assert round(100 * margin_of_error(205, population=5000), 1) == 6.7


def test_a_base_of_nobody_rules_nothing_out() -> None:
    assert wilson(0.3, 0) == Interval(0.0, 1.0)
    assert wilson(0.3, 0, population=0) == Interval(0.0, 1.0)
    assert margin_of_error(0) == 1.0
    assert margin_of_error(12, design_effect=math.inf) == 1.0


@pytest.mark.parametrize("n", [50, 51])
def test_a_census_leaves_no_doubt(n: int) -> None:
    assert wilson(0.3, n, population=50) == Interval(0.3, 0.3)
    assert margin_of_error(n, population=50) == 0.0


def test_a_base_of_one_reply_or_less_is_valid_in_any_population() -> None:
    assert wilson(0.5, 1, population=5000) == wilson(0.5, 1)
    assert wilson(0.5, 0.4, population=1) == wilson(0.5, 0.4)


def test_rounding_just_outside_the_unit_range_is_forgiven() -> None:
    assert wilson(1 + 1e-15, 40) == wilson(1.0, 40)
    assert wilson(-1e-15, 40) == wilson(0.0, 40)


@pytest.mark.parametrize(
    ("p", "n", "confidence", "population"),
    [
        (1.1, 10, 0.95, None),
        (-0.1, 10, 0.95, None),
        (math.nan, 10, 0.95, None),
        (0.5, -1, 0.95, None),
        (0.5, math.nan, 0.95, None),
        (0.5, math.inf, 0.95, None),
        (0.5, 10, 0, None),
        (0.5, 10, 1, None),
        (0.5, 10, 95, None),
        (0.5, 10, 0.95, -1),
    ],
)
def test_impossible_input_is_refused(p: float, n: float, confidence: float, population: int | None) -> None:
    with pytest.raises(ValueError, match=r"^A .*\.$"):
        wilson(p, n, confidence, population)
    with pytest.raises(ValueError, match=r"^A .*\.$"):
        margin_of_error(n, p, confidence=confidence, population=population)


@pytest.mark.parametrize("design_effect", [0, -1, math.nan])
def test_an_impossible_design_effect_is_refused(design_effect: float) -> None:
    with pytest.raises(ValueError, match="design effect"):
        margin_of_error(10, design_effect=design_effect)


@given(SHARES, BASES, LEVELS, POPULATIONS)
def test_wilson_contains_the_share_within_the_unit_range(
    p: float, n: float, confidence: float, population: int | None
) -> None:
    interval = wilson(p, n, confidence, population)
    assert 0 <= interval.low <= p <= interval.high <= 1


@given(SHARES, BASES, st.integers(0, 10**9))
def test_a_known_population_never_widens(p: float, n: float, population: int) -> None:
    finite, endless = wilson(p, n, population=population), wilson(p, n)
    assert finite.high - finite.low <= endless.high - endless.low + 1e-12
    assert margin_of_error(n, p, population=population) <= margin_of_error(n, p) + 1e-12


@given(st.floats(0.01, 0.99), st.floats(2, 1e6), st.integers(2, 100))
def test_a_known_population_narrows(p: float, n: float, times: int) -> None:
    finite, endless = wilson(p, n, population=round(n) * times), wilson(p, n)
    assert finite.high - finite.low < endless.high - endless.low


@given(SHARES, st.floats(1, 1e6), st.floats(1.1, 10))
def test_more_replies_never_widen(p: float, n: float, times: float) -> None:
    few, many = wilson(p, n), wilson(p, n * times)
    assert many.high - many.low <= few.high - few.low + 1e-12


@given(SHARES, BASES)
def test_wilson_of_the_complement_is_the_mirror_image(p: float, n: float) -> None:
    yes, no = wilson(p, n), wilson(1 - p, n)
    assert no.low == pytest.approx(1 - yes.high, abs=1e-9)
    assert no.high == pytest.approx(1 - yes.low, abs=1e-9)


@given(st.floats(1, 1e6), st.floats(1, 20))
def test_the_design_effect_divides_the_base(n: float, design_effect: float) -> None:
    margin = margin_of_error(n, design_effect=design_effect)
    assert margin == pytest.approx(margin_of_error(n / design_effect))


def test_the_exact_interval_matches_reference() -> None:
    assert exact_interval(0, 59).high == pytest.approx(0.06060890095034, abs=1e-12)
    assert exact_interval(0, 59).low == 0
    assert exact_interval(59, 59) == Interval(pytest.approx(1 - 0.06060890095034, abs=1e-12), 1.0)
    assert exact_interval(0, 0) == Interval(0.0, 1.0)


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_exact_interval_holds_the_share(counted: tuple[int, int]) -> None:
    count, n = counted
    found = exact_interval(count, n)
    assert 0 <= found.low <= found.high <= 1
    assert not n or found.low <= count / n <= found.high


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="3 people cannot be some of 2"):
        exact_interval(3, 2)
