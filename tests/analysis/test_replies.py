"""Replies in words: labels for codes, masks for what is personal, and who is speaking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from topline.analysis import MASK, answer_words, fields_of, person, profile_of, profile_words, voices
from topline.engine import Engine, Windows
from topline.survey import (
    Chose,
    Kind,
    Option,
    Question,
    Role,
    Slice,
    Storage,
    Survey,
    UnknownNameError,
    View,
    What,
)

AGREE = Question("agree", Kind.SCALE, storage=Storage.INTEGER, options=(Option("1", "Agree"), Option("2", "Disagree")))
TOOLS = Question("tools", Kind.MULTI, options=(Option("m", "Mail"), Option("p", "Phone")))
INCOME = Question("income", Kind.NUMERIC, storage=Storage.REAL)
COUNT = Question("count", Kind.NUMERIC, storage=Storage.INTEGER)
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT)
ID = Question("id", Kind.OPEN, storage=Storage.INTEGER, role=Role.ID)
HAPPY = Question("happy", Kind.SINGLE, storage=Storage.BOOLEAN, options=(Option("true", "Yes"), Option("false", "No")))
SENT = Question("sent", Kind.DATE, storage=Storage.DATE)
HOW = Question("how", Kind.OPEN)


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (AGREE, 1, "Agree"),
        (AGREE, 3, "3"),
        (HAPPY, True, "Yes"),
        (HAPPY, False, "No"),
        (TOOLS, ["m", "p"], "Mail; Phone"),
        (TOOLS, ["m", None, "x"], "Mail; x"),
        (TOOLS, [], ""),
        (INCOME, 1234567.5, "1,234,567.5"),
        (INCOME, 0.1, "0.1"),
        (INCOME, float("nan"), ""),
        (COUNT, 1234567, "1,234,567"),
        (WEIGHT, 1234.5, "1234.5"),
        (WEIGHT, 2.0, "2"),
        (ID, 1234567, "1234567"),
        (SENT, datetime(2024, 3, 1), "2024-03-01"),
        (SENT, datetime(2024, 3, 1, 9, 30), "2024-03-01 09:30"),
        (SENT, date(2024, 3, 1), "2024-03-01"),
        (HOW, "as they wrote", "as they wrote"),
        (HOW, "", ""),
        (HOW, None, ""),
    ],
)
def test_every_stored_answer_has_words(question: Question, answer: Any, words: str) -> None:
    assert answer_words(question, answer) == words


@pytest.mark.parametrize("answer", ["ann@example.com", 5, 2.5, ["a"], "", datetime(2024, 3, 1)])
def test_personal_answers_are_masked_until_they_are_asked_for(answer: Any) -> None:
    mail = Question("mail", Kind.OPEN, role=Role.PERSONAL)
    assert answer_words(mail, answer) == MASK
    assert answer_words(mail, answer, personal=True) == answer_words(replace(mail, role=None), answer)
    assert answer_words(mail, None) == ""


def test_the_profile_says_who_is_speaking(managers: Engine) -> None:
    survey = managers.survey
    assert profile_of(survey) == (survey["impact"],)
    assert profile_words((AGREE, TOOLS, HOW), (2, [], "x")) == "Disagree, x"
    assert profile_words((), ()) == ""


def test_a_profile_is_made_of_few_plain_choices() -> None:
    options = tuple(Option(str(n), str(n)) for n in range(13))
    survey = Survey(
        "x",
        (
            Question("many", Kind.SINGLE, options=options),
            Question("one", Kind.SINGLE, options=options[:1]),
            Question("grid", Kind.SINGLE, options=options[:3], grid="g"),
            Question("status", Kind.SINGLE, options=options[:3], role=Role.STATUS),
            Question("follow-up", Kind.SINGLE, options=options[:3], base="role is answered"),
            Question("role", Kind.SINGLE, options=options[:3]),
            Question("region", Kind.SINGLE, options=options[:12]),
            Question("policy", Kind.SINGLE, options=options[:2]),
        ),
    )
    assert [question.name for question in profile_of(survey)] == ["role", "region"]
    assert [question.name for question in profile_of(survey, limit=3)] == ["role", "region", "policy"]


def test_fields_are_those_named_or_the_surveys_choice(managers: Engine) -> None:
    survey = managers.survey
    assert fields_of(View(What.REPLIES, fields=("how", "who")), survey) == (survey["how"], survey["who"])
    chosen = [question.name for question in fields_of(View(What.REPLIES), survey)]
    assert chosen == ["how", "remark", "impact", "tools", "likely", "team", "since"]
    with_id = Survey("x", (HOW, INCOME, ID))
    assert fields_of(View(What.REPLIES), with_id) == (ID, HOW, INCOME)
    personal = Survey("x", (Question("mail", Kind.OPEN, role=Role.PERSONAL),))
    assert fields_of(View(What.REPLIES), personal) == personal.questions, "something is always shown"
    with pytest.raises(UnknownNameError, match="nearest: who, how"):
        fields_of(View(What.REPLIES, fields=("hwo",)), survey)


def test_no_more_than_eight_fields_are_shown_unasked() -> None:
    survey = Survey("x", tuple(Question(f"q{n}", Kind.SINGLE) for n in range(20)))
    assert [question.name for question in fields_of(View(What.REPLIES), survey)] == [f"q{n}" for n in range(8)]


def test_the_voices_are_those_who_wrote_something(managers: Engine) -> None:
    windows, remark = Windows(managers), managers.survey["remark"]
    found = voices(windows, managers, Slice(), remark, 1, 2, None)
    assert (found.total, [reply.row for reply in found.replies]) == (4, [1, 4])
    assert found.replies[0].answers == ("two words", "yes")
    nobody = Slice((Chose("impact", ("dk",)),))
    assert voices(windows, managers, nobody, remark, 0, 5, None).total == 0


def test_one_person_is_every_answer_and_the_labels_of_their_codes(managers: Engine) -> None:
    windows = Windows(managers)
    first = person(windows, managers, 0)
    assert first is not None
    assert len(first.answers) == len(managers.survey.questions)
    assert dict(zip((q.name for q in managers.survey), first.answers, strict=True))["how"] == "looking up"
    assert first.codes == {"how": ("Researching", "Preparing")}
    last = person(windows, managers, 9)
    assert last is not None
    assert last.codes == {"how": ()}
    assert person(windows, managers, 10) is None
