"""The desk: what lies before a person, as one value that can be changed, undone and come back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from topline.survey import Condition, Slice, View, What
from topline.tui.action import Place


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person is, and the view at each place."""

    place: Place
    topline: View
    """A topline or the response funnel."""
    replies: View
    crosstab: View = field(default_factory=lambda: View(What.CROSSTAB))
    """A crosstab; one without rows while nothing was crossed yet."""
    query: View = field(default_factory=lambda: View(What.SQL))
    """The statement at the console."""
    position: int = 0
    """Of the current reply within its view."""
    coding: str = ""
    """The question that is coded; empty for the one that suggests itself."""
    profile: tuple[str, ...] = ()
    """The questions by which it is told who wrote a reply that is coded; empty for the survey's choice."""
    fields: tuple[str, ...] = ()
    """The columns a person chose for replies; empty for the survey's choice."""

    @property
    def view(self) -> View:
        """The view at the place where the person is."""
        match self.place:
            case Place.CROSSTAB:
                return self.crosstab
            case Place.REPLIES | Place.REPLY:
                return self.replies
            case Place.QUERIES:
                return self.query
            case _:
                return self.topline

    def with_weight(self, weight: str) -> Desk:
        """The same, weighted: a weight holds at every place."""
        return replace(
            self,
            topline=_weighted(self.topline, weight),
            crosstab=_weighted(self.crosstab, weight),
            replies=_weighted(self.replies, weight),
        )

    def with_columns(self, names: tuple[str, ...]) -> Desk:
        """The same with these columns: they hold for whoever's replies are shown."""
        return replace(self, replies=replace(self.replies, fields=names), fields=names)

    def about(self, people: Slice, replied: Condition | None) -> Desk:
        """The same questions asked of other people: a filter holds at every place.

        Args:
            people: Whose replies are counted.
            replied: Who replied at all; among the replies only these are shown.
        """
        return replace(
            self,
            topline=self.topline.of(people),
            crosstab=self.crosstab.of(people),
            replies=self.replies.of(people.narrowed(replied)),
            position=0,
        )

    def showing(self, view: View) -> Desk:
        """This view, at the place it belongs to."""
        match view.what:
            case What.REPLIES:
                return replace(self, place=Place.REPLIES, replies=view, position=0)
            case What.CROSSTAB | What.TREND:
                return replace(self, place=Place.CROSSTAB, crosstab=view)
            case What.SQL:
                return replace(self, place=Place.QUERIES, query=view)
            case _:
                return replace(self, place=Place.TOPLINE, topline=view)


def _weighted(view: View, weight: str) -> View:
    return view.of(replace(view.slice, weight=weight))


@dataclass(frozen=True, slots=True)
class Trail:
    """The desk, and the ways from it."""

    desk: Desk
    moves: tuple[Desk, ...] = ()
    """Where one came from, the nearest last."""
    ahead: tuple[Desk, ...] = ()
    """Where one came back from, the nearest last."""


NEARNESS = {Place.TOPLINE: 0, Place.CROSSTAB: 1, Place.CODING: 1, Place.QUERIES: 1, Place.REPLIES: 2, Place.REPLY: 3}
"""How far each place is from the first one."""
Step = tuple[str, Trail]
"""What was changed, in words, and all that lay before the person at the other side of it."""
KEPT = 50
"""Moves and changes that are remembered."""


class History:
    """The desk as it is and as it was: changes can be undone and done again, moves gone back and forward over."""

    def __init__(self, trail: Trail | Desk, changes: tuple[Step, ...] = (), undone: tuple[Step, ...] = ()) -> None:
        self.trail = trail if isinstance(trail, Trail) else Trail(trail)
        self.changes = changes
        """What can be undone, the last one last, with what was there before it."""
        self.undone = undone
        """What can be done again, the next one last, with what was there after it."""

    @property
    def desk(self) -> Desk:
        """What lies before the person."""
        return self.trail.desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        """Lay out something else that is neither a change nor a move, such as the next question of the list."""
        self.trail = replace(self.trail, desk=desk)

    def change(self, what: str, desk: Desk) -> None:
        """Make a change that can be undone.

        Args:
            what: What changes, in words for "undone: ...".
            desk: The desk after it.
        """
        if desk != self.desk:
            self._changed(what, replace(self.trail, desk=desk, ahead=()))

    def change_everywhere(self, what: str, alter: Callable[[Desk], Desk]) -> None:
        """Make a change that holds at every place, also at those that one can go back to."""
        desk = alter(self.desk)
        if desk != self.desk:
            self._changed(what, Trail(desk, tuple(map(alter, self.trail.moves))))

    def _changed(self, what: str, trail: Trail) -> None:
        self.changes = (*self.changes, (what, self.trail))[-KEPT:]
        self.undone = ()
        self.trail = trail

    def move(self, desk: Desk) -> None:
        """Go somewhere; `back` returns to where this was."""
        if desk.place is not self.desk.place or desk.replies != self.desk.replies:
            self.mark()
        self.desk = desk

    def mark(self) -> None:
        """Let `back` return here, whatever changes now."""
        self.trail = Trail(self.desk, (*self.trail.moves, self.desk)[-KEPT:])

    def undo(self) -> str | None:
        """Take back the last change and say what it was; None when there is none."""
        if not self.changes:
            return None
        what, before = self.changes[-1]
        self.changes, self.undone = self.changes[:-1], (*self.undone, (what, self.trail))
        self.trail = before
        return what

    def redo(self) -> str | None:
        """Make the change again that was taken back last, and say what it is; None when there is none."""
        if not self.undone:
            return None
        what, after = self.undone[-1]
        self.undone, self.changes = self.undone[:-1], (*self.changes, (what, self.trail))
        self.trail = after
        return what

    def back(self) -> bool:
        """Return to where the last move came from; says whether there was one."""
        other, moves = _nearest(self.trail.moves, self.desk)
        if other:
            self.trail = Trail(other, moves, (*self.trail.ahead, self.desk))
        return other is not None

    def up(self) -> bool:
        """Take the step back that leads home; says whether there was one.

        That is to where this place showed something else just before, or else to the last place that is nearer
        to the first one; however often one went to and fro, home is never far.
        """
        moves, here = self.trail.moves, self.desk
        if not (moves and moves[-1].place is here.place and moves[-1] != here):
            while moves and NEARNESS[moves[-1].place] >= NEARNESS[here.place]:
                moves = moves[:-1]
        other, moves = _nearest(moves, here)
        if other:
            self.trail = Trail(other, moves, (*self.trail.ahead, here))
        return other is not None

    def forward(self) -> bool:
        """Return to where `back` came from; says whether there was such a place."""
        other, ahead = _nearest(self.trail.ahead, self.desk)
        if other:
            self.trail = Trail(other, (*self.trail.moves, self.desk), ahead)
        return other is not None


def _nearest(desks: tuple[Desk, ...], left: Desk) -> tuple[Desk | None, tuple[Desk, ...]]:
    """The last of these desks that is another one, and those before it."""
    while desks:
        other, desks = desks[-1], desks[:-1]
        # The reply that one has come to is the one that one comes back to.
        if left.place in (Place.REPLIES, Place.REPLY) and other.replies == left.replies:
            other = replace(other, position=left.position)
        if other != left:
            return other, desks
    return None, ()
