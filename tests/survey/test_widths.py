"""Widths: a sentence is as wide as it seems, and is cut where it can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from topline.survey.widths import cells, cut


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Company policy", 14, "Company policy"),
        ("Company policy on social media", 20, "Company policy on…"),
        ("Unbrokenlongestwordofall", 10, "Unbrokenlo…"),
        ("Q1 ありがとうございます", 12, "Q1 ありがと…"),
        ("ありがとうございます", 10, "ありがとう…"),
        ("cafe\u0301s of the town", 5, "cafe\u0301s…"),
    ],
)
def test_a_text_is_cut_at_a_word_where_there_is_one_near(text: str, room: int, expected: str) -> None:
    assert cut(text, room) == expected


@given(
    st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "Zs"], max_codepoint=0xFFFF)), st.integers(1, 30)
)
def test_what_is_cut_fits_with_its_ellipsis(text: str, room: int) -> None:
    found = cut(text, room)
    assert cells(found) <= room + 1
    assert found == text or found.endswith("…")


@given(st.text("aé日本 ｶﾞ가😀-", max_size=20))
def test_cells_are_those_that_a_terminal_takes(text: str) -> None:
    assert cells(text) == cell_len(text)
