"""`topline sql`: a statement in, rows out, and whatever has to be known of them."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from topline.survey import MASK

from .conftest import REPLIES, Run

SAMPLE = Path(__file__).parents[2] / "sample.parquet"
BY_ROLE = "select role, count(*) as n, avg(years) as years from responses group by role order by n desc"


def test_rows_as_text(run: Run) -> None:
    said = run("sql", SAMPLE, BY_ROLE)
    assert said.code == 0
    assert said.err == ""
    assert said.out.splitlines() == [
        "role          n    years",
        "Manager    2031  7.07407",
        "Team lead  1232  2.82716",
        "Director   1112  12.9821",
        "VP          625  16.6296",
    ]


def test_rows_as_json(run: Run) -> None:
    said = run(
        "sql",
        SAMPLE,
        "select role, row, how_codes, sent, 'nan'::double as x from responses",
        "--limit",
        2,
        "-f",
        "json",
    )
    assert said.json["columns"][:2] == [{"name": "role", "type": "VARCHAR"}, {"name": "row", "type": "BIGINT"}]
    assert said.json["rows"] == [
        ["Manager", 1, None, "2018-09-04T09:00:00", None],
        ["Director", 2, ["research"], "2018-09-04T09:00:02", None],
    ]
    assert said.json["truncated"] is True
    assert "only the first 2 rows are here" in said.err


def test_rows_as_csv_and_tsv_are_all_of_them(run: Run) -> None:
    said = run("sql", SAMPLE, "select row, role, how from responses", "--format", "csv")
    rows = list(csv.reader(io.StringIO(said.out)))
    assert rows[0] == ["row", "role", "how"]
    assert len(rows) == 5001
    assert said.err == ""
    tsv = run("sql", SAMPLE, "select row, role from responses limit 2", "--format", "tsv").out
    assert tsv == "row\trole\n1\tManager\n2\tDirector\n"


def test_rows_as_markdown(run: Run) -> None:
    said = run("sql", SAMPLE, "select role, 0.25 as share, '|*x*' as \"a|b\" from responses", "-f", "md", "--limit", 1)
    assert said.out.splitlines() == [
        "| role | share | a\\|b |",
        "| --- | --- | --- |",
        "| Manager | 0.25 | \\|\\*x\\* |",
        "",
        "- Only the first row; there are more",
    ]


def test_rows_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "by-role.csv"
    assert run("sql", SAMPLE, BY_ROLE, "-o", target).code == 0
    assert target.read_text().splitlines()[1] == '"Manager","2031","7.074074074074074"'
    again = run("sql", SAMPLE, BY_ROLE, "-o", target)
    assert again.code == 1
    assert "--force" in again.err
    assert run("sql", SAMPLE, "select 1 as a", "-o", target, "--force").code == 0
    assert target.read_text() == '"a"\n"1"\n'


def test_statement_on_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("select 'ü' as ü".encode())))
    assert run("sql", SAMPLE, "-").out == "ü\nü\n"


@pytest.mark.parametrize(
    ("given", "line"),
    [(b"select '\xff'", "no UTF-8 text"), (b"x" * 200_000, "longer than 100,000 bytes"), (b"", "there is no")],
)
def test_standard_input_that_is_no_statement(
    run: Run, monkeypatch: pytest.MonkeyPatch, given: bytes, line: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    said = run("sql", SAMPLE, "-")
    assert said.code == 1
    assert line in said.err
    assert said.err.count("\n") == 1


def test_parameters(run: Run) -> None:
    statement = "select count(*) as n from responses where role = $role and years > $years"
    said = run("sql", SAMPLE, statement, "--set", "role=VP", "--set", "$years=20")
    assert said.out.split() == ["n", "12"]


def test_another_file_and_kind(run: Run, export: Path) -> None:
    said = run("sql", export, 'select "Age", count(*) as n from responses group by 1 order by 1')
    assert said.out.splitlines()[0].split() == ["Age", "n"]
    assert sum(int(line.split()[-1]) for line in said.out.splitlines()[1:]) == REPLIES


def test_wide_results_are_shown_row_by_row(run: Run) -> None:
    lines = run("sql", SAMPLE, "select * from responses", "--limit", 2, "--width", 80).out.splitlines()
    assert lines[0] == "row 1 of the result"
    assert "  role              Manager" in lines
    assert all(len(line) <= 80 for line in lines)


def test_tables_keep_to_the_width(run: Run) -> None:
    statement = "select respondent, role, how, how_codes from responses where how is not null"
    lines = run("sql", SAMPLE, statement, "--width", 70).out.splitlines()
    assert len(lines) == 101
    assert max(map(len, lines)) <= 70
    assert all(line.split()[0].isdigit() for line in lines[1:])


def test_no_rows_are_said(run: Run) -> None:
    assert run("sql", SAMPLE, "select role from responses where false").out == "role\nNo rows.\n"


def test_personal_answers_are_masked_and_that_is_said(run: Run) -> None:
    said = run("sql", SAMPLE, "select row, email from responses limit 1")
    assert said.out.split() == ["row", "email", "1", MASK]
    assert said.err == "topline: masked, since it tells who a person is: email; --personal shows it\n"
    shown = run("sql", SAMPLE, "select row, email from responses limit 1", "--personal")
    assert "@" in shown.out
    assert shown.err == ""


def test_personal_answers_cannot_be_computed_with(run: Run) -> None:
    said = run("sql", SAMPLE, "select upper(email) from responses")
    assert said.code == 1
    assert said.out == ""
    assert "--personal" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["select nope from responses"], 1, 'Referenced column "nope" not found'),
        (["drop table responses"], 1, "only one SELECT over responses runs here"),
        (["select * from read_text('/etc/passwd')"], 1, "the function read_text cannot be used here"),
        (["select $role"], 1, "$role has no value"),
        (["select 1", "--set", "role"], 2, "write --set NAME=VALUE"),
        (["select 1", "--set", "a=1", "--set", "a=2"], 2, "the parameter a is given twice"),
        (["select 1", "--format", "parquet"], 2, "parquet cannot be printed; add -o FILE"),
        (["select 1", "--limit", "x"], 2, "'x' is no whole number"),
        ([""], 1, "there is no statement"),
        ([], 2, "required: STATEMENT"),
    ],
)
def test_faults_are_one_line(run: Run, words: list[str], code: int, line: str) -> None:
    said = run("sql", SAMPLE, *words)
    assert said.code == code
    assert said.out == ""
    assert line in said.err
    assert said.err.count("\n") == 1
    assert said.err.startswith("topline: ")


def test_help_tells_the_table_and_the_functions(run: Run) -> None:
    told = run("help", "sql").out
    for word in ("responses", "NAME_codes", "--set", "median", "regexp_matches", "varchar"):
        assert word in told
    assert max(map(len, told.splitlines())) <= 120
    assert "topline sql FILE STATEMENT" in run("--help").out


def children_of(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((place / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(place.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["int", "term"])
def test_signals_end_a_statement_and_its_process(number: signal.Signals) -> None:
    words = [sys.executable, "-m", "topline", "sql", str(SAMPLE), "select sum(hash(range)) from range(1000000000000)"]
    pause = threading.Event()
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (children := children_of(process.pid)):
            assert process.poll() is None
            pause.wait(0.01)
        pause.wait(0.5)
        process.send_signal(number)
        sent = time.monotonic()
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 5
    assert (process.returncode, out, err) == (128 + number, "", "topline: interrupted\n")
    assert not any(Path(f"/proc/{child}/exe").exists() for child in children)
