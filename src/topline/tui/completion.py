"""Completion of a statement: what can stand where the cursor is, given the questions of the survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from topline.charts import shown
from topline.engine.responses import SqlColumn
from topline.survey import Question, Survey
from topline.tui.sql_words import FUNCTIONS, KEYWORDS, TABLE, Piece, Token, name_of, pieces, written

MOST = 60
"""Candidates offered at once."""
COMPARED = frozenset({"=", "!", "<", ">", "like", "ilike"})
"""What may stand between a question and an answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can stand there."""

    text: str
    """As it is written into the statement."""
    about: str = ""
    """What it is, in few words."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What can be put in place of the end of what was typed."""

    start: int
    """Where that end begins."""
    candidates: tuple[Candidate, ...]


class Completer:
    """Knows the columns of the table and the answers of its questions."""

    def __init__(self, survey: Survey, columns: Sequence[SqlColumn]) -> None:
        self._survey = survey
        self._columns = sorted(columns, key=lambda column: not column.question)
        """Those of questions first."""
        self.names = frozenset(column.name.casefold() for column in columns)
        """The names of the columns, in lower case."""
        self._whole = self.names | {TABLE, *KEYWORDS}

    def complete(self, statement: str) -> Completion | None:
        """What can follow a statement that is typed up to the cursor; None where nothing is known of it.

        Inside quotes, and after a comparison, these are the answers of the question before it; else questions,
        then the table, SQL's words and functions. A word that is whole already is not completed.
        """
        before = list(pieces(statement))
        last = before[-1] if before else None
        if last is not None and last.token is Token.COMMENT and not statement.endswith(("\n", "*/")):
            return None
        if last is not None and last.is_open and last.token is Token.TEXT:
            typed = statement[last.start + 1 :].replace("''", "'")
            return _found(last.start, _answers(self._asked(before[:-1], statement), typed))
        if last is not None and last.is_open:
            return _found(last.start, self._named(name_of(last, statement), quoted=True))
        if last is None or last.end < len(statement) or last.token is Token.SIGN:
            return _found(len(statement), _answers(self._asked(before, statement), ""))
        if last.token in (Token.TEXT, Token.QUOTED, Token.NUMBER, Token.COMMENT, Token.PARAMETER):
            return None
        typed = statement[last.start :]
        if typed.casefold() in self._whole:
            return None
        led = statement[before[-2].start : before[-2].end].casefold() if len(before) > 1 else ""
        if led in ("from", "join") and TABLE.startswith(typed.casefold()):
            return _found(last.start, [Candidate(TABLE, "the replies")])
        return _found(last.start, self._words(typed))

    def _words(self, typed: str) -> Iterable[Candidate]:
        """Columns, the table, SQL's words and functions that begin with what was typed."""
        folded = typed.casefold()
        yield from self._named(typed)
        if TABLE.startswith(folded):
            yield Candidate(TABLE, "the replies")
        shout = len(typed) > 1 and typed.isupper()
        for word in (*KEYWORDS, *(f"{function}(" for function in FUNCTIONS)):
            if word.startswith(folded):
                yield Candidate(word.upper() if shout else word)

    def _named(self, typed: str, *, quoted: bool = False) -> Iterable[Candidate]:
        """The columns whose name begins with what was typed, then those in which it stands elsewhere."""
        folded = typed.casefold()
        begin = [column for column in self._columns if column.name.casefold().startswith(folded)]
        inside = [column for column in self._columns if folded in column.name.casefold() and column not in begin]
        for column in [*begin, *(inside if len(folded) > 1 else [])]:
            text = '"' + column.name.replace('"', '""') + '"' if quoted else written(column.name)
            yield Candidate(text, column.about)

    def _asked(self, before: Sequence[Piece], statement: str) -> Question | None:
        """The question whose answer is due: `role =`, `role in ('VP',` or `list_contains(how_codes,`."""
        kept = [piece for piece in before if piece.token is not Token.COMMENT]
        words = [statement[piece.start : piece.end].casefold() for piece in kept]
        at = len(kept) - 1
        if words[-1:] == [","] and words[-4:-2] == ["list_contains", "("]:
            return self._question(kept, at - 1, statement)
        if at >= 0 and words[at] in ("(", ","):
            while at >= 0 and (words[at] == "," or kept[at].token in (Token.TEXT, Token.NUMBER)):
                at -= 1
            is_listed = at > 0 and words[at - 1 : at + 1] == ["in", "("]
            return self._question(kept, at - 2, statement) if is_listed else None
        compared = at
        while compared >= 0 and words[compared] in COMPARED:
            compared -= 1
        return self._question(kept, compared, statement) if compared < at else None

    def _question(self, kept: Sequence[Piece], at: int, statement: str) -> Question | None:
        """The question whose column stands there."""
        if at >= 0 and statement[kept[at].start : kept[at].end].casefold() == "not":
            at -= 1
        if at < 0 or kept[at].token not in (Token.NAME, Token.QUOTED):
            return None
        name = name_of(kept[at], statement).casefold()
        column = next((column for column in self._columns if column.name.casefold() == name), None)
        return self._survey[column.question] if column and column.question else None


def _found(start: int, candidates: Iterable[Candidate]) -> Completion | None:
    """What was found and can be typed: a name that cannot be shown as it is is none of them."""
    kept = tuple(dict.fromkeys(one for one in candidates if shown(one.text) == one.text))[:MOST]
    return Completion(start, kept) if kept else None


def _answers(question: Question | None, typed: str) -> Iterable[Candidate]:
    """The answers of a question that begin with what was typed, in quotes; by their labels they are found as well."""
    if question is None:
        return
    folded = typed.casefold()
    for option in question.options:
        if option.code.casefold().startswith(folded) or (folded and option.label.casefold().startswith(folded)):
            text = "'" + option.code.replace("'", "''") + "'"
            yield Candidate(text, option.label if option.label != option.code else "")
