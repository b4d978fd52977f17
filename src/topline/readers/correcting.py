"""A correction of one question as a change of the survey file's text, which otherwise stays as a person wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from topline.readers.toml_lines import Place, TomlLines
from topline.survey import Kind, Net, Option, Question, Role, Survey, SurveyFileError, as_said, read_survey_file, scored
from topline.survey.survey_file import ROLE_KEYS

BOM = "\ufeff"
SURVEY_WIDE = frozenset((*ROLE_KEYS, "personal"))
"""Keys of a correction that are said of the survey: which column has a role."""


def corrected(text: str, name: str, changes: Mapping[str, Any]) -> str:
    """The text of a survey file in which one question is corrected; comments and order of what stands there stay.

    Args:
        text: What stands there; empty for a file that is to be made.
        name: The question.
        changes: What is to be said of it, by the keys of its table; None leaves a key out. Keys that are said of the
            survey (`id`, `weight`, `sent`, `replied`, `personal`) go there.

    Raises:
        SurveyFileError: when the text is no survey file, or is laid out so that it can be corrected by hand only.
    """
    return all_corrected(text, {name: changes})


def all_corrected(text: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """The same for several questions at once, each with what is to be said of it.

    Raises:
        SurveyFileError: when one of them cannot be corrected.
    """
    mark = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    before = read_survey_file(bare, "the survey file").content
    content = before
    for name, said in changes.items():
        content = _changed(content, name, said)
    wanted = _told(content)
    for add in (TomlLines.add_table, TomlLines.add_table_last):
        after = _altered(bare, changes, add, before.get("question", {}))
        if _reads_as(after, wanted):
            read_survey_file(after, "the corrected survey file")
            return mark + after
    names = ", ".join(f"[question.{name}]" for name in changes)
    raise SurveyFileError(f"{names} cannot be corrected as the survey file is laid out; do it by hand")


def changes_between(question: Question, wanted: Question, survey: Survey, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a survey file has to say so that a question becomes another one, and no more than that.

    Args:
        question: As it is read now.
        wanted: As it should be: its kind, text, label, role, grid, nets, and options in order, those that are set apart
            last.
        survey: Whose question it is.
        said: What the survey file says of it now.
    """
    changes: dict[str, Any] = {}
    if wanted.kind is not question.kind:
        changes["kind"] = wanted.kind.value
    if wanted.text != question.text:
        changes["text"] = wanted.text
    # A short form that only repeats the text goes on doing so.
    follows = question.label == question.text and "label" not in said and wanted.label in (question.text, wanted.text)
    if wanted.label != question.label and not follows:
        changes["label"] = wanted.label
    if wanted.grid != question.grid:
        changes["grid"] = wanted.grid
    if wanted.ranks is not question.ranks:
        # What the file itself says is taken back by saying that it is none.
        changes["ranks"] = wanted.ranks
    if wanted.has_options and not wanted.is_coded:
        changes |= _options_between(question, wanted, said)
    if wanted.bands != question.bands or (wanted.kind is not Kind.NUMERIC and said.get("bands")):
        stays = bool(wanted.bands) and wanted.kind is Kind.NUMERIC
        # What is said elsewhere, as in the metadata of a parquet file, is taken back by saying that there are none.
        changes["bands"] = as_said(wanted.bands) if stays else None if "bands" in said else []
    if said.get("rules") and wanted.kind is not Kind.OPEN:
        changes["rules"] = None  # they suggest codes, and only a verbatim has any
    if wanted.has_options:
        changes |= _nets_between(question, wanted, said)
    if wanted.role is not question.role:
        changes |= _roles_between(question, wanted.role, survey)
    return changes


def _options_between(question: Question, wanted: Question, said: Mapping[str, Any]) -> dict[str, Any]:
    """What to say of the options: all of them only where order or words are others, and why some are set apart."""
    changes: dict[str, Any] = {}
    before = {option.code: option for option in question.options}
    relabelled = _relabelled(question, wanted)
    now_apart = {option.code: option.missing.value for option in wanted.options if option.missing}
    freed = [o for o in wanted.options if not o.missing and o.code in before and before[o.code].missing]
    left = [option.code for option in question.choices if option.code not in now_apart]
    moved = [option.code for option in wanted.choices] != left
    if freed or moved or relabelled:
        every = wanted.choices + wanted.missing
        same = all(option.code == option.label for option in every)
        changes["options"] = [o.code for o in every] if same else {o.code: o.label for o in every}
        if scores := _scores(question, wanted, said, moved=moved or bool(freed)):
            changes["scores"] = scores
    changed = {code: why for code, why in now_apart.items() if _why(before.get(code)) != why}
    if not (changed or freed):
        return changes
    stated = dict(said.get("missing", {}))
    for code in (*changed, *(option.code for option in freed)):
        stated.pop(code, None)
        stated.pop(before[code].label if code in before else code, None)
    missing = now_apart if "options" in changes else stated | changed
    changes["missing"] = missing or None
    return {key: value for key, value in changes.items() if value is not None or key in said}


def _relabelled(question: Question, wanted: Question) -> bool:
    """Whether options have other words than before."""
    before = {option.code: option.label for option in question.options}
    return any(before.get(option.code, option.label) != option.label for option in wanted.options)


def _scores(question: Question, wanted: Question, said: Mapping[str, Any], *, moved: bool) -> dict[str, float]:
    """The points that would be lost once the options are listed: those that do not follow from codes or from order."""
    if wanted.kind is not Kind.SCALE:
        return {}
    points = {option.code: option.score for option in wanted.choices if option.score is not None}
    if "scores" in said:
        # They may be said of labels, which can be others now.
        codes = {option.label: option.code for option in question.options} | {o.code: o.code for o in question.options}
        return {codes.get(key, key): float(score) for key, score in said["scores"].items()}
    follow = scored(tuple(replace(option, score=None) for option in wanted.choices))
    if moved or points == {option.code: option.score for option in follow if option.score is not None}:
        return {}
    return points


def _nets_between(question: Question, wanted: Question, said: Mapping[str, Any]) -> dict[str, Any]:
    """What to say of the nets: nothing where they are as before, unless words that they name are others now."""
    if wanted.nets == question.nets and not ("nets" in said and _relabelled(question, wanted)):
        return {}
    nets = {net.label: list(net.codes) for net in wanted.nets}
    return {"nets": nets if nets or question.nets else None}


def likewise(question: Question, wanted: Question, other: Question) -> Question:
    """Another question of the same grid, corrected as this one is: kind, ranks, order, words, what is set apart, nets.

    Args:
        question: As it is read now.
        wanted: As it should be.
        other: Shares its options; those that it alone has stay as they are, after the others.
    """
    before = {option.code: option for option in question.options}
    after = {option.code: option for option in wanted.options}
    options = tuple(_as_changed(option, before.get(option.code), after.get(option.code)) for option in other.options)
    if list(before) != list(after):
        place = {code: at for at, code in enumerate(after)}
        options = tuple(sorted(options, key=lambda option: place.get(option.code, len(place))))
        options = tuple(sorted(options, key=lambda option: option.missing is not None))
    nets = other.nets
    if wanted.nets != question.nets:
        known = {option.code for option in options}
        held = (Net(net.label, tuple(code for code in net.codes if code in known)) for net in wanted.nets)
        nets = tuple(net for net in held if net.codes)
    return replace(
        other,
        kind=wanted.kind if wanted.kind is not question.kind else other.kind,
        grid=wanted.grid if wanted.grid != question.grid else other.grid,
        ranks=wanted.ranks if wanted.ranks is not question.ranks else other.ranks,
        options=options,
        nets=nets,
    )


def _as_changed(option: Option, before: Option | None, after: Option | None) -> Option:
    """An option, changed in what an option of the same code was changed in."""
    if before is None or after is None:
        return option
    label = after.label if after.label != before.label else option.label
    missing = after.missing if after.missing is not before.missing else option.missing
    return replace(option, label=label, missing=missing)


def _why(option: Option | None) -> str | None:
    return option.missing.value if option is not None and option.missing else None


def _roles_between(question: Question, role: Role | None, survey: Survey) -> dict[str, Any]:
    """What to say of the survey so that a question has this role, and none where there is none."""
    changes: dict[str, Any] = {}
    keys = {role: key for key, role in ROLE_KEYS.items()}
    if question.role in keys:
        changes[keys[question.role]] = ""
    if role in keys:
        changes[keys[role]] = question.name
    if Role.PERSONAL in (question.role, role):
        others = [q.name for q in survey if q.role is Role.PERSONAL and q.name != question.name]
        changes["personal"] = [*others, *([question.name] if role is Role.PERSONAL else [])]
    return changes


# What must be read back.


def _changed(content: Mapping[str, Any], name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a survey file says, changed."""
    questions = {one: dict(said) for one, said in content.get("question", {}).items()}
    survey = dict(content)
    survey["question"] = questions
    for key, value in changes.items():
        place = survey if key in SURVEY_WIDE else questions.setdefault(name, {})
        place.pop(key, None)
        if value is not None:
            place[key] = value
    return survey


def _told(content: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    """What a survey file says, as texts: the order within a value counts, that of keys and tables does not."""
    told: dict[tuple[str, ...], str] = {(key,): repr(value) for key, value in content.items() if key != "question"}
    for name, said in content.get("question", {}).items():
        told |= {("question", name, key): repr(value) for key, value in said.items()}
    return told


def _reads_as(text: str, wanted: Mapping[tuple[str, ...], str]) -> bool:
    try:
        return _told(tomllib.loads(text)) == wanted
    except tomllib.TOMLDecodeError:
        return False


# The change itself.


def _altered(
    text: str,
    changes: Mapping[str, Mapping[str, Any]],
    add: Callable[[TomlLines, Place, Mapping[str, Any]], None],
    known: Collection[str],
) -> str:
    """The text with the changes; nothing where they cannot be said in it."""
    from tomlkit.exceptions import TOMLKitError

    lines = TomlLines(text)
    try:
        for name, said in changes.items():
            _alter(lines, name, said, add, is_new=name not in known)
        return lines.text
    except (TOMLKitError, LookupError, TypeError, ValueError):
        return ""


def _alter(
    lines: TomlLines,
    name: str,
    changes: Mapping[str, Any],
    add: Callable[[TomlLines, Place, Mapping[str, Any]], None],
    *,
    is_new: bool,
) -> None:
    wide = {key: value for key, value in changes.items() if key in SURVEY_WIDE}
    own = {key: value for key, value in changes.items() if key not in SURVEY_WIDE}
    for key, value in wide.items():
        lines.say((key,), value)
    if not is_new:
        for key, value in own.items():
            lines.say(("question", name, key), value)
    elif own:
        told = {key: value for key, value in own.items() if value is not None}
        if lines.is_value(("question",)):
            lines.say(("question", name), told)
        else:
            add(lines, ("question", name), told)
