"""Columns that hold the words of "Other, please specify" for a question in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from topline.readers.groups import alchemer, limesurvey, platforms
from topline.readers.groups.candidates import Sheet, asks_own_words
from topline.readers.groups.cells import folded
from topline.readers.groups.generic import brackets, dashes
from topline.readers.raw import RawGroup
from topline.readers.ticks import says_no, says_yes

_QUALTRICS_TEXT = re.compile(r"(?P<question>\w*?\d+(?:#\d+)?)(?:_x?\d+)?_TEXT")
_NAMED = re.compile(
    r"(?P<question>[\w/.\-]*[A-Za-z0-9])_?(?:_\d+)?_(?:other|oth|other_text|other_specify|otxt|specify)", re.IGNORECASE
)
_BARE_OTHER = re.compile(
    r"(?:other|sonstiges|andere[rs]?|autres?|otr[oa]s?|outr[oa]s?|altr[oi]|anders|inne|другое|その他|其他)(?:\s*[,(:].*)?",
    re.IGNORECASE,
)
"""A header that is nothing but "Other", which stands right behind its question."""
FARTHEST = 3
"""Columns between a question and its own words at most."""


def own_words_of(sheet: Sheet, groups: Sequence[RawGroup] = ()) -> tuple[tuple[int, int], ...]:
    """Pairs of the place of a column of own words, and of the question's column that they belong to.

    Args:
        sheet: The columns, of which those that are free are looked at.
        groups: Questions of several columns; of these the last stands for all.
    """
    by_text: dict[str, list[int]] = {}
    by_name: dict[str, int] = {}
    for group in groups:
        if group.other is None:
            last = group.columns[-1]
            by_text.setdefault(folded(group.text), []).append(last)
            by_name[group.name.casefold()] = last
            by_name[sheet.names[last].rpartition("/")[0].casefold()] = last
    by_text.pop("", None)
    by_name.pop("", None)
    for place in sorted(sheet.free):
        by_text.setdefault(folded(sheet.texts[place]), []).append(place)
        by_name.setdefault(sheet.names[place].casefold(), place)
        import_id = sheet.headings[place].import_id
        if import_id:
            by_name.setdefault(import_id.casefold(), place)
    pairs = []
    held: Set[int] = set()
    for place in sorted(sheet.free):
        named = (by_name[name.casefold()] for name in _names(sheet, place) if name.casefold() in by_name)
        headed = (at for text in _questions(sheet, place) for at in by_text.get(folded(text), ()))
        before = [place - 1] if _is_other_of_before(sheet, place) else []
        likely = (*named, *headed, *before)
        question = next((at for at in likely if 0 < place - at <= FARTHEST and at not in held), None)
        if question is not None:
            pairs.append((place, question))
            held |= {place, question}
    return tuple(pairs)


def _is_other_of_before(sheet: Sheet, place: int) -> bool:
    """Whether a column headed "Other" and nothing else holds words for the question before it, rather than ticks."""
    if place - 1 not in sheet.free or not _BARE_OTHER.fullmatch(sheet.texts[place].strip()):
        return False
    cells = sheet.cells.sampled([place])[place]
    return bool(cells) and not all(says_yes(cell) or says_no(cell) for cell in cells)


def _questions(sheet: Sheet, place: int) -> Iterator[str]:
    """The questions that a header may give the own words of."""
    heading, text = sheet.headings[place], sheet.texts[place]
    if heading.question and asks_own_words(heading.part):
        yield heading.question
    if heading.question:
        return
    for question, label in dashes(text):
        if asks_own_words(label) or label.casefold() == "text":
            yield question
    question, said = brackets(text)
    if said and asks_own_words(said[-1]):
        yield question
    if sheet.platform == platforms.ALCHEMER and (found := alchemer.split(text)) and asks_own_words(found[1]):
        yield found[0]


def _names(sheet: Sheet, place: int) -> Iterator[str]:
    """The names of the questions that a column's name may give the own words of."""
    heading, name = sheet.headings[place], sheet.names[place]
    for own in (heading.import_id, name):
        if match := _QUALTRICS_TEXT.fullmatch(own):
            yield match["question"]
    if code := limesurvey.own_words(name):
        yield code
    if match := _NAMED.fullmatch(name):
        yield match["question"]
