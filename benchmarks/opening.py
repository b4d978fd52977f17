"""Opening a million replies against opening the sample, each until its toplines are on the screen."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from generate import generated
from measure import RUNS, SAMPLE, Result, first_frame, interleaved, report, topline
from startup import FRAME

ROWS = 1_000_000
LIMIT = 1.3


def measure(rows: int = ROWS, runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    stated, bare = generated(rows), generated(rows, metadata=False)
    shown = ("replied (", "Delivered")
    sample, large, inferred = interleaved(
        runs,
        lambda: first_frame(topline(str(SAMPLE)), FRAME),
        lambda: first_frame(topline(str(stated)), shown),
        lambda: first_frame(topline(str(bare)), shown),
    )
    results = []
    for name, limit, found in (("its survey file", LIMIT, large), ("no survey file, inferred", None, inferred)):
        cpu = f"{found.cpu:.2f} s against {sample.cpu:.2f} s"
        wall = f"{found.wall:.2f} s against {sample.wall:.2f} s"
        what = f"first frame of {rows:,} replies with {name} / sample"
        results.append(Result(f"{what}, CPU", found.cpu / sample.cpu, "x", limit, cpu))
        results.append(Result(f"{what}, wall", found.wall / sample.wall, "x", limit, wall))
    return results


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="replies of the large file (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each (default: %(default)s)")
    arguments = parser.parse_args()
    return report(measure(arguments.rows, arguments.runs))


if __name__ == "__main__":
    sys.exit(main())
