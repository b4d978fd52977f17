"""What a Stata file says of its survey design, which pyreadstat leaves out: the weight that `svyset` declared."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MOST = 64 << 20
"""Bytes of characteristics that are looked at."""
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


def weight_of(path: Path) -> str:
    """The variable that `svyset` declared as the weight; empty where none was, or the place is damaged."""
    header = read_header(path)
    if header is None:
        return ""
    try:
        with path.open("rb") as file:
            file.seek(header.begins)
            pairs = dict(_tagged(file, header) if header.release >= 117 else _plain(file, header))
    except (struct.error, ValueError, OSError):
        return ""
    return next((pairs[key] for key in _WEIGHTS if pairs.get(key)), "")


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


def _tagged(file: BinaryIO, header: StataHeader) -> Iterator[tuple[str, str]]:
    head = file.read(4096)
    start = head.index(b"<map>") + 5
    places = struct.unpack(f"{header.order}14Q", head[start : start + 14 * 8])
    file.seek(places[8])
    content = file.read(min(max(places[9] - places[8], 0), _MOST))
    width = 33 if header.release == 117 else 129
    at = content.find(b"<ch>")
    while at >= 0:
        length = struct.unpack(f"{header.order}I", content[at + 4 : at + 8])[0]
        yield from _of_data_set(content[at + 8 : at + 8 + length], width)
        at = content.find(b"<ch>", at + 8 + length)


def _plain(file: BinaryIO, header: StataHeader) -> Iterator[tuple[str, str]]:
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
        yield from _of_data_set(file.read(length), 33)
        taken += length + 5


def _of_data_set(content: bytes, width: int) -> Iterator[tuple[str, str]]:
    """The name and text of a characteristic, where it is of the data set and not of a variable."""
    of, name, text = (
        part.partition(b"\0")[0].decode("utf-8", "replace")
        for part in (content[:width], content[width : 2 * width], content[2 * width :])
    )
    if of == "_dta":
        yield name, text.strip()
