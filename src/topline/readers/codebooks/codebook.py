"""What a codebook that stands beside replies says of their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from topline.readers.naming import readable
from topline.readers.raw import Together
from topline.survey import Kind, Option, Role

LEAST_FOUND = 3
"""Variables that a codebook and the replies must have in common, where these have as many."""
ENOUGH = 0.5
"""How much of a codebook of a known survey tool must fit the replies."""
ENOUGH_OF_ANY = 0.8
"""How much must fit of one that any program may have written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a codebook says of one column; empty where it says nothing."""

    name: str
    """The variable's name in the codebook."""
    text: str = ""
    """The question as asked."""
    kind: Kind | None = None
    options: tuple[Option, ...] = ()
    """In their order; codes as the codebook writes them."""
    role: Role | None = None
    base_text: str = ""
    separator: str = ""
    """What stands between several answers in a cell."""
    own_words: bool = False
    """Whether it is answered in own words, unless all that was written are numbers or dates."""
    apart: tuple[tuple[float, float], ...] = ()
    """Numbers that are no answers whether they have a label or not, each the first and the last of a range."""


@dataclass(frozen=True, slots=True)
class HeaderGroup:
    """Columns, by their headers, that are one question together."""

    how: Together
    headers: tuple[str, ...]
    labels: tuple[str, ...]
    """The option or item that each column stands for."""
    text: str = ""
    name: str = ""
    ticked: frozenset[str] | None = None
    """As a `RawGroup` has it."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """What a file beside the replies says of them."""

    source: str
    """The file's name, safe to show."""
    entries: Mapping[str, Entry]
    """By the header of the column, as it stands in the replies."""
    described: int
    """Variables that the file describes."""
    found: int
    """Those of them that the replies have."""
    groups: tuple[HeaderGroup, ...] = ()
    title: str = ""
    """Of the survey, where the file says it."""
    enough: float = ENOUGH
    """The least `fit` with which it may be the codebook of the replies."""
    warnings: tuple[str, ...] = ()

    def fit(self, headers: Sequence[str]) -> float:
        """The share that codebook and replies have in common, of whichever has less."""
        if not headers or not self.described or self.found < min(LEAST_FOUND, len(headers)):
            return 0.0
        return max(self.found / self.described, sum(header in self.entries for header in headers) / len(headers))


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of the replies, found as codebooks write them."""

    all: tuple[str, ...]
    _folded: Mapping[str, str] = field(init=False, repr=False, compare=False, hash=False)
    _by_end: Mapping[str, str] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        folded_headers: dict[str, str] = {}
        by_end: dict[str, str] = {}
        ends: list[str] = []
        for header in self.all:
            folded_headers.setdefault(folded(header), header)
            end = folded(re.split(r"[/.]", header)[-1])
            by_end.setdefault(end, header)
            ends.append(end)
        often = Counter(ends)
        object.__setattr__(self, "_folded", folded_headers)
        object.__setattr__(self, "_by_end", {end: header for end, header in by_end.items() if often[end] == 1})

    def called(self, *names: str) -> str | None:
        """The header that is the first of these names to be one."""
        for name in names:
            header = self._folded.get(folded(name)) if name.strip() else None
            if header is not None:
                return header
        return None

    def ending_in(self, name: str) -> str | None:
        """The one header whose last part is this name, where forms write a question's groups before it."""
        return self._by_end.get(folded(name))

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """The headers that begin so, in their order."""
        return tuple(header for header in self.all if header.startswith(start))


def folded(text: str) -> str:
    """A text as it is compared: without case and differences of white space."""
    return " ".join(text.replace("\ufeff", "").split()).casefold()


def plain(text: str) -> str:
    """A text of a codebook as a cell of the replies holds it: without mark-up."""
    return readable(text) if "<" in text or "&" in text else " ".join(text.split())


def option_of(code: str, label: str) -> Option:
    """An option as a codebook writes it."""
    return Option(code.strip(), plain(label) or code.strip())


def numbered(code: str) -> str:
    """A code that is a whole number, written as one: "01" and "1.0" as "1". Any other as it is."""
    found = re.fullmatch(r"\s*([+-]?)0*([0-9]{1,15})(?:\.0*)?\s*", code)
    if not found:
        return code.strip()
    return f"{'-' if found[1] == '-' and int(found[2]) else ''}{found[2]}"
