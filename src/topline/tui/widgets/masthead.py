"""The two lines at the top: which survey, who answered, where one is, whose replies are counted and how."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line, shown
from topline.tui.actions import Place
from topline.tui.widgets.inked import Lines

TABS = (("1", Place.TOPLINE.value), ("3", Place.REPLIES.value), ("5", "Queries"))
"""The places one key away, and what they are called."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the masthead says."""

    title: str
    response: str = ""
    """How many were asked and replied."""
    place: Place = Place.TOPLINE
    who: str = ""
    """The slice, as a sentence."""
    people: int | None = None
    """Replies in the slice; None while it is counted."""
    weight: str = ""
    personal: bool = False
    """Whether names and the like are shown."""


class Masthead(Lines):
    """Always says: which survey, where, who and how many, weighted or not."""

    def __init__(self) -> None:
        super().__init__(id="masthead")
        self._heading = Heading("")

    def show(self, heading: Heading) -> None:
        """Show a heading."""
        self._heading = heading
        self.show_lines(masthead_lines(heading, self.size.width))

    def on_resize(self) -> None:
        """Say it again in the new width."""
        self.show_lines(masthead_lines(self._heading, self.size.width))


def masthead_lines(heading: Heading, width: int) -> tuple[Line, Line]:
    """The two lines, each exactly as wide as the screen."""
    response = shown(heading.response)
    room = width - cell_len(response) - len(" topline  ") - 2
    first = line(
        (" topline  ", Ink.KEY),
        (fit(heading.title, max(room, 8)) + " ", Ink.NET),
        (response, Ink.HEADING),
        width=width,
    )
    weight = f"   weight: {shown(heading.weight) or 'none'}"
    personal = "   names shown" if heading.personal else ""
    count = "" if heading.people is None else f"  n={heading.people:,}"
    who = f"who: {shown(heading.who)}"
    fixed = len(weight) + len(personal) + len(count) + 1
    tabs = _tabs(heading.place, short=cell_len(who) + fixed + SPELLED > width)
    used = sum(len(text) for text, _ in tabs)
    who = fit(who, max(0, min(width - used - fixed, cell_len(who))))
    gap = " " * max(0, width - used - cell_len(who) - fixed)
    second = line(
        *tabs,
        (gap, Ink.HEADING),
        (who + count, Ink.LABEL),
        (weight, Ink.HIT if heading.weight else Ink.HEADING),
        (personal, Ink.WARNING),
        width=width,
    )
    return first, second


def _tabs(here: Place, *, short: bool) -> list[tuple[str, Ink]]:
    """The places with their keys; where room is short only the name of this one."""
    own = Place.REPLIES if here is Place.REPLY else here
    tabs: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
    for key, name in TABS:
        said = "" if short and name != own else f"{name}  " if not short else f"{name} "
        tabs += [(f"{key} ", Ink.KEY), (said, Ink.HIT if name == own else Ink.HEADING)]
    return tabs


SPELLED = sum(len(f"{key} {name}  ") for key, name in TABS) + 1
"""Cells of the places when all are spelled out."""
