"""From what a file holds to a survey: which columns are one question, what kind each is, and the replies as parquet.

The same for every format. Runs in the child process of `handover`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topline.readers.coded import read_coded
from topline.readers.columns import ReadColumn, TextColumn, read_column
from topline.readers.inference import response_in, with_single_roles
from topline.readers.naming import LONGEST_NAME, names_of, readable
from topline.readers.parquet import READING_KEY, SURVEY_KEY, dumped
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.readers.reading import reading_of
from topline.readers.sanitise import sanitise
from topline.readers.survey_text import survey_file_text
from topline.readers.together import are_items, read_group, says_no, says_yes, texts_of
from topline.survey import Kind, MissingKind, Role, Survey, SurveyFile
from topline.survey.errors import did_you_mean

if TYPE_CHECKING:
    import polars

ITEMS = (Together.GRID, Together.RANKING)
"""How columns are together and yet a question each."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What becomes one question: a column, or columns that are one together."""

    columns: tuple[int, ...]
    """Places in the table's columns."""
    header: str
    """What its name is made of."""
    group: RawGroup | None = None
    """The group that it is, or of which its column is an item."""

    @property
    def is_item(self) -> bool:
        """Whether it is one of several questions over the same options."""
        return self.group is not None and self.group.how in ITEMS


def write_parquet(
    table: RawTable, shown: str, target: Path, stated: SurveyFile, progress: Callable[[str], None] = lambda _: None
) -> None:
    """Leave a table at `target` as a parquet file that carries its survey.

    Args:
        table: What the file holds.
        shown: How the file is named to people.
        target: The parquet file to write; it must not exist.
        stated: The survey file, whose kinds decide how values are stored.
        progress: Told in a few words what is being done.
    """
    progress(f"looking at {len(table.columns):,} columns")
    columns = questions_of(table, stated)
    questions = with_single_roles(column.question for column in columns)
    survey = Survey(
        title=readable(table.title) or sanitise(_stem(shown), one_line=True, limit=200),
        questions=questions,
        respondents=table.rows,
        response=response_in(questions),
        warnings=tuple(sanitise(warning, one_line=True, limit=500) for warning in table.warnings),
    )
    progress("writing the replies")
    _write(target, survey, [column.values for column in columns])


def _stem(shown: str) -> str:
    """The name of a file without what it ends in, twice where it is packed."""
    path = Path(shown)
    return Path(path.stem).stem if path.suffix.casefold() in (".gz", ".zip") else path.stem


def questions_of(table: RawTable, stated: SurveyFile) -> list[ReadColumn]:
    """The questions of a table in the order of its columns, with their values."""
    table = with_stated_sets(table, stated)
    units = units_of(table)
    names = names_of([unit.header for unit in units])
    read: list[ReadColumn] = []
    grids: dict[int, list[ReadColumn]] = {}
    for unit, name in zip(units, names, strict=True):
        said = stated.questions.get(name, {})
        if unit.group is None or (unit.is_item and "kind" in said):
            column = _column(table, unit, name, said)
            read.append(column)
            if column.own_words is not None:
                read.append(_written_in(column, names, stated))
        elif not unit.is_item:
            read.append(read_group(unit.group, [table.columns[at] for at in unit.columns], name, said))
        else:
            key = id(unit.group)
            if key not in grids:
                of_group = [n for u, n in zip(units, names, strict=True) if u.group is unit.group]
                grids[key] = _items(table, unit.group, of_group)
            read.append(grids[key][unit.group.columns.index(unit.columns[0])])
    return read


def _written_in(column: ReadColumn, names: Sequence[str], stated: SurveyFile) -> ReadColumn:
    """What people wrote in beside the answers that they picked, as a question of its own."""
    assert column.own_words is not None
    asked = column.question
    name = names_of([*names, f"{asked.name}_other"])[-1]
    text = f"{asked.text} - other, written in"
    words = TextColumn(name, text, asked.headers[0], asked.positions[0], column.own_words)
    read = read_column(words, {"kind": Kind.OPEN.value, **stated.questions.get(name, {})})
    return replace(read, question=replace(read.question, rule=f'open: what "{asked.name}" holds besides its answers'))


def with_stated_sets(table: RawTable, stated: SurveyFile) -> RawTable:
    """A table whose columns are together as the survey file says: those that it names, and none that it takes apart.

    Raises:
        SurveyFileError: when it names a column that the file does not have.
    """
    sets = [(name, said) for name, said in stated.questions.items() if "columns" in said]
    groups = tuple(_stated_set(table, stated, name, said) for name, said in sets)
    taken = {at for group in groups for at in group.columns}
    found = tuple(group for group in table.groups if not taken.intersection(group.columns))
    table = replace(table, groups=(*groups, *found))
    units = units_of(table)
    apart = {name for name, said in stated.questions.items() if said.get("apart")}
    loose = {
        id(unit.group)
        for unit, name in zip(units, names_of([unit.header for unit in units]), strict=True)
        if name in apart
    }
    return replace(table, groups=tuple(group for group in table.groups if id(group) not in loose))


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
    return RawGroup(how, columns, said.get("text", ""), labels, "stated in the survey file", name=name)


def _only_answer(column: RawColumn) -> str:
    """What the cells of a column of ticks say where they name the option; else nothing."""
    answers = [text for text in texts_of(column.cells).unique().drop_nulls().to_list() if not says_no(text)]
    return answers[0] if len(answers) == 1 and not says_yes(answers[0]) else ""


def units_of(table: RawTable) -> list[Unit]:
    """What becomes one question each, in the order of the columns."""
    groups = tuple(_as_they_are(group, table) for group in table.groups)
    of_column: dict[int, RawGroup] = {}
    for group in groups:
        for at in group.columns:
            of_column.setdefault(at, group)
    units: list[Unit] = []
    for at, column in enumerate(table.columns):
        held = of_column.get(at)
        if held is None:
            units.append(Unit((at,), column.name or column.header))
        elif held.how in ITEMS:
            units.append(Unit((at,), _name_of_item(column, held, at), held))
        elif at == min(held.columns):
            units.append(Unit(held.columns, held.name or held.text or _shared(table, held) or column.header, held))
            if held.other is not None and held.other in held.columns:
                units.append(Unit((held.other,), table.columns[held.other].header))
    return units


def _as_they_are(group: RawGroup, table: RawTable) -> RawGroup:
    """A group as its cells show it: what a file calls mentions may be the items of a grid."""
    if group.how is Together.MENTIONS and are_items([table.columns[at] for at in group.columns]):
        return replace(group, how=Together.GRID, rule=f"{group.rule}, and replies name the same answer for several")
    return group


def _name_of_item(column: RawColumn, group: RawGroup, at: int) -> str:
    """What an item of a grid is named after: its variable or short header, else the item itself."""
    item = readable(group.labels[group.columns.index(at)])
    if column.name or len(column.header) <= LONGEST_NAME or sum(map(str.isalpha, item)) < 2:
        return column.name or column.header
    return item


def _shared(table: RawTable, group: RawGroup) -> str:
    """What the headers of a group begin with alike, without what numbers the columns."""
    headers = [table.columns[at].header for at in group.columns]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*headers, strict=False))
    return "".join(letters[0] for letters in alike).rstrip(" _-.:/[(#0123456789") if len(headers) > 1 else ""


def _column(table: RawTable, unit: Unit, name: str, said: Mapping[str, Any]) -> ReadColumn:
    """A column that is a question by itself."""
    column = table.columns[unit.columns[0]]
    return _question(column, table.delimiter, name, said)


def _question(column: RawColumn, delimiter: str, name: str, said: Mapping[str, Any]) -> ReadColumn:
    import polars

    text = readable(column.text) or readable(column.header) or name
    if column.cells.dtype != polars.String or column.options:
        return read_coded(column, name, text, said)
    apart = {cell: MissingKind(kind) for cell, kind in column.apart}
    plain = TextColumn(name, text, column.header, column.position, column.cells, delimiter, apart)
    told = {"kind": column.kind.value} if column.kind else {}
    if column.separator and column.kind in (None, Kind.MULTI):
        told["separator"] = column.separator
    read = read_column(plain, {**told, **said})
    if "kind" in said or not (column.kind or column.role):
        return read
    role = column.role or read.question.role or _role_found(plain, read.question.kind)
    rule = f"{role or read.question.kind}: {column.rule or 'the file says so'}"
    return replace(read, question=replace(read.question, role=role, rule=rule))


def _role_found(column: TextColumn, kind: Kind) -> Role | None:
    """The role that a column seems to have, where it is of the kind that is said elsewhere."""
    found = read_column(column, {}).question
    return found.role if found.kind is kind else None


def _items(table: RawTable, group: RawGroup, names: Sequence[str]) -> list[ReadColumn]:
    """The items of a grid: decided together, so that each has the options of all."""
    import polars

    columns = [table.columns[at] for at in group.columns]
    cells = [column.cells for column in columns]
    if len({one.dtype for one in cells}) > 1:
        cells = [one.cast(polars.String) for one in cells]
    options = next((column.options for column in columns if column.options), ())
    whole = replace(
        columns[0], cells=polars.concat(cells), options=options, text=group.text or columns[0].text, role=None
    )
    told = {"kind": Kind.SCALE.value} if group.how is Together.RANKING else {}
    together = _question(whole, table.delimiter, names[0], told)
    why = group.rule if told else f"{together.question.rule}; {group.rule}"
    read = []
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        values = together.values.slice(at * table.rows, table.rows).alias(name)
        own = readable(column.text)
        item = readable(group.labels[at]) if group.labels[at] != column.header else own or readable(column.header)
        question = replace(
            together.question,
            name=name,
            column=name,
            text=_whole_text(readable(group.text), own or item or name),
            label=item or own or name,
            grid=readable(group.text) or readable(_shared(table, group)) or name,
            rule=f"{together.question.kind}: {why}" if told else why,
            positions=(column.position,),
            headers=(column.header,),
            answered=_answered(values, [option.code for option in together.question.missing]),
            base_text=column.base_text,
        )
        read.append(ReadColumn(question, values))
    return read


def _whole_text(asked: str, text: str) -> str:
    """The text of an item with what all of them were asked, unless it begins with that."""
    return text if not asked or text.casefold().startswith(asked.casefold()) else f"{asked} - {text}"


def _answered(values: polars.Series, apart: Sequence[str]) -> int:
    import polars

    answered = values.len() - values.null_count()
    if not apart or isinstance(values.dtype, polars.List):
        return answered
    return answered - int(values.cast(polars.String).is_in(list(apart)).sum())


def _write(target: Path, survey: Survey, values: list[polars.Series]) -> None:
    import polars

    frame = polars.DataFrame(values)
    metadata = {SURVEY_KEY: survey_file_text(survey, most_options=None), READING_KEY: dumped(reading_of(survey))}
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        frame.write_parquet(file, compression="zstd", metadata=metadata)
