"""Replies as records of CSV, TSV and JSON: of millions of them, so an answer that came before is not made anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from topline.engine import Reply
from topline.export.answers import answer_cell, answer_value
from topline.export.formats import Format
from topline.export.json_shape import json_text
from topline.export.safe_text import spreadsheet_cell, tabbed_cell
from topline.survey import Kind, Question

REMEMBERED = 10_000
"""Answers to a question that are remembered."""

Maker = Callable[[Any], str]
"""Makes the text of an answer as it is stored."""


def reply_records(
    questions: Sequence[Question], replies: Iterable[Reply], form: Format, *, personal: bool = False
) -> Iterator[str]:
    """Replies as records of CSV or TSV below their heading, each led by its row in the file.

    Args:
        questions: The columns.
        replies: Read once, as they are written.
        form: CSV or TSV.
        personal: Whether answers that tell who a person is may be given; they are masked otherwise.
    """
    cell, divider = (_quoted, ",") if form is Format.CSV else (tabbed_cell, "\t")
    yield divider.join(cell(heading) for heading in ("row", *(question.name for question in questions))) + "\n"
    lead = '"{}"'.format if form is Format.CSV else str
    makers = [_cell_maker(question, cell, personal) for question in questions]
    for reply in replies:
        cells = [make(answer) for make, answer in zip(makers, reply.answers, strict=True)]
        yield divider.join((lead(reply.number), *cells)) + "\n"


def replies_pieces(
    who: str,
    total: int,
    offset: int,
    questions: Sequence[Question],
    replies: Iterable[Reply],
    *,
    personal: bool = False,
) -> Iterator[str]:
    """The JSON shape of `replies`, a reply a line, written while it is read.

    Args:
        who: The sentence that says whose replies they are.
        total: Replies of these people, shown or not.
        offset: How many of them come before the first one shown.
        questions: What is told of each reply.
        replies: Read once.
        personal: Whether answers that tell who a person is may be given.
    """
    head = {"who": who, "total": total, "offset": offset, "fields": [question.name for question in questions]}
    yield json_text(head)[: -len("\n}")] + ',\n  "replies": ['
    makers = [_json_maker(question, personal) for question in questions]
    separator = "\n    "
    for reply in replies:
        answers = ", ".join([make(answer) for make, answer in zip(makers, reply.answers, strict=True)])
        yield f'{separator}{{"row": {reply.number}, "answers": {{{answers}}}}}'
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _quoted(text: str) -> str:
    # Most words need no second look, and a look at every letter of ten million verbatims takes its time.
    plain = text.isascii() and text.isprintable() and text[:1].isalnum()
    cell = text if plain else spreadsheet_cell(text)
    return '"' + cell.replace('"', '""') + '"'


def _cell_maker(question: Question, cell: Callable[[str], str], personal: bool) -> Maker:
    return _remembering(question, lambda answer: cell(answer_cell(question, answer, personal=personal)))


def _json_maker(question: Question, personal: bool) -> Maker:
    name = json_text(question.name, indent=None)

    def make(answer: Any) -> str:
        value = answer_value(question, answer, personal=personal)
        plain = isinstance(value, str) and value.isascii() and value.isprintable()
        return f"{name}: {json.dumps(value) if plain else json_text(value, indent=None)}"

    return _remembering(question, make)


def _remembering(question: Question, make: Maker) -> Maker:
    """The same, which gives answers that came before from memory, where they are likely to come again."""
    if question.kind is Kind.OPEN:
        return make
    known: dict[Any, str] = {}

    def remember(answer: Any) -> str:
        key = tuple(answer) if isinstance(answer, list) else answer
        said = known.get(key)
        if said is None:
            said = make(answer)
            if len(known) < REMEMBERED:
                known[key] = said
        return said

    return remember
