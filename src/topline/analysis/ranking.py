"""Rankings: all items in one table, a row each, with who ranked it, its mean rank, and how many put it first.

A rank is the answer to a question of its own, so that every number here is of one item's people: those who gave it a
rank. Whoever did not is not in its base.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from topline.analysis.association import overlaps
from topline.analysis.cautions import named
from topline.analysis.counts import Tally
from topline.analysis.crossing import Answers, cross
from topline.analysis.footers import base_line, filter_line, weight_line
from topline.analysis.passes import Asking, Counted
from topline.analysis.rows import RowSpec
from topline.analysis.tables import TOTAL, cell_of, counted_column
from topline.analysis.tested import mean_test_line, with_letters
from topline.analysis.weightless import of_those_who_weigh, weightless
from topline.analysis.weights import check_weight
from topline.engine import Cancel, Engine
from topline.statistics import effective_base
from topline.survey import (
    LOW_BASE,
    Answered,
    AnyOf,
    BaseCount,
    Cell,
    Column,
    Condition,
    Kind,
    Order,
    Question,
    Row,
    Slice,
    Summary,
    Survey,
    Table,
    ToplineError,
    Unplaced,
    View,
    What,
    banner_questions,
    chose,
    column_of,
)

RANKED, MEAN, FIRST, TOP = "ranked", "mean", "first", "top"
"""Codes of the columns of a ranking that is not crossed."""
DEEP, SHALLOW = 3, 2
"""How many of the first ranks are counted together; the fewer where there are no more than `DEEP` ranks."""
BASE_WORDS = "ranked any item"


def ranks_of(items: Sequence[Question]) -> float:
    """The last rank that there is."""
    return max((rank for item in items for rank in (_rank(option.code) for option in item.choices) if rank), default=0)


def depth_of(items: Sequence[Question]) -> int:
    """How many of the first ranks are counted together; 0 where that would be all of them."""
    last = ranks_of(items)
    depth = DEEP if last > DEEP else SHALLOW
    return depth if depth < last else 0


def ranking_table(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """The items of a ranking as rows, in the order of the survey.

    Alone the columns are: who ranked the item, its mean rank, who put it first, and who among the first few; crossed
    they are the total and the answers of the banner, and each cell is the mean rank among its people.

    Raises:
        ToplineError: when the view's question is no item of a ranking, or the weight is none.
    """
    survey = engine.survey
    items = survey.ranking(view.rows)
    if not items:
        raise ToplineError(f"{view.rows} is no item of a ranking; `ranks = true` in the survey file would say so")
    check_weight(view.slice, engine, cancel)
    anyone = AnyOf(tuple(Answered(item.name) for item in items))
    banners = banner_questions(view.columns, survey)
    depth = depth_of(items)
    people = view.slice.narrowed(anyone)
    asked = Asking(engine, items[0], (view.slice,), anyone, (), banners, cancel=cancel)
    found = [_counted(item, asked, people) for item in items]
    # Everybody who ranked any item is in the columns of each, so that those of the first are those of all.
    whole = found[0].answers
    heads = [(TOTAL, whole.total), *whole.crossed]
    columns = tuple(
        counted_column(banner, one.base, number if banners else 0, BASE_WORDS, people, found[0].weightless[number])
        for number, (banner, one) in enumerate(heads)
    )
    rows = tuple(_crossed(one, columns, survey) if banners else _alone(one, columns[0], depth, survey) for one in found)
    table = Table(
        view=view,
        title=items[0].grid,
        columns=columns if banners else _columns_alone(columns[0], depth),
        rows=rows,
        overlaps=overlaps(engine, people, banners, [banner for banner, _ in heads], cancel),
        unplaced=tuple(Unplaced(banner.label, n) for banner, n in zip(banners, whole.unplaced, strict=False) if n),
    )
    return replace(table, footer=tuple(_footer(table, engine, whole.everyone.lacking)))


def _counted(item: Question, asked: Asking, people: Slice) -> _Item:
    scale = _as_scale(item)
    specs, (answers,) = cross(replace(asked, question=scale))
    columns = [(people, None), *((people, banner.condition) for banner, _ in answers.crossed)]
    without = weightless(asked.engine, scale, columns, (answers.everyone.lacking,), asked.cancel)
    counted = (answers.total, *(one for _, one in answers.crossed))
    summaries = [of_those_who_weigh(one, scale, specs, n) for one, n in zip(counted, without.scored, strict=True)]
    return _Item(item, specs, answers, tuple(one or Summary() for one in summaries), without.base)


@dataclass(frozen=True, slots=True)
class _Item:
    """An item, counted in every column."""

    question: Question
    specs: tuple[RowSpec, ...]
    answers: Answers
    summaries: tuple[Summary, ...]
    """What describes its ranks, column by column."""
    weightless: tuple[int, ...]
    """How many of the people of each column weigh nothing, whether they ranked the item or not."""

    def ranked(self, at: int) -> Tally:
        """Those of a column who gave it a rank."""
        return self._tally(at, {spec.code for spec in self.specs})

    def at_ranks(self, at: int, last: int) -> Tally:
        """Those of a column who gave it one of the first ranks."""
        return self._tally(at, {str(rank) for rank in range(1, last + 1)})

    def averaged(self, at: int) -> Tally:
        """Those of a column whose ranks its mean is of."""
        return self._tally(at, set(self._points))

    def summary(self, at: int) -> Summary:
        """What describes its ranks in a column."""
        return self.summaries[at]

    @property
    def is_averaged(self) -> Condition:
        """That somebody gave a rank that is in the mean: any answer, where nobody gave one that is no rank."""
        answered = Answered(self.question.name)
        return answered if self.averaged(0).n == self.ranked(0).n else chose(self.question, *self._points)

    @property
    def _points(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.question.choices if _rank(option.code))

    def _column(self, at: int) -> Counted:
        return self.answers.crossed[at - 1][1] if at else self.answers.total

    def _tally(self, at: int, codes: Set[str]) -> Tally:
        rows = zip(self.specs, self._column(at).rows, strict=True)
        return sum((tally for spec, tally in rows if not spec.net and spec.code in codes), Tally())


def _as_scale(item: Question) -> Question:
    """An item as a scale of its ranks, for their mean."""
    options = tuple(replace(option, score=None if option.missing else _rank(option.code)) for option in item.options)
    return replace(item, kind=Kind.SCALE, options=options, nets=())


def _rank(code: str) -> float | None:
    return float(code) if code.isascii() and code.isdigit() and code.strip("0") else None


def _alone(item: _Item, column: Column, depth: int, survey: Survey) -> Row:
    """An item by itself: four numbers, each a door."""
    ranked, question = item.ranked(0), item.question
    answered = Answered(question.name)
    base = _base_of(ranked, column, answered)
    cells = [cell_of(ranked, column.base, answered, survey), _mean_cell(item, 0, column)]
    for last in (1, depth) if depth else (1,):
        condition = chose(question, *(str(rank) for rank in range(1, last + 1)))
        cells.append(cell_of(item.at_ranks(0, last), base, condition, survey))
    summaries = (item.summary(0),) * len(cells)
    return Row(question.name, question.label, tuple(cells), effective=base.effective, summaries=summaries)


def _crossed(item: _Item, columns: Sequence[Column], survey: Survey) -> Row:
    """An item by a banner: its mean rank in every column."""
    cells = tuple(_mean_cell(item, at, column) for at, column in enumerate(columns))
    summaries = tuple(item.summary(at) for at in range(len(columns)))
    ranked = item.averaged(0)
    effective = effective_base(ranked.weighted, ranked.squared)
    return Row(item.question.name, item.question.label, cells, effective=effective, summaries=summaries)


def _mean_cell(item: _Item, at: int, column: Column) -> Cell:
    """A mean rank; its door is that of all whose ranks it is of, as a rule everyone who ranked the item."""
    averaged = item.averaged(at)
    people = column.base.slice.narrowed(item.is_averaged)
    return Cell(averaged.n, people, averaged.weighted, mean=item.summary(at).mean)


def _base_of(ranked: Tally, column: Column, answered: Condition) -> BaseCount:
    """Those who ranked an item, as the base of its shares."""
    effective = effective_base(ranked.weighted, ranked.squared)
    return BaseCount("ranked it", ranked.n, ranked.weighted, effective, column.base.slice.narrowed(answered))


def _columns_alone(total: Column, depth: int) -> tuple[Column, ...]:
    heads = [(RANKED, "Ranked it"), (MEAN, "Mean rank"), (FIRST, "Ranked first")]
    heads += [(TOP, f"In the first {depth}")] if depth else []
    return tuple(replace(total, code=code, label=label) for code, label in heads)


def _footer(table: Table, engine: Engine, lacking: int) -> list[str]:
    slice_ = table.view.slice
    lines = [f"Question: {table.title}", base_line(table), weight_line(slice_, engine, lacking)]
    lines.append(filter_line(slice_, engine.survey))
    if table.view.what is What.CROSSTAB:
        lines.append("Cells are mean ranks, 1 the first, of those in the column who ranked the item, and their number")
    else:
        lines.append("Mean rank: 1 is the first; it, and the shares beside it, are of those who ranked the item")
    lines += [one.words() for one in table.unplaced]
    few = [row.label for row in table.rows if row.cells[0].count - row.summaries[0].weightless < LOW_BASE]
    if few:
        lines.append(f"Caution: fewer than {LOW_BASE} ranked {named(few, len(table.rows), 'items')}")
    return lines


def arranged_ranking(table: Table, view: View) -> Table:
    """A ranking as another view shows it: with letters, in its order; the best mean rank first in that of counts."""
    footer = list(table.footer)
    if view.what is What.CROSSTAB:
        table = with_letters(table, view)
        footer += mean_test_line(table, view)
    rows = list(table.rows)
    if view.order is Order.COUNT:
        # The total, where no column is the one that the order says.
        at = column_of(view.sort, table.columns) or 0
        rows.sort(key=lambda row: (mean := row.summaries[at].mean) is None or mean)
        where = f" in {table.columns[at].label}" if at else ""
        footer.append(f"Sorted by mean rank{where}")
    if not view.zeros:
        rows = [row for row in rows if any(cell.count for cell in row.cells)]
    return replace(table, view=view, rows=tuple(rows), footer=tuple(footer))
