"""A whole ranking from the command line: by its name, by an item, as every format, and as it is stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

ORDERS = ("Tea,Milk,Cocoa,Mate", "Milk,Tea,Mate,", ",,,", "Cocoa,,,", "Tea,Cocoa,Milk,Mate")
ASKED = "Which do you like?"


@pytest.fixture
def drinks(tmp_path: Path) -> Path:
    """Five replies of LimeSurvey, of which one ranks nothing, ten times over."""
    header = ",".join(f'"{ASKED} [Rank {rank}]"' for rank in (1, 2, 3, 4))
    rows = [f"{at},2024-05-13 10:00:00,3,en,{'NS'[at % 2]},{ORDERS[at % 5]}" for at in range(50)]
    path = tmp_path / "drinks.csv"
    path.write_text("\n".join([f"id,submitdate,lastpage,startlanguage,region,{header}", *rows]) + "\n", "utf-8")
    return path


def test_the_name_of_a_ranking_shows_all_of_it(run: Run, drinks: Path) -> None:
    table = run("show", drinks, ASKED, "--sort", "count", "--format", "json").json
    assert [column["label"] for column in table["columns"]] == [
        "Ranked it",
        "Mean rank",
        "Ranked first",
        "In the first 3",
    ]
    told = {row["label"]: [cell["count"] for cell in row["cells"]] for row in table["rows"]}
    assert told == {
        "Tea": [30, 30, 20, 30],
        "Milk": [30, 30, 10, 30],
        "Cocoa": [30, 30, 10, 30],
        "Mate": [30, 30, 0, 10],
    }
    means = [row["cells"][1]["mean"] for row in table["rows"]]
    assert means == sorted(means)
    assert table["base"]["unweighted"] == 40


def test_an_item_of_it_as_a_chart_and_by_a_banner(run: Run, drinks: Path) -> None:
    names = [one["name"] for one in run("list", drinks, "--format", "json").json["questions"] if one["grid"]]
    alone = run("show", drinks, names[0], "--chart", "ranking")
    assert alone.out == run("show", drinks, ASKED).out
    crossed = run("show", drinks, names[1], "--chart", "ranking", "--by", "region", "--percent", "none")
    assert crossed.code == 1
    assert "each item's base" in crossed.err
    crossed = run("show", drinks, ASKED, "--by", "region", "--format", "csv")
    assert crossed.out.startswith('"code","answer","Total n","Total %","Total mean"')
    for form in ("md", "html", "tsv"):
        assert "1.33" in run("show", drinks, ASKED, "--format", form).out
    assert run("show", drinks, ASKED, "-o", drinks.with_suffix(".xlsx")).code == 0


def test_no_chart_of_what_is_no_ranking(run: Run, drinks: Path) -> None:
    said = run("show", drinks, "region", "--chart", "ranking")
    assert said.code == 1
    assert "cannot be drawn as ranking" in said.err


def test_it_stays_a_ranking_where_replies_are_exported(run: Run, drinks: Path, tmp_path: Path) -> None:
    before = run("show", drinks, ASKED, "--format", "json").json["rows"]
    copy = tmp_path / "copy.parquet"
    assert run("replies", drinks, "--all-fields", "-o", copy).code == 0
    assert run("show", copy, ASKED, "--format", "json").json["rows"] == before


def test_a_survey_file_says_that_columns_hold_ranks(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("id,tea,milk\n" + "\n".join(f"{at},{at % 2 + 1},{2 - at % 2}" for at in range(40)) + "\n", "utf-8")
    kind = 'kind = "single"\ngrid = "Drinks"\nranks = true\n'
    path.with_name("plain.topline.toml").write_text(f"[question.tea]\n{kind}[question.milk]\n{kind}", "utf-8")
    table = run("show", path, "drinks", "--format", "json").json
    assert [(row["code"], row["cells"][1]["mean"]) for row in table["rows"]] == [("tea", 1.5), ("milk", 1.5)]


def test_in_a_report(run: Run, drinks: Path, tmp_path: Path) -> None:
    names = [one["name"] for one in run("list", drinks, "--format", "json").json["questions"] if one["grid"]]
    spec = tmp_path / "report.toml"
    spec.write_text(f'[[table]]\nrows = "{names[0]}"\nchart = "ranking"\n', "utf-8")
    said = run("report", drinks, "--spec", spec)
    assert "| Mate | 75% (30) |" in said.out
    spec.write_text('[[table]]\nrows = "region"\nchart = "ranking"\n', "utf-8")
    assert "region is no item of a ranking" in run("report", drinks, "--spec", spec).err
