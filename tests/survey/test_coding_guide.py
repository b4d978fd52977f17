"""The guide of a codeframe: as a survey file says it, and every mistake with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.coding import Codeframe
from topline.survey import (
    Guidance,
    Kind,
    Option,
    Question,
    Survey,
    SurveyFileError,
    ToplineError,
    guide_of,
    guide_said,
    read_survey_file,
)

REPLIES = Survey("S", (Question("how", Kind.OPEN), Question("role", Kind.SINGLE, options=(Option("m", "Manager"),))))
CODEFRAME = """[question.how.codeframe]
selling.research = "Researching prospects"
selling.news = "Keeping up"
managing.coaching = "Coaching"
other = "Something else"
[question.how.guide]
"""
CODES = ("research", "news", "coaching", "other")
WHOLE = """coaching = "Getting better"
other = { key = "x" }
selling.research = { definition = "Finding out", examples = ["I look them up", " "], key = "f" }
"""


def how(guide: str) -> Question:
    return read_survey_file(CODEFRAME + guide, "a.topline.toml").applied(REPLIES)["how"]


def refused(keys: tuple[str, ...], what: str) -> ToplineError:
    return ToplineError(f"{keys}: {what}")


def test_a_guide_tells_of_codes_under_their_nets_or_not() -> None:
    assert how(WHOLE).guide == (
        Guidance("coaching", "Getting better"),
        Guidance("other", key="x"),
        Guidance("research", "Finding out", ("I look them up",), "f"),
    )


def test_who_codes_sees_the_guide_and_the_keys_it_gives() -> None:
    frame = Codeframe.of(how(WHOLE), "q")
    assert {code.id: code.letter for code in frame.codes} == {
        "research": "f",
        "news": "k",
        "coaching": "c",
        "other": "x",
    }
    research = frame.code("research")
    assert research is not None
    assert (research.definition, research.examples) == ("Finding out", ("I look them up",))
    assert frame.reserved == {"q"}


def test_a_key_that_does_something_else_is_given_to_no_code() -> None:
    frame = Codeframe.of(how('research = { key = "q" }\n'), "q")
    assert [code.letter for code in frame.codes] == ["r", "k", "c", "s"]


def test_a_key_of_the_guide_is_not_taken_by_a_code_before_it() -> None:
    frame = Codeframe.of(how('other = { key = "r" }\n'), "")
    assert {code.id: code.letter for code in frame.codes} == {
        "research": "p",
        "news": "k",
        "coaching": "c",
        "other": "r",
    }


@pytest.mark.parametrize(
    ("said", "line", "words"),
    [
        ('reserch = "x"', 7, "no code 'reserch'; nearest: research"),
        ('zzz = "x"', 7, "no code 'zzz'; add it to the codeframe"),
        ("research = 3", 7, "told of by its definition as text, or by a table, and not by 3"),
        ('research = { deffinition = "x" }', 7, "unknown key 'deffinition'; nearest: definition"),
        ("research = { definition = 1 }", 7, "definition must be text, not 1"),
        ('research = { examples = "x" }', 7, "examples must be a list of texts, not 'x'"),
        ('research = { key = "rs" }', 7, "key must be one letter or digit, not 'rs'"),
        ('research = { key = "r" }\nnews = { key = "r" }', 8, "'r' is the key of 'research' already"),
        ('research = "x"\nselling.research = "y"', 8, "the code 'research' is told of twice"),
    ],
)
def test_a_mistake_is_told_with_its_line(said: str, line: int, words: str) -> None:
    with pytest.raises(SurveyFileError) as caught:
        how(said)
    assert str(caught.value).startswith(f"a.topline.toml, line {line}: ")
    assert words in str(caught.value)


def test_only_an_open_question_has_a_guide() -> None:
    with pytest.raises(SurveyFileError, match=r"line 1: .*open question, and role is none"):
        read_survey_file('[question.role.guide]\nm = "x"', "a").applied(REPLIES)


TEXTS = st.text(max_size=8).map(str.strip)
ONE = st.builds(
    Guidance, st.just("a"), TEXTS, st.lists(TEXTS.filter(bool), max_size=2).map(tuple), st.sampled_from(["", "k"])
)


@given(ONE)
def test_a_guide_is_said_as_it_is_read(one: Guidance) -> None:
    read = guide_of(guide_said([one]), Question("how", Kind.OPEN), refused)
    assert read == ((one,) if one != Guidance("a") else ())
