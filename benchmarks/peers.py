"""The same file in VisiData, the terminal's spreadsheet: opened until all its rows are there, one question counted.

It is installed into an environment of its own the first time, since topline has no use for it. For information.
"""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

from generate import generated
from measure import DATA, SIZES, Child, NeverCameError, Result, report, topline
from tables import engines

PLACE = DATA / "visidata"
PACKAGES = ("visidata", "pyarrow")
PATIENCE = 900.0
"""Seconds after which it will not finish."""
COLUMNS, LINES = 120, 36


def measure(sizes: Sequence[int] = SIZES) -> list[Result]:
    """The lines of the table."""
    command = _installed()
    if command is None:
        return [Result("VisiData", 0, "", None, "could not be installed")]
    return [result for rows in sizes for result in _compared(command, rows)]


def _installed() -> Path | None:
    command = PLACE / "bin" / "vd"
    if not command.exists():
        print("installing VisiData ...", file=sys.stderr)
        venv.create(PLACE, with_pip=True)
        pip = [str(PLACE / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        if subprocess.run(pip, check=False).returncode:
            return None
    return command


def _compared(command: Path, rows: int) -> list[Result]:
    path = generated(rows)
    with engines(rows):
        pass
    ours = _topline(path)
    try:
        theirs = _visidata(command, path, rows)
    except NeverCameError as error:
        return [Result(f"{rows:,}: VisiData", 0, "", None, f"did not finish: {error}")]
    names = ("all rows there / topline's first frame", "one question counted / topline's")
    results = [
        Result(f"{rows:,}: VisiData, {name}, wall", its / own, "x", None, f"{its:,.1f} s against {own:,.2f} s")
        for name, its, own in zip(names, theirs[:2], ours[:2], strict=True)
    ]
    detail = f"RSS; topline {ours[2]:,.0f} MB"
    return [*results, Result(f"{rows:,}: VisiData, most memory", theirs[2], "MB", None, detail)]


def _visidata(command: Path, path: Path, rows: int) -> tuple[float, float, float]:
    """Seconds until all rows are there, and for counting one column; megabytes."""
    words = [str(command), "--config=/dev/null", f"--visidata-dir={DATA / 'visidata-files'}", str(path)]
    with Child(words, COLUMNS, LINES) as child:
        terminal = _Terminal(child)
        opened = terminal.wait(lambda lines: f" {rows} rows" in lines[-1] and "%" not in lines[-1])
        for keys in (b"c", b"role\r"):
            child.send(keys)
            child.read_until_quiet(2)
        child.send(b"F")
        # Every row is in a bin when their counts are all of them.
        counted = terminal.wait(lambda lines: sum(map(_count, lines)) == rows)
        return opened, counted, child.memory


def _count(line: str) -> int:
    parts = line.replace("║", "│").split("│")
    number = parts[1].strip() if len(parts) > 2 else ""
    return int(number) if number.isdigit() else 0


def _topline(path: Path) -> tuple[float, float, float]:
    """The same of topline, which has made its store before."""
    with Child(topline(str(path)), COLUMNS, LINES) as child:
        terminal = _Terminal(child)
        opened = terminal.wait(lambda lines: any("Delivered" in line for line in lines))
        for _ in range(3):
            child.send(b"\x1b[B")
        counted = terminal.wait(lambda lines: any("Team lead" in line for line in lines))
        return opened, counted, child.memory


class _Terminal:
    """What a child shows."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0

    def wait(self, shows: Callable[[list[str]], bool]) -> float:
        """Seconds until it shows something.

        Raises:
            NeverCameError: when it does not within `PATIENCE`.
        """
        began = time.perf_counter()
        while time.perf_counter() - began < PATIENCE:
            self._child.read(0.02)
            written = self._child.written
            self._stream.feed(bytes(written[self._fed :]))
            self._fed = len(written)
            if shows(list(self._screen.display)):
                return time.perf_counter() - began
        raise NeverCameError(f"not within {PATIENCE:.0f} s")


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="replies (default: %(default)s)")
    return report(measure(parser.parse_args().rows))


if __name__ == "__main__":
    sys.exit(main())
