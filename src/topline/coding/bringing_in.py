"""Bringing what coders did into a file of replies, and telling of what could not be brought in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from topline.coding.coded_replies import Coded, kept_with_codes, with_codes
from topline.coding.codeframe import Codeframe
from topline.coding.errors import CodingError
from topline.coding.events import Event
from topline.coding.journal import Journals
from topline.coding.opening import RESERVED, can_be_coded
from topline.coding.pile import Pile, pile_of
from topline.coding.state import State
from topline.readers import Source
from topline.survey import Question, Role


def brought_in(source: Source, folder: Path, begun: Set[str], progress: Callable[[str], None] | None = None) -> Source:
    """A file of replies with the codes that its coders gave, as they are now.

    Args:
        source: The file as it was read; it is not to be used any more where the result is another one.
        folder: Where the journals are; it may not be there yet.
        begun: The questions whose codeframe is stated: nobody need have coded them.
        progress: Told what is being done.

    Raises:
        UnreadableFileError: when the replies cannot be read, or there is no room to keep them with their codes.
    """
    read_from = _read_from(source, folder)
    if kept := kept_with_codes(source, read_from):
        return _warned(*kept)
    try:
        news = Journals(folder).poll()
    except CodingError as error:
        return _warned(source, [str(error)])
    questions = begun | {event.question for event in news.events}
    known = [one for one in source.survey.questions if one.name in questions and can_be_coded(one)]
    gone = sorted(questions - {one.name for one in known})
    faults = [str(fault) for fault in news.faults]
    faults += [f"{folder}: there are codes for {name!r}, which is no open question here" for name in gone]
    coded = []
    for question in known:
        pile = pile_of(source.replies, source.survey, question)
        coded.append(coded_by(_state(question, pile, news.events), question, pile))
    return _warned(with_codes(source, coded, read_from, faults, progress), faults)


def _read_from(source: Source, folder: Path) -> str:
    """What the codes are made from: all journals as they are, and what the survey says of what was coded.

    Going through millions of replies and codes takes seconds; that nothing has changed since is seen at once.
    """
    journals = []
    with suppress(OSError):
        for entry in sorted(folder.iterdir()):
            status = entry.lstat()
            journals.append((entry.name, status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode))
    identity = source.survey.with_role(Role.ID)
    asked = [question for question in source.survey.questions if can_be_coded(question)]
    return repr((str(folder), journals, identity.column if identity else "", asked))


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
    return Coded(question.name, asked.options, asked.nets, codes, len(codes) < len(pile))


def _state(question: Question, pile: Pile, events: Iterable[Event]) -> State:
    state = State(question.name, Codeframe.of(question, RESERVED), pile.keys, before=pile.codes)
    state.add(events)
    return state


def _warned(source: Source, faults: Iterable[str]) -> Source:
    warnings = tuple(faults)
    if not warnings:
        return source
    return replace(source, survey=replace(source.survey, warnings=(*source.survey.warnings, *warnings)))
