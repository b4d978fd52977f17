"""Bytes that the terminal gets for a key, in a real pseudo-terminal, after everything has been visited once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from measure import SAMPLE, Child, Result, report, topline
from startup import FRAME

SIZES = ((120, 36), (80, 24), (200, 50))
"""Columns and lines. The first is what the limits hold for."""
THEMES = ("dark", "ansi")
"""One in truecolor and one in the terminal's own colours."""
QUIET = 0.12
"""Seconds without output after which a key is done with."""
LATE = 1.0
"""Seconds that a busy machine may take until the first byte."""
KEYS = {"Down": b"\x1b[B", "Page down": b"\x1b[6~", "Home": b"\x1b[H", "Tab": b"\t", "1": b"1", "3": b"3"}
DOWN, PAGE = 1536, 15 * 1024


@dataclass(frozen=True, slots=True)
class Walk:
    """A key pressed again and again from the top of a list."""

    name: str
    key: str
    times: int
    limit: int
    way: tuple[str, ...]
    """Keys that lead there from the place before."""
    shows: str
    """A text that is on the way, to be sure that it leads there."""


WALKS = (
    Walk("Down among the questions", "Down", 20, DOWN, (), ""),
    Walk("Down among the bars of How", "Down", 10, DOWN, ("Home", "Down", "Down", "Tab"), "If so, how?"),
    Walk("Down in Replies", "Down", 20, DOWN, ("3",), " of 412"),
    Walk("Page down in Replies", "Page down", 8, PAGE, ("Home",), ""),
)


def measure(sizes: Sequence[tuple[int, int]] = SIZES) -> list[Result]:
    """The lines of the table."""
    return [result for size in sizes for theme in THEMES for result in _walked(*size, theme, bound=size == SIZES[0])]


def _walked(columns: int, lines: int, theme: str, *, bound: bool) -> list[Result]:
    results = []
    with Child(topline("--theme", theme, str(SAMPLE)), columns, lines) as child:
        child.read_until(FRAME)
        child.read_until_quiet(1)
        for walk in WALKS:
            before = len(child.written)
            for key in walk.way:
                _press(child, key)
            if walk.shows.encode() not in child.written[before:]:
                raise RuntimeError(f"{walk.name}: {walk.shows!r} did not come on the screen at {columns}x{lines}")
            _press_often(child, walk)
            _press(child, "Home")
            found = _press_often(child, walk)
            detail = f"mean of {len(found)} keys; median {sorted(found)[len(found) // 2]:,}, most {max(found):,}"
            what = f"{walk.name}, {columns}x{lines}, {theme}"
            results.append(Result(what, mean(found), "B", walk.limit if bound else None, detail))
    return results


def _press(child: Child, key: str) -> int:
    """Press a key and say how many bytes it cost."""
    child.send(KEYS[key])
    return len(child.read(LATE)) + child.read_until_quiet(QUIET)


def _press_often(child: Child, walk: Walk) -> list[int]:
    found = [_press(child, walk.key) for _ in range(walk.times)]
    if 0 in found:
        raise RuntimeError(f"{walk.name}: {walk.key} number {found.index(0) + 1} changed nothing")
    return found


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="also at sizes that have no limit")
    return report(measure(SIZES if parser.parse_args().all else SIZES[:1]))


if __name__ == "__main__":
    sys.exit(main())
