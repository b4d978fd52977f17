"""Words and patterns in what people wrote: what is found, against a reading by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.engine import Engine, Windows
from topline.survey import Contains, HasWords, Kind, Matches, Question, Slice, Storage, Survey

TEXTS = (
    "Social media is where I look prospects up.",
    "media, SOCIAL: both",
    "antisocial media",
    "socially, in the media_room",
    "Überall Coaching; das Team-Coaching",
    "coach's corner, C++ and 50% off",
    "日本語の返事 です",
    "日本 語",
    "two\nlines\tand social\u00a0media",
    "cafe\u0301 society",
    "résumé RÉSUMÉ",
    "",
    "  ",
)
SURVEY = Survey(
    "Texts",
    (
        Question("how", Kind.OPEN),
        Question("tools", Kind.MULTI),
        Question("years", Kind.NUMERIC, storage=Storage.INTEGER),
    ),
    respondents=len(TEXTS) + 1,
)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A reply for each of the texts, and one without any."""
    path = tmp_path_factory.mktemp("texts") / "texts.parquet"
    rows = len(TEXTS) + 1
    polars.DataFrame(
        {"how": [*TEXTS, None], "tools": [["hand saw", "drill"]] * rows, "years": [15] * rows}
    ).write_parquet(path)
    with Engine(path, SURVEY) as engine:
        yield Windows(engine)


def found(windows: Windows, condition: Contains | HasWords | Matches) -> list[str]:
    window = windows.window(Slice((condition,)), (SURVEY["how"],), limit=100)
    return [reply.answers[0] for reply in window.replies]


def is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character == "_"


def has_words(text: str, words: str) -> bool:
    """Whether each word stands in a text with no letter before or after it."""

    def has(word: str) -> bool:
        lower, at = text.lower(), -1
        while (at := lower.find(word.lower(), at + 1)) >= 0:
            before, after = lower[at - 1 : at] if at else "", lower[at + len(word) : at + len(word) + 1]
            if not any(map(is_letter, before + after)):
                return True
        return False

    return all(map(has, words.split()))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("social media", 3),
        ("MEDIA social", 3),
        ("coaching", 1),
        ("überall coaching", 1),
        ("coach", 1),
        ("C++", 1),
        ("50%", 1),
        ("日本", 1),
        ("cafe", 0),
        ("résumé", 1),
        ("", len(TEXTS)),
    ],
)
def test_whole_words_are_found_in_any_order_and_script(windows: Windows, words: str, number: int) -> None:
    assert found(windows, HasWords("how", words)) == [text for text in TEXTS if has_words(text, words)]
    assert len(found(windows, HasWords("how", words))) == number


PARTS = sorted({text[at : at + size] for text in TEXTS for at in range(len(text)) for size in (1, 2, 5, 9)})


@settings(max_examples=120)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join))
def test_words_are_those_of_a_reading_by_hand(windows: Windows, words: str) -> None:
    assert found(windows, HasWords("how", words)) == [text for text in TEXTS if has_words(text, words)]


@settings(max_examples=60)
@given(st.sampled_from([part for part in PARTS if len(part.split()) == 1]))
def test_a_text_that_stands_there_as_a_word_stands_there(windows: Windows, part: str) -> None:
    assert set(found(windows, HasWords("how", part))) <= set(found(windows, Contains("how", part.strip())))


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (r"coach\w*", 2),
        ("^social", 2),
        (r"\bmedia\b", 4),
        (r"\pL+語", 1),
        ("(?-i)SOCIAL", 1),
        ("", len(TEXTS)),
        ("s$", 0),
    ],
)
def test_patterns_ignore_case_and_fit_anywhere(windows: Windows, pattern: str, number: int) -> None:
    assert len(found(windows, Matches("how", pattern))) == number


def test_other_answers_are_read_as_text_too(windows: Windows) -> None:
    assert windows.count(Slice((HasWords("tools", "saw drill"),))) == SURVEY.respondents
    assert windows.count(Slice((HasWords("tools", "and"),))) == 0
    assert windows.count(Slice((Matches("years", "^1.$"),))) == SURVEY.respondents
