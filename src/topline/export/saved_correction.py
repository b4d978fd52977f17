"""A correction of a question, written to the survey file beside the replies, and taken back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from topline.export.errors import ExportError
from topline.export.in_place import exchange, text_of, unwritable
from topline.readers import sanitise
from topline.readers.correcting import BOM, all_corrected, changes_between
from topline.readers.source import survey_file_of
from topline.survey import Question, Survey, read_survey_file


@dataclass(frozen=True, slots=True)
class Correction:
    """What stands in a survey file before and after a correction; None where there is no file."""

    path: Path
    before: str | None
    after: str | None
    beside: Path
    """The replies."""

    @property
    def taken_back(self) -> Correction:
        """What takes it back."""
        return Correction(self.path, self.after, self.before, self.beside)

    def write(self) -> None:
        """Write it.

        Raises:
            ExportError: when the survey file cannot be written, or somebody has changed it; it is as it was then.
        """
        exchange(self.path, self.before, self.after, self.beside)


def correction_of(
    replies: Path,
    survey: Survey,
    question: Question,
    wanted: Question,
    also: Mapping[str, Any] | None = None,
    others: Sequence[tuple[Question, Question]] = (),
) -> Correction | None:
    """The correction that turns a question into another one; None where they are the same.

    Args:
        replies: The file of the replies, which the survey file stands beside.
        survey: As it is read now.
        question: One of its questions, or one that is to be put together.
        wanted: What it should be.
        also: What else is to be said of it, by the keys of its table.
        others: Questions that are corrected along with it, each with what it should be.

    Raises:
        ExportError: when the survey file cannot be read or written.
        SurveyFileError: when it is not in order.
    """
    path = survey_file_of(replies)
    if refusal := unwritable(path):
        raise ExportError(f"cannot write {path}: {refusal}; copy {replies.name} to a folder of yours and open it there")
    before = text_of(path)
    shown = sanitise(str(path), one_line=True, limit=400)
    stated = read_survey_file((before or "").removeprefix(BOM), shown)
    changes = {}
    for now, then, more in ((question, wanted, also or {}), *((now, then, {}) for now, then in others)):
        said = changes_between(now, then, survey, stated.questions.get(now.name, {})) | dict(more)
        if said:
            changes[now.name] = said
    return Correction(path, before, all_corrected(before or "", changes), replies) if changes else None
