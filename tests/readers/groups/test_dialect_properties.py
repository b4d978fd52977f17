"""A generated question, written as each platform writes it, is found as that question and nothing else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers.groups import Found
from topline.readers.raw import Together
from topline.readers.ticks import NO, YES

FoundIn = Callable[[Sequence[Sequence[str]]], Found]
Column = tuple[str, ...]
"""The header of a column, in as many rows as its platform writes, and its cells."""

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüéñçß", min_size=3, max_size=9).filter(
    lambda word: word not in YES | NO | {"nil", "null", "nan", "response"}
)
OPTIONS = st.lists(
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: " ".join(words).capitalize()),
    min_size=2,
    max_size=6,
    unique_by=str.casefold,
).filter(lambda options: not any(option.startswith(("Other", "Autre", "Andere", "Otr", "Outr")) for option in options))


@dataclass(frozen=True)
class Several:
    """A question that takes several answers, and who ticked what."""

    text: str
    options: tuple[str, ...]
    ticks: tuple[tuple[bool, ...], ...]

    def column(self, option: int, yes: str, no: str = "") -> Column:
        return tuple(yes if row[option] else no for row in self.ticks)


@st.composite
def several(draw: st.DrawFn) -> Several:
    options = tuple(draw(OPTIONS))
    row = st.tuples(*[st.booleans()] * len(options))
    everything = (True,) * len(options)
    text = " ".join(draw(st.lists(WORDS, min_size=2, max_size=6))).capitalize()
    return Several(f"{text}?", options, (everything, everything, *draw(st.lists(row, min_size=10, max_size=20))))


def surveymonkey(question: Several) -> list[Column]:
    return [
        (question.text if at == 0 else "", option, *question.column(at, option))
        for at, option in enumerate(question.options)
    ]


def condensed(question: Several) -> list[Column]:
    return [(f"{question.text} - {option}", *question.column(at, option)) for at, option in enumerate(question.options)]


def qualtrics(question: Several) -> list[Column]:
    return [
        (f"Q7_{at}", f"{question.text} - {option}", f'{{"ImportId":"QID7_{at}"}}', *question.column(at - 1, option))
        for at, option in enumerate(question.options, 1)
    ]


def qualtrics_in_codes(question: Several) -> list[Column]:
    return [
        (f"Q7_{at}", f"{question.text} - {option}", f'{{"ImportId":"QID7_{at}"}}', *question.column(at - 1, str(at)))
        for at, option in enumerate(question.options, 1)
    ]


def limesurvey(question: Several) -> list[Column]:
    return [
        (f"{question.text} [{option}]", *question.column(at, "Yes", "No")) for at, option in enumerate(question.options)
    ]


def limesurvey_in_codes(question: Several) -> list[Column]:
    return [(f"own[SQ{at:03}]", *question.column(at, "Y")) for at in range(len(question.options))]


def redcap(question: Several) -> list[Column]:
    return [(f"own___{at}", *question.column(at, "1", "0")) for at in range(len(question.options))]


def redcap_with_labels(question: Several) -> list[Column]:
    return [
        (f"{question.text} (choice={option})", *question.column(at, "Checked", "Unchecked"))
        for at, option in enumerate(question.options)
    ]


def kobo(question: Several) -> list[Column]:
    return [(f"hh/own/o{at}", *question.column(at, "1", "0")) for at in range(len(question.options))]


def typeform(question: Several) -> list[Column]:
    return [(option, *question.column(at, option)) for at, option in enumerate(question.options)]


def alchemer(question: Several) -> list[Column]:
    return [(f"{option}:{question.text}", *question.column(at, option)) for at, option in enumerate(question.options)]


def panel(question: Several) -> list[Column]:
    return [
        (f"q0004_{at:04}", *question.column(at - 1, option, "Not selected"))
        for at, option in enumerate(question.options, 1)
    ]


def flags(question: Several) -> list[Column]:
    return [(f"q4_{at}", *question.column(at - 1, "1", "0")) for at in range(1, len(question.options) + 1)]


DIALECTS = {
    "SurveyMonkey": (surveymonkey, [("Respondent ID", "")], "Response"),
    "condensed": (condensed, [("RespondentID",)], None),
    "Qualtrics": (qualtrics, [("ResponseId", "Response ID", '{"ImportId":"_recordId"}')], '{{"ImportId":"QID{}"}}'),
    "Qualtrics in codes": (
        qualtrics_in_codes,
        [("ResponseId", "Response ID", '{"ImportId":"_recordId"}')],
        '{{"ImportId":"QID{}"}}',
    ),
    "LimeSurvey": (limesurvey, [("id",), ("submitdate",), ("lastpage",)], None),
    "LimeSurvey in codes": (limesurvey_in_codes, [("id",), ("submitdate",), ("lastpage",)], None),
    "REDCap": (redcap, [("record_id",)], None),
    "REDCap with labels": (redcap_with_labels, [("Record ID",)], None),
    "Kobo": (kobo, [("_id",), ("_uuid",), ("_submission_time",)], None),
    "Typeform": (typeform, [("#",), ("Network ID",), ("Start Date (UTC)",)], None),
    "Alchemer": (alchemer, [("Time Started",), ("Date Submitted",), ("Status",)], None),
    "panel": (panel, [("id",)], None),
    "flags": (flags, [("id",)], None),
}
"""How the question is written, the platform's own columns, and what its other header rows say of a plain column."""


def plain(headers: Iterable[str], below: str | None, depth: int, people: int, draw: st.DataObject) -> list[Column]:
    """Columns that are a question each: one answer, numbers, or words."""
    columns = []
    for at, header in enumerate(headers):
        cells = st.sampled_from(
            [
                st.sampled_from(["Yes", "No", ""]),
                st.sampled_from(["Agree", "Disagree", "Neither", ""]),
                st.sampled_from(["1", "0"]),
                st.integers(18, 99).map(str),
                WORDS,
            ]
        ).flatmap(lambda kind: st.lists(kind, min_size=people, max_size=people))
        further = [header, (below or "").format(90 + at)] if depth == 3 else [below or ""]
        columns.append((header, *further[: depth - 1], *draw.draw(cells)))
    return columns


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=25, deadline=None)
@given(question=several(), data=st.data())
def test_several_answers_in_every_dialect(
    found_in: FoundIn, dialect: str, question: Several, data: st.DataObject
) -> None:
    write, own, below = DIALECTS[dialect]
    depth = len(own[0])
    people = len(question.ticks)
    before = plain(["Gender", "Do you smoke?", "Town"], below, depth, people, data)
    after = plain(["Do you drink?", "Age", "Comment"], below, depth, people, data)
    head = [(*names, *[f"r{number}" for number in range(people)]) for names in own]
    columns = [*head, *before, *write(question), *after]
    found = found_in([list(row) for row in zip(*columns, strict=True)])
    start = len(head) + len(before)
    places = tuple(range(start, start + len(question.options)))
    assert [(group.how, group.columns) for group in found.groups] == [(Together.SEVERAL, places)]
    group = found.groups[0]
    assert group.other is None
    if group.text:
        assert (group.text, group.labels) == (question.text, question.options)
    if group.ticked is not None:
        written = [
            {cell for cell, row in zip(columns[at][depth:], question.ticks, strict=True) if row[at - start]}
            for at in places
        ]
        assert group.ticked == set().union(*written)


@pytest.mark.parametrize("header", ["{text} - {item}", "{text} [{item}]", "q4_{at}", "{item}:{text}"])
@settings(max_examples=25, deadline=None)
@given(data=st.data(), items=OPTIONS, answers=st.lists(WORDS, min_size=3, max_size=7, unique_by=str.casefold))
def test_items_with_the_same_answers_are_a_grid(
    found_in: FoundIn, header: str, data: st.DataObject, items: list[str], answers: list[str]
) -> None:
    own = ["Time Started", "Date Submitted", "Status"]
    columns: list[Column] = [(name, *["r"] * 20) for name in own]
    for at, item in enumerate(items):
        picked = data.draw(st.lists(st.sampled_from(["", *answers]), min_size=20, max_size=20))
        cells = [*answers, *answers, *picked][:20]
        columns.append((header.format(text="How much of it?", item=item, at=at), *cells))
    found = found_in([list(row) for row in zip(*columns, strict=True)])
    assert [(group.how, group.columns) for group in found.groups] == [(Together.GRID, tuple(range(3, 3 + len(items))))]


@settings(max_examples=100, deadline=None)
@given(
    headers=st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=2, max_size=8, unique=True),
    data=st.data(),
)
def test_unrelated_columns_are_never_one_question(found_in: FoundIn, headers: list[str], data: st.DataObject) -> None:
    columns = plain(headers, None, 1, 15, data)
    number = ("id", *[str(at) for at in range(15)])
    assert not found_in([list(row) for row in zip(number, *columns, strict=True)]).groups
