"""What is said on a terminal while a file is read: what is being done, and for how long it has been."""

from __future__ import annotations

import sys
from time import monotonic

CLEAR_LINE = "\r\x1b[K"
PATIENT = 1
"""Seconds after which it is told how long it takes."""


def with_seconds(words: str, seconds: int) -> str:
    """What is being done, with the seconds that reading has taken so far, once they are worth a word."""
    return f"{words} ... {seconds} s" if seconds >= PATIENT else words


class Waiting:
    """One line on standard error, written anew for every step and every second."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._words = ""
        self._shown = ""

    def tell(self, words: str) -> None:
        """Say what is being done, in place of what was shown before."""
        self._words = words
        self.go_on()

    def go_on(self) -> None:
        """It still is: say so where another second has passed."""
        said = with_seconds(self._words, int(monotonic() - self._began)) if self._words else ""
        if said != self._shown:
            self._shown = said
            print(f"{CLEAR_LINE}{said}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave nothing of it on the terminal."""
        if self._shown:
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)
