"""What the dictionary of an SPSS file says beyond its columns: the weight, the multiple-response sets, its size.

pyreadstat hands on neither the weight nor all of a set, so the records that hold them are read here. Only these:
values, labels and missing values are pyreadstat's.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

HEADER_BYTES = 176
_LONGEST_RECORD = 64 << 20
"""Bytes that one record of a dictionary may claim."""
_MULTIPLE_RESPONSE = (7, 19)
"""Subtypes of the extension records that hold sets: those of the first versions, and those with labels of values."""
_LONG_NAMES, _ENCODING, _CASES = 13, 20, 16


class DictionaryError(ValueError):
    """A dictionary that is cut short or no dictionary, in words."""


class SetType(StrEnum):
    """How the variables of a multiple-response set hold the answers."""

    CATEGORIES = "C"
    """Each variable holds the code of any option."""
    DICHOTOMIES = "D"
    """Each variable is an option, chosen where it holds the counted value."""
    LABELLED_DICHOTOMIES = "E"
    """The same; an option is called what the counted value is called."""


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """A multiple-response set as the file defines it."""

    name: str
    """Without the "$" that it begins with."""
    type: SetType
    counted: str
    """The counted value, as the file writes it; empty for categories."""
    label: str
    label_from_variable: bool
    """Whether the set is called what its first variable with a label is called."""
    variables: tuple[str, ...]
    """Their names, short or long, in any case."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Those parts of a dictionary that pyreadstat leaves out."""

    replies: int
    """As many as the file says it holds; -1 where it does not say."""
    slots: int
    """Values of eight bytes in a reply."""
    compression: int
    """0 none, 1 by runs of bytes, 2 by zlib."""
    begins: int
    """Place of the first byte of the replies."""
    encoding: str
    """As the file names it; empty where it does not."""
    weight_name: bytes = b""
    """The short name of the weight variable; empty where there is none."""
    extensions: Mapping[int, bytes] = field(default_factory=dict)

    def weight(self, decoded: Callable[[bytes], str]) -> str:
        """The name of the variable that replies are weighted by, as the file shows it; empty where there is none."""
        short = decoded(self.weight_name).strip()
        return self.long_names(decoded).get(short.casefold(), short)

    def long_names(self, decoded: Callable[[bytes], str]) -> dict[str, str]:
        """The name that the file shows for each short one, these in lower case."""
        pairs = decoded(self.extensions.get(_LONG_NAMES, b"")).rstrip("\0").split("\t")
        named = (pair.split("=", 1) for pair in pairs if "=" in pair)
        return {short.strip().casefold(): long.strip() for short, long in named}

    def sets(self, decoded: Callable[[bytes], str]) -> tuple[ResponseSet, ...]:
        """The multiple-response sets, in the order of the file; one that cannot be understood is left out."""
        found: dict[str, ResponseSet] = {}
        for subtype in _MULTIPLE_RESPONSE:
            for one in _sets_in(self.extensions.get(subtype, b""), decoded):
                found.setdefault(one.name.casefold(), one)
        return tuple(found.values())

    def has_room(self, size: int) -> int:
        """The most replies that a file of this many bytes can hold, given how they are compressed."""
        space = max(size - self.begins, 0)
        if self.compression == 0:
            return space // (8 * self.slots)
        # A byte for a value at the least; zlib makes at most 1,032 bytes of one.
        return space * (1 if self.compression == 1 else 1_032) // self.slots


def read_dictionary(path: Path) -> Dictionary:
    """The dictionary at the start of a .sav or .zsav file.

    Raises:
        DictionaryError: when the file is cut short there, or says what cannot be.
    """
    with path.open("rb") as file:
        return _Reader(file, path.stat().st_size).dictionary()


class _Reader:
    """Reads records one after the other, never more than the file has."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self._order = "<"

    def dictionary(self) -> Dictionary:
        header = self._take(HEADER_BYTES)
        layout = header[64:68]
        self._order = "<" if struct.unpack("<i", layout)[0] in (2, 3) else ">"
        if struct.unpack(f"{self._order}i", layout)[0] not in (2, 3):
            raise DictionaryError("its header has no known layout")
        _, compression, weight_slot, replies = struct.unpack(f"{self._order}4i", header[68:84])
        names: list[bytes] = []
        extensions: dict[int, bytes] = {}
        while (record := self._int()) != 999:
            if record == 2:
                names.append(self._variable())
            elif record == 7:
                subtype, content = self._extension()
                extensions.setdefault(subtype, content)
            else:
                self._pass_over(record)
        self._int()
        if not names:
            raise DictionaryError("it holds no variables")
        if len(extensions.get(_CASES, b"")) == 16:
            replies = struct.unpack(f"{self._order}2q", extensions[_CASES])[1]
        return Dictionary(
            replies=replies,
            slots=len(names),
            compression=compression,
            begins=self._file.tell(),
            encoding=extensions.get(_ENCODING, b"").decode("ascii", "replace").strip("\0 "),
            weight_name=names[weight_slot - 1] if 0 < weight_slot <= len(names) else b"",
            extensions=extensions,
        )

    def _variable(self) -> bytes:
        """A variable's short name; empty for the record of eight further bytes of a text."""
        width, has_label, missing, _, _ = struct.unpack(f"{self._order}5i", self._take(20))
        name = self._take(8)
        if has_label:
            self._skip(-(-self._int() // 4) * 4)
        self._skip(8 * abs(missing))
        return b"" if width == -1 else name.rstrip()

    def _extension(self) -> tuple[int, bytes]:
        subtype, size, count = struct.unpack(f"{self._order}3i", self._take(12))
        return subtype, self._take(self._checked(size * count))

    def _pass_over(self, record: int) -> None:
        """A record that pyreadstat reads: value labels, the variables these are of, a document."""
        if record == 3:
            for _ in range(self._checked(self._int())):
                self._skip(8)
                length = self._take(1)[0]
                self._skip(-(-(length + 1) // 8) * 8 - 1)
        elif record == 4:
            self._skip(4 * self._int())
        elif record == 6:
            self._skip(80 * self._int())
        else:
            raise DictionaryError(f"there is a record of an unknown type, {record}, at byte {self._file.tell() - 4:,}")

    def _int(self) -> int:
        return int(struct.unpack(f"{self._order}i", self._take(4))[0])

    def _take(self, count: int) -> bytes:
        content = self._file.read(count)
        if len(content) < count:
            raise DictionaryError("it ends in the middle of its dictionary")
        return content

    def _skip(self, count: int) -> None:
        self._file.seek(self._checked(count), 1)

    def _checked(self, count: int) -> int:
        """A length that the file claims, where it can be."""
        if not 0 <= count <= min(_LONGEST_RECORD, self._size - self._file.tell()):
            raise DictionaryError(f"there is a record of an impossible length at byte {self._file.tell():,}")
        return count


def _sets_in(content: bytes, decoded: Callable[[bytes], str]) -> list[ResponseSet]:
    """The sets of a record, each `$name=` type, counted value, label and variables, to the end of a line."""
    found = []
    at = 0
    while (start := content.find(b"$", at)) >= 0:
        try:
            one, at = _set_at(content, start, decoded)
            found.append(one)
        except (ValueError, IndexError):
            line_end = content.find(b"\n", start)
            at = len(content) if line_end < 0 else line_end + 1
    return found


def _set_at(content: bytes, start: int, decoded: Callable[[bytes], str]) -> tuple[ResponseSet, int]:
    """The set that begins at a place, and the place after it. Lengths are in bytes, so they are cut before decoding."""
    equals = content.index(b"=", start)
    name = decoded(content[start + 1 : equals]).strip()
    type_ = SetType(content[equals + 1 : equals + 2].decode("ascii", "replace"))
    at = equals + 2
    from_variable = False
    counted = b""
    if type_ is SetType.LABELLED_DICHOTOMIES:
        flag, at = _number_at(content, at)
        from_variable = flag == 11
    if type_ is not SetType.CATEGORIES:
        counted, at = _counted_text(content, at)
    label, at = _counted_text(content, at)
    end = content.find(b"\n", at)
    end = len(content) if end < 0 else end
    variables = tuple(decoded(content[at:end]).strip("\0 ").split())
    return ResponseSet(
        name, type_, decoded(counted).rstrip(), decoded(label).strip(), from_variable, variables
    ), end + 1


def _number_at(content: bytes, at: int) -> tuple[int, int]:
    """A number in digits, and the place after it; spaces before it are left out."""
    while content[at : at + 1] == b" ":
        at += 1
    end = at
    while content[end : end + 1].isdigit():
        end += 1
    return int(content[at:end]), end


def _counted_text(content: bytes, at: int) -> tuple[bytes, int]:
    """A text after its length and a space, and the place after it."""
    length, at = _number_at(content, at)
    text = content[at + 1 : at + 1 + length]
    if len(text) < length:
        raise ValueError("a text that is longer than its record")
    return text, at + 1 + length
