"""Rules of a codeframe: as a survey file says them, and every mistake with its line and the nearest name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.survey import (
    Kind,
    Net,
    Option,
    Question,
    Rule,
    Survey,
    SurveyFileError,
    fault_in_rule,
    read_survey_file,
    rules_of,
    rules_said,
)
from topline.survey.patterns import LONGEST

REPLIES = Survey(
    "S",
    (
        Question("how", Kind.OPEN),
        Question("how_codes", Kind.MULTI),
        Question("why", Kind.OPEN),
        Question("role", Kind.SINGLE, options=(Option("m", "Manager"),)),
    ),
)
CODEFRAME = """[question.how]
codes = "how_codes"
[question.how.codeframe]
selling.research = "Researching prospects"
selling.news = "Keeping up"
managing.coaching = "Coaching"
other = "Something else"
"""


def applied(text: str) -> Survey:
    return read_survey_file(text, "a.topline.toml").applied(REPLIES)


def test_rules_stand_under_codes_or_under_their_nets() -> None:
    rules = '[question.how.rules]\nselling.research = ["prospect*", "/linked ?in/"]\nother = "misc"\n'
    assert applied(CODEFRAME + rules)["how"].rules == (
        Rule("research", "prospect*"),
        Rule("research", "/linked ?in/"),
        Rule("other", "misc"),
    )
    assert applied(CODEFRAME + '[question.how.rules]\nresearch = "x"')["how"].rules == (Rule("research", "x"),)


def test_a_question_without_a_codeframe_can_have_rules() -> None:
    assert applied('[question.why.rules]\npay = ["salary", "wage*"]')["why"].rules[1] == Rule("pay", "wage*")


def test_no_rules_take_those_back_that_were_said_elsewhere() -> None:
    before = applied('[question.why.rules]\npay = "salary"')
    assert read_survey_file("", "b").applied(before)["why"].rules == before["why"].rules
    assert read_survey_file("[question.why]\nrules = {}", "b").applied(before)["why"].rules == ()


@pytest.mark.parametrize(
    ("said", "line", "words"),
    [
        ('selling.reserch = ["x"]', 9, "no code 'reserch'; nearest: research"),
        ('seling.research = ["x"]', 9, "no net 'seling'; nearest: selling"),
        ('selling.research = ["x"]\nmanaging.research = ["y"]', 10, "'research' is not in the net 'managing'"),
        ('zzz = ["x"]', 9, "no code 'zzz'; add it to the codeframe"),
        ("research = [3]", 9, "rules must be texts, and not 3"),
        ("research = true", 9, "rules must be texts"),
        ('research = ["ok", "/a(b/"]', 9, "the rule '/a(b/' cannot be read: this ( is never closed"),
        ('research = [" "]', 9, "a rule cannot be empty"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_name(said: str, line: int, words: str) -> None:
    with pytest.raises(SurveyFileError) as caught:
        applied(f"{CODEFRAME}[question.how.rules]\n{said}\n")
    assert str(caught.value).startswith(f"a.topline.toml, line {line}: ")
    assert words in str(caught.value)


def test_only_an_open_question_has_rules() -> None:
    with pytest.raises(SurveyFileError, match=r"line 1: .*open question, and role is none"):
        applied('[question.role.rules]\nm = "x"')
    with pytest.raises(SurveyFileError, match="rules must be a table, not 'x'"):
        applied('[question.how]\nrules = "x"')


@pytest.mark.parametrize(
    "rule", ["prospect*", "*work*", "look up", "don't", "linked-in", "über", "रिपोर्ट", "a_1", "/x/"]
)
def test_words_and_patterns_can_be_rules(rule: str) -> None:
    assert fault_in_rule(rule) == ""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("*", "holds no letter"),
        ("a*b", "not within it"),
        ("**a", "not within it"),
        ("c++", r'signs can stand in a pattern between slashes, as in "/c\+\+/"'),
        ("/usr", "between slashes"),
        ("//", "cannot be empty"),
        ("/a(?=b)/", "cannot be used here, such as one that looks ahead, at character 3"),
        (r"/a\C/", "write . for any character"),
        ("a" * (LONGEST + 1), "at most 1,000 characters"),
    ],
)
def test_what_can_be_no_rule_has_a_reason(rule: str, words: str) -> None:
    assert words in fault_in_rule(rule)


RULES = st.lists(st.builds(Rule, st.sampled_from(["a", "b", "c", "one", "two"]), st.sampled_from(["x", "y*", "/z/"])))
NETS = st.lists(
    st.builds(Net, st.sampled_from(["One", "Two", "One more", "one"]), st.sampled_from([("a",), ("a", "b"), ("c",)])),
    max_size=3,
    unique_by=lambda net: net.label,
)


@given(RULES, NETS)
def test_rules_are_said_as_they_are_read(rules: list[Rule], nets: list[Net]) -> None:
    options = tuple(Option(code, code) for code in ("a", "b", "c", "one", "two"))
    question = Question("how", Kind.OPEN, options=options, nets=tuple(nets), codes="x")
    # What suggests one code stands together; nothing else is lost.
    read = rules_of(rules_said(rules, question), question)
    assert set(read) == set(rules)
    assert rules_of(rules_said(read, question), question) == read
