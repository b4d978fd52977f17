"""The privacy floor on the command line: every door that could show a small group is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.cli.explorer import sample_path

from .conftest import Run, Said

FLOOR = ("--min-base", "10")


@pytest.fixture
def floored(export: Path, tmp_path: Path) -> Path:
    """The export, whose survey file sets a floor."""
    file = tmp_path / "dogs.csv"
    file.write_bytes(export.read_bytes())
    file.with_name("dogs.topline.toml").write_text("min_base = 10\n")
    return file


def refused(said: Said) -> bool:
    """Whether it was refused in one line that says why, and nothing was shown."""
    return said.code == 1 and said.out == "" and said.err.count("\n") == 1 and "min_base" in said.err


def test_small_cells_and_what_gives_them_away_are_withheld_and_the_footer_says_so(run: Run) -> None:
    said = run("show", sample_path(), "policy", "--by", "role,region", *FLOOR)
    banned = next(line for line in said.out.splitlines() if line.startswith("Banned"))
    assert "x" in banned.split()
    assert "Withheld (x): groups under 10 are withheld" in said.out


def test_json_has_null_for_what_is_withheld_and_no_count_below_the_floor(run: Run) -> None:
    said = run("show", sample_path(), "how", "--by", "role", "-f", "json", *FLOOR).json
    cells = [cell for row in said["rows"] for cell in row["cells"]]
    withheld = [cell for cell in cells if cell["suppressed"]]
    assert withheld
    assert all(cell[key] is None for cell in withheld for key in ("count", "weighted", "percent", "low", "high"))
    assert not [cell for cell in cells if cell["count"] is not None and 0 < cell["count"] < 10]
    assert not [item for item in said["missing"] if 0 < item["count"] < 10]


def test_a_base_that_would_tell_of_few_who_did_not_answer_gives_way(run: Run) -> None:
    plain = run("show", sample_path(), "years", "--base", "answered", "-f", "json").json
    assert plain["base"]["unweighted"] == 409
    said = run("show", sample_path(), "years", "--base", "answered", "-f", "json", *FLOOR).json
    assert said["base"]["unweighted"] == 412
    assert said["summary"]["effective"] is None
    assert any("would tell of fewer" in line for line in said["footer"])


@pytest.mark.parametrize("form", ["text", "csv", "md", "html"])
def test_no_format_shows_a_withheld_number(form: str, run: Run) -> None:
    plain = run("show", sample_path(), "how", "-f", form)
    said = run("show", sample_path(), "how", "-f", form, *FLOOR)
    other = next(line for line in plain.out.splitlines() if "Something else" in line)
    withheld = next(line for line in said.out.splitlines() if "Something else" in line)
    assert said.code == 0
    assert other != withheld


@pytest.mark.parametrize(
    "where",
    [
        "policy = 'Don''t know'",
        "not (policy = 'Don''t know')",
        "years > 30 and role = 'VP'",
        "not (role = 'VP' and years > 30)",
    ],
)
def test_a_filter_that_is_few_or_leaves_out_few_is_refused(where: str, run: Run) -> None:
    assert refused(run("show", sample_path(), "impact", "--where", where, *FLOOR))
    assert refused(run("replies", sample_path(), "--where", where, *FLOOR))
    assert refused(run("show", sample_path(), "impact", "--against", where, *FLOOR))


def test_the_difference_between_two_filters_is_refused(run: Run) -> None:
    assert run("show", sample_path(), "impact", "--where", "role = 'VP'", *FLOOR).code == 0
    # Each is of many, and the first without the second of few.
    one, other = "role = 'VP'", "role = 'VP' and not (years > 30)"
    assert refused(run("show", sample_path(), "impact", "--where", other, *FLOOR))
    assert refused(run("show", sample_path(), "impact", "--where", one, "--against", other, *FLOOR))


def test_a_search_that_few_hits_is_refused_and_one_that_nobody_hits_is_not(run: Run) -> None:
    assert refused(run("replies", sample_path(), "--search", "Tulsa", *FLOOR))
    assert run("replies", sample_path(), "--search", "no such word", *FLOOR).code == 0
    assert run("replies", sample_path(), "--search", "leads", *FLOOR).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--sort", "years"),
        ("--sort=-how",),
        ("--field", "role"),
        ("--field", "how,role"),
        ("--field", "respondent"),
        ("--all-fields",),
        ("--personal",),
        ("--all-fields", "-f", "csv"),
        ("--personal", "-f", "json"),
    ],
)
def test_replies_show_nothing_but_words(words: tuple[str, ...], run: Run) -> None:
    assert refused(run("replies", sample_path(), *words, *FLOOR))


def test_replies_are_words_of_one_question_in_no_order_of_the_file(run: Run) -> None:
    said = run("replies", sample_path(), "--where", "role = 'VP'", "-f", "json", *FLOOR).json
    assert said["fields"] == ["how"]
    assert [reply["row"] for reply in said["replies"]] == list(range(1, said["total"] + 1))
    plain = run("replies", sample_path(), "--where", "role = 'VP' and how is answered", "-f", "json").json
    texts = [reply["answers"]["how"] for reply in plain["replies"]]
    shown = [reply["answers"]["how"] for reply in said["replies"]]
    assert sorted(shown) == sorted(texts)
    assert shown != texts
    # A part of them stands in the same order.
    all_of_them = run("replies", sample_path(), "-f", "json", *FLOOR).json
    assert [r["answers"]["how"] for r in all_of_them["replies"] if r["answers"]["how"] in texts] == shown


@pytest.mark.parametrize("name", ["out.parquet", "out.sav"])
def test_replies_leave_in_no_format_that_takes_all_answers_along(name: str, tmp_path: Path, run: Run) -> None:
    assert refused(run("replies", sample_path(), "-o", tmp_path / name, *FLOOR))
    assert not list(tmp_path.iterdir())


def test_sql_is_refused_typed_or_canned(run: Run) -> None:
    for said in (
        run("sql", sample_path(), "select count(*) from responses", *FLOOR),
        run("sql", sample_path(), "describe responses", *FLOOR),
        run("query", sample_path(), "Longest replies of a role", *FLOOR),
    ):
        assert refused(said)


def test_how_many_answered_is_not_listed_since_questions_differ_by_few(run: Run) -> None:
    answered = {one["answered"] for one in run("list", sample_path(), "-f", "json").json["questions"]}
    assert {409, 410, 412} <= answered
    said = run("list", sample_path(), "-f", "json", *FLOOR).json["questions"]
    assert {one["answered"] for one in said} == {None}


def test_a_grid_as_one_table_says_no_zero_for_what_is_withheld(run: Run) -> None:
    assert "Missing" not in run("show", sample_path(), "agree_work", "--chart", "table", "-f", "csv", *FLOOR).out


@pytest.mark.parametrize("where", ["replied >= '2018-09-12 18:06:49'", "quota > 100", "years >= 24"])
def test_numbers_and_dates_are_cut_only_where_no_two_cuts_differ_by_few(run: Run, where: str) -> None:
    said = run("show", sample_path(), "impact", "--where", where, *FLOOR)
    assert refused(said)
    assert "is not cut there; it can be at" in said.err


def test_a_report_obeys_it(tmp_path: Path, run: Run) -> None:
    report = tmp_path / "report.md"
    assert run("report", sample_path(), "-o", report, *FLOOR).code == 0
    text = report.read_text()
    assert "Withheld (x)" in text
    assert "Don't know 7" in run("show", sample_path(), "policy").out
    assert "Don't know 7" not in text


def test_margins_of_a_weight_that_are_few_are_withheld(export: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "dogs.csv"
    file.write_bytes(export.read_bytes())
    targets = '[weighting.panel]\ntargets.Region = { North = 50, South = 30, "East, by the sea" = 20 }\n'
    file.with_name("dogs.topline.toml").write_text(targets)
    plain = run("weights", file, "panel", "-f", "json").json["margins"][0]["answers"]
    assert [one["n"] for one in plain] == [40, 40, 40]
    said = run("weights", file, "panel", "-f", "json", "--min-base", "41").json["margins"][0]["answers"]
    assert [(one["n"], one["unweighted"], one["weighted"]) for one in said] == [(None, None, None)] * 3
    assert [one["target"] for one in said] == [50, 30, 20]


def test_the_larger_of_survey_file_and_option_holds(floored: Path, run: Run) -> None:
    assert refused(run("sql", floored, "select 1"))
    for option, floor in (("3", 10), ("20", 20)):
        said = run("show", floored, "Region", "--min-base", option)
        assert f"groups under {floor} are withheld" in said.out


def test_a_floor_that_would_tell_the_one_number_below_it_is_refused(floored: Path, run: Run) -> None:
    said = run("show", sample_path(), "impact", "--min-base", "2")
    assert said.code == 2
    assert "3 or more" in said.err
    floored.with_name("dogs.topline.toml").write_text("min_base = 1\n")
    said = run("show", floored, "Region")
    assert said.code == 1
    assert "dogs.topline.toml" in said.err
    assert "3 or more" in said.err


def test_a_survey_file_that_is_written_keeps_the_floor(floored: Path, tmp_path: Path, run: Run) -> None:
    assert "min_base = 10" in run("init", floored, "-o", "-").out
