"""Replies as people read them: which questions to show, and each stored answer in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from topline.analysis.bases import base_condition
from topline.analysis.floor import refused
from topline.analysis.words import shown_words, words_window
from topline.engine import Cancel, Engine, Reply, Window, Windows
from topline.survey import MASK, Answered, Base, Kind, Question, Role, Slice, Survey, View, are_years, code_of, grouped

FEW_OPTIONS = 12
DEFAULT_FIELDS = 8


def fields_of(view: View, survey: Survey) -> tuple[Question, ...]:
    """The questions that a view of replies shows: those it names, or the survey's choice, the id first.

    Raises:
        UnknownNameError: when the view names a question that the survey does not have.
    """
    if survey.min_base:
        return shown_words(view, survey)
    if view.fields:
        return tuple(survey[name] for name in view.fields)
    identity = survey.with_role(Role.ID)
    others = [question for question in survey if question.role is None and question.kind is not Kind.OPEN]
    # Single questions outside grids say most about a person in the least room.
    others.sort(key=lambda q: (bool(q.grid), q.kind is not Kind.SINGLE, len(q.choices) > FEW_OPTIONS))
    head = [identity] if identity else []
    verbatims = list(survey.verbatims[:2])
    return tuple((head + verbatims + others)[:DEFAULT_FIELDS]) or survey.questions[:DEFAULT_FIELDS]


def profile_of(survey: Survey, limit: int = 2) -> tuple[Question, ...]:
    """The questions that say in few words who is speaking: the first single choices with few options."""
    found = [
        question
        for question in survey
        if question.kind is Kind.SINGLE
        and question.role is None
        and not question.grid
        and not question.base
        and 2 <= len(question.choices) <= FEW_OPTIONS
    ]
    return () if survey.min_base else tuple(found[:limit])


def answer_words(question: Question, answer: Any, *, personal: bool = False) -> str:
    """A stored answer in words: labels for codes, dates as ISO; empty where there is none.

    Args:
        personal: Whether answers that tell who a person is may be shown; they are masked otherwise.
    """
    if answer is None or answer != answer:
        return ""
    if question.role is Role.PERSONAL and not personal:
        return MASK
    if isinstance(answer, (list, tuple)):
        return "; ".join(question.option(code_of(item)).label for item in answer if item is not None)
    if question.kind in (Kind.SINGLE, Kind.SCALE):
        return question.option(code_of(answer)).label
    if isinstance(answer, datetime):
        midnight = not (answer.hour or answer.minute or answer.second)
        return f"{answer:%Y-%m-%d}" if midnight else f"{answer:%Y-%m-%d %H:%M}"
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, float):
        years = are_years(question, answer, answer)
        return grouped(answer, ",.10g", years=years) if question.role is None else code_of(answer)
    if isinstance(answer, int) and question.kind is Kind.NUMERIC and question.role is None:
        return grouped(answer, ",", years=are_years(question, answer, answer))
    return str(answer)


def profile_words(questions: Sequence[Question], answers: Sequence[Any]) -> str:
    """Who is speaking, such as "Manager, EMEA"."""
    said = (answer_words(question, answer) for question, answer in zip(questions, answers, strict=True))
    return ", ".join(words for words in said if words)


def voices(
    windows: Windows, engine: Engine, people: Slice, verbatim: Question, offset: int, limit: int, cancel: Cancel | None
) -> Window:
    """Some of the people of a slice who wrote something, each with the verbatim and then their profile."""
    if engine.survey.min_base:
        return words_window(engine, people, verbatim, offset, limit, cancel)
    questions = (verbatim, *profile_of(engine.survey))
    wrote = people.narrowed(Answered(verbatim.name))
    return windows.window(wrote, questions, offset, limit, cancel=cancel, passing=True)


def rows_to_code(
    windows: Windows, survey: Survey, question: Question, people: Slice | None = None, cancel: Cancel | None = None
) -> frozenset[int]:
    """The 0-based rows of those of a slice who were asked an open-ended question and wrote something."""
    asked = base_condition(Base.ASKED, question, survey)
    return windows.rows((people or Slice()).narrowed(Answered(question.name), asked), cancel)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one person wrote first, and who it is in few words."""

    who: str
    text: str
    """Empty where nothing was written."""
    codes: tuple[str, ...]
    """The labels of the codes given to it."""


def glimpse(windows: Windows, survey: Survey, row: int, cancel: Cancel | None = None) -> Glimpse | None:
    """A glimpse of the person of a row; None where there is no such row. It reads only what it shows."""
    _refuse_person(survey)
    profile, verbatims = profile_of(survey), survey.verbatims
    coded = [question for question in verbatims if question.is_coded]
    reply = windows.reply(row, (*profile, *verbatims, *map(_codes_of, coded)), cancel)
    if reply is None:
        return None
    who = profile_words(profile, reply.answers[: len(profile)])
    given = dict(
        zip((question.name for question in coded), reply.answers[len(profile) + len(verbatims) :], strict=True)
    )
    for question, answer in zip(verbatims, reply.answers[len(profile) :], strict=False):
        if text := answer_words(question, answer).strip():
            return Glimpse(who, text, _labels(question, given.get(question.name)))
    return Glimpse(who, "", ())


def _codes_of(question: Question) -> Question:
    """The codes of a verbatim, as a question of its own."""
    return replace(question, kind=Kind.MULTI, column=question.codes, codes="")


def _labels(question: Question, codes: Sequence[Any] | None) -> tuple[str, ...]:
    return tuple(question.option(code_of(code)).label for code in codes or ())


@dataclass(frozen=True, slots=True)
class Person:
    """Everything one person answered."""

    row: int
    """0-based position in the file."""
    answers: tuple[Any, ...]
    """As stored, one a question of the survey, in its order."""
    codes: dict[str, tuple[str, ...]]
    """The labels of the codes given to each coded verbatim, by question."""

    @property
    def number(self) -> int:
        """Which reply of the file this is, counted from 1 as people count rows."""
        return self.row + 1


def person(windows: Windows, engine: Engine, row: int, cancel: Cancel | None = None) -> Person | None:
    """Everything that the person of a row answered; None where there is no such row."""
    _refuse_person(engine.survey)
    coded = _coded(engine)
    reply = windows.reply(row, (*engine.survey.questions, *map(_codes_of, coded)), cancel)
    return _person(reply, coded) if reply else None


def persons(windows: Windows, engine: Engine, rows: Sequence[int], cancel: Cancel | None = None) -> tuple[Person, ...]:
    """Everything that the persons of these rows answered, in this order."""
    _refuse_person(engine.survey)
    coded = _coded(engine)
    found = windows.replies(rows, (*engine.survey.questions, *map(_codes_of, coded)), cancel)
    return tuple(_person(reply, coded) for reply in found)


def _refuse_person(survey: Survey) -> None:
    """Refuse to show one person's answers where too few people are shown nowhere.

    Raises:
        WithheldError: when there is a privacy floor.
    """
    if survey.min_base:
        raise refused(survey, "a reply is one person, and is not shown")


def _coded(engine: Engine) -> list[Question]:
    return [question for question in engine.survey.questions if question.is_coded]


def _person(reply: Reply, coded: Sequence[Question]) -> Person:
    number = len(reply.answers) - len(coded)
    given = zip(coded, reply.answers[number:], strict=True)
    return Person(
        reply.row, reply.answers[:number], {question.name: _labels(question, codes) for question, codes in given}
    )
