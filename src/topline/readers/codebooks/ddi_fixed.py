"""Data at fixed positions that a DDI codebook describes, as archives keep it: a line or more a reply, no header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import folded
from topline.readers.codebooks.safe_xml import words_of
from topline.readers.encoding import encoding_of
from topline.readers.errors import UnreadableFileError
from topline.readers.fixed_numbers import Written, numbers_of
from topline.readers.fixed_width import FURTHEST, read_records
from topline.readers.raw import RawColumn, RawTable
from topline.readers.sanitise import sanitise

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEAD = 4096
_FIRST = 200
"""Lines that are enough to tell how a file is laid out."""
_MOST_LINES_EACH = 1_000
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

    @property
    def length(self) -> int:
        """Characters up to the end of the last variable."""
        return max(place.finish for place in self.places)


def files_of(root: Element) -> list[DataFile]:
    """The files of replies that a codebook describes."""
    return [
        DataFile(
            id=element.get("ID") or "",
            names=tuple(
                bare
                for name in (*map(words_of, element.iter("fileName")), element.get("URI") or "")
                if (bare := PureWindowsPath(name).name)
            ),
            length=_number(words_of(element.find("./fileTxt/dimensns/logRecL"))),
            lines_each=_number(words_of(element.find("./fileTxt/dimensns/recPrCas"))) or 1,
            replies=_number(words_of(element.find("./fileTxt/dimensns/caseQnty"))),
        )
        for element in root.iter("fileDscr")
    ] or [DataFile("", ())]


def is_in(variable: Element, file: str) -> bool:
    """Whether a variable is one of a file, or does not say of which."""
    said = {*(variable.get("files") or "").split(), *(one.get("fileid") or "" for one in variable.findall("location"))}
    said.discard("")
    return not said or not file or file in said


def layout_of(root: Element, file: DataFile, shown: str) -> Layout | None:
    """How the replies of a file are laid out; None where the codebook does not say the positions of most variables.

    Raises:
        UnreadableFileError: when a position cannot be.
    """
    variables = [variable for variable in root.iter("var") if is_in(variable, file.id)]
    places = tuple(place for variable in variables if (place := _place(variable, file, shown)))
    return Layout(file, places) if places and 2 * len(places) > len(variables) else None


def _place(variable: Element, file: DataFile, shown: str) -> Place | None:
    locations = variable.findall("location")
    own = [one for one in locations if file.id and one.get("fileid") == file.id]
    location = next(iter(own or [one for one in locations if not file.id or not one.get("fileid")]), None)
    start = _number(location.get("StartPos")) if location is not None else None
    if location is None or start is None:
        return None
    name = variable.get("name") or variable.get("ID") or ""
    width = _number(location.get("width")) or 1
    finish = _number(location.get("EndPos")) or start + width - 1
    line = _number(location.get("RecSegNo")) or 1
    if not 1 <= start <= finish <= FURTHEST or not line <= file.lines_each <= _MOST_LINES_EACH:
        called = sanitise(name, one_line=True, limit=60) or "without a name"
        raise UnreadableFileError(f"{shown}: variable {called} has an impossible position; get the codebook again")
    return Place(name, start, finish, line, _written(variable))


def _written(variable: Element) -> Written | None:
    format_ = variable.find("varFormat")
    decimals = _number(variable.get("dcml")) or 0
    if format_ is None:
        return Written(decimals, _codes(variable), _bounds(variable)) if decimals else None
    is_number = (format_.get("type") or "").casefold() == "numeric"
    is_moment = (format_.get("category") or "").casefold() in ("date", "time")
    return Written(decimals, _codes(variable), _bounds(variable)) if is_number and not is_moment else None


def _codes(variable: Element) -> frozenset[float]:
    return frozenset(
        code for category in variable.findall("catgry") if (code := _amount(words_of(category.find("catValu"))))
    )


def _bounds(variable: Element) -> tuple[float, float] | None:
    """The least and the most that the codebook found among the answers."""
    found = {one.get("type"): _amount(words_of(one)) for one in variable.findall("sumStat")}
    least, most = found.get("min"), found.get("max")
    for one in variable.findall("./valrng/range"):
        least = _amount(one.get("min") or "") if least is None else least
        most = _amount(one.get("max") or "") if most is None else most
    return (least, most) if least is not None and most is not None else None


def _number(text: str | None) -> int | None:
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None


def _amount(text: str) -> float | None:
    bare = text.strip()
    return float(bare) if re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{0,15})?|[+-]?\.[0-9]{1,15}", bare) else None


def is_fixed(path: Path, layout: Layout) -> bool:
    """Whether a file is text at fixed positions: no header names the variables, and its lines reach most of them."""
    lines = _first_lines(path)
    if not lines:
        return False
    names = {folded(place.name) for place in layout.places}
    header = {folded(cell.strip("\"'")) for cell in re.split(r"[\t,;|]", lines[0])}
    if len(names & header) * 2 >= len(names):
        return False
    starts = sorted(place.start for place in layout.places)
    return max(map(len, lines)) >= starts[len(starts) // 2]


def fits(path: Path, layout: Layout) -> bool:
    """Whether the lines of a file are exactly as long as a codebook says, so that it may have any name."""
    lines = _first_lines(path)
    longest = max(map(len, lines), default=0)
    return is_fixed(path, layout) and longest in (layout.length, layout.file.length)


def _first_lines(path: Path) -> list[str]:
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
