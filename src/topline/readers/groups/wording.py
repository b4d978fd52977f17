"""Headers that are alike in words: repeated, numbered after their question, or different in how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from topline.readers.groups.candidates import Candidate, Sheet, neighbours
from topline.readers.groups.cells import folded
from topline.readers.groups.generic import Part, candidate, runs_of
from topline.readers.missing import missing_kind
from topline.readers.raw import Together

_MADE_UNIQUE = re.compile(r"(?P<question>.*\s.*?)(?:[_.][0-9]{1,3}|\.\.\.[0-9]{1,4})?", re.DOTALL)
"""A question in words, and what programs write behind headers that come again: "Which?_1", "Which?.1", "Which?...7"."""
_NUMBERED = re.compile(r"(?P<number>[A-Za-z]{0,2}[0-9]{1,3})(?P<letter>[a-z]?)\s?[.):]\s+(?P<label>\S.*)", re.DOTALL)
"""The number of a question, maybe with the letter of an item, before what the column stands for: "3. Python"."""
_IN_PARENTHESES = re.compile(r"(?P<question>.*?\S)\s*\((?P<label>[^()]+)\)", re.DOTALL)
LEAST_ITEMS = 3
"""Columns that differ in how they end, from which on that is no chance."""
LEAST_WORDS, LEAST_SHARED = 4, 0.6
"""Words that such headers begin with alike, and the share of each that these are."""
_PICKED = frozenset({Together.SEVERAL, Together.SPREAD})


def seek_repeated(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours under one and the same question, of which each holds a text of its own or nothing.

    A last column with other texts has the words of "Other".
    """
    keys = [(place, folded(_question(sheet.texts[place]))) for place in sorted(sheet.free)]
    runs = [run for run in neighbours(keys) if len(run) > 1]
    sampled = sheet.cells.sampled([place for run in runs for place in run])
    for run in runs:
        held = [{cell.strip() for cell in sampled[place] if not missing_kind(cell)} - {""} for place in run]
        *options, last = held
        words = run[-1] if len(last) > 1 and len(run) > 2 else None
        if all(len(cells) <= 1 for cells in (options if words is not None else held)):
            yield Candidate(
                columns=tuple(run),
                labels=("",) * len(run),
                source="under one repeated header",
                text=_question(sheet.texts[run[0]]),
                ways=_PICKED,
                other=words,
                words_tick=False,
            )


def _question(header: str) -> str:
    """A question in words without what made its header unique; empty for names."""
    match = _MADE_UNIQUE.fullmatch(header.strip())
    return match["question"].strip() if match else ""


def seek_numbered(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours headed by the number of one question and an option each, or by its number and the letter of an item.

    A column of an option holds its text or nothing; what the others hold tells items from questions that go on with
    one another.
    """
    sampled = sheet.cells.sampled(sheet.free)
    options: list[Part] = []
    items: list[Part] = []
    for place in sorted(sheet.free):
        if match := _NUMBERED.fullmatch(sheet.texts[place]):
            part = Part(place, match["number"], match["label"])
            if match["letter"]:
                items.append(part)
            elif all(folded(cell) == folded(part.label) for cell in sampled[place] if cell.strip()):
                options.append(part)
    for run in runs_of(options):
        if len(run) > 1:
            source = "headed by the number of one question"
            yield candidate(run, source, ways=_PICKED, name=_name(run[0].question))
    for run in runs_of(items):
        if len(run) >= LEAST_ITEMS:
            yield Candidate(
                columns=tuple(part.place for part in run),
                labels=tuple(part.label for part in run),
                source="headed by the number of one question and a letter each",
                name=_name(run[0].question),
                ways=frozenset({Together.GRID}),
                is_sure=False,
            )


def _name(number: str) -> str:
    return number if number[0].isalpha() else f"q{number}"


def seek_parentheses(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours of one question with an option each in parentheses: "Which of these? (TV)"."""
    found = {place: _IN_PARENTHESES.fullmatch(sheet.texts[place].strip()) for place in sorted(sheet.free)}
    parts = [Part(place, match["question"], match["label"]) for place, match in found.items() if match]
    for run in runs_of(parts):
        if len(run) > 1 and len({folded(part.label) for part in run}) == len(run):
            yield candidate(run, "of one question before parentheses in the header", ways=_PICKED)


def seek_endings(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours whose headers begin with the same words and differ in the last ones: "How do you like France?"."""
    words = {place: sheet.texts[place].split() for place in sheet.free}
    for run in sheet.runs:
        start = 0
        while start < len(run):
            end, shared = start + 1, words[run[start]]
            while end < len(run) and (more := _shared(shared, words[run[end]])):
                end, shared = end + 1, _to_colon(more)
            places = run[start:end]
            if len(places) >= LEAST_ITEMS and all(_is_most(shared, words[place]) for place in places):
                yield Candidate(
                    columns=places,
                    labels=tuple(" ".join(words[place][len(shared) :]).rstrip(" .:?!") for place in places),
                    source="whose headers begin with the same words",
                    text=" ".join(shared),
                    ways=frozenset({Together.GRID}),
                    is_sure=False,
                )
            start = end


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that two headers begin with, where these are many and more follow in each; else nothing."""
    most = min(len(one), len(other) - 1)
    same = next((at for at in range(most) if one[at].casefold() != other[at].casefold()), most)
    return list(one[:same]) if same >= LEAST_WORDS and _is_most(one[:same], other) else []


def _to_colon(shared: list[str]) -> list[str]:
    """Shared words as far as a colon that announces an item: items may begin alike as well."""
    ends = [at for at, word in enumerate(shared) if word.endswith(":") and at + 1 >= LEAST_WORDS]
    return shared[: ends[-1] + 1] if ends else shared


def _is_most(shared: Sequence[str], words: Sequence[str]) -> bool:
    announced = any(word.endswith(":") for word in shared[LEAST_WORDS - 1 :])
    return len(shared) < len(words) and (announced or LEAST_SHARED * len(words) <= len(shared))
