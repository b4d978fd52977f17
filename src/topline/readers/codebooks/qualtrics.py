"""A survey of Qualtrics as its .qsf file has it: JSON with a question an element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.raw import Together
from topline.survey import Kind, Option, Role

_ASKED_NOTHING = {"DB", "Timing", "Meta", "Captcha", "Draw", "Signature", "FileUpload"}
_SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB"}
_LONG_TEXTS = {"ML", "ESTB"}


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice, or a row or column of a matrix, as the element has it."""

    id: str
    label: str
    code: str
    """What an export of numbers writes for it."""
    tag: str
    """What its column is called behind the question's name, where not after its id."""
    has_text: bool


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, the choices of it, and the answers of each of these where it is a matrix."""

    tag: str
    id: str
    text: str
    type: str
    selector: str
    subselector: str
    choices: tuple[_Choice, ...]
    answers: tuple[_Choice, ...]
    content: str
    """What a text must be, such as a number or an e-mail address; empty where anything goes."""

    def header(self, headers: Headers, *rest: str) -> str | None:
        """The column of a part of the question, named by its tag or its id."""
        return headers.called(*("_".join([name, *rest]) for name in (self.tag, self.id) if name))


def recognises(said: Any) -> bool:
    """Whether the JSON of a file is a survey of Qualtrics."""
    return isinstance(said, dict) and isinstance(said.get("SurveyElements"), list)


def read(said: Mapping[str, Any], source: str, headers: Headers) -> Codebook:
    """What a survey of Qualtrics says of these columns."""
    elements = [element for element in said["SurveyElements"] if isinstance(element, dict)]
    thrown_away = _trash(elements)
    entries: dict[str, Entry] = {}
    groups: list[HeaderGroup] = []
    described = found = 0
    for question in _questions(elements):
        if question.type in _ASKED_NOTHING or question.id in thrown_away:
            continue
        described += 1
        of_question, group = _found(question, headers)
        found += bool(of_question)
        entries |= of_question
        groups += group
    entry = said.get("SurveyEntry")
    title = plain(str(entry.get("SurveyName") or "")) if isinstance(entry, dict) else ""
    return Codebook(source, entries, described, found, tuple(groups), title)


def _trash(elements: list[dict[str, Any]]) -> set[str]:
    """The questions that were deleted, which the file keeps in a block of their own."""
    thrown_away: set[str] = set()
    for element in elements:
        if element.get("Element") == "BL":
            payload = element.get("Payload")
            blocks = payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ()
            for block in blocks:
                if isinstance(block, dict) and block.get("Type") == "Trash":
                    parts = block.get("BlockElements") or ()
                    thrown_away |= {str(part.get("QuestionID")) for part in parts if isinstance(part, dict)}
    return thrown_away


def _questions(elements: list[dict[str, Any]]) -> Iterator[_Question]:
    for element in elements:
        payload = element.get("Payload")
        if element.get("Element") != "SQ" or not isinstance(payload, dict):
            continue
        is_matrix = bool(payload.get("Answers"))
        recoded = payload.get("RecodeValues")
        settings = (
            (payload.get("Validation") or {}).get("Settings") if isinstance(payload.get("Validation"), dict) else {}
        )
        yield _Question(
            tag=str(payload.get("DataExportTag") or ""),
            id=str(payload.get("QuestionID") or element.get("PrimaryAttribute") or ""),
            text=plain(str(payload.get("QuestionText") or "")),
            type=str(payload.get("QuestionType") or ""),
            selector=str(payload.get("Selector") or ""),
            subselector=str(payload.get("SubSelector") or ""),
            choices=_choices(payload, "Choices", "ChoiceOrder", {} if is_matrix else recoded),
            answers=_choices(payload, "Answers", "AnswerOrder", recoded),
            content=str(settings.get("ContentType") or "") if isinstance(settings, dict) else "",
        )


def _choices(payload: Mapping[str, Any], key: str, order_key: str, recoded: Any) -> tuple[_Choice, ...]:
    """Choices in the order they are shown."""
    given = payload.get(key)
    if isinstance(given, list):
        given = {str(number): choice for number, choice in enumerate(given)}
    if not isinstance(given, dict):
        return ()
    stated = payload.get(order_key)
    order = [str(one) for one in stated] if isinstance(stated, list) else []
    order = [one for one in order if one in given] or list(given)
    order += [one for one in given if one not in order]
    codes = recoded if isinstance(recoded, dict) else {}
    tags = payload.get("ChoiceDataExportTags") if key == "Choices" else None
    found = []
    for one in order:
        choice = given[one] if isinstance(given[one], dict) else {}
        label = plain(str(choice.get("Display") or ""))
        code = str(codes.get(one) or one)
        tag = str(tags.get(one) or "") if isinstance(tags, dict) else ""
        found.append(_Choice(one, label or code, code, tag, str(choice.get("TextEntry")).casefold() in ("true", "on")))
    return tuple(found)


def _options(choices: tuple[_Choice, ...]) -> tuple[Option, ...]:
    return tuple(option_of(choice.code, choice.label) for choice in choices)


def _found(question: _Question, headers: Headers) -> tuple[dict[str, Entry], list[HeaderGroup]]:
    """The columns that a question has, and which of them are one question together."""
    entries: dict[str, Entry] = {}
    groups: list[HeaderGroup] = []
    header = question.header(headers)
    if question.type == "MC" and question.selector in _SEVERAL:
        ticks = _parts(question, headers)
        entries |= {tick: _item(question, choice) for tick, choice in ticks.items()}
        groups += _group(Together.SEVERAL, question, ticks)
        if header is not None:
            entries[header] = Entry(question.tag, question.text, Kind.MULTI, _options(question.choices), separator=",")
    elif question.type == "Matrix" and question.answers:
        rows = _parts(question, headers)
        if question.subselector == "MultipleAnswer":
            for choice in question.choices:
                row = replace(question, text=f"{question.text} - {choice.label}", choices=question.answers)
                ticks = _parts(row, headers, choice.tag or choice.id)
                entries |= {tick: _item(row, answer) for tick, answer in ticks.items()}
                groups += _group(Together.SEVERAL, row, ticks, f"{question.tag}_{choice.id}")
        else:
            options = _options(question.answers)
            entries |= {row: replace(_item(question, choice), options=options) for row, choice in rows.items()}
            groups += _group(Together.GRID, question, rows)
    elif question.type in ("RO", "CS", "Slider", "PGR") or (question.type == "TE" and question.choices):
        parts = _parts(question, headers)
        kind = Kind.NUMERIC if question.type in ("CS", "Slider") else None
        entries |= {part: replace(_item(question, choice), kind=kind) for part, choice in parts.items()}
        if question.type == "RO":
            groups += _group(Together.RANKING, question, parts)
    elif header is not None:
        entries[header] = _single(question)
    return entries | _own_words(question, headers), groups


def _single(question: _Question) -> Entry:
    kind, role = None, None
    if question.type == "TE":
        kind = Kind.OPEN if question.selector in _LONG_TEXTS and not question.content else None
        role = Role.PERSONAL if question.content in ("ValidEmail", "ValidPhone", "ValidUSPhone") else None
    options = _options(question.choices) if question.type == "MC" else ()
    return Entry(question.tag, question.text, kind, options, role, own_words=question.type == "TE")


def _item(question: _Question, choice: _Choice) -> Entry:
    return Entry(question.tag, f"{question.text} - {choice.label}")


def _parts(question: _Question, headers: Headers, *before: str) -> dict[str, _Choice]:
    """The column of each choice, called after the question and the choice's id, code or tag."""
    found = {}
    by_id = {choice: question.header(headers, *before, choice.id) for choice in question.choices}
    by_code = {choice: question.header(headers, *before, choice.code) for choice in question.choices}
    # Columns are called after ids, or after codes where there are others; all of them alike.
    named = by_id if sum(map(bool, by_id.values())) >= sum(map(bool, by_code.values())) else by_code
    for choice in question.choices:
        header = named[choice] or (headers.called(choice.tag) if choice.tag else None)
        header = header or (question.header(headers, *before, choice.tag) if choice.tag else None)
        if header is not None:
            found[header] = choice
    return found


def _group(how: Together, question: _Question, parts: Mapping[str, _Choice], name: str = "") -> list[HeaderGroup]:
    if len(parts) < 2:
        return []
    labels = tuple(choice.label for choice in parts.values())
    return [HeaderGroup(how, tuple(parts), labels, question.text, name or question.tag)]


def _own_words(question: _Question, headers: Headers) -> dict[str, Entry]:
    """The columns of what people wrote beside a choice."""
    found = {}
    for choice in question.choices:
        header = question.header(headers, choice.id, "TEXT") if choice.has_text else None
        if header is not None:
            found[header] = Entry(question.tag, f"{question.text} - {choice.label} - Text", Kind.OPEN)
    return found
