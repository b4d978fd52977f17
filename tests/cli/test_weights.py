"""`topline weights`, and raked weights wherever a weight column can be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

SURVEY_FILE = """
[weighting.panel]
title = "As the panel"
targets.Region = { North = 50, South = 30, "East, by the sea" = 20 }
[weighting.low]
cap = 1.1
targets.Region = { North = 50, South = 30, "East, by the sea" = 20 }
[[query]]
title = "Dogs"
rows = "Age"
weight = "As the panel"
"""


@pytest.fixture
def raked(export: Path, tmp_path: Path) -> Path:
    """The export, with two raked weights."""
    file = tmp_path / "dogs.csv"
    file.write_bytes(export.read_bytes())
    file.with_name("dogs.topline.toml").write_text(SURVEY_FILE)
    return file


def test_every_weight_is_told_with_its_cost(raked: Path, run: Run) -> None:
    said = run("weights", raked)
    assert said.code == 0
    for text in ("weight, a column", "panel (As the panel), raked", "Efficiency        88%", "all targets met after"):
        assert text in said.out
    row = next(line.split() for line in said.out.splitlines() if line.startswith("North"))
    assert row == ["North", "40", "33.3%", "50.0%", "50.0%"]
    assert "weighting 'low': its cap of 1.1 is too low for its targets: they need 1.5 at least" in said.out


def test_one_weight_as_json(raked: Path, run: Run) -> None:
    found = run("weights", raked, "as the panel", "--format", "json").json
    assert (found["name"], found["kind"], found["n"], found["lacking"]) == ("panel", "raked", 120, 0)
    assert found["margins"][0]["answers"][0]["target"] == 50
    assert found["met"] is True
    both = run("weights", raked, "-f", "json").json
    assert [one["name"] for one in both["weights"]] == ["weight", "panel"]
    assert len(both["faults"]) == 1
    column = run("weights", raked, "weight", "-f", "json").json
    assert (column["kind"], column["met"], column["margins"]) == ("column", None, [])


def test_what_cannot_be_raked_ends_in_one_line(raked: Path, run: Run) -> None:
    said = run("weights", raked, "low")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert run("show", raked, "Age", "--weight", "pannel").err.startswith("topline: no weight 'pannel'; nearest: panel")


def test_a_raked_weight_is_a_name_on_the_command_line_and_in_a_query(raked: Path, run: Run) -> None:
    shown = run("show", raked, "Region", "--weight", "panel", "-f", "json").json
    assert shown["weight"] == "panel"
    assert [round(row["cells"][0]["percent"], 6) for row in shown["rows"]] == [50, 30, 20]
    assert [row["cells"][0]["count"] for row in shown["rows"]] == [40, 40, 40]
    assert any("panel (raked to Region; efficiency 88%)" in line for line in shown["footer"])
    assert run("query", raked, "Dogs", "-f", "json").json["weight"] == "panel"


def test_init_and_an_exported_parquet_keep_it_while_all_are_there(raked: Path, run: Run, tmp_path: Path) -> None:
    assert "[weighting.panel.targets.Region]" in run("init", raked, "-o", "-").out
    for where, names in ((), ["weight", "panel"]), (("--where", "Region = 'North'"), ["weight"]):
        target = tmp_path / f"out{len(where)}.parquet"
        assert run("replies", raked, *where, "--all-fields", "-o", target).code == 0
        assert [one["name"] for one in run("weights", target, "-f", "json").json["weights"]] == names
    part = tmp_path / "part.parquet"
    assert run("replies", raked, "--field", "Age", "-o", part).code == 0
    assert run("weights", part).out.rstrip().endswith("See docs/survey-file.md.")
