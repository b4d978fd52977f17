"""The child process that makes a store: `python -m topline.engine.storing`, an order on standard input.

It ends well when the store is whole, and otherwise without a word. When standard input ends, whoever wanted the
store is gone: it removes what it has and ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

import duckdb

from topline.engine.store import Plan, plan_from, signature_of
from topline.readers.parquet import SETTINGS

KINDLY = 10
"""How much the child yields to everything else on the machine."""
MEMORY = "512MB"
FEW = 4096
"""Different texts that a category may have; what has more is stored as text."""
BITS = 63
"""Codes that fit the bits of one number."""


def main() -> None:
    """Carry out the order on standard input."""
    os.umask(0o077)
    os.nice(KINDLY)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    plan, made = plan_from(json.loads(sys.stdin.buffer.readline()))
    threading.Thread(target=_end_with_input, args=(made.parent,), daemon=True).start()
    try:
        _one_at_a_time(plan.place.parent)
        if not plan.is_made:
            make(plan, made)
            if signature_of(plan.replies) == plan.signature:
                made.replace(plan.place)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _one_at_a_time(folder: Path) -> None:
    """Wait until no other child of this user is at work, for as long as this one lives."""
    with suppress(OSError):
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)


def _end_with_input(folder: Path) -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def make(plan: Plan, made: Path) -> None:
    """Write a store.

    Args:
        plan: What goes into it.
        made: The file, which is not there yet; what does not fit into memory meanwhile is put beside it.
    """
    settings = SETTINGS | {"memory_limit": MEMORY, "temp_directory": str(made.parent / "spill")}
    connection = duckdb.connect(str(made), config=settings)
    # Some replies from all over the file are read two to three times as fast from this as from a dictionary.
    texts = "set force_compression = 'zstd'"
    for statement in ("set TimeZone = 'UTC'", "set enable_progress_bar = false", texts):
        connection.execute(statement)
    connection.execute(f"create temp view source as {plan.selected}")
    types = {name: kind for name, kind, *_ in connection.execute("describe source").fetchall()}
    categories = [name for name, _ in plan.categories if types.get(name) == "VARCHAR"]
    several = [name for name in plan.several if types.get(name) == "VARCHAR[]"]
    few = _few(connection, categories, several)
    for table in ("bits", "ranked"):
        connection.execute(f"create table {table} (name varchar, codes varchar[])")
    connection.execute("create temp table offered (name varchar, code varchar, place bigint)")
    for name, offered in plan.categories:
        listing = "insert into offered select ?, unnest(?::varchar[]), unnest(range(?))"
        connection.execute(listing, [name, list(offered), len(offered)])
    columns: dict[str, str] = {}
    for number, name in enumerate(types):
        column = _quoted(name)
        if name not in few:
            columns[name] = column
            continue
        kind = _quoted(f"kind {number}")
        codes = f"select unnest({_quoted(few[name])}) as code from found"
        places = f"select code, place from offered where name = {_literal(name)}"
        connection.execute(
            f"create or replace temp table given as select code, place from ({codes}) left join ({places}) using (code)"
        )
        connection.execute(f"create type {kind} as enum (select code from given order by place nulls last, code)")
        found = connection.execute("select code, place from given order by place nulls last, code").fetchall()
        listed = [code for code, _ in found]
        is_plain = not any("\0" in code for code in listed)
        if name in categories:
            columns[name] = f"cast({column} as {kind})"
            if is_plain and all(place is not None for _, place in found):
                connection.execute("insert into ranked values (?, ?)", [name, listed])
            continue
        columns[name] = f"cast({column} as {kind}[])"
        if is_plain and len(listed) <= BITS:
            connection.execute("insert into bits values (?, ?)", [name, listed])
            bits = f"list_transform({columns[name]}, lambda code: 1::bigint << enum_code(code))"
            summed = f"coalesce(list_bit_or({bits}), 0)"
            columns[f"topline:bits {name}"] = f"case when {column} is not null then cast({summed} as bigint) end"
    columns.pop("topline:row")
    selected = ", ".join(f"{sql} as {_quoted(name)}" for name, sql in columns.items())
    connection.execute(f"create table replies as select {selected} from source")
    connection.close()


def _few(connection: duckdb.DuckDBPyConnection, categories: list[str], several: list[str]) -> dict[str, str]:
    """The columns that hold few different texts, each with the column of the table `found` that lists those."""
    names = categories + several
    if not names:
        return {}
    elements = [_quoted(name) if name in categories else f"unnest({_quoted(name)})" for name in names]
    # Estimates first: a list of all different texts could take any amount of memory.
    about = ", ".join(f"(select approx_count_distinct(e) from (select {e} as e from source))" for e in elements)
    counted = dict(zip(names, connection.execute(f"select {about}").fetchall()[0], strict=True))
    few = {name: f"texts {at}" for at, name in enumerate(names) if counted[name] <= FEW}
    texts = "select list(distinct e) filter (e is not null)"
    listed = ", ".join(
        f"({texts} from (select {element} as e from source)) as {_quoted(few[name])}"
        for name, element in zip(names, elements, strict=True)
        if name in few
    )
    connection.execute(f"create temp table found as select {listed or 'null as nothing'}")
    return few


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


if __name__ == "__main__":
    main()
