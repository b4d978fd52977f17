"""Judging a table under a privacy floor: which of its numbers are too few, and which would give away too few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby, pairwise

from topline.analysis.rows import nets_of
from topline.analysis.tables import CountedTable
from topline.analysis.withheld import (
    REST,
    TOTAL,
    ColumnName,
    Numbers,
    RowName,
    Withheld,
    column_name,
    numbers_of,
    row_name,
)
from topline.analysis.withholding import Crossed, is_small, partners
from topline.survey import Question, Survey

Pair = tuple[CountedTable, CountedTable]
"""A table of all who could have answered, and the same of those who did."""


class Judge:
    """Decides what of a table is withheld."""

    def __init__(self, question: Question, survey: Survey, told: Sequence[Pair]) -> None:
        self._question = question
        self._survey = survey
        self._table = told[0][0].table
        self._floor = survey.min_base
        self._told = [tuple(numbers_of(one.table) for one in pair) for pair in told]
        """The numbers of the slice, and of those it leaves out."""
        self._everyone = [of[0] for of in self._told]
        self._whole = self._everyone[0]
        named = {row_name(row): None for of in told for row in of[0].table.rows}
        self._rows = [name for name in named if not name[0]]
        self._nets = [name for name in named if name[0]]
        heads = {column_name(c): None for of in told for c in of[0].table.columns[1:] if c.question}
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
        found.unplaced = self._unplaced(found)
        for question, columns in self._blocks:
            rests = self._rest_is_told((question, columns), found)
            for named in [(name,) for name in columns] if self._overlaps(question) else [tuple(columns)]:
                if self._question.takes_several:
                    for row in (*self._rows, *self._nets):
                        found.cells |= self._cells((row,), (), named, found, rests)
                else:
                    found.cells |= self._cells(tuple(self._rows), tuple(self._nets), named, found, rests)
        return found

    def allows_answered(self, found: Withheld) -> bool:
        """Whether those who answered may be told as a base of their own."""
        if not self._question.takes_several:
            blocks = [self._rest_is_told(block, found)[0] for block in self._blocks]
            if any(blocks) or self._is_few_part(self._answered_of_total()):
                return False
        return self.goes_with([of[1] for of in self._told], found)

    def goes_with(self, others: Sequence[Numbers], found: Withheld) -> bool:
        """Whether the same table of another base may be shown beside this one.

        Args:
            others: Its numbers: of the slice, and of those it leaves out.
            found: What is withheld.
        """
        return all(self._differs_by_many(*pair, found) for pair in zip(self._everyone, others, strict=True))

    def _differs_by_many(self, whole: Numbers, based: Numbers, found: Withheld) -> bool:
        shown = [name for name in whole.bases if name not in found.columns]
        for name in shown:
            if self._is_few_part([(based.base(name), abs(whole.base(name) - based.base(name)))]):
                return False
        for question, columns in self._blocks:
            if not self._overlaps(question):
                seen = [name for name in columns if name in shown]
                part, all_ = (one.base(TOTAL) - sum(map(one.base, seen)) for one in (based, whole))
                if self._is_few_part([(part, abs(all_ - part))]):
                    return False
        cells = ((row, name) for row, name in based.cells if not found.has(row, name))
        return not any(self._few(abs(whole.cell(row, name) - based.cell(row, name))) for row, name in cells)

    def _is_few_part(self, parts: Iterable[tuple[int, int]]) -> bool:
        return any(self._few(n) for part in parts for n in part)

    # The total, and the heads of the columns.

    def _totals(self) -> tuple[set[RowName], set[tuple[str, str]]]:
        """Rows whose total is withheld, and kinds of missing answers."""
        kinds = list(dict.fromkeys(kind for one in self._everyone for kind in one.kinds))
        if self._question.takes_several:
            rows = {name for name in (*self._rows, *self._nets) if self._gives_away_part(name, TOTAL)}
            told = [numbers for of in self._told for numbers in of]
            rows |= {
                net for one in told for net in self._nets if self._tells_apart(net, partial(one.cell, column=TOTAL))
            }
            given = [(of[1].base(TOTAL), of[0].base(TOTAL) - of[1].base(TOTAL)) for of in self._told]
            return rows, set(kinds) if self._is_few_part(given) else self._kinds(kinds)
        counts = [[one.cell(name, TOTAL) for name in self._rows] for one in self._everyone]
        parts = self._answered_of_total()
        is_rest = self._is_few_part(parts)
        hidden = self._partners(self._question, [code for _, code in self._rows], counts, parts)
        answers = {self._rows[at] for at in hidden}
        rows = set(answers)
        for net in self._nets:
            inside = self._inside(net)
            mixed = answers & inside and (answers - inside or is_rest)
            if mixed or any(self._few(one.cell(net, TOTAL)) for one in self._everyone):
                rows.add(net)
        if is_rest:
            return rows, set(kinds)
        return rows, self._kinds(kinds)

    def _unplaced(self, found: Withheld) -> set[str]:
        """Banner questions of which it is withheld how many are in no column."""
        gone = {name for name, _ in found.columns}
        hidden = {one.label for one in self._survey if one.name in gone}
        # Of several answers it would tell how many gave any, and so how many gave two of two.
        hidden |= {one.label for one in self._survey if one.takes_several}
        for label in {label for of in self._told for one in of for label in one.unplaced}:
            for of in self._told:
                parts = [(one.unplaced.get(label, 0), one.base(TOTAL)) for one in of]
                told = [*parts, *((n - part, whole - base) for (n, whole), (part, base) in pairwise(parts))]
                if self._is_few_part((n, whole - n) for n, whole in told):
                    hidden.add(label)
        return hidden

    def _kinds(self, kinds: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        hidden = self._in_all([[one.kinds.get(kind, 0) for kind in kinds] for one in self._everyone])
        return {kinds[at] for at in hidden}

    def _in_all(
        self, parts: Sequence[Sequence[int]], alike: Callable[[int, int], bool] = lambda one, other: True
    ) -> frozenset[int]:
        """The parts that are withheld of the slice; the same as of those that it leaves out.

        Args:
            parts: How many people are in each, in the slice and in those it leaves out.
            alike: As `partners` takes it.
        """
        doubtful = {at for one in parts for at, n in enumerate(one) if self._few(n)}
        hidden: frozenset[int] = frozenset()
        while True:
            more = hidden.union(*(partners(one, self._floor, alike, doubtful, hidden) for one in parts))
            if more == hidden:
                return hidden
            hidden = more

    def _heads(self, question: str, columns: Sequence[ColumnName]) -> set[ColumnName]:
        """Columns that are withheld altogether, of a banner question of which everyone is in one."""
        counts = [[one.base(name) for name in columns] for one in self._everyone]
        asked = next((one for one in self._survey if one.name == question), None)
        hidden = self._partners(asked, [code for _, code in columns], counts, self._placed(columns))
        return {columns[at] for at in hidden}

    def _partners(
        self,
        question: Question | None,
        codes: Sequence[str],
        counts: Sequence[Sequence[int]],
        answered: Sequence[tuple[int, int]],
    ) -> set[int]:
        """The answers of a question that are withheld; the same as rows of a table and as columns of another.

        Args:
            counts: How many gave each of them, in the slice and in those it leaves out.
            answered: Who gave one of these answers and who gave none, of the same.
        """
        nets = nets_of(question) if question is not None else ()
        place = {code: at for at, code in enumerate(codes)}
        order = sorted(place, key=lambda code: code)
        belongs = [frozenset(net.label for net in nets if code in net.codes) for code in order]
        parts = [[one[place[code]] for code in order] for one in counts]
        if self._is_few_part(answered):
            # They are not told from those who gave an answer, who would tell of them.
            parts = [[*one, rest] for one, (_, rest) in zip(parts, answered, strict=True)]
            belongs = [*belongs, frozenset()]
        hidden = self._in_all(parts, lambda one, other: belongs[one] == belongs[other])
        return {place[order[at]] for at in hidden if at < len(order)}

    def _answered_of_total(self) -> list[tuple[int, int]]:
        """Who is in one of the rows and who in none, in the slice and in those it leaves out."""
        found = []
        for one in self._everyone:
            inside = sum(one.cell(name, TOTAL) for name in self._rows)
            found.append((inside, one.base(TOTAL) - inside))
        return found

    def _placed(self, columns: Sequence[ColumnName]) -> list[tuple[int, int]]:
        """Who is in one of these columns and who in none, in the slice and in those it leaves out."""
        found = []
        for one in self._everyone:
            inside = sum(map(one.base, columns))
            found.append((inside, one.base(TOTAL) - inside))
        return found

    def _gives_away_part(self, row: RowName | None, column: ColumnName) -> bool:
        """Whether a group is too small, or those beside it, where people can be in several.

        Args:
            row: None for all people of the column.
            column: The total for all people of the row.
        """
        for one in (numbers for of in self._told for numbers in of):
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

    def _rest_is_told(self, block: tuple[str, Sequence[ColumnName]], found: Withheld) -> tuple[bool, bool]:
        """Whether those in none of the rows, and those in none of the columns, must not be told from the others.

        Then those who answered are no base of their own. It is found out alike for rows by columns and for columns by
        rows, so that both withhold the same.
        """
        question, columns = block
        several, overlapping = self._question.takes_several, self._overlaps(question)
        rows_told, columns_told = [], []
        for one in self._everyone:
            seen = [name for name in columns if name not in found.columns]
            rows = [name for name in self._rows if name not in found.rows]
            whole = {name: one.base(name) for name in seen}
            given = {name: sum(one.cell(row, name) for row in self._rows) for name in seen}
            whole[TOTAL], given[TOTAL] = one.base(TOTAL), sum(one.cell(row, TOTAL) for row in self._rows)
            rows_told += [(given[name], whole[name] - given[name]) for name in whole]
            for named in [[name] for name in seen] if overlapping else [seen]:
                n = given[TOTAL] - sum(given[name] for name in named)
                rows_told.append((n, whole[TOTAL] - sum(whole[name] for name in named) - n))
            all_of = {name: one.cell(name, TOTAL) for name in rows}
            placed = {name: sum(one.cell(name, column) for column in columns) for name in rows}
            base, inside = one.base(TOTAL), sum(map(one.base, columns))
            columns_told += [(placed[name], all_of[name] - placed[name]) for name in rows]
            columns_told.append((inside, base - inside))
            for group in [[name] for name in rows] if several else [rows]:
                n = inside - sum(placed[name] for name in group)
                columns_told.append((n, base - sum(all_of[name] for name in group) - n))
        return not several and self._is_few_part(rows_told), not overlapping and self._is_few_part(columns_told)

    def _cells(
        self,
        rows: tuple[RowName, ...],
        nets: tuple[RowName, ...],
        columns: tuple[ColumnName, ...],
        found: Withheld,
        rests: tuple[bool, bool],
    ) -> set[object]:
        """The cells of some rows and columns that are withheld.

        Args:
            rows: Of which, with the rest, everyone is in one.
            nets: Sums of these.
            columns: Of which, with the rest, everyone is in one.
            found: What is withheld already.
            rests: Whether those in none of the rows, and in none of the columns, must not be told from the others.
        """
        apart, alone = self._question.takes_several, self._overlaps(columns[0][0])
        nobody, others = (False, REST), (columns[0][0], REST)
        lines = (*rows, nobody) if apart or rests[0] else rows
        heads = (*columns, others) if alone or rests[1] else columns

        def value(one: Numbers, row: RowName, column: ColumnName) -> int:
            if row == nobody:
                whole = (
                    one.base(TOTAL) - sum(one.base(name) for name in columns) if column == others else one.base(column)
                )
                return whole - sum(value(one, name, column) for name in rows)
            if column == others:
                return one.cell(row, TOTAL) - sum(one.cell(row, name) for name in columns)
            return one.cell(row, column)

        def matrix(one: Numbers) -> list[list[int]]:
            return [[value(one, row, column) for column in heads] for row in lines]

        def key(row: RowName, column: ColumnName) -> tuple[RowName, ColumnName]:
            return rows[0] if apart else row, columns[0] if alone else column

        also = frozenset(
            (row, column)
            for based in (numbers for of in self._told for numbers in (of[1:] if apart else ()))
            for row, line in enumerate(matrix(based))
            for column, n in enumerate(line)
            if self._few(n)
        ) | frozenset(
            (0, at)
            for one in (numbers for of in self._told for numbers in of)
            for at, column in enumerate(heads)
            if apart and rows[0][0] and self._tells_apart(rows[0], partial(value, one, column=column))
        )
        crossed = Crossed(
            [matrix(one) for one in self._everyone],
            [[key(row, column) for column in heads] for row in lines],
            [f"{self._question.name}={code}" for _, code in lines],
            [f"{question}={code}" for question, code in heads],
            self._floor,
            nets=[frozenset(at for at, name in enumerate(lines) if name in self._inside(net)) for net in nets],
            net_keys=[[(net, columns[0] if alone else column) for column in heads] for net in nets],
            free=frozenset(
                key(row, column)
                for row in lines
                for column in heads
                if (row == nobody and not apart) or (column == others and not alone)
            ),
            also=also,
        )
        hidden_rows = {at for at, name in enumerate(lines) if name in found.rows or (apart and rows[0] in found.rows)}
        if not apart and self._is_few_part(self._answered_of_total()):
            hidden_rows.add(len(lines) - 1)
        hidden_columns = {at for at, name in enumerate(heads) if name in found.columns}
        if not alone and self._is_few_part(self._placed(columns)):
            hidden_columns.add(len(heads) - 1)
        return set(crossed.hidden(hidden_rows, hidden_columns))

    def _tells_apart(self, net: RowName, n: Callable[[RowName], int]) -> bool:
        """Whether a net beside what it is made of tells of too few: those who gave only some of its answers, or both.

        Args:
            net: Of a question of several answers.
            n: How many people are in a row.
        """
        inside = self._inside(net)
        codes = {name[1] for name in inside}
        parts = [*inside, *(one for one in self._nets if one != net and {r[1] for r in self._inside(one)} <= codes)]
        if any(self._few(n(net) - n(part)) for part in parts):
            return True
        return len(inside) == 2 and self._few(sum(map(n, inside)) - n(net))

    def _inside(self, net: RowName) -> set[RowName]:
        """The rows that a net is made of."""
        nets = {one.label: one.codes for one in nets_of(self._question)}
        codes = nets.get(net[1])
        return {name for name in self._rows if codes is None or name[1] in codes}
