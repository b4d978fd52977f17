"""Reading a screen as a person does: the bar with a label, its numbers, the last line."""

from __future__ import annotations

import re


def body(screen: str) -> str:
    """The screen without its last line, which talks."""
    return "\n".join(screen.splitlines()[:-1])


def status(screen: str) -> str:
    """The last line."""
    return screen.splitlines()[-1]


def row(screen: str, label: str) -> str:
    """The bar with this label."""
    rights = (line.split("▕", 1)[-1].strip() for line in screen.splitlines())
    return next(right for right in rights if right.startswith(label))


def numbers(screen: str, label: str) -> list[str]:
    """Percent and count of the bar with this label."""
    words = row(screen, label).split()
    at = next(index for index, word in enumerate(words) if word.endswith("%") or word in ("*", "-"))
    return words[at : at + 2]


def cells(screen: str, label: str) -> list[tuple[str, str]]:
    """Percentage and count of each cell in sight of the crosstab's row with this label."""
    said = next(line for line in screen.splitlines() if line.strip().startswith(label) and CELL.search(line))
    return CELL.findall(said)


CELL = re.compile(r"(?<= )(\d+%|\*|-)[↑↓ ]?(?:[A-Za-z]+)? +([\d,]+)(?= |$)")
"""A percentage, perhaps a mark and letters, and a count."""


def head(screen: str) -> str:
    """The second line: where one is, who is counted and how many."""
    return screen.splitlines()[1]
