"""The desk: what lies before a person, as one value that can be changed, undone and come back to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from topline.survey import View, What
from topline.tui.actions import Place


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person is, and the view at each place."""

    place: Place
    topline: View
    """A topline, crosstab or the response funnel."""
    replies: View
    position: int = 0
    """Of the current reply within its view."""
    fields: tuple[str, ...] = ()
    """The columns a person chose for replies; empty for the survey's choice."""

    def with_weight(self, weight: str) -> Desk:
        """The same, weighted: a weight holds at every place."""
        topline = self.topline.of(replace(self.topline.slice, weight=weight))
        return replace(self, topline=topline, replies=self.replies.of(replace(self.replies.slice, weight=weight)))

    def showing(self, view: View) -> Desk:
        """This view, at the place it belongs to."""
        if view.what is What.REPLIES:
            return replace(self, place=Place.REPLIES, replies=view, position=0)
        return replace(self, place=Place.TOPLINE, topline=view)


class History:
    """The desk as it is and as it was: changes can be undone, moves can be gone back over."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._changes: list[tuple[str, Desk]] = []
        self._moves: list[Desk] = []

    def change(self, what: str, desk: Desk) -> None:
        """Make a change that can be undone.

        Args:
            what: What changes, in words for "undone: ...".
            desk: The desk after it.
        """
        if desk != self.desk:
            self._changes.append((what, self.desk))
            self.desk = desk

    def move(self, desk: Desk) -> None:
        """Go somewhere; `back` returns to where this was."""
        if desk.place is not self.desk.place or desk.replies != self.desk.replies:
            self._moves.append(self.desk)
        self.desk = desk

    def undo(self) -> str | None:
        """Take back the last change and say what it was; None when there is none."""
        if not self._changes:
            return None
        what, self.desk = self._changes.pop()
        return what

    def back(self) -> bool:
        """Return to where the last move came from; says whether there was one."""
        if not self._moves:
            return False
        left, self.desk = self.desk, self._moves.pop()
        if self.desk.replies == left.replies:
            self.desk = replace(self.desk, position=left.position)
        return True
