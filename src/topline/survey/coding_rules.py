"""Rules that suggest codes of a verbatim: how a survey file says them, and what is wrong with them.

    [question.how.rules]
    selling.research = ["prospect*", "look up", "/linked ?in/"]

A rule is words that stand one after another, each whole unless a * stands for more letters before or behind it, or a
pattern of RE2 between slashes. Upper and lower case are the same; accents are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from topline.survey.errors import ToplineError, did_you_mean
from topline.survey.patterns import LONGEST, fault_in
from topline.survey.question import Net, Question, Rule

BETWEEN = "-'’‐‑"
"""What may stand within a word of a rule beside letters and digits."""
ONE_BYTE = re.compile(r"(?<!\\)(?:\\\\)*\\C")
"""What a pattern cannot have here although RE2 knows it: half a character cannot be marked in a text."""

Said = list[str] | dict[str, list[str]]


class RuleError(ToplineError):
    """A rule that says nothing, or cannot be; knows the keys below `rules` where it stands."""

    def __init__(self, message: str, *keys: str) -> None:
        super().__init__(message)
        self.keys = keys


def fault_in_rule(text: str) -> str:
    """Why a rule cannot be read, in words; empty for one that can."""
    pattern = Rule("", text).regex
    if pattern is not None:
        if not pattern:
            return "a pattern between slashes cannot be empty"
        if fault := fault_in(pattern):
            return f"{fault.what}, at character {fault.at + 2}"
        return r"\C cannot be used here; write . for any character" if ONE_BYTE.search(pattern) else ""
    if len(text) > LONGEST:
        return f"a rule has at most {LONGEST:,} characters"
    if not text.strip():
        return "a rule cannot be empty"
    for word in text.split():
        if not any(map(_is_of_a_word, word)):
            return f"{word!r} holds no letter; a rule is words, or a pattern between slashes"
        if "*" in word.removeprefix("*").removesuffix("*"):
            return f"a * stands before or behind a word, and not within it as in {word!r}"
        if signs := {sign for sign in word if not _is_of_a_word(sign) and sign not in f"*{BETWEEN}"}:
            sign = min(signs)
            return f'{sign!r} is no letter; signs can stand in a pattern between slashes, as in "/{re.escape(word)}/"'
    return ""


def _is_of_a_word(sign: str) -> bool:
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def rules_of(said: Mapping[str, Any], question: Question) -> tuple[Rule, ...]:
    """The rules that a table of a survey file says, in its order.

    Args:
        said: Rules by code, or by net and code as in the codeframe.
        question: Whose codeframe the codes have to be in, where it has one.

    Raises:
        RuleError: when a rule cannot be read, or its net or code is unknown; the message names the nearest.
    """
    rules = []
    for net, code, texts in _listed(said):
        keys = (net, code) if net else (code,)
        if question.options:
            _check_code(net, code, question, keys)
        for text in [texts] if isinstance(texts, str) else texts if isinstance(texts, list) else [texts]:
            if not isinstance(text, str):
                raise RuleError(f"rules must be texts, and not {text!r}", *keys)
            if fault := fault_in_rule(text):
                raise RuleError(f"the rule {text!r} cannot be read: {fault}", *keys)
            rules.append(Rule(code, text.strip()))
    return tuple(dict.fromkeys(rules))


def _listed(said: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for key, value in said.items():
        if isinstance(value, dict):
            yield from ((key, code, texts) for code, texts in value.items())
        else:
            yield "", key, value


def _check_code(net: str, code: str, question: Question, keys: tuple[str, ...]) -> None:
    nets = {net_key(one): one for one in question.nets}
    if net and net not in nets:
        raise RuleError(f"the codeframe has no net {net!r}{did_you_mean(net, nets)}", *keys[:1])
    if not question.lists(code):
        codes = [option.code for option in question.options]
        near = did_you_mean(code, codes) or "; add it to the codeframe"
        raise RuleError(f"the codeframe has no code {code!r}{near}", *keys)
    if net and code not in nets[net].codes:
        raise RuleError(f"{code!r} is not in the net {net!r} of the codeframe", *keys)


def net_key(net: Net) -> str:
    """What a net is called in a codeframe: its label as a key."""
    return net.label.casefold().replace(" ", "_")


def rules_said(rules: Iterable[Rule], question: Question) -> dict[str, Said]:
    """Rules as `rules_of` reads them, under the nets of their codes, where these say the same."""
    by_code: dict[str, list[str]] = {}
    for rule in rules:
        by_code.setdefault(rule.code, []).append(rule.text)
    said: dict[str, Said] = {}
    for code, texts in by_code.items():
        net = question.net_of(code)
        key = net_key(net) if net else ""
        known = {net_key(one): one for one in question.nets}
        within = said.setdefault(key, {}) if key and known[key] is net and key not in by_code else None
        if isinstance(within, dict):
            within[code] = texts
        else:
            said[code] = texts
    return said
