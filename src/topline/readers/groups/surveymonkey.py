"""SurveyMonkey: a first row of questions over a second of options, or both in one row with a dash between."""

from __future__ import annotations

from collections.abc import Iterator

from topline.readers.groups.candidates import EVERY_WAY, Candidate, Sheet
from topline.readers.groups.generic import Part, by_row_or_scale, candidate, dashes, runs_of
from topline.readers.naming import readable

SOURCE = "of one question in the first row"


def seek_two_rows(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours under one question of the first row."""
    parts = [
        Part(place, readable(heading.question), readable(heading.part))
        for place, heading in enumerate(sheet.headings)
        if place in sheet.free and heading.question and heading.part
    ]
    for run in runs_of(parts):
        yield candidate(run, SOURCE, ways=EVERY_WAY)
        yield from _menus(run)


def _menus(run: list[Part]) -> Iterator[Candidate]:
    """A matrix of menus: every option is "Row - Column"."""
    split = {part.place: (part.question, dashes(part.label)) for part in run}
    if all(found for _, found in split.values()):
        cells = {place: (question, found[0]) for place, (question, found) in split.items()}
        yield from by_row_or_scale(cells, SOURCE)
