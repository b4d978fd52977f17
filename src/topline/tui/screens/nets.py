"""The box in which a net is built: its answers ticked, its name typed; nets that are there changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from topline.charts import Ink, Line, fit, line, wrap
from topline.engine import Cancel
from topline.survey import Net, Option, Question, boxes_of
from topline.tui.fuzzy import ranked
from topline.tui.net_draft import NetDraft
from topline.tui.requests import Answered, Requests
from topline.tui.screens.dialogs import Box, Choice, ChoiceList
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.prompt import Prompt

WIDTH = 70
"""Cells of a line: with its frame it fits the smallest screen."""
COUNT, HELD = 9, 30
"""Cells of a count, and of what a net holds."""
LEAST = 9
"""Lines of the list on the smallest screen."""
GRID = "grid"
"""The line that says whether the whole grid gets the net."""
FIND, NAME = "type to find an answer", "what the net is called"


@dataclass(frozen=True, slots=True)
class NetMade:
    """What the box gives back."""

    wanted: Question
    """The question with the nets that it should have."""
    whole: bool
    """Whether the other questions of its grid get them as well."""
    words: str
    """What was done, as in "saved: a new net"."""


Entry = Option | Net | str | NetMade
"""A line of the box, or what comes of it."""


class FindPrompt(Prompt):
    """A line for a few letters of an answer: a space in it is not typed, but ticks."""

    takes_spaces = False
    """Whether a space is typed all the same, as in a name."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is typed here."""
        return (key != "space" or self.takes_spaces) and super().check_consume_key(key, character)


class NetBox(Box[Entry]):
    """Tick answers, name them, and they are a net."""

    PROMPT = FIND
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", show=False, priority=True),
        Binding("tab", "tick", "Tick", show=False, priority=True),
        Binding("delete,ctrl+x", "remove", "Remove", show=False, priority=True),
    ]

    def __init__(
        self,
        question: Question,
        counts: Mapping[str, int],
        others: int,
        count: Callable[[Sequence[str], Cancel], tuple[int, int]],
    ) -> None:
        """Build a net of a question.

        Args:
            question: With every net that its table shows.
            counts: People with each answer, by code.
            others: How many more questions are in its grid.
            count: How many people gave any of these answers, and how many they are out of.
        """
        super().__init__()
        self._question = question
        self._counts = counts
        self._others = others
        self._count = count
        self._whole = False
        self._draft = NetDraft(question)
        self._is_naming = False
        self._people = ""
        """How many people the ticked answers count."""
        self._said = ""
        self._requests = Requests(self)

    # What is shown.

    def compose(self) -> ComposeResult:
        """Title, prompt, list, what is known of the net, keys."""
        with Vertical(id="box"):
            yield Lines(id="box-title")
            yield FindPrompt(placeholder=FIND, id="prompt", compact=True)
            yield ChoiceList()
            yield Lines(id="box-told")
            yield Lines(id="box-keys")

    def _first_answer(self) -> int:
        return next((at for at, one in enumerate(self._choices) if isinstance(one.value, Option)), 0)

    def renew(self, cursor: int | None = None) -> None:
        """Show what there is to tick, or what is to be named; the cursor on the first answer where nothing is said."""
        draft = self._draft
        what = f'The net "{draft.editing}"' if draft.editing else "A net"
        self.TITLE_TEXT = fit(f"{what} of {self._question.label}", WIDTH).rstrip()  # type: ignore[misc]
        self.KEYS = self._keys()  # type: ignore[misc]
        super().renew(cursor or 0)
        if cursor is None and (first := self._first_answer()):
            super().renew(first)
            if first < LEAST:
                # The list had no height yet: what stands above the cursor is to be seen as well.
                self.choice_list.scroll_to(y=0, animate=False, force=True, immediate=True)
        told, ink = (self._said, Ink.WARNING) if self._said else (self._people, Ink.HIT)
        self.query_one("#box-told", Lines).show_lines([line((f" {text}", ink)) for text in wrap(told, WIDTH, 2)])

    def _keys(self) -> tuple[tuple[str, str], ...]:
        if self._is_naming:
            return (("Enter", "save it" if self._draft.editing else "make it"), ("Esc", "back to the answers"))
        is_there = isinstance(self.picked, Net) and self.picked in self._question.nets
        keys = [("Space", "tick")]
        if self._draft.ticked or isinstance(self.picked, Net):
            keys.append(("Enter", "name it" if self._draft.ticked else "change it" if is_there else "take it"))
        if self._draft.editing or is_there:
            keys.append(("Del", "remove the net"))
        return (*keys, ("↑↓", "move"), ("Esc", "close"))

    def choices(self, typed: str) -> tuple[Choice[Entry], ...]:
        """Nets that are there, those that a scale suggests, and the answers; while it is named, what it holds."""
        if self._is_naming:
            labels = ", ".join(self._question.option(code).label for code in self._draft.codes)
            held: list[Choice[Entry]] = [Choice(line((f" {text}", Ink.LABEL))) for text in wrap(labels, WIDTH, 6)]
            return tuple(held)
        lines: list[Choice[Entry]] = []
        if not self._draft.editing:
            lines += self._nets("Nets: Enter changes one", self._question.nets, typed)
            there = {frozenset(net.codes) for net in self._question.nets}
            ready = [net for net in boxes_of(self._question) if frozenset(net.codes) not in there]
            lines += self._nets("Ready for a scale: Enter takes one", ready, typed)
        found = ranked(typed, self._question.choices, lambda option: (option.label, option.code))
        lines += [Choice(line((" Answers", Ink.HEADING)))] if lines and found else []
        lines += [Choice(self._answer(option), option) for option in found]
        if not lines:
            lines.append(Choice(line((" no answer has these letters", Ink.DIM))))
        if self._others:
            tick = "x" if self._whole else " "
            said = f" [{tick}] for all {self._others + 1} questions of its grid alike, their nets as well"
            lines.append(Choice(line((said, Ink.LABEL)), GRID))
        return tuple(lines)

    def _nets(self, heading: str, nets: Sequence[Net], typed: str) -> list[Choice[Entry]]:
        found = ranked(typed, nets, lambda net: (net.label,))
        shown: list[Choice[Entry]] = [Choice(line((f" {heading}", Ink.HEADING)))] if found else []
        for net in found:
            held = ", ".join(self._question.option(code).label for code in net.codes)
            cells = WIDTH - HELD - 4
            shown.append(
                Choice(line((f"   {fit(net.label, cells)} ", Ink.NET), (fit(held, HELD).rstrip(), Ink.DIM)), net)
            )
        return shown

    def _answer(self, option: Option) -> Line:
        is_ticked = option.code in self._draft.ticked
        number = f"{self._counts[option.code]:,}" if option.code in self._counts else ""
        return line(
            (f" [{'x' if is_ticked else ' '}] ", Ink.KEY),
            (fit(option.label, WIDTH - COUNT - 5), Ink.NET if is_ticked else Ink.LABEL),
            (fit(number, COUNT, right=True), Ink.COUNT),
        )

    # What is done.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A name can have spaces."""
        return not (self._is_naming and action in ("tick", "remove"))

    def on_line_list_moved(self) -> None:
        """The keys are those of what the cursor is on."""
        keys = [part for key, what in self._keys() for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
        self.query_one("#box-keys", Lines).show_lines((line(*keys),))

    def on_input_changed(self) -> None:
        """Narrow the list; a name narrows nothing."""
        if self._is_naming:
            self._say("")
        else:
            self.renew()

    def _say(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.renew(self.choice_list.cursor)

    def action_tick(self) -> None:
        """Tick the answer under the cursor, or no longer, and go on to the next."""
        entry, self._said = self.picked, ""
        at = self.choice_list.cursor
        if isinstance(entry, Option):
            self._draft = self._draft.toggled(entry.code)
            self._ask()
            following = self._choices[at + 1].value if at + 1 < len(self._choices) else None
            self.renew(at + 1 if isinstance(following, Option) else at)
        elif entry == GRID:
            self._whole = not self._whole
            self.renew(at)
        elif isinstance(entry, Net):
            self._take(entry)

    def action_choose(self) -> None:
        """Name what is ticked; take the net under the cursor where nothing is; make what has its name."""
        entry, self._said = self.picked, ""
        if self._is_naming:
            self._draft = self._draft.named(self.query_one(FindPrompt).value)
            self._finish()
        elif self._draft.ticked or self._draft.editing:
            self._ask_name()
        elif isinstance(entry, Net):
            self._take(entry)
        elif entry == GRID:
            self.action_tick()
        else:
            self._say("Space ticks the answers that count together; Enter then names them")

    def _take(self, net: Net) -> None:
        """Begin with a net: one that is there is changed, one that is suggested only wants its name."""
        is_there = net in self._question.nets
        self._draft = self._draft.of(net, editing=is_there)
        self._ask()
        if is_there:
            self._find("")
        else:
            self._ask_name()

    def _ask_name(self) -> None:
        if not self._draft.codes:
            self._say("no answer is ticked: Space ticks one, Del removes the net")
            return
        self._is_naming = True
        prompt = self.query_one(FindPrompt)
        prompt.placeholder, prompt.takes_spaces = NAME, True
        self._put(self._draft.name)

    def _find(self, text: str) -> None:
        self._is_naming = False
        prompt = self.query_one(FindPrompt)
        prompt.placeholder, prompt.takes_spaces = FIND, False
        self._put(text)

    def _put(self, text: str) -> None:
        prompt = self.query_one(FindPrompt)
        with self.prevent(FindPrompt.Changed):
            prompt.value = text
        prompt.cursor_position = len(text)
        self.renew()

    def _finish(self) -> None:
        if fault := self._draft.fault:
            self._say(fault)
        else:
            name = self._draft.name
            self._give_back(
                self._draft.wanted, f'the net "{name}" changed' if self._draft.editing else f'a new net "{name}"'
            )

    def action_remove(self) -> None:
        """Remove the net that is changed, or that under the cursor."""
        entry = self.picked
        if not self._draft.editing and isinstance(entry, Net) and entry in self._question.nets:
            self._draft = self._draft.of(entry, editing=True)
        if self._draft.editing:
            self._give_back(self._draft.without, f'the net "{self._draft.editing}" removed')
        else:
            self._say("the cursor is on no net that is there")

    def _give_back(self, wanted: Question, words: str) -> None:
        self.dismiss(NetMade(wanted, self._whole, words + (", in the whole grid" if self._whole else "")))

    def action_close(self) -> None:
        """Back from the name to the answers, from some of the answers to all of them; else build nothing."""
        if self._is_naming:
            self._draft = self._draft.named(self.query_one(FindPrompt).value)
            self._said = ""
            self._find("")
        elif self.query_one(FindPrompt).value:
            self._find("")
        else:
            self.dismiss(None)

    # How many people it counts.

    def _ask(self) -> None:
        codes = self._draft.codes
        self._people = ""
        self._requests.forget("people")
        if codes:
            self._requests.ask("people", lambda cancel: self._count(codes, cancel), self._counted, quiet=True)

    def on_answered(self, answer: Answered) -> None:
        """The people have been counted."""
        answer.requests.receive(answer)

    def _counted(self, people: tuple[int, int]) -> None:
        n, base = people
        share = f" ({100 * n / base:.0f}%)" if base else ""
        self._people = f"counts {n:,} of {base:,} people{share}"
        self.renew(self.choice_list.cursor)
