"""What coding begins with, with or without a screen: the question, its pile, and the journals over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from topline.coding.codeframe import Codeframe
from topline.coding.desk import Desk
from topline.coding.errors import CodingError
from topline.coding.journal import Journals
from topline.coding.opening import RESERVED, can_be_coded, folder_of
from topline.coding.pile import Pile, pile_of
from topline.coding.state import State
from topline.readers import Source
from topline.survey import Question, Survey


@dataclass(frozen=True)
class Bench:
    """One question as it is coded."""

    question: Question
    """As the survey states it, before anybody coded here."""
    pile: Pile
    """The replies that are to be coded."""
    desk: Desk

    @property
    def state(self) -> State:
        """How the replies stand."""
        return self.desk.state

    @property
    def coder(self) -> str:
        """Who codes; empty where nobody does, and codes are only read."""
        return self.desk.journals.coder

    def rows_of(self, keys: Collection[str]) -> int:
        """How many rows of the file these replies are."""
        return sum(key in keys for key in self.pile.keys)


def question_to_code(survey: Survey, said: str = "") -> Question:
    """The open question that is meant; without a word for it the one that there is, or the one with codes.

    Raises:
        ToplineError: when there is no such question, or none that can be coded, or several could be meant.
    """
    if said:
        found = survey.find(said)
        if not can_be_coded(found):
            raise CodingError(
                f"{found.name} is {found.kind}; only open questions are coded, people's own words; "
                'kind = "open" in the survey file makes it one'
            )
        return found
    known = [question for question in survey.questions if can_be_coded(question)]
    coded = [question for question in known if question.is_coded or question.rules]
    if not known:
        raise CodingError("there is no open question to code here")
    if len(known) > 1 and len(coded) != 1:
        names = ", ".join(question.name for question in known[:6])
        more = f" and {len(known) - 6} more" if len(known) > 6 else ""
        raise CodingError(f"say which open question with --question: {names}{more}")
    return coded[0] if len(known) > 1 else known[0]


def bench_for(
    source: Source,
    file: Path,
    question: str,
    coder: str = "",
    rows: Collection[int] | None = None,
    *,
    blind: bool = False,
) -> Bench:
    """Take up the coding of a question.

    Args:
        source: The survey, with the codes of its coders or without.
        file: As the user named it.
        question: Its name.
        coder: As `coder_name` says it; empty to read only.
        rows: The 0-based rows of those who were asked; None for all who answered.
        blind: Whether the coder does not see what others gave.

    Raises:
        CodingError: when the coder could not write here.
        UnreadableFileError: when the replies cannot be read.
    """
    plain = source.uncoded or source
    stated = plain.survey[question]
    pile = pile_of(plain.replies, plain.survey, stated)
    if rows is not None:
        pile = pile.only(rows)
    journals = Journals(folder_of(plain.survey, file), coder)
    desk = Desk(journals, stated.name, Codeframe.of(stated, RESERVED), pile.keys, blind=blind, before=pile.codes)
    return Bench(stated, pile, desk)
