"""Keys of the coding screen at 100,000 verbatims: CPU of our process from the key to the accepted code on the screen.

The codes are on the disk by then. Half of the replies are coded before, by one coder, so that there is something to
suggest from. Each kind of key is pressed many times, on other replies; the median and the slowest of twenty are told.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

import polars

from coding import VERBATIMS, verbatims
from measure import Result, report
from topline.coding import CodeAdded, Coded, Codeframe, Desk, Journals, codes_folder
from topline.coding.opening import RESERVED, open_coded
from topline.coding.pile import pile_of
from topline.tui import ToplineApp

LIMIT = 50.0
PRESSED = 25
CODES = ("research", "preparing", "news", "networking", "recruiting", "coaching", "pipeline", "forecasting")


def made(folder: Path, number: int) -> Path:
    """A survey of so many verbatims, the first half of them coded."""
    coded = verbatims(number)
    path = folder / "verbatims.parquet"
    ids = [f"r{at}" for at in range(number)]
    role = [("Manager", "Director", "VP")[at % 3] for at in range(number)]
    polars.DataFrame({"id": ids, "role": role, "how": [text for text, _ in coded]}).write_parquet(path)
    path.with_name("verbatims.topline.toml").write_text('id = "id"\n[question.how]\nkind = "open"\n')
    source = open_coded(path)
    question = source.survey["how"]
    pile = pile_of(source.replies, source.survey, question)
    desk = Desk(Journals(codes_folder(path), "ann"), "how", Codeframe.of(question, RESERVED), pile.keys)
    desk.record(*(CodeAdded(question="how", code=code, label=code.capitalize()) for code in CODES))
    together: dict[frozenset[str], list[str]] = {}
    for (_, codes), key in zip(coded[: number // 2], pile.keys, strict=False):
        if codes & set(CODES):
            together.setdefault(codes & set(CODES), []).append(key)
    desk.record(*(Coded(question="how", replies=tuple(keys), codes=codes) for codes, keys in together.items()))
    return path


async def _pressed(path: Path) -> dict[str, list[float]]:
    app = ToplineApp(path, theme="dark", coder="ben")
    spent: dict[str, list[float]] = {"a code": [], "next": [], "a suggestion": [], "undo": [], "a line down": []}
    async with app.run_test(size=(120, 36)) as pilot:
        while app._session is None or app._history is None:
            await asyncio.sleep(0.05)
        await pilot.press("4")
        screen = app.place_screen
        while getattr(app.place_screen, "opened", None) is None:
            await asyncio.sleep(0.1)
            screen = app.place_screen
        print(f"{len(screen.opened.sitting.queue):,} groups of texts", file=sys.stderr)
        # In the middle of what waits texts are longer, and there is something to suggest for them.
        screen.opened.sitting.go(len(screen.opened.sitting.queue) // 4)
        screen.draw()
        letter = screen.opened.sitting.state.codeframe.codes[0].letter

        async def press(what: str, key: str) -> None:
            await asyncio.sleep(0.3)
            before = time.process_time()
            await pilot.press(key)
            spent[what].append((time.process_time() - before) * 1000)

        for _ in range(PRESSED):
            await press("a code", letter)
            await press("next", "enter")
            if screen._suggestions:
                await press("a suggestion", "tab")
            await press("a line down", "down")
            await press("undo", "u")
    return spent


def measure(number: int) -> list[Result]:
    """The lines of the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = made(folder, number)
        started = time.process_time()
        spent = asyncio.run(_pressed(path))
        total = time.process_time() - started
    finally:
        shutil.rmtree(folder)
    results = [Result("opening, everything", total, "s", None, "CPU of the whole run")]
    for what, times in spent.items():
        if times:
            ordered = sorted(times[2:] or times)
            middle, worst = ordered[len(ordered) // 2], ordered[-1]
            results.append(Result(f"{what}, {number:,} verbatims", middle, "ms", LIMIT, f"slowest {worst:.0f} ms"))
    return results


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=VERBATIMS, help="verbatims (default: %(default)s)")
    return report(measure(parser.parse_args().rows))


if __name__ == "__main__":
    sys.exit(main())
