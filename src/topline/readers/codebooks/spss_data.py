"""Text without a header that SPSS syntax beside it reads: the replies, with what the syntax says of them."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from topline.readers.codebooks.codebook import Headers, folded
from topline.readers.codebooks.layout import first_lines, fits, is_fixed, read_fixed
from topline.readers.codebooks.overlay import overlaid
from topline.readers.codebooks.spss_places import Delimited
from topline.readers.codebooks.spss_syntax import SUFFIX, Syntax, read_codebook, read_syntax
from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError
from topline.readers.fixed_numbers import numbers_of
from topline.readers.neighbours import named_beside, of_stem_beside, small_beside
from topline.readers.raw import RawColumn, RawTable
from topline.readers.sanitise import sanitise

_DATA = (".dat", ".asc", ".txt", ".csv", ".raw", ".fix", ".tab")
_LEAST_EVEN = 0.9
"""Share of the first lines that must have as many values as the syntax has variables."""


def read_itself(path: Path, shown: str) -> RawTable:
    """The replies that syntax reads, where it was opened itself.

    Raises:
        UnreadableFileError: when it reads no text, or that is not beside it.
    """
    syntax = read_syntax(path)
    names = syntax.files if syntax else []
    if syntax and (syntax.fixed or syntax.delimited):
        named = (found for name in names if (found := named_beside(path, name)))
        for data in (*named, *of_stem_beside(path, _DATA), *small_beside(path, _DATA)):
            if _is_of(data, path, syntax):
                return _read(data, path, syntax)
    called = f", {sanitise(names[0], one_line=True, limit=100)}, beside it" if names else " that it describes"
    raise UnreadableFileError(f"{shown} is SPSS syntax, which describes replies; open the data file{called}")


def read_beside(path: Path) -> RawTable | None:
    """The replies of a file without a header, as the syntax beside it says; None where none does."""
    for beside in dict.fromkeys((*of_stem_beside(path, (SUFFIX,)), *small_beside(path, (SUFFIX,)))):
        try:
            syntax = read_syntax(beside)
            if syntax and _is_of(path, beside, syntax):
                return _read(path, beside, syntax)
        except (OSError, UnreadableFileError):
            continue  # whatever stands beside replies is no reason not to open them
    return None


def _is_of(data: Path, path: Path, syntax: Syntax) -> bool:
    """Whether a file is the one that syntax reads: by its name or, at fixed positions, by the length of its lines."""
    own = data.stem.casefold() == path.stem.casefold()
    is_called = own or data.name.casefold() in (name.casefold() for name in syntax.files)
    if syntax.fixed:
        return fits(data, syntax.fixed) or (is_called and is_fixed(data, syntax.fixed))
    return syntax.delimited is not None and is_called and _is_without_header(data, syntax.delimited)


def _is_without_header(path: Path, delimited: Delimited) -> bool:
    lines = first_lines(path)
    try:
        rows = [row for row in _rows(lines, delimited) if any(row)]
    except csv.Error:
        return False
    names = {folded(place.name) for place in delimited.variables}
    if not rows or 2 * len(names & {folded(cell) for cell in rows[0]}) >= len(names):
        return False
    widths = Counter(map(len, rows))
    return widths[len(names)] >= _LEAST_EVEN * len(rows)


def _rows(lines: list[str], delimited: Delimited) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)
    delimiter = delimited.delimiters[0]
    if len(delimited.qualifier) == 1:
        return list(csv.reader(lines, delimiter=delimiter, quotechar=delimited.qualifier))
    return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _read(data: Path, path: Path, syntax: Syntax) -> RawTable:
    shown = sanitise(data.name, one_line=True, limit=200)
    if syntax.fixed:
        places = tuple(syntax.renamed(place) for place in syntax.fixed.places)
        table = read_fixed(data, replace(syntax.fixed, places=places), shown)
    else:
        assert syntax.delimited is not None
        table = _read_delimited(data, syntax, syntax.delimited, shown)
    headers = Headers(tuple(column.name for column in table.columns))
    codebook = read_codebook(syntax, sanitise(path.name, one_line=True, limit=100), headers)
    return replace(overlaid(table, codebook), is_described=True)


def _read_delimited(data: Path, syntax: Syntax, delimited: Delimited, shown: str) -> RawTable:
    import polars

    encoding = encoding_of(data)
    with data.open(encoding=encoding.codec, errors="replace", newline="") as file:
        try:
            rows = [row for row in _rows(list(islice(file, delimited.first - 1, None)), delimited) if any(row)]
        except csv.Error as error:
            raise UnreadableFileError(f"{shown}: {error}; export it again") from None
    if not rows:
        raise UnreadableFileError(f"{shown} holds no replies; export it again")
    width = len(delimited.variables)
    uneven = sum(len(row) != width for row in rows)
    even = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    columns = []
    for at, (place, texts) in enumerate(zip(delimited.variables, zip(*even, strict=True), strict=True)):
        name = syntax.renamed(place).name
        cells, notes = numbers_of(polars.Series(texts, dtype=polars.String), place.written)
        columns.append(RawColumn(name, cells.alias(name), at, name=name, notes=notes))
    warnings = [encoding.warning] if encoding.warning else []
    if uneven:
        warnings.append(f"{uneven:,} replies have more or fewer values than there are variables: cut, or blank")
    return RawTable(tuple(columns), len(rows), warnings=tuple(warnings))
