"""What is recorded of a question or a raked weight, so that a later file can be told to differ.

How many gave which answer is never recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from topline.survey.bands import as_said
from topline.survey.errors import did_you_mean
from topline.survey.question import Question
from topline.survey.survey import Survey
from topline.survey.weighting import Weighting


def recorded_of(question: Question) -> dict[str, Any]:
    """What is recorded of a question, by the keys that a survey file has for the same."""
    said: dict[str, Any] = {"text": question.text, "kind": question.kind.value}
    if question.base:
        said["base"] = question.base
    if question.options:
        options = {option.code: option.label for option in question.options}
        said["options"] = options if any(code != label for code, label in options.items()) else list(options)
    if question.missing:
        said["missing"] = {option.code: option.missing.value for option in question.missing if option.missing}
    if question.nets:
        said["nets"] = {net.label: list(net.codes) for net in question.nets}
    if question.bands:
        said["bands"] = as_said(question.bands)
    return said


def recorded_weighting(weighting: Weighting) -> dict[str, Any]:
    """What is recorded of a raked weight, by the keys that a survey file has for the same."""
    said: dict[str, Any] = {"base": weighting.base} if weighting.base else {}
    if weighting.cap is not None:
        said["cap"] = weighting.cap
    said["targets"] = {target.question: dict(target.shares) for target in weighting.targets}
    return said


Difference = tuple[tuple[str, ...], str]
"""How a question or a weight differs: the keys below its name that recorded it otherwise, and the words."""
SAME = 1e-9
"""Fractions of a population that differ by less are the same."""


def differences(name: str, was: Mapping[str, Any], survey: Survey) -> Iterator[Difference]:
    """How a question or a raked weight differs from what was recorded of it, one by one; nothing where it does not.

    Args:
        name: Its name.
        was: What was recorded.
        survey: As it is now.
    """
    if "targets" in was:
        yield from _weighting(name, was, survey)
        return
    if name not in survey:
        known = [question.name for question in survey]
        yield (), f"there is no question {name} any more{did_you_mean(name, known)}"
        return
    now = recorded_of(survey[name])
    for key, words in (("text", "its text is"), ("kind", "it is of the kind")):
        if key in was and was[key] != now[key]:
            yield (key,), f"{words} {now[key]!r}, and was {was[key]!r}"
    if was.get("base", "") != now.get("base", ""):
        yield ("base",), f"it is asked of {_whom(now)}, and was of {_whom(was)}"
    yield from _options(_labels(was.get("options", ())), _labels(now.get("options", ())))
    yield from _missing(was.get("missing", {}), now.get("missing", {}), _labels(now.get("options", ())))
    if was.get("bands", []) != now.get("bands", []):
        here, there = (said.get("bands") or "drawn from the numbers" for said in (now, was))
        yield ("bands",), f"its bands are {here}, and were {there}"
    yield from _nets(was.get("nets", {}), now.get("nets", {}))


def _weighting(name: str, was: Mapping[str, Any], survey: Survey) -> Iterator[Difference]:
    found = survey.weighting(name)
    if found is None:
        known = [one.name for one in survey.weightings]
        yield (), f"there is no weight {name} that is raked any more{did_you_mean(name, known)}"
        return
    now = recorded_weighting(found)
    if was.get("base", "") != now.get("base", ""):
        here, there = (said.get("base") or "everyone counting as one" for said in (now, was))
        yield ("base",), f"it starts from {here}, and did from {there}"
    if was.get("cap") != now.get("cap"):
        here, there = (f"{said['cap']:g}" if "cap" in said else "none" for said in (now, was))
        yield ("cap",), f"its cap is {here}, and was {there}"
    for question, shares in was["targets"].items():
        if question not in now["targets"]:
            yield ("targets", question), f"it is not raked to {question} any more"
            continue
        before, after = _fractions(shares), _fractions(now["targets"][question])
        for code in dict.fromkeys((*before, *after)):
            if abs(before.get(code, -1.0) - after.get(code, -1.0)) > SAME:
                here, there = (f"{100 * of[code]:.4g}%" if code in of else "none" for of in (after, before))
                place = ("targets", question, code) if code in shares else ("targets", question)
                yield place, f"its target for {code!r} of {question} is {here}, and was {there}"
    yield from ((("targets",), f"it is raked to {one} as well") for one in now["targets"] if one not in was["targets"])


def _fractions(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares of a population, which are the same in percent and in people."""
    total = sum(shares.values())
    return {code: share / total if total else 0.0 for code, share in shares.items()}


def _whom(said: Mapping[str, Any]) -> str:
    return said.get("base") or "everyone"


def _labels(said: Any) -> dict[str, str]:
    return (
        {str(code): str(label) for code, label in said.items()} if isinstance(said, Mapping) else {c: c for c in said}
    )


def _options(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for code, label in was.items():
        if code not in now:
            yield ("options", code), f"the option {_option(code, label)} is gone"
        elif now[code] != label:
            yield ("options", code), f"the option {code!r} is called {now[code]!r}, and was {label!r}"
    new = [code for code in now if code not in was]
    yield from ((("options",), f"the option {_option(code, now[code])} is new") for code in new)
    kept, stand = [code for code in was if code in now], [code for code in now if code in was]
    if kept != stand:
        yield ("options",), f"its options stand in another order: {', '.join(now[code] for code in stand)}"


def _option(code: str, label: str) -> str:
    return repr(label) if code == label else f"{label!r} ({code})"


def _missing(was: Mapping[str, str], now: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Difference]:
    for code in labels:
        if was.get(code) != now.get(code):
            here, there = (f"set apart as {kind!r}" if kind else "counted" for kind in (now.get(code), was.get(code)))
            yield ("missing", code), f"the option {_option(code, labels[code])} is {here}, and was {there}"


def _nets(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    for label, codes in was.items():
        if label not in now:
            yield ("nets", label), f"the net {label!r} is gone"
        elif set(now[label]) != set(codes):
            yield ("nets", label), f"the net {label!r} is of {', '.join(now[label])}, and was of {', '.join(codes)}"
    yield from ((("nets",), f"the net {label!r} is new") for label in now if label not in was)
