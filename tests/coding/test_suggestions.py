"""Suggestions: who makes them, why, what they rest on, and that they follow from what is coded alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.coding.suggestions import Precision, SuggestedBy, Suggester, Suggestion, precision
from topline.engine import TextPatterns
from topline.survey import Rule

RESEARCH, NEWS = frozenset({"research"}), frozenset({"news"})
CODED = {
    "I look every prospect up on LinkedIn": RESEARCH,
    "Research on prospects before a call": RESEARCH,
    "We research each prospect first": RESEARCH,
    "LinkedIn tells me who a prospect is": RESEARCH,
    "I follow what our customers announce": NEWS,
    "News of customers reach me the same day": NEWS,
    "Customers announce their news there": NEWS,
    "Nothing to do with my job": frozenset[str](),
}


def taught(rules: tuple[Rule, ...] = ()) -> Suggester[str]:
    """One that has learned these."""
    suggester: Suggester[str] = Suggester(rules, TextPatterns())
    for text, codes in CODED.items():
        suggester.learn(text, text, codes)
    return suggester


def by(who: SuggestedBy, suggestions: tuple[Suggestion, ...]) -> Suggestion | None:
    return next((one for one in suggestions if one.suggester is who), None)


def marked(text: str, suggestion: Suggestion) -> set[str]:
    return {text[one.start : one.end] for one in suggestion.triggers}


def test_nothing_is_suggested_before_anything_is_known() -> None:
    assert Suggester[int]().suggest("LinkedIn") == ()
    assert taught().suggest("") == ()
    assert taught().suggest("Zzz xyzzy") == ()


def test_the_same_text_was_seen_before_by_anybody() -> None:
    suggester: Suggester[tuple[int, str]] = Suggester()
    suggester.learn((1, "ann"), "Networking", frozenset({"net", "leads"}))
    assert suggester.suggest("networking!") == (
        Suggestion(frozenset({"net", "leads"}), SuggestedBy.SEEN, "same text, coded so once", 1.0),
    )
    suggester.learn((2, "ben"), "NETWORKING.", frozenset({"net"}))
    assert suggester.suggest("networking")[0].codes == {"net"}  # half is not most
    suggester.learn((3, "ann"), "networking", frozenset({"net", "leads"}))
    (seen,) = suggester.suggest("Networking")
    assert (seen.codes, seen.reason, seen.score) == ({"net", "leads"}, "same text, coded so 2 of 3 times", 2 / 3)


def test_a_text_that_was_given_no_code_suggests_none() -> None:
    assert by(SuggestedBy.SEEN, taught().suggest("nothing to do with my job")) is None


def test_rules_suggest_with_their_words() -> None:
    text = "Prospecting on linked in"
    rule = by(SuggestedBy.RULE, taught((Rule("r", "prospect*"), Rule("l", "/linked ?in/"))).suggest(text))
    assert rule is not None
    assert (rule.codes, rule.reason, rule.score) == ({"r", "l"}, 'rules: "prospect*", "/linked ?in/"', 1.0)
    assert {(text[one.start : one.end], one.code) for one in rule.triggers} == {
        ("Prospecting", "r"),
        ("linked in", "l"),
    }


def test_similar_replies_suggest_what_most_of_them_have() -> None:
    text = "I research prospects on LinkedIn"
    similar = by(SuggestedBy.SIMILAR, taught().suggest(text))
    assert similar is not None
    assert similar.codes == RESEARCH
    assert "similar replies, such as" in similar.reason
    assert "prospect" in similar.reason
    assert marked(text, similar) >= {"prospects"}
    assert "on" not in marked(text, similar)
    assert 2 / 3 <= similar.score <= 1


def test_one_or_two_similar_replies_are_not_enough() -> None:
    suggester: Suggester[int] = Suggester()
    for key, text in enumerate(("coaching my team", "coaching the team", "more team coaching")):
        assert suggester.suggest("team coaching") == ()
        suggester.learn(key, text, frozenset({"coach"}))
    assert [one.codes for one in suggester.suggest("team coaching")] == [{"coach"}]


def test_each_reply_that_is_coded_changes_the_next_suggestion() -> None:
    suggester = taught()
    text = "Customers announce news"
    assert by(SuggestedBy.SIMILAR, suggester.suggest(text)) is not None
    suggester.learn("Customers announce their news there", "Customers announce their news there", RESEARCH)
    assert by(SuggestedBy.SIMILAR, suggester.suggest(text)) is None
    suggester.learn("Customers announce their news there", "Customers announce their news there", NEWS)
    assert by(SuggestedBy.SIMILAR, suggester.suggest(text)) is not None
    suggester.forget("Customers announce their news there")
    assert by(SuggestedBy.SIMILAR, suggester.suggest(text)) is None


def test_a_reply_does_not_speak_for_itself() -> None:
    suggester = taught()
    text = "I look every prospect up on LinkedIn"
    assert by(SuggestedBy.SEEN, suggester.suggest(text)) is not None
    assert by(SuggestedBy.SEEN, suggester.suggest(text, apart_from=text)) is None
    suggester.learn("another", text.upper(), NEWS)
    seen = by(SuggestedBy.SEEN, suggester.suggest(text, apart_from=text))
    assert seen is not None
    assert seen.codes == NEWS


def test_hostile_words_of_a_reply_are_harmless_in_a_reason() -> None:
    suggester: Suggester[int] = Suggester()
    for key in range(3):
        suggester.learn(key, f"coaching \x1b[31m\u202e team {key}", frozenset({"coach"}))
    (similar,) = suggester.suggest("coaching team")
    assert similar.reason.isprintable()


def test_many_texts_get_what_rules_say_of_each() -> None:
    said = list(taught((Rule("a", "x*"),)).by_rules(["xy", "y"]))
    assert [one and one.codes for one in said] == [{"a"}, None]


TEXTS = st.sampled_from(
    ["coaching team", "coach a team", "team coaching", "Coaching team!", "leads", "more leads", "new leads"]
)
CODES = st.frozensets(st.sampled_from("ab"), max_size=2)
STEPS = st.lists(st.tuples(st.integers(0, 5), TEXTS, CODES | st.none()), max_size=25)


@given(STEPS, st.sampled_from(["coaching team", "leads", "coach team leads"]))
def test_what_is_suggested_follows_from_what_is_coded_alone(
    steps: list[tuple[int, str, frozenset[str] | None]], text: str
) -> None:
    suggester: Suggester[int] = Suggester()
    state: dict[int, tuple[str, frozenset[str]]] = {}
    for key, said, codes in steps:
        if codes is None:
            suggester.forget(key)
            state.pop(key, None)
        else:
            suggester.learn(key, said, codes)
            state[key] = (said, codes)
    assert len(suggester) == len(state)
    for without in (None, 0):
        anew: Suggester[int] = Suggester()
        for key in sorted(state, reverse=True):
            if key != without:
                anew.learn(key, *state[key])
        told = [(one.codes, one.suggester, round(one.score, 6)) for one in suggester.suggest(text, without)]
        fresh = [(one.codes, one.suggester, round(one.score, 6)) for one in anew.suggest(text)]
        if without is None:
            assert told == fresh
        else:
            seen = [one for one in told if one[1] is SuggestedBy.SEEN]
            assert seen == [one for one in fresh if one[1] is SuggestedBy.SEEN]


@given(STEPS, TEXTS)
def test_every_suggestion_keeps_its_word(steps: list[tuple[int, str, frozenset[str] | None]], text: str) -> None:
    suggester: Suggester[int] = Suggester((Rule("a", "lead*"),))
    for key, said, codes in steps:
        suggester.learn(key, said, codes or frozenset())
    for one in suggester.suggest(text):
        assert one.codes <= {"a", "b"}
        assert one.codes
        assert one.reason
        assert 0 < one.score <= 1
        assert all(0 <= at.start < at.end <= len(text) and at.code in one.codes for at in one.triggers)


def test_precision_counts_what_was_right() -> None:
    seen = Suggestion(frozenset("ab"), SuggestedBy.SEEN, "r", 1.0)
    ruled = Suggestion(frozenset("a"), SuggestedBy.RULE, "r", 1.0)
    told = precision(
        [((seen, ruled), frozenset("abc")), ((seen,), frozenset("a")), ((ruled,), frozenset()), ((), RESEARCH)]
    )
    assert told == (
        Precision(SuggestedBy.SEEN, offered=2, accepted=1, codes_right=3, codes_offered=4),
        Precision(SuggestedBy.RULE, offered=2, accepted=1, codes_right=1, codes_offered=2),
        Precision(SuggestedBy.SIMILAR),
    )
    assert [one.share for one in told] == [0.75, 0.5, None]


@pytest.mark.parametrize("key", [1, "x"])
def test_what_was_never_learned_is_forgotten_without_harm(key: object) -> None:
    suggester: Suggester[object] = Suggester()
    suggester.forget(key)
    assert len(suggester) == 0
