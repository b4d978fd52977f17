"""SPSS syntax beside data: where its variables stand, what they asked, and what their values mean.

LimeSurvey and archives deliver data so: text without a header, fixed or delimited, and the commands that read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from pathlib import Path, PureWindowsPath

from topline.readers.codebooks.codebook import ENOUGH_OF_ANY, Codebook, Entry, Headers, numbered, option_of, plain
from topline.readers.codebooks.layout import DataFile, Layout, Place
from topline.readers.codebooks.spss_commands import Command, Token, begins, commands_of
from topline.readers.encoding import encoding_of
from topline.readers.fixed_numbers import Written
from topline.readers.fixed_width import FURTHEST
from topline.readers.missing_labels import kind_of_label
from topline.survey import MissingKind, Option, Role

SUFFIX = ".sps"
_MOST_BYTES = 20 << 20
_MOST_VARIABLES = 20_000
"""Variables that a command may name ..."""
_MOST_NAMED = 200_000
"""... and how often one may name any; no survey has as many, and each takes its time."""
_DESCRIBES = re.compile(
    r"^\s*(?:(?:add\s+)?(?:var\w*|val\w*)\s+lab\w*|data\s+list|get\s+data)\b", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_FORMAT = re.compile(r"(?P<name>[A-Za-z]+)(?P<width>[0-9]*)(?:\.(?P<decimals>[0-9]*))?")
_PART_FIRST = re.compile(r"\[(?P<part>[^\[\]]+)\] ?(?P<question>.*\S)", re.DOTALL)
"""How LimeSurvey labels a column of one of several options or items."""
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


@dataclass(slots=True)
class _Variable:
    """What the commands say of a variable."""

    name: str
    label: str = ""
    options: dict[str, str] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    ranges: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Syntax:
    """What the commands of a file say."""

    files: list[str] = field(default_factory=list)
    """The data files that they read, without folders."""
    fixed: Layout | None = None
    delimited: Delimited | None = None
    weight: str = ""
    variables: dict[str, _Variable] = field(default_factory=dict)
    """By their names, folded, as they are called in the end."""

    def known(self, name: str) -> _Variable:
        """What is said of a variable, of which nothing may have been said before."""
        return self.variables.setdefault(name.casefold(), _Variable(name))

    def renamed(self, place: Place) -> Place:
        """A variable of the data under the name that it gets later on."""
        return replace(place, name=self._names.get(place.name.casefold(), place.name))

    _names: dict[str, str] = field(default_factory=dict)

    def rename(self, old: str, new: str) -> None:
        """Call a variable otherwise from here on."""
        variable = self.variables.pop(old.casefold(), _Variable(old))
        variable.name = new
        self.variables[new.casefold()] = variable
        first = next((name for name, now in self._names.items() if now.casefold() == old.casefold()), old.casefold())
        self._names[first] = new


def read_syntax(path: Path) -> Syntax | None:
    """What a syntax file says; None where it is none that describes data."""
    if path.stat().st_size > _MOST_BYTES:
        return None
    text = path.read_bytes().decode(encoding_of(path).codec, "replace").removeprefix("\ufeff")
    if not _DESCRIBES.search(text):
        return None
    syntax = Syntax()
    for command in commands_of(text):
        _obey(command, syntax)
    return syntax


def read_codebook(syntax: Syntax, source: str, headers: Headers) -> Codebook:
    """What syntax says of these columns."""
    entries: dict[str, Entry] = {}
    texts = _with_parts_last([plain(variable.label) for variable in syntax.variables.values()])
    for variable, text in zip(syntax.variables.values(), texts, strict=True):
        header = headers.called(variable.name)
        if header is not None:
            is_weight = variable.name.casefold() == syntax.weight.casefold()
            entries[header] = Entry(
                name=variable.name,
                text=text,
                options=tuple(_options(variable)),
                role=Role.WEIGHT if is_weight else None,
                apart=tuple(variable.ranges),
            )
    return Codebook(source, entries, len(syntax.variables), len(entries), enough=ENOUGH_OF_ANY)


def _with_parts_last(labels: Sequence[str]) -> list[str]:
    """Labels such as "[Option] Question" with the option behind the question, where several share that."""
    matches = [_PART_FIRST.fullmatch(label) for label in labels]
    often = Counter(match["question"] for match in matches if match)
    return [
        f"{match['question']} [{match['part']}]" if match and often[match["question"]] > 1 else label
        for label, match in zip(labels, matches, strict=True)
    ]


def _options(variable: _Variable) -> Iterator[Option]:
    for code, label in variable.options.items():
        option = option_of(code, label)
        is_apart = code in variable.apart or any(_is_in(code, *bounds) for bounds in variable.ranges)
        yield replace(option, missing=kind_of_label(label)) if is_apart else option
    for code in sorted(variable.apart - variable.options.keys()):
        yield Option(code, code, MissingKind.NO_ANSWER)


def _is_in(code: str, least: float, most: float) -> bool:
    return _NUMBER.fullmatch(code) is not None and least <= float(code) <= most


def _obey(command: Command, syntax: Syntax) -> None:
    if begins(command, "DATA", "LIST"):
        _data_list(command, syntax)
    elif begins(command, "GET", "DATA"):
        _get_data(command, syntax)
    elif begins(command, "FILE", "HANDLE"):
        syntax.files += _file_of(command, "NAME")
    elif begins(command, "RENAME", "VARIABLES"):
        for old, new in _renamed(command[2:]):
            syntax.rename(old, new)
    elif begins(command, "VARIABLE", "LABELS"):
        for name, label in pairwise(command[2:]):
            if name.is_name and label.is_string:
                syntax.known(name.text).label = label.text
    elif begins(command, "VALUE", "LABELS"):
        _value_labels(command[2:], syntax)
    elif begins(command, "ADD", "VALUE", "LABELS"):
        _value_labels(command[3:], syntax)
    elif begins(command, "MISSING", "VALUES"):
        _missing_values(command[2:], syntax)
    elif begins(command, "WEIGHT", "BY"):
        syntax.weight = command[2].text if len(command) > 2 else ""


def _renamed(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """ "(old1 old2 = new1 new2)" or "old = new"."""
    old: list[str] = []
    new: list[str] = []
    names, bracketed = old, False
    for token in tokens:
        if token.text == "(":
            bracketed = True
        elif token.text == "=":
            names = new
        elif token.is_name:
            names.append(token.text)
        if token.text == ")" or (new and not bracketed):
            yield from zip(old, new, strict=False)
            old, new, bracketed = [], [], False
            names = old


def _file_of(command: Command, keyword: str) -> list[str]:
    """The file that a command names, without its folders."""
    for at, token in enumerate(command[:-2]):
        if token.upper == keyword and command[at + 1].text == "=" and command[at + 2].is_string:
            return [PureWindowsPath(command[at + 2].text).name]
    return []


def _data_list(command: Command, syntax: Syntax) -> None:
    """Values at fixed positions: "/ V1 1-4 V2 5 (A) V3 TO V5 6-8 (1)", a stroke for each line of a reply."""
    syntax.files += _file_of(command, "FILE")
    places: list[Place] = []
    line, at = 0, _stroke(command)
    while at < len(command):
        token = command[at]
        if token.text == "/" and not token.is_string:
            line, at = line + 1, at + 1
            if at < len(command) and command[at].text.isdigit():
                line, at = int(command[at].text), at + 1
            continue
        names, at = _names_from(command, at, [])
        columns, at = _columns(command, at)
        kind, at = _in_brackets(command, at)
        if not names or columns is None or len(places) > _MOST_VARIABLES:
            return  # positions of another form: nothing can be said of any
        places += _places(names, columns, kind, max(line, 1))
    if places and all(1 <= place.start <= place.finish <= FURTHEST for place in places):
        file = DataFile("", tuple(syntax.files), lines_each=max(place.line for place in places))
        syntax.fixed = Layout(file, tuple(places))
        for place in places:
            syntax.known(place.name)


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


def _get_data(command: Command, syntax: Syntax) -> None:
    """Values between delimiters: "/VARIABLES= V1 F5 V2 A20"; fixed ones are "V1 0-3 F4.0" there, counted from 0."""
    said: dict[str, list[Token]] = {}
    keyword = ""
    for at, token in enumerate(command):
        if token.text == "/" and not token.is_string and at + 1 < len(command) and command[at + 1].is_name:
            keyword = command[at + 1].upper
            said[keyword] = []
        elif keyword and not (not said[keyword] and token.upper in (keyword, "=")):
            said[keyword].append(token)
    files = _file_of(command, "FILE")
    syntax.files += files
    variables = list(_declared(said.get("VARIABLES", [])))
    if (
        not variables
        or "TXT" not in [token.upper for token in said.get("TYPE", [])]
        or len(variables) > _MOST_VARIABLES
    ):
        return
    first = _text(said, "FIRSTCASE")
    for place in variables:
        syntax.known(place.name)
    if "FIXED" in [token.upper for token in said.get("ARRANGEMENT", [])]:
        if all(1 <= place.start <= place.finish <= FURTHEST for place in variables):
            syntax.fixed = Layout(DataFile("", tuple(files)), tuple(variables))
        return
    delimiters = _text(said, "DELIMITERS") or ","
    for written, meant in _LINE_ENDS.items():
        delimiters = delimiters.replace(written, meant)
    number = int(first) if first.isdigit() and len(first) < 9 else 1
    syntax.delimited = Delimited(delimiters, _text(said, "QUALIFIER"), max(number, 1), tuple(variables))


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


def _names_from(tokens: Sequence[Token], at: int, known: Sequence[str]) -> tuple[list[str], int]:
    """The names from here on, those between "V1 TO V9" included."""
    names: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        if token.upper == "TO" and names and at + 1 < len(tokens):
            if len(names) > _MOST_VARIABLES:
                return [], len(tokens)
            names += _between(names[-1], tokens[at + 1].text, known)
            at += 2
        elif token.is_name or token.text == ",":
            names += [token.text] if token.is_name else []
            at += 1
        else:
            break
    return names, at


def _between(first: str, last: str, known: Sequence[str]) -> list[str]:
    """The names after a first one up to a last one: in the order of those known, else counted on."""
    folded = [name.casefold() for name in known]
    if first.casefold() in folded and last.casefold() in folded:
        return list(known[folded.index(first.casefold()) + 1 : folded.index(last.casefold()) + 1])
    start, end = re.fullmatch(r"(.*?)([0-9]{1,9})", first), re.fullmatch(r"(.*?)([0-9]{1,9})", last)
    if start and end and start[1].casefold() == end[1].casefold() and int(end[2]) - int(start[2]) < _MOST_VARIABLES:
        width = len(start[2]) if start[2].startswith("0") else 0
        return [f"{start[1]}{number:0{width}}" for number in range(int(start[2]) + 1, int(end[2]) + 1)]
    return [last]


def _value_labels(tokens: Sequence[Token], syntax: Syntax) -> None:
    """ "V1 V2 1 'Yes' 2 'No' / V3 'a' 'Letter'"."""
    at, named, known = 0, 0, _in_order(syntax)
    while at < len(tokens) and named < _MOST_NAMED:
        names, at = _names_from(tokens, at, known)
        named += len(names)
        found: dict[str, str] = {}
        while at + 1 < len(tokens) and _is_value(tokens[at]) and tokens[at + 1].is_string:
            found.setdefault(_code(tokens[at]), tokens[at + 1].text)
            at += 2
        for name in names:
            syntax.known(name).options |= found
        if at < len(tokens) and not tokens[at].is_name:
            at += 1  # a stroke, or what is no label


def _code(token: Token) -> str:
    """A value as a code: numbers are written alike wherever they stand, texts as they are."""
    return token.text.strip() if token.is_string else numbered(token.text)


def _is_value(token: Token) -> bool:
    return token.is_string or _NUMBER.fullmatch(token.text) is not None


def _in_order(syntax: Syntax) -> list[str]:
    return [variable.name for variable in syntax.variables.values()]


def _missing_values(tokens: Sequence[Token], syntax: Syntax) -> None:
    """ "V1 V2 (8, 9) / V3 (97 THRU HIGHEST, -1)"."""
    at, named, known = 0, 0, _in_order(syntax)
    while at < len(tokens) and named < _MOST_NAMED:
        names, at = _names_from(tokens, at, known)
        named += len(names)
        if at >= len(tokens) or tokens[at].text != "(":
            at += 1
            continue
        end = next((place for place in range(at, len(tokens)) if tokens[place].text == ")"), len(tokens))
        values = [token for token in tokens[at + 1 : end] if token.text != ","]
        for name in names:
            _set_apart(syntax.known(name), values)
        at = end + 1


def _set_apart(variable: _Variable, values: Sequence[Token]) -> None:
    at = 0
    while at < len(values):
        if at + 2 < len(values) and values[at + 1].upper == "THRU":
            least, most = _bound(values[at]), _bound(values[at + 2])
            if least is not None and most is not None and least <= most:
                variable.ranges.append((least, most))
            at += 3
        else:
            variable.apart.add(_code(values[at]))
            at += 1


def _bound(token: Token) -> float | None:
    if token.upper in ("LO", "LOWEST"):
        return -inf
    if token.upper in ("HI", "HIGHEST"):
        return inf
    return float(token.text) if _NUMBER.fullmatch(token.text) else None
