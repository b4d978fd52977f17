"""The list of the options of a question while they are corrected."""

from __future__ import annotations

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line
from topline.tui.option_list import OptionList
from topline.tui.widgets.line_list import LineList

COUNT, WHY, SCORE = 9, 12, 7
"""Cells of the columns beside the words."""
LEAST = 30
"""Cells of the words at least, where there is room."""
CODE, NETS = 12, 18
"""Cells of codes and of nets where the screen is narrow."""


class OptionLines(LineList):
    """The options as they stand."""

    def __init__(self) -> None:
        super().__init__(id="option-list")
        self._list = OptionList(())
        self.marked: set[str] = set()
        """Codes of the options that are changed together."""
        self.counts: dict[str, int] = {}
        """Replies with each answer, by its code."""

    def show(self, options: OptionList, cursor: int) -> None:
        """Show options."""
        self._list = options
        self.reset(len(options.options), cursor)

    @property
    def _has_codes(self) -> bool:
        return any(option.code != option.label for option in self._list.options)

    @property
    def _has_scores(self) -> bool:
        return any(option.score is not None for option in self._list.options)

    def widths(self, width: int) -> tuple[int, int, int, int]:
        """Cells of the words, the code, the points, and the nets."""
        code = (CODE if width < 100 else 2 * CODE) if self._has_codes else 0
        score = SCORE if self._has_scores else 0
        nets = NETS if width < 100 else 2 * NETS
        room = max(width - 5 - code - score - COUNT - 2 - WHY - nets - 1, 8)
        # Numbers stand beside the words that they are of, also where there is room for more.
        longest = max((cell_len(option.label) for option in self._list.options), default=0)
        return min(room, max(longest + 2, LEAST)), code, score, nets

    def heading(self, width: int) -> Line:
        """What stands in each column."""
        words, code, score, nets = self.widths(width)
        said = f"     {fit('option', words)}{fit('code', code)}{fit('points', score, right=True)}"
        said += f"{fit('answered', COUNT, right=True)}  {fit('set apart', WHY)}{fit('nets', nets)}"
        return line((said, Ink.HEADING), width=width)

    def line_at(self, index: int, width: int) -> Line:
        """An option: its mark, its number, its words, its code, how many gave it, what it is set apart as, its nets."""
        option = self._list.options[index]
        words, code, score, nets = self.widths(width)
        number = sum(1 for one in self._list.options[: index + 1] if one.missing is None)
        count = self.counts.get(option.code)
        points = f"{option.score:g}" if option.score is not None and not option.missing else ""
        marked = option.code in self.marked
        return line(
            ("*" if marked else " ", Ink.KEY),
            (fit("" if option.missing else f"{number}", 3, right=True) + " ", Ink.AXIS),
            (fit(option.label, words - 1) + " ", Ink.DIM if option.missing else Ink.NET if marked else Ink.LABEL),
            (fit(option.code, code - 1) + " " if code else "", Ink.DIM),
            (fit(points, score, right=True), Ink.DIM),
            (fit("" if count is None else f"{count:,}", COUNT, right=True) + "  ", Ink.COUNT),
            (fit(option.missing or "", WHY), Ink.WARNING),
            (fit("; ".join(self._list.nets_of(option.code)), nets), Ink.NET),
            width=width,
        )
