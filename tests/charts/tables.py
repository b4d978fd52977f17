"""Tables made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from topline.survey.slice import Slice
from topline.survey.table import BaseCount, Cell, Column, Row, Summary, Table
from topline.survey.view import View, What

EVERYONE = Slice()


def cell(count: int, base: int, letters: str = "", *, suppressed: bool = False, weight: float = 1.0) -> Cell:
    """A cell whose interval is its percentage, 6 points either way."""
    percent = 100 * count / base if base else None
    low = None if percent is None else max(0.0, percent - 6)
    high = None if percent is None else min(100.0, percent + 6)
    return Cell(count, EVERYONE, count * weight, percent, low, high, letters=letters, suppressed=suppressed)


def column(label: str, base: int, letter: str = "", group: str = "", *, weight: float = 1.0) -> Column:
    words = "said yes"
    return Column(label, label, BaseCount(words, base, base * weight, base * 0.9, EVERYONE), letter, group)


def topline(
    rows: Sequence[tuple[str, int]],
    base: int,
    *,
    title: str = "If so, how?",
    nets: Sequence[str] = (),
    summary: Summary | None = None,
    weight: float = 1.0,
) -> Table:
    """A table of one column; the rows after a net stand below it."""
    made = []
    level = 0
    for label, count in rows:
        net = label in nets
        made.append(Row(label, label, (cell(count, base, weight=weight),), net, 0 if net else level))
        level = 1 if nets else 0
    return Table(
        View(What.TOPLINE, "how"),
        title,
        (column("Total", base, weight=weight),),
        tuple(made),
        summaries=(summary,) if summary else (),
    )


def how() -> Table:
    """The founding survey's coded verbatim, as the design shows it, and what else can stand in a bar's place."""
    rows = [
        ("Selling", 191),
        ("Researching prospects", 94),
        ("Preparing for calls", 74),
        ("Keeping up with what customers and competitors publish about themselves", 59),
        ("Managing", 41),
        ("Recruiting and hiring", 41),
        ("Coaching", 0),
        ("Pipeline", 0),
        ("Forecasting", 0),
    ]
    return topline(rows, 205, nets=("Selling", "Managing"))


def languages() -> Table:
    """Labels of every width."""
    rows = [
        ("日本語のとても長い選択肢ラベルです", 1200),
        ("한국어", 300),
        ("עברית שפה", 250),
        ("العربية", 3),
        ("👩‍👩‍👧‍👦 family 👍🏽 ok", 1),
        ("Cafe\u0301 cre\u0300me", 640),
        ("क्‍षत्रिय", 2500),
        ("two\nlines\tand \x1b[31mred", 12),
    ]
    return topline(rows, 2506, title="Which language?")


SCALE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def grid() -> list[Table]:
    """Four questions over one scale, one of them with an empty base."""
    asked = {
        "My company gives me time for LinkedIn": (60, 80, 100, 90, 30),
        "I get credit for it": (150, 110, 60, 30, 10),
        "My manager coaches me": (5, 15, 0, 180, 160),
        "Nobody was asked this one": (0, 0, 0, 0, 0),
    }
    return [topline(list(zip(SCALE, counts, strict=True)), sum(counts), title=title) for title, counts in asked.items()]


def crosstab(*, weight: float = 1.0) -> Table:
    """Two banner questions, one of their columns small and one empty."""
    columns = (
        column("Total", 205, weight=weight),
        column("Manager", 120, "A", "Role", weight=weight),
        column("Director of regional sales operations", 61, "B", "Role", weight=weight),
        column("Owner", 24, "C", "Role", weight=weight),
        column("No policy", 90, "D", "Company policy", weight=weight),
        column("Banned", 115, "E", "Company policy", weight=weight),
        column("Unknown", 0, "F", "Company policy", weight=weight),
    )
    counts = {
        "Selling": (191, 115, 55, 21, 85, 106, 0),
        "Researching prospects": (94, 70, 20, 4, 44, 50, 0),
        "Preparing for calls": (74, 30, 30, 14, 34, 40, 0),
        "Managing": (41, 1, 30, 10, 20, 21, 0),
        "Coaching": (0, 0, 0, 0, 0, 0, 0),
    }
    letters = {("Researching prospects", 1): "B", ("Managing", 2): "A", ("Preparing for calls", 2): "ADE"}
    rows = []
    for label, of in counts.items():
        net = label in ("Selling", "Managing")
        cells = [
            cell(count, columns[at].base.unweighted, letters.get((label, at), ""), weight=weight)
            for at, count in enumerate(of)
        ]
        if label == "Preparing for calls":
            cells[3] = cell(14, 24, suppressed=True)
        rows.append(Row(label, label, tuple(cells), net, 0 if net else 1))
    summaries = tuple(Summary(mean=7.2 + at / 7) if at < 6 else Summary() for at in range(len(columns)))
    return Table(View(What.CROSSTAB, "how", ("role", "policy")), "If so, how?", columns, tuple(rows), (), summaries)


def days() -> Table:
    """Replies a day over six weeks."""
    counts = [0, 3, 41, 62, 38, 22, 9, 4, 14, 55, 30, 21, 10, 6, 2, 1, 8, 12, 9, 6, 3]
    counts += [0, 0, 4, 5, 3, 2, 0, 1, 0, 7, 26, 14, 8, 4, 2, 1, 0, 1, 1, 0, 1]
    return topline([(f"2018-09-{day:02d}", n) for day, n in enumerate(counts, 1)], 412, title="When?")
