"""The line that holds a filter expression."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from textual.widgets import Input

from topline.charts import shown
from topline.survey import ExpressionError
from topline.tui.widgets.prompt import Prompt

QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
"""Texts and names as an expression quotes them."""
ALIKE = "texts that look alike here stand for different answers; pick them among the values"


class ExpressionPrompt(Prompt):
    """A line for a filter expression. What a file has in it is shown as it safely can be, and meant as it is."""

    _held = ""
    """The expression as it was understood last, with nothing made safe to show."""

    def hold(self, expression: str) -> None:
        """Put an expression here."""
        self._held = expression
        with self.prevent(Input.Changed):
            self.value = _harmless(expression)
            self.cursor_position = 0

    @property
    def said(self) -> str:
        """What stands here, as it is meant.

        Raises:
            ExpressionError: when it cannot be told what is meant.
        """
        return as_meant(self.value, self._held)

    def understood(self) -> None:
        """What stands here could be read: what is changed now is changed in it."""
        self._held = self.said

    def place_of(self, at: int | None) -> int | None:
        """Where a character of what is meant stands."""
        return at and len(_harmless(self.said[:at]))


def as_meant(text: str, held: str) -> str:
    """An expression that somebody changed, as they saw it: what they left in it is what it was.

    Args:
        text: As it stands there now.
        held: What was there before; it was shown with its texts made safe to show.

    Raises:
        ExpressionError: when a text can be one or the other of those that look like it.
    """
    if _harmless(held) == text:
        return held
    known: dict[str, list[str]] = {}
    for piece in QUOTED.findall(held):
        known.setdefault(_seen(piece), []).append(piece)
    now = Counter(QUOTED.findall(text))
    meant: dict[str, Iterator[str]] = {}
    for seen, pieces in known.items():
        if now[seen] and set(pieces) != {seen}:
            if now[seen] > len(pieces) or (now[seen] < len(pieces) and len(set(pieces)) > 1):
                raise ExpressionError(ALIKE, None, ALIKE)
            meant[seen] = iter(pieces)
    return QUOTED.sub(lambda found: next(meant[found[0]]) if found[0] in meant else found[0], text)


def _harmless(expression: str) -> str:
    """An expression as it can be shown, however long it is."""
    rest = QUOTED.split(expression)
    texts = [*map(_seen, QUOTED.findall(expression)), ""]
    return "".join(shown(words) + text for words, text in zip(rest, texts, strict=True))


def _seen(piece: str) -> str:
    """A quoted text as it can be shown, in quotes of its own."""
    quote = piece[0]
    return quote + shown(piece[1:-1].replace(quote * 2, quote)).replace(quote, quote * 2) + quote
