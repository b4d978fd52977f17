"""One question by others: all that a table counts, from as few passes over the replies as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from topline.analysis.banners import (
    has_own_words,
    is_keyed,
    is_keyed_banner,
)
from topline.analysis.counts import Banner, Tally
from topline.analysis.mentions import CountedTogether
from topline.analysis.passes import Asking, Counted, Pass
from topline.analysis.rows import RowSpec, is_extra, option_rows, rows_of
from topline.survey import (
    AnyOf,
    BannerQuestion,
    Question,
    Slice,
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one slice."""

    everyone: Tally
    """All people of the slice, in the base or not."""
    apart: tuple[Tally, ...]
    """Those of each kind of missing answers."""
    total: Counted
    crossed: tuple[tuple[Banner, Counted], ...] = ()
    """The columns of all banner questions."""
    unplaced: tuple[int, ...] = ()
    """For each banner question: how many of the base stand in none of its columns."""
    empty: tuple[int, ...] = ()
    """For each banner question: how many columns of its nest nobody of the base is in; these are left out."""


def cross(asking: Asking) -> tuple[tuple[RowSpec, ...], tuple[Answers, ...]]:
    """Count a question for every slice, and for the first one by every banner question.

    Returns:
        Its rows, and the answers slice by slice.
    """
    passes: list[Pass] = []
    keyed = _counted_together(asking)
    together = CountedTogether(asking.question, [banner.innermost for banner in keyed]) if len(keyed) > 1 else None
    rows = None if is_keyed(asking.question) or len(asking.slices) == 1 else _rows_of_all(asking)
    for number, slice_ in enumerate(asking.slices):
        for banner in (asking.banners or (None,)) if not number else (None,):
            passes.append(Pass(asking, slice_, banner, rows, together if banner in keyed else None))
            rows = rows or passes[-1].rows
    if is_keyed(asking.question):
        rows = option_rows(asking.question, {code for one in passes for code in one.codes})
    rows = rows or ()
    if any(is_extra(asking.question, spec) for spec in rows):
        rows = _given(asking.question, rows, passes)
    first = len(asking.banners) or 1
    crossed = tuple(column for one in passes[:first] for column in one.crossed(rows))
    banners = [one for one in passes[:first] if one.banner is not None]
    unplaced = tuple(one.unplaced(rows) for one in banners)
    empty = tuple(one.empty for one in banners)
    answers = [Answers(passes[0].everyone, passes[0].apart, passes[0].total(rows), crossed, unplaced, empty)]
    answers += [Answers(one.everyone, one.apart, one.total(rows)) for one in passes[first:]]
    return rows, tuple(answers)


def _counted_together(asking: Asking) -> list[BannerQuestion]:
    """The banner questions of one answer each, where everything is counted from the replies themselves."""
    question = asking.question
    if not question.has_options or has_own_words(question):
        return []
    keyed = [one for one in asking.banners if is_keyed_banner(one) and not one.is_nested]
    # One that is stored where the rows are, or another one is, is counted by itself.
    stored = Counter([question.column, *(one.innermost.column for one in keyed)])
    return [one for one in keyed if stored[one.innermost.column] == 1]


def _given(question: Question, rows: tuple[RowSpec, ...], passes: Sequence[Pass]) -> tuple[RowSpec, ...]:
    """Rows without those of unlisted codes that nobody of the base gave, also in the passes themselves."""
    totals = [one.total(rows).rows for one in passes]
    stay = [at for at, spec in enumerate(rows) if not is_extra(question, spec) or any(total[at].n for total in totals)]
    for one in passes:
        one.keep_rows(stay)
    return tuple(rows[at] for at in stay)


def _rows_of_all(asking: Asking) -> tuple[RowSpec, ...]:
    """The rows for the people of all slices together."""
    survey = asking.engine.survey
    people = AnyOf(tuple(asking.people(slice_).condition(survey) for slice_ in asking.slices))
    return rows_of(asking.engine, asking.question, Slice((people,)), cancel=asking.cancel)
