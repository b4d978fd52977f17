"""Whether a question has to do with a banner question, and how many people are in two of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from topline.analysis.banners import is_keyed
from topline.analysis.combinations import pooled_sql
from topline.analysis.counts import Banner, Tally, tally_of
from topline.analysis.passes import Counted
from topline.analysis.rows import RowSpec
from topline.analysis.sources import POOLED, Counting
from topline.engine import Cancel, Engine
from topline.statistics import IndependenceTest, effective_base, fisher, pearson, rao_scott
from topline.survey import (
    All,
    Association,
    BannerQuestion,
    Chose,
    Condition,
    Question,
    Slice,
    Sql,
    bits,
    code_of,
    quoted,
)


def associations(
    question: Question,
    banners: Sequence[BannerQuestion],
    specs: Sequence[RowSpec],
    crossed: Sequence[tuple[Banner, Counted]],
    weighted: bool,
    without: Sequence[int],
) -> tuple[Association, ...]:
    """One for each banner question of which everyone is in one column, where everyone is in one row, too.

    Args:
        question: Of the rows.
        banners: The banner questions; a nest is not tested as a whole, nor the question of the rows with itself.
        specs: The rows.
        crossed: The columns, counted.
        weighted: Whether replies weigh what a column says.
        without: How many of those who answered weigh nothing, for the total and then for each column.
    """
    if not is_keyed(question):
        return ()
    rows = [at for at, spec in enumerate(specs) if not spec.net]
    found = []
    for banner in banners:
        if not banner.is_nested and is_keyed(banner.innermost) and banner.name != question.name:
            columns = [one.rows for head, one in crossed if head.question == banner.name]
            tallies = [[column[at] for column in columns] for at in rows]
            heads = [at for at, (head, _) in enumerate(crossed, 1) if head.question == banner.name]
            if association := _association(banner.innermost, tallies, weighted, sum(without[at] for at in heads)):
                found.append(association)
    return tuple(found)


def _association(
    banner: Question, tallies: Sequence[Sequence[Tally]], weighted: bool, without: int
) -> Association | None:
    counts = [[float(tally.n) for tally in row] for row in tallies]
    filled = [row for row in counts if any(row)]
    filled = [list(column) for column in zip(*filled, strict=True) if any(column)]
    if weighted:
        sums = [[tally.weighted for tally in row] for row in tallies]
        squares = [[tally.squared for tally in row] for row in tallies]
        test = rao_scott(sums, squares, int(sum(map(sum, counts))) - without)
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
            places = [at for at, head in enumerate(heads) if head.question == banner.name]
            for pair, tally in _shared(engine, people, banner.innermost, heads, places, cancel).items():
                if tally.n and tally.squared:
                    found[pair] = effective_base(tally.weighted, tally.squared)
    return found


Pair = tuple[int, int]


def _shared(
    engine: Engine,
    people: Slice,
    question: Question,
    heads: Sequence[Banner],
    places: Sequence[int],
    cancel: Cancel | None,
) -> dict[Pair, Tally]:
    """The people in every two columns of the same answers, from one statement.

    People are counted by what the columns stand within and by all answers that they gave together; of each such list
    every two answers are a pair.

    Args:
        question: The one of several answers that the columns are of; the innermost of a nest.
        heads: All columns.
        places: Which of them are its.
    """
    families: dict[tuple[Condition, ...], dict[str, int]] = {}
    for at in places:
        *within, answer = _parts(heads[at].condition)
        if isinstance(answer, Chose):
            families.setdefault(tuple(within), {})[answer.codes[0]] = at
    families = {within: columns for within, columns in families.items() if len(columns) > 1}
    if not families:
        return {}
    parts = {part: quoted(f"topline:within {at}") for at, part in enumerate({p: 0 for one in families for p in one})}
    told = [part.sql(engine.survey) for part in parts]
    bare = {code for columns in families.values() for code in columns} <= set(question.bits)
    name = bits(question) if bare else quoted(question.choices_column)
    columns = {flag: f"(({sql.text}) is true)" for flag, sql in zip(parts.values(), told, strict=True)} | {name: name}
    pool = pooled_sql(engine, people, columns)
    listed = f"list_filter({list(range(len(question.bits)))}, lambda bit: {name} & (1::bigint << bit) <> 0)"
    given = listed if bare else f"list_distinct({name})"
    sums = (POOLED if people.weight else Counting(POOLED.n)).sums()
    flags = ", ".join(parts.values())
    each = f"select *, unnest({given}) as one, {given} as others from ({pool.text})"
    pairs = f"select *, unnest(others) as other from ({each})"
    keys = f"{flags}, one, other" if flags else "one, other"
    sql = f"select {keys}, {sums} from ({pairs}) where one < other group by {keys}"
    parameters = tuple(value for part in told for value in part.parameters) + pool.parameters
    found: dict[Pair, Tally] = {}
    standing: dict[tuple[bool, ...], list[Mapping[str, int]]] = {}
    for row in engine.query(Sql(sql, parameters), cancel):
        holding, answers, numbers = row[: len(parts)], row[len(parts) : len(parts) + 2], row[len(parts) + 2 :]
        if holding not in standing:
            held = {part for part, holds in zip(parts, holding, strict=True) if holds}
            standing[holding] = [columns for within, columns in families.items() if held.issuperset(within)]
        first, second = (question.bits[answer] if bare else code_of(answer) for answer in answers)
        for family in standing[holding]:
            if first in family and second in family:
                low, high = sorted((family[first], family[second]))
                found[low, high] = found.get((low, high), Tally()) + tally_of(numbers)
    return found


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    """What a column is of: the answers that it stands within, and its own last."""
    return condition.parts if isinstance(condition, All) else (condition,) if condition else ()
