"""Surveys and questions: finding what a person means, and knowing what each question is."""

from __future__ import annotations

import pytest

from topline.survey import (
    CannedQuery,
    Chose,
    ExpressionError,
    Kind,
    Option,
    Question,
    Role,
    Storage,
    Survey,
    UnknownNameError,
    code_of,
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("role", "role"),
        ("ROLE", "role"),
        ("  what is   your role? ", "role"),
        ("income a year", "income"),
        ("which tools", "tools"),
        ("so, how", "how"),
        ("child", "children"),
    ],
)
def test_a_question_is_found_by_its_name_its_text_or_a_part(words: str, name: str, survey: Survey) -> None:
    assert survey.find(words).name == name


def test_the_exact_name_comes_before_every_likeness() -> None:
    survey = Survey("x", tuple(Question(name, Kind.OPEN, text) for name, text in (("b", "a"), ("a", "b"), ("A", "c"))))
    assert survey.find("a").name == "a"
    assert survey.find("A").name == "A"
    assert survey.find("c").name == "A"


def test_headers_of_the_file_are_names_too() -> None:
    survey = Survey("x", (Question("q_1", Kind.OPEN, headers=("Q 1: Why?",)),))
    assert survey.find("q 1: why?").name == "q_1"


def test_words_that_fit_several_questions_are_refused_with_their_names(survey: Survey) -> None:
    with pytest.raises(
        UnknownNameError, match="'re' could be 4 questions: respondent, agree, children, remark; use one of"
    ):
        survey.find("re")


@pytest.mark.parametrize("words", ["rle", "roles", "Rolle"])
def test_an_unknown_question_lists_the_nearest(words: str, survey: Survey) -> None:
    for ask in (survey.find, survey.__getitem__):
        with pytest.raises(UnknownNameError, match=f"^no question '{words}'; nearest: role"):
            ask(words)


@pytest.mark.parametrize("words", ["", "   ", "qqqqqqqq"])
def test_what_is_like_nothing_is_told_how_to_see_them_all(words: str, survey: Survey) -> None:
    with pytest.raises(UnknownNameError, match="topline list FILE"):
        survey.find(words)


def test_exactly_a_name_is_asked_for_where_code_asks(survey: Survey) -> None:
    assert "role" in survey
    assert "Role" not in survey
    with pytest.raises(UnknownNameError):
        survey["Role"]


def test_columns_with_a_role_are_known(survey: Survey) -> None:
    assert survey.weight is survey["weight"]
    assert survey.with_role(Role.ID) is survey["respondent"]
    assert survey.with_role(Role.PERSONAL) is None


def test_verbatims_are_what_people_wrote_coded_ones_first() -> None:
    survey = Survey(
        "x",
        (
            Question("plain", Kind.OPEN),
            Question("id", Kind.OPEN, role=Role.ID),
            Question("coded", Kind.OPEN, codes="coded_codes"),
            Question("choice", Kind.SINGLE),
        ),
    )
    assert [question.name for question in survey.verbatims] == ["coded", "plain"]


def test_who_replied_in_full_or_in_part(survey: Survey) -> None:
    assert survey.replied == Chose("status", ("done", "half"))
    assert Survey("x", ()).replied is None


def test_bases_are_read_once_and_faults_in_them_told(survey: Survey) -> None:
    assert survey.base_of("tools") is survey.base_of("tools")
    assert survey.base_of("role") is None
    broken = Survey("x", (Question("q", Kind.OPEN, base="p = 1"),))
    with pytest.raises(ExpressionError, match="no question 'p'"):
        broken.base_of("q")


QUERIES = Survey("x", (), queries=(CannedQuery("By role", "f2"), CannedQuery("By region", "f3"), CannedQuery("Long")))


@pytest.mark.parametrize(("words", "title"), [("F2", "By role"), ("by  REGION", "By region"), ("lon", "Long")])
def test_a_canned_query_is_found_by_its_key_or_its_title(words: str, title: str) -> None:
    assert QUERIES.query(words).title == title


def test_an_unknown_canned_query_lists_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="'by' could be: f2 By role; f3 By region"):
        QUERIES.query("by")
    with pytest.raises(UnknownNameError, match=r"'f9' is no canned query of this survey; it has: f2 By role; .*; Long"):
        QUERIES.query("f9")
    with pytest.raises(UnknownNameError, match="this survey has none"):
        Survey("x", ()).query("f2")


def test_a_question_fills_in_what_was_not_said() -> None:
    question = Question("role", Kind.SINGLE)
    assert (question.text, question.label, question.column) == ("role", "role", "role")
    question = Question("role", Kind.SINGLE, "What?")
    assert (question.text, question.label, question.column) == ("What?", "What?", "role")


def test_a_coded_verbatim_is_a_question_of_several_answers(survey: Survey) -> None:
    how, remark = survey["how"], survey["remark"]
    assert (how.is_coded, how.takes_several, how.has_options, how.choices_column) == (True, True, True, "how_codes")
    assert (remark.is_coded, remark.takes_several, remark.has_options, remark.choices_column) == (
        *(False, False, False),
        "remark",
    )
    assert survey["tools"].takes_several
    assert not survey["role"].takes_several
    assert how.has_words
    assert not survey["role"].has_words


def test_answers_that_count_stand_apart_from_those_that_do_not(survey: Survey) -> None:
    assert [option.code for option in survey["role"].choices] == ["m", "d", "v"]
    assert [option.code for option in survey["role"].missing] == ["dk"]
    assert survey["role"].option("d").label == "Director"
    assert survey["role"].option("ceo") == Option("ceo", "ceo")
    net = survey["role"].net_of("v")
    assert net is not None
    assert net.label == "Executives"
    assert survey["role"].net_of("m") is None


@pytest.mark.parametrize(
    ("storage", "value", "code"),
    [
        (Storage.INTEGER, 5, "5"),
        (Storage.REAL, 5.0, "5"),
        (Storage.REAL, 2.5, "2.5"),
        (Storage.BOOLEAN, True, "true"),
        (Storage.BOOLEAN, False, "false"),
        (Storage.TEXT, "5.0", "5.0"),
    ],
)
def test_a_stored_value_and_its_code_are_the_same(storage: Storage, value: object, code: str) -> None:
    assert code_of(value) == code
    assert Question("q", Kind.SINGLE, storage=storage).stored(code) == value


@pytest.mark.parametrize("storage", [Storage.INTEGER, Storage.REAL, Storage.DATE])
def test_a_code_that_cannot_be_stored_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError):
        Question("q", Kind.SINGLE, storage=storage).stored("never")
