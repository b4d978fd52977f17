"""The forms in which a person corrects how columns were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from topline.charts import Ink, Line, fit, line
from topline.readers.naming import names_of
from topline.readers.source import survey_file_of
from topline.survey import Kind, Option, Question, Role, Survey, Table, View, What
from topline.survey.widths import cut
from topline.tui.screens.correction_words import (
    APART,
    APART_NOW,
    KIND_MEANINGS,
    NAME,
    NO_ROLE,
    ROLE_MEANINGS,
    SET,
    Change,
    changes_in,
    common_stem,
    counts_of,
    effect_words,
    why_not,
)
from topline.tui.screens.dialogs import Choice
from topline.tui.screens.form import INNER, Field, FieldPrompt, Form
from topline.tui.session import Session

WORD = 14
"""Cells of a kind or a role, before what it means."""
SAVING: list[BindingType] = [Binding("ctrl+s", "finish", "Save", show=False, priority=True)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction: a question, and what it should be."""

    question: Question
    wanted: Question
    also: Mapping[str, Any] = field(default_factory=dict)
    """What else is said of it, by the keys of the survey file."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is another than before."""
        return tuple(changes_in(self.question, self.wanted, self.also))

    @property
    def corrected(self) -> str:
        """What is corrected of which question, such as "kind and options of Role"."""
        whats = list(dict.fromkeys(change.what for change in self.changes))
        listed = " and ".join(filter(None, (", ".join(whats[:-1]), whats[-1])))
        return f"{listed} of {cut(self.question.name, NAME)}"


class OptionsPrompt(FieldPrompt):
    """The line of the options: nothing is typed here, letters do something to the option that is pointed at."""

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            event.prevent_default()
            assert isinstance(self.screen, CorrectionForm)
            self.screen.press(event.character or "")
        elif event.key in ("home", "end"):
            event.stop()
            event.prevent_default()
            assert isinstance(self.screen, CorrectionForm)
            self.screen.choice_list.action_end(-1 if event.key == "home" else 1)
        else:
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()


class CorrectionForm(Form):
    """How a question was read, to be corrected: kind, texts, role, options in order and what is set apart."""

    DOES = "save"
    BINDINGS: ClassVar[list[BindingType]] = [
        *SAVING,
        Binding("shift+down", "shift(1)", "Move the option down", show=False, priority=True),
        Binding("shift+up", "shift(-1)", "Move the option up", show=False, priority=True),
    ]

    def __init__(self, session: Session, question: Question, refusal: str = "") -> None:
        """Show a question as it was read.

        Args:
            session: The survey.
            question: One of its questions.
            refusal: Why nothing can be saved; empty where it can.
        """
        self._session = session
        self._question = question
        self._refusal = refusal
        self._options = list(question.options) if not question.is_coded else []
        self._table: Table | None = None
        fields = [
            Field("kind", "kind", question.kind.value, is_closed=True),
            Field("text", "text", question.text, empty=question.name),
            Field(
                "label", "short form", question.label if question.label != question.text else "", empty="as the text"
            ),
            Field("role", "role", question.role or NO_ROLE, is_closed=True),
        ]
        if len(question.headers) > 1 and not question.codes:
            fields.append(Field("set", f"{len(question.headers)} columns", SET, is_closed=True))
        if self._options:
            fields.append(Field("options", "options", self._summary))
        super().__init__(f"Correct {question.name}", fields)

    @property
    def _summary(self) -> str:
        apart = sum(option.missing is not None for option in self._options)
        return f"{len(self._options) - apart:,} in this order" + (f", {apart:,} set apart" if apart else "")

    def prompt_of(self, field: Field) -> FieldPrompt:
        """The options are not typed."""
        return OptionsPrompt(field) if field.name == "options" else super().prompt_of(field)

    def on_mount(self) -> None:
        """Ask how many gave each answer, behind whatever is done."""
        super().on_mount()
        if self._question.has_options:
            view = View(What.TOPLINE, self._question.name)
            self.requests.ask("counts", lambda cancel: self._session.table(view, cancel), self._counted, quiet=True)

    def _counted(self, table: Table) -> None:
        self._table = table
        if self.current.field.name == "options":
            self._show_options(self.choice_list.cursor)

    # What can be picked.

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Kinds and roles with what they mean; the options as they stand."""
        match field.name:
            case "kind":
                return tuple(_meant(kind, KIND_MEANINGS[kind], kind) for kind in Kind if kind.startswith(typed))
            case "role":
                return tuple(self._role(role) for role in self._roles() if role.startswith(typed))
            case "set":
                words = (
                    (SET, "its columns are the options of one question"),
                    (APART_NOW, "each column is a question of its own"),
                )
                return tuple(_meant(word, meaning, word) for word, meaning in words if word.startswith(typed))
            case "options":
                counts = counts_of(self._table) if self._table else {}
                return tuple(Choice(_option_line(o, counts.get(o.code)), o.code) for o in self._options)
        return ()

    def _roles(self) -> list[str]:
        now = self._question.role
        return [*ROLE_MEANINGS, *([now] if now and now not in ROLE_MEANINGS else [])]

    def _role(self, role: str) -> Choice[str]:
        kept = role == self._question.role
        fault = "" if kept else why_not(role, self._question, Kind.NUMERIC)
        return _meant(role, fault or ROLE_MEANINGS.get(role, "as it is"), None if fault else role)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The options have keys of their own."""
        if self.current.field.name != "options":
            return super().keys()
        return [("Enter", "save"), ("J K", "move it"), ("Space", "set apart"), ("0-4", "as"), ("Tab", "next")]

    # The options.

    def renew(self) -> None:
        """Show again what can be picked; the options with the cursor where it is."""
        super().renew()
        if self.current.field.name == "options":
            self._show_options(0)

    def _show_options(self, at: int) -> None:
        prompt = self.current
        prompt.hold(self._summary)
        self._choices = self.offers(prompt.field, "")
        lines = tuple(choice.line for choice in self._choices)
        self.choice_list.show_choices(lines, (True,) * len(lines), at)
        self._say()

    def press(self, letter: str) -> None:
        """A key among the options: move one, or set it apart."""
        at = self.choice_list.cursor
        if letter in "JK+-":
            self.action_shift(1 if letter in "J+" else -1)
        elif letter in "jk":
            self.choice_list.action_step(1 if letter == "j" else -1)
        elif letter == " ":
            now = APART.index(self._options[at].missing)
            self._set_apart(at, (now + 1) % len(APART))
        elif letter in "01234":
            self._set_apart(at, int(letter))

    def _set_apart(self, at: int, kind: int) -> None:
        self._options[at] = replace(self._options[at], missing=APART[kind])
        self._show_options(at)

    def action_shift(self, by: int) -> None:
        """Move the option under the cursor."""
        at = self.choice_list.cursor
        if self.current.field.name == "options" and 0 <= at + by < len(self._options):
            self._options.insert(at + by, self._options.pop(at))
            self._show_options(at + by)

    def _take(self) -> bool:
        """The options stay as they are shown; whatever else is pointed at goes into its field."""
        return self.current.field.name == "options" or super()._take()

    # What it will do.

    def wanted(self, values: Mapping[str, str]) -> Wanted:
        """The correction, as the fields say it."""
        question = self._question
        choices = tuple(option for option in self._options if option.missing is None)
        apart = tuple(option for option in self._options if option.missing is not None)
        as_it_was = [option.code for option in self._options] == [option.code for option in question.options]
        options = choices + apart if not as_it_was or choices != question.choices else question.options
        text = question.text if values["text"] == question.text else " ".join(values["text"].split()) or question.name
        role = values["role"]
        wanted = replace(
            question,
            kind=Kind(values["kind"]) if values["kind"] in tuple(Kind) else question.kind,
            text=text,
            label=" ".join(values["label"].split()) or text,
            role=Role(role) if role in tuple(Role) else None,
            options=options if self._options else question.options,
        )
        taken_apart = {"apart": True, "columns": None} if values.get("set") == APART_NOW else {}
        return Wanted(question, wanted, taken_apart)

    def note(self, values: Mapping[str, str]) -> str:
        """What is changed, what that will do, and where it is kept."""
        correction = self.wanted(values)
        if self._refusal:
            return self._refusal
        changes = correction.changes
        if not changes:
            if self.current.field.name == "options":
                digits = [f"{number} {kind or 'an answer'}" for number, kind in enumerate(APART)]
                return f"set apart as: {', '.join(digits)}"
            return "nothing is changed yet"
        effects = "; ".join(filter(None, effect_words(self._question, correction.wanted, self._table)))
        place = survey_file_of(self._session.file).name
        said = "; ".join(change.to_be for change in changes)
        return f"{said}{f' ({effects})' if effects else ''}. Kept in {place}"

    def fault(self, values: Mapping[str, str]) -> str:
        """A kind and a role are needed, and somewhere to write."""
        if self._refusal:
            return self._refusal
        role = "" if values["role"] == (self._question.role or NO_ROLE) else values["role"]
        return why_not(role, self._question, values["kind"])


class TogetherForm(Form):
    """Columns that are to be one question: its name, its text, and whether it takes several answers."""

    DOES = "put together"
    BINDINGS: ClassVar[list[BindingType]] = SAVING

    def __init__(self, survey: Survey, questions: Sequence[Question], refusal: str = "") -> None:
        """Ask for a name.

        Args:
            survey: The survey.
            questions: Those whose columns are to be one question.
            refusal: Why nothing can be saved; empty where it can.
        """
        self._survey = survey
        self._questions = tuple(questions)
        self._refusal = refusal
        name = common_stem([question.name for question in questions]) or f"{questions[0].name}_set"
        while name in survey:
            name += "_set"
        text = common_stem([question.text for question in questions]) or name
        super().__init__(
            f"Put {len(questions)} columns together as one question",
            [
                Field("name", "name", name, empty="what the question is called"),
                Field("text", "text", text, empty="the question as asked"),
                Field("kind", "kind", Kind.MULTI.value, is_closed=True),
            ],
        )

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Several answers or one; and otherwise, which columns these are."""
        if field.name == "kind":
            told = (
                (Kind.MULTI, "select all that apply: a column for each option"),
                (Kind.SINGLE, "one answer, spread over a column for each option"),
            )
            return tuple(_meant(kind, meaning, kind) for kind, meaning in told if kind.startswith(typed))
        return tuple(Choice(line((f"   {fit(q.text, INNER - 4)}", Ink.DIM))) for q in self._questions)

    def wanted(self, values: Mapping[str, str]) -> Wanted:
        """The correction, as the fields say it."""
        name = names_of([values["name"]])[0]
        text, kind = " ".join(values["text"].split()) or values["name"], values["kind"]
        question = Question(name, Kind(kind) if kind in tuple(Kind) else Kind.MULTI, text)
        columns = [header for q in self._questions for header in q.headers]
        return Wanted(question, question, {"text": text, "kind": kind, "columns": columns, "apart": None})

    @property
    def _unclear(self) -> str:
        """A header by which no column can be named, since it is blank or another column has it too, and what to do."""
        every = [header for question in self._survey for header in question.headers]
        mine = [header for question in self._questions for header in question.headers]
        found = next((header for header in mine if not header.strip() or every.count(header) > 1), None)
        return "" if found is None else f'no column can be named by the header "{found}"; give each a header of its own'

    def note(self, values: Mapping[str, str]) -> str:
        """What it will do."""
        if self._refusal or self._unclear:
            return self._refusal or self._unclear
        kind = values["kind"]
        what = "a person can have several of them" if kind == Kind.MULTI else "a person has one of them"
        return f"these {len(self._questions)} columns become the options of one question; {what}"

    def fault(self, values: Mapping[str, str]) -> str:
        """A name of its own is needed."""
        if self._refusal or self._unclear:
            return self._refusal or self._unclear
        if not values["name"].strip():
            return "a name is needed: what the question is called"
        name = names_of([values["name"]])[0]
        return f"there is a question called {name} already; give another name" if name in self._survey else ""


def _meant(word: str, meaning: str, value: str | None) -> Choice[str]:
    ink = Ink.LABEL if value is not None else Ink.DIM
    shown = line((f" {fit(word, WORD)}", ink), (fit(meaning, INNER - WORD - 2), Ink.DIM))
    return Choice(shown, None if value is None else str(value))


def _option_line(option: Option, count: int | None) -> Line:
    number = "" if count is None else f"{count:,}"
    apart = f"apart: {option.missing}" if option.missing else ""
    return line(
        (f" {fit(option.label, INNER - 32)}", Ink.DIM if option.missing else Ink.LABEL),
        (fit(number, 9, right=True), Ink.COUNT),
        (f"  {fit(apart, 19)}", Ink.WARNING),
    )
