"""Canned queries as files say them: the survey's, those of a file beside it, and a person's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from topline.survey import KEYS, LETTERS, CannedQuery, Parameter, SurveyFileError, read_own_queries, read_survey_file
from topline.survey.query import overlaid, with_own
from topline.survey.query_file import PARAMETER_KEYS, QUERY_KEYS, queries_of

A = CannedQuery("A", "f1", rows="a")
B = CannedQuery("B", "f2", rows="b")


def queries(text: str) -> tuple[CannedQuery, ...]:
    return queries_of(read_survey_file(text, "s.toml"))


def test_a_query_without_a_title_is_called_by_what_it_shows() -> None:
    text = '[[query]]\nrows = "impact"\ncolumns = ["role", "region"]\n[[query]]\nsql = "select\\n 1"\n[[query]]\n'
    assert [query.title for query in queries(text)] == ["impact by role", "select 1", "query"]


def test_keys_are_read_in_either_case() -> None:
    assert [query.key for query in queries('[[query]]\nkey = "F3"\n[[query]]\nkey = "P"\n')] == ["f3", "p"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[query]]\nkey = "q"', 2, "'q' means something else among the queries; use f1 to f9, or one of"),
        ('[[query]]\nkey = "S"\n\n[[query]]\nkey = "J"', 5, "'J' means something else among the queries"),
        ('[[query]]\nkey = "f10"', 2, "'f10' is no key for a query; use f1 to f9"),
        ('[[query]]\nkey = "ctrl+a"', 2, "'ctrl+a' is no key for a query"),
        ('[[query]]\nkey = "f2"\n[[query]]\n# note\nkey = "F2"', 5, "the key f2 is taken in line 2; a key runs one"),
        ('[[query]]\nsql = "select 1"\nrows = "a"', 3, "a query is either SQL or a view: rows does not go with sql"),
        ('[[query]]\nparameters."my role".choices = "r"', 2, "a parameter cannot be called 'my role'"),
        ('[[query]]\ntitel = "x"', 2, "unknown key 'titel'; nearest: title"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("own", [False, True])
def test_what_is_wrong_is_told_with_file_and_line(text: str, line: int, words: str, own: bool) -> None:
    with pytest.raises(SurveyFileError) as caught:
        read_own_queries(text, "some.toml") if own else read_survey_file(text, "some.toml")
    assert str(caught.value).startswith(f"some.toml, line {line}: {words}")


def test_a_file_of_ones_own_holds_queries_and_nothing_else() -> None:
    (query,) = read_own_queries('[[query]]\ntitle = "T"\nrows = "a"\nparameters.p.default = "x"\n', "own.toml")
    assert query == CannedQuery("T", rows="a", parameters=(Parameter("p", default="x"),), source="own.toml")
    with pytest.raises(SurveyFileError, match=r"own.toml, line 1: unknown key 'title'; known: query"):
        read_own_queries('title = "x"', "own.toml")
    with pytest.raises(SurveyFileError, match=r"own.toml: not a readable file of queries"):
        read_own_queries("[[query", "own.toml")


def test_queries_of_a_file_beside_are_added_to_those_below_it() -> None:
    assert overlaid((A,), (B,)) == (A, B)
    assert overlaid((), (B,)) == (B,)
    assert overlaid((A, B), ()) == (A, B)


def test_one_of_the_same_title_takes_the_place_of_the_one_below() -> None:
    other = CannedQuery(" a ", "f3", rows="z")
    assert overlaid((A, B), (other,)) == (other, B)


def test_the_file_on_top_has_a_key_that_both_want() -> None:
    mine = CannedQuery("Mine", "f1", rows="z")
    assert overlaid((A, B), (mine,)) == (replace(A, key="", clash="f1"), B, mine)


def test_laying_the_same_file_over_twice_changes_nothing() -> None:
    mine = (CannedQuery("Mine", "f1", rows="z"), CannedQuery("B", "f9", rows="y"))
    once = overlaid((A, B), mine)
    assert overlaid(once, mine) == once


def test_a_key_that_the_survey_uses_stays_with_the_survey() -> None:
    own = (CannedQuery("Own", "f1", source="own.toml"), CannedQuery("Other", "f5", source="own.toml"))
    assert with_own((A, B), own) == (A, B, replace(own[0], key="", clash="f1"), own[1])


def test_every_key_of_a_query_and_every_letter_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "survey-file.md").read_text(encoding="utf-8")
    for key in (*QUERY_KEYS, *PARAMETER_KEYS):
        assert f"`{key}" in text, key
    assert " ".join(LETTERS) in text
    assert len(set(KEYS)) == len(KEYS)
