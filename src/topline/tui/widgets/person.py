"""One person: their own words as prose, their profile, and every answer with its question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from topline.analysis import answer_words
from topline.charts import Ink, Line, fit, line, prose_lines, wrap
from topline.survey import Kind, Question, Role, Survey

MARGIN = 2
TWO_COLUMNS = 110
"""Cells from which on short answers stand in two columns."""


def person_lines(
    survey: Survey,
    answers: Sequence[Any],
    codes: dict[str, tuple[str, ...]],
    width: int,
    *,
    search: str,
    personal: bool,
) -> tuple[Line, ...]:
    """Everything that one person answered.

    Args:
        answers: One a question of the survey, in its order.
        codes: The labels of the codes of each coded verbatim, by question.
        width: In cells.
        search: What to mark in verbatims.
        personal: Whether names and the like are shown.
    """
    pairs = list(zip(survey.questions, answers, strict=True))
    lines: list[Line] = []
    for question, answer in pairs:
        if question.kind is Kind.OPEN and question.role is None and answer_words(question, answer).strip():
            lines += _verbatim(question, str(answer), codes.get(question.name, ()), width, search)
    if not lines:
        lines = [line((" wrote nothing", Ink.DIM)), Line()]
    short = [(q, a) for q, a in pairs if q.kind is not Kind.OPEN or q.role is not None]
    given = [(q, answer_words(q, a, personal=personal)) for q, a in short]
    answered = [(q, words) for q, words in given if words]
    lines += _section("Answers", [(q, w) for q, w in answered if q.role is None], width)
    lines += _section("About this reply", [(q, w) for q, w in answered if q.role is not None], width)
    silent = [q.label for q, words in given if not words and q.role is not Role.WEIGHT]
    if silent:
        said = f"no answer: {', '.join(silent)}"
        lines += [line((f" {text}", Ink.DIM)) for text in wrap(said, width - MARGIN, 6)]
    return tuple(lines)


def _verbatim(question: Question, text: str, codes: tuple[str, ...], width: int, search: str) -> list[Line]:
    measure = min(width - 2 * MARGIN, 100)
    lines = [line((f" {part}", Ink.HEADING)) for part in wrap(question.text, width - MARGIN, 2)]
    lines += [
        Line((line(("  ", Ink.VOICE)).spans[0], *one.spans)) if one.spans else one
        for one in prose_lines(text.strip(), measure, search=search)
    ]
    if codes:
        lines.append(line(("  coded: ", Ink.DIM), (", ".join(codes), Ink.NET)))
    return [*lines, Line()]


def _section(title: str, answers: list[tuple[Question, str]], width: int) -> list[Line]:
    if not answers:
        return []
    lines = [line((f" {title}", Ink.HEADING))]
    if width >= TWO_COLUMNS:
        half = width // 2
        rows = -(-len(answers) // 2)
        left, right = answers[:rows], answers[rows:]
        for at, answer in enumerate(left):
            other = _answer(*right[at], width - half) if at < len(right) else ()
            lines.append(line(*_answer(*answer, half), *other, width=width))
    else:
        lines += [line(*_answer(*answer, width), width=width) for answer in answers]
    return [*lines, Line()]


def _answer(question: Question, words: str, width: int) -> tuple[tuple[str, Ink], ...]:
    """The question as asked and the answer beside it, on one line."""
    label = max(20, min(width * 6 // 10, width - 24))
    said = question.text if len(question.text) <= label else question.label
    unit = f" {question.unit}" if question.unit else ""
    return ((f"  {fit(said, label - 3)} ", Ink.COUNT), (fit(words + unit, width - label - 1) + " ", Ink.LABEL))
