"""Answers as pages of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from topline.analysis import answer_words
from topline.charts import (
    BLOCKS,
    Glyphs,
    Ink,
    Line,
    bar_heading,
    bar_lines,
    chart_of,
    comparison_heading,
    comparison_heads,
    comparison_lines,
    crosstab_lines,
    diverging_lines,
    fit,
    line,
    nps_lines,
    plot_lines,
    summary_line,
    wrap,
)
from topline.engine import Reply
from topline.survey import CannedQuery, Chart, Question, Survey, Table

INDENT = "  "
PLOT_HEIGHT = 20
"""Lines of a plot with axes."""
LONGEST_PARAGRAPH = 400
"""Lines of one text on a page."""
WIDEST_NAME = 24
"""Cells of a question's name beside its answer."""
WIDEST_TYPED = 40
"""Cells of a name that people read in order to type it: readers give none that is longer."""


def table_page(
    table: Table, survey: Survey, width: int, grid: Sequence[Table] = (), *, glyphs: Glyphs = BLOCKS
) -> Iterator[str]:
    """A table as a page: survey, question, base, the chart that its view asks for, and what is needed to trust it.

    Args:
        table: A topline, a comparison, a crosstab or the response funnel.
        survey: Whose it is.
        width: In cells.
        grid: For that chart, the toplines of all questions of the grid.
        glyphs: What to draw with.
    """
    yield from _title(survey, width)
    if table.view.title:
        yield from _paragraph(table.view.title, width)
    yield from _paragraph(table.title, width)
    # Of several questions each has a base of its own, which stands below with what else is said of it.
    above = {at for at, text in enumerate(table.footer) if text.startswith("Base: ") and not (table.parts and at)}
    for at in sorted(above):
        yield from _paragraph(table.footer[at], width)
    yield "\n"
    yield from _drawn(_chart_lines(table, survey, width, grid, glyphs))
    said = f"Question: {table.title}"
    rest = [text for at, text in enumerate(table.footer) if at not in above and text != said]
    if rest:
        yield "\n"
    for text in rest:
        yield from _paragraph(text, width, hanging=INDENT)


def _chart_lines(table: Table, survey: Survey, width: int, grid: Sequence[Table], glyphs: Glyphs) -> Iterable[Line]:
    """A table as its view wants it drawn."""
    if not any(part.rows for part in table.each):
        return [line(("Nobody gave an answer.", Ink.LABEL))]
    chart = chart_of(table.view, survey)
    if chart in (Chart.TABLE, Chart.RANKING):
        return crosstab_lines(table, width, glyphs)
    if chart is Chart.GRID and grid:
        return diverging_lines(grid, width, glyphs)
    if chart is Chart.PLOT:
        return plot_lines(table, width, PLOT_HEIGHT, glyphs)
    if table.is_comparison:
        heads = comparison_heads(table, width, glyphs=glyphs)
        return [*heads, Line(), comparison_heading(table, width), *comparison_lines(table, width, glyphs=glyphs)]
    if len(table.columns) > 1:
        return _bars_by_column(table, width, glyphs)
    summary, score = summary_line(table, width), nps_lines(table, width, glyphs)
    return [
        *score,
        *([Line()] if score else []),
        bar_heading(table, width, glyphs=glyphs),
        *bar_lines(table, width, glyphs=glyphs),
        *([Line(), summary] if summary else []),
    ]


def _bars_by_column(table: Table, width: int, glyphs: Glyphs) -> Iterator[Line]:
    for at, column in enumerate(table.columns):
        yield from [Line()] if at else []
        yield line((f"{column.label}  n={column.base.unweighted:,}", Ink.HEADING), width=width)
        yield from bar_lines(table, width, glyphs=glyphs, column=at)


def replies_page(
    survey: Survey,
    who: str,
    total: int,
    offset: int,
    questions: Sequence[Question],
    replies: Iterable[Reply],
    width: int,
    *,
    personal: bool = False,
) -> Iterator[str]:
    """Replies as a page: each led by its row in the file, its answers below it, unanswered questions left out.

    Args:
        survey: Whose replies they are.
        who: The sentence that says whose.
        total: Replies of these people, shown or not.
        offset: How many of them come before the first one shown.
        questions: What is told of each reply.
        replies: Read once.
        width: In cells.
        personal: Whether answers that tell who a person is may be shown.
    """
    yield from _title(survey, width)
    yield from _paragraph(f"Replies: {who}, {total:,}", width)
    name = min(max((len(question.name) for question in questions), default=0), WIDEST_NAME)
    shown = 0
    for reply in replies:
        yield f"\nrow {reply.number}\n"
        shown += 1
        for question, answer in zip(questions, reply.answers, strict=True):
            words = answer_words(question, answer, personal=personal)
            if not words:
                continue
            lines = wrap(words, max(width - name - 4, 10), LONGEST_PARAGRAPH)
            for number, text in enumerate(lines):
                head = fit(question.name if number == 0 else "", name)
                yield f"{INDENT}{head}  {text}".rstrip() + "\n"
    yield "\n"
    if shown < total:
        first = f"{offset + 1:,} to {offset + shown:,}" if shown else "none"
        yield f"Shown: {first} of {total:,}; --limit and --offset show others\n"


def listing_page(survey: Survey, respondents: int, width: int) -> Iterator[str]:
    """The questions of a survey as a page, one a line."""
    yield from _title(survey, width)
    asked = f", {survey.invited:,} invited" if survey.invited else ""
    yield f"{respondents:,} respondents{asked}, {len(survey.questions):,} questions\n\n"
    rows = [("NAME", "KIND", "ANSWERED", "QUESTION")]
    for question in survey.questions:
        kind = f"{question.kind} ({question.role})" if question.role else question.kind.value
        count = "" if question.answered is None else f"{question.answered:,}"
        rows.append((question.name, kind, count, question.text))
    name, kind_width, count_width = (max(len(row[at]) for row in rows) for at in range(3))
    name = min(name, WIDEST_TYPED)
    text = max(width - name - kind_width - count_width - 6, 10)
    for row in rows:
        cells = (fit(row[0], name), fit(row[1], kind_width), fit(row[2], count_width, right=True), fit(row[3], text))
        yield "  ".join(cells).rstrip() + "\n"
    for number, warning in enumerate(survey.warnings):
        yield "\n" if number == 0 else ""
        yield from _paragraph(f"Warning: {warning}", width, hanging=INDENT)


def queries_page(survey: Survey, queries: Sequence[CannedQuery], width: int) -> Iterator[str]:
    """The canned queries of a survey as a page, one a line, with their parameters; the user's own after them."""
    yield from _title(survey, width)
    if not queries:
        yield "No canned queries; add a [[query]] to the survey file (`topline init` writes one).\n"
        return
    source = ""
    yield "\n"
    for query in queries:
        if query.source != source:
            source = query.source
            yield f"\nYour own, in {fit(source, max(width - 14, 10)).rstrip()}\n"
        needed = " ".join(f"{p.name}={p.default or 'any'}" for p in query.parameters)
        text = f"{query.title}  {needed}".rstrip()
        text += f"  ({query.clash} is another query's)" if query.clash else ""
        yield f"{fit(query.key, 3)}  {fit(text, max(width - 5, 10))}".rstrip() + "\n"


def _title(survey: Survey, width: int) -> Iterator[str]:
    yield from _paragraph(survey.title, width)
    if survey.note:
        yield from _paragraph(survey.note, width)


def _paragraph(text: str, width: int, hanging: str = "") -> Iterator[str]:
    for number, part in enumerate(wrap(text, width - len(hanging), LONGEST_PARAGRAPH)):
        yield f"{hanging if number else ''}{part}\n"


def _drawn(lines: Iterable[Line]) -> Iterator[str]:
    for drawn in lines:
        yield drawn.plain.rstrip() + "\n"
