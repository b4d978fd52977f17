"""Names that SPSS takes, and texts in as many bytes as it has room for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 64
"""Bytes of a name."""
LONGEST_CODE = 24
"""Characters of a code that a variable is still named after."""
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})


class Names:
    """Names of variables: each one that SPSS takes, and no two the same, whatever their case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._sets: set[str] = set()

    def free(self, wanted: str) -> str:
        """A name as wanted, as far as that is free and allowed."""
        return _free(plain(wanted), self._taken)

    def numbered(self, question: str, codes: Sequence[str]) -> list[str]:
        """A name for each option of a question: after their codes where all of these can stand in one, else 1, 2 ..."""
        after = [code.casefold() for code in codes]
        plainly = all(re.fullmatch(r"\w+", code, re.ASCII) and len(code) <= LONGEST_CODE for code in after)
        endings = after if plainly and len(set(after)) == len(after) else [str(n) for n in range(1, len(codes) + 1)]
        stem = cut_bytes(plain(question), LONGEST - 1 - max((len(ending) for ending in endings), default=0))
        return [_free(f"{stem}_{ending.rstrip('_') or 'x'}", self._taken) for ending in endings]

    def set_name(self, question: str) -> str:
        """The name of a set of variables, with the sign that such names begin with."""
        return "$" + _free(cut_bytes(plain(question), LONGEST - 2), self._sets)


def plain(wanted: str) -> str:
    """A text made into a name: letters and digits of any script, beginning with a letter."""
    text = unicodedata.normalize("NFC", wanted)
    word = "".join(letter if letter.isalnum() or letter in "_." else "_" for letter in text).strip("_.")
    word = word if word[:1].isalpha() else f"q{word}"
    word = cut_bytes(word, LONGEST).rstrip("_.")
    return f"{word}_q" if word.casefold() in RESERVED else word


def cut_bytes(text: str, most: int) -> str:
    """As much of a text as so many bytes of UTF-8 hold; no character is cut in two."""
    if len(text) * 4 <= most:
        return text
    return text.encode()[:most].decode(errors="ignore")


def _free(word: str, taken: set[str]) -> str:
    name, number = word, 1
    while name.casefold() in taken:
        number += 1
        ending = f"_{number}"
        name = cut_bytes(word, LONGEST - len(ending)) + ending
    taken.add(name.casefold())
    return name
