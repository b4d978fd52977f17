"""The boxes for what goes out: copying to the terminal's clipboard, and exporting to a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from topline.charts import Ink, Line, end_of, fit, line, wrap
from topline.engine import Cancel, QueryCancelledError
from topline.export import (
    Format,
    Outgoing,
    TakenNameError,
    Written,
    file_name,
    format_for,
    free_name,
    with_ending,
    write,
)
from topline.readers.paths import SURVEY_SUFFIX
from topline.tui.requests import Answered, Busy, Requests
from topline.tui.screens.dialogs import Box, Choice, ChoiceList
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt

LETTERS = {
    "c": Format.CSV,
    "t": Format.TSV,
    "m": Format.MARKDOWN,
    "j": Format.JSON,
    "h": Format.HTML,
    "x": Format.XLSX,
    "p": Format.PARQUET,
    "s": Format.SAV,
}
NAMES = {
    Format.CSV: "CSV",
    Format.TSV: "TSV",
    Format.MARKDOWN: "Markdown",
    Format.JSON: "JSON",
    Format.HTML: "HTML",
    Format.XLSX: "Excel",
    Format.PARQUET: "parquet",
    Format.SAV: "SPSS",
}
LOOK = 0.2
"""Seconds between two looks at how far a writing is."""
INNER = 70
"""Cells of a line of a box."""


@dataclass(frozen=True, slots=True)
class Copying:
    """A way to copy."""

    key: str
    """The letter that picks it."""
    words: str
    preview: str = ""
    """What will be copied, where it is one line."""


class CopyBox(Box[str]):
    """Ways to copy; a letter picks one at once."""

    TITLE_TEXT = "Copy to the terminal's clipboard"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "copy"), ("Esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(letter, f"pick('{letter}')", show=False) for letter in ("m", "t", "c")
    ]

    def __init__(self, ways: tuple[Copying, ...]) -> None:
        super().__init__()
        self._ways = ways

    def choices(self, typed: str) -> tuple[Choice[str], ...]:
        """A line a way, with what it copies below it."""
        lines: list[Choice[str]] = []
        for way in self._ways:
            lines.append(Choice(line((f" {way.key}", Ink.KEY), (f"  {fit(way.words, INNER - 5)}", Ink.LABEL)), way.key))
            lines += [Choice(line((f"    {text}", Ink.DIM))) for text in wrap(way.preview, INNER - 5, 3)]
        return tuple(lines)

    def action_pick(self, letter: str) -> None:
        """Pick a way by its letter."""
        if any(way.key == letter for way in self._ways):
            self.dismiss(letter)


@dataclass(frozen=True, slots=True)
class Exporting:
    """Something that can be written to a file."""

    words: str
    view: str
    """What the file's name says of it."""
    formats: tuple[Format, ...]
    make: Callable[[Cancel], Outgoing]
    """Makes it; called in a thread, as it may count."""
    count: Callable[[Cancel], int] | None = None
    """How many replies it has, said before the words; None where it is not made of replies."""
    notes: tuple[str, ...] = ()
    """What must be known of it before it leaves, a sentence each."""


class Offers(ChoiceList):
    """What can be written; every letter is a format here, also that which moves the cursor elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("j", "screen.format('json')", show=False)]


class ExportBox(Box[Written]):
    """What to write, in which format, under which name; and how far it is, while it is being written."""

    TITLE_TEXT = "Export"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "write"), ("↑↓", "what"), ("←→", "format"), ("Tab", "name"), ("Esc", "close"),
    )  # fmt: skip
    WRITING: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "stop; nothing will be left behind"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"format('{form}')", show=False) for letter, form in LETTERS.items()),
        Binding("left", "turn(-1)", "The format before", show=False),
        Binding("right", "turn(1)", "The next format", show=False),
        Binding("exclamation_mark", "replace", "Replace the file that is there", show=False),
    ]

    def __init__(
        self, survey: Path, offers: tuple[Exporting, ...], *, form: Format | None = None, said: str = ""
    ) -> None:
        """Offer things to write.

        Args:
            survey: The file of replies, which is never written over, and after which exports are called.
            offers: What can be written; the first is offered first.
            form: The format that is offered first; None for the first that the offer has.
            said: What leads here, where the person did not ask for it.
        """
        super().__init__()
        self._survey = survey
        self._offers = offers
        self._form = form or offers[0].formats[0]
        self._told: tuple[str, Ink] = (said, Ink.WARNING)
        self._requests = Requests(self)
        self._cancel: Cancel | None = None
        """Gives up what is being written; None while nothing is."""
        self._going: Outgoing | None = None
        self._suggested = ""
        """The name that was put there, not typed."""
        self._taken = ""
        """The name that is taken and may be replaced by a key."""
        self._known: dict[int, int] = {}
        """How many replies each offer has, by its place."""

    def compose(self) -> ComposeResult:
        """What, format, name, what there is to say, keys."""
        with Vertical(id="box"):
            yield Lines(id="box-title")
            yield Offers()
            yield Lines(id="export-format")
            with Horizontal(id="export-to"):
                yield Lines(id="export-label")
                yield Prompt(id="export-name", compact=True, select_on_focus=False)
            yield Lines(id="export-told")
            yield Lines(id="box-keys")

    @property
    def name_line(self) -> Prompt:
        """Where the name stands."""
        return self.query_one(Prompt)

    @property
    def offer(self) -> Exporting:
        """What the cursor is on."""
        return self._offers[min(self.choice_list.cursor, len(self._offers) - 1)]

    def on_mount(self) -> None:
        """Start at what to write."""
        super().on_mount()
        self.call_after_refresh(self._renew_form)
        self.call_after_refresh(self._count)
        self.set_interval(LOOK, self._look)

    def choices(self, typed: str) -> tuple[Choice[Written], ...]:
        """A line an offer."""
        seen = Written(Path(), 0, 0)
        return tuple(Choice(self._line(at, offer), seen) for at, offer in enumerate(self._offers))

    def _line(self, at: int, offer: Exporting) -> Line:
        words = offer.words
        if offer.count is not None:
            words = f"{self._known[at]:,} {words}" if at in self._known else f"… {words}"
        return line((f" {fit(words, INNER - 1)}", Ink.LABEL))

    def _count(self) -> None:
        """Count the replies of the offers, one after the other; equal ones are counted once."""
        for at, offer in enumerate(self._offers):
            if offer.count is not None and at not in self._known:
                self._requests.ask("count", offer.count, partial(self._counted, offer.count), quiet=True)
                return

    def _counted(self, count: Callable[[Cancel], int], n: int) -> None:
        self._known |= {at: n for at, offer in enumerate(self._offers) if offer.count is count}
        self.renew(self.choice_list.cursor)
        self._count()

    def renew(self, cursor: int = 0) -> None:
        """Show title, offers and keys."""
        self.KEYS = self.WRITING if self._cancel else type(self).KEYS  # type: ignore[misc]
        super().renew(cursor)

    # Format and name.

    def _renew_form(self) -> None:
        """The format is one that what is written can have, and the name says so."""
        if self._form not in self.offer.formats:
            self._form = self.offer.formats[0]
        self._suggest()
        self._draw()

    def _suggest(self) -> None:
        """A free name for what is to be written, unless the person typed one: that only gets another ending."""
        typed = self.name_line.value
        if typed != self._suggested:
            name = with_ending(typed, self._form)
        else:
            name = free_name(Path(), file_name(self._survey, self.offer.view, self._form))
            self._suggested = name
        if name != typed:
            with self.prevent(Input.Changed):
                self.name_line.value = name
                self.name_line.cursor_position = len(name)

    def _draw(self) -> None:
        self.query_one("#export-format", Lines).show_lines((Line(), *self._formats(), Line()))
        self.query_one("#export-label", Lines).show_lines((line((" to", Ink.HEADING)),))
        said, ink = self._told
        lines = [line((f"     in {end_of(_place_of(self.path.parent), INNER - 8)}", Ink.DIM))]
        notes = [line((f" {fit(note, INNER - 1)}", Ink.HEADING)) for note in self.offer.notes if note]
        told = [line((f" {text}", ink)) for text in wrap(said, INNER - 1, 2)]
        for block in (notes, told):
            lines += [Line(), *block] if block else []
        self.query_one("#export-told", Lines).show_lines(lines)

    def _formats(self) -> list[Line]:
        """The formats with their letters, on as many lines as they need."""
        rows: list[list[tuple[str, Ink]]] = [[(" as ", Ink.HEADING)]]
        used = 4
        for letter, form in LETTERS.items():
            if form not in self.offer.formats:
                continue
            chosen, words = form is self._form, f" {NAMES[form]}"
            if used + len(words) + 4 > INNER:
                rows.append([("    ", Ink.HEADING)])
                used = 4
            used += len(words) + 4
            rows[-1] += [("[" if chosen else " ", Ink.HIT), (letter, Ink.KEY)]
            rows[-1] += [(words, Ink.HIT if chosen else Ink.LABEL), ("] " if chosen else "  ", Ink.HIT)]
        return [line(*parts) for parts in rows]

    @property
    def path(self) -> Path:
        """Where it is to be written."""
        try:
            return Path(self.name_line.value.strip()).expanduser()
        except RuntimeError:  # ~somebody, whom nobody knows
            return Path(self.name_line.value.strip())

    def say(self, text: str, ink: Ink = Ink.WARNING) -> None:
        """Say something in the box."""
        self._told = (text, ink)
        self._draw()

    def on_input_changed(self) -> None:
        """The ending of a typed name says the format."""
        form = format_for(self.path)
        if form in self.offer.formats and form is not None:
            self._form = form
        self._taken = ""
        self.say("")

    def on_line_list_moved(self) -> None:
        """Something else is to be written."""
        self._renew_form()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click does not write: a file is made by a key."""

    def action_format(self, form: str) -> None:
        """Another format."""
        if self._cancel is None and form in self.offer.formats:
            self._form, self._taken, self._told = Format(form), "", ("", Ink.LABEL)
            self._renew_form()

    def action_turn(self, by: int) -> None:
        """The next format."""
        formats = self.offer.formats
        self.action_format(formats[(formats.index(self._form) + by) % len(formats)])

    def key_up(self) -> None:
        """From the name back to what is written."""
        if self.focused is self.name_line:
            self.choice_list.focus()

    def key_down(self) -> None:
        """There is nothing below the name."""

    # Writing.

    def action_choose(self) -> None:
        """Write it."""
        self._write(force=False)

    def action_replace(self) -> None:
        """Write it over the file that is there, once that was said."""
        if self._taken and self._taken == self.name_line.value:
            self._write(force=True)

    def _write(self, *, force: bool) -> None:
        if self._cancel is not None:
            return
        if not self.name_line.value.strip():
            self.say("give the file a name")
            return
        cancel, offer, form, path = Cancel(), self.offer, self._form, self.path
        self._cancel, self._taken, self._told = cancel, "", ("", Ink.LABEL)
        beside = self._survey.with_name(f"{self._survey.stem}{SURVEY_SUFFIX}")

        def work(_: Cancel) -> Written | TakenNameError | None:
            try:
                self._going = offer.make(cancel)
                return write(self._going, form, path, force=force, sources=(self._survey, beside))
            except TakenNameError as error:
                return error
            except QueryCancelledError:
                return None

        self._requests.ask("export", work, self._ended)
        self.name_line.disabled = self.choice_list.disabled = True
        self.renew(self.choice_list.cursor)
        self._draw()

    def _look(self) -> None:
        """Say how far it is."""
        if self._cancel is not None and (going := self._going) is not None:
            self.say("stopping" if self._cancel.is_cancelled else f"writing {going.progress}".strip(), Ink.HEADING)

    def _ended(self, outcome: Written | TakenNameError | None) -> None:
        if isinstance(outcome, Written):
            self.dismiss(outcome)
        elif outcome is None:
            self._stopped("stopped; nothing was written")
        else:
            self._stopped(f"{self.path.name} exists already: ! replaces it, Tab gives another name")
            self._taken = self.name_line.value

    def _stopped(self, said: str) -> None:
        """It is not written; say why, and begin again."""
        self._cancel = self._going = None
        self.name_line.disabled = self.choice_list.disabled = False
        self.choice_list.focus()
        self.renew(self.choice_list.cursor)
        self.say(said)

    def on_answered(self, answer: Answered) -> None:
        """It is written, or cannot be."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self._stopped(str(fault))

    def on_busy(self, message: Busy) -> None:
        """The box says itself how far it is."""
        message.stop()

    def action_close(self) -> None:
        """Stop writing; else close."""
        if self._cancel is None:
            self.dismiss(None)
        else:
            # What became of it is known when the thread says so: it may have been ready just now.
            self._cancel.cancel()


def _place_of(folder: Path) -> str:
    """A folder as the person knows it: a link is shown as a link."""
    try:
        return os.path.abspath(folder)  # noqa: PTH100
    except OSError:
        return "a folder that is no longer there"
