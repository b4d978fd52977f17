"""The voices: what the people behind a bar wrote, in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual.message import Message

from topline.analysis import profile_words
from topline.charts import Ink, Line, fit, line, marked, prose_lines
from topline.engine import Window
from topline.survey import Question
from topline.tui.widgets.inked import Lines

RULE = "──  ─  ──"
"""What stands around the words of the rule."""
AIRY = 16
"""Lines from which on voices stand apart from each other."""


class Voices(Lines):
    """A strip of verbatims that follows the cursor over the bars."""

    class Resized(Message):
        """There is another number of lines to fill."""

    def __init__(self, more: str) -> None:
        """A strip.

        Args:
            more: The key that brings the next ones.
        """
        super().__init__(id="voices")
        self._more = more
        self._whose = ""
        self._window: Window | None = None
        self._profile: Sequence[Question] = ()
        self._search = ""
        self._remark = ""
        self._shown = 0
        self._people = 0
        """How many people these are, whether they wrote or not."""

    @property
    def room(self) -> int:
        """How many voices are worth asking for."""
        return max(2, self.size.height // 2)

    @property
    def shown(self) -> int:
        """How many of the voices that were fetched have room."""
        return self._shown

    @property
    def total(self) -> int:
        """How many voices there are behind the bar, as far as they are counted."""
        return self._window.total if self._window else 0

    @property
    def counted(self) -> bool:
        """Whether they are counted."""
        return self._window is None or self._window.counted

    def count(self, total: int) -> None:
        """They have been counted."""
        if self._window is not None:
            self._window = replace(self._window, total=total, counted=True)
            self._draw()

    def show(self, whose: str, window: Window, profile: Sequence[Question], search: str = "", people: int = 0) -> None:
        """Show the voices of some people.

        Args:
            people: How many they are, whether they wrote or not; 0 where that is not known.
            whose: Who they are, in few words.
            window: Their verbatims, each followed by the answers to `profile`.
        """
        self._whose, self._window, self._profile, self._search, self._remark = whose, window, profile, search, ""
        self._people = people
        self._draw()

    def remark(self, whose: str, text: str) -> None:
        """Say why there are no voices."""
        self._whose, self._window, self._remark = whose, None, text
        self._draw()

    def on_resize(self) -> None:
        """More or fewer voices fit."""
        self._draw()
        self.post_message(self.Resized())

    def _draw(self) -> None:
        width, height = self.size.width, self.size.height
        if width < 8 or height < 2:
            return
        if self._window is None or not self._window.replies:
            text = self._remark or "none of these people wrote anything"
            self.show_lines((_rule(self._whose, "", width), line((f" {text}" if self._whose else "", Ink.DIM))))
            return
        first, total = self._window.offset + 1, self._window.total
        lines: list[Line] = []
        shown = 0
        for reply in self._window.replies:
            room = height - 1 - len(lines)
            if room < 1:
                break
            who = profile_words(self._profile, reply.answers[1:])
            lines += _voice(str(reply.answers[0]), who, width, min(room, _most(height)), self._search)
            lines += [Line()] if height >= AIRY else []
            shown += 1
        self._shown = shown
        last = min(first + shown - 1, total)
        span = f"{first}" if first == last else f"{first}-{last}"
        span += f" of {total:,}" if self._window.counted else ""
        more = f"  {self._more} more" if total > shown or not self._window.counted else ""
        taken = cell_len(self._whose) + len(span) + len(RULE)
        if taken + len(more) > width:
            more = ""
        among = f" who wrote, of {self._people:,}" if self._window.counted and self._people > total else ""
        if taken + len(among) + len(more) <= width:
            span += among
        self.show_lines((_rule(self._whose, f"{span}{more}", width), *lines))


def _most(height: int) -> int:
    """Lines a voice may take: more of one where there is room for several."""
    return 2 if height < 9 else 4 if height < 20 else 8


def _rule(whose: str, right: str, width: int) -> Line:
    """The rule above the voices: whose they are, and which of them these are."""
    right = f" {right} ──" if right else ""
    head = f"── {whose} " if whose else ""
    room = width - len(right)
    head = fit(head, room).rstrip() + " " if len(head) >= room else head
    return line((head, Ink.HEADING), ("─" * max(0, room - cell_len(head)), Ink.AXIS), (right, Ink.HEADING), width=width)


def _voice(text: str, who: str, width: int, most: int, search: str) -> list[Line]:
    """One verbatim, cut to so many lines, and behind it who speaks, for whom the last line gives room."""
    said = list(prose_lines(f"“{text.strip()}”", width - 2, search=search, limit=most))
    indented = [Line((line((" ", Ink.VOICE)).spans[0], *one.spans)) for one in said]
    tail = f"  {fit(who, width // 2).rstrip()}" if who else ""
    if tail and indented[-1].width + cell_len(tail) > width and len(indented) < most:
        indented.append(line((" ", Ink.VOICE)))
        tail = tail.lstrip()
    elif tail:
        room = width - cell_len(tail)
        if indented[-1].width > room:
            indented[-1] = marked(fit(indented[-1].plain.rstrip("…”"), room), search)
    return [*indented[:-1], Line((*indented[-1].spans, *line((tail, Ink.DIM)).spans))]
