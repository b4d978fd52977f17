"""How far the coding is, how fast it goes, and whether new codes still turn up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from topline.coding.events import Coded, How
from topline.coding.reply_key import ReplyKey, digest_of
from topline.coding.standing import Totals
from topline.coding.state import State

BLOCK = 50
"""Replies by which new codes are counted."""
BREAK = 300.0
"""Seconds without a coding that are no work: 5 minutes."""
FEW_GAPS = 5
"""Codings from which on a pace is told."""


@dataclass(frozen=True, slots=True)
class Block:
    """Replies that were coded one after the other, and the codes that turned up first in them."""

    replies: int
    new: tuple[str, ...]
    """Codes, in the order in which they were first given."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a coder goes by hand."""

    coder: str
    replies: int
    """Those that they coded, by hand or by a suggestion that they took."""
    seconds: float | None
    """From one reply to the next, the median without breaks of over 5 minutes; None of a handful."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the coding of a question is."""

    totals: Totals
    texts_left: int
    """Different replies that wait; equal ones are coded together."""
    blocks: tuple[Block, ...]
    """All that were coded in their order, 50 a block and the last one shorter."""
    paces: tuple[Pace, ...]
    """Of each who coded, in the order of their names."""

    @property
    def done(self) -> float | None:
        """The share of replies that are coded or can't be; None of no replies."""
        if not self.totals.replies:
            return None
        return (self.totals.coded + self.totals.cannot) / self.totals.replies

    def seconds_left(self, *coders: str) -> float | None:
        """How long the rest takes these coders together, breaks apart; None where none of them has a pace.

        Args:
            coders: Those who go on; all who have a pace where none are named.
        """
        paces = [one.seconds for one in self.paces if one.seconds is not None and (not coders or one.coder in coders)]
        if not self.texts_left:
            return 0.0
        rate = sum(1 / max(seconds, 0.1) for seconds in paces)
        return self.texts_left / rate if rate else None


def progress(state: State) -> Progress:
    """How far it is."""
    codings = state.codings()
    left = len({digest_of(key) for key in state.keys(lambda one: one.is_open)})
    return Progress(state.totals, left, _blocks(state, codings), _paces(state, codings))


def _blocks(state: State, codings: Sequence[Coded]) -> tuple[Block, ...]:
    """The first coding of each reply in turn, by which code is new in it."""
    met: set[ReplyKey] = set()
    codes: set[str] = set()
    blocks: list[Block] = []
    new: list[str] = []
    for coded in codings:
        for key in coded.replies:
            given = state.resolved(coded, key) if key not in met else None
            if not given:
                continue
            met.add(key)
            new += sorted(given - codes)
            codes |= given
            if len(met) % BLOCK == 0:
                blocks.append(Block(BLOCK, tuple(new)))
                new = []
    if rest := len(met) % BLOCK:
        blocks.append(Block(rest, tuple(new)))
    return tuple(blocks)


def _paces(state: State, codings: Sequence[Coded]) -> tuple[Pace, ...]:
    times: dict[str, list[float]] = {}
    met: dict[str, set[ReplyKey]] = {}
    for coded in codings:
        if coded.how not in (How.HAND, How.SUGGESTED) or not coded.codes:
            continue
        seen = met.setdefault(coded.coder, set())
        fresh = set(coded.replies) - seen
        seen |= fresh
        if fresh:  # a second code for the same reply is no other reply
            times.setdefault(coded.coder, []).append(coded.time)
    return tuple(Pace(coder, len(met[coder]), _pace(times[coder])) for coder in sorted(times))


def _pace(times: Sequence[float]) -> float | None:
    gaps = [later - before for before, later in pairwise(sorted(times)) if 0 <= later - before <= BREAK]
    return median(gaps) if len(gaps) >= FEW_GAPS else None
