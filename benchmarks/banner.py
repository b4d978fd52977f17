"""A banner of 30 columns over 200 rows, of a million replies, against the best statement by hand for its counts.

The rows are 200 options, once of several answers and once of one; the columns three questions of ten options each.
Several statements are tried by hand, and the fastest of them stands against topline. What of topline's time goes to
the statements is told apart from what goes to the table made of them: intervals, doors and letters of 6,200 cells.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import duckdb

from generate import MEMORY, chance
from measure import DATA, Result, report
from tables import taking_turns
from topline.analysis import arranged, count_table
from topline.engine import Building, Cancel, Engine
from topline.readers import open_source
from topline.readers.parquet import SURVEY_KEY
from topline.survey import Sql, Table, View, What

ROWS, LIMIT, RUNS = 1_000_000, 1.5, 5
OPTIONS, COLUMNS = 200, 10
BANNER = ("age", "job", "area")
BRANDS = [f"brand {at:03d}" for at in range(OPTIONS)]
TOWNS = [f"town {at:03d}" for at in range(OPTIONS)]
KEYS = ", ".join(BANNER)
PLACE = f"grouping_id({KEYS}) as place, coalesce({', '.join(f'{name}::varchar' for name in BANNER)}) as key"
"""Which of the banner questions a group is of, and its answer to it."""
PLACES = {3: "age", 5: "job", 6: "area"}
Key = tuple[str | None, str, str | None]
"""A code of the rows, None for the base; a banner question, or "" for the total; its code."""


def _by_hand(rows: str) -> dict[str, str]:
    """Statements for the counts of every cell, from which those of the total follow, by what is done in them.

    Of one answer the bases follow as well; of several they are people, and counted beside the mentions.
    """
    each = f"select {'unnest(brands)' if rows == 'brands' else rows} as code, {KEYS} from replies"
    sets = ", ".join(f"(code, {name})" for name in BANNER)
    bases = (
        f" union all select {PLACE}, null, count(brands) from replies "
        f"group by grouping sets ({', '.join(f'({name})' for name in BANNER)})"
    )
    bases = bases if rows == "brands" else ""
    apart = " union all ".join(
        f"select {place}, {name}::varchar, code, count(*) from ({each}) group by code, {name}"
        for place, name in PLACES.items()
    )
    return {
        "all in grouping sets": f"select {PLACE}, code, count(*) from ({each}) group by grouping sets ({sets}){bases}",
        "combinations first, then grouping sets": (
            f"with t as materialized (select code, {KEYS}, count(*) as n from ({each}) group by all) "
            f"select {PLACE}, code, sum(n)::bigint from t group by grouping sets ({sets}){bases}"
        ),
        "a grouping a question": f"{apart}{bases}",
    }


def made(rows: int = ROWS) -> Path:
    """The file, made now if it was not before; always the same one."""
    made_by = sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    path = DATA / f"{rows}-banner-{made_by}.parquet"
    if not path.exists():
        print(f"generating {path} ...", file=sys.stderr)
        with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
            connection.execute(
                f"copy (select {', '.join(_columns())} from range({rows}) t(i)) to '{path}' "
                f"(format parquet, compression zstd, kv_metadata {{{SURVEY_KEY}: $${_survey()}$$}})"
            )
    return path


def _columns() -> Iterator[str]:
    yield "i + 1 as id"
    # Up to eight brands, four as a rule; the first ones oftener.
    picks = ", ".join(f"1 + floor({OPTIONS} * pow({chance(f'brand {at}')}, 1.4))::int" for at in range(8))
    brands = f"list_distinct(([{picks}])[1:floor(9 * {chance('how many')})::int])"
    named = f"list_transform(list_sort({brands}), lambda pick: {BRANDS}[pick])"
    yield f"case when {chance('brands missing')} >= 0.05 then {named} end as brands"
    yield f"{_single('town', TOWNS)} as town"
    for name in BANNER:
        yield f"{_single(name, [f'{name} {at}' for at in range(COLUMNS)])} as {name}"


def _single(name: str, options: list[str]) -> str:
    pick = f"{options}[1 + floor({len(options)} * pow({chance(name)}, 1.5))::int]"
    return f"case when {chance(f'{name} missing')} >= 0.03 then {pick} end"


def _survey() -> str:
    asked = {"brands": ("multi", BRANDS), "town": ("single", TOWNS)}
    asked |= {name: ("single", [f"{name} {at}" for at in range(COLUMNS)]) for name in BANNER}
    lines = ['title = "Brands"', 'id = "id"']
    for name, (kind, options) in asked.items():
        lines += [f"[question.{name}]", f'kind = "{kind}"', f"options = {json.dumps(options)}"]
    return "\n".join(lines) + "\n"


def counts_by_hand(found: list[tuple[object, ...]], *, are_mentions: bool) -> Mapping[Key, int]:
    """The counts that follow from what a statement gave, but those of nobody."""
    counts: dict[Key, int] = defaultdict(int)
    for place, key, code, n in found:
        if code is None and not are_mentions:
            continue  # those without an answer
        question, number = PLACES[int(str(place))], int(str(n))
        rows = [None if code is None else str(code)]
        rows += [] if are_mentions else [None]
        for row in rows:
            if key is not None:
                counts[row, question, str(key)] += number
            if question == BANNER[0]:
                counts[row, "", None] += number
    return {key: n for key, n in counts.items() if n}


def counts_of(table: Table) -> Mapping[Key, int]:
    """The same of a table."""
    heads = [(column.question, column.code if column.question else None) for column in table.columns]
    counts: dict[Key, int] = {
        (None, *head): column.base.unweighted for head, column in zip(heads, table.columns, strict=True)
    }
    for row in table.rows:
        for head, cell in zip(heads, row.cells, strict=True):
            counts[(row.code, *head)] = cell.count
    return {key: n for key, n in counts.items() if n}


class Statements:
    """How long an engine's statements took, in seconds of CPU, and how many there were."""

    def __init__(self) -> None:
        self.cpu, self.number = 0.0, 0
        self._query = Engine.query

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch them."""

        def query(engine: Engine, sql: Sql, cancel: Cancel | None = None) -> list[tuple[object, ...]]:
            before = time.process_time()
            try:
                return self._query(engine, sql, cancel)
            finally:
                self.cpu += time.process_time() - before
                self.number += 1

        with patch.object(Engine, "query", query):
            yield


def measure(rows: int = ROWS, runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    path = made(rows)
    survey = open_source(path).survey
    with Engine(path, survey, stored=False) as plain, Engine(path, survey) as stored:
        if stored.store is None and (plan := stored.plan()) is not None:
            print("making a store ...", file=sys.stderr)
            assert Building(plan).run()
            assert stored.adopt(plan.place)
        engines = {"parquet": plain, "store": stored}
        return [
            result
            for name in ("brands", "town")
            for storage, engine in engines.items()
            for result in _compared(name, storage, engine, runs)
        ]


def _compared(name: str, storage: str, engine: Engine, runs: int) -> Iterator[Result]:
    view = View(What.CROSSTAB, name, BANNER)
    statements = _by_hand(name)
    spent = taking_turns(3, *(_asking(engine, text) for text in statements.values()))
    best, text = min(zip(spent, statements.items(), strict=True), key=lambda pair: pair[0].cpu)[1]
    started = time.process_time()
    table = count_table(view, engine)
    first = time.process_time() - started
    by_hand = counts_by_hand(engine.query(Sql(text)), are_mentions=name == "brands")
    if (ours := counts_of(table)) != by_hand:
        raise RuntimeError(
            f"{name}: not the same numbers: {sorted(map(str, set(ours.items()) ^ set(by_hand.items())))[:9]}"
        )
    told = Statements()
    with told.watched():
        count_table(view, engine)
    number, told.cpu = told.number, 0.0

    def counting() -> None:
        with told.watched():
            count_table(view, engine)

    counted, hand, lettered = taking_turns(
        runs, counting, _asking(engine, text), lambda: arranged(replace(table), view, engine.survey)
    )
    sql = told.cpu / (runs + 1)
    what = f"{len(table.rows)} rows ({name}) by {len(table.columns) - 1} columns, {storage}"
    told_of = f"{number} statements; by hand {1000 * hand.cpu:,.0f} ms: {best}"
    yield Result(f"{what}: statements / by hand", sql / hand.cpu, "x", LIMIT, f"{1000 * sql:,.0f} ms in {told_of}")
    made_of = f"{1000 * (counted.cpu - sql):,.0f} ms for {len(table.rows) * len(table.columns):,} cells"
    # What a table of so many cells takes in Python is the same from a store, where the statements take next to nothing.
    limit = LIMIT if name == "brands" and storage == "parquet" else None
    yield Result(
        f"{what}: table / by hand", counted.cpu / hand.cpu, "x", limit, f"{made_of}; {1000 * first:,.0f} ms at first"
    )
    yield Result(f"{what}: letters, footer", 1000 * lettered.cpu, "ms", None, "at every new test")


def _asking(engine: Engine, text: str) -> Callable[[], object]:
    return lambda: engine.query(Sql(text))


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="replies (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=RUNS, help="measured rounds of each (default: %(default)s)")
    arguments = parser.parse_args()
    return report(measure(arguments.rows, arguments.runs))


if __name__ == "__main__":
    sys.exit(main())
