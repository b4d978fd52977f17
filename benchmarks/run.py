"""All benchmarks in one table; the exit code is 1 when one is over its limit."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

import bytes as bytes_of_keys
import opening
import startup
import story_bytes
from measure import RUNS, report


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each command (default: %(default)s)")
    runs = parser.parse_args().runs
    return report(
        [*startup.measure(runs), *opening.measure(runs=runs), *bytes_of_keys.measure(), *story_bytes.measure()]
    )


if __name__ == "__main__":
    sys.exit(main())
