"""Where the variables of a data file stand, as the commands of SPSS that read it say: DATA LIST and GET DATA."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath

from topline.readers.codebooks.layout import DataFile, Layout, Place
from topline.readers.codebooks.spss_commands import MOST_VARIABLES, Command, Token, names_from
from topline.readers.fixed_numbers import Written
from topline.readers.fixed_width import FURTHEST

_FORMAT = re.compile(r"(?P<name>[A-Za-z]+)(?P<width>[0-9]*)(?:\.(?P<decimals>[0-9]*))?")
_AMOUNTS = frozenset(["F", "N", "E", "COMMA", "DOT", "DOLLAR", "PCT"])
_LINE_ENDS = {"\\t": "\t"}


@dataclass(frozen=True, slots=True)
class Delimited:
    """Data without a header whose values stand between delimiters."""

    delimiters: str
    qualifier: str
    """What stands around texts; nothing where none does."""
    first: int
    """The line of the first reply, 1-based."""
    variables: tuple[Place, ...]
    """Those of the file in their order; where they stand is not said."""


def file_of(command: Command, keyword: str) -> list[str]:
    """The file that a command names, without its folders."""
    for at, token in enumerate(command[:-2]):
        if token.upper == keyword and command[at + 1].text == "=" and command[at + 2].is_string:
            return [PureWindowsPath(command[at + 2].text).name]
    return []


def data_list(command: Command) -> Layout | None:
    """Values at fixed positions: "/ V1 1-4 V2 5 (A) V3 TO V5 6-8 (1)", a stroke for each line of a reply."""
    places: list[Place] = []
    line, at = 0, _stroke(command)
    while at < len(command):
        token = command[at]
        if token.text == "/" and not token.is_string:
            line, at = line + 1, at + 1
            if at < len(command) and command[at].text.isdigit():
                line, at = int(command[at].text), at + 1
            continue
        names, at = names_from(command, at, [])
        columns, at = _columns(command, at)
        kind, at = _in_brackets(command, at)
        if not names or columns is None or len(places) > MOST_VARIABLES:
            return None  # positions of another form: nothing can be said of any
        places += _places(names, columns, kind, max(line, 1))
    if not places or not _are_sound(places):
        return None
    file = DataFile("", tuple(file_of(command, "FILE")), lines_each=max(place.line for place in places))
    return Layout(file, tuple(places))


def _are_sound(places: Sequence[Place]) -> bool:
    return all(1 <= place.start <= place.finish <= FURTHEST for place in places)


def _stroke(command: Command) -> int:
    return next((at for at, token in enumerate(command) if token.text == "/" and not token.is_string), len(command))


def _columns(command: Command, at: int) -> tuple[tuple[int, int] | None, int]:
    """Positions such as 5, 5-9 or 5 - 9."""
    text = ""
    while at < len(command) and re.fullmatch(r"[0-9]+-?[0-9]*|-[0-9]*", command[at].text) and len(text) < 30:
        if text and text[-1] != "-" and command[at].text[0] != "-":
            break
        text, at = text + command[at].text, at + 1
    match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
    return ((int(match[1]), int(match[2] or match[1])), at) if match else (None, at)


def _in_brackets(command: Command, at: int) -> tuple[str, int]:
    if at >= len(command) or command[at].text != "(":
        return "", at
    end = next((place for place in range(at, len(command)) if command[place].text == ")"), len(command))
    return "".join(token.text for token in command[at + 1 : end]).upper(), end + 1


def _places(names: Sequence[str], columns: tuple[int, int], kind: str, line: int) -> Iterator[Place]:
    """Variables that share positions evenly, as "V1 TO V3 6-8" does."""
    start, finish = columns
    width = max((finish - start + 1) // len(names), 1)
    for number, name in enumerate(names):
        first = start + number * width
        yield Place(name, first, first + width - 1, line, _written(kind))


def _written(kind: str) -> Written | None:
    """How values are written by their format: "A8", "F,2" and "2" for two decimals, or nothing for whole numbers."""
    if kind in ("", ","):
        return Written()
    if kind.isdigit():
        return Written(int(kind)) if len(kind) < 3 else None
    name, _, decimals = kind.partition(",")
    match = _FORMAT.fullmatch(name)
    if match is None or match["name"] not in _AMOUNTS:
        return None
    said = decimals or match["decimals"] or ""
    return Written(int(said)) if said.isdigit() and len(said) < 3 else Written()


def get_data(command: Command) -> Layout | Delimited | None:
    """Values between delimiters: "/VARIABLES= V1 F5 V2 A20"; fixed ones are "V1 0-3 F4.0" there, counted from 0."""
    said: dict[str, list[Token]] = {}
    keyword = ""
    for at, token in enumerate(command):
        if token.text == "/" and not token.is_string and at + 1 < len(command) and command[at + 1].is_name:
            keyword = command[at + 1].upper
            said[keyword] = []
        elif keyword and not (not said[keyword] and token.upper in (keyword, "=")):
            said[keyword].append(token)
    variables = list(_declared(said.get("VARIABLES", [])))
    if not variables or "TXT" not in [token.upper for token in said.get("TYPE", [])] or len(variables) > MOST_VARIABLES:
        return None
    first = _text(said, "FIRSTCASE")
    if "FIXED" in [token.upper for token in said.get("ARRANGEMENT", [])]:
        file = DataFile("", tuple(file_of(command, "FILE")))
        return Layout(file, tuple(variables)) if _are_sound(variables) else None
    delimiters = _text(said, "DELIMITERS") or ","
    for written, meant in _LINE_ENDS.items():
        delimiters = delimiters.replace(written, meant)
    number = int(first) if first.isdigit() and len(first) < 9 else 1
    return Delimited(delimiters, _text(said, "QUALIFIER"), max(number, 1), tuple(variables))


def _text(said: dict[str, list[Token]], keyword: str) -> str:
    return said[keyword][0].text if said.get(keyword) else ""


def _declared(tokens: Sequence[Token]) -> Iterator[Place]:
    """The variables of "V1 F5 V2 A20", or of "/1 V1 0-3 F4.0"."""
    at = 0
    while at < len(tokens):
        if not tokens[at].is_name:
            at += 1
            continue
        name, at = tokens[at].text, at + 1
        columns, at = _columns(tokens, at)
        kind = tokens[at].upper if at < len(tokens) else ""
        match = _FORMAT.fullmatch(kind)
        written = Written() if kind == "AUTO" or (match and match["name"] in _AMOUNTS) else None
        at += 1
        start, finish = columns or (-1, -1)
        yield Place(name, start + 1, finish + 1, 1, written)
