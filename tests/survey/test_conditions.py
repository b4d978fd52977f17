"""Conditions: what they say to people, and that their SQL binds values and never writes them."""

from __future__ import annotations

from datetime import datetime

import pytest

from topline.survey import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Condition,
    Contains,
    HasWords,
    Matches,
    Not,
    Survey,
    Within,
    WordCount,
    quoted,
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Chose("role", ("m",)), "Role is Manager"),
        (Chose("role", ("m", "v")), "Role is Manager or Vice president"),
        (Chose("role", ("v", "d")), "Role is Executives"),
        (Chose("tools", ("mail",)), "Tools includes mail"),
        (Chose("how", ("coach",)), "If so, how? includes Coaching"),
        (Chose("respondent", ("1", "2", "3", "4")), "respondent is 1 or 3 others"),
        (Within("income", 10, 20), "Income a year from 10 to under 20"),
        (Within("income", 10, 20.5, high_included=True), "Income a year from 10 to 20.5"),
        (Within("income", 10), "Income a year at least 10"),
        (Within("income", 10, low_included=False), "Income a year over 10"),
        (Within("income", high=10), "Income a year under 10"),
        (Within("income", high=10, high_included=True), "Income a year at most 10"),
        (Within("children", 2, 2, high_included=True), "children is 2"),
        (Within("moved", datetime(2020, 1, 1), datetime(2020, 2, 1)), "moved from 2020-01-01 to 2020-01-31"),
        (Within("moved", datetime(2020, 1, 1, 9, 30)), "moved since 2020-01-01 09:30:00"),
        (Within("moved", datetime(2020, 1, 1), datetime(2020, 1, 2)), "moved on 2020-01-01"),
        (Within("moved", high=datetime(2020, 1, 2)), "moved up to 2020-01-01"),
        (Within("moved", high=datetime(2020, 1, 2, 12)), "moved before 2020-01-02 12:00:00"),
        (Within("moved", datetime(2020, 1, 1), low_included=False), "moved after 2020-01-01"),
        (
            Within("moved", datetime(2020, 1, 1, 8), datetime(2020, 1, 1, 9), low_included=False),
            "moved from after 2020-01-01 08:00:00 to before 2020-01-01 09:00:00",
        ),
        (Not(Chose("tools", ("mail", "phone"))), "Tools does not include mail or phone"),
        (Not(Contains("how", "x")), 'not (If so, how? contains "x")'),
        (HasWords("how", "coach"), 'If so, how? has the word "coach"'),
        (HasWords("how", "social media"), 'If so, how? has the words "social media"'),
        (Matches("how", "a|b"), 'If so, how? matches "a|b"'),
        (AnyOf((All((Answered("role"), Blank("how"))),)), "answered Role and left If so, how? blank"),
        (Contains("how", "Linked%"), 'If so, how? contains "Linked%"'),
        (Answered("how"), "answered If so, how?"),
        (Not(Answered("how")), "did not answer If so, how?"),
        (Blank("role"), "left Role blank"),
        (Asked("tools"), "managers and directors"),
        (Asked("role"), "was asked Role"),
        (WordCount("how", 2, 5), "If so, how? has 2 to 5 words"),
        (WordCount("how", 3, 3), "If so, how? has 3 words"),
        (WordCount("how", 1, 1), "If so, how? has 1 word"),
        (WordCount("how", high=3), "If so, how? has up to 3 words"),
        (WordCount("how", 41), "If so, how? has 41 words or more"),
        (Not(Chose("role", ("m",))), "Role is not Manager"),
        (All(()), "everyone"),
        (AnyOf(()), "nobody"),
        (
            All((AnyOf((Answered("role"), Answered("how"))), Blank("tools"))),
            "(answered Role or answered If so, how?) and left Tools blank",
        ),
    ],
)
def test_every_condition_is_said_in_words(condition: Condition, words: str, survey: Survey) -> None:
    assert condition.words(survey) == words


@pytest.mark.parametrize(
    "condition",
    [
        Chose("role", ("'; drop",)),
        Chose("tools", ("'; drop", "b")),
        Chose("how", ("'; drop",)),
        Contains("remark", "'; drop"),
        HasWords("remark", "'; drop"),
        Matches("remark", "'; drop"),
        Within("income", 77_000, 88_000),
        WordCount("remark", 77_000, 88_000),
        Not(All((Chose("role", ("'; drop",)), Within("moved", datetime(1977, 7, 7))))),
    ],
)
def test_values_are_bound_and_never_stand_in_the_sql(condition: Condition, survey: Survey) -> None:
    sql = condition.sql(survey)
    assert sql.text.count("?") == len(sql.parameters) > 0
    assert "drop" not in sql.text
    assert "77" not in sql.text


def test_codes_are_bound_as_what_is_stored(survey: Survey) -> None:
    assert Chose("agree", ("2", "3")).sql(survey).parameters == (2, 3)
    assert Chose("happy", ("true", "false")).sql(survey).parameters == (True, False)
    assert Chose("income", ("2",)).sql(survey).parameters == (2.0,)
    assert Chose("role", ("2",)).sql(survey).parameters == ("2",)


def test_the_signs_of_a_pattern_are_only_signs(survey: Survey) -> None:
    assert Contains("remark", "50%_!").sql(survey).parameters == ("%50!%!_!!%",)


def test_a_coded_verbatim_is_chosen_by_its_codes_and_read_by_its_text(survey: Survey) -> None:
    assert '"how_codes"' in Chose("how", ("coach",)).sql(survey).text
    assert '"how_codes"' not in Contains("how", "coach").sql(survey).text
    assert '"how_codes"' not in Answered("how").sql(survey).text


def test_a_question_without_a_base_was_asked_of_everyone(survey: Survey) -> None:
    assert Asked("role").sql(survey).text == "true"
    assert Asked("tools").sql(survey).parameters == ("m", "d")


def test_conditions_join_with_and() -> None:
    one, other = Answered("role"), Blank("tools")
    assert one & other == All((one, other))


@pytest.mark.parametrize(
    ("column", "identifier"), [("a", '"a"'), ('say "hi"', '"say ""hi"""'), ("select", '"select"'), ("", '""')]
)
def test_columns_are_quoted(column: str, identifier: str) -> None:
    assert quoted(column) == identifier
