"""Files that came packed: a gzip file, or a zip archive in which one file holds the replies.

What is in them decides, never their names; what they unpack to is bounded, since a small file can hold a large one.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile, ZipInfo

from topline.readers.errors import UnreadableFileError
from topline.readers.sanitise import sanitise
from topline.readers.workbook_checks import LEAST_ALLOWED, MOST_RATIO, opened

_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
"""The flag of a part of a zip archive that has a password."""
_TAR = slice(257, 262), b"ustar"
"""Where a tar archive says what it is."""
_MOST_NAMED = 5
"""Files that an error names."""

WORKBOOKS = frozenset([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])
"""How the names of workbooks end."""
_DATA = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".asc",
        ".dat",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".sav",
        ".zsav",
        ".por",
        ".dta",
        ".sas7bdat",
        ".xpt",
        ".parquet",
        ".json",
        ".jsonl",
        ".ndjson",
        ".xml",
        ".sss",
    ]
)
"""How the names of files end that hold replies, or say what is in those that do."""


@contextmanager
def unpacked(path: Path, shown: str, folder: Path) -> Iterator[Path]:
    """What is in a packed file, as a file that is there as long as it is needed; any other file as it is.

    Args:
        path: The file.
        shown: How errors name it.
        folder: Where to put what is unpacked.

    Raises:
        UnreadableFileError: when it is damaged, has a password, unpacks to too much, or when no file or several in it
            may hold the replies.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_GZIP):
        unpack: Callable[[Path, str, IO[bytes]], bool] = _unpack_gzip
    elif head in _ZIP:
        unpack = _unpack_zip
    else:
        yield path
        return
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="unpacked-")
    target = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            was_packed = unpack(path, shown, file)
        yield target if was_packed else path
    finally:
        target.unlink()


def _unpack_gzip(path: Path, shown: str, target: IO[bytes]) -> bool:
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, path, shown)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableFileError(f"{shown} is damaged or cut short; download or export it again") from None
    return True


def _unpack_zip(path: Path, shown: str, target: IO[bytes]) -> bool:
    """Unpack the one file of replies; False for a workbook, which is read as it is."""
    with opened(path, shown) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names or "mimetype" in names:
            return False
        if path.suffix.casefold() in WORKBOOKS:
            raise UnreadableFileError(f"{shown} is called a workbook, but is another zip archive; export it again")
        part = _replies_in(archive, shown)
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableFileError(f"{shown} has a password; unpack it first")
        with archive.open(part) as packed:
            _copy(packed, target, path, shown)
    return True


def _replies_in(archive: ZipFile, shown: str) -> ZipInfo:
    parts = [part for part in archive.infolist() if not part.is_dir() and not _is_left_behind(part.filename)]
    found = [part for part in parts if PurePosixPath(part.filename).suffix.casefold() in _DATA]
    # Text is data only where nothing else is: a README lies beside what it is about.
    found = found or [part for part in parts if PurePosixPath(part.filename).suffix.casefold() == ".txt"]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnreadableFileError(
            f"{shown} is a zip archive without a file of replies; unpack it and look what it holds"
        )
    named = ", ".join(sanitise(part.filename, one_line=True, limit=60) for part in found[:_MOST_NAMED])
    more = " ..." if len(found) > _MOST_NAMED else ""
    raise UnreadableFileError(f"{shown} holds several files ({named}{more}); unpack it and name one of them")


def _is_left_behind(name: str) -> bool:
    """Whether a file is one that systems leave in archives, such as __MACOSX/._survey.csv."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _copy(packed: IO[bytes] | gzip.GzipFile, target: IO[bytes], path: Path, shown: str) -> None:
    left = max(LEAST_ALLOWED, MOST_RATIO * path.stat().st_size)
    block = packed.read(_BLOCK)
    where, magic = _TAR
    if block[where] == magic:
        raise UnreadableFileError(f"{shown} holds a tar archive; unpack it first")
    if not block:
        raise UnreadableFileError(f"{shown} holds an empty file; export it again")
    while block:
        left -= len(block)
        if left < 0:
            raise UnreadableFileError(f"{shown} unpacks to more than any file of replies does; it is not opened")
        target.write(block)
        block = packed.read(_BLOCK)
