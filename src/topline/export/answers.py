"""Stored answers as exports write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from topline.analysis import MASK, answer_words
from topline.survey import Kind, Question, Role, code_of

Value = str | int | float | bool | list[str] | None


def answer_value(question: Question, answer: Any, *, personal: bool = False) -> Value:
    """An answer for a program: labels, a list of labels for several answers, numbers, dates as ISO, None for nothing.

    Args:
        question: What was asked.
        answer: As stored.
        personal: Whether answers that tell who a person is may be given; they are masked otherwise.
    """
    if answer is None or answer != answer:
        return None
    if question.role is Role.PERSONAL and not personal:
        return MASK
    if isinstance(answer, (list, tuple)):
        return [question.option(code_of(item)).label for item in answer if item is not None]
    if question.kind is Kind.NUMERIC and isinstance(answer, (int, float)):
        return answer
    if isinstance(answer, datetime):
        return iso(answer)
    if isinstance(answer, date):
        return answer.isoformat()
    return answer_words(question, answer, personal=personal)


def answer_cell(question: Question, answer: Any, *, personal: bool = False) -> str:
    """An answer for a spreadsheet: as `answer_value`, in one text, numbers without separators."""
    value = answer_value(question, answer, personal=personal)
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(value)
    return code_of(value)


def iso(moment: datetime) -> str:
    """A moment as ISO 8601 writes it; midnight is a day."""
    midnight = not (moment.hour or moment.minute or moment.second or moment.microsecond)
    return moment.date().isoformat() if midnight else moment.isoformat()
