"""The help on filters: what it shows can be written, and what can be written is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.cli.help_texts import FILTERS
from topline.readers import open_source
from topline.survey import ToplineError, read_expression
from topline.survey.conditions import RESERVED

EXAMPLES = [
    line[2:].split("  ")[0] for line in FILTERS.splitlines() if re.match(r"  \S", line) and "X" not in line[:12]
]
DOCS = (Path(__file__).parents[2] / "docs" / "survey-file.md").read_text(encoding="utf-8")
TABLE = DOCS[DOCS.index("| write | for those who |") :]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_read(example: str) -> None:
    survey = open_source(sample_path()).survey
    for expression in example.split(", ") if example.startswith("everyone") else [example]:
        assert read_expression(expression, survey).words(survey)


@pytest.mark.parametrize("example", re.findall(r"^\| `([^`]*)`", TABLE, re.MULTILINE))
def test_every_example_of_the_docs_is_read(example: str) -> None:
    survey = open_source(sample_path()).survey
    if not example.startswith("..."):
        assert read_expression(example, survey, {"role": "VP"}).words(survey)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_every_word_of_the_language_is_told_in_both(word: str) -> None:
    for text in (FILTERS, TABLE):
        assert re.search(rf"(?<![\w]){word}(?![\w])", text), word


def test_a_word_of_another_language_is_none() -> None:
    with pytest.raises(ToplineError):
        read_expression("role like 'VP'", open_source(sample_path()).survey)
