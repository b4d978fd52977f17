"""Bands of numbers: as a survey file and a command line say them, and what is wrong with them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from topline.survey import (
    Band,
    Kind,
    Option,
    Question,
    Storage,
    Survey,
    SurveyFileError,
    ToplineError,
    Within,
    as_said,
    band_words,
    bands_at,
    edges_of,
    read_edges,
    read_survey_file,
)
from topline.survey.bands import bands_said

REPLIES = Survey(
    "S",
    (
        Question("age", Kind.NUMERIC, storage=Storage.INTEGER),
        Question("role", Kind.SINGLE, options=(Option("m", "Manager"),)),
    ),
)
NAMED = (Band(None, 30, "Young"), Band(30, 65.5, "Older"), Band(80, None, "Old"))


def test_edges_cut_bands_with_open_ends() -> None:
    assert bands_at((18, 25.0)) == (Band(None, 18), Band(18, 25), Band(25, None))
    assert bands_at(()) == ()


@pytest.mark.parametrize("bands", [bands_at((18,)), bands_at((-2.5, 0, 1e9)), NAMED, NAMED[1:2]])
def test_bands_are_said_as_they_are_read(bands: tuple[Band, ...]) -> None:
    assert bands_said(as_said(bands)) == bands


def test_edges_are_told_only_where_they_say_all() -> None:
    assert edges_of(bands_at((1, 2.5))) == (1, 2.5)
    assert edges_of(NAMED) == ()
    assert edges_of((Band(1, 2), Band(2, None))) == ()


@pytest.mark.parametrize("text", ["-0,18,25.5", "0, 18.0, 25.5", " 0 18 25.5 ", "0;18;25.5"])
def test_edges_are_typed_between_commas_or_spaces(text: str) -> None:
    assert read_edges(text) == (0, 18, 25.5)


@pytest.mark.parametrize("text", ["", ",", "18,x", "nan", "inf", "18,18", "1e999"])
def test_what_cuts_no_bands_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ToplineError) as error:
        read_edges(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("band", "whole", "words"),
    [
        (Band(None, 18), True, "under 18"),
        (Band(50, None), True, "50 and over"),
        (Band(1000, 2000), True, "1,000 to 1,999"),
        (Band(1000, 2000), False, "1,000 to <2,000"),
        (Band(3, 4), True, "3"),
        (Band(2.5, 4), True, "2.5 to <4"),
        (Band(2.5, 4, "Some"), True, "Some"),
    ],
)
def test_bands_are_called_by_their_ends_or_their_names(band: Band, whole: bool, words: str) -> None:
    assert band_words(band, whole=whole) == words


def said(text: str) -> Survey:
    return read_survey_file(text, "a.topline.toml").applied(REPLIES)


def test_a_survey_file_says_edges_or_names() -> None:
    assert said("[question.age]\nbands = [18, 25]\n")["age"].bands == bands_at((18, 25))
    table = "[question.age.bands]\nYoung = [-inf, 30]\nOlder = [30, 65.5]\nOld = [80, inf]\n"
    assert said(table)["age"].bands == NAMED
    assert said("[question.age]\nbands = []\n")["age"].bands == ()
    assert said('[question.age]\nkind = "open"\nbands = []\n')["age"].bands == ()


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ("[18, 18]", "the edges of bands rise; 18 comes after 18"),
        ("[18, 'x']", "bands are cut at numbers such as 18, 25, 35; 'x' is none"),
        ("[true]", "True is none"),
        ("[inf]", "inf is none"),
        ("true", "bands must be a list or a table"),
        ("{ Young = [18] }", 'a band is written "Young" = [18, 30]'),
        ("{ Young = 18 }", 'a band is written "Young" = [18, 30]'),
        ("{ Young = [30, 18] }", "the band 'Young' ends at 18 and begins at 30"),
        ("{ Young = [nan, 18] }", "the band 'Young' ends at 18"),
        ("{ A = [0, 30], B = [20, 40] }", "the bands 'A' and 'B' overlap or do not rise"),
        ("{ A = [30, 40], B = [0, 20] }", "the bands 'A' and 'B' overlap or do not rise"),
    ],
)
def test_bands_that_are_none_are_refused_with_file_and_line(bands: str, fault: str) -> None:
    with pytest.raises(SurveyFileError) as error:
        said(f"[question.age]\n# years\nbands = {bands}\n")
    assert str(error.value).startswith("a.topline.toml, line 3: ")
    assert fault in str(error.value)


def test_only_numbers_have_bands() -> None:
    with pytest.raises(SurveyFileError, match="line 2: bands cut numbers, and role is single"):
        said("[question.role]\nbands = [1, 2]\n")


def test_a_sentence_names_a_band_that_has_a_name() -> None:
    survey = Survey("S", (Question("age", Kind.NUMERIC, storage=Storage.INTEGER, bands=NAMED),))
    assert Within("age", None, 30).words(survey) == "age is Young"
    assert Within("age", 80, None).words(survey) == "age is Old"
    assert Within("age", 30, 65).words(survey) == "age from 30 to under 65"
    assert Within("age", 30, 65.5, high_included=True).words(survey) == "age from 30 to 65.5"


def test_open_ends_are_said_as_infinite() -> None:
    told: dict[str, Any] = as_said(NAMED)
    assert told["Young"] == [-math.inf, 30]
    assert told["Old"] == [80, math.inf]
