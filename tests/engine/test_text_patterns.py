"""Patterns in texts that stand in no file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.engine import EngineError, TextPatterns

PATTERNS = TextPatterns()
PIECES = st.sampled_from(["look", "up", "Up", " ", "é", "É", "\ue000", "\ue001", "😀", "日本", "\n", "\ud800", "\0"])


@pytest.mark.parametrize("pattern", ["look|up", "é+", "日", ".", "o*", "(l)(o)\\w"])
@given(texts=st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=4))
def test_places_are_those_of_the_texts(pattern: str, texts: list[str]) -> None:
    expected = [[one.span() for one in re.finditer(pattern, text, re.IGNORECASE) if one[0]] for text in texts]
    assert PATTERNS.places(pattern, texts) == {at: spans for at, spans in enumerate(expected) if spans}


def test_it_can_be_used_again_after_it_was_closed() -> None:
    patterns = TextPatterns()
    patterns.close()
    assert patterns.places("b", ["ab", "c"]) == {0: [(1, 2)]}
    patterns.close()
    assert patterns.places("b", ["ab", "c"]) == {0: [(1, 2)]}
    patterns.close()


@pytest.mark.parametrize("pattern", ["a(", r"(\pL{1000})" * 20])
def test_what_is_no_pattern_is_told_in_one_line(pattern: str) -> None:
    with pytest.raises(EngineError) as caught:
        PATTERNS.places(pattern, ["a"])
    assert "\n" not in str(caught.value)
