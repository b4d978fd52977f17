"""Numbers that describe a whole distribution: means, spreads, quantiles, scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from topline.analysis.counts import Tally, weight_sql
from topline.analysis.rows import is_nps, nets_of
from topline.engine import Cancel, Engine
from topline.statistics import Moments, effective_base, net_promoter_score, quantile
from topline.survey import Answered, Kind, Question, Role, Slice, Sql, Summary, quoted, word_count

QUARTILES = (0.25, 0.5, 0.75)


def summarise(engine: Engine, question: Question, people: Slice, cancel: Cancel | None = None) -> Summary | None:
    """The summary of numbers, dates or lengths of verbatims (in words); None where none applies."""
    if question.role in (Role.ID, Role.PERSONAL):
        return _distinct(engine, question, people, cancel)
    if question.kind is Kind.DATE:
        return _dates(engine, question, people, cancel)
    if question.kind is Kind.NUMERIC:
        return _numbers(engine, f"cast({quoted(question.column)} as double)", question, people, cancel)
    if question.has_words and not question.is_coded:
        words = _numbers(engine, f"cast({word_count(question)} as double)", question, people, cancel)
        return replace(words, distinct=None)
    return None


def summarise_scale(question: Question, tallies: Mapping[str | None, Tally]) -> Summary:
    """The summary of a scale from the tallies of its answers: points, top two boxes, net promoter score."""
    scored = [(option.score, tallies.get(option.code, Tally())) for option in question.choices]
    points = [(score, tally) for score, tally in scored if score is not None]
    moments = Moments(
        n=sum(tally.n for _, tally in points),
        sum_w=sum(tally.weighted for _, tally in points),
        sum_w2=sum(tally.squared for _, tally in points),
        sum_wy=sum(tally.weighted * score for score, tally in points),
        sum_wy2=sum(tally.weighted * score**2 for score, tally in points),
        sum_w2y=sum(tally.squared * score for score, tally in points),
        sum_w2y2=sum(tally.squared * score**2 for score, tally in points),
    )
    weights = {score: tally.weighted for score, tally in points}
    given = [score for score, tally in points if tally.n]
    summary = Summary(
        mean=moments.mean,
        sd=moments.standard_deviation,
        standard_error=moments.standard_error,
        median=quantile(weights.items(), 0.5),
        lower_quartile=quantile(weights.items(), 0.25),
        upper_quartile=quantile(weights.items(), 0.75),
        min=min(given, default=None),
        max=max(given, default=None),
    )
    nets = nets_of(question)
    total = sum((tally for _, tally in points), Tally())
    inside = [sum((tallies.get(code, Tally()) for code in net.codes), Tally()) for net in nets]
    if is_nps(question) and len(nets) == 3 and total.weighted:
        promoters, passives, detractors = (tally.weighted for tally in inside)
        score = net_promoter_score(promoters, passives, detractors, n=effective_base(total.weighted, total.squared))
        return replace(summary, nps=score.value if score else None)
    if len(question.choices) >= 4 and total.weighted:
        best = sorted(points, key=lambda pair: pair[0])[-2:]
        return replace(summary, top2=100 * sum(tally.weighted for _, tally in best) / total.weighted)
    return summary


def _numbers(engine: Engine, number: str, question: Question, people: Slice, cancel: Cancel | None) -> Summary:
    answered = people.narrowed(Answered(question.name))
    where = answered.sql(engine.survey)
    weight = weight_sql(people, engine) or "cast(1 as double)"
    source = f"(select {number} as x, {weight} as w from replies where {where.text})"
    sums = (
        f"with answers as {source}, origin as (select min(x) as o from answers) "
        "select count(*), sum(w), sum(w * w), sum(w * (x - o)), sum(w * (x - o) * (x - o)), "
        "sum(w * w * (x - o)), sum(w * w * (x - o) * (x - o)), min(o), max(x), count(distinct x) from answers, origin"
    )
    n, sum_w, *moved, low, high, distinct = engine.query(Sql(sums, where.parameters), cancel)[0]
    if not n:
        return Summary(distinct=0)
    sum_w2, sum_wy, sum_wy2, sum_w2y, sum_w2y2 = moved
    moments = Moments(n, sum_w, sum_w2, sum_wy, sum_wy2, sum_w2y, sum_w2y2, origin=low)
    quartiles = _quantiles(engine, Sql(source, where.parameters), cancel)
    return Summary(
        mean=moments.mean,
        sd=moments.standard_deviation,
        standard_error=moments.standard_error,
        lower_quartile=quartiles[0],
        median=quartiles[1],
        upper_quartile=quartiles[2],
        min=low,
        max=high,
        distinct=distinct,
    )


def _quantiles(engine: Engine, answers: Sql, cancel: Cancel | None) -> list[float | None]:
    """Quartiles by the rule of `statistics.quantile`: the distribution's inverse, its midpoint where it is flat."""
    picks = ", ".join(
        "min(x) filter (where reached >= ? * total * (1 - 1e-12)), "
        "min(x) filter (where reached > ? * total * (1 + 1e-12))"
        for _ in QUARTILES
    )
    sql = (
        f"with tallies as (select x, sum(w) as w from {answers.text} group by x having sum(w) > 0), "
        "running as (select x, sum(w) over (order by x) as reached, sum(w) over () as total from tallies) "
        f"select {picks} from running"
    )
    wanted = tuple(share for share in QUARTILES for _ in range(2))
    # The placeholders of the common table expression come first in the text.
    ends = engine.query(Sql(sql, answers.parameters + wanted), cancel)[0]
    pairs = [(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]
    return [low if high is None or low is None else (low + high) / 2 for low, high in pairs]


def _dates(engine: Engine, question: Question, people: Slice, cancel: Cancel | None) -> Summary:
    column = quoted(question.column)
    where = people.narrowed(Answered(question.name)).sql(engine.survey)
    sql = f"select min({column}), max({column}), count(distinct {column}) from replies where {where.text}"
    first, last, distinct = engine.query(Sql(sql, where.parameters), cancel)[0]
    return Summary(min=first, max=last, distinct=distinct)


def _distinct(engine: Engine, question: Question, people: Slice, cancel: Cancel | None) -> Summary:
    where = people.narrowed(Answered(question.name)).sql(engine.survey)
    sql = f"select count(distinct {quoted(question.column)}) from replies where {where.text}"
    return Summary(distinct=engine.query(Sql(sql, where.parameters), cancel)[0][0])
