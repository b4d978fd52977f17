"""Coding 100,000 verbatims: what a suggestion, a learned reply, the rules and the groups of texts cost.

Everything is CPU of the process, medians of runs in turns. A suggestion is divided by the same ten nearest replies
found by scipy with one product of sparse matrices, which is as fast as it gets and can learn nothing; the groups and
the rules by the one step that nothing can do without: every text brought into its form to be compared, or read by
DuckDB.
"""

from __future__ import annotations

import re
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from math import log
from random import Random
from statistics import median
from typing import Any

import numpy as np
import polars
from scipy.sparse import csr_matrix

from measure import SAMPLE, Result, report
from topline.coding.alike import alike
from topline.coding.rules import Rules
from topline.coding.suggestions import SuggestedBy, Suggester
from topline.coding.texts import normalised
from topline.engine import TextPatterns
from topline.readers.parquet import new_connection
from topline.survey import Rule

VERBATIMS, RUNS, ASKED = 100_000, 5, 100
SUGGESTION, LEARNED, SUGGESTED, GROUPED = 30.0, 1000.0, 4.0, 4.0
RULES = (("research", "prospect*"), ("research", "look up"), ("news", "/news|announce/"), ("network", "/linked ?in/"))


def verbatims(number: int) -> list[tuple[str, frozenset[str]]]:
    """Texts made of pieces of those of the sample, a third of them short and often the same, with codes."""
    random = Random(6)
    frame = polars.read_parquet(SAMPLE, columns=["how", "how_codes"]).drop_nulls()
    replies = [(text.split(), frozenset(codes)) for text, codes in frame.iter_rows()]
    made = []
    for at in range(number):
        words, codes = replies[random.randrange(len(replies))]
        length = random.randint(1, 2) if at % 3 == 0 else random.randint(3, 30)
        start = random.randrange(max(len(words) - length, 1))
        other = random.choice(replies[random.randrange(len(replies))][0]) if length > 2 else ""
        made.append((" ".join([*words[start : start + length], other]).strip(), codes))
    return made


def measure(number: int = VERBATIMS, runs: int = RUNS) -> list[Result]:
    """The lines of the table."""
    coded = verbatims(number + 2 * ASKED)
    texts = [text for text, _ in coded[:number]]
    return [*_suggested(coded, number, runs), _grouped(texts, runs), _ruled(texts, runs)]


def _suggested(coded: list[tuple[str, frozenset[str]]], number: int, runs: int) -> list[Result]:
    finder = TextPatterns()
    suggester: Suggester[int] = Suggester([Rule(*rule) for rule in RULES], finder)
    for key, (text, codes) in enumerate(coded[:number]):
        suggester.learn(key, text, codes)
    asked = [text for text, _ in coded[number : number + ASKED]]
    similar = sum(one.suggester is SuggestedBy.SIMILAR for text in asked for one in suggester.suggest(text))
    assert similar > ASKED / 4, "a suggestion is to be measured, and not that there is none"
    by_hand = _SparseNearest([text for text, _ in coded[:number]])
    ours, theirs = _in_turns(
        runs, lambda: [suggester.suggest(text) for text in asked], lambda: [by_hand.nearest(text) for text in asked]
    )
    more = coded[number + ASKED :]
    started = time.process_time()
    for key, (text, codes) in enumerate(more):
        suggester.learn(number + key, text, codes)
    learned = (time.process_time() - started) / len(more) * 1e6
    finder.close()
    one, other = ours / ASKED * 1000, theirs / ASKED * 1000
    where = f"among {number:,} coded replies"
    return [
        Result(f"a suggestion {where}", one, "ms", SUGGESTION, f"{similar} of {ASKED} by similar replies"),
        Result("the same, by the nearest of scipy", one / other, "x", SUGGESTED, f"{one:.1f} / {other:.1f} ms"),
        Result(f"a reply learned {where}", learned, "us", LEARNED, "the mean of 100"),
    ]


class _SparseNearest:
    """The ten nearest texts by words and parts of words, all vectors made beforehand."""

    def __init__(self, texts: list[str]) -> None:
        different = sorted(set(map(normalised, texts)))
        features = [self._features(text) for text in different]
        self.numbers: dict[str, int] = {}
        for counted in features:
            for feature in counted:
                self.numbers.setdefault(feature, len(self.numbers))
        columns = [self.numbers[feature] for counted in features for feature in counted]
        rows = np.repeat(np.arange(len(features)), [len(counted) for counted in features])
        values = np.array([1 + log(times) for counted in features for times in counted.values()])
        shape = (len(features), len(self.numbers))
        self.rarity = np.log((len(features) + 1) / np.bincount(columns, minlength=shape[1]))
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=shape[0]))
        # By feature, so that only those of a text are looked at.
        self.by_feature = csr_matrix((values / lengths[rows], (columns, rows)), shape=shape[::-1])

    def nearest(self, text: str) -> list[int]:
        """The numbers of the ten nearest."""
        counted = {self.numbers[f]: n for f, n in self._features(normalised(text)).items() if f in self.numbers}
        at = list(counted)
        values = np.array([1 + log(counted[one]) for one in at]) * self.rarity[at]
        asked = csr_matrix((values, ([0] * len(at), at)), shape=(1, len(self.numbers)))
        likeness = (asked @ self.by_feature).toarray()[0]
        return list(np.argpartition(likeness, -10)[-10:])

    @staticmethod
    def _features(text: str) -> Counter[str]:
        words = re.findall(r"\w+", text)
        parts = (f"^{word}$"[at : at + 4] for word in words if len(word) > 3 for at in range(len(word) - 1))
        return Counter([*words, *parts])


def _grouped(texts: list[str], runs: int) -> Result:
    keyed = dict(enumerate(texts))
    ours, theirs = _in_turns(runs, lambda: alike(keyed), lambda: [normalised(text) for text in texts])
    groups = len(alike(keyed))
    detail = f"{ours:.2f} / {theirs:.2f} s, {groups:,} groups; divided by every text normalised"
    return Result(f"{len(texts):,} verbatims grouped", ours / theirs, "x", GROUPED, detail)


def _ruled(texts: list[str], runs: int) -> Result:
    finder = TextPatterns()
    rules = Rules([Rule(*rule) for rule in RULES], finder)
    pattern = "|".join((r"\bprospect\w*", r"\blook[\s-]+up\b", "news|announce", "linked ?in"))
    connection = new_connection()

    def by_hand() -> Any:
        return connection.execute(
            "select text, regexp_extract_all(text, ?, 0, 'i') from (select unnest(?::varchar[]) as text)",
            [pattern, texts],
        ).fetchall()

    ours, theirs = _in_turns(runs, lambda: list(rules.found_in_all(texts)), by_hand)
    finder.close()
    connection.close()
    detail = f"{ours:.2f} / {theirs:.2f} s; divided by one pattern of all of them in DuckDB, which tells no more"
    return Result(f"{len(RULES)} rules of {len(texts):,} verbatims", ours / theirs, "x", None, detail)


def _in_turns(runs: int, *tasks: Callable[[], object]) -> list[float]:
    """The medians of the CPU seconds of tasks that take turns, after a round that does not count."""
    rounds: list[list[float]] = []
    for _ in range(runs + 1):
        rounds.append([])
        for task in tasks:
            started = time.process_time()
            task()
            rounds[-1].append(time.process_time() - started)
    return [median(of) for of in zip(*rounds[1:], strict=True)]


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each task (default: %(default)s)")
    return report(measure(runs=parser.parse_args().runs))


if __name__ == "__main__":
    sys.exit(main())
