"""`topline sample`: the sample as a file of one's own, and where the codes of the built-in one are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.coding import Coded, Codeframe, Desk, Journals
from topline.coding.opening import folder_of
from topline.coding.pile import pile_of
from topline.readers import open_source

from .conftest import Run


def test_it_is_written_here_and_over_nothing(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("sample")
    assert said.code == 0
    assert "topline sample.parquet" in said.out
    assert Path("sample.parquet").read_bytes() == sample_path().read_bytes()
    assert "exists already; give --force" in run("sample").err
    assert run("sample", "--force").code == 0
    assert "is what this was read from" in run("sample", "-o", sample_path(), "--force").err


def test_the_raw_pile_has_the_same_replies_and_no_code(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("sample", "--uncoded")
    assert said.code == 0, said.err
    assert "a new code" in said.out
    raw = open_source(tmp_path / "sample-uncoded.parquet").survey
    whole = open_source(sample_path()).survey
    assert raw["how"].codes == ""
    assert (raw["how"].options, raw["how"].nets) == ((), ())
    assert [one.name for one in raw] == [one.name for one in whole]
    asked = ("impact", "--by", "role", "-f", "json")
    shown = run("show", "sample-uncoded.parquet", *asked).json
    assert shown["rows"] == run("show", sample_path(), *asked).json["rows"]
    assert "how_codes" not in run("sql", "sample-uncoded.parquet", "describe responses").out
    for query in run("query", "sample-uncoded.parquet", "-f", "json").json["queries"]:
        assert run("query", "sample-uncoded.parquet", query["title"]).code == 0
    found = run("code", "sample-uncoded.parquet", "-f", "json").json
    assert (found["replies"], found["uncoded"], found["codes"]) == (203, 203, [])


def test_codes_of_the_built_in_sample_are_kept_among_the_users_own(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPLINE_STATE", str(tmp_path / "state"))
    source = open_source(sample_path())
    folder = folder_of(source.survey, sample_path())
    assert folder == tmp_path / "state" / "codes" / "sample.codes"
    pile = pile_of(source.replies, source.survey, source.survey["how"])
    desk = Desk(Journals(folder, "ann"), "how", Codeframe.of(source.survey["how"]), pile.keys, before=pile.codes)
    desk.record(Coded(question="how", replies=pile.keys[:3], codes=frozenset({"coaching"})))
    found = run("code", sample_path(), "-f", "json").json
    assert {one["code"]: one["count"] for one in found["codes"]}["coaching"] == 3
    assert not sample_path().with_name("sample.codes").exists()
    copy = tmp_path / "sample.parquet"
    assert run("sample", "-o", copy).code == 0
    assert folder_of(source.survey, copy) == tmp_path / "sample.codes"
