"""How the coding goes, as lines of a box."""

from __future__ import annotations

from collections.abc import Iterator

from topline.charts import Ink, Line, fit, line, share_words, wrap
from topline.coding.account import Account

WIDTH = 72
"""Cells of a line of the box."""
LABEL = 30
"""Cells of what a number is of."""
BLOCKS = 8
"""Blocks of replies of which new codes are told, the last ones."""


def progress_lines(account: Account, coder: str, labels: dict[str, str]) -> tuple[Line, ...]:
    """How the coding goes.

    Args:
        account: In numbers.
        coder: Who looks at it.
        labels: What codes are called, by their ids.
    """
    return (*_done(account, coder), *_new_codes(account, labels), *_right(account), *_agreed(account, labels))


def _row(label: str, said: str, told: str = "") -> Iterator[Line]:
    """A number, and what there is to say of it: beside it, or below where it is long."""
    head = ((f" {fit(label, LABEL)} ", Ink.LABEL), (said, Ink.NET))
    if len(said) + len(told) + LABEL + 6 <= WIDTH:  # two cells are for what scrolls the box
        yield line(*head, (f"  {told}" if told else "", Ink.DIM))
        return
    yield line(*head)
    yield from (line((f"   {part}", Ink.DIM)) for part in wrap(told, WIDTH - 3, 4))


def _head(text: str) -> Iterator[Line]:
    yield from (line((f" {part}", Ink.HEADING)) for part in wrap(text, WIDTH - 1, 3))


def _replies(number: int) -> str:
    return f"{number:,} {'reply' if number == 1 else 'replies'}"


def _done(account: Account, coder: str) -> Iterator[Line]:
    totals, progress = account.progress.totals, account.progress
    share = share_words(progress.done) if progress.done is not None else ""
    yield from _row("coded, or can't be", f"{totals.coded + totals.cannot:,} of {totals.replies:,}", share)
    if totals.uncoded:
        yield from _row("wait to be coded", f"{totals.uncoded:,}", f"{progress.texts_left:,} different texts")
    for label, number in (
        ("can't be coded", totals.cannot),
        ("need a second opinion", totals.second),
        ("coded differently", totals.conflicting),
        ("settled", totals.settled),
        ("text changed since", totals.changed),
    ):
        if number:
            yield from _row(label, f"{number:,}")
    for pace in progress.paces:
        who = "you" if pace.coder == coder else pace.coder
        said = "no pace yet" if pace.seconds is None else f"{pace.seconds:.0f} s a reply"
        said = "<1 s a reply" if said == "0 s a reply" else said
        yield from _row(f"{who}", said, f"{_replies(pace.replies)}; the median, breaks over 5 minutes left out")
    left = progress.seconds_left(coder)
    if left is not None and totals.uncoded:
        yield from _row("at your pace the rest takes", _long(left))
    yield Line()


def _long(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _new_codes(account: Account, labels: dict[str, str]) -> Iterator[Line]:
    blocks = account.progress.blocks
    if not blocks:
        return
    last = f", the last {BLOCKS} of {len(blocks):,} times" if len(blocks) > BLOCKS else ""
    yield from _head(
        f"Codes that turned up first in each 50 replies{last}: none for a while means that the codeframe is full"
    )
    start = 0
    for at, block in enumerate(blocks):
        if at >= len(blocks) - BLOCKS:
            names = ", ".join(labels.get(code, code) for code in block.new)
            yield from _row(f"replies {start + 1:,} to {start + block.replies:,}", f"{len(block.new)} new", names)
        start += block.replies
    yield Line()


def _right(account: Account) -> Iterator[Line]:
    told = [one for one in account.precision if one.offered]
    if not told:
        return
    yield from _head("How right suggestions were, of the replies that were coded last")
    for one in told:
        share = f"{one.share:.0%} of its codes" if one.share is not None else ""
        yield from _row(
            str(one.suggester), share, f"{one.codes_right:,} of {one.codes_offered:,}, for {_replies(one.offered)}"
        )
    yield Line()


def _agreed(account: Account, labels: dict[str, str]) -> Iterator[Line]:
    found = account.agreement
    if found is None:
        return
    yield from _head(f"How far {', '.join(found.coders)} agree on {_replies(found.replies)} that several coded")
    same = f"{found.agreed:.0%}" if found.agreed is not None else ""
    alpha = f"alpha {found.alpha:.2f}" if found.alpha is not None else "alpha -"
    yield from _row("the same codes", same, f"Krippendorff's {alpha} (MASI)")
    for code in found.codes:
        if code.given:
            kappa = f"kappa {code.kappa:.2f}" if code.kappa is not None else "kappa -"
            alpha = f"alpha {code.alpha:.2f}" if code.alpha is not None else "alpha -"
            agreed = f"{code.agreed:.0%} agree" if code.agreed is not None else ""
            yield from _row(labels.get(code.code, code.code), f"{kappa}  {alpha}", f"{agreed}, {code.given:,} given")
