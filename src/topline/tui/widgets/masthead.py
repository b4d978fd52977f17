"""The two lines at the top: which survey, who answered, where one is, whose replies are counted and how."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line, shown
from topline.tui.action import Place
from topline.tui.keymap import Keymap
from topline.tui.widgets.inked import Lines

TABS = (
    ("topline", Place.TOPLINE),
    ("crosstab", Place.CROSSTAB),
    ("replies", Place.REPLIES),
    ("coding", Place.CODING),
    ("queries", Place.QUERIES),
)
"""The places one key away, each behind the action that goes there."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the masthead says."""

    title: str
    response: str = ""
    """How many were asked and replied."""
    place: Place = Place.TOPLINE
    who: tuple[str, ...] = ("",)
    """The slice as a sentence, in full and then ever briefer."""
    people: int | None = None
    """Replies in the slice; None while it is counted."""
    weight: str = ""
    personal: bool = False
    """Whether names and the like are shown."""
    keymap: Keymap = field(default_factory=Keymap)
    """What to press for each place."""


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
    whos = [f"who: {shown(said)}" for said in heading.who]
    fixed = len(weight) + len(personal) + len(count) + 1
    keys = [(heading.keymap.key(action), place) for action, place in TABS]
    forms = [_tabs(heading.place, keys, gap) for gap in (2, 1, 0)]
    tabs = next((one for one in forms if _width(one) + cell_len(whos[0]) + fixed <= width), forms[-1])
    used = _width(tabs)
    room = max(0, width - used - fixed)
    who = next((said for said in whos if cell_len(said) <= room), whos[-1])
    who = fit(who, min(room, cell_len(who))).rstrip()
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


def _tabs(here: Place, keys: list[tuple[str, Place]], gap: int) -> list[tuple[str, Ink]]:
    """The places with their keys, so many cells apart; without any, only this one is named."""
    own = Place.REPLIES if here is Place.REPLY else here
    tabs: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
    for key, place in keys:
        said = f"{place}{' ' * max(gap, 1)}" if gap or place == own else ""
        tabs += [(f"{key} ", Ink.KEY), (said, Ink.HIT if place == own else Ink.HEADING)]
    return tabs


def _width(tabs: list[tuple[str, Ink]]) -> int:
    return sum(cell_len(text) for text, _ in tabs)
