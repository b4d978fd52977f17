"""Codes beside the replies: the file as it was with a column more, in its order, whatever is in it."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from topline.analysis import tabulate
from topline.coding import CodeMoved, NetAdded
from topline.coding.coded_replies import UNUSED, _keep
from topline.coding.opening import open_coded
from topline.engine import Building, Engine
from topline.readers import UnreadableFileError, folders
from topline.survey import Net, Option, Sql, View, What

from .surveyed import WHY, Coder


def written(frame: pl.DataFrame, folder: Path, stated: str = WHY, name: str = "survey.parquet") -> Path:
    file = folder / name
    frame.write_parquet(file, row_group_size=50_000)
    (folder / f"{file.stem}.topline.toml").write_text(stated)
    return file


def read(file: Path, columns: str) -> list[tuple[object, ...]]:
    return duckdb.sql(f"select {columns} from read_parquet('{file}', hive_partitioning = false)").fetchall()


def types(file: Path) -> dict[str, str]:
    described = duckdb.sql(f"describe select * from read_parquet('{file}', hive_partitioning = false)").fetchall()
    return {name: kind for name, kind, *_ in described}


def test_many_rows_keep_their_order_and_each_its_own_codes(tmp_path: Path) -> None:
    n = 320_000
    ids = [(number * 7919) % n for number in range(n)]
    file = written(pl.DataFrame({"id": ids, "why": [f"reason {one}" for one in ids], "q": [1] * n}), tmp_path)
    coder = Coder(file)
    coder.adds("a", "b")
    coder.codes(((one, f"reason {one}") for one in range(0, n, 3)), "a")
    coder.codes(((one, f"reason {one}") for one in range(0, n, 6)), "b", "a")
    source = open_coded(file)
    found = read(source.replies, "id, why_codes")
    assert [one for one, _ in found] == ids
    assert all(codes == (None if one % 3 else ["a"] if one % 6 else ["a", "b"]) for one, codes in found), (
        "codes stand beside other replies"
    )


def test_the_store_of_a_large_file_has_the_codes_and_is_another_when_they_change(tmp_path: Path) -> None:
    n = 200_001
    file = written(pl.DataFrame({"id": range(n), "why": [f"reason {one}" for one in range(n)]}), tmp_path)
    coder = Coder(file)
    coder.adds("a", "b")
    coder.gives_up([(n - 1, f"reason {n - 1}")])
    places = []
    for many in (5, 9):
        coder.codes(((one, f"reason {one}") for one in range(many)), "a")
        source = open_coded(file)
        with Engine(source.replies, source.survey) as engine:
            plan = engine.plan()
            assert plan is not None
            assert Building(plan).run()
            assert engine.adopt(plan.place)
            assert engine.survey["why"].bits == ("a",)
            table = tabulate(View(What.TOPLINE, "why"), engine)
            places.append(plan.place)
        assert (table.base.text, table.base.unweighted) == ("coded", many)
        assert [(row.code, row.cells[0].count) for row in table.rows] == [("a", many), ("b", 0)]
        waiting = n - 1 - many
        assert [(item.label, item.count) for item in table.missing] == [
            ("Not coded yet", waiting),
            ("Can't be coded", 1),
        ]
    assert places[0] != places[1]


def test_columns_keep_their_types_and_names(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "why": ["x", "y", None],
            "file_row_number": [30, 20, 10],
            "When": [datetime(2026, 1, 2, 3, tzinfo=UTC)] * 3,
            "kind": pl.Series(["red", "blue", None], dtype=pl.Enum(["red", "blue"])),
            "nested": [{"a": 1, "b": ["x"]}, {"a": 2, "b": []}, None],
            "several": [["p"], [], None],
            "small": pl.Series([1, 2, 3], dtype=pl.UInt8),
            "Why_codes": ["taken", "taken", "taken"],
            'quo"ted': ["a", "b", "c"],
        }
    )
    file = written(frame, tmp_path)
    coder = Coder(file)
    coder.adds("a")
    coder.codes([(2, "y")], "a")
    source = open_coded(file)
    assert source.survey["why"].codes == "why_codes_"
    before, after = types(file), types(source.replies)
    assert after == {**before, "why_codes_": "VARCHAR[]"}
    same = '* exclude (why_codes_) replace ("When"::varchar as "When")'
    assert read(source.replies, same) == read(file, same.replace(" exclude (why_codes_)", ""))
    assert read(source.replies, "why_codes_") == [(None,), (["a"],), (None,)]


def test_columns_that_differ_in_case_only_stay_apart(tmp_path: Path) -> None:
    file = written(pl.DataFrame({"id": [1, 2], "Why": ["first", "second"], "why": ["x", "y"]}), tmp_path, 'id = "id"\n')
    plain = open_coded(file)
    asked = next(question for question in plain.survey if question.headers == ("why",))
    (tmp_path / "survey.topline.toml").write_text(f'id = "id"\n[question.{asked.name}]\nkind = "open"\n')
    coder = Coder(file, question=asked.name)
    coder.adds("a")
    coder.codes([(2, "y")], "a")
    source = open_coded(file)
    with Engine(source.replies, source.survey) as engine:
        column = source.survey[asked.name].codes
        assert engine.query(Sql(f'select "{asked.column}", "{column}" from replies')) == [("x", None), ("y", ["a"])]


def test_a_path_that_looks_like_a_partition_or_a_pattern_adds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "wave=3" / "it's [new] *"
    folder.mkdir(parents=True)
    file = written(pl.DataFrame({"id": [1, 2], "why": ["x", "y"]}), folder, name="su[r]vey.parquet")
    coder = Coder(file)
    coder.adds("a")
    coder.codes([(1, "x")], "a")
    source = open_coded(file)
    assert types(source.replies) == {"id": "BIGINT", "why": "VARCHAR", "why_codes": "VARCHAR[]"}
    assert read(source.replies, "why_codes") == [(["a"],), (None,)]


def coded(tmp_path: Path) -> tuple[Path, Coder]:
    file = written(pl.DataFrame({"id": [1, 2, 3], "why": ["x", "y", "z"]}), tmp_path)
    coder = Coder(file)
    coder.adds("a", "b")
    coder.codes([(1, "x")], "a")
    return file, coder


def kept() -> list[Path]:
    return sorted((folders.cache_folder() / "coded").iterdir())


def test_several_who_make_it_at_once_all_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "cache"))
    file, _ = coded(tmp_path)
    with ThreadPoolExecutor(4) as together:
        places = {source.replies for source in together.map(lambda _: open_coded(file), range(8))}
    assert kept() == list(places)
    assert read(*places, "why_codes") == [(["a"],), (None,), (None,)]


def test_what_is_kept_is_for_its_user_alone_and_made_once_for_the_same_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "cache"))
    file, coder = coded(tmp_path)
    said: list[str] = []
    first = open_coded(file, progress=said.append).replies
    assert said == ["bringing in the codes"]
    assert open_coded(file, progress=said.append).replies == first
    assert len(said) == 1
    assert (first.parent.stat().st_mode & 0o777, first.stat().st_mode & 0o777) == (0o700, 0o600)
    coder.codes([(2, "y")], "b")
    second = open_coded(file).replies
    assert kept() == sorted([first, second]), "a session may still show the codes of before"
    long_ago = time.time() - UNUSED - 1
    os.utime(first, (long_ago, long_ago))
    coder.codes([(3, "z")], "b")
    third = open_coded(file).replies
    assert kept() == sorted([second, third])


def test_who_has_it_open_is_not_disturbed_by_others_who_open_or_make_the_same(tmp_path: Path) -> None:
    file = written(pl.DataFrame({"id": [1, 2, 3], "why": ["x", "y", "z"]}), tmp_path)
    coder = Coder(file)
    coder.adds("a")
    coder.codes([(1, "x")], "a")
    source = open_coded(file)
    view = View(What.TOPLINE, "why")
    with Engine(source.replies, source.survey) as engine:
        open_coded(file)
        assert tabulate(view, engine).rows
        made = source.replies.rename(tmp_path / "taken away")
        open_coded(file)
        inode = source.replies.stat().st_ino
        _keep(made, source.replies)
        assert source.replies.stat().st_ino == inode
    with Engine(source.replies, source.survey) as engine:
        assert tabulate(view, engine).rows


def test_what_is_kept_says_all_that_reading_the_journals_said(tmp_path: Path) -> None:
    file, coder = coded(tmp_path)
    coder.journals.append(NetAdded(question="why", net="n", label='It\'s "a" net'))
    coder.journals.append(CodeMoved(question="why", code="a", net="n"), CodeMoved(question="why", code="b", net="n"))
    Coder(file, question="gone").adds("x")
    said: list[str] = []
    first, second = (open_coded(file, progress=said.append) for _ in range(2))
    assert said == ["bringing in the codes"]
    assert second == first
    assert second.survey["why"].nets == (Net('It\'s "a" net', ("a", "b")),)
    assert second.survey["why"].has_uncoded
    assert len([one for one in second.survey.warnings if "'gone'" in one]) == 1
    assert second.survey["why"].options == (Option("a", "A"), Option("b", "B"))


def test_other_words_of_the_survey_file_are_seen_at_once(tmp_path: Path) -> None:
    file, _ = coded(tmp_path)
    open_coded(file)
    stated = f'{WHY}options = {{ z = "Zed" }}\n'
    (tmp_path / "survey.topline.toml").write_text(stated)
    assert [option.code for option in open_coded(file).survey["why"].options] == ["z", "a", "b"]
    (tmp_path / "survey.topline.toml").write_text(f"{stated}# the id is no id any more\n".replace('id = "id"', ""))
    assert open_coded(file).survey["why"].has_uncoded


def test_a_cache_without_room_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, _ = coded(tmp_path)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    monkeypatch.setenv("TOPLINE_CACHE", str(blocked))
    with pytest.raises(UnreadableFileError, match=r"blocked: no room to keep replies with their codes .*TOPLINE_CACHE"):
        open_coded(file)


def test_a_disk_that_is_full_is_told_in_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource
    import signal

    n = 50_000
    file = written(pl.DataFrame({"id": range(n), "why": [f"reason {one * 7919}" for one in range(n)]}), tmp_path)
    coder = Coder(file)
    coder.adds("a")
    coder.codes([(0, "reason 0")], "a")
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "cache"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
        with pytest.raises(UnreadableFileError) as told:
            open_coded(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "no room to keep replies with their codes (File too large)" in str(told.value)
    assert "\n" not in str(told.value)
    assert kept() == []
    assert open_coded(file).survey["why"].codes == "why_codes"
