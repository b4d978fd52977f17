"""Text is as wide as it claims to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from topline.charts import Ink, Line, Span, end_of, fit, line, wrap

from .texts import texts


def test_a_line_knows_its_text_and_its_width() -> None:
    made = Line((Span("日本 ", Ink.LABEL), Span("██", Ink.BAR)))
    assert made.plain == "日本 ██"
    assert made.width == 7


def test_neighbours_of_one_ink_are_one_span() -> None:
    assert line(("a", Ink.LABEL), ("", Ink.BAR), ("b", Ink.LABEL)).spans == (Span("ab", Ink.LABEL),)


def test_a_line_is_cut_off_at_its_width() -> None:
    assert line(("日本", Ink.LABEL), ("abc", Ink.BAR), width=5).plain == "日本a"


def test_short_text_is_padded() -> None:
    assert fit("yes", 5) == "yes  "
    assert fit("yes", 5, right=True) == "  yes"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert fit("Researching prospects", 12) == "Researching…"
    assert fit("Researching prospects", 12, ellipsis="..") == "Researchin.."
    assert fit("abc", 0) == ""


def test_wide_characters_are_not_cut_in_half() -> None:
    assert fit("日本語", 4) == "日… "
    assert fit("日本語", 5) == "日本…"


def test_a_family_stays_together() -> None:
    family = "👩‍👩‍👧‍👦"
    assert fit(f"{family}{family}{family}", 5) == f"{family}{family}…"


def test_an_accent_stays_on_its_letter() -> None:
    assert fit("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


def test_control_characters_never_reach_the_terminal() -> None:
    text = fit("a\x1b[31mb\nc\x07", 20)
    assert "\x1b" not in text
    assert "\n" not in text
    assert "\x07" not in text
    assert cell_len(text) == 20


def test_joiners_between_letters_do_not_change_the_width() -> None:
    assert fit("a\u200d b", 4) == "a b "
    assert fit("x\u200d", 2) == "x "


def test_text_wraps_at_spaces_and_ends_in_an_ellipsis() -> None:
    assert wrap("Director of regional sales", 8, 3) == ("Director", "of", "regiona…")
    assert wrap("Director of sales", 12, 3) == ("Director of", "sales")
    assert wrap("日本語日本語", 4, 3) == ("日本", "語日", "本語")
    assert wrap("", 4, 3) == ()


@given(texts, st.integers(0, 60), st.sampled_from(["…", ".."]), st.booleans())
def test_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int, ellipsis: str, right: bool) -> None:
    assert cell_len(fit(text, width, ellipsis=ellipsis, right=right)) == width


@given(texts, st.integers(1, 30), st.integers(1, 4))
def test_wrapped_text_keeps_to_its_lines(text: str, width: int, limit: int) -> None:
    lines = wrap(text, width, limit)
    assert len(lines) <= limit
    assert all(cell_len(part) <= width for part in lines)


@given(texts, st.integers(0, 40))
def test_the_end_of_a_text_keeps_to_its_width(text: str, width: int) -> None:
    end = end_of(text, width)
    assert cell_len(end) <= width
    assert end_of("/a/long/way/to/a/file.csv", 12) == "…/a/file.csv"


def test_of_a_text_of_a_million_characters_the_first_lines() -> None:
    wide = "“" + "漢" * 500_000
    assert wrap(wide, 11, 2) == ("“" + "漢" * 5, "漢" * 5 + "…")
    words = "aé " * 300_000
    assert wrap(words, 6, 2) == ("aé aé", "aé aé…")
