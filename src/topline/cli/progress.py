"""How far a long command is: a line on the terminal, and nothing where there is none."""

from __future__ import annotations

import sys

from topline.cli.waiting import CLEAR_LINE

WIDTH = 24
"""Cells of the bar."""


class Progress:
    """A bar on stderr, drawn over itself; it is gone when the command ends."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._tells = total > 1 and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._tells:
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)

    def tell(self, done: int, what: str) -> None:
        """Say how many are done, and what is being done."""
        if not self._tells:
            return
        filled = WIDTH * done // self._total
        bar = "#" * filled + "-" * (WIDTH - filled)
        from topline.charts import fit

        print(f"{CLEAR_LINE}[{bar}] {done} of {self._total}  {fit(what, 30).rstrip()}", end="", file=sys.stderr, flush=True)  # noqa: E501  # fmt: skip
