"""The real and the nasty files, where they are at hand: each opens whole or is refused in one line."""

import json
from pathlib import Path

import pytest

from topline.readers import open_source
from topline.survey import Kind, Survey, ToplineError

IN_PROCESS = (".csv", ".tsv", ".parquet", ".txt", ".CSV", "")
REAL = {
    "steak-risk-survey.csv": 550,
    "thanksgiving-2015-poll-data.csv": 1058,
    "StarWars.csv": 1186,
    "masculinity-raw-responses.csv": 1615,
    "poll-of-pollsters-anonymous-answers.tsv": 15,
    "comma-survey.parquet": 1129,
}
KINDS = {
    "single_choice": {Kind.SINGLE, Kind.SCALE},
    "open_ended": {Kind.OPEN},
    "numeric": {Kind.NUMERIC},
    "date": {Kind.DATE},
    "weight": {Kind.NUMERIC},
    "id": {Kind.OPEN},
}


def test_nasty_files_open_whole_or_are_refused_in_one_line(shared: Path) -> None:
    expected = json.loads((shared / "nasty" / "expectations.json").read_text())["files"]
    faults = []
    for said in expected:
        path = shared / "nasty" / said["file"]
        if path.suffix not in IN_PROCESS or path.name.startswith("50_"):
            continue
        try:
            survey = open_source(path).survey
        except ToplineError as error:
            if "error" not in said["expect"] or "\n" in str(error):
                faults.append(f"{path.name}: {error}")
            continue
        columns = {position for question in survey for position in question.positions}
        found = (said["expect"] != "error", survey.respondents, len(columns))
        wanted = (True, said["rows"], said["cols"])
        if any(want not in (None, got) for got, want in zip(found, wanted, strict=True)):
            faults.append(f"{path.name}: {found}, should be {wanted}")
    assert not faults


@pytest.mark.parametrize("name", REAL)
def test_real_files_have_the_replies_and_kinds_that_are_known(shared: Path, name: str) -> None:
    survey: Survey = open_source(shared / "real" / name).survey
    assert survey.respondents == REAL[name]
    expected = json.loads((shared / "real" / "expected.json").read_text())["files"]
    checks = next(said["checks"] for said in expected if said["file"] == name)
    faults = []
    for check in checks:
        if check["type"] not in KINDS or "column_index" not in check:
            continue
        question = next(q for q in survey if check["column_index"] in q.positions)
        if question.kind not in KINDS[check["type"]]:
            faults.append(f"{question.name}: {question.kind}, should be {check['type']} ({question.rule})")
        # Answers that are set apart may be counted as options or not.
        options = check.get("n_options", 0) if check["type"] == "single_choice" else 0
        if options and not len(question.choices) <= options <= len(question.options):
            faults.append(f"{question.name}: {len(question.choices)} options, should be {options}")
    assert not faults
