"""The forms of canned queries: the values of their parameters, and how a view is kept as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.cells import cell_len

from topline.charts import Ink, Line, end_of, fit, line, shown
from topline.engine import Cancel
from topline.survey import FUNCTION_KEYS, KEYS, LETTERS, CannedQuery, Kind, Parameter, Question, ToplineError
from topline.tui.screens.dialogs import Choice
from topline.tui.screens.form import INNER, Field, Form
from topline.tui.session import Session
from topline.tui.widgets.query_list import key_words

ANY = "any"
HOLD = 12
"""Cells at least of what is said behind a value, such as the number of replies."""
NO_KEY = "none"
"""What stands for a query without a key."""


class ParameterForm(Form):
    """The values of a query's parameters, picked from the data or typed; what is left empty means any."""

    DOES = "run"

    def __init__(self, query: CannedQuery, session: Session, values: Mapping[str, str]) -> None:
        """Ask for values.

        Args:
            query: Whose parameters they are.
            session: Knows what there is to pick from.
            values: What stands in the fields first.
        """
        self._query = query
        self._session = session
        self._questions = {p.name: self._question(p) for p in query.parameters}
        self._known: dict[str, tuple[tuple[str, int | None], ...]] = {}
        """The values of each parameter that has been asked about, with the replies that have each."""
        super().__init__(query.title, [self._field(p, values.get(p.name, "")) for p in query.parameters])

    def _question(self, parameter: Parameter) -> Question | None:
        try:
            return self._session.survey.find(parameter.choices) if parameter.choices else None
        except ToplineError:
            return None

    def _field(self, parameter: Parameter, value: str) -> Field:
        question = self._questions[parameter.name]
        closed = (question is not None and bool(question.choices)) or self._names_question(parameter.name)
        hint = ANY
        if question is not None and question.kind in (Kind.NUMERIC, Kind.DATE):
            hint = f"{ANY}, or {'a date such as 2018-09-30' if question.kind is Kind.DATE else 'a number'}"
        return Field(parameter.name, parameter.name.replace("_", " "), value, closed, hint)

    def _names_question(self, name: str) -> bool:
        """Whether a parameter stands for a question rather than for an answer."""
        said = (self._query.rows, *self._query.stub, *self._query.columns, *self._query.fields)
        return f"${name}" in said

    def on_mount(self) -> None:
        """Ask the replies for what there is to pick from, behind the typing."""
        super().on_mount()
        for name, question in self._questions.items():
            if question is not None:
                self.requests.ask(name, partial(self._values, question), partial(self._receive, name), quiet=True)

    def _values(self, question: Question, cancel: Cancel) -> tuple[tuple[str, int | None], ...]:
        return self._session.values_of(question, cancel)

    def _receive(self, name: str, values: tuple[tuple[str, int | None], ...]) -> None:
        self._known[name] = values
        if self.current.field.name == name:
            self.renew()

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Any, and then the values that hold what was typed."""
        folded = typed.casefold()
        question = self._questions[field.name]
        choices: list[Choice[str]] = []
        if self._names_question(field.name):
            for one in self._session.survey:
                if folded in shown(f"{one.name} {one.label}").casefold():
                    choices.append(Choice(_line(one.label, one.name), one.name))
        elif field.name in self._known:
            for value, count in self._known[field.name]:
                if folded in shown(value).casefold():
                    choices.append(Choice(_line(value, "" if count is None else f"{count:,}"), value))
        elif question is not None:
            choices = [
                Choice(_line(o.label, ""), o.label) for o in question.choices if folded in shown(o.label).casefold()
            ]
        if not typed and (choices or question is not None):
            choices.insert(0, Choice(line((f" {ANY}", Ink.DIM)), ""))
        if typed and not choices and field.is_closed:
            choices = [Choice(line((" no answer has these letters", Ink.DIM)))]
        return tuple(choices)

    def note(self, values: Mapping[str, str]) -> str:
        """What an empty field means."""
        empty = [name.replace("_", " ") for name, value in values.items() if not value]
        return f"left empty, which is any: {', '.join(empty)}" if empty else ""


def _line(value: str, about: str) -> Line:
    room = max(HOLD, cell_len(shown(about)))
    return line((f" {fit(value, INNER - room - 2)}", Ink.LABEL), (fit(about, room, right=True), Ink.COUNT))


@dataclass(frozen=True, slots=True)
class Keeping:
    """A file that a query can be kept in."""

    name: str
    """For which surveys it holds queries."""
    path: Path
    refusal: str = ""
    """Why nothing can be written there; empty where it can."""


class SaveForm(Form):
    """A view kept as a canned query: its title, its key, and where it is kept."""

    DOES = "keep"

    def __init__(self, title: str, queries: Sequence[CannedQuery], places: Sequence[Keeping]) -> None:
        """Ask how a view is to be kept.

        Args:
            title: What it could be called.
            queries: Those that there are already.
            places: Where it can be kept, the best first.
        """
        self._queries = tuple(queries)
        self._keepings = tuple(places)
        free = [key for key in FUNCTION_KEYS if self._owner(key) is None]
        self._free = (*free, *(letter for letter in LETTERS if self._owner(letter) is None))
        where = next((place.name for place in places if not place.refusal), "")
        super().__init__(
            "Keep this view as a canned query",
            [
                Field("title", "title", title, empty="what it shows, in few words"),
                Field("key", "key", key_words(self._free[0]) if free else NO_KEY, empty=NO_KEY),
                Field("where", "for", where, is_closed=True),
            ],
        )

    def _owner(self, key: str) -> CannedQuery | None:
        return next((query for query in self._queries if query.key == key), None)

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Keys that are free, and files that can be written."""
        folded = typed.casefold()
        if field.name == "key":
            rest = [*self._free[1:], NO_KEY] if self._free else [NO_KEY]
            keys = [*self._free[:1], *rest]
            where = {True: "anywhere", False: "in the list of queries"}
            return tuple(
                Choice(_line(key_words(key), "" if key == NO_KEY else where[key in FUNCTION_KEYS]), key_words(key))
                for key in keys
                if key.startswith(folded)
            )
        if field.name == "where":
            return tuple(Choice(_place_line(place), None if place.refusal else place.name) for place in self._keepings)
        return ()

    def note(self, values: Mapping[str, str]) -> str:
        """Where it goes."""
        place = next((place for place in self._keepings if place.name == values["where"]), None)
        return f"in {end_of(str(place.path), INNER - 3)}" if place else ""

    def fault(self, values: Mapping[str, str]) -> str:
        """A title and a free key are needed, and somewhere to write."""
        title, key = " ".join(values["title"].split()), values["key"].casefold()
        if not title:
            return "a title is needed: what the query shows, in few words"
        if any(" ".join(query.title.split()).casefold() == title.casefold() for query in self._queries):
            return f"there is a query called {title} already; give another title"
        if key not in ("", NO_KEY) and key not in KEYS:
            return f"{values['key']} can be no key; use F1 to F9, or one of {' '.join(LETTERS)}"
        owner = self._owner(key)
        if owner is not None:
            return f"{key_words(key)} runs {owner.title} already; choose another key"
        if not values["where"]:
            return next((place.refusal for place in self._keepings), "there is nowhere to keep it")
        return ""


def _place_line(place: Keeping) -> Line:
    words = f"{place.name}: {place.refusal or place.path.name}"
    return line((f" {fit(words, INNER - 2)}", Ink.DIM if place.refusal else Ink.LABEL))
