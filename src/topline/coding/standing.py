"""How a reply stands, and how many stand how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from topline.coding.events import How
from topline.coding.reply_key import ReplyKey


@dataclass(frozen=True, slots=True)
class Opinion:
    """The codes that one coder gave a reply."""

    coder: str
    codes: frozenset[str]
    how: How = How.HAND
    by: str = ""
    """Which rule or suggester; the note of a settlement."""
    time: float = field(default=0.0, compare=False)
    """When, in seconds since 1970 UTC."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What one coder says of a reply beside its codes."""

    coder: str
    cannot: bool = False
    """It can't be coded."""
    second: bool = False
    """It needs a second opinion."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reply stands with its coders."""

    reply: ReplyKey
    codes: frozenset[str] = frozenset()
    """Those it was settled on, else all that coders gave it."""
    opinions: tuple[Opinion, ...] = ()
    """Of those who gave it codes, in the order of their names."""
    remarks: tuple[Remark, ...] = ()
    settled: Opinion | None = None
    """The final codes, and who settled on them."""
    is_changed: bool = False
    """Whether these are the codes of another text of the same respondent, which this one has replaced."""

    @property
    def is_coded(self) -> bool:
        """Whether it has a code."""
        return bool(self.codes)

    @property
    def cannot(self) -> bool:
        """Whether somebody says that it can't be coded, and nobody gave it a code."""
        return not self.codes and any(one.cannot for one in self.remarks)

    @property
    def second(self) -> bool:
        """Whether somebody asks for a second opinion."""
        return any(one.second for one in self.remarks)

    @property
    def conflicting(self) -> bool:
        """Whether coders gave it different codes, and it is not settled."""
        return self.settled is None and len({one.codes for one in self.opinions}) > 1

    @property
    def is_open(self) -> bool:
        """Whether it waits to be coded."""
        return not self.codes and not self.cannot

    @property
    def says_something(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.codes or self.opinions or self.remarks or self.settled)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it counts as."""
        if len(self.opinions) == 1 and not self.remarks and not self.settled and not self.is_changed:
            return ("coded",)  # as nearly all are
        held = {
            "coded": self.is_coded,
            "cannot": self.cannot,
            "second": self.second,
            "conflicting": self.conflicting,
            "settled": self.settled is not None,
            "changed": self.is_changed,
        }
        return tuple(name for name, holds in held.items() if holds)

    def by(self, coder: str) -> frozenset[str]:
        """The codes that this coder gave it."""
        return next((one.codes for one in self.opinions if one.coder == coder), frozenset())

    def remark(self, coder: str) -> Remark:
        """What this coder says of it."""
        return next((one for one in self.remarks if one.coder == coder), Remark(coder))


@dataclass(frozen=True, slots=True)
class Totals:
    """Replies by how they stand; rows of the file, equal ones counted as often as they stand there."""

    replies: int
    coded: int
    cannot: int
    """Can't be coded."""
    second: int
    """Need a second opinion."""
    conflicting: int
    settled: int
    changed: int
    """Coded by a text that was replaced since."""

    @property
    def uncoded(self) -> int:
        """Those that wait to be coded."""
        return self.replies - self.coded - self.cannot


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of the replies of a code that is deleted or merged."""

    replies: int
    """Those that have it."""
    uncoded: int
    """Those that will have no code then."""
    alike: int
    """Those that have the code that it goes into already."""

    @classmethod
    def of(cls, having: Sequence[tuple[Standing, int]], code: str, into: str) -> Consequence:
        """Of the replies that have the code, each with the rows that it stands for."""
        alone = sum(rows for one, rows in having if one.codes == {code} and not into)
        alike = sum(rows for one, rows in having if into in one.codes)
        return cls(sum(rows for _, rows in having), alone, alike)
