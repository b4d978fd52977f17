"""Records of fixed width: a line a reply, or some lines a reply, with values at places that a description says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError

if TYPE_CHECKING:
    import polars

FURTHEST = 10_000_000
"""The last column of a record that a description may name."""


@dataclass(frozen=True, slots=True)
class Records:
    """The lines of a file, of which values are cut."""

    rows: int
    """Replies."""
    longest: int
    """Characters of the longest line."""
    warnings: tuple[str, ...]
    _segments: tuple[_Segment, ...]

    def cut(self, start: int, finish: int, line: int = 1) -> polars.Series:
        """What stands at a place, a text a reply: from a character to another, both counted from 1.

        Args:
            start: The first character.
            finish: The last one.
            line: Which of the lines of each reply, counted from 1.
        """
        return self._segments[line - 1].cut(start - 1, finish - start + 1)

    def beyond(self, starts: Iterable[int], shown: str) -> list[str]:
        """What there is to say of the places, of these, that no line reaches."""
        unreached = sum(start > self.longest for start in starts)
        if not unreached:
            return []
        lie = "a variable lies" if unreached == 1 else f"{unreached:,} variables lie"
        return [f"{lie} beyond the longest line of {shown}, of {self.longest:,} characters: blank"]


@dataclass(frozen=True, slots=True)
class _Segment:
    """The first, second, or further line of each reply."""

    whole: polars.Series
    """The lines as bytes; blank where they are among the wide ones."""
    wide: list[int]
    """Lines that have to be cut by characters, as they are not ASCII."""
    wide_texts: polars.Series
    in_bytes: bool
    """Whether places count bytes of UTF-8 rather than characters."""

    def cut(self, start: int, width: int) -> polars.Series:
        import polars

        found = self.whole.bin.slice(start, width)
        if self.in_bytes:
            return polars.Series([cell.decode("utf-8", "replace") for cell in found], dtype=polars.String)
        texts = found.cast(polars.String)
        return texts.scatter(self.wide, self.wide_texts.str.slice(start, width)) if self.wide else texts


def read_records(path: Path, shown: str, *, skipped: int = 0, lines_each: int = 1) -> Records:
    """The records of a file.

    Args:
        path: The file.
        shown: How errors name it.
        skipped: Lines before the first reply.
        lines_each: Lines that a reply has.

    Raises:
        UnreadableFileError: when it holds no replies, or not all their lines.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding.codec, errors="replace") as file:  # universal line ends, as \n
        lines = [line.removesuffix("\n") for line in islice(file, skipped, None)]
    while lines and not lines[-1].strip(" \t\x00\x1a"):
        lines.pop()
    warnings = [encoding.warning] if encoding.warning else []
    if lines_each == 1:
        records = [line for line in lines if line.strip()]
        if blank := len(lines) - len(records):
            warnings.append("a blank line left out" if blank == 1 else f"{blank:,} blank lines left out")
    else:  # a blank line may be the part of a reply that says nothing
        records = lines
        if len(records) % lines_each:
            raise UnreadableFileError(
                f"{shown} holds {len(records):,} lines, which are not {lines_each} for each reply; export it again"
            )
    if not records:
        raise UnreadableFileError(f"{shown} holds no replies; export it again")
    in_bytes = encoding.codec.startswith("utf-8") and _counts_bytes(records)
    segments = tuple(_segment(records[line::lines_each], in_bytes) for line in range(lines_each))
    return Records(len(records) // lines_each, max(map(len, records)), tuple(warnings), segments)


def _segment(records: list[str], in_bytes: bool) -> _Segment:
    import polars

    texts = polars.Series(records, dtype=polars.String)
    # Characters are counted from the start of a line, bytes are not: only lines that need it are cut by characters.
    wide = [] if in_bytes else [place for place, record in enumerate(records) if not record.isascii()]
    wide_texts = texts.gather(wide)  # first, as scattering changes the texts themselves
    whole = (texts.scatter(wide, "") if wide else texts).cast(polars.Binary)
    return _Segment(whole, wide, wide_texts, in_bytes)


def _counts_bytes(records: list[str]) -> bool:
    """Whether all records are as long in bytes, though not in characters: positions count bytes then."""
    if all(record.isascii() for record in records):
        return False
    return len({len(record.encode()) for record in records}) == 1 and len({len(record) for record in records}) > 1
