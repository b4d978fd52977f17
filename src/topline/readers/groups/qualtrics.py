"""Qualtrics: columns of a question share its import id, or the author's tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from topline.readers.groups.candidates import NEVER_SPREAD, Candidate, Sheet
from topline.readers.groups.generic import by_row_or_scale, shared_question
from topline.readers.raw import Together

_IMPORT_ID = re.compile(
    r"(?P<question>(?:\d+_)?QID\d+(?:#\d+)?)_(?P<row>x?\d+)(?:_(?P<column>x?\d+))?(?P<words>_TEXT)?", re.IGNORECASE
)
_TAG = re.compile(r"(?P<question>\w*?\d\w*?(?:#\d+)?)_(?P<row>x?\d+)(?:_(?P<column>x?\d+))?(?P<words>_TEXT)?")
DISPLAY_ORDER = re.compile(r"\w+_DO(?:_\w+)?")
"""Tags and import ids of columns that say in which order options were shown."""


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Columns of one import id; of one tag, where there are no import ids."""
    has_ids = any(heading.import_id for heading in sheet.headings)
    pattern, source = (_IMPORT_ID, "of one import id") if has_ids else (_TAG, "of one tag")
    found: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for place in sorted(sheet.free):
        heading = sheet.headings[place]
        match = pattern.fullmatch(heading.import_id if has_ids else heading.tag or heading.header)
        if match:
            found.setdefault(match["question"], []).append((place, match))
    for columns in found.values():
        yield from _of_question(columns, sheet, source)


def _of_question(columns: list[tuple[int, re.Match[str]]], sheet: Sheet, source: str) -> Iterator[Candidate]:
    words = [place for place, match in columns if match["words"]]
    others = [(place, match) for place, match in columns if not match["words"]]
    places = [place for place, _ in others]
    if not places:
        return
    texts = [sheet.texts[place] for place in places]
    name = _stem(sheet.names[places[0]])
    if all(match["column"] for _, match in others):
        question, labels = shared_question(texts)
        split = [_row_and_column(label, match) for label, (_, match) in zip(labels, others, strict=True)]
        cells = {place: (question, said) for place, said in zip(places, split, strict=True)}
        yield from by_row_or_scale(cells, source, lambda _: name)
        return
    question, labels = shared_question(texts)
    yield Candidate(
        columns=tuple(places),
        labels=tuple(label or sheet.names[place] for label, place in zip(labels, places, strict=True)),
        source=source,
        text=question,
        name=name,
        ways=NEVER_SPREAD if len(places) > 1 else frozenset({Together.SEVERAL}),
        other=words[-1] if words else None,
    )


def _row_and_column(label: str, match: re.Match[str]) -> tuple[str, str]:
    """The row and the column that a label says, by their numbers where it does not."""
    row, dash, column = label.rpartition(" - ")
    return (row, column) if dash else (match["row"], match["column"])


def _stem(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match["question"] if match else ""
