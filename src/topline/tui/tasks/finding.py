"""Finding: questions, answers and what people wrote, all at once."""

from __future__ import annotations

from dataclasses import replace

from topline.survey import Question, View, What
from topline.tui.screens.boxes import Hit, SearchBox
from topline.tui.tasks.task import Task


class Finding(Task):
    """Search, and what it leads to."""

    def do_search(self) -> None:
        """Search everything at once."""
        self.app.push_screen(SearchBox(self.session), self._go_to)

    def _go_to(self, hit: Hit | None) -> None:
        match hit:
            case None:
                return
            case Question():
                self.app.show_answer(hit.name)
            case (question, option):
                self.app.show_answer(question.name, option.label)
            case _:
                people = replace(hit.people, weight=self.desk.replies.slice.weight)
                view = View(What.REPLIES, slice=people, fields=self.desk.fields)
                self.app.history.mark()
                self.app.change("search", self.desk.showing(view))
