"""Opening a survey together with what its coders did.

It is light, since every file is opened so: what reads and applies codes is imported where there are any.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from string import ascii_letters, digits

from topline.coding.place import codes_folder
from topline.readers import Source, open_source
from topline.readers.folders import private, state_folder
from topline.readers.sample import is_built_in_sample
from topline.survey import Question, Survey

LETTERS = frozenset("abcdefghijklmnoprstvwxyz" + "GHJKLMOSTYZ" + "67890")
"""Keys that codes can have; the others do something while coding, whatever keys a person has chosen."""
RESERVED = frozenset(ascii_letters + digits) - LETTERS


def open_coded(
    path: Path,
    *,
    survey_file: Path | None = None,
    min_base: int = 0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Source:
    """Open a file of replies with the codes that its coders gave; otherwise as `open_source`.

    Raises:
        ToplineError: as `open_source`.
    """
    source = open_source(path, survey_file=survey_file, min_base=min_base, progress=progress, cancelled=cancelled)
    return with_given_codes(source, path, progress)


def folder_of(survey: Survey, file: Path) -> Path:
    """Where the codes of a survey are kept: beside it, but those of the built-in sample among the user's own.

    Args:
        survey: What was asked.
        file: The file of its replies, as the user named it.
    """
    if is_built_in_sample(file):
        own = state_folder() / "codes"
        with suppress(OSError):  # where it cannot be made nobody can code, and is told so
            private(own)
        return own / codes_folder(file).name
    return codes_folder(file, survey.codes_folder)


def can_be_coded(question: Question) -> bool:
    """Whether people's own words are the answers to a question."""
    return question.has_words and question.role is None


def with_given_codes(source: Source, file: Path, progress: Callable[[str], None] | None = None) -> Source:
    """A file of replies with the codes that its coders gave; a codeframe that is stated is one that was begun.

    Args:
        source: The file as it was read; it is not to be used any more where the result is another one.
        file: As the user named it.
        progress: Told what is being done.

    Raises:
        UnreadableFileError: when the replies cannot be read, or there is no room to keep them with their codes.
    """
    folder = folder_of(source.survey, file)
    begun = frozenset(
        one.name for one in source.survey.questions if can_be_coded(one) and one.choices and not one.codes
    )
    if not begun and not folder.is_dir():
        return source
    from topline.coding.bringing_in import brought_in

    return brought_in(source, folder, begun, progress)
