"""`topline report` on the command line: written, checked, recorded, and how far it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from topline.cli.progress import Progress

from .conftest import Run

SPEC = """\
title = "Dogs, wave 1"
columns = ["region"]

[[table]]
rows = "age"

[[table]]
title = "Own a dog"
rows = "do_you_own_a_dog"
where = "age = '55+'"
columns = []
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "report.toml"
    path.write_text(SPEC)
    return path


def test_every_topline_as_a_workbook_a_page_and_markdown(run: Run, export: Path, tmp_path: Path) -> None:
    for ending in ("xlsx", "html", "md"):
        assert run("report", export, "-o", tmp_path / f"a.{ending}") == run(
            "report", export, "-o", tmp_path / f"b.{ending}"
        )
    names = CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names
    assert names[0] == "Index"
    assert len(names) == 1 + (tmp_path / "a.md").read_text().count("\n## ")
    assert (tmp_path / "a.html").read_text().count("<table>") == len(names) - 1
    assert run("report", export).out == (tmp_path / "a.md").read_text()


def test_the_tables_of_a_spec(run: Run, export: Path, spec: Path, tmp_path: Path) -> None:
    said = run("report", export, "--spec", spec, "-o", tmp_path / "a.xlsx", "--stacked")
    assert (said.code, said.out, said.err) == (0, "", "")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["Index", "Tables"]
    assert book.get_sheet_by_name("Index").to_python()[0][0] == "Dogs, wave 1"
    titles = [row[0] for row in book.get_sheet_by_name("Tables").to_python()]
    assert {"Age", "Own a dog"} <= set(titles)


def test_a_later_wave_is_checked_against_what_was_recorded(run: Run, export: Path, spec: Path, tmp_path: Path) -> None:
    unrecorded = run("report", export, "--spec", spec, "--check")
    assert (unrecorded.code, unrecorded.out) == (1, "")
    assert f"{spec}: nothing is recorded, so nothing was compared; `topline report FILE --spec SPEC" in unrecorded.err
    assert run("report", export, "--spec", spec, "--write-spec", spec).code == 1
    assert run("report", export, "--spec", spec, "--write-spec", spec, "--force").code == 0
    assert spec.read_text().startswith(SPEC)
    same = run("report", export, "--spec", spec, "--check")
    assert (same.code, same.out, same.err) == (0, "", "")
    later = tmp_path / "wave2.csv"
    later.write_text(export.read_text().replace("55+", "55 or older").replace("Do you own a dog?", "Do you own dogs?"))
    said = run("report", later, "--spec", spec, "--check")
    assert said.code == 1
    lines = said.out.splitlines()
    assert any("there is no question do_you_own_a_dog any more; nearest: do_you_own_dogs" in line for line in lines)
    assert any("Age: the option '55+' is gone" in line for line in lines)
    assert any("Age: the option '55 or older' is new" in line for line in lines)
    assert all(line.startswith(f"{spec}, line ") for line in lines)
    assert not list(tmp_path.glob("*.xlsx"))


def test_what_only_some_tables_have_recorded_is_not_vouched_for(run: Run, export: Path, tmp_path: Path) -> None:
    spec = tmp_path / "report.toml"
    spec.write_text('[[table]]\nrows = "age"\n')
    assert run("report", export, "--spec", spec, "--write-spec", spec, "--force").code == 0
    spec.write_text(spec.read_text().replace('rows = "age"\n', 'rows = "age"\n[[table]]\nrows = "do_you_own_a_dog"\n'))
    said = run("report", export, "--spec", spec, "--check")
    assert (said.code, said.out) == (1, "")
    assert "not recorded, so not compared: do_you_own_a_dog; `topline report file --spec spec " in said.err.casefold()


def test_a_report_of_what_has_changed_says_so(run: Run, export: Path, tmp_path: Path) -> None:
    spec = tmp_path / "r.toml"
    spec.write_text('[[table]]\nrows = "age"\n[recorded.Age]\nkind = "single"\ntext = "How old?"\noptions = ["55+"]\n')
    said = run("report", export, "--spec", spec)
    assert said.code == 0
    assert "4 things differ from what" in said.err
    assert len(run("report", export, "--spec", spec, "--check").out.splitlines()) == 4


def test_a_spec_of_every_topline(run: Run, export: Path, tmp_path: Path) -> None:
    spec = tmp_path / "all.toml"
    assert run("report", export, "--write-spec", spec).out == ""
    assert run("report", export, "--write-spec", "-").out == spec.read_text()
    assert run("report", export, "--spec", spec).out.count("\n## ") == run("report", export).out.count("\n## ")
    assert run("report", export, "--spec", spec, "--check").code == 0


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("--check",), 2, "--check needs the spec that things were recorded in"),
        (("--check", "--spec", "s.toml", "-o", "a.xlsx"), 2, "--check writes nothing; leave out -o and --write-spec"),
        (("--spec", "none.toml"), 1, "none.toml: cannot be read: no such file or directory"),
        (("-o", "a.csv"), 2, "topline writes no .csv here; name the file .md, .html, .xlsx"),
        (("-o", "a.docx"), 2, "topline writes no .docx; name the file .md, .html, .xlsx"),
        (("-o", "a"), 2, "a report is .xlsx, .html or .md"),
        (("--format", "xlsx"), 2, "xlsx cannot be printed; add -o FILE"),
        (("--spec", "s.toml", "-o", "s.toml", "--format", "md", "--force"), 1, "is what this was read from"),
        (("-o", "link.xlsx", "--force"), 1, "it is a link"),
        (("-o", "mine.xlsx"), 1, "mine.xlsx exists already; give --force"),
    ],
)
def test_what_is_refused(
    run: Run,
    export: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.toml").write_text(SPEC)
    Path("mine.xlsx").write_text("mine")
    Path("link.xlsx").symlink_to("mine.xlsx")
    said = run("report", export, *words)
    assert (said.code, said.out) == (code, "")
    assert line in said.err
    assert {path.name for path in tmp_path.iterdir()} == {"s.toml", "mine.xlsx", "link.xlsx"}
    assert Path("mine.xlsx").read_text() == "mine"


def test_a_spec_that_is_no_text(run: Run, export: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(b"\xff\xfe")
    assert "no UTF-8 text" in run("report", export, "--spec", tmp_path / "s.toml").err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_and_none_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, bars in ((Terminal(), 2), (io.StringIO(), 0)):
        monkeypatch.setattr("sys.stderr", stream)
        with Progress(4) as progress:
            progress.tell(0, "first")
            progress.tell(2, "\x1b[31mthird" + "x" * 100)
        text = stream.getvalue()
        assert text.count(" of 4  ") == bars
        assert ("############------------] 2 of 4" in text) is bool(bars)
        assert "\x1b[31m" not in text
        assert text.endswith("\r\x1b[K") is bool(bars)
