"""Opening a survey together with what its coders did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from topline.coding.coded_replies import Coded, with_codes
from topline.coding.codeframe import KEYS, Codeframe
from topline.coding.errors import CodingError
from topline.coding.events import Event
from topline.coding.journal import Journals
from topline.coding.pile import Pile, pile_of
from topline.coding.place import codes_folder
from topline.coding.state import State
from topline.readers import Source, open_source
from topline.readers.folders import private, state_folder
from topline.readers.sample import is_built_in_sample
from topline.survey import Question, Survey

LETTERS = frozenset("abcdefghijklmnoprstvwxyz" + "GHJKLMOSTYZ" + "67890")
"""Keys that codes can have; the others do something while coding, whatever keys a person has chosen."""
RESERVED = frozenset(KEYS) - LETTERS


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
    begun = {one.name for one in source.survey.questions if can_be_coded(one) and one.options and not one.codes}
    if not begun and not folder.is_dir():
        return source
    try:
        news = Journals(folder).poll()
    except CodingError as error:
        return _warned(source, [str(error)])
    questions = begun | {event.question for event in news.events}
    known = [one for one in source.survey.questions if one.name in questions and can_be_coded(one)]
    coded = []
    for question in known:
        pile = pile_of(source.replies, source.survey, question)
        coded.append(coded_by(_state(question, pile, news.events), question, pile))
    found = with_codes(source, coded, progress)
    gone = sorted(questions - {one.name for one in known})
    faults = [str(fault) for fault in news.faults]
    faults += [f"{folder}: there are codes for {name!r}, which is no open question here" for name in gone]
    return _warned(found, faults)


def coded_by(state: State, question: Question, pile: Pile) -> Coded:
    """A question as it is coded.

    Args:
        state: The codes of the pile.
        question: As the survey states it.
        pile: All its replies.
    """
    asked = state.codeframe.question(question)
    order = {option.code: at for at, option in enumerate(asked.options)}
    codes: dict[int, list[str]] = {}
    for row, key in zip(pile.rows, pile.keys, strict=True):
        standing = state.reply(key)
        if not standing.is_open:
            codes[row] = sorted(standing.codes, key=lambda code: order.get(code, len(order)))
    return Coded(question.name, asked.options, asked.nets, codes)


def _state(question: Question, pile: Pile, events: Iterable[Event]) -> State:
    state = State(question.name, Codeframe.of(question, RESERVED), pile.keys, before=pile.codes)
    state.add(events)
    return state


def _warned(source: Source, faults: Iterable[str]) -> Source:
    warnings = tuple(faults)
    if not warnings:
        return source
    return replace(source, survey=replace(source.survey, warnings=(*source.survey.warnings, *warnings)))
