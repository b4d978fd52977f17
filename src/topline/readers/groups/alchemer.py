"""Alchemer (SurveyGizmo): "Option:Question" over every column of a question that has several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.groups.generic import Part, candidate, runs_of

_PART = re.compile(r"(?P<label>[^:].*?):{1,2}(?P<question>[^\s:].*)", re.DOTALL)


def split(text: str) -> tuple[str, str] | None:
    """A header as its question and the option or item before it."""
    match = _PART.fullmatch(text)
    return (match["question"], match["label"]) if match else None


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours whose headers end in the same question after a colon."""
    parts = [Part(place, *found) for place in sorted(sheet.free) if (found := split(sheet.texts[place]))]
    for run in runs_of(parts):
        yield candidate(run, 'of one question after ":" in the header')
