"""Google Forms and Microsoft Forms: what they write beyond "Question [Row]" and joined answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.raw import Together
from topline.readers.vocabulary import known

if TYPE_CHECKING:
    import polars

LEAST_STATEMENTS = 3
"""Statements beside each other, in the words of one scale, that are a Likert question."""
GOOGLE = "Google Forms"
MICROSOFT = "Microsoft Forms"

MARK = ";"
"""What Microsoft Forms writes behind every answer in a cell where several can be picked."""


def takes_several(cells: polars.Series) -> bool:
    """Whether every answer ends in the mark, as it does where several can be picked."""
    import polars

    if cells.dtype != polars.String:
        return False
    bare = cells.str.strip_chars()
    return len(cells) > cells.null_count() and bool(bare.str.ends_with(MARK).all(ignore_nulls=True))


def seek_statements(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours headed by statements and answered in the words of one scale: Microsoft Forms leaves out the question.

    Questions that only share a scale end in a question mark.
    """
    if sheet.platform != MICROSOFT:
        return
    sampled = sheet.cells.sampled(sheet.free)
    for run in sheet.runs:
        found: list[int] = []
        for place in (*run, None):
            if place is not None and not sheet.texts[place].endswith("?") and 2 <= len(sampled[place]) <= 12:
                words = sorted({cell for at in (*found, place) for cell in sampled[at]})
                scale = known(words)
                if scale and scale[0].is_scale and len(words) > 2:
                    found.append(place)
                    continue
            if len(found) >= LEAST_STATEMENTS:
                yield Candidate(
                    columns=tuple(found),
                    labels=tuple(sheet.texts[at] for at in found),
                    source="side by side, headed by statements",
                    ways=frozenset({Together.GRID}),
                    is_sure=False,
                )
            found = []
