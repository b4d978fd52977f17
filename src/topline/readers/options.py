"""The options of a question, in the order they were most likely offered."""

from __future__ import annotations

from topline.readers.bands import banded
from topline.readers.decisions import BLANK_LABEL
from topline.readers.missing import is_blank
from topline.readers.profile import Profile
from topline.readers.sanitise import sanitise
from topline.readers.vocabulary import is_last, known, numbered
from topline.survey import MissingKind, Option, Storage

LONGEST_LABEL = 500


def options_of(profile: Profile) -> tuple[Option, ...]:
    """The counted values of a column as options: those that are answers in order, then those set apart.

    Never in alphabetical order: as a known vocabulary, by the first number of bands, by number, else as
    they first appear with "Other" and "None of these" last.
    """
    if profile.storage is Storage.BOOLEAN:
        return (Option("true", "True"), Option("false", "False"))
    values = profile.values
    if profile.storage is Storage.TEXT:
        kinds = {value: profile.missing_kind(value) for value in values}
    else:
        kinds = dict.fromkeys(values)
    answers = _ordered(tuple(value for value in values if kinds[value] is None), profile.storage)
    apart = [Option(value, label(value), kind) for value, kind in kinds.items() if kind]
    apart += [Option(blank.value, BLANK_LABEL, MissingKind.NO_ANSWER) for blank in profile.blanks]
    return (*(Option(value, label(value)) for value in answers), *apart)


def label(value: str) -> str:
    """A stored answer as it is shown."""
    if is_blank(value):
        return BLANK_LABEL
    return sanitise(value.strip(), one_line=True, limit=LONGEST_LABEL)


def _ordered(answers: tuple[str, ...], storage: Storage) -> tuple[str, ...]:
    if storage in (Storage.INTEGER, Storage.REAL):
        return tuple(sorted(answers, key=float))
    if points := numbered(answers):
        return tuple(points)
    if found := known(answers):
        return found[1]
    if bands := banded(answers):
        return bands
    return (*(a for a in answers if not is_last(a)), *(a for a in answers if is_last(a)))
