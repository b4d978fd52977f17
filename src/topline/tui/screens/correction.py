"""The form in which a person corrects how a question was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual import events

from topline.charts import Ink, Line, fit, line
from topline.readers.source import survey_file_of
from topline.survey import Kind, Option, Question, Role, Table, View, What
from topline.tui.action import Place
from topline.tui.option_list import OptionList
from topline.tui.screens.correction_words import (
    ALIKE,
    ALONE,
    APART_NOW,
    KIND_MEANINGS,
    NO_ROLE,
    RANKED,
    RATED,
    ROLE_MEANINGS,
    SET,
    Wanted,
    counts_of,
    effect_words,
    no_ranks,
    of_same_grid,
    why_not,
    with_ranks,
)
from topline.tui.screens.dialogs import Choice
from topline.tui.screens.form import INNER, Field, FieldPrompt, Form
from topline.tui.screens.keyed import bind
from topline.tui.screens.options import OptionsScreen, has_option_list
from topline.tui.session import Session

WORD = 14
"""Cells of a kind or a role, before what it means."""


class LongPrompt(FieldPrompt):
    """The line of a text that may be longer than the line: unless something is typed there, its beginning is seen."""

    def on_mount(self) -> None:
        """From the beginning."""
        self.cursor_position = 0

    def on_focus(self) -> None:
        """What is typed comes after it."""
        self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """From the beginning again."""
        self.cursor_position = 0


class SavedForm(Form):
    """A form that writes to the survey file; the key of the registry saves it from whichever line."""

    def on_mount(self) -> None:
        """Take the keys of the registry."""
        from topline.tui.app import ToplineApp

        assert isinstance(self.app, ToplineApp)
        bind(self, self.app.keymap, Place.CORRECTION)

    def prompt_of(self, field: Field) -> FieldPrompt:
        """A line that shows how its text begins."""
        return LongPrompt(field)

    def action_act(self, name: str) -> None:
        """Do what a key stands for."""
        getattr(self, f"do_{name}")()

    def do_save(self) -> None:
        """Save it as it stands."""
        self.action_finish()


class OptionsPrompt(FieldPrompt):
    """The line of the options: nothing is typed here, Enter opens them."""

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in ("backspace", "delete"):
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()


class CorrectionForm(SavedForm):
    """How a question was read, to be corrected: kind, texts, role, columns, options, and for which questions."""

    DOES = "save"

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
        self._others = of_same_grid(question, session.survey)
        self._options = OptionList.of(question)
        self._table: Table | None = None
        short = question.label if question.label != question.text else ""
        fields = [
            Field("kind", "kind", question.kind.value, is_closed=True),
            Field("text", "text", question.text, empty=question.name),
            Field("label", "short form", short, empty="as the text"),
            Field("role", "role", question.role or NO_ROLE, is_closed=True),
        ]
        if len(question.headers) > 1 and not question.codes:
            fields.append(Field("set", f"{len(question.headers)} columns", SET, is_closed=True))
        if question.grid:
            fields.append(Field("grid", "grid", question.grid, empty="of no grid: a question by itself"))
        if question.ranks or (self._others and can_rank(question)):
            fields.append(Field("ranks", "ranking", RANKED if question.ranks else RATED, is_closed=True))
        if has_option_list(question):
            fields.append(Field("options", "options", self._options.summary, is_closed=True))
        if self._others:
            fields.append(Field("for", "correct", ALONE, is_closed=True))
        super().__init__(f"Correct {question.name}", fields)

    def prompt_of(self, field: Field) -> FieldPrompt:
        """The options are not typed."""
        return OptionsPrompt(field) if field.name == "options" else super().prompt_of(field)

    def on_mount(self) -> None:
        """Ask how many gave each answer, behind whatever is done."""
        if self._question.has_options:
            view = View(What.TOPLINE, self._question.name)
            self.requests.ask("counts", lambda cancel: self._session.table(view, cancel), self._counted, quiet=True)

    def _counted(self, table: Table) -> None:
        self._table = table
        if self.current.field.name == "options":
            self.renew()

    # What can be picked.

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Kinds and roles with what they mean; the options as they stand."""
        match field.name:
            case "kind":
                return tuple(meant(kind, KIND_MEANINGS[kind], kind) for kind in Kind if kind.startswith(typed))
            case "role":
                return tuple(self._role(role) for role in self._roles() if role.startswith(typed))
            case "set":
                words = (
                    (SET, "its columns are the options of one question"),
                    (APART_NOW, "each column is a question of its own"),
                )
                return tuple(meant(word, meaning, word) for word, meaning in words if word.startswith(typed))
            case "ranks":
                count = len(self._others) + 1
                words = (
                    (RATED, f"each of the {count} questions is answered by itself"),
                    (RANKED, f"the answers are the places of these {count}, 1 the first"),
                )
                return tuple(meant(word, meaning, word) for word, meaning in words if word.startswith(typed))
            case "for":
                count = len(self._others) + 1
                words = (
                    (ALONE, "nothing else is changed"),
                    (ALIKE, f"kind, grid and options of all {count} questions of the grid alike"),
                )
                return tuple(meant(word, meaning, word) for word, meaning in words if word.startswith(typed))
            case "options":
                counts = counts_of(self._table) if self._table else {}
                return tuple(Choice(_option_line(o, counts.get(o.code))) for o in self._options.options)
        return ()

    def _roles(self) -> list[str]:
        now = self._question.role
        return [*ROLE_MEANINGS, *([now] if now and now not in ROLE_MEANINGS else [])]

    def _role(self, role: str) -> Choice[str]:
        kept = role == self._question.role
        fault = "" if kept else why_not(role, self._question, Kind.NUMERIC)
        return meant(role, fault or ROLE_MEANINGS.get(role, "as it is"), None if fault else role)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The options are corrected on a screen of their own."""
        if self.current.field.name != "options":
            return super().keys()
        return [("Enter", "correct them"), ("Tab", "next field"), ("Ctrl+S", "save")]

    # The options.

    def submit(self) -> None:
        """Enter saves, also while typing; on the options it opens them."""
        if self.current.field.name == "options":
            self._open_options()
        else:
            super().submit()

    def _open_options(self) -> None:
        from topline.tui.app import ToplineApp

        assert isinstance(self.app, ToplineApp)
        wanted = self.wanted(self.values)
        screen = OptionsScreen(self._session, wanted, self.app.glyphs, self._refusal, does="take these")
        self.app.push_screen(screen, self._take_options)

    def _take_options(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            self._options = OptionList.of(wanted.wanted)
            for prompt in self.prompts:
                if prompt.field.name == "options":
                    prompt.hold(self._options.summary)
                elif prompt.field.name == "for":
                    prompt.hold(ALIKE if wanted.whole else ALONE)
            self.renew()

    def _take(self) -> bool:
        """The options stay as they are shown; whatever else is pointed at goes into its field."""
        return self.current.field.name == "options" or super()._take()

    # What it will do.

    def wanted(self, values: Mapping[str, str]) -> Wanted:
        """The correction, as the fields say it."""
        question = self._question
        text = question.text if values["text"] == question.text else " ".join(values["text"].split()) or question.name
        role = values["role"]
        grid = values.get("grid", "")
        wanted = replace(
            self._options.in_place_of(question),
            kind=Kind(values["kind"]) if values["kind"] in tuple(Kind) else question.kind,
            text=text,
            label=" ".join(values["label"].split()) or text,
            role=Role(role) if role in tuple(Role) else None,
            grid=question.grid if grid == question.grid else " ".join(grid.split()),
        )
        ranks = values.get("ranks", RANKED if question.ranks else RATED) == RANKED
        each: tuple[tuple[Question, Question], ...] = ()
        if ranks is not question.ranks:
            # A ranking is a whole grid, whatever else is corrected of this question alone.
            wanted = with_ranks(wanted, ranks=ranks)
            each = tuple((other, with_ranks(other, ranks=ranks)) for other in self._others)
        taken_apart = {"apart": True, "columns": None} if values.get("set") == APART_NOW else {}
        whole = values.get("for") == ALIKE
        return Wanted(question, wanted, taken_apart, self._others, whole=whole, each=() if whole else each)

    def note(self, values: Mapping[str, str]) -> str:
        """What is changed, what that will do, and where it is kept."""
        correction = self.wanted(values)
        if self._refusal:
            return self._refusal
        changes = correction.changes
        if not changes:
            return "nothing is changed yet"
        effects = "; ".join(filter(None, effect_words(self._question, correction.wanted, self._table)))
        place = survey_file_of(self._session.file).name
        said = "; ".join(change.to_be for change in changes)
        alike = len(correction.names) - 1 if correction.whole else 0
        also = f"; so for {alike} more of its grid" if alike else ""
        return f"{said}{f' ({effects})' if effects else ''}{also}. Kept in {place}"

    def fault(self, values: Mapping[str, str]) -> str:
        """A kind and a role are needed, and somewhere to write."""
        if self._refusal:
            return self._refusal
        role = "" if values["role"] == (self._question.role or NO_ROLE) else values["role"]
        wanted = self.wanted(values).wanted
        ranked = (wanted, *self._others) if wanted.ranks and not self._question.ranks else ()
        if fault := next(filter(None, map(no_ranks, ranked)), ""):
            return fault
        return why_not(role, self._question, values["kind"])


def can_rank(question: Question) -> bool:
    """Whether the answers to a question could be ranks."""
    return question.kind in (Kind.SINGLE, Kind.SCALE, Kind.NUMERIC) and question.role is None


def meant(word: str, meaning: str, value: str | None) -> Choice[str]:
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
