"""What leaves the coding place: the basket of quotes, read and written to a file, and the codes themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from topline.analysis.quotes import Quote
from topline.charts import Ink, Line, line, prose_lines
from topline.coding.frame_file import HEADINGS, frame_rows
from topline.coding.listed import CodeList, Shape
from topline.engine import Cancel
from topline.export.naming import size_words
from topline.export.outgoing import Written
from topline.export.quotes import QuotesOut, by_code
from topline.export.rows_out import RowsOut
from topline.tui.screens.dialogs import Told
from topline.tui.screens.outgoing import ExportBox, Exporting
from topline.tui.tasks.at_coding import AtCoding

WIDTH = 68
"""Cells of a line of a quote."""


class QuotesBox(Told):
    """The quotes by code; a key exports them."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("e", "export"), ("Esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "export", "Export", show=False)]

    def action_export(self) -> None:
        """Write them to a file."""
        self.dismiss("export")


class Quoting(AtCoding):
    """Quotes of the question that is coded."""

    def do_quote(self) -> None:
        """Put the reply into the basket, or take it out."""
        if not self.is_sitting or self.sitting.row < 0:
            return
        key = self.app.keymap.key("quotes")

        def words(is_in: object) -> str:
            number = len(self.sitting.state.quotes)
            return f"{'in' if is_in else 'out of'} the basket, which has {number:,}; {key} shows it"

        self.coding_screen.do(lambda sitting: sitting.quote(), words)

    def do_quotes(self) -> None:
        """Read the basket."""
        if not self.is_sitting:
            return
        sitting, profile = self.sitting, self.desk.profile
        if not sitting.state.quotes:
            self.say(f"the basket is empty; {self.app.keymap.key('quote')} puts a reply into it")
            return

        def work(cancel: Cancel) -> tuple[Quote, ...]:
            return self.session.quotes(sitting.pile, sitting.state, profile, cancel)

        self.coding_screen.requests.ask("quotes", work, self._show)

    def _show(self, quotes: tuple[Quote, ...]) -> None:
        number = len(quotes)
        title = f"{number:,} {'quote' if number == 1 else 'quotes'}, masked as they will be exported"

        def then(what: str | None) -> None:
            if what == "export":
                self._export(quotes)

        self.app.push_screen(QuotesBox(title, tuple(_lines(quotes))), then)

    def _export(self, quotes: tuple[Quote, ...]) -> None:
        text = self.opened.question.text
        offer = Exporting("the quotes, by code", "quotes", QuotesOut.FORMATS, lambda _: QuotesOut(quotes, text))
        self.app.push_screen(ExportBox(self.session.file, (offer,)), self._wrote)

    def do_codes_out(self) -> None:
        """Write the codes, or the codeframe, to a file."""
        if not self.is_sitting:
            return
        bench = self.sitting.bench
        frame, counts = bench.state.codeframe, bench.state.counts

        def codes(shape: Shape) -> RowsOut:
            listed = CodeList(bench.pile, bench.state, texts=True)
            head = {"question": bench.question.name, "text": bench.question.text, "shape": shape.value}
            return RowsOut(bench.question.label, listed.headings(shape), lambda: listed.rows(shape), head)

        offers = (
            Exporting("the codes of each reply, one a line", "codes", RowsOut.FORMATS, lambda _: codes(Shape.LONG)),
            Exporting("the replies, a column a code", "codes", RowsOut.FORMATS, lambda _: codes(Shape.WIDE)),
            Exporting(
                "the codeframe, with how many have each",
                "codeframe",
                RowsOut.FORMATS,
                lambda _: RowsOut("Codeframe", HEADINGS, lambda: frame_rows(frame, counts)),
            ),
        )
        self.app.push_screen(ExportBox(self.session.file, offers), self._wrote)

    def _wrote(self, written: Written | None) -> None:
        if written is not None:
            self.say(f"wrote {written.path} ({size_words(written.size)})")


def _lines(quotes: tuple[Quote, ...]) -> Iterator[Line]:
    heading = ""
    for code, one in by_code(quotes):
        if code != heading:
            if heading:
                yield Line()
            heading = code
            yield line((f" {code}", Ink.NET))
        for text in prose_lines(f"“{one.text}”", WIDTH - 4):
            yield Line((*line(("   ", Ink.VOICE)).spans, *text.spans))
        if one.who:
            yield line((f"   {one.who}", Ink.DIM))
