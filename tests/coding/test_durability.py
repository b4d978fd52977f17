"""Whatever is killed, full, forbidden or done at once: no code that was said to be saved is lost.

TOPLINE_KILLS=N kills N times instead of 200.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import topline
from topline.coding import Coded, CodingError, Journals, reply_key

WORKER = Path(__file__).parent / "worker.py"
KILLS = int(os.environ.get("TOPLINE_KILLS", "200"))


@contextmanager
def worker(folder: Path) -> Iterator[subprocess.Popen[str]]:
    home = Path(topline.__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": str(home)}
    process = subprocess.Popen(
        [sys.executable, WORKER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def ask(process: subprocess.Popen[str], coder: str, first: int, many: int, together: int = 1, largest: int = 0) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{coder} {first} {many} {together} {largest}\n")
    process.stdin.flush()


def until(process: subprocess.Popen[str], word: str) -> list[str]:
    """The lines that it prints up to one of this first word."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.split()[0] == word:
            return lines
        if line.startswith("ended"):
            break
    raise AssertionError(f"it ended after {lines[-3:]}")


def saved(lines: list[str]) -> list[int]:
    return [int(number) for line in lines if line.startswith("saved") for number in line.split()[1:]]


def numbers_in(folder: Path, coder: str = "") -> list[int]:
    news = Journals(folder).poll()
    found = [event for event in news.events if isinstance(event, Coded)]
    return [int(event.by.split()[1]) for event in found if coder in ("", event.coder)]


def test_killed_at_any_moment_no_saved_code_is_lost_and_no_journal_is_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "wave1.codes"
    chance = random.Random(20_13)
    acknowledged: list[int] = []
    with worker(folder) as process:
        for kill in range(KILLS):
            together = chance.choice((1, 1, 1, 5, 40))
            ask(process, f"ann{kill // 100}", kill * 100_000, 90_000, together)
            child = int(until(process, "started")[-1].split()[1])
            if chance.random() < 0.9:
                acknowledged += saved(until(process, "begun"))
            time.sleep(chance.random() * 0.015)  # the moment, anywhere in what it is doing
            os.kill(child, signal.SIGKILL)
            acknowledged += saved(until(process, "ended"))
    last = Coded(question="how", replies=(reply_key("x"),), codes=frozenset("a"), by="ann -1")
    for journal in folder.glob("*.jsonl"):
        Journals(folder, journal.stem).append(last)
    found = [number for number in numbers_in(folder) if number >= 0]
    assert not set(acknowledged) - set(found)
    assert len(found) == len(set(found))
    assert len(acknowledged) > KILLS // 4, "it was killed before it did anything"
    news = Journals(folder).poll()
    assert len(news.faults) <= KILLS
    for coder in {event.coder for event in news.events}:
        own = [event for event in news.events if event.coder == coder]
        assert [event.seq for event in own] == sorted({event.seq for event in own})
        assert isinstance(own[-1], Coded)
        assert own[-1].by == last.by, "what comes after a torn line is whole"


def test_three_processes_code_at_once_and_each_sees_all(tmp_path: Path) -> None:
    folder = tmp_path / "wave1.codes"
    coders = ("ann", "bob", "ann")  # two sessions of one coder among them
    with worker(folder) as one, worker(folder) as two, worker(folder) as three:
        processes = (one, two, three)
        for at, (process, coder) in enumerate(zip(processes, coders, strict=True)):
            ask(process, coder, at * 1000, 300)
        watching, seen = Journals(folder, "cy"), set[str]()
        acknowledged = [saved(until(process, "done")) for process in processes]
        for process in processes:
            until(process, "ended")
    for at, numbers in enumerate(acknowledged):
        assert numbers == list(range(at * 1000, at * 1000 + 300))
    news = watching.poll()
    assert not news.faults
    seen |= {event.by for event in news.events if isinstance(event, Coded)}
    assert len(seen) == len(news.events) == 900
    for coder in ("ann", "bob"):
        own = [event for event in news.events if event.coder == coder]
        assert [event.seq for event in own] == list(range(1, len(own) + 1))
        assert [event.at for event in own] == sorted({event.at for event in own})
    assert sorted(numbers_in(folder)) == sorted(number for numbers in acknowledged for number in numbers)


@pytest.mark.parametrize("together", [1, 7])
def test_a_file_that_may_grow_no_more_says_so_and_keeps_what_was_saved(tmp_path: Path, together: int) -> None:
    folder = tmp_path / "wave1.codes"
    with worker(folder) as process:
        ask(process, "ann", 0, 10_000, together, largest=20_000)
        lines = until(process, "ended")
    assert lines[-2].startswith(f"error nothing was saved in {folder / 'ann.jsonl'}: it would be larger")
    assert lines[-2].endswith("; free some space, then go on coding")
    assert numbers_in(folder) == saved(lines) != []
    content = (folder / "ann.jsonl").read_bytes()
    assert content.endswith(b"\n"), "the part that was written is taken back"
    assert not Journals(folder).poll().faults
    with worker(folder) as process:
        ask(process, "ann", 10_000, 1)
        lines += until(process, "ended")
    assert numbers_in(folder) == saved(lines)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a full disk")
def test_a_full_disk_says_so_and_keeps_what_was_saved(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        folder = disk / "wave1.codes"
        with worker(folder) as process:
            ask(process, "ann", 0, 10_000)
            lines = until(process, "ended")
        assert "the disk is full; free some space, then go on coding" in lines[-2]
        assert numbers_in(folder) == saved(lines) != []
        with pytest.raises(CodingError, match=r"nothing was saved in .*: the disk is full"):
            Journals(folder, "bob")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_write_that_fails_halfway_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from topline.coding import appending

    folder = tmp_path / "wave1.codes"
    ann = Journals(folder, "ann")
    event = Coded(question="how", replies=(reply_key("x"),), codes=frozenset("a"))
    (one,) = ann.append(event)
    before = ann.own.read_bytes()
    write = os.write

    def half(file: int, said: bytes) -> int:
        if len(said) < 40:
            raise OSError(errno.ENOSPC, "full")
        return write(file, said[: len(said) - 30])

    monkeypatch.setattr(appending.os, "write", half)
    with pytest.raises(CodingError, match=r"nothing was saved in .*: the disk is full"):
        ann.append(event)
    assert ann.own.read_bytes() == before
    monkeypatch.undo()
    (two,) = ann.append(event)
    assert Journals(folder).poll().events == (one, two)


def test_a_disk_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from topline.coding import appending

    ann = Journals(tmp_path / "wave1.codes", "ann")

    def fails(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(appending.os, "fdatasync", fails)
    with pytest.raises(CodingError, match="Input/output error"):
        ann.append(Coded(question="how", replies=(reply_key("x"),), codes=frozenset("a")))


AS_NOBODY = """
import os, sys
from pathlib import Path
from topline.coding import CodingError, Journals
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Journals(Path("wave1.codes"), "ann")
except CodingError as error:
    print(error)
"""
"""Root may do everything, and so it is tried as somebody else; in the folder, since that one may not walk there."""


@pytest.mark.parametrize("there", [True, False])
def test_a_place_that_takes_nothing_is_found_out_at_the_start(tmp_path: Path, there: bool) -> None:
    around = tmp_path / "data"
    around.mkdir()
    if there:
        (around / "wave1.codes").mkdir()
        (around / "wave1.codes").chmod(0o555)
    around.chmod(0o555)
    home = str(Path(topline.__file__).parents[1])
    said = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, around],
        env={"PYTHONPATH": home},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    remedy = "you may not write there; set codes_folder in the survey file to a folder that you can write to\n"
    assert said == f"codes cannot be kept in wave1.codes{'/ann.jsonl' if there else ''}: {remedy}"
    assert [one.name for one in around.rglob("*")] == ["wave1.codes"] * there


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_journal_of_another_user_is_not_written(tmp_path: Path) -> None:
    Journals(tmp_path / "x.codes", "ann")
    (tmp_path / "x.codes" / "ann.jsonl").touch()
    os.chown(tmp_path / "x.codes" / "ann.jsonl", 65534, 65534)
    with pytest.raises(CodingError, match="is the journal of another user; take another name with --coder"):
        Journals(tmp_path / "x.codes", "ann")
