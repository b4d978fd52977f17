"""What bad input gets: one line, an exit code, and nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.cli import run as run_words
from topline.cli.exits import BUG, USAGE, WRONG

from .conftest import Run


def one_line(said: object) -> str:
    """The one line of an error."""
    text = str(getattr(said, "err"))  # noqa: B009 - a Said of the fixture
    assert text.startswith("topline: ")
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert getattr(said, "out") == ""  # noqa: B009
    return text


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["show", "{file}", "nope"], WRONG, "no question 'nope'"),
        (["show", "{file}", "o"], WRONG, "could be"),
        (["show", "{file}", "age", "--by", "nope"], WRONG, "no question 'nope'"),
        (["show", "{file}", "age", "--by", "region,nope"], WRONG, "no question 'nope'"),
        (["show", "{file}", "age", "--where", "region = 'Nort'"], WRONG, "nearest: North"),
        (["show", "{file}", "age", "--where", "region = "], WRONG, "filter 'region = '"),
        (
            ["show", "{file}", "age", "--weight", "region"],
            WRONG,
            "Region cannot be a weight: it is single, not numeric",
        ),
        (["show", "{file}", "age", "--weight", "nope"], WRONG, "no weight 'nope'"),
        (
            ["show", "{file}", "age", "--where", "not " * 3000 + "age = 1"],
            WRONG,
            "more than 100 conditions stand within one another",
        ),
        (["replies", "{file}", "--sort", "nope"], WRONG, "no question 'nope'"),
        (["replies", "{file}", "--field", "nope"], WRONG, "no question 'nope'"),
        (["replies", "{file}", "--limit", "-1"], USAGE, "see `topline replies --help`"),
        (["replies", "{file}", "--limit", "1e3"], USAGE, "'1e3' is no whole number"),
        (["show", "{file}"], USAGE, "required: QUESTION; see `topline show --help`"),
        (["show", "{file}", "age", "--width", "3"], USAGE, "a width is from 20 to 10000"),
        (["show", "{file}", "age", "--base", "all"], USAGE, "argument --base"),
        (["show", "{file}", "age", "--format", "xml"], USAGE, "'xml'"),
        (["shwo", "{file}", "age"], USAGE, "no command or file 'shwo'; nearest: show"),
        (["lst"], WRONG, "there is no file 'lst'; nearest: list"),
        (["{file}"], USAGE, "topline needs a terminal"),
        (["list", "{file}", "--survey-file", "none.toml"], WRONG, "none.toml: there is no such survey file"),
    ],
)
def test_one_line_says_what_and_what_to_do(
    run: Run, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*(word.format(file=export) for word in words))
    assert said.code == code
    assert line in one_line(said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("empty.csv", b""),
        ("cut.parquet", b"PAR1" + bytes(40)),
        ("foreign.sav", b"$FL2@(#) SPSS DATA FILE"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n"),
        ("evil\x1b]0;hi\x07\x9b.csv", None),
    ],
)
def test_files_that_are_no_replies(run: Run, tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    said = run("list", path)
    assert said.code == WRONG
    assert not set(one_line(said)) & {"\x1b", "\x07", "\x9b"}


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    assert "is a folder" in one_line(run("list", tmp_path))


def test_a_broken_survey_file(run: Run, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "dogs.csv"
    path.write_bytes(export.read_bytes())
    path.with_name("dogs.topline.toml").write_text("titel = 'Dogs'")
    assert "dogs.topline.toml, line 1: unknown key 'titel'; nearest: title" in one_line(run("list", path))


def test_nothing_is_overwritten(run: Run, export: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    target.write_text("mine")
    assert "exists already; give --force" in one_line(run("show", export, "age", "-o", target))
    assert target.read_text() == "mine"
    assert run("show", export, "age", "-o", target, "--force").code == 0
    assert target.read_text().startswith("## Age")


def test_the_replies_themselves_are_never_overwritten(run: Run, export: Path) -> None:
    before = export.read_bytes()
    assert "is what this was read from" in one_line(run("list", export, "-o", export, "--force"))
    assert export.read_bytes() == before


def test_a_fault_leaves_no_half_of_an_export(run: Run, export: Path, tmp_path: Path) -> None:
    one_line(run("list", export, "-o", tmp_path / "none" / "list.md"))
    one_line(run("show", export, "age", "--where", "x = 1", "-o", tmp_path / "age.md"))
    assert list(tmp_path.iterdir()) == []


def test_a_bug_shows_no_data(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise ValueError("a reply of somebody")

    monkeypatch.delenv("TOPLINE_DEBUG", raising=False)
    assert run_words([], {"open": broken}) == BUG
    said = capsys.readouterr().err
    assert said.startswith("topline: this is a bug in topline, not in your data (ValueError in cli/run.py:")
    assert "somebody" not in said
    monkeypatch.setenv("TOPLINE_DEBUG", "1")
    assert run_words([], {"open": broken}) == BUG
    assert "a reply of somebody" in capsys.readouterr().err


def test_what_the_reader_mended_is_said_beside_the_answer(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("a,b\n" + "Yes,1\nNo,2\n" * 10 + "Yes,1,2,3\n")
    said = run("show", path, "a")
    assert said.code == 0
    assert (
        said.err == f"topline: {path}: a row has more cells than the header (line 22): the further cells are left out\n"
    )
    assert run("list", path, "--format", "json").json["warnings"]
