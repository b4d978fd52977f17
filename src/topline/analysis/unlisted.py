"""Codes that the codebook does not list, of questions with several answers: what was given all the same."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from topline.analysis.sources import Pool, Source
from topline.engine import Cancel, Engine
from topline.survey import Question, Sql, code_of, quoted

MOST_CODES = 50
"""Codes of a question with several answers that are counted, the most frequent of them: each is a row of its own."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Codes that nobody listed."""

    codes: tuple[str, ...] = ()
    left_out: int = 0
    """How many more there are, which are rarer."""


_KNOWN: WeakKeyDictionary[Engine, dict[str, Unlisted]] = WeakKeyDictionary()


def unlisted(source: Source, question: Question, cancel: Cancel | None = None) -> Unlisted:
    """The codes of a question with several answers that any reply has and the codebook has not.

    A store knows them; else the replies are looked at once.
    """
    if not question.takes_several:
        return Unlisted()
    engine = source.engine if isinstance(source, Pool) else source
    known = _KNOWN.setdefault(engine, {})
    if question.name not in known:
        known[question.name] = _looked_up(engine, question, cancel)
    return known[question.name]


def _looked_up(engine: Engine, question: Question, cancel: Cancel | None) -> Unlisted:
    if question.bits:
        codes = [code for code in question.bits if not question.lists(code)]
    else:
        column = quoted(question.choices_column)
        each = f"select unnest({column}) as code from replies where {column} is not null"
        sql = f"select code from ({each}) where code is not null group by 1 order by count(*) desc, 1"
        codes = [code_of(value) for (value,) in engine.query(Sql(sql), cancel)]
        codes = list(dict.fromkeys(code for code in codes if not question.lists(code)))
    return Unlisted(tuple(codes[:MOST_CODES]), max(0, len(codes) - MOST_CODES))
