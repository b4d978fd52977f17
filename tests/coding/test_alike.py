"""Texts that say the same come together, those that say the opposite never do."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.coding.alike import Alike, alike


def grouped(*texts: str) -> list[tuple[str, int, int]]:
    """Each group: its text, how many are identical, how many near."""
    return [(one.text, len(one.same), len(one.near)) for one in alike(dict(enumerate(texts)))]


def test_identical_texts_are_one_group_most_first() -> None:
    groups = alike({"a": "Coaching", "b": "Networking.", "c": "networking", "d": "networking"})
    assert groups == (Alike("networking", ("b", "c", "d")), Alike("Coaching", ("a",)))
    assert [len(one) for one in groups] == [3, 1]


def test_a_slip_in_a_common_word_is_near() -> None:
    common = ["networking"] * 5
    assert grouped(*common, "Netwroking") == [("networking", 5, 1)]
    assert grouped(*common, "networkng", "networrking") == [("networking", 5, 2)]
    # Neither spelling is common: both may be meant.
    assert len(grouped("networking", "netwroking")) == 2
    # A slip may come twice where the right spelling is far more frequent.
    assert grouped(*common * 8, "netwroking", "netwroking") == [("networking", 40, 2)]


def test_accents_plurals_and_the_order_of_a_list_are_near() -> None:
    assert grouped("comunicación", "comunicacion") == [("comunicación", 1, 1)]
    assert grouped("More prospects", "more prospect") == [("More prospects", 1, 1)]
    assert grouped("research, networking", "Networking / research") == [("research, networking", 1, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no impact", "impact"),
        ("No impact", "impact!"),
        ("useful", "useless"),
        ("helpful", "unhelpful"),
        ("possible", "impossible"),
        ("typical answers", "atypical answers"),
        ("satisfied", "dissatisfied"),
        ("more calls", "less calls"),
        ("with managers", "without managers"),
        ("it does work", "it doesn't work"),
        ("5 calls", "50 calls"),
        ("5 calls", "6 calls"),
        ("1.5 hours", "15 hours"),
        ("-3", "3"),
        ("seventeen", "seventy"),
        ("quality over price", "price over quality"),
        ("yes, no", "no, yes"),
        ("always, never", "never, always"),
        ("1 calls, 2 mails", "2 calls, 1 mails"),
        ("no time, money", "money, no time"),
        ("our employer", "our employee"),
        ("importieren", "exportieren"),
        ("kullanıyorum", "kullanmıyorum"),
        ("我非常喜欢这个产品很多", "我非常不喜欢这个产品很多"),
        ("can use", "cannot use"),
        ("si", "sí"),
        ("schon", "schön"),
    ],
)
def test_opposites_never_come_together_however_common_one_is(one: str, other: str) -> None:
    assert len(grouped(one, other)) == 2
    assert len(grouped(*[one] * 30, other)) == 2
    assert len(grouped(*[other] * 30, one)) == 2


def test_a_word_without_end_takes_no_longer_than_it_is() -> None:
    assert len(grouped("x" * 300_000, "x" * 300_001, "a," * 100_000, "network")) == 4


WORDS = st.sampled_from(
    "networking netwroking networrking no not impact prospects prospect 5 50 1.5 research, -3".split()  # noqa: SIM905
)
TEXTS = st.lists(st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=5), max_size=40)


@given(TEXTS)
def test_every_reply_is_in_one_group(texts: list[str]) -> None:
    groups = alike(dict(enumerate(texts)))
    assert sorted(key for one in groups for key in one.keys) == list(range(len(texts)))
    assert [len(one) for one in groups] == sorted((len(one) for one in groups), reverse=True)
    assert all(one.text in {texts[key] for key in one.same} for one in groups)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_replies_changes_no_group(texts: list[str], random: Random) -> None:
    shuffled = list(enumerate(texts))
    random.shuffle(shuffled)
    groups = {frozenset(one.keys) for one in alike(dict(enumerate(texts)))}
    assert {frozenset(one.keys) for one in alike(dict(shuffled))} == groups


def _numbers_and_negations(text: str) -> list[str]:
    return sorted(word for word in text.split() if word in ("no", "not", "5", "50", "1.5", "-3"))


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=40))
def test_a_group_has_the_same_numbers_and_negations(texts: list[str]) -> None:
    for one in alike(dict(enumerate(texts))):
        assert len({tuple(_numbers_and_negations(texts[key])) for key in one.keys}) == 1
