"""From what a file holds to a survey: which columns are one question, what kind each is, and the replies as parquet.

The same for every format. Runs in the child process of `handover`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topline.readers.coded import asked_of, read_coded
from topline.readers.columns import ReadColumn, TextColumn, read_column
from topline.readers.inference import are_points_of_items, response_in, with_single_roles
from topline.readers.kept import kept_text
from topline.readers.naming import name_beside, readable
from topline.readers.parquet import KEPT_KEY
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.readers.sanitise import sanitise
from topline.readers.stated import applied
from topline.readers.stated_bases import with_bases
from topline.readers.together import read_group, texts_of
from topline.readers.units import Unit, shared_start, units_of, with_stated_sets
from topline.survey import Kind, MissingKind, Option, Role, Survey, SurveyFile, scored

if TYPE_CHECKING:
    import polars

SHARED = (Kind.SINGLE, Kind.SCALE)
"""Kinds of the items of a grid, whose options are those of all."""
KINDS_OF_ROLES = {
    Role.ID: (Kind.OPEN, Kind.NUMERIC),
    Role.PERSONAL: (Kind.OPEN, Kind.NUMERIC),
    Role.SENT: (Kind.DATE,),
    Role.REPLIED: (Kind.DATE,),
    Role.WEIGHT: (Kind.NUMERIC,),
}
"""The kinds of what platforms name after its role, whoever says the kind."""
_TIMES_TOLD = 100
"""Times that progress through the questions is told, at most some more."""
LEAST_RATED = 3
"""Items over the same whole numbers, from which on these are points rather than codes of anything."""


def write_parquet(
    table: RawTable, shown: str, target: Path, stated: SurveyFile, progress: Callable[[str], None] = lambda _: None
) -> None:
    """Leave a table at `target` as a parquet file that keeps its survey, for nobody but topline to read.

    Args:
        table: What the file holds.
        shown: How the file is named to people.
        target: The parquet file to write; it must not exist.
        stated: The survey file, whose kinds decide how values are stored.
        progress: Told in a few words what is being done.
    """
    progress(f"looking at {len(table.columns):,} columns")
    columns = questions_of(table, stated, progress)
    questions = with_single_roles(column.question for column in columns)
    survey = Survey(
        title=readable(table.title),
        questions=questions,
        respondents=table.rows,
        response=response_in(questions),
        warnings=tuple(
            sanitise(warning, one_line=True, limit=500) for warning in (*table.warnings, *_faults_of_ids(columns))
        ),
    )
    survey = with_bases(survey, table.columns)
    progress("writing down the questions")
    metadata = {KEPT_KEY: kept_text(applied(SurveyFile(""), survey))}
    progress("writing the replies")
    _write(target, [column.values for column in columns], metadata)


def _faults_of_ids(columns: Sequence[ReadColumn]) -> Iterator[str]:
    """What is amiss with the ids of the respondents: their replies are kept all the same."""
    read = next((column for column in columns if column.question.role is Role.ID), None)
    if read is None:
        return
    given = read.values.drop_nulls()
    replies = given.value_counts(name="replies")["replies"]
    several, blank = replies.filter(replies > 1), read.values.null_count()
    if len(several):
        whose = "an id stands" if len(several) == 1 else f"{len(several):,} ids stand"
        yield f'"{read.question.text}": {whose} for {several.sum():,} replies, which are all kept'
    if len(given) and blank:
        yield f'"{read.question.text}": {blank:,} {"reply has" if blank == 1 else "replies have"} no id'


def questions_of(
    table: RawTable, stated: SurveyFile, progress: Callable[[str], None] = lambda _: None
) -> list[ReadColumn]:
    """The questions of a table in the order of its columns, with their values."""
    table = with_stated_sets(table, stated)
    units = units_of(table)
    taken = {unit.name.casefold() for unit in units}
    read: list[ReadColumn] = []
    grids: dict[tuple[int, str], list[ReadColumn]] = {}
    told = max(1, len(units) // _TIMES_TOLD)
    for number, unit in enumerate(units, 1):
        if number % told == 0:
            progress(f"looking at question {number:,} of {len(units):,}")
        name = unit.name
        said = stated.questions.get(name, {})
        kind = str(said.get("kind", ""))
        if unit.group is None or (unit.is_item and kind and kind not in SHARED):
            column = _column(table, unit, name, said)
            read.append(column)
            if column.own_words is not None:
                read.append(_written_in(column, name_beside(f"{name}_other", taken), stated))
        elif not unit.is_item:
            read.append(read_group(unit.group, [table.columns[at] for at in unit.columns], name, said))
        else:
            key = id(unit.group), kind
            if key not in grids:
                of_group = [other.name for other in units if other.group is unit.group]
                grids[key] = _items(table, unit.group, of_group, kind)
            read.append(grids[key][unit.group.columns.index(unit.columns[0])])
    return read


def _written_in(column: ReadColumn, name: str, stated: SurveyFile) -> ReadColumn:
    """What people wrote in beside the answers that they picked, as a question of its own."""
    assert column.own_words is not None
    asked = column.question
    text = f"{asked.text} - other, written in"
    words = TextColumn(name, text, asked.headers[0], asked.positions[0], column.own_words)
    read = read_column(words, {"kind": Kind.OPEN.value, **stated.questions.get(name, {})})
    return replace(read, question=replace(read.question, rule=f'open: what "{asked.name}" holds besides its answers'))


def _column(table: RawTable, unit: Unit, name: str, said: Mapping[str, Any]) -> ReadColumn:
    """A column that is a question by itself; one that is no item of a grid only by its kind keeps its words."""
    column = table.columns[unit.columns[0]]
    read = _question(column, table.delimiter, name, said)
    if unit.group is None:
        return read
    text, label = _words_of_item(unit.group, column, unit.group.columns.index(unit.columns[0]), name)
    return replace(read, question=replace(read.question, text=text, label=label))


def _question(column: RawColumn, delimiter: str, name: str, said: Mapping[str, Any]) -> ReadColumn:
    import polars

    text = readable(column.text) or readable(column.header) or name
    if column.cells.dtype != polars.String or column.options:
        return read_coded(column, name, text, said)
    apart = {cell: MissingKind(kind) for cell, kind in column.apart}
    plain = TextColumn(name, text, column.header, column.position, column.cells, delimiter, apart, column.own_words)
    told = {"kind": column.kind.value} if column.kind else {}
    if column.separator and column.kind in (None, Kind.MULTI):
        told["separator"] = column.separator
    read = read_column(plain, {**told, **said})
    read = replace(read, question=asked_of(read.question, column))
    if "kind" in said and column.role and read.question.kind in KINDS_OF_ROLES.get(column.role, ()):
        return replace(read, question=replace(read.question, role=column.role))
    if "kind" in said or not (column.kind or column.role):
        return read
    role = column.role or read.question.role or _role_found(plain, read.question.kind)
    rule = f"{role or read.question.kind}: {column.rule or 'the file says so'}"
    question = replace(read.question, role=role, rule=rule)
    if role is Role.PERSONAL and question.has_options:
        # Its answers are names of people, and no options to be counted and shown.
        question = replace(question, kind=Kind.OPEN, options=(), nets=())
    return replace(read, question=question)


def _role_found(column: TextColumn, kind: Kind) -> Role | None:
    """The role that a column seems to have, where it is of the kind that is said elsewhere."""
    found = read_column(column, {}).question
    return found.role if found.kind is kind else None


def _items(table: RawTable, group: RawGroup, names: Sequence[str], kind: str) -> list[ReadColumn]:
    """The items of a grid: decided together, so that each has the options of all.

    Args:
        table: Which they are of.
        group: The grid.
        names: The names of all items.
        kind: What the survey file says that they are; empty to decide.
    """
    import polars

    columns = [table.columns[at] for at in group.columns]
    cells = [column.cells for column in columns]
    if len({one.dtype for one in cells}) > 1:
        cells = [texts_of(one) for one in cells]
    options = _options_of_all(columns)
    whole = replace(
        columns[0],
        cells=polars.concat(cells),
        options=options,
        text=group.text or columns[0].text,
        role=None,
        own_words=False,
    )
    # Ranks run from the best to the worst: none of what sums up a scale holds of them.
    told = {"kind": kind or Kind.SINGLE.value} if kind or group.how is Together.RANKING else {}
    together = _question(whole, table.delimiter, names[0], told)
    # Names alone say nothing of what their numbers are codes of.
    in_words = " " in readable(group.text) or all(" " in readable(label) for label in group.labels)
    if in_words and not told and together.question.kind is Kind.SINGLE and len(columns) >= LEAST_RATED:
        together = _rated(together)
    why = group.rule if told else f"{together.question.rule}; {group.rule}"
    read = []
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        values = together.values.slice(at * table.rows, table.rows).alias(name)
        listed = _as_listed(together.question.options, column)
        text, label = _words_of_item(group, column, at, name)
        question = replace(
            together.question,
            name=name,
            column=name,
            text=text,
            label=label,
            grid=readable(group.text) or group.name or readable(shared_start(table, group)) or names[0],
            ranks=group.how is Together.RANKING and together.question.kind is Kind.SINGLE,
            rule=f"{together.question.kind}: {why}" if told else why,
            positions=(column.position,),
            headers=(column.header,),
            options=listed,
            answered=_answered(values, [option.code for option in listed if option.missing]),
        )
        read.append(ReadColumn(asked_of(question, column), values))
    return read


def _rated(items: ReadColumn) -> ReadColumn:
    """The items of a grid as a scale, where all that they hold are points from one end to another."""
    question = items.question
    if not are_points_of_items(question.options):
        return items
    top = [option.code for option in question.options if option.missing is None][-1]
    rule = f"scale: several items over the points from {question.options[0].code} to {top}"
    return replace(items, question=replace(question, kind=Kind.SCALE, options=scored(question.options), rule=rule))


def _words_of_item(group: RawGroup, column: RawColumn, at: int, name: str) -> tuple[str, str]:
    """What an item of a grid asks, whole and in short."""
    own = readable(column.text)
    item = readable(group.labels[at]) if group.labels[at] != column.header else own or readable(column.header)
    return _whole_text(readable(group.text), own or item or name), item or own or name


def _options_of_all(columns: Sequence[RawColumn]) -> tuple[Option, ...]:
    """The options that any of several columns lists; set apart where all that list it say so."""
    found: dict[str, Option] = {}
    for column in columns:
        for option in column.options:
            known = found.get(option.code)
            found[option.code] = replace(option, missing=None) if known and known.missing is None else option
    return tuple(found.values())


def _as_listed(options: tuple[Option, ...], column: RawColumn) -> tuple[Option, ...]:
    """The options of a grid as a column of it has them: what it sets apart counts in others all the same."""
    own = {option.code: option.missing for option in column.options if option.missing}
    return tuple(replace(o, missing=own.get(o.code) or o.missing) for o in options) if own else options


def _whole_text(asked: str, text: str) -> str:
    """The text of an item with what all of them were asked, unless it begins with that."""
    return text if not asked or text.casefold().startswith(asked.casefold()) else f"{asked} - {text}"


def _answered(values: polars.Series, apart: Sequence[str]) -> int:
    import polars

    answered = values.len() - values.null_count()
    if not apart or isinstance(values.dtype, polars.List):
        return answered
    return answered - int(values.cast(polars.String).is_in(list(apart)).sum())


def _write(target: Path, values: list[polars.Series], metadata: dict[str, str]) -> None:
    import polars

    frame = polars.DataFrame(values)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        frame.write_parquet(file, compression="zstd", compression_level=1, metadata=metadata)
