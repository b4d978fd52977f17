"""What a table must withhold because of all other tables of the same questions.

A table is of the questions of its rows and of its columns, and of those that its filter asks. What two of these
withhold together, and three of them, is found once for them all, whichever are rows, columns and filter; so every table
of them withholds the same. A filter by several answers could be of any of them, and withholds what any of these does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from topline.analysis.aspects import ANSWERED, MISSING, Aspect, Feature, aspects_of, kind_feature, people_by
from topline.analysis.exchanges import Chosen, Number, chosen, counted, few, still_free
from topline.analysis.floor import leaves_of
from topline.analysis.withheld import ColumnName, Withheld
from topline.engine import Cancel, Engine
from topline.survey import Answered, Chose, Condition, Slice, Table, View, banner_question

Filters = Mapping[str, frozenset[Feature]]
KEPT = 200
"""Threes of questions of which it is remembered what they withhold together."""


@dataclass(frozen=True, slots=True)
class Alone:
    """One question by itself."""

    table: Table
    """Its topline, of everyone."""
    hidden: frozenset[Feature]
    """What its topline withholds."""


@dataclass(slots=True)
class Memory:
    """What was found of a survey."""

    alone: dict[str, Alone] = field(default_factory=dict)
    parts: dict[str, tuple[Aspect, ...]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], frozenset[Number]] = field(default_factory=dict)
    chosen: dict[tuple[Aspect, Aspect], Chosen] = field(default_factory=dict)
    triples: dict[tuple[str, str, str], frozenset[Number]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Together:
    """Finds, and remembers, what questions withhold together."""

    engine: Engine
    find_alone: Callable[[str], Alone]
    """A question by itself."""
    crossed: Callable[[str, str], frozenset[Number]]
    """What the tables of two questions withhold as they stand, by a feature of each."""
    memory: Memory
    cancel: Cancel | None = None

    def withheld(self, view: View, slice_: Slice) -> tuple[Withheld, bool]:
        """What a table withholds of some people, and whether it may be told how many answered."""
        survey, filters, found = self.engine.survey, self._filters(slice_), Withheld()
        lost = self._lost(view.rows, filters)
        answered = ANSWERED not in lost
        heads: list[ColumnName] = []
        for column in dict.fromkeys(q.name for one in view.columns for q in banner_question(one, survey).questions):
            gone, cells = self._lost(column, filters), self._lost_together(view.rows, column, filters)
            heads += [(column, str(b[1])) for b in self._features(column) if _is_answer(b)]
            found.columns |= {(column, str(b[1])) for b in gone if _is_answer(b)}
            found.cells |= {(a, (column, str(b[1]))) for a, b in cells if _is_row(a) and _is_answer(b)}
            if ANSWERED in gone or (ANSWERED, ANSWERED) in cells:
                found.unplaced.add(survey[column].label)
            answered = answered and not any(a == ANSWERED and (b == ANSWERED or b not in gone) for a, b in cells)
        found.rows |= {(bool(a[0]), str(a[1])) for a in lost if _is_row(a)}
        found.cells |= {(row, head) for row in found.rows for head in heads}
        found.kinds |= {(str(a[1]), str(a[2])) for a in lost if a[0] == MISSING}
        return found, answered

    def _lost(self, name: str, filters: Filters) -> set[Feature]:
        """What is withheld of one question, among those of a filter."""
        lost = set(self._hidden(name))
        for one, told in filters.items():
            lost |= {a for a, b in self.pair(name, one) if _is_told(b, told)}
        for one, other in combinations(filters, 2):
            numbers = self.triple(name, one, other)
            lost |= {a for a, b, c in numbers if _is_told(b, filters[one]) and _is_told(c, filters[other])}
        return lost

    def _lost_together(self, rows: str, column: str, filters: Filters) -> set[Number]:
        """What is withheld of two questions, among those of a filter."""
        cells = set(self.pair(rows, column))
        for name, told in filters.items():
            cells |= {(a, b) for a, b, c in self.triple(rows, column, name) if _is_told(c, told)}
        return cells

    def names_withheld(self, leaves: Sequence[Condition]) -> bool:
        """Whether conditions name an answer of which its topline withholds how many gave it."""
        return any(
            (False, code) in self._hidden(leaf.question)
            for leaf in leaves
            if isinstance(leaf, Chose)
            for code in leaf.codes
        )

    def _filters(self, slice_: Slice) -> Filters:
        """The questions of a filter, and which features of them it asks for; none where it could be any."""
        found: dict[str, frozenset[Feature]] = {}
        for leaf in leaves_of(slice_, self.engine.survey):
            name = getattr(leaf, "question", "")
            if name not in self.engine.survey:
                name = self._leaf(leaf)
            # An answer that is set apart is no row, and so could be any feature.
            told = _asked(leaf).intersection(self._features(name))
            found[name] = found.get(name, told) | told if told and found.get(name, told) else frozenset()
        return found

    def _leaf(self, leaf: Condition) -> str:
        """A condition that is of no single question, as a question of its own."""
        name = f"topline:{leaf!r}"
        feature: Feature = ("holds",)
        self.memory.parts[name] = (Aspect(name, ((feature, leaf),), (), frozenset({feature})),)
        return name

    def alone(self, name: str) -> Alone:
        """A question by itself."""
        if name not in self.memory.alone:
            self.memory.alone[name] = self.find_alone(name)
        return self.memory.alone[name]

    def _aspects(self, name: str) -> tuple[Aspect, ...]:
        if name not in self.memory.parts:
            rows = sorted(
                (row for row in self.alone(name).table.rows if not row.net), key=lambda row: -row.cells[0].count
            )
            seen = [row.code for row in rows]
            self.memory.parts[name] = aspects_of(self.engine.survey[name], self.engine, seen, self.cancel)
        return self.memory.parts[name]

    def _features(self, name: str) -> list[Feature]:
        return list(dict.fromkeys(feature for part in self._aspects(name) for feature, _ in part.features))

    def _hidden(self, name: str) -> frozenset[Feature]:
        return self.alone(name).hidden if name in self.engine.survey else frozenset()

    def pair(self, one: str, other: str) -> frozenset[Number]:
        """What two questions withhold together; of one and the same nothing, unless it takes several answers."""
        if one > other:
            return frozenset((a, b) for b, a in self.pair(other, one))
        if (one, other) not in self.memory.pairs:
            self.memory.pairs[one, other] = self._pair(one, other)
        return self.memory.pairs[one, other]

    def _pair(self, one: str, other: str) -> frozenset[Number]:
        if one == other and len(self._aspects(one)) < 2:
            return frozenset()
        hidden = self._hidden(one), self._hidden(other)
        is_asked = one in self.engine.survey and other in self.engine.survey
        free = self.crossed(one, other) if is_asked else frozenset()
        found: set[Number] = set()
        refused = False
        left: set[Number] = set()
        for parts in product(self._aspects(one), self._aspects(other)):
            if parts[0] == parts[1]:
                continue
            people = people_by(parts, self.engine, self.cancel)
            numbers = counted(people)
            gone = {number for number in numbers if number[0] in hidden[0] or number[1] in hidden[1]}
            small = [number for number in few(numbers, self.engine.survey.min_base) if number not in gone]
            own = [n for n in small if n[0] in parts[0].own and n[1] in parts[1].own]
            told = chosen(numbers, own, people, gone, free)
            self.memory.chosen[parts] = told
            found |= told.numbers | gone
            left |= {n for n in small if n[0] in parts[0].told and n[1] in parts[1].told}
            refused = refused or told.refused
        if refused or not left <= found:
            found |= set(product(self._features(one), self._features(other)))
            found |= {(a, b) for a in (ANSWERED,) for b in self._features(other)}
        return frozenset(found)

    def triple(self, one: str, other: str, third: str) -> frozenset[Number]:
        """What three questions withhold together, beside what any two of them do."""
        names = one, other, third
        if len(set(names)) < 3:
            return frozenset()
        order = sorted(range(3), key=lambda at: names[at])
        key = (names[order[0]], names[order[1]], names[order[2]])
        found = self.memory.triples.get(key)
        if found is None:
            found = self.memory.triples[key] = self._triple(key)
            while len(self.memory.triples) > KEPT:
                self.memory.triples.pop(next(iter(self.memory.triples)), None)
        place = [order.index(at) for at in range(3)]
        return frozenset((n[place[0]], n[place[1]], n[place[2]]) for n in found)

    def _triple(self, names: tuple[str, str, str]) -> frozenset[Number]:
        pairs = {(a, b): self.pair(names[a], names[b]) for a, b in combinations(range(3), 2)}
        singly = [self._hidden(name) for name in names]
        found: set[Number] = set()
        left: set[Number] = set()
        refused = False
        for parts in product(*(self._aspects(name) for name in names)):
            people = people_by(parts, self.engine, self.cancel)
            numbers = counted(people)
            gone = {
                number
                for number in numbers
                if any((number[a], number[b]) in hidden for (a, b), hidden in pairs.items())
                or any(number[at] in hidden for at, hidden in enumerate(singly))
            }
            small = [number for number in few(numbers, self.engine.survey.min_base) if number not in gone]
            own = [n for n in small if all(n[at] in part.own for at, part in enumerate(parts))]
            told = chosen(numbers, own, people, gone)
            found |= told.numbers | gone
            left |= {n for n in small if all(n[at] in part.told for at, part in enumerate(parts))}
            refused = refused or told.refused
            refused = refused or not all(
                still_free(people, at, self.memory.chosen[parts[at[0]], parts[at[1]]], hidden)
                for at, hidden in pairs.items()
            )
        if refused or not left <= found:
            features = [[*self._features(name), ANSWERED] for name in names]
            found |= set(product(*features))
        return frozenset(found)


def _asked(leaf: Condition) -> frozenset[Feature]:
    """The one feature that a condition asks for; none where it is not a single one."""
    match leaf:
        case Chose(_, (code,)):
            return frozenset({(False, code)})
        case Answered():
            return frozenset({ANSWERED})
    return frozenset()


def _is_row(feature: Feature) -> bool:
    return feature[0] in (False, True)


def _is_answer(feature: Feature) -> bool:
    return feature[0] is False


def _is_told(feature: Feature, told: Collection[Feature]) -> bool:
    """Whether a filter may ask for a feature."""
    return not told or feature in told


def hidden_features(found: Withheld, *, answered: bool) -> frozenset[Feature]:
    """What a topline withholds, by feature."""
    rows: Sequence[Feature] = [*found.rows]
    kinds = [kind_feature(*kind) for kind in found.kinds]
    return frozenset((*rows, *kinds, *(() if answered else (ANSWERED,))))
