"""The values that a parameter can be given: the answers that a question got, each with how many gave it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from topline.analysis.tabulate import tabulate
from topline.engine import Cancel, Engine
from topline.survey import Answered, Base, Kind, Question, Role, Sql, View, What, code_of, quoted

MOST_VALUES = 500
"""Different values that are worth offering; the most frequent come first."""


def values_of(question: Question, engine: Engine, cancel: Cancel | None = None) -> tuple[tuple[str, int | None], ...]:
    """The answers to a question, as they are given to a parameter, with the replies that have each.

    Options stand in the codebook's order, those that nobody chose among them; anything else by how often it is
    there. Of a question that tells who a person is there are none; under a privacy floor only options are offered,
    and a number that is withheld is None.
    """
    if question.role is Role.PERSONAL:
        return ()
    if question.has_options and question.options:
        table = tabulate(View(What.TOPLINE, question.name, base=Base.EVERYONE), engine, cancel)
        place = {option.label: at for at, option in enumerate(question.choices)}
        found = [
            (row.label, None if row.cells[0].suppressed else row.cells[0].count) for row in table.rows if not row.net
        ]
        return tuple(sorted(found, key=lambda one: place.get(one[0], len(place))))
    if engine.survey.min_base:
        return ()
    column = quoted(question.column)
    if question.kind is Kind.DATE:
        column = f"date_trunc('day', {column})"
    given = Answered(question.name).sql(engine.survey)
    sql = f"select {column} as value, count(*) as n from replies where {given.text} group by 1"
    rows = engine.query(Sql(f"{sql} order by n desc, value limit {MOST_VALUES}", given.parameters), cancel)
    return tuple((_written(value), int(count)) for value, count in rows)


def _written(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else code_of(value)
