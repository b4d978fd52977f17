"""How delimited text is laid out: what stands between cells, how quotes are escaped, how lines end."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 1_000
SAMPLE_CHARACTERS = 1 << 19
_LEAST_CONSISTENT = 0.5
"""Share of the rows that must be equally wide for a delimiter to be one."""
_SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the csv module must know to read a file."""

    delimiter: str = ","
    spaces_before_quotes: bool = False
    """Whether a space stands between a delimiter and a quote."""
    backslashes: bool = False
    """Whether quotes within quotes are escaped by a backslash instead of doubled."""
    skipped_lines: int = 0
    """Lines before the first row that are for Excel alone."""
    doubled_returns: bool = False
    """Whether lines end in CR CR LF."""

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The rows of these lines."""
        yield from self.reader(lines)

    def reader(self, lines: Iterable[str]) -> Reader:
        """A reader from the csv module, which knows its line number."""
        csv.field_size_limit(2**31 - 1)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            skipinitialspace=self.spaces_before_quotes,
            doublequote=not self.backslashes,
            escapechar="\\" if self.backslashes else None,
        )

    def lines(self, file: Iterable[str]) -> Iterator[str]:
        """The lines of a file opened with `newline=""`, ends kept."""
        lines = _without_doubled_returns(file) if self.doubled_returns else iter(file)
        return islice(lines, self.skipped_lines, None)


def opened(path: Path, codec: str) -> TextIO:
    """A file as text whose line ends are as they stand in it; what does not decode becomes U+FFFD."""
    return path.open(encoding=codec, errors="replace", newline="")


def dialect_of(path: Path, codec: str) -> Dialect:
    """The dialect of a file, from its first lines."""
    with opened(path, codec) as file:
        lines = list(sample(file))
    ends = Counter(re.findall(r"\r+\n|\r|\n", "".join(lines)))
    doubled = ends["\r\r\n"] > 0 and ends["\r\r\n"] >= 0.9 * (ends["\n"] + ends["\r\n"] + ends["\r\r\n"])
    if doubled:
        lines = list(_without_doubled_returns(lines))
    skipped = 0
    stated = _SEP_LINE.fullmatch(lines[0]) if lines else None
    if stated:
        lines, skipped = lines[1:], 1
    return sniffed(lines, stated[1] if stated else "", skipped, doubled)


def sniffed(lines: list[str], delimiter: str = "", skipped: int = 0, doubled: bool = False) -> Dialect:
    """The dialect that makes these lines the most regular table."""
    text = "".join(lines)
    candidates = [
        Dialect(one, backslashes=backslashes, skipped_lines=skipped, doubled_returns=doubled)
        for backslashes in ((False, True) if '\\"' in text else (False,))
        for one in ((delimiter,) if delimiter else DELIMITERS)
    ]
    best = max(candidates, key=lambda candidate: _regularity(candidate, lines))
    if not delimiter and _regularity(best, lines)[0] < _LEAST_CONSISTENT:
        best = candidates[0]  # one column: whatever stands in it, a comma is what csv writers quote
    if _spaced(best, lines):
        best = replace(best, spaces_before_quotes=True)
    return best


def sample(lines: Iterable[str]) -> Iterator[str]:
    """The first lines, as many as tell a dialect and a header."""
    seen = 0
    for number, line in enumerate(lines):
        yield line
        seen += len(line)
        if number >= SAMPLE_LINES or (seen >= SAMPLE_CHARACTERS and number >= 20):
            return


def _regularity(dialect: Dialect, lines: list[str]) -> tuple[float, int, int]:
    """How much of a table a delimiter makes: share of rows of the usual width, stray quotes, that width."""
    try:
        rows = [row for row in islice(dialect.rows(lines), 200) if any(row)]
    except csv.Error:
        return 0.0, 0, 0
    if not rows:
        return 0.0, 0, 0
    width, count = max(Counter(map(len, rows)).items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        return 0.0, 0, 1
    stray = sum(cell.startswith('"') or cell.endswith('"') for row in rows for cell in row)
    return round(count / len(rows), 2), -stray, width


def _spaced(dialect: Dialect, lines: list[str]) -> bool:
    """Whether cells are quoted behind a space, so that the quotes would be taken for text."""
    raw = "".join(lines)
    cells = [cell for row in islice(dialect.rows(lines), 200) for cell in row[1:] if re.fullmatch(r' +"[^"]*"', cell)]
    return bool(cells) and all(f"{dialect.delimiter}{cell}" in raw for cell in cells)


def _without_doubled_returns(lines: Iterable[str]) -> Iterator[str]:
    """Lines that end in CR CR LF as lines that end in CR LF; universal newlines split them in two."""
    held = ""
    for line in lines:
        if held and line == "\r\n":
            yield held + "\n"
            held = ""
            continue
        if held:
            yield held
        held = ""
        if line.endswith("\r"):
            held = line
        else:
            yield line
    if held:
        yield held
