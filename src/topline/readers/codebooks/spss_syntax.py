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
from pathlib import Path

from topline.readers.codebooks.codebook import ENOUGH_OF_ANY, Codebook, Entry, Headers, numbered, option_of, plain
from topline.readers.codebooks.layout import Layout, Place
from topline.readers.codebooks.spss_commands import Command, Token, begins, commands_of, names_from
from topline.readers.codebooks.spss_places import Delimited, data_list, file_of, get_data
from topline.readers.encoding import encoding_of
from topline.readers.missing_labels import kind_of_label
from topline.survey import MissingKind, Option, Role

SUFFIX = ".sps"
_MOST_BYTES = 20 << 20
_MOST_NAMED = 200_000
"""How often a command may name variables."""
_DESCRIBES = re.compile(
    r"^\s*(?:(?:add\s+)?(?:var\w*|val\w*)\s+lab\w*|data\s+list|get\s+data)\b", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PART_FIRST = re.compile(r"\[(?P<part>[^\[\]]+)\] ?(?P<question>.*\S)", re.DOTALL)
"""How LimeSurvey labels a column of one of several options or items."""


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

    def place(self, found: Layout | Delimited | None) -> None:
        """Learn where the variables of the data stand."""
        if found is None:
            return
        if isinstance(found, Layout):
            self.fixed = replace(found, file=replace(found.file, names=tuple(self.files)))
        else:
            self.delimited = found
        for place in found.places if isinstance(found, Layout) else found.variables:
            self.known(place.name)

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
        syntax.files += file_of(command, "FILE")
        syntax.place(data_list(command))
    elif begins(command, "GET", "DATA"):
        syntax.files += file_of(command, "FILE")
        syntax.place(get_data(command))
    elif begins(command, "FILE", "HANDLE"):
        syntax.files += file_of(command, "NAME")
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


def _value_labels(tokens: Sequence[Token], syntax: Syntax) -> None:
    """ "V1 V2 1 'Yes' 2 'No' / V3 'a' 'Letter'"."""
    at, named, known = 0, 0, _in_order(syntax)
    while at < len(tokens) and named < _MOST_NAMED:
        names, at = names_from(tokens, at, known)
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
        names, at = names_from(tokens, at, known)
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
