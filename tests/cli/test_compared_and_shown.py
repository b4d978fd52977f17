"""`topline show` with people compared, other percentages, an order by a column, and other charts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from .conftest import REPLIES, Run

SOUTH = ("--where", "region = 'South'")
AGAINST = (*SOUTH, "--against", "region = 'North'")


def dog(run: Run, export: Path, *words: str) -> list[str]:
    """The arguments for the question about dogs, by its name."""
    names = {q["headers"][0]: q["name"] for q in run("list", export, "--format", "json").json["questions"]}
    return ["show", str(export), names["Do you own a dog?"], *words]


def test_two_slices_side_by_side_as_json(run: Run, export: Path) -> None:
    table = run(*dog(run, export, *AGAINST, "--format", "json")).json
    assert (table["who"], table["against"], table["overlap"]) == ("Region is South", "Region is North", 0)
    assert [(column["code"], column["label"]) for column in table["columns"]] == [
        ("slice", "Region is South"),
        ("against", "Region is North"),
    ]
    for row in table["rows"]:
        first, second = (cell["percent"] for cell in row["cells"])
        assert row["difference"] == pytest.approx(first - second)
    apart = {item["column"]: item["count"] for item in table["missing"]}
    for at, column in enumerate(table["columns"]):
        assert column["base"]["unweighted"] + apart.get(at, 0) == REPLIES / 3
    everyone = run(*dog(run, export, *SOUTH, "--against", "everyone", "--format", "json")).json
    assert everyone["against"] == "everyone"
    assert everyone["overlap"] == everyone["columns"][0]["base"]["unweighted"]


def test_two_slices_side_by_side_for_a_spreadsheet(run: Run, export: Path) -> None:
    out = run(*dog(run, export, *AGAINST, "--format", "csv", "--no-footer")).out
    heads, *rows = csv.reader(io.StringIO(out))
    assert heads == [
        *(
            "code",
            "answer",
            "Region is South (A) n",
            "Region is South (A) %",
            "Region is North (B) n",
            "Region is North (B) %",
        ),
        "difference in points",
    ]
    assert all(len(row) == len(heads) for row in rows)
    yes = next(row for row in rows if row[1] == "Yes")
    assert float(yes[6]) == pytest.approx(float(yes[3]) - float(yes[5]))
    base = next(row for row in rows if row[1] == "Base")
    missing = [row for row in rows if row[1] == "Missing: No answer"]
    # Those of the second slice stand below it.
    assert int(base[2]) + sum(int(row[2] or 0) for row in missing) == REPLIES / 3
    assert int(base[4]) + sum(int(row[4] or 0) for row in missing) == REPLIES / 3


def test_two_slices_side_by_side_as_a_page(run: Run, export: Path) -> None:
    lines = run(*dog(run, export, *AGAINST, "--width", "80")).out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Yes"))
    assert "█" in lines[at]
    assert "▀" in lines[at + 1]
    assert lines[at].split()[-1][0] in "+-0("
    assert any(line.startswith("██ Region is South  n=") for line in lines)
    assert "Overlap: nobody is in both" in lines
    assert "Against: Region is North, answered, n=" in "\n".join(lines)
    markdown = run(*dog(run, export, *AGAINST, "--format", "md")).out
    assert "| points |" in markdown


def test_shares_of_the_row_and_counts_alone(run: Run, export: Path) -> None:
    words = dog(run, export, "--by", "region")
    by_row = run(*words, "--percent", "row", "--format", "json").json
    assert by_row["percent"] == "row"
    for row in by_row["rows"]:
        total, *parts = row["cells"]
        assert total["percent"] == 100
        assert sum(part["percent"] for part in parts) == pytest.approx(100)
    counts = run(*words, "--percent", "none", "--width", "80").out
    assert not re.search(r"\d% +\d", counts)
    assert "Counts alone" in counts
    heads = next(csv.reader(io.StringIO(run(*words, "--percent", "none", "--format", "csv").out)))
    assert not [head for head in heads if head.endswith("%")]
    assert "| Yes | 50 |" in run(*words, "--percent", "none", "--format", "md").out


def test_rows_are_sorted_by_an_answer_of_the_banner(run: Run, export: Path) -> None:
    words = ["show", export, "recommend", "--by", "age", "--format", "json"]
    rows = run(*words, "--sort", "age = '55+'").json["rows"]
    counts = [row["cells"][4]["count"] for row in rows if not row["net"]]
    assert counts == sorted(counts, reverse=True)
    assert [row["label"] for row in rows] != [row["label"] for row in run(*words).json["rows"]]


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("Hours walked a week", "--chart", "plot"), "┤"),
        (("age", "--by", "region", "--chart", "bars"), "North  n=40"),
        (("age", "--by", "region", "--chart", "table"), "Base: answered"),
    ],
)
def test_charts_are_drawn_as_asked(run: Run, export: Path, words: tuple[str, ...], seen: str) -> None:
    said = run("show", export, *words, "--width", "80")
    assert said.code == 0
    assert seen in said.out


def test_a_grid_is_drawn_whole(run: Run) -> None:
    sample = Path(__file__).parents[2] / "sample.parquet"
    said = run("show", sample, "agree_work", "--chart", "grid")
    assert "Strongly agree" in said.out
    assert sum("%" in line and "█" in line for line in said.out.splitlines()) == 5


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("age", "--percent", "row"), "without --by or --over there is no --percent; leave it out"),
        (("age", "--by", "region", "--against", "everyone"), "a crosstab takes no --against; leave it out"),
        (("response", "--against", "everyone"), "the response funnel takes no --against; leave it out"),
        (("response", "--chart", "bars"), "the response funnel takes no --chart; leave it out"),
        (("age", "--chart", "plot"), "this table cannot be drawn as plot; as one of: bars"),
        (("age", "--by", "region", "--chart", "grid"), "cannot be drawn as grid; as one of: table, bars"),
        (("age", "--sort", "region = 'North'"), "without --by rows are sorted by codebook or count"),
        (("age", "--by", "region", "--sort", "size"), "--sort takes codebook, count or an answer of --by: "),
        (("age", "--against", "region = 'Nroth'"), "Region has no answer 'Nroth'; nearest: North"),
    ],
)
def test_what_does_not_go_together_is_told_in_one_line(
    run: Run, export: Path, words: tuple[str, ...], fault: str
) -> None:
    said = run("show", export, *words)
    assert (said.code, said.out) == (1, "")
    assert fault in said.err
    assert said.err.count("\n") == 1
