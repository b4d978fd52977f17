"""A question, by a banner or alone, as a Table: the work behind toplines and crosstabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase

from topline.analysis.bases import base_condition, base_words, own_base
from topline.analysis.counts import Banner, Tally, banner_of, count_answers, count_flags
from topline.analysis.footers import footer
from topline.analysis.rows import RowSpec, option_rows, rows_of
from topline.analysis.summaries import summarise, summarise_scale
from topline.engine import Cancel, Engine
from topline.statistics import design_effect, effective_base, margin_of_error, wilson
from topline.survey import (
    All,
    Answered,
    BaseCount,
    Blank,
    Cell,
    Chose,
    Column,
    Condition,
    Kind,
    Missing,
    MissingKind,
    Not,
    Order,
    Question,
    Row,
    Slice,
    Summary,
    Survey,
    Table,
    ToplineError,
    View,
)

TOTAL = Banner("total", "Total")


@dataclass(frozen=True, slots=True)
class Counted:
    """One column, counted: its base, its rows, and the tallies of stored answers where there are such."""

    base: Tally
    rows: tuple[Tally, ...]
    summary: Summary | None


def question_table(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """The table of one question, the total first, then the answers of each banner question.

    Raises:
        UnknownNameError: when the view names a question that the survey does not have.
        ToplineError: when the view weights by a question that holds no numbers.
    """
    survey = engine.survey
    question = survey[view.rows]
    check_weight(view.slice, survey)
    base = view.base or own_base(question)
    people = view.slice.narrowed(base_condition(base, question, survey))
    counter = (
        _Keyed(engine, question, people, cancel) if _is_keyed(question) else _Flagged(engine, question, people, cancel)
    )
    counted = {TOTAL: counter.total()}
    for name in view.columns:
        counted |= counter.by(survey[name])
    words = base_words(base, question, survey)
    columns = tuple(
        _column(banner, one.base, number, words, people) for number, (banner, one) in enumerate(counted.items())
    )
    rows = [
        _row(spec, tuple(one.rows[at] for one in counted.values()), columns, survey)
        for at, spec in enumerate(counter.specs)
    ]
    summaries = tuple(one.summary for one in counted.values() if one.summary is not None)
    missing = missing_of(question, view.slice, engine, cancel)
    table = Table(
        view=view,
        title=question.text,
        columns=columns,
        rows=tuple(_shown(rows, view)),
        missing=missing,
        summaries=summaries if len(summaries) == len(columns) else (),
        margin=_margin(counted[TOTAL].base, survey),
    )
    return replace(table, footer=footer(table, question, survey, engine, cancel))


def _is_keyed(question: Question) -> bool:
    """Whether each reply has one stored code, so that one grouping counts every row."""
    return question.kind in (Kind.SINGLE, Kind.SCALE)


def check_weight(slice_: Slice, survey: Survey) -> None:
    """Refuse to weight by what is no number.

    Raises:
        ToplineError: when the slice's weight holds no numbers.
    """
    if slice_.weight and survey[slice_.weight].kind is not Kind.NUMERIC:
        raise ToplineError(f"{slice_.weight} cannot be a weight: it holds no numbers; use --weight none")


class _Keyed:
    """Counts a question of one answer each: one grouping a banner question."""

    def __init__(self, engine: Engine, question: Question, people: Slice, cancel: Cancel | None) -> None:
        self.engine, self.question, self.people, self.cancel = engine, question, people, cancel
        self._answers = count_answers(engine, people, question, cancel=cancel).get(None, {})
        self.specs = option_rows(question, self._answers)

    def total(self) -> Counted:
        return self._counted(self._answers)

    def by(self, banner: Question) -> dict[Banner, Counted]:
        if _is_keyed(banner):
            crossed = count_answers(self.engine, self.people, self.question, banner, self.cancel)
            return {one: self._counted(crossed.get(one.code, {})) for one in banner_of(banner, crossed)}
        counted = {}
        for one in banner_flags(self.engine, banner, self.people, self.cancel):
            narrowed = self.people.narrowed(one.condition)
            answers = count_answers(self.engine, narrowed, self.question, cancel=self.cancel)
            counted[one] = self._counted(answers.get(None, {}))
        return counted

    def _counted(self, answers: Mapping[str | None, Tally]) -> Counted:
        base = sum(answers.values(), Tally())
        rows = tuple(sum((answers.get(code, Tally()) for code in spec.codes), Tally()) for spec in self.specs)
        scale = summarise_scale(self.question, answers) if self.question.kind is Kind.SCALE else None
        return Counted(base, rows, scale)


class _Flagged:
    """Counts rows that people can be in several of, or that are conditions rather than codes."""

    def __init__(self, engine: Engine, question: Question, people: Slice, cancel: Cancel | None) -> None:
        self.engine, self.question, self.people, self.cancel = engine, question, people, cancel
        self.specs = rows_of(engine, question, people, cancel=cancel)
        self._flags = [spec.condition for spec in self.specs]

    def total(self) -> Counted:
        return self._counted(self.people)

    def by(self, banner: Question) -> dict[Banner, Counted]:
        if _is_keyed(banner):
            crossed = count_flags(self.engine, self.people, self._flags, banner, self.cancel)
            nobody = (Tally(),) * (len(self._flags) + 1)
            return {
                one: Counted(found[0], found[1:], self._summary(self.people.narrowed(one.condition)))
                for one in banner_of(banner, crossed)
                for found in [crossed.get(one.code, nobody)]
            }
        flags = banner_flags(self.engine, banner, self.people, self.cancel)
        return {one: self._counted(self.people.narrowed(one.condition)) for one in flags}

    def _counted(self, people: Slice) -> Counted:
        base, *rows = count_flags(self.engine, people, self._flags, cancel=self.cancel)[None]
        return Counted(base, tuple(rows), self._summary(people))

    def _summary(self, people: Slice) -> Summary | None:
        return summarise(self.engine, self.question, people, self.cancel)


def banner_flags(engine: Engine, banner: Question, people: Slice, cancel: Cancel | None) -> tuple[Banner, ...]:
    """The columns of a banner question that is no single choice: its options, or its bands."""
    specs = rows_of(engine, banner, people, cancel=cancel)
    return tuple(Banner(spec.code, spec.label, spec.condition, banner.label) for spec in specs if not spec.net)


def _column(banner: Banner, tally: Tally, number: int, words: str, people: Slice) -> Column:
    base = BaseCount(
        text=words,
        unweighted=tally.n,
        weighted=tally.weighted,
        effective=effective_base(tally.weighted, tally.squared),
        slice=people.narrowed(banner.condition),
    )
    return Column(banner.code, banner.label, base, letter_of(number - 1) if number else "", banner.group)


def letter_of(number: int) -> str:
    """The letter of a column, from 0: A to Z, then AA, AB ... ZZ, AAA ..."""
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, 26)
        letters = ascii_uppercase[last] + letters
    return letters


def _row(spec: RowSpec, tallies: tuple[Tally, ...], columns: tuple[Column, ...], survey: Survey) -> Row:
    cells = tuple(
        cell_of(tally, column.base, spec.condition, survey) for tally, column in zip(tallies, columns, strict=True)
    )
    return Row(spec.code, spec.label, cells, spec.net, spec.level)


def cell_of(tally: Tally, base: BaseCount, condition: Condition, survey: Survey) -> Cell:
    """A cell: its share of the base with a Wilson interval on the effective base, and the door to its people."""
    slice_ = base.slice.narrowed(condition)
    if not base.weighted:
        return Cell(tally.n, slice_, tally.weighted)
    share = min(1.0, tally.weighted / base.weighted)
    interval = wilson(share, base.effective, population=_population(survey, base.effective))
    return Cell(tally.n, slice_, tally.weighted, 100 * share, 100 * interval.low, 100 * interval.high)


def _population(survey: Survey, n: float) -> int | None:
    return survey.invited if survey.invited and survey.invited >= n else None


def _margin(base: Tally, survey: Survey) -> float | None:
    if not base.n or not base.weighted:
        return None
    effect = design_effect(base.n, base.weighted, base.squared)
    return 100 * margin_of_error(base.n, design_effect=effect, population=_population(survey, base.n))


def _shown(rows: list[Row], view: View) -> list[Row]:
    """The rows in the view's order, without the empty ones where it says so."""
    if view.order is Order.COUNT:
        rows = _by_count(rows)
    return rows if view.zeros else [row for row in rows if row.cells[0].count]


def _by_count(rows: list[Row]) -> list[Row]:
    """The heaviest first; rows below a net stay with it."""
    blocks: list[list[Row]] = []
    for row in rows:
        if row.level and blocks:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ranked = [[block[0], *sorted(block[1:], key=_heaviest)] for block in blocks]
    return [row for block in sorted(ranked, key=lambda block: _heaviest(block[0])) for row in block]


def _heaviest(row: Row) -> float:
    return -row.cells[0].weighted


def missing_of(question: Question, slice_: Slice, engine: Engine, cancel: Cancel | None) -> tuple[Missing, ...]:
    """The replies of a slice that are set apart from those who answered, by kind; kinds with nobody are left out."""
    asked = engine.survey.base_of(question.name)
    blank = Blank(question.name)
    kinds: list[tuple[str, str, MissingKind, Condition]] = [
        (option.code, option.label, option.missing, Chose(question.name, (option.code,)))
        for option in question.missing
        if option.missing is not None and not question.is_coded
    ]
    if asked:
        kinds.append(("", "Not asked", MissingKind.NOT_ASKED, All((blank, Not(asked)))))
        kinds.append(("", "No answer", MissingKind.NO_ANSWER, All((blank, asked))))
        unasked = All((Answered(question.name), Not(asked)))
        kinds.append(("", "Answered without being asked", MissingKind.NOT_ASKED, unasked))
    else:
        kinds.append(("", "No answer", MissingKind.NO_ANSWER, blank))
    counted = count_flags(engine, replace(slice_, weight=""), [kind[-1] for kind in kinds], cancel=cancel)[None]
    return tuple(
        Missing(code, label, kind, tally.n, slice_.narrowed(condition))
        for (code, label, kind, condition), tally in zip(kinds, counted[1:], strict=True)
        if tally.n
    )
