"""Reply: one person, whole; the next and the previous of the slice are a key away."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from topline.analysis import Person, profile_of, profile_words
from topline.charts import Ink, Line, line
from topline.survey import Role
from topline.tui.action import Place
from topline.tui.desk import Desk
from topline.tui.screens.place import PlaceScreen
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import Ready
from topline.tui.widgets.person import person_lines


class Reading(Ready):
    """Lines that scroll without a cursor."""

    def action_step(self, by: int) -> None:
        """Scroll by a line."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self.scroll_to(y=self.scroll_offset.y + by * max(1, self.size.height - 1), animate=False, force=True)

    def action_end(self, by: int) -> None:
        """Scroll to one end."""
        self.scroll_to(y=0 if by < 0 else self.count, animate=False, force=True)

    def stops_at(self, index: int) -> bool:
        """There is no cursor."""
        return False


class ReplyScreen(PlaceScreen):
    """One person."""

    PLACE = Place.REPLY

    def __init__(self) -> None:
        super().__init__()
        self._person: Person | None = None
        self._total = 0

    def body(self) -> Iterable[Widget]:
        """Who it is, and everything they answered."""
        yield Lines(id="who")
        yield Reading(id="reading")

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(Reading).focus()
        self.show(self.desk)

    def show(self, desk: Desk) -> None:
        """Show the reply at the desk's position."""
        view, position = desk.replies, desk.position
        self.requests.ask(
            "person",
            lambda cancel: self.session.person_at(view, position, cancel),
            lambda found: self._received(*found),
        )

    def _received(self, person: Person | None, total: int) -> None:
        self._person, self._total = person, total
        self.head(self.desk.replies.slice, total)
        self._draw()

    def on_resize(self) -> None:
        """Set it anew in the new width."""
        self._draw()

    def _draw(self) -> None:
        reading, person = self.query_one(Reading), self._person
        width = reading.size.width - 1
        if person is None or width < 20:
            return
        survey = self.session.survey
        answers = dict(zip((question.name for question in survey), person.answers, strict=True))
        profile = profile_of(survey, limit=3)
        who = profile_words(profile, [answers[question.name] for question in profile])
        identity = survey.with_role(Role.ID)
        number = f"{identity.label} {answers[identity.name]}" if identity else f"row {person.number:,}"
        self.query_one("#who", Lines).show_lines(
            (
                line(
                    (f" Reply {self.desk.position + 1:,} of {self._total:,}", Ink.NET),
                    (f"   {number}", Ink.HEADING),
                    (f"   {who}" if who else "", Ink.LABEL),
                    width=self.size.width,
                ),
                Line(),
            )
        )
        lines = person_lines(
            survey,
            person.answers,
            person.codes,
            width,
            search=self.desk.replies.slice.search,
            personal=self.explorer.personal,
        )
        reading.show_lines(lines, 0)
        reading.scroll_to(y=0, animate=False, force=True)

    def do_next_reply(self) -> None:
        """The next one of this slice."""
        self._step(1)

    def do_previous_reply(self) -> None:
        """The one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        position = self.desk.position + by
        if 0 <= position < self._total:
            self.explorer.at_position(position)
        else:
            self.say("this is the last reply here" if by > 0 else "this is the first reply here")
