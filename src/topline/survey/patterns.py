"""Patterns of `matches`: whether one can be read, found without an engine, and at which character it goes wrong.

The language is that of RE2, whose time to search a text never explodes: no look-around, no back-references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1000
"""Characters of a pattern; also the most that a repetition may repeat, in RE2."""
CATEGORIES = frozenset(
    "Any C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs".split()  # noqa: SIM905
)
POSIX = frozenset("alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split())  # noqa: SIM905
COUNTED = re.compile(r"\{(0|[1-9][0-9]{0,7})(?:(,)(0|[1-9][0-9]{0,7})?)?\}")
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>")
FLAGS = re.compile(r"\(\?(?:[imsU]*|[imsU]*-[imsU]+)([:)])")
CATEGORY = re.compile(r"\\[pP](?:(?P<one>[A-Za-z])|\{\^?(?P<name>[^}]*)\})")
POSIX_CLASS = re.compile(r"\[:(?P<name>.*?):\]", re.DOTALL)
ESCAPES = re.compile(r"\\(?:[0-7]{2,3}|0|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[nrtafv]|[!-/:-@[-`{-~ \x00-\x1f\x7f])")
SETS = re.compile(r"\\[dDsSwW]")
PLACES = re.compile(r"\\[bBAzC]")
LITERAL = re.compile(r"\\Q(?P<text>.*?)(?:\\E|\Z)", re.DOTALL)
LAST = 0x10FFFF
"""The last character that there is."""


@dataclass(frozen=True, slots=True)
class PatternFault:
    """Why a pattern cannot be read."""

    at: int
    """The character where it goes wrong, from 0."""
    what: str


def fault_in(pattern: str) -> PatternFault | None:
    """Where and why a pattern cannot be read; None for one that can."""
    if len(pattern) > LONGEST:
        return PatternFault(LONGEST, f"a pattern has at most {LONGEST:,} characters")
    try:
        _Scanner(pattern).scan()
    except _FaultError as fault:
        return fault.fault
    return None


class _FaultError(Exception):
    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.fault = PatternFault(at, what)


@dataclass(slots=True)
class _Group:
    """A group that is still open, or the whole pattern."""

    at: int
    repeats: int = 1
    """How often the most repeated part of it is repeated."""
    last: int | None = None
    """The same for its last part; None where there is nothing to be repeated."""

    def add(self, repeats: int = 1) -> None:
        self.last = repeats
        self.repeats = max(self.repeats, repeats)


class _Scanner:
    """Goes over a pattern once, as RE2 does."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.groups = [_Group(-1)]
        self.names: set[str] = set()
        self.repeated = False
        """Whether a repetition stands just before."""

    def scan(self) -> None:
        while self.at < len(self.pattern):
            start, repeated, self.repeated = self.at, self.repeated, False
            match self.pattern[start]:
                case "(":
                    self._open(start)
                case ")":
                    if len(self.groups) == 1:
                        raise _FaultError(start, "this ) closes nothing; write \\) for the character")
                    inner = self.groups.pop()
                    self.groups[-1].add(inner.repeats)
                    self.at += 1
                case "|":
                    self.groups[-1].last = None
                    self.at += 1
                case "*" | "+" | "?":
                    self.at += 1
                    self._repeat(start, repeated, None)
                case "{" if counted := COUNTED.match(self.pattern, start):
                    self.at = counted.end()
                    low = int(counted[1])
                    high = int(counted[3]) if counted[3] else (None if counted[2] else low)
                    if max(low, high or 0) > LONGEST or (high is not None and high < low):
                        raise _FaultError(start, f"a repetition goes from fewer to more, and to {LONGEST:,} at most")
                    self._repeat(start, repeated, low if high is None else high)
                case "[":
                    self._set(start)
                    self.groups[-1].add()
                case "\\":
                    self._escape(start)
                case _:
                    self.groups[-1].add()
                    self.at += 1
        if len(self.groups) > 1:
            raise _FaultError(self.groups[-1].at, "this ( is never closed; write \\( for the character")

    def _open(self, start: int) -> None:
        if flags := FLAGS.match(self.pattern, start):
            self.at = flags.end()
            if flags[1] == ":":
                self.groups.append(_Group(start))
            return
        if name := NAMED_GROUP.match(self.pattern, start):
            if name[1] in self.names:
                raise _FaultError(start, f"two groups are called {name[1]!r}")
            self.names.add(name[1])
            self.at = name.end()
        elif self.pattern.startswith("(?", start):
            raise _FaultError(start, "(? begins a group that cannot be used here, such as one that looks ahead")
        else:
            self.at += 1
        self.groups.append(_Group(start))

    def _repeat(self, start: int, repeated: bool, times: int | None) -> None:
        """A repetition of what stands before it; `times` where it is counted."""
        group = self.groups[-1]
        sign = self.pattern[start : self.at]
        if group.last is None:
            raise _FaultError(start, f"{sign} has nothing before it to repeat; write \\{sign[0]} for the character")
        if repeated:
            raise _FaultError(start, f"{sign} repeats a repetition")
        if self.pattern.startswith("?", self.at):
            self.at += 1
        self.repeated = True
        if times is not None and times >= 2 and group.last * times > LONGEST:
            raise _FaultError(start, f"repetitions within one another reach more than {LONGEST:,}")
        group.add(group.last * max(times or 1, 1))

    def _escape(self, start: int) -> None:
        if literal := LITERAL.match(self.pattern, start):
            self.at = literal.end()
            if literal["text"]:
                self.groups[-1].add()
            return
        if place := PLACES.match(self.pattern, start) or SETS.match(self.pattern, start):
            self.at = place.end()
        elif not self._category(start):
            self._character(start)
        self.groups[-1].add()

    def _category(self, start: int) -> bool:
        """Read a category or script of Unicode, such as \\pL or \\p{Greek}; says whether there is one."""
        if self.pattern[start : start + 2] not in ("\\p", "\\P"):
            return False
        named = CATEGORY.match(self.pattern, start)
        if named is None:
            raise _FaultError(start, "a category is written like \\pL or \\p{Greek}")
        name = named["one"] or named["name"]
        if name not in CATEGORIES and (named["one"] or len(name) < 3 or not name[0].isupper()):
            raise _FaultError(start, f"there is no category {name!r}; letters are \\pL, numbers \\pN")
        self.at = named.end()
        return True

    def _character(self, start: int) -> int:
        """Read one character, perhaps after a backslash; gives back its number."""
        if self.pattern[start] != "\\":
            self.at = start + 1
            return ord(self.pattern[start])
        if start + 1 == len(self.pattern):
            raise _FaultError(start, "a \\ at the end stands for nothing; write \\\\ for the character")
        escape = ESCAPES.match(self.pattern, start)
        if escape is None:
            raise _FaultError(start, f"{self.pattern[start : start + 2]} means nothing here")
        self.at = escape.end()
        said = escape[0][1:]
        if said[0] == "x":
            number = int(said[1:].strip("{}"), 16)
            if number > LAST:
                raise _FaultError(start, f"there is no character {said[1:]}")
            return number
        if said[0].isdigit():
            return int(said, 8)
        return {"n": 10, "r": 13, "t": 9, "a": 7, "f": 12, "v": 11}.get(said, ord(said))

    def _set(self, start: int) -> None:
        """Read a set such as [a-z]."""
        self.at = start + 1 + self.pattern.startswith("^", start + 1)
        first = True
        while not self.pattern.startswith("]", self.at) or first:
            if self.at >= len(self.pattern):
                raise _FaultError(start, "this [ is never closed; write \\[ for the character")
            first = False
            at = self.at
            if posix := POSIX_CLASS.match(self.pattern, at):
                if posix["name"].removeprefix("^") not in POSIX:
                    raise _FaultError(at, f"there is no class {posix[0]}; there are {', '.join(sorted(POSIX))}")
                self.at = posix.end()
            elif found := SETS.match(self.pattern, at):
                self.at = found.end()
            elif not self._category(at):
                self._range(at)

    def _range(self, start: int) -> None:
        low = self._character(start)
        if self.pattern.startswith("-", self.at) and not self.pattern.startswith("]", self.at + 1):
            if self.at + 1 >= len(self.pattern):
                return
            if self._character(self.at + 1) < low:
                raise _FaultError(start, f"{self.pattern[start : self.at]} goes backwards")
