"""The boxes of coding: a new code, and what is done with codes; what that does is told before it is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from topline.charts import Ink, Line, fit, line, shown
from topline.coding import Code, Codeframe, Consequence, Heading
from topline.coding.sitting import Sitting
from topline.tui.fuzzy import ranked
from topline.tui.screens.dialogs import Box, Choice

WIDTH = 70
"""Cells of a line: with its frame it fits the smallest screen."""
COUNT = 7


@dataclass(frozen=True, slots=True)
class NewCode:
    """What a name stands for: a code that is there, or one that is to be made."""

    code: str = ""
    """The id of one that is there; empty for a new one."""
    label: str = ""
    net: str = ""
    """The heading that a new one comes under; empty for none."""


class Wanted(NamedTuple):
    """What is to be done with a code, or with a heading."""

    what: str
    code: str = ""
    net: str = ""


class WordBox(Box[str]):
    """A line to type in, and nothing to pick."""

    def __init__(self, title: str, placeholder: str, does: str, value: str = "", *, may_be_empty: bool = False) -> None:
        super().__init__()
        self.TITLE_TEXT = fit(title, WIDTH).rstrip()  # type: ignore[misc]
        self.PROMPT = placeholder  # type: ignore[misc]
        self.KEYS = (("Enter", does), ("Esc", "close"))  # type: ignore[misc]
        self._value = value
        self._may_be_empty = may_be_empty

    def on_mount(self) -> None:
        """What stands there already can be changed."""
        from textual.widgets import Input

        self.query_one(Input).value = shown(self._value)
        super().on_mount()

    def choices(self, typed: str) -> tuple[Choice[str], ...]:
        """What was typed."""
        said = typed.strip()
        if said or self._may_be_empty:
            return (Choice(line((f" {self.KEYS[0][1]}", Ink.DIM)), said),)
        return (Choice(line((" type it", Ink.DIM))),)


class NewCodeBox(Box[NewCode]):
    """Type a name: a code that is there is given, another one is made."""

    PROMPT = "the name of the code"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "give it"),
        ("↑↓", "under which heading"),
        ("Esc", "close"),
    )

    def __init__(self, frame: Codeframe) -> None:
        super().__init__()
        self.TITLE_TEXT = "A new code for this reply, or one that is there"  # type: ignore[misc]
        self._frame = frame

    def choices(self, typed: str) -> tuple[Choice[NewCode], ...]:
        """Codes with a word that begins so, the new one under each heading, and codes that have these letters."""
        said = " ".join(typed.split())
        is_there = any(one.label.casefold() == said.casefold() for one in self._frame.codes)
        new: list[Choice[NewCode]] = []
        if said and not is_there:
            places = [("", "under no heading"), *((one.id, f"under {one.label}") for one in self._frame.nets)]
            for net, where in places if self._frame.nets else [("", "")]:
                words = line((" new: ", Ink.HEADING), (f"{said}  ", Ink.NET), (where, Ink.DIM), width=WIDTH)
                new.append(Choice(words, NewCode(label=said, net=net)))
        found = ranked(typed, self._frame.codes, lambda one: (one.label, one.definition)) if said else self._frame.codes
        begun = re.compile(rf"\b{re.escape(said.casefold())}") if said else None
        first: list[Choice[NewCode]] = []
        later: list[Choice[NewCode]] = []
        for one in found:
            choice = Choice(_code_line(one), NewCode(one.id, one.label))
            # One that is there is given rather than made again, in a codeframe too long to be remembered.
            (first if is_there or (begun and begun.search(one.label.casefold())) else later).append(choice)
        return (*first, *new, *later) or (Choice(line((" type its name", Ink.DIM))),)


class CodePickBox(Box[str]):
    """Pick a code, each line saying what it would do."""

    PROMPT = "type a part of its name"

    def __init__(self, title: str, offered: Sequence[tuple[str, str, str]], does: str) -> None:
        """Offer codes, or headings.

        Args:
            title: What it is picked for.
            offered: Of each its id, its name, and what it would do.
            does: What Enter does.
        """
        super().__init__()
        self.TITLE_TEXT = fit(title, WIDTH).rstrip()  # type: ignore[misc]
        self.KEYS = (("Enter", does), ("↑↓", "move"), ("Esc", "close"))  # type: ignore[misc]
        self._offered = offered
        longest = max((cell_len(shown(label)) for _, label, _ in offered), default=0)
        told = max((len(words) for _, _, words in offered), default=0)
        self._label = min(longest, max(WIDTH - told - 3, 24))

    def choices(self, typed: str) -> tuple[Choice[str], ...]:
        """Those that have the letters."""
        found = ranked(typed, self._offered, lambda one: (one[1],))
        return tuple(
            Choice(line((f" {fit(label, self._label)}  ", Ink.LABEL), (told, Ink.DIM), width=WIDTH), code)
            for code, label, told in found
        ) or (Choice(line((" nothing has these letters", Ink.DIM))),)


class CodesBox(Box[Wanted]):
    """The codes and headings, and what can be done with each."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "change"),
        ("m", "merge"),
        ("s", "split"),
        ("v", "move"),
        ("J K", "order"),
        ("x", "delete"),
        ("n", "heading"),
        ("u", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"want('{what}')", what, show=False, priority=True)
            for key, what in (
                ("m", "merge"),
                ("s", "split"),
                ("v", "move"),
                ("J,shift+down", "down"),
                ("K,shift+up", "up"),
                ("x,delete", "delete"),
                ("n", "new heading"),
                ("plus", "new code"),
                ("u", "undo"),
                ("U", "redo"),
            )
        )
    ]

    def __init__(self, sitting: Sitting, on: str = "") -> None:
        """Show the codes of a sitting.

        Args:
            sitting: Whose.
            on: The id of the code or heading that the cursor is on.
        """
        super().__init__()
        self.TITLE_TEXT = "The codes of this question"  # type: ignore[misc]
        self._sitting = sitting
        self._on = on

    def renew(self, cursor: int = 0) -> None:
        """The cursor stays on what was changed."""
        super().renew(cursor)
        if self._on:
            ids = [one.value.code or one.value.net if one.value else "" for one in self._choices]
            on, self._on = self._on, ""
            if on in ids:
                super().renew(ids.index(on))

    def choices(self, typed: str) -> tuple[Choice[Wanted], ...]:
        """The codeframe as it is laid out."""
        counts = self._sitting.state.counts
        lines: list[Choice[Wanted]] = []
        for placed in self._sitting.state.codeframe.laid_out():
            indent = "  " * placed.depth
            if placed.heading is not None:
                said = fit(f" {indent}{placed.heading.label}", WIDTH)
                lines.append(Choice(line((said, Ink.NET)), Wanted("change", net=placed.heading.id)))
            elif placed.code is not None:
                lines.append(
                    Choice(
                        _code_line(placed.code, counts.get(placed.code.id, 0), indent), Wanted("change", placed.code.id)
                    )
                )
        return tuple(lines) or (Choice(line((" there are no codes yet: + makes one", Ink.DIM))),)

    def action_want(self, what: str) -> None:
        """Do something with what the cursor is on."""
        if what in ("new heading", "new code", "undo", "redo"):
            self.dismiss(Wanted(what))
        elif self.picked is not None:
            self.dismiss(self.picked._replace(what=what))


class SplitBox(Box[tuple[int, ...]]):
    """Tick the replies of a code that go to a new one."""

    PROMPT = "type words that they have"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Tab", "tick"),
        ("^a", "tick all these"),
        ("Enter", "split"),
        ("Esc", "close"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "tick", "Tick", show=False, priority=True),
        Binding("ctrl+a", "tick_all", "Tick all", show=False, priority=True),
    ]

    def __init__(self, code: Code, label: str, replies: Sequence[tuple[int, str]]) -> None:
        """Offer the replies of a code.

        Args:
            code: Which.
            label: Of the new code.
            replies: Their rows and texts.
        """
        super().__init__()
        self.TITLE_TEXT = fit(f'Replies of "{code.label}" that go to "{label}"', WIDTH).rstrip()  # type: ignore[misc]
        self._replies = replies
        self._ticked: set[int] = set()

    def choices(self, typed: str) -> tuple[Choice[tuple[int, ...]], ...]:
        """Those that have all the words."""
        return tuple(
            Choice(
                line(
                    (f" [{'x' if row in self._ticked else ' '}] ", Ink.KEY),
                    (fit(" ".join(text.split()), WIDTH - 5), Ink.NET if row in self._ticked else Ink.LABEL),
                ),
                (row,),
            )
            for row, text in self._found(typed)
        ) or (Choice(line((" no reply has these words", Ink.DIM))),)

    def _found(self, typed: str) -> list[tuple[int, str]]:
        words = typed.casefold().split()
        return [(row, text) for row, text in self._replies if all(word in text.casefold() for word in words)]

    def action_tick(self) -> None:
        """Tick the reply, or no longer."""
        if self.picked is not None:
            self._ticked ^= set(self.picked)
            self.renew(min(self.choice_list.cursor + 1, len(self._choices) - 1))

    def action_tick_all(self) -> None:
        """Tick all that are shown, or none of them where all are."""
        from textual.widgets import Input

        rows = {row for row, _ in self._found(self.query_one(Input).value)}
        self._ticked = self._ticked - rows if rows <= self._ticked else self._ticked | rows
        self.renew(self.choice_list.cursor)

    def action_choose(self) -> None:
        """Split off what is ticked."""
        if self._ticked:
            self.dismiss(tuple(sorted(self._ticked)))


def _code_line(code: Code, count: int | None = None, indent: str = "") -> Line:
    told = "" if count is None else f"{count:>{COUNT},}"
    said = f" {indent}{code.letter or ' '}  "
    name = fit(code.label, 30 - len(indent))
    room = WIDTH - len(said) - 30 + len(indent) - len(told) - 2
    return line(
        (said, Ink.KEY), (f"{name}  ", Ink.LABEL), (fit(code.definition, room), Ink.DIM), (told, Ink.COUNT), width=WIDTH
    )


def consequence_words(told: Consequence, into: str = "") -> str:
    """What merging or deleting does to the replies of a code."""
    if not told.replies:
        return "no reply has it"
    if into:
        alike = f", {told.alike:,} have it already" if told.alike else ""
        return f"{told.replies:,} get it{alike}"
    alone = f", {told.uncoded:,} have no code then" if told.uncoded else ""
    return f"{told.replies:,} lose it{alone}"


def headings(frame: Codeframe, but: str = "") -> Iterable[Heading]:
    """The headings, but one."""
    return (one for one in frame.nets if one.id != but)
