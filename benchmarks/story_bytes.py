"""Bytes that the terminal gets for a fixed story of 40 keys through every place, local and remote, small and large."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from measure import SAMPLE, Child, Result, report, topline
from startup import FRAME

SIZES = ((80, 24), (200, 50))
"""Columns and lines."""
PROFILES = {"local": ("--no-remote",), "remote": ("--remote",)}
QUIET = 0.15
"""Seconds without output after which a key is done with."""
LATE = 1.0
"""Seconds that a busy machine may take until the first byte."""
BYTES = {
    "Enter": b"\r",
    "Esc": b"\x1b",
    "Tab": b"\t",
    "Down": b"\x1b[B",
    "Right": b"\x1b[C",
    "Home": b"\x1b[H",
    "End": b"\x1b[F",
    "PgDn": b"\x1b[6~",
}
STORY = (
    *("Down", "Down", "Tab", *["Down"] * 6),  # what the yes described, down to the recruiters
    *("Enter", "Enter", "J", "K", "Esc", "Esc"),  # their replies, two of them whole, and back
    *("b", "s", "z", "u", "u", "u"),  # the numbers another way, and as they were
    *("3", "Down", "Down", "Down", "PgDn", "PgDn", "End", "Home"),  # everybody's replies
    *("2", "Down", "Right", "%", "1"),  # a question by another
    *("f", "Esc", "5", "Down", "?", "Esc"),  # what can be filtered and asked
)
assert len(STORY) == 40
MOST = {"local": 80 * 1024, "remote": 56 * 1024}
"""Bytes of the story at 80x24 that are thought bearable on such a line."""


def measure(sizes: Sequence[tuple[int, int]] = SIZES) -> list[Result]:
    """The lines of the table."""
    return [result for size in sizes for profile in PROFILES for result in _told(*size, profile)]


def _told(columns: int, lines: int, profile: str) -> list[Result]:
    where = f"{columns}x{lines}, {profile}"
    with Child(topline(*PROFILES[profile], str(SAMPLE)), columns, lines) as child:
        child.read_until(FRAME)
        child.read_until_quiet(1)
        first = len(child.written)
        found = [_press(child, key) for key in STORY]
    most = max(range(len(found)), key=found.__getitem__)
    detail = f"mean {sum(found) / len(found):,.0f} a key; most {found[most]:,} for {STORY[most]} (key {most + 1})"
    limit = MOST[profile] if (columns, lines) == SIZES[0] else None
    return [
        Result(f"First frame, {where}", first, "B", None, "all that is sent until it is quiet"),
        Result(f"Story of {len(STORY)} keys, {where}", sum(found), "B", limit, detail),
    ]


def _press(child: Child, key: str) -> int:
    """Press a key and say how many bytes it cost."""
    child.send(BYTES.get(key, key.encode()))
    return len(child.read(LATE)) + child.read_until_quiet(QUIET)


def main() -> int:
    """Measure and print."""
    return report(measure())


if __name__ == "__main__":
    sys.exit(main())
