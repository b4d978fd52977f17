"""Text as each format may hold it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.export import markdown_text, one_line, spreadsheet_cell, whole
from topline.export.safe_text import FORMULA_SIGNS, SKIPPED, toml_text

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd",
        "@sum",
        " =1",
        "\u200b=1",
        '"=1',
        "\uff1d1",
        "\ufe661",
        "\u2060 '@x",
        "\n=1",
        "\u200d+a",
        "-1-1",
    ],
)
def test_formulas_are_disarmed(text: str) -> None:
    assert spreadsheet_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["-1", "+1.5", "-1,234.5", "12%", "-1e-05", "", " ", "a=b", "1-2", "E-mail", "N/A"])
def test_numbers_and_words_stay(text: str) -> None:
    assert spreadsheet_cell(text) == text


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = spreadsheet_cell(text)
    rest = SKIPPED.sub("", cell, count=1)
    assert cell.startswith("'") or rest[:1] not in FORMULA_SIGNS - {"\n"} or rest[:1] in "+-"
    assert not CONTROL.search(cell)


@given(st.text())
def test_no_format_lets_control_characters_through(text: str) -> None:
    for safe in (whole, one_line, spreadsheet_cell, markdown_text):
        assert not CONTROL.search(safe(text))
    assert "\n" not in markdown_text(text)


def test_markdown_is_text() -> None:
    text = "a|b `c` <i> [d](e) *f* _g_ h_i \\ &lt; & ~~j~~\nk"
    assert markdown_text(text) == r"a\|b \`c\` \<i> \[d\](e) \*f\* \_g\_ h_i \\ &amp;lt; & \~\~j\~\~ k"


def test_nothing_is_cut() -> None:
    assert len(whole("x" * 50_000)) == 50_000


def test_toml_says_the_same_in_escapes() -> None:
    assert toml_text('a = "\x9b\u202e"\n') == 'a = "\\u009b\\u202e"\n'
