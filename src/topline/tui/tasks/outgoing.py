"""Taking results out: to the terminal's clipboard, or to a file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from topline.analysis import fields_of
from topline.analysis.weight_column import weight_column
from topline.charts import Ink
from topline.engine import Cancel
from topline.export import (
    Format,
    Outgoing,
    PersonOut,
    RepliesOut,
    ReportOut,
    TableOut,
    Written,
    every_column,
    every_topline,
    person_text,
    shell_line,
    size_words,
    table_of,
)
from topline.export.results import ResultOut
from topline.survey import Question, Role, Slice, View, What
from topline.tui.action import Place
from topline.tui.screens.outgoing import CopyBox, Copying, ExportBox, Exporting
from topline.tui.tasks.task import Task

MOST_SENT = 74_000 // 4 * 3
"""Bytes that terminals take into their clipboard: as base64 these are 74,000."""
MOST_ROWS = 1_000
"""Replies, or rows of a result, that are copied at most; a file takes any number."""
WORDS = {Place.REPLIES: "these replies", Place.REPLY: "this reply", Place.QUERIES: "this result"}
"""What is shown, by place; elsewhere it is a table."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """A text for the clipboard, or word of one that is too large for it."""

    what: str
    text: str = ""
    size: int = 0
    """In bytes, where it is too large to be sent; it then has no text."""


class Taking(Task):
    """Copies and exports what the place shows."""

    # To the clipboard.

    def do_copy(self) -> None:
        """Copy what is shown, or the command that gives it."""
        if lacking := self._lacking():
            self.say(lacking)
            return
        what = self._what
        if self.desk.place is Place.REPLY:
            ways = [Copying("t", f"{what} as text"), Copying("m", f"{what} as Markdown")]
        else:
            ways = [Copying("m", f"{what} as Markdown"), Copying("t", f"{what} as TSV, for a spreadsheet")]
        ways.append(Copying("c", "the command that gives the same", self.command))
        self.app.push_screen(CopyBox(tuple(ways)), self._copy)

    def _copy(self, letter: str | None) -> None:
        if letter == "c":
            self._send(Clipping("the command", self.command))
        elif letter is not None:
            form = Format.TSV if letter == "t" else Format.MARKDOWN
            make, what = self._shown(), self._what
            self.screen.requests.ask(
                "copy", lambda cancel: self._clipping(make(cancel), form, what), partial(self._send, form=form)
            )

    def _send(self, clipping: Clipping, form: Format | None = None) -> None:
        """Hand a text to the terminal; whether it takes it, nobody is told."""
        if clipping.size:
            size, most = size_words(clipping.size), size_words(MOST_SENT)
            self._export(form, f"{clipping.what}: {size}, and a clipboard takes {most}. Write a file instead?")
            return
        self.app.copy_to_clipboard(clipping.text)
        lines = clipping.text.count("\n") + (not clipping.text.endswith("\n"))
        self.say(f"sent to the terminal's clipboard: {clipping.what} ({lines:,} {'line' if lines == 1 else 'lines'})")

    def _clipping(self, outgoing: Outgoing, form: Format, what: str) -> Clipping:
        """What is shown, as far as a clipboard takes it."""
        if isinstance(outgoing, PersonOut) and outgoing.person is not None and form is Format.TSV:
            pieces = person_text(outgoing.survey, outgoing.person, outgoing.place, personal=outgoing.personal)
            return _whole("".join(pieces), what)
        if isinstance(outgoing, RepliesOut) and not isinstance(outgoing, PersonOut):
            outgoing.limit = MOST_ROWS
            return self._cut(*_replies_that_fit(outgoing, form), outgoing.total, "replies")
        if isinstance(outgoing, ResultOut):
            return self._cut(*_rows_that_fit(outgoing, form), outgoing.rows, "rows")
        return _whole("".join(outgoing.pieces(form)), what)

    def _cut(self, text: str, sent: int, total: int, what: str) -> Clipping:
        """The first of many rows, and how many they are; nothing where not even one can be sent."""
        if total and not sent:
            return Clipping(f"the first of these {what}", size=len(text.encode()))
        what = what if total != 1 else {"replies": "reply"}.get(what, "row")
        if sent == total:
            return Clipping(f"{total:,} {what}", text)
        return Clipping(
            f"the first {sent:,} of {total:,} {what}; {self.app.keymap.key('export')} writes them all", text
        )

    @property
    def command(self) -> str:
        """The command line that gives what the place shows."""
        desk = self.desk
        file = str(self.session.file)
        view, more = desk.view, []
        if desk.place is Place.REPLY:
            view = replace(view, fields=())
            more = ["--all-fields", "--offset", str(desk.position), "--limit", "1"]
        if self.app.personal and view.what in (What.REPLIES, What.SQL):
            more.append("--personal")
        topline, verb, path, *rest = shlex.split(
            view.command(f"./{file}" if file.startswith("-") else file, self.session.survey.min_base)
        )
        return shell_line([topline, verb, path, *more, *rest])

    # To a file.

    def do_export(self) -> None:
        """Write what is shown, or the replies, to a file."""
        self._export()

    def _export(self, form: Format | None = None, said: str = "") -> None:
        offers = tuple(self._offers())
        self.app.push_screen(ExportBox(self.session.file, offers, form=form, said=said), self._wrote)

    def _wrote(self, written: Written | None) -> None:
        if written is not None:
            rows = f"{written.rows:,} {'row' if written.rows == 1 else 'rows'}"
            notes = "".join(f"; {note[:1].lower()}{note[1:]}" for note in written.notes)
            ink = Ink.WARNING if notes else Ink.HIT
            self.say(f"wrote {written.path} ({rows}, {size_words(written.size)}){notes}", ink)

    def _offers(self) -> Iterator[Exporting]:
        """What can be written here, first what is shown."""
        desk, survey = self.desk, self.session.survey
        if desk.place is Place.REPLY:
            told = (self._masked(survey.questions),)
            yield Exporting("this reply", f"reply {desk.position + 1}", PersonOut.FORMATS, self._shown(), notes=told)
        elif desk.place is not Place.REPLIES and not self._lacking():
            formats = ResultOut.FORMATS if desk.place is Place.QUERIES else TableOut.FORMATS
            yield Exporting(self._what, _named(desk.view), formats, self._shown(written=True))
        view = desk.view
        if view.what is not What.REPLIES:
            people = Slice() if view.what is What.SQL else view.slice
            view = desk.replies.of(people.narrowed(survey.replied))
        few, every = fields_of(view, survey), every_column(survey)
        whole = not view.slice.conditions and not view.slice.search
        who = "of everyone in the file" if whole else f"of those: {view.slice.sentence(survey)}"
        count = partial(self.session.count, view.slice)
        columns = [(few, f"the {len(few)} {'column' if len(few) == 1 else 'columns'} shown")]
        if survey.min_base:
            every = few
        columns += [(every, f"all {len(every)} columns")] if len(every) > len(few) else []
        for questions, words in columns:
            make = partial(self._replies, view, questions)
            weight = weight_column(view.slice, survey, questions)
            weighed = f"weighted: {weight.name} says what each reply weighs" if weight else ""
            notes = (who, weighed, self._masked(questions))
            yield Exporting(f"replies, {words}", "replies", RepliesOut.FORMATS, make, count, notes)
        if desk.place is Place.TOPLINE:
            yield Exporting("a report: every topline of everyone", "report", ReportOut.FORMATS, self._report)

    def _report(self, cancel: Cancel) -> ReportOut:
        """Every topline in one file."""
        survey, table = self.session.survey, self.session.table
        return ReportOut(every_topline(survey), survey, lambda view: table(view, cancel))

    def _masked(self, questions: Sequence[Question]) -> str:
        """A word on the answers that tell who a person is, where any go out."""
        told = [question.label for question in questions if question.role is Role.PERSONAL]
        if not told:
            return ""
        if self.app.personal:
            return f"with {', '.join(told)}: these tell who people are"
        return f"{', '.join(told)}: masked; {self.app.keymap.key('personal')} at the place shows and writes them"

    # What is shown, in any format.

    @property
    def _what(self) -> str:
        return WORDS.get(self.desk.place, "this table")

    def _lacking(self) -> str:
        """What there must be before this can be taken out; nothing where it is there."""
        view = self.desk.view
        if view.what is What.SQL and not view.sql:
            return "there is no result yet; run a query first"
        if view.what is What.CROSSTAB and not view.rows:
            return f"nothing is crossed yet; {self.app.keymap.key('banner')} picks what to cross by"
        return ""

    def _shown(self, *, written: bool = False) -> Callable[[Cancel], Outgoing]:
        """What makes what is shown.

        Args:
            written: Whether it goes to a file, which takes also the rows that are too many to be shown.
        """
        desk = self.desk
        view, personal = desk.view, self.app.personal
        if desk.place is Place.REPLY:
            return lambda cancel: self.session.person_out(view, desk.position, personal=personal, cancel=cancel)
        match view.what:
            case What.REPLIES:
                return partial(self._replies, view, fields_of(view, self.session.survey))
            case What.SQL if written:
                return lambda cancel: self.session.result_out(view, personal=personal, cancel=cancel)
            case What.SQL:
                return lambda cancel: ResultOut(
                    self.session.run_sql(view, personal=personal, cancel=cancel), view.title
                )
            case _:
                return partial(self._table, view)

    def _table(self, view: View, cancel: Cancel) -> TableOut:
        """The table of a view, or of its whole grid where that is what is seen."""
        survey = self.session.survey
        return TableOut(table_of(view, survey, lambda one: self.session.table(one, cancel)), survey)

    def _replies(self, view: View, questions: tuple[Question, ...], cancel: Cancel) -> RepliesOut:
        return self.session.replies_out(view, questions, personal=self.app.personal, cancel=cancel)


def _whole(text: str, what: str) -> Clipping:
    size = len(text.encode())
    return Clipping(what, text) if size <= MOST_SENT else Clipping(what, size=size)


def _replies_that_fit(replies: RepliesOut, form: Format) -> tuple[str, int]:
    """The text of as many replies as a clipboard takes, and how many they are; of the first one alone all of it."""
    pieces: list[str] = []
    size = 0
    for piece in replies.pieces(form):
        size += len(piece.encode())
        if size > MOST_SENT:
            return "".join(pieces) + (piece if replies.done == 1 else ""), replies.done - 1
        pieces.append(piece)
    return "".join(pieces), replies.done


def _rows_that_fit(out: ResultOut, form: Format) -> tuple[str, int]:
    """The text of as many rows of a result as a clipboard takes, and how many they are."""
    sent = min(out.rows, MOST_ROWS)
    while True:
        cut = replace(out.result, rows=out.result.rows[:sent], truncated=out.result.truncated or sent < out.rows)
        text = "".join(ResultOut(cut, out.title).pieces(form))
        size = len(text.encode())
        if size <= MOST_SENT or sent <= 1:
            return text, sent if size <= MOST_SENT else 0
        sent = max(1, min(sent - 1, sent * MOST_SENT // size))


def _named(view: View) -> str:
    """What the name of a file says of a view."""
    if view.what is What.SQL:
        return view.title or "result"
    if view.what is What.RESPONSE:
        return What.RESPONSE.value
    by = f"by {' '.join(view.columns)}" if view.columns else ""
    return " ".join([*view.questions, by, "compared" if view.against else ""])
