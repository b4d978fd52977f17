"""Finding questions and answers by a few letters."""

from __future__ import annotations

from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.tui.fuzzy import cost, ranked

POLICY, POLISH, ROLE, PACE = "Company policy", "Do you speak Polish?", "Role", "Pace"
ITEMS = [ROLE, PACE, POLISH, POLICY]


def found(typed: str) -> list[str]:
    return ranked(typed, ITEMS, lambda item: (item, f"What is your {item.casefold()}, all told?"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("policy", [POLICY]),
        ("polcy", [POLICY]),
        ("cp", [POLICY]),
        ("compol", [POLICY]),
        ("policy comp", [POLICY]),
        ("POL", [POLISH, POLICY]),
        ("role", [ROLE]),
        ("all told", ITEMS),
        ("", ITEMS),
    ],
)
def test_what_is_meant_is_found_first(typed: str, first: list[str]) -> None:
    assert found(typed)[: len(first)] == first


def test_letters_that_stand_apart_by_chance_are_not_found() -> None:
    assert found("xyz") == []
    assert found("role policy") == []
    assert ranked("vp", ["Allowed, no time given by the company"], lambda item: (item,)) == []


def test_a_long_text_of_one_letter_takes_no_time() -> None:
    assert cost("e" * 40, "e" * 20 + " " + "e" * 270) == 0.5


@given(st.text("ab ", min_size=1, max_size=4).filter(str.strip), st.text("ab ", max_size=9))
def test_a_word_is_found_in_the_fewest_pieces(word: str, text: str) -> None:
    word = "".join(word.split())

    def pieces(places: tuple[int, ...]) -> float:
        begins = [at for at in places if at - 1 not in places or places.index(at) == 0]
        return sum(0.5 if at == 0 or text[at - 1] == " " else 1.0 for at in begins)

    ways = (places for places in combinations(range(len(text)), len(word)))
    best = min((pieces(w) for w in ways if "".join(text[at] for at in w) == word), default=inf)
    assert cost(word, text) == (best if best <= min(2.0, max(1.0, len(word) / 2)) else inf)
