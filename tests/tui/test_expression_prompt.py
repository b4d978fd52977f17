"""The line of a filter expression: what is shown of it is safe, and what is left in it is what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.charts import shown
from topline.survey import ExpressionError
from topline.tui.widgets.expression_prompt import _harmless, as_meant

ODD = "role in ('a\x01', 'b')"
SEEN = "role in ('a\u2401', 'b')"


@pytest.mark.parametrize(
    ("held", "text", "meant"),
    [
        (ODD, SEEN, ODD),
        (ODD, f"not {SEEN}", f"not {ODD}"),
        (ODD, "role in ('b', 'a\u2401')", "role in ('b', 'a\x01')"),
        (ODD, "role in ('b')", "role in ('b')"),
        (ODD, "role in ('a\u2401'", "role in ('a\x01'"),
        ("role = 'it''s \x01'", "role = 'it''s \u2401' and x", "role = 'it''s \x01' and x"),
        ('"na\x01me" = 3', '"na\u2401me" = 4', '"na\x01me" = 4'),
        ("x in ('a\x01', 'a\u2401')", "y in ('a\u2401', 'a\u2401')", "y in ('a\x01', 'a\u2401')"),
        ("a = 'b'", "a = 'b' or c = 'b'", "a = 'b' or c = 'b'"),
    ],
)
def test_what_is_left_is_what_it_was(held: str, text: str, meant: str) -> None:
    assert as_meant(text, held) == meant


@pytest.mark.parametrize(
    ("held", "text"),
    [(ODD, f"{SEEN} or how = 'a\u2401'"), ("x in ('a\x01', 'a\u2401')", "x in ('a\u2401')")],
    ids=["one more", "one of two"],
)
def test_what_could_be_either_is_refused(held: str, text: str) -> None:
    with pytest.raises(ExpressionError, match="look alike"):
        as_meant(text, held)


@given(st.lists(st.text() | st.sampled_from(["a\x01", "it's", "x" * 20_000, "\u202e", "\n"]), min_size=1, max_size=4))
def test_a_change_beside_any_texts_leaves_them(texts: list[str]) -> None:
    held = "role in ({})".format(", ".join("'{}'".format(text.replace("'", "''")) for text in texts))
    seen = _harmless(held)
    assert seen == shown(seen) or len(seen) > 10_000
    assert as_meant(seen, held) == held
    assert as_meant(f"{seen} and years = 3", held) == f"{held} and years = 3"
