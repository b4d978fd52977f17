"""What the benchmarks share: a child in a pseudo-terminal, its CPU time, medians, and the table of results."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample.parquet"
DATA = Path(tempfile.gettempdir()) / "topline-benchmarks"
"""Where generated files are kept from run to run."""
SIZES = (1_000_000, 10_000_000)
"""Replies of the large files."""
RUNS = 9
"""Measured runs of each command, after one that warms the caches."""
PATIENCE = 60.0
"""Seconds after which what was waited for will not come."""
CHUNK = 65536
LEFT_OUT = ("SSH_CONNECTION", "TOPLINE_DEBUG", "TEXTUAL", "TEXTUAL_DRIVER", "NO_COLOR", "PYTHONDONTWRITEBYTECODE")
FOLDERS = {f"TOPLINE_{name}": str(DATA / name.casefold()) for name in ("CACHE", "CONFIG", "STATE")}
"""Nothing of the user's is read or written; what is kept in the cache, such as stores, is kept from run to run."""
NO_CACHE = DATA / "none" / "cache"
"""For those that are to open a file as if for the first time; they end before anything is kept there."""
os.environ.update(FOLDERS)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in LEFT_OUT} | {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
}
DATA.mkdir(mode=0o700, exist_ok=True)


class NeverCameError(RuntimeError):
    """The child did not show what was waited for."""


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the table."""

    what: str
    measured: float
    """A ratio, or bytes, megabytes, milliseconds."""
    unit: str
    """Written behind the numbers: x for ratios, B for bytes, MB, ms."""
    limit: float | None
    """The most it may be; None where it is told for information."""
    detail: str

    @property
    def is_over(self) -> bool:
        """Whether it is more than it may be."""
        return self.limit is not None and self.measured > self.limit

    @property
    def row(self) -> str:
        """The line in Markdown."""
        limit = "" if self.limit is None else self._written(self.limit)
        verdict = "" if self.limit is None else "**over**" if self.is_over else "ok"
        return f"| {self.what} | {self._written(self.measured)} | {limit} | {verdict} | {self.detail} |"

    def _written(self, number: float) -> str:
        return f"{number:.2f}{self.unit}" if self.unit in ("x", "") else f"{number:,.0f} {self.unit}"


def report(results: Sequence[Result]) -> int:
    """Print the table; the exit code says whether anything is over its limit."""
    print("| what | measured | limit | verdict | detail |")
    print("|---|---:|---:|---|---|")
    for result in results:
        print(result.row)
    return int(any(result.is_over for result in results))


class Child:
    """A command in a pseudo-terminal of its own. Nobody answers what it asks the terminal."""

    def __init__(self, command: Sequence[str], columns: int = 120, lines: int = 36, cache: Path | None = None) -> None:
        # Where another child left off is of no interest to this one.
        self._state = tempfile.TemporaryDirectory(prefix="topline-state-")
        environment = ENVIRONMENT | {"TOPLINE_STATE": self._state.name, "TOPLINE_CONFIG": self._state.name}
        if cache is not None:
            environment["TOPLINE_CACHE"] = str(cache)
        self._started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.chdir(ROOT)
            os.execvpe(command[0], list(command), environment)
        self.written = bytearray()
        """All that it wrote."""

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)
        self._state.cleanup()

    @property
    def cpu(self) -> float:
        """Seconds of CPU, user and system, that all its threads have had so far."""
        # The clock of another process, as clock_getcpuclockid makes it; /proc/PID/stat only counts hundredths.
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def wall(self) -> float:
        """Seconds since it was started."""
        return time.perf_counter() - self._started

    @property
    def memory(self) -> float:
        """Megabytes of memory that it has had at most so far, what it shares with others included."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def settle(self, idle: float = 0.5, patience: float = 600.0) -> None:
        """Read until it has done next to nothing for so many seconds.

        Raises:
            NeverCameError: when it goes on and on.
        """
        until = time.perf_counter() + patience
        while time.perf_counter() < until:
            before = self.cpu
            self.read_until_quiet(idle)
            if self.cpu - before < idle / 20:
                return
        raise NeverCameError(f"it has not come to rest within {patience:.0f} s")

    def send(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, keys)

    def read(self, wait: float) -> bytes:
        """What it writes next; nothing when it stays quiet for so many seconds or has ended."""
        if not select.select([self._terminal], [], [], wait)[0]:
            return b""
        try:
            found = os.read(self._terminal, CHUNK)
        except OSError:
            return b""
        self.written += found
        return found

    def read_until(self, texts: Sequence[str]) -> None:
        """Read until it has written all of these.

        Raises:
            NeverCameError: when it ends or is quiet instead.
        """
        waited = [text.encode() for text in texts]
        while waited:
            if not self.read(PATIENCE):
                said = bytes(self.written[-2000:]).decode(errors="replace")
                raise NeverCameError(f"never showed {[text.decode() for text in waited]}; it wrote {said!r}")
            waited = [text for text in waited if text not in self.written]

    def read_until_quiet(self, quiet: float) -> int:
        """Read until nothing came for so many seconds; gives the number of bytes that did."""
        number = 0
        while found := self.read(quiet):
            number += len(found)
        return number


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds until a child showed something."""

    cpu: float
    wall: float


def first_frame(command: Sequence[str], texts: Sequence[str], cache: Path | None = None) -> Spent:
    """Start a command, wait until all these texts are on its terminal, and kill it."""
    with Child(command, cache=cache) as child:
        child.read_until(texts)
        return Spent(child.cpu, child.wall)


def interleaved(runs: int, *tasks: Callable[[], Spent]) -> list[Spent]:
    """The medians of tasks that are run in turn, so that whatever else the machine does meets all of them.

    A first round, which fills caches, does not count.
    """
    rounds = [[task() for task in tasks] for _ in range(runs + 1)][1:]
    return [Spent(median(one.cpu for one in of), median(one.wall for one in of)) for of in zip(*rounds, strict=True)]


def topline(*arguments: str) -> list[str]:
    """The command line of topline."""
    return [sys.executable, "-m", "topline", *arguments]
