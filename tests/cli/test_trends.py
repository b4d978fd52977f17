"""Questions over time, asked for on the command line, in a query and in a report."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from .conftest import Run

BASES = {"Wave 1": (208, 400), "Wave 2": (150, 380), "Wave 3": (12, 20), "Wave 4": (260, 400)}


@pytest.fixture
def waves(tmp_path: Path) -> Path:
    """Who was content in four waves, a quarter of a year apart; the third is small."""
    path = tmp_path / "waves.csv"
    rows = []
    for at, (wave, (yes, base)) in enumerate(BASES.items()):
        for one in range(base):
            day = date(2023, 1, 9) + timedelta(days=91 * at + one % 10)
            rows.append(f"{wave},{day},{'content' if one < yes else 'not content'},{(one * 7 + at * 40) % 97}")
    path.write_text("\n".join(["Wave,Interviewed,Mood,Minutes", *rows]), encoding="utf-8")
    return path


def test_waves_are_columns_with_arrows_that_are_spelled(run: Run, waves: Path) -> None:
    said = run("show", waves, "Mood", "--over", "Wave")
    assert said.code == 0
    line = next(line for line in said.out.splitlines() if line.startswith("content"))
    assert line.split() == ["content", "53%", "630", "52%", "208", "39%▼", "150", "60%", "12", "65%▲", "260"]
    assert "▲ up, ▼ down since the one before at 95%; △ ▽ at 90%" in said.out
    footer = " ".join(said.out.split())
    assert "Over: Wave" in footer
    assert "in the last period before it with a base of 30 or more, at 95% (capitals, filled arrows)" in footer
    assert "Caution: base below 30 in Wave 3" in footer


@pytest.mark.parametrize(
    ("period", "columns", "first"),
    [("month", 10, "2023-01"), ("quarter", 4, "2023 Q1"), ("year", 1, "2023"), ("week", 41, "week of 2023-01-09")],
)
def test_dates_are_cut_as_asked_for(run: Run, waves: Path, period: str, columns: int, first: str) -> None:
    told = run("show", waves, "Mood", "--over", "Interviewed", "--period", period, "-f", "json").json
    assert (told["over"], told["period"]) == ("Interviewed", period)
    assert [column["label"] for column in told["columns"]][:2] == ["Total", first]
    assert len(told["columns"]) == 1 + columns
    assert [column["letter"] for column in told["columns"]] == [""] * (1 + columns)


def test_every_format_says_what_changed(run: Run, waves: Path, tmp_path: Path) -> None:
    told = run("show", waves, "Mood", "--over", "Wave", "-f", "json").json
    assert [cell["letters"] for cell in told["rows"][0]["cells"]] == ["", "", "DOWN", "", "UP"]
    assert "| 39% (150) DOWN |" in run("show", waves, "Mood", "--over", "Wave", "-f", "md").out
    rows = list(csv.reader(io.StringIO(run("show", waves, "Mood", "--over", "Wave", "-f", "csv").out)))
    assert rows[1][rows[0].index("Wave 4 letters")] == "UP"
    page = run("show", waves, "Mood", "--over", "Wave", "-f", "html").out
    assert '<span class="letters">DOWN</span>' in page
    book = tmp_path / "waves.xlsx"
    assert run("show", waves, "Mood", "--over", "Wave", "-o", book).code == 0
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    (content,) = [row for row in sheet if row[0] == "content"]
    assert [cell for cell in content if cell in ("UP", "DOWN")] == ["DOWN", "UP"]


def test_means_say_it_too(run: Run, waves: Path) -> None:
    told = run("show", waves, "Minutes", "--over", "Wave", "--where", "Minutes < 60 or Wave != 'Wave 4'", "-f", "json")
    assert told.json["columns"][4]["summary"]["letters"] == "DOWN"
    page = run(
        "show", waves, "Minutes", "--over", "Wave", "--where", "Minutes < 60 or Wave != 'Wave 4'", "-f", "md"
    ).out
    assert next(line for line in page.splitlines() if line.startswith("| Mean ")).endswith("DOWN |")


def test_a_plot_in_a_page_of_text(run: Run, waves: Path) -> None:
    page = run("show", waves, "Mood", "--over", "Wave", "--chart", "plot", "--width", 90).out
    assert "o content     65%" in page
    assert "x not content 35%" in page
    assert "(Wave 3)" in page


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--over", "Mood"], "Mood cannot be followed over itself"),
        (["--over", "Wave", "--by", "Wave"], "a trend takes no --by; leave it out"),
        (["--over", "Wave", "--period", "day"], "Wave is no date, so that its columns are its answers and no days"),
        (["--period", "day"], "--period goes with --over"),
        (["--over", "Interviewed", "--period", "hour"], "there is no 'hour'; one of: day, week, month, quarter, year"),
        (["--over", "Wave", "--chart", "bars"], "this table cannot be drawn as bars; as one of: table, plot"),
        (["--over", "Waves"], "Waves"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run: Run, waves: Path, words: list[str], complaint: str) -> None:
    said = run("show", waves, "Mood", *words)
    assert said.code in (1, 2)
    assert complaint in said.err
    assert len(said.err.strip().splitlines()) == 1


QUERY = """
[[query]]
title = "Mood by quarter"
key = "f2"
view = "trend"
rows = "Mood"
columns = "Interviewed"
period = "quarter"
"""


def test_a_canned_query_can_be_a_trend(run: Run, waves: Path) -> None:
    beside = waves.with_name("waves.topline.toml")
    beside.write_text(QUERY, encoding="utf-8")
    told = run("query", waves, "f2", "-f", "json").json
    assert [column["label"] for column in told["columns"]][1:] == ["2023 Q1", "2023 Q2", "2023 Q3", "2023 Q4"]
    listed = json.loads(run("query", waves, "-f", "json").out)
    assert listed["queries"][0]["view"] == "trend"
    beside.write_text(QUERY.replace('"Interviewed"', '["Interviewed", "Wave"]'), encoding="utf-8")
    assert "a trend goes over one wave or date" in run("query", waves, "f2").err
    beside.write_text(QUERY.replace("trend", "crosstab"), encoding="utf-8")
    assert "period goes with a trend, not with crosstab" in run("query", waves, "f2").err
    beside.write_text(QUERY.replace('"Interviewed"', '"Wave"'), encoding="utf-8")
    assert "Wave is no date" in run("query", waves, "f2").err


def test_a_report_can_have_trends(run: Run, waves: Path, tmp_path: Path) -> None:
    spec = tmp_path / "report.toml"
    spec.write_text('title = "Moods"\n[[table]]\nview = "trend"\nrows = "Mood"\ncolumns = ["Wave"]\n', encoding="utf-8")
    said = run("report", waves, "--spec", spec)
    assert said.code == 0
    assert "DOWN" in said.out
    assert run("report", waves, "--spec", spec, "--write-spec", spec, "--force").code == 0
    assert "[recorded.Wave]" in spec.read_text(encoding="utf-8")
    assert run("report", waves, "--spec", spec, "--check").code == 0
    spec.write_text('[[table]]\nview = "trend"\nrows = "Mood"\ncolumns = ["Mood"]\n', encoding="utf-8")
    assert "report.toml, line" in run("report", waves, "--spec", spec).err
