"""What was coded is a question like any other: on the command line, in reports, from Python."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import topline
from topline.__main__ import main

from .surveyed import Coder, surveyed

NORTH, SOUTH = "north", "south"
ROWS: list[dict[str, object]] = [
    {"id": one, "area": (NORTH, SOUTH)[one % 2], "why": ("good tea", "bad tea", "no idea", None)[one % 4]}
    for one in range(80)
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = surveyed(tmp_path, ROWS)
    coder = Coder(file)
    coder.adds("praise", "blame", "never")
    coder.codes([(one, "good tea") for one in range(0, 80, 4)], "praise")
    coder.codes([(one, "bad tea") for one in range(1, 41, 4)], "blame")
    coder.gives_up([(one, "no idea") for one in (2, 6)])
    return file


def said(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def test_the_command_line_shows_what_was_coded(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = json.loads(said(capsys, "show", file, "why", "--format", "json"))
    assert table["base"]["text"] == "coded"
    assert table["base"]["unweighted"] == 30
    assert {row["label"]: row["cells"][0]["count"] for row in table["rows"]} == {"Praise": 20, "Blame": 10, "Never": 0}
    missing = {one["label"]: (one["kind"], one["count"]) for one in table["missing"]}
    assert missing == {
        "Not coded yet": ("not coded yet", 28),
        "Can't be coded": ("can't be coded", 2),
        "No answer": ("no answer", 20),
    }
    everyone = json.loads(said(capsys, "show", file, "why", "--base", "answered", "--format", "json"))
    assert everyone["base"]["unweighted"] == 60
    plain = json.loads(said(capsys, "show", file, "area", "--base", "coded", "--format", "json"))
    assert (plain["base"]["text"], plain["base"]["unweighted"]) == ("answered", 80), "of others it is who answered"


@pytest.mark.parametrize(
    ("where", "n"),
    [
        ("why = praise", 20),
        ("why = 'Blame'", 10),
        ("why in (praise, blame)", 30),
        ("why has tea", 40),
        ("why has tea and not why = praise", 20),
        ("why is coded", 30),
        ("why is uncoded", 28),
        ("why is uncodable", 2),
        ("not why is uncoded", 52),
        ("why is answered", 60),
    ],
)
def test_filters_on_words_and_on_codes(file: Path, capsys: pytest.CaptureFixture[str], where: str, n: int) -> None:
    table = json.loads(said(capsys, "show", file, "area", "--where", where, "--format", "json"))
    assert table["base"]["unweighted"] == n
    with topline.open(file) as survey:
        assert len(survey.replies(where=where)) == n


def test_what_is_no_open_question_is_not_coded(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(file), "why", "--where", "area is coded"]) == 1
    assert "area has no replies to code; it is no open question" in capsys.readouterr().err


def test_a_question_can_be_called_as_a_word_of_coding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"coded": one % 2, "uncoded": ("x", "y")[one % 2]} for one in range(10)]
    file = surveyed(tmp_path, rows, stated="")
    for where in ("coded = 1", "uncoded = x", "coded is answered and uncoded = y"):
        assert "n=5" in said(capsys, "show", file, "uncoded", "--where", where) or "answered" in where


def test_exports_have_the_codes(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    said(capsys, "replies", file, "--all-fields", "-o", out)
    with out.open(encoding="utf-8-sig", newline="") as rows:
        columns = list(csv.DictReader(rows))
    assert len(columns) == len(ROWS)
    assert "praise" in str(columns[0]).casefold()
    assert "blame" in str(columns[1]).casefold()


def test_a_report_tells_that_the_codes_are_others(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "report.toml"
    said(capsys, "report", file, "--write-spec", spec)
    assert said(capsys, "report", file, "--spec", spec, "--check") == ""
    coder = Coder(file)
    coder.adds("later")
    coder.codes([(2, "no idea")], "later")
    assert main(["report", str(file), "--spec", str(spec), "--check"]) == 1
    assert "why: the option 'Later' (later) is new" in capsys.readouterr().out


def test_python_sees_what_was_coded(file: Path) -> None:
    with topline.open(file) as survey:
        answer = survey.topline("why")
        assert answer.table.base.unweighted == 30
        crossed = survey.crosstab("why", "area")
        assert [column.base.unweighted for column in crossed.table.columns] == [30, 20, 10]


def test_a_file_without_journals_imports_nothing_that_codes(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    file = surveyed(tmp_path, ROWS)
    script = f"""
import sys
from topline.__main__ import main
assert main(["show", {str(file)!r}, "area", "--format", "json"]) == 0
print(sorted(name for name in sys.modules if name.startswith("topline.coding")), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    light = ["topline.coding", *(f"topline.coding.{name}" for name in ("errors", "opening", "place", "reply_key"))]
    assert done.stderr.splitlines()[-1] == str(light)
