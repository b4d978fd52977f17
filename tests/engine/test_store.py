"""Stores: whole or not at all, found again, never in the way, and never believed when they are damaged."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars
import pytest

from topline.engine import Building, Cancel, Engine, Windows, room, store
from topline.engine.store import Plan, plan_of, prune
from topline.readers.folders import ABANDONED, cache_folder
from topline.survey import (
    Answered,
    Chose,
    Contains,
    Kind,
    Option,
    Question,
    Slice,
    Sql,
    Storage,
    Survey,
    Within,
    WordCount,
    bits,
    quoted,
    word_count,
)

SIZES = ("small", "it's large", "medium")
GRADES = ("low", "never given", "it's high")
TOOLS = ("saw", "drill", 'a "plane"')
ROWS = room.LARGE + 40
SURVEY = Survey(
    "Large",
    (
        Question("size", Kind.SINGLE, options=tuple(Option(size, size) for size in SIZES)),
        Question("grade", Kind.SCALE, options=tuple(Option(grade, grade) for grade in GRADES)),
        Question("zip", Kind.SINGLE),
        Question("tools", Kind.MULTI, options=tuple(Option(tool, tool) for tool in TOOLS)),
        Question("age", Kind.NUMERIC, storage=Storage.INTEGER),
        Question("why", Kind.OPEN),
    ),
    respondents=ROWS,
)
SOON = 60.0
"""Seconds after which what takes one or two will not come any more."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is just large enough, in row groups that several threads read."""
    place = polars.Series("at", range(ROWS), dtype=polars.Int64)
    frame = polars.DataFrame(
        {
            "size": [None, *SIZES, "unlisted"] * (ROWS // 5),
            "grade": ["it's high", "low", None, "low"] * (ROWS // 4),
            "zip": place.cast(polars.String),
            "tools": [None, [], ["saw"], ["drill", "saw"], ['a "plane"'], ["saw", "saw", None]] * (ROWS // 6),
            "age": place % 90,
            "why": ["  ", "because", None, "it is  so\tthere"] * (ROWS // 4),
        },
        strict=False,
    )
    path = tmp_path_factory.mktemp("large") / "large.parquet"
    frame.write_parquet(path, row_group_size=10_000)
    return path


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store of another test."""
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def engine(large: Path) -> Iterator[Engine]:
    """Over the file, which has no store yet."""
    with Engine(large, SURVEY) as engine:
        assert engine.store is None
        yield engine


def planned(engine: Engine) -> Plan:
    plan = engine.plan()
    assert plan is not None
    return plan


def stores() -> list[str]:
    """What there is where stores are kept."""
    return sorted(path.name for path in (cache_folder() / "stores").iterdir())


_MADE: dict[str, bytes] = {}


def made(engine: Engine) -> Path:
    """The store of an engine; only the first one is really made."""
    plan = planned(engine)
    if plan.place.name in _MADE:
        plan.place.write_bytes(_MADE[plan.place.name])
    else:
        assert Building(plan).run()
        _MADE[plan.place.name] = plan.place.read_bytes()
    return plan.place


PEOPLE = (
    Slice(),
    Slice((Chose("size", ("medium",)),)),
    Slice((Chose("size", ("medium", "nobody's")),)),
    Slice((Chose("zip", ("17",)),)),
    Slice((Chose("tools", ("saw", "never")),)),
    Slice((Chose("tools", ("never",)),)),
    Slice((Answered("tools"),)),
    Slice((Within("age", 3, 7),)),
    Slice((Answered("why"), WordCount("why", 2, 4))),
    Slice((Contains("size", "LARGE"),)),
    Slice((Contains("tools", "ll sa"),)),
    Slice(search="SO"),
)


def test_a_store_holds_the_same_replies_in_the_same_order(engine: Engine, large: Path) -> None:
    with Engine(large, SURVEY) as stored:
        assert stored.adopt(made(stored))
        for people in PEOPLE:
            answers = []
            for one in (engine, stored):
                windows = Windows(one, behind=False)
                last = windows.count(people) - 1
                answers.append([windows.window(people, SURVEY.questions, at, 20) for at in (0, last // 2, last)])
            assert answers[0] == answers[1], people.sentence(SURVEY)
        for sort in ("grade", "-grade", "size", "-size", "zip", "-why"):
            one, other = (Windows(one).window(PEOPLE[6], SURVEY.questions, 700, 20, sort) for one in (engine, stored))
            assert one == other, sort
        row = quoted("topline:row")
        assert stored.query(Sql(f'select count(*) from replies where {row} <> cast("zip" as bigint)')) == [(0,)]


def test_a_store_knows_codes_by_bits_categories_and_lengths(engine: Engine) -> None:
    assert engine.adopt(made(engine))
    tools = engine.survey["tools"]
    assert tools.bits == tuple(sorted(TOOLS))
    types = {name: kind for name, kind, *_ in engine.query(Sql("describe replies"))}
    assert types["size"].startswith("ENUM")
    assert engine.survey["size"].ranked == (), "a code that nobody listed has no place among the options"
    assert types["zip"] == "VARCHAR", "what has many different texts is no category"
    assert engine.survey["grade"].ranked == ("low", "it's high")
    assert types["tools"].startswith("ENUM")
    counted = f"select distinct {bits(tools)} from replies order by all nulls first"
    assert engine.query(Sql(counted)) == [(None,), (0,), (1,), (4,), (6,)]
    lengths = f"select distinct {word_count(engine.survey['why'])} from replies order by all nulls first"
    assert engine.query(Sql(lengths)) == [(None,), (0,), (1,), (4,)]


def test_it_is_readable_by_its_user_alone_and_nothing_else_stays(engine: Engine) -> None:
    place = planned(engine).place
    assert Building(planned(engine)).run()
    assert stores() == [place.name]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_second_opening_uses_it_at_once(engine: Engine, large: Path) -> None:
    place = made(engine)
    os.utime(place, (1, 1))
    with Engine(large, SURVEY) as again:
        assert again.store == place
        assert place.stat().st_mtime > 1, "it counts as used now"
        assert Windows(again).count(PEOPLE[1]) == ROWS // 5
    with Engine(large, SURVEY, stored=False) as plain:
        assert plain.store is None


def test_a_small_file_needs_none(large: Path) -> None:
    with Engine(large, replace(SURVEY, respondents=room.LARGE - 1)) as small:
        assert not small.is_large
    assert not (cache_folder() / "stores").exists()


def test_another_file_or_another_reading_has_another_store(large: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(large.read_bytes())
    places = set()
    for path, survey in (
        (large, SURVEY),
        (copy, SURVEY),
        (large, Survey("Large", SURVEY.questions[2:], respondents=ROWS)),
    ):
        with Engine(path, survey) as engine:
            places.add(planned(engine).place)
    os.utime(copy, ns=(1, 1))
    with Engine(copy, SURVEY) as engine:
        places.add(planned(engine).place)
    assert len(places) == 4


def test_a_file_that_changed_meanwhile_gets_none(large: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(large.read_bytes())
    with Engine(copy, SURVEY) as engine:
        plan = planned(engine)
        os.utime(copy, ns=(1, 1))
        assert not Building(plan).run()
    assert stores() == []


def test_giving_up_ends_it_at_once_and_leaves_nothing(engine: Engine) -> None:
    building = Building(planned(engine))
    came: list[bool] = []
    waiting = threading.Thread(target=lambda: came.append(building.run()), daemon=True)
    waiting.start()
    folder = cache_folder() / "stores"
    while waiting.is_alive() and not (folder.exists() and any(folder.glob("building-*/store*"))):
        pass
    began = time.monotonic()
    building.give_up()
    waiting.join(SOON)
    assert came == [False]
    assert time.monotonic() - began < 2
    assert stores() == []
    building = Building(planned(engine))
    building.give_up()
    assert not building.run(), "one that was given up before does not begin"


KILLED = """
import sys
from pathlib import Path
from topline.engine import Building
from topline.engine.store import Plan
print("ready", flush=True)
Building(eval(sys.argv[1], {"Plan": Plan, "PosixPath": Path})).run()
"""


def test_a_program_that_is_killed_leaves_nothing(engine: Engine) -> None:
    plan = planned(engine)
    with subprocess.Popen([sys.executable, "-c", KILLED, repr(plan)], stdout=subprocess.PIPE) as program:
        assert program.stdout
        program.stdout.readline()
        while program.poll() is None and not any(plan.place.parent.glob("building-*/store*")):
            pass
        program.kill()
    waited = time.monotonic() + SOON
    while any(plan.place.parent.glob("building-*")) and time.monotonic() < waited:
        pass
    assert stores() == [], "the child has removed what it had"


def test_two_programs_that_make_it_at_once_both_have_it(engine: Engine) -> None:
    plan = planned(engine)
    came: list[bool] = []
    both = [threading.Thread(target=lambda: came.append(Building(plan).run())) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(SOON)
    assert came == [True, True]
    assert stores() == [plan.place.name]
    assert engine.adopt(plan.place)


@pytest.mark.parametrize("damage", ["garbage", "empty", "cut", "end", "other"])
def test_a_store_that_cannot_be_opened_is_removed_and_made_again(damage: str, engine: Engine, large: Path) -> None:
    place = made(engine)
    whole = place.read_bytes()
    match damage:
        case "garbage":
            place.write_bytes(b"no store at all" * 10_000)
        case "empty":
            place.write_bytes(b"")
        case "cut":
            place.write_bytes(whole[: len(whole) // 2])
        case "end":
            place.write_bytes(whole[:-100])
        case "other":
            place.unlink()
            import duckdb

            duckdb.connect(str(place)).close()
    with Engine(large, SURVEY) as again:
        assert again.store is None
        assert stores() == []
        assert Windows(again).count(PEOPLE[4]) == Windows(engine).count(PEOPLE[4])
        assert again.adopt(made(again))


def test_damage_that_shows_later_leads_back_to_the_file(engine: Engine, large: Path) -> None:
    place = made(engine)
    with place.open("r+b") as file:
        # Past the headers; somewhere in the blocks of columns.
        for at in range(1 << 18, place.stat().st_size // 2, 1 << 15):
            file.seek(at)
            file.write(b"\xff\x00\xff\x00")
    expected = [Windows(engine, behind=False).window(people, SURVEY.questions, 5, 5, "-grade") for people in PEOPLE]
    with Engine(large, SURVEY) as again:
        assert again.store is not None, "the damage does not show at once"
        windows = Windows(again, behind=False)
        found = [windows.window(people, again.survey.questions, 5, 5, "-grade") for people in PEOPLE]
        assert found == expected
        assert again.store is None
        assert stores() == []
        tools = again.survey["tools"]
        assert again.query(Sql(f"select max({bits(tools)}) from replies")) == [(6,)], "its bits can still be asked for"


def test_what_is_asked_while_it_is_taken_up_is_answered(engine: Engine) -> None:
    place = made(engine)
    found: list[int] = []

    def ask() -> None:
        for people in PEOPLE * 3:
            found.append(Windows(engine, behind=False).window(people, (), 3, 2).total)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for one in asking:
        one.start()
    assert engine.adopt(place)
    for one in asking:
        one.join(SOON)
    assert len(found) == 3 * 3 * len(PEOPLE)
    assert len(set(found)) <= len(PEOPLE)


def test_the_ones_used_longest_ago_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "AT_MOST", 2_500)
    for age, name in enumerate(("new", "older", "oldest")):
        (tmp_path / f"{name}{store.ENDING}").write_bytes(b"x" * 1_000)
        os.utime(tmp_path / f"{name}{store.ENDING}", (time.time() - age, time.time() - age))
    left, fresh = tmp_path / "building-left", tmp_path / "building-fresh"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "store").write_bytes(b"x")
    os.utime(left, (time.time() - ABANDONED - 9,) * 2)
    (tmp_path / "of somebody else").write_text("stays")
    prune(tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {"new.duckdb", "older.duckdb", "building-fresh", "of somebody else"}
    prune(tmp_path, keep=tmp_path / "older.duckdb")
    monkeypatch.setattr(store, "AT_MOST", 500)
    prune(tmp_path, keep=tmp_path / "older.duckdb")
    assert {path.name for path in tmp_path.glob("*.duckdb")} == {"older.duckdb"}


def test_without_room_there_is_none(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "RESERVE", 1 << 60)
        assert not Building(planned(engine)).run()
    with monkeypatch.context() as patch:
        patch.setattr(store, "AT_MOST", 1_000)
        assert not Building(planned(engine)).run()
    assert stores() == []


def test_where_nothing_can_be_written_everything_works_without(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "file" / "cache"))
    with Engine(large, SURVEY) as engine:
        assert engine.plan() is None
        assert engine.is_large
        assert Windows(engine).count(PEOPLE[1], Cancel()) == ROWS // 5


def test_a_plan_without_categories_is_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "n.parquet"
    polars.DataFrame({"n": [3, 1, None]}).write_parquet(path)
    with Engine(path, Survey("n", (Question("n", Kind.NUMERIC, storage=Storage.INTEGER),), respondents=3)) as engine:
        plan = plan_of(path, engine.survey, engine.selected)
        assert plan
        assert Building(plan).run()
        assert engine.adopt(plan.place)
        assert [reply.row for reply in Windows(engine).window(Slice(), (), sort="n").replies] == [1, 0, 2]
