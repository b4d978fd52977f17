"""The rows of a question: its options and nets, or the bands that numbers, dates and verbatims fall into."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from weakref import WeakKeyDictionary

from topline.analysis.counts import count_flags
from topline.analysis.periods import periods_between
from topline.analysis.sources import Pool, Source, people_of
from topline.analysis.unlisted import unlisted
from topline.engine import Cancel, Engine
from topline.survey import (
    RECOMMEND,
    Answered,
    Band,
    Condition,
    Kind,
    Net,
    NetTree,
    Question,
    Role,
    Slice,
    Sql,
    Storage,
    Within,
    WordCount,
    are_years,
    band_words,
    chose,
    grouped,
    net_trees,
    quoted,
)

MOST_BANDS = 12
"""Rows that a distribution is cut into at most; whole numbers with no more values stand singly."""
WORD_BANDS = ((1, 1), (2, 5), (6, 15), (16, 40), (41, None))
"""Lengths of verbatims, in words."""
FINEST = 1e-9
"""Numbers that differ by a smaller share of themselves stand in one band: its edges could not be told apart."""
LEAST_SPAN = 1e-300
"""Numbers no further apart than this stand in one band."""
EXACT = 2**53
"""Up to here every whole number has a place of its own among the stored ones."""
NPS_GROUPS = (("Promoters (9-10)", 9, 10), ("Passives (7-8)", 7, 8), ("Detractors (0-6)", 0, 6))
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Widths that people find round, times a power of ten."""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row before it is counted: who belongs to it."""

    code: str
    label: str
    condition: Condition
    codes: tuple[str, ...] = ()
    """The answers it stands for, where it stands for answers."""
    net: bool = False
    level: int = 0


def option_rows(question: Question, seen: Iterable[str | None] = ()) -> tuple[RowSpec, ...]:
    """Options in the codebook's order, each below the first net that holds it; codes that nobody listed last.

    The nets of a scale (its boxes) stand after the options, those of other questions lead their options. A net within
    another one stands below it, before the options that only the outer one has.
    """
    listed = {option.code for option in question.options}
    extra = sorted({code for code in seen if code is not None} - listed)
    codes = [option.code for option in question.choices] + extra
    trees = net_trees(nets_of(question))
    if question.kind is Kind.SCALE:
        return (*(_option(question, code) for code in codes), *_net_rows(question, trees, [], set()))
    placed: set[str] = set()
    rows = _net_rows(question, trees, codes, placed)
    return (*rows, *(_option(question, code) for code in codes if code not in placed))


def _net_rows(
    question: Question, trees: Sequence[NetTree], codes: Sequence[str], placed: set[str], level: int = 0
) -> list[RowSpec]:
    """Nets with what stands below each: the nets within it, and then those of its options that are not placed yet."""
    rows: list[RowSpec] = []
    for tree in trees:
        rows.append(_net(question, tree.net, level))
        rows += _net_rows(question, tree.inner, codes, placed, level + 1)
        inside = [code for code in codes if code in tree.net.codes and code not in placed]
        rows += [_option(question, code, level + 1) for code in inside]
        placed.update(inside)
    return rows


def is_extra(question: Question, spec: RowSpec) -> bool:
    """Whether a row is of several answers and stands for a code that nobody listed: it is shown if anybody gave it."""
    return question.takes_several and not spec.net and not question.lists(spec.code)


def nets_of(question: Question) -> tuple[Net, ...]:
    """The nets that the survey states; a scale from 0 to 10 has at least those of the net promoter score."""
    return question.nets if question.nets or not is_nps(question) else nps_nets(question)


def with_every_net(question: Question) -> Question:
    """A question that states every net that its table shows, also those of the net promoter score."""
    return replace(question, nets=nets_of(question))


def nps_nets(question: Question) -> tuple[Net, ...]:
    """Promoters, passives and detractors of a scale from 0 to 10, whatever nets the survey states."""
    by_score = _by_score(question)
    return tuple(
        Net(label, tuple(by_score[score] for score in range(low, high + 1) if score in by_score))
        for label, low, high in NPS_GROUPS
    )


def is_nps(question: Question) -> bool:
    """Whether this is a scale from 0 to 10, of which the net promoter score is asked.

    Its codes are these points, or, where it asks to recommend, stand for them: "0 - Not at all likely".
    """
    if question.kind is not Kind.SCALE:
        return False
    codes = {option.code for option in question.choices}
    if {"0", "10"} <= codes and codes <= {str(score) for score in range(11)}:
        return True
    scores = [option.score for option in question.choices if option.score is not None]
    points = set(scores)
    are_points = {0.0, 10.0} <= points <= {float(score) for score in range(11)} and len(points) == len(scores)
    return are_points and any(RECOMMEND.search(said) for said in (question.text, question.name))


def _by_score(question: Question) -> dict[int, str]:
    """The code of every point from 0 to 10."""
    scores = {option.code: option.score for option in question.choices}
    told = {code: int(code) if score is None and code.isdigit() else score for code, score in scores.items()}
    return {int(score): code for code, score in told.items() if score is not None}


def _option(question: Question, code: str, level: int = 0) -> RowSpec:
    return RowSpec(code, question.option(code).label, chose(question, code), (code,), level=level)


def _net(question: Question, net: Net, level: int) -> RowSpec:
    return RowSpec(net.label, net.label, chose(question, *net.codes), net.codes, net=True, level=level)


def open_rows(question: Question) -> tuple[RowSpec, ...]:
    """A verbatim that is not coded: who wrote something, and how many words."""
    wrote = RowSpec("answered", "Wrote something", Answered(question.name), net=True)
    if question.role is not None:
        return (RowSpec("answered", "Given", Answered(question.name)),)
    bands = tuple(
        RowSpec(f"{low}-{high or ''}", _words(low, high), WordCount(question.name, low, high), level=1)
        for low, high in WORD_BANDS
    )
    return (wrote, *bands)


def _words(low: int, high: int | None) -> str:
    if high is None:
        return f"{low - 1} words and more" if low < 2 else f"over {low - 1} words"
    return f"{low} word{'s' if high > 1 else ''}" if low == high else f"{low} to {high} words"


def numeric_rows(source: Source, question: Question, people: Slice, cancel: Cancel | None) -> tuple[RowSpec, ...]:
    """The question's own bands; else some of equal, round width over the numbers that these people gave.

    Few whole numbers stand singly then.
    """
    if question.bands:
        return stated_rows(source, question, people, cancel)
    column = quoted(question.column)
    answered = people_of(source, people.narrowed(Answered(question.name)))
    # Different values are quick to count only where there is a row for each.
    distinct = f"count(distinct {column})" if isinstance(source, Pool) and not source.is_large else "null"
    sql = f"select min({column}), max({column}), {distinct} from {answered.text}"
    low, high, known = source.query(Sql(sql, answered.parameters), cancel)[0]
    if low is None:
        return ()
    whole = low == math.floor(low) and high == math.floor(high) and max(abs(low), abs(high)) <= EXACT
    if whole and question.storage is not Storage.INTEGER:
        sql = f"select bool_and({column} = floor({column})) from {answered.text}"
        whole = source.query(Sql(sql, answered.parameters), cancel)[0][0]
    if whole and high - low <= 10 * MOST_BANDS and (known is None or known <= MOST_BANDS):
        sql = f"select distinct {column} from {answered.text} order by 1"
        values = [int(row[0]) for row in source.query(Sql(sql, answered.parameters), cancel)]
        if len(values) <= MOST_BANDS:
            return _singly(question, values)
    years = are_years(question, low, high)
    edges = round_edges(float(low), float(high), bool(whole))
    last = len(edges) - 2
    rows = []
    for number, (start, end) in enumerate(pairwise(edges)):
        closed = number == last and not whole
        ends = (grouped(start, ",.12g", years=years), grouped(end, ",.12g", years=years))
        label = " to ".join(ends) if closed and end <= high else _band(start, end, bool(whole), years=years)
        condition = Within(question.name, start, end, high_included=closed)
        code = f"{start:.0f}-{end:.0f}" if whole else f"{start:.12g}-{end:.12g}"
        rows.append(RowSpec(code, label, condition))
    return tuple(rows)


def stated_rows(source: Source, question: Question, people: Slice, cancel: Cancel | None) -> tuple[RowSpec, ...]:
    """The bands that the survey states for a question; numbers in none of them have rows where somebody gave any."""
    bands, name = list(question.bands), question.name
    if gaps := _gaps(bands):
        conditions = [Within(name, gap.low, gap.high) for gap in gaps]
        counted = count_flags(source, replace(people, weight=""), conditions, cancel=cancel)[None][1:]
        bands += [gap for gap, tally in zip(gaps, counted, strict=True) if tally.n]
        bands.sort(key=lambda band: -math.inf if band.low is None else band.low)
    whole = _is_whole(source, question, cancel)
    edges = [end for band in bands for end in (band.low, band.high) if end is not None]
    years = are_years(question, min(edges), max(edges))
    return tuple(
        RowSpec(_code_of(band), band_words(band, whole=whole, years=years), Within(name, band.low, band.high))
        for band in bands
    )


def _gaps(bands: Sequence[Band]) -> list[Band]:
    """What lies below, between and above bands."""
    first, last = bands[0].low, bands[-1].high
    gaps = [Band(None, first)] if first is not None else []
    gaps += [Band(one.high, other.low) for one, other in pairwise(bands) if one.high != other.low]
    return gaps + ([Band(last, None)] if last is not None else [])


def _code_of(band: Band) -> str:
    low, high = ("" if end is None else f"{end:.12g}" for end in (band.low, band.high))
    return band.label or f"{low}-{high}"


_WHOLE: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()


def _is_whole(source: Source, question: Question, cancel: Cancel | None) -> bool:
    """Whether only whole numbers are stored, by all replies, so that a filter does not call the bands otherwise."""
    if question.storage is Storage.INTEGER:
        return True
    engine = source.engine if isinstance(source, Pool) else source
    known = _WHOLE.setdefault(engine, {})
    if question.name not in known:
        column, answered = quoted(question.column), people_of(engine, Slice((Answered(question.name),)))
        sql = f"select coalesce(bool_and({column} = floor({column})), true) from {answered.text}"
        known[question.name] = bool(engine.query(Sql(sql, answered.parameters), cancel)[0][0])
    return known[question.name]


def _singly(question: Question, values: list[int]) -> tuple[RowSpec, ...]:
    """A row for each of few whole numbers, and for those between where these are not many more."""
    if values[-1] - values[0] < MOST_BANDS:
        values = list(range(values[0], values[-1] + 1))
    years = are_years(question, values[0], values[-1])
    return tuple(
        RowSpec(str(value), grouped(value, ",", years=years), Within(question.name, value, value, high_included=True))
        for value in values
    )


def round_edges(low: float, high: float, whole: bool = False) -> list[float]:
    """Edges of at most twelve bands of round width that cover the numbers from `low` to `high`.

    For whole numbers the last edge lies beyond `high`, so that every band is half-open.
    """
    span = high - low
    if span <= 0:
        return [low, max(high + 1, math.nextafter(high, math.inf)) if whole else math.nextafter(high, math.inf)]
    if not math.isfinite(span) or (not whole and span <= max(abs(low), abs(high)) * FINEST) or span < LEAST_SPAN:
        return [low, high]
    magnitude = 10.0 ** math.floor(math.log10(span / MOST_BANDS))
    if whole:
        magnitude = max(1.0, magnitude)
    widths = (step * magnitude for step in STEPS if not whole or (step * magnitude).is_integer())
    width = next((width for width in widths if span / width <= MOST_BANDS - 1), 20 * magnitude)
    start = math.floor(low / width)
    stop = math.floor(high / width) + 1
    edges = [number * width if whole else float(f"{number * width:.12g}") for number in range(start, stop + 1)]
    if not whole and len(edges) > 2 and edges[-2] >= high:
        edges.pop()
    return edges if edges[0] <= low and edges[-1] >= high else [low, *edges[1:-1], math.nextafter(high, math.inf)]


def _band(start: float, end: float, whole: bool, *, years: bool) -> str:
    form = ",.0f" if whole else ",.12g"
    first, last, beyond = (grouped(edge, form, years=years) for edge in (start, end - 1, end))
    if whole:
        return first if end - start == 1 else f"{first} to {last}"
    return f"{first} to <{beyond}"


def date_rows(source: Source, question: Question, people: Slice, cancel: Cancel | None) -> tuple[RowSpec, ...]:
    """Days, weeks, months, quarters or years, whichever gives a readable series over the dates these people have."""
    column = quoted(question.column)
    answered = people_of(source, people.narrowed(Answered(question.name)))
    sql = f"select min({column}), max({column}) from {answered.text}"
    first, last = source.query(Sql(sql, answered.parameters), cancel)[0]
    if first is None:
        return ()
    starts = periods_between(first, last)
    return tuple(
        RowSpec(f"{start:%Y-%m-%d}", label, Within(question.name, start, end))
        for (start, label), (end, _) in pairwise(starts)
        if start is not None
    )


def rows_of(
    source: Source, question: Question, people: Slice, seen: Iterable[str | None] = (), cancel: Cancel | None = None
) -> tuple[RowSpec, ...]:
    """The rows of any question, for these people."""
    if source.survey.min_base and not question.has_options:
        # The same bands for all: people could be told from bands that overlap.
        source, people = source.engine if isinstance(source, Pool) else source, Slice()
    if question.has_options:
        return option_rows(question, unlisted(source, question, cancel).codes if question.takes_several else seen)
    if question.role in (Role.ID, Role.PERSONAL) or question.kind is Kind.OPEN:
        return open_rows(question)
    if question.kind is Kind.DATE:
        return date_rows(source, question, people, cancel)
    return numeric_rows(source, question, people, cancel)
