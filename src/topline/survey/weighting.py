"""Weighting: weights that are worked out so that the replies have the shares that are known of the population."""

from __future__ import annotations

from dataclasses import dataclass

NO_WEIGHT = "none"
"""What is said where nothing is weighted; no weighting can be called so."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of the population by one question: the share of each answer."""

    question: str
    shares: tuple[tuple[str, float], ...]
    """Code and share of each answer, in any unit (people, percent, fractions): they are divided by their sum."""

    @property
    def fractions(self) -> dict[str, float]:
        """The share of each answer by its code, as a fraction of all."""
        total = sum(share for _, share in self.shares)
        return {code: share / total for code, share in self.shares}


@dataclass(frozen=True, slots=True)
class Weighting:
    """A raked weight, as a survey file declares it. It is a name wherever a weight column can be one.

    Only its targets are kept, never the weights: these are worked out from the replies, once and whoever is looked
    at, so that a filter changes nobody's weight.
    """

    name: str
    """Unique among weightings and questions; what people type."""
    targets: tuple[Target, ...]
    base: str = ""
    """The question whose numbers are the weights before raking; empty where everyone counts as one."""
    cap: float | None = None
    """The greatest weight that anybody may get, as a multiple of the mean weight; None for no limit."""
    title: str = ""

    @property
    def label(self) -> str:
        """What it is called on a screen."""
        return self.title or self.name

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it is raked to."""
        return tuple(target.question for target in self.targets)

    def left_out(self, *, replied: bool) -> str:
        """Who has no such weight, in words that follow their number.

        Args:
            replied: Whether the survey knows people who did not reply.
        """
        several = "all the questions it is raked to" if len(self.targets) > 1 else "the question it is raked to"
        whys = ["did not reply"] if replied else []
        whys.append(f"did not answer {several}")
        if any(not share for target in self.targets for _, share in target.shares):
            whys.append("gave an answer without a share")
        return f"who {' or '.join(whys)}"
