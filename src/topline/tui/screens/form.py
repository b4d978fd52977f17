"""Forms: boxes with several fields at once, each typed or picked from a list that follows what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.screen import ModalScreen
from textual.widgets import Input

from topline.charts import Ink, fit, line, shown, wrap
from topline.tui.requests import Answered, Requests
from topline.tui.screens.dialogs import STYLES, Choice, ChoiceList
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt

LABEL = 14
"""Cells of a field's name."""
INNER = 70
"""Cells of a line of a box."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is asked for."""

    name: str
    label: str
    value: str = ""
    """What stands in it first."""
    is_closed: bool = False
    """Whether only what is offered can be given."""
    empty: str = ""
    """What it says while it is empty."""


class FieldPrompt(Prompt):
    """The line of a field."""

    def __init__(self, field: Field) -> None:
        super().__init__(shown(field.value), placeholder=field.empty, compact=True, classes="field-prompt")
        self.field = field
        self._held = field.value
        """The value that was put here; what is shown of it is made safe to show."""
        self.is_edited = False
        """Whether something was typed since the cursor came here: only then does it narrow what is offered."""
        self.seen = self.value
        """What stood in it when it was last looked at."""

    @property
    def said(self) -> str:
        """The value that was put here, or what was typed in its place."""
        return (self._held if self.value == shown(self._held) else self.value).strip()

    def hold(self, value: str) -> None:
        """Put a value here."""
        self._held = value
        with self.prevent(Input.Changed):
            self.value = self.seen = shown(value)


class Form(ModalScreen[Mapping[str, str] | None]):
    """A box with fields. Subclasses say what can be picked for each, and what is wrong with the whole."""

    CSS_PATH: ClassVar = [STYLES, Path(__file__).with_suffix(".tcss")]
    TITLE_TEXT: ClassVar[str] = ""
    DOES: ClassVar[str] = "go on"
    """What Enter does."""
    NOTE_LINES: ClassVar[int] = 3
    """Lines of what there is to say, at most."""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("enter", "finish", "Finish", show=False),
        Binding("tab", "field(1)", "Next field", show=False),
        Binding("shift+tab", "field(-1)", "Field before", show=False),
    ]

    def __init__(self, title: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._title_text = title
        self._fields = tuple(fields)
        self._choices: tuple[Choice[str], ...] = ()
        self._fault = ""
        self._is_shown = False
        """Whether what can be picked was shown once: a key can come before that."""
        self.requests = Requests(self)

    def compose(self) -> ComposeResult:
        """Title, fields, what can be picked, what is wrong, keys."""
        with Vertical(id="box"):
            yield Lines(id="box-title")
            with Vertical(id="fields"):
                for field in self._fields:
                    with Horizontal(classes="field"):
                        yield Lines(classes="field-label")
                        yield self.prompt_of(field)
            yield ChoiceList()
            yield Lines(id="form-note")
            yield Lines(id="box-keys")

    def prompt_of(self, field: Field) -> FieldPrompt:
        """The line of a field."""
        return FieldPrompt(field)

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """What can be picked for a field, given what was typed since the cursor came to it."""
        raise NotImplementedError

    def note(self, values: Mapping[str, str]) -> str:
        """What there is to say of the values as they stand."""
        return ""

    def fault(self, values: Mapping[str, str]) -> str:
        """Why these values cannot be taken; empty where they can."""
        return ""

    # What stands in it.

    @property
    def choice_list(self) -> ChoiceList:
        """What can be picked."""
        return self.query_one(ChoiceList)

    @property
    def prompts(self) -> list[FieldPrompt]:
        """The fields, from the top."""
        return list(self.query(FieldPrompt))

    @property
    def current(self) -> FieldPrompt:
        """The field that the cursor is in."""
        return self.focused if isinstance(self.focused, FieldPrompt) else self.prompts[0]

    @property
    def values(self) -> dict[str, str]:
        """What stands in each field."""
        return {prompt.field.name: prompt.said for prompt in self.prompts}

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.query_one("#box-title", Lines).show_lines((line((f" {self._title_text}", Ink.NET)),))
        for label, field in zip(self.query(".field-label").results(Lines), self._fields, strict=True):
            label.show_lines((line((f" {fit(field.label, LABEL - 2)}", Ink.HEADING)),))
        self.prompts[0].focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self._is_shown:
            self.renew()

    def keys(self) -> Sequence[tuple[str, str]]:
        """What can be pressed where the cursor is, and what it does."""
        return [("Enter", self.DOES), ("↑↓", "pick"), *([("Tab", "next field")] if len(self._fields) > 1 else [])]

    def renew(self) -> None:
        """Show again what can be picked, the cursor on what stands in the field."""
        self._is_shown = True
        prompt = self.current
        value = prompt.said
        found = self.offers(prompt.field, value if prompt.is_edited else "")
        if found and value and not prompt.field.is_closed and all(choice.value != value for choice in found):
            found = (Choice(line((f" {fit(value, INNER - 2)}", Ink.LABEL)), value), *found)
        self._choices = found
        pickable = tuple(choice.value is not None for choice in self._choices)
        at = next((i for i, choice in enumerate(self._choices) if choice.value == value), 0)
        self.choice_list.show_choices(tuple(choice.line for choice in self._choices), pickable, at)
        self._say()

    def _say(self) -> None:
        said, ink = (self._fault, Ink.WARNING) if self._fault else (self.note(self.values), Ink.DIM)
        lines = [line((f" {text}", ink)) for text in wrap(said, INNER, self.NOTE_LINES)]
        self.query_one("#form-note", Lines).show_lines(lines)
        keys = [*self.keys(), ("Esc", "close")]
        parts = [part for key, what in keys for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
        self.query_one("#box-keys", Lines).show_lines((line(*parts),))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """What is offered is for the field that the cursor is in."""
        if isinstance(event.widget, FieldPrompt):
            event.widget.is_edited = False
            self.renew()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed narrows what is offered."""
        prompt = event.input
        if isinstance(prompt, FieldPrompt) and prompt.value != prompt.seen:
            prompt.seen, prompt.is_edited = prompt.value, True
            self._fault = ""
            self.renew()

    def on_answered(self, answer: Answered) -> None:
        """What can be picked has become known."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self._fault = str(fault)
            self._say()

    # Keys.

    def key_down(self) -> None:
        """The arrows move over what is offered, also while typing."""
        self._begin()
        self.choice_list.action_step(1)

    def key_up(self) -> None:
        """The arrows move over what is offered, also while typing."""
        self._begin()
        self.choice_list.action_step(-1)

    def key_pagedown(self) -> None:
        """A page of what is offered."""
        self._begin()
        self.choice_list.action_page(1)

    def key_pageup(self) -> None:
        """A page of what is offered."""
        self._begin()
        self.choice_list.action_page(-1)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click picks."""
        if self._take():
            self.action_field(1)

    def on_input_submitted(self) -> None:
        """Enter ends it, also while typing."""
        self.submit()

    def submit(self) -> None:
        """Enter was pressed in a field."""
        self.action_finish()

    def action_field(self, by: int) -> None:
        """Take what is pointed at, and go to another field."""
        if self._take():
            prompts = self.prompts
            prompts[(prompts.index(self.current) + by) % len(prompts)].focus()

    def action_close(self) -> None:
        """Ask for nothing."""
        self.dismiss(None)

    def action_finish(self) -> None:
        """Give what stands there, if it can be taken."""
        if not self._take():
            return
        self._fault = self.fault(self.values)
        if self._fault:
            self._say()
        else:
            self.dismiss(self.values)

    def _take(self) -> bool:
        """Put what is pointed at into the field; says whether the field can be left so."""
        self._begin()
        prompt, at = self.current, self.choice_list.cursor
        picked = self._choices[at].value if at < len(self._choices) else None
        if picked is not None:
            prompt.hold(picked)
        elif prompt.field.is_closed and prompt.said:
            self._fault = f"{prompt.field.label}: {prompt.said} is not among these"
            self._say()
            return False
        prompt.is_edited = False
        self._fault = ""
        return True
