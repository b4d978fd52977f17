"""Where a DDI codebook says that the values of a file stand: archives keep a line or more a reply, without a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from topline.readers.codebooks.layout import DataFile, Layout, Place
from topline.readers.codebooks.safe_xml import words_of
from topline.readers.errors import UnreadableFileError
from topline.readers.fixed_numbers import Written
from topline.readers.fixed_width import FURTHEST
from topline.readers.sanitise import sanitise

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_LINES_EACH = 1_000


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
    if not places and file.lines_each == 1:
        return _side_by_side(variables, file)
    return Layout(file, places) if places and 2 * len(places) > len(variables) else None


def _side_by_side(variables: Sequence[Element], file: DataFile) -> Layout | None:
    """Variables of which only the widths are said: each stands behind the one before it."""
    places = []
    start = 1
    for variable in variables:
        location = variable.find("location")
        width = _number(location.get("width")) if location is not None else None
        if not width or start + width > FURTHEST:
            return None
        name = variable.get("name") or variable.get("ID") or ""
        places.append(Place(name, start, start + width - 1, 1, _written(variable)))
        start += width
    return Layout(file, tuple(places), is_summed=True) if places else None


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
