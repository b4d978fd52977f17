"""The formats that files come in, told by their first bytes, never by their name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawTable
from topline.readers.sanitise import sanitise

HEAD = 4096
"""Bytes that are enough to recognise a format."""
READABLE = "parquet, CSV and TSV, Excel and OpenDocument, SPSS, Stata, SAS, JSON lines, triple-S and DDI"
READERS = (
    "topline.readers.statistical",
    "topline.readers.json_lines",
    "topline.readers.codebooks.triple_s",
    "topline.readers.delimited",
)
"""A module a format, each a `Reader`, in the order they are asked; they are imported in the child alone."""


class Reader(Protocol):
    """What the module of a format offers."""

    __name__: str

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins like this is in the format."""

    def read(self, path: Path, shown: str, progress: Callable[[str], None]) -> RawTable:
        """What the file holds."""


def read_table(
    path: Path, shown: str, progress: Callable[[str], None], sheet: str = "", packed: Path | None = None
) -> RawTable:
    """What a file of any format holds.

    Args:
        path: The file.
        shown: How messages name it.
        progress: Told in a few words what is being done.
        sheet: The sheet of a workbook that is meant; empty to choose.
        packed: What the file was unpacked from, beside which a description of it may stand; None where it was not.

    Raises:
        UnreadableFileError: when no format is recognised, or the file is not what it seems.
    """
    from topline.readers import workbook
    from topline.readers.codebooks import ddi, triple_s

    with path.open("rb") as file:
        head = file.read(HEAD)
    if found := foreign(head):
        raise UnreadableFileError(f"{shown} is {found[0]}; topline reads {READABLE}; {found[1]}")
    if head.startswith(b"PAR1"):
        raise UnreadableFileError(f"{shown} holds a parquet file; unpack that and open it itself")
    if workbook.recognises(head):
        return workbook.read(path, shown, progress, sheet)
    if ddi.recognises(head):
        return ddi.read(path, shown, lambda data: _data_of(path, data, shown, progress))
    if definition := triple_s.codebook_beside(path):
        return triple_s.read(definition, shown, progress)
    readers = (cast("Reader", import_module(name)) for name in READERS)
    reader = next((reader for reader in readers if reader.recognises(head)), None)
    if reader is None:
        raise UnreadableFileError(f"{shown} is in no format that topline knows; it reads {READABLE}")
    is_text = reader.__name__ == READERS[-1]
    described = _described(path, shown, progress, packed) if is_text else None
    return described or reader.read(path, shown, progress)


def _described(path: Path, shown: str, progress: Callable[[str], None], packed: Path | None) -> RawTable | None:
    """What a text holds whose values stand where a file beside it says; None where none says it.

    Syntax of SPSS is such a text itself, and stands for the data that it reads.
    """
    from topline.readers.codebooks import ddi, spss_data, spss_syntax

    named = packed.with_name(packed.stem) if packed else path
    if codebook := ddi.codebook_beside(path, named):
        name = sanitise(codebook.name, one_line=True, limit=200)
        return ddi.read(codebook, name, lambda data: _data_of(codebook, data, shown, progress), path, named)
    if path.suffix.casefold() == spss_syntax.SUFFIX and spss_syntax.read_syntax(path):
        return spss_data.read_itself(path, shown)
    return spss_data.read_beside(path)


def _data_of(codebook: Path, data: Path, shown: str, progress: Callable[[str], None]) -> RawTable:
    """What the file holds that a codebook names; another codebook holds nothing."""
    from topline.readers.codebooks import ddi

    with data.open("rb") as file:
        if data == codebook or ddi.recognises(file.read(HEAD)):
            raise UnreadableFileError(f"{shown} names another codebook as its data; open the data itself")
    return read_table(data, shown, progress)


_FOREIGN: tuple[tuple[str, tuple[bytes, ...], str], ...] = (
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
    (
        "a web page",
        (b"<!doctype html", b"<!DOCTYPE html", b"<!DOCTYPE HTML", b"<html", b"<HTML"),
        "export the replies as CSV",
    ),
)


def foreign(head: bytes) -> tuple[str, str] | None:
    """What a file that topline does not read is called, and what to do with it; None for what it may read."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for name, magics, remedy in _FOREIGN:
        if head.startswith(magics) or text.startswith(magics):
            return name, remedy
    is_codebook = b"<sss" in text or b"codebook" in text.lower()
    return ("an XML file", "save the replies as CSV") if text.startswith(b"<?xml") and not is_codebook else None
