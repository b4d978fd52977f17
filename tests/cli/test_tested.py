"""Tests between columns, asked for on the command line, and explained numbers run again as SQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from topline.analysis import explained, tabulate
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import View, What

from .conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample.parquet"


def test_letters_and_tests_for_programs(run: Run) -> None:
    told = json.loads(run("show", str(SAMPLE), "impact", "--by", "role,policy", "--format", "json").out)
    assert (told["test"], told["levels"]) == ("bh", [95, 90])
    assert [column["letter"] for column in told["columns"]] == ["", *"ABCDEFGH"]
    assert [cell["letters"] for cell in told["rows"][0]["cells"]] == ["", "", "", "AB", "AB", "", "E", "EF", "EFg"]
    assert [one["question"] for one in told["associations"]] == ["role", "policy"]
    assert told["associations"][1]["p"] < 1e-10


def test_the_adjustment_and_the_levels_are_said(run: Run) -> None:
    shown = run("show", str(SAMPLE), "impact", "--by", "role", "--test", "bonferroni", "--level", "99").out
    assert "at 99% (capitals); two-sided, pooled z; Bonferroni within each row" in " ".join(shown.split())
    off = run("show", str(SAMPLE), "impact", "--by", "role", "--test", "off").out
    assert "Differences between columns are not tested" in off
    assert "chi-square" not in off


@pytest.mark.parametrize("form", ["", "md", "csv", "html"])
def test_the_test_of_a_small_table_is_in_every_format(run: Run, tmp_path: Path, form: str) -> None:
    replies = tmp_path / "few.csv"
    answers = ["yes,a"] * 8 + ["yes,b"] * 2 + ["no,a"] + ["no,b"] * 5
    replies.write_text("said,team\n" + "\n".join(answers), "utf-8")
    words = ["show", str(replies), "said", "--by", "team", *(["--format", form] if form else [])]
    assert "Fisher" in run(*words).out
    assert "Fisher" not in run(*words, "--test", "off").out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--by", "role", "--level", "20"], "levels are one or two percentages from 50 to 99, such as 95,90; not '20'"),
        (["--by", "role", "--level", "95,90,80"], "levels are one or two percentages"),
        (["--by", "role", "--test", "anova"], "there is no 'anova'; one of: bh, holm, bonferroni, unadjusted, off"),
        (["--test", "holm"], "without --by, --over or --against nothing is tested: no --test; leave it out"),
    ],
)
def test_what_cannot_be_tested_is_refused(run: Run, words: list[str], complaint: str) -> None:
    told = run("show", str(SAMPLE), "impact", *words)
    assert told.code in (1, 2)
    assert complaint in told.err


def test_the_command_of_a_view_says_how_it_is_tested(run: Run) -> None:
    survey = open_source(SAMPLE).survey
    view = View(What.CROSSTAB, "impact", ("role",), levels=(99, 95))
    assert view.command("x.csv") == "topline show x.csv impact --by role --level 99,95"
    assert view.as_mapping()["levels"] == [99, 95]
    assert survey["impact"].name == "impact"


def test_an_explained_number_is_what_its_sql_counts(run: Run) -> None:
    source = open_source(SAMPLE)
    with Engine(source.replies, source.survey) as engine:
        table = tabulate(View(What.CROSSTAB, "how", ("policy",)), engine)
        told = explained(table, table.rows[1], 2, source.survey)
    statement = dict(told.parts)["SQL"][0]
    shown = json.loads(run("sql", str(SAMPLE), statement, "--format", "json").out)
    assert shown["rows"] == [[table.rows[1].cells[2].count]]


def test_a_canned_query_says_how_it_is_tested(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.topline.toml"
    own.write_text(
        '[[query]]\ntitle = "Strict"\nrows = "impact"\ncolumns = "role"\ntest = "holm"\nlevels = [99, 95]\n', "utf-8"
    )
    shown = run("query", str(SAMPLE), "Strict", "--survey-file", str(own)).out
    assert "at 99% (capitals) or 95% (small); two-sided, pooled z; Holm within each row" in " ".join(shown.split())
    own.write_text('[[query]]\ntitle = "Odd"\nrows = "impact"\ncolumns = "role"\nlevels = [12]\n', "utf-8")
    assert "one or two levels from 50 to 99 percent" in run("query", str(SAMPLE), "Odd", "--survey-file", str(own)).err
