"""How far coders agree, code by code and reply by reply, among the replies that two or more of them coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from topline.coding.reply_key import ReplyKey
from topline.coding.standing import Opinion, Standing
from topline.coding.state import State
from topline.statistics.agreement import Kappa, cohen_kappa, krippendorff_alpha, masi

Units = Counter[tuple[frozenset[str], ...]]
"""How many replies got these sets of codes."""


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How far two coders agree on one code."""

    coders: tuple[str, str]
    replies: int
    """Those that both coded."""
    counts: tuple[tuple[int, int], tuple[int, int]]
    """Both gave the code, only the first; only the second, neither."""
    kappa: Kappa | None
    """Cohen's kappa; None of no replies."""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on one code."""

    code: str
    given: int
    """Replies that at least one of them gave it, among those that several coded."""
    pairs: tuple[PairAgreement, ...]
    alpha: float | None
    """Krippendorff's alpha of all coders, nominal; None where all say the same of every reply."""

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of two coders; of more, the mean of all pairs (Light 1971). None where no pair has one."""
        found = [one.kappa.value for one in self.pairs if one.kappa is not None and one.kappa.value is not None]
        return sum(found) / len(found) if found else None

    @property
    def agreed(self) -> float | None:
        """The share of replies on which two coders say the same of this code; of more, of all their pairs."""
        replies = sum(one.replies for one in self.pairs)
        same = sum(one.counts[0][0] + one.counts[1][1] for one in self.pairs)
        return same / replies if replies else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree."""

    coders: tuple[str, ...]
    replies: int
    """Those that two or more of them coded."""
    alike: int
    """Those on which all who coded them gave the same codes."""
    alpha: float | None
    """Krippendorff's alpha of the whole sets of codes, by their MASI distance; None where all are alike."""
    codes: tuple[CodeAgreement, ...]

    @property
    def agreed(self) -> float | None:
        """The share of replies with the same codes by all; None of no replies."""
        return self.alike / self.replies if self.replies else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A reply that coders gave different codes, to be settled."""

    reply: ReplyKey
    opinions: tuple[Opinion, ...]
    shared: frozenset[str]
    """Codes that all of them gave."""
    disputed: frozenset[str]
    """Codes that some of them gave."""


def disagreements(state: State) -> tuple[Disagreement, ...]:
    """The replies with different codes that are not settled, in the order of the pile."""
    found = []
    for one in state.told():
        if one.conflicting:
            given = [opinion.codes for opinion in one.opinions]
            shared = frozenset.intersection(*given)
            found.append(Disagreement(one.reply, one.opinions, shared, frozenset().union(*given) - shared))
    return tuple(found)


def agreement(state: State, coders: Iterable[str] = ()) -> Agreement:
    """How far coders agree on the codes that they gave, each for themselves; settling changes nothing of it.

    Taken are replies that at least two of them gave a code; who left a reply without one has not coded it. Each reply
    counts once, however many rows of the file it stands for.

    Args:
        state: All codings, not those that one coder may see.
        coders: Those to be compared; all who coded where none are named.
    """
    wanted = frozenset(coders)
    compared = [_of(one, wanted) for one in state.told()]
    compared = [opinions for opinions in compared if len(opinions) > 1]
    units: Units = Counter(tuple(sorted((one.codes for one in opinions), key=sorted)) for opinions in compared)
    pairs: dict[tuple[str, str], Counter[tuple[frozenset[str], frozenset[str]]]] = {}
    for opinions in compared:
        for one, other in combinations(opinions, 2):
            pairs.setdefault((one.coder, other.coder), Counter())[one.codes, other.codes] += 1
    codes = tuple(_of_code(code.id, units, pairs) for code in state.codeframe.codes)
    names = tuple(sorted({one.coder for opinions in compared for one in opinions}))
    alike = sum(many for unit, many in units.items() if len(set(unit)) == 1)
    alpha = krippendorff_alpha(list(units), masi, list(units.values()))
    return Agreement(names, units.total(), alike, alpha, codes)


def _of(one: Standing, wanted: frozenset[str]) -> tuple[Opinion, ...]:
    """The opinions on a reply of those who are compared."""
    if not wanted or len(one.opinions) < 2:
        return one.opinions
    return tuple(opinion for opinion in one.opinions if opinion.coder in wanted)


def _of_code(
    code: str, units: Units, pairs: dict[tuple[str, str], Counter[tuple[frozenset[str], frozenset[str]]]]
) -> CodeAgreement:
    said: Counter[tuple[bool, ...]] = Counter()
    for unit, many in units.items():
        said[tuple(sorted(code in codes for codes in unit))] += many
    found = []
    for coders, together in sorted(pairs.items()):
        of: Counter[tuple[bool, bool]] = Counter()
        for (one, other), many in together.items():
            of[code in one, code in other] += many
        counts = ((of[True, True], of[True, False]), (of[False, True], of[False, False]))
        found.append(PairAgreement(coders, together.total(), counts, cohen_kappa(counts)))
    given = sum(many for unit, many in said.items() if any(unit))
    return CodeAgreement(code, given, tuple(found), krippendorff_alpha(list(said), "nominal", list(said.values())))
