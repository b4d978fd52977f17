"""The boxes about weights: which one to use, what it costs, and which questions a new one is raked to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from topline.analysis import WeightReport, weights_of
from topline.charts import Ink, Line, fit, line, weight_lines, wrap
from topline.engine import Cancel
from topline.survey import Kind, Question, Survey, ToplineError
from topline.survey.weighting_file import raking_fault
from topline.tui.fuzzy import ranked
from topline.tui.requests import Answered, Requests
from topline.tui.screens.dialogs import Box, Choice, Told
from topline.tui.session import Session
from topline.tui.widgets.questions import KIND_MARKS

WIDTH = 70
"""Cells of a line: with its frame it fits the smallest screen."""
NAME = 22
"""Cells of a weight's or a question's name."""
USE, REPORT, NEW, EDIT = "use", "report", "new", "edit"
"""What can be done in the box of weights."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be done with a weight."""

    does: str
    name: str = ""
    """Empty for none."""


class WeightBox(Box[Chosen]):
    """Pick what the replies are weighted by."""

    TITLE_TEXT = "Weight by"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "weight"), ("i", "what it costs"), ("n", "new"), ("e", "edit targets"), ("Esc", "close"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "report", "What it costs", show=False),
        Binding("n", "new", "New", show=False),
        Binding("e", "edit", "Edit", show=False),
    ]

    def __init__(self, session: Session, weight: str, refusal: str = "") -> None:
        """Offer the weights of a survey.

        Args:
            session: Works out what they cost.
            weight: The one that is used now; empty for none.
            refusal: Why no new one can be kept; empty where it can.
        """
        super().__init__()
        self._session = session
        self._survey = session.survey
        self._weight = weight
        self._refusal = refusal
        self._requests = Requests(self)
        self._reports: Mapping[str, WeightReport | str] = {}

    def on_mount(self) -> None:
        """Begin at what is not used now, and find out what each costs behind whatever is done."""
        super().on_mount()
        names = self._names
        self._requests.ask("reports", partial(self._find_out, names), self._found, quiet=True)

    def renew(self, cursor: int | None = None) -> None:
        """Show them again."""
        super().renew((0 if self._weight or not self._names else 1) if cursor is None else cursor)

    @property
    def _names(self) -> tuple[str, ...]:
        offered = weights_of(self._survey)
        return (*offered, *([self._weight] if self._weight and self._weight not in offered else []))

    def _find_out(self, names: Sequence[str], cancel: Cancel) -> dict[str, WeightReport | str]:
        found: dict[str, WeightReport | str] = {}
        for name in names:
            try:
                found[name] = self._session.weight_report(name, cancel)
            except ToplineError as error:
                if cancel.is_cancelled:
                    raise
                found[name] = str(error).partition(": ")[2] or str(error)
        return found

    def _found(self, reports: Mapping[str, WeightReport | str]) -> None:
        self._reports = reports
        self.renew(self.choice_list.cursor if self._choices else None)

    def on_answered(self, answer: Answered) -> None:
        """It is known what they cost."""
        answer.requests.receive(answer)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._requests.cancel()

    def choices(self, typed: str) -> tuple[Choice[Chosen], ...]:
        """None, the columns, what is raked, and a new one."""
        lines = [Choice(self._line("", "none", "everyone counts as one"), Chosen(USE))]
        for name in self._names:
            raked = self._survey.weighting(name)
            to = ", ".join(self._survey[one].shortened(18) for one in raked.questions) if raked else ""
            about = f"raked to {to}" if raked else "a column"
            lines.append(Choice(self._line(name, self._survey.weight_label(name), about), Chosen(USE, name)))
            report = self._reports.get(name)
            if isinstance(report, str):
                lines += [Choice(line((f"     {text}", Ink.WARNING))) for text in wrap(report, WIDTH - 6, 3)]
        lines.append(Choice(Line()))
        if self._refusal:
            lines += [Choice(line((f" {text}", Ink.DIM))) for text in wrap(f"new: {self._refusal}", WIDTH, 4)]
        else:
            new = line(
                (f"   {fit('new: rake to targets', NAME + 2)}", Ink.NET), ("shares known of the population", Ink.DIM)
            )
            lines.append(Choice(new, Chosen(NEW)))
        return tuple(lines)

    def _line(self, name: str, label: str, about: str) -> Line:
        report = self._reports.get(name)
        cost = ""
        if isinstance(report, WeightReport) and report.efficiency is not None:
            cost = f"{100 * report.efficiency:.0f}% efficient"
        poor = isinstance(report, WeightReport) and bool(report.cautions)
        return line(
            (" > " if name == self._weight else "   ", Ink.KEY),
            (fit(label, NAME) + "  ", Ink.LABEL),
            (fit(about, WIDTH - NAME - 5 - 16), Ink.DIM),
            (fit(cost, 16, right=True), Ink.WARNING if poor else Ink.COUNT),
        )

    def action_choose(self) -> None:
        """Use what the cursor is on; a key that came before the lines did waits for them."""
        if self._choices:
            super().action_choose()
        else:
            self.call_after_refresh(self.action_choose)

    def action_report(self) -> None:
        """What the weight under the cursor costs."""
        if self.picked and self.picked.name:
            self.dismiss(Chosen(REPORT, self.picked.name))

    def action_new(self) -> None:
        """A new one."""
        if not self._refusal:
            self.dismiss(Chosen(NEW))

    def action_edit(self) -> None:
        """Other targets for what is raked."""
        if self.picked and self._survey.weighting(self.picked.name) and not self._refusal:
            self.dismiss(Chosen(EDIT, self.picked.name))


class WeightTold(Told):
    """What a weight costs, and how a raked one meets its targets; Enter takes it."""

    def __init__(self, report: WeightReport, does: str) -> None:
        """Tell it.

        Args:
            report: What is told.
            does: What Enter does; empty where it only closes.
        """
        kind = "raked weight" if report.weighting else "weight column"
        lines = (
            Line(),
            *(line((" ", Ink.LABEL), *((s.text, s.ink) for s in one.spans)) for one in weight_lines(report, WIDTH)),
        )
        super().__init__(f"{fit(report.label, 50).rstrip()} ({kind})", lines)
        self._does = does
        if does:
            self.KEYS = (("Enter", does), ("↑↓", "more"), ("Esc", "back"))  # type: ignore[misc]

    def action_choose(self) -> None:
        """Take it."""
        self.dismiss(USE if self._does else None)


class RakedByBox(Box[tuple[str, ...]]):
    """Pick the questions of which the shares in the population are known."""

    TITLE_TEXT = "Rake to which questions?"
    PROMPT = "type a part of a name or text"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Tab", "pick or drop"), ("Enter", "shares of these"), ("↑↓", "move"), ("Esc", "close"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "pick", "Pick or drop", show=False, priority=True)]

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        offered = [question for question in survey if question.role is None and question.kind is not Kind.OPEN]
        self._questions = sorted(offered, key=lambda question: bool(raking_fault(question)))
        self._picked: list[str] = []

    def choices(self, typed: str) -> tuple[Choice[tuple[str, ...]], ...]:
        """Those of one answer; the others with the reason why not."""
        found = ranked(typed, self._questions, lambda question: (question.label, question.name, question.text))
        lines: list[Choice[tuple[str, ...]]] = [
            Choice(self._line(question), None if raking_fault(question) else (question.name,)) for question in found
        ]
        return tuple(lines) or (Choice(line((" no question has these letters", Ink.DIM))),)

    def _line(self, question: Question) -> Line:
        number = str(self._picked.index(question.name) + 1) if question.name in self._picked else ""
        fault = raking_fault(question)
        count = len(question.choices)
        about = f"no: {fault}" if fault else f"{count:,} answer{'' if count == 1 else 's'}"
        return line(
            (f" {fit(number, 2, right=True)}  ", Ink.KEY),
            (f"{KIND_MARKS[question.kind]} ", Ink.DIM),
            (fit(question.label, NAME) + "  ", Ink.DIM if fault else Ink.LABEL),
            (fit(about, WIDTH - NAME - 9), Ink.DIM),
        )

    def action_pick(self) -> None:
        """Pick the question under the cursor, or drop it."""
        if self.picked:
            name = self.picked[0]
            self._picked = [one for one in self._picked if one != name] + ([] if name in self._picked else [name])
            self.renew(self.choice_list.cursor)

    def action_choose(self) -> None:
        """Go on with the picked ones; the one under the cursor where none is picked."""
        chosen = tuple(self._picked) or self.picked
        if chosen:
            self.dismiss(chosen)
