"""Where numbers can be cut into bands: into groups of about equal size, or in steps of one width."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from topline.analysis.sources import people_of
from topline.engine import Cancel, Engine
from topline.survey import (
    Answered,
    Band,
    Number,
    Question,
    Slice,
    Sql,
    Table,
    ToplineError,
    bands_at,
    check_numeric,
    quoted,
    read_edges,
)
from topline.survey.bands import MOST_EDGES
from topline.survey.bands_text import has_names, read_named_bands

FEW = 5_000
"""Different numbers up to which groups are cut exactly where they are most equal."""
GROUPS = re.compile(r"(?P<count>[0-9]{1,4}) ?(?:equal )?(?:groups?|g)(?: of .*)?", re.IGNORECASE)
_WIDTH = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*[.,]?[0-9]+"
STEPS = re.compile(rf"(?:in )?steps? ?(?:of )?(?P<width>{_WIDTH})|(?P<other>{_WIDTH}) ?steps?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cutting:
    """How numbers are to be cut: at edges, or else into groups, or else in steps, or else into bands with names."""

    edges: tuple[Number, ...] = ()
    groups: int = 0
    """How many of about equal size."""
    width: float = 0.0
    """That of a step."""
    bands: tuple[Band, ...] = ()
    """Bands with names, which may leave gaps."""


def read_cutting(text: str) -> Cutting:
    """What a person typed: "18, 25, 35", "4 groups", "steps of 10" or "Young: 0-17, Adult: 18-".

    Raises:
        ToplineError: when it is none of these.
    """
    said = " ".join(text.split())
    if match := GROUPS.fullmatch(said):
        count = int(match["count"])
        if not 2 <= count <= MOST_EDGES:
            raise ToplineError(f"there are 2 to {MOST_EDGES} groups, not {count}")
        return Cutting(groups=count)
    if match := STEPS.fullmatch(said):
        said = match["width"] or match["other"]
        # A comma before three digits parts thousands; any other one is a decimal point.
        width = float(re.sub(r",(?=[0-9]{3}(?![0-9]))", "", said).replace(",", "."))
        if not width:
            raise ToplineError("a step has a width above 0")
        return Cutting(width=width)
    return Cutting(bands=read_named_bands(said)) if has_names(said) else Cutting(read_edges(said))


def edges_for(engine: Engine, question: Question, cutting: Cutting, cancel: Cancel | None = None) -> tuple[Number, ...]:
    """The edges of a cutting, over the numbers that all replies have.

    Raises:
        ToplineError: when the question holds no numbers, or these would make too many bands, or only one.
    """
    check_numeric(question)
    if cutting.edges:
        return cutting.edges
    if cutting.bands:
        # Every band with a name lies between two of these, and so does every gap.
        ends = {end for band in cutting.bands for end in (band.low, band.high) if end is not None}
        return tuple(sorted(ends))
    edges = (
        _groups(engine, question, cutting.groups, cancel)
        if cutting.groups
        else _steps(engine, question, cutting.width, cancel)
    )
    if not edges:
        raise ToplineError(f"the numbers of {question.short} are too much alike to be cut so")
    bands_at(edges)
    return edges


def called(table: Table, bands: Sequence[Band]) -> Table:
    """A topline that is cut at the ends of bands with names, its rows called as these; gaps have rows where anybody is.

    Args:
        table: Of a view with the edges that `edges_for` gives.
        bands: Those with the names.
    """
    names = {(band.low, band.high): band.label for band in bands}
    rows = []
    for band, row in zip(bands_at(table.view.bands), table.rows, strict=True):
        name = names.get((band.low, band.high))
        if name or row.cells[0].count or row.cells[0].suppressed:
            rows.append(replace(row, label=name or row.label))
    return replace(table, rows=tuple(rows))


def _groups(engine: Engine, question: Question, groups: int, cancel: Cancel | None) -> tuple[Number, ...]:
    """Between each two groups the number that leaves about as many below it as there should be."""
    column, answered = quoted(question.column), people_of(engine, Slice((Answered(question.name),)))
    sql = f"select {column}, count(*) from {answered.text} group by 1 order by 1 limit {FEW + 1}"
    counted = engine.query(Sql(sql, answered.parameters), cancel)
    if len(counted) > FEW:
        # With so many numbers it does not matter on which side of an edge that very number is.
        shares = ", ".join(str(at / groups) for at in range(1, groups))
        sql = f"select quantile_disc({column}, [{shares}]) from {answered.text}"
        found = engine.query(Sql(sql, answered.parameters), cancel)[0][0]
        return tuple(sorted({_plain(number) for number in found}))
    numbers = [number for number, _ in counted]
    below = [0, *accumulate(n for _, n in counted)]
    places = range(1, len(numbers))
    wanted = (below[-1] * at / groups for at in range(1, groups))
    chosen = {min(places, key=lambda place: abs(below[place] - share)) for share in wanted} if places else set()
    return tuple(_plain(numbers[place]) for place in sorted(chosen))


def _steps(engine: Engine, question: Question, width: float, cancel: Cancel | None) -> tuple[Number, ...]:
    """Multiples of the width from above the least number up to the greatest."""
    column, answered = quoted(question.column), people_of(engine, Slice((Answered(question.name),)))
    sql = f"select min({column}), max({column}) from {answered.text}"
    low, high = engine.query(Sql(sql, answered.parameters), cancel)[0]
    if low is None:
        return ()
    first, last = math.floor(low / width) + 1, math.floor(high / width)
    if last - first >= MOST_EDGES:
        raise ToplineError(
            f"steps of {width:g} make {last - first + 2:,} bands; take a width from {_least(low, high):g}"
        )
    return tuple(_plain(float(f"{at * width:.12g}")) for at in range(first, last + 1))


def _least(low: float, high: float) -> float:
    """A width that does not make too many bands."""
    return float(f"{(high - low) / (MOST_EDGES - 1):.1g}") * 2


def _plain(number: Number) -> Number:
    return int(number) if float(number).is_integer() else number
