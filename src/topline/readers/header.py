"""Which rows of a table are its header, and what they say of each column.

Survey tools write one, two or three rows above the replies; a two-row header taken for one makes the second
row a respondent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from topline.readers.missing import is_blank

Rows = Sequence[Sequence[str]]

_SUBHEADERS = frozenset(["response", "open-ended response", "other (please specify)"])
_ONE_ANSWER = frozenset(["response", "open-ended response", ""])
"""Second rows of SurveyMonkey that add nothing to the first."""
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says of one column."""

    header: str
    """As it stands in the file."""
    text: str
    """The question as asked, where another row says it; else the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table."""

    headings: tuple[Heading, ...]
    first_reply: int
    """Rows from the start of the file that are no replies; blank ones counted."""
    notes: tuple[str, ...] = ()
    """What was found, a sentence each, where it is not the usual single row."""


def header_of(rows: Rows) -> Header | None:
    """The header of a table from its first rows; None where every row is blank."""
    filled = [(place, row) for place, row in enumerate(rows) if not is_blank_row(row)]
    if not filled:
        return None
    width = _usual_width([row for _, row in filled])
    notes: list[str] = []
    titles = _titles([row for _, row in filled], width)
    if titles:
        notes.append(f"{'a title line' if titles == 1 else f'{titles} title lines'} before the header left out")
    filled = filled[titles:]
    top = [row for _, row in filled[:3]]
    below = [len(row) for _, row in filled[1:]]
    most_are_wider = sum(length == width for length in below) * 2 > len(below)
    width = max(width, len(top[0])) if most_are_wider else len(top[0])
    if _is_qualtrics(top):
        headings = tuple(Heading(_at(top[0], i), _at(top[1], i) or _at(top[0], i)) for i in range(width))
        return Header(headings, filled[2][0] + 1, (*notes, "a header of three rows, as Qualtrics writes it"))
    if _is_surveymonkey(top):
        headings = _surveymonkey(top, width)
        return Header(headings, filled[1][0] + 1, (*notes, "a header of two rows, as SurveyMonkey writes it"))
    if _is_data(top[0], [row for _, row in filled[1:]]):
        notes.append("no header found: the columns are named by their place")
        return Header((Heading("", ""),) * width, filled[0][0], tuple(notes))
    return Header(tuple(Heading(_at(top[0], i), _at(top[0], i)) for i in range(width)), filled[0][0] + 1, tuple(notes))


def is_blank_row(row: Sequence[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return is_blank("".join(row))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _usual_width(rows: Rows) -> int:
    counts = Counter(map(len, rows))
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]


def _titles(rows: Rows, width: int) -> int:
    """Rows at the top that are too narrow to be a header: the title of an export."""
    if width < 3:
        return 0
    for found, row in enumerate(rows[:10]):
        if len([cell for cell in row if not is_blank(cell)]) > max(1, width // 3) or len(row) > (width + 1) // 2:
            return found
    return 0


def _is_qualtrics(top: Rows) -> bool:
    if len(top) < 3:
        return False
    cells = [cell for cell in top[2] if cell]
    return bool(cells) and all(_has_import_id(cell) for cell in cells)


def _has_import_id(cell: str) -> bool:
    try:
        said = json.loads(cell)
    except ValueError:
        return False
    return isinstance(said, dict) and "ImportId" in said


def _is_surveymonkey(top: Rows) -> bool:
    if len(top) < 2 or any(is_blank(cell) for cell in top[0][:1]):
        return False
    second = [cell.strip().casefold() for cell in top[1]]
    found = sum(cell in _SUBHEADERS for cell in second)
    without_first = any(is_blank(cell) and said for cell, said in zip(top[0], second, strict=False))
    return found >= 1 and (len({*second} & _SUBHEADERS) >= 2 or found >= 2 or without_first)


def _surveymonkey(top: Rows, width: int) -> tuple[Heading, ...]:
    """Two rows as one: the question, and the option or item where it has several columns."""
    headings = []
    question = ""
    for place in range(width):
        first, second = _at(top[0], place), _at(top[1], place)
        question = first if not is_blank(first) else question
        if second.strip().casefold() in _ONE_ANSWER:
            headings.append(Heading(question, question))
        else:
            joined = f"{question} - {second}" if question else second
            headings.append(Heading(joined, joined))
    return tuple(headings)


def _is_data(first: Sequence[str], rows: Rows) -> bool:
    """Whether the first row is a reply like the others: its words recur below, and no word heads numbers."""
    if len(rows) < 3:
        return False
    recurring = 0
    for place, cell in enumerate(first):
        below = [_at(row, place) for row in rows if not is_blank(_at(row, place))]
        if is_blank(cell):
            return False
        is_number = _NUMBER.fullmatch(cell.strip()) is not None
        if not below:
            continue
        numbers = sum(_NUMBER.fullmatch(value.strip()) is not None for value in below)
        if numbers > 0.9 * len(below) and not is_number:
            return False
        if is_number and numbers < 0.5 * len(below):
            return False
        recurring += not is_number and below.count(cell) > 1
    return recurring > 0
