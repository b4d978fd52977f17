"""What a terminal must never get from a file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import sanitise

HOSTILE = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x1b\x9b\x07\x00\r\n\t\u202e\u2066\u200b\u0301\ufeff\U000e0067\U0001f3f4a")
    )
)
BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@given(HOSTILE, st.booleans(), st.integers(0, 60))
def test_nothing_shown_acts_on_the_terminal(text: str, one_line: bool, limit: int) -> None:
    shown = sanitise(text, one_line=one_line, limit=limit)
    controls = {character for character in shown if unicodedata.category(character) in ("Cc", "Cs", "Co")}
    assert controls <= ({"\n"} if not one_line else set())
    assert not set(shown) & BIDI
    assert len(shown) <= max(limit, 1)


@given(HOSTILE, st.booleans(), st.integers(1, 60))
def test_doing_it_twice_changes_nothing(text: str, one_line: bool, limit: int) -> None:
    shown = sanitise(text, one_line=one_line, limit=limit)
    assert sanitise(shown, one_line=one_line, limit=limit) == shown


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert sanitise(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a    b"),
        ("\x1b[31m\x00\x7f", "\N{SYMBOL FOR ESCAPE}[31m\N{SYMBOL FOR NULL}\N{SYMBOL FOR DELETE}"),
        ("\x9b31m\ue000\ufffe\ud800", "\ufffd31m\ufffd\ufffd\ufffd"),
        ("a\u202eb\u2066c\u200bd\u2060e\ufefff\xadg", "abcdefg"),
        ("\u200d\u200c\u200e\u200f\u061c", "\u200d\u200c\u200e\u200f\u061c"),
        ("❤\ufe0f\ufe01", "❤\ufe0f"),
        ("e" + "\u0301" * 30, "e" + "\u0301" * 8),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("x\U000e0067\U000e0062", "x"),
        ("x" * 20_000, "x" * 9_999 + "…"),
    ],
)
def test_the_rules_one_by_one(text: str, shown: str) -> None:
    assert sanitise(text) == shown


def test_a_line_end_is_a_mark_in_a_one_line_cell() -> None:
    assert sanitise("a\r\nb\nc", one_line=True) == "a↵b↵c"


def test_ten_megabytes_are_cut_before_they_are_looked_at() -> None:
    assert len(sanitise("é\x1b" * 5_000_000, limit=100)) == 100
