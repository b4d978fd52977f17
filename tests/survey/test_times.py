"""Which questions say when."""

from __future__ import annotations

import pytest

from topline.survey import Kind, Question, Role, Survey, time_question, times_of
from topline.survey.times import is_wave

WAVE = Question("wave", Kind.SINGLE)
REPLIED = Question("replied", Kind.DATE, role=Role.REPLIED)
SENT = Question("sent", Kind.DATE, role=Role.SENT)
BORN = Question("born", Kind.DATE)
ROLE = Question("role", Kind.SINGLE)


def names(*questions: Question) -> list[str]:
    return [question.name for question in times_of(Survey("", questions))]


def test_waves_come_first_then_when_people_replied_then_other_dates() -> None:
    assert names(BORN, SENT, ROLE, REPLIED, WAVE) == ["wave", "replied", "sent", "born"]
    assert [one.name for one in times_of(Survey("", (WAVE, REPLIED)), without="wave")] == ["replied"]


@pytest.mark.parametrize(
    ("questions", "only"),
    [
        ((ROLE,), None),
        ((WAVE, ROLE), "wave"),
        ((SENT, REPLIED), "replied"),
        ((SENT,), "sent"),
        ((REPLIED, BORN), None),
        ((WAVE, REPLIED), None),
    ],
)
def test_the_only_one_is_taken_and_else_somebody_chooses(questions: tuple[Question, ...], only: str | None) -> None:
    found = time_question(Survey("", questions))
    assert (found.name if found else None) == only


@pytest.mark.parametrize("said", ["wave", "Wave", "survey_wave", "Round", "Survey year", "wave no.", "Welle", "year"])
def test_what_waves_are_called(said: str) -> None:
    assert is_wave(Question(said, Kind.SINGLE))
    assert is_wave(Question("q1", Kind.NUMERIC, said + "?"))
    assert not is_wave(Question(said, Kind.OPEN))


@pytest.mark.parametrize("said", ["years", "microwave", "Year of birth", "rounds of golf", "how many weeks"])
def test_what_waves_are_not_called(said: str) -> None:
    assert not is_wave(Question(said, Kind.NUMERIC))
