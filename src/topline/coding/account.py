"""How the coding of a question stands, all together: what the command line and exports tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from topline.coding.agreement import Agreement, agreement
from topline.coding.bench import Bench
from topline.coding.by_rules import precision_so_far
from topline.coding.codeframe import Codeframe
from topline.coding.events import How
from topline.coding.progress import Progress, progress
from topline.coding.suggestions import Precision
from topline.survey import Question


@dataclass(frozen=True, slots=True)
class Account:
    """How far it is, and how well it goes."""

    question: Question
    codeframe: Codeframe
    counts: dict[str, int]
    """Rows of the file by code."""
    coders: tuple[tuple[str, int], ...]
    """Each who coded, with the rows of the file that have codes of theirs."""
    ways: Mapping[str, Mapping[How, int]]
    """Of each coder, the rows of the file by what the codes were given by."""
    progress: Progress
    agreement: Agreement | None
    """None until two have coded the same replies."""
    precision: tuple[Precision, ...]
    """Of the suggesters that suggested anything."""
    skipped: int
    """Events of a later version, that are not understood here."""


def account_of(bench: Bench) -> Account:
    """How the coding of a question stands."""
    state = bench.state
    rows, replies = Counter(bench.pile.keys), Counter[str]()
    ways: dict[str, Counter[How]] = {}
    for one in state.told():
        for opinion in one.opinions:
            replies[opinion.coder] += rows[one.reply]
            ways.setdefault(opinion.coder, Counter())[opinion.how] += rows[one.reply]
    found = agreement(state)
    return Account(
        bench.question,
        state.codeframe,
        dict(state.counts),
        tuple(sorted(replies.items())),
        ways,
        progress(state),
        found if found.replies else None,
        tuple(one for one in precision_so_far(bench) if one.offered),
        len(state.skipped),
    )
