"""How the coding goes: progress, how right suggestions were, and how far coders agree, told together."""

from __future__ import annotations

from dataclasses import dataclass

from topline.coding.agreement import Agreement, agreement
from topline.coding.progress import Progress, progress
from topline.coding.sitting import Sitting
from topline.coding.suggestions import Precision, precision

LATEST = 300
"""Coded replies that suggestions are judged by, the last ones."""


@dataclass(frozen=True, slots=True)
class Going:
    """How a sitting goes."""

    progress: Progress
    precision: tuple[Precision, ...]
    """Of each suggester: what it would have suggested for the replies that were coded last, each left out itself."""
    agreement: Agreement | None
    """None where fewer than two have coded the same replies, or the coder is not to see others' codes."""


def going_of(sitting: Sitting) -> Going:
    """How a sitting goes."""
    state = sitting.state
    keys: dict[str, None] = {}
    for coded in reversed(state.codings()):
        keys.update(dict.fromkeys(coded.replies))
        if len(keys) >= LATEST:
            break
    keys = keys or {one.reply: None for one in state.told()}
    texts = sitting.pile.text_of
    judged = [
        (sitting.suggester.suggest(texts[key], apart_from=key), state.codes_of(key))
        for key in list(keys)[:LATEST]
        if key in texts and state.codes_of(key)
    ]
    agreed = None if state.blind_for else agreement(state)
    return Going(progress(state), precision(judged), agreed if agreed is not None and agreed.replies else None)
