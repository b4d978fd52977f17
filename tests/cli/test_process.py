"""The program as a process: what it imports, where it refuses to draw, how signals and pipes end it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

PROGRAM = [sys.executable, "-m", "topline"]
HEAVY = ("textual", "duckdb", "polars", "rich", "lark", "numpy")


def imported_by(*words: str) -> set[str]:
    """The heavy packages that a command line imports."""
    code = (
        "import sys\nfrom topline.__main__ import main\n"
        f"main({list(words)!r})\nprint(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [("--help",), ("show", "--help"), ("help", "filters"), ("--version",), ("shwo", "x")])
def test_help_comes_without_anything_heavy(words: tuple[str, ...]) -> None:
    assert imported_by(*words) == set()


def test_the_command_line_knows_no_screens(export: Path) -> None:
    assert imported_by("show", str(export), "age") == {"duckdb", "rich"}


def test_without_a_terminal_the_explorer_is_refused() -> None:
    done = subprocess.run(PROGRAM, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith("topline: topline needs a terminal, and stdin is none; without one use `topline list")
    assert done.stderr.count("\n") == 1
    assert imported_by() == set()


def test_a_dumb_terminal_is_refused() -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "dumb"
        os.execv(sys.executable, PROGRAM)
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:  # a pty ends with an error on Linux
        pass
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert b"TERM is dumb" in said
    assert b"\x1b" not in said


LONG = 20
"""Seconds within which an interrupted count has ended on any machine: left alone it takes several times as long."""


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of long verbatims that says what it holds, so that it is opened at once."""
    path = tmp_path_factory.mktemp("endless") / "endless.parquet"
    words = "hash(range)::varchar || repeat(' abc def', 60)"
    survey = "id = 'id'\n[question.said]\nkind = 'open'\n".replace("'", '"')
    options = f"format parquet, kv_metadata {{topline: '{survey}'}}"
    duckdb.sql(f"copy (select range as id, {words} as said from range(2000000)) to '{path}' ({options})")
    return path


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["int", "term", "hup"]
)
def test_signals_end_a_running_count(endless: Path, number: signal.Signals, code: int) -> None:
    many = " and ".join(f"not said contains 'z{number}'" for number in range(100))
    words = [*PROGRAM, "show", str(endless), "said", "--where", many]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    def heeded() -> None:  # tests that run under nohup hand down that they ignore a hangup
        signal.signal(number, signal.SIG_DFL)

    with subprocess.Popen(words, **pipes, text=True, preexec_fn=heeded) as process:
        time.sleep(1.5)
        assert process.poll() is None
        process.send_signal(number)
        sent = time.monotonic()
        out, err = process.communicate(timeout=60)
    assert time.monotonic() - sent < LONG
    assert (process.returncode, out, err) == (code, "", "topline: interrupted\n")


def test_a_closed_pipe_is_quiet(export: Path) -> None:
    words = [*PROGRAM, "replies", str(export), "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_output_is_one_line(export: Path) -> None:
    with Path("/dev/full").open("w") as full:
        words = [*PROGRAM, "list", str(export)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "topline: cannot write to the output: No space left on device\n"


@pytest.mark.parametrize(("locale", "bar"), [("C", "#"), ("C.UTF-8", "█")])
def test_letters_are_utf8_whatever_the_locale_and_bars_are_what_it_has(tmp_path: Path, locale: str, bar: str) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text("Town\n" + "Zürich\nBern\n" * 20, encoding="utf-8")
    environment = os.environ | {"LC_ALL": locale, "TERM": "xterm", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*PROGRAM, "show", str(towns), "town"], capture_output=True, env=environment, timeout=60)
    assert f"Zürich {bar}{bar}" in done.stdout.decode("utf-8")


def test_without_any_standard_streams(export: Path) -> None:
    done = subprocess.run(f'"{sys.executable}" -m topline list "{export}" <&- >&- 2>&-', shell=True, timeout=60)
    assert done.returncode == 0
