"""The privacy floor, of people: whose answers may be looked at, and what would give away too few of them.

A filter is refused where it, or what it leaves out, is a group below the floor: two tables of many people each can
differ by a few of them, and so tell of these alone. So every pattern of its conditions, held or not, must have nobody
or as many people as the floor asks; then no two of them, put together in any way, differ by fewer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from topline.analysis.floor_cuts import finer
from topline.analysis.withholding import is_small
from topline.engine import Cancel, Engine
from topline.survey import (
    All,
    AnyOf,
    Chose,
    Condition,
    Not,
    Slice,
    Sql,
    Survey,
    ToplineError,
    Within,
    WordCount,
    says_answered,
)

MOST_LEAVES = 6
"""Conditions of a filter up to which every pattern of them is looked at; more of them are refused."""
KEPT = 500
"""Filters whose patterns are remembered."""
AT_ONCE = 50
"""Slices that another is compared with in one pass over the replies."""


class WithheldError(ToplineError):
    """What was asked for would show a group below the privacy floor."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Those for whom some of a filter's conditions are true and the others are not."""

    holds: tuple[bool, ...]
    n: int
    slice: Slice


def floor_words(floor: int) -> str:
    """What is withheld, in few words."""
    return f"groups under {floor:,} are withheld"


def floor_line(floor: int) -> str:
    """What is withheld, for a footer."""
    return f"Withheld (x): {floor_words(floor)}, and so is what would give them away"


def refused(survey: Survey, what: str) -> WithheldError:
    """That something cannot be had at all under a privacy floor."""
    return WithheldError(f"{what}: {floor_words(survey.min_base)} here (min_base)")


def leaves_of(slice_: Slice, survey: Survey) -> tuple[Condition, ...]:
    """The single conditions that a slice is made of, each once; a search is one of them."""
    told = {name for part in slice_.conditions if (name := _answered_by(part, survey))}
    parts = [part for part in slice_.conditions if not (says_answered(part) and part.question in told)]
    found = [leaf for part in parts for leaf in _leaves(part)]
    if slice_.search:
        found.append(Slice(search=slice_.search).condition(survey))
    return tuple(dict.fromkeys(found))


def _answered_by(condition: Condition, survey: Survey) -> str:
    """The question that everyone of a condition has answered; empty where it tells of none."""
    match condition:
        case Chose(question, codes):
            apart = {option.code for option in survey[question].missing}
            return "" if apart.intersection(codes) else question
        case Within(question) | WordCount(question):
            return question
    return ""


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield condition


_KNOWN: WeakKeyDictionary[Engine, dict[tuple[Condition, ...], tuple[Pattern, ...]]] = WeakKeyDictionary()
_KEEPING = threading.Lock()


def patterns_of(slices: Iterable[Slice], engine: Engine, cancel: Cancel | None = None) -> tuple[Pattern, ...]:
    """Every pattern of the conditions of some slices that anybody has.

    Raises:
        WithheldError: when one of them is of too few people, or there are too many conditions to tell.
    """
    survey, floor = engine.survey, engine.survey.min_base
    leaves = tuple(dict.fromkeys(leaf for slice_ in slices for leaf in leaves_of(slice_, survey)))
    if len(leaves) > MOST_LEAVES:
        raise refused(survey, f"a filter of more than {MOST_LEAVES} conditions is refused")
    found = _patterns(leaves, engine, cancel)
    if any(is_small(one.n, floor) for one in found) or _differs_by_few(leaves, engine, cancel):
        raise refused(survey, f"this would single out fewer than {floor:,} people, or leave out as few")
    if leaves and _names_withheld(leaves, engine, cancel):
        raise refused(survey, "a filter by an answer of which it is withheld how many gave it is refused")
    return found


def _names_withheld(leaves: Sequence[Condition], engine: Engine, cancel: Cancel | None) -> bool:
    # What a topline withholds is found by the module that guards tables, which stands on this one.
    from topline.analysis.protected import names_withheld

    return names_withheld(leaves, engine, cancel)


def _differs_by_few(leaves: tuple[Condition, ...], engine: Engine, cancel: Cancel | None) -> bool:
    """Whether a filter like this one, but for one answer or one cut, would differ by too few.

    Raises:
        WithheldError: when a number is cut where it may not be.
    """
    survey = engine.survey
    more, fault = finer(leaves, engine, count_of, cancel)
    if fault:
        raise refused(survey, fault)
    if not more:
        return False
    return any(is_small(one.n, survey.min_base) for one in _patterns((*leaves, *more), engine, cancel))


def _patterns(leaves: tuple[Condition, ...], engine: Engine, cancel: Cancel | None) -> tuple[Pattern, ...]:
    """Every pattern of some conditions that anybody has, however many they are; remembered."""
    with _KEEPING:
        found = _KNOWN.setdefault(engine, {}).get(leaves)
    if found is None:
        found = _counted(leaves, engine, cancel)
        with _KEEPING:
            known = _KNOWN[engine]
            known[leaves] = found
            while len(known) > KEPT:
                known.pop(next(iter(known)), None)
    return found


def _counted(leaves: Sequence[Condition], engine: Engine, cancel: Cancel | None) -> tuple[Pattern, ...]:
    parts = [leaf.sql(engine.survey) for leaf in leaves]
    named = [f"(({part.text}) is true) as c{at}" for at, part in enumerate(parts)]
    values = tuple(value for part in parts for value in part.parameters)
    names = ", ".join(f"c{at}" for at in range(len(parts)))
    if not parts:
        rows = engine.query(Sql("select count(*) from replies"), cancel)
    else:
        flags = f"select {', '.join(named)} from replies"
        rows = engine.query(Sql(f"select {names}, count(*) from ({flags}) group by {names}", values), cancel)
    found = []
    for *holds, n in rows:
        conditions = tuple(leaf if true else Not(leaf) for leaf, true in zip(leaves, holds, strict=True))
        found.append(Pattern(tuple(map(bool, holds)), int(n), Slice(conditions)))
    return tuple(sorted(found, key=lambda one: one.holds))


def left_out(slice_: Slice, engine: Engine, cancel: Cancel | None = None) -> tuple[Slice, ...]:
    """Those whom a slice leaves out, pattern by pattern of its conditions, with its weight.

    Raises:
        WithheldError: when the slice, or one of these, is of too few people.
    """
    found = patterns_of([slice_], engine, cancel)
    if len(found) < 2:
        return ()
    condition = slice_.condition(engine.survey)
    inside = count_of(engine, [All((one.slice.condition(engine.survey), condition)) for one in found], cancel)
    return tuple(replace(one.slice, weight=slice_.weight) for one, n in zip(found, inside, strict=True) if not n)


def count_of(engine: Engine, conditions: Sequence[Condition], cancel: Cancel | None = None) -> tuple[int, ...]:
    """For how many replies each condition is true."""
    found: list[int] = []
    for first in range(0, len(conditions), AT_ONCE):
        parts = [condition.sql(engine.survey) for condition in conditions[first : first + AT_ONCE]]
        flags = ", ".join(f"count(*) filter (where {part.text})" for part in parts)
        values = tuple(value for part in parts for value in part.parameters)
        found += map(int, engine.query(Sql(f"select {flags} from replies", values), cancel)[0])
    return tuple(found)


def check_people(*slices: Slice, engine: Engine, cancel: Cancel | None = None) -> None:
    """Refuse people of whom nothing may be shown under the privacy floor; without one, nobody is refused.

    Raises:
        WithheldError: when they, or those they leave out, are too few.
    """
    if engine.survey.min_base:
        patterns_of(slices, engine, cancel)


def without_few(survey: Survey) -> Survey:
    """A survey without how many answered each question: beside those asked, and beside each other, these would tell
    of few.
    """
    if not survey.min_base:
        return survey
    return replace(survey, questions=tuple(replace(one, answered=None) for one in survey))


def may_be_shown(people: Slice, engine: Engine, cancel: Cancel | None = None) -> bool:
    """Whether the privacy floor lets these people be shown."""
    try:
        check_people(people, engine=engine, cancel=cancel)
    except WithheldError:
        return False
    return True


class Ledger:
    """Whose answers were shown in this session: nobody else may be shown who differs from them by too few."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shown: dict[Slice, None] = {}
        self._keeping = threading.Lock()

    def admit(self, *slices: Slice, cancel: Cancel | None = None) -> None:
        """Take down whose answers will be shown.

        Raises:
            WithheldError: when they cannot be.
        """
        if not self._engine.survey.min_base:
            return
        check_people(*slices, engine=self._engine, cancel=cancel)
        for slice_ in slices:
            people = Slice(slice_.conditions, slice_.search)
            if people not in self._shown:
                self._compare(people, cancel)
                with self._keeping:
                    self._shown[people] = None

    def _compare(self, people: Slice, cancel: Cancel | None) -> None:
        survey = self._engine.survey
        with self._keeping:
            before = tuple(self._shown)
        now = people.condition(survey)
        pairs = [
            All(pair)
            for then in (one.condition(survey) for one in before)
            for pair in ((now, Not(then)), (Not(now), then))
        ]
        if any(is_small(n, survey.min_base) for n in count_of(self._engine, pairs, cancel)):
            raise refused(survey, f"fewer than {survey.min_base:,} people make the difference to others shown before")
