"""How replies at fixed positions are laid out, as a codebook says, and whether a file is laid out so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from topline.readers.codebooks.codebook import folded
from topline.readers.encoding import encoding_of
from topline.readers.fixed_numbers import Written, numbers_of
from topline.readers.fixed_width import read_records
from topline.readers.raw import RawColumn, RawTable

_HEAD = 4096
_FIRST = 200
"""Lines that are enough to tell how a file is laid out."""
_MOST_CHARACTERS = 100_000
"""Of a line that is looked at."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of replies that a codebook describes."""

    id: str
    names: tuple[str, ...]
    """What it may be called, without folders."""
    length: int | None = None
    """Characters of each line."""
    lines_each: int = 1
    """Lines that a reply has."""
    replies: int | None = None

    def is_called(self, path: Path) -> bool:
        """Whether a file has this name; archives give other suffixes to the files that they make of it."""
        own = path.name.casefold(), path.stem.casefold()
        return any(name.casefold() == own[0] or Path(name).stem.casefold() == own[1] for name in self.names)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a variable stands, and how it is written."""

    name: str
    start: int
    """1-based."""
    finish: int
    line: int
    """Which of the lines of a reply, 1-based."""
    written: Written | None
    """For numbers; None where the codebook does not say that it is one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the replies of a file are laid out."""

    file: DataFile
    places: tuple[Place, ...]
    is_summed: bool = False
    """Whether only the widths of variables are said, so that a file is laid out so where its lines are as long."""

    @property
    def length(self) -> int:
        """Characters up to the end of the last variable."""
        return max(place.finish for place in self.places)


def is_fixed(path: Path, layout: Layout) -> bool:
    """Whether a file is text at fixed positions: no tabs, no header, and lines that reach most variables."""
    lines = first_lines(path)
    if not lines or sum("\t" in line for line in lines) * 2 > len(lines):
        return False
    if layout.is_summed and max(map(len, lines)) != layout.length:
        return False
    names = {folded(place.name) for place in layout.places}
    header = {folded(cell.strip("\"'")) for cell in re.split(r"[\t,;|]", lines[0])}
    if len(names & header) * 2 >= len(names):
        return False
    starts = sorted(place.start for place in layout.places)
    return max(map(len, lines)) >= starts[len(starts) // 2]


def fits(path: Path, layout: Layout) -> bool:
    """Whether the lines of a file are exactly as long as a codebook says, so that it may have any name."""
    lines = first_lines(path)
    longest = max(map(len, lines), default=0)
    return is_fixed(path, layout) and longest in (layout.length, layout.file.length)


def first_lines(path: Path) -> list[str]:
    """The first lines of a text that is not blank; none where a file is no text, or has a format of its own."""
    from topline.readers import delimited, statistical

    with path.open("rb") as binary:
        head = binary.read(_HEAD)
    if statistical.recognises(head) or not delimited.recognises(head) or head.lstrip()[:1] in (b"<", b"{", b"["):
        return []
    with path.open(encoding=encoding_of(path).codec, errors="replace") as file:
        lines = [line.rstrip("\n") for line in islice(iter(lambda: file.readline(_MOST_CHARACTERS), ""), _FIRST)]
    is_text = not any(sign < " " and sign not in "\t\r\f\x1a" for line in lines for sign in line)
    return [line for line in lines if line.strip()] if is_text else []


def read_fixed(path: Path, layout: Layout, shown: str) -> RawTable:
    """The replies of a file at fixed positions, as they stand in it.

    Args:
        path: The file.
        layout: How it is laid out.
        shown: How messages name it.

    Raises:
        UnreadableFileError: when it holds no replies.
    """
    records = read_records(path, shown, lines_each=layout.file.lines_each)
    warnings = [*records.warnings, *records.beyond((place.start for place in layout.places), shown)]
    if layout.file.replies and layout.file.replies != records.rows:
        warnings.append(f"the codebook says {layout.file.replies:,} replies; {shown} holds {records.rows:,}")
    columns = []
    for position, place in enumerate(layout.places):
        cells, notes = numbers_of(records.cut(place.start, place.finish, place.line), place.written)
        columns.append(RawColumn(place.name, cells.alias(place.name), position, name=place.name, notes=notes))
    return RawTable(tuple(columns), records.rows, warnings=tuple(warnings))
