"""The filter language: what people write after --where and as a base in a survey file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from topline.survey.coding_conditions import IsCoded, Stage
from topline.survey.conditions import (
    RESERVED,
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Bound,
    Chose,
    Condition,
    Not,
    Within,
    written,
)
from topline.survey.empty_parameters import without_empty
from topline.survey.errors import ExpressionError, ToplineError, did_you_mean
from topline.survey.patterns import fault_in
from topline.survey.question import Kind, Question, Storage
from topline.survey.text_conditions import Contains, HasWords, Matches, WordCount

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    from topline.survey.survey import Survey

GRAMMAR = r"""
?start: either
?either: both
       | both (_OR both)+                                -> either
?both: negated
     | negated (_AND negated)+                           -> both
?negated: _NOT negated                                   -> negated
        | "(" either ")"
        | question "=" answer                            -> equals
        | question ("!=" | "<>") answer                  -> differs
        | question _IN "(" (answer ("," answer)*)? ")"   -> among
        | question COMPARISON value                      -> compared
        | question _FROM [OVER] value _TO [UNDER] value  -> ranged
        | question _CONTAINS value                       -> contains
        | question _HAS value                            -> has
        | question _MATCHES value                        -> matches
        | question _IS _ANSWERED                         -> answered
        | question _IS _NOT _MISSING                     -> answered
        | question _IS _MISSING                          -> missing
        | question _IS _ASKED                            -> asked
        | question _IS _BLANK                            -> blank
        | question _IS STAGE                             -> staged
        | _WORDS question (COMPARISON | EQUALS) NUMBER   -> word_count
        | _WORDS question _FROM NUMBER _TO NUMBER        -> words_ranged
        | EVERYONE                                       -> everyone
        | NOBODY                                         -> nobody
question: NAME | QUOTED | EVERYONE | NOBODY
?answer: value
       | CODE STRING                                     -> code
value: STRING | NUMBER | NAME | PARAMETER | CODE
_OR.1: /or(?!\w)/i
_AND.1: /and(?!\w)/i
_NOT.1: /not(?!\w)/i
_IN.1: /in(?!\w)/i
_FROM.1: /from(?!\w)/i
_TO.1: /to(?!\w)/i
_CONTAINS.1: /contains(?!\w)/i
_HAS.1: /has(?!\w)/i
_MATCHES.1: /matches(?!\w)/i
_IS.1: /is(?!\w)/i
_ANSWERED.1: /answered(?!\w)/i
_MISSING.1: /missing(?!\w)/i
_ASKED.1: /asked(?!\w)/i
_BLANK.1: /blank(?!\w)/i
STAGE: /(coded|uncoded|uncodable)(?!\w)/i
_WORDS.1: /words(?!\w)/i
OVER.1: /over(?!\w)/i
UNDER.1: /under(?!\w)/i
CODE.1: /code(?!\w)/i
EVERYONE.1: /everyone(?!\w)/i
NOBODY.1: /nobody(?!\w)/i
EQUALS: "="
COMPARISON: /<=|>=|<(?!>)|>/
NAME.-1: /[^\W\d]\w*/
QUOTED: /"(?:[^"]|"")*"/
STRING: /'(?:[^']|'')*'/
NUMBER.1: /[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(?!\w)/
PARAMETER: /\$\w+/
%ignore /\s+/
"""

LARGEST = 2.0**100
"""Whole numbers from here on are compared as real ones: engines hold none that are much larger."""
DEEPEST = 100
"""Conditions that can stand within one another; engines read no more than some hundreds."""

PLAIN = re.compile(r"\s*(?P<question>[^\W\d]\w*)\s*=\s*'(?P<code>(?:[^']|'')*)'\s*")


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)


def read_expression(text: str, survey: Survey, parameters: Mapping[str, str] | None = None) -> Condition:
    """Read a filter expression, such as `role = 'VP' and not how contains 'LinkedIn'`.

    Answers may be given by code or by label; a net stands for its options. `$name` takes the value of a
    parameter; a condition in which one stands that is empty is left out.

    Raises:
        ExpressionError: when the text cannot be read or names no such question or answer; the message
            points at the place and gives the nearest name.
    """
    plain = _plain(text, survey)
    if plain is not None:
        return plain
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ExpressionError(
            f"filter {_excerpt(text, error.start)}, character {error.start + 1}: this is no text in UTF-8",
            error.start,
            "no text in UTF-8",
        ) from None
    from lark.exceptions import UnexpectedEOF, UnexpectedInput

    try:
        tree = _parser().parse(text)
    except UnexpectedEOF:
        raise _fault(text, len(text), "something is missing") from None
    except UnexpectedInput as error:
        if getattr(getattr(error, "token", None), "type", "") == "$END":
            raise _fault(text, len(text), "something is missing") from None
        raise _misread(text, error.pos_in_stream or 0) from None
    kept = without_empty(tree, parameters) if parameters else tree
    return _Reader(text, survey, parameters or {}).condition(kept) if kept else All(())


def _plain(text: str, survey: Survey) -> Condition | None:
    """The commonest expression by far, `question = 'code'`, without the parser.

    A survey's bases are such; importing the parser for them would hold up the first screen.
    """
    said = PLAIN.fullmatch(text)
    if said is None or said["question"].casefold() in RESERVED or said["question"] not in survey:
        return None
    question, code = survey[said["question"]], said["code"].replace("''", "'")
    return Chose(question.name, (code,)) if question.has_options and question.lists(code) else None


def _misread(text: str, at: int) -> ExpressionError:
    """What the parser stumbled over, with the remedy where it is a habit from another language."""
    rest = text[at:]
    if rest.startswith("=") and text[:at].endswith(("=", "!", "<", ">")):
        return _fault(text, at, "use one =")
    if re.match(r"i?like\b", rest, re.IGNORECASE):
        return _fault(text, at, "use contains for a part of a text")
    if rest.startswith('"'):
        said = re.match(r'"((?:[^"]|"")*)"?', rest)
        value = said[1].replace('""', '"') if said else ""
        return _fault(text, at, f"values stand in single quotes, {written(value)}")
    return _fault(text, at, "not understood")


def _fault(text: str, at: int, what: str) -> ExpressionError:
    near = text[at : at + 20].strip()
    place = f"at character {at + 1}, near {near!r}" if near else "at the end"
    example = "write it like: role = 'VP' and not region in ('EMEA')"
    return ExpressionError(f"filter {_excerpt(text, at)}: {what} {place}; {example}", at, what)


MOST_QUOTED = 160
"""Characters of an expression that an error quotes: beyond that, what it says would not be seen."""


def _excerpt(text: str, at: int = 0) -> str:
    """An expression in quotes; of a long one, what stands around a place."""
    if len(text) <= MOST_QUOTED:
        return repr(text)
    start = max(0, min(at - MOST_QUOTED // 2, len(text) - MOST_QUOTED))
    end = start + MOST_QUOTED
    return repr("…" * (start > 0) + text[start:end] + "…" * (end < len(text)))


class _Reader:
    """Turns a parsed expression into conditions on the questions of one survey."""

    def __init__(self, text: str, survey: Survey, parameters: Mapping[str, str]) -> None:
        self.text = text
        self.survey = survey
        self.parameters = parameters
        self.depth = 0

    def condition(self, tree: Tree[Token]) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault_at(None, f"more than {DEEPEST} conditions stand within one another")
        try:
            return self._condition(tree)
        finally:
            self.depth -= 1

    def _condition(self, tree: Tree[Token]) -> Condition:
        parts: list[Any] = list(tree.children)
        match tree.data:
            case "either":
                return AnyOf(tuple(self.condition(part) for part in parts))
            case "both":
                return All(tuple(self.condition(part) for part in parts))
            case "negated":
                return Not(self.condition(parts[0]))
            case "everyone":
                return All(())
            case "nobody":
                return AnyOf(())
            case "equals":
                return self.equals(self.question(parts[0]), parts[1])
            case "differs":
                return Not(self.equals(self.question(parts[0]), parts[1]))
            case "among":
                return self.among(self.question(parts[0]), parts[1:])
            case "compared":
                return self.compared(self.question(parts[0]), str(parts[1]), parts[2])
            case "ranged":
                return self.ranged(self.question(parts[0]), *parts[1:])
            case "contains":
                return Contains(self.question(parts[0]).name, self.value(parts[1]))
            case "has":
                return HasWords(self.question(parts[0]).name, self.value(parts[1]))
            case "matches":
                return self.matches(self.question(parts[0]), parts[1])
            case "answered":
                return Answered(self.question(parts[0]).name)
            case "missing":
                return Not(Answered(self.question(parts[0]).name))
            case "asked":
                return Asked(self.question(parts[0]).name)
            case "blank":
                return Blank(self.question(parts[0]).name)
            case "staged":
                return IsCoded(self.worded(parts[0], "replies to code").name, Stage[str(parts[1]).upper()])
            case "words_ranged":
                question = self.worded(parts[0])
                return WordCount(question.name, self.whole(parts[1]), self.whole(parts[2]))
            case _:
                return self.word_count(self.worded(parts[0]), str(parts[1]), self.whole(parts[2]))

    def fault_at(self, token: Token | None, what: str, further: int = 0) -> ExpressionError:
        """A fault at a token, or so many characters further on."""
        if token is None or token.start_pos is None:
            return ExpressionError(f"filter {_excerpt(self.text)}: {what}", None, what)
        at = token.start_pos + further
        return ExpressionError(f"filter {_excerpt(self.text, at)}, character {at + 1}: {what}", at, what)

    def question(self, tree: Tree[Token]) -> Question:
        token: Any = tree.children[0]
        name = str(token)[1:-1].replace('""', '"') if token.type == "QUOTED" else str(token)
        try:
            return self.survey.find(name, whole=token.type != "QUOTED")
        except ToplineError as error:
            raise self.fault_at(token, str(error)) from None

    def value(self, tree: Tree[Token]) -> str:
        token: Any = tree.children[-1]
        if token.type == "PARAMETER":
            name = str(token)[1:]
            if name not in self.parameters:
                what = f"no value for ${name}; give one as {name}=VALUE"
                raise ExpressionError(
                    f"filter {_excerpt(self.text, token.start_pos or 0)}: {what}", token.start_pos, what
                )
            return self.parameters[name]
        return str(token)[1:-1].replace("''", "'") if token.type == "STRING" else str(token)

    def equals(self, question: Question, tree: Tree[Token]) -> Condition:
        if tree.data != "code" and self.is_measured(question) and not self.is_set_apart(question, self.value(tree)):
            low, high, included = self.bounds(question, tree)
            return Within(question.name, low, high, high_included=included)
        return Chose(question.name, self.codes(question, tree), unlisted=tree.data == "code")

    def matches(self, question: Question, tree: Tree[Token]) -> Condition:
        pattern = self.value(tree)
        fault = fault_in(pattern)
        if fault is not None:
            token: Any = tree.children[0]
            # A quote within the pattern is written twice, and one stands before it.
            before = len(pattern[: fault.at].replace("'", "''")) + 1 if token.type == "STRING" else 0
            raise self.fault_at(token, f"the pattern {pattern!r} cannot be read: {fault.what}", before)
        return Matches(question.name, pattern)

    def is_measured(self, question: Question) -> bool:
        """Whether a value means a number or a moment, rather than one of the options."""
        return not question.has_options and question.kind in (Kind.NUMERIC, Kind.DATE)

    def is_set_apart(self, question: Question, said: str) -> bool:
        """Whether a value is one of the answers that do not count, such as 99 for "No answer"."""
        return any(said == option.code or said.casefold() == option.label.casefold() for option in question.missing)

    def among(self, question: Question, trees: list[Tree[Token]]) -> Condition:
        stored = any(tree.data == "code" for tree in trees)
        apart = all(self.is_set_apart(question, self.value(tree)) for tree in trees)
        if self.is_measured(question) and not stored and not apart:
            return AnyOf(tuple(self.equals(question, tree) for tree in trees))
        codes = [code for tree in trees for code in self.codes(question, tree)]
        return Chose(question.name, tuple(dict.fromkeys(codes)), unlisted=stored)

    def codes(self, question: Question, tree: Tree[Token]) -> tuple[str, ...]:
        """The codes that a value means: a code, a label, or a net; after `code` only what is stored so."""
        said = self.value(tree)
        stored = tree.data == "code"
        if question.lists(said):
            return (said,)
        wanted = " ".join(said.split()).casefold()
        for option in () if stored else question.options:
            if wanted in (" ".join(option.label.split()).casefold(), option.code.casefold()):
                return (option.code,)
        for net in () if stored else question.nets:
            if wanted == net.label.casefold():
                return net.codes
        if question.options and question.has_options and not stored:
            labels = [option.label for option in question.options] + [net.label for net in question.nets]
            near = did_you_mean(said, labels)
            hint = f"; it has: {', '.join(labels[:8])}; a code that it does not list is written code {said!r}"
            raise self.no_such(question, said, tree, near or hint)
        try:
            question.stored(said)
        except ValueError:
            raise self.no_such(question, said, tree, f"; it holds {question.storage} values") from None
        return (said,)

    def no_such(self, question: Question, said: str, tree: Tree[Token], hint: str) -> ExpressionError:
        token: Any = tree.children[0]
        return self.fault_at(token, f"{question.name} has no answer {said!r}{hint}")

    def no_value(self, question: Question, said: str, tree: Tree[Token], holds: str) -> ExpressionError:
        token: Any = tree.children[0]
        return self.fault_at(token, f"{question.name} holds {holds}; {said!r} is none")

    def compared(self, question: Question, sign: str, tree: Tree[Token]) -> Condition:
        low, high, included = self.bounds(question, tree)
        match sign:
            case ">=":
                return Within(question.name, low=low)
            case ">":
                return Within(question.name, low=high, low_included=not included)
            case "<":
                return Within(question.name, high=low)
            case _:
                return Within(question.name, high=high, high_included=included)

    def ranged(
        self, question: Question, over: Token | None, low: Tree[Token], under: Token | None, high: Tree[Token]
    ) -> Condition:
        first, after, whole = self.bounds(question, low)
        start, end, included = self.bounds(question, high)
        return Within(
            question.name,
            low=after if over else first,
            high=start if under else end,
            low_included=not whole if over else True,
            high_included=False if under else included,
        )

    def bounds(self, question: Question, tree: Tree[Token]) -> tuple[Bound, Bound, bool]:
        """The first and last moment or number that a value covers, and whether the last is included."""
        said = self.value(tree)
        if question.storage is Storage.DATE:
            try:
                moment = _plain_moment(datetime.fromisoformat(said))
            except ValueError:
                raise self.no_value(question, said, tree, "dates such as 2018-09-30") from None
            if len(said) <= len("2018-09-30"):
                if moment.date() == date.max:
                    return moment, datetime.max, True
                return moment, moment + timedelta(days=1), False
            return moment, moment, True
        if question.storage not in (Storage.INTEGER, Storage.REAL):
            raise self.no_such(question, said, tree, "; only numbers and dates can be compared with < and >")
        try:
            number = _number(said)
        except ValueError:
            raise self.no_value(question, said, tree, "numbers") from None
        return number, number, True

    def worded(self, tree: Tree[Token], what: str = "words to count") -> Question:
        question = self.question(tree)
        if not question.has_words:
            token: Any = tree.children[0]
            raise self.fault_at(token, f"{question.name} has no {what}; it is no open question")
        return question

    def whole(self, token: Token) -> int:
        try:
            return int(str(token))
        except ValueError:
            raise _fault(self.text, token.start_pos or 0, "a number of words is whole") from None

    def word_count(self, question: Question, sign: str, number: int) -> Condition:
        match sign:
            case "=":
                return WordCount(question.name, number, number)
            case ">=":
                return WordCount(question.name, low=number)
            case ">":
                return WordCount(question.name, low=number + 1)
            case "<":
                return WordCount(question.name, high=number - 1)
            case _:
                return WordCount(question.name, high=number)


def _plain_moment(moment: datetime) -> datetime:
    """A moment without a time zone, as replies have them: in UTC where it was given with one."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _number(text: str) -> int | float:
    """A number as it is written; whole ones exactly, as far as an engine can hold them."""
    number = float(text)
    if not number.is_integer() or abs(number) >= LARGEST:
        return number
    try:
        return int(text)
    except ValueError:
        return int(number)
