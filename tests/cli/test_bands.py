"""Bands that are asked for on the command line, in the survey file, in queries and in reports."""

from __future__ import annotations

from pathlib import Path

from topline.cli.explorer import sample_path

from .conftest import Run


def counts(said: dict[str, object], column: int = 0) -> dict[str, int]:
    return {row["label"]: row["cells"][column]["count"] for row in said["rows"]}  # type: ignore[attr-defined]


def test_edges_cut_the_rows_and_every_band_is_a_filter(run: Run) -> None:
    shown = counts(run("show", sample_path(), "years", "--bands", "3,10,40", "-f", "json").json)
    assert list(shown) == ["under 3", "3 to 9", "10 to 39", "40 and over"]
    for band, people in zip(shown, ("< 3", "from 3 to under 10", "from 10 to under 40", ">= 40"), strict=True):
        assert run("replies", sample_path(), "--where", f"years {people}", "-f", "json").json["total"] == shown[band]


def test_groups_and_steps_are_cut_as_in_the_explorer(run: Run) -> None:
    groups = counts(run("show", sample_path(), "years", "--bands", "4 groups", "-f", "json").json)
    assert len(groups) == 4
    assert max(groups.values()) < 2 * min(groups.values())
    steps = counts(run("show", sample_path(), "years", "--bands", "steps of 10", "-f", "json").json)
    assert list(steps) == ["under 10", "10 to 19", "20 to 29", "30 and over"]
    assert "role is single" in run("show", sample_path(), "role", "--bands", "4 groups").err


def test_what_cannot_be_cut_is_told_in_one_line(run: Run) -> None:
    said = run("show", sample_path(), "years", "--bands", "3,3")
    assert (said.code, said.out) == (1, "")
    assert "the edges of bands rise; 3 comes after 3" in said.err
    assert "bands cut numbers, and role is single" in run("show", sample_path(), "role", "--bands", "3").err
    named = run("show", sample_path(), "years", "--bands", "New: 0-4, Long: 5-").err
    assert "bands with names stand in the survey file: [question.years] bands = {" in named
    assert "takes no --bands" in run("show", sample_path(), "response", "--bands", "3").err


def test_bands_of_the_survey_file_are_rows_columns_and_in_what_init_writes(run: Run, tmp_path: Path) -> None:
    survey_file = tmp_path / "survey.toml"
    survey_file.write_text('[question.years]\nbands = { New = [0, 5], "Long there" = [5, inf] }\n', "utf-8")
    more = ("--survey-file", survey_file)
    rows = counts(run("show", sample_path(), "years", *more, "-f", "json").json)
    assert list(rows) == ["New", "Long there"]
    crossed = run("show", sample_path(), "role", "--by", "years", *more, "-f", "json").json
    assert [column["label"] for column in crossed["columns"]] == ["Total", "New", "Long there"]
    assert [column["base"]["unweighted"] for column in crossed["columns"]][1:] == list(rows.values())
    by_role = run("show", sample_path(), "years", "--by", "role", *more, "-f", "csv").out
    assert '"Mean"' in by_role, "numbers crossed by a banner still have their means"
    assert "Long there" in run("init", sample_path(), *more, "-o", "-").out
    listed = run("list", sample_path(), *more, "-f", "json").json["questions"]
    bands = next(question["bands"] for question in listed if question["name"] == "years")
    assert bands == [{"label": "New", "from": 0, "to": 5}, {"label": "Long there", "from": 5, "to": None}]


def test_a_query_and_a_report_say_bands_too(run: Run, tmp_path: Path) -> None:
    survey_file, spec = tmp_path / "survey.toml", tmp_path / "report.toml"
    table = 'title = "Cut"\nrows = "years"\nbands = [3, 10]\n'
    survey_file.write_text(f"[[query]]\n{table}", "utf-8")
    spec.write_text(f"[[table]]\n{table}", "utf-8")
    shown = counts(run("query", sample_path(), "Cut", "--survey-file", survey_file, "-f", "json").json)
    assert list(shown) == ["under 3", "3 to 9", "10 and over"]
    assert "10 and over" in run("report", sample_path(), "--spec", spec, "-f", "md").out
    spec.write_text(f"[[table]]\n{table}".replace("[3, 10]", '["x"]'), "utf-8")
    assert "line 4: bands must hold numbers, not 'x'" in run("report", sample_path(), "--spec", spec, "-f", "md").err
