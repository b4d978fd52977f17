"""The form in which columns are put together: as select-all, as a grid, or as one answer spread over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from topline.charts import Ink, fit, line
from topline.readers.naming import names_of
from topline.survey import Kind, Question, Slice
from topline.tui.screens.correction import SavedForm, meant
from topline.tui.screens.correction_words import Wanted, common_stem
from topline.tui.screens.dialogs import Choice
from topline.tui.screens.form import INNER, Field
from topline.tui.session import Session
from topline.tui.together import MEANINGS, Way, as_grid, overlap_conditions, ways_of

KINDS = {Way.SEVERAL: Kind.MULTI, Way.SPREAD: Kind.SINGLE}


class TogetherForm(SavedForm):
    """Columns that are to be one question: how, its name, and its text."""

    DOES = "put together"
    NOTE_LINES = 5

    def __init__(self, session: Session, questions: Sequence[Question], refusal: str = "") -> None:
        """Say which ways there are, and which is likely.

        Args:
            session: The survey.
            questions: Those whose columns are to be one question, in the order of the file.
            refusal: Why nothing can be saved; empty where it can.
        """
        self._session = session
        self._survey = session.survey
        self._questions = tuple(questions)
        self._refusal = refusal
        self._ways = ways_of(questions, self._survey)
        self._likely = self._ways.likely
        self._why = "" if self._likely is not Way.GRID else "they have the same options"
        """What speaks for the way that is recommended."""
        self._stem = common_stem([question.text for question in questions])
        name = common_stem([question.name for question in questions]) or names_of([self._stem or questions[0].name])[0]
        while name in self._survey:
            name += "_set"
        super().__init__(
            f"Put {len(questions)} columns together",
            [
                Field("way", "as", self._likely or Way.SEVERAL, is_closed=True),
                Field("name", "name", name, empty="what it is called"),
                Field("text", "text", self._stem or name, empty="the question as asked"),
            ],
        )

    def on_mount(self) -> None:
        """See whether anybody has several of the options, behind whatever is done."""
        self.call_after_refresh(self._tell)
        if conditions := overlap_conditions(self._questions) if self._likely is Way.SEVERAL else ():
            self.requests.ask(
                "overlap",
                lambda cancel: self._session.count_each(Slice(), conditions, cancel)[1:],
                self._counted,
                quiet=True,
            )

    def _tell(self) -> None:
        """Why nothing can be done, in the colour of that."""
        self._fault = self._refusal or self._ways.fault
        self._say()

    def _take(self) -> bool:
        """Where there is no way, none can be taken."""
        if self._ways.likely is None:
            self._tell()
            return False
        return super()._take()

    def _counted(self, found: tuple[int | None, ...]) -> None:
        """Where nobody has two of the options, it is one answer."""
        if any(n is None for n in found):
            return
        *each, anybody = (n or 0 for n in found)
        prompt = self.prompts[0]
        untouched = prompt.said == self._likely
        if sum(each) > anybody:
            self._why = f"{sum(each):,} ticks of {anybody:,} people"
            why_not = {
                **self._ways.why_not,
                Way.SPREAD: f"{sum(each):,} ticks of {anybody:,} people: some have several",
            }
            self._ways = replace(self._ways, why_not=why_not)
        elif anybody and not self._ways.why_not[Way.SPREAD]:
            self._likely, self._why = Way.SPREAD, "nobody has two of them"
            if untouched:
                prompt.hold(Way.SPREAD)
        self.renew()

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """The ways, each with what it means or why it cannot be; and otherwise, which columns these are."""
        if field.name != "way":
            return tuple(Choice(line((f"   {fit(q.text, INNER - 4)}", Ink.DIM))) for q in self._questions)
        return tuple(self._way(way) for way in Way if way.startswith(typed))

    def _way(self, way: Way) -> Choice[str]:
        if why := self._ways.why_not[way]:
            return meant(way, why, None)
        if way is self._likely:
            return meant(way, f"recommended{f': {self._why}' if self._why else ''}", way)
        return meant(way, MEANINGS[way], way)

    def wanted(self, values: Mapping[str, str]) -> Wanted:
        """The correction, as the fields say it."""
        way = Way(values["way"]) if values["way"] in tuple(Way) else Way.SEVERAL
        count = len(self._questions)
        if way is Way.GRID:
            name = " ".join((values["text"] or values["name"]).split())
            (question, wanted), *rest = as_grid(self._questions, name, self._stem)
            words = f"{count} questions are one grid now, {name}"
            return Wanted(question, wanted, each=tuple(rest), words=words)
        name = names_of([values["name"]])[0]
        text, kind = " ".join(values["text"].split()) or values["name"], KINDS[way]
        question = Question(name, kind, text)
        columns = [header for q in self._questions for header in q.headers]
        return Wanted(question, question, {"text": text, "kind": kind.value, "columns": columns, "apart": None})

    def note(self, values: Mapping[str, str]) -> str:
        """What it will do."""
        if fault := self._refusal or self._ways.fault:
            return fault
        way, count = values["way"], len(self._questions)
        if way in tuple(Way) and (why := self._ways.why_not[Way(way)]):
            return f"no {way}: {why}"
        if way == Way.GRID:
            return f"these {count} questions share their options then, and are shown together; the text names the grid"
        what = "a person can have several of them" if way == Way.SEVERAL else "a person has one of them"
        return f"these {count} columns become the options of one question; {what}"

    def fault(self, values: Mapping[str, str]) -> str:
        """A way is needed, and a name of its own."""
        if fault := self._refusal or self._ways.fault:
            return fault
        if values["way"] not in tuple(Way):
            return f"as: {values['way']} is not among these"
        if why := self._ways.why_not[Way(values["way"])]:
            return f"no {values['way']}: {why}"
        if not values["name"].strip():
            return "a name is needed: what the question is called"
        name = names_of([values["name"]])[0]
        if values["way"] != Way.GRID and name in self._survey:
            return f"there is a question called {name} already; give another name"
        return ""
