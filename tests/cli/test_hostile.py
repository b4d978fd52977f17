"""No control byte of a file reaches a screen or an export, on any path."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from .conftest import Run

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = (
    "\x1b]0;owned\x07 \x1b[31mred\x9b2J",
    "line\r\nbreak \u202egnp.exe\u2066 |cell| `code` [a](b) <b>bold</b>",
    "nul\x01 \x7f \x0e\x0f \u200b=1+1",
    "=HYPERLINK(1)",
)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evil") / "evil.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id\x1b[2J", "Ask\x1bed \u202ething", "why\x9b"])
        for n in range(40):
            writer.writerow([n + 1, EVIL[n % 4], f"{EVIL[n % 3]} because {n} of it, and more words"])
    return path


@pytest.mark.parametrize("form", ["text", "md", "csv", "json"])
def test_every_command_in_every_format(run: Run, evil: Path, tmp_path: Path, form: str) -> None:
    names = [question["name"] for question in run("list", evil, "--format", "json").json["questions"]]
    assert len(names) == 3
    commands = [("list", evil), ("replies", evil), ("replies", evil, "--where", f"\"{names[1]}\" contains 'red'")]
    commands += [("show", evil, name) for name in names] + [("show", evil, name, "--by", names[1]) for name in names]
    for command in commands:
        target = tmp_path / "out"
        said = run(*command, "--format", form)
        assert said.code == 0
        assert not CONTROL.search(said.out + said.err)
        assert run(*command, "--format", form, "-o", target, "--force").code == 0
        assert target.read_bytes().decode() == said.out


def test_the_survey_file(run: Run, evil: Path) -> None:
    assert not CONTROL.search(run("init", evil, "-o", "-").out)


def test_a_spreadsheet_sees_no_formula(run: Run, evil: Path) -> None:
    out = run("replies", evil, "--format", "csv").out
    assert "'=HYPERLINK(1)" in out
    assert '"=' not in out


def test_a_page_sees_no_markup(run: Run, evil: Path) -> None:
    out = run("replies", evil, "--format", "md").out
    assert "\\|cell\\| \\`code\\` \\[a\\](b) \\<b>bold\\</b>" in out
