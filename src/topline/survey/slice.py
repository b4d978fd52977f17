"""Slice: whose replies are meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from topline.survey.coding_conditions import says_answered
from topline.survey.conditions import All, AnyOf, Chose, Condition, Sql, Within
from topline.survey.question import SHORT
from topline.survey.text_conditions import Contains, WordCount

if TYPE_CHECKING:
    from topline.survey.survey import Survey

BRIEFER = (28, 20, 14, 10)
"""Cells of a question's label where there is less and less room for a sentence."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the replies: those for which every condition is true and whose verbatims hold the search text.

    The weight belongs here because it says how much each of these people counts.
    """

    conditions: tuple[Condition, ...] = ()
    search: str = ""
    """Text that one of the open answers must contain, ignoring case."""
    weight: str = ""
    """The question that holds the weights, or a raked weight, by name; empty when everyone counts as one."""

    def narrowed(self, *conditions: Condition | None) -> Slice:
        """This slice, and these conditions true as well; a condition it already has is not repeated."""
        if len(conditions) == 1:  # as every cell of a table asks for
            (part,) = conditions
            if part is None or part in self.conditions:
                return self
            return Slice((*self.conditions, part), self.search, self.weight)
        new = [part for part in conditions if part is not None and part not in self.conditions]
        return replace(self, conditions=self.conditions + tuple(dict.fromkeys(new)))

    def condition(self, survey: Survey) -> Condition:
        """What is true of exactly these people, as one condition."""
        parts = self.conditions + ((self._searched(survey),) if self.search else ())
        return parts[0] if len(parts) == 1 else All(parts)

    def sql(self, survey: Survey) -> Sql:
        """The slice as a condition over the replies' columns, with bound parameters."""
        parts = [condition.sql(survey) for condition in self.conditions]
        if self.search:
            parts.append(self._searched(survey).sql(survey))
        if not parts:
            return Sql("true")
        return Sql(
            " and ".join(f"({part.text})" for part in parts),
            tuple(value for part in parts for value in part.parameters),
        )

    def _searched(self, survey: Survey) -> AnyOf:
        return AnyOf(tuple(Contains(question.name, self.search) for question in survey.verbatims))

    def sentence(self, survey: Survey, label: int = SHORT) -> str:
        """Who these people are, in words.

        Args:
            label: Cells that the label of a question may take.
        """
        conditions = [part for one in self.conditions for part in _parts(one, survey)]
        told = {part.question for part in conditions if isinstance(part, (Chose, Within, WordCount))}
        meant = [part for part in conditions if not (says_answered(part) and part.question in told)]
        alone = len(meant) + bool(self.search) == 1
        parts = []
        for condition in meant:
            base = survey.base_words(condition)
            said = base or condition.words(survey, label)
            either = isinstance(condition, AnyOf) and len(condition.parts) > 1
            parts.append(f"({said})" if either and not base and not alone else said)
        if self.search:
            parts.append(f'wrote "{self.search}"')
        return " and ".join(dict.fromkeys(parts)) or "everyone"

    def sentences(self, survey: Survey) -> tuple[str, ...]:
        """The sentence in full, and then ever briefer, as less and less of each question's label is said."""
        return tuple(dict.fromkeys(self.sentence(survey, label) for label in (SHORT, *BRIEFER)))

    def arguments(self) -> list[str]:
        """The command-line arguments that give this slice."""
        said = [word for condition in self.conditions for word in ("--where", condition.expression())]
        if self.search:
            said += [f"--search={self.search}"] if self.search.startswith("-") else ["--search", self.search]
        if self.weight:
            said += ["--weight", self.weight]
        return said


def _parts(condition: Condition, survey: Survey) -> tuple[Condition, ...]:
    """What is said one by one of a condition; a base that has words of its own is said with these."""
    if isinstance(condition, All) and condition.parts and survey.base_words(condition) is None:
        return condition.parts
    return (condition,)
