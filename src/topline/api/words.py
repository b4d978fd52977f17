"""What a program says in words: one or several, and one of those that there are."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from topline.survey import ToplineError

Words = str | Sequence[str]
"""One, or several in order."""
Choice = TypeVar("Choice", bound=StrEnum)


def several(said: Words) -> tuple[str, ...]:
    """What was said, one by one."""
    if isinstance(said, str):
        return (said,) if said else ()
    return tuple(said)


def one_of(words: type[Choice], said: str) -> Choice:
    """A word of those that there are.

    Raises:
        ToplineError: when it is none of them.
    """
    if said not in tuple(words):
        raise ToplineError(f"there is no {said!r}; one of: {', '.join(words)}")
    return words(said)
