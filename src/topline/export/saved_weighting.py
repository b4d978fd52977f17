"""A raked weight, declared in the survey file beside the replies, and taken back from it."""

from __future__ import annotations

from pathlib import Path

from topline.export.errors import ExportError
from topline.export.in_place import text_of, unwritable
from topline.export.saved_correction import Correction
from topline.readers.source import survey_file_of
from topline.readers.weighting_text import with_weighting
from topline.survey import Survey, Weighting


def declaration_of(replies: Path, survey: Survey, weighting: Weighting) -> Correction | None:
    """What declares a raked weight; None where the survey has it so already.

    Args:
        replies: The file of the replies, which the survey file stands beside.
        survey: As it is read now.
        weighting: What the replies are raked to.

    Raises:
        ExportError: when the survey file cannot be read or written.
        SurveyFileError: when it is not in order.
    """
    path = survey_file_of(replies)
    if refusal := unwritable(path):
        raise ExportError(f"cannot write {path}: {refusal}; copy {replies.name} to a folder of yours and open it there")
    if survey.weighting(weighting.name) == weighting:
        return None
    before = text_of(path)
    return Correction(path, before, with_weighting(before or "", weighting, survey), replies)
