"""What people wrote is masked before it is shown to others."""

from __future__ import annotations

import unicodedata

import pytest

from topline.analysis.quotes import masked
from topline.survey import MASK

APART = unicodedata.normalize("NFD", "Müller")


@pytest.mark.parametrize(
    ("text", "known", "told"),
    [
        ("ask ANNA, or anna's boss", ["Anna Schmidt"], f"ask {MASK}, or {MASK}'s boss"),
        ("anna_schmidt on Skype", ["Anna Schmidt"], f"{MASK}_{MASK} on Skype"),
        ("Annabel and Hanna", ["Anna Schmidt"], "Annabel and Hanna"),
        (f"ask {APART}", ["Müller"], f"ask {MASK}"),
        ("ask Müller", [APART], f"ask {MASK}"),
        ("Frau GROSS", ["Inge Groß"], f"Frau {MASK}"),
        ("Frau Groß", ["INGE GROSS"], f"Frau {MASK}"),
        ("it’s O’Brien", ["Pat O'Brien"], f"it’s {MASK}"),
        ("Li told the Liaison, LI did", ["Li Wei"], f"{MASK} told the Liaison, {MASK} did"),
        ("a list of li elements", ["Li Wei"], "a list of li elements"),
        ("我和李明在一起", ["李明"], f"我和{MASK}在一起"),
        ("(anna) .* [x]", ["a.*b", "[x]"], f"(anna) .* {MASK}"),
    ],
)
def test_names_are_masked_in_any_case_and_in_parts(text: str, known: list[str], told: str) -> None:
    assert masked(text, known) == told


@pytest.mark.parametrize(
    "said",
    [
        *("anna.b+x@sub.example.co.uk", "ann@müller.de", "+49 170 1234567", "0170/1234567", "555-1234"),
        *("+49\u2013170\u20131234567", "+49\u00a0170\u202f1234567", "0170\u20111234567"),
    ],
)
def test_what_can_be_written_to_or_called_is_masked(said: str) -> None:
    assert masked(f"call {said}!", ()) == f"call {MASK}!"


def test_other_numbers_are_not() -> None:
    assert masked("In 2019 we won 12 of 300 leads (4%).", ()) == "In 2019 we won 12 of 300 leads (4%)."
