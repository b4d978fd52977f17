"""Toplines, crosstabs and facets of large files, against the best statement written by hand for the same numbers.

Each is asked of the parquet file and of the store made of it, the two taking turns, CPU against CPU. That the numbers
are the same is looked at too.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median

from by_hand import ASKED, Storage, bands, crossed, measured, ranged, same, spread, spread_by
from generate import COUNTRIES, generated
from measure import SIZES, Result, Spent, report
from topline.analysis import tabulate
from topline.analysis.facets import bands_of, facet_of
from topline.engine import Building, Engine
from topline.readers import open_source
from topline.survey import Slice, Sql, Target, View, Weighting, What, read_expression

LIMIT = 1.3
RUNS = 5
ROLES = ("Team lead", "Manager", "Director", "VP")
REGIONS = ("EMEA", "North America", "Asia Pacific", "Latin America")
POLICIES = ("Banned", "Allowed, no time", "Time, no credit", "Counted as work")
USES = ("Prospects", "Customers", "Hiring", "News", "Learning", "Support")
NETWORKS = ("LinkedIn", "Twitter", "Facebook", "XING", "YouTube", "None of these")
SELLING, MANAGING = ("research", "preparing", "news", "networking"), ("recruiting", "coaching")
Counts = set[int]


@dataclass(frozen=True, slots=True)
class Task:
    """A table, and how one would ask for its numbers by hand."""

    name: str
    ask: Callable[[Engine], Counts]
    """Counts of people that it shows, but 0."""
    by_hand: Callable[[Storage], str]
    """The statement; every whole number that it gives is one of those counts."""


def view(rows: str, *columns: str, weight: str = "") -> Callable[[Engine], Counts]:
    """A topline or a crosstab."""

    def ask(engine: Engine) -> Counts:
        table = tabulate(View(What.CROSSTAB if columns else What.TOPLINE, rows, columns, Slice(weight=weight)), engine)
        counts = [cell.count for row in table.rows for cell in row.cells]
        bases = [column.base.unweighted for column in table.columns]
        return {*counts, *bases, *(item.count for item in table.missing)} - {0}

    return ask


def facet(name: str, where: str) -> Callable[[Engine], Counts]:
    """A facet beside another filter. Its bands are those of all replies, found once."""
    bands = {}

    def ask(engine: Engine) -> Counts:
        question, others = engine.survey[name], Slice((read_expression(where, engine.survey),))
        if engine not in bands:
            bands[engine] = bands_of(engine, question)
        found = facet_of(engine, question, others, bands[engine])
        return {found.total, *(value.count for value in (*found.values, *found.apart))} - {0}

    return ask


def _single(rows: tuple[str, ...], name: str) -> Callable[[Storage], str]:
    return lambda storage: crossed(storage, {name: name, "status": "status"}, f"{name} is null", same(name, rows))


def _uses(storage: Storage) -> list[str]:
    return [storage.gave("uses", use).replace(storage.several("uses"), "u") for use in USES]


def _networks(storage: Storage) -> list[str]:
    return [storage.gave("networks", network).replace(storage.several("networks"), "v") for network in NETWORKS]


def _how(storage: Storage) -> str:
    keys = {"c": storage.several("how_codes"), "wrote": storage.wrote("how"), "status": "status"}
    codes = [*((code,) for code in (*SELLING, *MANAGING)), SELLING, MANAGING]
    rows = [storage.gave("how_codes", *some).replace(storage.several("how_codes"), "c") for some in codes]
    return crossed(storage, keys, "wrote is not true", rows)


def _points(storage: Storage) -> str:
    rows = [f"recommend = {point}" for point in range(11)]
    nets = ["recommend >= 9", "recommend between 7 and 8", "recommend <= 6"]
    return crossed(storage, {"recommend": "recommend", "status": "status"}, "recommend is null", [*rows, *nets])


def _days(storage: Storage) -> str:
    edges = [f"timestamp '2026-01-05' + interval {day} day" for day in range(26)]
    return ranged(storage, "replied", bands("day", edges))


def _words(storage: Storage) -> str:
    rows = ["w = 1", "w between 2 and 5", "w between 6 and 15", "w between 16 and 40", "w >= 41", "wrote"]
    keys = {"w": storage.words("wish"), "wrote": storage.wrote("wish"), "status": "status"}
    return measured(storage, "w", "wrote is not true", rows, keys)


def _number(name: str, *edges: int) -> Callable[[Storage], str]:
    return lambda storage: measured(
        storage, name, f"{name} is null", bands(name, edges), {name: name, "status": "status"}
    )


def _number_by_role(name: str, *edges: int) -> Callable[[Storage], str]:
    keys = {name: name, "role": "role", "status": "status"}
    columns = same("role", ROLES)
    return lambda storage: measured(storage, name, f"{name} is null", bands(name, edges), keys, "role", *columns)


def _role_by_team(storage: Storage) -> str:
    keys = {"role": "role", "team": "team", "status": "status"}
    return crossed(storage, keys, "role is null", same("role", ROLES), bands("team", range(0, 71, 10)))


def _roles_by(name: str, codes: tuple[str, ...], weight: str = "") -> Callable[[Storage], str]:
    keys = {"role": "role", name: name, "status": "status"}
    return lambda storage: crossed(storage, keys, "role is null", same("role", ROLES), same(name, codes), weight)


def _uses_by_role(storage: Storage) -> str:
    keys = {"u": storage.several("uses"), "role": "role", "status": "status"}
    return crossed(storage, keys, "u is null", _uses(storage), same("role", ROLES))


def _role_by_uses(storage: Storage) -> str:
    keys = {"u": storage.several("uses"), "role": "role", "status": "status"}
    return crossed(storage, keys, "role is null", same("role", ROLES), _uses(storage))


def _uses_by_networks(storage: Storage) -> str:
    keys = {"u": storage.several("uses"), "v": storage.several("networks"), "status": "status"}
    return crossed(storage, keys, "u is null", _uses(storage), _networks(storage))


def _facet(name: str, key: Callable[[Storage], str], rows: Callable[[Storage], list[str]]) -> Callable[[Storage], str]:
    """A facet counts everybody, asked or not, so its numbers are put together a little differently."""

    def by_hand(storage: Storage) -> str:
        text = crossed(storage, {name: key(storage), "status": "status"}, f"{name} is null", [], where="role = 'VP'")
        inner = text.partition("select sum")[0]
        cells = ["true", *rows(storage), f"{name} is not null", f"{name} is null and {ASKED}"]
        cells += [f"{name} is null and ({ASKED}) is not true", f"{name} is not null and ({ASKED}) is not true"]
        return f"{inner}select {', '.join(f'sum(n) filter (where {cell})' for cell in cells)} from t"

    return by_hand


def raked(rows: str, *columns: str) -> Callable[[Engine], Counts]:
    """The same, by a weight that is raked to two questions; by hand it would be a column."""
    shares = ((ROLES, (4, 3, 2, 1)), (REGIONS, (3, 3, 2, 2)))
    role, region = (tuple(zip(codes, map(float, share), strict=True)) for codes, share in shares)
    targets = (Target("role", role), Target("region", region))

    def ask(engine: Engine) -> Counts:
        if not engine.survey.weightings:
            engine.survey = replace(engine.survey, weightings=(Weighting("raked", targets),))
        return view(rows, *columns, weight="raked")(engine)

    return ask


TASKS = (
    Task("topline of one answer (role)", view("role"), _single(ROLES, "role")),
    Task("topline of one answer in 25 (country)", view("country"), _single(COUNTRIES, "country")),
    Task(
        "topline of several answers (uses)",
        view("uses"),
        lambda s: crossed(s, {"u": s.several("uses"), "status": "status"}, "u is null", _uses(s)),
    ),
    Task("topline of a coded verbatim (how)", view("how"), _how),
    Task("topline of a scale (recommend)", view("recommend"), _points),
    Task("topline of few numbers (team)", view("team"), _number("team", *range(0, 71, 10))),
    Task("topline of many numbers (spent)", view("spent"), lambda s: spread(s, "spent", 10_000, 10)),
    Task(
        "crosstab: few numbers by one (team by role)",
        view("team", "role"),
        _number_by_role("team", *range(0, 71, 10)),
    ),
    Task(
        "crosstab: many numbers by one (spent by role)",
        view("spent", "role"),
        lambda s: spread_by(s, "spent", 10_000, 10, "role", *same("role", ROLES)),
    ),
    Task("crosstab: one by few numbers (role by team)", view("role", "team"), _role_by_team),
    Task("topline of dates (replied)", view("replied"), _days),
    Task("topline of lengths of texts (wish)", view("wish"), _words),
    Task("crosstab: one by one (role by region)", view("role", "region"), _roles_by("region", REGIONS)),
    Task("crosstab, weighted", view("role", "region", weight="weight"), _roles_by("region", REGIONS, "weight")),
    Task("crosstab, raked", raked("role", "region"), _roles_by("region", REGIONS, "weight")),
    Task("crosstab: several by one (uses by role)", view("uses", "role"), _uses_by_role),
    Task("crosstab: one by several (role by uses)", view("role", "uses"), _role_by_uses),
    Task("crosstab: several by several (uses by networks)", view("uses", "networks"), _uses_by_networks),
    Task(
        "facet of one answer among VPs (region)",
        facet("region", "role = 'VP'"),
        _facet("region", lambda s: "region", lambda s: same("region", REGIONS)),
    ),
    Task(
        "facet of several answers among VPs (uses)",
        facet("uses", "role = 'VP'"),
        _facet("u", lambda s: s.several("uses"), _uses),
    ),
    Task(
        "facet of few numbers among VPs (team)",
        facet("team", "role = 'VP'"),
        _facet("b", lambda s: "floor(team / 10)", lambda s: [f"b = {at}" for at in range(7)]),
    ),
    Task(
        "facet of many numbers among VPs (spent)",
        facet("spent", "role = 'VP'"),
        _facet("b", lambda s: "floor(spent / 10000)", lambda s: [f"b = {at}" for at in range(10)]),
    ),
)


@contextmanager
def engines(rows: int) -> Iterator[list[tuple[Storage, Engine]]]:
    """The replies in both storages."""
    path = generated(rows)
    survey = open_source(path).survey
    with Engine(path, survey, stored=False) as plain, Engine(path, survey) as stored:
        if stored.store is None:
            plan = stored.plan()
            assert plan
            print(f"making a store of {rows:,} replies ...", file=sys.stderr)
            assert Building(plan).run()
            assert stored.adopt(plan.place)
        bits = {q.choices_column: q.bits for q in stored.survey if q.bits}
        yield [(Storage("parquet", "replies"), plain), (Storage("store", "replies", bits), stored)]


def measure(sizes: Sequence[int] = SIZES, runs: int = RUNS, only: str = "") -> list[Result]:
    """The lines of the table."""
    return [result for rows in sizes for result in _measured(rows, runs, only)]


def _measured(rows: int, runs: int, only: str) -> Iterator[Result]:
    with engines(rows) as storages:
        for task in TASKS:
            for storage, engine in storages:
                if only in f"{task.name} {storage.name}":
                    yield _compared(task, storage, engine, rows, runs)


def _compared(task: Task, storage: Storage, engine: Engine, rows: int, runs: int) -> Result:
    sql = Sql(task.by_hand(storage))
    found = {n for row in engine.query(sql) for n in row if type(n) is int and n}
    if found != task.ask(engine):
        raise RuntimeError(f"{task.name}: not the same numbers: {sorted(found ^ task.ask(engine))}")
    ours, theirs = taking_turns(runs, lambda: task.ask(engine), lambda: engine.query(sql))
    detail = f"CPU {1000 * ours.cpu:,.1f} ms against {1000 * theirs.cpu:,.1f} ms"
    return Result(f"{rows:,} {storage.name}: {task.name} / by hand", ours.cpu / theirs.cpu, "x", LIMIT, detail)


def taking_turns(runs: int, *tasks: Callable[[], object]) -> list[Spent]:
    """The medians of tasks of this process that are done in turn, after a round that does not count."""
    rounds = []
    for _ in range(runs + 1):
        rounds.append([])
        for task in tasks:
            cpu, wall = time.process_time(), time.perf_counter()
            task()
            rounds[-1].append(Spent(time.process_time() - cpu, time.perf_counter() - wall))
    return [
        Spent(median(one.cpu for one in of), median(one.wall for one in of)) for of in zip(*rounds[1:], strict=True)
    ]


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="replies (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured rounds of each (default: %(default)s)")
    parser.add_argument("--only", default="", help="tables whose name holds this")
    arguments = parser.parse_args()
    return report(measure(arguments.rows, arguments.runs, arguments.only))


if __name__ == "__main__":
    sys.exit(main())
