"""All replies of a slice at once: as a stream that takes no memory, and as a parquet file of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from topline.engine.duck import Cancel, Engine
from topline.engine.errors import EngineError
from topline.engine.reply_columns import ROW
from topline.engine.windows import Reply, columns_sql, order_by
from topline.survey import Kind, Question, Role, Slice, Sql, Storage, quoted

OPEN_FILES = "/dev/fd"
"""Where the system names the files that this process has open."""
ERRNO = re.compile(r'"errno":"(\d+)"')
"""How DuckDB tells what the system said."""
GROUP_STEP, LARGEST_GROUP = 2_048, 122_880
VALUES = 819_200
"""Answers that are held in memory until they are written together: 20,480 replies to 40 questions."""
MULTI_TYPES = {Storage.INTEGER: "BIGINT[]", Storage.REAL: "DOUBLE[]", Storage.BOOLEAN: "BOOLEAN[]"}
"""How parquet holds several answers; a HUGEINT it would hold as a DOUBLE."""

WorkedOut = Callable[[Engine], str]
"""Gives SQL for what is worked out for a reply, for the engine that is asked."""


def stream_replies(
    engine: Engine,
    people: Slice,
    questions: Sequence[Question],
    sort: str = "",
    offset: int = 0,
    limit: int | None = None,
    cancel: Cancel | None = None,
    *,
    worked_out: WorkedOut | None = None,
) -> Iterator[Reply]:
    """The replies of a slice one after the other, with their answers to these questions.

    Args:
        sort: As for `Windows.window`; the order is the same.
        offset: How many are left out at the start.
        limit: How many are given at most; None for all.
        worked_out: Gives what is worked out for each reply and stands behind its answers.

    Raises:
        QueryCancelledError: when `cancel`, or the engine, was given up meanwhile.
        EngineError: when the engine refuses.
    """
    with _apart(engine, when=bool(sort)) as reading:
        columns = columns_sql(questions)
        if worked_out is not None:
            columns += f", {worked_out(reading)}"
        selected = _selected(reading, columns, people, sort, offset, limit)
        for rows in reading.stream(selected, cancel):
            for row in rows:
                yield Reply(row[0], tuple(row[1:]))


def write_parquet(
    engine: Engine,
    file: int,
    people: Slice,
    questions: Sequence[Question],
    sort: str = "",
    offset: int = 0,
    limit: int | None = None,
    *,
    mask: str = "",
    metadata: Mapping[str, str],
    worked_out: tuple[str, WorkedOut] | None = None,
    cancel: Cancel | None = None,
) -> None:
    """Write the replies of a slice as parquet, a column a question, and one of its codes for a coded verbatim.

    Args:
        file: An open, empty file; DuckDB is given no name that could have come to mean another one.
        people: Whose replies.
        questions: The columns, each named as its question.
        sort: As for `Windows.window`.
        offset: How many are left out at the start.
        limit: How many are written at most; None for all.
        mask: Stands for answers that tell who a person is; empty to write them.
        metadata: Written beside the replies.
        worked_out: A column more: its name, and what gives what is worked out for each reply.
        cancel: Gives it up.

    Raises:
        OSError: when the file takes no more.
        QueryCancelledError: when it was given up.
        EngineError: when the engine refuses.
    """
    columns = list(_columns_of(questions, mask))
    told = ", ".join(f"{quoted(key)}: {_literal(value)}" for key, value in metadata.items())
    group = min(max(VALUES // len(columns) // GROUP_STEP * GROUP_STEP, GROUP_STEP), LARGEST_GROUP)
    options = f"format parquet, compression zstd, use_tmp_file false, row_group_size {group:d}, kv_metadata {{{told}}}"
    with _apart(engine) as writing:
        if worked_out is not None:
            columns.append(f"{worked_out[1](writing)} as {quoted(worked_out[0])}")
        selected = _selected(writing, ", ".join(columns), people, sort, offset, limit)
        sql = f"copy ({selected.text}) to {_literal(f'{OPEN_FILES}/{file}')} ({options})"
        try:
            writing.query(Sql(sql, selected.parameters), cancel)
        except EngineError as error:
            if found := ERRNO.search(str(error)):
                raise OSError(int(found[1]), os.strerror(int(found[1]))) from error
            raise


def _apart(engine: Engine, *, when: bool = True) -> AbstractContextManager[Engine]:
    """The engine that goes over all replies: where they are many one of its own, so that nobody has to wait for it."""
    return engine.alone() if engine.is_large and when else nullcontext(engine)


def _selected(engine: Engine, columns: str, people: Slice, sort: str, offset: int, limit: int | None) -> Sql:
    where = people.sql(engine.survey)
    # Without an order DuckDB keeps that of the file, and need not have read the last row to give the first.
    by = f" order by {_order(engine, sort)}" if sort else ""
    part = f" limit {limit:d}" if limit is not None else ""
    part += f" offset {offset:d}" if offset else ""
    return Sql(f"select {columns} from replies where {where.text}{by}{part}", where.parameters)


def _order(engine: Engine, sort: str) -> str:
    return order_by(engine.survey[sort.removeprefix("-")], sort.startswith("-")) + quoted(ROW)


def _columns_of(questions: Sequence[Question], mask: str) -> Iterator[str]:
    for question in questions:
        column = quoted(question.column)
        if question.role is Role.PERSONAL and mask:
            yield f"case when {column} is not null then {_literal(mask)} end as {quoted(question.name)}"
            continue
        if question.kind is Kind.MULTI:
            column = f"cast({column} as {MULTI_TYPES.get(question.storage, 'VARCHAR[]')})"
        elif question.storage is Storage.TEXT:
            column = f"cast({column} as varchar)"
        yield f"{column} as {quoted(question.name)}"
    for codes in dict.fromkeys(question.codes for question in questions if question.codes):
        yield f"cast({quoted(codes)} as varchar[]) as {quoted(codes)}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
