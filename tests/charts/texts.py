"""Labels of every kind that a survey file can hold, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    "Yes",
    "sales manager",
    "日本語",
    "한국어",
    "각",
    "שלום",
    "العربية",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "❤️",
    "🇩🇪",
    "1️⃣",
    "e\u0301",
    "क्‍ष",
    "\u200d",
    "\ufe0f",
    "\u0301\u0302",
    "\x1b[31m",
    "\n",
    "\r",
    "\t",
    "\x00",
    "\x9b",
    "\u202e",
    "\ufeff",
    "\ud800",
    "[red]",
    " ",
    "",
)

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(max_size=40),
    st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=90),
)
