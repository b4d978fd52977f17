"""What is known of a table besides its cells: its codebook, the survey tool that wrote it, and what goes together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.codebooks import codebook_for, overlaid, worded
from topline.readers.groups import Conventions, conventions, find, forms, kobo, limesurvey, platform_of
from topline.readers.groups.platforms import KOBO, LIMESURVEY, MICROSOFT_FORMS, ODK, PANEL, REDCAP
from topline.readers.header import Header, Heading
from topline.readers.naming import readable
from topline.readers.rankings import with_rankings
from topline.readers.raw import RawColumn, RawGroup, RawTable
from topline.readers.repeats import with_parent, with_people_told
from topline.readers.units import ITEMS
from topline.survey import Kind, MissingKind

if TYPE_CHECKING:
    import polars

_CODES = (kobo.BETWEEN, kobo.takes_several, "codes with a space between")
_OF_SEVERAL = {
    MICROSOFT_FORMS: (forms.MARK, forms.takes_several, f'"{forms.MARK}" behind every answer'),
    KOBO: _CODES,
    ODK: _CODES,
}
"""What platforms write between several answers, what tells from the cells that they do, and that in words."""
MOST_NAMED = 5
"""Columns that a remark names."""


def understood(table: RawTable, path: Path) -> RawTable:
    """A table with what its codebook and its platform say of it, and the groups that its columns form.

    Args:
        table: What the file holds.
        path: The file, beside which a codebook is looked for.
    """
    table = with_parent(table, path)
    codebook = None if table.is_described else codebook_for(path, [column.header for column in table.columns])
    table = _prepared(table)
    found = find(worded(table, codebook) if codebook else table, table.header or _header_of(table))
    groups = tuple(sorted((*table.groups, *found.groups), key=lambda group: group.columns[0]))
    table = replace(table, groups=groups, warnings=(*table.warnings, *_doubts(table, found.groups)))
    if codebook:
        table = overlaid(table, codebook)
    table = _with_own_words(table, found.own_words)
    if table.header is None:
        return with_rankings(table)
    table = _with_conventions(
        replace(table, platform=found.platform), found.conventions, is_described=codebook is not None
    )
    table = with_people_told(table) if found.platform == REDCAP else table
    table = _without_rows(table, found.conventions)
    table = _without_columns(table, found.conventions.dropped)
    table = with_rankings(table, found.conventions.separators)
    if table.platform in _OF_SEVERAL:
        several = partial(_of_several, platform=table.platform)
        grouped = {at for group in table.groups for at in (*group.columns, group.other)}
        columns = (column if at in grouped else several(column) for at, column in enumerate(table.columns))
        table = replace(table, columns=tuple(columns))
    if table.platform and table.platform != PANEL:
        return replace(table, warnings=(*table.warnings, f"read as {table.platform} writes it"))
    return table


def _header_of(table: RawTable) -> Header:
    """Variables and their labels as a header, of which groups can be told."""
    return Header(tuple(Heading(column.name or column.header, column.text) for column in table.columns), 0)


def _prepared(table: RawTable) -> RawTable:
    """A table with what some platforms write into one cell, or one header, told apart."""
    if table.header is None:
        return table
    platform = platform_of(table.header, table.columns)
    if platform == LIMESURVEY:
        texts = limesurvey.texts_of([column.header for column in table.columns])
        columns = (replace(column, text=text) for column, text in zip(table.columns, texts, strict=False))
        return replace(table, columns=tuple(columns)) if texts else table
    return table


def _doubts(table: RawTable, groups: Iterable[RawGroup]) -> Iterator[str]:
    """What may as well be one question, for people to decide."""
    named = [
        f"{table.columns[group.columns[0]].header} to {table.columns[group.columns[-1]].header}"
        for group in groups
        if group.in_doubt
    ]
    if named:
        which = ", ".join(named[:MOST_NAMED]) + (" ..." if len(named) > MOST_NAMED else "")
        yield f"answered with yes and no, and kept as a question each although they may be the options of one: {which}"


def _with_conventions(table: RawTable, conventions: Conventions, *, is_described: bool) -> RawTable:
    """A table with what its platform writes of itself told from answers.

    Args:
        table: As it was read.
        conventions: Of its platform.
        is_described: Whether a codebook says which questions were not asked of everyone.
    """
    apart = tuple((cell, kind.value) for cell, kind in conventions.apart)
    roles = dict(conventions.roles)
    rule = f"as {conventions.platform} names it"
    columns = [
        replace(column, role=roles[at], rule=rule)
        if at in roles and column.role is None
        else replace(column, apart=(*column.apart, *apart))
        for at, column in enumerate(table.columns)
    ]
    if conventions.blank_is is not MissingKind.NO_ANSWER and _says_no_answer(table, conventions):
        columns = [
            column if is_described and not column.base_text else replace(column, blank=conventions.blank_is)
            for column in columns
        ]
    return replace(table, columns=tuple(columns))


def _says_no_answer(table: RawTable, conventions: Conventions) -> bool:
    """Whether whoever was asked and did not answer is told from the others, where the platform can write it so."""
    import polars

    written = [cell for cell, kind in conventions.apart if kind is MissingKind.NO_ANSWER]
    texts = (column.cells for column in table.columns if column.cells.dtype == polars.String)
    return not written or any(bool(cells.is_in(written).any()) for cells in texts)


def _of_several(column: RawColumn, platform: str) -> RawColumn:
    """A column that takes several answers where its cells write them as the platform does."""
    separator, takes_several, how = _OF_SEVERAL[platform]
    if column.kind or column.role or column.options or not takes_several(column.cells):
        return column
    return replace(column, kind=Kind.MULTI, separator=separator, rule=f"{how}, as {platform} writes several")


def _with_own_words(table: RawTable, own_words: Iterable[tuple[int, int]]) -> RawTable:
    """Columns of own words that belong to another question stay own words, however few they are."""
    columns = list(table.columns)
    of_groups = ((group.other, group.text) for group in table.groups)
    several = (group for group in table.groups if group.how not in ITEMS)
    shared = {at: group.text for group in several for at in group.columns}
    of_columns = ((at, shared.get(of) or columns[of].text or columns[of].header) for at, of in own_words)
    for at, question in (*of_groups, *of_columns):
        if at is not None and columns[at].kind is None and columns[at].role is None:
            columns[at] = _own_words(columns[at], question)
    return replace(table, columns=tuple(columns))


def _own_words(column: RawColumn, question: str) -> RawColumn:
    own, asked = readable(column.text or column.header), readable(question)
    text = own if not asked or own.casefold().startswith(asked.casefold()) else f"{asked} - {own}"
    return replace(column, kind=Kind.OPEN, text=text, rule=f'own words that belong to "{asked or own}"')


def _without_rows(table: RawTable, conventions: Conventions) -> RawTable:
    """A table without the rows that nobody answered in earnest, and a word on how many they were."""
    warnings = list(table.warnings)
    for left_out in conventions.no_replies:
        cells = table.columns[left_out.column].cells.str.strip_chars().str.to_lowercase()
        if not set(cells.unique().drop_nulls().to_list()) <= left_out.cells | left_out.others:
            continue  # a question that is called as the platform calls a column of its own
        keep = ~cells.is_in(list(left_out.cells)).fill_null(False)
        gone = table.rows - int(keep.sum())
        if not gone:
            continue
        warnings.append(f"{gone:,} rows of {left_out.why} left out")
        table = _with_rows(table, keep)
    return replace(table, warnings=tuple(warnings))


def _with_rows(table: RawTable, keep: polars.Series) -> RawTable:
    columns = tuple(replace(column, cells=column.cells.filter(keep)) for column in table.columns)
    return replace(table, columns=columns, rows=int(keep.sum()))


def _without_columns(table: RawTable, dropped: Iterable[tuple[int, str]]) -> RawTable:
    """A table without the columns of a platform's own, and a word on which they are."""
    why = {at: reason for at, reason in dropped if _is_of_the_platform(table, at, reason)}
    if not why:
        return table
    kept = [at for at in range(len(table.columns)) if at not in why]
    places = {at: new for new, at in enumerate(kept)}
    said = []
    for reason in dict.fromkeys(why.values()):
        named = [readable(table.columns[at].header) for at, one in why.items() if one == reason]
        which = ", ".join(named[:MOST_NAMED]) + (" ..." if len(named) > MOST_NAMED else "")
        said.append(f"{'a column' if len(named) == 1 else f'{len(named):,} columns'} left out, {reason}: {which}")
    header = table.header and replace(table.header, headings=tuple(table.header.headings[at] for at in kept))
    moved = (_moved(group, places) for group in table.groups)
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        groups=tuple(group for group in moved if group.columns),
        header=header,
        warnings=(*table.warnings, *said),
    )


def _is_of_the_platform(table: RawTable, at: int, reason: str) -> bool:
    """Whether a column that is named like one of the platform's own holds what such a column does."""
    column = table.columns[at]
    header = column.header.strip()
    if reason == conventions.TIMINGS:
        return bool(column.cells.str.strip_chars().str.contains(r"^[0-9]*[.,]?[0-9]*$").fill_null(True).all())
    if reason == conventions.SHOWN_ORDER:
        return "_DO" in header or "_DO" in column.name
    if header.casefold().startswith("feedback - "):
        points = f"points - {header[len('feedback - ') :].casefold()}"
        return any(other.header.strip().casefold() == points for other in table.columns)
    return True


def _moved(group: RawGroup, places: dict[int, int]) -> RawGroup:
    """A group with its columns where they are now, without those that are gone."""
    left = [(places[at], label) for at, label in zip(group.columns, group.labels, strict=True) if at in places]
    other = places.get(group.other) if group.other is not None else None
    return replace(group, columns=tuple(at for at, _ in left), labels=tuple(label for _, label in left), other=other)
