"""A survey as it is kept beside the replies in the cache: nothing is asked, checked or decided when it comes back.

Only for files of our own making that nobody else can write: what a file from elsewhere states goes through
`topline.survey.read_survey_file`, which doubts every word.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from topline.readers.reading import VERSION
from topline.readers.sanitise import sanitise
from topline.survey import Kind, MissingKind, Net, Option, Question, Response, Role, Storage, Survey

_QUESTION: tuple[Field[Any], ...] = tuple(one for one in fields(Question) if one.init and one.compare)
_RESPONSE: tuple[Field[Any], ...] = fields(Response)


def kept_text(survey: Survey) -> str:
    """A survey that was found in a file as text; without what only its survey file says."""
    scales: dict[tuple[Option, ...], int] = {}
    questions = [_said(question, _QUESTION) for question in survey.questions]
    for said in questions:
        if "options" in said:
            # Questions of one grid share their options, and so do they here.
            said["options"] = scales.setdefault(said["options"], len(scales))
        if "nets" in said:
            said["nets"] = [(net.label, net.codes) for net in said["nets"]]
    whole = {
        "version": VERSION,
        "title": survey.title,
        "respondents": survey.respondents,
        "warnings": survey.warnings,
        "response": _said(survey.response, _RESPONSE) if survey.response else None,
        "options": [[(one.code, one.label, one.missing, one.score) for one in options] for options in scales],
        "questions": questions,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def kept_survey(text: str, source: str) -> Survey | None:
    """The survey again; None where another version of topline kept it."""
    whole = json.loads(text)
    if whole["version"] != VERSION:
        return None
    scales = [
        tuple(
            Option(code, label, MissingKind(missing) if missing else None, score) for code, label, missing, score in one
        )
        for one in whole["options"]
    ]
    response = whole["response"]
    return Survey(
        title=whole["title"] or sanitise(_stem(source), one_line=True, limit=200),
        questions=tuple(_question(said, scales) for said in whole["questions"]),
        respondents=whole["respondents"],
        response=Response(**{name: _tuples(value) for name, value in response.items()}) if response else None,
        warnings=tuple(whole["warnings"]),
        source=source,
    )


def _stem(shown: str) -> str:
    """The name of a file without what it ends in, twice where it is packed: what a survey is called that has no title.

    Files of the same content share what is kept of them, and are called as each of them is.
    """
    path = Path(shown)
    return Path(path.stem).stem if path.suffix.casefold() in (".gz", ".zip") else path.stem


def _said(one: object, of: tuple[Field[Any], ...]) -> dict[str, Any]:
    """What is said of something beyond what goes without saying."""
    told = {field.name: (getattr(one, field.name), field.default) for field in of}
    return {name: value for name, (value, usual) in told.items() if usual is MISSING or value != usual}


def _question(said: dict[str, Any], scales: list[tuple[Option, ...]]) -> Question:
    said["kind"] = Kind(said["kind"])
    if "storage" in said:
        said["storage"] = Storage(said["storage"])
    if "blank" in said:
        said["blank"] = MissingKind(said["blank"])
    if "role" in said:
        said["role"] = Role(said["role"])
    if "options" in said:
        said["options"] = scales[said["options"]]
    if "nets" in said:
        said["nets"] = tuple(Net(label, tuple(codes)) for label, codes in said["nets"])
    for name in ("positions", "headers"):
        if name in said:
            said[name] = tuple(said[name])
    return Question(**said)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
