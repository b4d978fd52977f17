"""What every format gives: columns as a file holds them, and what the file itself says of them.

A reader of a format fills these in and decides nothing that the file does not say; which columns belong together,
and what kind of question each is, is decided afterwards, for all formats alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from topline.readers.header import Header
from topline.survey import Kind, MissingKind, Option, Role

if TYPE_CHECKING:
    import polars


class Together(StrEnum):
    """How several columns are one question."""

    SEVERAL = "several"
    """Select all that apply: a column for each option, ticked or not."""
    MENTIONS = "mentions"
    """Select all that apply: a column for each mention, holding the code of any option."""
    SPREAD = "spread"
    """One answer, spread over a column for each option."""
    GRID = "grid"
    """A question a column over the same options."""
    RANKING = "ranking"
    """A column for each item, holding its rank, 1 the first."""
    RANKS = "ranks"
    """A column for each rank, 1 the first, holding the item that got it; made a column for each item once it is
    known which items there are."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column as a file holds it."""

    header: str
    """As it stands in the file."""
    cells: polars.Series
    """Text as it stands in the file, or numbers, truth and dates where the format has types; null where nothing is."""
    position: int
    """0-based, in the file."""
    name: str = ""
    """The variable's name, where the format has one; else a name is made of the header."""
    text: str = ""
    """The question as asked, where it stands elsewhere than in the header."""
    options: tuple[Option, ...] = ()
    """The value labels in their order; those that are set apart say why. Codes are written as `code_of` does."""
    kind: Kind | None = None
    """Where the file says it; None to infer."""
    role: Role | None = None
    """Where the file says it; None to infer."""
    rule: str = ""
    """What the file said, where it decided kind or role: "a value label for every value"."""
    base_text: str = ""
    """Who was asked, in words, where the file says it."""
    blank: MissingKind = MissingKind.NO_ANSWER
    """Why a cell is blank, as far as the file or the platform tells."""
    own_words: bool = False
    """Whether it is answered in own words, unless all that was written are numbers or dates."""
    separator: str = ""
    """What stands between several answers in a cell, where the platform is known to write them so; else inferred."""
    apart: tuple[tuple[str, str], ...] = ()
    """Cells of this text that say why there is no answer, each with the `MissingKind`, where the platform is known."""
    notes: tuple[str, ...] = ()
    """What was mended in reading, a clause each."""


@dataclass(frozen=True, slots=True)
class RawGroup:
    """Columns that are one question together."""

    how: Together
    columns: tuple[int, ...]
    """Places in the table's `columns`."""
    text: str
    """The question that they share; empty where the file does not have it."""
    labels: tuple[str, ...]
    """The option or item that each of the columns stands for."""
    rule: str
    """What told that they belong together, in words."""
    name: str = ""
    """A name, where the format has one; else it is made of the text."""
    ticked: frozenset[str] | None = None
    """For columns of options: the cells, written as codes, that say an option was chosen. None where every cell that
    holds anything else than a spelling of "no" does."""
    other: int | None = None
    """The place of the column of own words that belong to "Other, please specify"."""
    in_doubt: bool = False
    """Whether these items, answered with yes and no, may be the options of one question all the same."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as a file holds it."""

    columns: tuple[RawColumn, ...]
    rows: int
    groups: tuple[RawGroup, ...] = ()
    """Those that the file itself declares; others are found by their headers and cells."""
    title: str = ""
    """Where the file says it; else its name."""
    header: Header | None = None
    """The header of a table that was rows of cells; None where the format has variables."""
    platform: str = ""
    """The survey tool that wrote it, where it was recognised, such as "SurveyMonkey"."""
    delimiter: str = ","
    """What stands between cells, for delimited text: semicolons go with decimal commas."""
    is_described: bool = False
    """Whether a codebook was laid over it in reading, so that no other is looked for."""
    warnings: tuple[str, ...] = ()
    """What had to be mended or left out, a sentence each."""
