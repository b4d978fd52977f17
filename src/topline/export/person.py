"""One person as text: their own words first, then every answer with its question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from topline.analysis import Person, answer_words
from topline.export.safe_text import markdown_text, one_line, whole
from topline.survey import Kind, Question, Role, Survey


@dataclass(frozen=True, slots=True)
class _Told:
    """What one person said, as a page sets it."""

    heading: str
    verbatims: tuple[tuple[Question, str, tuple[str, ...]], ...]
    """Question, words and the labels of their codes."""
    answers: tuple[tuple[Question, str], ...]


def _told(survey: Survey, person: Person, place: str, personal: bool) -> _Told:
    pairs = list(zip(survey.questions, person.answers, strict=True))
    own = [(q, str(a)) for q, a in pairs if _is_verbatim(q) and answer_words(q, a).strip()]
    rest = [(q, answer_words(q, a, personal=personal)) for q, a in pairs if not _is_verbatim(q)]
    identity = survey.with_role(Role.ID)
    number = answer_words(identity, _answer(survey, person.answers, identity), personal=personal) if identity else ""
    name = f"{identity.label} {number}" if identity and number else f"row {person.number:,}"
    return _Told(
        f"{survey.title}: {place}, {name}",
        tuple((question, words, person.codes.get(question.name, ())) for question, words in own),
        tuple((question, words) for question, words in rest if words),
    )


def _is_verbatim(question: Question) -> bool:
    return question.kind is Kind.OPEN and question.role is None


def _answer(survey: Survey, answers: Sequence[Any], question: Question) -> Any:
    return answers[survey.questions.index(question)]


def _with_unit(question: Question, words: str) -> str:
    return f"{words} {question.unit}".strip()


def person_text(survey: Survey, person: Person, place: str, *, personal: bool = False) -> Iterator[str]:
    """A person as plain text, line by line, as one pastes it into a letter.

    Args:
        survey: What they were asked.
        person: Who.
        place: Which of the replies it is, such as "reply 2 of 41".
        personal: Whether answers that tell who a person is may be given; they are masked otherwise.
    """
    told = _told(survey, person, place, personal)
    yield one_line(told.heading) + "\n"
    for question, words, codes in told.verbatims:
        yield f"\n{one_line(question.text)}\n"
        for text in whole(words).strip().splitlines():
            yield f"    {text.strip()}\n" if text.strip() else "\n"
        if codes:
            yield f"    coded: {one_line(', '.join(codes))}\n"
    if told.answers:
        yield "\n"
    for question, words in told.answers:
        yield f"{one_line(question.text)}: {one_line(_with_unit(question, words))}\n"


def person_markdown(survey: Survey, person: Person, place: str, *, personal: bool = False) -> Iterator[str]:
    """A person as Markdown: a heading, their words as quotations, their answers as a list; see `person_text`."""
    told = _told(survey, person, place, personal)
    yield f"## {markdown_text(told.heading)}\n"
    for question, words, codes in told.verbatims:
        yield f"\n**{markdown_text(question.text)}**\n\n"
        paragraphs = [markdown_text(text) for text in whole(words).strip().splitlines()]
        yield "".join(f"> {text}\n" if text else ">\n" for text in paragraphs)
        if codes:
            yield f"\ncoded: {markdown_text(', '.join(codes))}\n"
    if told.answers:
        yield "\n"
    for question, words in told.answers:
        yield f"- {markdown_text(question.text)}: {markdown_text(_with_unit(question, words))}\n"
