"""Rules of a codeframe, found in texts: which suggest a code, and where the words stand that they mean."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.coding.texts import Span, Word, words_of
from topline.survey import Rule, ToplineError, fault_in_rule

if TYPE_CHECKING:
    import duckdb

JOINS = re.compile(r"[\s\-'’‐‑]*")
"""What may stand between two words of a phrase: spaces and hyphens, and nothing that ends a sentence or lists."""
MARKS = "\ue000\ue001"
"""Begin and end of what a pattern found. They have no meaning in Unicode, and are blotted out of texts before."""
BLOTTED = str.maketrans(MARKS, "\ufffd\ufffd")
MARKED = f"{MARKS[0]}\\0{MARKS[1]}"
AT_ONCE = 10_000
"""Texts that are given to a pattern together."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds of a text."""

    rule: Rule
    spans: tuple[Span, ...]
    """Every place where it does, in order."""


class Rules:
    """The rules of a question, ready to be found in texts. Safe to use from several threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Make ready.

        Raises:
            ToplineError: when a rule cannot be read.
        """
        self.rules = tuple(rules)
        for rule in self.rules:
            if fault := fault_in_rule(rule.text):
                raise ToplineError(f"the rule {rule.text!r} cannot be read: {fault}")
        self._phrases = {at: _Phrase(rule.text) for at, rule in enumerate(self.rules) if rule.regex is None}
        self._patterns = {at: rule.regex for at, rule in enumerate(self.rules) if rule.regex is not None}
        self._by_first: dict[str, list[int]] = {}
        """Phrases by their first word, where that is whole."""
        self._open = [at for at, phrase in self._phrases.items() if phrase.words[0].is_open]
        self._opening: dict[str, list[int]] = {}
        """Phrases that can begin with a word, for words that were met."""
        for at, phrase in self._phrases.items():
            if not phrase.words[0].is_open:
                self._by_first.setdefault(phrase.words[0].said, []).append(at)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

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
            spans |= {at: found for at, of in by_pattern.items() if (found := of.get(place))}
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

    def _matched(self, texts: list[str]) -> dict[int, dict[int, list[Span]]]:
        """The places of each pattern in each text where there are any, by RE2: its time never explodes."""
        import duckdb

        blotted = [text.translate(BLOTTED).encode("utf-8", "replace").decode() for text in texts]
        places = list(range(len(texts)))
        found: dict[int, dict[int, list[Span]]] = {}
        with self._lock:
            for at, pattern in self._patterns.items():
                try:
                    rows = self._asked().execute(
                        "select place, regexp_replace(text, $pattern, $marked, 'gi') from ("
                        "select unnest($texts::varchar[]) as text, unnest($places::bigint[]) as place"
                        ") where regexp_matches(text, $pattern, 'i')",
                        {"pattern": pattern, "marked": MARKED, "texts": blotted, "places": places},
                    )
                    found[at] = {place: spans for place, marked in rows.fetchall() if (spans := _marked(marked))}
                except duckdb.Error as error:
                    what = str(error).partition("\n")[0]
                    raise ToplineError(f"the rule {self.rules[at].text!r} cannot be used: {what}") from error
        return found

    def _asked(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            from topline.readers.parquet import new_connection

            self._connection = new_connection()
        return self._connection

    def close(self) -> None:
        """Let go of what patterns need; they can be used again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def why(found: Sequence[Found]) -> str:
    """The reason of a suggestion, in words."""
    said = ", ".join(f'"{one.rule.text}"' for one in found)
    return f"{'rule' if len(found) == 1 else 'rules'}: {said}"


def _marked(text: str) -> list[Span]:
    """The places that are marked in a text, in the text without marks. A pattern that fits nothing marks nothing."""
    first, *pieces = text.split(MARKS[0])
    at, spans = len(first), []
    for piece in pieces:
        inside, _, outside = piece.partition(MARKS[1])
        if inside:
            spans.append(Span(at, at + len(inside)))
        at += len(inside) + len(outside)
    return spans


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
