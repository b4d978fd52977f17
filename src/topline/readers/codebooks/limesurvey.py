"""A survey of LimeSurvey as its .lss file has it: XML with a table of rows for questions, subquestions and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.codebooks.safe_xml import begins_with, words_of
from topline.readers.raw import Together
from topline.survey import Kind, Option

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_YES_NO = (Option("Y", "Yes"), Option("N", "No"))
_YES_UNCERTAIN_NO = (Option("Y", "Yes"), Option("U", "Uncertain"), Option("N", "No"))
_CHANGES = (Option("I", "Increase"), Option("S", "Same"), Option("D", "Decrease"))
_POINTS = {"5": 5, "A": 5, "B": 10}
_SINGLE = {"L", "!", "O", "Z"}
_ARRAYS = {"F", "H", "A", "B", "C", "E", "W", "^"}
_PARTS = {"K": Kind.NUMERIC, "Q": None}
"""Types with a column of numbers, or of texts, for each subquestion."""
_ASKED_NOTHING = {"X", "*", "|"}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Survey:
    """The rows of the survey, by what they belong to."""

    questions: tuple[Row, ...]
    parts: Mapping[str, list[Row]]
    """Subquestions by their question's qid, in their order."""
    answers: Mapping[str, list[Row]]
    texts: Mapping[str, str]
    """Of questions and subquestions by their qid, where a table of its own has them."""
    labels: Mapping[str, str]
    """Of answers by their aid."""

    def text(self, row: Row) -> str:
        return plain(self.texts.get(row.get("qid", ""), "") or row.get("question", ""))

    def options(self, row: Row) -> tuple[Option, ...]:
        kind = row.get("type", "")
        if kind in _POINTS:
            return tuple(Option(str(point), str(point)) for point in range(1, _POINTS[kind] + 1))
        fixed = {"Y": _YES_NO, "C": _YES_UNCERTAIN_NO, "E": _CHANGES, "G": (Option("F", "Female"), Option("M", "Male"))}
        if kind in fixed:
            return fixed[kind]
        return tuple(
            option_of(answer["code"], self.labels.get(answer.get("aid", ""), "") or answer.get("answer", ""))
            for answer in self.answers.get(row.get("qid", ""), ())
            if answer.get("code")
        )


@dataclass(slots=True)
class _Found:
    entries: dict[str, Entry] = field(default_factory=dict)
    groups: list[HeaderGroup] = field(default_factory=list)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is a survey of LimeSurvey."""
    return begins_with(head, "document") and b"LimeSurveyDocType" in head


def read_codebook(root: Element, source: str, headers: Headers) -> Codebook:
    """What a survey of LimeSurvey says of these columns."""
    survey = _survey(root)
    found = _Found()
    described = answered = 0
    for question in survey.questions:
        if question.get("type") not in _ASKED_NOTHING:
            described += 1
            answered += _find(question, survey, headers, found)
    title = next((row.get("surveyls_title", "") for row in _rows(root, "surveys_languagesettings")), "")
    return Codebook(source, found.entries, described, answered, tuple(found.groups), plain(title))


def _survey(root: Element) -> _Survey:
    language = words_of(root.find("./languages/language"))

    def spoken(row: Row) -> bool:
        return row.get("language", language) in (language, "")

    questions = [row for row in _rows(root, "questions") if spoken(row) and row.get("parent_qid", "0") in ("0", "")]
    parts = [row for row in (*_rows(root, "subquestions"), *_rows(root, "questions")) if spoken(row)]
    return _Survey(
        questions=tuple(sorted(questions, key=lambda row: (_number(row, "gid"), _number(row, "question_order")))),
        parts=_by(
            (row for row in parts if row.get("parent_qid", "0") not in ("0", "")), "parent_qid", "question_order"
        ),
        answers=_by((row for row in _rows(root, "answers") if spoken(row)), "qid", "sortorder"),
        texts={row.get("qid", ""): row.get("question", "") for row in _rows(root, "question_l10ns") if spoken(row)},
        labels={row.get("aid", ""): row.get("answer", "") for row in _rows(root, "answer_l10ns") if spoken(row)},
    )


def _rows(root: Element, table: str) -> Iterator[Row]:
    for row in root.findall(f"./{table}/rows/row"):
        yield {cell.tag: words_of(cell) for cell in row}


def _by(rows: Iterator[Row], key: str, order: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (_number(row, "scale_id"), _number(row, order))):
        of_key = found.setdefault(row.get(key, ""), [])
        if row not in of_key:
            of_key.append(row)
    return found


def _number(row: Row, key: str) -> int:
    text = row.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _find(question: Row, survey: _Survey, headers: Headers, found: _Found) -> bool:
    """Note the columns that a question has."""
    kind, text, name = question.get("type", ""), survey.text(question), question.get("title", "")
    before = len(found.entries)

    def column(*parts: str) -> str | None:
        """The column of a part: Q[SQ001] in exports for people, Q_SQ001 in those for packages."""
        joined = "_".join(parts)
        if not parts:
            return headers.called(name)
        return headers.called(
            f"{name}[{joined}]", f"{name}_{joined}", f"{name}.{joined}", f"{name}[{']['.join(parts)}]"
        )

    options = survey.options(question)
    parts = survey.parts.get(question.get("qid", ""), [])
    entry = Entry(name, text, Kind.NUMERIC if kind == "N" else None, base_text=_base(question))
    if kind in "MP":
        _note(Together.SEVERAL, entry, _items(parts, survey, column), found)
    elif kind in _ARRAYS:
        _note(Together.GRID, replace(entry, options=options), _items(parts, survey, column), found)
    elif kind in _PARTS:
        items = _items(parts, survey, column)
        found.entries |= {
            header: replace(entry, text=f"{text} - {item}", kind=_PARTS[kind]) for header, item in items.items()
        }
    elif kind == "R":
        ranks = {header: str(rank) for rank in range(1, len(options) + 1) if (header := column(str(rank)))}
        ranked = replace(entry, options=options)
        found.entries |= {header: replace(ranked, text=f"{text} - rank {rank}") for header, rank in ranks.items()}
    elif kind in ";:1":
        across = [part for part in parts if part.get("scale_id") == "1"]
        for part in parts:
            for other in across if part not in across else ():
                if header := column(part.get("title", ""), other.get("title", "")):
                    asked = f"{text} - {survey.text(part)} - {survey.text(other)}"
                    found.entries[header] = replace(entry, text=asked)
    elif header := column():
        long_text = Kind.OPEN if kind in "TU" else entry.kind
        found.entries[header] = replace(entry, kind=long_text, options=options)
        if kind in _SINGLE and (words := column("other") or column("comment")):
            found.entries[words] = Entry(name, f"{text} - in own words", Kind.OPEN)
    return len(found.entries) > before


def _items(parts: list[Row], survey: _Survey, column: Callable[..., str | None]) -> dict[str, str]:
    """The columns of subquestions, each with what it asks."""
    return {header: survey.text(part) for part in parts if (header := column(part.get("title", "")))}


def _note(how: Together, entry: Entry, items: Mapping[str, str], found: _Found) -> None:
    found.entries |= {header: replace(entry, text=f"{entry.text} - {item}") for header, item in items.items()}
    if len(items) > 1:
        found.groups.append(HeaderGroup(how, tuple(items), tuple(items.values()), entry.text, entry.name))


def _base(question: Row) -> str:
    relevance = question.get("relevance", "").strip()
    return "" if relevance in ("", "1") else relevance
