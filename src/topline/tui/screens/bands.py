"""The box in which numbers are cut into bands, with the counts of the bands as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from topline.analysis import Cutting, read_cutting
from topline.charts import Glyphs, Ink, Line, bar_lines, fit, line, wrap
from topline.engine import Cancel
from topline.survey import Band, Question, Table, ToplineError, bands_at, edges_of
from topline.survey.bands_text import written_bands
from topline.tui.requests import Answered, Requests
from topline.tui.screens.dialogs import Box, Choice
from topline.tui.widgets.prompt import Prompt

WIDTH = 70
"""Cells of a line: with its frame it fits the smallest screen."""
LABEL = 28
"""Cells of what can be begun with."""
SUGGESTED = ("4 groups", "3 groups", "5 groups")


@dataclass(frozen=True, slots=True)
class BandsMade:
    """What the box gives back."""

    bands: tuple[Band, ...]
    """What the numbers are counted by; empty for bands that are drawn from the numbers."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A line that puts its words where one types."""

    words: str


Entry = BandsMade | Suggested
"""A line of the box, or what comes of it."""


class BandBox(Box[Entry]):
    """Type where numbers are cut, see how many fall into each band, and keep it."""

    PROMPT = "18, 25, 35; or 4 groups; or steps of 10; or Young: 0-17, Adult: 18-"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "keep these bands"), ("↑↓", "move"), ("Esc", "close"))

    def __init__(self, question: Question, step: str, cut: Callable[[Cutting, Cancel], Table], glyphs: Glyphs) -> None:
        """Cut the numbers of a question.

        Args:
            question: As it is read.
            step: A width of steps that suits its numbers, in words; empty where none is known.
            cut: The table of the bands that a cutting makes.
            glyphs: What bars are drawn with.
        """
        super().__init__()
        self.TITLE_TEXT = fit(f"Bands of {question.label}", WIDTH).rstrip()  # type: ignore[misc]
        self._question = question
        self._step = step
        self._cut = cut
        self._glyphs = glyphs
        self._requests = Requests(self)
        self._table: Table | None = None
        self._named: tuple[Band, ...] = ()
        """Bands with names, where these were typed."""
        self._fault = ""
        self._wants_it = False
        """Whether Enter came before the counts did."""

    def on_mount(self) -> None:
        """The bands that there are stand where they can be typed over."""
        bands = self._question.bands
        said = ", ".join(f"{edge:.12g}" for edge in edges_of(bands)) or written_bands(bands)
        if said:
            self.query_one(Prompt).value = said

    @property
    def _typed(self) -> str:
        return self.query_one(Prompt).value.strip()

    def on_input_changed(self) -> None:
        """Cut them as it is said now."""
        self._table, self._fault, self._wants_it = None, "", False
        self._requests.forget("bands")
        if self._typed:
            try:
                cutting = read_cutting(self._typed)
            except ToplineError as error:
                self._fault = str(error)
            else:
                self._named = cutting.bands
                self._requests.ask("bands", lambda cancel: self._cut(cutting, cancel), self._receive, quiet=True)
        self.renew()

    def _receive(self, table: Table) -> None:
        self._table = table
        self.renew()
        if self._wants_it:
            self.action_choose()

    def on_answered(self, answer: Answered) -> None:
        """They are cut, or cannot be."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self._fault = str(fault)
            self.renew()

    def choices(self, typed: str) -> tuple[Choice[Entry], ...]:
        """Ways to begin while nothing is typed; then the bands with their people, or what is wrong."""
        if not typed.strip():
            words = [*SUGGESTED, *([self._step] if self._step else [])]
            lines: list[Choice[Entry]] = []
            if names := ", ".join(band.label for band in self._question.bands if band.label):
                told = wrap(f"now: {names}; edges, groups and steps have no names", WIDTH, 3)
                lines += [Choice(line((f" {text}", Ink.HEADING))) for text in told]
            lines += [Choice(_said(one, _meaning(one)), Suggested(one)) for one in words]
            if self._question.bands:
                drawn = "round bands that are drawn from the numbers"
                lines.append(Choice(_said("none of your own", drawn), BandsMade(())))
            return tuple(lines)
        if self._fault:
            return tuple(Choice(line((f" {text}", Ink.WARNING))) for text in wrap(self._fault, WIDTH, 3))
        if self._table is None:
            return (Choice(line((" counting…", Ink.DIM))),)
        made = BandsMade(self._named or bands_at(self._table.view.bands))
        bars = bar_lines(self._table, WIDTH, glyphs=self._glyphs)
        return tuple(Choice(line((" ", Ink.LABEL), *((s.text, s.ink) for s in bar.spans)), made) for bar in bars)

    def action_choose(self) -> None:
        """Keep the bands that are shown; begin with what the cursor is on."""
        picked = self.picked
        if isinstance(picked, Suggested):
            prompt = self.query_one(Prompt)
            prompt.value = picked.words
            prompt.cursor_position = len(picked.words)
        elif picked is not None:
            self.dismiss(picked)
        elif self._typed and not self._fault:
            self._wants_it = True


def _said(words: str, meaning: str) -> Line:
    return line((f" {fit(words, LABEL)} ", Ink.NET), (fit(meaning, WIDTH - LABEL - 2), Ink.DIM))


def _meaning(words: str) -> str:
    return "of about equal size" if words in SUGGESTED else "from multiples of it"
