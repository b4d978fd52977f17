"""A condition on how far a reply to an open-ended question has been coded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeGuard

from topline.survey.beside import bits, quoted, wrote
from topline.survey.conditions import Answered, Condition, Sql, named
from topline.survey.question import SHORT, Question

if TYPE_CHECKING:
    from topline.survey.survey import Survey


class Stage(StrEnum):
    """How far the coding of a reply has come."""

    CODED = "coded"
    """It has at least one code."""
    UNCODED = "not coded yet"
    UNCODABLE = "can't be coded"
    """A coder says so, and nobody gave it a code."""


@dataclass(frozen=True, slots=True)
class IsCoded(Condition):
    """Wrote something that has been coded, waits to be coded, or cannot be coded.

    Where codes are only a column of the data, nobody can have said that a reply cannot be coded: whatever has no code
    there is not coded yet.
    """

    question: str
    stage: Stage = Stage.CODED

    def sql(self, survey: Survey) -> Sql:
        question = survey[self.question]
        if self.stage is Stage.CODED:
            return Sql(_has_codes(question))
        if not question.has_words:
            return Sql("false")
        wrote_ = f"({wrote(question)} is true)"
        if question.coded_here:
            codes = bits(question) if question.bits else quoted(question.codes)
            if self.stage is Stage.UNCODED:
                return Sql(f"({wrote_} and {codes} is null)")
            return Sql(f"({wrote_} and {codes} is not null and not {_has_codes(question)})")
        return Sql(f"({wrote_} and not {_has_codes(question)})" if self.stage is Stage.UNCODED else "false")

    def words(self, survey: Survey, label: int = SHORT) -> str:
        verb = "is " if self.stage is not Stage.UNCODABLE else ""
        return f"{survey[self.question].shortened(label)} {verb}{self.stage}"

    def denied(self, survey: Survey, label: int = SHORT) -> str:
        verb = {
            Stage.CODED: "is not coded",
            Stage.UNCODED: "does not wait to be coded",
            Stage.UNCODABLE: "is not among what can't be coded",
        }[self.stage]
        return f"{survey[self.question].shortened(label)} {verb}"

    def expression(self) -> str:
        return f"{named(self.question)} is {self.stage.name.lower()}"


def says_answered(condition: Condition) -> TypeGuard[Answered | IsCoded]:
    """Whether a condition says no more than that there is an answer, or a code: what whoever gave a certain one has."""
    return isinstance(condition, Answered) or (isinstance(condition, IsCoded) and condition.stage is Stage.CODED)


def _has_codes(question: Question) -> str:
    if not question.is_coded:
        return "false"
    column = f"{bits(question)}" if question.bits else f"len({quoted(question.codes)})"
    return f"(coalesce({column}, 0) <> 0)"
