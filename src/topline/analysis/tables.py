"""A question, by a banner or alone, as a Table: the work behind toplines and crosstabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from topline.analysis.association import associations, overlaps
from topline.analysis.bases import base_condition, base_words, own_base
from topline.analysis.counts import Banner, Tally, count_flags
from topline.analysis.crossing import cross
from topline.analysis.footers import footer
from topline.analysis.paired import paired_nets
from topline.analysis.passes import Asking
from topline.analysis.rows import RowSpec, with_every_net
from topline.analysis.trends import periods_of
from topline.analysis.unlisted import unlisted
from topline.analysis.weightless import of_those_who_weigh, weightless
from topline.analysis.weights import check_weight
from topline.engine import Cancel, Engine
from topline.statistics import column_letter, design_effect, effective_base, margin_of_error, wilson
from topline.survey import (
    All,
    Answered,
    BannerQuestion,
    BaseCount,
    Blank,
    Cell,
    Chose,
    Column,
    Condition,
    IsCoded,
    Missing,
    MissingKind,
    Not,
    Question,
    Row,
    Slice,
    Stage,
    Survey,
    Table,
    Unplaced,
    View,
    What,
    asked_across,
    bands_at,
    banner_questions,
    check_numeric,
    with_nets,
)

TOTAL = Banner("total", "Total")
SLICE, AGAINST = "slice", "against"
"""Codes of the columns of a comparison."""


def question_table(view: View, engine: Engine, cancel: Cancel | None = None, *, alike: bool = False) -> Table:
    """The table of one question, the total first, then the answers of each banner question.

    Where the view compares its slice with another, there is a column for each of the two.

    Args:
        view: Of one question.
        engine: The replies.
        cancel: Gives it up.
        alike: Whether the bands of the banner's numbers and dates are those of everyone in the slice, so that they
            are the same whatever question the rows are.

    Raises:
        UnknownNameError: when the view names a question that the survey does not have.
        ToplineError: when the view weights by what holds no numbers, or cannot be raked.
    """
    return with_footer(counted_table(view, engine, cancel, alike=alike), engine, cancel)


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table before its footer says what there is to know of it."""

    table: Table
    lacking: tuple[int, ...]
    """How many replies of the slice have no usable weight, and of the one it is compared with."""
    more: tuple[str, ...] = ()
    """What else there is to know of its columns."""


def with_footer(counted: CountedTable, engine: Engine, cancel: Cancel | None = None, *more: str) -> Table:
    """A table with its footer, and further lines of it."""
    table, survey = counted.table, engine.survey
    question = question_of(table.view, survey)
    lines = footer(table, question, engine, counted.lacking)
    left_out = _left_out(engine, (question, *asked_across(table.view.columns, survey)), cancel)
    return replace(table, footer=(*lines, *counted.more, *left_out, *more))


def counted_table(view: View, engine: Engine, cancel: Cancel | None = None, *, alike: bool = False) -> CountedTable:
    """The same without its footer."""
    survey = engine.survey
    question = question_of(view, survey)
    check_weight(view.slice, engine, cancel)
    base = view.base or own_base(question)
    slices = _compared(view)
    kinds = missing_kinds(question, survey)
    within = base_condition(base, question, survey)
    banners = banner_questions(view.columns, survey)
    trend = view.what is What.TREND
    asking = Asking(
        engine,
        question,
        slices,
        within,
        tuple(kind.condition for kind in kinds),
        banners,
        periods_of(view, engine, view.slice.narrowed(within), cancel) if trend else (),
        cancel,
        alike,
    )
    specs, answers = cross(asking)
    peoples = [asking.people(slice_) for slice_ in slices]
    heads = [TOTAL] if len(slices) == 1 else [
        Banner(code, slice_.sentence(survey)) for code, slice_ in zip((SLICE, AGAINST), slices, strict=True)
    ]  # fmt: skip
    counted = [(head, people, one.total) for head, people, one in zip(heads, peoples, answers, strict=True)]
    counted += [(banner, peoples[0], one) for banner, one in answers[0].crossed]
    words = base_words(base, question, survey)
    both = _overlap(peoples, engine, cancel) if len(slices) > 1 else None
    lettered = both or (view.columns and not trend)
    lacking = tuple(one.everyone.lacking for one in answers)
    without = weightless(engine, question, [(who, head.condition) for head, who, _ in counted], lacking, cancel)
    columns = tuple(
        counted_column(banner, one.base, number + bool(both) if lettered else 0, words, people, without.base[number])
        for number, (banner, people, one) in enumerate(counted)
    )
    rows = tuple(
        _row(spec, tuple(one.rows[at] for _, _, one in counted), columns, survey) for at, spec in enumerate(specs)
    )
    found = [of_those_who_weigh(one, question, specs, n) for (*_, one), n in zip(counted, without.scored, strict=True)]
    summaries = tuple(summary for summary in found if summary is not None)
    table = Table(
        view=view,
        title=question.text,
        columns=columns,
        rows=rows,
        missing=tuple(
            Missing(kind.code, kind.label, kind.kind, tally.n, slice_.narrowed(kind.condition), at)
            for at, (slice_, one) in enumerate(zip(slices, answers, strict=True))
            for kind, tally in zip(kinds, one.apart, strict=True)
            if tally.n
        ),
        summaries=summaries if len(summaries) == len(columns) else (),
        margin=margin_of(counted[0][2].base, survey),
        overlap=both.n if both else None,
        overlaps=_shared(both)
        if both
        else overlaps(engine, peoples[0], asking.banners, [head for head, _, _ in counted], cancel),
        associations=associations(
            question, asking.banners, specs, answers[0].crossed, bool(view.slice.weight), without.answered
        ),
        paired=()
        if len(counted) > 1
        else paired_nets(engine, question, peoples[0], answers[0].total.base, specs, cancel, without.base[0]),
        unplaced=tuple(
            Unplaced(banner.label, n) for banner, n in zip(asking.banners, answers[0].unplaced, strict=False) if n
        ),
    )
    empty = zip(banners, answers[0].empty, strict=False)
    return CountedTable(
        table,
        lacking,
        tuple(_empty_words(banner, n) for banner, n in empty if n),
    )


def _empty_words(banner: BannerQuestion, n: int) -> str:
    return f"Columns: {n:,} of {banner.label} that nobody of the base is in {'is' if n == 1 else 'are'} left out"


def question_of(view: View, survey: Survey) -> Question:
    """The question of the rows, with what the view adds to it.

    Raises:
        ToplineError: when it asks for bands where there are no numbers.
    """
    question = survey[view.rows]
    if view.bands:
        check_numeric(question)
        question = replace(question, bands=bands_at(view.bands))
    return with_nets(with_every_net(question), view.nets) if view.nets else question


def _left_out(engine: Engine, questions: Sequence[Question], cancel: Cancel | None) -> list[str]:
    """Which questions have more codes that the codebook does not list than are shown."""
    counts = [(question.short, unlisted(engine, question, cancel).left_out) for question in questions]
    return [f"Caution: {n:,} rarer codes of {short} that nobody listed are left out" for short, n in counts if n]


def _compared(view: View) -> tuple[Slice, ...]:
    """The slice of a view, and the one it is compared with."""
    return (view.slice,) if view.against is None or view.what is not What.TOPLINE else (view.slice, view.against)


def _overlap(peoples: Sequence[Slice], engine: Engine, cancel: Cancel | None) -> Tally:
    """The people who are in both of two slices."""
    first, second = peoples
    return count_flags(engine, first, [second.condition(engine.survey)], cancel=cancel)[None][1]


def _shared(both: Tally) -> dict[tuple[int, int], float]:
    """The people on both sides of a comparison, as an effective base."""
    return {(0, 1): effective_base(both.weighted, both.squared)} if both.squared else {}


def counted_column(banner: Banner, tally: Tally, number: int, words: str, people: Slice, without: int = 0) -> Column:
    """A column with its base.

    Args:
        banner: Its heading, and who is in it.
        tally: Those of them who are in the base.
        number: Which of the columns it is that are tested, counted from 1; 0 for none of them.
        words: Who the base is.
        people: Of whom these are some.
        without: How many of those in the base weigh nothing.
    """
    base = BaseCount(
        text=words,
        unweighted=tally.n,
        weighted=tally.weighted,
        effective=effective_base(tally.weighted, tally.squared),
        slice=people.narrowed(banner.condition),
        weightless=without,
    )
    letter = column_letter(number - 1) if number else ""
    return Column(
        banner.code,
        banner.label,
        base,
        letter,
        banner.group,
        banner.condition,
        banner.question,
        banner.within,
        banner.family,
    )


def _row(spec: RowSpec, tallies: tuple[Tally, ...], columns: tuple[Column, ...], survey: Survey) -> Row:
    cells = tuple(
        cell_of(tally, column.base, spec.condition, survey) for tally, column in zip(tallies, columns, strict=True)
    )
    total = tallies[0]
    return Row(spec.code, spec.label, cells, spec.net, spec.level, effective_base(total.weighted, total.squared))


def cell_of(tally: Tally, base: BaseCount, condition: Condition | None, survey: Survey) -> Cell:
    """A cell: its share of the base with a Wilson interval on the effective base, and the door to its people."""
    slice_ = base.slice.narrowed(condition)
    if not base.weighted:
        return Cell(tally.n, slice_, tally.weighted)
    share = min(1.0, tally.weighted / base.weighted)
    interval = wilson(share, base.effective, population=survey.population(base.effective))
    return Cell(tally.n, slice_, tally.weighted, 100 * share, 100 * interval.low, 100 * interval.high)


def margin_of(base: Tally, survey: Survey) -> float | None:
    """Half the widest 95% interval of a share of these people, in points."""
    if not base.n or not base.weighted:
        return None
    effect = design_effect(base.n, base.weighted, base.squared)
    return 100 * margin_of_error(base.n, design_effect=effect, population=survey.population(base.n))


@dataclass(frozen=True, slots=True)
class MissingAnswers:
    """A kind of missing answers, before it is counted."""

    code: str
    """Of the answer that is set apart; empty where nothing is stored."""
    label: str
    kind: MissingKind | Stage
    condition: Condition


def missing_kinds(question: Question, survey: Survey) -> tuple[MissingAnswers, ...]:
    """Who is set apart from those who answered, by kind."""
    asked = survey.base_of(question.name)
    blank = Blank(question.name)
    kinds = [
        MissingAnswers(option.code, option.label, option.missing, Chose(question.name, (option.code,)))
        for option in question.missing
        if option.missing is not None and not question.is_coded
    ]
    if question.coded_here:
        for stage in (Stage.UNCODED, Stage.UNCODABLE):
            waits = IsCoded(question.name, stage)
            kinds.append(MissingAnswers("", stage.capitalize(), stage, All((waits, asked)) if asked else waits))
    if asked is None:
        return (*kinds, MissingAnswers("", question.blank.capitalize(), question.blank, blank))
    unasked = All((Answered(question.name), Not(asked)))
    return (
        *kinds,
        MissingAnswers("", "Not asked", MissingKind.NOT_ASKED, All((blank, Not(asked)))),
        MissingAnswers("", "No answer", MissingKind.NO_ANSWER, All((blank, asked))),
        MissingAnswers("", "Answered without being asked", MissingKind.NOT_ASKED, unasked),
    )
