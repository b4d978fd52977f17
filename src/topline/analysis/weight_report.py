"""The report of a weight: what it costs, how far it spreads, and of a raked one how well it meets its targets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from topline.analysis.floor import refused
from topline.analysis.weights import Worked, check_weight, column_weight, groups_of, raked, replied_sql, worked
from topline.analysis.withholding import is_small, partners
from topline.engine import Cancel, Engine
from topline.statistics import effective_base
from topline.statistics.raking import LOW_EFFICIENCY, MET, POOR_EFFICIENCY, WIDE
from topline.survey import Kind, Question, Role, Slice, Sql, Survey, Target, Weighting


@dataclass(frozen=True, slots=True)
class Margin:
    """An answer that replies are raked to: what it should weigh, and what it does."""

    code: str
    label: str
    n: int
    """Who gave it, among those who have a weight."""
    target: float
    """Percent of the population."""
    unweighted: float
    """Percent of these people, each counting as one."""
    weighted: float
    """Percent of their weights."""
    suppressed: bool = False
    """Withheld because too few gave it, or would be given away by it; but for the target its numbers are 0 then."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The answers of a question that replies are raked to."""

    question: str
    label: str
    answers: tuple[Margin, ...]


@dataclass(frozen=True, slots=True)
class WeightReport:
    """What is to be known of a weight before it is trusted. Of a raked weight the mean is 1."""

    name: str
    label: str
    people: int
    """Replies that could have a weight: of a raked one those who replied, of a column all."""
    n: int
    """Those who have one above 0."""
    total: float
    """The sum of the weights."""
    effective: float
    """Kish's effective base: how many equally weighted replies would be as precise."""
    least: float | None
    """The smallest weight above 0; None where nobody has one."""
    greatest: float | None
    weighting: Weighting | None = None
    """What a raked weight is raked to."""
    rounds: int | None = None
    """How often all targets were gone through."""
    met: bool = True
    """Whether every target is met."""
    margins: tuple[Margins, ...] = ()

    @property
    def lacking(self) -> int:
        """Replies that count for nothing."""
        return self.people - self.n

    @property
    def mean(self) -> float | None:
        """The mean weight of those who have one."""
        return self.total / self.n if self.n else None

    @property
    def efficiency(self) -> float | None:
        """The share of the replies that weighting leaves, 0 to 1."""
        return min(1.0, self.effective / self.n) if self.n else None

    @property
    def ratio(self) -> float | None:
        """The greatest weight as a multiple of the smallest."""
        return self.greatest / self.least if self.greatest and self.least else None

    @property
    def worst(self) -> float:
        """How far the worst answer stays from its target, in points."""
        return max(
            (abs(one.weighted - one.target) for each in self.margins for one in each.answers if not one.suppressed),
            default=0.0,
        )

    @property
    def missed(self) -> str:
        """That targets are not met, and by how much; empty where they are."""
        return "" if self.met else missed_words(self.worst)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What speaks against using it, a sentence each."""
        return tuple(self._cautions())

    @property
    def is_poor(self) -> bool:
        """Whether it costs so much that it should not be used as it is."""
        return self.efficiency is not None and self.efficiency < POOR_EFFICIENCY

    def _cautions(self) -> Iterator[str]:
        efficiency = self.efficiency
        if efficiency is None:
            yield "Nobody has a weight above 0"
        elif efficiency < POOR_EFFICIENCY:
            yield (
                f"Alarm: an efficiency below {100 * POOR_EFFICIENCY:.0f}% means that few people count for many; "
                "rake to fewer answers or put a cap on the weights"
            )
        elif efficiency < LOW_EFFICIENCY:
            yield f"Caution: an efficiency below {100 * LOW_EFFICIENCY:.0f}% costs much of what the replies can tell"
        if not self.met:
            remedy = (
                "rake to fewer answers" if self.weighting is None or self.weighting.cap is None else "raise the cap"
            )
            yield f"Caution: {self.missed}; {remedy} or leave a question out"
        if self.weighting is not None and self.ratio is not None and self.ratio > WIDE:
            yield (
                f"Caution: the weights go from {_short(self.least)} to {_short(self.greatest)}: some people count for "
                f"{_short(self.ratio)} times as much as others; rake to fewer answers, or put answers together"
            )


def missed_words(points: float) -> str:
    """By how much targets that are not met are missed, in as many digits as tell it from nothing.

    Args:
        points: Of the answer that is farthest off; what is less than counts as missed is of an answer that is withheld.
    """
    if points < 100 * MET:
        return "targets missed"
    return (
        f"targets missed by up to {points:.2f} points" if points < 1 else f"targets missed by up to {points:.1f} points"
    )


def _short(value: float | None) -> str:
    """A weight or a ratio in three digits, the very small and the very great of them by their power of ten."""
    return "-" if value is None else f"{value:,.0f}" if 1_000 <= value < 1e9 else f"{value:.3g}"


def weights_of(survey: Survey) -> tuple[str, ...]:
    """The weights that a survey offers, by name: the columns that are weights, and those that are raked."""
    columns = [question.name for question in survey if question.role is Role.WEIGHT and question.kind is Kind.NUMERIC]
    return (*columns, *(weighting.name for weighting in survey.weightings))


def weight_report(name: str, engine: Engine, cancel: Cancel | None = None) -> WeightReport:
    """The report of a weight of the survey, raked or a column.

    Raises:
        ToplineError: when it holds no numbers, or cannot be raked.
    """
    weighting = engine.survey.weighting(name)
    if weighting:
        return raking_report(weighting, engine, cancel)
    check_weight(Slice(weight=name), engine, cancel)
    question = engine.survey[name]
    described = _described(column_weight(question), Sql("true"), engine, cancel)
    return _without_few(WeightReport(name, question.label, *described), engine.survey)


def _without_few(report: WeightReport, survey: Survey) -> WeightReport:
    """A report without what tells of too few people under the privacy floor.

    Raises:
        WithheldError: when too few have a weight, or too few have none.
    """
    floor = survey.min_base
    if is_small(report.n, floor) or is_small(report.lacking, floor):
        raise refused(survey, f"the report of {report.name} would tell of fewer than {floor:,} people")
    return replace(report, margins=tuple(_margins_without_few(one, floor) for one in report.margins))


def _margins_without_few(margins: Margins, floor: int) -> Margins:
    hidden = partners([one.n for one in margins.answers], floor) if floor else frozenset()
    answers = (
        replace(one, n=0, unweighted=0.0, weighted=0.0, suppressed=True) if at in hidden else one
        for at, one in enumerate(margins.answers)
    )
    return replace(margins, answers=tuple(answers))


def raking_report(weighting: Weighting, engine: Engine, cancel: Cancel | None = None) -> WeightReport:
    """The report of a raked weight, also of one that is not in the survey yet.

    Raises:
        ToplineError: when it cannot be raked.
    """
    survey = engine.survey
    work = worked(weighting, engine, cancel)
    if weighting.base and weighting in survey.weightings:
        numbers = _described(raked(weighting, engine, cancel).sql, replied_sql(survey), engine, cancel)
    else:
        one = work.raking
        numbers = _replied(engine, cancel), one.n, float(one.n), one.effective, one.least, one.greatest
    report = WeightReport(
        weighting.name,
        weighting.label,
        *numbers,
        weighting,
        work.raking.rounds,
        work.raking.converged,
        tuple(_margins(work, at, survey) for at in range(len(weighting.targets))),
    )
    return _without_few(report, survey)


def present_shares(
    questions: tuple[str, ...], engine: Engine, cancel: Cancel | None = None, base: str = ""
) -> tuple[Margins, ...]:
    """How those who answered all of these questions are spread over their answers: what raking begins with.

    Answers that nobody gave are left out, since no weight can give them a share.

    Args:
        questions: What is to be raked to.
        engine: Who answered.
        cancel: Gives it up.
        base: The question whose numbers are the weights before; those without one are left out.

    Raises:
        ToplineError: when nobody answered all of them, or one of them cannot be raked to.
    """
    survey = engine.survey
    groups = groups_of(Weighting("new", tuple(Target(name, ()) for name in questions), base), engine, cancel)
    everyone = sum(group.n for group in groups)
    found = []
    for at, name in enumerate(questions):
        answers = []
        for option in _in_order(survey[name], {group.levels[at] for group in groups}):
            n = sum(group.n for group in groups if group.levels[at] == option)
            if is_small(n, survey.min_base):
                raise refused(survey, f"{survey[name].short} has an answer of fewer than {survey.min_base:,} people")
            share = 100 * n / everyone
            answers.append(Margin(option, survey[name].option(option).label, n, share, share, share))
        found.append(Margins(name, survey[name].label, tuple(answers)))
    return tuple(found)


def _in_order(question: Question, codes: set[str]) -> list[str]:
    listed = [option.code for option in question.choices if option.code in codes]
    return listed + sorted(codes - set(listed))


def _margins(work: Worked, at: int, survey: Survey) -> Margins:
    target = work.weighting.targets[at]
    question = survey[target.question]
    reached = {one.level: one.reached for one in work.raking.residuals if one.question == at}
    reached = dict.fromkeys(target.fractions, 0.0) | reached
    n = dict.fromkeys(target.fractions, 0)
    for group in work.groups:
        n[group.levels[at]] += group.n
    everyone = sum(n.values())
    answers = tuple(
        Margin(
            code,
            question.option(code).label,
            n[code],
            100 * share,
            100 * n[code] / everyone,
            100 * reached[code],
        )
        for code, share in target.fractions.items()
    )
    return Margins(question.name, question.label, answers)


def _replied(engine: Engine, cancel: Cancel | None) -> int:
    if engine.survey.replied is None and engine.survey.respondents is not None:
        return engine.survey.respondents
    who = replied_sql(engine.survey)
    return int(engine.query(Sql(f"select count(*) from replies where {who.text}", who.parameters), cancel)[0][0])


Described = tuple[int, int, float, float, float | None, float | None]
"""People, those with a weight, its sum, the effective base, the smallest and the greatest."""


def _described(weight: str, people: Sql, engine: Engine, cancel: Cancel | None) -> Described:
    sql = (
        "select count(*), count(*) filter (where w > 0), sum(w), sum(w * w), min(w) filter (where w > 0), max(w) "
        f"from (select {weight} as w from replies where {people.text})"
    )
    everyone, n, total, squares, least, greatest = engine.query(Sql(sql, people.parameters), cancel)[0]
    total, squares = float(total or 0), float(squares or 0)
    if not math.isfinite(squares):
        total, squares = 0.0, 0.0
    return everyone, n, total, effective_base(total, squares), least, greatest if n else None
