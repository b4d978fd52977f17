"""An answer: the table of a view, with every way to take it out, and a door behind every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topline.analysis import as_item, grid_views, tabulate
from topline.api.frames import records_of, summary_frame, tidy_frame, wide_frame
from topline.charts import chart_of
from topline.cli.output import DEFAULT_WIDTH
from topline.cli.pages import table_page
from topline.export import ENDINGS, Format, TableOut, TakenNameError, table_shape, write
from topline.export.json_shape import json_text
from topline.survey import Cell, Chart, Column, Row, Slice, Survey, Table, ToplineError, View
from topline.survey.errors import did_you_mean

if TYPE_CHECKING:
    import polars

    from topline.api.opened import OpenSurvey

Place = str | int
"""A row or column: its label or its code, in any case, or its place counted from 0."""


@dataclass(frozen=True, repr=False)
class Answer:
    """The table of a view. `print` shows the page that `topline show` prints."""

    opened: OpenSurvey
    """The survey that was asked; it must still be open when the people behind a cell are wanted."""
    table: Table
    """Rows and columns of cells, with bases and a footer; every cell knows the slice of its people."""

    @property
    def view(self) -> View:
        """What was asked."""
        return self.table.view

    @property
    def survey(self) -> Survey:
        """What the people were asked."""
        return self.opened.survey

    @property
    def command(self) -> str:
        """The command line that gives the same."""
        return self.view.command(self.survey.source, self.survey.min_base)

    def to_polars(self, *, wide: bool = False, value: str = "percent") -> polars.DataFrame:
        """The table as a frame: a line a cell, or as wide as the table is.

        Args:
            wide: Whether there is a line a row of the table, and a frame column for each of its columns.
            value: What a wide frame says: count, weighted, percent, low, high or letters.

        Raises:
            ToplineError: when there is no such value.
        """
        return wide_frame(self.table, value) if wide else tidy_frame(self.table)

    def summaries(self) -> polars.DataFrame:
        """Mean, median, net promoter score and the like, a line a column; no line where none applies."""
        return summary_frame(self.table)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The table as one record a cell, with the keys of the frame that `to_polars` gives."""
        return records_of(self.table)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The table in the shape of `topline show --format json`, which is a promise (`docs/json.md`)."""
        return json_text(table_shape(self.table, self.survey), indent=indent)

    def save(self, path: str | Path, *, force: bool = False, footer: bool = True) -> Path:
        """Write the table to a file, whole or not at all; the ending says as what: xlsx, html, md, csv, tsv or json.

        Args:
            path: Where; links, folders, devices and what the survey is read from are refused.
            force: Whether a file that is there already may be replaced.
            footer: Whether what is needed to trust it follows; JSON and xlsx always say it.

        Returns:
            The path.

        Raises:
            ToplineError: when the name promises another format, is taken, or cannot be written.
        """
        path = Path(path)
        form = ENDINGS.get(path.suffix.casefold())
        if form is None or form not in TableOut.FORMATS:
            known = ", ".join(f".{one}" for one in Format if one in TableOut.FORMATS)
            raise ToplineError(f"cannot write {path}: name the file {known}")
        outgoing = TableOut(self.table, self.survey, footer=footer)
        try:
            return write(outgoing, form, path, force=force, sources=self.opened.sources).path
        except TakenNameError:
            raise ToplineError(f"{path} exists already; give force=True to replace it, or another name") from None

    def cell(self, row: Place, column: Place = 0, *, by: str = "") -> AnswerCell:
        """One number, and the door to the people behind it.

        Args:
            row: A row, by its label, its code or its place.
            column: A column in the same way; the total by default.
            by: The banner question of the column, by name, where another one has such a column too.

        Raises:
            ToplineError: when there is none such, or several.
        """
        columns = self.table.columns
        wanted = [at for at, one in enumerate(columns) if not by or one.question == by]
        if by and not wanted:
            names = {one.question for one in columns if one.question}
            raise ToplineError(f"no banner question {by!r} in this table{did_you_mean(by, names)}")
        row_at = _place("row", row, [(at, one.label, one.code) for at, one in enumerate(self.table.rows)])
        column_at = _place("column", column, [(at, columns[at].full_label, columns[at].code) for at in wanted])
        return AnswerCell(self, self.table.rows[row_at], columns[column_at], self.table.rows[row_at].cells[column_at])

    def __str__(self) -> str:
        return self.page()

    def page(self, width: int = DEFAULT_WIDTH) -> str:
        """The page that `topline show` prints.

        Args:
            width: In cells.
        """
        grid: Sequence[Table] = ()
        if chart_of(self.view, self.survey) is Chart.GRID:
            engine = self.opened.engine
            views = grid_views(self.view, self.survey)
            grid = [as_item(tabulate(one, engine), self.survey) for one in views]
        return "".join(table_page(self.table, self.survey, width, grid))

    def __repr__(self) -> str:
        by = f" by {', '.join(self.view.columns)}" if self.view.columns else ""
        shape = f"{len(self.table.rows)} rows, {len(self.table.columns)} columns, n={self.table.base.unweighted:,}"
        return f"<{self.view.what} {self.view.rows}{by}: {shape}>".replace(" :", ":")

    def _repr_html_(self) -> str:
        """The table for a notebook: a page of its own in a frame, so that neither's style is the other's."""
        page = "".join(TableOut(self.table, self.survey).pieces(Format.HTML))
        height = min(220 + 28 * (len(self.table.rows) + len(self.table.footer)), 900)
        return (
            f'<iframe sandbox srcdoc="{escape(page, quote=True)}" style="width: 100%; height: {height}px; border: 0" '
            f'title="{escape(self.table.title, quote=True)}"></iframe>'
        )


@dataclass(frozen=True)
class AnswerCell:
    """One number of an answer, and the door to the people behind it."""

    answer: Answer
    row: Row
    column: Column
    cell: Cell
    """The number itself: count, weighted, percent, low, high, letters, and the slice of its people."""

    @property
    def count(self) -> int:
        """People, unweighted: as many as `replies` gives."""
        return self.cell.count

    @property
    def percent(self) -> float | None:
        """0 to 100; None where there is no base."""
        return self.cell.percent

    @property
    def who(self) -> str:
        """The people, in words.

        Raises:
            ToplineError: when there is no door.
        """
        return self._slice().sentence(self.answer.survey)

    def replies(
        self,
        fields: str | Sequence[str] = (),
        *,
        all_fields: bool = False,
        sort: str = "",
        limit: int | None = None,
        codes: bool = False,
        personal: bool = False,
    ) -> polars.DataFrame:
        """The replies behind this number, exactly as many as it counts.

        Args:
            fields: The questions; the survey's choice by default.
            all_fields: Whether every question is given.
            sort: As for `OpenSurvey.replies`.
            limit: How many are given at most; None for all.
            codes: Whether chosen answers are given as codes, not as labels.
            personal: Whether answers that tell who a person is are given; they are masked otherwise.

        Raises:
            ToplineError: when too few people are behind it to be shown, or the file has no rows for them.
        """
        people = self._slice()
        given = self.answer.opened.replies_of
        return given(people, fields, all_fields=all_fields, sort=sort, limit=limit, codes=codes, personal=personal)

    def _slice(self) -> Slice:
        if self.cell.suppressed:
            raise ToplineError("too few people are behind this number for them to be shown")
        if self.cell.slice is None:
            raise ToplineError("the file has no rows for the people behind this number")
        return self.cell.slice


def _place(what: str, said: Place, known: Sequence[tuple[int, str, str]]) -> int:
    """The place of a row or a column as a person names it.

    Raises:
        ToplineError: when there is none such, or several.
    """
    if isinstance(said, int):
        places = [at for at, _, _ in known]
        if not -len(places) <= said < len(places):
            raise ToplineError(f"no {what} {said}: there are {len(places)}, counted from 0")
        return places[said]
    wanted = _folded(said)
    found = [at for at, label, _ in known if _folded(label) == wanted]
    found = found or [at for at, _, code in known if _folded(code) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        places_said = ", ".join(map(str, found))
        remedy = "name its question with by=" if what == "column" else "give its place"
        raise ToplineError(f"{said!r} is {len(found)} {what}s, at {places_said}; {remedy}")
    labels = [label for _, label, _ in known]
    hint = did_you_mean(said, labels) or f"; one of: {', '.join(labels[:8])}"
    raise ToplineError(f"no {what} {said!r} in this table{hint}")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
