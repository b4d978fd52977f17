"""`topline query`: views and SQL, parameters without a value, and the queries that a person keeps for every survey."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path

from .conftest import Run

SAMPLE = sample_path()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of one's own queries."""
    monkeypatch.setenv("TOPLINE_CONFIG", str(tmp_path / "config"))
    path = tmp_path / "config" / "queries.toml"
    path.parent.mkdir()
    path.write_text(
        '[[query]]\nkey = "f2"\ntitle = "Wants a key"\nrows = "role"\n\n'
        '[[query]]\nkey = "l"\ntitle = "Salaries"\nrows = "salary"\n'
    )
    return path


def test_a_statement_runs_in_the_cage_with_its_parameters(run: Run) -> None:
    said = run("query", SAMPLE, "f7", "role=Director", "--format", "json").json
    assert said["columns"][0]["name"] == "respondent"
    assert len(said["rows"]) == 20
    lengths = [len(row[1]) for row in said["rows"]]
    assert lengths == sorted(lengths, reverse=True)
    director = run(
        "replies", SAMPLE, "--where", f"respondent = {said['rows'][0][0]}", "--field", "role", "-f", "json"
    ).json
    assert [reply["answers"]["role"] for reply in director["replies"]] == ["Director"]


def test_a_parameter_without_a_value_is_any_and_said(run: Run) -> None:
    everyone = run("query", SAMPLE, "f7", "role=", "--format", "json")
    assert everyone.code == 0
    assert everyone.err == "topline: role is any; role=VALUE says which\n"
    assert len({row[0] for row in everyone.json["rows"]}) == 20
    replies = run("query", SAMPLE, "replies from one", "role=", "--format", "json")
    assert replies.json["total"] == 225
    assert "role is any" in replies.err
    assert "policy is any" in replies.err
    vps = run("query", SAMPLE, "replies from one", "--format", "json")
    assert vps.json["total"] == 36
    assert vps.err == "topline: policy is any; policy=VALUE says which\n"


def test_a_query_is_drawn_as_it_says(run: Run) -> None:
    bars = run("query", SAMPLE, "f8", "--width", "60").out.splitlines()
    assert bars[2].split() == ["touches", "meetings_booked"]
    assert [line.split()[-1] for line in bars[3:]] == ["3.7", "4.1", "4.9", "8.3"]
    assert "█" in bars[3]
    assert "┤" in run("query", SAMPLE, "h", "--width", "60").out
    table = run("query", SAMPLE, "f8", "--format", "csv").out
    assert next(csv.reader(io.StringIO(table))) == ["touches", "meetings_booked", "cold_calls", "managers"]


def test_the_sample_tells_its_story(run: Run) -> None:
    impact = run("query", SAMPLE, "f2", "--format", "json").json
    assert [column["label"] for column in impact["columns"]][-1] == "Counted as work"
    assert run("query", SAMPLE, "f4", "--format", "json").json["total"] == 41
    coded = run("query", SAMPLE, "nobody said", "--format", "json").json
    counts = {row["label"]: row["cells"][0]["count"] for row in coded["rows"]}
    assert (counts["Coaching"], counts["Recruiting and hiring"], counts["Selling"]) == (0, 41, 191)


@pytest.mark.parametrize("words", ["f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "p", "s", "a", "r", "w", "h"])
@pytest.mark.parametrize("kind", ["text", "md", "csv", "tsv", "json"])
def test_every_query_of_the_sample_runs_in_every_format(run: Run, words: str, kind: str) -> None:
    said = run("query", SAMPLE, words, "--format", kind, "--limit", "3")
    assert said.code == 0, said.err
    assert said.out


def test_ones_own_queries_come_after_the_surveys_and_are_listed_with_their_file(run: Run, own: Path) -> None:
    page = run("query", SAMPLE, "--width", "200").out
    assert f"\nYour own, in {own}\n     Wants a key  (f2 is another query's)\nl    Salaries\n" in page
    found = run("query", SAMPLE, "--format", "json").json["queries"]
    assert [(query["key"], query["source"]) for query in found[-2:]] == [("", str(own)), ("l", str(own))]
    assert run("query", SAMPLE, "wants a key", "--format", "json").json["question"]["name"] == "role"
    assert run("query", SAMPLE, "f2", "--format", "json").json["question"]["name"] == "impact"


def test_one_that_speaks_of_what_the_survey_lacks_fails_alone(run: Run, own: Path) -> None:
    said = run("query", SAMPLE, "l")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("topline: query 'Salaries': no question 'salary'")


def test_a_fault_in_ones_own_file_is_told_with_its_line(run: Run, own: Path) -> None:
    own.write_text('[[query]]\ntitel = "x"\n')
    said = run("query", SAMPLE)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"topline: {own}, line 2: unknown key 'titel'; nearest: title, fields\n"


def test_init_leaves_ones_own_queries_out_and_writes_the_surveys_whole(run: Run, own: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(SAMPLE.read_bytes())
    before = run("query", copy, "--format", "json").json
    assert run("init", copy).code == 0
    text = (tmp_path / "copy.topline.toml").read_text()
    assert "Wants a key" not in text
    assert 'chart = "grid"' in text
    # What the file beside says takes the place of what the metadata say: nothing is there twice.
    assert run("query", copy, "--format", "json").json == before
