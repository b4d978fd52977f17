"""Search at once in questions, in answers' labels and in what people wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from topline.analysis.floor import WithheldError, check_people
from topline.engine import Cancel, Windows
from topline.survey import Option, Question, Slice, Survey

FIRST = 3
"""Texts that are shown of those that hold it."""
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
    replies: int | None
    """Replies whose verbatims hold it; None where there are some and they are not counted yet."""
    people: Slice
    """Those replies."""
    first: tuple[str, ...] = ()
    """The first few texts that hold it."""
    withheld: bool = False
    """Whether too few replies hold it, or too few do not, for the privacy floor; they are said to be none then."""


def search(text: str, survey: Survey, windows: Windows, within: Slice, cancel: Cancel | None = None) -> Found:
    """Look for a text, ignoring case, in everything a survey says; replies are looked for within a slice.

    Of a large file only the first replies are looked for, and are there at once; `windows.count` counts them.
    """
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return Found(text, (), (), 0, within)
    questions = [q for q in survey if any(wanted in said.casefold() for said in (q.name, q.label, q.text))]
    options = [(q, option) for q in survey for option in q.options if wanted in option.label.casefold()]
    people = replace(within, search=text.strip())
    found = Found(text, tuple(questions[:MOST_HITS]), tuple(options[:MOST_HITS]), 0, people)
    if not survey.verbatims:
        return found
    if survey.min_base:
        return _under_floor(found, windows, cancel)
    window = windows.window(people, survey.verbatims, limit=FIRST, cancel=cancel, passing=True)
    first = (_holding(text.strip(), reply.answers) for reply in window.replies)
    return replace(found, replies=window.total if window.counted else None, first=tuple(first))


def _under_floor(found: Found, windows: Windows, cancel: Cancel | None) -> Found:
    """How many replies hold it, where these are not too few; without any of their texts."""
    try:
        check_people(found.people, engine=windows.engine, cancel=cancel)
    except WithheldError:
        return replace(found, withheld=True)
    return replace(found, replies=windows.count(found.people, cancel))


def _holding(text: str, answers: tuple[Any, ...]) -> str:
    """The answer that holds a text; the first one where casing rules differ too much to tell."""
    given = [answer for answer in answers if isinstance(answer, str) and answer]
    return next((answer for answer in given if text.casefold() in answer.casefold()), given[0] if given else "")
