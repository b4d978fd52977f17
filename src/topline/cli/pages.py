"""Answers as pages of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from topline.analysis import answer_words
from topline.charts import BLOCKS, Line, bar_heading, bar_lines, crosstab_lines, fit, summary_line, wrap
from topline.engine import Reply
from topline.survey import CannedQuery, Question, Survey, Table

INDENT = "  "
LONGEST_PARAGRAPH = 400
"""Lines of one text on a page."""
WIDEST_NAME = 24
"""Cells of a question's name beside its answer."""
WIDEST_TYPED = 40
"""Cells of a name that people read in order to type it: readers give none that is longer."""


def table_page(table: Table, survey: Survey, width: int) -> Iterator[str]:
    """A table as a page: survey, question, base, bars or crosstab, and what is needed to trust it."""
    yield from _title(survey, width)
    if table.view.title:
        yield from _paragraph(table.view.title, width)
    yield from _paragraph(table.title, width)
    above = {f"Question: {table.title}"}
    for text in table.footer:
        if text.startswith("Base: "):
            above.add(text)
            yield from _paragraph(text, width)
    yield "\n"
    if len(table.columns) > 1:
        yield from _drawn(crosstab_lines(table, width, BLOCKS))
    elif table.rows:
        yield from _drawn([bar_heading(table, width)])
        yield from _drawn(bar_lines(table, width))
        if line := summary_line(table, width):
            yield "\n"
            yield from _drawn([line])
    else:
        yield "Nobody gave an answer.\n"
    rest = [text for text in table.footer if text not in above]
    if rest:
        yield "\n"
    for text in rest:
        yield from _paragraph(text, width, hanging=INDENT)


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
        yield f"\nrow {reply.row}\n"
        shown += 1
        for question, answer in zip(questions, reply.answers, strict=True):
            words = answer_words(question, answer, personal=personal)
            if not words:
                continue
            lines = wrap(words, max(width - name - 4, 10), LONGEST_PARAGRAPH)
            for number, line in enumerate(lines):
                head = fit(question.name if number == 0 else "", name)
                yield f"{INDENT}{head}  {line}".rstrip() + "\n"
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
    """The canned queries of a survey as a page, one a line, with their parameters."""
    yield from _title(survey, width)
    if not queries:
        yield "No canned queries; add a [[query]] to the survey file (`topline init` writes one).\n"
        return
    yield "\n"
    key = max(3, *(len(query.key) for query in queries))
    for query in queries:
        needed = " ".join(f"{p.name}={p.default or 'VALUE'}" for p in query.parameters)
        text = f"{query.title}  {needed}".rstrip()
        yield f"{fit(query.key, key)}  {fit(text, max(width - key - 2, 10))}".rstrip() + "\n"


def _title(survey: Survey, width: int) -> Iterator[str]:
    yield from _paragraph(survey.title, width)
    if survey.note:
        yield from _paragraph(survey.note, width)


def _paragraph(text: str, width: int, hanging: str = "") -> Iterator[str]:
    for number, line in enumerate(wrap(text, width - len(hanging), LONGEST_PARAGRAPH)):
        yield f"{hanging if number else ''}{line}\n"


def _drawn(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield line.plain.rstrip() + "\n"
