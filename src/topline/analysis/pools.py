"""Pools: of a large file, the people of a slice counted once by all that a table asks of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise

from topline.analysis.combinations import columns_in, few_valued, pooled_sql
from topline.analysis.sources import Pool, Source
from topline.engine import Cancel, Engine
from topline.survey import All, Answered, Blank, Condition, Not, Slice, Sql, Survey, Within, quoted

UNANSWERED, BEYOND = -1, -2
"""Stand for the band of those who gave no number, and of those whose number is in none of the bands."""
_NUMBERS = itertools.count(1)
"""Numbers of pools, so that no two have the same name."""


@contextmanager
def pooled(
    engine: Engine,
    slice_: Slice,
    columns: Mapping[str, str],
    conditions: Sequence[Condition] = (),
    bands: Sequence[Sequence[Condition]] = (),
    cancel: Cancel | None = None,
    *,
    once: bool = False,
    always: bool = False,
) -> Iterator[Source]:
    """Where to count the people of a slice: in a pool, which lasts as long as the context, or in a small file itself.

    Args:
        engine: The replies.
        slice_: Who is counted, and by what they weigh.
        columns: SQL for the columns that will be asked about, by their names as identifiers.
        conditions: Conditions that will be asked about, whatever they look at.
        bands: Conditions of which at most one holds for a reply, question by question.
        cancel: Gives it up.
        once: Whether only one thing will be asked of it, so that it need not be kept.
        always: Whether a pool is worth it also of a small file.
    """
    if not engine.is_large and not always:
        yield engine
        return
    drawn = _Drawn(engine.survey, dict(columns))
    for several in filter(None, bands):
        drawn.cut(several)
    for condition in conditions:
        drawn.look_at(condition)
    selected = pooled_sql(engine, slice_, {name: sql.text for name, sql in drawn.columns.items()})
    parameters = tuple(value for sql in drawn.columns.values() for value in sql.parameters) + selected.parameters
    if once:
        yield Pool(engine, slice_, Sql(f"({selected.text})", parameters), 0, drawn.flags, drawn.bands)
        return
    table = f"pool_{next(_NUMBERS)}"
    rows = engine.query(Sql(f"create table {table} as {selected.text}", parameters), cancel)[0][0]
    try:
        yield Pool(engine, slice_, Sql(table), rows, drawn.flags, drawn.bands)
    finally:
        # Not to be cancelled: it would stay.
        engine.query(Sql(f"drop table {table}"))


class _Drawn:
    """The columns of a pool that is being made."""

    def __init__(self, survey: Survey, columns: Mapping[str, str]) -> None:
        self._survey = survey
        self._known = {*columns, *few_valued(survey)}
        self.columns = {name: Sql(text) for name, text in columns.items()}
        self.flags: dict[Condition, str] = {}
        self.bands: dict[tuple[Condition, ...], str] = {}

    def look_at(self, condition: Condition) -> None:
        """Keep the columns that a condition looks at; or whether it holds, where they have too many values."""
        sql = condition.sql(self._survey)
        seen = columns_in(sql)
        if condition in self.flags:
            return
        if seen <= self._known:
            self.columns = {name: Sql(name) for name in sorted(seen)} | self.columns
        elif isinstance(condition, All) and condition.parts:
            for part in condition.parts:
                self.look_at(part)
        elif isinstance(condition, Not):
            self.look_at(condition.part)
        elif isinstance(condition, Blank) and not self._survey[condition.question].missing:
            answered = Answered(condition.question)
            self.look_at(answered)
            self.flags[condition] = f"({self.flags[answered]} is not true)"
        else:
            name = quoted(f"topline:flag {len(self.flags)}")
            self.flags[condition] = name
            self.columns[name] = Sql(f"(({sql.text}) is true)", sql.parameters)

    def cut(self, bands: Sequence[Condition]) -> None:
        """Keep which of several conditions holds."""
        name = quoted(f"topline:band {len(self.columns)}")
        ladder = self._ladder(bands)
        self.columns[name] = ladder or self._cases([band.sql(self._survey) for band in bands])
        if ladder and isinstance(bands[0], Within):
            self.flags[Answered(bands[0].question)] = f"({name} <> {UNANSWERED})"
        self.flags |= {condition: f"({name} = {at})" for at, condition in enumerate(bands)}
        self.bands[tuple(bands)] = name

    def _ladder(self, bands: Sequence[Condition]) -> Sql | None:
        """Bands of numbers or moments of which each begins where the one before ends: one comparison a band."""
        steps = [band for band in bands if isinstance(band, Within)]
        rising = all(one.high == other.low and not one.high_included for one, other in pairwise(steps))
        if len(steps) < len(bands) or not rising or any(not step.low_included for step in steps):
            return None
        first, last = steps[0], steps[-1]
        if any(step.high is None for step in steps[:-1]):
            return None
        column = quoted(self._survey[first.question].column)
        answered = Answered(first.question).sql(self._survey)
        cases = [f"when ({answered.text}) is not true then {UNANSWERED}"]
        cases += [f"when {column} < ? then {BEYOND}"] if first.low is not None else []
        cases += [f"when {column} < ? then {at}" for at in range(len(steps) - 1)]
        ends = "" if last.high is None else f" {column} {'<=' if last.high_included else '<'} ?"
        cases.append(f"when{ends or ' true'} then {len(steps) - 1}")
        values = [
            *([first.low] if first.low is not None else []),
            *(step.high for step in steps if step.high is not None),
        ]
        return Sql(f"case {' '.join(cases)} else {BEYOND} end", (*answered.parameters, *values))

    @staticmethod
    def _cases(parts: Sequence[Sql]) -> Sql:
        cases = " ".join(f"when {part.text} then {at}" for at, part in enumerate(parts))
        return Sql(f"case {cases} end", tuple(value for part in parts for value in part.parameters))
