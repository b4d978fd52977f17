"""Opening large files against opening the sample, each until its toplines are on the screen."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from generate import generated
from measure import NO_CACHE, RUNS, SAMPLE, SIZES, Result, Spent, first_frame, interleaved, report, topline
from startup import FRAME
from tables import engines

LIMIT = 1.3
INFERRED = 1_000_000
"""Replies of the file that does not say what it asked."""
SHOWN = ("replied (", "Delivered")


def measure(sizes: Sequence[int] = SIZES[:1], runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    results = [result for rows in sizes for result in _opened(rows, runs)]
    return [*results, *_inferred(min(INFERRED, *sizes), runs)]


def _opened(rows: int, runs: int) -> list[Result]:
    """The first opening, and a later one, when there is a store."""
    path = str(generated(rows))
    with engines(rows):
        pass
    sample, first, again = interleaved(
        runs,
        lambda: first_frame(topline(str(SAMPLE)), FRAME),
        lambda: first_frame(topline(path), SHOWN, NO_CACHE),
        lambda: first_frame(topline(path), SHOWN),
    )
    return [
        *_compared(f"first frame of {rows:,} replies / sample", LIMIT, first, sample),
        *_compared(f"first frame of {rows:,} replies with a store / sample", LIMIT, again, sample),
    ]


def _inferred(rows: int, runs: int) -> list[Result]:
    path = str(generated(rows, metadata=False))
    sample, found = interleaved(
        runs,
        lambda: first_frame(topline(str(SAMPLE)), FRAME),
        lambda: first_frame(topline(path), SHOWN, NO_CACHE),
    )
    return _compared(f"first frame of {rows:,} replies without a survey file, inferred / sample", None, found, sample)


def _compared(what: str, limit: float | None, found: Spent, sample: Spent) -> list[Result]:
    cpu = f"{found.cpu:.2f} s against {sample.cpu:.2f} s"
    wall = f"{found.wall:.2f} s against {sample.wall:.2f} s"
    return [
        Result(f"{what}, CPU", found.cpu / sample.cpu, "x", limit, cpu),
        Result(f"{what}, wall", found.wall / sample.wall, "x", limit, wall),
    ]


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="replies (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each (default: %(default)s)")
    arguments = parser.parse_args()
    return report(measure(arguments.rows, arguments.runs))


if __name__ == "__main__":
    sys.exit(main())
