"""What can go wrong with a survey, told in one line that names the place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches


class ToplineError(Exception):
    """A fault in what the user gave us; its message is one line, fit to be shown as it is."""


class SurveyFileError(ToplineError):
    """A survey file (or the survey inside a parquet file) that does not say what it should."""


class UnknownNameError(ToplineError):
    """A question, answer or query that the survey does not have; the message lists the nearest."""


class ExpressionError(ToplineError):
    """A filter expression that cannot be read; the message points at the place."""

    def __init__(self, message: str, at: int | None = None, what: str = "") -> None:
        """Say what is wrong.

        Args:
            message: The one line, with the expression in it.
            at: The character where it goes wrong, from 0; None where it is not known.
            what: The fault alone, for where the expression and the place are shown already.
        """
        super().__init__(message)
        self.at = at
        self.what = what or message


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names most like `word`, ignoring case: those that contain it, are like it, have a word like it."""
    names = list(dict.fromkeys(known))
    folded = word.casefold()
    inside = [name for name in names if folded and folded in name.casefold()]
    alike = get_close_matches(folded, [name.casefold() for name in names], n=limit, cutoff=0.5)
    by_fold = {name.casefold(): name for name in reversed(names)}
    by_word: dict[str, str] = {
        part: name for name in reversed(names) for part in re.findall(r"\w{4,}", name.casefold())
    }
    within = get_close_matches(folded, by_word, n=limit, cutoff=0.65)
    found = inside[:limit] + [by_fold[name] for name in alike] + [by_word[part] for part in within]
    return list(dict.fromkeys(found))[:limit]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A closing phrase for an error: the nearest names, or nothing where none is near."""
    names = nearest(word, known)
    return f"; nearest: {', '.join(names)}" if names else ""
