"""How the explorer ends and what it refuses: signals, closed terminals, long queries, too little room."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from .terminal import Terminal

PROGRAM = [sys.executable, "-m", "topline"]
AT_ONCE = 3.0
"""Seconds within which the program ends, on a busy machine."""
ROWS = 400_000


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose verbatims take many seconds to count by words."""
    path = tmp_path_factory.mktemp("endless") / "endless.parquet"
    words = "hash(range)::varchar || repeat(' abc def', 60)"
    columns = f"range as id, if(range % 4 = 0, 'Yes', 'No') as answer, {words} as said"
    duckdb.sql(f"copy (select {columns} from range({ROWS})) to '{path}' (format parquet)")
    return path


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV that takes seconds to read."""
    path = tmp_path_factory.mktemp("slow") / "slow.csv"
    path.write_text("id,answer,said\n" + "12345,Yes,a few words of somebody\n" * 1_500_000)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file that is open at once."""
    path = tmp_path / "small.parquet"
    duckdb.sql(f"copy (select range as id, 'Yes' as answer from range(2)) to '{path}' (format parquet)")
    return path


def counting(terminal: Terminal) -> None:
    """Bring a terminal to where a long query runs."""
    terminal.wait_for(f"n={ROWS:,}", "25% 100,000")
    terminal.go("down", "working", "Esc cancels")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_a_running_query(endless: Path, number: signal.Signals) -> None:
    with Terminal(endless) as terminal:
        counting(terminal)
        os.kill(terminal.pid, number)
        sent = time.monotonic()
        assert terminal.end() == 128 + number
        assert time.monotonic() - sent < AT_ONCE
        assert terminal.is_as_before
        assert terminal.afterwards == b""


def test_signal_upon_signal_is_as_quiet(endless: Path) -> None:
    with Terminal(endless) as terminal:
        counting(terminal)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
            os.kill(terminal.pid, number)
        assert terminal.end() in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
        assert terminal.is_as_before
        assert terminal.afterwards == b""


def test_q_ends_a_running_query(endless: Path) -> None:
    with Terminal(endless) as terminal:
        counting(terminal)
        terminal.press("q")
        pressed = time.monotonic()
        assert terminal.end() == 0
        assert time.monotonic() - pressed < AT_ONCE
        assert terminal.is_as_before
        assert terminal.afterwards == b""


@pytest.mark.parametrize("stop", [None, signal.SIGSTOP, signal.SIGTSTP])
def test_it_goes_on_as_it_was_when_it_is_told_to(small: Path, stop: signal.Signals | None) -> None:
    with Terminal(small) as terminal:
        terminal.wait_for("2 replies")
        if stop:
            os.kill(terminal.pid, stop)
            wait_until(lambda: state_of(terminal.pid) == "T")
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.go("?", "Keys: Topline")
        terminal.go("esc", lambda screen: "Keys: Topline" not in screen)
        os.kill(terminal.pid, signal.SIGTERM)
        os.kill(terminal.pid, signal.SIGCONT)  # as `timeout` does
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.is_as_before
        assert terminal.afterwards == b""


def state_of(pid: int) -> str:
    """What a process does, in the letter that the system has for it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until(come: Callable[[], bool]) -> None:
    """Wait until something has come about, and fail where it does not."""
    until = time.monotonic() + 20
    while not come():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_esc_cancels_a_long_query_and_all_goes_on(endless: Path) -> None:
    with Terminal(endless) as terminal:
        counting(terminal)
        terminal.go("esc", "cancelled", lambda screen: "working" not in screen)
        terminal.go("up", "25% 100,000")
        terminal.go("?", "Keys: Topline")
        terminal.go("esc", lambda screen: "Keys: Topline" not in screen)
        terminal.go("3", f"1 of {ROWS:,} ──", "abc def")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.afterwards == b""


def test_slow_opening_says_so_and_can_be_given_up(slow: Path) -> None:
    with Terminal(slow) as terminal:
        terminal.wait_for("opening slow.csv", "Esc gives up")
        terminal.press("esc")
        pressed = time.monotonic()
        assert terminal.end() == 1
        assert time.monotonic() - pressed < AT_ONCE
        assert terminal.is_as_before
        assert terminal.afterwards.decode() == f"topline: {slow}: opening it was given up\r\n"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_while_opening(slow: Path, number: signal.Signals) -> None:
    with Terminal(slow) as terminal:
        terminal.wait_for("opening slow.csv")
        os.kill(terminal.pid, number)
        assert terminal.end(AT_ONCE) == 128 + number
        assert terminal.is_as_before
        assert terminal.afterwards == b""


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_a_terminal_that_goes_away_without_a_signal_ends_it(endless: Path, busy: bool) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    # In a session of its own, but not controlled by this terminal: nobody sends it a signal.
    environment = os.environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with subprocess.Popen([*PROGRAM, endless], **streams, start_new_session=True, env=environment) as process:
        os.close(theirs)
        said = b""
        while b"100,000" not in said:
            said += os.read(ours, 1 << 16)
        if busy:
            os.write(ours, b"\x1b[B")
            while b"working" not in said:
                said += os.read(ours, 1 << 16)
        os.close(ours)
        ended = (128 + signal.SIGHUP, 70) if busy else (128 + signal.SIGHUP,)
        assert process.wait(timeout=2 * AT_ONCE) in ended


@pytest.mark.parametrize("name", ["none.parquet", "empty.csv", "cut.parquet"])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "none.parquet":
        path.write_bytes(b"" if name == "empty.csv" else b"PAR1" + bytes(50))
    with Terminal(path) as terminal:
        assert terminal.end() == 1
        assert terminal.is_as_before
        line = terminal.afterwards.decode()
        assert line.startswith("topline: ")
        assert name in line
        assert line.count("\n") == 1


def test_without_a_terminal_it_is_refused_in_one_line() -> None:
    done = subprocess.run(PROGRAM, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_dumb_terminal_is_refused_in_one_line() -> None:
    with Terminal(environment={"TERM": "dumb"}) as terminal:
        assert terminal.end() == 2
        assert "TERM is dumb" in terminal.printed
        assert terminal.raw.count(b"\n") == 1
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 11)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_too_small_a_terminal_says_so_until_there_is_room(size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.wait_for("40x12", f"{size[0]}x{size[1]}")
        assert [line for line in terminal.lines if line] == terminal.lines[:1]
        terminal.press("down", "?", "3")
        # Drawn for yet another size, it has read the keys: else they could come to it when there is room.
        terminal.resize(size[0], size[1] - 1)
        terminal.wait_for(f"{size[0]}x{size[1] - 1}")
        terminal.resize(200, 50)
        terminal.wait_for("Who was asked, and who answered", "412 replied", "the people: asked")
        terminal.go("down", "Has social media had an impact")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.is_as_before
        assert terminal.afterwards == b""


def test_what_was_there_comes_back_with_the_room() -> None:
    with Terminal("--query", "f2", size=(30, 8)) as terminal:
        terminal.wait_for("40x12")
        terminal.resize(120, 36)
        terminal.wait_for("Impact by company policy", "Banned")
        terminal.go("5", "F3  Impact by role")
        terminal.resize(20, 4)
        terminal.wait_for("40x12")
        terminal.resize(100, 30)
        terminal.wait_for("F3  Impact by role")
        terminal.go("esc", lambda screen: "F3  Impact by role" not in screen)
        terminal.go("3", "1 of 412 ──")
        terminal.resize(10, 2)
        terminal.wait_for("40x12")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.afterwards == b""


RGB = re.compile(rb"[34]8;2;([0-9]+);([0-9]+);([0-9]+)")
ENVIRONMENTS = [
    ({"LANG": "C"}, ()),
    ({"LANG": "C", "LC_ALL": "POSIX", "PYTHONUTF8": "0"}, ()),
    ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, ()),
    ({"TERM": "screen-256color"}, ()),
    ({"TERM": "linux"}, ()),
    ({"TERM": "vt100"}, ()),
    ({"COLORTERM": "truecolor"}, ("--theme", "light")),
    ({"COLORTERM": "truecolor"}, ("--theme", "ansi")),
    ({"SSH_CONNECTION": "1 2 3 4"}, ()),
]


@pytest.mark.parametrize(("environment", "words"), ENVIRONMENTS, ids=lambda part: " ".join(part) or "-")
def test_on_other_terminals_it_reads_the_same(environment: dict[str, str | None], words: tuple[str, ...]) -> None:
    with Terminal(*words, environment=environment) as terminal:
        terminal.wait_for("5,000 asked > 412 replied (8.2%)", "100% 5,000")
        terminal.go("down", "Has social media had an impact", "50% 205", "50% 207")
        terminal.go("3", " 1 of 412 ")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.is_as_before
        assert terminal.afterwards == b""
        if "NO_COLOR" in environment:
            assert {said for said in RGB.findall(terminal.raw) if len(set(said)) > 1} == set()
        if "ansi" in words:
            assert not re.search(rb"[34]8;[25];", terminal.raw)
        if environment.get("LANG") == "C" or environment.get("TERM") in ("linux", "vt100"):
            assert any("##" in line and "100%" in line for line in terminal.shown)
            # What people wrote stays what it is.
            assert {letter for line in terminal.shown for letter in line if not letter.isascii()} <= set("äöüß")
            assert not re.search(rb"[34]8;[25];", terminal.raw)


FOR_EVER = "select sum(1) from responses a,responses b,responses c where a.how||b.how||c.how<c.how||a.how"


def children_of(pid: int) -> set[int]:
    """The processes that a process has started, as long as it runs itself."""
    return {
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    }


def gone(pids: set[int]) -> bool:
    """Whether none of these runs any more, within a moment."""
    deadline = time.monotonic() + AT_ONCE
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def running_sql(terminal: Terminal) -> set[int]:
    """Bring a terminal to where a statement runs for ever; gives back the processes that it runs in."""
    terminal.wait_for("? help")
    terminal.go("5", "F2")
    terminal.press("tab")
    terminal.go(FOR_EVER, FOR_EVER[-20:])
    terminal.go("enter", "working")
    children = children_of(terminal.pid)
    assert children
    return children


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_a_session_that_is_ended_while_a_statement_runs(number: signal.Signals) -> None:
    with Terminal(size=(120, 36)) as terminal:
        children = running_sql(terminal)
        os.kill(terminal.pid, number)
        assert terminal.end(AT_ONCE) == (-number if number is signal.SIGKILL else 128 + number)
        assert gone(children)
        if number is not signal.SIGKILL:
            assert terminal.is_as_before
            assert terminal.afterwards == b""


def test_ctrl_q_ends_a_running_statement() -> None:
    with Terminal(size=(120, 36)) as terminal:
        children = running_sql(terminal)
        terminal.press("ctrl+q")
        assert terminal.end(AT_ONCE) == 0
        assert gone(children)
        assert terminal.is_as_before
        assert terminal.afterwards == b""


def test_a_statement_is_cancelled_and_the_next_one_runs() -> None:
    with Terminal(size=(120, 36)) as terminal:
        running_sql(terminal)
        terminal.go("esc", "cancelled")
        terminal.press("ctrl+u")
        terminal.go("select count(*) as people from responses", "people from")
        terminal.go("enter", "5000")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_what_a_signal_ends_goes_on_where_it_was(number: signal.Signals) -> None:
    with Terminal(size=(120, 36)) as terminal:
        terminal.wait_for("? help")
        terminal.go("2", "Total")
        terminal.go("3", "1 of 412 ──")
        terminal.go("down", "2 of 412 ──")
        os.kill(terminal.pid, number)
        assert terminal.end() == 128 + number
    with Terminal(size=(120, 36)) as terminal:
        terminal.wait_for("2 of 412 ──", "where you left off")
        terminal.go("esc", "Total")
        terminal.press("q")
        assert terminal.end() == 0


HURRIED = (
    "import sys, topline.tui.app as app; app.KEPT_EVERY = 0.1; from topline.__main__ import main; sys.exit(main())"
)


def test_what_is_killed_goes_on_near_where_it_was() -> None:
    with Terminal(program=("-c", HURRIED), size=(120, 36)) as terminal:
        terminal.wait_for("? help")
        terminal.go("3", "1 of 412 ──")
        kept = Path(os.environ["TOPLINE_STATE"])
        deadline = time.monotonic() + AT_ONCE
        while not any('"place":"Replies"' in place.read_text() for place in kept.rglob("*.json")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.end()
    with Terminal(size=(120, 36)) as terminal:
        terminal.wait_for("1 of 412 ──", "where you left off")
        terminal.press("q")
        assert terminal.end() == 0


def test_an_unknown_name_in_the_keymap_is_one_line_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\nfiltr = "F"\n')
    monkeypatch.setenv("TOPLINE_CONFIG", str(tmp_path))
    with Terminal() as terminal:
        assert terminal.end() == 1
        assert terminal.raw.count(b"\n") == 1
        assert b"\x1b" not in terminal.raw
        assert terminal.printed.startswith(
            f"topline: {tmp_path}/keys.toml, line 2: unknown key 'filtr'; nearest: filter"
        )


def test_unknown_colours_are_refused_in_one_line() -> None:
    with Terminal("--theme", "darq") as terminal:
        assert terminal.end() == 2
        assert terminal.printed == "topline: there is no theme 'darq'; nearest: dark\n"
