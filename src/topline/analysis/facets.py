"""Facets: what replies can be picked by, each with how many there are among those that other conditions leave.

Their law is that of a cell: the condition of a value, added to the other conditions, opens exactly as many
replies as the value counts. All values of a question are counted in one pass over the replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from topline.analysis.counts import count_flags
from topline.analysis.floor import check_people, may_be_shown
from topline.analysis.pools import pooled
from topline.analysis.rows import RowSpec, is_extra, option_rows, rows_of
from topline.analysis.tabulate import tabulate
from topline.analysis.unlisted import unlisted
from topline.engine import Cancel, Engine
from topline.survey import (
    All,
    Answered,
    Asked,
    Base,
    Blank,
    Chose,
    Condition,
    IsCoded,
    Kind,
    Not,
    Question,
    Slice,
    Stage,
    Storage,
    Table,
    View,
    What,
    chose,
)

MOST_UNLISTED = 500
"""Codes shown that the codebook does not list, the most frequent of them."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something that replies can be picked by: an answer, a net of answers, a band, or why there is none."""

    label: str
    condition: Condition
    count: int | None
    """Replies for which it is true, among those that the other conditions leave; None where that is withheld."""
    net: bool = False
    level: int = 0
    """How deep it stands below its net."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One question as something to pick replies by."""

    question: str
    total: int
    """Replies that the other conditions leave."""
    values: tuple[Value, ...]
    """Its answers, or the bands that they fall into."""
    apart: tuple[Value, ...]
    """That there is an answer, and then each kind of there being none."""
    unlisted: int = 0
    """Codes that the codebook does not list beyond as many as are shown, which are left out."""


def bands_of(engine: Engine, question: Question, cancel: Cancel | None = None) -> tuple[RowSpec, ...]:
    """The bands of a question over all replies, so that they stay as they are whatever else is picked."""
    return () if question.has_options else rows_of(engine, question, Slice(), cancel=cancel)


def facet_of(
    engine: Engine,
    question: Question,
    others: Slice,
    bands: Sequence[RowSpec] = (),
    cancel: Cancel | None = None,
) -> Facet:
    """What the replies of a slice can be picked by in one question.

    Args:
        others: All conditions but those on this question.
        bands: Those of `bands_of`, for a question without options.
    """
    people = replace(others, weight="")
    if engine.survey.min_base:
        check_people(people, engine=engine, cancel=cancel)
        table = tabulate(View(What.TOPLINE, question.name, slice=people, base=Base.EVERYONE), engine, cancel)
        return _without_few(_counted(engine, question, people, bands, cancel), table, question)
    return _counted(engine, question, people, bands, cancel)


def _without_few(facet: Facet, table: Table, question: Question) -> Facet:
    """A facet with the numbers that a table under a privacy floor shows."""
    rows = {(row.net, row.label): row.cells[0] for row in table.rows}
    values = []
    for value in facet.values:
        cell = rows.get((value.net, value.label))
        if cell is not None and not cell.suppressed:
            values.append(replace(value, count=cell.count))
        elif not question.has_options or not isinstance(value.condition, Chose) or not value.condition.unlisted:
            values.append(replace(value, count=None))
    kinds = {item.label: item.count for item in table.missing}
    apart = tuple(replace(value, count=kinds.get(value.label)) for value in facet.apart)
    return replace(facet, values=tuple(values), apart=apart)


def _counted(
    engine: Engine, question: Question, people: Slice, bands: Sequence[RowSpec], cancel: Cancel | None
) -> Facet:
    if question.kind in (Kind.SINGLE, Kind.SCALE):
        return _keyed(engine, question, people, cancel)
    found = unlisted(engine, question, cancel)
    specs = option_rows(question, found.codes) if question.has_options else bands
    apart = _apart(engine, question)
    flags = [spec.condition for spec in specs] + [condition for _, condition in apart]
    cut = [flags[: len(specs)]] if question.kind in (Kind.NUMERIC, Kind.DATE) else []
    with (
        pooled(engine, people, {}, flags[len(specs) :], cut, cancel, once=True)
        if cut
        else nullcontext(engine) as source
    ):
        total, *tallies = count_flags(source, people, flags, cancel=cancel)[None]
    return Facet(
        question.name,
        total.n,
        tuple(
            _value(spec, tally.n)
            for spec, tally in zip(specs, tallies, strict=False)
            if tally.n or not is_extra(question, spec)
        ),
        tuple(
            Value(label, condition, tally.n)
            for (label, condition), tally in zip(apart, tallies[len(specs) :], strict=True)
        ),
        found.left_out,
    )


def count_each(
    engine: Engine, people: Slice, conditions: Sequence[Condition], cancel: Cancel | None = None
) -> tuple[int | None, ...]:
    """How many replies a slice has, and then for how many of them each condition is true; one pass over them.

    Under a privacy floor a number that is withheld is None.
    """
    counted = count_flags(engine, replace(people, weight=""), conditions, cancel=cancel)[None]
    slices = [people, *(people.narrowed(condition) for condition in conditions)]
    return tuple(
        tally.n if may_be_shown(slice_, engine, cancel) else None for slice_, tally in zip(slices, counted, strict=True)
    )


def _value(spec: RowSpec, count: int) -> Value:
    return Value(spec.label, spec.condition, count, spec.net, spec.level)


def _apart(engine: Engine, question: Question) -> list[tuple[str, Condition]]:
    """That there is an answer, and every kind of there being none."""
    name = question.name
    kinds: list[tuple[str, Condition]] = [("Answered", Answered(name))]
    if not question.is_coded:
        kinds += [(option.label, chose(question, option.code)) for option in question.missing]
    if question.coded_here:
        kinds += [(stage.capitalize(), IsCoded(name, stage)) for stage in Stage]
    if engine.survey.base_of(name) is None:
        return [*kinds, ("No answer", Blank(name))]
    unasked = Not(Asked(name))
    return [
        *kinds,
        ("No answer", All((Blank(name), Asked(name)))),
        ("Not asked", All((Blank(name), unasked))),
        ("Answered without being asked", All((Answered(name), unasked))),
    ]


def _keyed(engine: Engine, question: Question, people: Slice, cancel: Cancel | None) -> Facet:
    """Of a question of one answer each: one grouping by that answer counts everything."""
    has_base = engine.survey.base_of(question.name) is not None
    counted = count_flags(engine, people, [Asked(question.name)] if has_base else [], by=question, cancel=cancel)

    def replies(codes: Iterable[str | None], *, asked: bool = False) -> int:
        return sum(counted[code][int(asked)].n for code in codes if code in counted)

    apart = [option.code for option in question.missing]
    blank = [code for code in counted if code is None or _is_no_number(question, code)]
    given = [code for code in counted if code not in blank and code not in apart]
    unlisted = sorted((code for code in given if code and not question.lists(code)), key=lambda code: -replies([code]))
    left_out = frozenset(unlisted[MOST_UNLISTED:])
    specs = option_rows(question, [code for code in given if code not in left_out])
    told = [replies(given), *(replies([code]) for code in apart)]
    if has_base:
        asked = replies(blank, asked=True)
        told += [asked, replies(blank) - asked, replies(given) - replies(given, asked=True)]
    else:
        told += [replies(blank)]
    return Facet(
        question.name,
        replies(counted),
        tuple(_value(spec, replies(spec.codes)) for spec in specs),
        tuple(Value(label, at, number) for (label, at), number in zip(_apart(engine, question), told, strict=True)),
        len(left_out),
    )


def _is_no_number(question: Question, code: str) -> bool:
    """Whether a stored number is none: an infinite one is no answer."""
    return question.storage is Storage.REAL and code in ("inf", "-inf")
