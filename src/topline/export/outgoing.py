"""What can be taken out, in any format: a table, replies, one reply. Command line and explorer both write these."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import ClassVar

from topline.analysis import MASK, Person
from topline.analysis.floor import refused
from topline.analysis.weight_column import weight_column
from topline.analysis.weights import weight_sql
from topline.analysis.words import words_of, words_window
from topline.engine import Cancel, Engine, QueryCancelledError, Reply, Windows, stream_replies, write_parquet
from topline.export.atomic import refuse_source, refuse_taken, write_file, write_text
from topline.export.errors import ExportError
from topline.export.formats import OF_REPLIES, OF_TABLES, TABULAR, Format
from topline.export.grid import Grid, csv_pieces, markdown_pieces, tsv_pieces
from topline.export.grids import replies_grid, table_grid
from topline.export.html import table_page
from topline.export.json_shape import json_text, table_shape
from topline.export.naming import size_words
from topline.export.parts import part_of
from topline.export.person import person_markdown
from topline.export.record_sheet import write_replies
from topline.export.records import replies_pieces, reply_records
from topline.export.spss import SpssFile, write_sav
from topline.export.spss_syntax import syntax_of
from topline.export.table_book import write_table
from topline.export.workbook import MOST_UNITS
from topline.readers.parquet import READING_KEY, SURVEY_KEY, dumped
from topline.readers.reading import reading_of
from topline.readers.survey_text import survey_file_text
from topline.survey import Kind, Question, Survey, Table, View

COMPANIONS = {Format.SAV: ".sps"}
"""The ending of a file beside one of a format, which says what that cannot."""


class Outgoing(ABC):
    """Something that can be written, or printed."""

    FORMATS: ClassVar[tuple[Format, ...]] = TABULAR
    """What it can be written as."""

    @property
    @abstractmethod
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def progress(self) -> str:
        """How far the writing is, in words; another thread may look while it goes on."""
        return ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person has to know of it, a sentence each; nothing where it is all there as it is."""
        return ()

    @abstractmethod
    def pieces(self, form: Format) -> Iterator[str]:
        """It as text of a format, as it comes."""

    def fill(self, file: int, form: Format) -> None:
        """Write it, as a format that is no text, to an open, empty file."""
        raise NotImplementedError

    def needs_companion(self, form: Format) -> bool:
        """Whether a file beside it must say what the format itself cannot."""
        return False

    def companion(self, name: str) -> str:
        """What that file says, once it was written.

        Args:
            name: The name of the file that it was written to.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path
    rows: int
    size: int
    """In bytes."""
    notes: tuple[str, ...] = ()
    """What a person has to know of it."""


def write(
    outgoing: Outgoing, form: Format, path: Path, *, force: bool = False, sources: Sequence[Path | None] = ()
) -> Written:
    """Write something to a file, whole or not at all.

    Args:
        outgoing: What.
        form: As what.
        path: Where; links, folders and devices are refused.
        force: Whether a file that is there already may be replaced.
        sources: Files that are never replaced, since this is read from them.

    Raises:
        ExportError: when it cannot be written; nothing is left behind.
        QueryCancelledError: when it was given up; nothing is left behind.
        EngineError: when the replies cannot be read.
    """
    refuse_source(path, *sources)
    if form not in outgoing.FORMATS:
        others = ", ".join(outgoing.FORMATS)
        raise ExportError(f"cannot write {path}: this is no content for {form}; use one of {others}")
    beside = _companion_of(path, form) if outgoing.needs_companion(form) else None
    if beside is not None:
        refuse_source(beside, *sources)
        refuse_taken(beside, force=force)
    if form.is_text:
        size = write_text(path, outgoing.pieces(form), force=force)
    else:
        size = write_file(path, lambda file: outgoing.fill(file, form), force=force)
    notes = outgoing.notes
    if beside is not None:
        write_text(beside, outgoing.companion(path.name), force=force)
        notes += (f"{beside.name} holds what {path.name} cannot: run it in SPSS once that is open",)
    return Written(path, outgoing.rows, size, notes)


def _companion_of(path: Path, form: Format) -> Path:
    ending = COMPANIONS[form]
    if not path.name or path.suffix.casefold() == ending:
        raise ExportError(f"cannot write {path}: a file {ending} will stand beside it; name it .{form}")
    return path.with_suffix(ending)


def grid_pieces(form: Format, grid: Grid) -> Iterator[str]:
    """A grid as text of a format that has rows.

    Raises:
        ExportError: when it is another format.
    """
    match form:
        case Format.CSV:
            return csv_pieces(grid)
        case Format.TSV:
            return tsv_pieces(grid)
        case Format.MARKDOWN:
            return markdown_pieces(grid)
        case _:
            raise ExportError(f"rows are not written as {form} here; use csv, tsv or md")


@dataclass
class TableOut(Outgoing):
    """A topline, a comparison, a crosstab, a grid or the response funnel."""

    FORMATS: ClassVar[tuple[Format, ...]] = OF_TABLES

    table: Table
    survey: Survey
    footer: bool = True
    """Whether what is needed to trust it follows the rows; JSON always has it."""
    _cut: int = field(default=0, init=False)

    @property
    def rows(self) -> int:
        """Answers and nets."""
        return sum(len(part.rows) for part in self.table.each)

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether texts had to be cut."""
        return cut_words(self._cut, MOST_UNITS)

    def pieces(self, form: Format) -> Iterator[str]:
        """The table, a record at a time."""
        if form is Format.JSON:
            return iter([json_text(table_shape(self.table, self.survey)), "\n"])
        if form is Format.HTML:
            return table_page(self.table, footer=self.footer)
        grid = table_grid(self.table, exact=form is not Format.MARKDOWN)
        return grid_pieces(form, grid if self.footer else replace(grid, footer=()))

    def fill(self, file: int, form: Format) -> None:
        """The table as a workbook of one sheet."""
        self._cut = write_table(file, self.table, footer=self.footer)


def cut_words(cut: int, most: int) -> tuple[str, ...]:
    """How many texts were too long for a format, in words; nothing where none was."""
    texts = "1 text was" if cut == 1 else f"{cut:,} texts were"
    return (f"{texts} longer than {most:,} and had to be cut",) if cut else ()


@dataclass
class RepliesOut(Outgoing):
    """The replies of a view, read from the engine while they are written."""

    FORMATS: ClassVar[tuple[Format, ...]] = OF_REPLIES

    engine: Engine
    view: View
    """Whose replies, in which order."""
    questions: Sequence[Question]
    """The columns."""
    personal: bool = False
    """Whether answers that tell who a person is may be given; they are masked otherwise."""
    offset: int = 0
    """How many replies are left out at the start."""
    limit: int | None = None
    """How many are given at most; None for all."""
    cancel: Cancel = field(default_factory=Cancel)
    """Gives the writing up, from any thread."""
    _done: int = field(default=0, init=False)
    _file: int | None = field(default=None, init=False)
    """What is being filled by the engine, which does not say how far it is."""
    _cut: int = field(default=0, init=False)
    _spss: SpssFile = field(default_factory=SpssFile, init=False)
    """What became of them as a file of SPSS."""

    @property
    def survey(self) -> Survey:
        """What the people were asked."""
        return self.engine.survey

    @cached_property
    def _weight(self) -> Question | None:
        return weight_column(self.view.slice, self.survey, self.questions)

    @property
    def _is_raked(self) -> bool:
        """Whether the weight is in no column of the file."""
        return self._weight is not None and self._weight.name not in self.survey

    @property
    def columns(self) -> tuple[Question, ...]:
        """What is told of each reply: the answers to the questions, and then what it weighs where it is weighted."""
        return (*self.questions, *((self._weight,) if self._weight else ()))

    @cached_property
    def total(self) -> int:
        """How many replies the people of the view have sent, given or not."""
        if self.survey.min_base:
            return words_window(self.engine, self.view.slice, self._asked_words, 0, 0, self.cancel).total
        return Windows(self.engine).count(self.view.slice, self.cancel)

    @property
    def rows(self) -> int:
        """How many of them are given."""
        rest = max(self.total - self.offset, 0)
        return rest if self.limit is None else min(rest, self.limit)

    @property
    def done(self) -> int:
        """How many have been given so far."""
        return self._done

    @property
    def progress(self) -> str:
        """How many have been given; where the engine writes them by itself, how large the file is."""
        if (file := self._file) is not None:
            with suppress(OSError):
                return size_words(os.fstat(file).st_size)
        return f"{self._done:,} of {self.rows:,}" if self._done else ""

    @property
    def who(self) -> str:
        """Whose they are, in words."""
        return self.view.slice.sentence(self.survey)

    def replies(self) -> Iterator[Reply]:
        """The replies. The first is fetched at once, so that a fault comes before anything was written."""
        view = self.view
        if self.survey.min_base:
            return self._words()
        people, asked = view.slice, self.questions if self._is_raked else self.columns
        found = stream_replies(
            self.engine, people, asked, view.sort, self.offset, self.limit, self.cancel,
            worked_out=partial(weight_sql, people) if self._is_raked else None,
        )  # fmt: skip
        first = next(found, None)
        return self._counted(chain([first], found)) if first else iter(())

    @property
    def _asked_words(self) -> Question:
        """The question whose words are given, where a privacy floor lets nothing else be given.

        Raises:
            WithheldError: when anything else is asked for.
        """
        if self.personal:
            raise refused(self.survey, "answers that tell who a person is are not shown")
        (found,) = words_of(self.view, self.survey)
        if [question.name for question in self.questions] != [found.name]:
            raise refused(self.survey, "replies show what people wrote to one open question, and no other answers")
        return found

    def _words(self) -> Iterator[Reply]:
        asked = self._asked_words
        window = words_window(self.engine, self.view.slice, asked, self.offset, self.limit, self.cancel)
        return self._counted(iter(window.replies))

    def _counted(self, replies: Iterator[Reply]) -> Iterator[Reply]:
        for self._done, reply in enumerate(replies, 1):
            if self.cancel.is_cancelled:
                raise QueryCancelledError("cancelled")
            yield reply

    def pieces(self, form: Format) -> Iterator[str]:
        """The replies, a record at a time."""
        total, replies = self.total, self.replies()
        if form is Format.JSON:
            return replies_pieces(self.who, total, self.offset, self.columns, replies, personal=self.personal)
        if form is not Format.MARKDOWN:
            return reply_records(self.columns, replies, form, personal=self.personal)
        return markdown_pieces(
            replies_grid(self.survey, self.who, total, self.columns, replies, personal=self.personal)
        )

    def fill(self, file: int, form: Format) -> None:
        """The replies as a workbook, as a file of SPSS, or as parquet."""
        match form:
            case Format.XLSX:
                told = self.who, self.total, self.columns, self.replies()
                self._cut = write_replies(file, *told, personal=self.personal)
            case Format.SAV if not self.survey.min_base:
                weight = self._weight.name if self._weight else self.view.slice.weight
                self._spss = write_sav(file, self.survey, self.columns, self.replies(), weight, personal=self.personal)
            case _:
                self._parquet(file)

    def needs_companion(self, form: Format) -> bool:
        """Whether a file of SPSS has sets of variables, or a weight: both are defined by commands only."""
        several = any(question.kind is Kind.MULTI for question in self.questions)
        return form is Format.SAV and (several or bool(self.view.slice.weight))

    def companion(self, name: str) -> str:
        """The commands that define them."""
        return syntax_of(self._spss, name)

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether texts had to be cut, and what else a format could not take as it is."""
        return cut_words(self._cut, MOST_UNITS) + self._spss.notes

    def _parquet(self, file: int) -> None:
        """The replies with their survey, so that topline opens them again as what they are."""
        if self.survey.min_base:
            raise refused(self.survey, "replies are not written as parquet or sav, which take all answers along")
        questions = [question for question in self.columns if question.name in self.survey]
        raked = self._weight if self._is_raked else None
        part = part_of(self.survey, [*questions, *([raked] if raked else [])], self.view.slice)
        self._file = file
        try:
            write_parquet(
                self.engine,
                file,
                self.view.slice,
                questions,
                self.view.sort,
                self.offset,
                self.limit,
                mask="" if self.personal else MASK,
                metadata={SURVEY_KEY: survey_file_text(part, most_options=None), READING_KEY: dumped(reading_of(part))},
                worked_out=(raked.name, partial(weight_sql, self.view.slice)) if raked else None,
                cancel=self.cancel,
            )
        finally:
            self._file = None


@dataclass
class PersonOut(RepliesOut):
    """One reply, whole."""

    person: Person | None = None
    """The same reply as a page sets it."""

    @property
    def place(self) -> str:
        """Which of the replies it is."""
        return f"reply {self.offset + 1:,} of {self.total:,}"

    def pieces(self, form: Format) -> Iterator[str]:
        """The reply: as Markdown a page, else a record."""
        if form is not Format.MARKDOWN or self.person is None:
            return super().pieces(form)
        return person_markdown(self.survey, self.person, self.place, personal=self.personal)
