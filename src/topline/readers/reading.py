"""What was found when a file was turned into parquet, kept beside its survey so that opening it asks nothing again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from topline.survey import MissingKind, Question, Role, Survey

VERSION = 14
"""Raised whenever reading the same file would give another result, which makes cached results stale."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The part of a survey that its survey file does not say: rules, places in the original file, warnings."""

    title: str = ""
    warnings: tuple[str, ...] = ()
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By the question's name: text, label, rule, role, positions, headers, answered, blank."""

    def knows(self, name: str) -> bool:
        """Whether a question was read from the original file, so that its options are complete."""
        return name in self.questions

    def restored(self, question: Question) -> Question:
        """A question with what was found of it when the original was read."""
        said = self.questions.get(question.name)
        if said is None:
            return question
        return replace(
            question,
            text=said["text"],
            label=said["label"],
            rule=said["rule"],
            role=Role(said["role"]) if said.get("role") else None,
            positions=tuple(said["positions"]),
            headers=tuple(said["headers"]),
            answered=said["answered"],
            blank=MissingKind(said["blank"]),
        )

    def as_mapping(self) -> dict[str, Any]:
        """This reading as JSON can hold it."""
        return {"version": VERSION, "title": self.title, "warnings": self.warnings, "questions": self.questions}


def reading_of(survey: Survey) -> Reading:
    """What a survey knows beyond its survey file."""
    questions = {
        question.name: {
            "text": question.text,
            "label": question.label,
            "rule": question.rule,
            "role": question.role.value if question.role else "",
            "positions": question.positions,
            "headers": question.headers,
            "answered": question.answered,
            "blank": question.blank.value,
        }
        for question in survey.questions
    }
    return Reading(survey.title, survey.warnings, questions)


def reading_from(text: str) -> Reading:
    """A reading from the text kept in metadata; an empty one where there is none, or none that can be read."""
    try:
        said = json.loads(text) if text else {}
        if said.get("version") != VERSION:
            return Reading()
        return Reading(said.get("title", ""), tuple(said.get("warnings", ())), said.get("questions", {}))
    except (ValueError, AttributeError):
        return Reading()
