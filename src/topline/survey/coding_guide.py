"""The guide of a codeframe: what belongs under each code, told to those who code; and how a survey file says it.

[question.how.guide]
coaching = "Helping their own people to get better"
research = { definition = "Finding out about a customer", examples = ["I look them up before a call"], key = "r" }
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from topline.survey.coding_rules import net_key
from topline.survey.errors import ToplineError, did_you_mean
from topline.survey.question import Guidance, Question

KEYS = ("definition", "examples", "key")
Fault = Callable[[tuple[str, ...], str], ToplineError]
"""Makes the error of the keys below `guide` where something is wrong, and of what that is."""


def guide_of(said: Mapping[str, Any], question: Question, fault: Fault) -> tuple[Guidance, ...]:
    """The guide that a table of a survey file says, in its order.

    Args:
        said: By code, or by net and code as in the codeframe: a definition, or a table of `KEYS`.
        question: Whose codeframe the codes have to be in, where it has one.
        fault: Makes errors.

    Raises:
        ToplineError: as `fault` makes it, when it says something else, of an unknown code, or one key of two codes.
    """
    guide: dict[str, Guidance] = {}
    for place, told in _listed(said, question):
        code = place[-1]
        if question.options and not question.lists(code):
            near = did_you_mean(code, [option.code for option in question.options]) or "; add it to the codeframe"
            raise fault(place, f"the codeframe has no code {code!r}{near}")
        if code in guide:
            raise fault(place, f"the code {code!r} is told of twice")
        one = _guidance(place, told, fault)
        if other := next((other for other in guide.values() if one.key and other.key == one.key), None):
            raise fault(place, f"{one.key!r} is the key of {other.code!r} already")
        guide[code] = one
    return tuple(guide.values())


def _listed(said: Mapping[str, Any], question: Question) -> Iterator[tuple[tuple[str, ...], object]]:
    nets = {net_key(net) for net in question.nets}
    for key, told in said.items():
        if isinstance(told, dict) and key in nets and not question.lists(key):
            yield from (((key, code), inner) for code, inner in told.items())
        else:
            yield (key,), told


def _guidance(place: tuple[str, ...], told: object, fault: Fault) -> Guidance:
    code = place[-1]
    if isinstance(told, str):
        return Guidance(code, told.strip())
    if not isinstance(told, dict):
        raise fault(place, f"a code is told of by its definition as text, or by a table, and not by {told!r}")
    if unknown := next((key for key in told if key not in KEYS), None):
        raise fault(place, f"unknown key {unknown!r}{did_you_mean(unknown, KEYS) or '; known: ' + ', '.join(KEYS)}")
    definition, examples, key = told.get("definition", ""), told.get("examples", []), told.get("key", "")
    if not isinstance(definition, str):
        raise fault(place, f"definition must be text, not {definition!r}")
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise fault(place, f"examples must be a list of texts, not {examples!r}")
    if not isinstance(key, str) or len(key) > 1:
        raise fault(place, f"key must be one letter or digit, not {key!r}")
    return Guidance(code, definition.strip(), tuple(filter(None, map(str.strip, examples))), key.strip())


def guide_said(guide: Iterable[Guidance]) -> dict[str, str | dict[str, Any]]:
    """A guide as `guide_of` reads it; what it says nothing of is left out."""
    said: dict[str, str | dict[str, Any]] = {}
    for one in guide:
        told = {"definition": one.definition, "examples": list(one.examples), "key": one.key}
        told = {name: value for name, value in told.items() if value}
        if told:
            said[one.code] = one.definition if [*told] == ["definition"] else told
    return said
