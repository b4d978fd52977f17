"""The data of a triple-S survey: a line a reply, with values at fixed positions or between commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import folded, numbered
from topline.readers.codebooks.triple_s import Definition, Variable
from topline.readers.dialect import dialect_of, opened
from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError
from topline.readers.fixed_width import read_records
from topline.readers.missing_labels import kind_of_label
from topline.readers.raw import RawColumn, RawTable
from topline.readers.sanitise import sanitise
from topline.survey import Kind, MissingKind, Option, Role

if TYPE_CHECKING:
    import polars

_ROLES = {"serial": Role.ID, "weight": Role.WEIGHT}
_LOGICAL = (Option("1", "Yes"), Option("0", "No"))
_CHUNK = 20_000
"""Replies turned into columns at a time."""
_MOST_FIELDS = 100_000
_FEW = 50
"""Different whole amounts that could be taken for choices, were it not for the definition."""
_NO_ANSWER = re.compile(r"no (?:answer|response|reply)|not (?:stated|answered)|missing|blank|\bns\b", re.IGNORECASE)
_NO_DATE = {"00000000", "99999999"}
"""Written where there is no date."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """The raw text of each variable, a text a reply, and what was mended."""

    of: Callable[[Variable], polars.Series]
    rows: int
    warnings: tuple[str, ...] = ()


def read_data(path: Path, definition: Definition, progress: Callable[[str], None] = lambda _: None) -> RawTable:
    """The replies in a data file.

    Raises:
        UnreadableFileError: when it holds none that the definition fits.
    """
    shown = sanitise(path.name, one_line=True, limit=200)
    fields = _separated(path, shown, definition) if definition.separated else _fixed(path, shown, definition)
    columns = []
    for place, variable in enumerate(definition.variables):
        if place % 100 == 0:
            progress(f"{fields.rows:,} replies, {place:,} of {len(definition.variables):,} variables")
        position = variable.start - 1 if definition.separated else place
        columns.append(_column(variable, fields.of(variable), position))
    warnings = (*definition.warnings, *fields.warnings)
    return RawTable(tuple(columns), fields.rows, title=definition.title, platform="triple-S", warnings=warnings)


def _fixed(path: Path, shown: str, definition: Definition) -> _Fields:
    records = read_records(path, shown, skipped=definition.skipped)
    warnings = (*records.warnings, *records.beyond((variable.start for variable in definition.variables), shown))
    return _Fields(lambda variable: records.cut(variable.start, _finish(variable)), records.rows, warnings)


def _finish(variable: Variable) -> int:
    """The last character of a variable; where a string of 0 and 1 does not say it, that of the last code."""
    if variable.type != "multiple" or variable.finish > variable.start:
        return variable.finish
    if variable.subfields:
        return variable.start + variable.subfields * _width(variable) - 1
    codes = [int(option.code) for option in variable.options if option.code.isdigit() and len(option.code) < 6]
    return variable.start + max(codes, default=1) - 1


def _separated(path: Path, shown: str, definition: Definition) -> _Fields:
    import polars

    encoding = encoding_of(path)
    dialect = dialect_of(path, encoding.codec)
    width = max(_last_field(variable) for variable in definition.variables)
    if width > _MOST_FIELDS:
        raise UnreadableFileError(f"{shown}: its definition names field {width:,}; export it again")
    names = [folded(variable.name) for variable in definition.variables]
    warnings = [encoding.warning] if encoding.warning else []
    short = 0

    def replies(rows: Iterator[list[str]]) -> Iterator[list[str]]:
        nonlocal short
        for number, row in enumerate(rows):
            if not any(row) or (number == 0 and [folded(cell) for cell in row[: len(names)]] == names):
                continue
            short += len(row) < width
            yield [*row[:width], *[""] * (width - len(row))]

    frames = []
    schema = dict.fromkeys((f"f{place}" for place in range(width)), polars.String)
    with opened(path, encoding.codec) as file:
        rows = replies(islice(dialect.rows(dialect.lines(file)), definition.skipped, None))
        try:
            while chunk := list(islice(rows, _CHUNK)):
                frames.append(polars.DataFrame(dict(zip(schema, zip(*chunk, strict=True), strict=True)), schema=schema))
        except csv.Error as error:
            raise UnreadableFileError(f"{shown}: {error}; export it again") from None
    if not frames:
        raise UnreadableFileError(f"{shown} holds no replies; export it again")
    if short:
        warnings.append(f"{short:,} replies have fewer fields than the definition: these count as blank")
    frame = polars.concat(frames)

    def field(variable: Variable) -> polars.Series:
        parts = [frame[f"f{place}"] for place in range(variable.start - 1, _last_field(variable))]
        if len(parts) == 1:
            return parts[0]
        width = _width(variable) if variable.subfields else 1
        padded = [part.str.strip_chars().str.pad_end(width).str.slice(0, width) for part in parts]
        return polars.DataFrame([part.alias(str(at)) for at, part in enumerate(padded)]).select(
            polars.concat_str(polars.all())
        )["0"]

    return _Fields(field, frame.height, tuple(warnings))


def _last_field(variable: Variable) -> int:
    """The last field of a variable in comma-separated data: one of several answers may have a field a code."""
    return variable.finish if variable.type == "multiple" else variable.start


def _width(variable: Variable) -> int:
    """Characters of one code among several."""
    places = variable.finish - variable.start + 1
    if variable.width:
        return variable.width
    if places >= variable.subfields > 0 and places > 1:
        return places // variable.subfields
    return max((len(option.code) for option in variable.options), default=1)


def _column(variable: Variable, raw: polars.Series, position: int) -> RawColumn:
    import polars

    bare = raw.str.strip_chars(" \t\x00")
    bare = polars.select(polars.when(bare != "").then(bare)).to_series()
    kind: Kind | None = None
    options = variable.options
    match variable.type:
        case "single":
            cells = bare if variable.literal else _numbered(bare)
            kind = Kind.SCALE if _is_scored(options) else None
        case "multiple":
            cells = _codes(variable, raw)
            kind = Kind.MULTI
        case "logical":
            cells, kind, options = _numbered(bare), Kind.SINGLE, _LOGICAL
        case "quantity" if variable.use != "serial":
            cells, kind, options = _quantity(bare, options)
        case "date":
            cells = _dates(bare)
        case "time":
            cells = _times(bare)
        case "character" if variable.use == "other":
            cells, kind = bare, Kind.OPEN
        case _:
            cells = bare
    role = _ROLES.get(variable.use)
    said = f'use="{variable.use}"' if role or variable.use == "other" else f'type="{variable.type}"'
    return RawColumn(
        header=variable.name,
        cells=cells.alias(variable.name),
        position=position,
        name=variable.name,
        text=variable.text,
        options=options if variable.type not in ("character", "date", "time") else (),
        kind=kind,
        role=role,
        rule=f"{said} in the triple-S definition",
        base_text=variable.base_text,
    )


def _is_scored(options: tuple[Option, ...]) -> bool:
    return sum(option.score is not None for option in options) > 1


def _numbered(bare: polars.Series) -> polars.Series:
    """Codes as whole numbers, where they all are; else as they stand."""
    import polars

    if not bare.str.contains(r"^[+-]?[0-9]{1,15}$").all(ignore_nulls=True):
        return bare
    return bare.cast(polars.Int64)


def _quantity(
    bare: polars.Series, options: tuple[Option, ...]
) -> tuple[polars.Series, Kind | None, tuple[Option, ...]]:
    """Amounts as numbers, and the values among them whose labels say that they are none."""
    import polars

    apart = tuple(
        Option(numbered(option.code), option.label, missing)
        for option in options
        if (missing := kind_of_label(option.label)) is not MissingKind.NO_ANSWER or _NO_ANSWER.search(option.label)
    )
    if bare.str.contains(r"^[+-]?[0-9]{1,15}$").all(ignore_nulls=True):
        whole = bare.cast(polars.Int64)
        return whole, Kind.NUMERIC if whole.n_unique() <= _FEW else None, apart
    numbers = bare.str.replace(",", ".", literal=True).cast(polars.Float64, strict=False)
    if numbers.null_count() > bare.null_count() or numbers.is_finite().not_().any():
        return bare, None, ()
    return numbers, None, apart


def _dates(bare: polars.Series) -> polars.Series:
    """Days, where every value is one as the standard writes it; else the text."""
    import polars

    written = polars.select(polars.when(~bare.is_in(list(_NO_DATE))).then(bare)).to_series()
    days = written.str.to_date("%Y%m%d", strict=False)
    is_whole = written.str.contains(r"^[0-9]{8}$").all(ignore_nulls=True)
    return days if is_whole and days.null_count() == written.null_count() else bare


def _times(bare: polars.Series) -> polars.Series:
    """Times with colons: 1705 and 170530 as 17:05 and 17:05:30."""
    return bare.str.replace(r"^([0-2][0-9])([0-5][0-9])([0-5][0-9])?$", "${1}:${2}:${3}").str.strip_chars_end(":")


def _codes(variable: Variable, raw: polars.Series) -> polars.Series:
    """The codes that each reply holds; none at all where the field is blank."""
    import polars

    different = raw.unique().drop_nulls().to_list()
    known = frozenset(option.code for option in variable.options)
    answers = [list(dict.fromkeys(_of_field(variable, text, known))) if text.strip() else None for text in different]
    table = polars.DataFrame(
        {"raw": different, "codes": answers}, schema={"raw": polars.String, "codes": polars.List(polars.String)}
    )
    return raw.to_frame("raw").join(table, on="raw", how="left", maintain_order="left")["codes"]


def _of_field(variable: Variable, text: str, known: frozenset[str]) -> Iterator[str]:
    if not variable.subfields:
        # A character a code; where no code has this number, the place is left over and says nothing.
        yield from (str(place) for place, mark in enumerate(text, 1) if mark == "1" and str(place) in known)
        return
    width = _width(variable)
    for at in range(0, width * variable.subfields, width):
        code = text[at : at + width].strip()
        code = code if variable.literal else numbered(code)
        if code and (code != "0" or code in known):
            yield code
