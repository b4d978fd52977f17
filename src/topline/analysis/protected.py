"""Tables under a privacy floor: what is too few, or would give away too few, is withheld before anybody sees it.

All that a table tells is told by the same table of everyone in the slice, whether they answered or not: what is
withheld is decided there, so that no other base of the same table gives it away. A base that would itself tell of too
few, since only a few did not answer, is replaced by everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from weakref import WeakKeyDictionary

from topline.analysis.bases import base_condition, base_words, own_base
from topline.analysis.exchanges import Number
from topline.analysis.floor import floor_line, leaves_of, left_out, patterns_of, refused
from topline.analysis.floor_cuts import is_of_words
from topline.analysis.judged import Judge
from topline.analysis.tables import CountedTable, counted_table
from topline.analysis.together import Alone, Memory, Together, hidden_features
from topline.analysis.withheld import TOTAL, ColumnName, Withheld, column_name, numbers_of, row_name
from topline.analysis.withholding import is_small
from topline.engine import Cancel, Engine
from topline.survey import (
    Base,
    Cell,
    Column,
    Condition,
    Kind,
    Question,
    Row,
    Slice,
    Summary,
    Survey,
    Table,
    View,
    What,
    banner_questions,
)


def check_shape(view: View, survey: Survey) -> None:
    """Refuse tables whose numbers could be taken from those of other tables.

    Groups that a view makes for itself, nests and other cuts of time would share people with those of another table
    in ways that are not looked at.

    Raises:
        WithheldError: when a view asks for one.
    """
    for people in (view.slice, view.against):
        if people is not None and any(map(is_of_words, leaves_of(people, survey))):
            raise refused(survey, "no tables of people picked by their words; their replies are shown")
    if view.nets or view.bands:
        raise refused(survey, "only nets and bands of the survey file are shown")
    if view.what is What.TREND:
        raise refused(survey, "no trends; cross by the date or wave")
    if view.is_ranking:
        raise refused(survey, "no ranking as one table; see its items")
    if any(one.is_nested for one in banner_questions(view.columns, survey)):
        raise refused(survey, "no nested columns; put them side by side")


Counting = Callable[[View], CountedTable]
MOST_PARTS = 3
"""Conditions of a slice up to which everybody is looked at whom some of them leave."""
KEPT = 300
"""Tables of which it is remembered what is withheld."""
OF_FEW = "An answer of few"
"""Stands for an answer that no codebook lists and that too few people gave for its words to be shown."""
AROUND_MEDIAN, AROUND_QUARTILE = 2, 4
"""How many floors of people there must be so that as many as the floor asks lie on either side."""


def protected_table(
    view: View, engine: Engine, count: Counting, cancel: Cancel | None = None
) -> tuple[CountedTable, tuple[str, ...]]:
    """A table without what the privacy floor withholds, and what its footer says of that.

    Args:
        view: What is asked.
        engine: Who answered.
        count: Counts a view without any regard to the floor.
        cancel: Gives it up.

    Raises:
        WithheldError: when the people of the view are too few, or leave too few out.
    """
    survey, question = engine.survey, engine.survey[view.rows]
    slices = [view.slice] if view.against is None or view.what is not What.TOPLINE else [view.slice, view.against]
    patterns = patterns_of(slices, engine, cancel) if len(slices) > 1 else ()
    beside = [pattern.slice for pattern in patterns]
    found, public = Withheld(), list(_bases(question, survey))
    for slice_ in slices:
        for people in (slice_, *_wider(slice_)):
            judged = _judged(replace(view, slice=people, against=None), engine, count, beside, cancel)
            found.add(judged[0])
            public = [one for one in public if one in judged[1]]
    together = _together(engine, count, cancel)
    for slice_ in slices:
        more, answered = together.withheld(view, slice_)
        found.add(more)
        if not answered and len(public) > 1:
            public = [one for one in public if one is not Base.ANSWERED]
    base = view.base or own_base(question)
    conditions = {base_condition(one, question, survey): one for one in public}
    shown = conditions.get(base_condition(base, question, survey))
    replaced = shown is None
    if shown is None:
        shown = conditions.get(base_condition(own_base(question), question, survey), Base.EVERYONE)
    counted = count(replace(view, base=shown) if replaced else view)
    table = _without(counted.table, found, survey, answered=Base.ANSWERED in public)
    lines = [floor_line(survey.min_base)]
    if replaced:
        instead, asked = (base_words(one, question, survey) for one in (shown, base))
        lines.append(f"The base {asked!r} would tell of fewer; percentages are of: {instead}")
    if found.kinds:
        lines.append("Missing: how many is withheld where a kind has too few")
    if view.slice.weight:
        table = rounded(table)
        lines.append("Weighted numbers are rounded: many digits would tell how many of each weight there are")
    return replace(counted, table=replace(table, view=view)), tuple(lines)


def _bases(question: Question, survey: Survey) -> tuple[Base, ...]:
    """The bases that a table can have, the widest first; those that mean the same people once.

    Where replies are coded here, who answered is no base: beside the coded it would tell how many wait for a code, or
    can't be coded, where that is withheld.
    """
    bases: dict[Condition | None, Base] = {}
    last = Base.CODED if question.coded_here else Base.ANSWERED
    for base in (Base.EVERYONE, Base.REPLIED, Base.ASKED, last):
        bases.setdefault(base_condition(base, question, survey), base)
    return tuple(bases.values())


def _wider(slice_: Slice) -> tuple[Slice, ...]:
    """Those of whom a slice is a part, by leaving out some of its conditions: what is withheld of them all could be
    added up from their parts.
    """
    parts: list[Condition | str] = [*slice_.conditions, *([slice_.search] if slice_.search else [])]
    sizes = range(len(parts)) if len(parts) <= MOST_PARTS else range(2)
    found = []
    for size in sizes:
        for kept in combinations(parts, size):
            conditions = tuple(part for part in kept if isinstance(part, Condition))
            search = next((part for part in kept if isinstance(part, str)), "")
            found.append(Slice(conditions, search, slice_.weight))
    return tuple(found)


Judged = tuple[Withheld, tuple[Base, ...]]
"""What of a table is withheld, and which bases of it may be told."""
_KNOWN: WeakKeyDictionary[Engine, dict[tuple[View, tuple[Slice, ...]], Judged]] = WeakKeyDictionary()


def _judged(view: View, engine: Engine, count: Counting, beside: Sequence[Slice], cancel: Cancel | None) -> Judged:
    """Judge a table of every base.

    Args:
        view: What is asked, of one slice.
        engine: Who answered.
        count: Counts a view.
        beside: Others who are shown in the same table.
        cancel: Gives it up.
    """
    key = replace(view, base=None), tuple(beside)
    known = _KNOWN.setdefault(engine, {})
    if key in known:
        return known[key]
    survey, question = engine.survey, engine.survey[view.rows]
    others = left_out(view.slice, engine, cancel)
    others += tuple(replace(one, weight=view.slice.weight) for one in beside if one not in others)
    bases = _bases(question, survey)
    told = [{base: count(replace(of, base=base)) for base in bases} for of in (view, *map(view.of, others))]
    known[key] = _judged_of(question, survey, told)
    while len(known) > KEPT:
        known.pop(next(iter(known)), None)
    return known[key]


def _judged_of(question: Question, survey: Survey, told: Sequence[dict[Base, CountedTable]]) -> Judged:
    """The same, counted.

    Args:
        question: Of the rows.
        survey: What was asked.
        told: The table by its base: of the slice, and of those it leaves out.
    """
    found = Withheld()
    first, *bases = told[0]
    public = [first]
    answered = bases[-1] if bases else first
    judges = [Judge(question, survey, [(one[first], one[answered]) for one in told])]
    found.add(judges[0].withheld())
    for base in bases[:-1]:
        if all(judge.goes_with([numbers_of(one[base].table) for one in told], found) for judge in judges):
            judges.append(Judge(question, survey, [(one[base], one[answered]) for one in told]))
            found.add(judges[-1].withheld())
            public.append(base)
    if bases and all(judge.allows_answered(found) for judge in judges):
        public.append(answered)
    return found, tuple(public)


_TOGETHER: WeakKeyDictionary[Engine, Memory] = WeakKeyDictionary()


def names_withheld(leaves: Sequence[Condition], engine: Engine, cancel: Cancel | None) -> bool:
    """Whether conditions name an answer of which a topline withholds how many gave it: their number would tell it."""

    def count(view: View) -> CountedTable:
        return counted_table(view, engine, cancel)

    return _together(engine, count, cancel).names_withheld(leaves)


def _together(engine: Engine, count: Counting, cancel: Cancel | None) -> Together:
    """What the questions of a survey withhold together."""

    def alone(name: str) -> Alone:
        view = View(What.TOPLINE, name)
        found, bases = _judged(view, engine, count, (), cancel)
        table = count(replace(view, base=Base.EVERYONE)).table
        return Alone(table, hidden_features(found, answered=Base.ANSWERED in bases))

    def crossed(one: str, other: str) -> frozenset[Number]:
        found: set[Number] = set()
        for rows, column in ((one, other), (other, one)):
            cells = _judged(View(What.CROSSTAB, rows, (column,)), engine, count, (), cancel)[0].cells
            for cell in cells:
                row, (_, code) = cell  # type: ignore[misc]
                found.add((row, (False, code)) if rows == one else ((False, code), row))  # type: ignore[has-type]
        return frozenset(found)

    return Together(engine, alone, crossed, _TOGETHER.setdefault(engine, Memory()), cancel)


# What is left of the table.


def rounded(table: Table) -> Table:
    """A weighted table in whole numbers: from many digits it could be told how many people of each weight there are."""

    def cell(one: Cell) -> Cell:
        weighted = float(round(one.weighted))
        return replace(one, weighted=weighted, percent=_whole(one.percent), low=_whole(one.low), high=_whole(one.high))

    def column(one: Column) -> Column:
        base = replace(one.base, weighted=float(round(one.base.weighted)), effective=float(round(one.base.effective)))
        return replace(one, base=base)

    return replace(
        table,
        columns=tuple(map(column, table.columns)),
        rows=tuple(
            replace(row, cells=tuple(map(cell, row.cells)), effective=float(round(row.effective))) for row in table.rows
        ),
        summaries=tuple(_rounded(one) for one in table.summaries),
        overlaps={pair: float(round(shared)) for pair, shared in table.overlaps.items()},
        associations=(),
    )


def _rounded(summary: Summary) -> Summary:
    return replace(
        summary,
        mean=_short(summary.mean),
        sd=_short(summary.sd),
        standard_error=_short(summary.standard_error),
        nps=_whole(summary.nps),
        top2=_whole(summary.top2),
        effective=_whole(summary.effective),
        net_promoter=None,
    )


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")


def _whole(value: float | None) -> float | None:
    return None if value is None else float(round(value))


def _without(table: Table, found: Withheld, survey: Survey, *, answered: bool) -> Table:
    """A table without what is withheld; nothing of it is anywhere in it.

    Args:
        table: With everything.
        found: What is withheld.
        survey: What was asked.
        answered: Whether it may be told how many answered.
    """
    names = [column_name(column) for column in table.columns]
    rows = tuple(_row(row, names, found, table, survey) for row in table.rows)
    columns = tuple(_column(column, found, survey) for column in table.columns)
    summaries = tuple(
        _summary(summary, table, at, names[at], found, survey, answered=answered)
        for at, summary in enumerate(table.summaries)
    )
    gone = {name[0] for name in names if name in found.columns}
    touched = gone | {
        name[0] for row in table.rows for name in names if name != TOTAL and found.has(row_name(row), name)
    }
    floor = survey.min_base
    both = table.overlap
    told = both is not None and not any(
        is_small(n, floor) for n in (both, *(column.base.unweighted - both for column in table.columns))
    )
    return replace(
        table,
        rows=rows,
        columns=columns,
        summaries=summaries if any(summary != Summary() for summary in summaries) else (),
        missing=tuple(item for item in table.missing if (item.code, item.label) not in found.kinds),
        associations=() if found.rows else tuple(one for one in table.associations if one.question not in touched),
        paired=(),
        unplaced=tuple(one for one in table.unplaced if one.label not in found.unplaced),
        overlap=both if told else None,
        overlaps={
            pair: shared
            for pair, shared in table.overlaps.items()
            if not any(names[at] in found.columns for at in pair) and (told or not table.is_comparison)
        },
    )


def _row(row: Row, names: Sequence[ColumnName], found: Withheld, table: Table, survey: Survey) -> Row:
    name = row_name(row)
    cells = tuple(
        Cell(0, None, suppressed=True) if found.has(name, column) else cell
        for column, cell in zip(names, row.cells, strict=True)
    )
    question = survey[table.view.rows]
    if name not in found.rows:
        return replace(row, cells=cells)
    if question.has_options and not row.net and not question.lists(row.code):
        return replace(row, cells=cells, effective=0.0, code="", label=OF_FEW)
    return replace(row, cells=cells, effective=0.0)


def _column(column: Column, found: Withheld, survey: Survey) -> Column:
    if column_name(column) not in found.columns:
        return column
    base = replace(column.base, unweighted=0, weighted=0.0, effective=0.0, slice=Slice(), suppressed=True)
    question = next((one for one in survey if one.name == column.question), None)
    if question is not None and question.has_options and not question.lists(column.code):
        return replace(column, base=base, code="", label=OF_FEW, condition=None)
    return replace(column, base=base)


def _summary(
    summary: Summary, table: Table, at: int, name: ColumnName, found: Withheld, survey: Survey, *, answered: bool
) -> Summary:
    """A summary without what one person's number, or a withheld count, could be told from."""
    question, floor = survey[table.view.rows], survey.min_base
    hidden = any(found.has(row_name(row), name) for row in table.rows)
    counted = [row for row in table.rows if not row.net]
    people = sum(row.cells[at].count for row in counted)
    singly = question.kind is Kind.NUMERIC and any("-" not in row.code[1:] for row in counted)
    if name in found.columns or people < floor or (hidden and (question.kind is Kind.SCALE or singly)):
        return Summary()
    kept = replace(summary, min=None, max=None)
    if question.kind is Kind.SCALE:
        shown = {option.score for option in question.choices if not found.has((False, option.code), name)}
        kept = replace(summary, min=summary.min if summary.min in shown else None)
        kept = replace(kept, max=summary.max if summary.max in shown else None)
    if people < AROUND_QUARTILE * floor:
        kept = replace(kept, lower_quartile=None, upper_quartile=None)
    if people < AROUND_MEDIAN * floor:
        kept = replace(kept, median=None)
    return kept if answered else replace(kept, standard_error=None, effective=None, distinct=None)
