"""Nets that are asked for: on the command line, in queries and in reports."""

from __future__ import annotations

import csv
from pathlib import Path
from zipfile import ZipFile

from topline.cli.explorer import sample_path

from .conftest import Run

DIGITAL = "Digital=research,Keeping up with customer news"


def counts(said: dict[str, object]) -> dict[str, tuple[int, int]]:
    return {row["label"]: (row["level"], row["cells"][0]["count"]) for row in said["rows"]}  # type: ignore[attr-defined]


def test_a_net_counts_each_person_once_below_the_net_that_holds_it(run: Run) -> None:
    shown = counts(run("show", sample_path(), "how", "--net", DIGITAL, "-f", "json").json)
    assert shown["Selling"] == (0, 191)
    assert shown["Digital"] == (1, 135)
    assert shown["Researching prospects"] == (2, 94)
    assert shown["Preparing for calls"] == (1, 74)
    opened = "how in ('research', 'news') and impact = 'Yes'"
    assert run("replies", sample_path(), "--where", opened, "-f", "json").json["total"] == 135


def test_a_net_of_a_net_is_asked_for_in_any_order(run: Run) -> None:
    asked = ("show", sample_path(), "how", "-f", "json")
    within = ("--net", DIGITAL), ("--net", "More=Digital,coaching")
    one = counts(run(*asked, *within[0], *within[1]).json)
    assert one == counts(run(*asked, *within[1], *within[0]).json)
    assert one["Digital"][1] == 135


def test_every_format_shows_how_deep_a_net_stands(run: Run, tmp_path: Path) -> None:
    asked = ("show", sample_path(), "how", "--net", DIGITAL)
    assert "&emsp;&emsp;Researching prospects" in run(*asked, "-f", "md").out
    page = run(*asked, "-f", "html").out
    assert '<tr class="net level1"><th scope="row">Digital' in page
    assert '<tr class="level2"><th scope="row">Researching prospects' in page
    rows = [row[1] for row in csv.reader(run(*asked, "-f", "csv", "--no-footer").out.splitlines()) if row]
    assert rows[1:4] == ["Selling", "Digital", "Researching prospects"]
    book = tmp_path / "how.xlsx"
    assert run(*asked, "-o", book).code == 0
    with ZipFile(book) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert 'indent="1"' in styles
    assert 'indent="2"' in styles


def test_an_unknown_answer_is_told_in_one_line_with_the_nearest(run: Run) -> None:
    said = run("show", sample_path(), "how", "--net", "Digital=reserch")
    assert said.code == 1
    assert said.err.strip() == (
        "topline: how has no answer 'reserch' for the net 'Digital'; nearest: research, Researching prospects"
    )
    assert "takes no --net" in run("show", sample_path(), "response", "--net", DIGITAL).err


def test_a_query_and_a_report_say_nets_too(run: Run, tmp_path: Path) -> None:
    survey_file, spec = tmp_path / "survey.toml", tmp_path / "report.toml"
    table = 'title = "Net"\nrows = "how"\nnets = { Digital = ["research", "Keeping up with customer news"] }\n'
    survey_file.write_text(f"[[query]]\n{table}", "utf-8")
    spec.write_text(f"[[table]]\n{table}", "utf-8")
    asked = run("query", sample_path(), "Net", "--survey-file", survey_file, "-f", "json").json
    assert counts(asked)["Digital"] == (1, 135)
    report = run("report", sample_path(), "--spec", spec, "-f", "md").out
    assert "&emsp;**Digital**" in report
    assert "&emsp;&emsp;Researching prospects" in report
    survey_file.write_text(f"[[query]]\n{table}".replace('"research"', '"reserch"'), "utf-8")
    said = run("query", sample_path(), "Net", "--survey-file", survey_file)
    assert (
        "query 'Net': how has no answer 'reserch' for the net 'Digital'; nearest: research, Researching prospects"
        in said.err
    )
