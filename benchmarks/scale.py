"""Everything that depends on how many replies there are, in one table; the exit code is 1 when something is over."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

import browsing
import opening
import peers
import tables
from measure import RUNS, SIZES, report


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="replies (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured rounds of each (default: %(default)s)")
    parser.add_argument("--no-peers", action="store_true", help="without VisiData")
    arguments = parser.parse_args()
    sizes, runs = arguments.rows, arguments.runs
    return report(
        [
            *opening.measure(sizes, runs),
            *tables.measure(sizes, runs),
            *browsing.measure(sizes, runs),
            *([] if arguments.no_peers else peers.measure(sizes)),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
