"""A survey of 3,500 columns in the explorer: opening it again, and the CPU of keys in all places."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator

from browsing import press
from measure import RUNS, SAMPLE, Child, Result, first_frame, interleaved, report, topline
from reading import FILES, made
from startup import FRAME

WIDEST = next(file for file in FILES if file.name == "widest.csv")
SHOWN = ("base: answered",)
FRAMES, KEY = 2.0, 100.0
PLACES = {
    "among the questions": ("Down", "Down", "/", "q", "3", "Esc"),
    "in a crosstab": ("x", "Down", "Right", "Esc"),
    "among the replies": ("3", "Down", "Page down", "Right", "End", "Home"),
    "in a reply": ("J", "J", "K", "Page down"),
}
"""Keys of each place, which are pressed one after the other."""


def measure(runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    path = str(made(WIDEST))
    sample, wide = interleaved(
        runs, lambda: first_frame(topline(str(SAMPLE)), FRAME), lambda: first_frame(topline(path), SHOWN)
    )
    detail = f"{wide.cpu:.2f} s against {sample.cpu:.2f} s; wall {wide.wall:.2f} s against {sample.wall:.2f} s"
    opened = Result(f"{WIDEST.what}: first frame again / sample, CPU", wide.cpu / sample.cpu, "x", FRAMES, detail)
    return [opened, *_pressed(path)]


def _pressed(path: str) -> Iterator[Result]:
    with Child(topline(path)) as child:
        child.read_until(SHOWN)
        child.settle()
        detail = f"{child.cpu:.2f} s of CPU since the start, {child.memory:,.0f} MB at most"
        yield Result(f"{WIDEST.what}: at rest, all shapes in sight shown", child.cpu, "", None, detail)
        for place, keys in PLACES.items():
            if place == "in a reply":
                press(child, "Enter")
                child.settle()
            spent = [(1000 * press(child, key), key) for key in keys]
            most, key = max(spent)
            child.settle()
            detail = ", ".join(f"{key} {cost:.0f}" for cost, key in spent)
            yield Result(f"{WIDEST.what}: slowest key {place}, CPU", most, "ms", KEY, detail)
        for key in ("Esc", "1"):
            press(child, key)
        child.settle()
        before = child.cpu
        press(child, "Page down")
        child.settle()
        cost = 1000 * (child.cpu - before)
        yield Result(f"{WIDEST.what}: a page of questions further, all shapes counted", cost, "ms", None, "CPU")


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="measured rounds of each (default: %(default)s)")
    return report(measure(parser.parse_args().runs))


if __name__ == "__main__":
    sys.exit(main())
