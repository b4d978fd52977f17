"""How columns could be one question: select-all, one answer spread over them, or a grid; and which is likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from topline.readers.ticks import says_no
from topline.survey import AnyOf, Condition, Kind, Option, Question, Survey, chose
from topline.survey.widths import cut

NAMED = 3
"""Columns that are named before the rest of them is counted."""
NAME = 28
"""Cells of a header in a sentence."""


class Way(StrEnum):
    """How columns become one."""

    SEVERAL = "select-all"
    GRID = "grid"
    SPREAD = "one answer"


MEANINGS: Mapping[Way, str] = {
    Way.SEVERAL: "a person can have several: each column is an option",
    Way.GRID: "each column stays a question, over the same options",
    Way.SPREAD: "a person has one: each column is an option",
}


@dataclass(frozen=True, slots=True)
class Together:
    """Which ways there are."""

    why_not: Mapping[Way, str]
    """Why columns cannot be put together so; empty where they can."""
    likely: Way | None
    """The way that fits best as far as the options tell; None where there is none."""

    @property
    def fault(self) -> str:
        """Why there is no way at all; empty where there is one."""
        if self.likely is not None:
            return ""
        return "; ".join(f"no {way}: {why}" for way, why in self.why_not.items() if way is not Way.SPREAD)


def ways_of(questions: Sequence[Question], survey: Survey) -> Together:
    """The ways in which the columns of questions can be put together.

    Args:
        questions: Those whose columns are to be one.
        survey: Theirs.
    """
    as_options = _unclear(questions, survey) or next((why for one in questions if (why := _no_tick(one))), "")
    several = next((f"{cut(one.name, NAME)} takes several answers" for one in questions if one.takes_several), "")
    why_not = {Way.SEVERAL: as_options, Way.GRID: _no_grid(questions), Way.SPREAD: as_options or several}
    return Together(why_not, next((way for way in (Way.SEVERAL, Way.GRID) if not why_not[way]), None))


def _unclear(questions: Sequence[Question], survey: Survey) -> str:
    """The columns that no survey file can name, since their headers are blank or other columns have them too."""
    places: dict[str, list[int]] = {}
    for question in survey:
        for position, header in zip(question.positions, question.headers, strict=False):
            places.setdefault(header, []).append(position + 1)
    mine = dict.fromkeys(header for question in questions for header in question.headers)
    said = []
    for header in mine:
        columns = sorted(places.get(header, ()))
        if not header.strip():
            said.append(f"{_columns(columns)} {'have' if len(columns) > 1 else 'has'} no header")
        elif len(columns) > 1:
            said.append(f'{_columns(columns)} are all called "{cut(header, NAME)}"')
    if not said:
        return ""
    more = f" and {len(said) - NAMED} more such" if len(said) > NAMED else ""
    return f"{', '.join(said[:NAMED])}{more}; give each column a header of its own in the file"


def _columns(places: Sequence[int]) -> str:
    named = [f"{place:,}" for place in places[:NAMED]] + (["others"] if len(places) > NAMED else [])
    if len(named) == 1:
        return f"column {named[0]}"
    return f"columns {', '.join(named[:-1])} and {named[-1]}"


def ticks_of(question: Question) -> tuple[Option, ...]:
    """The answers of a column that say that its option was chosen."""
    return tuple(option for option in question.choices if not says_no(option.label) and not says_no(option.code))


def _no_tick(question: Question) -> str:
    """Why a column is no option of a question; nothing where it may be one."""
    if len(question.headers) > 1 and question.kind in (Kind.MULTI, Kind.SINGLE):
        return ""  # it was put together of such columns
    name = cut(question.name, NAME)
    if question.answered == 0:
        return ""
    if question.kind not in (Kind.SINGLE, Kind.SCALE):
        return f"{name} holds {_held(question.kind)} and no ticks"
    if len(ticks_of(question)) > 1:
        held = ", ".join(f'"{cut(option.label, NAME)}"' for option in ticks_of(question)[:2])
        return f"{name} holds {held}: nobody can tell which of them says that it was chosen"
    return ""


def _held(kind: Kind) -> str:
    words = {
        Kind.NUMERIC: "numbers",
        Kind.DATE: "dates",
        Kind.OPEN: "people's own words",
        Kind.MULTI: "several answers",
    }
    return words.get(kind, "answers")


def _no_grid(questions: Sequence[Question]) -> str:
    """Why questions are no grid; nothing where they may be one."""
    for question in questions:
        if question.kind not in (Kind.SINGLE, Kind.SCALE):
            return f"{cut(question.name, NAME)} holds {_held(question.kind)} and is no choice of one answer"
    shared = Counter(option.code for question in questions for option in question.choices)
    for question in questions:
        alike = [option for option in question.choices if shared[option.code] > 1]
        if 2 * len(alike) < len(question.choices) or not alike:
            return f"{cut(question.name, NAME)} has other options than the others"
    if sum(count > 1 for count in shared.values()) < 2:
        return "they share no two options"
    if len({question.storage for question in questions}) > 1:
        return "some hold numbers and others hold words"
    return ""


def as_grid(questions: Sequence[Question], name: str, stem: str) -> tuple[tuple[Question, Question], ...]:
    """Questions as a grid: with the options of all, and each with what it alone asks as its short form.

    Args:
        name: That of the grid.
        stem: What their texts begin with alike.
    """
    first = max(questions, key=lambda question: len(question.choices))
    every = {option.code: option for option in first.choices}
    for question in questions:
        every |= {option.code: option for option in question.choices if option.code not in every}
    kind = Kind.SCALE if any(question.kind is Kind.SCALE for question in questions) else Kind.SINGLE
    pairs = []
    for question in questions:
        own = {option.code: option for option in question.choices}
        apart = {option.code for option in question.missing}
        choices = tuple(own.get(code, replace(every[code], score=None)) for code in every if code not in apart)
        short = question.text[len(stem) :].strip(" _-–:.;,([{#/|)]}") if question.text.startswith(stem) else ""
        label = short if short and question.label == question.text else question.label
        wanted = replace(question, grid=name, kind=kind, label=label, options=choices + question.missing)
        pairs.append((question, wanted))
    return tuple(pairs)


def overlap_conditions(questions: Sequence[Question]) -> tuple[Condition, ...]:
    """Conditions that tell whether anybody has several of the options: who has each, and at last who has any."""
    each = tuple(chose(one, *(option.code for option in ticks)) for one in questions if (ticks := ticks_of(one)))
    return (*each, AnyOf(each)) if len(each) > 1 else ()
