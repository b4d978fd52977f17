"""Completion: what can stand at the cursor, and the words of SQL that it and the colours rest on."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.engine import columns_of
from topline.engine.caged.admitted import FUNCTIONS as ADMITTED
from topline.survey import Kind, Option, Question, Role, Storage, Survey
from topline.tui.completion import Completer
from topline.tui.sql_words import FUNCTIONS, KEYWORDS, RESERVED, Token, name_of, pieces, written

SURVEY = Survey(
    "s",
    (
        Question("id", Kind.OPEN, role=Role.ID, storage=Storage.INTEGER),
        Question("role", Kind.SINGLE, label="Role", options=(Option("VP", "VP"), Option("Team lead", "Team lead"))),
        Question("agree", Kind.SCALE, options=(Option("1", "No, it's not"), Option("2", "Yes"))),
        Question("how", Kind.OPEN, codes="how_list", options=(Option("recruit", "Recruiting"),)),
        Question("my words", Kind.OPEN),
        Question("order", Kind.NUMERIC, storage=Storage.REAL),
        Question("o'clock", Kind.SINGLE, options=(Option("5 o'clock", "Five"),)),
    ),
)
COMPLETER = Completer(SURVEY, columns_of(SURVEY))


def offered(statement: str) -> list[str]:
    found = COMPLETER.complete(statement)
    return [candidate.text for candidate in found.candidates] if found else []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sel", "select"),
        ("SEL", "SELECT"),
        ("select ro", "role"),
        ("select RO", "role"),
        ("select my", '"my words"'),
        ("select wor", '"my words"'),
        ("select ord", '"order"'),
        ('select "my', '"my words"'),
        ("select o'", None),
        ("select coun", "count("),
        ("select * from r", "responses"),
        ("select * from", None),
        ("select role", None),
        ("select ROLE", None),
        ("select count", "count("),
        ("select how_", "how_codes"),
        ("where role = ", "'VP'"),
        ("where role='", "'VP'"),
        ("where role = 't", "'Team lead'"),
        ("where role <> 'v", "'VP'"),
        ("where role in (", "'VP'"),
        ("where role in ('VP', ", "'VP'"),
        ("where role not in ('VP', 'te", "'Team lead'"),
        ("where agree = 'y", "'2'"),
        ("where list_contains(how_codes, ", "'recruit'"),
        ("where list_contains(how_codes, 'rec", "'recruit'"),
        ("where \"o'clock\" = '", "'5 o''clock'"),
        ("where \"o'clock\" = '5 o''", "'5 o''clock'"),
        ("where order = ", None),
        ("where role = 'VP'", None),
        ("select 12", None),
        ("select $ro", None),
        ("select 1 -- ro", None),
        ("select 1 -- note\nwhere ro", "role"),
        ("select /* ro", None),
        ("where 'role' = ro", "role"),
        ("where 'role = ", None),
        ("", None),
        ("select ", None),
    ],
)
def test_what_comes_first(typed: str, first: str | None) -> None:
    assert next(iter(offered(typed)), None) == first


def test_a_candidate_says_what_it_is_and_where_it_goes() -> None:
    found = COMPLETER.complete("select role from responses where agree = 'n")
    assert found is not None
    assert found.start == len("select role from responses where agree = ")
    assert [(one.text, one.about) for one in found.candidates] == [("'1'", "No, it's not")]


def test_names_that_cannot_be_shown_are_not_offered() -> None:
    survey = Survey("s", (Question("a\x1b[31m", Kind.OPEN), Question("abc", Kind.OPEN)))
    found = Completer(survey, columns_of(survey)).complete("a")
    assert found is not None
    assert "abc" in [one.text for one in found.candidates]
    assert all(one.text.isprintable() for one in found.candidates)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["role", "=", "'", '"', "in", "(", ",", "$x", "--", "/*", " "])).map("".join)
)
def test_any_text_is_taken_apart_without_loss_and_completed_without_fault(text: str) -> None:
    end = 0
    for piece in pieces(text):
        assert not text[end : piece.start].strip()
        assert piece.end > piece.start >= end
        end = piece.end
    assert not text[end:].strip()
    completion = COMPLETER.complete(text)
    assert completion is None or 0 <= completion.start <= len(text)


def test_pieces_know_what_they_are() -> None:
    text = "select count(*), \"a \"\"b\" from r where x = 'it''s' and $p > 1.5e3 -- end"
    kinds = [(piece.token, text[piece.start : piece.end]) for piece in pieces(text)]
    assert (Token.KEYWORD, "select") in kinds
    assert (Token.FUNCTION, "count") in kinds
    assert (Token.QUOTED, '"a ""b"') in kinds
    assert (Token.TEXT, "'it''s'") in kinds
    assert (Token.PARAMETER, "$p") in kinds
    assert (Token.NUMBER, "1.5e3") in kinds
    assert kinds[-1] == (Token.COMMENT, "-- end")
    quoted = next(piece for piece in pieces(text) if piece.token is Token.QUOTED)
    assert name_of(quoted, text) == 'a "b'


def test_what_is_offered_is_what_the_cage_lets_in() -> None:
    assert set(FUNCTIONS) <= set(ADMITTED)
    assert len(set(KEYWORDS)) == len(KEYWORDS)


def test_names_that_need_quotes_get_them() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select keyword_name from duckdb_keywords() where keyword_category in ('reserved', 'type_function')"
        ).fetchall()
        assert set(RESERVED) == {name for (name,) in rows}
        for name in ("role", "row", "left", "order", "my words", 'a"b', "Größe", "1st"):
            assert connection.execute(f"select {written(name)} from (select 1 as {written(name)})").fetchall() == [(1,)]
