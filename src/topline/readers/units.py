"""What becomes one question each: a column by itself, or columns together, as found or as the survey file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from topline.readers.naming import LONGEST_NAME, alike, name_beside, names_of, readable
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.readers.ticks import says_no, says_yes
from topline.readers.together import are_items, contradiction, texts_of
from topline.survey import Kind, SurveyFile
from topline.survey.errors import did_you_mean

ITEMS = (Together.GRID, Together.RANKING, Together.RANKS)
"""How columns are together and yet a question each."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What becomes one question: a column, or columns that are one together."""

    columns: tuple[int, ...]
    """Places in the table's columns."""
    name: str
    group: RawGroup | None = None
    """The group that it is, or of which its column is an item."""

    @property
    def is_item(self) -> bool:
        """Whether it is one of several questions over the same options."""
        return self.group is not None and self.group.how in ITEMS


def units_of(table: RawTable) -> list[Unit]:
    """What becomes one question each, in the order of the columns, each with a name of its own.

    A column is named as if it stood by itself, so that putting others together or taking them apart renames none.
    """
    of_column: dict[int, RawGroup] = {}
    for group in table.groups:
        for at in group.columns:
            of_column.setdefault(at, group)
    headers = [_header(column, of_column.get(at), at) for at, column in enumerate(table.columns)]
    names = names_of(headers)
    loose = [at for at in range(len(names)) if at not in of_column or of_column[at].how in ITEMS]
    taken = {names[at].casefold() for at in loose}
    taken |= {names[group.other].casefold() for group in table.groups if group.other is not None}
    units: list[Unit] = []
    for at, column in enumerate(table.columns):
        held = of_column.get(at)
        if held is None or held.how in ITEMS:
            units.append(Unit((at,), names[at], held))
        elif at == min(held.columns):
            called = held.name or held.text or shared_start(table, held) or column.header
            units.append(Unit(held.columns, name_beside(called, taken), held))
            if held.other is not None and held.other in held.columns:
                units.append(Unit((held.other,), names[held.other]))
    return units


def with_stated_sets(table: RawTable, stated: SurveyFile) -> RawTable:
    """A table whose columns are together as the survey file says: those that it names, and none that it takes apart.

    Raises:
        SurveyFileError: when it names a column that the file does not have, or puts together what cannot be one
            question.
    """
    shown = (_as_they_are(group, table) for group in table.groups)
    table = replace(table, groups=tuple(group for group in shown if group is not None))
    sets = [(name, said) for name, said in stated.questions.items() if "columns" in said]
    groups = tuple(_stated_set(table, stated, name, said) for name, said in sets)
    taken = {at for group in groups for at in group.columns}
    found = tuple(group for group in table.groups if not taken.intersection(group.columns))
    table = replace(table, groups=(*groups, *found))
    apart = {name for name, said in stated.questions.items() if said.get("apart")}
    kinds = {name: said["kind"] for name, said in stated.questions.items() if "kind" in said and "columns" not in said}
    if not apart and not kinds:
        return table
    gone, spread = set(), set()
    for unit in units_of(table):
        if unit.group and unit.name in apart:
            gone.add(id(unit.group))
        elif unit.group and not unit.is_item and unit.name in kinds:
            kind = kinds[unit.name]
            # The columns of mentions hold codes of any option, so that none of them is an option's own.
            if kind not in (Kind.MULTI, Kind.SINGLE) or (kind, unit.group.how) == (Kind.SINGLE, Together.MENTIONS):
                what = f"{unit.name!r} is put together from columns of options, and cannot be {kind}"
                raise stated.fault(("question", unit.name, "kind"), f"{what}; `apart = true` takes them apart")
            if kind == Kind.SINGLE:
                spread.add(id(unit.group))
    kept = (group for group in table.groups if id(group) not in gone)
    told = (replace(group, how=Together.SPREAD) if id(group) in spread else group for group in kept)
    return replace(table, groups=tuple(told))


def _as_they_are(group: RawGroup, table: RawTable) -> RawGroup | None:
    """A group as its cells and labels show it; None where they say that its columns are no one question."""
    columns = [table.columns[at] for at in group.columns]
    if contradiction(group, columns):
        return None
    if group.how is Together.MENTIONS and are_items(columns):
        return replace(group, how=Together.GRID, rule=f"{group.rule}, and replies name the same answer for several")
    return group


def _stated_set(table: RawTable, stated: SurveyFile, name: str, said: Mapping[str, Any]) -> RawGroup:
    places = {column.header: at for at, column in reversed([*enumerate(table.columns)])}
    for header in said["columns"]:
        if header not in places:
            hint = did_you_mean(header, places)
            raise stated.fault(("question", name, "columns"), f"the file has no column {header!r}{hint}")
    columns = tuple(places[header] for header in said["columns"])
    how = Together.SPREAD if said.get("kind") == Kind.SINGLE else Together.SEVERAL
    alike = next((group for group in table.groups if group.columns == columns and group.how not in ITEMS), None)
    if alike:
        return replace(alike, how=how, name=name, rule="stated in the survey file")
    labels = tuple(_only_answer(table.columns[at]) or table.columns[at].header for at in columns)
    group = RawGroup(how, columns, "", labels, "stated in the survey file", name=name)
    if why := contradiction(group, [table.columns[at] for at in columns]):
        raise stated.fault(("question", name, "columns"), f"{name!r} cannot be put together: {why}")
    return group


def _only_answer(column: RawColumn) -> str:
    """What the cells of a column of ticks say where they name the option; else nothing."""
    answers = [text for text in texts_of(column.cells).unique().drop_nulls().to_list() if not says_no(text)]
    return answers[0] if len(answers) == 1 and not says_yes(answers[0]) else ""


def _header(column: RawColumn, group: RawGroup | None, at: int) -> str:
    """What a column is named after: its variable or short header, else the item of a grid that it is."""
    header = column.name or column.header
    if group is None or group.how not in ITEMS or column.name or len(column.header) <= LONGEST_NAME:
        return header
    item = readable(group.labels[group.columns.index(at)])
    return item if sum(map(str.isalpha, item)) > 1 else header


def shared_start(table: RawTable, group: RawGroup) -> str:
    """What the headers of a group begin with alike, without what numbers the columns."""
    headers = [table.columns[at].header for at in group.columns]
    return alike(headers).rstrip(" _-.:/[(#0123456789") if len(headers) > 1 else ""
