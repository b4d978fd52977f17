"""The formats that files come in, told by their first bytes, never by their name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from topline.readers.raw import RawTable

HEAD = 4096
"""Bytes that are enough to recognise a format."""
READABLE = "parquet, CSV and TSV"
READERS = ("topline.readers.delimited",)
"""A module a format, each a `Reader`, in the order they are asked; they are imported in the child alone."""


class Reader(Protocol):
    """What the module of a format offers."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins like this is in the format."""

    def read(self, path: Path, shown: str, progress: Callable[[str], None]) -> RawTable:
        """What the file holds."""


def reader_of(head: bytes) -> Reader | None:
    """The reader of a file that begins like this; None where no format is recognised."""
    readers = (cast("Reader", import_module(name)) for name in READERS)
    return next((reader for reader in readers if reader.recognises(head)), None)


_FOREIGN: tuple[tuple[str, tuple[bytes, ...], str], ...] = (
    ("an SPSS file", (b"$FL2", b"$FL3"), "save it as CSV"),
    ("a Stata file", (b"<stata_dta>",), "save it as CSV"),
    ("a SAS file", (b"HEADER RECORD*******", b"\x00" * 12 + b"\xc2\xea\x81\x60"), "save it as CSV"),
    ("an older Excel workbook, or one with a password", (b"\xd0\xcf\x11\xe0",), "save it as CSV"),
    ("a gzip file", (b"\x1f\x8b",), "unpack it first"),
    ("a 7z file", (b"7z\xbc\xaf\x27\x1c",), "unpack it first"),
    ("an xz file", (b"\xfd7zXZ\x00",), "unpack it first"),
    ("a bzip2 file", (b"BZh",), "unpack it first"),
    ("a zstd file", (b"\x28\xb5\x2f\xfd",), "unpack it first"),
    ("a PDF", (b"%PDF",), "export the replies as CSV"),
    ("an SQLite database", (b"SQLite format 3\x00",), "export the replies as CSV"),
    ("an Arrow file", (b"ARROW1", b"FEA1"), "save it as parquet"),
    ("an Avro file", (b"Obj\x01",), "save it as parquet"),
    ("an ORC file", (b"ORC",), "save it as parquet"),
    ("an HDF5 file", (b"\x89HDF",), "save it as CSV"),
    ("an R data file", (b"RDX", b"RDA"), "save it as CSV"),
    ("a picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "export the replies as CSV"),
    ("rich text", (b"{\\rtf",), "save it as CSV"),
    ("a program", (b"\x7fELF", b"MZ\x90"), "export the replies as CSV"),
)


def foreign(head: bytes) -> tuple[str, str] | None:
    """What a file that topline does not read is called, and what to do with it; None for what it may read."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(head)
    for name, magics, remedy in _FOREIGN:
        if head.startswith(magics):
            return name, remedy
    if len(head) > 3 and 102 <= head[0] <= 119 and head[1] in (1, 2) and head[2] == 1 and head[3] == 0:
        return "a Stata file", "save it as CSV"
    if b"SPSS PORT FILE" in head[:800]:
        return "an SPSS portable file", "save it as CSV"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"[") and text[1:].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]"):
        return "a JSON file", "save it as CSV"
    lowered = text[:64].lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        return "a web page", "export the replies as CSV"
    if lowered.startswith((b"<?xml", b"<sss", b"<codebook")):
        return "an XML file", "save the replies as CSV"
    return None


def _zipped(head: bytes) -> tuple[str, str]:
    if b"mimetypeapplication/vnd.oasis" in head[:120]:
        return "an OpenDocument sheet", "save it as CSV"
    if b"xl/" in head or b"[Content_Types].xml" in head:
        return "an Excel workbook", "save it as CSV"
    return "a zip archive", "unpack it first"
