"""Headers that several survey tools write alike: "Question - Option", "Question [Row]", an option's text alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from topline.readers.groups.candidates import (
    EVERY_WAY,
    NEVER_SPREAD,
    Candidate,
    Sheet,
    asks_own_words,
    is_remark,
    neighbours,
)
from topline.readers.groups.cells import folded
from topline.readers.raw import Together

_DASH = re.compile(r"\s+[-–—|]\s+|(?<=[?.:!)])[-–—]\s*")
CODE_IN_BRACKETS = re.compile(r"[A-Za-z]\w*(?:\[[\w.#]+\]){1,2}(?:\.\s.+)?", re.DOTALL)
"""A name with the code of a subquestion, as LimeSurvey writes it: what it means is said there."""
_NUMBERED = re.compile(r"(?P<stem>\w*[A-Za-z]\w*)[_.]\d+")
NO_QUESTION = "[]"
"""Stands for the question of headers that are nothing but brackets, as Google's grids without a title write them."""
MOST_NESTED = 4
"""Dashes of one header that may stand between a question and its option."""

Splits = Sequence[tuple[str, str]]
"""A header as question and option, in every way that it can be read; the longest question first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A column as a question and what of it the column stands for."""

    place: int
    question: str
    label: str


def dashes(text: str) -> Splits:
    """The ways to read "Question - Option"; both may hold dashes of their own."""
    found = []
    for match in reversed([*_DASH.finditer(text)][-MOST_NESTED:]):
        question, label = text[: match.start()].strip(), text[match.end() :].strip()
        if question and label:
            found.append((question, label))
    return found


def brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """A header without the brackets at its end, and what stands in them, one or two."""
    rest = text.rstrip()
    if rest.startswith("[") and rest.endswith("]") and _opening(rest) == 0 and rest[1:-1].strip():
        return "", (rest[1:-1].strip(),)
    found: list[str] = []
    while rest.endswith("]") and len(found) < 2:
        start = _opening(rest)
        if start <= 0:
            break
        found.append(rest[start + 1 : -1].strip())
        rest = rest[:start].rstrip()
    return rest, tuple(reversed(found))


def _opening(text: str) -> int:
    """Where the bracket opens that the last character closes; -1 where none does."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            return at
    return -1


def seek_dashes(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours whose headers begin with the same question before a dash, or a bar.

    "Shop - Price - Good" is an option of "Shop - Price" where every neighbour shares so much with another; else
    "Price - Good" is an option of "Shop". The other readings follow, for cells that do not fit the first.
    """
    readings: dict[str, list[Part]] = {}
    for place in sorted(sheet.free):
        for question, label in map(_with_text_suffix, dashes(sheet.texts[place])):
            readings.setdefault(folded(question), []).append(Part(place, question, label))
    runs = [run for parts in readings.values() for run in runs_of(parts)]
    deepest: dict[int, int] = {}
    for run in runs:
        if len(run) > 1:
            for part in run:
                deepest[part.place] = max(deepest.get(part.place, 0), len(run[0].question))
    ordered = sorted(runs, key=lambda run: _order(run, deepest))
    for run in ordered:
        name = shared_name([sheet.names[part.place] for part in run])
        mark = "|" if f"{run[0].question} |" in sheet.texts[run[0].place] else "-"
        yield candidate(run, f'of one question before "{mark}" in the header', ways=EVERY_WAY, name=name)


def _order(run: Sequence[Part], deepest: Mapping[int, int]) -> tuple[bool, int]:
    """Readings that no longer question can replace first, the shortest of them first; then the longest."""
    length = len(run[0].question)
    replaceable = all(deepest.get(part.place, 0) > length for part in run)
    return replaceable, -length if replaceable else length


def _with_text_suffix(reading: tuple[str, str]) -> tuple[str, str]:
    """Qualtrics' "Question - Other - Text" belongs to the question before the option."""
    question, label = reading
    further = dashes(question) if label.casefold() == "text" else ()
    return (further[0][0], f"{further[0][1]} - Text") if further else reading


def runs_of(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Neighbours of the same question; a label that comes again begins another, but for "Other" and its words."""
    by_place = {part.place: part for part in parts}
    keys = [(place, folded(part.question)) for place, part in sorted(by_place.items())]
    for places in neighbours(keys):
        run: list[Part] = []
        seen: set[str] = set()
        for place in places:
            part = by_place[place]
            said = folded(part.label)
            if said in seen and not (
                is_remark(part.label) or (asks_own_words(part.label) and folded(run[-1].label) == said)
            ):
                yield run
                run, seen = [], set()
            run.append(part)
            seen.add(said)
        if run:
            yield run


def candidate(
    run: Sequence[Part],
    source: str,
    ways: frozenset[Together] = NEVER_SPREAD,
    *,
    text: str | None = None,
    name: str = "",
) -> Candidate:
    """A run of columns as a candidate; its text is the question of its parts where none is given."""
    return Candidate(
        columns=tuple(part.place for part in run),
        labels=tuple(part.label for part in run),
        source=source,
        text=run[0].question if text is None else text,
        name=name,
        ways=ways,
    )


def seek_brackets(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours whose headers are the same but for brackets at the end: "Question [Row]", "Question [Row][Scale]"."""
    split = {
        place: brackets(sheet.texts[place])
        for place in sheet.free
        if not CODE_IN_BRACKETS.fullmatch(sheet.names[place])
    }
    source = "of one question before brackets in the header"
    twice = {place: (question, said) for place, (question, said) in split.items() if len(said) == 2}
    yield from by_row_or_scale(twice, source)
    single = [
        Part(place, question or NO_QUESTION, said[0])
        for place, (question, said) in sorted(split.items())
        if len(said) == 1
    ]
    for run in runs_of(single):
        yield candidate(run, source, text="" if run[0].question == NO_QUESTION else None)


def by_row_or_scale(
    parts: Mapping[int, tuple[str, tuple[str, ...]]],
    source: str,
    named: Callable[[int], str] = lambda _: "",
) -> Iterator[Candidate]:
    """Columns with a row and a column each: a question for every row of ticks, or a grid for every scale.

    Args:
        parts: The question of every column, and its row and column.
        source: What in the header says so.
        named: The name of the question that a column belongs to.
    """
    keys = [(place, folded(question)) for place, (question, _) in sorted(parts.items())]
    for run in neighbours(keys):
        rows: dict[str, list[int]] = {}
        scales: dict[str, list[int]] = {}
        for place in run:
            row, scale = parts[place][1]
            rows.setdefault(row, []).append(place)
            scales.setdefault(scale, []).append(place)
        for row, places in rows.items():
            labels = tuple(parts[place][1][1] for place in places)
            text = _text(parts[run[0]][0], row)
            several = frozenset({Together.SEVERAL})
            yield Candidate(tuple(places), labels, source, text, _joined(named(places[0]), row), several)
        for scale, places in scales.items():
            labels = tuple(parts[place][1][0] for place in places)
            text = _text(parts[run[0]][0], scale if len(scales) > 1 else "")
            grid = frozenset({Together.GRID, Together.RANKING})
            yield Candidate(tuple(places), labels, source, text, _joined(named(places[0]), scale), grid)


def _text(question: str, part: str) -> str:
    """A question with the row or scale that was asked; nothing where only its name is known."""
    return f"{question} [{part}]" if part and " " in question else question if " " in question else ""


def _joined(name: str, part: str) -> str:
    return f"{name}_{part}" if name else ""


def seek_own_headers(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours of which each holds its own header or nothing; "Other" with words may follow.

    A blank column is an option that nobody chose where others of the same question stand on both its sides.
    """
    sampled = sheet.cells.sampled(sheet.free)
    for run in sheet.runs:
        found: list[int] = []
        blank: list[int] = []
        for place in (*run, -1):
            cells = sampled[place] if place >= 0 else frozenset[str]()
            header = folded(sheet.texts[place]) if place >= 0 else ""
            is_own = header and cells and all(folded(cell) == header for cell in cells)
            if is_own and header not in (folded(sheet.texts[at]) for at in (*found, *blank)):
                found += [*blank, place]
                blank = []
                continue
            if found and header and not cells and not header.endswith("?") and not _is_other(header):
                blank.append(place)
                continue
            words = place if place >= 0 and _is_other(sheet.texts[place]) else None
            if words is not None and len(found) > 1:
                found += blank
            if len(found) > 1:
                columns = (*found, *([words] if words is not None else []))
                yield Candidate(
                    columns=columns,
                    labels=tuple(sheet.texts[at] for at in columns),
                    source="side by side",
                    ways=frozenset({Together.SEVERAL}),
                    other=words,
                )
            found, blank = [place] if is_own else [], []


def _is_other(header: str) -> bool:
    """Whether a header is that of the words of "Other", and not of a question by itself, such as "Comments"."""
    return asks_own_words(header) and not is_remark(header)


def shared_name(names: Sequence[str]) -> str:
    """What short names have in common before the number at their end: "q4" of "q4_1" and "q4_2"; else nothing."""
    found = [_NUMBERED.fullmatch(name) for name in names]
    stems = {match["stem"] for match in found if match}
    return stems.pop() if all(found) and len(stems) == 1 else ""


def shared_question(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What texts of one question begin with alike before a dash, and what follows in each.

    Where they share nothing, the question is empty; where they are all the same, there are no options in them.
    """
    if len(set(texts)) == 1:
        return texts[0], ("",) * len(texts)
    first = [(question, label) for question, label in dashes(texts[0])]
    for question, _ in first:
        parts = [next((label for other, label in dashes(text) if other == question), "") for text in texts]
        if all(parts):
            return question, tuple(parts)
    return "", tuple(texts)
