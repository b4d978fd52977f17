"""Weights: what each reply weighs, be it stored in a column or raked to targets.

A raked weight is worked out from one grouping of the replies and kept as factors, one for everybody who gives the
same answers. It is never stored: SQL looks the factor of a reply up by its answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from weakref import WeakKeyDictionary

from topline.engine import Cancel, Engine
from topline.statistics import Group, InfeasibleTargetError, Raking, least_cap, rake
from topline.survey import (
    Answered,
    Kind,
    Question,
    Slice,
    Sql,
    Storage,
    Survey,
    ToplineError,
    Weighting,
    code_of,
    quoted,
)
from topline.survey.weighting_file import INSTEAD, raking_fault

LEAST_WEIGHT = 1e-12
"""What weighs no more weighs nothing: its square would vanish beside any other."""
MOST_COMBINATIONS = 1 << 16
"""Combinations of answers that replies can be raked by."""
WRITTEN = 64
"""Factors up to which they are written into each statement."""
_NUMBERS = itertools.count(1)
"""Numbers of tables of factors, so that no two have the same name."""
Named = Callable[[str], str]
"""What a column is called where SQL looks for it, given its identifier."""


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a factor is looked up by."""

    column: str
    """As an identifier."""
    codes: tuple[str, ...]
    """Its values that somebody has, as SQL literals."""
    is_gate: bool = False
    """Whether it only says who has a weight at all."""

    def place(self, stride: int, named: Named) -> str:
        """SQL for how far a reply's value moves the place of its factor; null where it is none of these."""
        if self.is_gate:
            return f"case when {named(self.column)} in ({', '.join(self.codes)}) then 0 end"
        cases = " ".join(f"when {named(self.column)} = {code} then {at * stride}" for at, code in enumerate(self.codes))
        return f"case {cases} end"


@dataclass(frozen=True, slots=True)
class Worked:
    """A raking of the replies of a file."""

    weighting: Weighting
    groups: tuple[Group, ...]
    """Those who have a weight, by their answers to the questions raked by."""
    targets: tuple[Mapping[str, float], ...]
    """The shares above 0."""
    raking: Raking


@dataclass(frozen=True, slots=True)
class Raked:
    """A raked weight, by which replies can be counted."""

    worked: Worked
    keys: tuple[Key, ...]
    factors: str
    """SQL for the list of factors of every combination of the keys' values, the last one changing fastest; 0 where
    nobody has it."""
    base: str
    """SQL for the weight before; empty where everyone counts as one."""

    @property
    def weighting(self) -> Weighting:
        """What it is raked to."""
        return self.worked.weighting

    @property
    def raking(self) -> Raking:
        """The factors, and what they cost."""
        return self.worked.raking

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that decide the factor, as identifiers."""
        return tuple(key.column for key in self.keys)

    def factor(self, named: Named = str) -> str:
        """SQL for what to multiply the weight before by; 0 for who has none."""
        stride, places = 1, []
        for key in reversed(self.keys):
            places.append(key.place(stride, named))
            stride *= 1 if key.is_gate else len(key.codes)
        return f"coalesce(list_extract({self.factors}, 1 + {' + '.join(reversed(places))}), 0)"

    @property
    def sql(self) -> str:
        """SQL for what a reply weighs."""
        return f"({self.factor()} * {self.base})" if self.base else self.factor()


@dataclass
class _Known:
    """What was worked out for the replies of an engine."""

    groups: dict[tuple[tuple[str, ...], str], tuple[Group, ...]] = field(default_factory=dict)
    raked: dict[Weighting, Raked] = field(default_factory=dict)


_KNOWN: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def column_weight(question: Question) -> str:
    """SQL for the weight that a column holds; nothing where it is absent, not a number or not above `LEAST_WEIGHT`."""
    weight = f"cast({quoted(question.column)} as double)"
    return f"(case when {weight} > {LEAST_WEIGHT} and isfinite({weight}) then {weight} else 0 end)"


def check_weight(slice_: Slice, engine: Engine, cancel: Cancel | None = None) -> None:
    """Make sure that a slice can be weighted as it wants to be; what is raked is worked out.

    Raises:
        ToplineError: when its weight holds no numbers, or its targets cannot be met by anybody's weights.
    """
    if not slice_.weight:
        return
    if raked_of(slice_, engine, cancel) is None and engine.survey[slice_.weight].kind is not Kind.NUMERIC:
        raise ToplineError(f"{slice_.weight} cannot be a weight: it holds no numbers; use --weight none")


def raked_of(slice_: Slice, engine: Engine, cancel: Cancel | None = None) -> Raked | None:
    """The raked weight of a slice; None where it is not weighted, or by a column.

    Raises:
        ToplineError: when its targets cannot be met.
    """
    weighting = engine.survey.weighting(slice_.weight) if slice_.weight else None
    return raked(weighting, engine, cancel) if weighting else None


def weight_sql(slice_: Slice, engine: Engine) -> str:
    """SQL for what a reply weighs; empty where everyone counts as one."""
    if not slice_.weight:
        return ""
    found = raked_of(slice_, engine)
    return found.sql if found else column_weight(engine.survey[slice_.weight])


def raked(weighting: Weighting, engine: Engine, cancel: Cancel | None = None) -> Raked:
    """A raked weight for the replies of an engine, worked out when it is first asked for.

    Everybody is raked who replied and answered all the questions, whoever is looked at.

    Raises:
        ToplineError: when its targets cannot be met.
    """
    known = _KNOWN.setdefault(engine, _Known())
    if weighting not in known.raked:
        known.raked[weighting] = _looked_up(worked(weighting, engine, cancel), engine, cancel)
    return known.raked[weighting]


def groups_of(weighting: Weighting, engine: Engine, cancel: Cancel | None = None) -> tuple[Group, ...]:
    """Those whom a weighting rakes, by their answers to its questions; found out once.

    Raises:
        ToplineError: when there is nobody, or the survey has not what it speaks of.
    """
    known = _KNOWN.setdefault(engine, _Known())
    asked = weighting.questions, weighting.base
    if asked not in known.groups:
        known.groups[asked] = _grouped(weighting, engine, cancel)
    return known.groups[asked]


def replied_sql(survey: Survey) -> Sql:
    """SQL for who has replied, and so can have a raked weight."""
    return survey.replied.sql(survey) if survey.replied else Sql("true")


def _grouped(weighting: Weighting, engine: Engine, cancel: Cancel | None) -> tuple[Group, ...]:
    survey = engine.survey
    questions = [survey[name] for name in weighting.questions]
    if unfit := next(((q.name, fault) for q in questions if (fault := raking_fault(q))), None):
        raise fault_of(weighting, f"no raking to {unfit[0]}: {unfit[1]}; {INSTEAD}")
    conditions = [replied_sql(survey), *(Answered(question.name).sql(survey) for question in questions)]
    base = column_weight(survey[weighting.base]) if weighting.base else ""
    sums = f"count(*), sum({base}), sum({base} * {base})" if base else "count(*), count(*), count(*)"
    where = [f"({condition.text})" for condition in conditions] + ([f"{base} > 0"] if base else [])
    sql = (
        f"select {', '.join(quoted(question.column) for question in questions)}, {sums} from replies "
        f"where {' and '.join(where)} group by {', '.join(str(at + 1) for at in range(len(questions)))}"
    )
    values = tuple(value for condition in conditions for value in condition.parameters)
    width = len(questions)
    rows = engine.query(Sql(sql, values), cancel)
    if not rows:
        named = " and ".join(question.name for question in questions)
        raise fault_of(weighting, f"nobody answered {named}{' and has a weight to start from' * bool(base)}")
    return tuple(
        Group(tuple(code_of(value) for value in row[:width]), int(row[width]), float(row[-2]), float(row[-1]))
        for row in sorted(rows, key=repr)
    )


def fault_of(weighting: Weighting, what: str) -> ToplineError:
    """Why a weight cannot be raked, in one line."""
    return ToplineError(f"weighting {weighting.name!r}: {what}")


def worked(weighting: Weighting, engine: Engine, cancel: Cancel | None = None) -> Worked:
    """A raking, worked out anew; of one that changes with every key nothing is kept but the groups.

    Raises:
        ToplineError: when its targets cannot be met.
    """
    survey, groups = engine.survey, groups_of(weighting, engine, cancel)
    for at, target in enumerate(weighting.targets):
        _check_answers(weighting, survey[target.question], {group.levels[at] for group in groups}, target.fractions)
    # Who gave an answer that nobody is to have is left out, and not raked towards nothing.
    targets = [{code: share for code, share in target.shares if share} for target in weighting.targets]
    groups = tuple(one for one in groups if all(map(dict.__contains__, targets, one.levels)))
    for at, target in enumerate(weighting.targets):
        _check_answers(weighting, survey[target.question], {group.levels[at] for group in groups}, target.fractions)
    try:
        found = rake(groups, targets, weighting.cap)
    except InfeasibleTargetError:
        least = least_cap(groups, targets)
        what = f"its cap of {weighting.cap:g} is too low for its targets: they need {least:.3g} at least"
        raise fault_of(weighting, what) from None
    except ValueError as error:
        raise fault_of(weighting, str(error)) from None
    return Worked(weighting, groups, tuple(targets), found)


def _looked_up(work: Worked, engine: Engine, cancel: Cancel | None) -> Raked:
    """A raking as the factors that SQL looks up."""
    survey, weighting, targets, found = engine.survey, work.weighting, work.targets, work.raking
    keys = [_key(survey[name], list(targets[at])) for at, name in enumerate(weighting.questions)]
    combinations = 1
    for key in keys:
        combinations *= len(key.codes)
    if combinations > MOST_COMBINATIONS:
        what = f"{combinations:,} combinations of answers are more than {MOST_COMBINATIONS:,}; rake to fewer questions"
        raise fault_of(weighting, what)
    by_levels = {group.levels: factor for group, factor in zip(work.groups, found.factors, strict=True)}
    every: list[tuple[str, ...]] = [()]
    for at in range(len(keys)):
        every = [(*levels, code) for levels in every for code in targets[at]]
    factors = _listed([by_levels.get(levels, 0.0) for levels in every], engine, cancel)
    if survey.response is not None:
        status = survey[survey.response.status]
        codes = survey.response.replied + survey.response.partial
        keys.append(Key(quoted(status.column), tuple(_literal(status, code) for code in codes), is_gate=True))
    base = column_weight(survey[weighting.base]) if weighting.base else ""
    return Raked(work, tuple(keys), factors, base)


def _listed(factors: Sequence[float], engine: Engine, cancel: Cancel | None) -> str:
    """SQL for a list of factors; a long one is put aside, since reading it takes longer than looking a factor up."""
    if len(factors) <= WRITTEN:
        return f"[{', '.join(map(repr, factors))}]::double[]"
    table = f"factors_{next(_NUMBERS)}"
    engine.query(Sql(f"create table {table} as select ?::double[] as factors", (list(factors),)), cancel)
    return f"(select factors from {table})"


def _check_answers(weighting: Weighting, question: Question, given: set[str], shares: Mapping[str, float]) -> None:
    """Make sure that every answer with a share was given, and that every answer given has a share.

    Raises:
        ToplineError: when not.
    """
    label = partial(_label, question)
    if lost := [code for code, share in shares.items() if share and code not in given]:
        what = f"nobody gave {label(lost[0])} to {question.name}, so that no weight can give it a share"
        raise fault_of(weighting, f"{what}; put its share to another answer")
    if extra := [code for code in sorted(given) if code not in shares]:
        what = f"{question.name} has no share for {label(extra[0])}, which some answered"
        raise fault_of(weighting, f"{what}; give it one, or 0 to leave these people out")


def _label(question: Question, code: str) -> str:
    return repr(question.option(code).label)


def _key(question: Question, codes: Sequence[str]) -> Key:
    return Key(quoted(question.column), tuple(_literal(question, code) for code in codes))


def _literal(question: Question, code: str) -> str:
    """A code as a value of the stored type, in SQL."""
    if question.storage is Storage.TEXT:
        return "'" + code.replace("'", "''") + "'"
    value = question.stored(code)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"timestamp '{value}'" if isinstance(value, str) else repr(value)
