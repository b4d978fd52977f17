"""Rules in texts: which hold, where, and that none takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.coding.rules import Rules, why
from topline.engine import TextPatterns
from topline.survey import Rule, ToplineError

FINDER = TextPatterns()


def found(rule: str, text: str) -> list[str]:
    """What a rule finds in a text."""
    return [
        text[span.start : span.end] for one in Rules([Rule("code", rule)], FINDER).found_in(text) for span in one.spans
    ]


@pytest.mark.parametrize(
    ("rule", "text", "finds"),
    [
        ("prospect*", "Prospects: a PROSPECT, and prospecting", ["Prospects", "PROSPECT", "prospecting"]),
        ("prospect", "prospects", []),
        ("*work", "network, networks, work", ["network", "work"]),
        ("*work*", "Networking", ["Networking"]),
        ("look up", "I look  up, look-up and\nlook\nup", ["look  up", "look-up", "look\nup"]),
        ("look up", "I look. Up there, look, up", []),
        ("a a", "a a a a a", ["a a", "a a"]),
        ("don't", "Don’t know, dont", ["Don’t"]),
        ("customer", "the customer's news", ["customer"]),
        ("résumé", "RÉSUMÉ resume", ["RÉSUMÉ"]),
        ("re\u0301sume\u0301", "résumé", ["résumé"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("*价格*", "我认为价格太高", ["我认为价格太高"]),
        ("/linked ?in/", "LinkedIn, linked in", ["LinkedIn", "linked in"]),
        ("/価格|高/", "我认为高", ["高"]),
        (r"/c\+\+/", "C++ and c", ["C++"]),
        ("/x*/", "axxb", ["xx"]),
        ("/é+/", "\ue000é\ue001É", ["é", "É"]),
        ("/a./", "a\ue000", ["a\ue000"]),
        ("/^b/", "a\nb", []),
    ],
)
def test_a_rule_finds_whole_words_or_what_its_pattern_fits(rule: str, text: str, finds: list[str]) -> None:
    assert found(rule, text) == finds


def test_the_rules_that_hold_are_told_in_their_order_with_the_reason() -> None:
    rules = Rules([Rule("a", "/l.n/"), Rule("b", "none"), Rule("c", "prospect*"), Rule("a", "lin*")], FINDER)
    held = rules.found_in("linking prospects")
    assert [one.rule.text for one in held] == ["/l.n/", "prospect*", "lin*"]
    assert why(held) == 'rules: "/l.n/", "prospect*", "lin*"'
    assert why(held[1:2]) == 'rule: "prospect*"'
    assert rules.found_in("") == ()


@pytest.mark.parametrize("rule", ["/a(/", "", "a*b"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ToplineError, match="cannot be read"):
        Rules([Rule("a", rule)], FINDER)


def test_a_pattern_that_is_too_large_is_told_in_one_line() -> None:
    with pytest.raises(ToplineError, match=r"cannot be used: [^\n]*$"):
        Rules([Rule("a", r"/" + r"(\pL{1000})" * 20 + "/")], FINDER)


def test_patterns_need_somebody_to_find_them() -> None:
    with pytest.raises(ValueError, match="need somebody"):
        Rules([Rule("a", "/b/")])


def test_hostile_rules_and_texts_take_no_longer_than_they_are() -> None:
    # Python's own patterns take twice as long for the first of these with every letter more.
    rules = Rules([Rule("a", "/(a+)+$b/"), Rule("a", "*a* b"), Rule("a", "a a b")], FINDER)
    assert rules.found_in("a" * 100_000) == ()
    assert rules.found_in("a " * 20_000) == ()
    assert rules.found_in("\ud800 x") == ()


PIECES = st.sampled_from(["look", "up", "Looks", " ", "-", ". ", "é", "\ue000", "😀", "日本", "\n"])

IN_PIECES = Rules([Rule("a", "look*"), Rule("a", "/look|up|é|日/"), Rule("b", "look up")], FINDER)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_spans_are_those_of_the_text_itself(text: str) -> None:
    held = {one.rule: [text[a:b] for a, b in one.spans] for one in IN_PIECES.found_in(text)}
    words, pattern = held.get(IN_PIECES.rules[0], []), held.get(IN_PIECES.rules[1], [])
    assert all(word.casefold().startswith("look") for word in words)
    assert pattern == re.findall("look|up|é|日", text, re.IGNORECASE)


@settings(max_examples=40)
@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=8))
def test_many_texts_are_as_each_alone(texts: list[str]) -> None:
    assert list(IN_PIECES.found_in_all(texts)) == [IN_PIECES.found_in(text) for text in texts]
