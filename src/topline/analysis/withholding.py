"""Which numbers of a table must be withheld, so that no group below the floor can be worked out from the others.

A number is withheld with others that could be so much smaller or larger that nobody can tell: for every group that is
too small there is another table which shows the same numbers, and in which this group is as large as the floor asks.
Such a table moves some people from one row to another and, where the columns add up too, as many back in another
column. Everything that this changes is withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace

Key = Hashable
"""What is printed: entries that can be told from each other stand or fall together and have one key."""
Place = tuple[int, int]
ENOUGH = 12
"""Rows, and columns, that are looked at as partners of a small group; those that cost least come first."""


def is_small(n: int, floor: int) -> bool:
    """Whether so many people are a group below the floor; nobody is no group."""
    return 0 < n < floor


def partners(
    parts: Sequence[int],
    floor: int,
    alike: Callable[[int, int], bool] = lambda one, other: True,
    doubtful: Collection[int] = (),
    known: Collection[int] = (),
) -> frozenset[int]:
    """The parts of a sum that must be withheld where the sum and all other parts are shown.

    Args:
        parts: How many people are in each; nobody is in two.
        floor: Below so many people a group is too small.
        alike: Whether moving people between two parts changes nothing else that is shown; such partners come first.
        doubtful: Parts that must be withheld whatever their size, so that they could be others.
        known: Parts that are withheld already.
    """
    small = {at for at, n in enumerate(parts) if is_small(n, floor)} | set(doubtful)
    hidden = small | set(known)
    for at in sorted(small, key=lambda at: (parts[at], at)):
        lacks = max(1, floor - parts[at])
        others = [other for other, n in enumerate(parts) if other != at and n > lacks]
        if others:
            hidden.add(min(others, key=lambda other: (other not in hidden, not alike(at, other), parts[other], other)))
            continue
        # No part alone can give so many: several together, and where that is too little, also those of nobody.
        spare = 0
        for other in sorted((other for other in range(len(parts)) if other != at), key=lambda other: -parts[other]):
            hidden.add(other)
            spare += max(0, parts[other] - 1)
            if spare >= lacks:
                break
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class Crossed:
    """Rows by columns, each of which is a partition of the same people, whether all of them are printed or not."""

    counts: Sequence[Sequence[Sequence[int]]]
    """How many people are in each row and column: of the slice, and of those that it leaves out, pattern by pattern.
    No group of these may be told from the difference to everyone either, and of all of them the same is withheld."""
    keys: Sequence[Sequence[Key]]
    """What prints each of them, or what it could be worked out from."""
    row_names: Sequence[str]
    column_names: Sequence[str]
    floor: int
    nets: Sequence[Collection[int]] = ()
    """Rows of which sums are printed."""
    net_keys: Sequence[Sequence[Key]] = ()
    """What prints these sums, net by net, in each column."""
    free: frozenset[Key] = frozenset()
    """What is not printed, so that withholding it costs nothing."""
    also: frozenset[Place] = frozenset()
    """Places that must be withheld whatever is there."""

    def hidden(self, rows: Collection[int] = (), columns: Collection[int] = ()) -> frozenset[Key]:
        """All that must be withheld.

        Args:
            rows: Rows whose sum is withheld.
            columns: Columns whose sum is withheld.
        """
        found: set[Key] = set()
        places = [(row, column) for row, line in enumerate(self.keys) for column in range(len(line))]
        found.update(self.keys[row][column] for row, column in places if row in rows or column in columns)
        for net, inside in enumerate(self.nets):
            mixed = any(row in inside for row in rows) and any(row not in inside for row in rows)
            for column, key in enumerate(self.net_keys[net]):
                sums = (sum(layer[row][column] for row in inside) for layer in self.counts)
                if mixed or column in columns or any(is_small(n, self.floor) for n in sums):
                    found.add(key)
        small = [at for at in places if at in self.also or any(is_small(n, self.floor) for n in self._at(at))]
        found.update(self.keys[row][column] for row, column in small)
        if not self._merged(sorted(set(rows)), sorted(set(columns)))._cover_all(found):
            found.update(key for line in (*self.keys, *self.net_keys) for key in line)
        return frozenset(found)

    def _merged(self, rows: Sequence[int], columns: Sequence[int]) -> Crossed:
        """The same with all rows whose sum is withheld as one row, and all such columns as one column.

        The sum of these is told by the sum that is shown of all rows, or columns, and so is a group of its own.
        """
        lines = [*([at] for at in range(len(self.keys)) if at not in rows), *([list(rows)] if rows else [])]
        width = len(self.keys[0]) if self.keys else 0
        heads = [*([at] for at in range(width) if at not in columns), *([list(columns)] if columns else [])]
        return replace(
            self,
            counts=[
                [[sum(layer[r][c] for r in line for c in head) for head in heads] for line in lines]
                for layer in self.counts
            ],
            keys=[[self.keys[line[0]][head[0]] for head in heads] for line in lines],
            row_names=["+".join(self.row_names[at] for at in line) for line in lines],
            column_names=["+".join(self.column_names[at] for at in head) for head in heads],
            nets=[frozenset(at for at, line in enumerate(lines) if line[0] in inside) for inside in self.nets],
            net_keys=[[keys[head[0]] for head in heads] for keys in self.net_keys],
            also=frozenset(
                (row, column)
                for row, line in enumerate(lines)
                for column, head in enumerate(heads)
                if any((r, c) in self.also for r in line for c in head)
            ),
        )

    def _cover_all(self, found: set[Key]) -> bool:
        """Withhold what makes every small group doubtful; says whether that could be done."""
        places = [(row, column) for row, line in enumerate(self.keys) for column in range(len(line))]
        small = [at for at in places if at in self.also or any(is_small(n, self.floor) for n in self._at(at))]
        found.update(self.keys[row][column] for row, column in small)
        return all(
            self._cover(at, layer, found)
            for layer in range(len(self.counts))
            for at in sorted(small, key=lambda at: (self._at(at)[layer], self._name(at)))
        )

    def _at(self, at: Place) -> list[int]:
        return [layer[at[0]][at[1]] for layer in self.counts]

    def _cover(self, at: Place, layer: int, found: set[Key]) -> bool:
        """Withhold what makes a group doubtful; says whether that could be done."""
        if not self._at(at)[layer] and at not in self.also:
            return True
        for spread in dict.fromkeys((max(1, self.floor - self._at(at)[layer]), 1)):
            others = self._partners(at, layer, spread, found)
            if others is not None:
                found.update(self._changed(at, others))
                return True
        return False

    def _partners(self, at: Place, layer: int, spread: int, found: set[Key]) -> Place | None:
        """The row and the column that people are moved from and to, so that least is withheld for it."""
        (row, column), values = at, self.counts[layer]
        givers = [r for r in range(len(values)) if r != row and values[r][column] > spread]
        takers = [c for c in range(len(values[row])) if c != column and values[row][c] > spread]
        givers = sorted(givers, key=lambda r: self._dear((r, column), found))[:ENOUGH]
        takers = sorted(takers, key=lambda c: self._dear((row, c), found))[:ENOUGH]
        best, least = None, None
        for other in ((r, c) for r in givers for c in takers):
            if not self._is_made_up_for(at, other, layer, spread):
                continue
            cost = len(self._changed(at, other) - found - self.free)
            if not cost:
                return other
            corners = [(r, c) for r in (row, other[0]) for c in (column, other[1])]
            dear = cost, sum(sum(self._at(corner)) for corner in corners), self._name(other)
            if least is None or dear < least:
                best, least = other, dear
        return best

    def _is_made_up_for(self, at: Place, others: Place, layer: int, spread: int) -> bool:
        """Whether people of the other pattern can be moved the other way, so that everyone's numbers stay."""
        if len(self.counts) != 2 or not self._at(at)[1 - layer]:
            return True
        return min(self._at(at)[1 - layer], self._at(others)[1 - layer]) >= min(spread, self._at(at)[1 - layer])

    def _dear(self, at: Place, found: set[Key]) -> tuple[bool, int, tuple[str, ...]]:
        key = self.keys[at[0]][at[1]]
        return key not in found and key not in self.free, sum(self._at(at)), self._name(at)

    def _name(self, at: Place) -> tuple[str, ...]:
        """The same for rows by columns as for columns by rows, so that both withhold the same."""
        return tuple(sorted((self.row_names[at[0]], self.column_names[at[1]])))

    def _changed(self, at: Place, others: Place) -> set[Key]:
        """All that is printed and changes when people are moved between two rows in two columns."""
        (row, column), (other_row, other_column) = at, others
        changed = {self.keys[r][c] for r in (row, other_row) for c in (column, other_column)}
        for net, inside in enumerate(self.nets):
            if (row in inside) != (other_row in inside):
                changed |= {self.net_keys[net][column], self.net_keys[net][other_column]}
        return changed
