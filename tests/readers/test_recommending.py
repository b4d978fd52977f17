"""The scale from 0 to 10 on which people say how likely they are to recommend."""

from typing import Any

import polars
import pytest

from topline.readers.coded import read_coded
from topline.readers.columns import TextColumn, read_column
from topline.readers.raw import RawColumn
from topline.survey import RECOMMEND, Kind, Option, Question

ASKED = "How likely are you to recommend us to a friend?"
POINTS = [float(point) for point in range(11)]
LOW, HIGH = "Not at all likely", "Extremely likely"


def text(answers: list[str], asked: str = ASKED) -> Question:
    cells = polars.Series("q", answers * 3, polars.String)
    return read_column(TextColumn("q", asked, asked, 0, cells), {}).question


def coded(values: list[Any], *labels: Option, asked: str = ASKED) -> Question:
    return read_coded(RawColumn("q", polars.Series(values), 0, options=labels), "q", asked, {}).question


def scores(question: Question) -> list[float | None]:
    return [option.score for option in question.choices]


@pytest.mark.parametrize(
    "ends", [("0 - {}", "10 - {}"), ("{} - 0", "{} - 10"), ("0 ({})", "10 ({})"), ("0={}", "10={}")]
)
def test_points_with_words_at_the_ends_have_those_that_nobody_chose(ends: tuple[str, str]) -> None:
    low, high = ends[0].format(LOW), ends[1].format(HIGH)
    found = text([high, "9", "7", low, "2"])
    assert (found.kind, scores(found)) == (Kind.SCALE, POINTS)
    assert [option.label for option in found.choices] == [low, *(str(point) for point in range(1, 10)), high]
    assert scores(text([high, "9", "8", "7", "3"])) == POINTS
    assert scores(text([low, "9", "8", "7", "3"])) == POINTS


def test_ends_without_a_number_are_known_by_their_words() -> None:
    found = text(["9", HIGH, "7", LOW, "1", "Don't know"])
    assert scores(found) == [*POINTS, None]
    assert (found.choices[0].label, found.choices[10].label) == (LOW, HIGH)


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (["1 - Not at all", "2", "3", "9", "10 - Very"], [1, 2, 3, 9, 10]),
        (["0 - Not at all", "1", "2", "4", "5 - Very"], [0, 1, 2, 4, 5]),
        (["0 - Never", "1", "3"], [0, 1, 3]),
    ],
)
def test_other_scales_stay_as_they_are(answers: list[str], points: list[int]) -> None:
    assert scores(text(answers)) == points


def test_a_scale_of_another_question_has_only_what_was_chosen() -> None:
    found = text(["0 - Very bad", "7", "8", "10 - Very good"], "How was it?")
    assert (found.kind, scores(found)) == (Kind.SCALE, [0, 7, 8, 10])


def labels(low: str, high: str, first: int = 0) -> list[Option]:
    said = [low, *(str(point) for point in range(1, 10)), high]
    return [Option(str(code), label) for code, label in enumerate(said, first)]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    ("low", "high"), [("0 - sehr unwahrscheinlich", "10 - sehr wahrscheinlich"), ("ни за что", "да")]
)
def test_labels_of_a_package_say_the_points_whatever_the_codes(first: int, low: str, high: str) -> None:
    found = coded([first, first + 3, first + 10, 99], *labels(low, high, first), Option("99", "Don't know"))
    assert (found.kind, scores(found)) == (Kind.SCALE, [*POINTS, None])


def test_labels_at_the_ends_alone_make_the_whole_scale() -> None:
    found = coded([8, 9, 7, 8, 3], Option("0", LOW), Option("10", HIGH))
    assert (found.kind, scores(found)) == (Kind.SCALE, POINTS)


def test_eleven_things_to_recommend_are_no_scale() -> None:
    things = [Option(str(code), f"Shop {name}") for code, name in enumerate("ABCDEFGHIJK")]
    assert coded([1, 2, 3], *things, asked="Which shop would you recommend?").kind is Kind.SINGLE


@pytest.mark.parametrize(
    "asked",
    [
        "Would you recommend us?", "nps_1", "Würden Sie uns weiterempfehlen?", "¿Nos recomendaría?",
        "Recommanderiez-vous", "Recomendaria", "Ci consiglieresti?", "Zou u ons aanbevelen?", "推荐",
        "Skulle du rekommendera oss?", "Vil du anbefale os?", "Czy poleciłbyś nas?", "Порекомендуете ли вы нас?",
        "お勧めしますか", "추천",
    ],
)  # fmt: skip
def test_recommending_in_many_languages(asked: str) -> None:
    assert RECOMMEND.search(asked)


@pytest.mark.parametrize("asked", ["Which command do you use?", "Snaps", "How satisfied are you?", "Polecenie"])
def test_other_questions_do_not_ask_to_recommend(asked: str) -> None:
    assert not RECOMMEND.search(asked)
