"""Opening files: what is read, what is refused, and in which words."""

import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars
import pytest

from topline.readers import ReadingCancelledError, UnreadableFileError, handover, open_source, survey_file_text
from topline.survey import Kind, MissingKind, SurveyFileError, read_survey_file

Written = Callable[..., Path]
CSV = "id,Gender,Likes,Comment\n001,F,Car;Bike,too dear\n002,M,Bike,\n003,F,,NA\n004,M,Car;Bike,fine for us all\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        open_source(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty (0 bytes)"),
        (b"\n\n \n", "holds blank lines only"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "no workbook"),
        (zipped("notes.pdf"), "is a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "damaged"),
        (b"\x1f\x8b\x08" + b"\x00" * 99, "is damaged or cut short"),
        (b"$FL2@(#) SPSS", "not a readable SPSS file"),
        (b"<stata_dta><header>", "not a readable Stata file"),
        (b'{"responses": []}\n{"responses": ', "line 2"),
        (b'[{"a": 1}', "damaged JSON"),
        (b'<?xml version="1.0"?><rss></rss>', "is an XML file"),
        (b"<sss><survey></survey></sss>", "triple-S"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PAR1", "cut short"),
        (bytes(range(32)) * 40, "is in no format that topline knows"),
    ],
)
def test_what_cannot_be_read_is_one_line(written: Written, content: bytes, words: str) -> None:
    assert words in refused(written(content))


def test_places_that_hold_no_file_are_one_line(tmp_path: Path) -> None:
    assert "there is no such file" in refused(tmp_path / "none.csv")
    assert "is a folder" in refused(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "no ordinary file" in refused(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else_is_one_line(written: Written) -> None:
    path = written(CSV)
    path.chmod(0)
    assert "permission denied" in refused(path)


def test_an_error_shows_no_control_characters(tmp_path: Path) -> None:
    assert "\x1b" not in refused(tmp_path / "\x1b[31mred.csv")


def test_a_csv_file_is_read_once_and_then_found(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(CSV)
    told: list[str] = []
    source = open_source(path, progress=told.append)
    assert "4 replies read" in told
    assert source.survey.respondents == 4
    assert stat.S_IMODE(source.replies.stat().st_mode) == 0o600
    assert stat.S_IMODE(source.replies.parent.stat().st_mode) == 0o700
    monkeypatch.setattr(handover, "_run", lambda *_: pytest.fail("read again"))
    assert open_source(path) == source


def test_the_replies_are_what_was_in_the_file(written: Written) -> None:
    source = open_source(written(CSV))
    frame = polars.read_parquet(source.replies)
    assert frame["id"].to_list() == ["001", "002", "003", "004"]
    assert frame["Likes"].to_list() == [["Car", "Bike"], ["Bike"], None, ["Car", "Bike"]]
    assert frame["Comment"].to_list() == ["too dear", None, "NA", "fine for us all"]
    likes = source.survey["Likes"]
    assert (likes.kind, likes.separator, likes.answered, likes.positions) == (Kind.MULTI, "", 3, (2,))


def test_a_survey_file_decides_how_values_are_kept(written: Written) -> None:
    path = written("id,Score\n1,3\n2,4\n3,99\n")
    path.with_name("survey.topline.toml").write_text(
        '[question.Score]\nkind = "scale"\noptions = ["3", "4"]\nmissing.99 = "refused"\n'
    )
    score = open_source(path).survey["Score"]
    assert score.kind is Kind.SCALE
    assert [(option.code, option.score) for option in score.choices] == [("3", 3), ("4", 4)]
    assert score.missing[0].missing is MissingKind.REFUSED


def test_an_unknown_question_in_a_survey_file_is_named(written: Written) -> None:
    path = written(CSV)
    path.with_name("survey.topline.toml").write_text('[question.Gendr]\ntext = "Sex"\n')
    with pytest.raises(SurveyFileError, match="line 1: the replies have no column 'Gendr'; nearest: Gender"):
        open_source(path)


def test_a_status_tells_who_replied(written: Written) -> None:
    survey = open_source(written("id,Status\n1,Complete\n2,Bounced\n3,No response\n4,Complete\n5,Partial\n")).survey
    assert survey.response
    assert survey.response.replied == ("Complete",)
    assert survey.response.delivered == ("No response",)
    assert survey["Status"].missing == ()


def test_reading_can_be_given_up(written: Written) -> None:
    path = written(CSV)
    with pytest.raises(ReadingCancelledError):
        open_source(path, cancelled=lambda: True)
    assert not list((path.parent / "cache").rglob("*.parquet"))


def test_a_child_that_dies_is_one_line(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_LEAST_MEMORY", 64 << 20)
    monkeypatch.setattr(handover, "_MEMORY_A_BYTE", 0)
    assert "survey.csv" in refused(written(CSV))


def test_a_child_that_takes_too_long_is_one_line(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_LEAST_SECONDS", 0.0)
    assert "in the time allowed" in refused(written(CSV))


def test_an_open_quote_comes_back_from_the_child(written: Written) -> None:
    assert "line 2: a quote" in refused(written('id,Q1\n1,"a\n'))


def test_a_cache_that_cannot_be_made_is_one_line(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOPLINE_CACHE", str(written("a file", "file")))
    assert "set TOPLINE_CACHE" in refused(written(CSV))


def test_opening_parquet_imports_duckdb_alone() -> None:
    code = (
        "import sys; from topline.readers import open_source; from pathlib import Path\n"
        "open_source(Path(sys.argv[1]))\n"
        "print([name for name in ('polars', 'tomlkit', 'subprocess', 'numpy') if name in sys.modules])"
    )
    sample = Path(__file__).parents[2] / "sample.parquet"
    if not sample.exists():
        pytest.skip("sample.parquet has not been made")
    package = Path(open_source.__code__.co_filename).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(sample)], capture_output=True, text=True, env={"PYTHONPATH": str(package)}
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_survey_file_can_be_written_from_a_csv_file(written: Written) -> None:
    text = survey_file_text(open_source(written(CSV)).survey)
    assert 'kind = "multi" # multi: several answers in a cell, with ";" between' in text
    assert read_survey_file(text, "x").questions.keys() == {"id", "Gender", "Likes", "Comment"}


def test_the_survey_file_names_the_sheet_of_a_workbook(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, answer in (("2023", "old"), ("2024", "new")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["id", "q"])
            sheet.write_row(1, 0, ["x1", answer])
    assert "`sheet` in the survey file" in open_source(path).survey.warnings[0]
    path.with_name("two.topline.toml").write_text('sheet = "2024"\n')
    source = open_source(path)
    assert polars.read_parquet(source.replies)["q"].to_list() == ["new"]
    assert source.survey.warnings == ()
