"""SPSS syntax as commands of words and strings: no more of the language than what describes data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<string>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<comment>/\*.*?(?:\*/|$))|[()/=,]|[^\s()/=,'"]+|['"]"""
)
_NAME = re.compile(r"[^\W\d][\w.@#$]*|[@#$][\w.@#$]*")
MOST_VARIABLES = 20_000
"""Variables that a command may name; no survey has as many, and each takes its time."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a string."""

    text: str
    """Of a string, what it says."""
    is_string: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it may name a variable."""
        return not self.is_string and _NAME.fullmatch(self.text) is not None and self.upper not in ("TO", "THRU", "BY")

    @property
    def upper(self) -> str:
        """A word without case; nothing for a string."""
        return "" if self.is_string else self.text.upper()


Command = Sequence[Token]


def commands_of(text: str) -> Iterator[Command]:
    """The commands of a syntax file, each ended by a point at the end of a line, or by a blank line."""
    command: list[Token] = []
    in_comment = False
    for line in text.splitlines():
        bare = line.strip()
        if in_comment or (not command and re.match(r"\*|comment\b", bare, re.IGNORECASE)):
            in_comment = bool(bare) and not bare.endswith(".")
            continue
        tokens = [_token(match) for match in _TOKEN.finditer(bare) if not match["comment"]]
        last = tokens[-1] if tokens else None
        is_ended = not bare
        if last and not last.is_string and last.text.endswith("."):
            is_ended = True
            tokens[-1:] = [Token(last.text[:-1])] if last.text != "." else []
        command += tokens
        if is_ended and command:
            yield _joined(command)
            command = []
    if command:
        yield _joined(command)


def _token(match: re.Match[str]) -> Token:
    if (string := match["string"]) is None:
        return Token(match[0])
    return Token(string[1:-1].replace(string[0] * 2, string[0]), is_string=True)


def _joined(tokens: Sequence[Token]) -> Command:
    """A command with strings that a plus sign joins as one."""
    found: list[Token] = []
    for token in tokens:
        if token.is_string and len(found) > 1 and found[-1].text == "+" and found[-2].is_string:
            found[-2:] = [Token(found[-2].text + token.text, is_string=True)]
        else:
            found.append(token)
    return found


def begins(command: Command, *words: str) -> bool:
    """Whether a command begins with these words; SPSS takes three letters of a word for the whole of it."""
    return len(command) >= len(words) and all(
        len(token.upper) >= min(3, len(word)) and word.startswith(token.upper)
        for word, token in zip(words, command, strict=False)
    )


def names_from(tokens: Sequence[Token], at: int, known: Sequence[str]) -> tuple[list[str], int]:
    """The names from here on, those between "V1 TO V9" included."""
    names: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        if token.upper == "TO" and names and at + 1 < len(tokens):
            if len(names) > MOST_VARIABLES:
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
    if start and end and start[1].casefold() == end[1].casefold() and int(end[2]) - int(start[2]) < MOST_VARIABLES:
        width = len(start[2]) if start[2].startswith("0") else 0
        return [f"{start[1]}{number:0{width}}" for number in range(int(start[2]) + 1, int(end[2]) + 1)]
    return [last]
