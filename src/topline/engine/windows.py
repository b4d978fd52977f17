"""Windows of replies by position: any slice in any order, without loading all of it."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from topline.engine.duck import ROW, Cancel, Engine
from topline.survey import Kind, Question, Slice, Sql, Storage, quoted

KEPT_ORDERS = 4
"""How many orders of rows are kept in the engine: those of the places a person goes back and forth between."""

_NUMBERS = itertools.count(1)
"""Numbers of prepared orders, so that no two have the same name."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's answers to the questions that were asked for."""

    row: int
    """0-based position in the file, which identifies the person."""
    answers: tuple[Any, ...]
    """As stored, one a question; None where there is none."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some consecutive replies of a slice in an order."""

    offset: int
    """Position of the first one within the slice."""
    total: int
    """Replies in the whole slice."""
    replies: tuple[Reply, ...]


class Windows:
    """Gives windows of replies by position.

    The file's own order needs no preparation. Any other slice or order is prepared once, as a table of
    row numbers in the engine, and every window after that costs the same wherever it lies.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._orders: OrderedDict[tuple[Slice, str], tuple[str, int]] = OrderedDict()
        self._preparing = threading.Lock()

    def count(self, slice_: Slice, cancel: Cancel | None = None) -> int:
        """How many replies a slice has."""
        where = slice_.sql(self._engine.survey)
        sql = Sql(f"select count(*) from replies where {where.text}", where.parameters)
        return int(self._engine.query(sql, cancel)[0][0])

    def window(
        self,
        slice_: Slice,
        questions: Sequence[Question],
        offset: int = 0,
        limit: int = 50,
        sort: str = "",
        cancel: Cancel | None = None,
    ) -> Window:
        """The replies of a slice from position `offset` on, with their answers to these questions.

        Args:
            sort: The name of the question they are sorted by, with a leading "-" for descending; empty for
                the file's order. Equal ones keep the file's order, those without an answer come last.
        """
        whole = Slice()
        if not sort and slice_.conditions == whole.conditions and not slice_.search:
            total = self._engine.survey.respondents
            total = self.count(whole, cancel) if total is None else total
            source = Sql(f"replies where {quoted(ROW)} >= ? and {quoted(ROW)} < ?", (offset, offset + limit))
            position = quoted(ROW)
        else:
            order, total = self._order(slice_, sort, cancel)
            position = f"{order}.position"
            source = Sql(
                f"replies join {order} using ({quoted(ROW)}) where {position} >= ? and {position} < ?",
                (offset, offset + limit),
            )
        sql = Sql(f"select {_columns(questions)} from {source.text} order by {position}", source.parameters)
        rows = self._engine.query(sql, cancel)
        return Window(offset, total, tuple(Reply(row[0], tuple(row[1:])) for row in rows))

    def reply(self, row: int, questions: Sequence[Question], cancel: Cancel | None = None) -> Reply | None:
        """One person's answers, by row."""
        sql = Sql(f"select {_columns(questions)} from replies where {quoted(ROW)} = ?", (row,))
        rows = self._engine.query(sql, cancel)
        return Reply(rows[0][0], tuple(rows[0][1:])) if rows else None

    def _order(self, slice_: Slice, sort: str, cancel: Cancel | None) -> tuple[str, int]:
        """The table of row numbers of a slice in an order, and its length."""
        with self._preparing:
            return self._prepared((Slice(slice_.conditions, slice_.search), sort), slice_, sort, cancel)

    def _prepared(self, key: tuple[Slice, str], slice_: Slice, sort: str, cancel: Cancel | None) -> tuple[str, int]:
        if key in self._orders:
            self._orders.move_to_end(key)
            return self._orders[key]
        where = slice_.sql(self._engine.survey)
        table = f"order_{next(_NUMBERS)}"
        by = _order_by(self._engine.survey[sort.removeprefix("-")], sort.startswith("-")) if sort else ""
        sql = Sql(
            f"create table {table} as select row_number() over (order by {by}{quoted(ROW)}) - 1 as position, "
            f"{quoted(ROW)} from replies where {where.text}",
            where.parameters,
        )
        self._engine.query(sql, cancel)
        # Not to be cancelled: a table that nobody knows of would stay.
        total = int(self._engine.query(Sql(f"select count(*) from {table}"))[0][0])
        self._orders[key] = (table, total)
        while len(self._orders) > KEPT_ORDERS:
            _, (oldest, _) = self._orders.popitem(last=False)
            self._engine.query(Sql(f"drop table {oldest}"))
        return table, total


def _columns(questions: Sequence[Question]) -> str:
    """SQL for the row number and the answers, named so that no table beside the replies is meant."""
    columns = [ROW, *(question.column for question in questions)]
    return ", ".join(f"replies.{quoted(column)}" for column in columns)


def _order_by(question: Question, descending: bool) -> str:
    """SQL for the order of answers: texts of options in the codebook's order, words by length, the rest by value."""
    column = quoted(question.column)
    if question.kind is Kind.OPEN and question.role is None:
        column = f"length({column})"
    elif question.kind in (Kind.SINGLE, Kind.SCALE) and question.storage is Storage.TEXT:
        ranks = " ".join(f"when {_literal(option.code)} then {rank}" for rank, option in enumerate(question.options))
        column = f"case {column} {ranks} end" if ranks else column
    elif question.kind is Kind.MULTI:
        column = f"cardinality({column})"
    return f"{column} {'desc' if descending else 'asc'} nulls last, "


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
