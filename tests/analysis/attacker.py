"""An attacker: takes down every number that is shown, and works out by linear programming what the others can be.

What is unknown is how many people gave each combination of answers. Every number shown is a sum of these, so that the
least and the most that any group can be follow from all numbers together, wherever they were shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from topline.survey import Table

Answers = Mapping[str, object]
"""What somebody can have answered, by question: a code or None; for several answers a set of codes or None."""
Group = Callable[[Answers], bool]
LITTLE = 1e-6


@dataclass
class Attacker:
    """What is known of a survey from the tables it gave."""

    possible: Mapping[str, list[object]]
    """Every answer that a question can have got."""
    people: int
    """How many replies there are, which is no secret."""
    lines: list[np.ndarray] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    known: set[tuple[bytes, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.atoms: list[Answers] = [
            dict(zip(self.possible, one, strict=True)) for one in itertools.product(*self.possible.values())
        ]
        self.learn(lambda answers: True, self.people)

    def line(self, group: Group) -> np.ndarray:
        """Which combinations a group is made of."""
        return np.array([float(group(atom)) for atom in self.atoms])

    def learn(self, group: Group, n: int) -> None:
        """A number was shown; what was shown before tells nothing new."""
        line = self.line(group)
        if (known := (line.tobytes(), n)) in self.known:
            return
        self.known.add(known)
        self.lines.append(line)
        self.sums.append(n)

    def read(self, table: Table, inside: Group, base: Group, rows: Mapping[str, Group]) -> None:
        """Take down a table.

        Args:
            inside: Whose it is.
            base: Who is in its base, of all these.
            rows: Who is in each row and column, by question and label.
        """
        for at, column in enumerate(table.columns):
            of = rows[f"{column.question}: {column.label}"] if column.question else lambda answers: True

            def based(answers: Answers, of: Group = of) -> bool:
                return inside(answers) and base(answers) and of(answers)

            if not column.base.suppressed:
                self.learn(based, column.base.unweighted)
            for row in table.rows:
                cell, group = row.cells[at], rows[f"{table.view.rows}: {row.label}"]
                if not cell.suppressed:
                    self.learn(lambda a, based=based, group=group: based(a) and group(a), cell.count)
        for item in table.missing:
            kind = rows[f"{table.view.rows}: {item.label}"]
            self.learn(lambda a, kind=kind: inside(a) and kind(a), item.count)
        for one in table.unplaced:
            nowhere = rows[f"{one.label}: nowhere"]
            self.learn(lambda a, nowhere=nowhere: inside(a) and base(a) and nowhere(a), one.n)

    def bounds(self, group: Group) -> tuple[int, int]:
        """The least and the most people that a group can have."""
        matrix, sums = np.array(self.lines), np.array(self.sums, dtype=float)
        wanted = self.line(group)
        ends = []
        for sign in (1, -1):
            found = linprog(sign * wanted, A_eq=matrix, b_eq=sums, bounds=(0, None), method="highs")
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ceil(ends[0] - LITTLE), floor(ends[1] + LITTLE)


def told(attacker: Attacker, groups: Iterable[tuple[str, Group]], replies: list[Answers], least: int) -> list[str]:
    """The groups that are too small, and whose number the attacker knows for certain."""
    found = []
    for name, group in groups:
        n = sum(map(group, replies))
        if 0 < n < least:
            low, high = attacker.bounds(group)
            assert low <= n <= high, name
            if low == high:
                found.append(f"{name}: {n}")
    return found
