"""From a table and its header to the questions that its columns are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from topline.readers.groups import (
    alchemer,
    forms,
    generic,
    kobo,
    labelled,
    limesurvey,
    panel,
    platforms,
    qualtrics,
    ranks,
    redcap,
    surveymonkey,
    wording,
)
from topline.readers.groups.candidates import Candidate, Sheet
from topline.readers.groups.cells import Cells, read_by_label
from topline.readers.groups.conventions import Conventions, conventions_of
from topline.readers.groups.deciding import decided, without
from topline.readers.groups.own_words import own_words_of
from topline.readers.header import Header
from topline.readers.raw import RawGroup, RawTable

Seek = Callable[[Sheet], Iterator[Candidate]]

SEEKERS: tuple[tuple[Seek, frozenset[str]], ...] = (
    (surveymonkey.seek_two_rows, frozenset()),
    (qualtrics.seek, frozenset({platforms.QUALTRICS})),
    (alchemer.seek, frozenset({platforms.ALCHEMER})),
    (kobo.seek, frozenset()),
    (redcap.seek, frozenset()),
    (limesurvey.seek, frozenset()),
    (ranks.seek, frozenset()),
    (generic.seek_brackets, frozenset()),
    (wording.seek_numbered, frozenset()),
    (generic.seek_dashes, frozenset()),
    (labelled.seek, frozenset()),
    (wording.seek_repeated, frozenset()),
    (generic.seek_own_headers, frozenset()),
    (forms.seek_statements, frozenset({platforms.MICROSOFT_FORMS})),
    (panel.seek, frozenset()),
    (wording.seek_parentheses, frozenset()),
    (wording.seek_endings, frozenset()),
)
"""What to look for, in this order, and on which platforms; no platform for all. What a header says of itself comes
first, and names that are only alike come last."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a table was found to be."""

    platform: str
    conventions: Conventions
    groups: tuple[RawGroup, ...]
    own_words: tuple[tuple[int, int], ...]
    """Places of columns of own words, each with the place of the question that they belong to, where that is a column
    by itself; those of groups are in `RawGroup.other`."""


def find(table: RawTable, header: Header) -> Found:
    """Find the questions that several columns are, among those that the file does not declare.

    Args:
        table: Columns in the order of the header's.
        header: What the header says of every column.
    """
    platform = platforms.platform_of(header, table.columns)
    declared = {place for group in table.groups for place in (*group.columns, group.other) if place is not None}
    sheet = Sheet(
        headings=header.headings,
        cells=Cells(table.columns, table.rows),
        platform=platform,
        free=frozenset(range(len(table.columns))) - declared,
        said=tuple(column.text for column in table.columns),
    )
    conventions = conventions_of(platform, sheet)
    own = {place for place, _ in (*conventions.dropped, *conventions.roles)}
    apart = frozenset(cell for cell, _ in conventions.apart)
    sheet = replace(sheet, cells=sheet.cells.with_apart(apart), free=sheet.free - own)
    groups = tuple(_in_codes(group, table) for group in _groups(sheet))
    taken = {place for group in groups for place in (*group.columns, group.other) if place is not None}
    summaries = [
        (summary, "its codes stand in a column each beside it")
        for summary, options in kobo.summaries_of(sheet).items()
        if taken.issuperset(options)
    ]
    return Found(
        platform=platform,
        conventions=replace(conventions, dropped=(*conventions.dropped, *summaries)),
        groups=groups,
        own_words=own_words_of(replace(sheet, free=sheet.free - taken), (*table.groups, *groups)),
    )


def _in_codes(group: RawGroup, table: RawTable) -> RawGroup:
    """A group whose ticks are the codes of its columns, where these were looked at by their labels."""
    if group.ticked is None:
        return group
    codes: set[str] = set()
    for place in group.columns:
        labels = read_by_label(table.columns[place])
        codes.update(code for code, said in labels.items() if said in group.ticked)
        codes.update(() if labels else group.ticked)
    return replace(group, ticked=frozenset(codes))


def _groups(sheet: Sheet) -> list[RawGroup]:
    """The questions, in the order of their first columns."""
    seekers = [seek for seek, only in SEEKERS if not only or sheet.platform in only]
    candidates = [candidate for seek in seekers for candidate in seek(sheet)]
    sheet.cells.look_at(sorted(set(chain.from_iterable(candidate.columns for candidate in candidates))))
    taken: set[int] = set()
    groups = []
    for candidate in candidates:
        free = without(candidate, taken)
        group = decided(free, sheet) if free else None
        if group is not None:
            groups.append(group)
            taken.update((*group.columns, *([group.other] if group.other is not None else [])))
    return sorted(groups, key=lambda group: group.columns[0])
