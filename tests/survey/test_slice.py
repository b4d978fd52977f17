"""Slices: immutable, said in words, and given again by the command line's arguments."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from topline.survey import Answered, AnyOf, Asked, Chose, Kind, Not, Option, Question, Slice, Survey, Within

MANAGERS = Chose("role", ("m",))


def test_nobody_can_change_a_slice() -> None:
    with pytest.raises(FrozenInstanceError):
        Slice().search = "x"  # type: ignore[misc]


def test_narrowing_gives_another_slice_and_repeats_nothing() -> None:
    everyone = Slice(search="x", weight="weight")
    managers = everyone.narrowed(MANAGERS, None, MANAGERS)
    assert managers == Slice((MANAGERS,), "x", "weight")
    assert managers.narrowed(MANAGERS) == managers
    assert managers.narrowed(Answered("how")).conditions == (MANAGERS, Answered("how"))
    assert everyone.conditions == ()


def test_everyone_is_no_condition_at_all(survey: Survey) -> None:
    assert Slice().sql(survey) == ("true", ())
    assert Slice(weight="weight").sql(survey) == ("true", ())
    assert Slice().sentence(survey) == "everyone"


def test_a_search_looks_into_every_verbatim_and_no_role(survey: Survey) -> None:
    sql = Slice((MANAGERS,), search="50%").sql(survey)
    assert sql.parameters == ("m", "%50!%%", "%50!%%")
    assert '"how"' in sql.text
    assert '"remark"' in sql.text
    assert '"respondent"' not in sql.text


def test_a_search_finds_nobody_where_nobody_wrote() -> None:
    assert "false" in Slice(search="x").sql(Survey("Empty", ())).text


def test_a_slice_says_who_it_is(survey: Survey) -> None:
    people = Slice((MANAGERS, Not(Answered("how")), MANAGERS), search="LinkedIn")
    assert people.sentence(survey) == 'Role is Manager and did not answer If so, how? and wrote "LinkedIn"'


def test_the_people_of_a_base_are_called_by_its_name(survey: Survey) -> None:
    base = survey.base_of("tools")
    assert base is not None
    assert Slice((base,)).sentence(survey) == "managers and directors"
    assert Slice((Asked("tools"), base)).sentence(survey) == "managers and directors"


def test_arguments_give_the_slice_again() -> None:
    people = Slice((MANAGERS, Within("income", 10, 20)), search="a 'b'", weight="weight")
    assert people.arguments() == [
        "--where",
        "role = 'm'",
        "--where",
        "income from 10 to under 20",
        "--search",
        "a 'b'",
        "--weight",
        "weight",
    ]
    assert Slice().arguments() == []


def test_a_search_that_looks_like_an_option_stays_a_search() -> None:
    assert Slice(search="--5%").arguments() == ["--search=--5%"]


def test_alternatives_stand_in_brackets_beside_other_conditions(survey: Survey) -> None:
    either = AnyOf((MANAGERS, Answered("how")))
    assert Slice((either,)).sentence(survey) == "Role is Manager or answered If so, how?"
    assert Slice((either, MANAGERS)).sentence(survey) == "(Role is Manager or answered If so, how?) and Role is Manager"
    assert Slice((either,), "x").sentence(survey) == '(Role is Manager or answered If so, how?) and wrote "x"'


def test_a_sentence_gets_briefer_label_by_label_and_keeps_the_answers() -> None:
    text = "How satisfied are you on the whole with the service of our people"
    question = Question("q", Kind.SINGLE, text, options=(Option("v", "Very satisfied indeed"),))
    sentences = Slice((Chose("q", ("v",)),)).sentences(Survey("x", (question,)))
    assert sentences[0] == "How satisfied are you on the whole with… is Very satisfied indeed"
    assert sentences[-1].startswith("How…") or sentences[-1].startswith("How satisf…")
    assert sentences[-1].endswith(" is Very satisfied…")
    assert list(sentences) == sorted(sentences, key=len, reverse=True)
