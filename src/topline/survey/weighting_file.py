"""Raked weights as they stand in a survey file: `[weighting.NAME]` with `targets.QUESTION = {answer = share}`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from topline.survey.errors import did_you_mean
from topline.survey.question import Kind, Question
from topline.survey.toml_file import Known, TomlFile
from topline.survey.weighting import NO_WEIGHT, Target, Weighting

WEIGHTING_KEYS: Known = {"targets": dict, "base": str, "cap": (int, float), "title": str}
RAKED_BY = (Kind.SINGLE, Kind.SCALE)
"""Questions of which every reply has one answer: only those have shares that add up to all."""

INSTEAD = "rake to questions of one answer each, such as one that holds the bands of a number"
"""What to do where replies cannot be raked to a question."""


def check_weightings(told: TomlFile) -> None:
    """Check the shape of every `[weighting.NAME]` of a file.

    Raises:
        ToplineError: when something is wrong; it names the file and the line.
    """
    for name, said in told.content.get("weighting", {}).items():
        place = ("weighting", name)
        if fault := name_fault(name):
            raise told.fault(place, fault)
        told.check(place, said, WEIGHTING_KEYS)
        if not said.get("targets"):
            raise told.fault(place, f"[weighting.{name}] needs targets: targets.QUESTION = {{ answer = share, ... }}")
        cap = said.get("cap", math.inf)
        if not cap >= 1:
            raise told.fault((*place, "cap"), f"a cap must be 1 or more, for the mean weight is 1, not {cap}")
        for question, shares in said["targets"].items():
            at = (*place, "targets", question)
            if not isinstance(shares, dict) or not shares:
                raise told.fault(at, f"targets.{question} must be a table: {{ answer = share, ... }}")
            for answer, share in shares.items():
                is_number = isinstance(share, int | float) and not isinstance(share, bool)
                if not is_number or not 0 <= share < math.inf:
                    raise told.fault((*at, answer), f"a share must be a number of 0 or more, not {share!r}")
            if not any(shares.values()):
                raise told.fault(at, f"targets.{question} needs a share above 0")


def name_fault(name: str) -> str:
    """Why a weighting cannot be called so; empty where it can."""
    if not name.strip() or name != name.strip() or not name.isprintable() or name.startswith("-"):
        return f"a weighting cannot be called {name!r}; give it a plain name"
    return f"a weighting cannot be called {name!r}, which stands for no weight" if name == NO_WEIGHT else ""


def raking_fault(question: Question) -> str:
    """Why replies cannot be raked to the answers of a question; empty where they can."""
    if question.takes_several:
        return "several answers each, so shares overlap"
    if question.kind in (Kind.NUMERIC, Kind.DATE):
        return f"{'numbers' if question.kind is Kind.NUMERIC else 'dates'}, which have no shares"
    if question.kind not in RAKED_BY:
        return "people's own words"
    return "" if question.choices else "its answers are not listed"


def weightings_of(told: TomlFile, questions: Mapping[str, Question]) -> tuple[Weighting, ...]:
    """The weightings of a file whose shape was checked, their questions and answers looked up.

    Raises:
        ToplineError: when one speaks of a question or an answer that the survey does not have; it names the file, the
            line and the nearest known.
    """
    return tuple(_weighting(told, name, said, questions) for name, said in told.content.get("weighting", {}).items())


def _weighting(told: TomlFile, name: str, said: Mapping[str, Any], questions: Mapping[str, Question]) -> Weighting:
    place = ("weighting", name)
    if name in questions:
        raise told.fault(place, f"a question is called {name} already; give the weighting another name")
    targets = []
    for asked, shares in said["targets"].items():
        at = (*place, "targets", asked)
        question = _question(told, at, asked, questions)
        if fault := raking_fault(question):
            raise told.fault(at, f"no raking to {asked}: {fault}; {INSTEAD}")
        targets.append(Target(asked, tuple(_shares(told, at, question, shares))))
    base = said.get("base", "")
    if base and _question(told, (*place, "base"), base, questions).kind is not Kind.NUMERIC:
        raise told.fault((*place, "base"), f"{base} cannot be the base: it holds no numbers")
    cap = said.get("cap")
    title = " ".join(said.get("title", "").split())
    return Weighting(name, tuple(targets), base, None if cap is None or cap == math.inf else float(cap), title)


def _question(told: TomlFile, place: tuple[str, ...], name: str, questions: Mapping[str, Question]) -> Question:
    if name not in questions:
        raise told.fault(place, f"there is no question {name!r}{did_you_mean(name, questions)}")
    return questions[name]


def _shares(
    told: TomlFile, place: tuple[str, ...], question: Question, shares: Mapping[str, float]
) -> Sequence[tuple[str, float]]:
    """Code and share of each answer, which is named by its code or its label."""
    counted = question.choices
    known = {option.label: option.code for option in counted} | {option.code: option.code for option in counted}
    found: dict[str, float] = {}
    for answer, share in shares.items():
        if answer not in known:
            apart = any(answer in (option.code, option.label) for option in question.missing)
            why = " that counts: it is set apart as missing" if apart else did_you_mean(answer, known)
            raise told.fault((*place, answer), f"{question.name} has no answer {answer!r}{why}")
        if known[answer] in found:
            raise told.fault((*place, answer), f"the answer {answer!r} has a share already, by its code or its label")
        found[known[answer]] = float(share)
    return tuple(found.items())
