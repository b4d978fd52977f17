"""Which rows of a table are its header, and what they say of each column.

Survey tools write one, two or three rows above the replies; a two-row header taken for one makes the second
row a respondent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from topline.readers.missing import is_blank

Rows = Sequence[Sequence[str]]

_SUBHEADERS = frozenset(["response", "open-ended response", "other (please specify)"])
_ONE_ANSWER = frozenset(["response", "open-ended response", ""])
"""Second rows of SurveyMonkey that add nothing to the first."""
_OWN_WORDS = re.compile(r"(?:(?P<question>.*)\s[-–]\s)?open-ended response\s*", re.IGNORECASE | re.DOTALL)
"""What SurveyMonkey writes over or behind a question that is answered in own words."""
_MADE_UP = re.compile(
    r"unnamed: \d+(?:_level_\d+)?|column_?\d+|\.\.\.\d+|x(?:\.\d+)?|__empty(?:_\d+)?|_duplicated_\d+", re.IGNORECASE
)
"""What other programs write over a column without a name, as over all but the first column of a question."""
_LEGACY = re.compile(r"V\d+")
"""Names of the first columns in Qualtrics' older exports."""
_TAG = re.compile(r"[^\W\d][\w.\-]{0,39}")
"""A name that an author or a program gives a question."""
_ASKS = re.compile(r"[?？؟]\s*(?:\([^()]*\))?\s*$")
"""A label that is a question by itself."""
MOST_TAGS = 0.75
"""Share of the headers that are names, where a second row has the questions."""
LEAST_TOLD = 2
"""Columns of recurring answers that must show that the second row is none of them."""
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says of one column."""

    header: str
    """As it stands in the file."""
    text: str
    """The question as asked, where another row says it; else the header."""
    question: str = ""
    """The question that this column and its neighbours share, where a row of its own says it."""
    part: str = ""
    """The option or item within that question that the column stands for; empty where it is all of the question."""
    tag: str = ""
    """The short name that the author gave the question, such as "Q5_3", where the header has one beside the text."""
    import_id: str = ""
    """Qualtrics' own name of the column, such as "QID5_3": the same for all columns of a question up to "_"."""
    own_words: bool = False
    """Whether the header says that it is answered in own words."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table."""

    headings: tuple[Heading, ...]
    first_reply: int
    """Rows from the start of the file that are no replies; blank ones counted."""
    notes: tuple[str, ...] = ()
    """What was found, a sentence each, where it is not the usual single row."""
    platform: str = ""
    """The survey tool, where its rows of header alone tell it."""


def header_of(rows: Rows) -> Header | None:
    """The header of a table from its first rows; None where every row is blank."""
    filled = [(place, row) for place, row in enumerate(rows) if not is_blank_row(row)]
    if not filled:
        return None
    width = _usual_width([row for _, row in filled])
    notes: list[str] = []
    titles = _titles([row for _, row in filled], width)
    if titles:
        notes.append(f"{'a title line' if titles == 1 else f'{titles} title lines'} before the header left out")
    filled = filled[titles:]
    top = [row for _, row in filled[:3]]
    below = [len(row) for _, row in filled[1:]]
    most_are_wider = sum(length == width for length in below) * 2 > len(below)
    width = max(width, len(top[0])) if most_are_wider else len(top[0])
    if _is_qualtrics(top):
        headings = tuple(_qualtrics(top, place) for place in range(width))
        notes.append("a header of three rows, as Qualtrics writes it")
        return Header(headings, filled[2][0] + 1, tuple(notes), "Qualtrics")
    if _is_qualtrics_in_two_rows(top):
        headings = tuple(_qualtrics(top[:2], place) for place in range(width))
        notes.append("a header of two rows, as Qualtrics writes it without its own names")
        return Header(headings, filled[1][0] + 1, tuple(notes), "Qualtrics")
    if _is_surveymonkey(top):
        headings = _surveymonkey(top, width)
        notes.append("a header of two rows, as SurveyMonkey writes it")
        return Header(headings, filled[1][0] + 1, tuple(notes), "SurveyMonkey")
    if _is_questions_over_options(top, [row for _, row in filled[2:]], width):
        headings = _questions_over_options(top, width)
        notes.append("a header of two rows: questions over their options")
        return Header(headings, filled[1][0] + 1, tuple(notes))
    if _is_tags_over_texts(top, [row for _, row in filled[2:]]):
        headings = tuple(_qualtrics(top[:2], place) for place in range(width))
        notes.append("a header of two rows: names over questions")
        return Header(headings, filled[1][0] + 1, tuple(notes))
    if _is_data(top[0], [row for _, row in filled[1:]]):
        notes.append("no header found: the columns are named by their place")
        return Header((Heading("", ""),) * width, filled[0][0], tuple(notes))
    headings = tuple(_in_one_row(_at(top[0], place)) for place in range(width))
    return Header(headings, filled[0][0] + 1, tuple(notes))


def _in_one_row(header: str) -> Heading:
    words = _OWN_WORDS.fullmatch(header)
    return Heading(header, (words and words["question"]) or header, own_words=words is not None)


def is_blank_row(row: Sequence[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return is_blank("".join(row))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _usual_width(rows: Rows) -> int:
    counts = Counter(map(len, rows))
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]


def _titles(rows: Rows, width: int) -> int:
    """Rows at the top that are too narrow to be a header: the title of an export."""
    if width < 3:
        return 0
    for found, row in enumerate(rows[:10]):
        if len([cell for cell in row if not is_blank(cell)]) > max(1, width // 3) or len(row) > (width + 1) // 2:
            return found
    return 0


def _is_qualtrics(top: Rows) -> bool:
    if len(top) < 3:
        return False
    cells = [cell for cell in top[2] if cell]
    return bool(cells) and all(_has_import_id(cell) for cell in cells)


def _has_import_id(cell: str) -> bool:
    return bool(_import_id(cell))


def _import_id(cell: str) -> str:
    """Qualtrics' name of a column from its JSON, with what it says of the choice; empty where it is none."""
    try:
        said = json.loads(cell)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict) or "ImportId" not in said:
        return ""
    further = [str(said[key]) for key in ("choiceId", "subquestionId") if key in said]
    return "_".join([str(said["ImportId"]), *further])


def _qualtrics(top: Rows, place: int) -> Heading:
    tag = _at(top[0], place)
    import_id = _import_id(_at(top[2], place)) if len(top) > 2 else ""
    text = _at(top[1], place).replace(" - Selected Choice", "")
    return Heading(tag, text or tag, tag=tag, import_id=import_id)


def _is_qualtrics_in_two_rows(top: Rows) -> bool:
    """Qualtrics' older exports, and newer ones of which somebody took the third row out."""
    if len(top) < 2:
        return False
    above = [cell.strip() for cell in top[0]]
    below = [cell.strip().casefold() for cell in top[1]]
    if _LEGACY.fullmatch(above[0]) and below[0] == "responseid":
        return True
    said = dict(zip((cell.casefold() for cell in above), below, strict=False))
    return said.get("startdate") == "start date" and said.get("enddate") == "end date"


def _is_surveymonkey(top: Rows) -> bool:
    if len(top) < 2 or any(_is_nameless(cell) for cell in top[0][:1]):
        return False
    second = [cell.strip().casefold() for cell in top[1]]
    found = sum(cell in _SUBHEADERS for cell in second)
    without_first = any(_is_nameless(cell) and said for cell, said in zip(top[0], second, strict=False))
    # Answers may read like that as well, as where who replied first chose "Other (please specify)" twice.
    others = sum(not is_blank(cell) for cell in second) - found
    return found >= 1 and (without_first or (found >= 2 and found > others))


def _is_nameless(cell: str) -> bool:
    return is_blank(cell) or _MADE_UP.fullmatch(cell.strip()) is not None


def _surveymonkey(top: Rows, width: int) -> tuple[Heading, ...]:
    """Two rows as one: the question, and the option or item where it has several columns."""
    headings = []
    question = ""
    for place in range(width):
        first, second = _at(top[0], place), _at(top[1], place)
        question = question if _is_nameless(first) else first
        if second.strip().casefold() in _ONE_ANSWER:
            own_words = _OWN_WORDS.fullmatch(second) is not None
            headings.append(Heading(question, question, question, own_words=own_words))
        else:
            joined = f"{question} - {second}" if question else second
            headings.append(Heading(joined, joined, question, second))
    return tuple(headings)


def _is_questions_over_options(top: Rows, replies: Rows, width: int) -> bool:
    """Whether questions stand over the first of their columns only, and options or items over all of these.

    A first reply would repeat the answers of others, where an option's text stands in its own column or nowhere.
    """
    if len(top) < 2 or len(replies) < 3:
        return False
    questions = [place for place in range(width) if not _is_nameless(_at(top[0], place))]
    without = [place for place in range(width) if is_blank(_at(top[0], place))]
    labels = [_at(top[1], place) for place in without]
    if not questions or len(without) < max(3, width // 3) or sum(map(is_blank, labels)) * 10 > len(labels):
        return False
    if any(_NUMBER.fullmatch(label.strip()) for label in labels) or len({*labels}) * 2 < len(labels):
        return False
    for place in range(width):
        label = _at(top[1], place)
        below = {answer for row in replies if not is_blank(answer := _at(row, place))}
        if not is_blank(label) and label in below and below != {label}:
            return False
    return True


def _questions_over_options(top: Rows, width: int) -> tuple[Heading, ...]:
    """Two rows as one; a label that asks for itself ends the question that stands before it."""
    headings = []
    question = ""
    for place in range(width):
        first, second = _at(top[0], place), _at(top[1], place)
        if not is_blank(first):
            question = first
        elif _ASKS.search(second):
            question = ""
        if is_blank(second) or not question:
            headings.append(Heading(second or question, second or question, question))
        else:
            joined = f"{question} - {second}"
            headings.append(Heading(joined, joined, question, second))
    return tuple(headings)


def _is_tags_over_texts(top: Rows, replies: Rows) -> bool:
    """Whether names stand over questions: the second row says, in words, what no reply in its columns does.

    Only columns tell of which the answers recur; a first reply recurs in most of these.
    """
    if len(top) < 2 or len(replies) < 3:
        return False
    # What a tool adds of its own may have a name in words: "Time from Start to Finish (seconds)".
    tags = sum(_TAG.fullmatch(cell.strip()) is not None for cell in top[0])
    if any(map(is_blank, top[0])) or tags < MOST_TAGS * len(top[0]):
        return False
    told, words = 0, 0
    for place, cell in enumerate(top[1]):
        below = [answer for row in replies if not is_blank(answer := _at(row, place))]
        if len(below) < 3 or len(set(below)) * 2 > len(below):
            continue
        if is_blank(cell) or cell in below or _NUMBER.fullmatch(cell.strip()):
            return False
        told += 1
        words += len(cell.split())
    return told >= LEAST_TOLD and words >= 3 * told


def _is_data(first: Sequence[str], rows: Rows) -> bool:
    """Whether the first row is a reply like the others: its words recur below, and no word heads numbers."""
    if len(rows) < 3:
        return False
    recurring = 0
    for place, cell in enumerate(first):
        below = [_at(row, place) for row in rows if not is_blank(_at(row, place))]
        if is_blank(cell):
            return False
        is_number = _NUMBER.fullmatch(cell.strip()) is not None
        if not below:
            continue
        numbers = sum(_NUMBER.fullmatch(value.strip()) is not None for value in below)
        if numbers > 0.9 * len(below) and not is_number:
            return False
        if is_number and numbers < 0.5 * len(below):
            return False
        # An option's column holds nothing but its own header, in Typeform's exports.
        recurring += not is_number and below.count(cell) > 1 and len(set(below)) > 1
    return recurring > 0
