"""Going about: between the places, over the moves that were made, and over the changes."""

from __future__ import annotations

from dataclasses import replace

from topline.tui.action import Place
from topline.tui.tasks.task import Task


class Going(Task):
    """Where one goes, and how one comes back."""

    def do_topline(self) -> None:
        """The questions."""
        self.app.move(replace(self.desk, place=Place.TOPLINE))

    def do_replies(self) -> None:
        """The replies."""
        self.app.move(replace(self.desk, place=Place.REPLIES))

    def do_visited(self) -> None:
        """The place visited before this one."""
        if self.app.history.back():
            self.app.restore()
        else:
            self.say("this is the first place")

    def do_forward(self) -> None:
        """The place that was come back from."""
        if self.app.history.forward():
            self.app.restore()
        else:
            self.say("this is the last place")

    def do_undo(self) -> None:
        """Take back the last change."""
        if self.app.correcting.take_back():
            return
        what = self.app.history.undo()
        if what is None:
            self.say("nothing to undo")
            return
        self.app.restore()
        self.say(f"undone: {what}; {self.app.keymap.key('redo')} does it again")

    def do_redo(self) -> None:
        """Do again what was taken back."""
        if self.app.correcting.make_again():
            return
        what = self.app.history.redo()
        if what is None:
            self.say("nothing to do again")
            return
        self.app.restore()
        self.say(f"done again: {what}")
