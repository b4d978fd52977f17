"""The file of a report: its shape, its defaults, and what is recorded of questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from topline.survey import Kind, MissingKind, Net, Option, Question, Survey, bands_at
from topline.survey.recorded import differences, recorded_of
from topline.survey.report_file import ReportFileError, query_of, read_report_file

PET = Question(
    "pet",
    Kind.SINGLE,
    "Which pet?",
    options=(Option("1", "Cat"), Option("2", "Dog"), Option("9", "DK", MissingKind.DONT_KNOW)),
    nets=(Net("Any", ("1", "2")),),
    base="age > 3",
)
SURVEY = Survey("Pets", (PET, Question("age", Kind.NUMERIC)))


def test_what_stands_at_the_top_holds_where_a_table_says_nothing_else() -> None:
    told = read_report_file(
        'title = "Wave 1"\ncolumns = ["role"]\nweight = "w"\nwhere = "a = 1 or a = 2"\nzeros = false\nstacked = true\n'
        '[[table]]\nrows = "one"\n'
        '[[table]]\nrows = "two"\ncolumns = "region"\nwhere = "b = 2"\nweight = "none"\nzeros = true\n'
        "[[table]]\nrows = 'three'\ncolumns = []\n",
        "r.toml",
    )
    one, two, three = map(query_of, told.said)
    assert (told.title, told.stacked) == ("Wave 1", True)
    assert (one.columns, one.where, one.weight, one.zeros) == (("role",), "a = 1 or a = 2", "w", False)
    assert (two.columns, two.weight, two.zeros) == (("region",), "none", True)
    assert two.where == "(a = 1 or a = 2) and (b = 2)"
    assert (three.columns, three.where) == ((), "a = 1 or a = 2")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("title = 3", "r.toml, line 1: title must be text, not 3"),
        ("", 'r.toml: it lists no tables; add [[table]] with rows = "QUESTION"'),
        ("[[table]]\nrows = 'a'\n[[table]]\nrowz = 'b'", "r.toml, line 4: unknown key 'rowz'; nearest: rows"),
        ("colums = []\n[[table]]\nrows = 'a'", "r.toml, line 1: unknown key 'colums'; nearest: columns"),
        ("[[table]]\nrows = 'a'\nkey = 'f1'", "r.toml, line 3: unknown key 'key'"),
        ("[[table]]\nrows = 'a'\ncolumns = [1]", "r.toml, line 3: columns must hold names of questions, not 1"),
        ("columns = [1]\n[[table]]\nrows = 'a'", "r.toml, line 1: columns must hold names of questions, not 1"),
        ("[table]\nrows = 'a'", "r.toml, line 1: table must be a list"),
        ("table = [3]", "must be a table"),
        ("[[table]]\nrows = 'a'\n[recorded.a]\nkind = 'odd'", "r.toml, line 4: 'odd' is no kind of question; one of"),
        ("[[table]]\nrows = 'a'\n[recorded.a]\ntxt = ''", "r.toml, line 4: unknown key 'txt'; nearest: text"),
        ("[[table]]\nrows = 'a'\n[recorded.a.missing]\nx = 'y'", "'y' is no kind of missing"),
        ("[[table]]\nrows = 'a'\n[recorded.a]\nnets = { x = 'y' }", "nets must hold lists of codes, not 'y'"),
        ("[[table]]\nrows = 'a'\nrecorded = 3", "unknown key 'recorded'"),
        ("[[table", "r.toml: not a readable report"),
    ],
)
def test_a_fault_names_its_line_and_the_nearest_key(text: str, what: str) -> None:
    with pytest.raises(ReportFileError) as told:
        read_report_file(text, "r.toml")
    assert what in str(told.value)


def said(question: Question | None) -> list[str]:
    """How a survey with another first question differs from what was recorded of it."""
    questions = (SURVEY.questions[1],) if question is None else (question, SURVEY.questions[1])
    return [what for _, what in differences("pet", recorded_of(PET), replace(SURVEY, questions=questions))]


def test_the_same_question_does_not_differ_however_many_answered() -> None:
    assert said(replace(PET, answered=7, rule="another")) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"text": "What pet?"}, ["its text is 'What pet?', and was 'Which pet?'"]),
        ({"kind": Kind.SCALE}, ["it is of the kind 'scale', and was 'single'"]),
        ({"base": ""}, ["it is asked of everyone, and was of age > 3"]),
        ({"nets": ()}, ["the net 'Any' is gone"]),
        ({"nets": (Net("Any", ("1",)), *PET.nets[1:])}, ["the net 'Any' is of 1, and was of 1, 2"]),
        ({"nets": (*PET.nets, Net("Other", ("2",)))}, ["the net 'Other' is new"]),
        ({"options": PET.options[:2]}, ["the option 'DK' (9) is gone"]),
        ({"options": (*PET.options, Option("3", "Fish"))}, ["the option 'Fish' (3) is new"]),
        ({"options": (Option("1", "Cats"), *PET.options[1:])}, ["the option '1' is called 'Cats', and was 'Cat'"]),
        ({"options": PET.options[::-1]}, ["its options stand in another order: DK, Dog, Cat"]),
        (
            {"options": (*PET.options[:2], Option("9", "DK"))},
            ["the option 'DK' (9) is counted, and was set apart as \"don't know\""],
        ),
    ],
)  # fmt: skip
def test_whatever_differs_is_said(change: dict[str, object], what: list[str]) -> None:
    assert said(replace(PET, **change)) == what  # type: ignore[arg-type]


def test_other_bands_are_said() -> None:
    age = Question("age", Kind.NUMERIC, bands=bands_at((18, 25)))

    def told(was: Question, now: Question) -> list[str]:
        return [what for _, what in differences("age", recorded_of(was), Survey("s", (now,)))]

    none = replace(age, bands=())
    assert told(age, age) == told(none, none) == []
    assert told(age, replace(age, bands=bands_at((18,)))) == ["its bands are [18], and were [18, 25]"]
    assert told(age, none) == ["its bands are drawn from the numbers, and were [18, 25]"]


def test_a_question_that_is_gone() -> None:
    assert said(None) == ["there is no question pet any more"]
