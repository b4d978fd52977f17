"""Lanes: where the columns of a crosstab stand, and what each of their cells says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.bars import INDENT
from topline.charts.glyphs import Glyphs
from topline.charts.lines import Ink, fit, shown, wrap
from topline.charts.summaries import top_two
from topline.survey.table import CHANGES, LOW_BASE, BaseCount, Cell, Column, Row, Shows, Summary, Table, heads_above
from topline.survey.transposed import LETTERS_OF, STATISTICS, WEIGHTED_BASES
from topline.survey.view import Percent, What

Part = tuple[str, Ink]

WIDEST_HEAD = 16
"""Cells that a column's label alone may ask for."""
HEAD_LINES = 3
GAP = 2
"""Cells before a column."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A column's place in a table."""

    index: int
    column: Column
    figure: int
    """Cells of its percentages, or of the sums of weights that stand in their place; 0 where there are neither."""
    aside: int
    """Cells for marks and letters behind each percentage."""
    count: int
    """Cells of its counts."""
    width: int
    """Cells of the whole, without the gap before it."""
    head: tuple[str, ...]
    means: Mapping[float | None, str] = field(default_factory=dict)
    """In a column of a statistic: what is written for each number in it."""

    def figure_text(self, cell: Cell, table: Table) -> str:
        """What a cell says before its count, if anything."""
        if not self.figure:
            return ""
        return figure_of(cell, table) if self.column.shows.is_share else _statistic(cell, self.means)

    def count_text(self, cell: Cell, *, weighted: bool = False) -> str:
        """How many people a cell counts, where it says so."""
        match self.column.shows:
            case Shows.SHARE | Shows.NET | Shows.MISSING:
                return figures.people(cell, weighted=weighted)
            case Shows.PEOPLE:
                said = figures.people(cell)
                return f"({said})" if cell.count < LOW_BASE and not cell.suppressed else said
            case Shows.SUM:
                return figures.WITHHELD if cell.suppressed else f"{figures.whole(cell.mean or 0):,}"
            case _:
                return ""


def _statistic(cell: Cell, means: Mapping[float | None, str]) -> str:
    return figures.WITHHELD if cell.suppressed else means.get(cell.mean, figures.NO_BASE)


def lanes_of(table: Table, glyphs: Glyphs, *, weighted: bool = False, marks: int = 0) -> tuple[Lane, ...]:
    """The columns of a table, each as wide as what stands in it.

    Args:
        table: of any question by any banner.
        glyphs: what to draw with.
        weighted: whether counts are sums of weights.
        marks: cells to keep free behind each percentage.
    """
    parts = [[texts for _, texts, _ in _statistic_texts(part, glyphs)] for part in table.each]
    said = [texts for statistics in parts for texts in statistics]
    below = [max((len(texts[index]) for texts in said), default=0) for index in range(len(table.columns))]
    return tuple(_lane(index, table, glyphs, weighted, marks, below[index]) for index in range(len(table.columns)))


def _lane(index: int, table: Table, glyphs: Glyphs, weighted: bool, marks: int, below: int) -> Lane:
    column = table.columns[index]
    cells = [row.cells[index] for part in table.each for row in part.rows if row.cells]
    bases = [] if table.transposed else [figures.base(part.columns[index].base) for part in table.each]
    means = _means(column, cells)
    blank = Lane(index, column, 1, 0, 0, 0, (), means)
    has_figure = has_figures(table) if column.shows.is_share else bool(means)
    figure = max([2, *(len(blank.figure_text(cell, table)) for cell in cells)]) if has_figure else 0
    count = max([0 if means else 1, *(len(blank.count_text(cell, weighted=weighted)) for cell in cells)])
    # Letters go below a percentage on a page; where marks stand beside it, they do too. So do arrows, in their place.
    letters = max([0, *(len(beside(cell.letters, table, glyphs)) for cell in cells)])
    aside = letters if is_trend(table) else marks + letters if marks and figure else 0
    inner = figure + aside + (1 if figure and count else 0) + count
    least = max([inner, letters, below, *map(len, bases)])
    label = shown(column.label)
    width = next((size for size in range(least, WIDEST_HEAD) if _fits(label, size)), max(least, WIDEST_HEAD))
    head = wrap(label, width, HEAD_LINES, ellipsis=glyphs.ellipsis)
    return Lane(index, column, figure, aside, count, width, head, means)


def _means(column: Column, cells: Sequence[Cell]) -> Mapping[float | None, str]:
    """What is written for each number of a column of a statistic; nothing for any other column."""
    if column.shows.is_share or column.shows in (Shows.PEOPLE, Shows.SUM, Shows.MISSING):
        return {}
    values = [cell.mean for cell in cells]
    return dict(zip(values, _written(column.shows.value, values, years=False), strict=True))


def _fits(label: str, width: int) -> bool:
    words_fit = all(cell_len(word) <= width for word in label.split())
    return words_fit and len(wrap(label, width, HEAD_LINES + 1)) <= HEAD_LINES


def has_figures(table: Table) -> bool:
    """Whether each cell says more than how many people it counts."""
    return table.view.percent is not Percent.NONE or bool(table.view.slice.weight) or table.is_of_means


def figure_of(cell: Cell, table: Table) -> str:
    """What a cell says before its count: a percentage, an index, or where there is neither the sum of weights."""
    if table.view.percent is Percent.NONE and not table.is_of_means:
        return figures.people(cell, weighted=True)
    indexed = table.view.percent is Percent.INDEX and not table.is_of_means
    return figures.index(cell) if indexed else figures.share(cell)


def is_trend(table: Table) -> bool:
    """Whether its columns are periods, each tested against the one before it."""
    return table.view.what is What.TREND


def beside(letters: str, table: Table, glyphs: Glyphs) -> str:
    """What stands beside a number for its tests: letters of columns, or in a trend an arrow."""
    if not is_trend(table) or letters not in CHANGES:
        return letters
    return glyphs.changes[CHANGES.index(letters)]


def change_parts(table: Table, glyphs: Glyphs) -> Iterator[list[Part]]:
    """What the arrows of a trend mean, where it has any; a line for each level that they have."""
    given = {cell.letters for row in table.rows for cell in row.cells}
    given |= {getattr(one, letters) for one in table.summaries for letters in LETTERS_OF.values()}
    if not is_trend(table) or not given & set(CHANGES):
        return
    up, little_up, down, little_down = glyphs.changes
    parts: list[Part] = [(up, Ink.LETTER), (" up, ", Ink.HEADING), (down, Ink.LETTER), (" down ", Ink.HEADING)]
    parts += [(f"since the one before at {table.view.levels[0]}%", Ink.HEADING)]
    if len(table.view.levels) > 1:
        parts += [("; ", Ink.HEADING), (f"{little_up} {little_down}", Ink.LETTER)]
        parts += [(f" at {table.view.levels[1]}%", Ink.HEADING)]
    yield parts


def is_weighted(table: Table) -> bool:
    """Whether bases weigh anything else than they count."""
    bases = [column.base for part in table.each for column in part.columns]
    return any(abs(base.weighted - base.unweighted) > 1e-6 for base in bases)


def stub_texts(table: Table) -> Iterator[str]:
    """The words at the left of the rows."""
    yield from WEIGHTED_BASES if is_weighted(table) and not table.transposed else ()
    for part in table.each:
        yield "" if table.transposed else base_label(part)
        yield from (stub_text(row) for row in part.rows)


def stub_text(row: Row) -> str:
    """The words at the left of a row, as far in as it stands."""
    return " " * INDENT * row.level + shown(row.label)


def base_label(table: Table) -> str:
    """What stands before the bases."""
    text = shown(table.base.text)
    return f"Base: {text}" if text else "Base"


def right(text: str, lane: Lane) -> str:
    """A text at the right end of a lane, its gap before it."""
    return " " * GAP + fit(text, lane.width, right=True)


def width_of(lanes: Iterable[Lane]) -> int:
    """Cells of some lanes, their gaps included."""
    return sum(lane.width + GAP for lane in lanes)


def head_parts(lanes: Sequence[Lane], stub: int) -> Iterator[list[Part]]:
    """The labels above the columns, line by line."""
    height = max(len(lane.head) for lane in lanes)
    for level in range(height):
        texts = [right(lane.head[at] if (at := level - height + len(lane.head)) >= 0 else "", lane) for lane in lanes]
        yield [(" " * stub, Ink.HEADING), *((text, Ink.HEADING) for text in texts)]


def group_texts(lanes: Sequence[Lane], stub: int, width: int, glyphs: Glyphs, rule: str = "") -> Iterator[str]:
    """What stands above the labels of columns, line by line: the banner questions, then what columns are nested in.

    The last of a line may reach beyond its columns.

    Args:
        lanes: those in sight, one at least.
        stub: cells of the labels at the left.
        width: of the whole.
        glyphs: what to draw with.
        rule: what fills the room above the columns behind a text; empty for spaces.
    """
    for heads in heads_above([lane.column for lane in lanes]):
        at, groups = 0, []
        for head, number in heads:
            groups.append((head, lanes[at : at + number]))
            at += number
        yield _group_text(groups, stub, width, glyphs, rule)


def _group_text(groups: Sequence[tuple[str, Sequence[Lane]]], stub: int, width: int, glyphs: Glyphs, rule: str) -> str:
    text, used = "", stub
    for at, (group, inside) in enumerate(groups):
        room = width_of(inside) - GAP
        if at == len(groups) - 1:
            room = max(room, min(cell_len(shown(group)), width - used - GAP))
        label = fit(group, room, ellipsis=glyphs.ellipsis)
        if rule and (said := label.rstrip()):
            label = f"{said} ".ljust(room - (cell_len(said) - len(said)), rule)[: max(room, len(said))]
        text += " " * GAP + label
        used += GAP + room
    return " " * stub + text


def base_parts(
    table: Table, lanes: Sequence[Lane], stub: int, glyphs: Glyphs, *, weighted: bool | None = None
) -> Iterator[list[Part]]:
    """The bases below the heads: people, and where they are weighted what they weigh and are worth.

    Args:
        weighted: Whether what they weigh is said; None for where it is anything else than they count.
    """
    if table.transposed:
        return
    parts: list[Part] = [(fit(base_label(table), stub, ellipsis=glyphs.ellipsis), Ink.COUNT)]
    for lane in lanes:
        base = table.columns[lane.index].base
        small = base.is_low
        parts.append((right(figures.base(base), lane), Ink.WARNING if small else Ink.COUNT))
    yield parts
    if is_weighted(table) if weighted is None else weighted:
        bases = [table.columns[lane.index].base for lane in lanes]
        for label, numbers in zip(WEIGHTED_BASES, zip(*map(_sums, bases), strict=True), strict=True):
            texts = [right(said, lane) for said, lane in zip(numbers, lanes, strict=True)]
            yield [(fit(label, stub, ellipsis=glyphs.ellipsis) + "".join(texts), Ink.COUNT)]


def _sums(base: BaseCount) -> tuple[str, str]:
    """What the people of a base weigh, and what that is worth."""
    if base.suppressed:
        return figures.WITHHELD, figures.WITHHELD
    return f"{figures.whole(base.weighted):,}", f"{figures.whole(base.effective):,}"


def part_heading(table: Table, width: int, glyphs: Glyphs) -> Part:
    """What stands above the rows of one question among several: the question."""
    return fit(table.title, width, ellipsis=glyphs.ellipsis).rstrip(), Ink.NET


def statistic_parts(table: Table, lanes: Sequence[Lane], stub: int, glyphs: Glyphs) -> Iterator[tuple[str, list[Part]]]:
    """What describes each column as a whole, below its cells: lines, each with the attribute of `STATISTICS` it says.

    What stands below a number, its letters and its reach, has none.
    """
    labels = {attribute: label for label, attribute, _ in STATISTICS}
    for attribute, texts, letters in _statistic_texts(table, glyphs):
        label = labels[attribute]
        if attribute == "top2":
            # Which two is said where the labels of the rows leave room for it.
            full = _capitalised(next((top_two(one) for one in table.summaries if one.top2_of), label))
            label = full if cell_len(full) <= stub else label
        written = "".join(right(texts[lane.index], lane) for lane in lanes)
        yield attribute, [(fit(label, stub) + written, Ink.PERCENT)]
        said = [right(letters[lane.index], lane) for lane in lanes] if letters else []
        if any(map(str.strip, said)):
            yield "", [(" " * stub + "".join(said), Ink.LETTER)]
        if attribute == "nps":
            reach = [right(_reach(table.summaries[lane.index]), lane) for lane in lanes]
            yield "", [(fit("  at 95%", stub) + "".join(reach), Ink.DIM)]


def _statistic_texts(table: Table, glyphs: Glyphs) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Each attribute of `STATISTICS` that there is, what is written of every column, and the letters below it.

    In a trend an arrow stands at the number that it is of, which leaves its place to the others, too.
    """
    for _, attribute, _ in STATISTICS:
        values = [getattr(summary, attribute) for summary in table.summaries]
        if any(value is not None for value in values):
            texts = _written(attribute, values, years=any(summary.of_years for summary in table.summaries))
            letters = [beside(getattr(summary, LETTERS_OF[attribute]), table, glyphs) for summary in table.summaries]
            if is_trend(table):
                widest = max(map(len, letters))
                texts = [text + arrow.ljust(widest) for text, arrow in zip(texts, letters, strict=True)]
                letters = []
            yield attribute, texts, letters


def _reach(summary: Summary) -> str:
    """How far the interval of a net promoter score reaches to either side, in points; nothing of few people, for
    whom it would say more than is known.
    """
    groups, score = summary.net_promoter, summary.nps
    if (summary.effective or 0) < LOW_BASE:
        return ""
    return "" if groups is None or score is None else f"±{figures.whole(max(score - groups.low, groups.high - score))}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _written(attribute: str, values: Sequence[float | None], *, years: bool) -> Sequence[str]:
    match attribute:
        case "nps":
            return [figures.NO_BASE if value is None else figures.signed(value) for value in values]
        case "top2":
            return [figures.NO_BASE if value is None else f"{figures.whole(value)}%" for value in values]
        case _:
            return figures.aligned(values, years=years)
