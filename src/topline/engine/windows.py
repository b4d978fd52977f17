"""Windows of replies by position: any slice in any order, without loading all of it."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from topline.engine.duck import Cancel, Engine
from topline.engine.errors import EngineError, QueryCancelledError
from topline.engine.reply_columns import ROW
from topline.survey import Kind, Question, Slice, Sql, Storage, quoted

KEPT_ORDERS = 4
"""How many orders of rows are kept in the engine: those of the places a person goes back and forth between."""
KEPT_ROWS = 20_000_000
"""Rows of all kept orders together, save that the last one is kept whatever its length."""
KEPT_COUNTS = 200
FIRST = 1_000
"""Positions up to which a window is looked for afresh, as long as the order is not prepared."""
PATIENCE = 0.02
"""Seconds between two looks at whether somebody still waits for an order."""

_NUMBERS = itertools.count(1)
"""Numbers of prepared orders, so that no two have the same name."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's answers to the questions that were asked for."""

    row: int
    """0-based position in the file, which identifies the person."""
    answers: tuple[Any, ...]
    """As stored, one a question; None where there is none."""

    @property
    def number(self) -> int:
        """Which reply of the file this is, counted from 1 as people count rows."""
        return self.row + 1


@dataclass(frozen=True, slots=True)
class Window:
    """Some consecutive replies of a slice in an order."""

    offset: int
    """Position of the first one within the slice."""
    total: int
    """Replies in the whole slice; where it is not counted yet, those up to the end of this window."""
    replies: tuple[Reply, ...]
    counted: bool = True
    """Whether the slice is counted; there may be more than `total` where it is not."""


@dataclass(slots=True)
class Order:
    """The rows of a slice in an order, as a table of the engine."""

    table: str
    total: int
    readers: int = 0
    """Windows that are being read from it; it is not dropped under them."""
    dropped: bool = False


Key = tuple[Slice, str]


class Preparation(threading.Thread):
    """An order being prepared behind what the person does."""

    def __init__(self, windows: Windows, key: Key) -> None:
        super().__init__(name="order", daemon=True)
        self.key = key
        self.cancel = Cancel()
        self.done = threading.Event()
        self.fault: Exception | None = None
        self._windows = windows

    def run(self) -> None:
        """Prepare it; whoever waits for it finds it, or the fault."""
        try:
            self._windows.prepare(self.key, self.cancel)
        except Exception as error:  # whoever waits for the order has to hear of it, whatever it is
            self.fault = error
        finally:
            self.done.set()


class Windows:
    """Gives windows of replies by position.

    The file's own order needs no preparation. Any other slice or order is prepared once, as a table of
    row numbers in the engine, and every window after that costs the same wherever it lies. Of a large file the
    first windows do not wait for that: they are looked for by themselves, while the order is prepared behind them.
    """

    def __init__(self, engine: Engine, *, behind: bool | None = None) -> None:
        """Windows over the replies of an engine.

        Args:
            behind: Whether orders are prepared behind the first windows; None to do so for a large file.
        """
        self.engine = self._engine = engine
        """Whose replies these are."""
        self._behind = engine.is_large if behind is None else behind
        self._orders: OrderedDict[Key, Order] = OrderedDict()
        self._counts: OrderedDict[Slice, int] = OrderedDict()
        self._keeping = threading.Lock()
        self._preparing = threading.Lock()
        self._preparation: Preparation | None = None

    def count(self, slice_: Slice, cancel: Cancel | None = None) -> int:
        """How many replies a slice has."""
        whose = _whose(slice_)
        known = self._known(whose)
        if known is not None:
            return known
        where = slice_.sql(self._engine.survey)
        sql = Sql(f"select count(*) from replies where {where.text}", where.parameters)
        total = int(self._engine.query(sql, cancel)[0][0])
        self._learn(whose, total)
        return total

    def window(
        self,
        slice_: Slice,
        questions: Sequence[Question],
        offset: int = 0,
        limit: int = 50,
        sort: str = "",
        cancel: Cancel | None = None,
        *,
        passing: bool = False,
    ) -> Window:
        """The replies of a slice from position `offset` on, with their answers to these questions.

        Args:
            slice_: Whose replies.
            questions: Whose answers.
            offset: From 0.
            limit: Replies at most.
            sort: The name of the question they are sorted by, with a leading "-" for descending; empty for
                the file's order. Equal ones keep the file's order, those without an answer come last.
            cancel: Gives it up.
            passing: Whether it is a glance: of a large file only the first windows will be asked for, so that
                the order is not worth preparing.
        """
        key = (_whose(slice_), sort)
        if not sort and key[0] == Slice():
            total = self.count(key[0], cancel)
            where = f"{quoted(ROW)} >= ? and {quoted(ROW)} < ? order by {quoted(ROW)}"
            sql = Sql(f"select {columns_sql(questions)} from replies where {where}", (offset, offset + limit))
            return Window(offset, total, _replies(self._engine.query(sql, cancel)))
        with self._reading(key) as order:
            if order is not None:
                return self._from(order, questions, offset, limit, cancel)
        if self._behind and (passing or offset + limit <= FIRST):
            window = self._looked_for(key, questions, offset, limit, cancel)
            if not passing:
                self._prepare_behind(key)
            return window
        self._await(key, cancel)
        with self._reading(key) as order:
            # Others can have been prepared and this one dropped, in the moment between.
            return self.window(slice_, questions, offset, limit, sort, cancel) if order is None else self._from(
                order, questions, offset, limit, cancel
            )  # fmt: skip

    def rows(self, people: Slice, cancel: Cancel | None = None) -> frozenset[int]:
        """The 0-based rows of all replies of a slice."""
        where = people.sql(self._engine.survey)
        found = self._engine.query(
            Sql(f"select {quoted(ROW)} from replies where {where.text}", where.parameters), cancel
        )
        return frozenset(row for (row,) in found)

    def reply(self, row: int, questions: Sequence[Question], cancel: Cancel | None = None) -> Reply | None:
        """One person's answers, by row."""
        sql = Sql(f"select {columns_sql(questions)} from replies where {quoted(ROW)} = ?", (row,))
        return next(iter(_replies(self._engine.query(sql, cancel))), None)

    def replies(
        self, rows: Sequence[int], questions: Sequence[Question], cancel: Cancel | None = None
    ) -> tuple[Reply, ...]:
        """The answers of the people of these rows, in this order."""
        if not rows:
            return ()
        if not questions:
            return tuple(Reply(row, ()) for row in rows)
        listed = f"{quoted(ROW)} in (select unnest(?::bigint[]))"
        sql = Sql(f"select {columns_sql(questions)} from replies where {listed}", (list(rows),))
        found = {reply.row: reply for reply in _replies(self._engine.query(sql, cancel))}
        return tuple(found[row] for row in rows)

    # What is known already.

    def _known(self, whose: Slice) -> int | None:
        if whose == Slice() and self._engine.survey.respondents is not None:
            return self._engine.survey.respondents
        with self._keeping:
            return self._counts.get(whose)

    def _learn(self, whose: Slice, total: int) -> None:
        with self._keeping:
            self._counts[whose] = total
            self._counts.move_to_end(whose)
            while len(self._counts) > KEPT_COUNTS:
                self._counts.popitem(last=False)

    @contextmanager
    def _reading(self, key: Key) -> Iterator[Order | None]:
        """The order of a key, not dropped as long as it is read; None where it is not prepared."""
        with self._keeping:
            order = self._orders.get(key)
            if order is not None:
                self._orders.move_to_end(key)
                order.readers += 1
        try:
            yield order
        finally:
            if order is not None:
                with self._keeping:
                    order.readers -= 1
                    last = order.dropped and not order.readers
                if last:
                    self._drop(order)

    # Windows.

    def _from(
        self, order: Order, questions: Sequence[Question], offset: int, limit: int, cancel: Cancel | None
    ) -> Window:
        """A window of a prepared order: the rows by their place in it, then their answers."""
        sql = Sql(
            f"select reply from {order.table} where rowid >= ? and rowid < ? order by rowid", (offset, offset + limit)
        )
        rows = [row for (row,) in self._engine.query(sql, cancel)]
        return Window(offset, order.total, self.replies(rows, questions, cancel))

    def _looked_for(
        self, key: Key, questions: Sequence[Question], offset: int, limit: int, cancel: Cancel | None
    ) -> Window:
        """A window found by itself: only the first so many rows have to be found, and only their answers read."""
        ordered = self._ordered(key)
        sql = Sql(f"{ordered.text} limit {limit:d} offset {offset:d}", ordered.parameters)
        rows = [row for (row,) in self._engine.query(sql, cancel)]
        total = self._known(key[0])
        if total is None and len(rows) < limit and (rows or not offset):
            total = offset + len(rows)
            self._learn(key[0], total)
        if total is None and not rows:
            total = self.count(key[0], cancel)
        answers = self.replies(rows, questions, cancel)
        return Window(offset, offset + len(rows) if total is None else total, answers, counted=total is not None)

    def _ordered(self, key: Key) -> Sql:
        """SQL for the rows of a slice in an order."""
        slice_, sort = key
        survey = self._engine.survey
        where = slice_.sql(survey)
        # The file's order is kept by itself, and need not have read the last row to give the first.
        by = f" order by {order_by(survey[sort.removeprefix('-')], sort.startswith('-'))}{quoted(ROW)}" if sort else ""
        return Sql(f"select {quoted(ROW)} as reply from replies where {where.text}{by}", where.parameters)

    # Orders.

    def _prepare_behind(self, key: Key) -> Preparation:
        """Begin to prepare an order, unless that is under way; another one is given up for it."""
        with self._keeping:
            under_way = self._preparation
            if under_way is not None and under_way.key == key and not under_way.done.is_set():
                return under_way
            self._preparation = Preparation(self, key)
            begun = self._preparation
        if under_way is not None:
            under_way.cancel.cancel()
        begun.start()
        return begun

    def _await(self, key: Key, cancel: Cancel | None) -> None:
        """Wait until an order is prepared."""
        if not self._behind:
            self.prepare(key, cancel)
            return
        while True:
            preparation = self._prepare_behind(key)
            while not preparation.done.wait(PATIENCE):
                if cancel is not None and cancel.is_cancelled:
                    raise QueryCancelledError("cancelled")
            # Given up for another order, though this one is still wanted: once more, unless everything is given up.
            if not preparation.cancel.is_cancelled or self._engine.is_cancelled:
                break
        if preparation.fault is not None:
            raise preparation.fault

    def prepare(self, key: Key, cancel: Cancel | None) -> None:
        """Prepare an order and keep it.

        Raises:
            QueryCancelledError: when it was given up meanwhile.
            EngineError: when the engine refuses.
        """
        with self._preparing:
            with self._keeping:
                if key in self._orders:
                    return
            ordered = self._ordered(key)
            table = f"order_{next(_NUMBERS)}"
            made = Sql(f"create table {table} as {ordered.text}", ordered.parameters)
            total = int(self._engine.query(made, cancel)[0][0])
        self._learn(key[0], total)
        with self._keeping:
            self._orders[key] = Order(table, total)
            free = self._surplus()
        for order in free:
            self._drop(order)

    def _surplus(self) -> list[Order]:
        """Take out the orders that are too many, the oldest first; gives those that nobody reads."""
        taken: list[Order] = []
        while len(self._orders) > KEPT_ORDERS or (
            len(self._orders) > 1 and sum(order.total for order in self._orders.values()) > KEPT_ROWS
        ):
            _, oldest = self._orders.popitem(last=False)
            oldest.dropped = True
            taken.append(oldest)
        return [order for order in taken if not order.readers]

    def _drop(self, order: Order) -> None:
        with suppress(EngineError):
            self._engine.query(Sql(f"drop table {order.table}"))


def _whose(slice_: Slice) -> Slice:
    """A slice without its weight, which changes nobody's place."""
    return Slice(slice_.conditions, slice_.search)


def _replies(rows: Sequence[tuple[Any, ...]]) -> tuple[Reply, ...]:
    return tuple(Reply(row[0], tuple(row[1:])) for row in rows)


def columns_sql(questions: Sequence[Question]) -> str:
    """SQL for the row number and the answers, named so that no table beside the replies is meant."""
    columns = [ROW, *(question.column for question in questions)]
    return ", ".join(f"replies.{quoted(column)}" for column in columns)


def order_by(question: Question, descending: bool) -> str:
    """SQL for the order of answers: texts of options in the codebook's order, words by length, the rest by value."""
    column = quoted(question.column)
    if question.kind is Kind.OPEN and question.role is None:
        column = f"length({column})"
    elif question.kind in (Kind.SINGLE, Kind.SCALE) and question.storage is Storage.TEXT and not question.ranked:
        ranks = " ".join(f"when {_literal(option.code)} then {rank}" for rank, option in enumerate(question.options))
        column = f"case {column} {ranks} end" if ranks else column
    elif question.kind is Kind.MULTI:
        column = f"cardinality({column})"
    return f"{column} {'desc' if descending else 'asc'} nulls last, "


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
