"""KoboToolbox and ODK: a column of all the codes that were chosen, and one for each option, 0 or 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from topline.readers.different import different_in
from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.groups.generic import Part, runs_of
from topline.readers.raw import Together

if TYPE_CHECKING:
    import polars

PLATFORMS = frozenset({"KoboToolbox", "ODK"})
BETWEEN = " "
"""What stands between the codes of several answers in a cell."""
MOST_CODES, MOST_CELLS = 60, 5_000
"""Codes of one question, and different cells that they make."""
LEAST_SEVERAL, FEWEST_SEVERAL, TIMES_CHOSEN = 0.2, 3, 2
"""Share and number of the cells with two codes at least, and the times that a code is chosen at the mean."""
_CODE = re.compile(r"\w[\w-]{0,39}")
_WORD = re.compile(r"[^\W\d_]+")
"""A word as people write it, rather than "rice_fried" or "a1"."""


def takes_several(cells: polars.Series) -> bool:
    """Whether cells hold codes of several answers, and not words: the codes are few, come again in ever other company
    or alone, and none stands twice in a cell.
    """
    import polars

    if cells.dtype != polars.String:
        return False
    different = different_in(cells.str.strip_chars())
    if not 1 < len(different) <= MOST_CELLS:
        return False
    held = [(count.value.split(), count.replies) for count in different.counts() if count.value]
    chosen: dict[str, int] = {}
    for codes, replies in held:
        if len(set(codes)) < len(codes) or not all(map(_CODE.fullmatch, codes)):
            return False
        for code in codes:
            chosen[code] = chosen.get(code, 0) + replies
        if len(chosen) > MOST_CODES:
            return False
    several = [(codes, replies) for codes, replies in held if len(codes) > 1]
    joined = sum(replies for _, replies in several)
    if joined < max(FEWEST_SEVERAL, LEAST_SEVERAL * sum(replies for _, replies in held)):
        return False
    if sum(chosen.values()) < TIMES_CHOSEN * len(chosen) or _are_words(chosen):
        return False
    alone = {codes[0] for codes, _ in held if len(codes) == 1}
    return chosen.keys() <= alone or len({frozenset(codes) for codes, _ in several}) >= len(chosen)


def _are_words(codes: Iterable[str]) -> bool:
    """Whether most are words with a capital in front, as names of people and places are."""
    found = [_WORD.fullmatch(code) is not None and code.istitle() for code in codes]
    return sum(found) * 2 > len(found)


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
