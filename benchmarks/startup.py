"""CPU time until the sample's toplines are on the screen, against the least that a Textual app over DuckDB needs.

Also the time of `topline --help`, against an interpreter that does nothing, and what it imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from measure import ENVIRONMENT, ROOT, RUNS, SAMPLE, Result, Spent, first_frame, interleaved, report, topline

FRAME = ("412 replied", "Delivered")
"""In the masthead and beside a bar of the funnel: together they are the first frame with numbers."""
LIMIT = 1.9
BASELINE = Path(__file__).with_name("baseline.py")
READY = "the baseline is ready"
HEAVY = ("textual", "duckdb")
"""What `topline --help` has no use for."""


def measure(runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    return [_first_frame(runs), _help_time(runs), _help_imports()]


def _first_frame(runs: int) -> Result:
    least, sample = interleaved(
        runs,
        lambda: first_frame([sys.executable, str(BASELINE), READY], [READY]),
        lambda: first_frame(topline(str(SAMPLE)), FRAME),
    )
    detail = f"CPU {sample.cpu:.2f} s against {least.cpu:.2f} s, wall {sample.wall:.2f} s against {least.wall:.2f} s"
    return Result("first frame of the sample / app with one Static", sample.cpu / least.cpu, "x", LIMIT, detail)


def _help_time(runs: int) -> Result:
    nothing, told = interleaved(runs, lambda: _run([sys.executable, "-c", "pass"]), lambda: _run(topline("--help")))
    detail = f"CPU {told.cpu:.3f} s against {nothing.cpu:.3f} s"
    return Result("`topline --help` / `python -c pass`", told.cpu / nothing.cpu, "x", None, detail)


def _help_imports() -> Result:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "topline", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    modules = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if line.startswith("import time:")}
    found = [name for name in HEAVY if name in modules]
    detail = f"imports {' and '.join(found) or 'neither'}; {len(modules)} modules in all"
    return Result(f"`topline --help`: how many of {', '.join(HEAVY)}", len(found), "", 0, detail)


def _run(command: list[str]) -> Spent:
    """Run a command to its end."""
    before = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - before)


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each (default: %(default)s)")
    return report(measure(parser.parse_args().runs))


if __name__ == "__main__":
    sys.exit(main())
