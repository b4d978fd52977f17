"""The chart of a question: its heading, its bars (each a door), its summary; or another form of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import Vertical

from topline.charts import (
    Glyphs,
    Ink,
    Line,
    Scale,
    bar_heading,
    bar_lines,
    crosstab_lines,
    diverging_lines,
    fit,
    line,
    shown,
    summary_line,
    wrap,
)
from topline.survey import LOW_BASE, Kind, Slice, Survey, Table, What
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import Ready

SMALL_SHARES = 25.0
"""Where no bar is longer than this, in percent, they are drawn to the longest: no shape would show otherwise."""


class Form(StrEnum):
    """How a table is drawn."""

    BARS = "bars"
    GRID = "grid"
    """All questions of a grid, as diverging bars."""
    PLOT = "plot"
    """With axes."""
    TABLE = "table"
    """A crosstab as columns of numbers."""


@dataclass(frozen=True, slots=True)
class Door:
    """A line of a chart, and the people behind it."""

    line: Line
    people: Slice | None = None
    """None where nobody in particular is behind it."""
    count: int = 0
    label: str = ""
    stop: bool = True
    """Whether the cursor stops here."""
    question: str = ""
    """For a line that stands for a question of a grid: that question."""


def forms_of(table: Table, survey: Survey) -> tuple[Form, ...]:
    """The forms a table can be drawn in, bars first."""
    forms = [Form.BARS]
    if table.view.what is What.CROSSTAB:
        return (Form.BARS, Form.TABLE)
    if table.view.what is What.TOPLINE:
        question = survey[table.view.rows]
        if question.grid:
            forms.append(Form.GRID)
        if question.kind in (Kind.NUMERIC, Kind.DATE) and table.rows:
            forms.append(Form.PLOT)
    return tuple(forms)


class Bars(Ready):
    """The bars of a table; the cursor moves from door to door."""

    def __init__(self) -> None:
        super().__init__(id="bars")
        self._doors: tuple[Door, ...] = ()

    @property
    def door(self) -> Door | None:
        """The door under the cursor."""
        return self._doors[self.cursor] if self.cursor < len(self._doors) else None

    def stops_at(self, index: int) -> bool:
        """The cursor stops at doors."""
        return index < len(self._doors) and self._doors[index].stop

    def show_doors(self, doors: tuple[Door, ...], cursor: int) -> None:
        """Show these lines with the cursor near one of them."""
        self._doors = doors
        self.show_lines(tuple(door.line for door in doors), cursor)

    def point_at(self, label: str) -> None:
        """Put the cursor on the bar with this label."""
        at = next((index for index, door in enumerate(self._doors) if door.label == label and door.stop), None)
        if at is not None:
            self.cursor = at


class Chart(Vertical):
    """Everything about one table."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="chart")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._grid: tuple[Table, ...] = ()
        self._form = Form.BARS
        self._hints: tuple[tuple[str, str], ...] = ()

    def compose(self) -> ComposeResult:
        """Heading, bars, summary."""
        yield Lines(id="heading")
        yield Bars()
        yield Lines(id="summary")

    @property
    def bars(self) -> Bars:
        """The lines the cursor moves over."""
        return self.query_one(Bars)

    def show(
        self, table: Table, form: Form, grid: tuple[Table, ...], hints: tuple[tuple[str, str], ...], *, keep: bool
    ) -> None:
        """Show a table.

        Args:
            form: How it is drawn.
            grid: For the form of that name: the toplines of the whole grid.
            hints: Keys that change this chart, and what they do; as many as there is room for.
            keep: Whether the cursor stays where it is.
        """
        self._table, self._form, self._grid, self._hints = table, form, grid, hints
        self._draw(self.bars.cursor if keep else 0)

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw(self.bars.cursor)

    def _draw(self, cursor: int) -> None:
        table = self._table
        width = self.bars.size.width - 1
        if table is None or width <= 0:
            return
        self.query_one("#heading", Lines).show_lines(heading_lines(table, width, self.size.height, self._hints))
        summary = summary_line(table, width) if table.view.what is not What.CROSSTAB else None
        self.query_one("#summary", Lines).show_lines((summary,) if summary else ())
        self.bars.show_doors(self._doors(table, width), cursor)

    def _doors(self, table: Table, width: int) -> tuple[Door, ...]:
        match self._form:
            case Form.GRID:
                lines = diverging_lines(self._grid, width, self._glyphs)
                return (
                    Door(lines[0], stop=False),
                    *(
                        Door(shape, one.base.slice, one.base.unweighted, one.title, question=one.view.rows)
                        for shape, one in zip(lines[1:], self._grid, strict=True)
                    ),
                )
            case Form.PLOT:
                height = max(8, self.bars.size.height)
                return tuple(Door(shape, stop=False) for shape in plot_lines(table, width, height))
            case Form.TABLE:
                return tuple(Door(shape, stop=False) for shape in crosstab_lines(table, width, self._glyphs))
            case _:
                return bar_doors(table, width, self._glyphs)


def heading_lines(table: Table, width: int, height: int, hints: tuple[tuple[str, str], ...]) -> tuple[Line, ...]:
    """The question as asked, and who the percentages are of."""
    base = table.base
    title = table.view.title or table.title
    most = 1 if height < 14 else 2 if height < 24 else 3
    asked = [line((text, Ink.NET)) for text in wrap(title, width, most)] or [line(("", Ink.NET))]
    if table.view.title and table.title != table.view.title:
        asked.append(line((fit(table.title, width), Ink.HEADING)))
    said = f"base: {shown(base.text)}, n={base.unweighted:,}"
    if table.view.slice.weight:
        more = f" (weighted {base.weighted:,.0f}, effective {base.effective:,.0f})"
        said += more if len(said) + len(more) <= width else " weighted"
    parts = [(said, Ink.LABEL if base.unweighted >= LOW_BASE else Ink.WARNING)]
    if (
        table.margin
        and base.unweighted >= LOW_BASE
        and len(said) + len(margin := f"  ±{table.margin:.1f} points") <= width
    ):
        parts.append((margin, Ink.HEADING))
    room = width - sum(len(text) for text, _ in parts)
    for key, does in hints:
        if (size := len(f"  {key} {does}")) <= room:
            parts += [(f"  {key}", Ink.KEY), (f" {does}", Ink.HEADING)]
            room -= size
    return (*asked, line(*parts, width=width), Line())


def bar_doors(table: Table, width: int, glyphs: Glyphs) -> tuple[Door, ...]:
    """A line a row; for a crosstab, column after column with its own heading. Every line is a door."""
    if not table.rows:
        return (Door(line(("nobody answered this question", Ink.DIM)), stop=False),)
    # What is counted is always people, since Enter opens people.
    scale: Scale = "max" if len(table.columns) == 1 and _largest(table) <= SMALL_SHARES else "full"
    columns = range(len(table.columns))
    doors: list[Door] = []
    for at in columns:
        column = table.columns[at]
        if len(columns) > 1:
            if at:
                doors.append(Door(Line(), stop=False))
            doors.append(Door(_column_line(table, at, width), column.base.slice, column.base.unweighted, column.label))
        if scale == "max":
            doors.append(Door(bar_heading(table, width, glyphs=glyphs, scale=scale), stop=False))
        lines = bar_lines(table, width, glyphs=glyphs, column=at, scale=scale)
        doors += [
            Door(shape, row.cells[at].slice, row.cells[at].count, row.label)
            for shape, row in zip(lines, table.rows, strict=True)
        ]
    return tuple(doors)


def _largest(table: Table) -> float:
    return max((row.cells[0].percent or 0.0 for row in table.rows), default=0.0)


def _column_line(table: Table, at: int, width: int) -> Line:
    column = table.columns[at]
    said = f"{column.label}  n={column.base.unweighted:,}"
    mean = table.summaries[at].mean if table.summaries else None
    if mean is not None:
        said += f"  mean {mean:.3g}"
    ink = Ink.WARNING if column.base.unweighted < LOW_BASE else Ink.HEADING
    return line((fit(said, width), ink))


def plot_lines(table: Table, width: int, height: int) -> tuple[Line, ...]:
    """A table of bands or dates with axes."""
    from topline.charts import plots

    is_date = table.summary is not None and hasattr(table.summary.min, "year")
    draw = plots.series if is_date else plots.histogram
    text = draw(table, width, height)
    return tuple(line((row, Ink.BAR), width=width) for row in text.splitlines()) or (
        line(("this window is too small for a plot", Ink.DIM)),
    )
