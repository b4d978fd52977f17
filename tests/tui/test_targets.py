"""Targets as they are typed: what is a number, what adds up, and what is said where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.analysis import Margin, Margins
from topline.survey import Kind, Option, Question, Survey, Target, Weighting
from topline.tui.targets import Targets, known_targets, new_targets, number_of

SURVEY = Survey("s", (Question("role", Kind.SINGLE, options=tuple(Option(c, c.upper()) for c in "abc")),))


def margins(*n: int) -> Margins:
    whole = sum(n)
    shares = [100 * one / whole for one in n]
    answers = (Margin(c, c.upper(), one, s, s, s) for c, one, s in zip("abc", n, shares, strict=False))
    return Margins("role", "Role", tuple(answers))


def typed(*texts: str) -> Targets:
    targets = new_targets(SURVEY, [margins(1, 1, 1)])
    for share, text in zip(targets.asked[0].shares, texts, strict=True):
        share.text = text
    return targets


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40", 40), ("40 %", 40), ("40,5", 40.5), ("40.5", 40.5), ("0,125", 0.125), ("0.125", 0.125), (".5", 0.5),
        ("1,200", 1200), ("1,200,000", 1_200_000), ("1 200 000", 1_200_000), ("1.200.000", 1_200_000), ("1'200", 1200),
        ("1.234", 1.234), ("", None), ("x", None), ("-1", None), ("1e3", None), ("nan", None), ("1,2,3", None),
        ("9" * 30, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, number: float | None) -> None:
    assert number_of(text) == number


@given(st.lists(st.integers(1, 500), min_size=3, max_size=3))
def test_the_present_shares_add_up_to_a_hundred(n: list[int]) -> None:
    targets = new_targets(SURVEY, [margins(*n)])
    assert sum(round(10 * (share.number or 0)) for share in targets.asked[0].shares) == 1000
    assert targets.fault == ""
    assert targets.asked[0].words == "100%"


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (("50", "30", "20"), ""),
        (("33.3", "33.3", "33.4"), ""),
        (("0.5", "0.3", "0.2"), ""),
        (("1,200,000", "800,000", "0"), ""),
        (("50", "30", "10"), "Role adds up to 90 and not to 100: 10 are missing"),
        (("50", "30", "23.5"), "Role adds up to 103.5 and not to 100: 3.5 too many"),
        (("50", "", "50"), "B: it has no share; type a number, or 0 to leave these people out"),
        (("50", "x", "50"), "B: 'x' is no share; type a number, or 0 to leave these people out"),
    ],
)
def test_shares_must_add_up_or_be_numbers_of_people(texts: tuple[str, str, str], fault: str) -> None:
    assert typed(*texts).fault == fault


def test_what_is_left_goes_to_one_answer() -> None:
    asked = typed("50", "x", "20").asked[0]
    assert asked.rest(1) == "30"
    assert asked.rest(0) is None
    assert typed("80", "1", "30").asked[0].rest(1) is None


@pytest.mark.parametrize(
    ("name", "cap", "fault"),
    [
        ("", "", "a name is needed: what the weight is called"),
        ("none", "", "a weighting cannot be called 'none', which stands for no weight"),
        ("role", "", "role is a question already; give another name"),
        ("staff", "0.5", "a cap is a number of 1 or more, such as 5: no weight above five times the mean"),
        ("staff", "much", "a cap is a number of 1 or more, such as 5: no weight above five times the mean"),
        ("staff", "5", ""),
    ],
)
def test_name_and_cap_are_checked(name: str, cap: str, fault: str) -> None:
    targets = typed("50", "30", "20")
    targets.name, targets.cap = name, cap
    assert targets.fault == fault


def test_a_known_weight_comes_back_as_it_is_and_a_new_one_gets_a_name_of_its_own() -> None:
    known = Weighting("raked", (Target("role", (("a", 50.0), ("b", 30.5), ("c", 19.5))),), "", 4.0, "A title")
    survey = Survey("s", SURVEY.questions, weightings=(known,))
    targets = known_targets(survey, known, [margins(1, 2, 3)])
    assert targets.fault == ""
    assert targets.weighting == known
    assert new_targets(survey, [margins(1, 2, 3)]).name == "raked2"
    targets.before = ""
    targets.__post_init__()
    assert targets.fault == "raked is a weight already; give another name"
