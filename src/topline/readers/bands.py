"""Bands of an amount, such as ages and incomes, in the order of what they begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topline.readers.vocabulary import ABOVE_BAND, BELOW_BAND, folded, is_last

_TIMES = {
    "k": 1e3, "thousand": 1e3, "mil": 1e3, "tausend": 1e3, "mille": 1e3, "m": 1e6, "million": 1e6, "millions": 1e6,
    "mio": 1e6, "millionen": 1e6, "millón": 1e6, "millones": 1e6, "milhões": 1e6, "lakh": 1e5, "lakhs": 1e5,
    "crore": 1e7, "billion": 1e9,
}  # fmt: skip
_TIMES_WORDS = "|".join(sorted((word for word in _TIMES if len(word) > 1), key=len, reverse=True))
_AMOUNT = rf"[0-9]{{1,15}}(?:[,. \u00a0'][0-9]{{2,3}})*(?:[.,][0-9]{{1,2}})?(?:[km]|\s(?:{_TIMES_WORDS}))?"
_BAND = re.compile(
    rf"(?:[^0-9]{{0,30}}[^0-9a-z])?(?P<amount>(?!0[0-9]){_AMOUNT})(?:st|nd|rd|th)?(?![0-9a-z])"
    rf"(?:[^0-9]{{1,20}}(?P<upper>{_AMOUNT})(?:st|nd|rd|th)?(?![0-9a-z]))?(?P<rest>[^0-9]{{0,40}})",
    re.IGNORECASE,
)
"""Up to two amounts among words: "18-29", "$25,000 to $49,999", "> 60 years", "10 or younger"."""
LEAST_BANDS = 4
"""Answers for each that names no amount, from which on they are bands: "I do not work" beside hours of work."""
_NOTHING = re.compile(
    r"none|never|nothing|zero|not at all|rarely or never|keine?[rs]?|nie|niemals|nunca|ningun[oa]|aucune?|jamais"
    r"|nessun[oa]|mai|nenhuma?|geen|nooit|0"
)
"""What stands before the lowest band: nothing at all."""
_UNITS = (
    (1, r"min(?:ute)?s?\b|minuten|minutos|minuti"), (60, r"h(?:ou)?rs?\b|stunden?|horas?|heures?|ore\b"),
    (1_440, r"days?\b|tage?n?\b|días?|dias?|jours?|giorni"), (10_080, r"weeks?\b|wochen?|semanas?|semaines?|settiman"),
    (43_800, r"months?\b|monate?n?\b|mes(?:es)?\b|mois\b|mesi\b"),
    (525_600, r"years?\b|yrs?\b|jahre?n?\b|años?|anos?\b|ans?\b|anni\b"),
)  # fmt: skip
"""Lengths of time in minutes, as they are written."""
_CLOCK = re.compile(r"\W*(?P<hour>1[0-2]|[1-9])(?::(?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\.?(?![a-z]).*", re.I)
_FEET = re.compile(
    r"(?P<feet>[1-9])\s?['’′]\s?(?P<inches>1[01]|[0-9])?(?![0-9]).*|\D*(?P<bare>[1-9]) ?(?:ft|feet)\b.*", re.I
)


def banded(answers: Sequence[str]) -> tuple[str, ...] | None:
    """Answers that are bands of an amount (ages, incomes), by their first number; None where they are not."""
    listed = [answer for answer in answers if not is_last(answer) or _NOTHING.fullmatch(folded(answer))]
    words = [answer for answer in listed if not any(map(str.isdigit, answer))]
    if len(words) * LEAST_BANDS > len(listed):
        return None
    bands = [answer for answer in listed if answer not in words]
    keys = _clocks(bands) or _heights(bands) or _amounts(bands)
    if keys is None or len(bands) < 2 or len(set(keys.values())) < len({folded(answer) for answer in bands}):
        return None
    nothing = [answer for answer in words if _NOTHING.fullmatch(folded(answer))]
    others = (answer for answer in words if answer not in nothing)
    apart = (answer for answer in answers if answer not in listed)
    return (*nothing, *sorted(bands, key=keys.__getitem__), *others, *apart)


def _side(answer: str) -> int:
    """Before a band that begins with the same amount, or behind it: "under 18" and "over 65"."""
    bare = answer.strip()
    return -1 if BELOW_BAND.search(bare) else 1 if ABOVE_BAND.search(bare) else 0


def _amounts(answers: Sequence[str]) -> dict[str, tuple[float, int]] | None:
    found = {answer: _BAND.fullmatch(answer.strip()) for answer in answers}
    units = {answer: _unit(match) for answer, match in found.items() if match}
    if len(units) < len(answers):
        return None
    have_units = len(set(units.values())) > 1 and all(units.values())
    keys = {}
    for answer, match in found.items():
        assert match is not None
        amount = _number(match["amount"]) * (units[answer] if have_units else 1)
        keys[answer] = (amount, _side(answer))
    return keys


def _unit(band: re.Match[str]) -> int:
    """The minutes that the unit of a length of time has; 0 where it names none."""
    text = band.string[band.end("upper") if band["upper"] else band.end("amount") :]
    return next((minutes for minutes, written in _UNITS if re.match(rf"\W*(?:{written})", text, re.I)), 0)


def _number(written: str) -> float:
    times = re.search(rf"(?:[km]|{_TIMES_WORDS})$", written, re.IGNORECASE)
    bare = written[: times.start()].strip() if times else written
    whole, _, part = bare, "", ""
    if decimals := re.search(r"[.,]([0-9]{1,2})$", bare):
        whole, part = bare[: decimals.start()], decimals[1]
    return float(f"{re.sub(r'[^0-9]', '', whole)}.{part or 0}") * (_TIMES[times[0].casefold()] if times else 1.0)


def _clocks(answers: Sequence[str]) -> dict[str, tuple[float, int]] | None:
    """Times of day with their half: "6am - 7am"."""
    found = {answer: _CLOCK.fullmatch(answer.strip()) for answer in answers}
    keys = {}
    for answer, match in found.items():
        if match is None:
            return None
        hour = int(match["hour"]) % 12 + (12 if match["half"].casefold() == "p" else 0)
        keys[answer] = (hour * 60.0 + int(match["minute"] or 0), _side(answer))
    return keys


def _heights(answers: Sequence[str]) -> dict[str, tuple[float, int]] | None:
    """Feet and inches: 5'11" is less than 6'0"."""
    keys = {}
    for answer in answers:
        match = _FEET.search(answer.strip())
        if match is None:
            return None
        keys[answer] = (int(match["feet"] or match["bare"]) * 12.0 + int(match["inches"] or 0), _side(answer))
    return keys
