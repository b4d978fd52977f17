"""Response rates against the reference values, and the laws they obey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.statistics import Dispositions

COUNTS = st.integers(0, 10_000)
DISPOSITIONS = st.builds(Dispositions, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)


def test_rates_match_reference() -> None:
    asked = Dispositions(complete=110, partial=10, refused=15, other=5, unknown=4660, ineligible=200)
    assert asked.rr1 == pytest.approx(0.02291667, abs=5e-9)
    assert asked.rr2 == pytest.approx(0.025, abs=5e-9)
    assert asked.rr3 == pytest.approx(0.05342857, abs=5e-9)
    assert asked.rr4 == pytest.approx(0.05828571, abs=5e-9)
    assert asked.rr5 == pytest.approx(0.78571429, abs=5e-9)
    assert asked.rr6 == pytest.approx(0.85714286, abs=5e-9)
    assert asked.e == pytest.approx(0.41176471, abs=5e-9)
    assert asked.cooperation == pytest.approx(0.78571429, abs=5e-9)
    assert asked.refusal == pytest.approx(0.003125, abs=5e-9)
    assert asked.contact == pytest.approx(0.02916667, abs=5e-9)


def test_cooperation_leaves_out_those_never_reached() -> None:
    assert Dispositions(complete=3, refused=1, noncontact=6).cooperation == 0.75


def test_the_founding_survey_has_a_response_rate_of_8_2_per_cent() -> None:
    assert Dispositions(complete=412, unknown=4588).rr1 == 0.0824


def test_rates_of_nobody() -> None:
    nobody = Dispositions()
    assert {nobody.rr1, nobody.rr2, nobody.rr3, nobody.rr4, nobody.rr5, nobody.rr6} == {None}
    assert nobody.e is None
    assert nobody.cooperation is None


def test_rates_while_all_are_silent() -> None:
    """Nothing is known yet of who is eligible, so rates that need to know have no value."""
    silent = Dispositions(unknown=5000)
    assert (silent.rr1, silent.rr2) == (0, 0)
    assert (silent.rr3, silent.rr5, silent.e) == (None, None, None)


@pytest.mark.parametrize(
    "name",
    ["complete", "partial", "refused", "noncontact", "other", "unknown", "ineligible"],
)
def test_negative_counts_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be 0 or more people, not -1\\.$"):
        Dispositions(**{name: -1})


@given(DISPOSITIONS)
def test_fewer_eligible_unknown_never_lower_the_rate(asked: Dispositions) -> None:
    for rates in ((asked.rr1, asked.rr3, asked.rr5), (asked.rr2, asked.rr4, asked.rr6)):
        known = [rate for rate in rates if rate is not None]
        assert known == sorted(known)
        assert all(0 <= rate <= 1 for rate in known)


@given(DISPOSITIONS)
def test_partial_replies_never_lower_the_rate(asked: Dispositions) -> None:
    for strict, lenient in ((asked.rr1, asked.rr2), (asked.rr3, asked.rr4), (asked.rr5, asked.rr6)):
        assert (strict is None) == (lenient is None)
        assert strict is None or lenient is None or strict <= lenient
