"""The rules of the survey file, applied to all replies at once; and how far suggesters were right so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from topline.coding.bench import Bench
from topline.coding.events import CodeAdded, Coded, Event, How
from topline.coding.reply_key import ReplyKey
from topline.coding.rules import Rules
from topline.coding.suggestions import Precision, Suggester, precision
from topline.engine import TextPatterns

MOST = 500
"""Replies, the last that were coded, of which is told how far suggesters were right."""
LONGEST = 500
"""Characters of the rules that a coding is attributed to."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules give, in one stroke."""

    events: tuple[Event, ...]
    """To be recorded; none where no rule holds of anything."""
    waiting: int
    """Rows of the file that waited to be coded."""
    replies: int
    """Those of them that get a code."""
    counts: tuple[tuple[str, int], ...]
    """Rows that each code is given to, in the order of the codeframe."""
    added: tuple[str, ...]
    """Codes that only the rules know, and that come into the codeframe."""


def ruled(bench: Bench) -> Ruling:
    """What the rules give to the replies that wait to be coded, and to no others.

    Raises:
        ToplineError: when a rule cannot be read.
    """
    state, frame = bench.state, bench.state.codeframe
    rules = Rules(bench.question.rules, TextPatterns())
    rows = Counter(bench.pile.keys)
    waiting = state.keys(lambda one: one.is_open)
    by_codes: dict[tuple[frozenset[str], str], list[ReplyKey]] = {}
    counts: Counter[str] = Counter()
    texts = bench.pile.text_of
    for key, found in zip(waiting, rules.found_in_all(texts[key] for key in waiting), strict=True):
        holding = [(now, one.rule.text) for one in found if (now := frame.resolve(one.rule.code))]
        if codes := frozenset(code for code, _ in holding):
            by = ", ".join(dict.fromkeys(text for _, text in holding))[:LONGEST]
            by_codes.setdefault((codes, by), []).append(key)
            counts.update(dict.fromkeys(codes, rows[key]))
    name = bench.question.name
    added = tuple(code for code in counts if code not in frame)
    events: list[Event] = [CodeAdded(question=name, code=code, label=_label(code)) for code in added]
    events += [
        Coded(question=name, replies=tuple(keys), codes=codes, how=How.RULE, by=by)
        for (codes, by), keys in by_codes.items()
    ]
    order = [*(code.id for code in frame.codes), *added]
    given = sum(rows[key] for keys in by_codes.values() for key in keys)
    told = tuple((code, counts[code]) for code in order if counts[code])
    return Ruling(tuple(events), sum(rows[key] for key in waiting), given, told, added)


def _label(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _is_only_ruled(bench: Bench, key: ReplyKey) -> bool:
    """Whether nobody but rules coded a reply: rules cannot be judged by what they gave themselves."""
    standing = bench.state.reply(key)
    given = standing.opinions
    return standing.settled is None and bool(given) and all(one.how is How.RULE for one in given)


def precision_so_far(bench: Bench, most: int = MOST) -> tuple[Precision, ...]:
    """How far each suggester would have been right on replies that people coded, each time not knowing that reply.

    Args:
        bench: The question.
        most: How many are looked at, the last that were coded.
    """
    state, texts = bench.state, bench.pile.text_of
    suggester = Suggester[ReplyKey](bench.question.rules, TextPatterns())
    coded = {one.reply: one.codes for one in state.told() if one.is_coded and one.reply in texts}
    for key, codes in coded.items():
        suggester.learn(key, texts[key], codes)
    latest = [key for event in reversed(state.codings()) for key in event.replies if key in coded]
    judged = (key for key in dict.fromkeys([*latest, *coded]) if not _is_only_ruled(bench, key))
    asked = list(islice(judged, most))
    frame = state.codeframe
    told = []
    for key in asked:
        now = [
            replace(one, codes=codes)
            for one in suggester.suggest(texts[key], apart_from=key)
            if (codes := frozenset(code for code in map(frame.resolve, one.codes) if code))
        ]
        told.append((now, coded[key]))
    return precision(told)
