"""Whether a question has to do with a banner question, and how many people are in two of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from topline.analysis.banners import is_keyed
from topline.analysis.combinations import pooled_sql
from topline.analysis.counts import Banner, Tally, count_flags
from topline.analysis.crossing import Counted
from topline.analysis.rows import RowSpec
from topline.engine import Cancel, Engine
from topline.statistics import IndependenceTest, effective_base, fisher, pearson, rao_scott
from topline.survey import All, Association, BannerQuestion, Condition, Question, Slice, bits


def associations(
    question: Question,
    banners: Sequence[BannerQuestion],
    specs: Sequence[RowSpec],
    crossed: Sequence[tuple[Banner, Counted]],
    weighted: bool,
) -> tuple[Association, ...]:
    """One for each banner question of which everyone is in one column, where everyone is in one row, too.

    Args:
        question: Of the rows.
        banners: The banner questions; a nest is not tested as a whole.
        specs: The rows.
        crossed: The columns, counted.
        weighted: Whether replies weigh what a column says.
    """
    if not is_keyed(question):
        return ()
    rows = [at for at, spec in enumerate(specs) if not spec.net]
    found = []
    for banner in banners:
        if not banner.is_nested and is_keyed(banner.innermost):
            columns = [one.rows for head, one in crossed if head.question == banner.name]
            tallies = [[column[at] for column in columns] for at in rows]
            if association := _association(banner.innermost, tallies, weighted):
                found.append(association)
    return tuple(found)


def _association(banner: Question, tallies: Sequence[Sequence[Tally]], weighted: bool) -> Association | None:
    counts = [[float(tally.n) for tally in row] for row in tallies]
    filled = [row for row in counts if any(row)]
    filled = [list(column) for column in zip(*filled, strict=True) if any(column)]
    if weighted:
        sums = [[tally.weighted for tally in row] for row in tallies]
        squares = [[tally.squared for tally in row] for row in tallies]
        test = rao_scott(sums, squares, int(sum(map(sum, counts))))
    else:
        test = pearson(counts)
    if test is None:
        return None
    if not weighted and test.is_doubtful and [len(row) for row in filled] == [2, 2]:
        p = fisher(filled)
        return Association(banner.name, f"Fisher's exact test, {p_words(p)}, {_strength(test)}", p)
    return Association(banner.name, _words(test), test.p, test.is_doubtful)


def _words(test: IndependenceTest) -> str:
    if test.f is None:
        said = f"Pearson's chi-square {test.statistic:,.1f}, df {test.df:.0f}"
    else:
        said = f"Rao-Scott F {test.f:,.2f}, df {test.df:,.1f} and {test.denominator or 0:,.1f}"
    return f"{said}, {p_words(test.p)}, {_strength(test)}"


def _strength(test: IndependenceTest) -> str:
    return f"Cramer's V {test.cramer_v:.2f}"


def p_words(p: float) -> str:
    """A p-value in as many digits as matter."""
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"


def overlaps(
    engine: Engine, people: Slice, banners: Sequence[BannerQuestion], heads: Sequence[Banner], cancel: Cancel | None
) -> Mapping[tuple[int, int], float]:
    """How many people, as an effective base, are in both of two columns of a banner question of several answers.

    Of a nest only columns within the same answers are looked at: no others are tested against each other.

    Args:
        engine: The replies.
        people: Those of the base.
        banners: The banner questions.
        heads: The columns; the first is the total, and pairs are told by their places.
        cancel: Gives it up.
    """
    found: dict[tuple[int, int], float] = {}
    for banner in banners:
        if banner.innermost.takes_several:
            places = {head.code: at for at, head in enumerate(heads) if head.question == banner.name}
            conditions = {code: heads[at].condition for code, at in places.items()}
            if not banner.is_nested and set(places) <= set(banner.innermost.bits):
                shared = _by_patterns(engine, people, banner.innermost, conditions, cancel)
            else:
                pairs = [
                    pair for pair in combinations(places, 2) if len({heads[places[one]].family for one in pair}) == 1
                ]
                shared = _by_pairs(engine, people, pairs, conditions, cancel)
            for (one, other), tally in shared.items():
                if tally.n and tally.squared:
                    pair = sorted((places[one], places[other]))
                    found[pair[0], pair[1]] = effective_base(tally.weighted, tally.squared)
    return found


Codes = Mapping[str, Condition | None]
Shared = dict[tuple[str, str], Tally]


def _by_patterns(engine: Engine, people: Slice, banner: Question, codes: Codes, cancel: Cancel | None) -> Shared:
    """From one grouping by which answers people gave together."""
    column = bits(banner)
    pool = pooled_sql(engine, people, {column: column})
    wanted = [(code, 1 << at) for at, code in enumerate(banner.bits) if code in codes]
    found: Shared = {}
    for pattern, n, *sums in engine.query(pool, cancel):
        weighted, squared = (float(value or 0) for value in sums[:2]) if sums else (float(n), float(n))
        given = [code for code, bit in wanted if pattern is not None and pattern & bit]
        if len(given) > 1:
            for pair in combinations(given, 2):
                found[pair] = found.get(pair, Tally()) + Tally(n, weighted, squared)
    return found


def _by_pairs(
    engine: Engine, people: Slice, pairs: Sequence[tuple[str, str]], codes: Codes, cancel: Cancel | None
) -> Shared:
    """Pair by pair, in one pass."""
    flags = [All(tuple(part for code in pair if (part := codes[code]) is not None)) for pair in pairs]
    counted = count_flags(engine, people, flags, cancel=cancel)[None][1:] if pairs else ()
    return dict(zip(pairs, counted, strict=True))
