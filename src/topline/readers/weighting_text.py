"""A raked weight as a change of the survey file's text, which otherwise stays as a person wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from topline.readers.correcting import BOM
from topline.readers.survey_text import weighting_said
from topline.readers.toml_lines import Place, TomlLines
from topline.survey import Survey, SurveyFileError, Weighting, read_survey_file


def with_weighting(text: str, weighting: Weighting, survey: Survey) -> str:
    """The text of a survey file that declares a raked weight; one of the same name gives way to it.

    Args:
        text: What stands there; empty for a file that is to be made.
        weighting: What it is raked to.
        survey: Whose questions these are.

    Raises:
        SurveyFileError: when the text is no survey file, or is laid out so that it can be changed by hand only.
    """
    mark = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    before = read_survey_file(bare, "the survey file").content
    said = weighting_said(weighting, survey)
    wanted = dict(before) | {"weighting": dict(before.get("weighting", {})) | {weighting.name: said}}
    for add in (TomlLines.add_table, TomlLines.add_table_last):
        after = _added(bare, weighting.name, said, add)
        if _reads_as(after, wanted):
            read_survey_file(after, "the changed survey file")
            return mark + after
    name = weighting.name
    raise SurveyFileError(f"[weighting.{name}] cannot be added as the survey file is laid out; do it by hand")


def _added(
    text: str, name: str, said: Mapping[str, Any], add: Callable[[TomlLines, Place, Mapping[str, Any]], None]
) -> str:
    """The text with the tables; nothing where they cannot be said in it."""
    from tomlkit.exceptions import TOMLKitError

    lines, place = TomlLines(text), ("weighting", name)
    try:
        lines.say(place, None)
        plain = {key: value for key, value in said.items() if key != "targets"}
        if plain:
            add(lines, place, plain)
        for question, shares in said["targets"].items():
            add(lines, (*place, "targets", question), shares)
        return lines.text
    except (TOMLKitError, LookupError, TypeError, ValueError):
        return ""


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether a text says this, and the targets in this order."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return found == wanted and _order(found) == _order(wanted)


def _order(content: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """The answers of each question of each weighting, in order."""
    return {
        name: {question: list(shares) for question, shares in said["targets"].items()}
        for name, said in content["weighting"].items()
    }
