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
        self._changes: list[tuple[str, Desk, int]] = []
        """What was changed, the desk before it, and how many moves had been made then."""
        self._moves: list[Desk] = []

    def change(self, what: str, desk: Desk) -> None:
        """Make a change that can be undone.

        Args:
            what: What changes, in words for "undone: ...".
            desk: The desk after it.
        """
        if desk != self.desk:
            self._changes.append((what, self.desk, len(self._moves)))
            self.desk = desk

    def move(self, desk: Desk) -> None:
        """Go somewhere; `back` returns to where this was."""
        if desk.place is not self.desk.place or desk.replies != self.desk.replies:
            self.mark()
        self.desk = desk

    def mark(self) -> None:
        """Let `back` return here, whatever changes now."""
        self._moves.append(self.desk)

    def undo(self) -> str | None:
        """Take back the last change and say what it was; None when there is none."""
        if not self._changes:
            return None
        what, self.desk, moves = self._changes.pop()
        del self._moves[moves:]
        return what

    def back(self) -> bool:
        """Return to where the last move came from; says whether there was one.

        What holds at every place, the weight and the columns, stays as it is now.
        """
        if not self._moves:
            return False
        left, earlier = self.desk, self._moves.pop()
        earlier = earlier.with_weight(left.replies.slice.weight)
        if earlier.replies == left.replies:
            earlier = replace(earlier, position=left.position)
        self.desk = replace(earlier, fields=left.fields)
        return True
