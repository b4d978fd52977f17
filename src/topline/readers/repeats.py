"""Tables whose rows are not respondents: repeated forms and events of a person, and groups of a form that repeat.

KoboToolbox and ODK write what repeats to a table of its own, whose rows name the row of another that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import folded
from topline.readers.codebooks.small_tables import delimited_header
from topline.readers.errors import UnreadableFileError
from topline.readers.neighbours import named_beside, of_shorter_stem_beside, small_beside
from topline.readers.raw import RawColumn, RawTable
from topline.readers.sanitise import sanitise
from topline.survey import Kind, Role

if TYPE_CHECKING:
    import polars

_EVENTS = ("redcap_event_name", "event name")
_FORMS = ("redcap_repeat_instrument", "repeat instrument")
_INSTANCES = ("redcap_repeat_instance", "repeat instance")
"""What REDCap calls the columns that tell the rows of a person apart, as raw data and with labels."""
_DEEPEST = 5
"""Groups that repeat within each other."""
_LEAST_FOUND = 0.5
"""Share of the rows whose row in the other table must be there for it to be that which they belong to."""
_TABLES = (".csv", ".tsv", ".txt")
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def with_people_told(table: RawTable) -> RawTable:
    """A table of REDCap with a word on how many people its rows are, where some have several."""
    names = [folded(column.header) for column in table.columns]
    apart = [names.index(name) for said in (_EVENTS, _FORMS, _INSTANCES) for name in said if name in names]
    if not apart:
        return table
    record = table.columns[0]  # what a person is known by always comes first
    people = record.cells.drop_nulls().n_unique()
    if not 0 < people < table.rows or 0 in apart:
        return table
    if record.role in (None, Role.ID):
        record = replace(record, role=Role.ID, rule="the record, which has a row for each event and each repeated form")
    first = sanitise(table.columns[apart[0]].header, one_line=True, limit=60)
    said = (
        f"{table.rows:,} rows of {people:,} people: REDCap writes one for each event and each repeated form of a"
        f" person; filter by {first} to count people"
    )
    return replace(table, columns=(record, *table.columns[1:]), warnings=(*table.warnings, said))


@dataclass(frozen=True, slots=True)
class _Link:
    """How the rows of a table say which row of another they belong to."""

    column: int
    """The place of the column that says it."""
    key: str
    """The header of what it names in the other table."""
    table: str = ""
    """The other table's name, where the rows say it."""


def with_parent(table: RawTable, path: Path, depth: int = 0) -> RawTable:
    """A table of what repeats with the answers of the reply that each row belongs to, where that table is beside it.

    Args:
        table: What the file holds.
        path: The file: a workbook has the other table as a sheet, delimited text as a file beside it.
        depth: How many groups this one is within.
    """
    link = _link_of(table)
    if link is None or depth == _DEEPEST:
        return table
    names = replace(table.columns[link.column], kind=Kind.OPEN, rule="names the reply that the row belongs to")
    table = replace(table, columns=tuple(names if at == link.column else c for at, c in enumerate(table.columns)))
    keys = _keys(table.columns[link.column])
    for name, parent in _parents(path, link, depth):
        place = next((at for at, column in enumerate(parent.columns) if folded(column.header) == link.key), None)
        if place is None:
            continue
        rows = _rows_of(keys, _keys(parent.columns[place]))
        found = len(rows) - rows.null_count()
        if rows.len() == len(keys) and found and found >= _LEAST_FOUND * (len(keys) - keys.null_count()):
            return _joined(table, parent, place, rows, name)
    called = f"{link.table}.csv" if link.table else "the file whose KEY this one's PARENT_KEY names"
    said = "each row is one of several of a reply in another table"
    remedy = f"put {sanitise(called, one_line=True, limit=100)} beside it to have its answers here too"
    return replace(table, warnings=(*table.warnings, f"{said}; {remedy}"))


def _link_of(table: RawTable) -> _Link | None:
    names = [folded(column.header) for column in table.columns]
    if {"parent_key", "key"} <= set(names):
        return _Link(names.index("parent_key"), "key")
    if {"_parent_index", "_parent_table_name"} <= set(names):
        called = table.columns[names.index("_parent_table_name")].cells.drop_nulls()
        return _Link(names.index("_parent_index"), "_index", str(called[0]).strip() if len(called) else "")
    return None


def _keys(column: RawColumn) -> polars.Series:
    import polars

    return column.cells.cast(polars.String).str.strip_chars()


def _parents(path: Path, link: _Link, depth: int) -> Iterator[tuple[str, RawTable]]:
    """The tables that rows may belong to, each with its name, the likeliest first."""
    from topline.readers import table as delimited
    from topline.readers import workbook

    with path.open("rb") as file:
        is_workbook = file.read(4) in _WORKBOOK
    try:
        if is_workbook and link.table:
            yield link.table, with_parent(workbook.read(path, path.name, sheet=link.table), path, depth + 1)
    except UnreadableFileError:
        return
    if is_workbook:
        return
    named = (named_beside(path, f"{link.table}{suffix}") for suffix in _TABLES if link.table)
    own = [other for other in named if other is not None]
    for other in dict.fromkeys((*own, *of_shorter_stem_beside(path, _TABLES), *small_beside(path, _TABLES))):
        try:
            if other != path and link.key in delimited_header(other):
                yield other.name, with_parent(delimited.read_table(other, other.name), other, depth + 1)
        except (OSError, UnreadableFileError):
            continue


def _rows_of(keys: polars.Series, others: polars.Series) -> polars.Series:
    """The row of the other table that each key names; null where none does."""
    import polars

    known = polars.DataFrame({"key": others}).with_row_index("row").drop_nulls().unique("key", keep="none")
    return keys.to_frame("key").join(known, on="key", how="left", maintain_order="left")["row"]


def _joined(table: RawTable, parent: RawTable, place: int, rows: polars.Series, name: str) -> RawTable:
    """A table with the columns of another behind its own."""
    own = {folded(column.header) for column in table.columns}
    shown = sanitise(name, one_line=True, limit=100)
    kept = [
        at
        for at, column in enumerate(parent.columns)
        if at != place and not _is_a_link(folded(column.header), own) and column.header.strip()
    ]
    columns = [
        replace(
            parent.columns[at],
            cells=parent.columns[at].cells.gather(rows),
            position=len(table.columns) + number,
            notes=(*parent.columns[at].notes, f"of the reply in {shown} that the row belongs to"),
        )
        for number, at in enumerate(kept)
    ]
    header = table.header
    if header and parent.header:
        header = replace(header, headings=(*header.headings, *(parent.header.headings[at] for at in kept)))
    replies, lost = rows.drop_nulls().n_unique(), rows.null_count()
    said = f"each row is one of several of a reply: {table.rows - lost:,} rows belong to {replies:,} of {shown}"
    said += f", whose {len(kept):,} columns were joined to them"
    if lost:
        said += f"; {'a row belongs' if lost == 1 else f'{lost:,} rows belong'} to none there"
    return replace(table, columns=(*table.columns, *columns), header=header, warnings=(*table.warnings, said))


def _is_a_link(name: str, own: set[str]) -> bool:
    """Whether a column of the other table only leads from table to table."""
    return name.startswith(("set-of-", "_parent_")) or name == "parent_key" or (name[:1] == "_" and name in own)
