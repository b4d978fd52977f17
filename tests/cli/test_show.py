"""`topline show`, on every question of a plain export."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from topline.cli.opened import opened
from topline.cli.parser import read_arguments
from topline.cli.replies import replies_asked
from topline.cli.show import view_asked
from topline.survey import Base, Chose, Order, Slice, View, What

from .conftest import AGES, REPLIES, Run

BASE_KEYS = {"text", "unweighted", "weighted", "effective"}
CELL_KEYS = {"count", "weighted", "percent", "low", "high", "mean", "letters", "index", "suppressed"}


def named(run: Run, export: Path) -> dict[str, str]:
    """The names of the questions, by their headers."""
    return {q["headers"][0]: q["name"] for q in run("list", export, "--format", "json").json["questions"]}


def test_every_question_of_an_export_has_the_promised_shape(run: Run, export: Path) -> None:
    for name in named(run, export).values():
        said = run("show", export, name, "--by", "region", "--format", "json")
        assert said.code == 0
        table = said.json
        assert table["question"]["name"] == name
        assert set(table["base"]) == BASE_KEYS
        assert [column["label"] for column in table["columns"]] == ["Total", "North", "South", "East, by the sea"]
        assert [column["letter"] for column in table["columns"]] == ["", "A", "B", "C"]
        for row in table["rows"]:
            assert {"code", "label", "net", "level", "cells"} <= set(row)
            assert len(row["cells"]) == 4
            assert all(set(cell) == CELL_KEYS for cell in row["cells"])
        apart = sum(item["count"] for item in table["missing"])
        assert table["base"]["unweighted"] + apart == REPLIES


def test_counts_of_each_kind(run: Run, export: Path) -> None:
    names = named(run, export)

    def shown(header: str) -> dict[str, object]:
        return run("show", export, names[header], "--format", "json").json

    def counts(header: str) -> dict[str, int]:
        rows = shown(header)["rows"]
        return {row["label"]: row["cells"][0]["count"] for row in rows if not row["net"]}

    assert counts("Age") == dict.fromkeys(AGES, 30)
    assert counts("Do you own a dog?") == {"Yes": 50, "No": 60}
    assert sum(counts("Dogs are good company").values()) == REPLIES
    assert shown("Dogs are good company")["summary"]["mean"] == pytest.approx(3)
    assert shown("Hours walked a week")["summary"]["min"] == 0
    assert shown("Submitted")["summary"]["min"] == "2026-03-01"
    assert shown("Submitted")["summary"]["max"] == "2026-03-12"
    assert shown("In your own words, why?")["question"]["kind"] == "open"
    assert shown("In your own words, why?")["base"]["unweighted"] == REPLIES / 2
    assert shown("recommend")["summary"]["nps"] is not None


def test_weighted_counts_are_sums_of_weights(run: Run, export: Path) -> None:
    table = run("show", export, "age", "--weight", "weight", "--format", "json").json
    assert table["weight"] == "weight"
    assert table["base"]["unweighted"] == REPLIES
    assert table["base"]["weighted"] == pytest.approx(0.95 * REPLIES)
    assert sum(row["cells"][0]["weighted"] for row in table["rows"]) == pytest.approx(0.95 * REPLIES)


@pytest.mark.parametrize("asked", ["age,region", "Age , Region", "age,region,age"])
def test_by_takes_names_between_commas(run: Run, export: Path, asked: str) -> None:
    columns = run("show", export, "recommend", "--by", asked, "--format", "json").json["columns"]
    assert [column["group"] for column in columns] == ["", *["Age"] * 4, *["Region"] * 3]


def test_by_takes_a_text_with_commas_whole(run: Run, export: Path) -> None:
    columns = run("show", export, "age", "--by", "In your own words, why?", "--format", "json").json["columns"]
    assert len({column["group"] for column in columns}) == 2


def test_filters_narrow_and_say_so(run: Run, export: Path) -> None:
    said = run("show", export, "age", "--where", "region = 'South'", "--where", "age != '55+'", "--format", "json")
    assert said.json["base"]["unweighted"] == 30
    assert said.json["who"] == "Region is South and Age is not 55+"


def test_order_and_zeros(run: Run, export: Path) -> None:
    where = ("--where", "age in ('35-54', '55+')", "--where", "not (age = '35-54' and region = 'North')")
    labels = [row["label"] for row in run("show", export, "age", *where, "--format", "json").json["rows"]]
    assert labels == list(AGES)
    said = run("show", export, "age", *where, "--sort", "count", "--no-zeros", "--format", "json")
    assert [row["label"] for row in said.json["rows"]] == ["55+", "35-54"]


def test_text_page(run: Run, export: Path) -> None:
    said = run("show", export, "age", "--width", "60")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:3] == ["dogs", "Age", "Base: answered, n=120"]
    assert lines[4].split() == ["%", "n"]
    assert lines[5].startswith("18-24 ██████")
    assert lines[5].endswith("25%  30")
    assert "Weight: none" in lines
    assert all(len(line) <= 60 for line in lines)
    assert "\x1b" not in said.out


def test_crosstab_page(run: Run, export: Path) -> None:
    lines = run("show", export, "age", "--by", "region", "--width", "80").out.splitlines()
    assert any("Total" in line and "North" in line for line in lines)
    assert any(line.split()[:3] == ["18-24", "25%", "30"] for line in lines)


def test_a_format_follows_from_the_name_of_the_file(run: Run, export: Path, tmp_path: Path) -> None:
    target = tmp_path / "age.csv"
    assert run("show", export, "age", "-o", target).code == 0
    assert target.read_text().startswith('"code","answer","n","%","low","high"\n"18-24","18-24","30","25"')


def test_the_funnel(run: Run, export: Path) -> None:
    said = run("show", export, "response", "--format", "json")
    assert said.json["question"]["kind"] == "response"
    assert said.json["rows"][0]["cells"][0]["count"] == REPLIES
    refused = run("show", export, "response", "--by", "age")
    assert (refused.code, refused.err) == (1, "topline: the response funnel takes no --by; leave it out\n")


def test_a_question_may_be_called_response(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("response,b\n" + "Yes,1\nNo,2\n" * 10)
    assert run("show", path, "response", "--format", "json").json["question"]["kind"] == "single"


@pytest.mark.parametrize(
    "view",
    [
        View(What.TOPLINE, "Age", base=Base.EVERYONE, order=Order.COUNT, zeros=False),
        View(
            What.CROSSTAB,
            "recommend",
            ("Age", "Region"),
            Slice((Chose("Region", ("East, by the sea",)),), "why", "weight"),
        ),
        View(What.REPLIES, slice=Slice((), "mine", "weight"), fields=("Age", "weight"), sort="-weight"),
        View(What.RESPONSE, slice=Slice(weight="weight")),
    ],
    ids=lambda view: view.what,
)
def test_the_command_of_a_view_gives_that_view(export: Path, view: View) -> None:
    arguments = read_arguments(shlex.split(view.command(str(export)))[1:])
    with opened(arguments) as it:
        assert (replies_asked if view.what is What.REPLIES else view_asked)(arguments, it) == view


def test_the_founding_story(run: Run) -> None:
    sample = Path(__file__).parents[2] / "sample.parquet"
    rows = run("show", sample, "how", "--base", "replied", "--format", "json").json["rows"]
    shares = {row["label"]: row["cells"][0] for row in rows}
    assert shares["Managing"]["count"] == 41
    assert round(shares["Managing"]["percent"]) == 10
    assert shares["Coaching"]["count"] == 0
    funnel = run("show", sample, "response", "--format", "json").json["rows"]
    assert [row["cells"][0]["count"] for row in funnel if row["label"] in ("Asked", "Replied")] == [5000, 412]
