"""Rules of a codeframe, found in texts: which suggest a code, and where the words stand that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from topline.coding.texts import Span, Word, words_of
from topline.survey import Rule, ToplineError, fault_in_rule

JOINS = re.compile(r"[\s\-'’‐‑]*")
"""What may stand between two words of a phrase: spaces and hyphens, and nothing that ends a sentence or lists."""
AT_ONCE = 10_000
"""Texts that are given to a pattern together."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds of a text."""

    rule: Rule
    spans: tuple[Span, ...]
    """Every place where it does, in order."""


class PatternFinder(Protocol):
    """What knows where patterns fit; their time must not explode. The engine has one."""

    def places(self, pattern: str, texts: Sequence[str]) -> Mapping[int, Sequence[tuple[int, int]]]:
        """Where a pattern fits, ignoring case, of each text that it fits, by its number."""


class Rules:
    """The rules of a question, ready to be found in texts. Safe to use from several threads."""

    def __init__(self, rules: Sequence[Rule], finder: PatternFinder | None = None) -> None:
        """Make ready.

        Args:
            rules: In the order in which they are told.
            finder: Finds those that are patterns; only rules that are words can do without.

        Raises:
            ToplineError: when a rule cannot be read, or is a pattern that is too large.
        """
        self.rules = tuple(rules)
        self._finder = finder
        for rule in self.rules:
            if fault := fault_in_rule(rule.text):
                raise ToplineError(f"the rule {rule.text!r} cannot be read: {fault}")
        self._phrases = {at: _Phrase(rule.text) for at, rule in enumerate(self.rules) if rule.regex is None}
        self._patterns = {at: rule.regex for at, rule in enumerate(self.rules) if rule.regex is not None}
        if self._patterns and finder is None:
            raise ValueError("rules that are patterns need somebody to find them")
        self._by_first: dict[str, list[int]] = {}
        """Phrases by their first word, where that is whole."""
        self._open = [at for at, phrase in self._phrases.items() if phrase.words[0].is_open]
        self._opening: dict[str, list[int]] = {}
        """Phrases that can begin with a word, for words that were met."""
        for at, phrase in self._phrases.items():
            if not phrase.words[0].is_open:
                self._by_first.setdefault(phrase.words[0].said, []).append(at)
        self._matched([""])  # what cannot be used is told now, and not at every text

    def found_in(self, text: str) -> tuple[Found, ...]:
        """The rules that hold of a text, in their order."""
        return next(self.found_in_all((text,)))

    def found_in_all(self, texts: Iterable[str]) -> Iterator[tuple[Found, ...]]:
        """The rules that hold of each of many texts, in their order."""
        batch: list[str] = []
        for text in texts:
            batch.append(text)
            if len(batch) == AT_ONCE:
                yield from self._found(batch)
                batch = []
        if batch:
            yield from self._found(batch)

    def _found(self, texts: list[str]) -> Iterator[tuple[Found, ...]]:
        by_pattern = self._matched(texts) if self._patterns else {}
        for place, text in enumerate(texts):
            spans = self._phrases_in(text) if self._phrases else {}
            spans |= {at: [Span(*one) for one in of[place]] for at, of in by_pattern.items() if place in of}
            yield tuple(Found(self.rules[at], tuple(spans[at])) for at in sorted(spans))

    def _phrases_in(self, text: str) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        words = words_of(text)
        for first, word in enumerate(words):
            for at in self._beginning_with(word.said):
                end = self._phrases[at].end_in(text, words, first)
                before = found.get(at)
                if end and (not before or before[-1].end <= word.start):
                    found.setdefault(at, []).append(Span(word.start, end))
        return found

    def _beginning_with(self, said: str) -> list[int]:
        known = self._opening.get(said)
        if known is None:
            opened = [at for at in self._open if self._phrases[at].words[0].fits(said)]
            known = self._opening[said] = [*self._by_first.get(said, ()), *opened]
        return known

    def _matched(self, texts: list[str]) -> dict[int, Mapping[int, Sequence[tuple[int, int]]]]:
        """The places of each pattern in each text where there are any."""
        found: dict[int, Mapping[int, Sequence[tuple[int, int]]]] = {}
        for at, pattern in self._patterns.items():
            assert self._finder is not None
            try:
                found[at] = self._finder.places(pattern, texts)
            except ToplineError as error:
                raise ToplineError(f"the rule {self.rules[at].text!r} cannot be used: {error}") from error
        return found


def why(found: Sequence[Found]) -> str:
    """The reason of a suggestion, in words."""
    said = ", ".join(f'"{one.rule.text}"' for one in found)
    return f"{'rule' if len(found) == 1 else 'rules'}: {said}"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word of a rule."""

    said: str
    before: bool
    """Whether more letters may stand before it."""
    behind: bool

    @property
    def is_open(self) -> bool:
        return self.before or self.behind

    def fits(self, said: str) -> bool:
        if self.before and self.behind:
            return self.said in said
        if self.before:
            return said.endswith(self.said)
        return said.startswith(self.said) if self.behind else said == self.said


class _Phrase:
    """Words of a rule that stand one after another."""

    def __init__(self, text: str) -> None:
        self.words: list[_Wanted] = []
        for part in text.split():
            inner = [word.said for word in words_of(part)]
            last = len(inner) - 1
            self.words += [
                _Wanted(said, at == 0 and part.startswith("*"), at == last and part.endswith("*"))
                for at, said in enumerate(inner)
            ]

    def end_in(self, text: str, words: Sequence[Word], first: int) -> int:
        """Where the phrase ends that begins with a word of a text; 0 where it does not stand there."""
        if first + len(self.words) > len(words):
            return 0
        for wanted, word in zip(self.words, words[first : first + len(self.words)], strict=True):
            if not wanted.fits(word.said):
                return 0
        for before, after in zip(words[first : first + len(self.words) - 1], words[first + 1 :], strict=False):
            if not JOINS.fullmatch(text, before.end, after.start):
                return 0
        return words[first + len(self.words) - 1].end
