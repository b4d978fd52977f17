"""The real and the awkward files, where they are at hand: what the judges that stand beside them say of the program.

They see it only through its command line. What they cannot agree with is listed, with the reason; a check that begins
to agree has to leave the list.
"""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SHARED = Path(__file__).parents[3] / "shared"
COMMAND = [sys.executable, "-m", "topline"]
CROSSTAB = "its crosstab names the columns 'gender (1 Male, 2 Female)', which is neither name, text nor header"
CUT = "it lists only the most chosen answers of a question, and takes the others for too many"
FOLDED = "it folds case before it compares, so that spellings of one answer stand for each other's counts"
REAL_APART = {
    "r-community-2019-english.xlsx#4": CUT,
    "r-community-2019-english.xlsx#5": CUT,
    "r-community-2019-english.xlsx#6": CUT,
    "r-community-2019-english.xlsx#10": FOLDED,
    "r-community-2019-english.xlsx#11": FOLDED,
    "Colas.sav#3": CROSSTAB,
    "quantipy-example-data-a.csv#3": CROSSTAB,
    "efc.dta#1": CROSSTAB,
}
NASTY_APART = {
    "71_multiselect_traps.csv": "it wants one question to have the counts of all, by their names",
}


def judge(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHARED / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(name: str, file: str) -> list[dict[str, Any]]:
    path = SHARED / "data" / name / file
    return json.loads(path.read_text())["files"] if path.is_file() else []


REAL = {entry["file"]: entry["checks"] for entry in said("real", "expected.json")}
NASTY = {entry["file"]: entry for entry in said("nasty", "expectations.json")}


@pytest.mark.parametrize("file", REAL or [""])
def test_real_surveys_are_read_as_they_are(shared: Path, file: str) -> None:
    judging = judge("judge")
    path = shared / "real" / file
    checks = [check for check in REAL[file] if check["type"] not in ("container", "negative")]
    if not path.exists() or not checks:
        pytest.skip("nothing of it is known")
    survey = judging.Survey(" ".join(COMMAND), path)
    faults = {}
    for check in checks:
        try:
            judging.judge(survey, check)
        except judging.Mismatch as fault:
            faults[check["id"]] = str(fault)
    assert faults.keys() == {check["id"] for check in checks} & REAL_APART.keys(), faults


@pytest.mark.parametrize("file", NASTY or [""])
def test_awkward_files_load_whole_or_end_in_one_clear_line(shared: Path, file: str) -> None:
    fault = judge("judge_nasty").judge(COMMAND, shared / "nasty" / file, NASTY[file])
    assert bool(fault) == (file in NASTY_APART), fault
