"""Search at once in questions, in answers' labels and in what people wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace

from topline.engine import Cancel, Windows
from topline.survey import Option, Question, Slice, Survey

MOST_HITS = 30
"""Questions and answers listed at most; a longer list is no answer to a search."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text was found."""

    text: str
    questions: tuple[Question, ...]
    """Those whose name, text or label holds it."""
    options: tuple[tuple[Question, Option], ...]
    """Answers whose label holds it, each with its question."""
    replies: int
    """Replies whose verbatims hold it."""
    people: Slice
    """Those replies."""


def search(text: str, survey: Survey, windows: Windows, within: Slice, cancel: Cancel | None = None) -> Found:
    """Look for a text, ignoring case, in everything a survey says; replies are looked for within a slice."""
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return Found(text, (), (), 0, within)
    questions = [q for q in survey if any(wanted in said.casefold() for said in (q.name, q.label, q.text))]
    options = [(q, option) for q in survey for option in q.options if wanted in option.label.casefold()]
    people = replace(within, search=text.strip())
    count = windows.count(people, cancel) if survey.verbatims else 0
    return Found(text, tuple(questions[:MOST_HITS]), tuple(options[:MOST_HITS]), count, people)
