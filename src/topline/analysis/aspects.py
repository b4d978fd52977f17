"""What of an answer two people can exchange: all of it, or, of several answers, one of them.

An aspect has features, which are what a table can print of it, and what must be alike in two people who exchange it,
so that nothing else about them changes. Everyone has one value of an aspect, and people are counted by the values of
several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from topline.analysis.bases import base_condition
from topline.analysis.rows import RowSpec, nets_of, rows_of
from topline.analysis.tables import missing_kinds
from topline.engine import Cancel, Engine
from topline.survey import Answered, Base, Condition, Question, Slice, Sql, Survey, chose

Feature = tuple[object, ...]
"""A row, by `RowName`; a kind of missing answer; or having answered at all."""
MISSING = "missing"
ANSWERED: Feature = ("answered",)
MOST_TICKS = 8
"""Of several answers, so many of the most frequent ones are looked at together."""
Value = tuple[frozenset[Feature], tuple[bool, ...]]
"""The features that somebody has, and what must stay alike."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """What two people can exchange of their answers to a question."""

    question: str
    features: tuple[tuple[Feature, Condition], ...]
    """What tables print of it."""
    alike: tuple[Condition, ...]
    """What must be the same for both, so that nothing else of them changes."""
    own: frozenset[Feature]
    """The features of which no group that is too small may be told; of the others another aspect tells."""

    @property
    def told(self) -> frozenset[Feature]:
        """The features that are told by all who have them."""
        return self.own if ANSWERED in self.own else frozenset(name for name, _ in self.features)


def kind_feature(code: str, label: str) -> Feature:
    """A kind of missing answer."""
    return (MISSING, code, label)


def aspects_of(
    question: Question, engine: Engine, seen: Sequence[str], cancel: Cancel | None = None
) -> tuple[Aspect, ...]:
    """What of a question can be exchanged.

    Args:
        question: Which.
        engine: Who answered.
        seen: The codes that anybody gave, the most frequent first.
        cancel: Gives it up.
    """
    survey = engine.survey
    specs = rows_of(engine, question, Slice(), seen, cancel)
    alike = _stays(question, survey)
    if not question.takes_several:
        rows: list[tuple[Feature, Condition]] = [((spec.net, spec.code), spec.condition) for spec in specs]
        kinds = [(kind_feature(one.code, one.label), one.condition) for one in missing_kinds(question, survey)]
        features = (*rows, *kinds, (ANSWERED, Answered(question.name)))
        return (Aspect(question.name, features, alike, frozenset(name for name, _ in features)),)
    nets = {net.label: net.codes for net in nets_of(question)}
    kinds = [(kind_feature(one.code, one.label), one.condition) for one in missing_kinds(question, survey)]
    found = [_answers(question, specs, seen, ((ANSWERED, Answered(question.name)), *kinds), alike)]
    for spec in (one for one in specs if not one.net):
        around = [one for one in specs if one.net and spec.code in nets.get(one.code, ())]
        others = [tuple(code for code in nets[one.code] if code != spec.code) for one in around]
        found.append(
            Aspect(
                question.name,
                (((False, spec.code), spec.condition), *(((True, one.code), one.condition) for one in around)),
                (*alike, Answered(question.name), *(chose(question, *codes) for codes in others if codes)),
                frozenset({(False, spec.code)}),
            )
        )
    return tuple(found)


def _answers(
    question: Question,
    specs: Sequence[RowSpec],
    seen: Sequence[str],
    own: Sequence[tuple[Feature, Condition]],
    alike: Sequence[Condition],
) -> Aspect:
    """All of several answers, of those who gave only some that are frequent, and of those who did not answer."""
    often = seen[:MOST_TICKS]
    rows = [((one.net, one.code), one.condition) for one in specs if one.net or one.code in often]
    others = [one.code for one in specs if not one.net and one.code not in often]
    stays = (*alike, chose(question, *others)) if others else tuple(alike)
    return Aspect(question.name, (*own, *rows), stays, frozenset(name for name, _ in own))


def _stays(question: Question, survey: Survey) -> tuple[Condition, ...]:
    """Who was asked and who replied: no exchange of answers changes that."""
    told = (base_condition(base, question, survey) for base in (Base.ASKED, Base.REPLIED))
    return tuple(dict.fromkeys(one for one in told if one is not None))


def people_by(aspects: Sequence[Aspect], engine: Engine, cancel: Cancel | None = None) -> dict[tuple[Value, ...], int]:
    """How many people have which values of some aspects."""
    conditions = [part for one in aspects for part in (*(each for _, each in one.features), *one.alike)]
    parts = [condition.sql(engine.survey) for condition in conditions]
    flags = ", ".join(f"(({part.text}) is true) as f{at}" for at, part in enumerate(parts))
    names = ", ".join(f"f{at}" for at in range(len(parts)))
    values = tuple(value for part in parts for value in part.parameters)
    sql = Sql(f"select {names}, count(*) from (select {flags} from replies) group by {names}", values)
    found: dict[tuple[Value, ...], int] = {}
    for *told, n in engine.query(sql, cancel):
        held, person = list(map(bool, told)), []
        for one in aspects:
            has, held = held[: len(one.features)], held[len(one.features) :]
            stays, held = held[: len(one.alike)], held[len(one.alike) :]
            names_ = (name for (name, _), true in zip(one.features, has, strict=True) if true)
            person.append((frozenset(names_), tuple(stays)))
        found[tuple(person)] = found.get(tuple(person), 0) + int(n)
    return found
