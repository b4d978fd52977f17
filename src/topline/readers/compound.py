"""The container of older Office files: whether its chains hold, before a library follows them.

An OLE compound file is sectors that point to each other. A reader that believes them runs in circles, and takes
memory at every turn, when a sector points back.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from topline.readers.errors import UnreadableFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_MARKS = 0xFFFFFFFA
"""From here on a number stands for no sector: the end of a chain, a free sector, or one of the tables."""
_ENTRY = 128
"""Bytes of an entry of the directory."""
_STREAM, _ROOT = 2, 5
"""Types of entries."""


class _DamagedError(Exception):
    """A chain leads out of the file, or in a circle."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory says of a stream."""

    name: str
    type: int
    start: int
    """Its first sector."""
    size: int
    """Bytes."""


def streams_of(path: Path, shown: str, needed: frozenset[str]) -> frozenset[str]:
    """The names of the streams in a compound file.

    Args:
        path: The file.
        shown: How errors name it.
        needed: Streams that a library is going to read: their chains must hold, too.

    Raises:
        UnreadableFileError: when the tables that say where things are do not hold.
    """
    try:
        return frozenset(_streams(path.read_bytes(), needed))
    except (_DamagedError, struct.error):
        raise UnreadableFileError(
            f"{shown} is a damaged workbook: its parts are not where it says; save it again as xlsx"
        ) from None


def _streams(content: bytes, needed: frozenset[str]) -> Iterator[str]:
    version, order, shift, small_shift = struct.unpack_from("<26x4H", content)
    if (version, shift) not in ((3, 9), (4, 12)) or order != 0xFFFE or small_shift != 6:
        raise _DamagedError
    directory, least_big, small_table = struct.unpack_from("<48xI4x2I", content)
    sectors = _Sectors(content, 1 << shift)
    table = sectors.table()
    small_chain = sectors.chain(table, small_table)
    small = _numbers(b"".join(map(sectors.bytes_of, small_chain)))
    entries = list(_entries(b"".join(map(sectors.bytes_of, sectors.chain(table, directory)))))
    if not entries or entries[0].type != _ROOT:
        raise _DamagedError
    sectors.chain(table, entries[0].start)
    for entry in entries:
        if entry.type == _STREAM and entry.name in needed:
            chain = sectors.chain(table if entry.size >= least_big else small, entry.start)
            if entry.size > len(chain) << (shift if entry.size >= least_big else small_shift):
                raise _DamagedError
    yield from (entry.name for entry in entries if entry.type == _STREAM)


class _Sectors:
    """The sectors of a file, after its header."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content = content
        self._size = size
        self._count = max(-(-len(content) // size) - 1, 0)

    def bytes_of(self, number: int) -> bytes:
        """What a sector holds; the last may be short."""
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def table(self) -> list[int]:
        """For each sector the one that follows it; from the header's list of the sectors which hold that table."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        (following,) = struct.unpack_from("<68xI", self._content)
        seen: set[int] = set()
        while following < _MARKS:
            if following in seen or following >= self._count:
                raise _DamagedError
            seen.add(following)
            *more, following = _numbers(self.bytes_of(following)) or (_MARKS,)
            listed += more
        holding = [number for number in listed if number < _MARKS]
        if len(holding) != len(set(holding)) or any(number >= self._count for number in holding):
            raise _DamagedError
        return [number for holder in holding for number in _numbers(self.bytes_of(holder))]

    def chain(self, table: Sequence[int], start: int) -> list[int]:
        """The sectors from one on to the end of its chain."""
        found: list[int] = []
        number = start
        while number < _MARKS:
            # A chain longer than its table comes past a sector twice.
            if number >= len(table) or len(found) >= len(table):
                raise _DamagedError
            found.append(number)
            number = table[number]
        return found


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(content) // 4}I", content)


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name, length, kind, start, size = struct.unpack_from("<64sHB49xII", directory, at)
        yield _Entry(name[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size)
