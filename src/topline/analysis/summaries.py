"""Numbers that describe a whole distribution: means, spreads, quantiles, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from topline.analysis.counts import Tally
from topline.analysis.described import NOTHING, QUARTILES, Described, described_by
from topline.analysis.rows import is_nps, nps_nets
from topline.analysis.sources import Source, counting, people_of
from topline.engine import Cancel
from topline.statistics import Moments, effective_base, net_promoter_score, quantile
from topline.survey import (
    Answered,
    Kind,
    NetPromoter,
    Question,
    Role,
    Slice,
    Sql,
    Summary,
    are_years,
    quoted,
    word_count,
)

FEW = 2_000
"""Different numbers up to which they are fetched, each with its tally, rather than described where they are."""


@dataclass(frozen=True, slots=True)
class Many:
    """What is known of numbers that are too many to be tallied one by one; everyone counts as one."""

    n: int
    """How many there are, at least one."""
    origin: float
    """One of about their size."""


def summarise(
    source: Source, question: Question, people: Slice, cancel: Cancel | None = None, *, many: Many | None = None
) -> Summary | None:
    """The summary of numbers, dates or lengths of verbatims (in words); None where none applies."""
    if question.role in (Role.ID, Role.PERSONAL):
        return _distinct(source, question, people, cancel)
    if question.kind is Kind.DATE:
        return _dates(source, question, people, cancel)
    if number := number_of(question):
        summary = _numbers(source, number, question, people, cancel, many)
        return summary if question.kind is Kind.NUMERIC else replace(summary, distinct=None)
    return None


def number_of(question: Question) -> str:
    """SQL for what is summarised of an answer: a number, or how many words it has; empty where nothing is."""
    if question.kind is Kind.NUMERIC:
        return f"cast({quoted(question.column)} as double)"
    return f"cast({word_count(question)} as double)" if question.has_words and not question.is_coded else ""


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
        effective=effective_base(moments.sum_w, moments.sum_w2),
    )
    total = sum((tally for _, tally in points), Tally())
    if is_nps(question) and total.weighted:
        inside = [sum((tallies.get(code, Tally()) for code in net.codes), Tally()) for net in nps_nets(question)]
        return _with_score(summary, [tally.weighted for tally in inside], effective_base(total.weighted, total.squared))
    if len(question.choices) >= 4 and total.weighted:
        best = sorted(
            (option for option in question.choices if option.score is not None), key=lambda option: option.score or 0.0
        )[-2:]
        share = 100 * sum(tallies.get(option.code, Tally()).weighted for option in best) / total.weighted
        return replace(summary, top2=share, top2_of=tuple(one.label for one in question.choices if one in best))
    return summary


def _with_score(summary: Summary, groups: Sequence[float], effective: float) -> Summary:
    """A summary with the net promoter score of promoters, passives and detractors, each as a sum of weights."""
    promoters, passives, detractors = groups
    score = net_promoter_score(promoters, passives, detractors, n=effective)
    if score is None:
        return summary
    low, high = score.interval(-100, 100)
    first, second, third = (100 * group / sum(groups) for group in groups)
    made = NetPromoter(first, second, third, score.standard_error, low, high)
    return replace(summary, nps=score.value, net_promoter=made)


def answers_of(
    source: Source, number: str, question: Question, people: Slice, keys: Mapping[str, Sql] | None = None
) -> Sql:
    """What stands after FROM for the numbers of people: x, how many n gave it, and the sums of their w and squares w2.

    Whoever weighs nothing is not among them.

    Args:
        source: Where they are.
        number: SQL for the number.
        question: Whose answer it is.
        people: Who gave it.
        keys: Further columns by their names.
    """
    answered, each = people_of(source, people.narrowed(Answered(question.name))), counting(source, people)
    weight, square = each.weight or each.n or "1", each.square or each.n or "1"
    n = f"{each.n or 1} - {each.lacking}" if each.weight else each.n or "1"
    weighing = f" and {weight} > 0" if each.weight else ""
    more = keys or {}
    told = "".join(f"{sql.text} as {name}, " for name, sql in more.items())
    return Sql(
        f"(select {told}{number} as x, {n} as n, cast({weight} as double) as w, "
        f"cast({square} as double) as w2 from {answered.text}{weighing})",
        tuple(value for sql in more.values() for value in sql.parameters) + answered.parameters,
    )


def _numbers(
    source: Source, number: str, question: Question, people: Slice, cancel: Cancel | None, many: Many | None = None
) -> Summary:
    answers, described = answers_of(source, number, question, people), None
    if many is not None:
        described = _described_unweighted(source, answers, many, cancel)
    elif not source.is_large:
        grouped = f"select x, sum(n), sum(w), sum(w2) from {answers.text} group by x limit {FEW + 1}"
        described = _described_here(source.query(Sql(grouped, answers.parameters), cancel))
    if described is None:
        described = _described_there(source, answers, cancel)
    return summary_of(question, described)


def summary_of(question: Question, described: Described) -> Summary:
    """The summary of numbers that were described."""
    moments, low, high, distinct, quartiles = described
    if not moments.n:
        return Summary(distinct=0)
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
        of_years=are_years(question, low, high),
        effective=effective_base(moments.sum_w, moments.sum_w2),
    )


def _described_here(counts: Sequence[tuple[float, int, float, float]]) -> Described | None:
    """Numbers described from the tally of each; None where they are too many, or more than can be added up here."""
    if len(counts) > FEW or not all(isfinite(x) and isfinite(w) for x, _, w, _ in counts):
        return None
    origin, high = min((x for x, *_ in counts), default=0.0), max((x for x, *_ in counts), default=0.0)
    moved = [(x - origin, w, w2) for x, _, w, w2 in counts]
    moments = Moments(
        n=sum(int(n) for _, n, _, _ in counts),
        sum_w=sum(w for _, w, _ in moved),
        sum_w2=sum(w2 for _, _, w2 in moved),
        sum_wy=sum(w * y for y, w, _ in moved),
        sum_wy2=sum(w * y * y for y, w, _ in moved),
        sum_w2y=sum(w2 * y for y, _, w2 in moved),
        sum_w2y2=sum(w2 * y * y for y, _, w2 in moved),
        origin=origin,
    )
    weights = [(x, w) for x, _, w, _ in counts]
    return moments, origin, high, len(counts), [quantile(weights, share) for share in QUARTILES]


def _described_unweighted(source: Source, answers: Sql, many: Many, cancel: Cancel | None) -> Described:
    """Numbers described where they are, without a tally of each; everyone counts as one."""
    # Quartiles fall on a person, or at least a quarter of one away from the next: an eighth further, one that falls
    # between two people is the upper one's number, and any other is as it was.
    shares = [share + further for share in QUARTILES for further in (0, 0.125 / many.n)]
    sql = (
        f"select sum(x - ?), sum((x - ?) * (x - ?)), count(distinct x), quantile_disc(x, {[0.0, *shares, 1.0]}) "
        f"from {answers.text}"
    )
    row = source.query(Sql(sql, (many.origin,) * 3 + answers.parameters), cancel)[0]
    sum_y, sum_y2, distinct, (low, *ends, high) = row
    quartiles = [(ends[at] + ends[at + 1]) / 2 for at in range(0, len(ends), 2)]
    n = many.n
    return Moments(n, n, n, sum_y, sum_y2, sum_y, sum_y2, many.origin), low, high, distinct, quartiles


def _described_there(source: Source, answers: Sql, cancel: Cancel | None) -> Described:
    """Numbers described where they are."""
    keyed = Sql(f"(select 0 as key, * from {answers.text})", answers.parameters)
    return described_by(source, keyed, ("key",), cancel).get((0,), NOTHING)


def _dates(source: Source, question: Question, people: Slice, cancel: Cancel | None) -> Summary:
    column = quoted(question.column)
    answered = people_of(source, people.narrowed(Answered(question.name)))
    sql = f"select min({column}), max({column}), count(distinct {column}) from {answered.text}"
    first, last, distinct = source.query(Sql(sql, answered.parameters), cancel)[0]
    return Summary(min=first, max=last, distinct=distinct)


def _distinct(source: Source, question: Question, people: Slice, cancel: Cancel | None) -> Summary:
    answered = people_of(source, people.narrowed(Answered(question.name)))
    sql = f"select count(distinct {quoted(question.column)}) from {answered.text}"
    return Summary(distinct=source.query(Sql(sql, answered.parameters), cancel)[0][0])
