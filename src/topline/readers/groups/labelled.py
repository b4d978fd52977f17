"""Variables of a statistics package that are one question: named in a run, and labelled alike as chosen or not.

Their names run on ("q5_1" and "q5_2", "Q5a" and "Q5b", "q6m1"), and their values are called "Yes" and "No", "Selected"
and "Not selected", or nothing but the option itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from topline.readers.groups.candidates import Candidate, Sheet, neighbours
from topline.readers.groups.generic import shared_question
from topline.readers.groups.panel import is_bare, own_words_of
from topline.readers.raw import Together

_RUN = re.compile(r"(?P<stem>\w*[A-Za-z]\w*?)(?P<by>[_.]?)(?:(?P<number>\d{1,3})|(?<=[\d_.])(?P<letter>[A-Za-z]))")
_LETTER_BEHIND = re.compile(r"(?<=\d)[A-Za-z]$")
"""What stands between the name of a question and the number of a mention, as in "q6m1"."""
_ENDS = "?:;.…-–—)]>"
"""Signs that a question ends in before its option."""
_AROUND = " \t" + _ENDS + "[(<"
LEAST_WORDS = 3
"""Words of a question that stands behind its option."""


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours whose names run on and whose values are labelled as chosen or not."""
    keys = [
        (place, f"{stem}|{sheet.cells.says(place)}")
        for place in sorted(sheet.free)
        if sheet.cells.says(place) and (stem := _stem(sheet.names[place]))
    ]
    for run in neighbours(keys):
        for places in _going_on(run, sheet.names):
            if len(places) > 1 and (found := _candidate(places, sheet)):
                yield found


def _candidate(places: Sequence[int], sheet: Sheet) -> Candidate | None:
    stem = _stem(sheet.names[places[0]])
    names, texts = [sheet.names[place] for place in places], [sheet.texts[place] for place in places]
    question, said = options_in(texts) if texts != names else ("", ("",) * len(places))
    if is_bare(stem) and not question:
        return None
    name = stem.rstrip("_.")
    words = (own_words_of(called, sheet) for called in (name, _LETTER_BEHIND.sub("", name)))
    return Candidate(
        columns=tuple(places),
        labels=tuple(
            sheet.cells.option(place) or label or own for place, label, own in zip(places, said, names, strict=True)
        ),
        source="named and labelled alike",
        text=question,
        name=name,
        ways=frozenset({Together.SEVERAL, Together.GRID}),
        other=next((other for other in words if other is not None and other not in places), None),
        words_tick=False,
        may_be_apart=not question and any(said),
    )


def _stem(name: str) -> str:
    found = _RUN.fullmatch(name)
    return f"{found['stem']}{found['by']}" if found else ""


def _going_on(run: Sequence[int], names: Sequence[str]) -> Iterator[list[int]]:
    """Runs of places whose numbers or letters follow one another."""
    found = [run[0]]
    for before, place in pairwise(run):
        if _order(names[place]) != _order(names[before]) + 1:
            yield found
            found = []
        found.append(place)
    yield found


def _order(name: str) -> int:
    found = _RUN.fullmatch(name)
    assert found
    return int(found["number"]) if found["number"] else ord(found["letter"].casefold())


def options_in(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The question that texts share before or behind their options, and the options; no question where they share none.

    "Which do you own? Car" and "[Car] Which do you own?", but not "Do you own a car?": that is asked by itself.
    """
    question, labels = shared_question(texts)
    if question:
        return question, labels
    before = _alike(texts)
    start = max((at + 1 for at, letter in enumerate(before) if letter in _ENDS), default=0)
    options = tuple(text[start:].strip(_AROUND) for text in texts)
    if start and len(before[:start].split()) > 1 and _are_options(texts, options, start):
        return before[:start].rstrip(" -–—:[(<"), options
    behind = _alike([text[::-1] for text in texts])[::-1]
    end = next((len(behind) - at for at, letter in enumerate(behind) if letter in _ENDS), 0)
    options = tuple(text[: len(text) - end].strip(_AROUND) for text in texts)
    if end and len(behind[-end:].split()) >= LEAST_WORDS and all(options) and len(set(options)) == len(options):
        return behind[-end:].lstrip(" -–—:;.)]>"), options
    return "", tuple(texts)


def _are_options(texts: Sequence[str], options: Sequence[str], start: int) -> bool:
    ends_alike = all(text[start:].strip()[-1:] == "?" for text in texts)
    return all(options) and len(set(options)) == len(options) and not ends_alike


def _alike(texts: Sequence[str]) -> str:
    """What texts begin with alike."""
    first, last = min(texts), max(texts)
    length = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length]
