"""The options of a question, to be corrected: their words, their order, what is set apart, and nets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal

from topline.charts import Glyphs, Ink, fit, line, shown, wrap
from topline.survey import Option, Question, Table, View, What
from topline.tui.action import Place
from topline.tui.option_list import APART, BETWEEN, OptionList, nets_said
from topline.tui.screens.correction_words import Wanted, counts_of, effect_words
from topline.tui.screens.filter_words import rule
from topline.tui.screens.keyed import KeyedScreen
from topline.tui.session import Session
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.option_lines import OptionLines
from topline.tui.widgets.prompt import Prompt
from topline.tui.widgets.status import Status

NET, LABEL = "net", "label"
"""What is asked for in the line below the list."""


class OptionsScreen(KeyedScreen[Wanted]):
    """Corrects the options of a question, and of all questions of its grid where that is wanted."""

    PLACE = Place.OPTIONS
    CSS_PATH = Path(__file__).with_name("report.tcss")

    def __init__(
        self, session: Session, wanted: Wanted, glyphs: Glyphs, refusal: str = "", *, does: str = "save"
    ) -> None:
        """Show the options of a question.

        Args:
            wanted: The question as it is read, and with whatever has been corrected so far.
            refusal: Why nothing can be saved; empty where it can.
            does: What Enter does.
        """
        super().__init__()
        self._session = session
        self._wanted = wanted
        self._glyphs = glyphs
        self._refusal = refusal
        self._does = does
        self._now = OptionList.of(wanted.wanted)
        self._before: list[tuple[OptionList, int]] = []
        self._after: list[tuple[OptionList, int]] = []
        self._table: Table | None = None
        self._asked = ""
        """What is asked for in the line below the list; empty while nothing is."""
        self._last_nets = ""
        self._said = ""

    def compose(self) -> ComposeResult:
        """The question, its options, what is known of the one under the cursor, what will be, the keys."""
        yield Lines(id="options-head")
        yield Lines(id="options-columns")
        yield OptionLines()
        with Horizontal(id="options-ask"):
            yield Lines(id="options-asked")
            yield Prompt(id="options-typed", compact=True)
        yield Lines(id="options-rule")
        yield Lines(id="options-note")
        yield Status(self.explorer.keymap.at(self.PLACE))

    @property
    def options(self) -> OptionLines:
        """The options on the screen."""
        return self.query_one(OptionLines)

    @property
    def wanted(self) -> Wanted:
        """The correction as it stands."""
        return replace(self._wanted, wanted=self._now.in_place_of(self._wanted.wanted))

    def on_mount(self) -> None:
        """Show them, and ask how many gave each, behind whatever is done."""
        self.query_one("#options-ask").display = False
        self.options.focus()
        self.call_after_refresh(self._show, 0)
        view = View(What.TOPLINE, self._wanted.question.name)
        if self._wanted.question.has_options:
            self.requests.ask("counts", lambda cancel: self._session.table(view, cancel), self._counted, quiet=True)

    def _counted(self, table: Table) -> None:
        self._table = table
        self.options.counts = counts_of(table)
        self._show(self.options.cursor)

    def on_resize(self) -> None:
        """As much of it as there is room for."""
        self.call_after_refresh(self._say)

    # What is shown.

    def _show(self, cursor: int) -> None:
        self.options.show(self._now.with_points_of(self._wanted.question), cursor)
        self._say()

    def _say(self) -> None:
        if not self.is_attached:
            return
        width = self.size.width
        question = self._wanted.question
        others = len(self._wanted.others)
        head = [(" Options of ", Ink.HEADING), (f"{question.name}", Ink.NET)]
        if question.text != question.name:
            head.append((f"  {question.text}", Ink.LABEL))
        self.query_one("#options-head", Lines).show_lines((line(*head, width=width),))
        self.query_one("#options-columns", Lines).show_lines((self.options.heading(width),))
        title = self._option.label if self._option else ""
        if self._option and self._option.code != self._option.label:
            title += f"  (stored as {self._option.code})"
        parting = self.query_one("#options-rule", Lines)
        parting.show_lines((rule(title, width, self._glyphs, here=False),))
        said, ink = self._note()
        lines = [line((f" {text}", ink)) for text in wrap(said, width - 2, 3)]
        if others:
            alike = f"for all {others + 1} questions of the grid" if self._wanted.whole else "for this question alone"
            other = "this one alone" if self._wanted.whole else f"all {others + 1} questions of its grid"
            key = self.explorer.keymap.key("whole_grid")
            lines.append(
                line((f" {alike}", Ink.HIT if self._wanted.whole else Ink.LABEL), (f"; {key}: {other}", Ink.DIM))
            )
        self.query_one("#options-note", Lines).show_lines(lines)
        self.query_one(Status).instead(self._keys())

    def _note(self) -> tuple[str, Ink]:
        if self._said:
            return self._said, Ink.WARNING
        if self._asked == NET:
            there = ", ".join(net.label for net in self._now.nets) or "none yet"
            return (
                f"a net counts each person once; several with {BETWEEN} between them; nets there are: {there}",
                Ink.DIM,
            )
        if self._asked == LABEL:
            return "what the option is called; what is stored stays as it is", Ink.DIM
        if self._refusal:
            return self._refusal, Ink.WARNING
        wanted = self.wanted
        if not wanted.changes:
            return "nothing is changed yet", Ink.DIM
        effects = "; ".join(filter(None, effect_words(wanted.question, wanted.wanted, self._table)))
        said = "; ".join(change.to_be for change in wanted.changes)
        return f"{said}{f' ({effects})' if effects else ''}", Ink.LABEL

    def _keys(self) -> tuple[tuple[str, str], ...]:
        if self._asked:
            return (("Enter", "take it"), ("Esc", "leave it as it was"))
        key = self.explorer.keymap.key
        told = [
            (key("take_options"), self._does),
            (f"{key('option_down')} {key('option_up')}", "move"),
            (key("rename"), "rename"),
            ("0-4", "set apart"),
            (key("net"), "net"),
            (key("back"), "leave"),
            (key("mark"), "mark"),
            (key("reverse"), "turn round"),
            *([(key("undo"), "undo")] if self._before else []),
            (key("help"), "help"),
        ]
        return tuple(told)

    def hush(self) -> None:
        """What was said has been read."""
        if self._said:
            self._said = ""
            self._say()

    def fault(self, text: str) -> None:
        """Say what went wrong."""
        self._said = text
        self._say()

    # Changing them.

    @property
    def _option(self) -> Option | None:
        at = self.options.cursor
        return self._now.options[at] if at < len(self._now.options) else None

    @property
    def _places(self) -> Sequence[int]:
        """The options that are changed: those that are marked, else that under the cursor."""
        marked = [at for at, option in enumerate(self._now.options) if option.code in self.options.marked]
        return marked or [self.options.cursor][: len(self._now.options)]

    def _change(self, after: OptionList, cursor: int | None = None) -> None:
        at = self.options.cursor
        if after != self._now:
            self._before.append((self._now, at))
            self._after.clear()
            self._now = after
        self._show(at if cursor is None else cursor)

    def _move(self, by: int) -> None:
        after = self._now.moved(self._places, by)
        self._change(after, self.options.cursor + by if after != self._now else None)

    def do_option_down(self) -> None:
        """One place down."""
        self._move(1)

    def do_option_up(self) -> None:
        """One place up."""
        self._move(-1)

    def do_reverse(self) -> None:
        """The other way round."""
        self._change(self._now.turned_round())

    def do_mark(self) -> None:
        """Mark the option under the cursor, or no longer, and go on to the next."""
        if self._option is not None:
            self.options.marked ^= {self._option.code}
            self._show(min(self.options.cursor + 1, len(self._now.options) - 1))

    def _apart(self, digit: int) -> None:
        self._change(self._now.set_apart(self._places, APART[digit]))
        self.options.marked.clear()
        self._show(self.options.cursor)

    def do_as_answer(self) -> None:
        """It counts."""
        self._apart(0)

    def do_as_not_asked(self) -> None:
        """Set apart."""
        self._apart(1)

    def do_as_no_answer(self) -> None:
        """Set apart."""
        self._apart(2)

    def do_as_dont_know(self) -> None:
        """Set apart."""
        self._apart(3)

    def do_as_refused(self) -> None:
        """Set apart."""
        self._apart(4)

    def do_whole_grid(self) -> None:
        """All questions of the grid alike, or this one alone."""
        if self._wanted.others:
            self._wanted = replace(self._wanted, whole=not self._wanted.whole)
            self._say()
        else:
            self.fault("this question is of no grid")

    def do_undo(self) -> None:
        """As it was before the last change."""
        self._go_to(self._before, self._after, "nothing to undo")

    def do_redo(self) -> None:
        """As it was before that was taken back."""
        self._go_to(self._after, self._before, "nothing to do again")

    def _go_to(self, steps: list[tuple[OptionList, int]], back: list[tuple[OptionList, int]], none: str) -> None:
        if not steps:
            self.fault(none)
            return
        back.append((self._now, self.options.cursor))
        self._now, cursor = steps.pop()
        self._show(cursor)

    # What is typed.

    def do_rename(self) -> None:
        """Ask what it is called."""
        if self._option is not None:
            self._ask(LABEL, "call it", self._option.label)

    def do_net(self) -> None:
        """Ask which nets it is in."""
        if self._option is None:
            return
        if self._option.missing:
            self.fault("what is set apart counts in no net; 0 lets it count as an answer")
            return
        nets = f"{BETWEEN} ".join(self._now.nets_of(self._option.code))
        self._ask(NET, "its nets", nets or self._last_nets)

    def _ask(self, what: str, words: str, value: str) -> None:
        self._asked = what
        prompt = self.query_one(Prompt)
        self.query_one("#options-ask").display = True
        self.query_one("#options-asked", Lines).show_lines((line((f" {fit(words, 9)}", Ink.HEADING)),))
        prompt.placeholder = "none" if what == NET else "as it is stored"
        prompt.value = shown(value)
        prompt.focus()
        self._say()

    def on_input_submitted(self) -> None:
        """Take what was typed."""
        typed, what = self.query_one(Prompt).value, self._asked
        if what == LABEL:
            as_it_was = self._option is not None and typed == shown(self._option.label)
            after = self._now if as_it_was else self._now.renamed(self.options.cursor, typed)
        else:
            labels = nets_said(typed)
            self._last_nets = f"{BETWEEN} ".join(labels) or self._last_nets
            after = self._now.netted([at for at in self._places if not self._now.options[at].missing], labels)
        self._end_asking()
        self._change(after)
        if what == NET:
            self.options.marked.clear()
            self._show(min(self.options.cursor + 1, len(self._now.options) - 1))

    def _end_asking(self) -> None:
        self._asked = ""
        self.query_one("#options-ask").display = False
        self.options.focus()

    # Leaving.

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """What is told is of the option under the cursor."""
        self._say()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click asks what it is called."""
        self.do_rename()

    def do_back(self) -> None:
        """Leave what is asked; else leave the options as they were."""
        if self._asked:
            self._end_asking()
            self._say()
        else:
            self.dismiss(None)

    def do_take_options(self) -> None:
        """Give them back as they stand."""
        if self._refusal:
            self.fault(self._refusal)
        else:
            self.dismiss(self.wanted)

    def do_save(self) -> None:
        """Give them back as they stand."""
        self.do_take_options()


def has_option_list(question: Question) -> bool:
    """Whether a question has options of its own that can be corrected: a codeframe is another matter."""
    return question.has_options and not question.is_coded and bool(question.options)
