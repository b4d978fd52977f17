"""What makes two texts the same, and what does not; words, with their places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.coding.texts import LONGEST, normalised, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Networking", "  NETWORKING!\n"),
        ("look-up, then call", "Look up then; call..."),
        ("Straße", "STRASSE"),
        ("ｆｕｌｌ width", "Full width"),
        ("cafe\u0301", "Café"),
        ("(5 calls)", "5 calls"),
        ("¿Qué?", "qué"),
        ("「日本」", "日本"),
    ],
)
def test_case_space_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("1.5", "1 5"),
        ("-3", "3"),
        (".5", "5"),
        ("10:30", "1030"),
        ("C#", "C"),
        ("C++", "C"),
        ("5%", "5"),
        ("+", "-"),
        ("?", "-"),
        (":)", ":("),
        ("LinkedIn :)", "LinkedIn :("),
        ("👍", "👎"),
        ("a != b", "a = b"),
        ("si", "sí"),
    ],
)
def test_signs_that_mean_something_do(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.text(max_size=30))
def test_what_is_normalised_stays_so_and_says_something_where_the_text_did(text: str) -> None:
    said = normalised(text)
    assert " ".join(said.split()) == said
    assert bool(said) == bool(text.split())
    assert normalised(f" {text}\n") == said


@given(st.text(max_size=30))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    words = words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    covered = {at for word in words for at in range(word.start, word.end)}
    assert all(at in covered for at, sign in enumerate(text) if sign.isalnum())


def test_words_are_whole_in_every_script() -> None:
    assert [word.said for word in words_of("Don't हिन्दी में snake_case, Ça — 日本語 50%")] == [
        *("don", "t", "हिन्दी", "में", "snake_case", "ça", "日本語", "50"),
    ]


def test_a_document_is_the_same_as_what_is_written_the_same() -> None:
    text = "a, " * LONGEST
    assert normalised(text.upper()) == normalised(f" {text}")
    assert normalised(text) != normalised(text.replace(",", ""))
