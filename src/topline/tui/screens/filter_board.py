"""The filter as it is shown: who is meant, its conditions, questions with their values, the expression, the keys."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import ModalScreen
from textual.widget import Widget

from topline.charts import Glyphs, Ink, line
from topline.survey import All, Condition, Question, Slice
from topline.tui.draft import Draft, subject_of
from topline.tui.requests import Answered, Requests
from topline.tui.screens.filter_words import asked, fault_lines, head_lines, key_line, rule
from topline.tui.session import Session
from topline.tui.widgets.chips import ChipList, searched
from topline.tui.widgets.expression_prompt import ExpressionPrompt
from topline.tui.widgets.facets import FacetPane
from topline.tui.widgets.finder import QuestionFinder
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.prompt import Prompt


class FilterBoard(ModalScreen[Slice | None]):
    """Shows a filter that is being built, and counts. Subclasses change it."""

    CSS_PATH = Path(__file__).with_name("filter.tcss")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self, session: Session, people: Slice, glyphs: Glyphs, *, title: str, question: str = "") -> None:
        """Begin with the filter as it is.

        Args:
            people: Whose replies are counted now.
            title: What the filter is for.
            question: The question to begin at; empty for that of the first condition.
        """
        super().__init__()
        self.session = session
        self.people = people
        self._glyphs = glyphs
        self._heading = title
        self._start = question
        self.requests = Requests(self)
        self.draft = Draft.of(people)
        self.earlier: list[Draft] = []
        """The filter before each change."""
        self._number: int | None = None
        """Replies of the filter; None while they are counted."""
        self._counts: dict[Condition, int] = {}
        """Replies of the file that a condition is true of."""
        self.fault: tuple[Widget | None, int | None, str] | None = None
        """What cannot be read: where the keys were (None for a fault of the engine), the character, and why."""

    def compose(self) -> ComposeResult:
        """Who is meant, the conditions, questions and their values, the expression, the keys."""
        yield Lines(id="filter-head")
        with Container(id="filter-main"):
            with Container(id="filter-chips"):
                yield Lines(id="chips-head")
                yield ChipList()
            with Horizontal(id="filter-panes"):
                with Container(id="filter-questions"):
                    yield Lines(id="finder-head")
                    yield QuestionFinder(sorted(self.session.survey, key=lambda question: question.role is not None))
                yield FacetPane(self._glyphs)
        with Horizontal(id="filter-written"):
            yield Lines(id="written-label")
            yield ExpressionPrompt(id="written", compact=True, select_on_focus=False)
        yield Lines(id="filter-fault")
        yield Lines(id="filter-keys")

    @property
    def chips(self) -> ChipList:
        """The conditions."""
        return self.query_one(ChipList)

    @property
    def finder(self) -> QuestionFinder:
        """The questions."""
        return self.query_one(QuestionFinder)

    @property
    def pane(self) -> FacetPane:
        """The values of a question."""
        return self.query_one(FacetPane)

    @property
    def written(self) -> ExpressionPrompt:
        """The line that holds the expression."""
        return self.query_one("#written", ExpressionPrompt)

    @property
    def question(self) -> Question | None:
        """The question whose values are shown."""
        return self.finder.hit.question if self.finder.hit else None

    def on_mount(self) -> None:
        """Begin among the questions."""
        self.query_one("#written-label", Lines).show_lines((line((" as text ", Ink.HEADING)),))
        self.written.placeholder = "such as  role = 'VP' and not how contains 'LinkedIn'"
        self.set_focus(self.finder)
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        # Whoever types at once is looking for something else.
        if not self.finder.typed:
            subjects = (subject_of(node.condition) for node in self.draft.nodes())
            self.finder.point_at(self._start or next(filter(None, subjects), ""))
        self.renew()

    def on_resize(self) -> None:
        """As much of the words as there is room for."""
        self.call_after_refresh(self.say)

    def on_unmount(self) -> None:
        """Nobody waits for numbers any more."""
        self.requests.cancel()

    # What is shown.

    def renew(self) -> None:
        """Show the filter as it is now, and count."""
        survey, draft = self.session.survey, self.draft
        people = draft.slice()
        self._number = None
        self.requests.ask("people", lambda cancel: self.session.count(people, cancel), self._counted)
        told = [node.condition for node in draft.nodes()] + ([searched(draft, survey)] if draft.search else [])
        unknown = [condition for condition in dict.fromkeys(told) if condition not in self._counts]
        if unknown:
            self.requests.ask(
                "conditions",
                lambda cancel: self.session.count_each(Slice(), unknown, cancel),
                lambda counts: self._learned(
                    {condition: n for condition, n in zip(unknown, counts[1:], strict=True) if n is not None}
                ),
            )
        self.chips.show_draft(draft, survey, self._counts)
        self.finder.mark(frozenset(subject_of(node.condition) for node in draft.nodes()))
        if not self.written.has_focus:
            self.written.hold(All(self.draft.conditions).expression() if self.draft.conditions else "")
        self.renew_values()
        self.say()

    def _counted(self, number: int) -> None:
        self._number = number
        self.say()

    def _learned(self, counts: dict[Condition, int]) -> None:
        self._counts |= counts
        self.chips.show_draft(self.draft, self.session.survey, self._counts)

    def say(self) -> None:
        """Whatever is said in words: who, where the keys go, what they do, what cannot be read."""
        survey, width, focused = self.session.survey, self.size.width, self.focused
        head = head_lines(self._heading, self.draft.slice(), survey, self._number, width)
        self.query_one("#filter-head", Lines).show_lines(head)
        finder, pane, question = self.finder, self.pane, self.question
        typed = f"find: {finder.typed}_" if finder.typed else "Questions: type to find"
        within = isinstance(focused, Prompt) and focused is not self.written
        heads = (
            ("#chips-head", "Conditions, and the replies each is true of", self.chips.has_focus),
            ("#finder-head", typed, finder.has_focus),
            ("#facet-head", asked(question), pane.list.has_focus or within),
        )
        for name, text, here in heads:
            lines = self.query_one(name, Lines)
            lines.show_lines((rule(text, lines.size.width, self._glyphs, here=here),))
        self.query_one("#filter-keys", Lines).show_lines((key_line(focused, self.written, width),))
        told = self.fault and fault_lines(self.written, *self.fault[1:], width)
        self.query_one("#filter-fault", Lines).show_lines(told or ())

    def on_descendant_focus(self) -> None:
        """The keys do something else now."""
        if self.written.has_focus:
            self.written.action_end()
        if self.fault and self.fault[0] not in (None, self.focused):
            # What cannot be read is left behind.
            self.fault = None
            self.renew()
        self.say()

    def renew_values(self) -> None:
        """Show the values of the question under the cursor."""
        raise NotImplementedError

    # Changing it.

    def change(self, draft: Draft) -> None:
        """Show another filter; the one before it can be come back to."""
        self.fault = None
        if draft != self.draft:
            self.earlier.append(self.draft)
            self.draft = draft
            self.renew()

    def action_undo(self) -> None:
        """The filter before the last change."""
        if self.earlier:
            self.draft = self.earlier.pop()
            self.renew()

    def on_answered(self, answer: Answered) -> None:
        """An answer has come, or a fault: say it where expressions are told."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self.fault = (None, None, str(fault))
            self.say()
