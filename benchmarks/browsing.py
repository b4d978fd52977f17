"""Replies of large files: windows in any order, search, and what a key and a walk cost the explorer.

Windows and searches are compared with DuckDB asked for the same rows of the same storage. Keys are measured as CPU of
the whole process, in a pseudo-terminal, once nothing else is under way; a walk as the most memory that it ever took.
"""

from __future__ import annotations

import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from by_hand import Storage
from generate import COUNTRIES, generated
from measure import RUNS, SIZES, Child, Result, report, topline
from tables import engines, taking_turns
from topline.analysis import fields_of, tabulate
from topline.engine import Cancel, Engine, QueryCancelledError, Windows
from topline.survey import Slice, Sql, View, What, quoted

FIRST_PAGE, SEARCH_LATER, COUNT, DELAYED = 1.5, 100.0, 1.3, 50.0
KEY, MEMORY = 50.0, 400.0
PAGE = 50
RANKS = " ".join(f"when '{country}' then {at}" for at, country in enumerate(COUNTRIES))
SORTS = {
    "country": f"case country {RANKS} end nulls last",
    "-spent": "spent desc nulls last",
    "-how": "length(how) desc nulls last",
}
"""By a category as its options were offered, by numbers that are all over the file, by the length of a text."""
SEARCHED = "telephone, which"
"""Stands in one of some hundred replies."""
BYTES = {
    "Enter": b"\r",
    "Esc": b"\x1b",
    "Tab": b"\t",
    "Down": b"\x1b[B",
    "Right": b"\x1b[C",
    "Home": b"\x1b[H",
    "End": b"\x1b[F",
    "Page down": b"\x1b[6~",
    "Page up": b"\x1b[5~",
}
STORE_PATIENCE = 1200.0
"""Seconds that a busy machine may take to make a store."""
QUIET, LATE = 0.2, 2.0
"""Seconds without output after which a key is done with, and that it may take to begin."""


def measure(sizes: Sequence[int] = SIZES, runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    return [result for rows in sizes for result in (*_asked(rows, runs), *_pressed(rows))]


def _asked(rows: int, runs: int) -> Iterator[Result]:
    with engines(rows) as storages:
        for storage, engine in storages:
            where = f"{rows:,} {storage.name}"
            for sort, order in SORTS.items():
                yield from _sorted(where, storage, engine, sort, order, runs)
            yield from _searched(where, storage, engine, runs)
            yield _not_delayed(where, engine, runs)


def _sorted(where: str, storage: Storage, engine: Engine, sort: str, order: str, runs: int) -> Iterator[Result]:
    """The first page against a top-N by hand, and pages at every place against each other."""
    survey = engine.survey
    people = Slice().narrowed(survey.replied)
    fields = fields_of(View(What.REPLIES), survey)
    columns = ", ".join(['"topline:row"', *(quoted(question.column) for question in fields)])
    if storage.bits and sort == "country":
        order = "country nulls last"  # a store sorts them so by itself
    by_hand = Sql(
        f"select {columns} from replies where status = 'replied' order by {order}, \"topline:row\" limit {PAGE}"
    )
    found = Windows(engine, behind=True).window(people, fields, 0, PAGE, sort, passing=True)
    if [reply.row for reply in found.replies] != [row[0] for row in engine.query(by_hand)]:
        raise RuntimeError(f"sorted by {sort}: not the same replies")

    def first() -> None:
        Windows(engine, behind=True).window(people, fields, 0, PAGE, sort, passing=True)

    ours, theirs = taking_turns(runs, first, lambda: engine.query(by_hand))
    detail = f"CPU {1000 * ours.cpu:,.1f} ms against {1000 * theirs.cpu:,.1f} ms; wall {1000 * ours.wall:,.1f} ms"
    yield Result(f"{where}: first page by {sort} / top-N by hand, CPU", ours.cpu / theirs.cpu, "x", FIRST_PAGE, detail)

    windows = Windows(engine, behind=False)
    total = windows.window(people, (), 0, 1, sort).total
    places = [0, total // 100, total // 3, total // 2, total - PAGE]
    took = [_cpu_of_page(windows, people, fields, place, sort, runs) for place in places]
    detail = "CPU " + ", ".join(f"{1000 * one:.1f}" for one in took) + " ms at the start, 1%, a third, half, the end"
    yield Result(f"{where}: slowest page by {sort}, CPU", 1000 * max(took), "ms", KEY if storage.bits else None, detail)


def _cpu_of_page(windows: Windows, people: Slice, fields: Sequence[object], place: int, sort: str, runs: int) -> float:
    times = []
    for step in range(runs):
        before = time.process_time()
        windows.window(people, fields, max(0, place - step * PAGE), PAGE, sort)  # type: ignore[arg-type]
        times.append(time.process_time() - before)
    return median(times)


def _searched(where: str, storage: Storage, engine: Engine, runs: int) -> Iterator[Result]:
    """The first hits of a text, and how many there are."""
    people = Slice(search=SEARCHED)
    texts = engine.survey.verbatims
    columns = ", ".join(['"topline:row"', *(quoted(question.column) for question in texts)])
    holds = " or ".join(f"{quoted(question.column)} ilike '%{SEARCHED}%'" for question in texts)
    hits = Sql(f"select {columns} from {storage.replies} where {holds} limit {PAGE}")
    number = Sql(f"select count(*) from {storage.replies} where {holds}")
    found = Windows(engine, behind=True).window(people, texts, 0, PAGE, passing=True)
    if [reply.row for reply in found.replies] != [row[0] for row in engine.query(hits)]:
        raise RuntimeError("search: not the same replies")
    if Windows(engine).count(people) != engine.query(number)[0][0]:
        raise RuntimeError("search: not the same number")

    def first() -> None:
        Windows(engine, behind=True).window(people, texts, 0, PAGE, passing=True)

    ours, theirs = taking_turns(runs, first, lambda: engine.query(hits))
    later = 1000 * (ours.wall - theirs.wall)
    detail = f"wall {1000 * ours.wall:,.1f} ms against {1000 * theirs.wall:,.1f} ms"
    yield Result(f"{where}: first {PAGE} hits of a text, later than DuckDB's", later, "ms", SEARCH_LATER, detail)
    ours, theirs = taking_turns(max(3, runs // 3), lambda: Windows(engine).count(people), lambda: engine.query(number))
    detail = f"CPU {ours.cpu:,.2f} s against {theirs.cpu:,.2f} s"
    yield Result(f"{where}: all hits counted / by hand, CPU", ours.cpu / theirs.cpu, "x", COUNT, detail)


def _not_delayed(where: str, engine: Engine, runs: int) -> Result:
    """A topline that is asked for while the shapes of other questions are being counted."""
    view, others = View(What.TOPLINE, "country"), [View(What.TOPLINE, name) for name in ("barriers", "how", "spent")]

    def alone() -> float:
        began = time.perf_counter()
        tabulate(view, engine)
        return time.perf_counter() - began

    def behind() -> float:
        cancel, begun = Cancel(), threading.Event()

        def shapes() -> None:
            with suppress(QueryCancelledError):
                while True:
                    for other in others:
                        begun.set()
                        tabulate(other, engine, cancel)

        counting = threading.Thread(target=shapes)
        counting.start()
        begun.wait()
        time.sleep(0.02)
        began = time.perf_counter()
        cancel.cancel()
        tabulate(view, engine)
        took = time.perf_counter() - began
        counting.join()
        return took

    rounds = [(alone(), behind()) for _ in range(runs + 1)][1:]
    one, other = (1000 * median(times) for times in zip(*rounds, strict=True))
    detail = f"wall {other:,.1f} ms against {one:,.1f} ms alone"
    return Result(f"{where}: a topline while shapes are counted, later", other - one, "ms", DELAYED, detail)


def _pressed(rows: int) -> Iterator[Result]:
    """Keys among the replies, and the memory of a walk through every place."""
    path = str(generated(rows))
    with Child(topline(path)) as child:
        child.read_until(["Delivered"])
        child.settle()
        for walk, way in (
            ("in the file's order", ("3",)),
            ("sorted by length of a text", ("Right", "s")),
            ("sorted by id, downwards", ("s", "s")),
        ):
            for key in way:
                press(child, key)
            child.settle()
            keys = [*["Down"] * 12, *["Page down"] * 8, "End", *["Page up"] * 6, "Home", "Page down", "Home"]
            yield _keys(f"{rows:,} store: keys in Replies {walk}", child, keys)
        story = [
            *("1", "Down", "Down", "Tab", "Down", "Down", "Enter", "Page down", "End", "Enter", "J", "K", "Esc", "Esc"),
            *("2", "Down", "Right", "Enter", "s", "Page down", "Esc", "f", "Down", "Down", "Esc", "3", "s", "End"),
        ]
        for key in story:
            press(child, key)
        child.settle()
        yield Result(f"{rows:,} store: most memory of a walk through all places", child.memory, "MB", MEMORY, "RSS")
    yield _memory_without_store(rows, path)


def _memory_without_store(rows: int, path: str) -> Result:
    """The most memory of the first opening: toplines and shapes from the file, while a store is made."""
    with TemporaryDirectory(prefix="topline-cache-") as cache, Child(topline(path), cache=Path(cache)) as child:
        child.read_until(["Delivered"])
        for key in ("Down", "Down", "Tab", "Down", "3", "Page down", "s", "End", "1", "Home"):
            press(child, key)
        until = time.perf_counter() + STORE_PATIENCE
        while not (made := any((Path(cache) / "stores").glob("*.duckdb"))) and time.perf_counter() < until:
            child.read_until_quiet(QUIET)
        child.settle()
        detail = f"RSS; the store was {'made' if made else 'not made'} meanwhile, by another process"
        return Result(f"{rows:,} parquet: most memory of a first opening", child.memory, "MB", MEMORY, detail)


def _keys(what: str, child: Child, keys: Sequence[str]) -> Result:
    spent = [(1000 * press(child, key), key) for key in keys]
    most, key = max(spent)
    detail = f"the most of {len(keys)} keys, for {key}; median {median(cost for cost, _ in spent):.1f} ms"
    return Result(f"{what}, CPU", most, "ms", KEY, detail)


def press(child: Child, key: str) -> float:
    """Press a key and say how much CPU it cost."""
    before = child.cpu
    child.send(BYTES.get(key, key.encode()))
    child.read(LATE)
    child.read_until_quiet(QUIET)
    return child.cpu - before


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="replies (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured rounds of each (default: %(default)s)")
    arguments = parser.parse_args()
    return report(measure(arguments.rows, arguments.runs))


if __name__ == "__main__":
    sys.exit(main())
