"""What the filter says in words: who is meant, which keys do what, and where something cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from rich.cells import cell_len
from textual.widget import Widget

from topline.charts import Glyphs, Ink, Line, fit, line, shown, wrap
from topline.survey import Condition, Contains, HasWords, Matches, Question, Slice, Survey, Within, read_expression
from topline.survey.conditions import named, written
from topline.tui.widgets import chips, facets
from topline.tui.widgets.chips import ChipList
from topline.tui.widgets.facets import FacetList, Typed
from topline.tui.widgets.finder import QuestionFinder
from topline.tui.widgets.prompt import Prompt

SENTENCE = 2
"""Lines that the sentence may take."""
LABEL = 9
"""Cells before the expression."""
TO_FIND = (("↑↓", "move"), ("Enter", "its answers"))
WRITTEN = (("type", "an expression"),)
TYPED = (("↓", "the values"),)

KEY_CELLS, HELP_CELLS = 12, 54
"""Cells of a key, and of its explanation: together they fit a box on the smallest screen."""
HELP = (
    ("Everywhere", (
        ("Tab", "next part; Shift+Tab the one before"),
        ("Enter", "apply the filter; among the questions, go to the values"),
        ("Esc", "leave everything as it was"),
    )),
    ("Questions", (
        ("letters", "find a question, or one of its answers"),
        ("Backspace", "take a letter back"),
        ("Enter, →", "its values"),
    )),
    ("Values", (
        ("Space", "pick, as many as you like: any of them will do"),
        ("!", "leave out those who are picked"),
        ("x", "pick none"),
        ("u", "take the last change back"),
        ("←", "to the questions"),
        ("↑", "from the first value to the line above it, for a text or a range"),
    )),
    ("Conditions", (
        ("o", "and in place of or, and back"),
        ("!", "the opposite"),
        ("(", "a group of its own around it; what is picked next joins it"),
        ("x, X", "remove it, remove all"),
        ("e", "its values"),
        ("u", "take the last change back"),
    )),
    ("As text", (
        ("type", "the whole filter as an expression; `topline help filters` tells the language"),
    )),
)  # fmt: skip
"""The keys of every part, and what they do."""


def head_lines(title: str, people: Slice, survey: Survey, number: int | None, width: int) -> tuple[Line, ...]:
    """The title with how many replies there are, and who they are."""
    total = survey.respondents
    said = "counting…" if number is None else f"{number:,}"
    of = "" if total is None else f" of {total:,} replies"
    share = f" ({_share(number, total)})" if number is not None and total else ""
    after = of + share + " "
    room = max(0, width - cell_len(said) - len(after))
    first = line((fit(f" {title}", room), Ink.NET), (said, Ink.HIT), (after, Ink.HEADING), width=width)
    sentences = [f"who: {shown(text)}" for text in people.sentences(survey)]
    fitting = (text for text in sentences if len(wrap(text, width - 2, SENTENCE + 1)) <= SENTENCE)
    chosen = next(fitting, sentences[-1])
    return (first, *(line((f" {text}", Ink.LABEL), width=width) for text in wrap(chosen, width - 2, SENTENCE)))


def _share(number: int, total: int) -> str:
    share = 100 * number / total
    return "under 1%" if 0 < share < 1 else f"{share:.0f}%"


def rule(text: str, width: int, glyphs: Glyphs, *, here: bool) -> Line:
    """The heading of a part: a line with its name, bright where the keys go."""
    text = fit(text, min(cell_len(shown(text)), max(0, width - 6)))
    return line(
        (glyphs.rule * 2 + " ", Ink.AXIS),
        (text, Ink.HIT if here else Ink.HEADING),
        (" " + glyphs.rule * max(0, width - 4 - cell_len(text)), Ink.AXIS),
        width=width,
    )


def key_line(focused: Widget | None, written: Prompt, width: int) -> Line:
    """The keys where the person is."""
    keys: tuple[tuple[str, str], ...]
    match focused:
        case ChipList():
            keys = chips.KEYS
        case FacetList():
            keys = facets.KEYS
        case QuestionFinder():
            keys = TO_FIND
        case _:
            keys = WRITTEN if focused is written else TYPED
    apply = () if isinstance(focused, QuestionFinder) else (("Enter", "apply"),)
    typing = isinstance(focused, Prompt) or (isinstance(focused, QuestionFinder) and focused.typed)
    told = () if typing else (("?", "help"),)
    always = (*apply, ("Tab", "next part"), ("Esc", "leave it"), *told)
    room = width - sum(map(_size, always))
    fitting = [key for at, key in enumerate(keys) if sum(map(_size, keys[: at + 1])) <= room]
    parts = [part for key, what in (*fitting, *always) for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
    return line(*parts, width=width)


def help_lines() -> tuple[Line, ...]:
    """The keys of every part of the filter."""
    lines: list[Line] = []
    for heading, keys in HELP:
        lines.append(line((f" {heading}", Ink.HEADING)))
        for key, meaning in keys:
            first, *rest = wrap(meaning, HELP_CELLS, 3)
            lines.append(line((f"  {fit(key, KEY_CELLS)}", Ink.KEY), (first, Ink.LABEL)))
            lines += [line((" " * (KEY_CELLS + 2) + more, Ink.LABEL)) for more in rest]
        lines.append(Line())
    return tuple(lines[:-1])


def _size(key: tuple[str, str]) -> int:
    return len(key[0]) + len(key[1]) + 3


def fault_lines(prompt: Prompt, at: int | None, what: str, width: int) -> tuple[Line, ...]:
    """What cannot be read; below the expression with a mark at the character where it goes wrong."""
    told = [line((f"{' ' * LABEL}{text}", Ink.WARNING), width=width) for text in wrap(what, width - LABEL - 1, 2)]
    if at is None:
        return tuple(told)
    column = cell_len(prompt.value[:at]) - prompt.scroll_offset.x
    mark = line((" " * (LABEL + max(0, column)) + "^", Ink.WARNING), width=width)
    return (mark, *told)


def typed_of(own: Condition | None, typed: Typed) -> Typed:
    """What is typed for a condition on a text; what was typed so far where there is none."""
    if not isinstance(own, (Contains, HasWords, Matches)):
        return typed
    text = own.pattern if isinstance(own, Matches) else own.text
    if (text, type(own)) == (typed.text, typed.meaning):
        return typed
    return replace(Typed(text, type(own)), counts=typed.counts if text == typed.text else (None, None, None))


def typed_range(own: Condition | None) -> tuple[str, str]:
    """What is typed for a range; nothing where it was picked as several."""
    if not isinstance(own, Within):
        return "", ""
    low = _end(own.low)
    return (low if own.low_included else f"over {low}"), _end(own.high, last=not own.high_included)


def _end(bound: object, *, last: bool = False) -> str:
    """An end of a range as it is typed: whole days by their first and last."""
    if isinstance(bound, datetime):
        if bound.time() != time.min:
            return bound.isoformat(sep=" ")
        day: date = bound.date()
        return (day - timedelta(days=1) if last and day > date.min else day).isoformat()
    if not isinstance(bound, (int, float)):
        return ""
    return f"under {written(bound)}" if last else written(bound)


def read_range(question: Question, low: str, high: str, survey: Survey) -> Condition | None:
    """The range between two ends as they were typed, both included; None where both are left open.

    Raises:
        ExpressionError: when an end is no number, or no date.
    """
    name = named(question.name)
    ends = {"low": low.removeprefix("over ").strip(), "high": high.removeprefix("under ").strip()}
    over, under = ("over " if low.startswith("over ") else ""), ("under " if high.startswith("under ") else "")
    if ends["low"] and ends["high"]:
        return read_expression(f"{name} from {over}$low to {under}$high", survey, ends)
    if ends["low"]:
        return read_expression(f"{name} {'>' if over else '>='} $low", survey, ends)
    if ends["high"]:
        return read_expression(f"{name} {'<' if under else '<='} $high", survey, ends)
    return None


def asked(question: Question | None) -> str:
    """A question as the heading of its values."""
    if question is None:
        return "no question has these letters"
    return question.label if question.text == question.label else f"{question.label}: {question.text}"
