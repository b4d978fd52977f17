"""The import report in words: what is known of a question, and where from."""

from __future__ import annotations

from collections.abc import Iterator

from topline.charts import Ink, Line, line, wrap
from topline.survey import Question, Survey
from topline.tui.screens.boxes import KIND_WORDS
from topline.tui.widgets.report_list import Entry, decided_by

NAMED = 9
"""Columns, or answers, that are named before the rest of them is counted."""
SHORT = 3
"""Lines of a text where there is little room."""


def head_line(survey: Survey, shown_questions: int, width: int) -> Line:
    """The file, how many questions were read from it, and how many remarks there are."""
    count, remarks = len(survey.questions), len(survey.warnings)
    of = f"{shown_questions:,} of {count:,}" if shown_questions != count else f"{count:,}"
    said = [f"{of} question{'' if count == 1 else 's'}"]
    if survey.respondents is not None:
        said.insert(0, f"{survey.respondents:,} {'row' if survey.respondents == 1 else 'rows'}")
    said.append(f"{remarks:,} remark{'' if remarks == 1 else 's'}" if remarks else "nothing had to be mended")
    return line((" How this file was read   ", Ink.NET), (", ".join(said), Ink.HEADING), width=width)


def detail_lines(entry: Entry | None, answered: int | None, width: int, *, brief: bool) -> tuple[Line, ...]:
    """Everything that is known of what the cursor is on, the most important first.

    Args:
        answered: Replies with an answer that counts; None while that is not known.
        brief: Whether there is little room.
    """
    if entry is None:
        return (line((" nothing has these letters", Ink.DIM)),)
    if isinstance(entry, str):
        return tuple(line((f" {text}", Ink.LABEL)) for text in wrap(entry, width - 2, 20))
    lines: list[Line] = []
    for number, (ink, said) in enumerate(_said(entry, answered)):
        if number and not brief:
            lines.append(Line())
        limit = SHORT if brief else 20
        lines += [line((f" {text}", ink)) for text in wrap(said, width - 2, 1 if brief and not number else limit)]
    return tuple(lines)


def _said(question: Question, answered: int | None) -> Iterator[tuple[Ink, str]]:
    named = f"{question.name}: {question.text}" if question.text != question.name else question.name
    yield Ink.NET, named
    about = [KIND_WORDS[question.kind]]
    if question.role:
        about.append(f"the column is the {question.role}" if question.role != "personal" else "it tells who people are")
    if question.ranks:
        about.append(f"the place that it has in the ranking {question.grid}")
    if answered is not None:
        about.append(f"{answered:,} answered")
    if question.has_options:
        count = len(question.choices)
        about.append(f"{count:,} option{'' if count == 1 else 's'}")
    yield Ink.LABEL, f"{question.kind.capitalize()}: {'; '.join(about)}."
    yield Ink.LABEL, f"Decided by: {decided_by(question) or 'nothing is known of that'}."
    yield Ink.LABEL, f"Read from {_columns(question)}."
    if question.missing:
        apart = [f'"{option.label}" as {option.missing}' for option in question.missing]
        yield Ink.LABEL, f"Set apart: {_some(apart)}."
    if question.label not in (question.name, question.text):
        yield Ink.DIM, f"In short: {question.label}"
    if question.has_options and question.choices:
        yield Ink.DIM, f"Options: {_some([option.label for option in question.choices])}."


def _columns(question: Question) -> str:
    """The columns of the file, by position and header."""
    places = [position + 1 for position in question.positions]
    headers = [f'"{header}"' for header in question.headers]
    if not places:
        return f"the column {question.column}"
    if len(places) == 1:
        return f"column {places[0]:,}, {headers[0] if headers else question.column}"
    run = places == list(range(places[0], places[-1] + 1))
    told = f"{places[0]:,} to {places[-1]:,}" if run else _some([f"{place:,}" for place in places])
    return f"{len(places)} columns, {told}: {_some(headers)}"


def _some(texts: list[str]) -> str:
    rest = len(texts) - NAMED
    return ", ".join(texts[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
