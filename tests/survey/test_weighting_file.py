"""Raked weights as a survey file declares them: what is read, and how faults are told."""

from __future__ import annotations

import pytest

from topline.survey import (
    Kind,
    MissingKind,
    Option,
    Question,
    Storage,
    Survey,
    SurveyFileError,
    Target,
    ToplineError,
    Weighting,
    read_survey_file,
)

SURVEY = Survey(
    "Test",
    (
        Question(
            "role",
            Kind.SINGLE,
            "Your role?",
            options=(Option("1", "Manager"), Option("2", "VP"), Option("9", "Refused", MissingKind.REFUSED)),
            storage=Storage.INTEGER,
        ),
        Question("region", Kind.SINGLE, options=(Option("EMEA", "EMEA"), Option("APAC", "APAC"))),
        Question("tools", Kind.MULTI, options=(Option("mail", "Mail"),)),
        Question("why", Kind.OPEN),
        Question("age", Kind.NUMERIC, storage=Storage.INTEGER),
        Question("w", Kind.NUMERIC, "Design weight", storage=Storage.REAL),
    ),
)


def applied(text: str) -> Survey:
    return read_survey_file(text, "s.topline.toml").applied(SURVEY)


def test_targets_name_answers_by_code_or_label_in_any_unit() -> None:
    text = """
[weighting.staff]
title = "Raked to the  staff"
base = "w"
cap = 5
targets.role = { Manager = 1_200, 2 = 800 }
[weighting.staff.targets.region]
APAC = 0.25
EMEA = 0.75
"""
    weighting = applied(text).weighting("staff")
    targets = (Target("role", (("1", 1200.0), ("2", 800.0))), Target("region", (("APAC", 0.25), ("EMEA", 0.75))))
    assert weighting == Weighting("staff", targets, "w", 5.0, "Raked to the staff")
    assert weighting.targets[0].fractions == {"1": 0.6, "2": 0.4}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[weighting.a]\ntargets.rolle = {VP = 1}", "line 2: there is no question 'rolle'; nearest: role"),
        ("[weighting.a]\ntargets.role = {VPs = 1}", "line 2: role has no answer 'VPs'; nearest: VP"),
        (
            "[weighting.a]\n[weighting.a.targets.role]\nVP = 1\nManagr = 2",
            "line 4: role has no answer 'Managr'; near",
        ),
        ("[weighting.a]\ntargets.role = {Refused = 1}", "no answer 'Refused' that counts: it is set apart as missing"),
        ("[weighting.a]\ntargets.role = {VP = 1, 2 = 1}", "the answer '2' has a share already"),
        ("[weighting.a]\ntargets.role = {VP = -1}", "a share must be a number of 0 or more, not -1"),
        ("[weighting.a]\ntargets.role = {VP = nan}", "a share must be a number of 0 or more, not nan"),
        ("[weighting.a]\ntargets.role = {VP = inf}", "a share must be a number of 0 or more, not inf"),
        ("[weighting.a]\ntargets.role = {VP = true}", "a share must be a number of 0 or more, not True"),
        ("[weighting.a]\ntargets.role = {VP = 0}", "targets.role needs a share above 0"),
        ("[weighting.a]\ntargets.role = {}", "targets.role must be a table"),
        ("[weighting.a]\ntargets.role = 3", "targets.role must be a table"),
        ("[weighting.a]\ncap = 3", "line 1: [weighting.a] needs targets"),
        ("[weighting.a]\ntarget.role = {VP = 1}", "unknown key 'target'; nearest: targets"),
        ("[weighting.a]\ncap = 0.5\ntargets.role = {VP = 1}", "line 2: a cap must be 1 or more"),
        ("[weighting.a]\ncap = nan\ntargets.role = {VP = 1}", "line 2: a cap must be 1 or more"),
        ("[weighting.a]\nbase = 'W'\ntargets.role = {VP = 1}", "line 2: there is no question 'W'; nearest: w"),
        ("[weighting.a]\nbase = 'role'\ntargets.role = {VP = 1}", "role cannot be the base: it holds no numbers"),
        (
            "[weighting.a]\ntargets.tools = {Mail = 1}",
            "no raking to tools: several answers each, so shares overlap",
        ),
        ("[weighting.a]\ntargets.age = {30 = 1}", "no raking to age: numbers, which have no shares; rake"),
        ("[weighting.a]\ntargets.why = {x = 1}", "no raking to why: people's own words; rake"),
        ("[weighting.role]\ntargets.role = {VP = 1}", "a question is called role already"),
        ("[weighting.none]\ntargets.role = {VP = 1}", "cannot be called 'none', which stands for no weight"),
        ("[weighting.'-a']\ntargets.role = {VP = 1}", "a weighting cannot be called '-a'"),
        ("[weighting]\na = 1", "weighting.a must be a table"),
    ],
)
def test_faults_name_file_line_and_the_nearest_known(text: str, said: str) -> None:
    with pytest.raises(SurveyFileError, match=r"^s\.topline\.toml, line ") as fault:
        applied(text)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_file_on_top_of_another_replaces_a_weighting_of_the_same_name() -> None:
    below = applied("[weighting.a]\ntargets.role = {VP = 1}\n[weighting.b]\ntargets.role = {VP = 1}")
    above = read_survey_file("[weighting.a]\ntargets.role = {Manager = 1}", "s.topline.toml").applied(below)
    assert {one.name: one.targets[0].shares for one in above.weightings} == {"a": (("1", 1.0),), "b": (("2", 1.0),)}


def test_what_is_raked_does_not_decide_how_replies_are_read() -> None:
    assert read_survey_file("[weighting.a]\ntargets.role = {VP = 1}", "s").of_replies.key == ""


def test_a_weight_is_found_by_its_name_or_title_and_else_among_the_questions() -> None:
    survey = applied("[weighting.staff]\ntitle = 'As the staff'\ntargets.role = {VP = 1}")
    assert [survey.find_weight(said) for said in ("staff", "STAFF", "as the  staff", "w", "design")] == [
        *["staff"] * 3,
        "w",
        "w",
    ]
    assert (survey.weight_label("staff"), survey.weight_label("w")) == ("As the staff", "Design weight")
    for said, why in (("staf", "no weight 'staf'; nearest: staff"), ("role", "role cannot be a weight"), ("xyz", "no")):
        with pytest.raises(ToplineError, match=why):
            survey.find_weight(said)
