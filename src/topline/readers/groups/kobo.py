"""KoboToolbox and ODK: a column of all the codes that were chosen, and one for each option, 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator

from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.groups.generic import Part, runs_of
from topline.readers.raw import Together

PLATFORMS = frozenset({"KoboToolbox", "ODK"})


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours that begin with the header of the column before them and a stroke."""
    seen: set[int] = set()
    summaries = summaries_of(sheet)
    for summary, places in summaries.items():
        seen.update(places)
        yield _several(sheet, sheet.names[summary], places)
    if summaries or sheet.platform not in PLATFORMS:
        return
    parts = [
        Part(place, *sheet.names[place].rsplit("/", 1))
        for place in sorted(sheet.free - seen)
        if "/" in sheet.names[place].strip("/")
    ]
    for run in runs_of(parts):
        if len(run) > 1:
            yield _several(sheet, run[0].question, tuple(part.place for part in run))


def summaries_of(sheet: Sheet) -> dict[int, tuple[int, ...]]:
    """The columns of all codes that were chosen, each with the columns of its options, which follow it."""
    found: dict[int, tuple[int, ...]] = {}
    names = sheet.names
    place = 0
    while place < len(names):
        end = place + 1
        while end < len(names) and names[place] and names[end].startswith(f"{names[place]}/"):
            end += 1
        options = tuple(range(place + 1, end))
        if options and place in sheet.free and sheet.free.issuperset(options):
            found[place] = options
        place = end
    return found


def _several(sheet: Sheet, question: str, places: tuple[int, ...]) -> Candidate:
    labels = tuple(sheet.names[place][len(question) + 1 :] for place in places)
    name = question.rsplit("/", 1)[-1]
    return Candidate(
        columns=places,
        labels=labels,
        source='of one question before "/" in the header',
        text=name if " " in name else "",
        name=name if " " not in name else "",
        ways=frozenset({Together.SEVERAL}),
    )
