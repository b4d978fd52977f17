"""Quotes as prose."""

from __future__ import annotations

from topline.analysis.quotes import Quote
from topline.export.formats import Format
from topline.export.quotes import QuotesOut


def test_a_quote_is_prose_however_its_lines_begin() -> None:
    said = "# not a head\n- no list\n1. nor this\n2) or this\n===\n> plain <b>\n2019 was good"
    out = QuotesOut((Quote(said, "", ("A", "B")), Quote("x", "Director, *EU*", ())), "Why?")
    lines = (
        r"\# not a head",
        r"\- no list",
        r"1\. nor this",
        r"2\) or this",
        r"\===",
        r"\> plain \<b>",
        "2019 was good",
    )
    quoted = "".join(f"> {line}\n" for line in lines)
    assert "".join(out.pieces(Format.MARKDOWN)) == (
        f"# Why?\n\n## A\n\n{quoted}\n## B\n\n{quoted}\n## Not coded\n\n> x\n>\n> — Director, \\*EU\\*\n"
    )
