"""Formats on the command line: the ending of a name, TSV, parquet, all fields, no footer."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from topline.analysis import MASK
from topline.cli.explorer import sample_path
from topline.cli.parser import (
    ANY_FORMATS,
    REPLIES_FORMATS,
    REPORT_FORMATS,
    RESULT_FORMATS,
    TABLE_FORMATS,
)
from topline.cli.parser import (
    FORMATS as WORDS,
)
from topline.export import Format
from topline.export.formats import OF_REPLIES, OF_REPORTS, OF_RESULTS, OF_TABLES, TABULAR
from topline.readers import open_source

from .conftest import REPLIES, Run

SAMPLE = sample_path()


def test_the_words_after_format_are_the_formats() -> None:
    said = (WORDS, TABLE_FORMATS, REPLIES_FORMATS, RESULT_FORMATS, REPORT_FORMATS, ANY_FORMATS)
    written = (TABULAR, OF_TABLES, OF_REPLIES, OF_RESULTS, OF_REPORTS, tuple(Format))
    assert [set(words) - {"text"} for words in said] == [set(forms) for forms in written]


@pytest.mark.parametrize("words", [("list",), ("show", "age"), ("replies",), ("query",), ("show", "response")])
def test_tsv_has_the_cells_of_csv(run: Run, export: Path, words: tuple[str, ...]) -> None:
    asked = (words[0], export, *words[1:], "--format")
    rows = [list(csv.reader(io.StringIO(run(*asked, form).out), dialect=dialect)) for form, dialect in FORMS]
    assert rows[0] == [[" ".join(cell.split()) for cell in row] for row in rows[1]]
    assert len(rows[0]) > 1 or words == ("query",)


FORMS = (("tsv", "excel-tab"), ("csv", "excel"))


def test_the_ending_is_the_format(run: Run, export: Path, tmp_path: Path) -> None:
    for ending in ("csv", "tsv", "md", "json", "parquet"):
        path = tmp_path / f"a.{ending}"
        said = run("replies", export, "-o", path)
        assert (said.code, said.out, said.err) == (0, "", "")
        if ending != "parquet":
            assert path.read_text() == run("replies", export, "--format", ending).out
    assert pl.read_parquet(tmp_path / "a.parquet").height == REPLIES


def test_all_fields_are_every_question_and_the_codes(run: Run, tmp_path: Path) -> None:
    where = ("--where", "how = 'recruiting'")
    rows = list(csv.DictReader(io.StringIO(run("replies", SAMPLE, *where, "--all-fields", "--format", "csv").out)))
    assert len(rows) == 41
    assert all("Recruiting and hiring" in row["how_codes"].split("; ") for row in rows)
    assert {row["email"] for row in rows} == {MASK}
    assert list(rows[0])[1:] == [
        name for q in open_source(SAMPLE).survey for name in ([q.name, "how_codes"] if q.is_coded else [q.name])
    ]
    assert "not allowed with argument" in run("replies", SAMPLE, "--all-fields", "--field", "how").err


def test_parquet_of_replies_is_a_survey_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "vp.parquet"
    assert run("replies", SAMPLE, "--where", "role = 'VP'", "--all-fields", "-o", path).code == 0
    before = run("show", SAMPLE, "how", "--by", "region", "--where", "role = 'VP'", "--format", "csv", "--no-footer")
    after = run("show", path, "how", "--by", "region", "--format", "csv", "--no-footer")
    assert (after.code, after.out) == (0, before.out)
    masked = pl.read_parquet(path)
    assert masked["email"].unique().to_list() == [MASK]


def test_parquet_of_a_statement_and_of_a_query(run: Run, tmp_path: Path) -> None:
    statement = "select role, count(*) as n from responses group by role order by role"
    assert run("sql", SAMPLE, statement, "-o", tmp_path / "a.parquet").code == 0
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert frame["n"].sum() == 5000
    assert run("query", SAMPLE, "f4", "-o", tmp_path / "b.parquet").code == 0
    assert pl.read_parquet(tmp_path / "b.parquet").height == 41


def test_a_screen_without_signs_gets_ascii_and_a_file_never(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    for words in (("--chart", "bars"), ("--by", "policy"), ("--by", "policy", "--chart", "bars")):
        out = run("show", SAMPLE, "impact", *words).out
        assert out.isascii(), words
        assert "50%" in out
    assert run("show", SAMPLE, "replied", "--chart", "plot").out.isascii()
    for words in (("list", SAMPLE, "--width", 60), ("query", SAMPLE, "--width", 30), ("keys",)):
        assert run(*words).out.isascii(), words
    assert run("show", SAMPLE, "impact", "-o", tmp_path / "a.txt").code == 0
    assert "█" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "█" in run("show", SAMPLE, "impact").out


def test_without_the_footer_a_plain_reader_reads_on(run: Run) -> None:
    asked = ("show", SAMPLE, "impact", "--by", "policy")
    for form, divider in (("csv", ","), ("tsv", "\t")):
        out = run(*asked, "--no-footer", "--format", form).out
        frame = pl.read_csv(out.encode(), separator=divider)
        assert frame["Total n"][0] == 205
        assert run(*asked, "--format", form).out.startswith(f"{out}\n")
    assert "- Base:" in run(*asked, "--format", "md").out
    assert "- Base:" not in run(*asked, "--no-footer", "--format", "md").out


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("replies", "{file}", "--format", "parquet"), 2, "parquet cannot be printed; add -o FILE"),
        (("replies", "{file}", "--format", "parquet", "-o", "-"), 2, "parquet cannot be printed; add -o FILE"),
        (
            ("show", "{file}", "age", "-o", "a.parquet"),
            2,
            "topline writes no .parquet here; name the file .csv, .tsv, .md",
        ),
        (("show", "{file}", "age", "--format", "parquet"), 2, "invalid choice: 'parquet'"),
        (
            ("list", "{file}", "-o", "a.xlsx"),
            2,
            "topline writes no .xlsx here; name the file .csv, .tsv, .md, .json or",
        ),
        (("query", "{file}", "-o", "a.parquet"), 2, "`topline query` gives no parquet here"),
        (
            ("show", "{file}", "age", "-o", "a.dta"),
            2,
            "no .dta; name the file .csv, .tsv, .md, .json, .html, .xlsx or .txt",
        ),
        (
            ("replies", "{file}", "-o", "a.html"),
            2,
            "topline writes no .html here; name the file .csv, .tsv, .md, .json",
        ),
        (("replies", "{file}", "-f", "sav"), 2, "sav cannot be printed; add -o FILE"),
        (("replies", "{file}", "-o", "none/a.parquet"), 1, "there is no such folder; nothing was written"),
    ],
)
def test_what_cannot_be_had(
    run: Run,
    export: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*(word.format(file=export) for word in words))
    assert (said.code, said.out) == (code, "")
    assert line in said.err
    assert list(tmp_path.iterdir()) == []


def test_parquet_never_goes_over_a_file_nor_over_its_source(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.parquet"
    own.write_bytes(SAMPLE.read_bytes())
    target = tmp_path / "a.parquet"
    target.write_text("mine")
    assert "exists already; give --force" in run("replies", own, "-o", target).err
    assert target.read_text() == "mine"
    assert "is what this was read from" in run("replies", own, "-o", own, "--force").err
    assert own.read_bytes() == SAMPLE.read_bytes()
    assert run("replies", own, "-o", target, "--force").code == 0
    assert pl.read_parquet(target).height == 5000
