"""What pyreadstat leaves out of a Stata file: the weight that `svyset` declared, and labels in further languages."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_MOST = 64 << 20
"""Bytes of characteristics that are looked at."""
_DATA_SET = "_dta"
"""What a characteristic is of that is of no variable."""
_WEIGHTS = ("_svy_wvar", "pweight", "iweight")
"""Characteristics of the data set that name the weight, as newer and as older versions write them."""


@dataclass(frozen=True, slots=True)
class StataHeader:
    """What the first bytes of a Stata file say."""

    release: int
    order: str
    """Of bytes, as `struct` writes it."""
    variables: int
    replies: int
    begins: int
    """Place of what comes after the header."""


def read_header(path: Path) -> StataHeader | None:
    """The header of a .dta file; None where it is no header that is known."""
    try:
        with path.open("rb") as file:
            return _tagged_header(file) if file.read(11) == b"<stata_dta>" else _plain_header(file)
    except (struct.error, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a variable in a language that is not the one in use."""

    language: str
    text: str
    """Of the variable; empty where it has none."""
    values: str
    """The name of its value labels; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Characteristics:
    """What the characteristics of a file say."""

    weight: str = ""
    """The variable that `svyset` declared as the weight; empty where none was."""
    language: str = ""
    """The language whose labels are in use, where there are several; else empty."""
    others: tuple[str, ...] = ()
    """Further languages, in the file's order."""
    labels: Mapping[str, tuple[Labels, ...]] = field(default_factory=dict)
    """By variable: its labels in these."""


def characteristics_of(path: Path) -> Characteristics:
    """What the characteristics of a .dta file say; nothing where there are none, or their place is damaged."""
    header = read_header(path)
    if header is None:
        return Characteristics()
    said: dict[str, dict[str, str]] = {}
    try:
        with path.open("rb") as file:
            file.seek(header.begins)
            for of, name, text in _tagged(file, header) if header.release >= 117 else _plain(file, header):
                said.setdefault(of, {})[name] = text
    except (struct.error, ValueError, OSError):
        return Characteristics()
    of_file = said.pop(_DATA_SET, {})
    weight = next((of_file[key] for key in _WEIGHTS if of_file.get(key)), "")
    current = of_file.get("_lang_c", "")
    others = tuple(one for one in of_file.get("_lang_list", "").split() if one != current)
    return Characteristics(weight, current, others, {name: _labels(own, others) for name, own in said.items()})


def _labels(own: Mapping[str, str], languages: tuple[str, ...]) -> tuple[Labels, ...]:
    found = (Labels(one, own.get(f"_lang_v_{one}", ""), own.get(f"_lang_l_{one}", "")) for one in languages)
    return tuple(labels for labels in found if labels.text or labels.values)


def _tagged_header(file: BinaryIO) -> StataHeader:
    """Of releases 117 and later, which have tags as XML does."""
    head = file.read(200)
    release = int(_between(head, b"release"))
    order = "<" if _between(head, b"byteorder") == b"LSF" else ">"
    variables = int.from_bytes(_between(head, b"K"), "little" if order == "<" else "big")
    start = head.index(b"<N>") + 3
    count = head[start : start + (4 if release == 117 else 8)]
    replies = int.from_bytes(count, "little" if order == "<" else "big")
    return StataHeader(release, order, variables, replies, 0)


def _plain_header(file: BinaryIO) -> StataHeader | None:
    file.seek(0)
    head = file.read(10)
    order = {1: ">", 2: "<"}.get(head[1])
    if order is None:
        return None
    variables, replies = struct.unpack(f"{order}Hi", head[4:10])
    return StataHeader(head[0], order, variables, replies, 109)


def _between(text: bytes, tag: bytes) -> bytes:
    start = text.index(b"<" + tag + b">") + len(tag) + 2
    return text[start : text.index(b"</" + tag + b">", start)]


def _tagged(file: BinaryIO, header: StataHeader) -> Iterator[tuple[str, str, str]]:
    head = file.read(4096)
    start = head.index(b"<map>") + 5
    places = struct.unpack(f"{header.order}14Q", head[start : start + 14 * 8])
    file.seek(places[8])
    content = file.read(min(max(places[9] - places[8], 0), _MOST))
    width = 33 if header.release == 117 else 129
    at = content.find(b"<ch>")
    while at >= 0:
        length = struct.unpack(f"{header.order}I", content[at + 4 : at + 8])[0]
        yield _characteristic(content[at + 8 : at + 8 + length], width)
        at = content.find(b"<ch>", at + 8 + length)


def _plain(file: BinaryIO, header: StataHeader) -> Iterator[tuple[str, str, str]]:
    """Of releases 111 to 115: after types, names, order, formats, names of labels, and labels of the variables."""
    if not 111 <= header.release <= 115:
        return
    formats = 49 if header.release >= 114 else 12
    file.seek(header.variables * (1 + 33 + 2 + formats + 33 + 81) + 2, 1)
    taken = 0
    while taken < _MOST:
        kind, length = struct.unpack(f"{header.order}Bi", file.read(5))
        if not kind or not 0 <= length <= _MOST:
            return
        yield _characteristic(file.read(length), 33)
        taken += length + 5


def _characteristic(content: bytes, width: int) -> tuple[str, str, str]:
    """What it is of, its name and its text."""
    parts = (content[:width], content[width : 2 * width], content[2 * width :])
    of, name, text = (_decoded(part.partition(b"\0")[0]) for part in parts)
    return of, name, text.strip()


def _decoded(text: bytes) -> str:
    """A text, of which only newer releases say the encoding: it is UTF-8 in these."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
