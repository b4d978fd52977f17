"""Suggestions: codes for a text, each with who suggests them and why. Nothing here codes anything.

Three suggest, independently: the same text coded before, the rules of the survey file, and coded replies that are like
it. All of them work offline, and learn from each reply as it is coded.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from topline.coding.rules import Found, PatternFinder, Rules, why
from topline.coding.similar import Index
from topline.coding.texts import LONGEST, Word, normalised, words_of
from topline.survey import Rule

K = TypeVar("K", bound=Hashable)

SHARE = 2 / 3
"""Of the votes of similar replies, those that a code needs: two for each against."""
LEAST = 3
"""Similar replies that have a code at least: one or two are a coincidence."""
QUOTED = 40
"""Characters of a similar reply in a reason."""


class SuggestedBy(StrEnum):
    """Who suggests."""

    SEEN = "seen before"
    RULE = "rule"
    SIMILAR = "similar replies"


class Trigger(NamedTuple):
    """Words of a text that speak for a code."""

    start: int
    """In characters, from 0."""
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Codes that one of the suggesters offers for a text."""

    codes: frozenset[str]
    """Never empty."""
    suggester: SuggestedBy
    reason: str
    """Why, in words for the coder."""
    score: float
    """Of the evidence, what part speaks for the least certain of the codes, from 0 to 1; rules have 1."""
    triggers: tuple[Trigger, ...] = ()
    """The words that it rests on, by their place; empty where it is the whole text."""


@dataclass(slots=True)
class _Coded(Generic[K]):
    """A text, and how the replies with it were coded."""

    text: str
    """As one of them wrote it."""
    codes: dict[K, frozenset[str]] = field(default_factory=dict)
    """By reply."""
    times: Counter[str] = field(default_factory=Counter)
    """How many of them have each code."""

    def part(self, code: str) -> float:
        """Of the codings, the part that has a code, from 0 to 1."""
        return self.times[code] / len(self.codes)

    def add(self, key: K, codes: frozenset[str]) -> None:
        self.codes[key] = codes
        self.times.update(codes)

    def remove(self, key: K) -> None:
        self.times.subtract(self.codes.pop(key))

    def without(self, key: K | None) -> _Coded[K]:
        """The same as if one reply were not coded."""
        if key is None or key not in self.codes:
            return self
        rest = _Coded(self.text, dict(self.codes), Counter(self.times))
        rest.remove(key)
        return rest


class Suggester(Generic[K]):
    """Learns how replies are coded, and suggests codes for others. Safe to use from several threads.

    `K` is what tells one coding from another: a reply, or a reply and its coder.
    """

    def __init__(self, rules: Sequence[Rule] = (), finder: PatternFinder | None = None) -> None:
        """Nothing learned yet.

        Args:
            rules: Those of the question.
            finder: Finds the rules that are patterns.

        Raises:
            ToplineError: when a rule cannot be read, or is a pattern that is too large.
        """
        self._rules = Rules(rules, finder)
        self._texts: dict[K, str] = {}
        self._coded: dict[str, _Coded[K]] = {}
        self._index = Index()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """The codings that it has learned from."""
        return len(self._texts)

    def learn(self, key: K, text: str, codes: frozenset[str]) -> None:
        """Take in how a reply was coded, in place of what was known of it.

        Args:
            key: The reply.
            text: What it says.
            codes: Empty where it was looked at and none fits.
        """
        said = normalised(text)
        with self._lock:
            if self._texts.get(key) == said:
                # As when a code is merged: other codes of the same words, which the index need not know.
                self._coded[said].remove(key)
                self._coded[said].add(key, codes)
                return
            self._forget(key)
            self._texts[key] = said
            known = self._coded.get(said)
            if known is None:
                known = self._coded[said] = _Coded(text)
                self._index.add(said)
            known.add(key, codes)

    def forget(self, key: K) -> None:
        """Let what is known of a reply no longer count; nothing where nothing is."""
        with self._lock:
            self._forget(key)

    def _forget(self, key: K) -> None:
        said = self._texts.pop(key, None)
        if said is None:
            return
        self._coded[said].remove(key)
        if not self._coded[said].codes:
            del self._coded[said]
            self._index.remove(said)

    def suggest(self, text: str, apart_from: K | None = None) -> tuple[Suggestion, ...]:
        """What is suggested for a text: by the same text, by rules, by similar replies; whoever has something to say.

        Args:
            text: What a reply says.
            apart_from: The reply itself, where it is coded already: it does not speak for itself.
        """
        said, words = normalised(text), words_of(text[:LONGEST])
        ruled = self._ruled(self._rules.found_in(text))
        with self._lock:
            found = (self._seen(said, apart_from), ruled, self._similar(said, words, apart_from))
        return tuple(one for one in found if one is not None)

    def by_rules(self, texts: Iterable[str]) -> Iterator[Suggestion | None]:
        """What the rules suggest for each of many texts, to be applied all at once."""
        return map(self._ruled, self._rules.found_in_all(texts))

    def _seen(self, said: str, apart_from: K | None) -> Suggestion | None:
        """The codes that most of those gave who coded the same text."""
        if said not in self._coded:
            return None
        known = self._coded[said].without(apart_from)
        number = len(known.codes)
        codes = {code: times for code, times in known.times.items() if 2 * times > number}
        if not codes:
            return None
        least = min(codes.values())
        so = f"{least} of {number} times" if least < number else "once" if number == 1 else f"{number} times"
        return Suggestion(frozenset(codes), SuggestedBy.SEEN, f"same text, coded so {so}", least / number)

    @staticmethod
    def _ruled(found: Sequence[Found]) -> Suggestion | None:
        if not found:
            return None
        triggers = {Trigger(*span, one.rule.code) for one in found for span in one.spans}
        codes = frozenset(one.rule.code for one in found)
        return Suggestion(codes, SuggestedBy.RULE, why(found), 1.0, tuple(sorted(triggers)))

    def _similar(self, said: str, words: Sequence[Word], apart_from: K | None) -> Suggestion | None:
        """The codes that most of the replies have which are most like this one."""
        near = self._index.nearest(words, apart_from=said)
        known = {text: rest for text, _ in near if (rest := self._coded[text].without(apart_from)).codes}
        near = [(text, likeness) for text, likeness in near if text in known]
        votes: dict[str, float] = defaultdict(float)
        having: Counter[str] = Counter()
        for text, likeness in near:
            for code in known[text].times:
                votes[code] += likeness * known[text].part(code)
                having[code] += 2 * known[text].times[code] > len(known[text].codes)
        every = sum(likeness for _, likeness in near)
        shares = {code: vote / every for code, vote in votes.items() if having[code] >= LEAST}
        codes = {code: share for code, share in shares.items() if share >= SHARE}
        if not codes:
            return None
        weakest = min(codes, key=lambda code: (codes[code], code))
        nearest = next(text for text, _ in near if known[text].part(weakest) > 0.5)
        quote = _quoted(known[nearest].text)
        reason = f'{having[weakest]} of {len(near)} similar replies, such as "{quote}"'
        triggers = {
            Trigger(*span, code)
            for code in codes
            for span in self._index.triggers(words, near, lambda text, code=code: known[text].part(code))  # type: ignore[misc]
        }
        return Suggestion(frozenset(codes), SuggestedBy.SIMILAR, reason, codes[weakest], tuple(sorted(triggers)))


def _quoted(text: str) -> str:
    """The beginning of a reply, in one line and without what a terminal could take for a command."""
    line = " ".join(text[: 4 * QUOTED].split())
    said = "".join(sign for sign in line if sign.isprintable())
    return said if len(said) <= QUOTED else f"{said[: QUOTED - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Precision:
    """How far one of the suggesters was right, among the replies that it suggested something for."""

    suggester: SuggestedBy
    offered: int = 0
    """Replies."""
    accepted: int = 0
    """Replies that were given every code that it suggested, whatever else they were given."""
    codes_right: int = 0
    """Codes that it suggested and that were given."""
    codes_offered: int = 0
    """Codes that it suggested."""

    @property
    def share(self) -> float | None:
        """Of the codes that it suggested, the part that was given; None while it has suggested nothing."""
        return self.codes_right / self.codes_offered if self.codes_offered else None

    def after(self, suggested: frozenset[str], accepted: frozenset[str]) -> Precision:
        """The same with one more reply."""
        right = len(suggested & accepted)
        return Precision(
            self.suggester,
            self.offered + 1,
            self.accepted + (right == len(suggested)),
            self.codes_right + right,
            self.codes_offered + len(suggested),
        )


def precision(coded: Iterable[tuple[Sequence[Suggestion], frozenset[str]]]) -> tuple[Precision, ...]:
    """How far each suggester was right.

    Args:
        coded: Of each reply, what had been suggested when it was coded, and the codes that it was given then.
    """
    told = {suggester: Precision(suggester) for suggester in SuggestedBy}
    for suggestions, accepted in coded:
        for one in suggestions:
            told[one.suggester] = told[one.suggester].after(one.codes, accepted)
    return tuple(told.values())
