"""A door: a place on the screen, and the people behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from topline.charts import Line
from topline.survey import Slice


@dataclass(frozen=True, slots=True)
class Door:
    """A number or a line of a chart, and the people behind it."""

    line: Line = field(default_factory=Line)
    people: Slice | None = None
    """None where nobody in particular is behind it."""
    count: int = 0
    label: str = ""
    stop: bool = True
    """Whether the cursor stops here."""
    question: str = ""
    """For a line that stands for a question of a grid: that question."""
    withheld: bool = False
    """Whether too few people are behind it to be shown, or it would give away too few."""
    against: bool = False
    """Whether these are people that others are compared with."""
