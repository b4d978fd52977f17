"""REDCap: "var___1" for each option, 0 or 1; with labels as headers, "Question (choice=Option)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.groups.generic import Part, candidate, runs_of
from topline.readers.raw import Together

_CHECKBOX = re.compile(r"(?P<name>[A-Za-z]\w*?[A-Za-z0-9])___(?P<code>_?[A-Za-z0-9]\w*)")
_CHOICE = re.compile(r"(?P<question>.*\S)\s*\(choice=(?P<option>.*)\)\s*", re.DOTALL)
_SEVERAL = frozenset({Together.SEVERAL})


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours that are the boxes of one question."""
    named: list[Part] = []
    labelled: list[Part] = []
    for place in sorted(sheet.free):
        if match := _CHECKBOX.fullmatch(sheet.names[place]):
            named.append(Part(place, match["name"], _code(match["code"])))
        if match := _CHOICE.fullmatch(sheet.texts[place]):
            labelled.append(Part(place, match["question"], match["option"].strip()))
    by_place = {part.place: part for part in labelled}
    for run in runs_of(named):
        source, name = 'of one field before "___"', run[0].question
        said = [by_place[part.place] for part in run if part.place in by_place]
        if len(said) == len(run):
            yield candidate(said, source, _SEVERAL, name=name)
        else:
            yield candidate(run, source, _SEVERAL, text="", name=name)
    for run in runs_of(labelled):
        yield candidate(run, 'of one question before "(choice=" in the header', _SEVERAL)


def _code(written: str) -> str:
    """The code of an option: a minus is written as "_"."""
    return f"-{written[1:]}" if written.startswith("_") else written
