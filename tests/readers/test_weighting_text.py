"""A raked weight in the text of a survey file: written, read back the same, and every other line left as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import survey_file_text
from topline.readers.weighting_text import with_weighting
from topline.survey import (
    Kind,
    Option,
    Question,
    Storage,
    Survey,
    SurveyFileError,
    Target,
    Weighting,
    read_survey_file,
)

ODD = ("1", "a 'b' \"c\"", "x.y", "# z", "ü", "Manager")
SURVEY = Survey(
    "s",
    (
        Question("role", Kind.SINGLE, "Your role?", options=tuple(Option(code, f"label {code}") for code in ODD)),
        # Two labels are the same, and one is another answer's code.
        Question(
            "a b", Kind.SINGLE, options=(Option("1", "2"), Option("2", "Both"), Option("3", "Both"), Option("4", "4"))
        ),
        Question("w", Kind.NUMERIC, storage=Storage.REAL),
    ),
)
SHARES = st.one_of(st.integers(0, 10**9).map(float), st.floats(0, 1e9, allow_nan=False))


@st.composite
def weightings(draw: st.DrawFn) -> Weighting:
    """Any weighting of the survey."""
    targets = []
    for name in draw(st.lists(st.sampled_from(["role", "a b"]), min_size=1, unique=True)):
        codes = draw(st.lists(st.sampled_from([o.code for o in SURVEY[name].options]), min_size=1, unique=True))
        targets.append(Target(name, ((codes[0], 1.5), *((code, draw(SHARES)) for code in codes[1:]))))
    name = draw(st.sampled_from(["raked", "to the staff", "a.b", "#1", "größe"]))
    cap = draw(st.none() | st.floats(1, 100))
    return Weighting(name, tuple(targets), draw(st.sampled_from(["", "w"])), cap, draw(st.sampled_from(["", 'A "b"'])))


@given(weightings())
def test_init_keeps_what_is_raked(weighting: Weighting) -> None:
    text = survey_file_text(replace(SURVEY, weightings=(weighting,)))
    assert read_survey_file(text, "s").applied(SURVEY).weightings == (weighting,)


LAID_OUT = (
    "",
    "\ufefftitle = 'x'\r\n",
    "title = 'x' # why\n\n# a question\n[question.role]\nlabel = 'R' # short\n",
    "# before\n[weighting.other]\ntargets.role = { 1 = 3 } # three\n\n# query\n[[query]]\ntitle = 'q'\nrows = 'role'\n",
    "[[query]]\ntitle = 'q'\nrows = 'role'",
    "[weighting.raked]\ncap = 3 # low\n[weighting.raked.targets]\nrole = { 1 = 3 }\n[question.role]\nlabel = 'R'\n",
)


@given(weightings(), st.sampled_from(LAID_OUT))
def test_it_is_added_and_everything_else_stays(weighting: Weighting, text: str) -> None:
    after = with_weighting(text, weighting, SURVEY)
    survey = read_survey_file(after.removeprefix("\ufeff"), "s").applied(SURVEY)
    assert survey.weighting(weighting.name) == weighting
    replaced = weighting.name == "raked"
    for line in text.splitlines():
        if line.strip() and not (replaced and text.startswith("[weighting.raked]")):
            assert line in after.splitlines()
    assert after.startswith("\ufeff") == text.startswith("\ufeff")


@pytest.mark.parametrize(
    "text",
    ["weighting = { a = { targets = { role = { 1 = 1 } } } }\n", "[weighting]\na = { targets.role = {1 = 1} }\n"],
)
def test_what_is_laid_out_otherwise_is_left_to_a_person(text: str) -> None:
    weighting = Weighting("a", (Target("role", (("1", 2.0),)),))
    try:
        after = with_weighting(text, weighting, SURVEY)
    except SurveyFileError as fault:
        assert "do it by hand" in str(fault)  # noqa: PT017 - either is right, a wrong text is not
    else:
        assert read_survey_file(after, "s").applied(SURVEY).weightings == (weighting,)
