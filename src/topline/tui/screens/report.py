"""How the file was read: what was mended, and of every question what decided it; from here it is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen

from topline.charts import Glyphs, Ink, Line, line
from topline.survey import Answered as HasAnswered
from topline.survey import Question, Slice
from topline.tui.requests import Answered, Requests
from topline.tui.screens.correction import CorrectionForm, TogetherForm, Wanted
from topline.tui.screens.filter_words import rule
from topline.tui.screens.report_words import detail_lines, head_line
from topline.tui.session import Session
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt
from topline.tui.widgets.report_list import Entry, ReportList, report_heading


class ReportScreen(ModalScreen[Wanted | None]):
    """The import report; gives back a correction, or None where there is none."""

    CSS_PATH = Path(__file__).with_name("report.tcss")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("enter", "correct", "Correct", show=False),
        Binding("tab", "mark", "Mark", show=False, priority=True),
        Binding("ctrl+t", "together", "Put together", show=False, priority=True),
    ]

    def __init__(self, session: Session, glyphs: Glyphs, *, question: str = "", refusal: str = "") -> None:
        """Tell how the file was read.

        Args:
            question: The question to begin at; empty for the top.
            refusal: Why nothing can be corrected; empty where it can.
        """
        super().__init__()
        self._session = session
        self._glyphs = glyphs
        self._start = question
        self._refusal = refusal
        self.requests = Requests(self)
        self._texts = {q.name: _searched(q) for q in session.survey}
        self._known: dict[str, int] = {}
        """Replies with an answer, where they were counted here."""
        self._marked: list[str] = []
        self._questions = 0
        """How many are listed."""
        self.current = question
        """The name of the question that the cursor was on last."""

    def compose(self) -> ComposeResult:
        """The file, what is looked for, the list, what is known of what the cursor is on, the keys."""
        yield Lines(id="report-head")
        yield Prompt(placeholder="type a part of a name, a text, a kind or a rule", id="report-find", compact=True)
        with Container(id="report-main"):
            with Container(id="report-listed"):
                yield Lines(id="report-columns")
                yield ReportList()
            with Container(id="report-told"):
                yield Lines(id="report-rule")
                yield Lines(id="report-detail")
        yield Lines(id="report-keys")

    @property
    def report(self) -> ReportList:
        """The list."""
        return self.query_one(ReportList)

    def on_mount(self) -> None:
        """Begin at the question that was looked at."""
        self.query_one(Prompt).focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        entries = self._entries()
        at = next((i for i, e in enumerate(entries) if isinstance(e, Question) and e.name == self._start), 0)
        self._show(at)

    def on_unmount(self) -> None:
        """Nobody waits for numbers any more."""
        self.requests.cancel()

    def on_resize(self) -> None:
        """As much of it as there is room for."""
        self.call_after_refresh(self._say)

    # What is shown.

    def _entries(self) -> list[Entry]:
        """The remarks and questions that hold every word that is looked for."""
        survey = self._session.survey
        wanted = self.query_one(Prompt).value.casefold().split()
        remarks = [text for text in survey.warnings if all(word in text.casefold() for word in wanted)]
        return [*remarks, *(q for q in survey if all(word in self._texts[q.name] for word in wanted))]

    def _show(self, cursor: int | None = None) -> None:
        entries = self._entries()
        self._questions = sum(isinstance(one, Question) for one in entries)
        self.report.show(entries, self._known, self._marked, cursor)
        self._say()
        self.call_after_refresh(self._count)

    def _say(self) -> None:
        """Whatever is said in words."""
        report, width = self.report, self.size.width
        entry = report.entry
        if isinstance(entry, Question):
            self.current = entry.name
        self.query_one("#report-head", Lines).show_lines((head_line(self._session.survey, self._questions, width),))
        self.query_one("#report-columns", Lines).show_lines((report_heading(report.size.width),))
        detail, parting = self.query_one("#report-detail", Lines), self.query_one("#report-rule", Lines)
        title = entry.name if isinstance(entry, Question) else "A remark on the file"
        parting.show_lines((rule(title, parting.size.width, self._glyphs, here=False),))
        detail.show_lines(detail_lines(entry, self._answered(entry), detail.size.width, brief=width < 100))
        self.query_one("#report-keys", Lines).show_lines((self._keys(width),))

    def _answered(self, entry: Entry | None) -> int | None:
        if not isinstance(entry, Question):
            return None
        return entry.answered if entry.answered is not None else self._known.get(entry.name)

    def _keys(self, width: int) -> Line:
        keys = [("Enter", "correct"), ("Tab", "unmark" if self.current in self._marked else "mark")]
        if len(self._marked) > 1:
            keys.append(("Ctrl+T", f"put these {len(self._marked)} together"))
        elif self._marked:
            keys.append(("Ctrl+T", "put together with others that are marked"))
        keys += [("↑↓", "move"), ("Esc", "close")]
        parts = [part for key, what in keys for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
        return line(*parts, width=width)

    # Answers that the reading has not counted are counted here, those in sight first.

    def _count(self) -> None:
        unknown = [
            q
            for q in self.report.in_sight
            if isinstance(q, Question) and q.answered is None and q.name not in self._known
        ]
        if unknown and self.is_running:
            conditions = [HasAnswered(question.name) for question in unknown]
            self.requests.ask_at_leisure(
                "answered",
                lambda cancel: self._session.count_each(Slice(), conditions, cancel)[1:],
                partial(self._counted, unknown),
            )

    def _counted(self, questions: list[Question], counts: tuple[int, ...]) -> None:
        self._known |= {question.name: count for question, count in zip(questions, counts, strict=True)}
        self._show()

    def on_answered(self, answer: Answered) -> None:
        """An answer has come; a number that cannot be counted is left out."""
        answer.requests.receive(answer)

    # Keys.

    def on_input_changed(self) -> None:
        """What is typed narrows the list."""
        self._show(0)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """The detail is that of the line under the cursor."""
        self._say()
        self._count()

    def key_down(self) -> None:
        """The arrows move the list, also while typing."""
        self.report.action_step(1)

    def key_up(self) -> None:
        """The arrows move the list, also while typing."""
        self.report.action_step(-1)

    def key_pagedown(self) -> None:
        """A page of the list."""
        self.report.action_page(1)

    def key_pageup(self) -> None:
        """A page of the list."""
        self.report.action_page(-1)

    def on_input_submitted(self) -> None:
        """Enter corrects, also while typing."""
        self.action_correct()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click corrects."""
        self.action_correct()

    def action_close(self) -> None:
        """Correct nothing."""
        self.dismiss(None)

    def action_mark(self) -> None:
        """Mark the question under the cursor, to be put together with others; or no longer."""
        entry = self.report.entry
        if isinstance(entry, Question):
            if entry.name in self._marked:
                self._marked.remove(entry.name)
            else:
                self._marked.append(entry.name)
            self._show()

    def action_correct(self) -> None:
        """Correct the question under the cursor."""
        entry = self.report.entry
        if isinstance(entry, Question):
            form = CorrectionForm(self._session, entry, self._refusal)
            self.app.push_screen(form, partial(self._filled, form))

    def action_together(self) -> None:
        """Put the marked columns together as one question."""
        if len(self._marked) > 1:
            survey = self._session.survey
            form = TogetherForm(survey, [survey[name] for name in self._marked], self._refusal)
            self.app.push_screen(form, partial(self._filled, form))

    def _filled(self, form: CorrectionForm | TogetherForm, values: Mapping[str, str] | None) -> None:
        if values is not None:
            self.dismiss(form.wanted(values))


def _searched(question: Question) -> str:
    """Everything by which a question can be found."""
    apart = [f"{option.label} {option.missing}" for option in question.missing]
    told = (question.name, question.label, question.text, question.kind, question.role or "", question.rule)
    return "\n".join((*told, *question.headers, *apart)).casefold()
