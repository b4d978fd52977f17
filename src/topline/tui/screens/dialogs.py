"""The boxes that open over a place: a title, perhaps a line to type in, a list, and what its keys do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from topline.charts import Ink, Line, line
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList, Ready
from topline.tui.widgets.prompt import Prompt

T = TypeVar("T")
STYLES = Path(__file__).with_suffix(".tcss")
"""How a box looks; it is read when the first one is opened."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A line of a box, and what picking it gives."""

    line: Line
    value: T | None = None
    """None for a line that only says something."""


class ChoiceList(Ready):
    """The lines of a box; the cursor stops at those that can be picked."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._pickable: tuple[bool, ...] = ()

    def show_choices(self, lines: tuple[Line, ...], pickable: tuple[bool, ...], cursor: int = 0) -> None:
        """Show these lines."""
        self._pickable = pickable
        self.show_lines(lines, cursor)

    def stops_at(self, index: int) -> bool:
        """What only says something is passed over."""
        return index < len(self._pickable) and self._pickable[index]


class Box(ModalScreen[T | None]):
    """A box to pick from. Subclasses say the choices; with `PROMPT` they can be narrowed by typing."""

    CSS_PATH: ClassVar = STYLES
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - Textual declares it so
    TITLE_TEXT: ClassVar[str] = ""
    PROMPT: ClassVar[str] = ""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "choose"), ("Esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice[T], ...] = ()

    def compose(self) -> ComposeResult:
        """Title, prompt, list, keys."""
        with Vertical(id="box"):
            yield Lines(id="box-title")
            if self.PROMPT:
                yield Prompt(placeholder=self.PROMPT, id="prompt", compact=True)
            yield ChoiceList()
            yield Lines(id="box-keys")

    @property
    def choice_list(self) -> ChoiceList:
        """The list."""
        return self.query_one(ChoiceList)

    def choices(self, typed: str) -> tuple[Choice[T], ...]:
        """What can be picked, given what was typed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show everything there is to pick."""
        self.set_class(bool(self.PROMPT), "-prompted")
        if not self.PROMPT:
            self.choice_list.focus()
        self.call_after_refresh(self.renew)

    def renew(self, cursor: int = 0) -> None:
        """Ask for the choices again and show them."""
        typed = self.query_one(Input).value if self.PROMPT else ""
        self.query_one("#box-title", Lines).show_lines((line((f" {self.TITLE_TEXT}", Ink.NET)),))
        keys = [part for key, what in self.KEYS for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
        self.query_one("#box-keys", Lines).show_lines((line(*keys),))
        self._choices = self.choices(typed)
        lines = tuple(choice.line for choice in self._choices)
        pickable = tuple(choice.value is not None for choice in self._choices)
        self.choice_list.show_choices(lines, pickable, cursor)

    @property
    def picked(self) -> T | None:
        """What the cursor is on."""
        at = self.choice_list.cursor
        return self._choices[at].value if at < len(self._choices) else None

    def on_input_changed(self) -> None:
        """Narrow the list."""
        self.renew()

    def on_input_submitted(self) -> None:
        """Enter picks, also while typing."""
        self.action_choose()

    def key_down(self) -> None:
        """The arrows move the list, also while typing."""
        if self.PROMPT:
            self.choice_list.action_step(1)

    def key_up(self) -> None:
        """The arrows move the list, also while typing."""
        if self.PROMPT:
            self.choice_list.action_step(-1)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click picks."""
        self.action_choose()

    def action_close(self) -> None:
        """Pick nothing."""
        self.dismiss(None)

    def action_choose(self) -> None:
        """Pick what the cursor is on."""
        if self.picked is not None:
            self.dismiss(self.picked)


class Told(Box[str]):
    """A box that only tells: lines that scroll."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "close"),)

    def __init__(self, title: str, lines: tuple[Line, ...]) -> None:
        super().__init__()
        self._title_text = title
        self._told = lines

    def on_mount(self) -> None:
        """The keys scroll."""
        self.TITLE_TEXT = self._title_text  # type: ignore[misc]
        super().on_mount()

    def choices(self, typed: str) -> tuple[Choice[str], ...]:
        """Every line can be stopped at, so that a long text scrolls."""
        return tuple(Choice(told, " ") for told in self._told)

    def action_choose(self) -> None:
        """Enter closes as well."""
        self.dismiss(None)
