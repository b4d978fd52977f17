"""Corrections of a survey file: the question reads back corrected, everything else as it was, comments included."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers.correcting import BOM, all_corrected, changes_between, corrected, likewise
from topline.survey import (
    Band,
    Kind,
    MissingKind,
    Net,
    Option,
    Question,
    Role,
    Storage,
    Survey,
    SurveyFileError,
    bands_at,
    read_survey_file,
)

WRITTEN = """\
# Our survey, 2018
title = "T"  # mine

# what we ask
[question.role]  # the first
kind = "single"  # two values
options = [
  "Manager",  # leads people
  "Director",
  "VP",
]

# about the words
[question.how]
text = "If so, how?"
[question.how.missing]
# they did not want to
none = "refused"  # in their words
"n/a" = "no answer"

# the routine
[[query]]
rows = "role"  # first
"""
LAYOUTS = {
    "empty": "",
    "a comment": "# nothing yet\n",
    "no line end": 'title = "T"',
    "tables": WRITTEN,
    "lines of Windows": WRITTEN.replace("\n", "\r\n"),
    "a mark": "\ufeff" + WRITTEN,
    "dotted": 'question.role.kind = "single"  # c\nquestion.how.text = "t"\ntitle = "T"\n',
    "in one line": '[question]\nrole = { kind = "single" }  # c\nhow.text = "t"\n',
    "all in one line": 'question = { role = { kind = "single", label = "L" } }  # c\ntitle = "T"\n',
    "scattered": '[question.role]\nlabel = "L"  # c\n[[query]]\nrows = "how"\n[question.how.missing]\n'
    '"n/a" = "refused"\n[response]\nstatus = "role"\n[question.role.missing]\nVP = "refused"\n',
    "a table that stands in a text": 'note = """\n[question.role]\nkind = "open"\n[[query]]\n"""\n'
    '[question.role]\ntext = "t"\n',
}
OF_ENTRIES = {"leads people", "they did not want to", "in their words"}
"""Comments that go with an entry when it goes."""
CHANGES: list[dict[str, Any]] = [
    {"kind": "scale"},
    {"kind": "multi", "text": "T", "label": "L\n\"'\x01 # no comment"},
    {"options": ["VP", "Manager", "x # y", "Director", "[]"]},
    {"options": {"VP": "Vice", "Manager": "M", "Director": "D", "a b": "C"}},
    {"options": {"VP": "V"}, "missing": {"Manager": "refused"}},
    {"missing": {"n/a": "refused", "none": "refused", "x": "not asked", "y": "not asked"}},
    {"kind": "open", "missing": None, "options": None},
    {"personal": ["how", "role"], "id": "", "label": "L"},
    {"weight": "role"},
    {"kind": "multi", "columns": ["Which? [a]", "Which? [b]"]},
    {"apart": True, "kind": None},
]


def said(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


@pytest.mark.parametrize("name", ["role", "how", "a new one", "ünï"])
@pytest.mark.parametrize("changes", CHANGES, ids=str)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_corrected_reads_back_and_nothing_else_changes(layout: str, changes: dict[str, Any], name: str) -> None:
    before = LAYOUTS[layout]
    after = corrected(before, name, changes)
    expected = said(before)
    for key, value in changes.items():
        place = expected if key in ("id", "weight", "personal") else None
        place = expected.setdefault("question", {}).setdefault(name, {}) if place is None else place
        place.pop(key, None)
        if value is not None:
            place[key] = value
    found = said(after)
    assert found == expected or not expected["question"].pop(name, None), "only a table that says nothing may be absent"
    for key, value in changes.items():
        if isinstance(value, dict):
            assert list(found["question"][name][key]) == list(value)
    for comment in (line.partition("#")[2] for line in before.splitlines() if "#" in line):
        assert comment in after or comment.strip() in OF_ENTRIES or None in changes.values()
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    if "\r\n" in before:
        assert after.count("\n") == after.count("\r\n")


def test_only_the_lines_of_what_is_corrected_change() -> None:
    after = corrected(WRITTEN, "role", {"kind": "scale", "label": "Role"})
    assert after == WRITTEN.replace('kind = "single"  #', 'kind = "scale"  #').replace(
        '  "VP",\n]\n', '  "VP",\n]\nlabel = "Role"\n'
    )
    moved = corrected(WRITTEN, "role", {"options": ["VP", "Manager", "Director"]})
    assert moved == WRITTEN.replace(
        '  "Manager",  # leads people\n  "Director",\n  "VP",\n',
        '    "VP",\n    "Manager", # leads people\n    "Director",\n',
    )


def test_entries_of_a_table_move_with_their_comments() -> None:
    after = corrected(WRITTEN, "how", {"missing": {"n/a": "no answer", "none": "refused"}})
    assert after == WRITTEN.replace(
        '# they did not want to\nnone = "refused"  # in their words\n"n/a" = "no answer"\n',
        '"n/a" = "no answer"\n# they did not want to\nnone = "refused"  # in their words\n',
    )


def test_a_new_question_stands_after_the_others_and_before_the_queries() -> None:
    after = corrected(WRITTEN, "new", {"kind": "open"})
    assert after == WRITTEN.replace("\n# the routine", '\n[question.new]\nkind = "open"\n\n# the routine')
    assert corrected("", "new", {"kind": "open"}) == '[question.new]\nkind = "open"\n'
    only = '# ours\n[[query]]\nrows = "a"\n'
    assert corrected(only, "new", {"kind": "open"}) == f'[question.new]\nkind = "open"\n\n{only}'


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_questions_are_corrected_at_once_as_one_after_the_other(layout: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "role": {"options": ["VP", "Manager", "Director"], "grid": "G"},
        "new": {"kind": "scale"},
        "how": {"missing": {"n/a": "refused"}, "weight": "role"},
    }
    text = LAYOUTS[layout]
    for name, wanted in changes.items():
        text = corrected(text, name, wanted)
    assert said(all_corrected(LAYOUTS[layout], changes)) == said(text)


def test_a_question_of_the_same_grid_is_corrected_alike() -> None:
    options = (Option("a", "A"), Option("b", "B"), Option("x", "X", MissingKind.REFUSED))
    question = Question("q", Kind.SINGLE, "Q?", "Q", grid="G", options=options)
    other = Question("o", Kind.SINGLE, "O?", "O", grid="G", options=(*options[:2], Option("own", "Own"), options[2]))
    turned = (Option("b", "B"), Option("a", "Ay"), options[2])
    wanted = replace(question, kind=Kind.SCALE, text="New?", options=turned, nets=(Net("N", ("a", "b")),))
    found = likewise(question, wanted, other)
    assert (found.kind, found.text, found.label) == (Kind.SCALE, "O?", "O"), "its words are its own"
    assert [(option.code, option.label) for option in found.choices] == [("b", "B"), ("a", "Ay"), ("own", "Own")]
    assert found.missing == other.missing
    assert found.nets == (Net("N", ("a", "b")),)
    assert likewise(question, question, other) == other


def test_what_a_net_or_a_score_says_of_a_label_goes_on_when_the_label_changes() -> None:
    options = (Option("a", "0 - low", score=0.0), Option("b", "1 - high", score=1.0))
    question = Question("q", Kind.SCALE, options=options, nets=(Net("N", ("a",)),))
    survey = Survey("s", (question,))
    wanted = replace(question, options=(Option("a", "Low", score=0.0), options[1]))
    expected = {"options": {"a": "Low", "b": "1 - high"}, "scores": {"a": 0.0, "b": 1.0}}
    assert changes_between(question, wanted, survey, {}) == expected
    stated = {"nets": {"N": ["0 - low"]}, "scores": {"0 - low": 5}}
    changes = changes_between(question, wanted, survey, stated)
    assert (changes["nets"], changes["scores"]) == ({"N": ["a"]}, {"a": 5.0})


def test_a_role_is_said_at_the_top() -> None:
    after = corrected(WRITTEN, "role", {"weight": "role"})
    assert after == WRITTEN.replace("# mine\n", '# mine\nweight = "role"\n')
    assert corrected("# ours\n\n[question.a]\n", "a", {"id": "a"}) == '# ours\n\nid = "a"\n\n[question.a]\n'
    assert corrected("# of a\n[question.a]\n", "a", {"id": "a"}) == 'id = "a"\n\n# of a\n[question.a]\n'


@pytest.mark.parametrize(("text", "words"), [("titel = 3", "unknown key 'titel'"), ("[question", "not a readable")])
def test_a_file_that_is_not_in_order_is_refused(text: str, words: str) -> None:
    with pytest.raises(SurveyFileError, match=words):
        corrected(text, "a", {"kind": "open"})


def test_a_correction_that_cannot_be_is_refused() -> None:
    with pytest.raises(SurveyFileError, match="'odd' is no kind of question"):
        corrected(WRITTEN, "role", {"kind": "odd"})


# From a question as it is to one as it should be.

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
CODES = st.lists(TEXTS | st.sampled_from(["Yes", "No", "1", "2", "n/a"]), min_size=1, max_size=6, unique=True)
APART = st.sampled_from([None, None, None, *MissingKind])


@st.composite
def questions(draw: st.DrawFn) -> Question:
    labelled = draw(st.booleans())
    codes = draw(CODES)
    options = tuple(
        Option(code, f"{code} ({at})" if labelled else code, draw(APART), None) for at, code in enumerate(codes)
    )
    options = tuple(o for o in options if not o.missing) + tuple(o for o in options if o.missing)
    return Question("q", draw(st.sampled_from([Kind.SINGLE, Kind.MULTI])), "Why?", "Why", options=options)


@given(questions(), st.data(), st.sampled_from(list(LAYOUTS)))
def test_the_changes_between_two_questions_lead_from_one_to_the_other(
    inferred: Question, data: st.DataObject, layout: str
) -> None:
    other = Question("other", Kind.OPEN, role=Role.PERSONAL)
    base = Survey("s", (inferred, other, Question("role", Kind.SINGLE), Question("how", Kind.OPEN)))
    text = LAYOUTS[layout].replace('status = "role"', 'status = "other"')
    for _ in range(2):  # a correction of a correction
        stated = read_survey_file(text.removeprefix("\ufeff"), "x")
        now = stated.applied(base)
        question = now["q"]
        order = data.draw(st.permutations(question.options))
        options = tuple(replace(option, missing=data.draw(APART)) for option in order)
        options = tuple(o for o in options if not o.missing) + tuple(o for o in options if o.missing)
        wanted = replace(
            question,
            text=data.draw(st.sampled_from(["Why?", "What for?"])),
            label=data.draw(st.sampled_from(["Why", "What"])),
            kind=data.draw(st.sampled_from([Kind.SINGLE, Kind.MULTI])),
            role=data.draw(st.sampled_from([None, None, Role.ID])),
            options=options,
        )
        changes = changes_between(question, wanted, now, stated.questions.get("q", {}))
        text = corrected(text, "q", changes)
        after = read_survey_file(text.removeprefix("\ufeff"), "x").applied(base)
        found = after["q"]
        assert (found.text, found.label, found.kind, found.role) == (
            *(wanted.text, wanted.label, wanted.kind, wanted.role),
        )
        assert found.choices == wanted.choices
        assert set(found.missing) == set(wanted.missing)
        assert [q for q in after if q.name != "q"] == [q for q in now if q.name != "q"]
        assert not changes or wanted != question


def test_only_what_differs_is_said() -> None:
    options = (Option("a", "a"), Option("b", "b"), Option("x", "x", MissingKind.REFUSED))
    question = Question("q", Kind.SINGLE, "Why?", options=options)
    survey = Survey("s", (question, Question("mail", Kind.OPEN, role=Role.PERSONAL)))

    def changes(said: dict[str, Any] | None = None, **wanted: Any) -> dict[str, Any]:
        return changes_between(question, replace(question, **wanted), survey, said or {})

    assert changes() == {}
    assert changes(kind=Kind.SCALE) == {"kind": "scale"}
    assert changes(role=Role.PERSONAL) == {"personal": ["mail", "q"]}
    assert changes(text="What?", label="What?") == {"text": "What?"}
    assert changes(text="What?") == {"text": "What?"}, "a short form that repeats the text follows it"
    assert changes(options=(options[1], options[0], options[2])) == {"options": ["b", "a", "x"]}
    apart = replace(options[1], missing=MissingKind.NOT_ASKED)
    assert changes(options=(options[0], apart, options[2])) == {"missing": {"b": "not asked"}}
    stated = {"missing": {"x": "refused"}}
    assert changes(stated, options=(options[0], apart, options[2])) == {"missing": {"x": "refused", "b": "not asked"}}
    freed = replace(options[2], missing=None)
    assert changes(stated, options=(*options[:2], freed)) == {"options": ["a", "b", "x"], "missing": None}
    assert changes(kind=Kind.OPEN, options=options[::-1]) == {"kind": "open"}, "own words have no options"


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_nets_of_a_coded_verbatim_are_kept_beside_its_codeframe(layout: str) -> None:
    text = LAYOUTS[layout].replace('status = "role"', 'status = "q"')
    coded = Question("coded", Kind.OPEN, codes="codes", options=(Option("a", "A"), Option("b", "B"), Option("c", "C")))
    others = (Question("q", Kind.SINGLE), Question("role", Kind.SINGLE), Question("how", Kind.OPEN))
    base = Survey("s", (coded, Question("codes", Kind.MULTI), *others))
    framed = corrected(text, "coded", {"codeframe": {"first": {"a": "A", "b": "B"}, "c": "C"}})
    now = read_survey_file(framed.removeprefix(BOM), "x").applied(base)
    assert now["coded"].nets == (Net("First", ("a", "b")),)
    wanted = replace(now["coded"], nets=(*now["coded"].nets, Net("Mine", ("a",)), Net("Ours", ("b", "c"))))
    changes = changes_between(now["coded"], wanted, now, {})
    assert list(changes) == ["nets"]
    after = read_survey_file(corrected(framed, "coded", changes).removeprefix(BOM), "x").applied(base)
    assert after["coded"] == wanted


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_bands_are_said_changed_and_taken_back(layout: str) -> None:
    text = LAYOUTS[layout].replace('status = "role"', 'status = "how"')
    age = Question("age", Kind.NUMERIC, storage=Storage.REAL)
    base = Survey("s", (age, Question("q", Kind.SINGLE), Question("role", Kind.SINGLE), Question("how", Kind.OPEN)))
    for bands in (bands_at((18, 25.5)), (Band(None, 30, "Young"), Band(30, None, "Older")), bands_at((-3,)), ()):
        stated = read_survey_file(text.removeprefix(BOM), "x")
        now = stated.applied(base)
        changes = changes_between(now["age"], replace(now["age"], bands=bands), now, stated.questions.get("age", {}))
        text = corrected(text, "age", changes)
        assert read_survey_file(text.removeprefix(BOM), "x").applied(base)["age"].bands == bands
    assert "bands" not in text


def test_a_question_that_holds_numbers_no_longer_says_no_bands() -> None:
    age = Question("age", Kind.NUMERIC, storage=Storage.REAL, bands=bands_at((18,)))
    survey = Survey("s", (age,))
    said = {"bands": [18]}
    assert changes_between(age, replace(age, kind=Kind.OPEN), survey, said) == {"kind": "open", "bands": None}
    assert changes_between(age, replace(age, kind=Kind.OPEN), survey, {}) == {"kind": "open"}
    assert changes_between(age, replace(age, bands=()), survey, {}) == {"bands": []}, "said in metadata"


@pytest.mark.parametrize(
    "rules", ['[question.how.rules]\nselling.research = ["a"]\n', '[question.how]\nrules = { pay = "a*" }  # c\n']
)
def test_a_question_that_is_no_verbatim_any_more_says_no_rules(rules: str) -> None:
    survey = Survey("S", (Question("how", Kind.OPEN),))
    question = read_survey_file(rules, "x").applied(survey)["how"]
    assert question.rules
    wanted = replace(question, kind=Kind.SINGLE)
    changes = changes_between(question, wanted, survey, said(rules)["question"]["how"])
    text = corrected(rules, "how", changes)
    assert read_survey_file(text, "x").applied(survey)["how"].kind is Kind.SINGLE
    assert "rules" not in text
