"""`topline list`, `replies`, `query`, `init` and `help`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from topline.analysis import MASK

from .conftest import REPLIES, Run


@pytest.fixture
def documented(export: Path, tmp_path: Path) -> Path:
    """The export with a survey file beside it."""
    path = tmp_path / "dogs.csv"
    path.write_bytes(export.read_bytes())
    path.with_name("dogs.topline.toml").write_text(
        """
title = "Dogs"
personal = ["RespondentID"]

[[query]]
key = "f2"
title = "Dogs by region"
rows = "Age"
columns = "Region"

[[query]]
key = "f3"
title = "Replies from a region"
view = "replies"
where = "Region = $region"
parameters.region.choices = "Region"

[[query]]
key = "f4"
title = "Wrong"
sql = "select"
"""
    )
    return path


def test_list_as_json(run: Run, export: Path) -> None:
    listing = run("list", export, "--format", "json").json
    assert listing["title"] == "dogs"
    assert listing["respondents"] == REPLIES
    assert [q["columns"] for q in listing["questions"]] == [[n] for n in range(10)]
    kinds = {q["headers"][0]: (q["kind"], q["role"]) for q in listing["questions"]}
    assert kinds["RespondentID"][1] == "id"
    assert kinds["weight"] == ("numeric", "weight")
    assert kinds["Do you own a dog?"] == ("single", None)
    assert kinds["In your own words, why?"] == ("open", None)
    age = next(q for q in listing["questions"] if q["name"] == "Age")
    assert age["options"][0] == {"code": "18-24", "label": "18-24", "missing": None}
    assert age["rule"]
    assert age["answered"] == REPLIES


def test_list_counts_answers_that_a_stated_survey_leaves_open(run: Run) -> None:
    listing = run("list", Path(__file__).parents[2] / "sample.parquet", "--format", "json").json
    answered = {q["name"]: q["answered"] for q in listing["questions"]}
    assert answered["impact"] == 412
    assert answered["role"] == 5000


def test_list_as_text(run: Run, export: Path) -> None:
    lines = run("list", export).out.splitlines()
    assert lines[1] == "120 respondents, 10 questions"
    assert lines[3].split() == ["NAME", "KIND", "ANSWERED", "QUESTION"]
    assert any(line.split()[:4] == ["weight", "numeric", "(weight)", "120"] for line in lines)


def test_replies_as_text_are_few_and_say_so(run: Run, export: Path) -> None:
    lines = run("replies", export, "--field", "age").out.splitlines()
    assert sum(line.startswith("row ") for line in lines) == 20
    assert lines[-1] == "Shown: 1 to 20 of 120; --limit and --offset show others"


def test_replies_as_json_are_all(run: Run, export: Path) -> None:
    found = run("replies", export, "--field", "age,region", "--format", "json").json
    assert (found["who"], found["total"], found["offset"]) == ("everyone", REPLIES, 0)
    assert found["fields"] == ["Age", "Region"]
    assert [reply["row"] for reply in found["replies"]] == list(range(1, REPLIES + 1))
    assert found["replies"][2]["answers"] == {"Age": "35-54", "Region": "East, by the sea"}


def test_replies_in_order_and_in_part(run: Run, export: Path) -> None:
    words = ("--sort=-RespondentID", "--limit", "2", "--offset", "1", "--field", "RespondentID", "--format", "json")
    found = run("replies", export, *words).json
    assert [reply["row"] for reply in found["replies"]] == [119, 118]


def test_replies_past_the_end_are_none(run: Run, export: Path) -> None:
    found = run("replies", export, "--offset", "500", "--format", "json").json
    assert (found["total"], found["replies"]) == (REPLIES, [])
    assert "Shown: none of 120" in run("replies", export, "--offset", "500").out


def test_replies_of_a_search(run: Run, export: Path) -> None:
    found = run("replies", export, "--search", "NUMBER 11,", "--format", "json").json
    assert [reply["row"] for reply in found["replies"]] == [12]


def test_values_are_of_their_type(run: Run, export: Path) -> None:
    fields = "Submitted,recommend,weight,Do you own a dog?"
    answers = run("replies", export, "--field", fields, "--limit", "1", "--format", "json").json["replies"][0][
        "answers"
    ]
    assert list(answers.values()) == ["2026-03-01", "0", 0.5, None]


def test_personal_answers_are_masked_until_asked_for(run: Run, documented: Path) -> None:
    asked = ("replies", documented, "--field", "RespondentID", "--limit", "1", "--format")
    for form in ("text", "json", "csv", "md"):
        assert "10000" not in run(*asked, form).out
        assert MASK in run(*asked, form).out
        assert "10000" in run(*asked, form, "--personal").out


def test_csv_of_replies(run: Run, export: Path) -> None:
    said = run("replies", export, "--field", "age,region", "--limit", "3", "--format", "csv")
    assert list(csv.reader(io.StringIO(said.out)))[3] == ["3", "35-54", "East, by the sea"]


def test_queries_are_listed(run: Run, documented: Path) -> None:
    found = run("query", documented, "--format", "json").json["queries"]
    assert [query["key"] for query in found] == ["f2", "f3", "f4"]
    assert [query["view"] for query in found] == ["crosstab", "replies", "sql"]
    assert found[1]["parameters"] == [
        {"name": "region", "default": None, "choices": ["North", "South", "East, by the sea"]}
    ]
    assert all(query["source"] is None for query in found)
    assert "f3   Replies from a region  region=any" in run("query", documented).out


def test_a_query_runs_by_key_or_title(run: Run, documented: Path) -> None:
    by_key = run("query", documented, "f2", "--format", "json").json
    assert by_key == run("query", documented, "dogs by", "--format", "json").json
    assert by_key["columns"][1]["group"] == "Region"
    assert run("query", documented, "f2").out.splitlines()[:3] == ["Dogs", "Dogs by region", "Age"]


def test_a_query_takes_its_parameters_anywhere(run: Run, documented: Path) -> None:
    for words in (("f3", "region=North"), ("--format", "json", "f3", "region=North")):
        assert run("query", documented, *words, "--format", "json").json["total"] == 40


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("f3", "place=North"), 1, "has no parameter 'place'; it has: region"),
        (("f3", "North"), 2, "'North' gives no parameter a value"),
        (("f3", "region=N", "region=S"), 2, "region is given twice"),
        (("f3", "region=Nowhere"), 1, "Region has no answer 'Nowhere'"),
        (("f4",), 1, "query 'Wrong': SELECT clause without selection list"),
        (("f9",), 1, "'f9' is no canned query of this survey; it has: f2 Dogs by region"),
    ],
)
def test_a_query_that_cannot_run(run: Run, documented: Path, words: tuple[str, ...], code: int, line: str) -> None:
    said = run("query", documented, *words)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert line in said.err


def test_init_writes_beside_and_never_over(run: Run, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "dogs.csv"
    path.write_bytes(export.read_bytes())
    target = tmp_path / "dogs.topline.toml"
    said = run("init", path)
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith(f"topline: wrote {target}")
    assert '"Yes"' in target.read_text()
    assert run("list", path, "--format", "json").code == 0
    target.write_text("title = 'Mine'")
    again = run("init", path)
    assert (again.code, target.read_text()) == (1, "title = 'Mine'")
    assert again.err == f"topline: {target} exists already; give --force to replace it, or another name\n"
    assert run("init", path, "--force").code == 0
    assert target.read_text() != "title = 'Mine'"


def test_init_prints(run: Run, export: Path) -> None:
    said = run("init", export, "-o", "-")
    assert (said.code, said.err) == (0, "")
    assert "[question." in said.out
    assert not export.with_name("dogs.topline.toml").exists()


def test_a_survey_file_elsewhere(run: Run, export: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other.toml"
    elsewhere.write_text("title = 'Elsewhere'")
    assert run("list", export, "--survey-file", elsewhere, "--format", "json").json["title"] == "Elsewhere"


def test_help(run: Run) -> None:
    assert "exit codes:" in run("--help").out
    assert "words how >= 20" in run("show", "--help").out
    assert run("help", "filters").out.startswith("filters (--where")
    assert run("help", "show").out == run("show", "--help").out
    assert run("help", "filtres").err == "topline: no help on 'filtres'; nearest: filters\n"
    assert run("--version").out.startswith("topline ")


def test_a_file_called_like_an_option(run: Run, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "--help.csv").write_bytes(export.read_bytes())
    assert run("list", "--format", "json", "--", "--help.csv").json["respondents"] == REPLIES
    assert run("show", "./--help.csv", "age", "--format", "json").json["base"]["unweighted"] == REPLIES
    assert run("query", "--format", "json", "--", "--help.csv").json == {"queries": []}
