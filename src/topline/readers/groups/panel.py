"""Panels and statistics packages: columns of a question share its name and are numbered, "q0004_0001", "q5r2c1"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from topline.readers.groups.candidates import NEVER_SPREAD, Candidate, Sheet, neighbours
from topline.readers.groups.generic import by_row_or_scale, shared_question
from topline.readers.raw import Together

_NUMBERED = re.compile(r"(?P<stem>[\w\-]*?[A-Za-z0-9])(?P<by>_SQ|[_.\-]?)(?P<number>\d+)")
"""With "_SQ" where LimeSurvey's subquestions have gone through a statistics package."""
_ROWS = re.compile(r"(?P<stem>\w*?\d[a-z]?)r(?P<row>\d+)(?:c(?P<column>\d+))?(?P<words>oe)?", re.IGNORECASE)
_LETTERED = re.compile(r"(?P<stem>[A-Za-z]{1,3}\d+)_?(?P<letter>[a-z])")
_WORDED = re.compile(r"(?P<stem>[A-Za-z]{2,}\w*?)[_.][A-Za-z]\w*")
_CODE = re.compile(r"[0-9]{1,2}(?:\.0)?|true|false")
_WORDS = r"[_.\-]?\d*[_.\-]?(?:other|oth|text|txt|specify|open|sp|oe)"
_QUESTION_NUMBER = re.compile(r"(?:.*\d[A-Za-z]?)")
_BARE = frozenset(
    ["q", "v", "f", "x", "a", "b", "c", "d", "p", "s", "i", "k", "r", "question", "item", "var", "variable", "col",
     "column", "field", "frage", "feld", "spalte", "pregunta", "answer", "response", "unnamed", "antwort", "quest",
     "vraag", "domanda", "pergunta"]
)  # fmt: skip
"""Words that number the questions of a survey: those are no options of one question."""
_YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_UNSEPARATED = 3
"""Columns from which on words with a number right behind them ("visit1") are a set."""


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Columns named and numbered alike, wherever they stand."""
    yield from _rows(sheet)
    yield from _numbered(sheet)
    yield from _lettered(sheet)
    yield from _worded(sheet)


def _numbered(sheet: Sheet) -> Iterator[Candidate]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for place in sorted(sheet.free):
        match = _stem_of(sheet.names[place])
        if match:
            found.setdefault((match["stem"], match["by"]), []).append((place, match["number"]))
    taken = set(sheet.names)
    for (stem, by), columns in found.items():
        numbers = [int(number) for _, number in columns]
        if len(columns) < 2 or numbers != sorted(set(numbers)) or (by == "." and stem in taken):
            continue
        is_sure = by == "_SQ" or (bool(by) and _QUESTION_NUMBER.fullmatch(stem) is not None)
        if not is_sure and not _is_set(stem, by, numbers):
            continue
        yield _candidate(sheet, stem, [place for place, _ in columns], is_sure=is_sure)


def _stem_of(name: str) -> re.Match[str] | None:
    match = _NUMBERED.fullmatch(name)
    if match is None or _YEAR.fullmatch(match["number"]):
        return None
    if not match["by"] and match["stem"][-1:].isdigit():
        return None
    return match


def _is_set(stem: str, by: str, numbers: list[int]) -> bool:
    """Whether a word before numbers names a question: "brand_1", "brand_2", and not "q1", "q2"."""
    word = re.split(r"[\W\d_]+", stem.casefold())[-1]
    if len(word) < 3 or word in _BARE or numbers[0] > 1 or numbers != [*range(numbers[0], numbers[0] + len(numbers))]:
        return False
    return bool(by) or len(numbers) >= LEAST_UNSEPARATED


def is_bare(stem: str) -> bool:
    """Whether a name before numbers says nothing but that they number questions: "q" of "q1", "var_" of "var_1"."""
    return stem.rstrip("_.").casefold() in _BARE


def own_words_of(stem: str, sheet: Sheet) -> int | None:
    """The place of the own words that belong to a question of this name: "q5_other"; None where there are none."""
    words = re.compile(re.escape(stem) + _WORDS, re.IGNORECASE)
    return next((place for place in sorted(sheet.free) if words.fullmatch(sheet.names[place])), None)


def _rows(sheet: Sheet) -> Iterator[Candidate]:
    """Rows and columns of a question in Decipher's names."""
    single: dict[str, list[int]] = {}
    double: dict[int, tuple[str, tuple[str, str]]] = {}
    for place in sorted(sheet.free):
        match = _ROWS.fullmatch(sheet.names[place])
        if match is None or match["words"]:
            continue
        if match["column"]:
            double[place] = (match["stem"], (f"r{match['row']}", f"c{match['column']}"))
        else:
            single.setdefault(match["stem"], []).append(place)
    yield from by_row_or_scale(double, "named and numbered alike", lambda place: double[place][0])
    for stem, places in single.items():
        if len(places) > 1:
            yield _candidate(sheet, stem, places, is_sure=True)


def _worded(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours named after a question and an option each, "add_milk", "add_sugar", that hold codes and nothing else.

    Words such as "yes" may answer a question of their own.
    """
    sampled = sheet.cells.sampled(sheet.free)
    keys = [(place, _stem_of_word(sheet.names[place], sampled[place])) for place in sorted(sheet.free)]
    for run in neighbours(keys):
        if len(run) < LEAST_UNSEPARATED:
            continue
        stem = _stem_of_word(sheet.names[run[0]], sampled[run[0]])
        made = _candidate(sheet, stem, run, is_sure=False)
        yield replace(
            made,
            labels=tuple(sheet.names[place][len(stem) + 1 :] for place in run) if not made.text else made.labels,
            source="of one word before the option in the name",
            ways=frozenset({Together.SEVERAL, Together.RANKING}),
        )


def _stem_of_word(name: str, cells: Collection[str]) -> str:
    """The question in the name of a column of codes; empty where it has none."""
    match = _WORDED.fullmatch(name)
    coded = {cell.strip().casefold() for cell in cells}
    if match is None or not all(_CODE.fullmatch(cell) for cell in coded):
        return ""
    return match["stem"]


def _lettered(sheet: Sheet) -> Iterator[Candidate]:
    """Three or more of "q5a", "q5b", "q5c"."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place in sorted(sheet.free):
        if match := _LETTERED.fullmatch(sheet.names[place]):
            found.setdefault(match["stem"], []).append((place, match["letter"]))
    for stem, columns in found.items():
        letters = "".join(letter for _, letter in columns)
        if len(columns) >= LEAST_UNSEPARATED and "abcdefghijklmnopqrstuvwxyz".startswith(letters):
            made = _candidate(sheet, stem, [place for place, _ in columns], is_sure=False)
            yield replace(made, ways=frozenset({Together.GRID}))


def _candidate(sheet: Sheet, stem: str, places: list[int], *, is_sure: bool) -> Candidate:
    has_texts = all(sheet.texts[place] != sheet.names[place] for place in places)
    question, labels = shared_question([sheet.texts[place] for place in places]) if has_texts else ("", ())
    other = own_words_of(stem, sheet)
    return Candidate(
        columns=tuple(places),
        labels=tuple(labels) if any(labels) else tuple(sheet.names[place] for place in places),
        source="named and numbered alike",
        text=question,
        name=stem,
        ways=NEVER_SPREAD,
        is_sure=is_sure,
        other=other if other not in places else None,
        words_tick=False,
        may_be_apart=has_texts and not question,
    )
