"""The columns that the engine keeps beside the answers, so that what is often asked of an answer is known at once."""

from __future__ import annotations

from collections.abc import Iterable

from topline.survey.question import Question


def quoted(column: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + column.replace('"', '""') + '"'


def wrote(question: Question) -> str:
    """The column that says whether a text is more than spaces; it says nothing where there is no text."""
    return quoted(f"topline:wrote {question.column}")


def word_count(question: Question) -> str:
    """The column of the number of words in a verbatim, words being what stands between white space.

    The engine keeps it beside each question that has words, so that a query counts those of a text only once.
    """
    return quoted(f"topline:words {question.column}")


def bits(question: Question) -> str:
    """The column of several answers as the bits of one number; only for a question whose codes have bits."""
    return quoted(f"topline:bits {question.choices_column}")


def bits_of(question: Question, codes: Iterable[str]) -> int:
    """The bits of these codes; a code that nobody gave has none."""
    return sum(1 << question.bits.index(code) for code in set(codes) if code in question.bits)


def told_of(identifier: str) -> str:
    """The column of the replies that an identifier names, or beside which what it names is kept."""
    name = identifier[1:-1].replace('""', '"')
    return name.partition(" ")[2] if name.startswith("topline:") else name
