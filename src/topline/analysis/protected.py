"""Tables under a privacy floor: what is too few, or would give away too few, is withheld before anybody sees it.

All that a table tells is told by the same table of everyone in the slice, whether they answered or not: what is
withheld is decided there, so that no other base of the same table gives it away. A base that would itself tell of too
few, since only a few did not answer, is replaced by everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from topline.analysis.bases import base_words, own_base
from topline.analysis.floor import floor_line, left_out, patterns_of
from topline.analysis.rows import nets_of
from topline.analysis.tables import CountedTable
from topline.analysis.withholding import Crossed, is_small, partners
from topline.engine import Cancel, Engine
from topline.survey import Base, Cell, Column, Kind, Question, Row, Slice, Summary, Survey, Table, View, What

Counting = Callable[[View], CountedTable]
RowName = tuple[bool, str]
"""Whether it is a net, and its code."""
ColumnName = tuple[str, str]
"""The banner question and the code."""
REST = "topline:rest"
"""Stands for those in none of the rows, or in none of the columns; they are printed nowhere."""
TOTAL: ColumnName = ("", "")
OF_FEW = "An answer of few"
"""Stands for an answer that no codebook lists and that too few people gave for its words to be shown."""
AROUND_MEDIAN, AROUND_QUARTILE = 2, 4
"""How many floors of people there must be so that as many as the floor asks lie on either side."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The counts of a table, by names that are the same in other tables of the same questions."""

    cells: dict[tuple[RowName, ColumnName], int]
    bases: dict[ColumnName, int]

    def cell(self, row: RowName, column: ColumnName) -> int:
        """How many people; 0 where there is no such row or column."""
        return self.cells.get((row, column), 0)

    def base(self, column: ColumnName) -> int:
        """How many people a column is of."""
        return self.bases.get(column, 0)


@dataclass(slots=True)
class Withheld:
    """What of a table is withheld."""

    rows: set[RowName] = field(default_factory=set)
    """Those whose total is."""
    columns: set[ColumnName] = field(default_factory=set)
    """Those of which everything is."""
    cells: set[object] = field(default_factory=set)
    """Pairs of a row and a column."""
    kinds: set[tuple[str, str]] = field(default_factory=set)
    """Kinds of missing answers, by code and label."""

    def has(self, row: RowName, column: ColumnName) -> bool:
        """Whether a cell is withheld."""
        return column in self.columns or (row in self.rows if column == TOTAL else (row, column) in self.cells)


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
    survey = engine.survey
    slices = [view.slice] if view.against is None or view.what is not What.TOPLINE else [view.slice, view.against]
    several = len(slices) > 1
    patterns = patterns_of(slices, engine, cancel) if several else ()
    base = view.base or own_base(survey[view.rows])
    found, wide = Withheld(), base is Base.EVERYONE
    for slice_ in slices:
        one = replace(view, slice=slice_, against=None)
        others = left_out(slice_, engine, cancel)
        others += tuple(replace(p.slice, weight=slice_.weight) for p in patterns if p.slice not in others)
        layers = [_pair(one.of(other), base, survey, count) for other in others]
        pair = _pair(one, base, survey, count)
        judged = _Judge(survey[view.rows], survey, pair[0].table, pair, layers)
        withheld = judged.withheld()
        found.rows |= withheld.rows
        found.columns |= withheld.columns
        found.cells |= withheld.cells
        found.kinds |= withheld.kinds
        wide = wide or not judged.allows(withheld)
    counted = count(replace(view, base=Base.EVERYONE) if wide else view)
    replaced = wide and base is not Base.EVERYONE
    table = _without(counted.table, found, survey, replaced=replaced)
    lines = [floor_line(survey.min_base)]
    if replaced:
        words = base_words(base, survey[view.rows], survey)
        lines.append(f"Base: everyone in place of those who {words}, since that would tell of fewer")
    if found.kinds:
        lines.append("Missing: a kind of too few is withheld")
    return replace(counted, table=replace(table, view=view)), tuple(lines)


Pair = tuple[CountedTable, CountedTable]
"""A table of everyone, and the same of the base that was asked for."""


def _pair(view: View, base: Base, survey: Survey, count: Counting) -> Pair:
    whole = count(replace(view, base=Base.EVERYONE))
    return whole, whole if base is Base.EVERYONE else count(replace(view, base=base))


def row_name(row: Row) -> RowName:
    """What a row is called in every table."""
    return row.net, row.code


def column_name(column: Column) -> ColumnName:
    """What a column is called in every table; the total, and either side of a comparison, is the total."""
    return (column.question, column.code) if column.question else TOTAL


def _numbers(table: Table) -> Numbers:
    columns = [column_name(column) for column in table.columns]
    return Numbers(
        {
            (row_name(row), column): cell.count
            for row in table.rows
            for column, cell in zip(columns, row.cells, strict=True)
        },
        {column_name(column): column.base.unweighted for column in table.columns},
    )


class _Judge:
    """Decides what of a table is withheld."""

    def __init__(self, question: Question, survey: Survey, table: Table, pair: Pair, layers: Sequence[Pair]) -> None:
        self._question = question
        self._survey = survey
        self._table = table
        self._floor = survey.min_base
        self._whole, self._based = _numbers(pair[0].table), _numbers(pair[1].table)
        self._layers = [(_numbers(whole.table), _numbers(based.table)) for whole, based in layers]
        self._everyone = [self._whole, *(whole for whole, _ in self._layers)]
        """The numbers of everyone in the slice, and of those it leaves out."""
        named = {row_name(row): None for one in (pair, *layers) for row in one[0].table.rows}
        self._rows = [name for name in named if not name[0]]
        self._nets = [name for name in named if name[0]]
        heads = {column_name(c): None for one in (pair, *layers) for c in one[0].table.columns[1:] if c.question}
        self._blocks = [
            (question, list(columns)) for question, columns in groupby(sorted(heads), key=lambda name: name[0])
        ]

    def _few(self, n: int) -> bool:
        return is_small(n, self._floor)

    def withheld(self) -> Withheld:
        """What is."""
        found = Withheld()
        found.rows, found.kinds = self._totals()
        for question, columns in self._blocks:
            if self._overlaps(question):
                found.columns |= {name for name in columns if self._gives_away_part(None, name)}
            else:
                found.columns |= self._heads(question, columns)
        for question, columns in self._blocks:
            for named in self._column_sets(question, columns):
                found.cells |= self._crossed(named, found)
        return found

    def allows(self, withheld: Withheld) -> bool:
        """Whether the base that was asked for tells of nobody but those who may be told of."""
        for whole, based in ((self._whole, self._based), *self._layers):
            shown = [name for name in based.bases if name not in withheld.columns]
            if any(self._few(based.base(name)) or self._few(whole.base(name) - based.base(name)) for name in shown):
                return False
            if any(self._few(whole.cell(row, name) - n) for (row, name), n in based.cells.items() if name in shown):
                return False
        return True

    # The total, and the heads of the columns.

    def _totals(self) -> tuple[set[RowName], set[tuple[str, str]]]:
        """Rows whose total is withheld, and kinds of missing answers."""
        kinds = {(item.code, item.label): item.count for item in self._table.missing}
        few = {name for name, n in kinds.items() if self._few(n)}
        if self._question.takes_several:
            rows = {name for name in (*self._rows, *self._nets) if self._gives_away_part(name, TOTAL)}
            return rows, self._kinds(kinds)
        counts = [self._whole.cell(name, TOTAL) for name in self._rows]
        hidden = self._partners(self._question, [code for _, code in self._rows], counts, self._rests(TOTAL), [
            any(self._few(layer.cell(name, TOTAL)) for layer in self._everyone[1:]) for name in self._rows
        ])  # fmt: skip
        answers = {self._rows[at] for at in hidden}
        rows = set(answers)
        for net in self._nets:
            inside = self._inside(net)
            mixed = answers & inside and answers - inside
            if mixed or any(self._few(one.cell(net, TOTAL)) for one in self._everyone):
                rows.add(net)
        if any(self._few(rest) for rest in self._rests(TOTAL)):
            return rows, set(kinds)
        return rows, self._kinds(kinds) | few

    def _kinds(self, kinds: dict[tuple[str, str], int]) -> set[tuple[str, str]]:
        names = list(kinds)
        return {names[at] for at in partners([kinds[name] for name in names], self._floor)}

    def _heads(self, question: str, columns: Sequence[ColumnName]) -> set[ColumnName]:
        """Columns that are withheld altogether, of a banner question of which everyone is in one."""
        counts = [self._whole.base(name) for name in columns]
        rests = [one.base(TOTAL) - sum(one.base(name) for name in columns) for one in self._everyone]
        doubtful = [any(self._few(layer.base(name)) for layer in self._everyone[1:]) for name in columns]
        asked = next((one for one in self._survey if one.name == question), None)
        return {columns[at] for at in self._partners(asked, [code for _, code in columns], counts, rests, doubtful)}

    def _partners(
        self,
        question: Question | None,
        codes: Sequence[str],
        counts: Sequence[int],
        rests: Sequence[int],
        doubtful: Sequence[bool],
    ) -> set[int]:
        """The answers of a question that are withheld; the same as rows of a table and as columns of another.

        Args:
            rests: Who gave none of these answers, in the slice and in those it leaves out.
            doubtful: Which of them tell of too few whom the slice leaves out.
        """
        nets = nets_of(question) if question is not None else ()
        place = {code: at for at, code in enumerate(codes)}
        order = sorted(place, key=lambda code: code)
        belongs = [frozenset(net.label for net in nets if code in net.codes) for code in order]
        parts = [counts[place[code]] for code in order]
        also = {at for at, code in enumerate(order) if doubtful[place[code]]}
        if any(self._few(rest) for rest in rests):
            # Only they keep the rest from being told.
            also |= {len(parts)}
            parts, belongs = [*parts, rests[0]], [*belongs, frozenset()]
        hidden = partners(parts, self._floor, lambda one, other: belongs[one] == belongs[other], also)
        return {place[order[at]] for at in hidden if at < len(order)}

    def _rests(self, column: ColumnName) -> list[int]:
        """Who is in none of the rows, of everyone in a column, in the slice and in those it leaves out."""
        return [one.base(column) - sum(one.cell(name, column) for name in self._rows) for one in self._everyone]

    def _gives_away_part(self, row: RowName | None, column: ColumnName) -> bool:
        """Whether a group is too small, or those beside it, where people can be in several.

        Args:
            row: None for all people of the column.
            column: The total for all people of the row.
        """
        for one in (numbers for pair in ((self._whole, self._based), *self._layers) for numbers in pair):
            n = one.base(column) if row is None else one.cell(row, column)
            if self._few(n) or self._few(one.base(TOTAL) - n):
                return True
        return False

    def _overlaps(self, question: str) -> bool:
        """Whether people can be in several columns of a banner question."""
        if question in self._survey:
            return self._survey[question].takes_several
        columns = next(columns for name, columns in self._blocks if name == question)
        return any(sum(one.base(name) for name in columns) > one.base(TOTAL) for one in self._everyone)

    # Cells.

    def _column_sets(self, question: str, columns: Sequence[ColumnName]) -> list[tuple[ColumnName, ...]]:
        """Columns that are looked at together: with the rest they are everyone."""
        return [(name,) for name in columns] if self._overlaps(question) else [tuple(columns)]

    def _crossed(self, columns: tuple[ColumnName, ...], found: Withheld) -> set[object]:
        if self._question.takes_several:
            cells: set[object] = set()
            for name in (*self._rows, *self._nets):
                cells |= self._cells((name,), (), columns, found)
            return cells
        rest = any(self._few(n) for column in (TOTAL, *columns) for n in self._rests(column))
        return self._cells(tuple(self._rows), tuple(self._nets), columns, found, rest=rest)

    def _cells(
        self,
        rows: tuple[RowName, ...],
        nets: tuple[RowName, ...],
        columns: tuple[ColumnName, ...],
        found: Withheld,
        *,
        rest: bool = True,
    ) -> set[object]:
        """The cells of some rows and columns that are withheld.

        Args:
            rest: Whether those in none of the rows are told by the others.
        """
        apart = self._question.takes_several
        own = columns[0][0]
        alone = self._overlaps(own)
        others: ColumnName = (own, REST)
        nobody: RowName = (False, REST)
        heads = (*columns, others)
        lines = (*rows, nobody) if apart or rest else rows

        def value(one: Numbers, row: RowName, column: ColumnName) -> int:
            if column == others:
                whole = one.base(TOTAL) if row == nobody else one.cell(row, TOTAL)
                whole = whole - sum(one.cell(r, TOTAL) for r in rows) if row == nobody else whole
                return whole - sum(value(one, row, name) for name in columns)
            if row == nobody:
                return one.base(column) - sum(one.cell(r, column) for r in rows)
            return one.cell(row, column)

        def matrix(one: Numbers) -> list[list[int]]:
            return [[value(one, row, column) for column in heads] for row in lines]

        def key(row: RowName, column: ColumnName) -> tuple[RowName, ColumnName]:
            printed_row = rows[0] if apart else row
            return printed_row, columns[0] if alone else column

        values = matrix(self._whole)
        also = frozenset(
            (row, column)
            for based in ((self._based, *(based for _, based in self._layers)) if apart else ())
            for row, line in enumerate(matrix(based))
            for column, n in enumerate(line)
            if self._few(n)
        )
        free = frozenset(
            key(row, column)
            for row in lines
            for column in heads
            if (row == nobody and not apart) or (column == others and not alone)
        )
        crossed = Crossed(
            values,
            [[key(row, column) for column in heads] for row in lines],
            [f"{self._question.name}={code}" for _, code in lines],
            [f"{question}={code}" for question, code in heads],
            self._floor,
            nets=[frozenset(at for at, name in enumerate(lines) if name in self._inside(net)) for net in nets],
            net_keys=[[(net, columns[0] if alone else column) for column in heads] for net in nets],
            free=free,
            layers=[matrix(one) for one in self._everyone[1:]],
            also=also,
        )
        hidden_rows = [at for at, name in enumerate(lines) if name in found.rows]
        if apart and rows[0] in found.rows:
            hidden_rows = [0, 1]
        if not apart and any(self._few(n) for n in self._rests(TOTAL)):
            hidden_rows.append(len(lines) - 1)
        hidden_columns = [at for at, name in enumerate(heads) if name in found.columns]
        if not alone and any(self._few(n) for n in self._outside(columns)):
            hidden_columns.append(len(heads) - 1)
        return set(crossed.hidden(hidden_rows, hidden_columns))

    def _outside(self, columns: Sequence[ColumnName]) -> list[int]:
        return [one.base(TOTAL) - sum(one.base(name) for name in columns) for one in self._everyone]

    def _inside(self, net: RowName) -> set[RowName]:
        """The rows that a net is made of."""
        nets = {one.label: one.codes for one in nets_of(self._question)}
        codes = nets.get(net[1])
        return {name for name in self._rows if codes is None or name[1] in codes}


# What is left of the table.


def _without(table: Table, found: Withheld, survey: Survey, *, replaced: bool) -> Table:
    """A table without what is withheld; nothing of it is anywhere in it."""
    names = [column_name(column) for column in table.columns]
    rows = tuple(_row(row, names, found, table, survey) for row in table.rows)
    columns = tuple(_column(column, found, survey) for column in table.columns)
    summaries = tuple(
        _summary(summary, table, at, names[at], found, survey, replaced=replaced)
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
        unplaced=tuple(
            one
            for one in table.unplaced
            if not is_small(one.n, floor) and one.label not in {survey[name].label for name in gone if name in survey}
        ),
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
    summary: Summary, table: Table, at: int, name: ColumnName, found: Withheld, survey: Survey, *, replaced: bool
) -> Summary:
    """A summary without what one person's number, or a withheld count, could be told from."""
    question, floor = survey[table.view.rows], survey.min_base
    hidden = any(found.has(row_name(row), name) for row in table.rows)
    counted = [row for row in table.rows if not row.net]
    answered = sum(row.cells[at].count for row in counted)
    singly = question.kind is Kind.NUMERIC and any("-" not in row.code[1:] for row in counted)
    if name in found.columns or answered < floor or (hidden and (question.kind is Kind.SCALE or singly)):
        return Summary()
    kept = replace(summary, min=None, max=None)
    if question.kind is Kind.SCALE:
        shown = {option.score for option in question.choices if not found.has((False, option.code), name)}
        kept = replace(summary, min=summary.min if summary.min in shown else None)
        kept = replace(kept, max=summary.max if summary.max in shown else None)
    if answered < AROUND_QUARTILE * floor:
        kept = replace(kept, lower_quartile=None, upper_quartile=None)
    if answered < AROUND_MEDIAN * floor:
        kept = replace(kept, median=None)
    return replace(kept, effective=None, distinct=None) if replaced else kept
