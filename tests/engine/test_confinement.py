"""What the caged process can reach, and that each thing that holds it holds by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from topline.engine import Cage, SqlKilledError
from topline.engine.responses import as_order

from . import attacks
from .site import LINUX, SECRET, SURVEY, Site, process_of


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.cage.close()


@LINUX
def test_child_has_nothing_but_its_pipes_and_the_replies(site: Site) -> None:
    with site.secret.open() as secret:
        os.set_inheritable(secret.fileno(), True)
        with Cage(site.data, SURVEY) as cage:
            cage.run("select 1")
            files = Path(f"/proc/{process_of(cage)}/fd")
            reached = sorted(str(file.readlink()).partition(":")[0] for file in files.iterdir())
            assert reached == sorted(["/dev/null", "/dev/null", "/dev/null", str(site.data), "pipe", "pipe"])


@LINUX
def test_child_knows_nothing_of_its_surroundings(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", SECRET)
    with Cage(site.data, SURVEY) as cage:
        cage.run("select 1")
        place = Path(f"/proc/{process_of(cage)}")
        known = {line.partition("=")[0] for line in (place / "environ").read_text().split("\0") if line}
        assert known == {"PYTHONPATH", "PYTHONUTF8", "MALLOC_ARENA_MAX"}
        assert (place / "cwd").readlink() == Path("/")


@LINUX
def test_limits_are_those_that_were_asked_for(site: Site) -> None:
    with Cage(site.data, SURVEY, memory=1 << 30) as cage:
        cage.run("select 1")
        told = Path(f"/proc/{process_of(cage)}/limits").read_text().splitlines()
        limits = {line[:26].strip(): line[26:].split()[:2] for line in told}
        status = Path(f"/proc/{process_of(cage)}/status").read_text()
    assert limits["Max address space"] == [str(1 << 30)] * 2
    for nothing in ("Max file size", "Max core file size", "Max open files", "Max processes"):
        assert limits[nothing] == ["0", "0"], nothing
    assert limits["Max cpu time"][0].isdigit()
    assert "NoNewPrivs:\t1" in status


def test_cage_can_be_smaller_than_a_statement_needs(site: Site) -> None:
    with Cage(site.data, SURVEY, memory=400 << 20) as cage:
        with pytest.raises(SqlKilledError, match=r"0\.391 GB"):
            cage.run("select count(distinct hash(range)) from range(30000000)")
        assert cage.run("select count(*) from responses").rows == ((300,),)


# What holds it, layer by layer: each of these takes the others away.

UNGUARDED = """
import json, os, sys
from topline.engine.caged import confine, one_file
from topline.engine.caged.running import Statements
order, statements, what = json.loads(sys.stdin.read())
order["file"] = os.open(order["path"], os.O_RDONLY)
it = Statements(order)
it.warm_up()
if what == "process":
    confine.bound_memory(1 << 30)
    holds = confine.open_nothing()
    connection = it._replies
else:
    it.open()
    connection = it._replies
for statement in statements:
    try:
        told = str(connection.cursor().execute(statement).fetchall())
    except BaseException as error:
        told = f"refused: {error}"
    print(json.dumps(told), flush=True)
os._exit(0)
"""


def unguarded(site: Site, statements: list[str], what: str) -> list[str]:
    """What statements give in a child without the guard, and with only some of what holds it."""
    order = {
        "questions": as_order(SURVEY),
        "personal": False,
        "path": str(site.data),
        "memory": 1 << 30,
        "threads": 2,
        "milliseconds": 2_000,
    }
    done = subprocess.run(
        [sys.executable, "-c", UNGUARDED],
        input=json.dumps([order, statements, what]),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=site.folder,
        env=os.environ | {"SECRET": SECRET},
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_settings_hold_without_the_guard(site: Site) -> None:
    """But for the replies themselves nothing is read, and nothing at all is written."""
    written = (*attacks.FILES.values(), *attacks.CHANGES.values())
    told = unguarded(site, [site.filled(statement) for statement in written], "settings")
    assert len(told) == len(written)
    for statement, answer in zip(written, told, strict=True):
        assert SECRET not in answer, statement
        assert "root:" not in answer, statement
        if "{secret}" in statement or "{folder}" in statement or "/etc" in statement or "/proc" in statement:
            assert answer.startswith("refused"), statement
    site.is_as_before()


SETTINGS = {
    "lock_configuration": True,
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
    "temp_directory": "",
    "allowed_paths": ["replies://file"],
    "max_execution_time": 2_000,
    "threads": 2,
    "async_threads": 0,
    "TimeZone": "UTC",
}


def test_settings_are_those_that_were_meant(site: Site) -> None:
    """As a cursor sees them, since that is what statements run on."""
    told = unguarded(site, [f"select current_setting('{name}')" for name in SETTINGS], "settings")
    assert dict(zip(SETTINGS, told, strict=True)) == {name: f"[({value!r},)]" for name, value in SETTINGS.items()}


def test_process_holds_without_guard_and_settings(site: Site) -> None:
    statements = [
        site.filled(statement)
        for statement in (
            "select content from read_text('{secret}')",
            "select * from '{secret}'",
            "copy (select 1) to '{folder}/attack.csv'",
            "copy (select 1) to '{data}' (format parquet)",
            "copy (select 1) to '{data}' (format parquet, use_tmp_file false)",
            "attach '{folder}/attack.duckdb'",
            "export database '{folder}/attack'",
            "load '{secret}'",
        )
    ]
    told = unguarded(site, statements, "process")
    assert len(told) == len(statements)
    assert all(one.startswith("refused") for one in told), told
    site.is_as_before()


CONFINED = """
import os, sys
from topline.engine.caged import confine
file = os.open(sys.argv[1], os.O_RDONLY)
if sys.argv[3] == "landlock":
    if not confine._landlock():
        print("no Landlock"); os._exit(0)
else:
    confine.open_nothing()
    confine.bound_memory(1 << 30)
def attempt(do):
    try:
        do()
    except OSError as error:
        return type(error).__name__
    return "done"
import socket
print(
    len(os.pread(file, 4, 0)),
    attempt(lambda: os.open(sys.argv[1], os.O_RDONLY)),
    attempt(lambda: os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)),
    attempt(lambda: os.listdir("/")),
    attempt(lambda: os.unlink(sys.argv[1])),
    attempt(lambda: os.truncate(sys.argv[1], 0)),
    attempt(lambda: os.execv("/bin/true", ["true"])),
)
"""


@LINUX
def test_landlock_forbids_every_way_to_a_file(site: Site) -> None:
    told = _confined(site, "landlock")
    if told == ["no", "Landlock"]:
        pytest.skip("this kernel has no Landlock")
    assert told == ["4", *["PermissionError"] * 6]
    site.is_as_before()


@LINUX
def test_process_opens_nothing(site: Site) -> None:
    number, opened, created, *_ = _confined(site, "all")
    assert number == "4"
    assert "done" not in (opened, created)
    site.is_as_before()


def _confined(site: Site, how: str) -> list[str]:
    command = [sys.executable, "-c", CONFINED, str(site.secret), str(site.folder / "attack"), how]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.split()
