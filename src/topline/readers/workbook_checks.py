"""Whether a file is a workbook that a library may be given: its declared sizes, its parts, its password.

Looked at with the standard library alone; what is found wrong is one line, where the library would crash or take
all memory.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from topline.readers.compound import SIGNATURE, streams_of
from topline.readers.errors import UnreadableFileError

MOST_PARTS = 10_000
LEAST_ALLOWED = 256 << 20
"""Bytes that a small file may unpack to."""
MOST_RATIO = 200
"""Times its own size that a large file may unpack to; XML with every cell blank comes near 100."""
_MOST_SMALL_PART = 16 << 20
"""Bytes of a part that only lists others."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_XLS = frozenset({"Workbook", "Book"})
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook that is fit to be read says of itself."""

    format: str
    """xlsx (with its cousins), ods or xls."""
    sheets: dict[str, str] = field(default_factory=dict)
    """For xlsx the part that holds a sheet, by the sheet's name."""
    from_1904: bool = False
    """Whether its dates are counted from 1904, where that is known."""


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this may be a workbook: a zip archive, or an older Office file."""
    return head.startswith((*_ZIP, SIGNATURE))


def checked(path: Path, shown: str) -> Workbook:
    """What a file is that is fit to be given to a library.

    Raises:
        UnreadableFileError: when it is not.
    """
    with path.open("rb") as file:
        head = file.read(len(SIGNATURE))
    if head == SIGNATURE:
        return _older(path, shown)
    with opened(path, shown) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            return _xlsx(archive, names, shown)
        if "mimetype" in names and "content.xml" in names:
            return _ods(archive, shown)
    raise UnreadableFileError(f"{shown} is a zip archive, but no workbook; unpack it first")


@contextmanager
def opened(path: Path, shown: str) -> Iterator[ZipFile]:
    """A zip archive whose declared sizes are bearable; a fault in it, while it is open, is one line.

    Raises:
        UnreadableFileError: when it is damaged, cut short, or too large.
    """
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            allowed = max(LEAST_ALLOWED, MOST_RATIO * path.stat().st_size)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > allowed:
                raise UnreadableFileError(f"{shown} unpacks to more than any file of replies does; it is not opened")
            yield archive
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError):
        raise UnreadableFileError(f"{shown} is damaged or cut short; download or export it again") from None
    except RuntimeError:
        raise UnreadableFileError(f"{shown} has a password; save it without one") from None


def _older(path: Path, shown: str) -> Workbook:
    names = streams_of(path, shown, _XLS)
    if "EncryptedPackage" in names:
        raise UnreadableFileError(f"{shown} has a password; save it without one")
    if not names & _XLS:
        raise UnreadableFileError(f"{shown} is an older Office file, but no workbook; save the replies as CSV")
    return Workbook("xls")


def _xlsx(archive: ZipFile, names: set[str], shown: str) -> Workbook:
    parts = _related(archive, "_rels/.rels", "") if "_rels/.rels" in names else {}
    base = next((part for kind, part in parts.values() if kind == "officeDocument"), "")
    if base.endswith("workbook.bin"):
        return Workbook("xlsx")
    workbook = _xml(archive, base) if base in names and base.endswith(".xml") else None
    if workbook is None or not workbook.tag.endswith("}workbook"):
        raise UnreadableFileError(f"{shown} is an Office file, but no workbook; save the replies as xlsx or CSV")
    _check_whole(archive)
    folder, file = posixpath.split(base)
    relations = f"{folder}/_rels/{file}.rels"
    parts = _related(archive, relations, folder) if relations in names else {}
    sheets = {}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        kind, part = parts.get(sheet.get(_RELATED) or sheet.get(_STRICT) or "", ("", ""))
        if kind == "worksheet" and part in names:
            sheets[sheet.get("name", "")] = part
    properties = workbook.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "") in ("1", "true")
    return Workbook("xlsx", sheets, from_1904)


def _related(archive: ZipFile, relations: str, folder: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: the kind and the name of each other part, by its id."""
    found = {}
    for relation in _xml(archive, relations):
        target = posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")
    return found


def _ods(archive: ZipFile, shown: str) -> Workbook:
    if not archive.read("mimetype")[:200].startswith(_ODS):
        raise UnreadableFileError(f"{shown} is an OpenDocument file, but no spreadsheet; save the replies as CSV")
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b":encryption-data" in _small(archive, manifest):
        raise UnreadableFileError(f"{shown} has a password; save it without one")
    _check_whole(archive)
    return Workbook("ods")


def _check_whole(archive: ZipFile) -> None:
    """Unpack what a library is going to unpack, sheets aside: its sizes and check sums are as declared."""
    for part in archive.infolist():
        if part.filename.endswith(".xml") and "/worksheets/" not in part.filename and part.filename != "content.xml":
            with archive.open(part) as file:
                while file.read(1 << 20):
                    pass


def _xml(archive: ZipFile, name: str) -> ElementTree.Element:
    content = _small(archive, name)
    if b"<!DOCTYPE" in content:
        raise BadZipFile(name)
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - no DOCTYPE, so no entities to expand
    except ElementTree.ParseError:
        raise BadZipFile(name) from None


def _small(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(_MOST_SMALL_PART + 1)
    if len(content) > _MOST_SMALL_PART:
        raise BadZipFile(name)
    return content
