"""Quotes: what people wrote, to be shown to others: masked, and attributed to groups that nobody is picked out of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from topline.analysis.replies import answer_words, profile_words
from topline.coding.pile import Pile
from topline.coding.state import State
from topline.engine import Cancel, Engine, Windows
from topline.survey import MASK, Answered, Question, Role, Slice

FEW = 5
"""People in a group that a quote is attributed to, at least; a privacy floor can only raise it."""
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"\+?\d[\d \u00a0\u2007\u2009\u202f()/.\u2010-\u2015\u2212-]{6,}\d")
"""What can be called: eight digits and signs, and more; in print these are other spaces and dashes."""
SHORTEST = 2
"""Letters of a part of a name that is masked."""
APOSTROPHES = "'\u2019\u02bc"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, fit to be shown to others."""

    text: str
    who: str
    """The group that they are of, in few words; empty where every group would be too small."""
    codes: tuple[str, ...]
    """The labels of its codes, in the order of the codeframe; empty where it has none."""


def quotes_of(
    engine: Engine,
    pile: Pile,
    state: State,
    profile: Sequence[Question],
    cancel: Cancel | None = None,
) -> tuple[Quote, ...]:
    """The quotes in the basket, in the order in which they came into it.

    Args:
        engine: Where the replies are.
        pile: The replies to the question.
        state: Their codes, and the basket.
        profile: What a quote is attributed by, the most important first: the last ones are left out until there are
            enough people of a kind among those who answered.
    """
    survey = engine.survey
    rows = {key: row for row, key in zip(reversed(pile.rows), reversed(pile.keys), strict=True)}
    windows = Windows(engine)
    personal = tuple(question for question in survey if question.role is Role.PERSONAL)
    floor = max(FEW, survey.min_base)
    sizes = _sizes(windows, pile.question, profile, cancel) if profile else []
    labels = [(code.id, code.label) for code in state.codeframe.codes]
    found = []
    for key in state.quotes:
        reply = windows.reply(rows[key], (*profile, *personal), cancel)
        if reply is None:
            continue
        codes = state.codes_of(key)
        answers = reply.answers[: len(profile)]
        told = zip(personal, reply.answers[len(profile) :], strict=True)
        known = [answer_words(question, said, personal=True) for question, said in told]
        text = masked(pile.text_of[key].strip(), known)
        who = _attributed(profile, answers, sizes, floor)
        found.append(Quote(text, who, tuple(label for code, label in labels if code in codes)))
    return tuple(found)


def _sizes(
    windows: Windows, question: str, profile: Sequence[Question], cancel: Cancel | None
) -> list[Counter[tuple[str, ...]]]:
    """How many who answered are of each kind, by the first of the questions, the first two, and so on."""
    total = windows.count(Slice((Answered(question),)), cancel)
    window = windows.window(Slice((Answered(question),)), profile, 0, total, cancel=cancel)
    kinds = [tuple(map(answer_words, profile, reply.answers)) for reply in window.replies]
    return [Counter(kind[:depth] for kind in kinds) for depth in range(1, len(profile) + 1)]


def _attributed(
    profile: Sequence[Question], answers: Sequence[object], sizes: Sequence[Counter[tuple[str, ...]]], floor: int
) -> str:
    kind = tuple(map(answer_words, profile, answers))
    for depth in range(len(profile), 0, -1):
        if sizes[depth - 1][kind[:depth]] >= floor:
            return profile_words(profile[:depth], answers[:depth])
    return ""


def masked(text: str, known: Iterable[str]) -> str:
    """A text without what tells who wrote it.

    Args:
        text: As it was written.
        known: Their name and the like, as the file has them; a part of one is masked wherever it stands as a word.
    """
    text = NUMBER.sub(MASK, E_MAIL.sub(MASK, unicodedata.normalize("NFC", text)))
    told = [unicodedata.normalize("NFC", one).strip() for one in known]
    parts = {part for one in told for part in (one, *re.split(r"[\s@.,_-]+", one)) if len(part) >= SHORTEST}
    if not parts:
        return text
    return re.sub("|".join(map(_pattern, sorted(parts, key=len, reverse=True))), MASK, text)


def _pattern(part: str) -> str:
    """Where a part of a name stands, in any case."""
    if part.isalpha() and part.upper() == part.lower():
        return re.escape(part)  # of a script such as Chinese, which has no spaces between words
    if len(part) == SHORTEST:  # as a name is written: "li" and "jo" are also words, or pieces of them
        spellings = {part.title(), part.upper()}
    else:
        spellings = {part, part.casefold(), part.casefold().replace("ss", "ß")}
    words = "|".join(re.escape(one) for one in sorted(spellings))
    for sign in APOSTROPHES:
        words = words.replace(sign, APOSTROPHES[0])
    words = words.replace(APOSTROPHES[0], f"[{APOSTROPHES}]")
    return rf"(?<![^\W_])(?{'' if len(part) == SHORTEST else 'i'}:{words})(?![^\W_])"
