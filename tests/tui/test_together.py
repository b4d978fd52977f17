"""How columns could be one question, and which way is likely."""

from __future__ import annotations

from typing import Any

import pytest

from topline.survey import Kind, Option, Question, Survey
from topline.tui.together import Way, as_grid, overlap_conditions, ways_of


def asked(number: int, *answers: str, header: str | None = None, **more: Any) -> Question:
    options = tuple(Option(answer, answer) for answer in answers)
    headers = (f"Q {number}" if header is None else header,)
    said: dict[str, Any] = {"kind": Kind.SINGLE, "options": options, "headers": headers, "positions": (number,)}
    return Question(f"q{number}", text=f"Q: item {number}", **(said | more))


def survey(*questions: Question) -> Survey:
    return Survey("s", questions)


@pytest.mark.parametrize(
    ("questions", "possible", "likely"),
    [
        ([asked(0, "Phone"), asked(1, "Tablet")], {Way.SEVERAL, Way.SPREAD}, Way.SEVERAL),
        ([asked(0, "Yes", "No"), asked(1, "No", "Yes")], set(Way), Way.SEVERAL),
        ([asked(0, "1", "0"), asked(1, "0", answered=4), asked(2, "x", answered=0)], set(Way), Way.SEVERAL),
        ([asked(0, "Good", "Bad"), asked(1, "Bad", "Good", "So so")], {Way.GRID}, Way.GRID),
        ([asked(0, "Good", "Bad"), asked(1, "Red", "Blue")], set(), None),
        ([asked(0, "Good", "Bad"), asked(1, kind=Kind.OPEN)], set(), None),
    ],
)
def test_the_ways_that_there_are(questions: list[Question], possible: set[Way], likely: Way | None) -> None:
    found = ways_of(questions, survey(*questions))
    assert found.likely is likely
    assert (not found.fault) == (likely is not None)
    if Way.GRID in possible and likely is Way.SEVERAL and len(questions) == 3:
        possible = possible - {Way.GRID}  # an option that nobody chose says nothing of a grid
    assert {way for way, why in found.why_not.items() if not why} == possible


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (["tick", "tick"], 'columns 1 and 2 are all called "tick"'),
        (["", "b"], "column 1 has no header"),
        ([" ", " "], "columns 1 and 2 have no header"),
        (["t"] * 5, 'columns 1, 2, 3 and others are all called "t"'),
    ],
)
def test_columns_that_headers_do_not_name_are_named_by_their_places(headers: list[str], words: str) -> None:
    questions = [asked(at, "Phone", header=header) for at, header in enumerate(headers)]
    found = ways_of(questions, survey(*questions))
    assert words in found.why_not[Way.SEVERAL]
    assert "give each column a header of its own" in found.fault


def test_a_header_that_another_question_has_as_well_is_no_name() -> None:
    marked, other = asked(0, "Phone", header="tick"), asked(7, "x", header="tick")
    found = ways_of([marked, asked(1, "Tablet")], survey(marked, asked(1, "Tablet"), other))
    assert 'columns 1 and 8 are all called "tick"' in found.why_not[Way.SEVERAL]


def test_a_grid_is_possible_without_headers() -> None:
    questions = [asked(at, "Good", "Bad", header="") for at in range(2)]
    found = ways_of(questions, survey(*questions))
    assert found.likely is Way.GRID
    assert not found.fault


def test_questions_of_a_grid_have_the_options_of_all_and_short_forms() -> None:
    questions = [asked(0, "Bad", "Good"), asked(1, "Bad", "So so", "Good")]
    (_, first), (_, second) = as_grid(questions, "G", "Q: item")
    assert [option.code for option in first.choices] == ["Bad", "So so", "Good"] == [o.code for o in second.choices]
    assert (first.grid, first.label, second.label) == ("G", "0", "1")


def test_what_tells_whether_anybody_has_several() -> None:
    assert len(overlap_conditions([asked(0, "Yes", "No"), asked(1, "Yes", "No")])) == 3
    assert overlap_conditions([asked(0, "Yes", "No"), asked(1, "No")]) == ()
