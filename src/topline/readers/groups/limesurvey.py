"""LimeSurvey: the code of a subquestion in brackets, in all the styles of heading that it offers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from topline.readers.groups import ranks
from topline.readers.groups.candidates import NEVER_SPREAD, Candidate, Sheet, neighbours
from topline.readers.groups.generic import brackets, by_row_or_scale

_CODE = re.compile(
    r"(?P<question>[A-Za-z]\w*)\[(?P<part>[\w.]+?)(?:#(?P<scale>\d))?\](?:\[(?P<second>\w+)\])?(?:\.\s+(?P<text>.+))?",
    re.DOTALL,
)
"""A heading that is, or begins with, the code of a column."""
_TWO = re.compile(r"(?P<row>[A-Za-z]+\d+)_(?P<column>[A-Za-z]+\d+)")
_WITH_TEXT = re.compile(r"(?P<code>[A-Za-z]\w*(?:\[[\w.#]+\]){0,2})\.\s+(?P<text>\S.*)", re.DOTALL)
"""A heading of a code and a text."""
SOURCE = "of one question before brackets in the header"


@dataclass(frozen=True, slots=True)
class _Column:
    place: int
    question: str
    part: str
    scale: str
    text: str
    """The question as people read it, where the heading has it."""
    label: str
    across: str
    """What stands above the column of an array, where the heading has it beside the row."""
    rank: tuple[str, int] | None
    """The question and the rank, where the heading calls it one."""


def texts_of(headers: Sequence[str]) -> tuple[str, ...]:
    """The texts of columns that are headed "code. Text"; nothing unless all are."""
    found = [match for header in headers if (match := _WITH_TEXT.fullmatch(header.strip()))]
    return tuple(match["text"] for match in found) if len(found) == len(headers) else ()


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours of one question's code."""
    found = {place: column for place in sorted(sheet.free) if (column := _column(sheet, place))}
    for places in neighbours([(place, column.question) for place, column in found.items()]):
        columns = [found[place] for place in places]
        yield from _of_question(columns, sheet)


def _column(sheet: Sheet, place: int) -> _Column | None:
    match = _CODE.fullmatch(sheet.names[place])
    if match is None:
        return None
    whole = match["text"] or (sheet.texts[place] if sheet.texts[place] != sheet.names[place] else "")
    text, said = brackets(whole)
    label = said[0] if said else match["part"]
    across = said[1] if len(said) == 2 else ""
    scale = match["scale"] or match["second"] or ""
    return _Column(place, match["question"], match["part"], scale, text, label, across, ranks.rank_in(whole))


def _of_question(columns: list[_Column], sheet: Sheet) -> Iterator[Candidate]:
    words = next((column.place for column in columns if column.part.casefold() == "other"), None)
    asked = [column for column in columns if column.place != words and not column.part.casefold().endswith("comment")]
    if not asked:
        return
    name, text = asked[0].question, asked[0].text
    if any(column.scale for column in asked):
        cells = {column.place: (text or name, (column.label, column.scale)) for column in asked}
        yield from by_row_or_scale(cells, SOURCE, lambda _: name)
        return
    if all(_TWO.fullmatch(column.part) for column in asked) and len(asked) > 2:
        two = {column.place: (text or name, _row_and_column(column)) for column in asked}
        yield from by_row_or_scale(two, SOURCE, lambda _: name)
        return
    places = tuple(column.place for column in asked)
    labels = tuple(column.label for column in asked)
    if len(asked) > 1 and [column.part for column in asked] == [str(rank + 1) for rank in range(len(asked))]:
        question = asked[0].rank[0] if asked[0].rank else text
        yield ranks.candidate([*places], question, name, is_sure=all(column.rank for column in asked))
    yield Candidate(places, labels, SOURCE, text, name, NEVER_SPREAD, other=words)


def _row_and_column(column: _Column) -> tuple[str, str]:
    if column.across:
        return column.label, column.across
    match = _TWO.fullmatch(column.part)
    return (match["row"], match["column"]) if match else (column.part, "")


def own_words(name: str) -> str:
    """The code of the question that a column has the own words of; empty where it has none."""
    match = _CODE.fullmatch(name)
    return match["question"] if match and match["part"].casefold() == "other" else ""
