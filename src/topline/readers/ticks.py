"""What a cell of a column of ticks says, in the words of the world: the option was chosen, or it was not."""

from __future__ import annotations

from topline.readers.missing import missing_kind

YES = frozenset(
    ["1", "1.0", "x", "y", "yes", "true", "on", "checked", "ticked", "selected", "chosen", "mentioned", "quoted",
     "✓", "✔", "☑", "☒", "ja", "oui", "sí", "si", "sim", "tak", "да", "evet", "ya", "是", "はい", "예", "wahr", "vrai",
     "verdadero", "ausgewählt", "gewählt"]
)  # fmt: skip
"""Cells that say of any option that it was chosen."""
OFFERED_ONLY = frozenset(
    ["not selected", "unselected", "unchecked", "not checked", "not ticked", "not chosen", "not mentioned",
     "not quoted", "nicht ausgewählt", "nicht gewählt", "nicht genannt"]
)  # fmt: skip
"""Cells that say "no" of an option and could not answer any question."""
NO = OFFERED_ONLY | frozenset(
    ["no", "0", "0.0", "n", "false", "off", "nein", "non", "não", "nee", "nie", "нет", "nej", "nei", "hayır", "tidak",
     "否", "いいえ", "아니요", "falsch", "faux", "falso"]
)  # fmt: skip
"""Cells that say of any option that it was offered and not chosen."""


def says_no(text: str) -> bool:
    """Whether a cell says that an option was not chosen, or why there is no answer."""
    return text.strip().casefold() in NO or missing_kind(text) is not None


def says_yes(text: str) -> bool:
    """Whether a cell says that an option was chosen, but not which."""
    return text.strip().casefold() in YES
