"""How the file was read: what was mended, and of every question what decided it; from here it is corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from topline.charts import Glyphs, Ink, line, shown, wrap
from topline.survey import Answered as HasAnswered
from topline.survey import Question, Slice
from topline.tui.action import Place
from topline.tui.screens.correction import CorrectionForm
from topline.tui.screens.correction_words import Wanted, of_same_grid
from topline.tui.screens.filter_words import rule
from topline.tui.screens.keyed import KeyedScreen
from topline.tui.screens.options import OptionsScreen, has_option_list
from topline.tui.screens.report_words import detail_lines, head_line
from topline.tui.screens.together import TogetherForm
from topline.tui.session import Session
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt
from topline.tui.widgets.report_list import Entry, ReportList, report_heading
from topline.tui.widgets.status import Status


class Corrector(Protocol):
    """What writes corrections down, and has the file read again."""

    def save(self, wanted: Wanted) -> None:
        """Write a correction."""

    def take_back(self, *, anything: bool = False) -> bool:
        """Take the last one back; says whether there was one."""

    def make_again(self, *, anything: bool = False) -> bool:
        """Write again what was taken back last; says whether there was anything."""


@dataclass
class Progress(Message):
    """What the reading of the file is about."""

    words: str

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Progress)


class ReportScreen(KeyedScreen[None]):
    """The import report. It stays while corrections are made, and shows the file as it is read after each."""

    PLACE = Place.REPORT
    CSS_PATH = Path(__file__).with_name("report.tcss")

    def __init__(
        self, session: Session, glyphs: Glyphs, corrector: Corrector, *, question: str = "", refusal: str = ""
    ) -> None:
        """Tell how the file was read.

        Args:
            corrector: Writes corrections.
            question: The question to begin at; empty for the top.
            refusal: Why nothing can be corrected; empty where it can.
        """
        super().__init__()
        self._session = session
        self._glyphs = glyphs
        self._corrector = corrector
        self._start = question
        self._refusal = refusal
        self._texts = {q.name: _searched(q) for q in session.survey}
        self._known: dict[str, int | None] = {}
        """Replies with an answer, where they were counted here."""
        self._marked: list[str] = []
        self._corrected: set[str] = set()
        """The questions that were corrected since this was opened."""
        self._questions = 0
        """How many are listed."""
        self._said: tuple[str, Ink] | None = None
        self._doing = ""
        """What is being done behind this; empty while nothing is."""
        self.current = question
        """The name of the question that the cursor was on last."""

    def compose(self) -> ComposeResult:
        """The file, what is looked for, the list, what is known of what the cursor is on, what was done, the keys."""
        yield Lines(id="report-head")
        key = self.explorer.keymap.key("find_question")
        yield Prompt(
            placeholder=f"{key} finds by a part of a name, a text, a kind or a rule", id="report-find", compact=True
        )
        with Container(id="report-main"):
            with Container(id="report-listed"):
                yield Lines(id="report-columns")
                yield ReportList()
            with Container(id="report-told"):
                yield Lines(id="report-rule")
                yield Lines(id="report-detail")
        yield Lines(id="report-said")
        yield Status(self.explorer.keymap.at(self.PLACE))

    @property
    def report(self) -> ReportList:
        """The list."""
        return self.query_one(ReportList)

    def on_mount(self) -> None:
        """Begin at the question that was looked at."""
        self.report.focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._show(self._place_of(self._start))

    def _place_of(self, name: str) -> int:
        """Where a question stands; the top where it is not listed."""
        return next((i for i, e in enumerate(self._entries()) if isinstance(e, Question) and e.name == name), 0)

    def show_session(self, session: Session, at: str, corrected: tuple[str, ...], said: str) -> None:
        """Show the file as it is read now.

        Args:
            session: How it is read now.
            at: The question that was corrected; the cursor goes to it where it was on it.
            corrected: All that are other than before.
            said: What was done.
        """
        self.requests.forget("answered")
        cursor = self.report.cursor
        before = self._session.survey
        self._session = session
        survey = session.survey
        self._texts = {q.name: _searched(q) for q in survey}
        self._known = {name: n for name, n in self._known.items() if name in survey and name not in corrected}
        self._marked = [name for name in self._marked if name in survey]
        self._corrected |= {name for name in corrected if name in survey}
        new = [question.name for question in survey if question.name not in before]
        self._corrected |= set(new)
        # Where it is no more, or only now, the cursor goes to what has taken its place.
        stays = self.current if self.current in survey else at if at in survey else next(iter(new), "")
        if at in new:
            stays = at
        listed = any(isinstance(entry, Question) and entry.name == stays for entry in self._entries())
        self._show(self._place_of(stays) if listed else min(cursor, len(self._entries()) - 1))
        self.say(said)

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
        self.report.show(entries, self._known, self._marked, self._corrected, cursor)
        self._say()
        self.call_after_refresh(self._count)

    def _say(self) -> None:
        """Whatever is said in words."""
        if not self.is_attached:
            return
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
        self._say_below(width)

    def _say_below(self, width: int) -> None:
        """What is being done, or was; and the keys."""
        said, ink = self._said or ("", Ink.HIT)
        lines = [line((f" {text}", ink)) for text in wrap(said, width - 2, 3)] if said else []
        if self._doing:
            key = self.explorer.keymap.key("back")
            words = f" {self._doing}; go on meanwhile, "
            lines.append(line((words, Ink.HIT), (key, Ink.KEY), (" gives it up", Ink.HEADING), width=width))
        self.query_one("#report-said", Lines).show_lines(lines)
        self.query_one(Status).instead(self._keys())

    def say(self, text: str, ink: Ink = Ink.HIT) -> None:
        """Say what was done, or what went wrong, until the next key."""
        self._said, self._doing = (shown(text), ink), "" if not self.requests.is_busy else self._doing
        self._say_below(self.size.width)

    def fault(self, text: str) -> None:
        """Say what went wrong."""
        self.say(text, Ink.WARNING)

    def hush(self) -> None:
        """What was said has been read."""
        if self._said:
            self._said = None
            self._say_below(self.size.width)

    def doing(self, words: str) -> None:
        """Say what is being done behind this."""
        self._doing = words
        self._say_below(self.size.width)

    def on_progress(self, progress: Progress) -> None:
        """The reading has come further."""
        if self.requests.is_busy:
            self.doing(f"reading the file again: {progress.words}")

    def _answered(self, entry: Entry | None) -> int | None:
        if not isinstance(entry, Question):
            return None
        return entry.answered if entry.answered is not None else self._known.get(entry.name)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        key = self.explorer.keymap.key
        if self.query_one(Prompt).has_focus:
            return (("Enter", "to what was found"), (key("back"), "leave out what was typed"))
        entry = self.report.entry
        is_question = isinstance(entry, Question)
        told = [(key("correct"), "correct")] if is_question else []
        if isinstance(entry, Question) and has_option_list(entry):
            told.append((key("options"), "options"))
        if is_question:
            told.append((key("mark"), "unmark" if self.current in self._marked else "mark"))
        if len(self._marked) > 1:
            told.insert(0, (key("together"), f"put these {len(self._marked)} together"))
        told += [(key("undo"), "undo"), (key("find_question"), "find"), (key("back"), "close"), (key("help"), "help")]
        return tuple(told)

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

    def _counted(self, questions: list[Question], counts: tuple[int | None, ...]) -> None:
        self._known |= {question.name: count for question, count in zip(questions, counts, strict=True)}
        self._show()

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
        if not self.report.has_focus:
            self.report.action_step(1)

    def key_up(self) -> None:
        """The arrows move the list, also while typing."""
        if not self.report.has_focus:
            self.report.action_step(-1)

    def key_pagedown(self) -> None:
        """A page of the list."""
        if not self.report.has_focus:
            self.report.action_page(1)

    def key_pageup(self) -> None:
        """A page of the list."""
        if not self.report.has_focus:
            self.report.action_page(-1)

    def on_descendant_focus(self) -> None:
        """Other keys are told while something is typed."""
        self._say()

    def on_input_submitted(self) -> None:
        """Enter goes on to what was found."""
        self.report.focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click corrects."""
        self.do_correct()

    def do_find_question(self) -> None:
        """Type a part of what is looked for."""
        self.query_one(Prompt).focus()

    def do_back(self) -> None:
        """Leave out what was typed; give up what is being read; else close."""
        prompt = self.query_one(Prompt)
        if prompt.value or prompt.has_focus:
            entry = self.report.entry
            with prompt.prevent(Input.Changed):
                prompt.value = ""
            self.report.focus()
            self._show(self._place_of(entry.name) if isinstance(entry, Question) else 0)
        elif self.requests.cancel():
            self.say("given up: the survey file is as it was")
        else:
            self.dismiss(None)

    def do_undo(self) -> None:
        """Take the last correction back."""
        if not self._corrector.take_back(anything=True):
            self.say("no correction to take back")

    def do_redo(self) -> None:
        """Make the correction again that was taken back last."""
        if not self._corrector.make_again(anything=True):
            self.say("no correction to make again")

    def do_mark(self) -> None:
        """Mark the question under the cursor, to be put together with others; or no longer; and go on to the next."""
        entry = self.report.entry
        if isinstance(entry, Question):
            if entry.name in self._marked:
                self._marked.remove(entry.name)
            else:
                self._marked.append(entry.name)
            self._show()
            self.report.action_step(1)

    def do_correct(self) -> None:
        """Correct the question under the cursor."""
        entry = self.report.entry
        if isinstance(entry, Question):
            form = CorrectionForm(self._session, entry, self._refusal)
            self.app.push_screen(form, partial(self._filled, form.wanted))

    def do_options(self) -> None:
        """Correct the options of the question under the cursor."""
        entry = self.report.entry
        if not isinstance(entry, Question):
            return
        if not has_option_list(entry):
            self.say(f"{entry.name} has no options; its kind is {entry.kind}")
            return
        wanted = Wanted(entry, entry, others=of_same_grid(entry, self._session.survey))
        self.app.push_screen(OptionsScreen(self._session, wanted, self._glyphs, self._refusal), self._wanted)

    def do_together(self) -> None:
        """Put the marked columns together as one question."""
        if len(self._marked) < 2:
            key = self.explorer.keymap.key
            self.say(f"mark the columns with {key('mark')} first, two or more; {key('together')} puts them together")
            return
        survey = self._session.survey
        # In the order of the file, in whichever order they were marked.
        questions = [question for question in survey if question.name in self._marked]
        form = TogetherForm(self._session, questions, self._refusal)
        self.app.push_screen(form, partial(self._filled, form.wanted))

    def _filled(self, wanted: Callable[[Mapping[str, str]], Wanted], values: Mapping[str, str] | None) -> None:
        if values is not None:
            self._wanted(wanted(values))

    def _wanted(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if not wanted.changes and not any(now != then for now, then in wanted.along):
            self.say("nothing was changed")
            return
        self._marked.clear()
        self._corrector.save(wanted)
        self._show()


def _searched(question: Question) -> str:
    """Everything by which a question can be found."""
    apart = [f"{option.label} {option.missing}" for option in question.missing]
    told = (question.name, question.label, question.text, question.kind, question.role or "", question.rule)
    return "\n".join((*told, *question.headers, *apart)).casefold()
