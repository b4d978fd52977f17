"""Parquet files: with their survey, without, and those that are none."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
import polars
import pytest

from topline.readers import Source, UnreadableFileError, open_source, parquet_profiles
from topline.survey import Kind, MissingKind, Role, Storage, SurveyFileError

SURVEY = """
title = "Coffee"
invited = 50
id = "respondent"

[question.likes]
text = "Do you like it?"
kind = "single"

[question.how]
kind = "open"
codes = "how_codes"
[question.how.codeframe]
taste.bitter = "Bitter"
other = "Other"
"""


def saved(path: Path, frame: polars.DataFrame, **metadata: str) -> Path:
    frame.write_parquet(path, metadata=metadata)
    return path


def footer(whole: bytes) -> int:
    """Bytes that the footer of a parquet file has, its length and the magic left out."""
    return int.from_bytes(whole[-8:-4], "little")


@pytest.fixture
def coffee(tmp_path: Path) -> Path:
    frame = polars.DataFrame(
        {
            "respondent": [1, 2, 3],
            "likes": ["Yes", "No", "N/A"],
            "how": ["too bitter", None, "hm"],
            "how_codes": [["bitter"], [], ["other"]],
        }
    )
    return saved(tmp_path / "coffee.parquet", frame, topline=SURVEY)


def test_the_survey_in_the_metadata_is_taken(coffee: Path) -> None:
    source = open_source(coffee)
    survey = source.survey
    assert (survey.title, survey.invited, survey.respondents) == ("Coffee", 50, 3)
    assert [question.name for question in survey] == ["respondent", "likes", "how"]
    assert survey["respondent"].role is Role.ID
    assert survey["how"].positions == (2, 3)
    assert source.replies == coffee
    assert survey.source == str(coffee)


def test_options_that_nobody_stated_come_from_the_replies(coffee: Path) -> None:
    likes = open_source(coffee).survey["likes"]
    assert [option.code for option in likes.choices] == ["Yes", "No"]
    assert likes.missing[0].missing is MissingKind.NOT_ASKED


def test_a_survey_file_beside_comes_on_top(coffee: Path) -> None:
    coffee.with_name("coffee.topline.toml").write_text('title = "Tea"\n[question.how]\nlabel = "How"\n')
    survey = open_source(coffee).survey
    assert survey.title == "Tea"
    assert survey["how"].label == "How"
    assert survey["how"].is_coded
    assert survey["how"].positions == (2, 3)


def test_a_stated_text_is_the_label_too_where_none_is_stated(coffee: Path) -> None:
    assert open_source(coffee).survey["likes"].label == "Do you like it?"


def test_a_named_survey_file_comes_before_the_one_beside(coffee: Path, tmp_path: Path) -> None:
    coffee.with_name("coffee.topline.toml").write_text('title = "Tea"\n')
    other = tmp_path / "other.toml"
    other.write_text('title = "Cocoa"\n')
    assert open_source(coffee, survey_file=other).survey.title == "Cocoa"
    with pytest.raises(SurveyFileError, match="there is no such survey file"):
        open_source(coffee, survey_file=tmp_path / "none.toml")


def test_a_stated_kind_gets_its_options_from_the_replies(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.parquet", polars.DataFrame({"why": [f"because of {i} reasons" for i in range(20)]}))
    path.with_name("a.topline.toml").write_text('[question.why]\nkind = "single"\n')
    assert len(open_source(path).survey["why"].options) == 20


def test_no_reply_is_read_where_the_metadata_says_all(coffee: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SURVEY.replace('kind = "single"', 'kind = "single"\noptions = ["Yes", "No", "N/A"]')
    frame = polars.read_parquet(coffee)
    path = saved(coffee.with_name("full.parquet"), frame, topline=full)
    monkeypatch.setattr(parquet_profiles, "_profile", lambda *_: pytest.fail("replies were read"))
    assert len(open_source(path).survey["likes"].options) == 3


def test_every_type_is_a_question(tmp_path: Path) -> None:
    frame = polars.DataFrame(
        {
            "truth": [True, None],
            "whole": polars.Series([1, 2], dtype=polars.UInt64),
            "part": [1.5, float("nan")],
            "money": [Decimal("1.50"), Decimal("2.50")],
            "day": [date(2024, 6, 1), None],
            "moment": [datetime(2024, 6, 1, 9), None],
            "clock": [time(9), None],
            "bytes": [b"\x00\xff", None],
            "tags": [["a", "b"], ["b"]],
            "nested": [{"x": 1}, None],
            "deep": [[["a"]], [["b"]]],
            "class": polars.Series(["low", "high"], dtype=polars.Categorical),
        }
    )
    survey = open_source(saved(tmp_path / "types.parquet", frame)).survey
    found = {question.name: (question.kind, question.storage) for question in survey}
    assert found == {
        "truth": (Kind.SINGLE, Storage.BOOLEAN),
        "whole": (Kind.SINGLE, Storage.INTEGER),
        "part": (Kind.NUMERIC, Storage.REAL),
        "money": (Kind.NUMERIC, Storage.REAL),
        "day": (Kind.DATE, Storage.DATE),
        "moment": (Kind.DATE, Storage.DATE),
        "clock": (Kind.OPEN, Storage.TEXT),
        "bytes": (Kind.OPEN, Storage.TEXT),
        "tags": (Kind.MULTI, Storage.TEXT),
        "nested": (Kind.OPEN, Storage.TEXT),
        "deep": (Kind.OPEN, Storage.TEXT),
        "class": (Kind.SINGLE, Storage.TEXT),
    }
    assert [option.label for option in survey["truth"].options] == ["True", "False"]
    assert [option.code for option in survey["tags"].options] == ["a", "b"]
    assert "STRUCT column, shown as text" in survey["nested"].rule


def test_joined_answers_keep_their_separator(tmp_path: Path) -> None:
    frame = polars.DataFrame({"tools": ["A;B", "B", "A", "B;C"] * 3})
    question = open_source(saved(tmp_path / "a.parquet", frame)).survey["tools"]
    assert (question.kind, question.separator) == (Kind.MULTI, ";")
    assert [option.code for option in question.options] == ["A", "B", "C"]


def test_stored_blanks_are_no_answers(tmp_path: Path) -> None:
    frame = polars.DataFrame({"Q1": ["Yes", "", "  ", "No", "Yes"]})
    question = open_source(saved(tmp_path / "a.parquet", frame)).survey["Q1"]
    assert [option.code for option in question.choices] == ["Yes", "No"]
    assert {option.code for option in question.missing} == {"", "  "}
    assert question.answered == 3


def test_columns_are_named_as_duckdb_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "odd.parquet"
    duckdb.sql(f"copy (select 'a' as \"Q 1\", 'b' as \"x\"\"y\", 'c' as \"\x1b[31mred\") to '{path}'")
    survey = open_source(path).survey
    columns = [column[0] for column in duckdb.sql(f"describe select * from '{path}'").fetchall()]
    assert [question.column for question in survey] == columns
    assert [question.name for question in survey][:2] == ["q_1", "x_y"]
    assert survey.questions[2].text == "\N{SYMBOL FOR ESCAPE}[31mred"
    assert survey.questions[2].name.isidentifier()


def test_a_long_file_is_looked_at_from_its_first_replies(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    duckdb.sql(f"copy (select 'Yes' as Q1, i as n from range(100001) t(i)) to '{path}'")
    survey = open_source(path).survey
    assert survey.respondents == 100_001
    assert "in the first 20,000 replies" in survey["Q1"].rule
    assert survey["Q1"].answered is None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda whole: whole[: len(whole) // 2], "cut short"),
        (lambda whole: whole[:-8] + b"\xff\xff\xff\x7fPAR1", "footer is damaged"),
        (lambda whole: whole[: -8 - footer(whole)] + b"\xff" * footer(whole) + whole[-8:], "not a readable parquet"),
    ],
)
def test_a_spoilt_file_is_one_line(coffee: Path, spoil: Callable[[bytes], bytes], words: str) -> None:
    coffee.write_bytes(spoil(coffee.read_bytes()))
    with pytest.raises(UnreadableFileError, match=words) as caught:
        open_source(coffee)
    assert "\n" not in str(caught.value)


def test_a_name_with_the_signs_of_a_pattern_is_a_name(coffee: Path) -> None:
    odd = coffee.rename(coffee.with_name("[red]*what?.parquet"))
    assert isinstance(open_source(odd), Source)
