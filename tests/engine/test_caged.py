"""The caged process: what runs in it can be given up, and it ends when it should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from topline.engine import Cage, Cancel, QueryCancelledError, SqlKilledError

from .site import LINUX, SURVEY, Site, process_of

ENDLESS = "select count(*) from range(1000000000000) where hash(range) = 1"
STUBBORN = "select levenshtein(repeat('ab', 300000), repeat('ba', 300000))"
"""One long call of a function, which DuckDB does not leave when it is asked to."""
AT_ONCE = 0.3
"""Seconds that giving up may take; a busy machine has more."""
BUSY = 10 if os.environ.get("CI") or os.environ.get("PYTEST_XDIST_WORKER") else 3
"""How many times longer things may take on a machine that does other things."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.cage.close()


def wait_until(so: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait for something to be so, looking often."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not so():
        if time.monotonic() > end:
            return False
        pause.wait(0.005)
    return True


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


class Running:
    """A statement that runs in a thread, and how it ended."""

    def __init__(self, cage: Cage, statement: str, cancel: Cancel | None = None) -> None:
        self.error: BaseException | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(cage, statement, cancel))
        self._thread.start()
        assert self._started.wait(5)

    def _run(self, cage: Cage, statement: str, cancel: Cancel | None) -> None:
        self._started.set()
        try:
            cage.run(statement, cancel=cancel)
        except BaseException as error:
            self.error = error

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def end(self) -> BaseException | None:
        self._thread.join(20)
        assert self.is_over
        return self.error


# Giving up.


@LINUX
@pytest.mark.parametrize("statement", [ENDLESS, STUBBORN])
def test_giving_up_ends_a_statement_at_once(site: Site, statement: str) -> None:
    site.cage.run("select 1")
    before = _ticks(process_of(site.cage))
    cancel = Cancel()
    running = Running(site.cage, statement, cancel)
    assert wait_until(lambda: _ticks(process_of(site.cage)) > before + 3)
    began = time.monotonic()
    cancel.cancel()
    error = running.end()
    assert isinstance(error, QueryCancelledError)
    assert time.monotonic() - began < AT_ONCE * BUSY
    assert site.cage.run("select 2").rows == ((2,),)


def _ticks(pid: int) -> int:
    """Processor time that a process has used, in ticks."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(parts[11]) + int(parts[12])


def test_what_was_given_up_before_is_not_run(site: Site) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(QueryCancelledError):
        site.cage.run("select 1", cancel=cancel)


@LINUX
def test_what_waits_for_its_turn_can_be_given_up(site: Site) -> None:
    first, second = Cancel(), Cancel()
    site.cage.run("select 1")
    long = Running(site.cage, ENDLESS, first)
    waiting = Running(site.cage, "select 1", second)
    second.cancel()
    assert isinstance(waiting.end(), QueryCancelledError)
    assert not long.is_over
    first.cancel()
    assert isinstance(long.end(), QueryCancelledError)


def test_closing_ends_what_runs(site: Site) -> None:
    cage = Cage(site.data, SURVEY)
    cage.run("select 1")
    child = cage._child
    assert child is not None
    running = Running(cage, ENDLESS)
    cage.close()
    assert isinstance(running.end(), QueryCancelledError)
    assert wait_until(lambda: not child._thread.is_alive())
    with pytest.raises(QueryCancelledError):
        cage.run("select 1")
    cage.close()


def test_time_is_bounded_also_for_a_stubborn_statement(site: Site) -> None:
    with Cage(site.data, SURVEY, seconds=0.2) as cage:
        cage.run("select 1")
        began = time.monotonic()
        with pytest.raises(SqlKilledError, match=r"took more than 0\.2 seconds"):
            cage.run(STUBBORN)
        assert time.monotonic() - began < 1.0 * BUSY
        assert cage.run("select 1").rows == ((1,),)


def test_statements_of_many_threads_do_not_mix(site: Site) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        found[number] = site.cage.run("select $n::int * 2, row from responses limit 3", {"n": str(number)}).rows[0][0]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number * 2 for number in range(12)}


# Ending.


@LINUX
def test_child_that_is_killed_meanwhile_is_told_and_replaced(site: Site) -> None:
    site.cage.run("select 1")
    pid = process_of(site.cage)
    before = _ticks(pid)
    running = Running(site.cage, ENDLESS)
    assert wait_until(lambda: _ticks(pid) > before + 3)
    os.kill(pid, signal.SIGKILL)
    error = running.end()
    assert isinstance(error, SqlKilledError)
    assert "was ended (signal 9)" in str(error)
    assert site.cage.run("select 2").rows == ((2,),)
    assert process_of(site.cage) != pid


@LINUX
def test_child_that_is_killed_between_is_replaced(site: Site) -> None:
    site.cage.run("select 1")
    child, pid = site.cage._child, process_of(site.cage)
    assert child is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not child.is_alive)
    assert site.cage.run("select 2").rows == ((2,),)


@LINUX
def test_child_that_hangs_is_killed(site: Site) -> None:
    with Cage(site.data, SURVEY, seconds=0.2) as cage:
        cage.run("select 1")
        pid = process_of(cage)
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(SqlKilledError, match="seconds"):
            cage.run("select '" + "x" * 90_000 + "'")
        assert wait_until(lambda: is_gone(pid))
        assert cage.run("select 1").rows == ((1,),)


PARENT = """
import sys, threading
from pathlib import Path
from topline.engine import Cage
from topline.survey import Survey
cage = Cage(Path(sys.argv[1]), Survey("Test", ()))
cage.run("select 1")
print(cage._child._process.pid, flush=True)
if sys.argv[2] == "busy":
    threading.Thread(target=cage.run, args=(sys.argv[3],), daemon=True).start()
sys.stdin.read()
"""


@LINUX
@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("ending", ["killed", "done"])
def test_child_ends_with_its_parent(site: Site, state: str, ending: str) -> None:
    command = [sys.executable, "-c", PARENT, str(site.data), state, ENDLESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        before = _ticks(pid)
        if state == "busy":
            assert wait_until(lambda: _ticks(pid) > before + 3)
        assert not is_gone(pid)
        if ending == "killed":
            parent.kill()
        else:
            parent.stdin.close()
        assert wait_until(lambda: is_gone(pid))


@LINUX
def test_child_outlives_the_thread_that_asked_first(site: Site) -> None:
    with Cage(site.data, SURVEY) as cage:
        first = threading.Thread(target=cage.run, args=("select 1",))
        first.start()
        first.join()
        pid = process_of(cage)
        assert cage.run("select 1").rows == ((1,),)
        assert process_of(cage) == pid
