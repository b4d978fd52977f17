"""Targets as a person types them: a share for each answer, and whether they add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from topline.analysis import Margins
from topline.survey import Survey, Target, Weighting
from topline.survey.weighting_file import name_fault

PEOPLE = 1_000
"""A sum from which on shares are taken to be numbers of people, and need not add up to anything."""
NEAR = 0.05
"""Points by which percentages may miss 100: what rounding leaves."""
_THOUSANDS = re.compile(r"\d{1,3}(?:([ ,.'’_])\d{3})(?:\1\d{3})*")


@dataclass
class Share:
    """The share of one answer, as typed."""

    code: str
    label: str
    n: int
    present: float
    """Percent of the people to be raked."""
    text: str
    """What is typed."""

    @property
    def number(self) -> float | None:
        """It as a number; None where it is none."""
        return number_of(self.text)


@dataclass
class Asked:
    """A question that is raked to."""

    name: str
    label: str
    shares: list[Share]

    @property
    def total(self) -> float | None:
        """What its shares add up to; None where one of them is no number."""
        numbers = [share.number for share in self.shares]
        return None if None in numbers else sum(number or 0.0 for number in numbers)

    @property
    def fault(self) -> str:
        """Why these shares cannot be taken; empty where they can."""
        total = self.total
        if total is None:
            wrong = next(share for share in self.shares if share.number is None)
            said = f"{wrong.text!r} is no share" if wrong.text.strip() else "it has no share"
            return f"{wrong.label}: {said}; type a number, or 0 to leave these people out"
        if self._adds_up:
            return ""
        by = 100 - total
        return (
            f"{self.label} adds up to {total:g} and not to 100: {abs(by):.3g} {'are missing' if by > 0 else 'too many'}"
        )

    @property
    def _adds_up(self) -> bool:
        total = self.total or 0.0
        return abs(total - 100) <= NEAR or abs(total - 1) <= NEAR / 100 or total >= PEOPLE

    @property
    def words(self) -> str:
        """What they add up to, briefly."""
        total = self.total
        if total is None:
            return "not all are numbers"
        if not self._adds_up:
            return f"{total:g} of 100"
        return f"{total:,.0f} people" if total >= PEOPLE else "100%" if total > 2 else "adds up to 1"

    def rest(self, at: int) -> str | None:
        """What is left to 100 for one of the answers; None where the others are more already, or are no numbers."""
        others = [share.number for number, share in enumerate(self.shares) if number != at]
        if None in others:
            return None
        left = 100 - sum(number or 0.0 for number in others)
        return f"{left:.6g}" if -1e-9 < left <= 100 else None


@dataclass
class Targets:
    """A raked weight that is being made."""

    survey: Survey
    name: str
    asked: list[Asked]
    cap: str = ""
    """As typed; empty for none."""
    base: str = ""
    title: str = ""
    before: str = ""
    """What it was called when it is one of the survey's; empty for a new one."""
    _names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        others = {one.name for one in self.survey.weightings} - {self.before}
        self._names = frozenset(others)

    @property
    def fault(self) -> str:
        """Why it cannot be raked; empty where it can."""
        name = self.name.strip()
        if not name:
            return "a name is needed: what the weight is called"
        if wrong := name_fault(name):
            return wrong
        if name in self._names or name in self.survey:
            return f"{name} is a {'weight' if name in self._names else 'question'} already; give another name"
        cap = number_of(self.cap) if self.cap.strip() else 1.0
        if cap is None or cap < 1:
            return "a cap is a number of 1 or more, such as 5: no weight above five times the mean"
        return next((one.fault for one in self.asked if one.fault), "")

    @property
    def weighting(self) -> Weighting:
        """What it says; only where there is no fault."""
        return Weighting(
            self.name.strip(),
            tuple(Target(one.name, tuple((s.code, s.number or 0.0) for s in one.shares)) for one in self.asked),
            self.base,
            number_of(self.cap) if self.cap.strip() else None,
            self.title,
        )


def new_targets(survey: Survey, present: Sequence[Margins]) -> Targets:
    """Targets to begin with: the shares as they are, under a name that nothing has."""
    name, number = "raked", 1
    while name in survey or survey.weighting(name):
        number += 1
        name = f"raked{number}"
    return Targets(survey, name, [_asked(margins, _prefilled(margins)) for margins in present])


def known_targets(survey: Survey, weighting: Weighting, present: Sequence[Margins]) -> Targets:
    """The targets of a weight of the survey, to be changed; an answer that is new among the replies has none yet."""
    asked = []
    for target, margins in zip(weighting.targets, present, strict=True):
        shares = dict(target.shares)
        asked.append(_asked(margins, [_written(shares.get(one.code)) for one in margins.answers]))
    cap = _written(weighting.cap)
    return Targets(survey, weighting.name, asked, cap, weighting.base, weighting.title, weighting.name)


def _asked(margins: Margins, texts: Sequence[str]) -> Asked:
    shares = [
        Share(one.code, one.label, one.n, one.unweighted, text)
        for one, text in zip(margins.answers, texts, strict=True)
    ]
    return Asked(margins.question, margins.label, shares)


def _prefilled(margins: Margins) -> list[str]:
    """Percentages with one decimal that add up to 100: what rounding down takes away goes to the largest remainders."""
    tenths = [int(10 * one.unweighted + 1e-9) for one in margins.answers]
    remainders = [10 * one.unweighted - tenth for one, tenth in zip(margins.answers, tenths, strict=True)]
    for at in sorted(range(len(tenths)), key=lambda at: -remainders[at])[: max(0, 1000 - sum(tenths))]:
        tenths[at] += 1
    return [f"{tenth / 10:g}" for tenth in tenths]


def _written(share: float | None) -> str:
    return "" if share is None else f"{share:.12g}"


def number_of(text: str) -> float | None:
    """A number as people type it: with a comma or a point, thousands parted, a percent sign behind; None for others."""
    bare = text.strip().removesuffix("%").strip()
    if parted := _THOUSANDS.fullmatch(bare):
        # "0.125" and "1.234" are fractions: only what repeats, or no decimal mark, parts thousands.
        if bare.count(parted[1]) > 1 or parted[1] not in ".,":
            bare = bare.replace(parted[1], "")
        elif parted[1] == "," and not bare.startswith("0"):
            bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    return float(bare) if re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", bare) and len(bare) < 20 else None
